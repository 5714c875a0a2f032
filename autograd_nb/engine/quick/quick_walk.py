"""The quick way back through a graph in which nothing is unusual: what walk.py does, without its questions.

Nothing is recorded, there are no hooks, each operation has one result and a quick way back (`send`, see unrolled.py).
Then it need not be counted how many gradients a node waits for. An operation is made after all that it is computed
from, so of those that were reached, the one made last has got everything. When a leaf has, only who watches can see,
and it is known in the end. At the first node that is unusual, walk.py goes on from what has arrived until then.

So nothing is decided here, and everything works without this file. With it the way back of a hundred sines takes half
of the time.
"""

from __future__ import annotations

import heapq
import operator
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.arriving import WORTHWHILE, fit, held_once
from autograd_nb.engine.namespaces import ARRAYS
from autograd_nb.engine.node import AccumulateGrad

if TYPE_CHECKING:
    from autograd_nb.engine.node import Edge, Node

SUM, NODE = 1, 2
"""What is where in what is noted of an operation that was reached. First comes its place in the order of the walk.

What is noted of a leaf is the leaf and, in the same place, the sum.
"""

ROOM = 2**20
"""Elements that a walk may lay by for who watches; one with more is unusual."""

START = -(2.0**40)
"""The place in the order of what comes before all operations."""

Visit = tuple[Any, float, Any, list[Any]]
"""What who watches calls the walk, a place in the order, what has arrived at the node, what it sent along its edges."""


Begun = tuple["list[tuple[AccumulateGrad, Any]]", "list[Node]", list[Visit], "dict[AccumulateGrad, float]"]
"""What a walk gives: leaves with what arrived there, nodes that ran, and for who watches visits and `due`."""


def walk(  # noqa: C901, PLR0912, PLR0915 - the walk is one loop, read from top to bottom
    starts: list[tuple[Edge, Any]],
    leaves: list[Any],
    visited: list[Node],
    told: list[Visit] | None = None,
    due: dict[AccumulateGrad, float] | None = None,
    trace: Any = None,
) -> list[tuple[Edge, Any]]:
    """Run nodes as long as they are usual, and give what is left: edges, and the gradient that is to go along each.

    Args:
        starts: the edges into the graph, in the same form.
        leaves: is given pairs of a leaf and what has arrived there, if nothing is left.
        visited: is given the nodes that were run.
        told: for who watches, is given the visits of these.
        due: for who watches, is given the leaves in the order in which the last gradient arrived there, and the place
            of what it came from.
        trace: what who watches calls the walk.
    """
    sums: dict[Node, list[Any]] = {}  # the leaves that are reached
    reached: dict[Node, list[Any]] = {}
    ready: list[list[Any]] = []  # the same as a heap
    newest: list[Any] | None = None  # the last that was reached, in neither of them
    note: list[Any] | None = None
    left: list[tuple[Edge, Any]] = []
    edges: Any = []
    sent: Any = []
    for edge, seed in starts:  # as if a node before the roots had sent the seeds
        edges.append(edge)
        sent.append(seed)
    node: Any = None
    order = START
    room = ROOM
    while True:
        i = -1
        for following, number in edges:
            i += 1
            c = sent[i]
            if c is None:
                continue
            send = following.send
            if send is None:
                note = sums.get(following)
            else:
                note = newest if newest is not None and newest[NODE] is following else reached.get(following)
            if note is None and (
                following.hooks is not None or (send is None and type(following) is not AccumulateGrad)
            ):
                if told is not None:
                    shape, dtype = following.results[number]
                    c = sent[i] = fit(c, shape, dtype, ARRAYS, node, i)
                left.append(((following, number), c))
                continue
            shape, dtype = following.results[0]
            if c.shape != shape or c.dtype is not dtype:
                c = fit(c, shape, dtype, ARRAYS, node, i)
            if due is None:
                sent[i] = None  # the sum's alone, it may be added to in place
            else:
                sent[i] = c
                if send is None:
                    if note is not None:  # it has got all that comes after those that were reached between
                        sums[following] = sums.pop(following)
                        del due[following]
                    due[following] = order
            if note is not None:
                if c.size >= WORTHWHILE and held_once(note, SUM):
                    np.add(note[SUM], c, note[SUM])
                else:
                    note[SUM] = note[SUM] + c
            elif send is None:
                sums[following] = [following, c]
            elif newest is None:
                newest = [-following.sequence_nr, c, following]  # in a chain nothing else is ever reached
            else:
                reached[following] = note = [-following.sequence_nr, c, following]
                heapq.heappush(ready, note)
        if left:
            break
        if newest is None:
            if not ready:
                break
            note = heapq.heappop(ready)
            del reached[note[NODE]]
        elif ready and ready[0] < newest:  # made later
            note = heapq.heapreplace(ready, newest)
            del reached[note[NODE]]
            reached[newest[NODE]] = newest
        else:
            note = newest
        newest = None
        order, g, node = note
        send = node.send  # not called as a method, which Python would look for
        if told is None:
            sent = send(node, g)
            if sent is None:
                break
        else:
            room -= g.size
            sent = send(node, g) if room >= 0 else None
            if sent is None:
                break
            told.append((trace, order, g, sent))
        visited.append(node)
        edges = node.next_functions
    if not left and sent is not None:
        leaves += sums.values()
        return left
    waiting = (*reached.values(), newest, None if left else note)  # the last of them is the unusual one
    left += [((each[NODE], 0), each[SUM]) for each in waiting if each is not None]
    left += [((leaf, 0), total) for leaf, total in sums.values()]
    return left


def in_order(begun: Begun) -> list[tuple[Node, Any, list[Any]]]:
    """Node, gradient and what was sent of each visit: of the operations, and of leaves as soon as it can be.

    The leaves of `begun` are put in the order in which all had arrived there.
    """
    leaves, visited, told, due = begun
    totals = dict(leaves)
    leaves[:] = [(leaf, totals[leaf]) for leaf in due if leaf in totals]
    visits: list[tuple[float, Node, Any, list[Any]]] = []
    visits += [(order, node, g, sent) for node, (_, order, g, sent) in zip(visited, told)]
    visits += [(due[leaf], leaf, total, []) for leaf, total in leaves]
    return [visit[1:] for visit in sorted(visits, key=operator.itemgetter(0))]
