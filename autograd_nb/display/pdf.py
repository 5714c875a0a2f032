"""The picture of a GraphDoc as a PDF: the SVG of `svg.py`, element by element.

No program and no font is needed. The file asks for four of the fonts that every PDF reader brings along, so its text
can be searched and copied. It reads the few elements that `svg.py` writes, and no other SVG.
"""

from __future__ import annotations

import math
import re
import zlib
from itertools import groupby
from typing import TYPE_CHECKING
from unicodedata import decomposition, normalize
from xml.etree import ElementTree as ET

from .svg import to_svg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from autograd_nb.trace.cards import Document

POINT = 0.75  # of a CSS pixel
FAIR = 0.6  # of its own size: letters of 6 points
PAPER = (420, 660)  # points that a picture may take of a page of LaTeX

FONTS = {"sans": "Helvetica", "bold": "Helvetica-Bold", "mono": "Courier", "symbol": "Symbol"}

# Widths in thousandths of the font size, to centre texts by. `textwidth` is for layouts: it is wide on purpose.
COURIER = 600
HELVETICA = 556  # letters beyond ASCII, nearly
_WIDTHS = {
    "sans": {
        222: "ijl", 260: "|", 278: " !,./:;I[\\]ft", 333: "()-r`", 334: "{}", 355: '"', 389: "*", 469: "^",
        500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopqu", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY",
        722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1015: "@",
    },
    "bold": {
        278: " ,./I\\ijl", 280: "|", 333: "!()-:;[]ft`", 389: "*r{}", 474: '"', 500: "z",
        556: "#$0123456789J_aceksvxy", 584: "+<=>^~", 611: "?FLTZbdghnopqu", 667: "EPSVXY", 722: "&ABCDHKNRU",
        778: "GOQw", 833: "M", 889: "%m", 944: "W", 975: "@",
    },
}  # fmt: skip
WIDTHS = {
    font: {letter: wide for wide, letters in table.items() for letter in letters} for font, table in _WIDTHS.items()
}

# Where the Symbol font has what the others have not.
SYMBOL = dict(
    zip("ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", range(0x41, 0x5B), strict=True),
    **dict(zip("αβχδεφγηιϕκλμνοπθρστυϖωξψζ", range(0x61, 0x7B), strict=True)),
    **dict(zip("−∂√∏∑∞≈≠≤≥≡⊗⊕∇∈∫", b"\x2d\xb6\xd6\xd5\xe5\xa5\xbb\xb9\xa3\xb3\xba\xc4\xc5\xd1\xce\xf2", strict=True)),
    **dict(zip("←↑→↓↔⌈⌉⌊⌋", b"\xac\xad\xae\xaf\xab\xe9\xf9\xeb\xfb", strict=True)),
)
SHIFTS = {"<super>": 0.35, "<sub>": -0.15}  # of the font size, up


def to_pdf(doc: Document, direction: str = "right") -> bytes:
    """The static picture as one PDF page of its own size. The same document always gives the same bytes.

    Letters that none of the four fonts has, such as Chinese ones, are shown as "?".

    >>> to_pdf({"version": 1, "text": "tensor(1.)", "nodes": [], "edges": []})[:8]
    b'%PDF-1.4'
    """
    picture = ET.fromstring(to_svg(doc, direction=direction))  # noqa: S314 # not from elsewhere: the line itself has made it
    page = _Page()
    for element in picture:
        page.draw(element)
    wide, high = (POINT * float(picture.attrib[side]) for side in ("width", "height"))
    turned = f"{POINT} 0 0 -{POINT} 0 {_number(high)} cm"  # in a PDF, y runs upward
    content = zlib.compress("\n".join([turned, *page.out]).encode("latin-1"))
    fonts = " ".join(f"/{name} {number} 0 R" for number, name in enumerate(FONTS, 5))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_number(wide)} {_number(high)}] /Contents 4 0 R "
        f"/Resources << /Font << {fonts} >> >> >>".encode(),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(content), content),
        *(_font(name) for name in FONTS.values()),
        b"<< /Title <feff%b> >>" % page.title.encode("utf-16-be").hex().encode(),
    ]
    return _file(objects)


def for_paper(doc: Document) -> bytes:
    """The picture from left to right, or from top to bottom where a sheet of paper shows only that at a fair size.

    >>> chain = {"version": 1, "text": "", "root": 9, "nodes": [], "edges": []}
    >>> for number in range(10):
    ...     chain["nodes"].append({"id": number, "kind": "op", "name": "", "op": "ExpBackward0"})
    ...     chain["edges"].append({"from": number - 1, "to": number, "input": 0, "cut": None})
    >>> del chain["edges"][0]
    >>> for_paper(chain) == to_pdf(chain, "down")
    True
    """
    picture = to_pdf(doc)
    return picture if _fits(picture) >= FAIR else max(picture, to_pdf(doc, "down"), key=_fits)


