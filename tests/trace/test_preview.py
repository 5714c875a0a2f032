from __future__ import annotations

import numpy as np
import pytest

from autograd_nb.engine import printing
from autograd_nb.trace.kept import Large, edge, keep
from autograd_nb.trace.preview import preview, scalar


def test_small_values_are_whole_in_pytorchs_spelling() -> None:
    assert preview(np.array(28.0, np.float32)) == {"text": "28."}
    assert preview(np.array([0.5, 10.0])) == {"text": "[ 0.5000, 10.0000]"}
    assert preview(np.zeros(64))["text"].count("0.") == 64  # type: ignore[index]  # there is one
    assert preview(np.array([True])) == {"text": "[True]"}
    assert preview(None) is None


def test_beyond_64_elements_there_are_statistics() -> None:
    value = np.arange(100.0, dtype=np.float32)
    value[50] = np.nan
    assert preview(value) == {
        "text": "[ 0.,  1.,  2.,  ..., 97., 98., 99.]",
        "stats": {"min": "nan", "max": "nan", "mean": "nan", "finite": "99", "numel": "100"},
    }


@pytest.mark.parametrize("shape", [(65,), (7, 10), (8, 9), (5, 5, 5), (10, 7, 8), (2, 3, 4, 5), (3000,)])
def test_the_ends_alone_print_like_the_whole(shape: tuple[int, ...]) -> None:
    value = np.random.default_rng(0).standard_normal(shape).astype(np.float32) * 100
    with printing.printoptions(edgeitems=edge(len(shape))):
        assert preview(Large(value)) == {"text": printing.numbers(value, 64)}
    assert preview(Large(value)) == {"text": printing.numbers(value, 64)} or len(shape) > 2


@pytest.mark.parametrize("shape", [(65,), (90, 90), (30, 30, 30), (20, 33, 24, 98), (3, 3, 3, 3, 3)])
def test_what_is_shown_of_a_gradient_takes_little_room(shape: tuple[int, ...]) -> None:
    value = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    assert len(str(preview(Large(value)))) < 2048


def test_ends_are_copies_and_three_wide_whatever_the_options() -> None:
    value = np.arange(125.0).reshape(5, 5, 5)
    kept = keep(value)
    value[:] = 0
    assert isinstance(kept, Large)
    assert kept.ends[4, 4, 4] == 124
    with printing.printoptions(edgeitems=5):
        assert preview(Large(np.arange(100.0))) == {"text": "[ 0.,  1.,  2.,  ..., 97., 98., 99.]"}


def test_python_numbers() -> None:
    assert scalar(2) == {"text": "2"}
    assert scalar(0.5) == {"text": "0.5"}
    assert scalar(None) is None
