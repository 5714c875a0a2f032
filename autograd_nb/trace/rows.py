"""Layouts as rows of numbers: how they travel.

A drawn edge is the points that its way passes, the side of it on which the gradient runs back, and the place of its
text; `routes.py` makes both ways of that again, `labextension/src/rows.ts` too. What does not follow from a row stays
as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from autograd_nb.trace.routes import BESIDE, TIP, Path

if TYPE_CHECKING:
    Fields = dict[str, Any]
    Row = list[Any]

BOX = ("x", "y", "width", "height")


def layout_rows(layout: Fields, edges: list[Fields], right: Fields | None = None) -> Fields:
    """A layout in rows.

    Args:
        layout: with all that it says.
        edges: those of the document.
        right: of a layout from top to bottom, the complete one from left to right: what is as there is left out.

    >>> edges = [{"from": 0, "to": 1, "cut": None}]
    >>> line = {"edges": [0], "from": 0, "to": 1, "path": "M9 5 L40 5", "back": "M42 15 L11 15", "cut": None}
    >>> layout_rows({"direction": "right", "nodes": [], "refs": [], "edges": [
    ...     line | {"label": {"x": 25, "y": 33, "width": 20}}]}, edges)
    {'nodes': [], 'edges': [[0, 25, 33, 20, 1, 9, 5, 40, 5]]}
    """
    down = layout["direction"] == "down"
    short = {key: value for key, value in layout.items() if key not in {"direction", "refs"}}
    if down is (right is None):
        short["direction"] = layout["direction"]
    alike = right is not None and _sizes(layout) == _sizes(right)
    short["nodes"] = [_row(box, () if alike else ("id",), alike) for box in layout["nodes"]]
    if layout["refs"]:
        short["refs"] = [_row(box, () if alike else ("node", "edge"), alike) for box in layout["refs"]]
    tags = _tags(layout["refs"])
    short["edges"] = [_line_row(line, edges, tags, down) for line in layout["edges"]]
    return short


def layout_of_rows(short: Fields, edges: list[Fields], right: Fields | None = None) -> Fields:
    """The opposite of `layout_rows`; a layout that is not in rows stays as it is.

    >>> layout_of_rows({"nodes": [[0, 12, 24, 34, 26]], "edges": []}, [])
    {'direction': 'right', 'nodes': [{'id': 0, 'x': 12, 'y': 24, 'width': 34, 'height': 26}], 'edges': [], 'refs': []}
    """
    layout = {"direction": "right" if right is None else "down", **short}
    layout["nodes"] = _boxes(short["nodes"], ("id",), right["nodes"] if right else None)
    layout["refs"] = _boxes(short.get("refs", []), ("node", "edge"), right["refs"] if right else None)
    down, tags = layout["direction"] == "down", _tags(layout["refs"])
    layout["edges"] = [_line(line, edges, tags, down) if isinstance(line, list) else line for line in short["edges"]]
    return layout


def _sizes(layout: Fields) -> list[list[Any]]:
    """What is drawn, and how large: as a rule the same in both directions."""
    return [
        [box.get("id"), box.get("node"), box.get("edge"), *(part[key] for part in _parts(box) for key in BOX[2:])]
        for box in (*layout["nodes"], *layout["refs"])
    ]


def _parts(box: Fields) -> list[Fields]:
    """A box, and that of its `.grad`."""
    return [box, box["grad"]] if "grad" in box else [box]


def _row(box: Fields, keys: tuple[str, ...], alike: bool) -> Row:
    return [*(box[key] for key in keys), *(part[key] for part in _parts(box) for key in (BOX[:2] if alike else BOX))]


def _boxes(rows: list[Any], keys: tuple[str, ...], right: list[Fields] | None) -> list[Fields]:
    return [
        _box(row, keys, right[at] if right else {}) if isinstance(row, list) else row for at, row in enumerate(rows)
    ]


def _box(row: Row, keys: tuple[str, ...], right: Fields) -> Fields:
    if len(row) <= len(BOX):  # only where it is
        x, y, *grad = row
        moved = {"grad": right["grad"] | {"x": grad[0], "y": grad[1]}} if grad else {}
        return right | {"x": x, "y": y} | moved
    names, place = row[: len(keys)], row[len(keys) :]
    box: Fields = dict(zip((*keys, *BOX), (*names, *place), strict=False))
    return box | {"grad": dict(zip(BOX, place[len(BOX) :], strict=True))} if len(place) > len(BOX) else box


def _tags(refs: list[Fields]) -> dict[int, int]:
    """The tag at which the line of an edge begins."""
    return {ref["edge"]: number for number, ref in enumerate(refs)}


def _line_row(line: Fields, edges: list[Fields], tags: dict[int, int], down: bool) -> Any:
    label, numbers = line["label"], line["edges"]
    points = _points(line["path"])
    if len(points) < 4 or len(points) % 2:
        return line
    for side in (1, -1) if line["back"] else (0,):
        which = numbers[0] if len(numbers) == 1 else numbers
        row = [which, label["x"], label["y"], label.get("width"), side, *points]
        if _line(row, edges, tags, down) == line:
            return row
    return line


def _line(row: Row, edges: list[Fields], tags: dict[int, int], down: bool) -> Fields:
    which, x, y, wide, side, *numbers = row
    which = [which] if isinstance(which, int) else which
    edge = edges[which[0]]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    way = Path([point[::-1] for point in points] if down else points, down=down)
    begin, end = way.points[0][0], way.points[-1][0]
    line = {
        "edges": which, "from": edge["from"], "to": edge["to"], "path": way.text(),
        "back": way.beside(side * BESIDE, begin + TIP, end + TIP).text() if side else "",
        "label": {"x": x, "y": y, "width": wide}, "cut": edge.get("cut"),
    }  # fmt: skip
    return line | ({"ref": tags[which[0]]} if which[0] in tags else {})


def _points(path: str) -> Row:
    """The points that a path passes."""
    steps = re.findall(r"[MLC]([^MLC]*)", path)
    return [int(number) for step in steps for number in re.findall(r"-?\d+", step)[-2:]]
