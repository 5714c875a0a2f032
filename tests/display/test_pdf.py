"""The picture as a PDF, read and drawn again by a program that is not ours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from matplotlib import get_data_path

from autograd_nb.display import pdf
from autograd_nb.display.pdf import for_paper, to_pdf
from autograd_nb.display.svg import to_svg
from autograd_nb.display.themes import THEMES
from tests.trace.examples import NAMES, Builder, golden

if TYPE_CHECKING:
    import numpy as np

METRICS = Path(get_data_path()) / "fonts" / "pdfcorefonts"
SCALE = 4  # pixels of a point


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return document[0].get_textpage().get_text_bounded()


def drawn(content: bytes) -> np.ndarray:
    with pypdfium2.PdfDocument(content) as document:
        return document[0].render(scale=SCALE, rev_byteorder=True).to_numpy().copy()


def colour(name: str) -> list[int]:
    return list(bytes.fromhex(THEMES["light"][name].removeprefix("#")))


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_the_svg_says(name: str) -> None:
    content = to_pdf(golden(name))
    svg = ET.fromstring(to_svg(golden(name)))
    with pypdfium2.PdfDocument(content) as document:
        assert len(document) == 1
        assert document[0].get_size() == pytest.approx([0.75 * float(svg.attrib[side]) for side in ("width", "height")])
        assert document.get_metadata_value("Title") == golden(name)["text"].split("\n")[0]
    said = re.sub(r"\s", "", text_of(content))
    texts = [element.text for element in svg.iter() if element.tag.endswith("}text")]
    assert len(texts) > 8
    assert [text for text in texts if re.sub(r"\s", "", text or "") not in said] == []


@pytest.mark.parametrize(("name", "direction"), [("dot_history", "right"), ("loop", "right"), ("mlp", "down")])
def test_on_paper_it_runs_as_it_fits(name: str, direction: str) -> None:
    assert for_paper(golden(name)) == to_pdf(golden(name), direction)


def test_the_same_document_gives_the_same_bytes() -> None:
    assert to_pdf(golden("mlp")) == to_pdf(golden("mlp"))


def test_boxes_stand_where_the_layout_says() -> None:
    document = golden("dot_history")
    pixels = drawn(to_pdf(document))
    top = float(re.search(r"translate\(0 (\d+)\)", to_svg(document))[1])  # type: ignore[index]  # it is found

    def at(x: float, y: float) -> list[int]:
        return list(pixels[round((top + y) * 0.75 * SCALE), round(x * 0.75 * SCALE)][:3])

    boxes = {box["id"]: box for box in document["layout"]["nodes"]}
    leaf, op = (next(boxes[n["id"]] for n in document["nodes"] if n["kind"] == kind) for kind in ("leaf", "op"))
    middle = leaf["y"] + leaf["height"] / 2
    assert at(leaf["x"] + 8, middle) == colour("leaf")
    assert at(leaf["x"] + leaf["width"] - 8, leaf["y"] + 6) == colour("leaf")
    assert at(leaf["x"] + 2, leaf["y"] + 2) == colour("ground"), "the left end of a leaf is round"
    assert at(leaf["x"], middle) == colour("leafline")
    assert at(leaf["grad"]["x"] + 4, leaf["grad"]["y"] + leaf["grad"]["height"] / 2) == colour("gradientfill")
    assert at(op["x"] + 1, op["y"] + 1) == colour("ground"), "the corners of a card are round"
    assert at(op["x"] + op["width"], op["y"] - 8) == colour("gradient"), "the number of its visit"


def test_nothing_is_drawn_beyond_the_edge_of_the_page() -> None:
    for name in ("dot_history", "loop", "detach"):
        pixels = drawn(to_pdf(golden(name)))
        for edge in (pixels[:2], pixels[-2:], pixels[:, :2], pixels[:, -2:]):
            darkest = edge.reshape(-1, pixels.shape[2])[:, :3].min()
            assert darkest >= min(colour("line"))  # the rule under PyTorch's text goes from edge to edge


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("αβ", "αβ"),
        ("x_1(2)\\", "x_1(2)\\"),
        ("xᵀ", "xT"),
        ("w₁²", "w1²"),
        ("größe", "größe"),
        ("学习", "??"),
        ("", ""),
    ],
)
def test_letters(name: str, said: str) -> None:
    build = Builder()
    build.op("×", build.leaf(name), build.constant("2"), name="y")
    assert said in "".join(text_of(to_pdf(build.document())).split())


def test_a_value_with_letters_of_mathematics_is_upright_where_courier_has_them() -> None:
    assert list(pdf._runs("×−∂a", "mono")) == [("mono", b"\xd7", 0.0), ("symbol", b"-\xb6", 0.0), ("mono", b"a", 0.0)]


@pytest.mark.parametrize("font", ["sans", "bold", "mono"])
@pytest.mark.parametrize("text", ["filled", "added to", "set to None", "detach", "no_grad", "12", "1-9", "x", "W1"])
def test_texts_are_centred_by_the_widths_that_the_fonts_have(font: str, text: str) -> None:
    metrics = (METRICS / f"{pdf.FONTS[font]}.afm").read_text(encoding="latin-1")
    widths = {chr(int(code)): int(wide) for code, wide in re.findall(r"^C (\d+) ; WX (\d+) ", metrics, re.MULTILINE)}
    wide = sum(widths[letter] for letter in text) / 1000
    assert pdf._width(text, font, 11) == pytest.approx(11 * wide)
