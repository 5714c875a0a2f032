"""A walk back with many upstream gradients at once: what `is_grads_batched`, `func.jacrev` and `vmap` of `vjp` come to.

What goes along the edges is a batch (batches.py): each formula is computed for all gradients at once where its
functions have rules for that (batch_rules.py), and for one after the other where they have none. The graph has no
batch: its values are shared by all.

Who watches hears of one walk for each gradient, as if there had been so many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from autograd_nb.engine import events
from autograd_nb.engine.walk import Walk

from .batches import Met, example, innermost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.node import Node

    from .batches import Batch

Arrays = list[Any]


class BatchedWalk(Walk):
    """A walk of which a seed is a batch; it ends at inputs, which `grad` is asked for."""

    __slots__ = ("batch",)

    batch: Batch

    def run(self, *, tell: events.Observer | bool = True) -> None:
        """Walk, and tell of it as of so many walks, the first of which has recorded what the walk has recorded."""
        self.tensors = True
        self.batch = innermost([seed for _, seed in self.starts], {})  # type: ignore[assignment]  # there is one
        watcher = events.observer if tell is True else tell or None
        if watcher is None or not self.batch.size:
            super().run(tell=False)
            return
        walks = [self._walk_of(i) for i in range(self.batch.size)]
        heard, error = _Heard(), None
        watcher.backward_started(walks[0])
        try:
            super().run(tell=heard)  # type: ignore[arg-type]  # knows what such a walk tells
        except BaseException as raised:
            error = raised
            del walks[1:]
            raise
        finally:
            for i, walk in enumerate(walks):
                if i:
                    watcher.backward_started(walk)
                walk.failed_node, walk.captured = self.failed_node, self.captured
                for visit in heard.visits:
                    visit.tell(watcher, walk, i)
                watcher.backward_ended(walk, error)

    def _walk_of(self, i: int) -> Walk:
        """The walk of one gradient, which is not run."""
        starts = [(edge, example(self.batch, i, seed)) for edge, seed in self.starts]
        walk = Walk(self.kind, starts, self.keep_graph, self.create_graph, self.inputs, self.allow_unused)
        walk.given = self.given
        return walk

    def _sent_by(self, node: Node, wanted: set[Node] | None, grads: list[Any]) -> list[Any]:
        send = super()._sent_by
        try:
            return send(node, wanted, grads)
        except Met:  # the formula looks into a gradient
            batch = self.batch
            rows = [send(node, wanted, example(batch, i, grads)) for i in range(max(batch.size, 1))]
            return [batch.joined(list(column)) for column in zip(*rows)]


class _Heard:
    """What a batched walk has told."""

    def __init__(self) -> None:
        self.visits: list[_Visit] = []

    def backward_started(self, walk: Walk) -> None:
        walk.trace = self

    def visited(self, walk: Walk, node: Node, upstream: Arrays, sent: Arrays) -> None:
        arrived = walk.arrived[1] if walk.arrived and walk.arrived[0] is node else None
        computed = walk.computed[1] if walk.computed and walk.computed[0] is node else None
        self.visits.append(_Visit(node, upstream, sent, arrived, computed))

    def backward_ended(self, walk: Walk, error: BaseException | None) -> None:
        pass


class _Visit(NamedTuple):
    """A visit to a node: what has arrived and what it has sent, with the examples along the first dimension."""

    node: Node
    upstream: Arrays
    sent: Arrays
    arrived: Arrays | None
    computed: Arrays | None

    def tell(self, watcher: events.Observer, walk: Walk, i: int) -> None:
        """Tell of it as a visit in the walk of one gradient."""
        shapes = [shape for shape, _ in self.node.results]
        after = [None if f is None else f.results[number][0] for f, number in self.node.next_functions]
        if self.arrived is not None:
            walk.arrived = self.node, _parts(self.arrived, shapes, i)
        if self.computed is not None:
            walk.computed = self.node, _parts(self.computed, after, i)
        watcher.visited(walk, self.node, _parts(self.upstream, shapes, i), _parts(self.sent, after, i))


def _parts(arrays: Arrays, shapes: Sequence[Any], i: int) -> Arrays:
    """Of each array the part of one example; what all examples share has no dimension for them."""
    return [a if a is None or shape is None or a.ndim == len(shape) else a[i] for a, shape in zip(arrays, shapes)]
