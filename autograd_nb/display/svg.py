"""The static picture of a GraphDoc: one self-contained SVG, as it stands after the whole history.

It is made for `<img src="data:...">`, for files and for printing: no style sheet, no script, no outside
font or address. Ids begin with a hash of the document, so that several pictures on a page do not collide.
What colour says is also said by shape or text: a leaf has a rounded left end, a constant is a pill, a
folded loop is a stack of cards, gradients are dashed lines with a ∂ beside the value's solid ones.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from autograd_nb.trace import cards
from autograd_nb.trace.behind import behind
from autograd_nb.trace.layout import layout_of
from autograd_nb.trace.textwidth import AGAIN, cut, shortened, width

from . import signs, sweeptext
from .story import Story, story
from .themes import THEMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from autograd_nb.trace.cards import Document

SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', Arial, sans-serif"
MONOSPACE = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
CUT_LABELS = {"copy": "torch.tensor", "no_derivative": "no derivative"}
TEXT_LINE = 30  # height of the line with PyTorch's text
FOOT = 26  # height of the legend
STROKE = 1.5  # width of lines of which nothing else is said


def to_svg(doc: Document, theme: str = "light", *, heading: bool = True, direction: str = "right") -> str:
    """The picture as SVG text. The same document always gives the same text.

    Args:
        doc: a document; one without a layout is laid out first.
        theme: "light" or "dark".
        heading: whether the line with PyTorch's text stands above the picture, and its signs are explained below.
            Without it the picture is one that stands between that line and a table of its nodes: of its signs only
            tangents, beside gradients, are explained.
        direction: "right", or "down" for values that flow from top to bottom.

    Raises:
        ValueError: there is no such theme or direction.

    >>> to_svg({"version": 1, "text": "tensor(1.)", "nodes": [], "edges": []})[:38]
    '<svg xmlns="http://www.w3.org/2000/svg'
    """
    if theme not in THEMES:
        raise ValueError(f"theme must be one of {', '.join(map(repr, THEMES))}, got {theme!r}")
    return _Picture(doc, THEMES[theme], heading, direction).render()


def tag(name: str, text: str | None = None, /, **attributes: object) -> str:
    """One XML element; underscores in attribute names are hyphens, None leaves an attribute out.

    >>> tag("text", "a < b", font_size=12, x=None)
    '<text font-size="12">a &lt; b</text>'
    """
    return _tag(name, text, *attributes, *attributes.values())


@lru_cache(AGAIN, typed=True)
def _tag(name: str, text: str | None, *attributes: Any) -> str:
    """The same; after the names of the attributes come their values."""
    written = ""
    count = len(attributes) // 2
    for key, value in zip(attributes[:count], attributes[count:], strict=True):
        if value is not None:
            quoted = escape(clean(str(value)), quote=False).replace('"', "&quot;")
            written += f' {key.replace("_", "-")}="{quoted}"'
    return f"<{name}{written}/>" if text is None else f"<{name}{written}>{escape(clean(text), quote=False)}</{name}>"


def clean(text: str) -> str:
    """Text without the characters that XML cannot hold, on one line."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\u00a0" else " " for c in text)


def _walk(node: Mapping[str, Any]) -> int:
    """The number of the walk that recorded an operation; 0 for the learner's own."""
    return int((node.get("made_by") or {"walk": 0})["walk"])


