"""Lanes of a picture: what walks recorded (`create_graph=True`) stands apart from what the learner computed.

An operation's lane is the number of the walk that recorded it. Lanes lie beside each other, across the direction in
which values flow, and around each of the later ones runs a frame, the band.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .heights import DUMMY, heights
from .layered import Arrangement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .layered import Vertex
    from .layout import Item, Part, Wire

GAP = 72  # between two lanes
EMPTY = 30  # left of a stretch in which a lane has nothing
BAND = 16  # from the cards to the frame
LABEL = 24  # room for a line of text at its top


def choose(nodes: dict[int, Any], items: Sequence[Item], wires: Sequence[Wire]) -> None:
    """Operations stand in the lane of the walk that recorded them, what flows into them only beside them."""
    for item in items:
        node = nodes[item.node]
        known = (nodes.get(number, {}) for number in [item.node, *node.get("members", [])])
        item.lane = max((each["made_by"]["walk"] for each in known if each.get("made_by")), default=0)
    for number, item in enumerate(items):
        if item.source:
            item.lane = min((items[wire.end].lane for wire in wires if wire.start == number), default=0)


def lines(items: Sequence[Item], whole: Part, boxes: Sequence[Vertex]) -> list[int]:
    """On which line each member of a part stands, then the dummies; the least upper end is 0."""
    lanes = [items[number].lane for number in whole.members]
    if not any(lanes):
        return _from_zero(heights(boxes, whole.columns), boxes)
    rank = whole.columns.rank
    last = max(rank[at] for at, lane in enumerate(lanes) if lane)
    lanes += [0] * (len(rank) - len(lanes))
    for wire, link in zip(whole.wires, whole.links, strict=True):
        # What leads from a frame to what stands beyond it stays at its height: it would climb above the frame and back.
        leaving = rank[link.end] > last and not items[wire.end].lane
        for dummy in link.via:
            lanes[dummy] = items[wire.start if leaving and rank[dummy] <= last else wire.end].lane
    everything = [*boxes, *[DUMMY] * (len(lanes) - len(boxes))]
    # What the learner went on to compute from a derivative, to the right of all frames: it need not stand above them.
    beyond = [at for at, lane in enumerate(lanes) if not lane and rank[at] > last]
    for at in beyond:
        lanes[at] = -1
    found = [0] * len(lanes)
    ends: dict[int, int] = {}  # how far each column is taken by the lanes before
    for lane in sorted(set(lanes)):
        mine = [at for at, each in enumerate(lanes) if each == lane]
        alone = heights(boxes, _only(whole.columns, set(mine)))
        tops = {at: alone[at] - everything[at].up for at in mine}
        shift, end = -min(tops.values()), 0.0
        for at in sorted(mine, key=lambda at: tops[at]):
            shift -= max(0, tops[at] + shift - end - EMPTY)
            found[at] = round(alone[at] + shift)
            end = max(end, found[at] + everything[at].down)
        if lane < 0:
            continue
        ops = [rank[at] for at in mine if lane and at < len(boxes) and not items[whole.members[at]].source]
        frame = range(min(ops) - 1, max(ops) + 2) if ops else range(0)  # and beside it
        # Every column comes as near to the lanes before as it can, but those of the frame come together.
        above = max((ends[column] for column in frame if column in ends), default=None)
        limits = [above if rank[at] in frame else ends.get(rank[at]) for at in mine]
        tops = {at: found[at] - everything[at].up for at in mine}
        room = [limit + GAP - tops[at] for at, limit in zip(mine, limits, strict=True) if limit is not None]
        further = round(max(room, default=min(ends.values(), default=0)))
        for at in mine:
            found[at] += further
            ends[rank[at]] = max(ends.get(rank[at], found[at]), found[at] + everything[at].down)
        within = frame[1:-1]
        ends.update(dict.fromkeys(within, max((ends[column] for column in within if column in ends), default=0)))
    _follow(whole, found, beyond)
    return _from_zero(found, boxes)


def _only(columns: Arrangement, mine: set[int]) -> Arrangement:
    """The same columns with some of their vertices."""
    left, right = (
        [[near for near in side[at] if near[0] in mine] if at in mine else [] for at in range(len(side))]
        for side in (columns.left, columns.right)
    )
    kept = [chosen for column in columns.columns if (chosen := [at for at in column if at in mine])]
    return Arrangement(columns.rank, kept, left, right, columns.real)


def _from_zero(found: Sequence[float], boxes: Sequence[Vertex]) -> list[int]:
    """Whole numbers; the least upper end of a box is 0."""
    highest = min(line - box.up for line, box in zip(found, boxes, strict=False))
    return [round(line - highest) for line in found]


def _follow(whole: Part, found: list[int], beyond: Sequence[int]) -> None:
    """Moves what stands beyond the frames to where it comes from."""
    inside = set(beyond)
    apart = [found[before] - found[at] for at in beyond for before, _ in whole.columns.left[at] if before not in inside]
    if apart:
        shift = sorted(apart)[len(apart) // 2]
        for at in beyond:
            found[at] += shift


def bands(items: Sequence[Item], boxes: Sequence[dict[str, int]]) -> list[tuple[int, int, int, int, int]]:
    """Frames around what walks recorded, with room for a line of text: lane, left, top, right, bottom.

    The constants that only a walk's operations take stand within, unless the frame would then cut through something.
    """
    found = []
    for lane in sorted({item.lane for item in items if item.lane}):
        here = [at for at, item in enumerate(items) if item.lane == lane]
        inside = [at for at in here if not items[at].source]
        frame = _frame([boxes[at] for at in inside])
        inside += [at for at in here if items[at].pill and items[at].edge is None]
        wider = _frame([boxes[at] for at in inside])
        inside += [at for at in here if items[at].edge is not None and _meet(boxes[at], wider)]  # tags among them
        wider = _frame([boxes[at] for at in inside])
        apart = set(range(len(items))).difference(inside)
        found.append((lane, *(frame if any(_meet(boxes[at], wider) for at in apart) else wider)))
    return found


def _frame(boxes: Sequence[dict[str, int]]) -> tuple[int, int, int, int]:
    left, top = min(box["x"] for box in boxes) - BAND, min(box["y"] for box in boxes) - BAND - LABEL
    right, bottom = (max(box[at] + box[size] for box in boxes) for at, size in (("x", "width"), ("y", "height")))
    return left, top, right + BAND, bottom + BAND


def _meet(box: dict[str, int], frame: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = frame
    return box["x"] < right and left < box["x"] + box["width"] and box["y"] < bottom and top < box["y"] + box["height"]
