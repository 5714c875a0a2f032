"""What is kept of a walk that failed: the reason, the place, and a mark on what it did not reach."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from .entries import MISSED, Visit
from .visits import add_visit, visits_of

if TYPE_CHECKING:
    from autograd_nb.engine.graph import Node, Variable
    from autograd_nb.engine.walk import Walk

    from .entries import OfWalk


def thing_of(tensor: Variable) -> Node | Variable:
    """What carries the walks of a tensor: its operation, or itself."""
    return tensor if tensor._grad_fn is None else tensor._grad_fn


def walk_failed(walk: Walk, trace: OfWalk, error: BaseException) -> None:
    """Keep the reason and the place of a failure, also where the walk was to begin."""
    trace.error = (type(error).__name__, str(error)[:2000])
    failed = walk.failed_node
    trace.failed = None if failed is None else weakref.ref(failed)
    for node in dict.fromkeys([*walk.roots, *([] if failed is None else [failed])]):
        expected(node, trace)


def expected(node: Node | Variable, walk: OfWalk) -> None:
    """Leave a mark of a walk that failed on a node that it did not reach."""
    if not any(visit.walk is walk for visit in visits_of(node)):
        add_visit(node, Visit(walk, MISSED, None, []))
