"""Widths of text without fonts: rather generous, never shrinking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd_nb.trace.textwidth import cut, shortened, width


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


@pytest.mark.parametrize(
    ("text", "digits", "expected"),
    [  # the same cases as in labextension/test/shortened.test.ts
        ("[0., 1., 2., 3.]", 16, "[0., 1., 2., 3.]"),
        ("[5.2682, 5.2682, 5.2682]", 20, "[5.2682, 5.2682, …"),
        ("[5.2682, 5.2682, 5.2682]", 17, "[5.2682, …"),
        ("[[1., 2.], [3., 4.]]", 13, "[[1., 2.], …"),
        ("T = [[0.5851, -1.1560], [2., 3.]]", 20, "T = [[0.5851, …"),
        ("1.2345; 2.; 3.", 11, "1.2345; …"),
        ("20247.8867", 8, "20247.89"),
        ("20247.8867", 6, "20248."),
        ("-20247.8867", 6, "-2e+04"),
        ("0.0048", 5, "0.005"),
        ("0.0041", 4, "0.0…"),
        ("2.0000e-07", 7, "2.0e-07"),
        ("∂ 2.0000e-07", 7, "∂ 2e-07"),
        ("[2.0000e-07, 1.]", 10, "[2e-07, …"),
        ("[[12.3456], [1.]]", 8, "[[12.35…"),
        ("12345678", 6, "1e+07"),
        ("layer_12345678", 8, "layer_1…"),
        ("3 parts", 5, "3 pa…"),
    ],
)
def test_no_number_is_torn(text: str, digits: int, expected: str) -> None:
    assert shortened(text, 12, width("0" * digits, 12, mono=True)) == expected
