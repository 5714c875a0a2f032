"""How long it takes until there is something to type into: the kernel against ipykernel's, and `%load_ext`."""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from time import perf_counter

from .measure import Ratio, head, show

ROUNDS = 9
OURS = "autograd_nb.kernel"
THEIRS = "ipykernel_launcher"


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
    code = f"""
from time import process_time  # which other processes do not hold up
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell()
{before}
start = process_time()
shell.run_line_magic("load_ext", "autograd_nb")
print(process_time() - start)
"""
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.split()[-1])


def pairs(ours: Callable[[], float], theirs: Callable[[], float], rounds: int = ROUNDS) -> Ratio:
    """Both in turns."""
    samples = [(ours(), theirs()) for _ in range(rounds)]
    return Ratio(
        ratio=statistics.median(a / b for a, b in samples),
        ours=statistics.median(a for a, _ in samples),
        theirs=statistics.median(b for _, b in samples),
    )


def run() -> None:
    """Print the ratios."""
    head("Start of the kernel (wanted: at most 1.20)", "autograd_nb", "ipykernel")
    show("until it has told what it is", pairs(lambda: kernel_seconds(OURS), lambda: kernel_seconds(THEIRS)))
    head("%load_ext autograd_nb (wanted: at most 150 ms)", "%load_ext", "import numpy")
    numpy = "from time import process_time as t; start = t(); import numpy; print(t() - start)"

    def theirs() -> float:
        return float(subprocess.run([sys.executable, "-c", numpy], capture_output=True, check=True).stdout)

    show("in a fresh IPython", pairs(extension_seconds, theirs))
    show("after import autograd_nb", pairs(lambda: extension_seconds("import autograd_nb; autograd_nb.ones"), theirs))
