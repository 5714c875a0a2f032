"""A layered drawing of a directed graph: its columns and the order in them. Knows nothing of cards or tensors.

Steps: rank every node by its longest path and pull suppliers next to their first use; put a dummy where an
edge passes a column; order the columns by medians and swaps of neighbours so that few edges cross. How large
the boxes are has no part in it: `heights.py` finds the heights for boxes of a size, and one arrangement
serves both directions of a picture. Everything iterative and near-linear; equal input gives equal output,
because nothing depends on hashes or on floating-point accident beyond rounding.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CAREFUL = 500  # up to so many vertices, dummies included, more effort is spent on crossings


@dataclass(slots=True)
class Vertex:
    """A box with the extents above and below the height where its edges arrive."""

    up: int
    down: int
    gap: int  # room wanted to the next box


@dataclass(slots=True)
class Link:
    """An edge; a heavier one is drawn straighter. `via` are the dummies it passes, left to right."""

    start: int
    end: int
    weight: float = 1.0
    via: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Arrangement:
    """Which column every vertex stands in, and where in it: all of a drawing that sizes have no part in.

    The first vertices are the caller's, then the dummies. `left` and `right` are the neighbours with weights.
    """

    rank: list[int]
    columns: list[list[int]]
    left: list[list[tuple[int, float]]]
    right: list[list[tuple[int, float]]]
    real: int


def arrange(sources: Sequence[bool], links: Sequence[Link]) -> Arrangement:
    """Columns with few crossings; fills `Link.via` with the dummies.

    Args:
        sources: for each vertex whether it is a leaf, a constant or a tag, into which nothing flows.
        links: the edges.

    Raises:
        ValueError: the graph has a cycle.

    >>> arrange([True, True, False], [Link(0, 2), Link(1, 2)]).columns
    [[0, 1], [2]]
    """
    rank = _rank(len(sources), links)
    real = len(sources)
    for link in links:
        for column in range(rank[link.start] + 1, rank[link.end]):
            link.via.append(len(rank))
            rank.append(column)
    left: list[list[tuple[int, float]]] = [[] for _ in rank]
    right: list[list[tuple[int, float]]] = [[] for _ in rank]
    for link in links:
        chain = [link.start, *link.via, link.end]
        for start, end in pairwise(chain):
            inner = (start >= real) + (end >= real)
            weight = link.weight * (1.0, 2.0, 8.0)[inner]
            right[start].append((end, weight))
            left[end].append((start, weight))
    columns = _first_order([*sources, *[False] * (len(rank) - real)], rank, left, right)
    columns = _fewer_crossings(columns, left, right, careful=len(rank) <= CAREFUL)
    return Arrangement(rank, columns, left, right, real)


def _rank(count: int, links: Sequence[Link]) -> list[int]:
    """Longest-path ranks, then suppliers pulled to their first use so that edges are short."""
    inputs: list[list[int]] = [[] for _ in range(count)]
    uses: list[list[int]] = [[] for _ in range(count)]
    for link in links:
        inputs[link.end].append(link.start)
        uses[link.start].append(link.end)
    waiting = [len(group) for group in inputs]
    order = [node for node in range(count) if not waiting[node]]
    for node in order:
        for use in uses[node]:
            waiting[use] -= 1
            if not waiting[use]:
                order.append(use)
    if len(order) != count:
        raise ValueError("the graph has a cycle")
    rank = [0] * count
    for node in order:
        rank[node] = max((rank[i] + 1 for i in inputs[node]), default=0)
    alone = [True] * count  # all inputs come from subtrees that nobody else uses
    for node in order:
        alone[node] = all(alone[i] and len(set(uses[i])) == 1 for i in inputs[node])
    for node in reversed(order):
        if uses[node] and (alone[node] or len(set(inputs[node])) <= len(set(uses[node]))):
            rank[node] = max(rank[node], min(rank[use] for use in uses[node]) - 1)
    first = min(rank, default=0)
    return [value - first for value in rank]


def _first_order(
    sources: Sequence[bool],
    rank: Sequence[int],
    left: Sequence[Sequence[tuple[int, float]]],
    right: Sequence[Sequence[tuple[int, float]]],
) -> list[list[int]]:
    """Depth first from the sinks, computed inputs before suppliers: parameters hang below the spine."""
    columns: list[list[int]] = [[] for _ in range(max(rank, default=-1) + 1)]
    seen = [False] * len(sources)
    for sink in range(len(sources)):
        if right[sink]:
            continue
        stack = [sink]
        while stack:
            node = stack.pop()
            if seen[node]:
                continue
            seen[node] = True
            columns[rank[node]].append(node)
            inputs = [start for start, _ in left[node] if not seen[start]]
            inputs.sort(key=lambda start: sources[start])
            stack.extend(reversed(inputs))
    return columns


def crossings(
    columns: Sequence[Sequence[int]], right: Sequence[Sequence[tuple[int, float]]], place: Sequence[int]
) -> int:
    """Number of pairs of edges that cross between neighbouring columns."""
    total = 0
    for column in columns:
        ends: list[int] = []
        for node in column:
            targets = sorted(place[end] for end, _ in right[node])
            for target in targets:
                total += len(ends) - bisect_right(ends, target)
            for target in targets:
                insort(ends, target)
    return total


def _fewer_crossings(
    columns: list[list[int]],
    left: Sequence[Sequence[tuple[int, float]]],
    right: Sequence[Sequence[tuple[int, float]]],
    *,
    careful: bool,
) -> list[list[int]]:
    place = [0] * len(left)
    for column in columns:
        for position, node in enumerate(column):
            place[node] = position
    best, fewest = [list(column) for column in columns], crossings(columns, right, place)
    patience = 0
    for sweep in range(16 if careful else 6):
        if not fewest or patience > 5:
            break
        forward = sweep % 2 == 1
        for column in columns if forward else reversed(columns):
            _by_median(column, left if forward else right, place)
        if careful or sweep >= 4:
            _swap(columns, left, right, place, rounds=4 if careful else 1)
        count = crossings(columns, right, place)
        patience += 1
        if count < fewest:
            best, fewest, patience = [list(column) for column in columns], count, 0
    return best


def _by_median(column: list[int], side: Sequence[Sequence[tuple[int, float]]], place: list[int]) -> None:
    """Sorts a column by the medians of the neighbours on one side; who has none keeps its place."""
    keys: dict[int, float] = {}
    for node in column:
        near = sorted(place[other] for other, _ in side[node])
        if near:
            half = len(near) // 2
            keys[node] = near[half] if len(near) % 2 else (near[half - 1] + near[half]) / 2
    movable = iter(sorted(keys, key=lambda node: (keys[node], place[node])))
    column[:] = [next(movable) if node in keys else node for node in column]
    for position, node in enumerate(column):
        place[node] = position


def _swap(
    columns: Sequence[list[int]],
    left: Sequence[Sequence[tuple[int, float]]],
    right: Sequence[Sequence[tuple[int, float]]],
    place: list[int],
    *,
    rounds: int,
) -> None:
    """Swaps neighbours in a column wherever that leaves fewer crossings."""
    for _ in range(rounds):
        improved = False
        for column in columns:
            for position in range(len(column) - 1):
                upper, lower = column[position], column[position + 1]
                gain = 0
                for side in (left, right):
                    above = [place[other] for other, _ in side[upper]]
                    below = [place[other] for other, _ in side[lower]]
                    for a in above:
                        for b in below:
                            gain += (a > b) - (a < b)
                if gain > 0:
                    column[position], column[position + 1] = lower, upper
                    place[lower], place[upper] = position, position + 1
                    improved = True
        if not improved:
            return
