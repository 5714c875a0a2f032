"""Our engine and recorder against documents that the real PyTorch made (tests/golden/from_torch.py).

Compared is what PyTorch knows: values, gradients, edges, the walks and their steps, what was saved. Formulas and
loop names are ours.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import autograd_nb as torch

GOLDEN = Path(__file__).parent.parent / "golden"


def cases() -> dict[str, tuple[list[str], str]]:
    """The cells of each document, read from the program that made them without running it."""
    module = ast.parse((GOLDEN / "from_torch.py").read_text(encoding="utf-8"))
    found: dict[str, Any] = {}
    for statement in module.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=value)
            ) if name.isupper() and name in {"X", "DOT", "MLP", "MLP2", "CASES"}:
                found[name] = eval(compile(ast.Expression(value), "<cases>", "eval"), dict(found))
    return dict(found["CASES"])


CASES = cases()


FACTS = "id kind op shape dtype value grad requires_grad is_leaf retains_grad version".split()


def known(node: dict[str, Any]) -> dict[str, Any]:
    return {key: node[key] for key in FACTS}


def walks(made: dict[str, Any]) -> list[dict[str, Any]]:
    """The walks through operations of this graph; what others did to its leaves is not in the golden files."""
    kept = []
    for walk in made["backwards"]:
        steps = [dict(step) for step in walk["steps"]]
        if walk["error"] is None and all(made["nodes"][step["node"]]["kind"] == "leaf" for step in steps):
            continue
        for step in steps:
            if "change" in step:
                step["change"] = made["changes"][step["change"]]["grad"]
        kept.append({key: walk[key] for key in ("call", "kind", "seed", "root", "at", "error")} | {"steps": steps})
    return kept


@pytest.mark.parametrize("name", CASES)
def test_what_pytorch_did_for_the_same_cells(name: str, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", torch)
    golden = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    cells, shown = CASES[name]
    for cell in cells:
        if name == "error" and session.names.get("x") is not None and session.names["x"].grad is not None:
            with pytest.raises(RuntimeError):
                session.cell(cell)
        else:
            session.cell(cell)
    made = session.document(shown)
    operations = [n for n in golden["nodes"] if n["kind"] != "group"]
    assert made["text"] == golden["text"]
    assert made["root"] == golden["root"]
    assert [known(n) for n in made["nodes"]] == [known(n) for n in operations]
    assert [n["source"] and n["source"]["expression"] for n in made["nodes"]] == [
        n["source"] and n["source"]["expression"] for n in operations
    ]
    assert made["edges"] == golden["edges"]
    assert walks(made) == walks(golden)
    ledger = [(c["node"], c["change"], c["grad"], c["by"]) for c in made["changes"]]
    assert ledger == [(c["node"], c["change"], c["grad"], c["by"]) for c in golden["changes"]]
    for ours, theirs in zip(made["nodes"], operations):
        names = [(s["name"], s["version"], s["state"]) for s in theirs["saved"]]
        assert names == [] or [(s["name"], s["version"], s["state"]) for s in ours["saved"]] == names
