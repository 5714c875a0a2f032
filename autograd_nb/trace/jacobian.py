"""The Jacobian of a small result, row by row: what `backward(gradient=v)` multiplies v with.

A row is what a walk finds that starts with 1 at one number of the result and 0 at the others. Such walks change
nothing and are told to nobody, so they are only made where the graph is kept, small, and free of the learner's own
code.
"""

from __future__ import annotations

import math
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.custom.function_node import FunctionNode
from autograd_nb.engine.graph import AccumulateGrad, Node, OpNode, Variable
from autograd_nb.engine.modes import set_detect_anomaly
from autograd_nb.engine.op import PACKED
from autograd_nb.engine.walk import Walk

from .sentences import say

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST = 64
"""Numbers up to which a Jacobian is written out."""

LONGEST = 4000
"""Visits of nodes that all rows together may take."""

LEAVES = 8

FREED = say("a walk has freed the graph before the table could be made")
CHANGED = say("a value that is needed for it was changed in place")
OWN_CODE = say("hooks, retain_grad() or functions of your own would take part in each of its rows")
NO_LEAF = say("no leaf is in reach")
LONG = say("the way to the leaves is too long to be walked once for each row")


class Jacobian:
    """The derivatives of one result.

    Attributes:
        tables: for each leaf an array with a row for each number of the result, a column for each of the leaf.
        missing: why there is none, or why some are left out; empty where all are there.
    """

    __slots__ = ("missing", "tables")

    def __init__(self, tables: Sequence[tuple[Variable, np.ndarray[Any, Any]]] = (), missing: str = "") -> None:
        self.tables = [(weakref.ref(leaf), table) for leaf, table in tables]
        self.missing = missing


def jacobian(node: Node, number: int = 0) -> Jacobian:
    """The Jacobian of result `number` of `node` by each leaf, as far as it is small and can be had for nothing.

    >>> import autograd_nb as torch
    >>> x = torch.tensor([1., 2.], requires_grad=True)
    >>> y = x * x
    >>> jacobian(y.grad_fn).tables[0][1]
    array([[2., 0.],
           [0., 4.]], dtype=float32)
    """
    shape, dtype = node.results[number]
    rows = math.prod(shape)
    if rows > LARGEST:
        return Jacobian(missing=say("%1 rows are too many to write out", rows))
    found = look(node, LONGEST // max(1, rows))
    if isinstance(found, str):
        return Jacobian(missing=found)
    small = [leaf for leaf in found if rows * leaf._array.size <= LARGEST][:LEAVES]
    rest = say("for the other leaves there are too many numbers to write out")
    missing = "" if len(small) == len(found) else rest
    if not small:
        return Jacobian(missing=say("%1 rows of %2 numbers are too many to write out", rows, found[0]._array.size))
    tables = [np.zeros((rows, leaf._array.size), leaf._array.dtype) for leaf in small]
    try:
        for row in range(rows):
            seed = np.zeros(shape, dtype)
            seed.flat[row] = 1
            walk = Walk("grad", [((node, number), seed)], True, False, tuple(small))
            with set_detect_anomaly(False):  # of what the learner's own walk does not meet there is no warning
                walk.run(tell=False)
            for leaf, table in zip(small, tables):
                gradient = walk.found.get(leaf.edge())
                if gradient is not None:
                    table[row] = gradient.reshape(-1)
    except RuntimeError as error:
        return Jacobian(missing=FREED if str(error) == str(errors.second_backward()) else CHANGED)
    return Jacobian(list(zip(small, tables)), missing)


class Listener:
    """As much of an observer as a walk speaks to that is made to find something out.

    A class derived from it says in `visited` what it keeps.
    """

    def backward_started(self, walk: Walk) -> None:
        """Nothing need be opened."""

    def backward_ended(self, walk: Walk, error: BaseException | None) -> None:
        """Nothing need be closed."""


def look(start: Node, most: int) -> list[Variable] | str:
    """The leaves behind a node, or why it cannot be walked."""
    leaves: list[Variable] = []
    seen = {start}
    todo = [start]
    while todo:
        node = todo.pop()
        if len(seen) > most:
            return LONG
        if node.hooks is not None or isinstance(node, FunctionNode) or _goes_through_hooks(node):
            return OWN_CODE
        if isinstance(node, AccumulateGrad):
            leaves.append(node.variable)
        for following, _ in node.next_functions:
            if following is not None and following not in seen:
                seen.add(following)
                todo.append(following)
    return leaves or NO_LEAF


def _goes_through_hooks(node: Node) -> bool:
    """Whether what an operation saved comes back through a hook of the learner's."""
    return isinstance(node, OpNode) and any(need.kind == PACKED for need in node.plan.needs)
