"""Lanes of a picture: what walks recorded (`create_graph=True`) stands apart from what the learner computed.

An operation's lane is the number of the walk that recorded it. Lanes lie beside each other, across the direction in
which values flow, and around each of the later ones runs a frame, the band.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .heights import DUMMY_EXTENT

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


def part(items: Sequence[Item], whole: Part, boxes: Sequence[Vertex], lines: list[int]) -> None:
    """Moves each lane beyond the one before it, and closes the gaps that the others have left in it."""
    lanes = [items[number].lane for number in whole.members]
    if not any(lanes):
        return
    lanes += [0] * (len(lines) - len(lanes))
    for wire, link in zip(whole.wires, whole.links, strict=True):
        for dummy in link.via:
            lanes[dummy] = items[wire.end].lane
    extents = [(box.up, box.down) for box in boxes[: len(whole.members)]]
    extents += [(DUMMY_EXTENT, DUMMY_EXTENT)] * (len(lines) - len(extents))
    tops = [line - up for line, (up, _) in zip(lines, extents, strict=True)]
    edge = min(tops)
    for lane in range(max(lanes) + 1):
        mine = sorted((at for at, each in enumerate(lanes) if each == lane), key=lambda at: tops[at])
        shift, end = (edge - tops[mine[0]] if mine else 0), edge
        for at in mine:
            shift -= max(0, tops[at] + shift - end - EMPTY)
            lines[at] += shift
            end = max(end, lines[at] + extents[at][1])
        edge = end + GAP


def bands(items: Sequence[Item], boxes: Sequence[dict[str, int]]) -> list[tuple[int, int, int, int, int]]:
    """Frames around what walks recorded, with room for a line of text: lane, left, top, right, bottom."""
    found = []
    for lane in sorted({item.lane for item in items if item.lane}):
        mine = [box for item, box in zip(items, boxes, strict=True) if item.lane == lane and not item.source]
        left, top = min(box["x"] for box in mine) - BAND, min(box["y"] for box in mine) - BAND - LABEL
        right, bottom = (max(box[at] + box[size] for box in mine) for at, size in (("x", "width"), ("y", "height")))
        found.append((lane, left, top, right + BAND, bottom + BAND))
    return found
