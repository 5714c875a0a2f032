"""A GraphDoc in Graphviz' language, for export: `graph(y).to_dot()`.

Our pictures never need Graphviz; its `dot` executable is used for PNG files only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.trace import cards
from autograd_nb.trace.behind import behind
from autograd_nb.trace.fold import group_of
from autograd_nb.trace.layout import check_direction
from autograd_nb.trace.textwidth import shortened

from .story import story
from .svg import clean
from .themes import THEMES

if TYPE_CHECKING:
    from graphviz import Digraph  # type: ignore[import-untyped] # it ships no types

    from autograd_nb.trace.cards import Document

LINE_ROOM = 260
COLOURS = THEMES["light"]
GREY = {"fillcolor": COLOURS["constant"], "color": COLOURS["line"], "fontcolor": COLOURS["dim"]}
"""What lies behind a cut."""


def digraph(doc: Document, direction: str = "right") -> Digraph:
    """The document as a `graphviz.Digraph`, with folded loops as one node.

    Args:
        doc: a document.
        direction: "right", or "down" for values that flow from top to bottom.

    Raises:
        ModuleNotFoundError: the `graphviz` package is not installed.
        ValueError: there is no such direction.
    """
    check_direction(direction)
    from graphviz import Digraph

    result = Digraph("autograd")
    result.attr(rankdir="TB" if direction == "down" else "LR", bgcolor="white")
    result.attr("node", shape="box", style="rounded,filled", fillcolor="white", color=COLOURS["line"])
    result.attr("node", fontname="Helvetica", fontsize="11")
    result.attr("edge", color=COLOURS["edge"], fontname="Courier", fontsize="10")
    result.attr("edge", fontcolor=COLOURS["gradient"])
    nodes = {node["id"]: node for node in doc["nodes"]}
    owner = group_of(doc)
    told = story(doc)
    hidden = behind(doc)
    for number, node in nodes.items():
        if number not in owner:
            card = _node(cards.face(node, nodes), told)
            result.node(f"n{number}", **(card | GREY if number in hidden else card))
    for wire in _wires(doc, owner, nodes):
        number, start, end, cut_how = wire
        style: dict[str, str] = {}
        if cut_how:
            style = {"style": "dotted", "xlabel": _label([f"cut: {cut_how}"])}
        elif number in told.sends:
            style = {"label": _label(["∂ " + cards.line(told.sends[number])])}
        result.edge(f"n{start}", f"n{end}", **style)
    return result


def to_dot(doc: Document, direction: str = "right") -> str:
    """The document in DOT; every text in it is quoted, so no name can break the file.

    >>> two = {"id": 0, "kind": "constant", "name": "", "value": {"text": "2"}}
    >>> "n0 [label=2 " in to_dot({"nodes": [two], "edges": []})
    True
    """
    return str(digraph(doc, direction).source)


def _wires(doc: Document, owner: dict[int, int], nodes: dict[int, Any]) -> list[tuple[int, int, int, str | None]]:
    wires, seen = [], set()
    for number, edge in enumerate(doc["edges"]):
        start, end = owner.get(edge["from"], edge["from"]), owner.get(edge["to"], edge["to"])
        if start == end or start not in nodes or end not in nodes:
            continue
        folded = start != edge["from"] or end != edge["to"]
        if folded and (start, end) in seen:
            continue
        seen.add((start, end))
        wires.append((number, start, end, edge.get("cut")))
    return wires


def _node(node: Any, told: Any) -> dict[str, str]:
    if node["kind"] == "constant":
        return {"label": _label([cards.written(node)]), "fillcolor": COLOURS["constant"]}
    bold, light = cards.title(node)
    lines = [*filter(None, [f"{bold} {light}".strip()]), cards.subtitle(node), cards.value(node)]
    part = told.card(node)
    if part.tangent:
        lines.append(f"→ {cards.line(part.tangent)}")
    if node["kind"] == "leaf":
        if node.get("requires_grad"):
            lines.append(f"{bold}.grad = {cards.line(node.get('grad'))}")
        return {"label": _label(lines), "fillcolor": COLOURS["leaf"], "color": COLOURS["leafline"]}
    if part.orders:
        lines.append(f"∂ {cards.line(part.upstream)} (visit {part.badge})")
    label = {"label": _label(lines)}
    return label | {"peripheries": "2"} if node["kind"] == "group" else label


def _label(lines: list[str]) -> str:
    r"""Lines as one literal label: neither markup nor escape sequences of DOT.

    >>> print(_label(["<b>", chr(92) + "N"]))
    <b>\n\\N
    """
    from graphviz import nohtml

    shown = [shortened(clean(line), 11, LINE_ROOM).replace("\\", "\\\\") for line in lines]
    return str.__str__(nohtml("\\n".join(shown))) if len(shown) > 1 else nohtml(shown[0])
