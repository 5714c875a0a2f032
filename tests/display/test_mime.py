import json

import autograd_nb as torch
from autograd_nb.display.mime import bundle, metadata
from autograd_nb.trace.document import MIME, make_document
from autograd_nb.trace.wire import complete


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


def test_what_is_volatile_is_metadata():
    assert metadata("m1", "c1") == {MIME: {"model_id": "m1", "cell_id": "c1"}}
    assert metadata("m1") == {MIME: {"model_id": "m1"}}
    assert metadata("m1", "c1", {"cells": {"c0": [1, 3]}})[MIME]["cells"] == {"c0": [1, 3]}
