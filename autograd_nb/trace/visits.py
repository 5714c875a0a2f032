"""Walks are put on their graph as they were told, and put into words only if somebody looks.

In a training loop a graph is dropped as soon as the next one is made, as a rule before anybody has looked. So an
operation gets what the engine tells as it comes, with the engine's own arrays, and `visits` of entries.py makes of it
what can be shown. It goes with its graph.

That is for walks in which no code of the learner's takes part, and for which he gave no gradient: nobody changes the
arrays then. A leaf outlives its graphs, and an operation may be visited again: they keep what is shown, and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.graph import AccumulateGrad, Node, Variable

from .entries import VISITS, Large, Made, Visit, in_words, keep, of_tensor, own

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.quick_walk import Visit as Visited

    from .entries import OfWalk, Told

LARGEST = 4096
"""Elements up to which an operation holds an array; of a larger one it gets what is shown."""


def hold(trace: OfWalk, visits: Sequence[Visited]) -> None:
    """Put a walk on its operations and leaves."""
    elements = 0
    for _, arrived, _ in visits:
        elements += arrived.size
    if elements > LARGEST:
        known: dict[int, Large] = {}
        visits = [(node, _cut_down(g, known), [_cut_down(c, known) for c in sent]) for node, g, sent in visits]
    order = 0
    for node, arrived, sent in visits:
        order += 1
        if type(node) is AccumulateGrad:
            leaf = node.variable
            (leaf._trace or of_tensor(leaf)).visited((trace, order, own(arrived), ()))
        else:
            made = node._trace
            if made is not None and made.told is None:
                made.told = [(trace, order, arrived, sent)]
            else:
                add_visit(node, (trace, order, arrived, sent))
    trace.count = order


def _cut_down(array: Any, known: dict[int, Large]) -> Any:
    """An array, or what is shown of it if it is large: as a rule what one node sends is what arrives at another."""
    if array is None or array.size <= LARGEST:
        return array
    if id(array) not in known:
        known[id(array)] = Large(array)
    return known[id(array)]


def add_visit(node: Node | Variable, visit: Visit | Told) -> None:
    """Put a walk that came by on an operation, or on a leaf."""
    thing = node.variable if isinstance(node, AccumulateGrad) else node
    if isinstance(thing, Variable):
        of_tensor(thing).visited(visit)
        return
    made: Made | None = thing._trace
    if made is None:
        made = thing._trace = Made()
    told = made.told = [] if made.told is None else in_words(made.told)
    told.append(visit)
    if len(told) > VISITS:
        del told[0]


def visit_now(trace: OfWalk, node: Node, arrived: Any, sent: list[Any]) -> None:
    """Put one visit on its operation or leaf, each array as it is now."""
    trace.count = order = trace.count + 1
    add_visit(node, Visit(trace, order, keep(arrived), [keep(c) for c in sent]))


def visits_of(node: Node | Variable) -> Sequence[Visit]:
    """The walks that came by a node, or by the leaf behind it."""
    thing = node.variable if isinstance(node, AccumulateGrad) else node
    return (thing._trace and thing._trace.visits) or ()
