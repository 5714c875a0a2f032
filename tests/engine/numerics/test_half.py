"""The test of numerics/half.py: every function of NumPy as a kernel of PyTorch's computes half precision."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograd_nb.engine.numerics.half import Stepwise, stepwise

X = np.array([3.0, 0.1, 0.7, 11.0], np.float16)


@pytest.mark.parametrize(
    ("compute", "exact"),
    [
        (lambda x: x * 0.1, np.float16(X.astype(np.float32) * 0.1)),
        (lambda x: x / 0.7, np.float16(X.astype(np.float32) / 0.7)),
        (lambda x: 0.3 / x, np.float16(np.float32(np.float16(0.3)) / X.astype(np.float32))),
        (lambda x: x**-0.7, np.float16(X.astype(np.float32) ** np.float32(np.float16(-0.7)))),
        (lambda x: np.add.reduce(x, 0), np.float16(X.astype(np.float32).sum())),
    ],
)
def test_a_step_is_rounded_once(compute: Any, exact: Any) -> None:
    assert np.asarray(compute(stepwise(X))).tolist() == exact.tolist()


def test_a_number_is_brought_to_half_where_it_is_compared() -> None:
    assert (stepwise(X) > 0.1).tolist() == [True, False, True, True]


def test_what_moves_elements_gives_the_same_kind_again() -> None:
    for moved in (np.where(X > 1, stepwise(X), stepwise(X)), np.flip(stepwise(X)), stepwise(X).reshape(2, 2)):
        assert type(moved) is Stepwise


def test_an_array_to_be_written_over_is() -> None:
    x = stepwise(X.copy())
    assert np.exp(x, x) is x
    assert x.tolist() == np.exp(X.astype(np.float32)).astype(np.float16).tolist()


def test_other_dtypes_are_left_alone() -> None:
    x = np.ones(2, np.float32)
    assert stepwise(x) is x
    assert (stepwise(X)[:2] * x).dtype == np.float32
