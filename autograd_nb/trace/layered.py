"""A layered drawing of a directed graph: columns, order in the columns, heights. Knows nothing of cards or tensors.

Steps: rank every node by its longest path and pull suppliers next to their first use; put a dummy where an
edge passes a column; order the columns by medians and swaps of neighbours so that few edges cross; find
heights by isotonic regression (pool adjacent violators), then pull chains straight. Everything iterative
and near-linear; equal input gives equal output, because nothing depends on hashes or on floating-point
accident beyond rounding.
"""

from __future__ import annotations

import math
from bisect import bisect_right, insort
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DUMMY_EXTENT = 9
CAREFUL = 500  # up to so many vertices, dummies included, more effort is spent on crossings


@dataclass(slots=True)
class Vertex:
    """A box with the extents above and below the height where its edges arrive."""

    up: int
    down: int
    gap: int  # room wanted to the next box
    source: bool = False  # a leaf, constant or tag: nothing flows into it


@dataclass(slots=True)
class Link:
    """An edge; a heavier one is drawn straighter. `via` are the dummies it passes, left to right."""

    start: int
    end: int
    weight: float = 1.0
    via: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Drawing:
    """Column and height of every vertex; the first ones are the caller's, then the dummies."""

    rank: list[int]
    columns: list[list[int]]
    height: list[float]


def draw(vertices: list[Vertex], links: Sequence[Link]) -> Drawing:
    """Column and height of each vertex; appends the dummies to `vertices` and fills `Link.via`.

    >>> boxes = [Vertex(10, 10, 5), Vertex(10, 10, 5), Vertex(10, 10, 5)]
    >>> draw(boxes, [Link(0, 2), Link(1, 2)]).height
    [-12.5, 12.5, 0.0]
    """
    rank = _rank(len(vertices), links)
    real = len(vertices)
    for link in links:
        for column in range(rank[link.start] + 1, rank[link.end]):
            link.via.append(len(vertices))
            vertices.append(Vertex(DUMMY_EXTENT, DUMMY_EXTENT, 6))
            rank.append(column)
    left: list[list[tuple[int, float]]] = [[] for _ in vertices]
    right: list[list[tuple[int, float]]] = [[] for _ in vertices]
    for link in links:
        chain = [link.start, *link.via, link.end]
        for start, end in pairwise(chain):
            inner = (start >= real) + (end >= real)
            weight = link.weight * (1.0, 2.0, 8.0)[inner]
            right[start].append((end, weight))
            left[end].append((start, weight))
    columns = _first_order(vertices, rank, left, right)
    columns = _fewer_crossings(columns, left, right, careful=len(vertices) <= CAREFUL)
    height = _heights(vertices, columns, left, right)
    _straighten(vertices, columns, left, right, height, real)
    return Drawing(rank, columns, height)


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
    vertices: Sequence[Vertex],
    rank: Sequence[int],
    left: Sequence[Sequence[tuple[int, float]]],
    right: Sequence[Sequence[tuple[int, float]]],
) -> list[list[int]]:
    """Depth first from the sinks, computed inputs before suppliers: parameters hang below the spine."""
    columns: list[list[int]] = [[] for _ in range(max(rank, default=-1) + 1)]
    seen = [False] * len(vertices)
    for sink in range(len(vertices)):
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
            inputs.sort(key=lambda start: vertices[start].source)
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


def _apart(vertices: Sequence[Vertex], column: Sequence[int]) -> list[int]:
    """Least height of each vertex of a column above the first one's."""
    offsets, total = [0], 0
    for upper, lower in pairwise(column):
        a, b = vertices[upper], vertices[lower]
        total += a.down + max(a.gap, b.gap) + b.up
        offsets.append(total)
    return offsets


def _settle(
    column: Sequence[int],
    offsets: Sequence[int],
    wanted: Sequence[float],
    weights: Sequence[float],
    height: list[float],
) -> None:
    """The heights nearest to the wanted ones (weighted least squares) that keep the distances."""
    blocks: list[tuple[float, float, int]] = []  # sum of weight * value, sum of weight, members
    for offset, want, weight in zip(offsets, wanted, weights, strict=True):
        block = (weight * (want - offset), weight, 1)
        while blocks and blocks[-1][0] * block[1] >= block[0] * blocks[-1][1]:
            last = blocks.pop()
            block = (last[0] + block[0], last[1] + block[1], last[2] + block[2])
        blocks.append(block)
    position = 0
    for total, weight, members in blocks:
        for index in range(position, position + members):
            height[column[index]] = total / weight + offsets[index]
        position += members


