"""One displayed graph and what happened to it since: the part that all kinds of live display share."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.graph import AccumulateGrad, Variable
from autograd_nb.trace.entries import OfTensor
from autograd_nb.trace.record import recorder
from autograd_nb.trace.visits import visits_of
from autograd_nb.trace.wire import Shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from autograd_nb.engine.graph import Node

LOOK_THROUGH = 20_000
"""Nodes of a graph that are looked through for news."""


class Following:
    """Follows one tensor, weakly: what a learner has dropped is not kept alive by having been looked at.

    Args:
        tensor: what is displayed.
        document: its GraphDoc as it was displayed.
        shortened: what was kept of it when it was shortened.
    """

    def __init__(self, tensor: Variable, document: dict[str, Any], shortened: Shortened | None = None) -> None:
        root = _root(tensor)
        self._tensor = weakref.ref(tensor)
        self._root = weakref.ref(root)
        self._latest = latest(root)
        self.document = document
        self.shortened = Shortened() if shortened is None else shortened
        self.revision = 0  # of a document that is newer: the number of the last event in it

    def tensor(self) -> Variable | None:
        """The displayed tensor, or None once it is gone or an in-place operation gave it another history."""
        tensor = self._tensor()
        return tensor if tensor is not None and _root(tensor) is self._root() else None

    def newer(self, make: Callable[[Variable], dict[str, Any]]) -> dict[str, Any] | None:
        """The newest document, which `make` makes; None if nothing happened to the graph since the last."""
        tensor = self.tensor()
        if tensor is None:
            return None
        now = latest(_root(tensor))
        if now == self._latest:
            return None
        self._latest = now
        document = _as_first_shown(make(tensor), self.document)
        if document == self.document:
            return None
        self.document, self.revision = document, now
        return document


def _root(tensor: Variable) -> Node | Variable:
    return tensor if tensor._grad_fn is None else tensor._grad_fn


def latest(root: Node | Variable) -> int:
    """The number of the last walk or change of a leaf or its gradient that this graph has seen; 0 for none.

    A graph too large to look through counts as touched by everything that happens.
    """
    clocks = [0, *_clocks(root)]
    todo = [] if isinstance(root, Variable) else [root]
    seen = set(todo)
    while todo:
        node = todo.pop()
        clocks.extend(_clocks(node))
        for following, _ in node.next_functions:
            if following is not None and following not in seen:
                seen.add(following)
                todo.append(following)
        if len(seen) > LOOK_THROUGH:
            return recorder.happened
    return max(clocks)


def _clocks(node: Node | Variable) -> Iterator[int]:
    visits = visits_of(node)
    if visits:
        yield visits[-1].walk.clock
    trace = (node.variable if isinstance(node, AccumulateGrad) else node)._trace
    if isinstance(trace, OfTensor):
        yield trace.changed
        if trace.ledger:
            yield trace.ledger[-1].clock


def _as_first_shown(document: dict[str, Any], first: dict[str, Any]) -> dict[str, Any]:
    """A newer document with the text and names first shown: `y` above is still y after `y = x.sum()`."""
    names = {(node["id"], node["op"]): node["name"] for node in first["nodes"]}
    nodes = [_named(node, names.get((node["id"], node["op"]), node["name"])) for node in document["nodes"]]
    return {**document, "text": first["text"], "nodes": nodes}


def _named(node: dict[str, Any], name: str) -> dict[str, Any]:
    return node if node["name"] == name else {**node, "name": name}
