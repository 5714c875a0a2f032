"""The document of a tensor that is displayed is made from the one before: it says the same as one made anew."""

from __future__ import annotations

import contextlib
import gc
import weakref
from typing import Any

import pytest

from autograd_nb.trace import document
from autograd_nb.trace.document import make_document, renewed
from autograd_nb.trace.wire import Shortened, complete, shorten
from tests.browser.scenes import SCENES

VECTOR = "x = torch.tensor([1., 2., 3.], requires_grad=True)\n"
LOOP = f"{VECTOR}w = torch.tensor(.5, requires_grad=True)\ny = x\nfor _ in range(12):\n    y = torch.sin(y * w) + x\n"
CASES = {
    "changes of a leaf": (
        f"{VECTOR}y = (x * x).sum()",
        "y.backward()",
        "x.grad.zero_()",
        "y.backward(retain_graph=True)",
        "x.grad = None",
        "x.grad = torch.ones(3)",
        "with torch.no_grad(): x -= 1",
        "with torch.no_grad(): x += 1",
        "x.data.mul_(3)",
    ),
    "walks": (
        f"{LOOP}y = y.sum()",
        "y.backward(retain_graph=True)",
        "y.backward(retain_graph=True)",
        "torch.autograd.grad(y, x, retain_graph=True)",
        "g = torch.autograd.grad(y, x, create_graph=True)",
        "w.grad = x.grad = None",
        "y.backward()",
    ),
    "results on the way": (
        f"{VECTOR}h = x * 2\nk = h.exp()\ny = k * h",
        "h.retain_grad()",
        "y.sum().backward(retain_graph=True)",
        "h.grad.zero_()",
        "h.add_(1)",
        "h.sub_(1)",
        "if k.sum() > 3: pass",
        "y.sum()",
        "del h, k",
        "y.sum().backward()",
    ),
    "a leaf that is frozen": (
        f"{VECTOR}w = torch.ones(3, requires_grad=True)\ny = (x * w).sum()",
        "y.backward(retain_graph=True)",
        "x.grad = None\nx.requires_grad_(False)",
        "y.backward(retain_graph=True)",
        "x.requires_grad_()",
    ),
    "changed unseen": (
        f"{VECTOR}y = (x.exp() * x).sum()",
        "x.grad",
        "x.data.add_(1)",
        "y.backward()",
    ),
    "a constant that is told to require gradients": (
        f"{VECTOR}c = torch.ones(3)\ny = (x * c).sum()",
        "y.backward()",
        "c.requires_grad_()",
        "c.requires_grad_(False)",
    ),
    "cuts": (
        f"{VECTOR}h = x * x\nu = h.detach()\ny = (u * x).sum()",
        "y.backward()",
        "h.sum().backward()",
        "del h",
        "x.grad = None",
        "del u",
        "x.grad",
    ),
    "cuts from what is gone": (
        f"{VECTOR}h = x * x\nu = (h * 2).detach()\ny = (u * x).sum()",
        "x.grad = None",
        "y.backward(retain_graph=True)",
        "del h",
        "y.backward()",
        "x.grad.zero_()",
    ),
    "a graph of a derivative whose graph is kept": (
        f"{VECTOR}h = x * x\nz = (h * x).sum()\n(g,) = torch.autograd.grad(z, x, create_graph=True)\ny = g.sum()",
        "z.backward(retain_graph=True)",
        "y.backward(retain_graph=True)",
        "h.retain_grad()",
        "z.backward()",
        "del h",
        "x.grad.zero_()",
        "z = None",
        "x.grad = None",
    ),
    "a graph of a derivative": (
        f"{VECTOR}z = (x ** 3).sum()\n(g,) = torch.autograd.grad(z, x, create_graph=True)\ny = g.sum()",
        "y.backward(retain_graph=True)",
        "del z",
        "x.grad.zero_()",
    ),
}
CASES |= {scene.name: (scene.code, "1") for scene in SCENES}


@pytest.mark.parametrize("cells", CASES.values(), ids=CASES)
def test_it_says_the_same_as_one_made_anew(session: Any, cells: tuple[str, ...]) -> None:
    first, *later = cells
    names = session.cell(first).names
    y = names["y"]
    make_document(y, names, followed=True)
    kept = Shortened()
    for cell in later:
        with contextlib.suppress(RuntimeError, AttributeError):  # a walk that fails is told, too
            session.cell(cell)
        newest = renewed(y, names)
        assert newest == make_document(y, names), cell
        assert complete(shorten(newest, kept)) == newest
        assert shorten(newest, kept) == shorten(newest), cell


