"""Where the text of each edge of a picture stands: near its edge, clear of lines, cards and other texts.

`routes.py` proposes spots for each text, the best first. The first that is clear is taken; where none is, the one
that covers least. Here x runs to the right and y down, as in the picture.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LINE = 14  # height of a text, and from one baseline to the next
ASCENT = 10  # of it above the baseline
CELL = 64  # the plane is searched by squares of this size
STEPS = 8  # straight pieces that a curve is looked at as
GRADIENT = 3  # a gradient's line under a text is so much worse than a value's
TAKEN = 10_000  # another text, or a card: nothing is worse
APART = 3  # two texts in a row keep so much between them
NEAR = 24  # how far off a gradient's line is taken for the one that a text belongs to
MISREAD = 60  # so bad it is for a text to be nearer to the line of another gradient than to its own

_CURVE = [  # x and y of a curve with tangents along x, from (0, 0) to (1, 1), bent in the middle
    ((3 * t * (1 - t) ** 2 + 3 * t**2 * (1 - t)) / 2 + t**3, 3 * t**2 * (1 - t) + t**3)
    for t in (step / STEPS for step in range(STEPS + 1))
]


class Spot(NamedTuple):
    """The middle of a text's baseline, and how wide the text may be: 0 where there is none."""

    x: int
    y: int
    width: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """What the text covers."""
        half = self.width // 2
        return (self.x - half, self.y - ASCENT, self.x + half, self.y + LINE - ASCENT - 1)


Box = tuple[float, float, float, float]


class Plane:
    """What stands in a picture, to be asked what a text would cover."""

    def __init__(self) -> None:
        self._near: dict[tuple[int, int], list[tuple[Box, int]]] = {}
        self._gradients: dict[tuple[int, int], list[tuple[Box, int]]] = {}  # with the number of the edge

    def add(self, box: Box, weight: int) -> None:
        """Something stands there. A piece of line costs its length times `weight`."""
        for cell in _cells(box):
            self._near.setdefault(cell, []).append((box, weight))

    def line(self, points: Sequence[tuple[int, int]], weight: int, *, down: bool, edge: int | None = None) -> None:
        """A way through `points` (along, across), with tangents along; of a gradient with the number of its edge."""
        for (a, b), (c, d) in pieces(points):
            box = (min(b, d), min(a, c), max(b, d), max(a, c)) if down else (min(a, c), min(b, d), max(a, c), max(b, d))
            self.add(box, weight)
            if edge is not None:
                for cell in _cells(box):
                    self._gradients.setdefault(cell, []).append((box, edge))

    def strange(self, spot: Spot, edge: int) -> bool:
        """Whether a text of this edge would be read there as that of another: whose gradient's line is nearer."""
        left, top, right, bottom = spot.box
        own = other = NEAR + 1.0
        for cell in _cells((left - NEAR, top - NEAR, right + NEAR, bottom + NEAR)):
            for box, number in self._gradients.get(cell, ()):
                gap = max(box[0] - right, left - box[2], 0) + max(box[1] - bottom, top - box[3], 0)
                if number == edge:
                    own = min(own, gap)
                else:
                    other = min(other, gap)
        return other < own

    def cost(self, spot: Spot, enough: float = float("inf"), edge: int | None = None) -> float:
        """How bad a text would be there, looked at until it is `enough` to give the spot up.

        That is how much of lines it would cover, `TAKEN` and more if it lay on a card or another text; and whether it
        would be read as that of another edge than its own.
        """
        left, top, right, bottom = spot.box
        seen: set[Box] = set()
        total = 0.0
        for cell in _cells(spot.box):
            for box, weight in self._near.get(cell, ()):
                wide = min(right, box[2]) - max(left, box[0])
                high = min(bottom, box[3]) - max(top, box[1])
                if wide < 0 or high < 0 or box in seen:
                    continue
                seen.add(box)
                total += weight if weight >= TAKEN else weight * (wide + high)
                if total >= enough:
                    return total
        return total + MISREAD if edge is not None and self.strange(spot, edge) else total


def choose(plane: Plane, proposals: Iterable[Iterable[Spot]]) -> list[Spot]:
    """A spot for the text of every edge from those proposed, in order; what is chosen stands in the way of others."""
    chosen = []
    for edge, spots in enumerate(proposals):
        others = iter(spots)
        first = best = next(others)
        least = plane.cost(first, edge=edge if first.width else None)
        for spot in others if least else ():
            # One farther off, or with less room, has to be worth it.
            away = abs(spot.x - first.x) / 8 + abs(spot.y - first.y) / 2 + (first.width - spot.width) / 8
            if away >= least:
                continue
            cost = plane.cost(spot, least - away, edge)
            if cost + away < least:
                best, least = spot, cost + away
        if best.width:
            left, top, right, bottom = best.box
            plane.add((left - APART, top, right + APART, bottom), TAKEN)
        chosen.append(best)
    return chosen


def pieces(points: Sequence[tuple[int, int]]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight pieces of a way through points (along, across): between two heights it is a curve.

    >>> pieces([(0, 5), (40, 5)])
    [((0, 5), (40, 5))]
    >>> len(pieces([(0, 5), (40, 5), (80, 60)]))
    9
    """
    found: list[tuple[tuple[float, float], tuple[float, float]]] = []
    for (a, b), (c, d) in pairwise(points):
        if b == d:
            found.append(((a, b), (c, d)))
            continue
        on = [(a + (c - a) * x, b + (d - b) * y) for x, y in _CURVE]
        found += pairwise(on)
    return found


def _cells(box: Box) -> list[tuple[int, int]]:
    left, top, right, bottom = (int(each // CELL) for each in box)
    return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
