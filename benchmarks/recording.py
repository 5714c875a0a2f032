"""The programs of the chapter with somebody listening and without."""

import autograd_nb

from . import chapter
from .measure import compare, head, show


def run() -> None:
    """Print the ratios."""
    head("Recording (wanted: at most 2.00)", ["off"], "on")
    for name, program in chapter.PROGRAMS.items():
        on, off = chapter.cell(autograd_nb, program), chapter.cell(autograd_nb, program)
        show(name, compare({"on": on, "off": off}, around=autograd_nb.recording), ["off"])
