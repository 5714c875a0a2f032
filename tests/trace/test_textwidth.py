"""Widths of text without fonts: rather generous, never shrinking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd_nb.trace.textwidth import cut, width


@pytest.mark.parametrize(
    ("text", "size", "options", "expected"),
    [
        ("", 12, {}, 0),
        ("0", 1000, {"mono": True}, 603),
        ("i", 1000, {}, 318),
        ("m", 1000, {}, 870),
        ("漢", 10, {"mono": True}, 10),
        ("e\u0301", 1000, {"mono": True}, 603),
    ],
)
def test_width(text: str, size: float, options: dict[str, bool], expected: int) -> None:
    assert width(text, size, **options) == expected


@given(st.text(max_size=60), st.integers(6, 30), st.booleans())
def test_longer_text_is_never_narrower(text: str, size: int, mono: bool) -> None:
    assert width(text, size, mono=mono) <= width(text + "x", size, mono=mono)


@given(st.text(max_size=60), st.integers(20, 300), st.booleans())
def test_cut_text_fits(text: str, room: int, mono: bool) -> None:
    shown = cut(text, 12, room, mono=mono)
    assert width(shown, 12, mono=mono) <= room
    assert shown == text or shown.endswith("…")
