"""HTML forms of a GraphDoc: a fallback that survives untrusted notebooks, and a self-contained interactive page.

The fallback uses inline styles only and neither style, script nor svg elements: notebook viewers remove
those. The picture is an image with a data address; the table below it is the readable copy of what the
picture says.
"""

from __future__ import annotations

import html
import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

from autograd_nb.trace import cards
from autograd_nb.trace.layout import layout_of

from . import image, sweeptext
from .story import Story, story, turned
from .svg import to_svg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from autograd_nb.trace.cards import Document

ALT_LENGTH = 200
MOST_ROWS = 300
MOST_DRAWN = 300
MARGIN = "margin:4px 0"
HALF = re.compile("[\ud800-\udfff]")
LEAST = 0.7  # how far a picture shrinks to fit, on paper say, before it is scrolled


def fallback_html(doc: Document, direction: str = "right") -> str:
    """PyTorch's text, the picture and a table of all values and gradients, for viewers without our renderer.

    >>> html = fallback_html({"text": "tensor(<1>)", "root": 0, "nodes": [], "edges": []})
    >>> "tensor(&lt;1&gt;)" in html, "<script" in html, "<svg" in html
    (True, False, False)
    """
    text = str(doc.get("text", ""))
    return "".join(
        [
            f"<pre>{escape(text)}</pre>",
            _picture(doc, direction),
            *_notes(doc),
            *_sweeps(doc),
            "<details><summary>Values and gradients</summary>",
            _table((_heads(doc), *_rows(doc)), *_ledger(doc)),
            "</details>",
        ]
    )


def _picture(doc: Document, direction: str) -> str:
    """The picture, or why there is none: one of so many cards is no help, and as long as all the rest together."""
    drawn = len(layout_of(doc, direction)["nodes"])
    if drawn > MOST_DRAWN:
        return f"<div style='{MARGIN}'>Its graph of {drawn} nodes is too large for a picture here.</div>"
    svg = to_svg(doc, heading=False, direction=direction)
    alt = escape(f"Computation graph of {_short(str(doc.get('text', '')))}", quote=True)
    least = int(LEAST * int(svg.partition('width="')[2].partition('"')[0]))
    return (
        "<div style=overflow:auto>"
        f"<img alt='{alt}' style=max-width:max(100%,{least}px) src=\"{image.address(svg)}\"></div>"
    )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= ALT_LENGTH else flat[: ALT_LENGTH - 1] + "…"


def _table(*parts: Iterable[Iterable[str]]) -> str:
    """One table of several parts, each with the heads of its columns first.

    It is short: HTML lets rows and cells end where the next begins, and needs no quotes around one word.
    """
    made = []
    for heads, *rows in parts:
        for tag, cells in zip(("th", *("td" for _ in rows)), (heads, *rows), strict=True):
            made.append("".join(["<tr>", *(f"<{tag}>{escape(cell, quote=False)}" for cell in cells)]))
    return f"<table style=font-family:monospace>{''.join(made)}</table>"


def _notes(doc: Document) -> list[str]:
    """What was changed unseen, and what walks recorded."""
    told = dict.fromkeys([*(each["says"] for each in doc.get("unseen") or []), doc.get("layers") or ""])
    return [f"<div style='{MARGIN};max-width:52em'>{escape(say.replace('`', ''))}</div>" for say in told if say]


def _sweeps(doc: Document) -> list[str]:
    """What both sweeps cost, below the picture of a document that is about them."""
    both = sweeptext.opened(doc)
    if both is None:
        return []
    says = escape(str(both["says"]).replace("`", ""))
    return [_table((sweeptext.HEADS, *sweeptext.cost_rows(both))), f"<div style='{MARGIN};max-width:52em'>{says}</div>"]


def _heads(doc: Document) -> tuple[str, ...]:
    tangent = ("tangent",) if sweeptext.opened(doc) else ()
    return ("tensor", "operation", "value", *tangent, "gradient")


