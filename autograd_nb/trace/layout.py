"""Positions of a GraphDoc's picture: left to right, computed once, drawn by every view.

`place` decides what is drawn (folded groups, reference tags for leaves used many times), gives every card
its size from its text (`cards.py`), lets `layered.py` find columns and heights, and `routes.py` draw the
edges.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from autograd_nb.trace import cards, layered, routes

if TYPE_CHECKING:
    from autograd_nb.trace.cards import Card, Document

MANY_USES = 3  # a leaf used more often is drawn once, its other uses get tags
MARGIN = 12
BADGE = 12  # an order badge sticks out so far above and to the right of its card
SEED = 24  # room for "seed 1." above the root
COLUMN_GAP = 52  # the least room between columns
PLAIN_GAP = 40  # where nothing but constants arrives
CUT_GAP = 84  # where a gradient is stopped: room for the scissors
CARD_GAP = 30  # between cards in a column
PART_GAP = 40  # between separate parts


@dataclass(slots=True)
class Item:
    """One drawn thing: a node's card, or a tag (then `edge` is the edge it serves)."""

    node: int
    card: Card
    edge: int | None = None
    source: bool = False
    pill: bool = False
    x: int = 0
    y: int = 0  # where edges arrive

    @property
    def top(self) -> int:
        """Height of the card's upper edge."""
        return self.y - self.card.up


@dataclass(slots=True)
class Wire:
    """One drawn edge, standing for one or more edges of the document."""

    start: int
    end: int
    edges: list[int]
    gradient: bool
    cut: str | None
    label: int  # width wanted for the contribution's text
    via: list[tuple[int, int, int]] = field(default_factory=list)  # x from, x to, y of passed columns


def place(doc: Document, folded: bool = True) -> dict[str, Any]:
    """The layout of a document: `direction`, `width`, `height`, `nodes`, `refs`, `edges`, all numbers integers.

    `folded=False` draws the members of groups instead of the groups. Malformed edges (to nodes that do not
    exist) are left out. Deterministic: the same document gives the same layout on every machine.

    >>> two = {"id": 0, "kind": "constant", "name": "", "value": {"text": "2"}}
    >>> place({"nodes": [two], "edges": []})["nodes"]
    [{'id': 0, 'x': 12, 'y': 24, 'width': 34, 'height': 26}]
    """
    items, wires = _scene(doc, folded)
    bottom = 0
    for members in _parts(len(items), wires):
        bottom = _place_part(items, [w for w in wires if w.start in members], sorted(members), bottom)
    drawn = routes.draw(items, wires)
    return _result(doc, items, wires, drawn)


def _scene(doc: Document, folded: bool) -> tuple[list[Item], list[Wire]]:
    nodes = {node["id"]: node for node in doc["nodes"]}
    owner: dict[int, int] = {}
    for node in doc["nodes"]:
        if node["kind"] == "group" and folded:
            owner.update(dict.fromkeys(node.get("members", []), node["id"]))
    items: list[Item] = []
    index: dict[int, int] = {}
    for number, node in nodes.items():
        if number in owner or (node["kind"] == "group" and not folded):
            continue
        index[number] = len(items)
        kind = node["kind"]
        size = cards.card(cards.face(node, nodes))
        items.append(Item(number, size, None, kind in {"leaf", "constant"}, kind == "constant"))
    wires: list[Wire] = []
    merged: dict[tuple[int, int, bool], Wire] = {}
    for number, edge in enumerate(doc["edges"]):
        if edge["from"] not in nodes or edge["to"] not in nodes:
            continue
        start, end = owner.get(edge["from"], edge["from"]), owner.get(edge["to"], edge["to"])
        if start == end or start not in index or end not in index:
            continue
        supplier, cut = nodes[edge["from"]], edge.get("cut")
        gradient = bool(supplier.get("requires_grad")) and not cut and nodes[edge["to"]].get("kind") == "op"
        key = (start, end, gradient)
        if key in merged and (nodes[start]["kind"] == "group" or nodes[end]["kind"] == "group"):
            merged[key].edges.append(number)
            continue
        label = cards.contribution_width(supplier) if gradient else 0
        wires.append(Wire(index[start], index[end], [number], gradient, cut, label))
        merged[key] = wires[-1]
    _tag(nodes, items, wires)
    return items, wires


def _tag(nodes: dict[int, Any], items: list[Item], wires: list[Wire]) -> None:
    """Leaves used by many: the first use keeps the card, every other use gets a small tag of its own."""
    uses: dict[int, list[Wire]] = {}
    for wire in wires:
        if items[wire.start].source:
            uses.setdefault(wire.start, []).append(wire)
    for start, mine in uses.items():
        if len(mine) <= MANY_USES or len({wire.end for wire in mine}) == 1:
            continue
        first = min(mine, key=lambda wire: wire.edges[0]).end
        for wire in mine:
            if wire.end != first:
                node = items[start].node
                wire.start = len(items)
                items.append(Item(node, cards.tag(nodes[node]), wire.edges[0], True, True))


