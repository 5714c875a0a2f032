"""The graph of a derivative in a document: what walks recorded, and what it costs to walk back through that.

What a second walk visits is more than what the first one did; the counts say how much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.graph import Node

from .derived import maker
from .entries import made_of
from .labels import symbol
from .ledger import source_of
from .sentences import count, say, together

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .collect import Collected, Key
    from .entries import OfWalk


def recording_walks(collected: Collected) -> dict[OfWalk, int]:
    """The walks that recorded operations of a graph, numbered from 1 in the order in which they happened."""
    walks = {
        made.within.walk
        for thing in collected.things.values()
        if isinstance(thing, Node) and (made := made_of(thing)) is not None and made.within is not None
    }
    return {walk: number for number, walk in enumerate(sorted(walks, key=lambda walk: walk.clock), 1)}


def made_by(
    node: Node, ids: Mapping[Key, int], walks: Mapping[OfWalk, int], name: Callable[[Key, Node], str]
) -> dict[str, Any] | None:
    """The document's note on an operation that a walk recorded; None for those of the learner.

    Args:
        node: the operation.
        ids: the document's number of each node.
        walks: see `recording_walks`.
        name: what an operation is called; empty if nothing.
    """
    made = made_of(node)
    if made is None or made.within is None:
        return None
    visiting = maker(node)
    op = made.within.op.rpartition("::")[2]
    shown = visiting is not None and (id(visiting),) in ids
    return {
        "walk": walks[made.within.walk],
        "call": _call(made.within.walk),
        "node": None if visiting is None else ids.get((id(visiting),)),
        "op": op,
        "label": (name((id(visiting),), visiting) or symbol(visiting)) if shown and visiting is not None else op,
    }


def layers(collected: Collected, root_label: str, walks: Mapping[OfWalk, int]) -> str:
    """How much each walk recorded, and what a walk back from here visits: why the next derivative is dearer.

    Empty where no walk recorded anything.
    """
    if not walks:
        return ""
    told = []
    for walk in walks:
        visited = _operations(walk.operations)
        told.append(
            say("`%1` visited %2 and recorded %3 new: the graph of the derivative.", _call(walk), visited, walk.made)
        )
    told.append(say("A walk back from `%1` visits %2.", root_label, _operations(_reached(collected))))
    return together(*told)


def _reached(collected: Collected) -> int:
    """How many of the shown operations a walk from the root visits."""
    seen = {collected.root}
    todo = [collected.root]
    while todo:
        for each in collected.inputs.get(todo.pop(), ()):
            if each.key in collected.inputs and each.key not in seen:
                seen.add(each.key)
                todo.append(each.key)
    return len(seen & collected.inputs.keys())


def _call(walk: OfWalk) -> str:
    return source_of(walk.place)[1] or f"{walk.kind}()"


def _operations(number: int) -> str:
    return count("%1 operation", number)