def test_what_has_not_changed_is_the_same_object(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    session.cell(f"{LOOP}y = y.sum()\ny.backward()\nz = (x * x).sum()\nz.backward(retain_graph=True)")
    y, names = session.names["y"], session.names
    before = make_document(y, names, followed=True)
    monkeypatch.setattr(document.layout, "lay_out", lambda doc: pytest.fail("laid out again"))
    session.cell("x.grad.zero_()")
    after = renewed(y, names)
    assert len(after["changes"]) == len(before["changes"]) + 1
    changed = [one["name"] for one, other in zip(before["nodes"], after["nodes"], strict=True) if one is not other]
    assert changed == ["x"]
    same = ("edges", "layout", "down", "unfolded")
    assert all(before[part] is after[part] for part in same)
    session.cell("x.grad = None")
    last = renewed(y, names)
    assert last["backwards"][0]["steps"] is after["backwards"][0]["steps"]


@pytest.mark.parametrize("scene", ["second", "second-thirty", "second-many"])
def test_of_a_graph_of_a_derivative_what_has_not_changed_is_the_same_object(
    scene: str, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.cell(next(each.code for each in SCENES if each.name == scene))
    y, names = session.names["y"], session.names
    before = make_document(y, names, followed=True)
    (leaf, *_) = [node["id"] for node in before["nodes"] if node["kind"] == "leaf"]
    monkeypatch.setattr(document.layout, "lay_out", lambda doc: pytest.fail("laid out again"))
    session.cell(f"{before['nodes'][leaf]['name']}.grad = None")
    after = renewed(y, names)
    changed = [one["id"] for one, other in zip(before["nodes"], after["nodes"], strict=True) if one is not other]
    assert changed == [leaf]
    assert before["edges"] is after["edges"]


def test_what_is_the_same_object_is_shortened_once(session: Any) -> None:
    session.cell(f"{LOOP}y = y.sum()\ny.backward()")
    y, names = session.names["y"], session.names
    kept = Shortened()
    before = shorten(make_document(y, names, followed=True), kept)
    session.cell("x.grad.zero_()")
    after = shorten(renewed(y, names), kept)
    pairs = [(one, other) for one, other in zip(before["nodes"], after["nodes"], strict=True) if "op" in one]
    assert len(pairs) == 38
    assert all(one is other for one, other in pairs)
    assert after["edges"] is before["edges"]
    session.cell("x.grad = None\nx.requires_grad_(False)")
    last = renewed(y, names)
    assert shorten(last, kept) == shorten(last)  # gradients go along other edges: all is said otherwise


def test_figures_about_a_large_value_stay_when_its_tensor_is_gone(session: Any) -> None:
    session.cell(f"{VECTOR}y = (torch.arange(3000.) * x.sum()).mean()\ny.backward(retain_graph=True)")
    y, names = session.names["y"], session.names
    before = make_document(y, names, followed=True)
    session.cell("y.backward()")  # nothing holds the numbers of arange any more
    values, later = ([node["value"] for node in doc["nodes"]] for doc in (before, renewed(y, names)))
    assert any("stats" in value for value in values)
    assert later == values


def test_it_keeps_nothing_that_the_tensor_does_not_keep(session: Any) -> None:
    session.cell(f"{VECTOR}h = x * 2\ny = h.exp().sum()\n(g,) = torch.autograd.grad(y, x, create_graph=True)")
    names = session.names
    for name in ("y", "g"):
        make_document(names[name], names, followed=True)
    gone = [weakref.ref(names["h"]), weakref.ref(names["y"]), weakref.ref(names["y"].grad_fn)]
    session.cell("x.grad = None\ndel h, y")
    renewed(names["g"], names)
    gc.collect()
    assert [known() for known in gone] == [None] * 3


def test_another_history_is_another_document(session: Any) -> None:
    session.cell(f"{VECTOR}y = x * 2")
    names = session.names
    make_document(names["y"], names, followed=True)
    session.cell("y.mul_(3)")
    assert renewed(names["y"], names) == make_document(names["y"], names)
