"""A picture as the address of an image, as short as it goes: it travels with every document and stays in files.

Inside an image nobody sees titles, and no two things of a picture lie on each other but lines on lines and texts on
shapes. So what is painted alike stands together, and how is said once: all lines are one path and their arrow heads
another, all texts of a kind are a group above the shapes. Shapes keep their order. Files and PDF keep the SVG as
`svg.py` writes it, node by node.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # for what `to_svg` has written
from collections import Counter
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from autograd_nb.trace.textwidth import AGAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Paint = tuple[tuple[str, str], ...]

NAMESPACE = "http://www.w3.org/2000/svg"
PAINT = {
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap", "paint-order",
    "text-anchor", "font-size", "font-weight",
}  # fmt: skip
FONTS = {"sans-serif", "monospace"}
"""The last of a list of fonts, which alone is named here."""

CODED = re.compile(r"[\"#%&\\^`]|<(?=/?(?:svg|style))|(?<= ) |[^\S ]")
"""What does not stand in the address of an image as it is: what would end it or begin something else, and elements
that sanitisers look for even between quotes. All else is left to the browser, which encodes it as UTF-8."""

HEAD = 8
WING = 4
"""Length of an arrow's head, and half of its width."""


def address(svg: str) -> str:
    """The address of the image that shows a picture.

    Args:
        svg: what `to_svg` gave.

    >>> address('<svg xmlns="http://www.w3.org/2000/svg"><title>y</title><path d="M0 0 L9 0" fill="none"/></svg>')
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h9' fill='none'/>%3C/svg>"
    """
    short = _Short(ET.fromstring(svg)).text()  # noqa: S314 # see above
    return "data:image/svg+xml," + CODED.sub(lambda found: quote(found[0], safe=""), short)


class _Short:
    """A picture, sorted by what is painted how."""

    def __init__(self, root: ET.Element) -> None:
        self._root = root
        markers = root.iter(f"{{{NAMESPACE}}}marker")
        self._heads = {f"url(#{marker.get('id')})": marker[0].get("fill", "") for marker in markers}
        self._lines: dict[Paint, list[str]] = {}
        self._tips: dict[Paint, list[str]] = {}
        self._shapes: list[tuple[str, Paint, Paint]] = []  # name, how, where
        self._texts: dict[str, dict[Paint, list[str]]] = {}  # by font, then by how
        self._sort(root, 0, 0)

    def _sort(self, parent: ET.Element, dx: int, dy: int) -> None:
        for element in parent:
            name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
            given = dict(element.items())
            for key, shift in (("x", dx), ("y", dy), ("cx", dx), ("cy", dy)):
                if shift and (key in given or (name == "circle" and key in {"cx", "cy"})):
                    given[key] = _numbers([float(given.get(key, 0)) + shift])
            if name == "g":
                x, y = map(int, re.findall(r"-?\d+", given.get("transform", "0 0")))
                self._sort(element, dx + x, dy + y)
            elif name == "text":
                self._write(element.text or "", given)
            elif name == "path":
                self._draw(given, complex(dx, dy))
            elif name not in {"title", "defs"}:
                self._shapes.append((name, *_halves(tuple(given.items()))))

    def _draw(self, given: dict[str, str], shift: complex) -> None:
        marker = given.pop("marker-end", None)
        given["d"], end, before = _path(given["d"], shift)
        how, where = _halves(tuple(given.items()))
        if marker is None:
            self._shapes.append(("path", how, where))
        else:
            self._lines.setdefault(how, []).append(given["d"])
            self._tips.setdefault((("fill", self._heads[marker]),), []).append(_tip(end, before))

    def _write(self, text: str, given: dict[str, str]) -> None:
        font = given.pop("font-family", "")
        how, element = _text(text, tuple(given.items()))
        self._texts.setdefault(font, {}).setdefault(how, []).append(element)

    def text(self) -> str:
        """All of it."""
        # Without a viewBox: browsers make one of the size where an image has none.
        size = [(key, value) for key, value in self._root.items() if key in {"width", "height"}]
        usual = self._usual()
        shapes = [(name, _rest(how, usual), where) for name, how, where in self._shapes]
        classes, rules = _classes([how for _, how, _ in shapes])
        drawn = [
            f"<{name}{_attributes(where)}{_attributes((('class', classes[how]),) if how in classes else how)}/>"
            for name, how, where in shapes
        ]
        return "".join(
            [
                f"<svg{_attributes((('xmlns', NAMESPACE), *size, *_font(self._root.get('font-family')), *usual))}>",
                *(["<style>", *rules, "</style>"] if rules else []),
                *drawn[:1],  # the ground
                *_group([_drawn(how, lines, (*usual, HOLLOW)) for how, lines in self._lines.items()], (HOLLOW,)),
                *(_drawn(how, tips, usual) for how, tips in self._tips.items()),
                *drawn[1:],
                *self._written(usual),
                "</svg>",
            ]
        )

    def _usual(self) -> Paint:
        """What most shapes, or kinds of text, say and no other thing leaves to be understood."""
        texts = [how for ways in self._texts.values() for how in ways]
        shapes = [*self._lines, *(how for _, how, _ in self._shapes)]
        said = ("fill", [*texts, *self._tips]), ("font-size", texts), ("stroke-width", shapes)
        return tuple(part for key, ways in said for part in _most(key, Counter(ways)))

    def _written(self, usual: Paint) -> Iterator[str]:
        for font, ways in self._texts.items():
            counts = Counter({how: len(texts) for how, texts in ways.items()})
            often = (*_most("fill", counts), *_most("font-size", counts))
            forms = []
            for own in (usual, often):
                groups = [group for how, texts in ways.items() for group in _group(texts, _rest(how, own))]
                forms.append("".join(_group(groups, (*_font(font), *_rest(own, usual)))))
            yield min(forms, key=len)


