"""Gradients that hooks have made something else of: both are told, or sums would not add up."""

from __future__ import annotations

from typing import Any

import pytest

from autograd_nb.display.html import fallback_html
from autograd_nb.display.text import to_text
from autograd_nb.trace.document import finish
from autograd_nb.trace.wire import complete, shorten
from tests.trace.test_schema import VALIDATOR


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


POST = "h.grad_fn.register_hook(lambda sent, received: (sent[0] / 2, *sent[1:]))"


def sends(session: Any, name: str) -> dict[str, list[tuple[str | None, str | None]]]:
    """By node what the operation gave, if that is told, and what was sent, edge by edge."""
    document = session.document(name)
    names = [node["name"] for node in document["nodes"]]
    return {
        names[step["node"]]: [
            tuple(send[key] and send[key]["text"] if key in send else None for key in ("computed", "value"))
            for send in step["sends"]
        ]
        for step in document["backwards"][-1]["steps"]
    }


def test_what_an_operation_gave_is_told_beside_what_a_hook_sent_on(made: Any) -> None:
    made.cell(f"{POST}\ny.backward()")
    assert sends(made, "y")["h"] == [("[18., 36.]", "[ 9., 18.]")]
    assert steps(made, "y")["x"] == (None, "[ 9., 18.]")
    assert all(before is None for name, parts in sends(made, "y").items() if name != "h" for before, _ in parts)


def test_only_the_edges_that_a_hook_has_changed_are_told(session: Any) -> None:
    session.cell("x = torch.tensor([1., 2.], requires_grad=True)\nw = torch.tensor(3., requires_grad=True)\nh = x * w")
    session.cell(f"{POST}\nh.sum().backward()")
    assert sends(session, "h")["h"] == [("[3., 3.]", "[1.5000, 1.5000]"), (None, "3.")]


@pytest.mark.parametrize("hook", ["lambda sent, received: None", "lambda sent, received: sent", "print"])
def test_a_hook_that_sends_on_what_the_operation_gave_is_not_told(made: Any, hook: str) -> None:
    made.cell(f"h.grad_fn.register_hook({hook})\ny.backward()")
    assert sends(made, "y")["h"] == [(None, "[18., 36.]")]


def test_a_gradient_that_a_hook_keeps_back(made: Any) -> None:
    made.cell("h.grad_fn.register_hook(lambda sent, received: (None,) * len(sent))\ny.backward()")
    assert sends(made, "y")["h"] == [("[18., 36.]", None)]


def test_of_second_order_walks_what_was_sent_too(made: Any) -> None:
    made.cell(f"{POST}\n(g,) = torch.autograd.grad(y, x, create_graph=True)")
    assert sends(made, "y")["h"] == [("[18., 36.]", "[ 9., 18.]")]


def test_text_and_table_say_what_hooks_have_made(made: Any) -> None:
    made.cell(f"{POST}\nx.register_hook(lambda g: 10 * g)\ny.backward()")
    document = finish(made.document("y"))
    text = to_text(document)
    assert "sends [18., 36.] (a hook turns it into [9., 18.]) to x." in text
    assert "x receives [9., 18.] (a hook turns it into [90., 180.])" in text
    assert "<td>[6., 12.]; to x [18., 36.] (a hook turns it into [9., 18.])" in fallback_html(document)
    assert complete(shorten(document)) == document
    assert [error.message for error in VALIDATOR.iter_errors(shorten(document))] == []
