"""Document, layout and SVG of a graph, against torchviz with `dot` on the same graph."""

import shutil
import subprocess
from collections.abc import Callable
from time import perf_counter
from types import ModuleType
from typing import Any

import autograd_nb

from . import chapter
from .measure import compare, head, milliseconds, repetitions, seconds, show


def ours(y: Any) -> Callable[[], str]:
    """All that stands between a tensor and its picture."""
    return lambda: autograd_nb.graph(y).to_svg()


def rival(torch: ModuleType | None, program: chapter.Program, dot_text: str) -> Callable[[], object]:
    """Let torchviz draw PyTorch's graph; where it cannot be had, `dot` alone on our graph."""
    dot = shutil.which("dot") or "dot"
    try:
        from torchviz import make_dot
    except ImportError:
        torch = None
    if torch is None:
        return lambda: subprocess.run([dot, "-Tsvg"], input=dot_text.encode(), capture_output=True, check=True)
    y = chapter.cell(torch, program)()
    return lambda: make_dot(y).pipe(format="svg")


def loop() -> Any:
    """202 nodes; `w` and `x` are used a hundred times each."""
    w = autograd_nb.tensor(0.9, requires_grad=True)
    x = autograd_nb.tensor(0.1, requires_grad=True)
    b = autograd_nb.tensor(1.0)
    for _ in range(100):
        b = b * w + x
    b.backward()
    return b


def run(torch: ModuleType | None) -> None:
    """Print the ratios."""
    with autograd_nb.recording():
        results = {name: chapter.cell(autograd_nb, program)() for name, program in chapter.PROGRAMS.items()}
        looped = loop()
    if shutil.which("dot"):
        head("Document, layout and SVG against torchviz and dot (wanted: below 0.33)", ["torchviz"])
        for name, y in results.items():
            program = chapter.PROGRAMS[name]
            both = {"autograd_nb": ours(y), "torchviz": rival(torch, program, autograd_nb.graph(y).to_dot())}
            show(name, compare(both, rounds=9, clock=perf_counter), ["torchviz"])
    else:
        print("\nDrawing: there is no `dot` on this machine to compare with.")
    draw = ours(looped)
    print("\nThe loop `for _ in range(100): b = b * w + x` (dot is not run on it: it takes over ten minutes)")
    print(f"  {'document, layout and SVG':<34}{milliseconds(seconds(draw, repetitions(draw), perf_counter))}")