HOLLOW = ("fill", "none")


def _drawn(how: Paint, parts: list[str], usual: Paint) -> str:
    return f"<path d='{''.join(parts)}'{_attributes(_rest(how, usual))}/>"


def _most(key: str, ways: Counter[Paint]) -> Paint:
    """The colour, say, that most of these have."""
    counts = Counter[tuple[str, str]]()
    for how, count in ways.items():
        counts.update({part: count for part in how if part[0] == key})
    return tuple(part for part, _ in counts.most_common(1))


def _classes(ways: list[Paint]) -> tuple[dict[Paint, str], list[str]]:
    """Names for the ways to paint that are shorter by name, and what a style sheet says of them."""
    classes: dict[Paint, str] = {}
    rules, saved = [], -len("<style></style>")
    for how, count in Counter(ways).items():
        name = _letters(len(classes))
        rule = f".{name}{{{';'.join(map(':'.join, _short(how)))}}}"
        less = count * (len(_attributes(how)) - len(f" class='{name}'")) - len(rule)
        if less > 0:
            classes[how], saved = name, saved + less
            rules.append(rule)
    return (classes, rules) if saved > 0 else ({}, [])


def _rest(how: Paint, usual: Paint) -> Paint:
    return tuple(part for part in how if part not in usual)


@lru_cache(AGAIN)
def _text(text: str, given: Paint) -> tuple[Paint, str]:
    """How a text is painted, and the element."""
    how, where = _halves(given)
    return how, f"<text{_attributes(where)}>{escape(text, quote=False)}</text>"


@lru_cache(AGAIN)
def _halves(given: Paint) -> tuple[Paint, Paint]:
    """How something is painted, and where."""
    how = tuple(sorted((key, value) for key, value in given if key in PAINT))
    where = tuple((key, value) for key, value in given if key not in PAINT)
    return how, where


@lru_cache(AGAIN)
def _attributes(given: Paint) -> str:
    return "".join(f" {key}={_quoted(value)}" for key, value in _short(given))


def _short(given: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((key, re.sub(r"^#(.)\1(.)\2(.)\3$", r"#\1\2\3", value)) for key, value in given)


def _quoted(value: str) -> str:
    text = escape(value, quote=False)
    return '"' + text.replace('"', "&quot;") + '"' if "'" in text else f"'{text}'"


def _group(elements: list[str], how: Paint) -> list[str]:
    """Elements that have this in common; one alone says it itself.

    >>> _group(["<text x='1'>a</text>"], (("fill", "red"),))
    ["<text x='1' fill='red'>a</text>"]
    """
    said = _attributes(how)
    if not said or not elements:
        return elements
    if len(elements) == 1:
        opening, end, rest = re.split("(/?>)", elements[0], maxsplit=1)
        return [opening + said + end + rest]
    return [f"<g{said}>{''.join(elements)}</g>"]


def _font(names: str | None) -> Paint:
    last = (names or "").rpartition(",")[2].strip()
    return (("font-family", last),) if last in FONTS else ()


def _letters(number: int) -> str:
    """The letters of a class: a, b, …, z, ba and so on."""
    rest, letter = divmod(number, 26)
    return (_letters(rest) if rest else "") + chr(ord("a") + letter)


@lru_cache(AGAIN)
def _path(data: str, shift: complex = 0j) -> tuple[str, complex, complex]:
    """A path that goes on from point to point, moved by `shift`; its end, and the point it comes to that from.

    >>> _path("M0 5 C20 5 20 -5 40 -5 L40 9", 10 + 0j)
    ('M10 5c20 0 20-10 40-10v14', (50+9j), (50-5j))
    """
    parts: list[str] = []
    here = start = before = 0j
    for command, rest in re.findall(r"([MLCahvz])([^A-Za-z]*)", data):
        values = [float(value) for value in rest.split()]
        if command in "MLC":
            points = [complex(*pair) + shift for pair in zip(values[::2], values[1::2], strict=True)]
            *_, before, end = [here, *points]
            way = [point - here for point in points]
            parts.append({"M": f"M{_points(points)}", "L": _line(end - here)}.get(command) or f"c{_points(way)}")
            start = end if command == "M" else start
        else:
            moves = {"h": complex(*values[:1]), "v": complex(0, *values[:1]), "z": start - here}
            before, end = here, moves[command] + here if command in moves else here + complex(*values[-2:])
            parts.append(command + _numbers(values).replace(" 0 0 1", " 0 01"))  # flags are one letter each
        here = end
    return "".join(parts), here, before


@lru_cache(AGAIN)
def _tip(end: complex, before: complex) -> str:
    """The head of an arrow.

    >>> _tip(40 + 5j, 20 + 5j)
    'M40 5l-8-4v8'
    """
    along = (end - before) / (abs(end - before) or 1)
    side = WING * along * 1j
    return f"M{_points([end])}{_line(-HEAD * along - side)}{_line(2 * side)}"


def _line(way: complex) -> str:
    if not way.imag:
        return f"h{_numbers([way.real])}"
    return f"v{_numbers([way.imag])}" if not way.real else f"l{_points([way])}"


def _points(points: Iterable[complex]) -> str:
    return _numbers([value for point in points for value in (point.real, point.imag)])


def _numbers(values: Iterable[float]) -> str:
    """Numbers as short as a path may hold them.

    >>> _numbers([1.0, -2.0, 0.5, 3.25])
    '1-2 .5 3.2'
    """
    texts = (f"{value:.1f}".removesuffix(".0") for value in values)
    return re.sub(r" (?=-)|\b0(?=\.)", "", " ".join(texts))
