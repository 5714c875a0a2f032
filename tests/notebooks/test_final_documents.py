"""What the notebooks show after all their cells have run, later updates of earlier outputs included.

nbval, which compares each output at the moment it first appears, ignores updates; nbclient keeps them.
"""

import json
from typing import Any

import pytest
from nbformat import NotebookNode

from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import complete
from tests.notebooks import execute as notebooks

SECTIONS = ["2.5", "2.5.1", "2.5.2", "2.5.3", "2.5.4"]  # 2.5 is the user's document, whole
PATHS = {path.name.partition("-")[0]: path for path in notebooks.chapter()}


def documents(notebook: NotebookNode) -> dict[str, Any]:
    """The graph documents of a notebook by the id of their cell."""
    return {
        cell.id: complete(output.data[MIME])
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if MIME in output.get("data", {})
    }


def test_the_document_and_its_four_sections_are_there():
    assert list(PATHS) == SECTIONS


@pytest.mark.parametrize("section", SECTIONS)
def test_saved_in_normal_form(section: str):
    text = PATHS[section].read_text(encoding="utf-8")
    assert notebooks.written(notebooks.normalise(notebooks.read(PATHS[section]))) == text
    assert " at 0x" not in text, "an address differs from run to run"


@pytest.mark.parametrize("section", SECTIONS)
def test_executing_again_changes_nothing(section: str):
    saved = notebooks.read(PATHS[section])
    again = notebooks.execute(notebooks.read(PATHS[section]))
    for before, after in zip(saved.cells, again.cells, strict=True):
        shown = [json.dumps(cell.get("outputs", []), indent=1, sort_keys=True) for cell in (before, after)]
        assert shown[1] == shown[0], f"cell {before.id}"
    assert notebooks.written(again) == PATHS[section].read_text(encoding="utf-8")


@pytest.mark.parametrize("section", SECTIONS)
def test_every_graph_shows_its_first_line_in_plain_text(section: str):
    for cell in notebooks.read(PATHS[section]).cells:
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                assert output.data["text/plain"] == output.data[MIME]["text"]
                assert "text/html" in output.data
                assert "application/vnd.jupyter.widget-view+json" not in output.data


def test_the_first_graph_holds_the_walk_that_a_later_cell_started():
    document = documents(notebooks.read(PATHS["2.5.1"]))["y"]
    assert document["text"] == "tensor(28., grad_fn=<MulBackward0>)"
    names = {node["id"]: node["name"] or node["op"] for node in document["nodes"]}
    walk = document["backwards"][0]
    assert [(step["kind"], names[step["node"]]) for step in walk["steps"]] == [
        ("visit", "y"),
        ("visit", "DotBackward0"),
        ("accumulate", "x"),
    ]
    assert [change["change"] for change in document["changes"]][:2] == ["fill", "zero"]


def test_a_seed_is_recorded():
    document = documents(notebooks.read(PATHS["2.5.2"]))["weights-graph"]
    assert "1." in document["backwards"][-1]["seed"]["text"]
    assert "10." in document["backwards"][-1]["seed"]["text"]


def test_the_detached_edge_is_cut_and_carries_nothing():
    document = documents(notebooks.read(PATHS["2.5.3"]))["z"]
    cuts = {index for index, edge in enumerate(document["edges"]) if edge["cut"] == "detach"}
    assert len(cuts) == 1
    sent = {send["edge"] for walk in document["backwards"] for step in walk["steps"] for send in step["sends"]}
    assert sent
    assert not cuts & sent


def test_the_loop_is_folded():
    document = documents(notebooks.read(PATHS["2.5.4"]))["d-graph"]
    groups = [node for node in document["nodes"] if node["kind"] == "group"]
    assert [group["count"] for group in groups] == [9]
    assert document["folded"] > 0
