"""`backward()` as it is as a rule: all leaves are to be reached, and nothing in the graph is unusual.

Such a walk needs no `Walk`: the quick walk does it, and its end is at once. What it leaves, a `Walk` goes on with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.committing import commit
from autograd_nb.engine.modes import modes
from autograd_nb.engine.walk import Walk

from . import quick_walk

if TYPE_CHECKING:
    from autograd_nb.engine import events
    from autograd_nb.engine.graph import AccumulateGrad, Edge, Node


def unwatched(starts: list[tuple[Edge, Any]], keep_graph: bool) -> Walk | None:
    """Walk to all leaves while nobody listens; if something unusual is met, gives the walk that is still to run."""
    here = modes.here
    gradients: list[tuple[AccumulateGrad, Any]] = []
    visited: list[Node] = []
    left = starts
    if not here.anomaly:  # as `here.apart` would, without a call in between
        left = here.context.copy().run(quick_walk.walk, starts, gradients, visited)
    if not left:
        commit(gradients, visited, keep_graph)
        return None
    rest = Walk("backward", left, keep_graph, False)
    rest.visited = visited
    return rest


def watched(watcher: events.Observer, starts: list[tuple[Edge, Any]], keep_graph: bool, given: bool) -> Walk | None:
    """The same while somebody listens, who hears of a walk to all leaves when it is over."""
    trace = watcher.set_out(starts, given)
    gradients: list[tuple[AccumulateGrad, Any]] = []
    visited: list[Node] = []
    told: list[quick_walk.Visit] = []
    due: dict[AccumulateGrad, float] = {}
    here = modes.here
    left: Any = None
    try:
        if not here.anomaly:
            # What a learner gave is copied: it can change later.
            own = [(edge, seed.copy()) for edge, seed in starts] if given else starts
            left = here.context.copy().run(quick_walk.walk, own, gradients, visited, told, due, trace)
            if not left:
                changes = commit(gradients, visited, keep_graph)
    except BaseException as error:
        if left is None and isinstance(error, Exception):  # it will come again, and be said at its node
            return _rest(starts, keep_graph, trace)
        _rest(starts, keep_graph, trace).broken_off(watcher, (gradients, visited, told, due), error)
        raise
    if left == []:
        watcher.walked(trace, visited, told, due, gradients, changes)
        return None
    rest = _rest(starts, keep_graph, trace)
    if left and not given:
        rest.begun = left, (gradients, visited, told, due)
    return rest


def _rest(starts: list[tuple[Edge, Any]], keep_graph: bool, trace: Any) -> Walk:
    """A walk that has set out."""
    rest = Walk("backward", starts, keep_graph, False)
    rest.trace = trace
    return rest
