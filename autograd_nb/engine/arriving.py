"""How gradients arrive: made to fit the value they belong to, and added up.

In place where nobody can see it: a large array that only the sum holds was made in this walk, and by now belongs to
nobody else. PyTorch does the same.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from . import errors
from .modes import modes

if TYPE_CHECKING:
    from .node import Node

WORTHWHILE = 1024
"""From so many elements on it takes longer to copy a gradient than to find out whether it need be copied."""


def fit(c: Any, shape: tuple[int, ...], dtype: np.dtype[Any], xp: Any, sender: Node | None = None, i: int = 0) -> Any:
    """Contribution `i` of `sender` in the shape and dtype of the value it belongs to.

    Broadcasting and promotion are undone here, and only here.

    Raises:
        RuntimeError: if no broadcasting leads from one shape to the other. That happens where an operand got another
            shape in place, unrecorded.
    """
    if c.shape != shape:
        try:
            c = xp.sum_to(c, shape)
        except (ValueError, RuntimeError):
            name = "" if sender is None else sender.name()
            raise errors.gradient_shape_invalid(name, i, c.shape, shape) from None
        if xp.plain:
            c = np.asarray(c)
    return c if (c.dtype if xp.plain else c.dtype.numpy) is dtype else xp.cast(c, dtype)


def add(slots: list[Any] | None, node: Node, number: int, c: Any, plain: bool) -> list[Any]:
    """The sums of what has arrived at the results of a node, with one more contribution."""
    if slots is None:
        slots = [None] * len(node.results)
    if slots[number] is None:
        slots[number] = c
    elif not plain:
        slots[number] = slots[number] + c
    elif c.size >= WORTHWHILE and held_once(slots, number):
        modes.here.quiet(np.add, slots[number], c, slots[number])
    else:
        slots[number] = np.asarray(modes.here.quiet(np.add, slots[number], c))
    return slots


def held_once(place: Any, number: Any) -> bool:
    """Whether the gradient at `place[number]` was made in this walk and nobody else has it.

    Then it may be changed, or kept as it is. PyTorch takes such a gradient over as well, instead of copying it.
    """
    if _holders(place, number) != _ALONE:
        return False
    gradient = place[number]
    return type(gradient) is np.ndarray and gradient.base is None and gradient.flags.c_contiguous


def _holders(place: Any, number: Any) -> int:
    """How many references to the gradient Python counts; `_ALONE` if only `place` holds it."""
    return sys.getrefcount(place[number])


_ALONE = _holders([np.empty(0)], 0)
