"""Programs as learners type them, wrong calls among them, and what PyTorch answers to every line (typed.jsonl).

They are in the form of the transcripts, but were drawn at random, or written for something that had been different,
and run by PyTorch 2.13; left out are those on which 2.7 is known to answer otherwise.
"""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

import autograd_nb
from autograd_nb.engine import warn
from tests.engine.test_transcripts import run, same_text
from tests.pythons import today

DATA = pathlib.Path(__file__).parents[1] / "data" / "typed.jsonl"
PROGRAMS: list[dict[str, Any]] = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program["id"])
def test_program(program: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warn, "_told", set())
    autograd_nb.set_printoptions(profile="default")
    autograd_nb.manual_seed(0)
    scope: dict[str, Any] = {"torch": autograd_nb, "__name__": "__main__"}
    for theirs in program["steps"]:
        ours = run(theirs["code"], scope)
        assert ours.keys() == theirs.keys(), f"{ours}\n{theirs}"
        for key, text in theirs.items():
            if key == "warnings":
                assert ours[key] == text
            else:
                assert ours[key] == today(text) or same_text(ours[key], today(text))
