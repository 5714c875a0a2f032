"""The table of derivatives of a small result: right, complete or excused, and without any trace of its making."""

from __future__ import annotations

import numpy as np
import pytest

import autograd_nb as torch
from autograd_nb.trace import jacobian as module
from autograd_nb.trace import record


def table(session, name):
    nodes = session.document(name)["nodes"]
    (found,) = [node["jacobian"] for node in nodes if "jacobian" in node]
    names = {node["id"]: node["name"] for node in nodes}
    return {names[each["node"]]: " ".join(each["value"]["text"].split()) for each in found["tables"]}, found["missing"]


@pytest.mark.parametrize(
    "function",
    [
        lambda x: x * x,
        lambda x: x.exp() / (1 + x),
        lambda x: torch.stack([x.sum(), x.prod(), x[1] ** 3]),
        lambda x: x.reshape(2, 2) @ x.reshape(2, 2).T,
        lambda x: x.cumsum(0)[1:].unbind()[2] * x[:2],
    ],
)
def test_it_is_the_jacobian(function):
    x = torch.tensor([0.5, 1.5, 2.0, 3.0], dtype=torch.float64, requires_grad=True)
    y = function(x)
    ((leaf, rows),) = module.jacobian(y.grad_fn).tables
    assert leaf() is x
    expected = torch.autograd.functional.jacobian(function, x)
    np.testing.assert_allclose(rows, expected.numpy().reshape(y.numel(), 4), rtol=1e-12)


def test_before_and_after_the_walk_it_stands_in_the_document(session):
    session.cell("x = torch.tensor([1., 2.], requires_grad=True)\nw = torch.ones(2, requires_grad=True)\ny = w * x * x")
    both = ({"x": "[[2., 0.], [0., 4.]]", "w": "[[1., 0.], [0., 4.]]"}, "")
    assert table(session, "y") == both
    session.cell("y.backward(torch.ones(2))")
    assert table(session, "y") == both


def test_it_is_made_before_the_walk_frees_the_graph(session):
    session.cell("x = torch.tensor([1., 2.], requires_grad=True)\ny = x * x\ny.backward(torch.ones(2))")
    assert table(session, "y") == ({"x": "[[2., 0.], [0., 4.]]"}, "")


def test_nothing_else_notices(session):
    session.cell("x = torch.tensor([1., 2.], requires_grad=True)\ny = x.exp()")
    before = record.recorder.happened
    table(session, "y")
    assert session.names["x"].grad is None
    assert record.recorder.happened == before
    assert session.document("y")["backwards"] == []
    session.cell("y.backward(torch.ones(2))")
    assert len(session.document("y")["backwards"]) == 1


def test_a_scalar_needs_none(session):
    session.cell("x = torch.tensor([1., 2.], requires_grad=True)\ny = (x * x).sum()\ny.backward()")
    assert not any("jacobian" in node for node in session.document("y")["nodes"])


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        ("y = torch.ones(100, requires_grad=True) * 2", "100 rows are too many to write out"),
        ("y = torch.ones(5, 60, requires_grad=True).sum(1)", "5 rows of 300 numbers are too many to write out"),
        ("y = x * 2\ny.retain_grad()", module.OWN_CODE),
        ("y = x * 2\ny.register_hook(lambda g: calls.append(g))", module.OWN_CODE),
        ("y = x * x\nx.detach().add_(1)", module.CHANGED),
        ("for i in range(3000): x = x + 1\ny = x", module.LONG),
    ],
)
def test_why_there_is_none(session, code, missing):
    session.names["calls"] = []
    session.cell("x = torch.ones(2, requires_grad=True)").cell(code)
    assert table(session, "y") == ({}, missing)
    assert session.names["calls"] == []


def test_a_graph_freed_unseen(session):
    with_record = record.recorder
    session.cell("x = torch.ones(2, requires_grad=True)\ny = x * x")
    with_record._tables.clear()
    session.names["y"].grad_fn._trace = None
    session.cell("y.backward(torch.ones(2))")
    assert table(session, "y") == ({}, module.FREED)


def test_functions_of_the_learner_run_once(session):
    session.cell(
        "calls = []\n"
        "class Double(torch.autograd.Function):\n"
        "    @staticmethod\n"
        "    def forward(ctx, x): return x * 2\n"
        "    @staticmethod\n"
        "    def backward(ctx, g): calls.append(1); return g * 2\n"
        "x = torch.ones(2, requires_grad=True)\n"
        "y = Double.apply(x)\n"
        "y.backward(torch.ones(2))"
    )
    assert table(session, "y") == ({}, module.OWN_CODE)
    assert session.names["calls"] == [1]


def test_a_loop_is_not_slowed_down(session, monkeypatch):
    made = []
    monkeypatch.setattr(record, "jacobian", lambda *arguments: made.append(arguments) or module.Jacobian())
    session.cell("x = torch.ones(2, requires_grad=True)")
    session.cell("for _ in range(50):\n    y = x * x\n    y.backward(torch.ones(2))")
    assert len(made) == record.TABLES


def test_some_leaves_are_left_out(session):
    session.cell("x = torch.ones(2, requires_grad=True)\nm = torch.ones(50, 2, requires_grad=True)\ny = x * m.sum(0)")
    tables, missing = table(session, "y")
    assert tables == {"x": "[[50., 0.], [ 0., 50.]]"}
    assert missing == "for the other leaves there are too many numbers to write out"
