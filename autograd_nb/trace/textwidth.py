"""Width of text in the two fonts of the pictures, from a table, so that no font is needed.

The widths are those of DejaVu Sans and DejaVu Sans Mono, the widest of the fonts that our font stacks may
pick, in thousandths of the font size. What fits by this table fits in every other font of the stack too.

>>> width("dot", 14, bold=True) > width("dot", 14)
True
>>> width("[0., 1., 2., 3.]", 12, mono=True)
116
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from unicodedata import category, combining, east_asian_width

MONO = 603
DEFAULT = 640
WIDE = 1000
BOLD = 1.13

_SANS = {
    318: " ,.:;'|ijl!()[]{}I/\\\"-·`",
    392: "frt",
    530: "csvxyzJkLTF_*?",
    590: "aeEghuSZPKYnobdpq",
    640: "0123456789+=<>#$~^ABCRUVXGH",
    790: "DNOQ",
    870: "mM%@&w",
    990: "W—…",
}
_TABLE = {character: units for units, characters in _SANS.items() for character in characters}


AGAIN = 1 << 14
"""Pieces of pictures that are remembered: after each cell the same graphs are drawn again, with little that is new."""


@lru_cache(AGAIN)
def width(text: str, size: float, *, mono: bool = False, bold: bool = False) -> int:
    """Pixels that `text` takes at font size `size`, rounded up and rather too wide than too narrow.

    >>> width("", 12), width("漢字", 10, mono=True)
    (0, 20)
    """
    if not text:
        return 0
    plain = mono and text.isascii()  # most texts: numbers
    units = MONO * len(text) if plain else sum([_units(character, mono) for character in text])
    return math.ceil(units * size * (BOLD if bold and not mono else 1.0) / 1000 - 1e-9)


@lru_cache(AGAIN)
def cut(text: str, size: float, room: float, *, mono: bool = False, bold: bool = False) -> str:
    """`text`, or its beginning and "…" where it is wider than `room`.

    >>> cut("[0., 1., 2., 3.]", 12, 60, mono=True)
    '[0., 1.…'
    """
    if width(text, size, mono=mono, bold=bold) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip(" ,") + "…", size, mono=mono, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip(" ,") + "…"


@lru_cache(AGAIN)
def shortened(text: str, size: float, room: float) -> str:
    """Numbers in the font of code, or what fits of them: one that is torn would read as another.

    Whole entries of a list, and where not even one fits, the first with fewer digits. labextension/src/shortened.ts
    does the same.

    >>> shortened("[5.2682, -5.2682]", 12, 100), shortened("2.0000e-07", 12, 60), shortened("20247.8867", 12, 60)
    ('[5.2682, …', '2.00e-07', '20247.89')
    """
    if _fits(text, size, room):
        return text
    whole = ""
    for comma in _SEPARATOR.finditer(text):
        if not _fits(text[: comma.end()] + "…", size, room):
            break
        whole = text[: comma.end()] + "…"
    if whole:
        return whole
    found = _FIRST.match(text)
    if found:
        before, digits, after = found.groups()
        end = f"{after[:2]}…" if _SEPARATOR.match(after) else "…" if after else ""
        for each in _rounded(digits):
            if _fits(before + each + end, size, room):
                return str(before + each + end)
    return cut(text, size, room, mono=True)


_FIRST = re.compile(r"((?:[+∂→] )?[^\w.+-]*)([+-]?\d+\.?\d*(?:e[+-]\d+)?)(?=$|[\],;])(.*)", re.DOTALL | re.ASCII)
"""What may stand before a first number, the number, and what follows."""
_SEPARATOR = re.compile("[,;] ")
_NEAR = 0.05
"""Rounded by less than this it is the same number to a reader."""


def _fits(text: str, size: float, room: float) -> bool:
    return width(text, size, mono=True) <= room


def _rounded(digits: str) -> list[str]:
    """A number with fewer and fewer digits."""
    number = float(digits)
    powers = [f"{number:.{places}e}" for places in (3, 2, 1, 0)]
    if "e" in digits or "." not in digits:
        return powers
    fixed = [f"{number:#.{places}f}" for places in range(len(digits.partition(".")[2]) - 1, -1, -1)]
    near = [each for each in (*fixed, *powers[:3]) if abs(float(each) - number) <= _NEAR * abs(number)]
    return [*near, powers[3]]


@cache
def _units(character: str, mono: bool) -> int:
    if combining(character) or category(character) in {"Cf", "Mn", "Me"}:
        return 0
    if east_asian_width(character) in {"W", "F"}:
        return WIDE
    if mono:
        return MONO
    return _TABLE.get(character, DEFAULT if character.isascii() or character.isalpha() else 838)
