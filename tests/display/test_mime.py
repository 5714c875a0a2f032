import json

import pytest

import autograd_nb as torch
from autograd_nb.display.mime import bundle, metadata
from autograd_nb.trace.document import MIME, make_document
from autograd_nb.trace.wire import complete
from tests.trace.conftest import Session


def square():
    x = torch.arange(4.0, requires_grad=True)
    return 2 * torch.dot(x, x)


def test_three_forms_of_one_document():
    y = square()
    document = make_document(y)
    data = bundle(document)
    assert list(data) == ["text/plain", MIME, "text/html"]
    assert data["text/plain"] == repr(y) == "tensor(28., grad_fn=<MulBackward0>)"
    assert complete(data[MIME]) == document
    assert data["text/html"].count("<img ") == 1
    assert "data:image/svg+xml" in data["text/html"]


def test_the_fallback_holds_nothing_that_a_notebook_strips():
    html = bundle(make_document(square()))["text/html"]
    for tag in ("<script", "<style", "<iframe", "<svg"):
        assert tag not in html


def test_it_is_json_and_the_same_every_time():
    assert json.dumps(bundle(make_document(square()))) == json.dumps(bundle(make_document(square())))


def test_no_widget_in_the_default_display():
    assert not [key for key in bundle(make_document(square())) if "widget" in key]


X = "x = torch.arange(4.0, requires_grad=True)"
F = """\
def f(a):
    b = a * 2
    while b.norm() < 1000:
        b = b * 2
    if b.sum() > 0:
        c = b
    else:
        c = 100 * b
    return c
"""


RANDOM = "torch.manual_seed(0)\na = torch.randn(size=(), requires_grad=True)\ny = f(a)"
BESIDE = 500
"""Bytes beside those of the forms: ids of JupyterLab's length, and the message of the model."""

VISITED = 2048
"""Bytes that a message may take for each visited node."""

CELLS = {
    "2.5.1": ([f"{X}\ny = 2 * torch.dot(x, x)", "y.backward()"], 3),
    "2.5.1 sum": ([f"{X}\ny = x.sum()", "y.backward()"], 2),
    "square": (["x = torch.tensor(3.0, requires_grad=True)\ny = x ** 2", "y.backward()"], 2),
    "2.5.2 seeded": ([f"{X}\ny = x * x", "y.backward(gradient=torch.ones(len(y)))"], 2),
    "2.5.2 sum": ([f"{X}\ny = x * x", "y.sum().backward()"], 3),
    "2.5.2 in one": ([f"{X}\ny = (x * x).sum()", "y.backward()"], 3),
    "2.5.3": ([f"{X}\ny = x * x\nu = y.detach()\ny = u * x", "y.sum().backward()"], 3),
    "2.5.3 again": ([f"{X}\ny = x * x\nu = y.detach()\nz = u * x", "z.sum().backward()", "y.sum().backward()"], 4),
    "2.5.3 uncut": ([f"{X}\ny = x * x\ny = y * x", "y.sum().backward()"], 4),
    "2.5.4": ([F, RANDOM, "y.backward()"], 11),
    "twice": ([f"{X}\ny = (x * 2).sum()", "y.backward()"], 3),
    "line": (
        [
            "x, w, b = (torch.tensor(n, requires_grad=g) for n, g in ((2.0, False), (3.0, True), (1.0, True)))",
            "y = w * x + b",
            "y.backward()",
        ],
        4,
    ),
}


def visited(document):
    """Nodes that walks have visited, where they passed this graph: the sum that a walk began at, and its leaves."""
    steps = sum(len(walk["steps"]) + (walk["root"] is None) for walk in document["backwards"])
    others = [change for change in document["changes"] if change["change"] in {"fill", "add"}]
    return steps + sum(change["backward"] is None for change in others)


@pytest.mark.parametrize(("cells", "nodes"), CELLS.values(), ids=CELLS)
def test_what_the_chapters_graphs_take(cells, nodes):
    """2 KB a visited node. Of real messages see tests/kernel/test_messages.py."""
    session = Session()
    with torch.recording():
        for cell in cells:
            session.cell(cell)
        document = make_document(session.names["y"], session.names)
    assert visited(document) == nodes
    forms = json.dumps(bundle(document), ensure_ascii=False, separators=(",", ":"))
    assert len(forms.encode()) + BESIDE <= VISITED * nodes


def test_what_is_volatile_is_metadata():
    assert metadata("m1", "c1") == {MIME: {"model_id": "m1", "cell_id": "c1"}}
    assert metadata("m1") == {MIME: {"model_id": "m1"}}
    assert metadata("m1", "c1", {"cells": {"c0": [1, 3]}})[MIME]["cells"] == {"c0": [1, 3]}
    assert metadata(2, "c1", {"cells": {"c0": [1, 3], "c1": [2]}}, 7)[MIME] == {
        "output": 2, "cell_id": "c1", "cells": {"c0": [1, 3], "": [2]}, "revision": 7,
    }  # fmt: skip
