"""Leaves that were changed after a graph was computed from them."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize("change", ["x -= 0.5 * x.grad", "x.data.sub_(3)", "x.data = x.data - 3", "x.copy_(x - 3)"])
def test_a_leaf_has_the_value_that_the_graph_was_computed_from(session: Any, change: str) -> None:
    """Once it is changed, the gradients beside it would be those of other numbers."""
    session.cell("x = torch.tensor(3., requires_grad=True)\ny = x * x\ny.backward()")
    assert "later" not in session.nodes("y")["x"]
    session.cell(f"with torch.no_grad():\n    {change}")
    x = session.nodes("y")["x"]
    assert x["value"] == {"text": "3."}
    assert x["later"]["value"] == {"text": "0."}
    if ".data" not in change:  # no version counts what that does
        assert x["later"]["by"] == change
        assert (x["later"]["source"]["expression"], x["later"]["source"]["lineno"]) == (change, 2)
    session.cell("x.data = torch.tensor(3.)")
    assert "later" not in session.nodes("y")["x"]


def test_a_leaf_that_was_used_twice_is_shown_as_it_was_last(session: Any) -> None:
    session.cell("x = torch.tensor(3., requires_grad=True)\na = x + 1\nwith torch.no_grad(): x += 1\ny = a * x")
    x = session.nodes("y")["x"]
    assert x["value"] == {"text": "4."}
    assert "later" not in x


def test_a_large_leaf_is_remembered_by_what_is_printed(session: Any) -> None:
    session.cell("w = torch.zeros(3000, requires_grad=True)\nz = w.sum()\nwith torch.no_grad(): w.fill_(2)")
    w = session.nodes("z")["w"]
    assert w["value"]["text"] == "[0., 0., 0.,  ..., 0., 0., 0.]"
    assert w["later"]["value"]["stats"]["mean"] == "2."
    assert w["later"]["by"] == "w.fill_(2)"
