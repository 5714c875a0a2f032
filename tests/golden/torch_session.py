"""PyTorch runs a learner's cells; its hooks tell what a recorder would have seen. Used by `from_torch.py` only."""

from __future__ import annotations

import sys
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

CELL = "<cell>"
PUNCTUATION = 7  # len("tensor(")


def inner(tensor: torch.Tensor) -> str:
    """What PyTorch prints between "tensor(" and the first suffix."""
    text = repr(tensor.detach())
    assert text.startswith("tensor(")
    return text[PUNCTUATION:-1]


def preview(value: torch.Tensor | float | None) -> dict[str, Any] | None:
    if value is None:
        return None
    if not isinstance(value, torch.Tensor):
        return {"text": repr(value)}
    value = value.detach().clone()
    result: dict[str, Any] = {"text": inner(value)}
    if value.numel() > 64:
        torch.set_printoptions(threshold=64)
        result["text"] = inner(value)
        torch.set_printoptions(threshold=1000)
        scalars = {"min": value.min(), "max": value.max(), "mean": value.mean()}
        result["stats"] = {name: inner(scalar) for name, scalar in scalars.items()}
        result["stats"] |= {"finite": str(int(torch.isfinite(value).sum())), "numel": str(value.numel())}
    return result


class Session(TorchFunctionMode):
    """Runs cells under PyTorch and remembers what a recorder would."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, Any] = {}
        self.cell = ""
        self.made: dict[Any, dict[str, Any]] = {}  # grad_fn -> inputs, output, source
        self.cuts: dict[int, tuple[torch.Tensor, torch.Tensor, str, Any]] = {}
        self.changes: list[dict[str, Any]] = []
        self.walks: list[dict[str, Any]] = []
        self.walk: dict[str, Any] | None = None
        self.hooked: set[Any] = set()
        self.keep: list[Any] = []
        self.busy = False

    # ---- running ------------------------------------------------------------------------------------------------
    def run(self, cell: str) -> None:
        self.cell = cell
        code = compile(cell, CELL, "exec")
        with self:
            exec(code, self.names)

    def source(self) -> dict[str, Any] | None:
        frame: Any = sys._getframe(2)
        while frame is not None and frame.f_code.co_filename != CELL:
            frame = frame.f_back
        if frame is None:
            return None
        row, _, start, end = list(frame.f_code.co_positions())[frame.f_lasti // 2]
        line = self.cell.splitlines()[row - 1]
        shift = len(line) - len(line.lstrip())
        return {
            "line": line.strip(),
            "expression": line[start:end],
            "start": start - shift,
            "end": end - shift,
            "lineno": row,
            "iteration": None,
        }

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if self.busy:
            return func(*args, **kwargs)
        self.busy = True
        try:
            return self.observed(func, args, kwargs)
        finally:
            self.busy = False

    def observed(self, func: Any, args: Any, kwargs: Any) -> Any:
        name = getattr(func, "__name__", "")
        if name == "backward":
            return self.backward(func, args, kwargs)
        if name in {"__get__", "__set__", "__repr__"}:
            return func(*args, **kwargs)
        result = func(*args, **kwargs)
        if name == "detach":
            self.cuts[id(result)] = (result, args[0], "detach", self.source())
        elif name == "zero_":
            for leaf in [v for v in self.names.values() if isinstance(v, torch.Tensor) and v.is_leaf]:
                if leaf.grad is not None and leaf.grad.data_ptr() == args[0].data_ptr():
                    self.change(leaf, "zero", self.source(), None)
        elif isinstance(result, torch.Tensor) and result.grad_fn is not None:
            if result.grad_fn in self.made:
                return result
            inputs = [a for a in args if isinstance(a, (torch.Tensor, int, float))]
            self.made[result.grad_fn] = {"inputs": inputs, "output": result, "source": self.source()}
            self.hook(result.grad_fn)
        return result

    # ---- the walk -----------------------------------------------------------------------------------------------
    def hook(self, node: Any) -> None:
        def visited(sent: Any, upstream: Any) -> None:
            if self.walk is not None:
                self.walk["visits"].append((node, [g.clone() for g in upstream if g is not None], list(sent)))

        self.keep.append(node.register_hook(visited))
        for follower, _ in node.next_functions:
            if follower is not None and hasattr(follower, "variable") and follower not in self.hooked:
                self.hooked.add(follower)
                self.hook_leaf(follower)

    def hook_leaf(self, node: Any) -> None:
        def visited(upstream: Any) -> None:
            if self.walk is not None:
                self.walk["visits"].append((node, [upstream[0].clone()], []))

        self.keep.append(node)
        self.keep.append(node.register_prehook(visited))

    def backward(self, func: Any, args: Any, kwargs: Any) -> None:
        root = args[0]
        seed = args[1] if len(args) > 1 and args[1] is not None else kwargs.get("gradient")
        if isinstance(seed, torch.Tensor):
            seed = seed.clone()
        elif root.numel() == 1:
            seed = torch.ones_like(root)
        source = self.source()
        before = {id(v): v.grad is not None for v in self.leaves()}
        self.walk = {"root": root.grad_fn, "seed": seed, "source": source, "visits": [], "error": None}
        self.walk["at_total"] = len(self.changes)
        self.walks.append(self.walk)
        walk, error = self.walk, None
        try:
            func(*args, **kwargs)
        except RuntimeError as raised:
            error = raised
            walk["error"] = {"type": "RuntimeError", "text": str(raised)}
        self.walk = None
        if error is None:
            for node, _, _ in walk["visits"]:
                if hasattr(node, "variable"):
                    kind = "add" if before[id(node.variable)] else "fill"
                    self.change(node.variable, kind, source, len(self.walks) - 1)
            if not kwargs.get("retain_graph"):
                for node, _, _ in walk["visits"]:
                    if node in self.made:
                        self.made[node]["freed"] = True

    def leaves(self) -> list[torch.Tensor]:
        return [v for v in self.names.values() if isinstance(v, torch.Tensor) and v.is_leaf and v.requires_grad]

    def change(self, leaf: torch.Tensor, kind: str, source: Any, walk: int | None) -> None:
        by = source["expression"] if source else ""
        self.changes.append(
            {"leaf": leaf, "change": kind, "grad": preview(leaf.grad), "by": by, "walk": walk, "source": source}
        )
