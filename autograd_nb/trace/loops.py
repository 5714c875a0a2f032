"""Walks that one line makes again and again: written onto their graph only if somebody can still look at it.

In a training loop a graph is dropped as soon as the next one is made, as a rule before anybody looked. So what the
engine tells of such a walk is put on a list as it comes. When the next walk begins, or a document is made, it is
written where it belongs: to the leaves, and to those operations that are still there.

Until then the arrays are the engine's own, which nobody changes. It is not so where hooks or functions of the learner
have a part, or `create_graph`; and an array that is large is not held back. All this is written down at once.
"""

from __future__ import annotations

import weakref
from collections import deque
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.function_node import FunctionNode
from autograd_nb.engine.graph import AccumulateGrad, Node, Variable

from .entries import KEPT, SMALL, VISITS, Kept, Large, Made, Visit, of_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.walk import Walk

    from .entries import Array, OfWalk

TURNS = 16
"""Walks of one line from which on it counts as a loop."""

LONGEST = 512
"""Visits that are held back at a time."""

LARGEST = 4096
"""Elements up to which an array is held back."""


class Loops:
    """Holds back the visits of walks in loops. Safe to use from several threads."""

    def __init__(self) -> None:
        self._turns: dict[tuple[int, int], int] = {}
        self._done: deque[OfWalk] = deque()  # ended, with visits that are not written down yet

    def begin(self, walk: Walk, trace: OfWalk) -> None:
        """A walk begins: from now on it may be held back. Those before it are written down."""
        self.settle()
        code, instruction = trace.place
        at = id(code), instruction  # to hash the code itself takes as long as all the rest
        turns = self._turns[at] = self._turns.get(at, 0) + 1
        if turns > TURNS and not walk.create_graph:
            trace.told = []
        elif len(self._turns) > KEPT:
            self._turns.clear()

    def hold_back(self, trace: OfWalk, node: Node, order: int, upstream: list[Any], sent: list[Any]) -> bool:
        """Keep a visit for later. If it has to be written down now, so are those before it."""
        told = trace.told
        if told is None:
            return False
        if node.hooks is None and len(told) < LONGEST and not isinstance(node, FunctionNode):
            for array, (following, _) in zip(sent, node.next_functions):
                if array is None or following is None:
                    continue
                if array.size > LARGEST or following.hooks is not None:  # a hook may change what it is given
                    break
            else:
                thing = node.variable if type(node) is AccumulateGrad else node
                told.append((weakref.ref(thing), order, upstream, sent))
                return True
        _write(trace)
        return False

    def end(self, trace: OfWalk, *, failed: bool) -> None:
        """The walk is over."""
        if trace.told is None:
            return
        if failed:
            _write(trace)
        else:
            self._done.append(trace)

    def settle(self) -> None:
        """Write down all that was held back: whoever looks at visits calls this first."""
        while self._done:
            try:
                trace = self._done.pop()
            except IndexError:  # another thread was faster
                return
            _write(trace)


def _write(trace: OfWalk) -> None:
    told, trace.told = trace.told or (), None
    for known, order, upstream, sent in told:
        thing = known()
        if thing is not None:
            write_visit(trace, thing, order, upstream, sent)


def write_visit(
    trace: OfWalk, thing: Node | Variable, order: int, upstream: list[Array | None], sent: list[Array | None]
) -> None:
    """Keep on an operation or a leaf what arrived and what it sent."""
    arrived = upstream[0] if len(upstream) == 1 else next((g for g in upstream if g is not None), None)
    # `keep` written out: this runs for each edge of each node.
    kept: Kept = None
    if arrived is not None:
        kept = arrived.copy() if arrived.size <= SMALL else Large(arrived)
    if isinstance(thing, Variable):
        (thing._trace or of_tensor(thing)).visits.append(Visit(trace, order, kept, ()))
        return
    visit = Visit(trace, order, kept, [c if c is None else c.copy() if c.size <= SMALL else Large(c) for c in sent])
    made = thing._trace
    if made is None or made.visits is not None:
        visits = visits_of(thing)
        visits.append(visit)
        if len(visits) > VISITS:
            del visits[0]
    else:
        made.visits = [visit]


def visits_of(node: Node | Variable) -> deque[Visit] | list[Visit]:
    """The walks that came by a node, or by the leaf behind it."""
    if isinstance(node, Variable):
        return of_tensor(node).visits
    if isinstance(node, AccumulateGrad):
        return of_tensor(node.variable).visits
    if node._trace is None:
        node._trace = Made(None, 0, 0, None, None, None)
    made: Made = node._trace
    if made.visits is None:
        made.visits = []
    return made.visits
