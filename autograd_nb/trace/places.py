"""Where the learner's code stands when it calls this package."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from types import CodeType, FrameType

    from .entries import Place, Way

NOBODY, OURS, MODULE = range(3)

WITHIN = -1
"""Stands before the number of a call of a module of `nn`, in the place of a step's path: one call, many steps."""


class _Files(dict[str, int]):
    """Which files are no learner's code: this package's and NumPy's, through which some calls pass.

    What a module of `nn` does within one call of the learner's is told apart: `net(x)` makes many operations, and x
    is the operand of one of them.
    """

    modules = os.path.join(os.path.dirname(os.path.dirname(__file__)), "nn", "modules") + os.sep  # noqa: PTH118, PTH120  # as below
    folders = tuple(os.path.dirname(path) + os.sep for path in (os.path.dirname(__file__), np.__file__))  # noqa: PTH120  # code objects hold such strings

    def __missing__(self, filename: str) -> int:
        if len(self) > 4096:
            self.clear()
        answer = MODULE if filename.startswith(self.modules) else OURS if filename.startswith(self.folders) else NOBODY
        self[filename] = answer
        return answer


class _Last:
    """The file of the learner's that was met last, as a rule the cell that runs: to look it up takes a microsecond."""

    learner = ""


files = _Files()
last = _Last()
frame_at = sys._getframe


def place(depth: int) -> Place:
    """Where the learner's code stands: the first frame outside this package.

    Args:
        depth: how many frames up it can be at the nearest, seen from here. Each frame that is looked at has its price.
    """
    return place_from(frame_at(depth))


def place_from(frame: FrameType | None) -> Place:
    """The first frame outside this package, from this one on.

    The recorder first asks by itself whether the frame is in `last.learner`: as a rule that spares it this call.
    """
    learner = last.learner
    while frame is not None:
        code = frame.f_code
        name = code.co_filename
        if name is learner:
            return code, frame.f_lasti
        if not files[name]:
            last.learner = name
            return code, frame.f_lasti
        frame = frame.f_back
    return None, 0


def called(frame: FrameType, step: int) -> tuple[CodeType, int, Way]:
    """Where the learner's code stands, and the way from there to here.

    Args:
        frame: one of this package's, as near to the learner's as is known.
        step: the instruction that is under way in what `frame` calls.
    """
    path: Way = step
    learner = last.learner
    code = frame.f_code
    name = code.co_filename
    while name is not learner:
        whose = files[name]
        if whose == MODULE:
            return *place_from(frame), (WITHIN, 0)  # type: ignore[return-value]  # as above
        if whose == NOBODY:
            last.learner = name
            break
        path = frame.f_lasti, path
        frame = frame.f_back  # type: ignore[assignment]  # the recorder is called by somebody
        code = frame.f_code
        name = code.co_filename
    return code, frame.f_lasti, path