@dataclass
class _Picture:
    doc: Document
    colours: Mapping[str, str]
    heading: bool = True
    direction: str = "right"
    out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.layout = layout_of(self.doc, self.direction)
        self.nodes: dict[int, Any] = {node["id"]: node for node in self.doc["nodes"]}
        self.story: Story = story(self.doc)
        self.behind = behind(self.doc)
        self.unseen = {item["node"] for item in self.doc.get("unseen", [])}
        self.prefix = "g" + self.hash() if self.heading else "g"  # without it no other picture is in the same image

    def hash(self) -> str:
        aside = {"layout", "unfolded", "down"} | ({"sweeps"} if sweeptext.opened(self.doc) is None else set())
        told = {key: value for key, value in self.doc.items() if key not in aside}
        text = json.dumps([self.direction, told], ensure_ascii=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:10]

    # ---- the whole ----------------------------------------------------------------------------------------------
    def render(self) -> str:
        heading = str(self.doc.get("text", "")).split("\n")
        shown = heading[:6] + (["…"] if len(heading) > 6 else []) if self.heading else []
        top = TEXT_LINE + 17 * (len(shown) - 1) if shown else 0
        legend = self.legend()
        wide = max(self.layout["width"], 300, sum(w for _, _, w in legend) + 24)
        wide = max(wide, min(760, 24 + max((width(line, 13, mono=True) for line in shown), default=0)))
        high = top + self.layout["height"] + (FOOT if legend else 0)
        attributes = {
            "xmlns": "http://www.w3.org/2000/svg", "width": wide, "height": high, "viewBox": f"0 0 {wide} {high}",
            "role": "img", "font_family": SANS, "font_size": cards.TITLE,
        }  # fmt: skip
        opening = tag("svg", **attributes)[:-2] + ">"
        self.out = [opening, tag("title", heading[0]), self.markers()]
        self.add("rect", width=wide, height=high, fill="ground")
        for index, line in enumerate(shown):
            self.text(12, 20 + 17 * index, cut(line, 13, wide - 24, mono=True), 13, mono=True)
        if shown:
            self.add("path", d=f"M0 {top} L{wide} {top}", stroke="line", fill="none")
        self.out.append(f'<g transform="translate(0 {top})">')
        for band in self.layout.get("bands", []):
            box = {key: band[key] for key in ("x", "y", "width", "height")}
            self.add("rect", **box, rx=14, fill="gradientfill", stroke="gradientline", stroke_dasharray="8 4")
        self.edges()
        for band in self.layout.get("bands", []):
            self.call(band)
        for box in self.layout["refs"]:
            self.reference(box)
        for box in self.layout["nodes"]:
            self.node(box)
        self.labels()
        self.out.append("</g>")
        self.foot(legend, high)
        return "\n".join([*self.out, "</svg>", ""])

    def markers(self) -> str:
        parts = ["<defs>"]
        for name, colour in (("v", "edge"), ("b", "gradient")):
            arrow = tag("path", d="M0 0.5 L8 4 L0 7.5 z", fill=self.colours[colour])
            parts.append(
                f'<marker id="{self.prefix}{name}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" '
                f'markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">{arrow}</marker>'
            )
        return "".join([*parts, "</defs>"])

    def add(self, name: str, **attributes: object) -> None:
        """Adds an element; fill and stroke are names of the theme's colours."""
        if "stroke" in attributes:
            attributes.setdefault("stroke_width", STROKE)
        for paint in ("fill", "stroke"):
            if paint in attributes:
                attributes[paint] = self.colours.get(str(attributes[paint]), attributes[paint])
        self.out.append(tag(name, **attributes))

    def text(self, x: int, y: int, text: str, size: int, colour: str = "ink", **style: object) -> None:
        attributes: dict[str, object] = {"x": x, "y": y, "font_size": size, "fill": self.colours[colour]}
        if style.pop("mono", False):
            attributes["font_family"] = MONOSPACE
        if halo := style.pop("halo", ""):
            attributes |= {"stroke": self.colours[str(halo)], "stroke_width": 4, "paint_order": "stroke"}
        self.out.append(tag("text", text, **attributes, **style))

    def call(self, band: Mapping[str, int]) -> None:
        """The call in the frame of what a walk recorded, in front of the lines that cross it from above."""
        calls = [node["made_by"]["call"] for node in self.nodes.values() if _walk(node) == band["walk"]]
        words = cut(f"graph of a derivative, recorded by {calls[0]}", 11, band["width"] - 24)
        self.text(band["x"] + 12, band["y"] + 18, words, 11, "gradient", halo="gradientfill")

    # ---- edges --------------------------------------------------------------------------------------------------
    def edges(self) -> None:
        for edge in self.layout["edges"]:
            dashed = "2 4" if edge["cut"] else None
            end = f"url(#{self.prefix}v)"
            self.add("path", d=edge["path"], marker_end=end, fill="none", stroke="edge", stroke_dasharray=dashed)
            if edge["back"] and self.sent(edge):
                ends = {"fill": "none", "stroke": "gradient", "stroke_dasharray": "6 3"}
                self.add("path", d=edge["back"], marker_end=f"url(#{self.prefix}b)", **ends)

    def sent(self, edge: Mapping[str, Any]) -> list[Any]:
        return [self.story.sends[number] for number in edge["edges"] if number in self.story.sends]

    def labels(self) -> None:
        for edge in self.layout["edges"]:
            x, y = edge["label"]["x"], edge["label"]["y"]
            if edge["cut"]:
                self.scissors(x, y, str(edge["cut"]))
                continue
            sent = self.sent(edge)
            if not sent or not edge["back"]:
                continue
            text = cards.line(sent[-1]) if len(sent) == 1 else f"{len(sent)} contributions"
            room = edge["label"].get("width", 100)
            shown = shortened(text, cards.LABEL, max(room, 24))
            self.text(x, y, shown, cards.LABEL, "gradient", mono=True, halo="ground", text_anchor="middle")

    def scissors(self, x: int, y: int, how: str) -> None:
        self.out.append(f'<g transform="translate({x} {y})">')
        self.add("circle", r=9, fill="ground", stroke="dim")
        blades = "M6 -3 L-2 3 a2 2 0 1 1 -1 -1 M6 3 L-2 -3 a2 2 0 1 0 -1 1"
        self.add("path", d=blades, fill="none", stroke="ink")
        self.out.append("</g>")
        self.text(x, y + 21, CUT_LABELS.get(how, how), cards.SMALL, "dim", halo="ground", text_anchor="middle")

    # ---- nodes --------------------------------------------------------------------------------------------------
    def node(self, box: Mapping[str, Any]) -> None:
        node = cards.face(self.nodes[box["id"]], self.nodes)
        colours = self.colours
        if box["id"] in self.behind:  # greyed: no gradient comes back here
            self.colours = {**colours, "ink": colours["dim"], "leaf": colours["constant"], "leafline": colours["line"]}
        self.out.append("<g>")
        self.out.append(tag("title", self.tooltip(node)))
        {"leaf": self.leaf, "constant": self.constant}.get(str(node["kind"]), self.card)(box, node)
        self.out.append("</g>")
        self.colours = colours

    def tooltip(self, node: Mapping[str, Any]) -> str:
        bold, light = cards.title(node)
        kind = "constant" if node["kind"] == "constant" else cards.subtitle(node)
        parts = [f"{bold} {light}".strip(), kind, cards.value(node)]
        return ", ".join(part for part in parts if part)

    def leaf(self, box: Mapping[str, Any], node: Mapping[str, Any]) -> None:
        x, y, wide, high = box["x"], box["y"], box["width"], box["height"]
        grad = box.get("grad")
        if grad:
            self.buffer(box, grad, node)
        half, corner = high // 2, 9
        flat = wide - half - corner
        shape = (
            f"M{x + half} {y} h{flat} a{corner} {corner} 0 0 1 {corner} {corner} v{high - 2 * corner} "
            f"a{corner} {corner} 0 0 1 -{corner} {corner} h-{flat} a{half} {half} 0 0 1 0 -{high} z"
        )
        paint = ("leaf", "leafline") if node.get("requires_grad") else ("constant", "line")
        self.add("path", d=shape, fill=paint[0], stroke=paint[1])
        left, room = x + cards.LEAF_LEFT, wide - cards.LEAF_LEFT - cards.PAD_X
        tangent, shift = self.story.tangents.get(node["id"]), 0
        small = f"→ {cards.line(tangent)}" if tangent else cards.subtitle(node)
        beside = cards.described(node) if node.get("later") else small  # the card has room for this
        title, value = (y + offset for offset in cards.LEAF_BASELINES)
        if name := cut(cards.title(node)[0], cards.TITLE, room - width("  " + beside, cards.SMALL), bold=True):
            self.text(left, title, name, cards.TITLE, font_weight="bold")
            shift = width(name, cards.TITLE, bold=True)
            shift += max(width("  ", cards.SMALL), min(8, room - shift - width(beside, cards.SMALL)))
        small = cut(small, cards.SMALL, room - shift)
        self.text(left + shift, title, small, cards.SMALL, "tangent" if tangent else "dim")
        self.text(left, value, shortened(cards.value(node), cards.MONO, room), cards.MONO, mono=True)

    def buffer(self, box: Mapping[str, Any], grad: Mapping[str, int], node: Mapping[str, Any]) -> None:
        """The place of .grad below its leaf, or above it: dashed while None."""
        middle = grad["x"] + grad["width"] // 2
        above = grad["y"] < box["y"]
        ends = (box["y"], grad["y"] + grad["height"]) if above else (box["y"] + box["height"], grad["y"])
        line = f"M{middle} {ends[0]} L{middle} {ends[1]}"
        self.add("path", d=line, stroke="gradientline", stroke_dasharray="3 3")
        empty = node.get("grad") is None
        self.add(
            "rect", x=grad["x"], y=grad["y"], width=grad["width"], height=grad["height"], rx=5,
            fill="ground" if empty else "gradientfill", stroke="gradientline",
            stroke_dasharray="4 3" if empty else None,
        )  # fmt: skip
        left, room = grad["x"] + cards.GRAD_PAD, grad["width"] - 2 * cards.GRAD_PAD
        title, value = (grad["y"] + offset for offset in cards.GRAD_BASELINES)
        name = f"{node['name']}.grad" if node.get("name") else ".grad"
        change = self.story.changes.get(node["id"], "")
        shift = width(change, cards.SMALL) + 6 if change else 0
        self.text(left, title, cut(name, cards.SMALL, room - shift), cards.SMALL, "gradient")
        if change:
            self.text(left + room - shift + 6, title, change, cards.SMALL, "dim")
        shown = shortened(cards.line(node.get("grad")), cards.MONO, room)
        self.text(left, value, shown, cards.MONO, "dim" if empty else "ink", mono=True)

    def constant(self, box: Mapping[str, Any], node: Mapping[str, Any]) -> None:
        self.pill(box, shortened(cards.named(node), cards.MONO, box["width"] - cards.PILL_PAD), None)

    def reference(self, box: Mapping[str, Any]) -> None:
        node = self.nodes[box["node"]]
        text = str(node.get("name") or cards.value(node))
        self.pill(box, cut(text, cards.MONO, 120), "3 2", leaf=node["kind"] == "leaf")

    def pill(self, box: Mapping[str, Any], text: str, dashes: str | None, *, leaf: bool = False) -> None:
        x, y, wide, high = box["x"], box["y"], box["width"], box["height"]
        paint = ("leaf", "leafline") if leaf else ("constant", "line")
        self.add(
            "rect", x=x, y=y, width=wide, height=high, rx=high // 2, fill=paint[0], stroke=paint[1],
            stroke_dasharray=dashes,
        )  # fmt: skip
        left = x + (wide - width(text, cards.MONO, bold=leaf, mono=not leaf)) // 2
        self.text(left, y + high // 2 + 4, text, cards.MONO, mono=not leaf, font_weight="bold" if leaf else None)

    def card(self, box: Mapping[str, Any], node: Mapping[str, Any]) -> None:
        x, y, wide, high = box["x"], box["y"], box["width"], box["height"]
        told = self.story.card(node)
        wrong = self.story.error == node["id"] or self.story.error in node.get("members", [])
        stroke = "error" if wrong else "gradientline" if told.orders else "line"
        if node["kind"] == "group":
            for shift in (cards.STACK, cards.STACK // 2):
                size = {"width": wide, "height": high, "rx": 9}
                self.add("rect", x=x + shift, y=y + shift, **size, fill="card", stroke=stroke)
        line = {"stroke": stroke, "stroke_width": 2.2 if wrong else STROKE}
        self.add("rect", x=x, y=y, width=wide, height=high, rx=9, fill="card", **line)
        left, room = x + cards.PAD_X, wide - 2 * cards.PAD_X
        gradient = told.upstream
        drop = 0 if gradient is not None else cards.LINES[-1] // 2
        title, small, value, bottom = (y + offset + drop for offset in cards.BASELINES)
        bold, light = cards.title(node)
        bold = cut(bold, cards.TITLE, room, bold=True)
        self.text(left, title, bold, cards.TITLE, font_weight="bold")
        if light:
            shift = width(bold + " ", cards.TITLE, bold=True)
            if room > shift:
                self.text(left + shift, title, cut(light, cards.MONO, room - shift, mono=True), cards.MONO, mono=True)
        if told.tangent:
            moves = shortened("→ " + cards.line(told.tangent), cards.MONO, room)
            self.text(left, small, moves, cards.MONO, "tangent", mono=True)
        else:
            self.text(left, small, cut(cards.subtitle(node), cards.SMALL, room), cards.SMALL, "dim")
        shown = shortened(cards.value(node), cards.MONO, room)
        self.text(left, value, shown, cards.MONO, mono=True)
        if gradient is not None:
            shown = shortened("∂ " + cards.line(gradient), cards.MONO, room)
            self.text(left, bottom, shown, cards.MONO, "gradient", mono=True)
        if told.seed is not None:
            room = max(wide - 24, 80)
            seed = cut("seed " + cards.line(told.seed), cards.LABEL, room, mono=True)
            middle = x + width(seed, cards.LABEL, mono=True) // 2
            at = y - 10 if self.direction == "right" else y + high + 16
            self.text(middle, at, seed, cards.LABEL, "gradient", mono=True, halo="ground", text_anchor="middle")
        if told.orders:
            self.badge(x + wide, y, told.badge)
        if wrong:
            self.badge(x + wide, y, "!", "error")
        if self.unseen & {node["id"], *node.get("members", [])}:
            self.alarm(x, y)

    def alarm(self, x: int, y: int) -> None:
        """At the upper left corner: what the operation had saved was changed unseen."""
        self.add("circle", cx=x, cy=y, r=10, fill="ground", stroke="error")
        self.add("path", d=f"M{x} {y - 6} L{x + 6} {y + 5} L{x - 6} {y + 5} z", fill="error")
        self.text(x, y + 4, "!", 9, "ground", font_weight="bold", text_anchor="middle")

    def badge(self, x: int, y: int, text: str, colour: str = "gradient") -> None:
        wide = max(20, width(text, 11, bold=True) + 10)
        left = x - wide + 10
        if wide == 20:
            self.add("circle", cx=x, cy=y, r=10, fill=colour, stroke="ground")
        else:
            self.add("rect", x=left, y=y - 10, width=wide, height=20, rx=10, fill=colour, stroke="ground")
        self.text(left + wide // 2, y + 4, text, 11, "ground", font_weight="bold", text_anchor="middle")

    # ---- legend -------------------------------------------------------------------------------------------------
    def legend(self) -> list[tuple[str, str, int]]:
        """(kind, words, width) of the signs that this picture uses."""
        used = signs.used(self.doc, self.layout, self.story, self.heading)
        return [(kind, words, 26 + width(words, cards.SMALL) + 16) for kind, words in used]

    def foot(self, legend: list[tuple[str, str, int]], high: int) -> None:
        x, y = 12, high - FOOT // 2
        for kind, words, wide in legend:
            self.sign(kind, x, y)
            self.text(x + 26, y + 4, words, cards.SMALL, {"back": "gradient", "forth": "tangent"}.get(kind, "dim"))
            x += wide

    def sign(self, kind: str, x: int, y: int) -> None:
        if kind == "back":
            end = f"url(#{self.prefix}b)"
            dashes = {"stroke_dasharray": "6 3", "fill": "none", "stroke": "gradient"}
            self.add("path", d=f"M{x + 20} {y} L{x} {y}", marker_end=end, **dashes)
        elif kind == "forth":
            way = {"fill": "none", "stroke": "tangent", "stroke_width": 1.8}
            self.add("path", d=f"M{x} {y} L{x + 20} {y}", marker_end=f"url(#{self.prefix}v)", **way)
        elif kind == "unseen":
            self.alarm(x + 10, y)
        elif kind == "cut":
            self.add("path", d=f"M{x} {y} L{x + 20} {y}", stroke="edge", stroke_dasharray="2 4", fill="none")
        elif kind == "leaf":
            shape = f"M{x + 6} {y - 6} h12 a2 2 0 0 1 2 2 v8 a2 2 0 0 1 -2 2 h-12 a6 6 0 0 1 0 -12 z"
            self.add("path", d=shape, fill="leaf", stroke="leafline")
        else:
            if kind == "group":
                self.add("rect", x=x + 3, y=y - 3, width=18, height=10, rx=3, fill="card", stroke="line")
            round_end = 6 if kind == "constant" else 3
            fill = "constant" if kind == "constant" else "card"
            self.add("rect", x=x, y=y - 6, width=18, height=11, rx=round_end, fill=fill, stroke="line")
