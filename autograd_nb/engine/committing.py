"""The end of a walk: `.grad` of the leaves is filled, and saved tensors are let go."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from .arriving import WORTHWHILE, held_once
from .memory.geometry import order_without_gaps
from .modes import modes
from .node import Node

if TYPE_CHECKING:
    from .node import AccumulateGrad, Variable

Change = Literal["fill", "add"]

_LOCK = threading.Lock()
"""Two threads may add to the `.grad` of one leaf."""


def commit(
    gradients: list[tuple[AccumulateGrad, Any]], visited: list[Node], keep_graph: bool, create_graph: bool = False
) -> list[tuple[Variable, Change]]:
    """Add gradients to their leaves, then let go of what the nodes saved; gives what was done to which leaf."""
    done: list[tuple[Variable, Change]] = []
    with _LOCK:
        for arrived in gradients:
            leaf = arrived[0].variable
            if not leaf._requires_grad:  # it was frozen after the graph had been made
                continue
            large = not create_graph and arrived[1].size >= WORTHWHILE
            if large and leaf._grad is None and leaf._array.flags.c_contiguous and held_once(arrived, 1):
                leaf._grad = Node.wrap(arrived[1])
                done.append((leaf, "fill"))
            else:
                done.append((leaf, accumulate(leaf, arrived[1], create_graph)))
        if not keep_graph:
            for node in visited:
                if node.send is not None and node.plan.keeps_tensors:  # type: ignore[attr-defined]  # an OpNode
                    node.saved = None  # what `release` does, without a call for each node
                else:
                    node.release()
    return done


def accumulate(leaf: Variable, gradient: Any, create_graph: bool) -> Literal["fill", "add"]:
    """Add `gradient` to `leaf.grad`: the first time a copy of it, then into the very same tensor.

    With `create_graph` the sum is a new tensor with a history, as in PyTorch.
    """
    before = leaf._grad
    if before is None:
        leaf._grad = gradient._copy() if create_graph else Node.wrap(laid_like(leaf._array, gradient))
    elif create_graph:
        leaf._grad = before + gradient
    else:
        try:
            modes.here.quiet(np.add, before._array, gradient, before._array)
        except ValueError:  # the leaf has another shape since `before` was filled
            before.detach().add_(Node.wrap(gradient))  # which says so in PyTorch's words
        (before._counter or before.counter()).value += 1
    return "fill" if before is None else "add"


def laid_like(array: np.ndarray[Any, Any], gradient: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """A copy of a gradient in the order of memory of its leaf, or in rows where that has gaps or another shape."""
    if array.flags.c_contiguous or array.shape != gradient.shape or order_without_gaps(array) is None:
        return gradient.copy()  # NumPy's is in rows
    own = np.empty_like(array, gradient.dtype)
    own[...] = gradient
    return own
