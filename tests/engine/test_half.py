"""Half precision of what is one kernel in PyTorch: values and gradients, to the last bit (half.json).

The gradients are what `SENT` sends back.
"""

from __future__ import annotations

import json
import pathlib

import pytest

import autograd_nb as torch

ANSWERS = json.loads((pathlib.Path(__file__).parent / "half.json").read_text(encoding="utf-8"))
GIVEN: list[float] = ANSWERS.pop("x")
SENT: list[float] = ANSWERS.pop("g")


@pytest.mark.parametrize("code", ANSWERS)
def test_half_precision_is_rounded_once(code: str) -> None:
    x = torch.tensor(GIVEN, dtype=torch.float16, requires_grad=True)
    y = eval(code, {"torch": torch, "F": torch.nn.functional, "x": x})
    assert y.dtype == torch.float16
    y.backward(torch.tensor(SENT, dtype=torch.float16)[: y.numel()].reshape(y.shape))
    assert [y.flatten().tolist(), x.grad.tolist()] == ANSWERS[code]


def test_single_precision_is_asked_in_neither_direction() -> None:
    x = torch.tensor([2.0], requires_grad=True)
    y = torch.nn.functional.silu(x)
    assert y.grad_fn.send(y.grad_fn, y.detach().numpy()) is not None
    half = torch.nn.functional.silu(x.half())
    assert half.grad_fn.send(half.grad_fn, half.detach().numpy()) is None


def test_sums_of_another_dtype_are_not_brought_to_half() -> None:
    x = torch.tensor([2048.0, 1.0, 1.0]).half()
    assert x.cumsum(0).tolist() == [2048.0, 2048.0, 2050.0]
    assert x.cumsum(0, dtype=torch.float32).tolist() == [2048.0, 2049.0, 2050.0]
