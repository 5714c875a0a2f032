from __future__ import annotations

import pytest

from autograd_nb.trace.labels import fill


@pytest.mark.parametrize(
    ("template", "x", "y", "expected"),
    [
        ("{x} · {y}", "a", "b", "a · b"),
        ("{x} · {y}", "a + b", "c", "(a + b) · c"),
        ("{x} · {y}", "a * b", "c", "a * b · c"),
        ("{x} · {y}", "a", "-2", "a · (-2)"),
        ("{x} − {y}", "a - b", "c - d", "a - b − (c - d)"),
        ("{x} / {y}", "a", "b * c", "a / (b * c)"),
        ("{x} ** {y}", "a ** 2", "n", "(a ** 2) ** n"),
        ("{x}²", "x ** 2", "", "(x ** 2)²"),
        ("{x}²", "-x", "", "(-x)²"),
        ("−{x} / {y}²", "a + b", "c · d", "−(a + b) / (c · d)²"),
        ("log({x})", "a + b", "", "log(a + b)"),
        ("log {x}", "a + b", "", "log (a + b)"),
        ("Σ {x}", "x", "", "Σ x"),
        ("Σ {x}", "torch.exp(x)", "", "Σ torch.exp(x)"),
        ("{x} · {y}", "Σ x", "2", "(Σ x) · 2"),
        ("{x} if {y} > 0", "a", "a < b", "a if (a < b) > 0"),
        ("{x}ᵀ @ {y}", "A @ B", "C", "(A @ B)ᵀ @ C"),
        ("{x} ** ({y} − 1)", "a", "p + q", "a ** (p + q − 1)"),
        ("2 · {unknown}", "", "", "2 · unknown"),
    ],
)
def test_operands_are_put_in_parentheses_where_they_would_be_read_wrongly(
    template: str, x: str, y: str, expected: str
) -> None:
    assert fill(template, {"x": x, "y": y}) == expected