def _rows(doc: Document) -> list[tuple[str, ...]]:
    told = story(doc)
    sent = _hooked(doc, told)
    both = sweeptext.opened(doc)
    tangents, gradients = (sweeptext.values(both[mode]) if both else {} for mode in ("forward", "reverse"))
    rows: list[tuple[str, ...]] = []
    nodes = [node for node in doc["nodes"] if node["kind"] != "group"]
    for node in nodes[:MOST_ROWS]:
        bold, light = cards.title(node)
        visit = told.visits.get(node["id"])
        gradient = ""
        if node["kind"] == "leaf" and node.get("requires_grad"):
            gradient = cards.line(node.get("grad"))
        elif visit is not None:
            gradient = turned(visit.get("upstream"), visit.get("arrived"))
        later = f", now {cards.line(node['later']['value'])}" if node.get("later") else ""
        numbers = [cards.value(node) + later, "; ".join([gradient, *sent.get(node["id"], [])])]
        if both:
            swept = (part.get(node["id"]) for part in (tangents, gradients))
            numbers[1:] = [cards.line(value) if value else "" for value in swept]
        rows.append((f"{bold} {light}".strip(), str(node.get("op") or node["kind"]), *numbers))
    if len(nodes) > MOST_ROWS:
        rows.append((f"… and {len(nodes) - MOST_ROWS} more",))
    return rows


def _hooked(doc: Document, told: Story) -> dict[int, list[str]]:
    """By node what it sends on, where hooks have made that of something else: as a rule the local derivative tells."""
    nodes = {node["id"]: node for node in doc["nodes"]}
    found: dict[int, list[str]] = {}
    for number, step in told.visits.items():
        for send in step.get("sends", []):
            if send.get("computed"):
                name = cards.title(nodes[doc["edges"][send["edge"]]["from"]])[0]
                found.setdefault(number, []).append(f"to {name} {turned(send['value'], send['computed'])}")
    return found


def _ledger(doc: Document) -> list[list[tuple[str, ...]]]:
    changes = doc.get("changes") or []
    if not changes:
        return []
    names = {node["id"]: cards.title(node)[0] for node in doc["nodes"]}
    rows = [
        (
            f"{names.get(change['node'], '')}.grad",
            cards.line(change["grad"]),
            str(change["change"]),
            str(change["by"]),
        )
        for change in changes[-MOST_ROWS:]
    ]
    return [[("gradient", "after", "change", "by"), *rows]]


def page(doc: Document, fallback: Document | None = None, direction: str = "right") -> str:
    """One interactive page that needs neither network nor kernel; without scripts it shows the fallback.

    Args:
        doc: what the page shows.
        fallback: what it shows without scripts, where that is less.
        direction: "right", or "down" for values that flow from top to bottom.

    Raises:
        FileNotFoundError: the built front end is missing from the installation.
        ValueError: there is no such direction.
    """
    layout_of(doc, direction)
    title = escape(_short(str(doc.get("text", "")).split("\n")[0]))
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{title}</title>",
            "</head>",
            '<body style="margin:16px;font-family:system-ui,sans-serif">',
            place(doc, fallback_html(fallback or doc, direction), direction),
            f"<script>{script()}</script>",
            "</body>",
            "</html>",
            "",
        ]
    )


def place(doc: Any, fallback: str, direction: str = "right") -> str:
    """Where `script` will draw the document in a page, and what is shown there if it does not run.

    >>> place({"text": "tensor(1.)"}, "<p>a picture</p>")[:53]
    '<div data-autograd-place><script type="application/js'
    """
    turned = "" if direction == "right" else f' data-direction="{direction}"'
    data = f'<script type="application/json">{_embedded(doc)}</script>'
    return f"<div data-autograd-place{turned}>{data}<div>{fallback}</div></div>"


def script() -> str:
    """The view for all places of a page: what stands in its script element.

    Raises:
        FileNotFoundError: the built front end is missing from the installation.
    """
    bundle = resources.files("autograd_nb.display").joinpath("standalone.js")
    return bundle.read_text(encoding="utf-8").replace("</script", "<\\/script")


def _embedded(doc: Any) -> str:
    r"""JSON that cannot end the script element it stands in.

    >>> _embedded({"text": "</script><!--"})
    '{"text": "\\u003c/script\\u003e\\u003c!--"}'
    """
    text = to_json(doc)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def to_json(doc: Any) -> str:
    r"""JSON that any encoding can hold: half a character, as an error's text may have one, is written in ASCII.

    >>> to_json({"text": "\ud83d"}), to_json({"text": "∂"})
    ('{"text": "\\ud83d"}', '{"text": "∂"}')
    """
    text = json.dumps(doc, ensure_ascii=False)
    return HALF.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def escape(text: str, quote: bool = True) -> str:
    """Text for HTML; what no encoding can hold becomes a question mark."""
    return html.escape(text.encode(errors="replace").decode(), quote)
