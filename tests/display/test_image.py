"""The address of a picture holds the same picture."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from autograd_nb.display.image import NAMESPACE, PAINT, address
from autograd_nb.display.svg import to_svg
from tests.trace.examples import NAMES, Builder, golden, recurrent

if TYPE_CHECKING:
    from collections.abc import Iterator

START = "data:image/svg+xml,"
INHERITED = PAINT | {"font-family"}
Thing = tuple[str, dict[str, str], str]


def picture(svg: str) -> ET.Element:
    text = address(svg)
    assert text.startswith(START)
    assert re.fullmatch(r"[^\s\"&#]( ?[^\s\"&#])*", text), "it stands between quotes in HTML"
    assert not re.search("</?(svg|style|script|iframe)", text), "nor does a sanitiser find elements between them"
    return ET.fromstring(unquote(text[len(START) :]))


def steps(data: str, x: float = 0, y: float = 0) -> Iterator[tuple[str, list[float]]]:
    """The commands of a path with all of their points where they are; `x` and `y` move it."""
    here, start = (x, y), (x, y)
    for command, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", data):
        flags = command == "a" and re.fullmatch(r"([\d.]+) ([\d.]+) 0 0 ?1 ?(-?[\d.]+) ?(-?[\d.]+)", rest.strip())
        values = [float(v) for v in (flags.groups() if flags else re.findall(r"-?\d*\.?\d+", rest))]
        if command in "hv":
            values = [*values, 0] if command == "h" else [0, *values]
        if command == "z":
            here, values = start, list(start)
        elif command == "a":
            here = (here[0] + values[2], here[1] + values[3])
            values = [*values[:2], *here]
        else:
            origin = (x, y) if command.isupper() else here
            values = [round(v + origin[i % 2], 3) for i, v in enumerate(values)]
            here = (values[-2], values[-1])
        start = here if command == "M" else start
        yield {"h": "l", "v": "l"}.get(command, command).upper(), values


def subpaths(data: str) -> list[str]:
    return ["M" + part for part in data.split("M")[1:]]


def things(root: ET.Element) -> Iterator[Thing]:
    """Each element with all that is said of it, wherever that stands."""
    style = root.find(f"{{{NAMESPACE}}}style")
    rules = re.findall(r"\.(\w+){([^}]*)}", "" if style is None or style.text is None else style.text)
    classes = {name: dict(part.split(":", 1) for part in rule.split(";")) for name, rule in rules}

    def walk(element: ET.Element, outer: dict[str, str], at: tuple[int, int]) -> Iterator[Thing]:
        for child in element:
            tag = child.tag.removeprefix(f"{{{NAMESPACE}}}")
            given = dict(child.items())
            said = classes[given.pop("class")] if "class" in given else {}
            assert not said.keys() & given.keys()
            given = {key: value for key, value in outer.items() if key in INHERITED} | said | given
            if tag == "g":
                moved = re.findall(r"-?\d+", given.pop("transform", "0 0"))
                yield from walk(child, given, (at[0] + int(moved[0]), at[1] + int(moved[1])))
            elif tag not in {"title", "style", "defs"}:
                yield tag, _plain(tag, given, at), (child.text or "").strip()

    yield from walk(root, dict(root.items()), (0, 0))


def _plain(tag: str, given: dict[str, str], at: tuple[int, int]) -> dict[str, str]:
    """Attributes in one spelling: without what has no effect, moved to where they are."""
    plain = {}
    for key, value in given.items():
        long = re.sub(r"^#(.)(.)(.)$", r"#\1\1\2\2\3\3", value)
        if key == "d":
            long = json.dumps([list(steps(part, *at)) for part in subpaths(value)])
        elif key == "font-family":
            long = value.rpartition(",")[2].strip()
        plain[key] = long
    if tag != "path":
        for name, shift in zip(("cx", "cy") if tag == "circle" else ("x", "y"), at, strict=True):
            if shift or name in plain:
                plain[name] = str(float(plain.get(name, 0)) + shift)
    if tag == "text":
        plain = {k: v for k, v in plain.items() if not k.startswith("stroke") or "stroke" in given}
    else:
        plain = {k: v for k, v in plain.items() if not k.startswith(("font", "text-"))}
        if "stroke" not in plain:
            plain.pop("stroke-width", None)
        if tag == "path" and len(parts := json.loads(plain["d"])) == 1:
            plain = _plain_path(plain, parts[0])
    return plain


def _plain_path(said: dict[str, str], part: list[tuple[str, list[float]]]) -> dict[str, str]:
    """How this part of a path is painted: a straight line has no inside."""
    straight = [command for command, _ in part] == ["M", "L"]
    return {k: v for k, v in said.items() if k != "fill" or not straight} | {"d": json.dumps([part])}


def sorted_by_layer(root: ET.Element) -> tuple[list[Thing], Counter[str], Counter[str], Counter[str]]:
    """Shapes in their order; lines, heads of arrows by what they point at, and texts in any."""
    heads = {f"url(#{m.get('id')})": m[0].get("fill") for m in root.iter(f"{{{NAMESPACE}}}marker")}
    shapes: list[Thing] = []
    lines: Counter[str] = Counter()
    tips: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for tag, said, text in things(root):
        if tag == "text":
            words[str((sorted(said.items()), text))] += 1
        elif "marker-end" in said:
            ((*_, (_, points)),) = json.loads(said["d"])
            tips[str((heads[said.pop("marker-end")], points[-2:]))] += 1
            lines[str(sorted(said.items()))] += 1
        else:
            shapes.append((tag, said, text))
    return shapes, lines, tips, words


def check(svg: str) -> ET.Element:
    root = picture(svg)
    shapes, lines, tips, words = sorted_by_layer(ET.fromstring(svg))
    drawn, none, nothing, written = sorted_by_layer(root)
    assert (none, nothing) == (Counter(), Counter())
    assert written == words
    found, pointed = Counter[str](), Counter[str]()
    rest = []
    for tag, said, text in drawn:
        one = [str(sorted(_plain_path(said, part).items())) for part in json.loads(said.get("d", "[]"))]
        at = [str((said.get("fill"), part[0][1])) for part in json.loads(said.get("d", "[]"))]
        if one and all(line in lines for line in one):
            found.update(one)
        elif at and all(tip in tips for tip in at) and "stroke" not in said:
            pointed.update(at)
        else:
            rest.append((tag, said, text))
    assert (found, pointed) == (lines, tips)
    assert rest == shapes
    return root


@pytest.mark.parametrize("direction", ["right", "down"])
@pytest.mark.parametrize("name", NAMES)
def test_every_element_is_painted_as_before(name: str, direction: str) -> None:
    check(to_svg(golden(name), direction=direction))
    check(to_svg(golden(name), heading=False, direction=direction))


def test_arrows_point_where_their_lines_go() -> None:
    root = picture(to_svg(golden("dot_backward"), heading=False))
    heads = {
        tuple(tuple(points) for _, points in part)
        for tag, said, _ in things(root)
        if tag == "path" and "stroke" not in said
        for part in json.loads(said["d"])
    }
    assert ((337.0, 60.0), (329.0, 56.0), (329.0, 64.0)) in heads, "to the right"
    assert ((188.0, 51.0), (196.0, 55.0), (196.0, 47.0)) in heads, "to the left"
    assert len(heads) == 7


def test_a_picture_with_more_ways_to_paint_than_letters() -> None:
    ways = "".join(f'<path d="M{i} 0 L9 {i}" fill="#1{i:05x}" stroke="#2{i:05x}"/>' * 4 for i in range(60))
    svg = f'<svg xmlns="{NAMESPACE}">{ways}</svg>'
    root = check(svg)
    assert len(re.findall(r"\.\w+{", root[0].text or "")) == 60


def test_texts_stay_texts() -> None:
    hostile = "</text><script>alert('1')</script>\"&amp;'] ∂ 😀"
    build = Builder()
    build.op("×", build.leaf(hostile), build.constant(hostile), name=hostile)
    root = check(to_svg(build.document()))
    assert not [element for element in root.iter() if element.tag.endswith("script")]


def test_it_takes_less_than_a_third_of_the_room() -> None:
    svg = to_svg(recurrent(20))
    assert len(address(svg)) < len(svg) * 4 / 3 / 3, "beside the same in base64"
