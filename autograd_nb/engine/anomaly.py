"""Anomaly detection: where an operation was called, and nan among the gradients that it sends.

Source: https://pytorch.org/docs/2.7/autograd.html#anomaly-detection
"""

from __future__ import annotations

import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from . import errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .node import Node

_ENGINE = str(Path(__file__).parent)


def calling_code() -> str:
    """The stack as text, down to the line that called the engine."""
    frames = traceback.extract_stack()
    while len(frames) > 1 and frames[-1].filename.startswith(_ENGINE):
        frames.pop()
    return "".join(frames.format())


def look_for_nan(node: Node, sent: Sequence[Any]) -> None:
    """Refuse nan, and warn with the call that made the node.

    Raises:
        RuntimeError: naming the node and the input whose gradient it is.
    """
    for i, c in enumerate(sent):
        if c is not None and np.isnan(getattr(c, "_array", c)).any():
            warnings.warn(errors.anomaly_forward(node.name(), getattr(node, "anomaly", "")), stacklevel=5)
            raise errors.nan_gradient(node.name(), i)
