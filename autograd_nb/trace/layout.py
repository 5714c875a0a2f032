"""Positions of a GraphDoc's picture: left to right or top to bottom, computed once, drawn by every view.

`plan` decides what is drawn (folded groups, reference tags for leaves used many times), gives every card its
size from its text (`cards.py`) and lets `layered.py` find the columns. `Plan.place` puts all of it along one
of the two directions: `heights.py` finds the heights for the cards' sizes, `routes.py` draws the edges. Here
and there "along" is the way the values flow, "across" what is left of the plane.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import cards, lanes, layered, routes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .cards import Card, Document

UNFOLDED = 300  # nodes up to which a document also holds the layout without folding
DIRECTIONS = ("right", "down")
MANY_USES = 3  # a leaf used more often is drawn once, its other uses get tags
MARGIN = 12
BADGE = 12  # an order badge sticks out so far above and to the right of its card
SEED = 24  # room for "seed 1." beside the root
CARD_GAP = 30  # between cards in a column
PILL_GAP = 16
PART_GAP = 40  # between separate parts


@dataclass(frozen=True, slots=True)
class Gaps:
    """Room between two columns: the least, where only constants arrive, and for scissors."""

    gradient: int
    plain: int
    cut: int


GAPS = {"right": Gaps(52, 40, 84), "down": Gaps(56, 34, 84)}


@dataclass(slots=True)
class Item:
    """One drawn thing: a node's card, or a tag (then `edge` is the edge it serves).

    `size` is how much room it takes along the values' way, `up` and `down` how much across it from the line
    on which edges arrive; `begin` and `line` say where it stands. All depend on the direction.
    """

    node: int
    card: Card
    edge: int | None = None
    source: bool = False
    pill: bool = False
    size: int = 0
    up: int = 0
    down: int = 0
    begin: int = 0
    line: int = 0
    lane: int = 0  # 0 for what the learner computed, then one for each walk that recorded operations

    def turn(self, direction: str) -> None:
        """Takes on its extents in a direction."""
        card = self.card
        if direction == "right":
            self.size, self.up, self.down = card.width, card.up, card.down
            return
        grad = cards.GRAD_GAP + cards.GRAD_HEIGHT if card.grad else 0
        self.size = card.height + grad
        self.up = card.width // 2
        self.down = card.width - self.up + card.stack

    def box(self, direction: str) -> dict[str, int]:
        """Where its card stands; `.grad` of a leaf is below it or, where gradients come from below, above it."""
        card = self.card
        if direction == "right":
            return {"x": self.begin, "y": self.line - self.up, "width": card.width, "height": card.height}
        y = self.begin + self.size - card.height
        return {"x": self.line - self.up, "y": y, "width": card.width, "height": card.height}

    def grad(self, direction: str) -> dict[str, int] | None:
        """Where the `.grad` of a leaf stands."""
        if not self.card.grad:
            return None
        at, (x, y, width, height) = self.box(direction), self.card.grad
        y = y if direction == "right" else -cards.GRAD_GAP - height
        return {"x": at["x"] + x, "y": at["y"] + y, "width": width, "height": height}

    def covers(self, direction: str) -> list[tuple[int, int, int, int]]:
        """From where to where it stands: its card and, of a leaf, its `.grad`; left, top, right, bottom."""
        at, grad, stack = self.box(direction), self.grad(direction), self.card.stack
        found = [(at["x"], at["y"], at["x"] + at["width"] + stack, at["y"] + at["height"] + stack)]
        if grad:
            found.append((grad["x"], grad["y"], grad["x"] + grad["width"], grad["y"] + grad["height"]))
        return found


@dataclass(slots=True)
class Wire:
    """One drawn edge, standing for one or more edges of the document."""

    start: int
    end: int
    edges: list[int]
    gradient: bool
    cut: str | None
    label: int  # width wanted for the contribution's text
    passed: list[int] = field(default_factory=list)  # where across it passes columns
    columns: list[tuple[int, int]] = field(default_factory=list)  # from where to where along these stand
    leaves: int = 0  # so far from the line of its card
    arrives: int = 0
    row: int = 0  # which line of text between two rows its label takes


@dataclass(slots=True)
class Part:
    """One connected part: its items and wires, and the columns that they stand in."""

    members: list[int]
    wires: list[Wire]
    links: list[layered.Link]
    columns: layered.Arrangement


def place(doc: Document, folded: bool = True, direction: str = "right") -> dict[str, Any]:
    """The layout of a document: `direction`, `width`, `height`, `nodes`, `refs`, `edges`, all numbers integers.

    `folded=False` draws the members of groups instead of the groups. Malformed edges (to nodes that do not
    exist) are left out. Deterministic: the same document gives the same layout on every machine.

    Args:
        doc: a document; its own layouts have no part in it.
        folded: whether groups are drawn closed.
        direction: "right", or "down" for values that flow from top to bottom.

    Raises:
        ValueError: there is no such direction.

    >>> two = {"id": 0, "kind": "constant", "name": "", "value": {"text": "2"}}
    >>> place({"nodes": [two], "edges": []})["nodes"]
    [{'id': 0, 'x': 12, 'y': 24, 'width': 34, 'height': 26}]
    """
    return plan(doc, folded).place(direction)


def layout_of(doc: Document, direction: str) -> dict[str, Any]:
    """The document's layout in a direction; it is laid out where it holds none."""
    check_direction(direction)
    layout = doc.get("layout") if direction == "right" else (doc.get("down") or {}).get("layout")
    if layout is None or direction != layout["direction"]:
        layout = place(doc, direction=direction)
    found: dict[str, Any] = layout
    return found


