"""Run all benchmarks and print the ratios: `make bench`, or some of them: `python -m benchmarks small large`."""

import platform
import sys

from . import rivals

rivals.one_thread()

import numpy as np  # noqa: E402 - after the number of threads is set

from . import chain, drawing, large, later, recording, small, starting, training  # noqa: E402 - the same


def main() -> None:
    """Print every table."""
    found = rivals.find()
    here = [f"Python {platform.python_version()}", f"NumPy {np.__version__}"]
    print(", ".join([*here, *found.versions(), "one thread"]))
    print("Times are medians of one call; ratios are ours to theirs, medians over samples taken in turns.")
    tables = {
        "small": lambda: small.run(found),
        "large": lambda: large.run(found),
        "chain": lambda: chain.run(found),
        "recording": recording.run,
        "training": training.run,
        "drawing": lambda: drawing.run(found.torch),
        "later": later.run,
        "starting": starting.run,
    }
    for name in sys.argv[1:] or tables:
        tables[name]()


if __name__ == "__main__":
    main()
