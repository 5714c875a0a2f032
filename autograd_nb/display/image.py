"""A picture as the address of an image, as short as it goes: it travels with every document and stays in files.

Inside an image nobody sees titles, and its ids meet no others. How things are painted is said once for all that are
painted alike, in a style sheet of the picture's own. Files and PDF keep the SVG as `svg.py` writes it: not every
program that reads those knows style sheets.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET  # for what `to_svg` has written
from collections import Counter
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Paint = tuple[tuple[str, str], ...]

NAMESPACE = "http://www.w3.org/2000/svg"
PAINT = {
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap", "paint-order",
    "marker-end", "text-anchor", "font-size", "font-weight",
}  # fmt: skip
FONT = {"font-family"}  # by itself: it is long, and the same in many ways to paint
PLAIN = " !$'()*,/:;=?@[]{}|"
"""What the address of an image may hold as it is, beside letters and digits."""


def address(svg: str) -> str:
    """The address of the image that shows a picture.

    Args:
        svg: what `to_svg` gave.

    >>> address('<svg xmlns="http://www.w3.org/2000/svg"><title>y</title><path d="M0 0" fill="red"/></svg>')
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cpath d='M0 0' fill='red'/%3E%3C/svg%3E"
    """
    short = _Short(ET.fromstring(svg)).text()  # noqa: S314 # see above
    return "data:image/svg+xml," + quote(short, safe=PLAIN).replace("  ", " %20")


class _Short:
    """Writes a picture anew."""

    def __init__(self, root: ET.Element) -> None:
        self._root = root
        inner = [element for element in root.iter() if element is not root]
        counts = Counter(paint for element in inner for paint in _paints(element))
        often = (paint for paint, count in counts.items() if count > 1)
        self._classes = {paint: _name(number) for number, paint in enumerate(often)}
        markers = {element.get("id", ""): element.get("id", "")[-1:] for element in root.iter(f"{{{NAMESPACE}}}marker")}
        self._ids = markers | {f"url(#{long})": f"url(#{short})" for long, short in markers.items()}

    def text(self) -> str:
        """All of it."""
        rules = (
            f".{name}{{{';'.join(f'{key}:{self._value(key, value)}' for key, value in paint)}}}"
            for paint, name in self._classes.items()
        )
        style = ["<style>", *rules, "</style>"] if self._classes else []
        inside = [part for child in self._root for part in self._element(child)]
        given = [("xmlns", NAMESPACE), *self._root.items()]
        return "".join(["<svg", self._attributes(given), ">", *style, *inside, "</svg>"])

    def _value(self, key: str, value: str) -> str:
        return f"{value}px" if key == "font-size" else self._ids.get(value, value)

    def _element(self, element: ET.Element) -> Iterator[str]:
        tag = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        if tag == "title":
            return
        inside = [part for child in element for part in self._element(child)]
        if tag == "g" and not element.attrib:
            yield from inside
            return
        shared = [paint for paint in _paints(element) if paint in self._classes]
        said = {key for paint in shared for key, _ in paint}
        given = [(key, value) for key, value in element.items() if key not in said]
        if shared:
            given.append(("class", " ".join(self._classes[paint] for paint in shared)))
        text = "" if inside else escape(element.text or "", quote=False)
        yield f"<{tag}{self._attributes(given)}"
        if text or inside:
            yield from [">", text, *inside, f"</{tag}>"]
        else:
            yield "/>"

    def _attributes(self, given: Iterable[tuple[str, str]]) -> str:
        return "".join(f" {key}={_quoted(self._ids.get(value, value))}" for key, value in given)


def _quoted(value: str) -> str:
    text = escape(value, quote=False)
    return '"' + text.replace('"', "&quot;") + '"' if "'" in text else f"'{text}'"


def _paints(element: ET.Element) -> list[Paint]:
    """What is said of how to paint an element: all but the font, and the font."""
    parts = (tuple((key, value) for key, value in element.items() if key in keys) for keys in (PAINT, FONT))
    return [part for part in parts if part]


def _name(number: int) -> str:
    """The letters of a class: a, b, …, z, ba and so on."""
    rest, letter = divmod(number, 26)
    return (_name(rest) if rest else "") + chr(ord("a") + letter)
