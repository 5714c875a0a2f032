"""What finds room in the document of a large graph: Python numbers take some only where they are drawn."""

from __future__ import annotations

from typing import Any

from autograd_nb.trace import document
from autograd_nb.trace.collect import LIMIT


def test_numbers_that_a_loop_folds_away_take_no_room(session: Any) -> None:
    session.cell("w = torch.tensor(2.0, requires_grad=True)\ny = w\nfor _ in range(1500):\n    y = y * 1.001")
    made = document.make_document(session.names["y"], session.names)
    assert made["omitted"] == 0
    assert [node["name"] for node in made["nodes"] if node["kind"] == "leaf"] == ["w"]


def test_numbers_that_are_drawn_take_room(session: Any) -> None:
    lines = [f"y = torch.{('sin', 'cos', 'tanh')[(n * n + n // 3) % 3]}(y) * 1.{n:04}" for n in range(1, 800)]
    session.cell("\n".join(["y = torch.tensor(2.0, requires_grad=True)", *lines]))
    made = document.make_document(session.names["y"], session.names)
    assert len(made["nodes"]) <= LIMIT
    assert len(made["nodes"]) + made["omitted"] == 3 * 799 + 1
