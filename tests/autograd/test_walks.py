"""Random programs about history: views, changes in place, detach, no_grad, hooks, `.grad`, several walks (walks.json).

They were drawn by the thousand, run by PyTorch 2.13, and those kept that go ways no other kept one goes. Each line has
its answer; at the end all tensors are looked at.
"""

from __future__ import annotations

import json
import pathlib
import re
import warnings
from typing import Any

import pytest

import autograd_nb as torch
from tests.engine.test_programs import graph
from tests.learning import same

WALKS = json.loads((pathlib.Path(__file__).parent / "walks.json").read_text(encoding="utf-8"))
STATEMENT = re.compile(r"with |\w+(\[.*\])?(\.\w+)? [-+*/]?= ")


def answer(line: str, scope: dict[str, Any]) -> str:
    """What a line gives: the text of its value, nothing for a statement, the first line of an error."""
    try:
        if STATEMENT.match(line):
            exec(line, scope)
            return ""
        value = eval(line, scope)
    except Exception as error:  # noqa: BLE001 - any error is an answer
        text = f"!{type(error).__name__}: {error}".split("\n", maxsplit=1)[0]
        return re.sub(r"(utput \d+ of) (\w+?)(?:Backward)?\d?(,?) ", r"\1 \2\3 ", text)
    return "handle" if hasattr(value, "remove") else repr(value)


def state(tensor: Any) -> str:
    """Numbers, flags, gradient and graph of a tensor."""
    try:
        history = graph(tensor.grad_fn)
    except RuntimeError:  # a view that was made in a special way, whose base was changed
        history = "invalid"
    flags = f"requires_grad={tensor.requires_grad} version={tensor._version}"
    return f"{tensor.detach()!r} {flags} grad={tensor.grad!r} {history}"


def answers(lines: list[str], module: Any) -> list[str]:
    scope: dict[str, Any] = {"torch": module}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = [answer(line, scope) for line in lines]
        tensors = {name: value for name, value in scope.items() if isinstance(value, module.Tensor)}
        return [*found, *(f"{name}: {state(value)}" for name, value in tensors.items())]


@pytest.mark.parametrize("walk", WALKS, ids=range(len(WALKS)))
def test_walk(walk: dict[str, list[str]]) -> None:
    ours = answers(walk["lines"], torch)
    assert len(ours) == len(walk["answers"])
    for mine, theirs in zip(ours, walk["answers"], strict=True):
        assert same(mine, theirs), f"{mine}\n{theirs}"
