"""Golden documents made by the real PyTorch: `python tests/golden/from_torch.py` with PyTorch installed.

An independent way to a GraphDoc. PyTorch runs the learner's cells, its own hooks report the backward walk, and only
folding and layout come from this package. `tests/golden/*.json` were first made here, so whatever our engine and
recorder produce for the same cells is compared with what PyTorch did. Development only: no test imports this file.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import torch
from torch_session import Session, preview

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
# grad_fn name without "Backward<n>" -> (symbol, formula, local derivatives), in the spelling of the engine's rows.
ROWS: dict[str, tuple[str, str, list[str]]] = {
    "Mul": ("×", "{0} · {1}", ["{1}", "{0}"]),
    "Add": ("+", "{0} + {1}", ["1", "1"]),
    "Sub": ("−", "{0} − {1}", ["1", "−1"]),
    "Dot": ("dot", "{0} · {1}", ["{1}", "{0}"]),
    "Mm": ("@", "{0} @ {1}", ["{1}ᵀ", "{0}ᵀ"]),
    "Mv": ("@", "{0} @ {1}", ["{1}", "{0}ᵀ"]),
    "Sum": ("sum", "Σ {0}", ["1"]),
    "Mean": ("mean", "mean {0}", ["1/n"]),
    "Relu": ("relu", "max(0, {0})", ["1 if {0} > 0 else 0"]),
    "Tanh": ("tanh", "tanh {0}", ["1 − z²"]),
    "Sigmoid": ("sigmoid", "σ({0})", ["z · (1 − z)"]),
    "Pow": ("pow", "{0} ** 2", ["2 · {0}"]),
    "T": ("transpose", "{0}ᵀ", ["1ᵀ"]),
}


class Documenter:
    """Turns one session into the GraphDoc of one tensor."""

    def __init__(self, session: Session, root: torch.Tensor) -> None:
        self.session, self.root = session, root
        self.nodes: list[dict[str, Any]] = []
        self.edges: list[dict[str, Any]] = []
        self.ids: dict[Any, int] = {}
        self.links: dict[tuple[int, int], int] = {}

    def name_of(self, tensor: Any) -> str:
        found = [n for n, v in self.session.names.items() if v is tensor and not n.startswith("_")]
        return found[0] if found else ""

    def make(self) -> dict[str, Any]:
        order: list[Any] = []
        seen, stack = set(), [self.root.grad_fn]
        while stack:
            node = stack.pop()
            if node in seen or node is None or node not in self.session.made:
                continue
            seen.add(node)
            order.append(node)
            stack.extend(n for n, _ in node.next_functions)
            known = [v for v in self.session.made[node]["inputs"] if id(v) in self.session.cuts]
            stack.extend(self.session.cuts[id(value)][1].grad_fn for value in known)
        order.sort(key=lambda n: n._sequence_nr())
        for node in order:
            self.add_op(node)
        document: dict[str, Any] = {
            "version": 1,
            "text": repr(self.root),
            "root": self.ids[self.root.grad_fn],
            "nodes": self.nodes,
            "edges": self.edges,
        }
        document |= self.history()
        return finished(document)

    def add_op(self, node: Any) -> None:
        made = self.session.made[node]
        inputs = made["inputs"][: len(node.next_functions)]
        sources = [self.add_input(value) for value in inputs]
        number = len(self.nodes)
        self.ids[node] = number
        kind = type(node).__name__
        symbol, formula, local = ROWS[kind.split("Backward")[0]]
        labels = [self.label(i) for i in sources]
        output = made["output"]
        saved_names = {"Mul": ["self", "other"], "Dot": ["self", "tensor"], "Mm": ["self", "mat2"], "Relu": ["result"]}
        saved = []
        for index, name in enumerate(saved_names.get(kind.split("Backward")[0], [])[: len(inputs)]):
            partner = output if name == "result" else inputs[1 - index]
            if isinstance(partner, torch.Tensor) and partner.requires_grad:
                label = labels[index] if name != "result" else symbol
                state = "freed" if made.get("freed") else "kept"
                version = getattr(output if name == "result" else inputs[index], "_version", 0)
                saved.append({"name": name, "label": label, "version": version, "state": state})
        self.nodes.append(
            self.node(
                number,
                "op",
                output,
                name=self.name_of(output),
                op=kind,
                symbol=symbol,
                formula=formula.format(*labels),
                local=[text.format(*labels) for text in local][: len(sources)],
                saved=saved,
                source=made["source"],
            )
        )
        for position, start in enumerate(sources):
            self.links[(number, position)] = len(self.edges)
            self.edges.append({"from": start, "to": number, "input": position, "cut": None})

    def label(self, number: int) -> str:
        node = self.nodes[number]
        if node["name"]:
            return str(node["name"])
        if node["kind"] == "constant":
            return str(node["value"]["text"])
        return str(node["source"]["expression"]) if node["source"] else str(node["symbol"])

    def add_input(self, value: Any) -> int:
        if isinstance(value, torch.Tensor) and value.grad_fn is not None:
            return self.ids[value.grad_fn]
        key: Any = ("tensor", id(value)) if isinstance(value, torch.Tensor) else ("scalar", len(self.nodes))
        if key in self.ids:
            return self.ids[key]
        number = self.ids[key] = len(self.nodes)
        leaf = isinstance(value, torch.Tensor) and value.requires_grad
        self.nodes.append(self.node(number, "leaf" if leaf else "constant", value, name=self.name_of(value)))
        if id(value) in self.session.cuts:
            _, origin, how, source = self.session.cuts[id(value)]
            edge = {"from": self.ids[origin.grad_fn], "to": number, "input": 0, "cut": how, "source": source}
            self.edges.append(edge)
        return number

    def node(self, number: int, kind: str, value: Any, **fields: Any) -> dict[str, Any]:
        tensor = isinstance(value, torch.Tensor)
        return {
            "id": number,
            "kind": kind,
            "name": fields.get("name", ""),
            "op": fields.get("op", ""),
            "symbol": fields.get("symbol", ""),
            "formula": fields.get("formula", ""),
            "local": fields.get("local", []),
            "shape": list(value.shape) if tensor else [],
            "dtype": str(value.dtype) if tensor else "",
            "value": preview(value),
            "grad": preview(value.grad) if tensor and value.is_leaf else None,
            "requires_grad": bool(tensor and value.requires_grad),
            "is_leaf": bool(not tensor or value.is_leaf),
            "retains_grad": bool(tensor and value.retains_grad),
            "version": value._version if tensor else 0,
            "saved": fields.get("saved", []),
            "source": fields.get("source"),
        }

    def history(self) -> dict[str, Any]:
        session = self.session
        mine = [(i, w) for i, w in enumerate(session.walks) if any(n in self.ids for n, _, _ in w["visits"])]
        mine += [(i, w) for i, w in enumerate(session.walks) if w["root"] in self.ids and (i, w) not in mine]
        mine.sort(key=lambda pair: pair[0])
        place = {old: new for new, (old, _) in enumerate(mine)}
        changes, position = [], {}
        for index, change in enumerate(session.changes):
            key = ("tensor", id(change["leaf"]))
            if key in self.ids:
                position[index] = len(changes)
                walk = place.get(change["walk"]) if change["walk"] is not None else None
                changes.append(
                    {
                        "node": self.ids[key],
                        "change": change["change"],
                        "grad": change["grad"],
                        "by": change["by"],
                        "backward": walk,
                        "source": change["source"],
                    }
                )
        return {"changes": changes, "backwards": [self.backward(i, w, position) for i, w in mine]}

    def backward(self, index: int, walk: dict[str, Any], position: dict[int, int]) -> dict[str, Any]:
        session, steps = self.session, []
        order = 0
        own = {p for i, p in position.items() if session.changes[i]["walk"] == index}
        changed = {
            id(session.changes[i]["leaf"]): p for i, p in position.items() if session.changes[i]["walk"] == index
        }
        for node, upstream, sent in walk["visits"]:
            leaf = getattr(node, "variable", None)
            number = self.ids.get(("tensor", id(leaf))) if leaf is not None else self.ids.get(node)
            if number is None:
                continue
            order += 1
            step: dict[str, Any] = {"kind": "visit" if leaf is None else "accumulate", "node": number, "order": order}
            step["upstream"] = preview(upstream[0]) if upstream else None
            step["sends"] = [
                {"edge": self.links[(number, i)], "value": preview(value)}
                for i, value in enumerate(sent)
                if value is not None
            ]
            if leaf is not None:
                step["change"] = changed[id(leaf)]
            steps.append(step)
        at = sum(1 for i in position if i < walk["at_total"])
        later = [w["at_total"] for w in session.walks if w["at_total"] > walk["at_total"]]
        end = min(later) if later else len(session.changes)
        zeroings = [p for i, p in position.items() if walk["at_total"] <= i < end and p not in own]
        error = walk["error"]
        if error is not None:
            visited = {step["node"] for step in steps}
            failed = max(self.ids[n] for n in self.ids if n in session.made and self.ids[n] not in visited)
            error = {**error, "node": failed}
        return {
            "call": walk["source"]["expression"],
            "kind": "backward",
            "source": walk["source"],
            "at": at,
            "seed": preview(walk["seed"]),
            "root": self.ids.get(walk["root"]),
            "steps": steps,
            "zeroings": zeroings,
            "error": error,
        }


def load(name: str) -> Any:
    """A module of ours by file, because PyTorch's interpreter need not have the package's dependencies."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    path = ROOT / "autograd_nb" / "trace"
    if "autograd_nb" not in sys.modules:
        for package, folder in (("autograd_nb", path.parent), ("autograd_nb.trace", path)):
            spec = importlib.util.spec_from_loader(package, loader=None, is_package=True)
            assert spec is not None
            module = importlib.util.module_from_spec(spec)
            module.__path__ = [str(folder)]
            sys.modules[package] = module
    return importlib.import_module(f"autograd_nb.trace.{name}")


