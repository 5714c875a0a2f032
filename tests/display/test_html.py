"""HTML for viewers that trust nobody, and the page that needs nobody."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from autograd_nb.display.html import fallback_html, page
from autograd_nb.display.image import address
from autograd_nb.display.svg import to_svg
from tests.trace.examples import NAMES, Builder, golden, recurrent

# What JupyterLab's sanitiser lets through, as far as we use it.
ELEMENTS = {"pre", "div", "img", "details", "summary", "table", "tr", "th", "td"}
ATTRIBUTES = {"style", "src", "alt"}
VOID = {"img"}
# Whose end HTML lets be understood: where one of these begins, or the table ends.
ENDS = {"tr": {"tr", "td", "th"}, "td": {"td"}, "th": {"th"}, "table": {"tr", "td", "th"}}


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.images: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.images += [value or "" for name, value in attrs if name == "src"]
        self._end(ENDS.get(tag, set()) if tag != "table" else set())
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._end(ENDS.get(tag, set()))
        assert self.open.pop() == tag

    def _end(self, those: set[str]) -> None:
        while self.open and self.open[-1] in those:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("name", NAMES)
def test_the_fallback_survives_a_sanitiser(name: str) -> None:
    reader = read(fallback_html(golden(name)))
    assert reader.elements == ELEMENTS
    assert reader.attributes == ATTRIBUTES
    (image,) = reader.images
    assert image == address(to_svg(golden(name), heading=False))


def test_the_table_is_a_readable_copy() -> None:
    _, *rows = fallback_html(golden("dot_backward")).removesuffix("</table></details>").split("<tr>")
    assert [re.split("<t[hd]>", row)[1:] for row in rows] == [
        ["tensor", "operation", "value", "gradient"],
        ["x", "leaf", "[0., 1., 2., 3.]", "[0., 4., 8., 12.]"],
        ["dot", "DotBackward0", "14.", "2."],
        ["2", "constant", "2", ""],
        ["y = ×", "MulBackward0", "28.", "1."],
        ["gradient", "after", "change", "by"],
        ["x.grad", "[0., 4., 8., 12.]", "fill", "y.backward()"],
    ]


def test_hostile_texts_stay_texts() -> None:
    hostile = "</pre><script>alert('1')</script>\"><img src=x onerror=alert(1)>"
    build = Builder()
    build.op("×", build.leaf(hostile), build.constant(hostile), name=hostile)
    reader = read(fallback_html(build.document() | {"text": hostile}))
    assert reader.elements <= ELEMENTS
    assert reader.attributes <= ATTRIBUTES
    assert len(reader.images) == 1
    assert hostile in reader.text


def test_long_tables_say_what_they_leave_out() -> None:
    assert "… and 1204 more" in fallback_html(recurrent(300))


def test_a_picture_of_very_many_cards_is_left_out() -> None:
    assert read(fallback_html(recurrent(50))).images
    reader = read(fallback_html(recurrent(300)))
    assert reader.images == []
    assert "too large for a picture here" in reader.text


def test_the_page_holds_document_and_fallback_and_asks_nobody() -> None:
    document = golden("dot") | {"text": "</script><script>alert(1)</script>"}
    html = page(document)
    (data,) = re.findall(r'<script type="application/json">(.*?)</script>', html)
    assert json.loads(data) == document
    assert fallback_html(document) in html
    assert "alert(1)</script>" not in html
    assert not re.search(r"<(script|link)[^>]+(src|href)=", html)
    assert "data-autograd-place" in html
