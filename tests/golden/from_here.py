"""Golden documents of what PyTorch does not show: `python tests/golden/from_here.py`, in this package's environment.

What they say is compared with PyTorch where it knows it (tests/trace/test_sweeps.py and others); the documents as such
are kept so that Python and TypeScript agree on them, and a change of theirs is seen.
"""

from __future__ import annotations

import json
import linecache
from pathlib import Path
from typing import Any

import autograd_nb as torch
from autograd_nb.trace import record

HERE = Path(__file__).parent

CASES: dict[str, tuple[list[str], str]] = {
    # Exercises 5 to 8 of the book.
    "sweeps": (
        [
            "x = torch.tensor(2., requires_grad=True)",
            "a = torch.log(x ** 2)\nb = torch.sin(x)\ny = a * b + 1 / x",
            "both = torch.sweeps(y)",
        ],
        "both",
    ),
    "cuts": (
        [
            "x = torch.tensor([1., 2.], requires_grad=True)\nw = torch.ones(2, requires_grad=True)",
            "u = (x * x + 1).sin().detach()\nmask = x > 1\ny = (u * w * mask).sum()",
            "y.backward()",
        ],
        "y",
    ),
    # Exercise 1 of the book: why the second derivative is dearer than the first.
    "second": (
        [
            "x = torch.tensor(2., requires_grad=True)",
            "y = x ** 3",
            "(g,) = torch.autograd.grad(y, x, create_graph=True)",
            "g.backward()",
        ],
        "g",
    ),
    "sweeps_vector": (
        ["x = torch.arange(4., requires_grad=True)", "y = 2 * torch.dot(x, x)", "y.backward()"],
        "y",
    ),
}


def made(name: str) -> dict[str, Any]:
    """The document of a case, as the program of today writes it."""
    cells, shown = CASES[name]
    names: dict[str, Any] = {"torch": torch, "__name__": "__main__"}
    with record.recording():
        for number, cell in enumerate(cells):
            filename = f"<{name} {number}>"
            linecache.cache[filename] = (len(cell), None, cell.splitlines(keepends=True), filename)
            exec(compile(cell, filename, "exec"), names)
        found = names[shown]
        document: dict[str, Any] = (torch.graph(found, names) if isinstance(found, torch.Tensor) else found).to_dict()
    return document


def written(document: dict[str, Any]) -> str:
    """A document as it stands in its file: a line for each entry of its lists."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for each in CASES:
        (HERE / f"{each}.json").write_text(written(made(each)), encoding="utf-8")
