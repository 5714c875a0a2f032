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
BESIDE = 520
"""Bytes beside those of the forms: ids of JupyterLab's length, and the message of the model."""


@pytest.mark.parametrize(
    ("cells", "visited", "most"),
    [
        ([f"{X}\ny = 2 * torch.dot(x, x)", "y.backward()"], 3, 3 * 2048),
        ([f"{X}\ny = x.sum()", "y.backward()"], 2, 2 * 2048),
        (["x = torch.tensor(3.0, requires_grad=True)\ny = x ** 2", "y.backward()"], 2, 2 * 2048),
        ([f"{X}\ny = x * x", "y.backward(gradient=torch.ones(len(y)))"], 2, 4650),
        ([f"{X}\ny = x * x", "y.sum().backward()"], 2, 4550),
        ([f"{X}\ny = x * x\nu = y.detach()\ny = u * x", "y.sum().backward()"], 2, 6300),
        ([F, RANDOM, "y.backward()"], 11, 11 * 1100),
    ],
    ids=["2.5.1", "2.5.1 sum", "square", "2.5.2 seeded", "2.5.2 sum", "2.5.3", "2.5.4"],
)
def test_what_the_chapters_graphs_take(cells, visited, most):
    """In bytes: 2 KB a visited node, but for vectors of which both modes of the derivative take many sweeps."""
    session = Session()
    with torch.recording():
        for cell in cells:
            session.cell(cell)
        document = make_document(session.names["y"], session.names)
    assert sum(len(walk["steps"]) for walk in document["backwards"]) == visited
    forms = json.dumps(bundle(document), ensure_ascii=False, separators=(",", ":"))
    assert len(forms.encode()) + BESIDE <= most


def test_what_is_volatile_is_metadata():
    assert metadata("m1", "c1") == {MIME: {"model_id": "m1", "cell_id": "c1"}}
    assert metadata("m1") == {MIME: {"model_id": "m1"}}
    assert metadata("m1", "c1", {"cells": {"c0": [1, 3]}})[MIME]["cells"] == {"c0": [1, 3]}
    assert metadata(2, "c1", {"cells": {"c0": [1, 3], "c1": [2]}}, 7)[MIME] == {
        "output": 2, "cell_id": "c1", "cells": {"c0": [1, 3], "": [2]}, "revision": 7,
    }  # fmt: skip
