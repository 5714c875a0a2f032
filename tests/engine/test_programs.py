"""Random small programs and what PyTorch answered to each line (programs.json): values, graphs, gradients, errors.

They were drawn by the thousand from creation, arithmetic, reductions, indexing and in-place changes of views, run by
PyTorch 2.13, and those kept that go ways no other kept one goes, on which 2.7 is known to do the same.
"""

from __future__ import annotations

import json
import pathlib
import re
import warnings
from typing import Any

import pytest

import autograd_nb as torch
from tests.engine.test_transcripts import same_text

PROGRAMS = json.loads((pathlib.Path(__file__).parent / "programs.json").read_text(encoding="utf-8"))


def graph(node: Any) -> str:
    """The graph behind a node, by names, inputs in brackets; A stands for a leaf."""
    if node is None:
        return "-"
    name = node.name().split("::")[-1]
    if name == "AccumulateGrad":
        return "A"
    return f"{name}({','.join(graph(following) for following, _ in node.next_functions)})"


def shown(value: Any) -> str:
    """A result as it prints, with its graph, its flags, and its steps in memory where they matter."""
    if isinstance(value, torch.Tensor):
        steps = [step for n, step in zip(value.shape, value.stride(), strict=True) if n > 1] if value.numel() else 0
        flags = f"{value.requires_grad} {value.is_leaf} v{value._version} {steps}"
        return f"{value!r} ## {graph(value.grad_fn)} {flags}"
    if isinstance(value, (tuple, list)):
        parts = ";".join(graph(part.grad_fn) if isinstance(part, torch.Tensor) else "" for part in value)
        return f"{value!r} ## {parts}"
    return repr(value)


def failed(error: Exception) -> str:
    text = f"!{type(error).__name__}: {error}".split("\n", maxsplit=1)[0]
    return re.sub(r"which is output (\d+) of (\w+?)(?:Backward)?\d?(_copy)?,", r"which is output \1 of \2,", text)


def answer(line: str, scope: dict[str, Any]) -> str:
    """What is assigned to, or changed, after the line has run."""
    try:
        exec(line, scope)
        return shown(scope[line.split(maxsplit=1)[0] if re.match(r"\w+ = ", line) else re.split(r"\W", line)[0]])
    except Exception as error:  # noqa: BLE001 - any error is an answer
        return failed(error)


def gradients(scope: dict[str, Any], leaves: list[str]) -> list[str]:
    """Of the sum of the squares of all that was computed."""
    computed = [
        value
        for name, value in scope.items()
        if re.fullmatch(r"t\d|[abc]", name) and isinstance(value, torch.Tensor) and value.requires_grad
    ]
    try:
        total: Any = sum((value * value).sum().double() for value in computed if not value.is_leaf)
        if isinstance(total, torch.Tensor):
            total.backward()
    except Exception as error:  # noqa: BLE001 - any error is an answer
        return [failed(error)]
    return [str(scope[n].grad) if scope[n].requires_grad and scope[n].is_leaf else "" for n in leaves]


@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_program(program: dict[str, Any]) -> None:
    scope: dict[str, Any] = {"torch": torch}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ours = [answer(line, scope) for line in program["lines"]]
        ours += gradients(scope, program["leaves"])
    for mine, theirs in zip(ours, program["answers"], strict=True):
        assert mine == theirs or same_text(mine, theirs), f"{mine}\n{theirs}"
