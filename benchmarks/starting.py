"""How long it takes until there is something to type into: imports, the kernel against ipykernel's, and `%load_ext`."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from time import perf_counter

from .measure import Row, head, show, summary

ROUNDS = 9
IMPORT_ROUNDS = 15
OURS = "autograd_nb.kernel"
THEIRS = "ipykernel_launcher"


def _measured_by(code: str) -> float:
    """The number that a fresh interpreter prints last; it keeps its bytecode, as an installed package does."""
    keeping = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=keeping)
    return float(done.stdout.split()[-1])


def import_seconds(module: str) -> float:
    """The import of a module, and one name of it: ours is loaded whole when the first is used."""
    clock = "from time import process_time as t; s = t(); "  # which other processes do not hold up
    return _measured_by(f"{clock}import {module}; {module}.ones; print(t() - s)")


def kernel_seconds(module: str) -> float:
    """From the start of the process until the kernel has told what it is, as a front end waits for it."""
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import KernelManager

    manager = KernelManager()
    argv = [sys.executable, "-m", module, "-f", "{connection_file}"]
    manager._kernel_spec = KernelSpec(argv=argv, display_name=module, language="python")
    with tempfile.TemporaryDirectory() as home:
        start = perf_counter()
        manager.start_kernel(stderr=subprocess.DEVNULL, cwd=home)
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        taken = perf_counter() - start
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return taken


def extension_seconds(before: str = "") -> float:
    """`%load_ext autograd_nb` in a fresh IPython, after `before`."""
    return _measured_by(f"""
from time import process_time  # which other processes do not hold up
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell()
{before}
start = process_time()
shell.run_line_magic("load_ext", "autograd_nb")
print(process_time() - start)
""")


def pairs(ours: Callable[[], float], name: str, theirs: Callable[[], float], rounds: int = ROUNDS) -> Row:
    """Both in turns, after one of each that counts for nothing."""
    ours(), theirs()
    return summary([{"autograd_nb": ours(), name: theirs()} for _ in range(rounds)])


def run() -> None:
    """Print the ratios."""
    head("Import in a fresh interpreter (wanted: at most 1.50; NumPy is in it)", ["numpy"])
    row = pairs(lambda: import_seconds("autograd_nb"), "numpy", lambda: import_seconds("numpy"), IMPORT_ROUNDS)
    show("import, and one name of it", row, ["numpy"])
    head("Start of the kernel (wanted: at most 1.20)", ["ipykernel"])
    row = pairs(lambda: kernel_seconds(OURS), "ipykernel", lambda: kernel_seconds(THEIRS))
    show("until it has told what it is", row, ["ipykernel"])
    print("\n%load_ext autograd_nb (wanted: at most 150 ms)")
    for name, before in (
        ("in a fresh IPython", ""),
        ("after import autograd_nb", "import autograd_nb; autograd_nb.ones"),
    ):
        extension_seconds(before)
        taken = statistics.median(extension_seconds(before) for _ in range(ROUNDS))
        print(f"  {name:<34}{taken * 1000:>10.1f} ms")
