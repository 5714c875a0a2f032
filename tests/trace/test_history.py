from __future__ import annotations

from typing import Any

import pytest

import autograd_nb as torch
from autograd_nb.trace.entries import KEPT
from autograd_nb.trace.history import GradChange, history


def test_every_change_with_the_call_that_did_it(session: Any) -> None:
    session.cell("x = torch.arange(4.0, requires_grad=True)\nt = 2 * torch.dot(x, x)\nt.backward()")
    session.cell("x.grad.zero_()\nfor _ in range(2):\n    x.sum().backward()\nx.grad = None")
    assert history(session.names["x"]) == [
        GradChange("fill", "[ 0.,  4.,  8., 12.]", "t.backward()", "t.backward()", 0),
        GradChange("zero", "[0., 0., 0., 0.]", "x.grad.zero_()", "x.grad.zero_()", None),
        GradChange("add", "[1., 1., 1., 1.]", "x.sum().backward()", "x.sum().backward()", 1),
        GradChange("add", "[2., 2., 2., 2.]", "x.sum().backward()", "x.sum().backward()", 2),
        GradChange("none", None, "x.grad = None", "x.grad = None", None),
    ]


def test_assigning_and_changing_in_place(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\nx.grad = torch.ones(2)\nx.grad.add_(1)")
    assert [(c.change, c.value) for c in history(session.names["x"])] == [
        ("assign", "[1., 1.]"),
        ("inplace", "[2., 2.]"),
    ]


def test_changing_in_place_by_a_tensor_where_nothing_is_recorded(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\nx.sum().backward()")
    session.cell("with torch.no_grad():\n    x.grad.mul_(torch.tensor(3.0))")
    call = "x.grad.mul_(torch.tensor(3.0))"
    assert history(session.names["x"])[1:] == [GradChange("inplace", "[3., 3.]", call, call, None)]


def test_without_recording_there_is_no_history() -> None:
    x = torch.ones(2, requires_grad=True)
    x.sum().backward()
    assert history(x) == []


def test_the_history_is_bounded(session: Any) -> None:
    x = torch.ones(2, requires_grad=True)
    for _ in range(KEPT + 10):
        x.sum().backward()
    changes = history(x)
    assert len(changes) == KEPT
    assert changes[-1].value == f"[{KEPT + 10}., {KEPT + 10}.]"


def test_only_leaves_have_one(session: Any) -> None:
    with pytest.raises(ValueError, match="leaf"):
        history(torch.ones(2, requires_grad=True) * 2)
    with pytest.raises(TypeError, match=r"^history\(\) takes a tensor, not int$"):
        history(3)


def test_a_leaf_whose_data_has_another_dtype_by_now(session: Any) -> None:
    session.cell("x = torch.tensor([1.0, 2.0], requires_grad=True)\n(x * x).sum().backward()")
    session.cell("x.data = x.data.double()\n(x * x).sum().backward()")
    assert [change.value for change in history(session.names["x"])] == ["[2., 4.]", "[4., 8.]"]
