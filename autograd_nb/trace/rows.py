"""Layouts as rows of numbers: how they travel.

A drawn edge is the points that its way passes, the side of it on which the gradient runs back, and the place of its
text; `routes.py` makes both ways of that again, `labextension/src/rows.ts` too. A box of the height that its kind has,
and an edge straight from one card to the next with its text where such an edge has it, take the few numbers that are
their own. What does not follow from a row stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from . import cards
from .routes import BESIDE, CUT_LIFT, FAR, LABEL_BELOW, LABEL_DROP, LABEL_LIFT, LABEL_SIDE, TIP, Path

if TYPE_CHECKING:
    Fields = dict[str, Any]
    Row = list[Any]

BOX = ("x", "y", "width", "height")
PLACE = 2  # numbers that say where a box is, if nothing else is to be said
HEIGHTS = {
    "leaf": cards.LEAF_HEIGHT,
    "constant": cards.PILL_HEIGHT,
    "op": cards.CARD_HEIGHT,
    "group": cards.CARD_HEIGHT,
}
WHOLE_LINE = 9
"""Numbers of the shortest row that says all of a drawn edge."""


class Scene(NamedTuple):
    """What rows are about: a document without its layouts, and how it is laid out in the other direction.

    `right` is, of a layout from top to bottom, the complete one from left to right.
    """

    nodes: list[Fields]
    edges: list[Fields]
    right: Fields | None = None


def layout_rows(layout: Fields, scene: Scene) -> Fields:
    """A layout, with all that it says, in rows.

    >>> scene = Scene([{"id": 0, "kind": "constant"}, {"id": 1, "kind": "op"}], [{"from": 0, "to": 1, "cut": None}])
    >>> box = {"id": 0, "x": 12, "y": 24, "width": 34, "height": 26}
    >>> layout_rows({"direction": "right", "nodes": [box], "refs": [], "edges": []}, scene)
    {'nodes': [[12, 24, 34]], 'edges': []}
    """
    short = {key: value for key, value in layout.items() if key not in {"direction", "refs"}}
    if (layout["direction"] == "down") is (scene.right is None):
        short["direction"] = layout["direction"]
    alike = scene.right is not None and _sizes(layout) == _sizes(scene.right)
    reader = _Reader(scene, layout["direction"])
    short["nodes"] = [reader.node_row(box, at, alike) for at, box in enumerate(layout["nodes"])]
    if layout["refs"]:
        keys = BOX[:PLACE] if alike else ("node", "edge", *BOX)
        short["refs"] = [[box[key] for key in keys] for box in layout["refs"]]
    reader.draw(layout["nodes"], layout["refs"])
    short["edges"] = [reader.line_row(line, at) for at, line in enumerate(layout["edges"])]
    return short


def layout_of_rows(short: Fields, scene: Scene) -> Fields:
    """The opposite of `layout_rows`; a layout that is not in rows stays as it is.

    >>> layout_of_rows({"nodes": [[12, 24, 34]], "edges": []}, Scene([{"id": 0, "kind": "constant"}], []))
    {'direction': 'right', 'nodes': [{'id': 0, 'x': 12, 'y': 24, 'width': 34, 'height': 26}], 'edges': [], 'refs': []}
    """
    layout = {"direction": "right" if scene.right is None else "down", **short}
    reader = _Reader(scene, layout["direction"])
    layout["nodes"] = [reader.node(row, at) for at, row in enumerate(short["nodes"])]
    layout["refs"] = [reader.ref(row, at) for at, row in enumerate(short.get("refs", []))]
    reader.draw(layout["nodes"], layout["refs"])
    layout["edges"] = [reader.line(row, at) for at, row in enumerate(short["edges"])]
    return layout


class _Reader:
    """Reads rows of one layout; a row is right if what is read from it is what it stands for."""

    def __init__(self, scene: Scene, direction: str) -> None:
        self.edges, self.right = scene.edges, scene.right
        self.down = direction == "down"
        self.nodes = {node["id"]: node for node in scene.nodes}

    def draw(self, boxes: list[Fields], refs: list[Fields]) -> None:
        """Take these for what lines go between."""
        self.boxes = {box["id"]: box for box in boxes}
        self.refs = refs
        self.tags = {ref["edge"]: number for number, ref in enumerate(refs)}

    # ---- boxes --------------------------------------------------------------------------------------------------

    def node_row(self, box: Fields, at: int, alike: bool) -> Row:
        """The shortest row that says all of a box."""
        parts, place = _parts(box), [box["x"], box["y"]]
        rows: list[Row] = []
        if alike:
            rows = [place, [number for part in parts for number in (part["x"], part["y"])]]
        elif self.right is None:
            rows = [[*place, box["width"]], [box["id"], *place, box["width"]]]
        whole = [box["id"], *(part[key] for part in parts for key in BOX)]
        return next((row for row in rows if self.node(row, at) == box), whole)

    def node(self, row: Any, at: int) -> Fields:
        if not isinstance(row, list):
            return dict(row)
        if self.right is not None and len(row) <= len(BOX):  # only where it is
            other: Fields = self.right["nodes"][at]
            box = other | _named(BOX, row[:PLACE])
            grad = row[PLACE:] or self._grad(box)[:PLACE]
            return box | ({"grad": other["grad"] | _named(BOX, grad)} if "grad" in other else {})
        if len(row) > len(BOX):
            box, grad = _named(("id", *BOX), row), row[1 + len(BOX) :]
        else:
            number, x, y, wide = [at, *row][-len(BOX) :]
            node = self.nodes.get(number, {"kind": "op"})
            box = {"id": number, "x": x, "y": y, "width": wide, "height": HEIGHTS[node["kind"]]}
            grad = self._grad(box) if node["kind"] == "leaf" and node.get("requires_grad", True) else []
        return box | ({"grad": _named(BOX, grad)} if grad else {})

    def _grad(self, box: Fields) -> Row:
        """Where `.grad` of a leaf stands, by its box."""
        y = -cards.GRAD_GAP - cards.GRAD_HEIGHT if self.down else cards.LEAF_HEIGHT + cards.GRAD_GAP
        return [box["x"] + cards.GRAD_INSET, box["y"] + y, box["width"] - cards.GRAD_INSET, cards.GRAD_HEIGHT]

    def ref(self, row: Any, at: int) -> Fields:
        if not isinstance(row, list):
            return dict(row)
        if len(row) > PLACE or self.right is None:
            return _named(("node", "edge", *BOX), row)
        return dict(self.right["refs"][at] | _named(BOX, row))

    # ---- lines --------------------------------------------------------------------------------------------------

    def line_row(self, line: Fields, at: int) -> Any:
        """The shortest row that says all of a line; one that no row can say stays as it is."""
        label, numbers = line["label"], line["edges"]
        points = _points(line["path"])
        if len(points) < 4 or len(points) % 2:
            return line
        which = numbers[0] if len(numbers) == 1 else numbers
        across = [points[0], points[-2]] if self.down else [points[1], points[-1]]
        for side in (1, -1) if line["back"] else (0,):
            own, wide = [side, *across], label.get("width")
            rows = [own] if self.right is not None else []
            rows += [[wide, *own], [which, wide, *own], [which, label["x"], label["y"], wide, side, *points]]
            for row in rows:
                if self.line(row, at) == line:
                    return row
        return line

    def line(self, row: Any, at: int) -> Fields:
        if not isinstance(row, list):
            return dict(row)
        which, x, y, wide, side, *numbers = row if len(row) >= WHOLE_LINE else self._straight(row, at)
        which = [which] if isinstance(which, int) else which
        edge, tag = self.edges[which[0]], self.tags.get(which[0])
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        way = Path([point[::-1] for point in points] if self.down else points, down=self.down)
        begin, end = way.points[0][0], way.points[-1][0]
        line = {
            "edges": which, "from": edge["from"], "to": edge["to"], "path": way.text(),
            "back": way.beside(side * BESIDE, begin + TIP, end + TIP).text() if side else "",
            "label": {"x": x, "y": y, "width": wide}, "cut": edge.get("cut"),
        }  # fmt: skip
        return line | ({} if tag is None else {"ref": tag})

    def _straight(self, row: Row, at: int) -> Row:
        """All of an edge that goes from one card straight to the next.

        Its own row says the ends across the way and the side of the gradient; the room of its text only where that is
        not as from left to right, and which edge it is only where that is not the one in its place.
        """
        *said, side, a, b = row
        wide = said[-1] if said else (self.right or {})["edges"][at]["label"]["width"]
        which = said[0] if len(said) > 1 else at
        number = which[0] if isinstance(which, list) else which
        edge, tag = self.edges[number], self.tags.get(number)
        nowhere = dict.fromkeys(BOX, 0)
        start = self.boxes.get(edge["from"], nowhere) if tag is None else self.refs[tag]
        end = self.boxes.get(edge["to"], nowhere)
        middle = (a + b) // 2
        if self.down:
            begin, stop = start["y"] + start["height"], end["y"] - TIP
            shift = (side or 1) * (BESIDE + LABEL_SIDE + wide // 2)
            x, y = (middle, (begin + stop) // 2 - CUT_LIFT) if edge.get("cut") else (a + shift, begin + LABEL_BELOW)
            return [which, x, y, wide, side, a, begin, b, stop]
        begin, stop = start["x"] + start["width"], end["x"] - TIP
        if edge.get("cut"):
            y = middle
        elif side < 0:
            y = max(min(a, b), middle - FAR) - BESIDE - LABEL_LIFT
        else:
            y = min(max(a, b), middle + FAR) + BESIDE + LABEL_DROP
        return [which, (begin + end["x"]) // 2, y, wide, side, begin, a, stop, b]


def _sizes(layout: Fields) -> list[list[Any]]:
    """What is drawn, and how large: as a rule the same in both directions."""
    return [
        [box.get("id"), box.get("node"), box.get("edge"), *(part[key] for part in _parts(box) for key in BOX[PLACE:])]
        for box in (*layout["nodes"], *layout["refs"])
    ]


def _parts(box: Fields) -> list[Fields]:
    """A box, and that of its `.grad`."""
    return [box, box["grad"]] if "grad" in box else [box]


def _named(keys: tuple[str, ...], row: Row) -> Fields:
    return dict(zip(keys, row, strict=False))


def _points(path: str) -> Row:
    """The points that a path passes."""
    steps = re.findall(r"[MLC]([^MLC]*)", path)
    return [int(number) for step in steps for number in re.findall(r"-?\d+", step)[-2:]]
