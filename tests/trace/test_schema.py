"""The schema describes what we write, and refuses what we must not write."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from tests.trace.examples import NAMES, golden

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = json.loads(resources.files("autograd_nb.trace").joinpath("schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", NAMES)
def test_golden_documents_are_valid(name: str) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(golden(name))] == []


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_positions_and_references_hold(name: str) -> None:
    document = golden(name)
    count = len(document["nodes"])
    assert [node["id"] for node in document["nodes"]] == list(range(count))
    assert all(edge["from"] < edge["to"] < count for edge in document["edges"])
    for walk in document["backwards"]:
        assert [step["order"] for step in walk["steps"]] == list(range(1, len(walk["steps"]) + 1))
        for step in walk["steps"]:
            assert all(document["edges"][send["edge"]]["to"] == step["node"] for send in step["sends"])
            if step["kind"] == "accumulate":
                assert document["changes"][step["change"]]["node"] == step["node"]


def test_unknown_fields_are_allowed() -> None:
    document = golden("dot")
    document["colour"] = document["nodes"][0]["colour"] = "green"
    assert VALIDATOR.is_valid(document)


BREAKS: dict[str, Callable[[dict[str, Any]], object]] = {
    "another version": lambda document: document.update(version=2),
    "no nodes": lambda document: document.pop("nodes"),
    "an unknown kind": lambda document: document["nodes"][0].update(kind="tensor"),
    "a number as value": lambda document: document["nodes"][0].update(value=1.0),
    "a fraction in the layout": lambda document: document["layout"]["nodes"][0].update(x=0.5),
    "an unknown cut": lambda document: document["edges"][0].update(cut="scissors"),
    "an edge from nowhere": lambda document: document["edges"][0].update({"from": None}),
}


@pytest.mark.parametrize("damage", BREAKS.values(), ids=BREAKS)
def test_malformed_documents_are_refused(damage: Callable[[dict[str, Any]], object]) -> None:
    document = golden("dot")
    damage(document)
    assert not VALIDATOR.is_valid(document)
