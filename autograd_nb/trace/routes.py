"""Edges of a picture: the value's way, the gradient's way back beside it, and where its text stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from autograd_nb.trace import cards

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.trace.layout import Item, Wire

BESIDE = 10  # distance of the gradient's way from the value's
PORT_GAP = 22  # between two edges at one card
TWIN_GAP = 36  # between parallel edges
PORT_MARGIN = 18  # ports keep so far from a card's corners
TIP = 2  # an arrow ends so far before the card
LEAF_MARGIN = 12
FAR = 44  # at most so far is a label from the middle of its curve
LABEL_LINE = 14  # height of a label
LABEL_LIFT = 6  # from the upper line of an edge up to the baseline of its label
LABEL_DROP = 13  # from the lower line down to the baseline


@dataclass(slots=True)
class Path:
    """Points with horizontal tangents; `bend` moves the middle of each curve sideways."""

    points: list[tuple[int, int]]
    bend: list[int] = field(default_factory=list)

    def text(self, dx: int = 0, dy: int = 0) -> str:
        """SVG path data.

        >>> Path([(0, 5), (40, 5)]).text(), Path([(0, 0), (40, 20)]).text()
        ('M0 5 L40 5', 'M0 0 C20 0 20 20 40 20')
        """
        (x, y), *rest = self.points
        parts = [f"M{x + dx} {y + dy}"]
        bends = self.bend or [0] * len(rest)
        for (a, b), bend in zip(rest, bends, strict=True):
            if b == y:
                parts.append(f"L{a + dx} {b + dy}")
            else:
                middle = (x + a) // 2 + bend + dx
                parts.append(f"C{middle} {y + dy} {middle} {b + dy} {a + dx} {b + dy}")
            x, y = a, b
        return " ".join(parts)

    def beside(self, shift: int, tip: int, start: int) -> Path:
        """The same way from its other end, `shift` pixels lower (negative: higher)."""
        points = [(x, y + shift) for x, y in reversed(self.points)]
        points[0], points[-1] = (start, points[0][1]), (tip, points[-1][1])
        bend = []
        for (xa, ya), (xb, yb) in pairwise(points):
            slope = (yb - ya) / (xb - xa) if xb != xa else 0.0
            bend.append(-round(max(-1.0, min(1.0, slope)) * shift))
        return Path(points, bend)


@dataclass(slots=True)
class Route:
    """One drawn edge: both ways, the place of its text, and all that it covers."""

    path: Path
    back: Path
    label: tuple[int, int, int]  # middle x, baseline y, room
    side: int
    box: tuple[int, int, int, int]


def draw(items: Sequence[Item], wires: Sequence[Wire]) -> list[Route]:
    """A route for every wire, in order."""
    ends = _ports(items, wires, arriving=True)
    starts = _ports(items, wires, arriving=False)
    routes = []
    for number, wire in enumerate(wires):
        first, last = items[wire.start], items[wire.end]
        y0, y1 = first.y + starts[number], last.y + ends[number]
        side = 1 if starts[number] + ends[number] > 0 else -1
        left, right = first.x + first.card.width, last.x
        if first.card.down - first.card.up == cards.STACK:
            left += cards.STACK
        points = [(left, y0)]
        gaps = wire.via
        points.append((max(left, gaps[0][1]), y0))
        for begin, end, height in gaps[1:-1]:
            points += [(begin, height), (end, height)]
        points += [(min(gaps[-1][0], right - TIP), y1), (right - TIP, y1)]
        path = Path(_simple(points))
        back = path.beside(side * BESIDE, left + TIP, right)
        begin, end = points[-3][0], gaps[-1][0]
        wide = min(wire.label + 8, max(0, end - begin - 12))
        label = ((begin + end) // 2, _baseline(points[-3][1], y1, side, wire), wide)
        routes.append(Route(path, back, label, side, (0, 0, 0, 0)))
    _separate(wires, routes)
    for route in routes:
        points = route.path.points + route.back.points
        x, y, wide = route.label
        xs = [p[0] for p in points] + [x - wide // 2, x + wide // 2]
        ys = [p[1] for p in points] + [y - LABEL_LINE, y + 4]
        route.box = (min(xs), min(ys), max(xs), max(ys))
    return routes


def _baseline(before: int, after: int, side: int, wire: Wire) -> int:
    """Where the text of a contribution stands: clear of its own curve, but not far away from its middle."""
    middle = (before + after) // 2
    if wire.cut:
        return middle
    if side < 0:
        return max(min(before, after), middle - FAR) - BESIDE - LABEL_LIFT
    return min(max(before, after), middle + FAR) + BESIDE + LABEL_DROP


def _ports(items: Sequence[Item], wires: Sequence[Wire], *, arriving: bool) -> list[int]:
    """For each wire how far from the middle of its card it arrives (or leaves)."""
    groups: dict[int, list[int]] = {}
    for number, wire in enumerate(wires):
        groups.setdefault(wire.end if arriving else wire.start, []).append(number)
    result = [0] * len(wires)
    for card, group in groups.items():
        if len(group) == 1:
            continue
        wanted = {n: _direction(items, wires[n], arriving) - items[card].y for n in group}
        _fan_out(wires, group, wanted)
        group.sort(key=lambda n: (wanted[n], wires[n].edges[0]))
        height = items[card].card.up * 2
        margin = PORT_MARGIN if height > cards.LEAF_HEIGHT else LEAF_MARGIN
        room = max(0, height // 2 - margin)
        gap = min(PORT_GAP, 2 * room / (len(group) - 1))
        result_of = _spread([max(-room, min(room, wanted[n])) for n in group], gap, room)
        for number, offset in zip(group, result_of, strict=True):
            result[number] = offset
    return result


def _fan_out(wires: Sequence[Wire], group: Sequence[int], wanted: dict[int, int]) -> None:
    """Parallel edges, as of `dot(x, x)`, are drawn well apart: two arguments, two arrows."""
    twins: dict[tuple[int, int], list[int]] = {}
    for number in group:
        twins.setdefault((wires[number].start, wires[number].end), []).append(number)
    for numbers in twins.values():
        for position, number in enumerate(sorted(numbers, key=lambda n: wires[n].edges[0])):
            wanted[number] += round((position - (len(numbers) - 1) / 2) * TWIN_GAP)


def _direction(items: Sequence[Item], wire: Wire, arriving: bool) -> int:
    """The height that a wire comes from (or goes to) in the next column."""
    passed = wire.via[1:-1]
    if passed:
        return passed[-1 if arriving else 0][2]
    return items[wire.start if arriving else wire.end].y


def _spread(wanted: Sequence[int], gap: float, room: int | None) -> list[int]:
    """Values near the wanted ones, in order, at least `gap` apart, within -room..room if that is given.

    >>> _spread([0, 0], 20, 30), _spread([0, 24], 20, 24)
    ([-10, 10], [0, 24])
    """
    blocks: list[list[float]] = []
    for index, want in enumerate(wanted):
        block = [want - index * gap, 1.0]
        while blocks and blocks[-1][0] / blocks[-1][1] >= block[0] / block[1]:
            upper = blocks.pop()
            block = [upper[0] + block[0], upper[1] + block[1]]
        blocks.append(block)
    values: list[float] = []
    for total, members in blocks:
        values += [total / members] * int(members)
    last = len(wanted) - 1
    placed = [value + index * gap for index, value in enumerate(values)]
    if room is not None:
        limits = [(-room + index * gap, room - (last - index) * gap) for index in range(last + 1)]
        placed = [max(low, min(high, value)) for value, (low, high) in zip(placed, limits, strict=True)]
    return [round(value) for value in placed]


def _simple(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without repeated points and without points in the middle of a straight stretch."""
    result: list[tuple[int, int]] = []
    for point in points:
        if result and result[-1] == point:
            continue
        if len(result) > 1 and result[-1][1] == result[-2][1] == point[1]:
            result.pop()
        result.append(point)
    if len(result) == 1:
        result.append((result[0][0] + 1, result[0][1]))
    return result


def _separate(wires: Sequence[Wire], routes: Sequence[Route]) -> None:
    """Labels that share a gap between columns stand one below the other."""
    gaps: dict[int, list[Route]] = {}
    for wire, route in zip(wires, routes, strict=True):
        if wire.gradient:
            gaps.setdefault(wire.via[-1][0], []).append(route)
    for group in gaps.values():
        group.sort(key=lambda route: route.label[1])
        wanted = [route.label[1] for route in group]
        for route, baseline in zip(group, _spread(wanted, LABEL_LINE, None), strict=True):
            route.label = (route.label[0], baseline, route.label[2])
