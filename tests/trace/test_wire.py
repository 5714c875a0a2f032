"""What travels can be completed, says the same, and its schema knows what may be left out."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

import autograd_nb as torch
from autograd_nb.trace import wire
from autograd_nb.trace.document import finish, make_document
from autograd_nb.trace.wire import complete, shorten
from tests.browser.scenes import BUSY, SCENES
from tests.golden.shorten import short
from tests.trace.examples import GOLDEN, NAMES, golden
from tests.trace.test_schema import SCHEMA, VALIDATOR

CODES = {scene.name: scene.code for scene in SCENES}


def size(document: dict[str, Any]) -> int:
    return len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def check(document: dict[str, Any]) -> dict[str, Any]:
    before = deepcopy(document)
    less = shorten(document)
    assert document == before
    assert complete(less) == document
    assert complete(document) == document
    assert [error.message for error in VALIDATOR.iter_errors(less)] == []
    assert size(less) < size(document)
    return less


@pytest.mark.parametrize("name", NAMES)
def test_golden_documents(name: str) -> None:
    check(golden(name))
    assert short(GOLDEN / f"{name}.json") == (GOLDEN / "short" / f"{name}.json").read_text(encoding="utf-8")


def layouts(document: dict[str, Any]) -> list[dict[str, Any]]:
    down = document["down"]
    return [place["layout"] for place in (document, document["unfolded"], down, down.get("unfolded")) if place]


def without_layouts(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in {"layout", "unfolded", "down"}}


def drawn(layout: dict[str, Any]) -> dict[str, Any]:
    """All but where the whole stands and where the texts of edges do."""
    (first, *_), edges = layout["nodes"], layout["edges"]
    x, y = first["x"], first["y"]
    nodes = [{**node, "x": node["x"] - x, "y": node["y"] - y, "grad": "grad" in node} for node in layout["nodes"]]
    wires = [{**edge, "label": None, "path": bool(edge["path"]), "back": bool(edge["back"])} for edge in edges]
    return {"direction": layout["direction"], "nodes": nodes, "edges": wires, "refs": len(layout["refs"])}


@pytest.mark.parametrize("name", NAMES)
def test_documents_saved_by_an_older_program(name: str) -> None:
    """`older` holds them as they travelled before layouts and sweeps were rows, `rows` before the rest was.

    `sparse` is from before changes and whole layouts were rows, and tables of derivatives were taken from sweeps.
    Their layouts are as good as ours and need not be the same: the texts of edges stood elsewhere.
    """
    whole = golden(name)
    for folder, less in (("older", 0.5), ("rows", 0.78), ("sparse", 0.99)):
        older = json.loads((GOLDEN / folder / f"{name}.json").read_text(encoding="utf-8"))
        completed = complete(older)
        assert without_layouts(completed) == without_layouts(whole)
        assert [drawn(each) for each in layouts(completed)] == [drawn(each) for each in layouts(whole)]
        assert [error.message for error in VALIDATOR.iter_errors(older)] == []
        assert size(shorten(completed)) < less * size(older), folder


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_documents_of_programs(session: Any, code: str) -> None:
    session.cell(code)
    check(make_document(session.names["y"], session.names))


def test_a_leaf_and_what_nobody_knows(session: Any) -> None:
    session.cell("x = torch.tensor(2., requires_grad=True)\ny = x * 3", readable=False)
    check(make_document(session.names["x"], session.names))
    document = make_document(session.names["y"], session.names)
    document["nodes"][-1]["source"] = {
        "line": "y = x * 3", "expression": None, "start": None, "end": None, "lineno": 1, "iteration": None,
    }  # fmt: skip
    check(document)


def test_columns_count_characters_that_typescript_counts_twice(session: Any) -> None:
    session.cell("x = torch.tensor(2., requires_grad=True)\ny = x * 3 # 😀")
    source = check(make_document(session.names["y"], session.names))["nodes"][-1]["source"]
    assert source == {"line": "y = x * 3 # 😀", "expression": "x * 3", "start": 4, "end": 9, "lineno": 2}


@pytest.mark.parametrize(
    ("table", "at"),
    [
        (wire.NODE, ("node", "oneOf", 0)),
        (wire.GROUP, ("node", "oneOf", 1)),
        (wire.SAVED, ("node", "oneOf", 0, "properties", "saved", "items")),
        (wire.EDGE, ("edge",)),
        (wire.CHANGE, ("change",)),
        (wire.WALK, ("backward",)),
        (wire.STEP, ("step",)),
        (wire.LINE, ("layout", "properties", "edges", "items", "anyOf", 1)),
    ],
    ids=["node", "group", "saved", "edge", "change", "walk", "step", "line"],
)
def test_the_schema_says_what_may_be_left_out(table: dict[str, Any], at: tuple[Any, ...]) -> None:
    part: Any = SCHEMA["$defs"]
    for key in at:
        part = part[key]
    assert {key: value["default"] for key, value in part["properties"].items() if "default" in value} == table
    assert not table.keys() & set(part["required"])


def test_a_node_of_a_large_graph_is_small(session: Any) -> None:
    session.cell(BUSY)
    document = make_document(session.names["y"], session.names)
    visited = sum(len(walk["steps"]) for walk in document["backwards"])
    assert visited == 131
    assert size(shorten(document)) < 600 * visited


def test_what_is_no_document_raises_what_is_said() -> None:
    for thing in ({}, {"nodes": 1, "edges": []}, {"nodes": [], "edges": [1]}, {"nodes": [1], "edges": []}):
        with pytest.raises((KeyError, TypeError, AttributeError)):
            complete(thing)


def test_in_a_program_without_recording() -> None:
    x = torch.ones(2, requires_grad=True)
    check(finish(make_document((x * 2).sum())))
