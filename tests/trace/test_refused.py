"""Calls that never become a walk: what the document says of them."""

from __future__ import annotations

import contextlib
import gc
import json
import warnings
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from autograd_nb.trace import document, record

SCHEMA = json.loads((Path(document.__file__).parent / "schema.json").read_text(encoding="utf-8"))


def refused(session: Any, name: str, call: str) -> dict[str, Any]:
    """The last entry in the document of `name` after `call`, which raises."""
    session.names["pytest"] = pytest
    with contextlib.suppress(RuntimeError, TypeError):
        session.cell(call)
    found = session.document(name)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    last = found["backwards"][-1]
    assert last["steps"] == []
    assert last["source"]["line"] == call
    names = {node["id"]: node["name"] or node["op"] for node in found["nodes"]}
    return {**last, "root": names[last["root"]], "at": names[last["error"]["node"]]}


@pytest.mark.parametrize(
    ("call", "at", "words"),
    [
        ("y.backward()", "y", "grad can be implicitly created only for scalar outputs"),
        ("y.backward(torch.ones(3))", "y", "Mismatch in shape: grad_output[0] has a shape of torch.Size([3])"),
        ("y.backward([1.0])", "y", "gradients can be either Tensors or None, but got float"),
        ("y.backward(torch.ones(4), inputs=[])", "y", "`inputs` argument to `backward()` cannot be empty."),
        ("torch.autograd.grad(y, c, torch.ones(4))", "c", "One of the differentiated Tensors does not require grad"),
        ("torch.autograd.grad(y, x)", "y", "grad can be implicitly created only for scalar outputs"),
    ],
)
def test_the_entry_says_what_and_where(session, call, at, words):
    session.cell("x = torch.arange(4.0, requires_grad=True)\nc = torch.ones(4)").cell("y = x * c")
    last = refused(session, "y", call)
    assert last["call"] == call
    assert last["root"] == "y"
    assert last["at"] == at
    assert last["error"]["text"].startswith(words)


def test_a_tensor_that_nothing_leads_to(session):
    session.cell("x = torch.arange(4.0, requires_grad=True)\nh = x * x\nz = h.detach()")
    last = refused(session, "z", "z.sum(); z.backward(torch.ones(4))")
    assert last["error"]["text"] == "element 0 of tensors does not require grad and does not have a grad_fn"
    kinds = [(node["kind"], node["op"]) for node in session.document("z")["nodes"]]
    assert ("op", "MulBackward0") in kinds, "what was cut off is in the picture"


def test_a_walk_after_it_is_told_as_ever(session):
    session.cell("x = torch.arange(4.0, requires_grad=True)\ny = x * x")
    refused(session, "y", "y.backward()")
    session.cell("y.sum().backward()")
    first, second = session.document("y")["backwards"]
    assert first["error"] is not None
    assert [step["order"] for step in second["steps"]] == [1, 2]
    assert second["error"] is None


def test_rubbish_is_no_concern_of_the_recorder(session):
    with pytest.raises(AssertionError):
        session.cell("torch.autograd.backward([1.0])")


def test_who_was_asked_for_a_gradient_in_vain(session):
    record.recorder.noticed.clear()
    session.cell("x = torch.ones(2, requires_grad=True)\nh = x * 2\ny = h.sum()\nk = h.exp()\nk.retain_grad()")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session.cell("x.grad, h.grad, k.grad")
    assert [(about, each()) for about, each in record.recorder.noticed] == [("non_leaf_grad", session.names["h"])]
    del session.names["h"], session.names["y"], session.names["k"]
    gc.collect()
    assert [each() for _, each in record.recorder.noticed] == [None]
