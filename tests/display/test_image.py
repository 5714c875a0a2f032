"""The address of a picture holds the same picture."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from urllib.parse import unquote

import pytest

from autograd_nb.display.image import NAMESPACE, address
from autograd_nb.display.svg import to_svg
from tests.trace.examples import NAMES, Builder, golden, recurrent

START = "data:image/svg+xml,"


def picture(svg: str) -> ET.Element:
    text = address(svg)
    assert text.startswith(START)
    assert re.fullmatch(r"[^\s\"<>&#]( ?[^\s\"<>&#])*", text), "it stands between quotes in HTML"
    assert text.isascii()
    return ET.fromstring(unquote(text[len(START) :]))


def painted(root: ET.Element) -> list[tuple[str, dict[str, str], str]]:
    """Each element with all that is said of it, wherever that stands; without what an image does not show."""
    style = root.find(f"{{{NAMESPACE}}}style")
    rules = re.findall(r"\.(\w+){([^}]*)}", "" if style is None or style.text is None else style.text)
    classes = {name: dict(part.split(":", 1) for part in rule.split(";")) for name, rule in rules}
    found = []
    for element in root.iter():
        tag = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        given = dict(element.items())
        if tag in {"title", "style"} or (tag == "g" and not given):
            continue
        for name in given.pop("class", "").split():
            said = {key: value.removesuffix("px") for key, value in classes[name].items()}
            assert not said.keys() & given.keys()
            given |= said
        short = {key: re.sub(r"^(url\(#)?g[0-9a-f]{10}([vb]\)?)$", r"\1\2", value) for key, value in given.items()}
        found.append((tag, short, (element.text or "").strip()))
    return found


@pytest.mark.parametrize("direction", ["right", "down"])
@pytest.mark.parametrize("name", NAMES)
def test_every_element_is_painted_as_before(name: str, direction: str) -> None:
    svg = to_svg(golden(name), direction=direction)
    assert painted(picture(svg)) == painted(ET.fromstring(svg))


def test_a_picture_with_more_ways_to_paint_than_letters() -> None:
    ways = "".join(f'<path d="M{i} 0" fill="#{i:06x}"/>' * 2 for i in range(60))
    svg = f'<svg xmlns="{NAMESPACE}">{ways}</svg>'
    assert painted(picture(svg)) == painted(ET.fromstring(svg))


def test_texts_stay_texts() -> None:
    hostile = "</text><script>alert('1')</script>\"&amp;'] ∂ 😀"
    build = Builder()
    build.op("×", build.leaf(hostile), build.constant(hostile), name=hostile)
    svg = to_svg(build.document())
    root = picture(svg)
    assert painted(root) == painted(ET.fromstring(svg))
    assert not [element for element in root.iter() if element.tag.endswith("script")]


def test_it_takes_less_than_half_of_the_room() -> None:
    svg = to_svg(recurrent(20))
    assert len(address(svg)) < len(svg) * 4 / 3 / 2, "beside the same in base64"
