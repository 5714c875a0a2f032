"""Operations that a walk recorded (`create_graph=True`): which walk it was, and which operation it was visiting."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, NamedTuple

from autograd_nb.engine.graph import AccumulateGrad, Node

from .entries import made_of

if TYPE_CHECKING:
    from .entries import OfWalk


class Within(NamedTuple):
    """The walk that recorded an operation.

    Attributes:
        walk: the walk.
        visiting: the operation that it was at.
        op: name of that one's grad_fn, for when it is gone.
    """

    walk: OfWalk
    visiting: weakref.ref[Node] | None
    op: str


def within(walk: OfWalk, node: Node | None) -> Within:
    """What is kept of an operation recorded while `walk` visits `node`."""
    if node is None:
        return Within(walk, None, "")
    return Within(walk, weakref.ref(node), node.name())


def maker(node: Node) -> Node | None:
    """The operation that was being visited when `node` was recorded, as long as it is there."""
    made = made_of(node)
    found = None if made is None or made.within is None else made.within.visiting
    visiting = None if found is None else found()
    return None if isinstance(visiting, AccumulateGrad) else visiting
