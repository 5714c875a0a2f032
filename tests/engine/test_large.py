"""What is done otherwise from a certain size on gives what it gives below."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import autograd_nb as torch
from autograd_nb.engine.namespaces import ARRAYS, LARGE, zero
from autograd_nb.engine.ops import elementwise

MANY = 2 * elementwise.BLOCK + 17


def numbers(size: int, dtype: Any = np.float32) -> Any:
    found = np.random.default_rng(0).normal(size=size).astype(dtype)
    found[:6] = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0]
    return found


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("name", ["relu", "sigmoid", "tanh", "softplus", "silu"])
def test_a_large_array_is_as_its_parts(name: str, dtype: Any):
    function = getattr(torch.nn.functional, name)
    values = numbers(MANY, dtype)
    whole = torch.tensor(values, requires_grad=True)
    z = function(whole)
    seed = torch.tensor(values[::-1].copy())
    z.backward(seed)
    for start in (0, MANY - 1000):
        part = torch.tensor(values[start : start + 1000], requires_grad=True)
        function(part).backward(seed[start : start + 1000])
        assert np.array_equal(function(part)._array, z._array[start : start + 1000], equal_nan=True)
        assert np.array_equal(part.grad._array, whole.grad._array[start : start + 1000], equal_nan=True)


def test_a_large_array_that_does_not_lie_in_order_is_as_one_that_does():
    values = numbers(MANY - MANY % 4).reshape(4, -1)
    assert np.array_equal(
        torch.tensor(values).T.sigmoid()._array, torch.tensor(values).sigmoid()._array.T, equal_nan=True
    )


@pytest.mark.parametrize("size", [10, LARGE])
def test_where_keeps_nan_and_infinity_out_at_every_size(size: int):
    x = numbers(size)
    condition = np.zeros(size, bool)
    assert not ARRAYS.where(condition, x, 0).any()
    assert np.array_equal(ARRAYS.where(~condition, x, 0), x, equal_nan=True)
    spread = np.broadcast_to(np.float32(np.nan), size)
    condition[::2] = True
    assert np.array_equal(np.isnan(ARRAYS.where(condition, spread, 0)), condition)


def test_relu_passes_the_gradient_of_nan_as_pytorch_does():
    for size in (4, LARGE + 4):
        x = torch.zeros(size)
        x[:4] = torch.tensor([float("nan"), 1.0, -1.0, float("inf")])
        x.requires_grad_()
        seed = torch.ones(size)
        seed[:4] = torch.tensor([2.0, float("inf"), float("inf"), float("nan")])
        x.relu().backward(seed)
        assert str(x.grad[:4]) == "tensor([2., inf, 0., nan])"


def test_a_leaf_takes_over_a_large_gradient_that_nobody_else_has():
    x = torch.ones(MANY, requires_grad=True)
    for function in (torch.relu, torch.exp, lambda t: t**2):
        x.grad = None
        function(x).sum().backward()
        assert x.grad._array.base is None
        assert x.grad._array.flags.writeable


def test_the_common_zero_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        zero(np.dtype(np.float32))[...] = 1
