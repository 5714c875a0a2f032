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

from .entries import VISITS, Large, Visit, in_words, keep, of_tensor, own

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
        elif node._visits is None:
            node._visits = (trace, order, arrived, sent)
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
    visits = thing._visits = _listed(thing._visits)
    visits.append(visit)
    if len(visits) > VISITS:
        del visits[0]


def visit_now(trace: OfWalk, node: Node, arrived: Any, sent: list[Any]) -> None:
    """Put one visit on its operation or leaf, each array as it is now."""
    trace.count = order = trace.count + 1
    add_visit(node, Visit(trace, order, keep(arrived), [keep(c) for c in sent]))


def visits_of(node: Node | Variable) -> Sequence[Visit]:
    """The walks that came by a node, or by the leaf behind it."""
    thing = node.variable if isinstance(node, AccumulateGrad) else node
    if isinstance(thing, Variable):
        return thing._trace.visits if thing._trace else ()
    if thing._visits is None:
        return ()
    visits = thing._visits = _listed(thing._visits)
    return visits


def _listed(visits: Any) -> list[Any]:
    """What an operation holds: nothing, one visit as it was told, or several of which the last may be so."""
    return in_words([] if visits is None else [visits] if type(visits) is tuple else visits)
