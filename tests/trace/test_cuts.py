"""Where gradients stop: every way out of a graph is a cut with its line, also when what was cut off is gone."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

import autograd_nb as torch
from autograd_nb.trace import record
from autograd_nb.trace.entries import KEPT, made_of
from autograd_nb.trace.remains import MOST, bones_of, is_gone, likeness_of, living

START = (
    "import math\nimport numpy as np\nx = torch.tensor([1.0, 2.0], requires_grad=True)\n"
    "s = torch.tensor(2.0, requires_grad=True)\nw = torch.ones(2, requires_grad=True)"
)
CASES = {
    "z = w * (x * x).detach()": ("MulBackward0", "detach", "(x * x).detach()"),
    "z = w * x.data": ("x", "data", "x.data"),
    "with torch.no_grad():\n    u = x * 2\nz = w * u": ("x", "no_grad", "x * 2"),
    "with torch.no_grad():\n    u = x * 2\n    v = u + 1\nz = w * v": ("x", "no_grad", "x * 2"),
    "with torch.inference_mode():\n    u = x * 2\nz = w + u": ("x", "inference_mode", "x * 2"),
    "k = s.item()\nz = w * k": ("s", "item", "s.item()"),
    "z = w * float(s)": ("s", "item", "float(s)"),
    "z = math.sin(s) * w": ("s", "item", "math.sin(s)"),
    "k = 2 * math.sin(s)\nz = w * k": ("s", "item", "math.sin(s)"),
    "k = int(s)\nz = w * k": ("s", "item", "int(s)"),
    "z = w * s.detach().item()": ("s", "detach", "s.detach()"),
    "z = w * torch.from_numpy(np.asarray(x.detach()))": ("x", "detach", "x.detach()"),
    "a = x.detach().numpy()\nz = w * torch.tensor(a)": ("x", "detach", "x.detach()"),
    "z = w * torch.as_tensor(x.numpy(force=True)[:])": ("x", "numpy", "x.numpy(force=True)"),
    "z = w * torch.tensor(x.tolist())": ("x", "tolist", "x.tolist()"),
    "z = w * torch.tensor([s, 3.0])": ("s", "copy", "torch.tensor([s, 3.0])"),
    "mask = x > 1\nz = w * mask": ("x", "no_derivative", "x > 1"),
    "u = x.detach()\nv = u * 3 + 1\nz = w * v": ("x", "detach", "x.detach()"),
}


def cuts_of(made: dict[str, Any]) -> list[tuple[str, str, str]]:
    nodes = {node["id"]: node for node in made["nodes"]}
    return [
        (nodes[edge["from"]]["name"] or nodes[edge["from"]]["op"], edge["cut"], edge["source"]["expression"])
        for edge in made["edges"]
        if edge["cut"]
    ]


@pytest.mark.parametrize("code", CASES)
def test_a_way_out_of_the_graph_is_a_cut_with_its_line(session: Any, code: str) -> None:
    session.cell(START + "\n" + code)
    assert cuts_of(session.document("z")) == [CASES[code]]


@pytest.mark.parametrize(
    "code",
    [
        "k = math.sin(s)\nk = 3.0\nz = w * k",  # no longer that number
        "k = 2.5\ns.item()\nz = w * k",
        "u = torch.ones(2)\nv = u * 2\nz = w * v",
    ],
)
def test_other_values_have_no_cut(session: Any, code: str) -> None:
    session.cell(START + "\n" + code)
    assert cuts_of(session.document("z")) == []


def test_what_is_gone_is_drawn_as_it_was(session: Any) -> None:
    session.cell("x = torch.tensor([1.0, 2.0], requires_grad=True)\nu = (x * x + 1).sin().detach()\nz = (u * x).sum()")
    gc.collect()
    made = session.document("z")
    gone = [node for node in made["nodes"] if node.get("gone")]
    assert [node["op"] for node in gone] == ["MulBackward0", "AddBackward0", "SinBackward0"]
    assert [node["value"]["text"] for node in gone] == ["[1., 4.]", "[2., 5.]", "[ 0.9093, -0.9589]"]
    assert gone[0]["formula"] == "x · x"
    assert all(node["saved"] == [] for node in gone)
    leaf = next(node for node in made["nodes"] if node["name"] == "x")
    assert {edge["to"] for edge in made["edges"] if edge["from"] == leaf["id"]} >= {gone[0]["id"]}  # the very same x


def test_a_likeness_is_bounded_and_holds_nothing() -> None:
    with record.recording():
        x = torch.ones(1000, requires_grad=True)
        y = x
        for _ in range(20):
            y = y * 2
        like = likeness_of(bones_of(y.grad_fn, MOST))
        node, count = like, 1
        while node.next_functions[0][0] is not None:
            node, count = node.next_functions[0][0], count + 1
        assert count == MOST
        assert living(like) is y.grad_fn
        held = weakref.ref(x), weakref.ref(y.grad_fn)
        del x, y
        gc.collect()
        assert [ref() for ref in held] == [None, None]
        assert living(like) is like
        assert is_gone(like)


def test_of_many_cuts_only_the_latest_keep_what_was_cut_off() -> None:
    with record.recording() as recorder:
        x = torch.ones(2, requires_grad=True)
        kept = [(x * n).detach() for n in range(2 * KEPT)]
        with_remains = [tensor for tensor in kept if tensor._trace.cuts[0].remains is not None]
        assert len(with_remains) == KEPT
        assert with_remains == kept[KEPT:]
        assert len(recorder.cuts._latest) == KEPT


def test_a_loop_of_cuts_does_not_grow() -> None:
    """`h = f(h.detach())`: each turn may know the cut before it, never all of them."""

    def depth(tensor: Any) -> int:
        count, todo = 0, list(tensor._trace.cuts)
        while todo:
            cut = todo.pop()
            count += 1
            node = cut.remains
            constants = [] if node is None else list((made_of(node).operands or {}).values())
            todo += [each for constant in constants for each in getattr(constant, "cuts", ())]
        return count

    with record.recording():
        w = torch.tensor(0.5, requires_grad=True)
        h = torch.ones(())
        for _ in range(50):
            h = (h * w).detach()
        assert depth(h) == 1


def test_operations_that_live_are_not_drawn_twice(session: Any) -> None:
    session.cell("x = torch.tensor(2.0, requires_grad=True)\nh = x * x\nu = (h + 1).detach()\nz = u * h")
    made = session.document("z")
    assert [node["op"] for node in made["nodes"] if node["kind"] == "op"] == [
        "MulBackward0",
        "AddBackward0",
        "MulBackward0",
    ]
    assert [node["op"] for node in made["nodes"] if node.get("gone")] == ["AddBackward0"]


def test_a_view_that_asks_for_a_gradient_only_because_its_base_does_is_a_constant(session: Any) -> None:
    session.cell("x = torch.tensor([1.0, 2.0], requires_grad=True)\nwith torch.no_grad():\n    v = x[:1]")
    session.cell("z = v.exp().sum()\nz.backward()")
    made = session.document("z")
    assert [(node["name"], node["kind"]) for node in made["nodes"]][:2] == [("x", "leaf"), ("v", "constant")]
