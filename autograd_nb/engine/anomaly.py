"""Anomaly detection: where an operation was called, and nan among the gradients that it sends.

Source: https://pytorch.org/docs/2.7/autograd.html#anomaly-detection
"""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from . import errors
from .modes import modes
from .warn import warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .node import Node

_ENGINE = os.path.dirname(__file__)  # noqa: PTH120 - pathlib would take a twentieth of the time of the whole import


class Origin(NamedTuple):
    """Where a node was made: the stack as text, and the node that a walk was running then."""

    stack: str
    induced_by: Node | None


def origin() -> Origin:
    """The stack down to the line that called the engine."""
    import traceback

    frames = traceback.extract_stack()
    while len(frames) > 1 and frames[-1].filename.startswith(_ENGINE):
        frames.pop()
    return Origin("".join(frames.format()), None if modes.walk is None else modes.walk.failed_node)


def look_for_nan(node: Node, sent: Sequence[Any]) -> None:
    """Refuse nan.

    Raises:
        RuntimeError: naming the node and the input whose gradient it is.
    """
    from .batching.batches import array_of  # built on top of this

    for i, c in enumerate(sent):
        if c is not None and np.isnan(c if isinstance(c, (np.ndarray, np.generic)) else array_of(c)).any():
            raise errors.nan_gradient(node.name(), i)


def tell_origins(node: Node) -> None:
    """Warn with the call that made a node at which a walk failed."""
    where: Origin | None = getattr(node, "anomaly", None)
    _tell(errors.anomaly_forward(node.name(), where.stack if where else ""))
    while where is not None and where.induced_by is not None:
        inducing = where.induced_by
        where = getattr(inducing, "anomaly", None)
        _tell(errors.anomaly_induced(inducing.name(), where.stack if where else ""))


def _tell(text: str) -> None:
    """Warn; where warnings are errors, print this one, for the error on its way is another and must not be lost."""
    try:
        warn(text)
    except UserWarning:
        import traceback

        traceback.print_exc()