def _parts(count: int, wires: list[Wire]) -> list[set[int]]:
    """The connected parts, in the order of their first members."""
    near: list[list[int]] = [[] for _ in range(count)]
    for wire in wires:
        near[wire.start].append(wire.end)
        near[wire.end].append(wire.start)
    parts: list[set[int]] = []
    seen: set[int] = set()
    for first in range(count):
        if first in seen:
            continue
        part, stack = {first}, [first]
        while stack:
            for other in near[stack.pop()]:
                if other not in part:
                    part.add(other)
                    stack.append(other)
        seen |= part
        parts.append(part)
    return parts


def _place_part(items: list[Item], wires: list[Wire], members: list[int], top: int) -> int:
    """Sets x and y of the members; returns where the next part may begin."""
    local = {number: position for position, number in enumerate(members)}
    vertices = [_vertex(items[number]) for number in members]
    links = [layered.Link(local[w.start], local[w.end], _weight(items, w)) for w in wires]
    drawing = layered.draw(vertices, links)
    real = len(members)
    widths = [0] * len(drawing.columns)
    gaps = [PLAIN_GAP] * len(drawing.columns)
    for number, rank in zip(members, drawing.rank, strict=False):
        widths[rank] = max(widths[rank], items[number].card.width)
    for wire in wires:
        rank = drawing.rank[local[wire.end]]
        wanted = max(COLUMN_GAP, wire.label + 26) if wire.gradient else CUT_GAP if wire.cut else PLAIN_GAP
        gaps[rank] = max(gaps[rank], wanted)
    lefts, x = [], 0
    for column, wide in enumerate(widths):
        x += gaps[column] if column else 0
        lefts.append(x)
        x += wide
    highest = min(h - v.up for h, v in zip(drawing.height, vertices, strict=True))
    heights = [round(h - highest) + top for h in drawing.height]
    for number, rank, height in zip(members, drawing.rank, heights, strict=False):
        item = items[number]
        room = widths[rank] - item.card.width
        item.x = lefts[rank] + (room if item.source else room // 2)
        item.y = height
    for wire, link in zip(wires, links, strict=True):
        ranks = [drawing.rank[dummy] for dummy in link.via]
        wire.via = [(lefts[r], lefts[r] + widths[r], heights[d]) for r, d in zip(ranks, link.via, strict=True)]
        start, end = drawing.rank[link.start], drawing.rank[link.end]
        wire.via.insert(0, (0, lefts[start] + widths[start], 0))
        wire.via.append((lefts[end], 0, 0))
    deepest = max(heights[position] + vertices[position].down for position in range(real))
    return deepest + PART_GAP


def _vertex(item: Item) -> layered.Vertex:
    return layered.Vertex(item.card.up, item.card.down, 16 if item.pill else CARD_GAP, item.source)


def _weight(items: list[Item], wire: Wire) -> float:
    if items[wire.start].source:
        return 0.25 if items[wire.start].pill else 0.5
    return 4.0 if wire.gradient else 1.0


def _result(doc: Document, items: list[Item], wires: list[Wire], drawn: list[routes.Route]) -> dict[str, Any]:
    lefts = [item.x for item in items] + [r.box[0] for r in drawn]
    tops = [item.top - BADGE - (SEED - BADGE if item.node == doc.get("root") else 0) for item in items]
    tops += [r.box[1] for r in drawn]
    rights = [item.x + item.card.width + BADGE for item in items] + [r.box[2] for r in drawn]
    bottoms = [item.y + item.card.down for item in items] + [r.box[3] for r in drawn]
    dx, dy = MARGIN - min(lefts, default=0), MARGIN - min(tops, default=0)
    nodes: list[dict[str, Any]] = []
    refs: list[dict[str, Any]] = []
    position: dict[int, int] = {}
    for number, item in enumerate(items):
        card = item.card
        box: dict[str, Any] = {
            "x": item.x + dx,
            "y": item.top + dy,
            "width": card.width,
            "height": card.height,
        }
        if item.edge is not None:
            position[number] = len(refs)
            refs.append({"node": item.node, "edge": item.edge, **box})
            continue
        if card.grad:
            gx, gy, gw, gh = card.grad
            box["grad"] = {"x": box["x"] + gx, "y": box["y"] + gy, "width": gw, "height": gh}
        nodes.append({"id": item.node, **box})
    edges = []
    ends = {id(wire): (items[wire.start].node, items[wire.end].node) for wire in wires}
    for wire, route in zip(wires, drawn, strict=True):
        start, end = ends[id(wire)]
        edge: dict[str, Any] = {"edges": wire.edges, "from": start, "to": end}
        back = route.back.text(dx, dy) if wire.gradient else ""
        edge |= {"path": route.path.text(dx, dy), "back": back}
        x, y, wide = route.label
        edge |= {"label": {"x": x + dx, "y": y + dy, "width": wide}, "cut": wire.cut}
        if wire.start in position:
            edge["ref"] = position[wire.start]
        edges.append(edge)
    width = max(rights, default=0) + dx + MARGIN
    height = max(bottoms, default=0) + dy + MARGIN
    return {"direction": "right", "width": width, "height": height, "nodes": nodes, "refs": refs, "edges": edges}