def check_direction(direction: str) -> None:
    """Raises ValueError unless it is one of ours."""
    if direction not in DIRECTIONS:
        raise ValueError(f"direction must be {' or '.join(map(repr, DIRECTIONS))}, got {direction!r}")


def lay_out(doc: Document) -> None:
    """Writes the layouts of a folded document into it: both directions and, where it is not too large, opened."""
    closed = plan(doc)
    doc["layout"] = closed.place("right")
    doc["down"] = {"layout": closed.place("down")}
    if doc["folded"] and len(doc["nodes"]) <= UNFOLDED:
        opened = plan(doc, folded=False)
        doc["unfolded"] = {"layout": opened.place("right")}
        doc["down"]["unfolded"] = {"layout": opened.place("down")}


@dataclass(slots=True)
class Plan:
    """What a picture shows and in which order: all of a layout that does not depend on its direction."""

    root: int | None
    items: list[Item]
    wires: list[Wire]
    parts: list[Part]

    def place(self, direction: str) -> dict[str, Any]:
        """The layout in a direction."""
        check_direction(direction)
        for item in self.items:
            item.turn(direction)
        edge = 0
        for part in self.parts:
            edge = _place_across(self.items, part, edge)
        routes.attach(self.items, self.wires)
        for part in self.parts:
            _place_along(self.items, part, direction)
        return _result(self, direction, routes.draw(self.items, self.wires, direction))


def plan(doc: Document, folded: bool = True) -> Plan:
    """What is drawn of a document, and in which columns."""
    items, wires = _scene(doc, folded)
    parts = []
    for members in _parts(len(items), wires):
        mine = [wire for wire in wires if wire.start in members]
        numbers = sorted(members)
        local = {number: position for position, number in enumerate(numbers)}
        links = [layered.Link(local[w.start], local[w.end], _weight(items, w)) for w in mine]
        columns = layered.arrange([items[number].source for number in numbers], links)
        parts.append(Part(numbers, mine, links, columns))
    return Plan(doc.get("root"), items, wires, parts)


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
    lanes.choose(nodes, items, wires)
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


def _place_across(items: list[Item], part: Part, edge: int) -> int:
    """Says on which lines the members stand; returns where across the next part may begin."""
    boxes = [_box(items[number]) for number in part.members]
    lines = [line + edge for line in lanes.lines(items, part, boxes)]
    for number, line in zip(part.members, lines, strict=False):
        items[number].line = line
    for wire, link in zip(part.wires, part.links, strict=True):
        wire.passed = [lines[dummy] for dummy in link.via]
    return max(line + box.down for line, box in zip(lines, boxes, strict=False)) + PART_GAP


