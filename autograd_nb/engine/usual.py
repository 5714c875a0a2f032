"""`backward()` as it is as a rule: all leaves are to be reached, and nothing in the graph is unusual.

Such a walk needs no `Walk`: the quick walk does it, and its end is at once. What it leaves, a `Walk` goes on with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import quick_walk
from .committing import commit
from .modes import modes
from .walk import Walk

if TYPE_CHECKING:
    from . import events
    from .graph import AccumulateGrad, Edge, Node
    from .quick_walk import Begun


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
    begun: Begun = [], [], [], {}
    gradients, visited, told, due = begun
    here = modes.here
    left = starts
    try:
        if not here.anomaly:
            # What a learner gave is copied: it can change later.
            own = [(edge, seed.copy()) for edge, seed in starts] if given else starts
            left = here.apart(quick_walk.walk, own, *begun)
    except Exception:  # noqa: BLE001  # it will come again, and be said at its node
        left, given = starts, True
    except BaseException as error:
        _rest(starts, keep_graph, trace).broken_off(watcher, begun, error)
        raise
    if left:
        rest = _rest(starts, keep_graph, trace)
        if not given:
            rest.begun = left, begun
        return rest
    if len(due) > 1:
        quick_walk.put_in_order(gradients, due)
    try:
        changes = commit(gradients, visited, keep_graph)
    except BaseException as error:
        _rest(starts, keep_graph, trace).broken_off(watcher, begun, error)
        raise
    watcher.walked(trace, told, due, gradients, changes)
    return None


def _rest(starts: list[tuple[Edge, Any]], keep_graph: bool, trace: Any) -> Walk:
    rest = Walk("backward", starts, keep_graph, False)
    rest.trace = trace
    return rest