def _heights(
    vertices: Sequence[Vertex],
    columns: Sequence[Sequence[int]],
    left: Sequence[Sequence[tuple[int, float]]],
    right: Sequence[Sequence[tuple[int, float]]],
) -> list[float]:
    height = [0.0] * len(vertices)
    offsets = [_apart(vertices, column) for column in columns]
    for column, apart in zip(columns, offsets, strict=True):
        for node, offset in zip(column, apart, strict=True):
            height[node] = float(offset)
    passes = 8 if len(vertices) <= 4 * CAREFUL else 5
    for turn in range(passes):
        sides = ((right,), (left,), (left, right))[2 if turn >= passes - 2 else turn % 2]
        sequence = range(len(columns)) if turn % 2 else range(len(columns) - 1, -1, -1)
        for index in sequence:
            wanted, weights = [], []
            for node in columns[index]:
                total = value = 0.0
                for side in sides:
                    for other, weight in side[node]:
                        total += weight
                        value += weight * height[other]
                wanted.append(value / total if total else height[node])
                weights.append(total or 0.01)
            _settle(columns[index], offsets[index], wanted, weights, height)
    return height


def _straighten(
    vertices: Sequence[Vertex],
    columns: Sequence[Sequence[int]],
    left: Sequence[Sequence[tuple[int, float]]],
    right: Sequence[Sequence[tuple[int, float]]],
    height: list[float],
    real: int,
) -> None:
    """Puts every chain on one height, longest chains first, then brings what is left near to its uses."""
    index = {node: (number, at) for number, column in enumerate(columns) for at, node in enumerate(column)}
    offsets = [_apart(vertices, column) for column in columns]
    fixed: list[list[int]] = [[] for _ in columns]  # positions in each column that have their final height
    chains = _chains(columns, left, right, real)
    for chain in sorted(chains, key=lambda nodes: (-len(nodes), nodes[0])):
        middle = sorted(height[node] for node in chain)[len(chain) // 2]
        piece: list[int] = []
        low, high = -math.inf, math.inf
        for node in [*chain, -1]:
            room = (-math.inf, math.inf) if node < 0 else _room(index[node], columns, offsets, fixed, height)
            if node >= 0 and max(low, room[0]) <= min(high, room[1]):
                low, high = max(low, room[0]), min(high, room[1])
                piece.append(node)
                continue
            for member in piece:
                height[member] = min(max(middle, low), high)
                column, at = index[member]
                insort(fixed[column], at)
            piece = [node]
            low, high = room
    for number, nodes in enumerate(columns):
        still = set(fixed[number])
        wanted, weights = [], []
        for at, node in enumerate(nodes):
            near = right[node] or left[node]
            total = sum(weight for _, weight in near)
            free = at not in still and total > 0
            pull = sum(height[other] * weight for other, weight in near)
            wanted.append(pull / total if free else height[node])
            weights.append(1.0 if at not in still else 1e9)
        _settle(nodes, offsets[number], wanted, weights, height)


def _room(
    spot: tuple[int, int],
    columns: Sequence[Sequence[int]],
    offsets: Sequence[Sequence[int]],
    fixed: Sequence[Sequence[int]],
    height: Sequence[float],
) -> tuple[float, float]:
    """Between which heights a vertex may stand, given those of its column that are fixed."""
    column, at = spot
    apart, near = offsets[column], bisect_right(fixed[column], at)
    low, high = -math.inf, math.inf
    if near > 0:
        above = fixed[column][near - 1]
        low = height[columns[column][above]] + apart[at] - apart[above]
    if near < len(fixed[column]):
        below = fixed[column][near]
        high = height[columns[column][below]] - (apart[below] - apart[at])
    return low, high


def _chains(
    columns: Sequence[Sequence[int]],
    left: Sequence[Sequence[tuple[int, float]]],
    right: Sequence[Sequence[tuple[int, float]]],
    real: int,
) -> list[list[int]]:
    """Runs of vertices that belong on one line: each the one clearly heaviest neighbour of the other."""
    follower: dict[int, int] = {}
    for column in columns:
        for node in column:
            start = _favourite(node, left[node], real)
            if start is not None and _favourite(start, right[start], real) == node:
                follower[start] = node
    heads = set(follower.values())
    chains = []
    for column in columns:
        for node in column:
            if node not in heads and node in follower:
                chain = [node]
                while chain[-1] in follower:
                    chain.append(follower[chain[-1]])
                chains.append(chain)
    return chains


def _favourite(node: int, near: Sequence[tuple[int, float]], real: int) -> int | None:
    """The neighbour with the strictly heaviest connection; a dummy only where nothing real is there."""
    total: dict[int, float] = {}
    for other, weight in near:
        both = (node >= real) == (other >= real)
        total[other] = total.get(other, 0.0) + (weight if both else weight / 8)
    if not total:
        return None
    heaviest = max(total.values())
    best = [other for other, weight in total.items() if weight == heaviest]
    return best[0] if len(best) == 1 else None