def _place_along(items: list[Item], part: Part, direction: str) -> None:
    """Says where the members begin, now that it is known how much text stands between two columns."""
    rank, count = part.columns.rank, len(part.columns.columns)
    sizes = [0] * count
    for number, column in zip(part.members, rank, strict=False):
        sizes[column] = max(sizes[column], items[number].size)
    room = _room(items, part, direction)
    begins, at = [], 0
    for column, size in enumerate(sizes):
        at += room[column] if column else 0
        begins.append(at)
        at += size
    for number, column in zip(part.members, rank, strict=False):
        item = items[number]
        spare = sizes[column] - item.size
        item.begin = begins[column] + (spare if item.source or direction == "down" else spare // 2)
    for wire, link in zip(part.wires, part.links, strict=True):
        chain = [rank[number] for number in (link.start, *link.via, link.end)]
        wire.columns = [(begins[column], begins[column] + sizes[column]) for column in chain]


def _room(items: list[Item], part: Part, direction: str) -> list[int]:
    """How much is wanted before each column."""
    rank, gaps = part.columns.rank, GAPS[direction]
    room = [gaps.plain] * len(part.columns.columns)
    for wire, link in zip(part.wires, part.links, strict=True):
        wanted = gaps.cut if wire.cut else gaps.gradient if wire.gradient else gaps.plain
        if wire.gradient and direction == "right":
            wanted = max(wanted, wire.label + 26)
        room[rank[link.end]] = max(room[rank[link.end]], wanted)
    if direction == "down":
        starts = [rank[link.start] for link in part.links]
        for column, height in routes.stack_labels(items, part.wires, starts).items():
            room[column + 1] = max(room[column + 1], height)
    return room


def _box(item: Item) -> layered.Vertex:
    return layered.Vertex(item.up, item.down, PILL_GAP if item.pill else CARD_GAP)


def _weight(items: list[Item], wire: Wire) -> float:
    if items[wire.start].source:
        return 0.25 if items[wire.start].pill else 0.5
    return 4.0 if wire.gradient else 1.0


def _result(plan: Plan, direction: str, drawn: Sequence[routes.Route]) -> dict[str, Any]:
    items = plan.items
    boxes = [item.box(direction) for item in items]
    covered = [route.box for route in drawn]
    for item, box in zip(items, boxes, strict=True):
        x, y, right = box["x"], box["y"], box["x"] + box["width"] + BADGE
        if direction == "right":
            top, bottom = y - (SEED if item.node == plan.root else BADGE), item.line + item.down
        else:
            top = min(item.begin, y - BADGE)
            bottom = y + box["height"] + (SEED if item.node == plan.root else item.card.stack)
        covered.append((x, top, right, bottom))
    bands = lanes.bands(items, boxes)
    covered += [(x, y, right, bottom) for _, x, y, right, bottom in bands]
    dx = MARGIN - min((box[0] for box in covered), default=0)
    dy = MARGIN - min((box[1] for box in covered), default=0)
    nodes: list[dict[str, Any]] = []
    refs: list[dict[str, Any]] = []
    position: dict[int, int] = {}
    for number, (item, at) in enumerate(zip(items, boxes, strict=True)):
        card: dict[str, Any] = {**at, "x": at["x"] + dx, "y": at["y"] + dy}
        if item.edge is not None:
            position[number] = len(refs)
            refs.append({"node": item.node, "edge": item.edge, **card})
            continue
        if grad := item.grad(direction):
            card["grad"] = {**grad, "x": grad["x"] + dx, "y": grad["y"] + dy}
        nodes.append({"id": item.node, **card})
    edges = []
    for wire, route in zip(plan.wires, drawn, strict=True):
        start, end = items[wire.start].node, items[wire.end].node
        edge: dict[str, Any] = {"edges": wire.edges, "from": start, "to": end}
        back = route.back.text(dx, dy) if wire.gradient else ""
        edge |= {"path": route.path.text(dx, dy), "back": back}
        x, y, wide = route.label
        edge |= {"label": {"x": x + dx, "y": y + dy, "width": wide}, "cut": wire.cut}
        if wire.start in position:
            edge["ref"] = position[wire.start]
        edges.append(edge)
    width = max((box[2] for box in covered), default=0) + dx + MARGIN
    height = max((box[3] for box in covered), default=0) + dy + MARGIN
    frames = [
        {"walk": lane, "x": x + dx, "y": y + dy, "width": right - x, "height": bottom - y}
        for lane, x, y, right, bottom in bands
    ]
    return {
        "direction": direction,
        "width": width,
        "height": height,
        **({"bands": frames} if frames else {}),
        "nodes": nodes,
        "refs": refs,
        "edges": edges,
    }
