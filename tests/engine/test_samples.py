"""PyTorch's own operator samples and what it answered to them (samples.json): values, gradients, nodes, errors.

They are those of `torch.testing._internal.common_methods_invocations`, the small ones, with numbers of two decimals,
run by PyTorch 2.13; left out are those on which 2.7 is known to answer otherwise. A gradient is that of the sum of all
results, each element weighted by a cosine of its place.
"""

from __future__ import annotations

import json
import math
import pathlib
import warnings
from typing import Any

import numpy as np
import pytest

import autograd_nb as torch
from autograd_nb import nn

SAMPLES: dict[str, list[Any]] = json.loads((pathlib.Path(__file__).parent / "samples.json").read_text(encoding="utf-8"))
DTYPES = {name: getattr(torch, name) for name in "float16 float32 float64 uint8 int8 int16 int32 int64 bool".split()}
NUMBERS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def decoded(value: Any, leaves: list[Any]) -> Any:
    """A tensor, dtype, tuple or list out of what stands in the file."""
    if isinstance(value, list):
        return [decoded(part, leaves) for part in value]
    if not isinstance(value, dict):
        return value
    if "dtype" in value:
        return DTYPES[value["dtype"]]
    if "tuple" in value:
        return tuple(decoded(part, leaves) for part in value["tuple"])
    numbers = [NUMBERS.get(number, number) for number in value["t"]]
    tensor = torch.tensor(numbers, dtype=DTYPES[value["d"]]).reshape(value["s"])
    if "g" in value:
        tensor.requires_grad_()
        leaves.append(tensor)
    return tensor


def function(name: str) -> Any:
    found: Any = torch
    for part in name.split("."):
        found = nn if found is torch and part == "nn" else getattr(found, part)
    return found


def flat(result: Any) -> list[Any]:
    return [part for value in result for part in flat(value)] if isinstance(result, (tuple, list)) else [result]


def first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".split("\n", maxsplit=1)[0]


def same_numbers(ours: Any, theirs: list[Any], dtype: str) -> None:
    expected = np.array([NUMBERS.get(number, number) for number in theirs], ours.dtype if theirs else None)
    close = {"float16": 1e-2, "float32": 2e-5, "float64": 1e-7}.get(dtype, 0)
    np.testing.assert_allclose(ours.reshape(-1), expected.reshape(-1), rtol=close, atol=close)


def called(call: dict[str, Any], arguments: list[Any], options: dict[str, Any]) -> Any:
    torch.manual_seed(0)
    if call["k"] == "f":
        return function(call["f"])(*arguments, **options)
    first = arguments[0] * 1 if arguments[0].requires_grad else arguments[0]
    return getattr(first, call["f"])(*arguments[1:], **options)


def attempt(action: Any) -> tuple[Any, str | None]:
    """What comes out, or the first line of the error."""
    try:
        return action(), None
    except Exception as error:  # noqa: BLE001 - any error is an answer
        return None, first_line(error)


def replay(call: dict[str, Any], answer: dict[str, Any]) -> None:
    """One call, compared with PyTorch's answer."""
    leaves: list[Any] = []
    arguments = [decoded(value, leaves) for value in call["a"]]
    options = {name: decoded(value, leaves) for name, value in call.get("o", {}).items()}
    result, failure = attempt(lambda: called(call, arguments, options))
    assert failure == answer.get("error")
    if failure is not None:
        return
    results = flat(result)
    total: Any = None
    for number, (ours, theirs) in enumerate(zip(results, answer["out"], strict=True)):
        if not isinstance(theirs, list):
            assert ours == theirs
            continue
        dtype, shape, numbers, node = theirs
        assert [str(ours.dtype), list(ours.shape)] == [f"torch.{dtype}", shape]
        same_numbers(ours.detach().numpy(), numbers, dtype)
        assert (ours.grad_fn and ours.grad_fn.name()) == node
        if node is not None:
            weight = torch.cos(torch.arange(ours.numel(), dtype=torch.float64) + number).reshape(ours.shape)
            part = (ours.double() * weight).sum()
            total = part if total is None else total + part
    if total is not None:
        gradients(total, leaves, answer)


def gradients(total: Any, leaves: list[Any], answer: dict[str, Any]) -> None:
    _, failure = attempt(total.backward)
    assert failure == answer.get("gerror")
    if failure is not None:
        return
    for leaf, theirs in zip(leaves, answer["grad"], strict=True):
        if theirs is None or leaf.grad is None:
            assert not np.any(leaf.grad.numpy() if theirs is None and leaf.grad is not None else theirs or 0)
        else:
            same_numbers(leaf.grad.numpy(), theirs, leaf.dtype.numpy.name)


@pytest.mark.parametrize("operator", SAMPLES)
def test_samples_of(operator: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for call, answer in SAMPLES[operator]:
            replay(call, answer)
