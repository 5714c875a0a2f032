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


@cache
def _units(character: str, mono: bool) -> int:
    if combining(character) or category(character) in {"Cf", "Mn", "Me"}:
        return 0
    if east_asian_width(character) in {"W", "F"}:
        return WIDE
    if mono:
        return MONO
    return _TABLE.get(character, DEFAULT if character.isascii() or character.isalpha() else 838)
