"""The quick way back through a graph in which nothing is unusual: what walk.py does, without its questions.

Nobody watches, nothing is recorded, there are no hooks, each operation has one result and a quick way back
(`send`, see unrolled.py). Then nobody can see when leaves are served, and it need not be counted how many gradients a
node waits for: a node is made after all that it is computed from, so of those that were reached, the one made last has
got everything. At the first node that is unusual, walk.py goes on from what has arrived until then.

So nothing is decided here, and everything works without this file. With it the way back of a hundred sines takes half
of the time.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any

import numpy as np

from .arriving import WORTHWHILE, fit, held_once
from .namespaces import ARRAYS
from .node import AccumulateGrad

if TYPE_CHECKING:
    from .node import Edge, Node

NODE, SUM = 1, 2
"""What is where in what is noted of a node that was reached. First comes its place in the order."""


def walk(  # noqa: C901, PLR0912 - the walk is one loop, read from top to bottom
    starts: list[tuple[Edge, Any]], leaves: list[tuple[AccumulateGrad, Any]], visited: list[Node]
) -> list[tuple[Edge, Any]]:
    """Run nodes as long as they are usual, and give what is left: edges, and the gradient that is to go along each.

    Args:
        starts: the edges into the graph, in the same form.
        leaves: is given the leaves and what has arrived there, if nothing is left.
        visited: is given the nodes that were run.
    """
    reached: dict[Node, list[Any]] = {}
    ready: list[list[Any]] = []  # a heap of what is reached and no leaf, but for `newest`
    newest: list[Any] | None = None
    left: list[tuple[Edge, Any]] = []
    edges: Any = [edge for edge, _ in starts]  # as if a node before the roots had sent the seeds
    sent: Any = [seed for _, seed in starts]
    node: Any = None
    while True:
        i = -1
        for following, number in edges:
            i += 1
            c = sent[i]
            if c is None:
                continue
            sent[i] = None  # the sum's alone, it may be added to in place
            note = reached.get(following)
            if note is None and (
                following.hooks is not None or (following.send is None and type(following) is not AccumulateGrad)
            ):
                left.append(((following, number), c))
                continue
            shape, dtype = following.results[0]
            if c.shape != shape or c.dtype is not dtype:
                c = fit(c, shape, dtype, ARRAYS, node, i)
            if note is not None:
                if c.size >= WORTHWHILE and held_once(note, SUM):
                    np.add(note[SUM], c, note[SUM])
                else:
                    note[SUM] = note[SUM] + c
                continue
            note = reached[following] = [-following.sequence_nr, following, c]
            if following.send is None:
                continue
            if newest is None:
                newest = note
            else:
                heapq.heappush(ready, note)
        if left:
            break
        if newest is None:
            if not ready:
                break
            note = heapq.heappop(ready)
        else:
            note = heapq.heappushpop(ready, newest) if ready else newest
            newest = None
        _, node, g = note
        sent = node.send(node, g)
        if sent is None:
            break
        del reached[node]
        visited.append(node)
        edges = node.next_functions
    if left or sent is None:
        return left + [((node, 0), total) for _, node, total in reached.values()]
    leaves += [(leaf, total) for _, leaf, total in reached.values()]
    return []