def finished(document: dict[str, Any]) -> dict[str, Any]:
    document |= {"layout": None, "unfolded": None, "folded": 0, "omitted": 0}
    load("fold").fold(document)
    load("layout").lay_out(document)
    return document


X = "import torch\nx = torch.arange(4.0, requires_grad=True)"
DOT = "y = 2 * torch.dot(x, x)"
MLP = """import torch
_ = torch.manual_seed(0)
X = torch.tensor([[0., 1.], [1., 0.], [1., 1.], [0., 0.]])
t = torch.tensor([[1.], [1.], [0.], [0.]])
W1 = torch.randn(2, 4).requires_grad_()
b1 = torch.zeros(4, requires_grad=True)
W2 = torch.randn(4, 3).requires_grad_()
b2 = torch.zeros(3, requires_grad=True)
W3 = torch.randn(3, 1).requires_grad_()
b3 = torch.zeros(1, requires_grad=True)"""
MLP2 = """h1 = torch.relu(X @ W1 + b1)
h2 = torch.relu(h1 @ W2 + b2)
p = torch.sigmoid(h2 @ W3 + b3)
e = p - t
loss = (e * e).mean() + 0.01 * ((W1 * W1).sum() + (W2 * W2).sum() + (W3 * W3).sum())"""
# name of the file -> (cells, name of the tensor displayed)
CASES: dict[str, tuple[list[str], str]] = {
    "dot": ([X, DOT], "y"),
    "dot_backward": ([X, DOT, "y.backward()"], "y"),
    "dot_history": (
        [
            X,
            DOT,
            "y.backward(retain_graph=True)",
            "_ = x.grad.zero_()",
            "s = x.sum()\ns.backward()",
            "y.backward(retain_graph=True)",
        ],
        "y",
    ),
    "square": ([X, "y = x * x", "y.backward(gradient=torch.ones(4))"], "y"),
    "detach": ([X, "y = x * x\nu = y.detach()\nz = u * x", "z.sum().backward()"], "z"),
    "loop": (
        [
            "import torch\na = torch.tensor(1.0, requires_grad=True)\nb = a",
            "for _ in range(9):\n    b = b * 2",
            "b.backward()",
        ],
        "b",
    ),
    "mlp": ([MLP, MLP2, "loss.backward()"], "loss"),
    "error": ([X, DOT, "y.backward()", "y.backward()"], "y"),
    "bias_history": (
        [
            "import torch\nw = torch.tensor([1., 2., 3.], requires_grad=True)",
            "b = torch.tensor(0.5, requires_grad=True)",
            "loss = (w * 2 + b).sum()\nloss.backward()",
            "loss = (w * 3 + b).sum()\nloss.backward()",
        ],
        "loss",
    ),
}


def main() -> None:
    for name, (cells, shown) in CASES.items():
        session = Session()
        for cell in cells:
            session.run(cell)
        document = Documenter(session, session.names[shown]).make()
        text = json.dumps(document, ensure_ascii=False, indent=1)
        (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(f"{name}: {len(document['nodes'])} nodes, {len(text)} characters")


if __name__ == "__main__":
    main()
