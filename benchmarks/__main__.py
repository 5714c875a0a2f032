"""Run all benchmarks and print the ratios."""

import platform
import statistics
import subprocess
import sys
from types import ModuleType

import numpy as np

import autograd_nb

from . import chapter, drawing, starting, training
from .measure import Ratio, compare, head, show

IMPORT_ROUNDS = 11


def pytorch() -> ModuleType | None:
    """PyTorch on one thread, where it is installed."""
    try:
        import torch
    except ImportError:
        print("PyTorch is not installed here: comparisons with it are left out.")
        return None
    torch.set_num_threads(1)
    return torch


def against_pytorch(torch: ModuleType) -> None:
    """Forward and backward, nothing listening."""
    title = "Forward and backward on four elements (wanted: at most 1.00)"
    head(title, "autograd_nb", "PyTorch")
    ratios = []
    for name, program in chapter.PROGRAMS.items():
        measured = compare(chapter.cell(autograd_nb, program), chapter.cell(torch, program))
        show(name, measured)
        ratios.append(measured.ratio)
    print(f"  {'geometric mean':<34}{'':>26}{statistics.geometric_mean(ratios):>10.2f}")


def recording() -> None:
    """The same programs with the recorder on and off."""
    head("Recording (wanted: at most 2.00)", "on", "off")
    for name, program in chapter.PROGRAMS.items():
        on, off = chapter.cell(autograd_nb, program), chapter.cell(autograd_nb, program)
        show(name, compare(on, off, around=autograd_nb.recording))


def _import_seconds(module: str) -> float:
    """How long a fresh interpreter takes to import a module and find a name in it, for which ours is loaded whole."""
    code = f"from time import perf_counter as t; s = t(); import {module}; {module}.ones; print(t() - s)"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)


def imports() -> None:
    """The engine imports NumPy, so the ratio cannot be below 1."""
    head("Import in a fresh interpreter", "autograd_nb", "numpy")
    pairs = [(_import_seconds("autograd_nb"), _import_seconds("numpy")) for _ in range(IMPORT_ROUNDS)]
    show(
        "import",
        Ratio(
            ratio=statistics.median(a / b for a, b in pairs),
            ours=statistics.median(a for a, _ in pairs),
            theirs=statistics.median(b for _, b in pairs),
        ),
    )


def main() -> None:
    """Print every table."""
    torch = pytorch()
    versions = [f"Python {platform.python_version()}", f"NumPy {np.__version__}"]
    versions += [f"PyTorch {torch.__version__} on one thread"] if torch else []
    print(", ".join(versions))
    print("Times are medians of one call; ratios are medians over interleaved samples.")
    if torch:
        against_pytorch(torch)
    recording()
    training.run()
    drawing.run(torch)
    imports()
    starting.run()


if __name__ == "__main__":
    main()
