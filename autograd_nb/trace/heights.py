"""Heights of the boxes of a layered drawing: near their neighbours, apart from each other, chains straight.

Isotonic regression (pool adjacent violators) column by column, then every chain is pulled onto one height.
"""

from __future__ import annotations

import math
from bisect import bisect_right, insort
from itertools import pairwise
from typing import TYPE_CHECKING

from .layered import CAREFUL, Vertex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .layered import Arrangement

DUMMY = Vertex(9, 9, 6)
"""Where an edge passes a column."""


def heights(vertices: Sequence[Vertex], arrangement: Arrangement) -> list[float]:
    """Height of each vertex, dummies included, whatever the sizes that the arrangement was found with.

    >>> from autograd_nb.trace.layered import Link, arrange
    >>> boxes = [Vertex(10, 10, 5), Vertex(10, 10, 5), Vertex(10, 10, 5)]
    >>> heights(boxes, arrange([True, True, False], [Link(0, 2), Link(1, 2)]))
    [-12.5, 12.5, 0.0]
    """
    everything = [*vertices, *[DUMMY] * (len(arrangement.rank) - arrangement.real)]
    height = _heights(everything, arrangement.columns, arrangement.left, arrangement.right)
    _straighten(everything, arrangement.columns, arrangement.left, arrangement.right, height, arrangement.real)
    return height


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