def _fits(picture: bytes) -> float:
    """How large it can be shown on a sheet; 1 is its own size."""
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", picture)
    return min(1.0, *(room / float(side) for room, side in zip(PAPER, box.groups() if box else (), strict=False)))


def _font(name: str) -> bytes:
    encoding = "" if name == "Symbol" else " /Encoding /WinAnsiEncoding"
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name}{encoding} >>".encode()


def _file(objects: list[bytes]) -> bytes:
    """The first object is the catalogue, the last the title."""
    written, places = bytearray(b"%PDF-1.4\n"), []
    for number, text in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    start, count = len(written), len(objects)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (count + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (count + 1, count)
    return bytes(written + b"startxref\n%d\n%%%%EOF\n" % start)


class _Page:
    """The drawing operators of a page, in the SVG's coordinates."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.title = ""

    def draw(self, element: ET.Element) -> None:
        name = element.tag.rpartition("}")[2]
        given = element.attrib
        if name == "g":
            x, y = re.findall(r"-?[\d.]+", given.get("transform", "0 0"))
            self.out.append(f"q 1 0 0 1 {x} {y} cm")
            for child in element:
                self.draw(child)
            self.out.append("Q")
        elif name == "text":
            self._text(given, element.text or "")
        elif name == "title":
            self.title = self.title or element.text or ""  # those of the nodes are hints for a mouse
        elif name in {"path", "rect", "circle"}:
            self._shape(given, {"rect": _rectangle, "circle": _circle}.get(name, _path)(given))

    def _shape(self, given: dict[str, str], path: str) -> None:
        fill, stroke = given.get("fill", "none"), given.get("stroke", "none")
        steps, end, before = _steps(path)
        style = ["q"]
        if fill != "none":
            style.append(_colour(fill, "rg"))
        if stroke != "none":
            style += [_colour(stroke, "RG"), f"{given.get('stroke-width', 1)} w"]
            style.append(f"[{given.get('stroke-dasharray', '')}] 0 d")
            style.append("1 J" if given.get("stroke-linecap") == "round" else "0 J")
        paint = {(True, True): "B", (True, False): "f", (False, True): "S"}.get((fill != "none", stroke != "none"), "n")
        self.out += [*style, *steps, paint, "Q"]
        if "marker-end" in given:
            self._arrow(stroke, end, before)

    def _arrow(self, colour: str, end: complex, before: complex) -> None:
        along = (end - before) / (abs(end - before) or 1)
        turn = (
            f"{_number(along.real)} {_number(along.imag)} {_number(-along.imag)} {_number(along.real)} {_point(end)} cm"
        )
        self.out += ["q", _colour(colour, "rg"), turn, "-7.5 -3.5 m 0.5 0 l -7.5 3.5 l h f", "Q"]

    def _text(self, given: dict[str, str], text: str) -> None:
        size = float(given["font-size"])
        font = "mono" if "monospace" in given.get("font-family", "") else "sans"
        if font == "sans" and given.get("font-weight") == "bold":
            font = "bold"
        back = {"middle": 0.5, "end": 1.0}.get(given.get("text-anchor", ""), 0.0) * _width(text, font, size)
        place = f"1 0 0 -1 {_number(float(given['x']) - back)} {given['y']} Tm"
        shown = [part for run in _runs(text, font) for part in _run(run, size)]
        if "paint-order" in given:  # a halo, so that lines do not run through the letters
            halo = [_colour(given["stroke"], "RG"), f"{given['stroke-width']} w 1 j 1 Tr"]
            self.out += ["q BT", *halo, place, *shown, "ET Q"]
        self.out += ["q BT", _colour(given["fill"], "rg"), place, *shown, "ET Q"]


# ---- shapes ---------------------------------------------------------------------------------------------------------
def _path(given: dict[str, str]) -> str:
    return given["d"]


def _circle(given: dict[str, str]) -> str:
    x, y, r = (float(given.get(key, 0)) for key in ("cx", "cy", "r"))
    return f"M{x - r} {y} a{r} {r} 0 0 1 {2 * r} 0 a{r} {r} 0 0 1 {-2 * r} 0 z"


def _rectangle(given: dict[str, str]) -> str:
    x, y, wide, high, r = (float(given.get(key, 0)) for key in ("x", "y", "width", "height", "rx"))
    r = min(r, wide / 2, high / 2)
    corners = ((r, r), (-r, r), (-r, -r), (r, -r))
    sides = (f"h{wide - 2 * r}", f"v{high - 2 * r}", f"h{2 * r - wide}", f"v{2 * r - high}")
    arcs = (f"a{r} {r} 0 0 1 {dx} {dy}" if r else "" for dx, dy in corners)
    return f"M{x + r} {y} " + " ".join(f"{side} {arc}" for side, arc in zip(sides, arcs, strict=True)) + " z"


def _steps(path: str) -> tuple[list[str], complex, complex]:
    """The operators of a path, its last point, and the point it comes to that from."""
    out, here, start, before = [], 0j, 0j, 0j
    for command, rest in re.findall(r"([MLCahvz])([^A-Za-z]*)", path):
        values = [float(value) for value in re.findall(r"-?[\d.]+", rest)]
        points = [complex(*pair) for pair in zip(values[::2], values[1::2], strict=False)]
        if command == "z":
            out.append("h")
            here, before = start, here
        elif command == "C":
            out.append(f"{' '.join(map(_point, points))} c")
            here, before = points[2], points[1]
        elif command == "a":
            for curve in _arc(here, here + complex(*values[-2:]), values[0]):
                out.append(f"{' '.join(map(_point, curve))} c")
                here, before = curve[2], curve[1]
        else:
            step = {"h": complex(*values[:1]), "v": complex(0, *values[:1])}.get(command)
            before, here = here, points[0] if step is None else here + step
            start = here if command == "M" else start
            out.append(f"{_point(here)} {'m' if command == 'M' else 'l'}")
    return out, here, before


def _arc(begin: complex, end: complex, radius: float) -> Iterator[tuple[complex, complex, complex]]:
    """The shorter, clockwise arc of a circle as Bézier curves, a right angle or less each."""
    chord = end - begin
    radius = max(radius, abs(chord) / 2)
    centre = (begin + end) / 2 + 1j * chord / abs(chord) * math.sqrt(max(radius**2 - abs(chord / 2) ** 2, 0))
    angle = 2 * math.asin(min(abs(chord) / 2 / radius, 1))
    count = math.ceil(angle / (math.pi / 2) - 1e-9)
    turn = complex(math.cos(angle / count), math.sin(angle / count))
    reach = 4 / 3 * math.tan(angle / count / 4) * 1j
    spoke = begin - centre
    for _ in range(count):
        after = spoke * turn
        yield centre + spoke * (1 + reach), centre + after * (1 - reach), centre + after
        spoke = after


# ---- text -----------------------------------------------------------------------------------------------------------
def _width(text: str, font: str, size: float) -> float:
    units = (COURIER if font == "mono" else WIDTHS[font].get(letter, HELVETICA) for letter in text)
    return sum(units) * size / 1000


def _runs(text: str, font: str) -> Iterator[tuple[str, bytes, float]]:
    """Stretches of one font and one height: (font, characters in its encoding, how far they are shifted)."""
    for (used, shift), letters in groupby((_letter(letter, font) for letter in text), key=lambda letter: letter[::2]):
        yield used, b"".join(letter[1] for letter in letters), shift


def _letter(letter: str, font: str) -> tuple[str, bytes, float]:
    if letter in SYMBOL and font != "mono":
        return "symbol", bytes([SYMBOL[letter]]), 0.0
    try:
        return font, letter.encode("cp1252"), 0.0
    except UnicodeEncodeError:
        pass
    if letter in SYMBOL:
        return "symbol", bytes([SYMBOL[letter]]), 0.0
    plain = normalize("NFKC", letter)
    if plain != letter:
        used, code, _ = _letter(plain, font) if len(plain) == 1 else (font, plain.encode("cp1252", "replace"), 0.0)
        return used, code, SHIFTS.get(decomposition(letter).partition(" ")[0], 0.0)
    return font, b"?", 0.0


def _run(run: tuple[str, bytes, float], size: float) -> list[str]:
    font, letters, shift = run
    shown = re.sub(rb"([\\()])", rb"\\\1", letters).decode("latin-1")
    used = size * 0.7 if shift else size
    return [f"/{font} {_number(used)} Tf {_number(shift * size)} Ts", f"({shown}) Tj"]


# ---- numbers --------------------------------------------------------------------------------------------------------
def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _point(point: complex) -> str:
    return f"{_number(point.real)} {_number(point.imag)}"


def _colour(code: str, operator: str) -> str:
    return " ".join([*(_number(int(code[i : i + 2], 16) / 255) for i in (1, 3, 5)), operator])
