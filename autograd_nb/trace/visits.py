"""Walks are put on their graph as they were told, and put into words only if somebody looks.

In a training loop a graph is dropped as soon as the next one is made, as a rule before anybody has looked. So an
operation gets what the engine tells as it comes, with the engine's own arrays, and `visits` of entries.py makes of it
what can be shown. It goes with its graph.

That is for walks in which no code of the learner's takes part, and for which he gave no gradient: nobody changes the
arrays then. A leaf outlives its graphs, and an operation may be visited again: they keep what is shown, and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.arriving import fit
from autograd_nb.engine.graph import AccumulateGrad, Node, Variable
from autograd_nb.engine.namespaces import ARRAYS

from .entries import MISSED, NOTHING, VISITS, Visit, clock, in_words, of_leaf
from .kept import COPIED, SMALL, Large, keep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.committing import Change
    from autograd_nb.engine.quick.quick_walk import Visit as Visited

    from .entries import OfWalk, Told
    from .kept import Kept

LARGEST = 32768
"""Elements up to which an operation holds an array; of a larger one it gets what is shown."""

LOOKED = 2000
"""Nodes of a graph that are asked for what they have saved."""


def hold(
    trace: OfWalk,
    visited: list[Node],
    visits: list[Visited],
    due: dict[AccumulateGrad, float],
    leaves: list[tuple[AccumulateGrad, Any]],
    changes: list[tuple[Variable, Change]],
) -> None:
    """Put a walk on its operations and leaves; arguments are those of `Observer.walked`."""
    try:
        place = trace.place
        number = clock.now
        large = False
        for node, visit in zip(visited, visits):
            if visit[2].size > LARGEST:
                large = True
            if node._visits is None:
                node._visits = visit
            else:
                add_visit(node, visit)
        first = visits[0][1] if visits else MISSED
        at = between = 1 / (len(leaves) + 1)  # they come after the last to send something, one after the other
        for (each, arrived), (leaf, change) in zip(
            leaves, changes if len(changes) == len(leaves) else _of_all(changes, leaves)
        ):
            entry = leaf._trace
            if entry is None or entry.lines is NOTHING:
                entry = of_leaf(leaf)
            described = each.results[0]
            size = arrived.size
            own = arrived
            if size > SMALL or arrived.base is not None:
                large = large or size > LARGEST
                own = (arrived.tobytes(), described) if size <= COPIED else Large(arrived)
            value = own
            if change == "add":
                array = leaf._grad._array
                value = (array.tobytes(), (array.shape, array.dtype)) if size <= COPIED else Large(array)
            order = due[each] + at
            if order < first:  # noqa: PLR1730 - `min` is a call
                first = order
            number = clock.next()
            entry.lines.append((number, change, value, place, trace, order, own))
            at += between
        trace.first = first
        clock.now = number
        if large:
            _cut_all_down(visited)
    except Exception:  # noqa: BLE001, S110  # see record.py
        pass


def _of_all(
    changes: list[tuple[Variable, Change]], leaves: list[tuple[AccumulateGrad, Any]]
) -> list[tuple[Variable, str]]:
    """What became of the `.grad` of each leaf; some are frozen by now."""
    known: dict[Variable, str] = dict(changes)
    return [(each.variable, known.get(each.variable, "")) for each, _ in leaves]


def _cut_all_down(visited: Sequence[Node]) -> None:
    """Of a walk with many numbers keep what is shown."""
    known: dict[int, Large] = {}
    for node in visited:
        walk, order, arrived, sent = node._visits if type(node._visits) is tuple else node._visits[-1]
        told = walk, order, _cut_down(arrived, known), [_cut_down(c, known) for c in sent]
        if type(node._visits) is tuple:
            node._visits = told
        else:
            node._visits[-1] = told


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
        of_leaf(thing).told.append(visit)
        return
    visits = thing._visits = _listed(thing._visits)
    visits.append(visit)
    if len(visits) > VISITS:
        del visits[0]


def visit_now(trace: OfWalk, node: Node, upstream: list[Any], sent: list[Any], arrived: list[Any]) -> Visit:
    """Put one visit on its operation or leaf, each array as it is now.

    What is shown as the gradient of an operation with several results is the first that there is. Hooks have made
    `upstream` of what `arrived`, which is empty if they have not.
    """
    trace.count = order = trace.count + 1
    trace.first = 1
    visit = Visit(trace, order, keep(_one(upstream)), [keep(c) for c in sent], keep(_one(arrived)))
    if len(upstream) > 1:
        visit.each = [keep(gradient) for gradient in upstream]
    add_visit(node, visit)
    return visit


def before_hooks(node: Node, computed: list[Any], sent: list[Any]) -> list[Kept]:
    """What an operation was to send along each edge, None where hooks have left that as it was."""
    found: list[Kept] = []
    for (following, number), before, after in zip(node.next_functions, computed, sent):
        if following is None or before is None:
            found.append(None)
            continue
        shape, dtype = following.results[number]
        before = fit(np.asarray(before), shape, dtype, ARRAYS)  # noqa: PLW2901 - the same thing in another form
        same = after is not None and before.tobytes() == np.asarray(after).tobytes()
        found.append(None if same else keep(before))
    return found


def _one(gradients: list[Any]) -> Any:
    return next((g for g in gradients if g is not None), None)


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


def saved_versions(root: Node) -> dict[float, dict[str, int]] | None:
    """At which versions nodes have saved tensors, by number of the node, before a walk lets go of them; 0 is left out.

    None for a graph that is too large to look at before each walk.

    >>> import autograd_nb as torch
    >>> x = torch.ones(2, requires_grad=True)
    >>> y = (x * 2).mul_(3).sin()
    >>> list(saved_versions(y.grad_fn).values())
    [{'self': 1}]
    """
    found: dict[float, dict[str, int]] = {}
    left, seen = [root], {root}
    while left:
        node = left.pop()
        if node.saved:
            versions = {tensor.name: tensor.version for tensor in node.kept() if tensor.version}
            if versions:
                found[node.sequence_nr] = versions
        new = {start for start, _ in node.next_functions if start is not None} - seen
        if len(seen) + len(new) > LOOKED:
            return None
        seen |= new
        left += new
    return found


def version(node: Node, name: str, state: str, known: int) -> int | None:
    """At which version a tensor was saved; of one that a walk has let go of what was noted before, None if nothing."""
    if state != "freed":
        return known
    walked = visits_of(node)
    versions = walked[-1].walk.versions if walked else None
    return None if versions is None else versions.get(node.sequence_nr, {}).get(name, 0)
