"""The quick way of `x[i] = v` gives what the long one gives: numbers, versions, histories and refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import autograd_nb as torch
from autograd_nb.engine.methods import indexing

if TYPE_CHECKING:
    from collections.abc import Callable

VALUES = [
    2.5, 3, True, float("nan"), float("inf"), 1e39, 2**40, -1, torch.tensor(1.5), torch.tensor([1.0, 2.0, 3.0]),
    torch.ones(1, 3), torch.tensor(7), torch.tensor(2.5, dtype=torch.float64), torch.ones(2, 3), torch.ones(4),
    torch.tensor(1.0, requires_grad=True), torch.arange(6.0).reshape(3, 2).T, np.float32(1.5), "a", None,
]  # fmt: skip
INDICES = [
    0, -1, 2, -3, True, None, ..., (), (1, 2), (1, -3), (1, 3), (0, 0, 0), slice(None), slice(1, None),
    slice(None, None, 2), slice(None, None, -1), slice(5, 9), (slice(None), 1), (slice(0, 1), slice(1, 3)),
    (0, slice(None, None, 2)), (..., 0), (None, 0), 1.0, "a", [0, 1], torch.tensor(1), torch.tensor([0, 1]),
    torch.tensor([True, False]), slice(1.0, None), np.int64(1),
]  # fmt: skip
TARGETS: list[Callable[[], torch.Tensor]] = [
    lambda: torch.zeros(2, 3),
    lambda: torch.zeros(2, 3, dtype=torch.int64),
    lambda: torch.zeros(3, 2).T,
    lambda: torch.zeros(3).expand(2, 3),
    lambda: torch.zeros(2, 3, dtype=torch.float64),
    lambda: torch.zeros(2, 3, requires_grad=True),
    lambda: torch.zeros(2, 3, requires_grad=True) * 1,
    lambda: torch.zeros(4, 3)[1:3],
    lambda: torch.zeros(()),
    lambda: torch.zeros(2, 0),
    lambda: torch.zeros(2, 3, dtype=torch.float16),
    lambda: torch.zeros(2, 3, dtype=torch.bool),
]


def outcome(make: Callable[[], torch.Tensor], index: Any, value: Any, recorded: bool) -> tuple[Any, ...]:
    x = make()
    with torch.set_grad_enabled(recorded):
        try:
            x[index] = value
        except (RuntimeError, IndexError, TypeError, ValueError) as e:
            return type(e), str(e), x.tolist()
    return str(x), x._version, type(x.grad_fn)


@pytest.mark.filterwarnings("ignore:Use of index_put_ on expanded tensors:UserWarning")
@pytest.mark.filterwarnings("ignore:Use of masked_fill_ on expanded tensors:UserWarning")
@pytest.mark.parametrize("recorded", [True, False])
@pytest.mark.parametrize("make", TARGETS)
def test_the_quick_way_is_the_long_one(make, recorded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [(index, value) for i, index in enumerate(INDICES) for value in VALUES[i % 6 :: 6]]
    quick = [outcome(make, index, value, recorded) for index, value in cases]
    monkeypatch.setattr(indexing, "assigned", lambda *_: False)
    for (index, value), found in zip(cases, quick):
        assert found == outcome(make, index, value, recorded), (index, value)


def test_what_is_assigned_to_itself_and_to_what_lies_on_it() -> None:
    x = torch.arange(4.0)
    x[:] -= 1
    assert (x.tolist(), x._version) == ([-1.0, 0.0, 1.0, 2.0], 2)
    x[:] = x
    with pytest.raises(RuntimeError, match="refer to a single memory location"):
        x[1:] = x[:-1]
    y = x.detach()
    y[0] = x[3]
    assert x.tolist() == [2.0, 0.0, 1.0, 2.0]
    square = torch.arange(4.0).reshape(2, 2)
    with pytest.raises(RuntimeError, match="refer to a single memory location"):
        square[:] = square.T


def test_what_was_saved_notices_an_element_that_is_assigned() -> None:
    x, w = torch.ones(3), torch.ones(3, requires_grad=True)
    y = (x * w).sum()
    x[1] = 2.0
    with pytest.raises(RuntimeError, match="is at version 1; expected version 0"):
        y.backward()


def test_a_simple_assignment_takes_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    x = torch.zeros(2, 3)
    monkeypatch.setattr(torch.Tensor, "_slice", None)
    x[1, 2] = 3.0
    x[0] = torch.ones(3)
    x[:, 1] = 5
    assert x.tolist() == [[1.0, 5.0, 1.0], [0.0, 5.0, 3.0]]
