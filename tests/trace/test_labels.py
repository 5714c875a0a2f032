"""Names and formulas in documents from the real engine."""

from __future__ import annotations

from typing import Any


def test_a_name_stays_when_the_variable_moves_on(session: Any) -> None:
    session.cell("x = torch.arange(4.0, requires_grad=True)")
    session.cell("y = 2 * torch.dot(x, x)").document("y")
    session.cell("z = y + 1").document("z")
    session.cell("y = x * 5")
    assert [n["name"] for n in session.document("z")["nodes"] if n["kind"] == "op"] == ["", "y", "z"]


def test_one_call_that_makes_two_operations_names_the_last(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\nz = 1 / (2 + x)")
    made = session.document("z")
    assert [(n["op"], n["name"]) for n in made["nodes"] if n["kind"] == "op"] == [
        ("AddBackward0", ""),
        ("ReciprocalBackward0", ""),
        ("MulBackward0", "z"),
    ]
    assert made["nodes"][-1]["source"]["iteration"] is None
    assert session.nodes("z")["z"]["formula"] == "(1 / (2 + x)) · 1"


def test_operands_get_the_names_they_are_written_with(session: Any) -> None:
    session.cell("def f(w, v):\n    return (w * v).sum()\n")
    session.cell("y = f(torch.ones(2, requires_grad=True), torch.ones(2))")
    assert [n["name"] for n in session.document("y")["nodes"]] == ["w", "v", "", "y"]


def test_operands_are_put_in_parentheses_where_needed(session: Any) -> None:
    session.cell("a = torch.ones(2, requires_grad=True)\ny = (a + 1) * -2 - (a - 3)")
    formulas = [n["formula"] for n in session.document("y")["nodes"] if n["kind"] == "op"]
    assert formulas == ["a + 1", "(a + 1) · (-2)", "a − 3", "(a + 1) * -2 − (a - 3)"]


def test_without_source_an_operand_is_its_formula(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\ny = 2 * torch.dot(x, x)", readable=False)
    assert session.nodes("y")["y"]["formula"] == "(x · x) · 2"


def test_a_cut_inside_an_expression_is_drawn_and_written_as_it_stands(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\ny = x * 2\nz = y.detach() * x")
    made = session.document("z")
    assert session.nodes("z")["z"]["formula"] == "y.detach() · x"
    assert [e["cut"] for e in made["edges"]] == [None, None, "detach", None, None]
