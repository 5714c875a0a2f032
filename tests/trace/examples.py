"""Documents for the tests of trace and display: the golden ones, and a small builder for others."""

from __future__ import annotations

import copy
import json
import random
from functools import cache
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parent.parent / "golden"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.json"))

OPS = {"×": "MulBackward0", "+": "AddBackward0", "@": "MmBackward0", "tanh": "TanhBackward0", "sum": "SumBackward0"}


@cache
def _read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return document


def golden(name: str) -> dict[str, Any]:
    """A golden document, free to be changed."""
    return copy.deepcopy(_read(name))


class Builder:
    """Makes documents node by node; the last node is the root."""

    def __init__(self) -> None:
        self.nodes: list[dict[str, Any]] = []
        self.edges: list[dict[str, Any]] = []

    def _add(self, kind: str, **fields: Any) -> int:
        number = len(self.nodes)
        node = {
            "id": number,
            "kind": kind,
            "name": "",
            "op": "",
            "symbol": "",
            "formula": "",
            "local": [],
            "shape": [],
            "dtype": "torch.float32",
            "value": {"text": "1."},
            "grad": None,
            "requires_grad": kind != "constant",
            "is_leaf": kind != "op",
            "retains_grad": False,
            "version": 0,
            "saved": [],
            "source": None,
        }
        self.nodes.append(node | fields)
        return number

    def leaf(self, name: str, **fields: Any) -> int:
        return self._add("leaf", name=name, **fields)

    def constant(self, text: str = "2", **fields: Any) -> int:
        return self._add("constant", value={"text": text}, **fields)

    def op(self, symbol: str, *inputs: int, line: str | None = None, column: int = 0, **fields: Any) -> int:
        source = None
        if line is not None:
            source = {"line": line, "expression": line, "start": column, "end": column + 1, "lineno": 1}
            source["iteration"] = None
        number = self._add("op", symbol=symbol, op=OPS.get(symbol, ""), source=source, **fields)
        for position, start in enumerate(inputs):
            self.edges.append({"from": start, "to": number, "input": position, "cut": None})
        return number

    def document(self) -> dict[str, Any]:
        return {
            "version": 1,
            "text": "tensor(1., grad_fn=<MulBackward0>)",
            "root": len(self.nodes) - 1,
            "nodes": self.nodes,
            "edges": self.edges,
            "changes": [],
            "backwards": [],
            "layout": None,
            "unfolded": None,
            "folded": 0,
            "omitted": 0,
        }


def doubling(turns: int) -> dict[str, Any]:
    """`for _ in range(turns): b = b * 2` from a leaf."""
    build = Builder()
    b = build.leaf("a")
    for _ in range(turns):
        b = build.op("×", b, build.constant("2"), line="b = b * 2", column=4)
    build.nodes[b]["name"] = "b"
    return build.document()


def affine(turns: int) -> dict[str, Any]:
    """`for _ in range(turns): b = b * w + x`, where w and x are used in every turn."""
    build = Builder()
    w, x, b = build.leaf("w"), build.leaf("x"), build.leaf("b0")
    for _ in range(turns):
        product = build.op("×", b, w, line="b = b * w + x", column=4)
        b = build.op("+", product, x, line="b = b * w + x", column=4)
    return build.document()


def recurrent(turns: int) -> dict[str, Any]:
    """`h = torch.tanh(xs[t] @ Wx + h @ Wh)`, with a starting value that is not a leaf of the loop."""
    build = Builder()
    wx, wh, h = build.leaf("Wx"), build.leaf("Wh"), build.constant("0.", name="h0")
    line = "h = torch.tanh(xs[t] @ Wx + h @ Wh)"
    for _ in range(turns):
        left = build.op("@", build.constant("1."), wx, line=line, column=15)
        right = build.op("@", h, wh, line=line, column=28)
        h = build.op("tanh", build.op("+", left, right, line=line, column=16), line=line, column=4)
    build.op("sum", h, name="loss")
    return build.document()


def mixed(operations: int, seed: int) -> dict[str, Any]:
    """A random graph: mostly a chain, with skips, shared leaves, constants and parallel edges."""
    chance = random.Random(seed)
    build = Builder()
    made = [build.leaf("x"), build.leaf("w", shape=[2, 3], value={"text": "[[1., 2., 3.], [4., 5., 6.]]"})]
    for _ in range(operations):
        kind = chance.random()
        if kind < 0.3:
            made.append(build.op("tanh", made[-1]))
        elif kind < 0.4:
            made.append(build.op("×", made[-1], made[-1]))
        elif kind < 0.5:
            made.append(build.op("×", made[-1], build.constant()))
        elif kind < 0.6:
            made.append(build.op("+", made[-1], build.leaf(f"v{len(made)}")))
        else:
            made.append(build.op("+", made[-1], chance.choice(made)))
    return build.document()
