"""Edges of a picture: the value's way, the gradient's way back beside it, and spots for its text.

Points are (along the values' way, across it) until they are written down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from . import cards, lanes, spots
from .spots import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .layout import Item, Wire

BESIDE = 10  # distance of the gradient's way from the value's
PORT_GAP = 22  # between two edges at one card
TWIN_GAP = 36  # between parallel edges
PORT_MARGIN = 18  # ports keep so far from a card's corners
TIP = 2  # an arrow ends so far before the card
LEAF_MARGIN = 12
FAR = 44  # at most so far is a label from the middle of its curve
LABEL_LIFT = 6  # from the upper line of an edge up to the baseline of its label
LABEL_DROP = 13  # from the lower line down to the baseline
LABEL_SIDE = 6  # from an edge that runs down to its label
LABEL_BELOW = 18  # from the card down to the baseline of the first line of labels
LABEL_ABOVE = 14  # from the last such baseline down to the next card
AWAY = 5  # at most so many lines of text is a label from where it belongs
NARROWER = (104, 76, 48)  # a text that has no room beside an edge is made so short, but not by half
SCISSORS = 10  # half of their size
CUT_LIFT = 8  # scissors stand so much above the middle: the word below them needs room


@dataclass(slots=True)
class Path:
    """Points (along, across) with tangents along; `bend` moves the middle of each curve."""

    points: list[tuple[int, int]]
    bend: list[int] = field(default_factory=list)
    down: bool = False

    def text(self, dx: int = 0, dy: int = 0) -> str:
        """SVG path data.

        >>> Path([(0, 5), (40, 5)]).text(), Path([(0, 0), (40, 20)]).text()
        ('M0 5 L40 5', 'M0 0 C20 0 20 20 40 20')
        >>> Path([(0, 0), (40, 20)], down=True).text()
        'M0 0 C0 20 20 20 20 40'
        """

        def at(along: int, across: int) -> str:
            return f"{across + dx} {along + dy}" if self.down else f"{along + dx} {across + dy}"

        (x, y), *rest = self.points
        parts = [f"M{at(x, y)}"]
        bends = self.bend or [0] * len(rest)
        for (a, b), bend in zip(rest, bends, strict=True):
            if b == y:
                parts.append(f"L{at(a, b)}")
            else:
                middle = (x + a) // 2 + bend
                parts.append(f"C{at(middle, y)} {at(middle, b)} {at(a, b)}")
            x, y = a, b
        return " ".join(parts)

    def beside(self, shift: int, tip: int, start: int) -> Path:
        """The same way from its other end, `shift` pixels to the side."""
        points = [(x, y + shift) for x, y in reversed(self.points)]
        points[0], points[-1] = (start, points[0][1]), (tip, points[-1][1])
        bend = []
        for (xa, ya), (xb, yb) in pairwise(points):
            slope = (yb - ya) / (xb - xa) if xb != xa else 0.0
            bend.append(-round(max(-1.0, min(1.0, slope)) * shift))
        return Path(points, bend, self.down)


@dataclass(slots=True)
class Route:
    """One drawn edge: both ways, the place of its text, and all that it covers."""

    path: Path
    back: Path
    label: Spot
    box: tuple[int, int, int, int] = (0, 0, 0, 0)


def attach(items: Sequence[Item], wires: Sequence[Wire]) -> None:
    """Says where across every wire leaves its first card and arrives at its last."""
    arrives = _ports(items, wires, arriving=True)
    leaves = _ports(items, wires, arriving=False)
    for number, wire in enumerate(wires):
        wire.arrives, wire.leaves = arrives[number], leaves[number]


def draw(items: Sequence[Item], wires: Sequence[Wire], direction: str) -> list[Route]:
    """A route for every wire, in order."""
    down = direction == "down"
    routes, proposals = [], []
    for wire in wires:
        first, last = items[wire.start], items[wire.end]
        y0, y1 = first.line + wire.leaves, last.line + wire.arrives
        left, right = first.begin + first.size + first.card.stack, last.begin
        begin, end = wire.columns[0][1], wire.columns[-1][0]
        points = [(left, y0), (max(left, begin), y0)]
        for (start, stop), line in zip(wire.columns[1:-1], wire.passed, strict=True):
            points += [(start, line), (stop, line)]
        points += [(min(end, right - TIP), y1), (right - TIP, y1)]
        path = Path(_simple(points), down=down)
        side = _side(wire, down)
        if wire.cut:
            proposed = iter([_scissors(points, down)])
        elif down:
            proposed = _beside(points[1], points[2], side, wire)
        else:
            proposed = iter(_over(points[-3], (end, y1), side, wire))
        spot = next(proposed)
        routes.append(Route(path, path.beside(side * BESIDE, left + TIP, right), spot))
        proposals.append(chain((spot,), proposed if wire.gradient else ()))
    for route, spot in zip(routes, spots.choose(_plane(items, wires, routes, direction), proposals), strict=True):
        route.label = spot
    for route in routes:
        ways = route.path.points + route.back.points
        text = route.label.box
        xs = [p[down] for p in ways] + [text[0], text[2]]
        ys = [p[not down] for p in ways] + [text[1], text[3]]
        route.box = (min(xs), min(ys), max(xs), max(ys))
    return routes


def _plane(items: Sequence[Item], wires: Sequence[Wire], routes: Sequence[Route], direction: str) -> spots.Plane:
    """What the texts keep clear of."""
    plane = spots.Plane()
    for item in items:
        for box in item.covers(direction):
            plane.add(box, spots.TAKEN)
    for _, left, top, right, _ in lanes.bands(items, [item.box(direction) for item in items]):
        plane.add((left, top, right, top + lanes.LABEL), spots.TAKEN)  # the line of text of a frame
    for edge, (wire, route) in enumerate(zip(wires, routes, strict=True)):
        plane.line(route.path.points, 1, down=route.path.down)
        if wire.cut:
            x, y, _ = route.label
            plane.add((x - SCISSORS, y - SCISSORS, x + SCISSORS, y + SCISSORS), spots.TAKEN)
        if wire.gradient:
            plane.line(route.back.points, spots.GRADIENT, down=route.back.down, edge=edge)
    return plane


def _side(wire: Wire, down: bool) -> int:
    """On which side of the value's way the gradient's runs, and its text stands."""
    if down:
        return -1 if wire.leaves < 0 else 1
    return 1 if wire.leaves + wire.arrives > 0 else -1


def _wide(wire: Wire) -> int:
    return wire.label + 8 if wire.gradient else 0


def _scissors(points: Sequence[tuple[int, int]], down: bool) -> Spot:
    """The middle of an edge that is cut."""
    (a, b), (c, d) = points[1:3] if down else points[-3:-1]
    return Spot((b + d) // 2, (a + c) // 2 - CUT_LIFT, 0) if down else Spot((a + c) // 2, (b + d) // 2, 0)


def _over(start: tuple[int, int], end: tuple[int, int], side: int, wire: Wire) -> list[Spot]:
    """Spots for the text of an edge to the right: clear of its last curve, but not far away from its middle."""
    above, below = LABEL_LIFT, LABEL_DROP
    above, below = (above + BESIDE, below) if side < 0 else (above, below + BESIDE)
    upper, lower = min(start[1], end[1]), max(start[1], end[1])
    middle = (upper + lower) // 2
    highest, lowest = max(upper, middle - FAR) - above, min(lower, middle + FAR) + below
    wide = min(_wide(wire), max(0, end[0] - start[0] - 12))
    center, first, last = (start[0] + end[0]) // 2, start[0] + 6 + wide // 2, end[0] - 6 - wide // 2
    near, far = (highest, lowest) if side < 0 else (lowest, highest)
    found = [Spot(center, near, wide)]
    if wire.passed and end[1] != wire.passed[-1]:  # along the straight stretch before that curve there is room, too
        begin, stop = wire.columns[-2]
        line = wire.passed[-1]
        flat = min(_wide(wire), max(0, stop - begin))
        ys = (line - above, line + below) if side < 0 else (line + below, line - above)
        found += [Spot((begin + stop) // 2, y, flat) for y in ys]
    for x in (center, first, last):
        found += [Spot(x, y, wide) for y in (near, far, upper - above, lower + below)]
    found += [Spot(first, y, wide) for y in (start[1] - above, start[1] + below)]
    found += [Spot(last, y, wide) for y in (end[1] - above, end[1] + below)]
    if lower - upper > 2 * FAR:  # beside the steep middle of the curve
        aside = BESIDE + LABEL_SIDE + wide // 2
        heights = [middle + line * spots.LINE for line in (0, -1, 1, -2, 2)]
        found += [Spot(center + way * aside, y, wide) for y in heights for way in (1, -1)]
    return found + [
        Spot(center, near + way * lines * spots.LINE, wide) for lines in range(1, AWAY) for way in (side, -side)
    ]


def _beside(start: tuple[int, int], end: tuple[int, int], side: int, wire: Wire) -> Iterator[Spot]:
    """Spots for the text of an edge down: beside its beginning, where the contribution will arrive.

    Where all that it may be long has no room, it is made shorter.
    """
    top, bottom = start[0] + LABEL_BELOW + wire.row * spots.LINE, end[0] - LABEL_ABOVE
    ys = [top, *(y for y in range(start[0] + LABEL_BELOW, bottom + 1, spots.LINE) if y != top), bottom]
    full = _wide(wire)
    for wide in (full, *(less for less in NARROWER if full / 2 < less < full)):
        with_gradient, without = BESIDE + LABEL_SIDE + wide // 2, LABEL_SIDE + wide // 2
        for x, heights in ((start[1], ys), (end[1], ys[::-1])):
            for y in heights:
                yield Spot(x + side * with_gradient, y, wide)
                yield Spot(x - side * without, y, wide)


def stack_labels(items: Sequence[Item], wires: Sequence[Wire], starts: Sequence[int]) -> dict[int, int]:
    """Labels between the same two rows that would lie on each other take turns on several lines.

    `starts` are the rows that the wires leave. Returns how much room the lines of each need.
    """
    filled: dict[int, list[int]] = {}  # of each row, how far the lines of text below it are taken
    spans = []
    for number, wire in enumerate(wires):
        wide = wire.label + 8
        near = items[wire.start].line + wire.leaves + _side(wire, True) * (BESIDE + LABEL_SIDE)
        spans.append((near if _side(wire, True) > 0 else near - wide, wide, number))
    for left, wide, number in sorted(spans):
        if not wires[number].gradient:
            continue
        lines = filled.setdefault(starts[number], [])
        wires[number].row = next((row for row, end in enumerate(lines) if end + 4 <= left), len(lines))
        lines[wires[number].row : wires[number].row + 1] = [left + wide]
    return {row: LABEL_BELOW + len(lines) * spots.LINE + spots.LINE for row, lines in filled.items()}


def _ports(items: Sequence[Item], wires: Sequence[Wire], *, arriving: bool) -> list[int]:
    """For each wire how far from the middle of its card it arrives (or leaves)."""
    groups: dict[int, list[int]] = {}
    for number, wire in enumerate(wires):
        groups.setdefault(wire.end if arriving else wire.start, []).append(number)
    result = [0] * len(wires)
    for card, group in groups.items():
        if len(group) == 1:
            continue
        wanted = {n: _direction(items, wires[n], arriving) - items[card].line for n in group}
        _fan_out(wires, group, wanted)
        group.sort(key=lambda n: (wanted[n], wires[n].edges[0]))
        height = items[card].up * 2
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
    if wire.passed:
        return wire.passed[-1 if arriving else 0]
    return items[wire.start if arriving else wire.end].line


def _spread(wanted: Sequence[int], gap: float, room: int) -> list[int]:
    """Values near the wanted ones, in order, at least `gap` apart, within -room..room.

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
