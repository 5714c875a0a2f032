"""Gradients that hooks have made something else of: both are told, or sums would not add up."""

from __future__ import annotations

from typing import Any

import pytest


def steps(session: Any, name: str) -> dict[str, tuple[str | None, str]]:
    """By node what arrived, if that is told, and the upstream gradient."""
    document = session.document(name)
    names = [node["name"] for node in document["nodes"]]
    found = {}
    for step in document["backwards"][-1]["steps"]:
        arrived = step.get("arrived")
        found[names[step["node"]]] = arrived and arrived["text"], step["upstream"]["text"]
    return found


@pytest.fixture
def made(session: Any) -> Any:
    return session.cell("x = torch.tensor([1., 2.], requires_grad=True)\nh = x * 3\ny = (h * h).sum()")


@pytest.mark.parametrize(
    ("hook", "of"),
    [
        ("x.register_hook(lambda g: g / 2)", "x"),
        ("h.register_hook(lambda g: g / 2)", "h"),
        ("h.grad_fn.register_prehook(lambda grads: (grads[0] / 2,))", "h"),
        ("h.register_hook(lambda g: [g.div_(2)][1:] or None)", "h"),  # in place, against all advice
    ],
)
def test_what_arrived_is_told_beside_what_a_hook_made_of_it(made: Any, hook: str, of: str) -> None:
    made.cell(f"{hook}\ny.backward()")
    told = steps(made, "y")
    factor = {"h": 1, "x": 3}[of]
    arrived = [f"{6 * factor}., {12 * factor}.", f"{3 * factor}., {6 * factor}."]
    assert [part.strip("[] ").replace(",  ", ", ") for part in told[of] if part] == arrived
    assert all(before is None for name, (before, _) in told.items() if name != of)


@pytest.mark.parametrize("hook", ["lambda g: None", "lambda g: g", "lambda g: g * 1", "print"])
def test_a_hook_that_leaves_it_as_it_is_is_not_told(made: Any, hook: str) -> None:
    made.cell(f"h.register_hook({hook})\nh.retain_grad()\ny.backward()")
    assert all(before is None for before, _ in steps(made, "y").values())


def test_of_second_order_walks_too(made: Any) -> None:
    made.cell("h.register_hook(lambda g: g / 2)\n(g,) = torch.autograd.grad(y, x, create_graph=True)")
    assert steps(made, "y")["h"] == ("[ 6., 12.]", "[3., 6.]")


def test_of_what_grad_hands_back(made: Any) -> None:
    made.cell("h.register_hook(lambda g: g / 2)\n(g,) = torch.autograd.grad(y, h)")
    assert steps(made, "y")["h"] == ("[ 6., 12.]", "[3., 6.]")
