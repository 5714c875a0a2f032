"""The cards of a picture: which lines of text stand on them and how much room they take.

One place for the geometry that the layout, the static SVG and the live view share. A card never changes its
size when gradients fill: the room of the gradient is there from the beginning.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .textwidth import cut, shortened, width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Document = dict[str, Any]

TITLE, SMALL, MONO, LABEL = 14, 11, 12, 11  # font sizes
PAD_X = 12
PAD_Y = 8
LINES = (20, 15, 17, 17)  # title, grad_fn, value, gradient
BASELINES = (23, 39, 56, 73)  # of these lines, from the top of an op's card
CARD_HEIGHT = 2 * PAD_Y + sum(LINES) - 1  # 84
CARD_WIDTH = 112  # the least
LEAF_HEIGHT = 58
LEAF_BASELINES = (25, 45)
LEAF_LEFT = 24  # room of the rounded end before the text
LEAF_WIDTH = 156
GRAD_HEIGHT = 44
GRAD_BASELINES = (17, 35)
GRAD_GAP = 22  # between a leaf and its .grad box
GRAD_INSET = 16  # the box is so much narrower than its leaf, on the left
GRAD_PAD = 10
PILL_HEIGHT = 26
PILL_PAD = 12
TAG_HEIGHT = 24
STACK = 8  # a group's two shadow cards stick out so far, right and below
VALUE_CHARACTERS = 26  # a value so long is shown whole; of a longer one the beginning
LONG_CHARACTERS = 20
TITLE_ROOM = 190
LABEL_CHARACTERS = 20  # the same for the text of a contribution
LONG_LABEL = 14


@dataclass(frozen=True, slots=True)
class Card:
    """Size of one drawn thing. `up` and `down` are its extents from the height where edges arrive."""

    width: int
    height: int
    up: int
    down: int
    grad: tuple[int, int, int, int] | None = None  # x, y, width, height relative to the card
    stack: int = 0  # a group's cards behind it stick out so far


def line(preview: Mapping[str, Any] | None) -> str:
    r"""A preview's text on one line, single-spaced.

    >>> line({"text": "[ 0.,  4.,\n        8.]"})
    '[0., 4., 8.]'
    """
    if preview is None:
        return "None"
    return " ".join(str(preview.get("text", "")).split()).replace("[ ", "[")


def value(node: Mapping[str, Any]) -> str:
    """A node's value on one line; None in a document means that nobody recorded it, not the Python None.

    >>> value({"value": {"text": "2"}}), value({"kind": "op", "value": None}), value({"kind": "constant"})
    ('2', 'not recorded', '?')
    """
    if node.get("results"):
        return line(together([each["value"] for each in node["results"]]))
    if node.get("value") is None:
        return "?" if node.get("kind") == "constant" else "not recorded"
    return line(node["value"])


def together(previews: Sequence[Mapping[str, Any] | None]) -> Mapping[str, Any]:
    """What there is of each of several results, in the order of their names on the card.

    >>> together([{"text": "[1., 2.]"}, None, {"text": "3."}])
    {'text': '[1., 2.]; –; 3.'}
    """
    return {"text": "; ".join("–" if each is None else line(each) for each in previews)}


def title(node: Mapping[str, Any]) -> tuple[str, str]:
    """Bold and light part of a card's first line. A leaf without a name has neither: its value stands below.

    >>> title({"kind": "op", "name": "y", "symbol": "×", "op": "MulBackward0"})
    ('y', '= ×')
    >>> title({"kind": "leaf", "name": "", "value": {"text": "[1., 2.]"}, "shape": [2]})
    ('', '')
    """
    name, symbol = str(node.get("name") or ""), str(node.get("symbol") or "")
    if node.get("kind") == "group":
        return name or symbol or "loop", f"× {node.get('count', '')}"
    if node.get("kind") == "op":
        symbol = symbol or str(node.get("op") or "")
        return (name, f"= {symbol}") if name else (symbol, "")
    return (name if node.get("kind") == "leaf" else name or value(node)), ""


def subtitle(node: Mapping[str, Any]) -> str:
    """The small line: what kind of node it is, and of a leaf that was changed since, what it is by now.

    >>> subtitle({"kind": "leaf", "shape": [4]}), subtitle({"kind": "leaf", "later": {"value": {"text": "2."}}})
    ('leaf, shape [4]', 'leaf, now 2.')
    """
    return f"leaf, now {line(node['later']['value'])}" if node.get("later") else described(node)


def described(node: Mapping[str, Any]) -> str:
    """The grad_fn's name of an op, "leaf, shape [4]" of a leaf, size of a group. There is room for it on the card.

    >>> described({"kind": "leaf", "shape": []}), described({"kind": "group", "count": 9, "per": 2})
    ('leaf, scalar', '9 turns of 2 operations')
    """
    if node.get("kind") == "op":
        visiting = (node.get("made_by") or {}).get("label")
        return f"{node.get('op') or ''}, for {visiting}" if visiting else str(node.get("op") or "")
    if node.get("kind") == "group":
        per = int(node.get("per", 1))
        return f"{node.get('count')} turns of {per} operation{'s' if per != 1 else ''}"
    shape = ", ".join(str(size) for size in node.get("shape", []))
    return f"leaf, shape [{shape}]" if shape else "leaf, scalar"


def named(node: Mapping[str, Any]) -> str:
    """Text of a constant: its name and value, or its value.

    >>> named({"name": "u", "value": {"text": "[0., 1.]"}, "shape": [2]}), named({"name": "", "value": {"text": "2"}})
    ('u = [0., 1.]', '2')
    """
    name, shown = str(node.get("name") or ""), value(node)
    return f"{name} = {shown}" if name and node.get("value") else name or shown


def pill(node: Mapping[str, Any]) -> str:
    """As much of the text of a constant as there is room for."""
    text = named(node)
    return text if len(text) <= VALUE_CHARACTERS else text[: LONG_CHARACTERS - 1].rstrip(" ,") + "…"


def written(node: Mapping[str, Any]) -> str:
    """The text of a constant for words: as long as `pill`, and no number of it is torn.

    >>> written({"name": "X", "value": {"text": "[[0.9773, 1.1569], [1.2525, -0.3068]]"}})
    'X = [[0.9773, …'
    >>> written({"name": "", "value": {"text": "0.123456789012345678901234567"}})
    '0.123456789012345677'
    """
    text = named(node)
    if len(text) <= VALUE_CHARACTERS:
        return text
    lead = text.removesuffix(value(node))
    room = max(LONG_CHARACTERS - len(lead), LONG_LABEL)
    return lead + shortened(text.removeprefix(lead), MONO, width("0" * room, MONO, mono=True))


def face(node: Mapping[str, Any], nodes: Mapping[int, Mapping[str, Any]]) -> Mapping[str, Any]:
    """What a card shows: of a group its own counts and the value of its last operation.

    >>> last = {"id": 1, "kind": "op", "shape": [], "value": {"text": "8."}, "requires_grad": True}
    >>> face({"id": 2, "kind": "group", "name": "b", "members": [1], "count": 3, "per": 1}, {1: last})["value"]
    {'text': '8.'}
    """
    if node.get("kind") != "group":
        return node
    ops = [nodes[number] for number in node.get("members", []) if nodes.get(number, {}).get("kind") == "op"]
    last = ops[-1] if ops else {}
    shown = {key: last.get(key) for key in ("shape", "dtype", "value", "grad", "requires_grad")}
    return {**shown, "shape": last.get("shape") or [], **node}


def numel(node: Mapping[str, Any]) -> int:
    """Number of elements."""
    return math.prod(int(size) for size in node.get("shape", []))


def gradient_characters(node: Mapping[str, Any]) -> int:
    """How many characters a gradient of this node's shape will need, guessed from shape alone.

    A guess from the shape and not from the gradients of now, so that no card jumps when they come.
    """
    count = numel(node)
    brackets = 2 * len(node.get("shape") or ())
    each = 7 if not brackets else brackets + count * 9 // 2 - 1 if count else 2
    several = len(node.get("results") or ())
    return each * several + 2 * (several - 1) if several else each


def shown_characters(length: int) -> int:
    """How many of `length` characters a card has room for.

    >>> shown_characters(26), shown_characters(27)
    (26, 20)
    """
    return length if length <= VALUE_CHARACTERS else LONG_CHARACTERS


def contribution_width(node: Mapping[str, Any]) -> int:
    """Room for the text of what an edge sends back to `node`."""
    length = gradient_characters(node)
    return width("0" * (length if length <= LABEL_CHARACTERS else LONG_LABEL), LABEL, mono=True)


def card(node: Mapping[str, Any]) -> Card:
    """The size of a node's card from its text.

    >>> card({"kind": "constant", "name": "", "value": {"text": "2"}})
    Card(width=34, height=26, up=13, down=13, grad=None, stack=0)
    """
    kind = node.get("kind")
    if kind == "constant":
        wide = max(34, width(pill(node), MONO, mono=True) + 2 * PILL_PAD)
        return Card(wide, PILL_HEIGHT, PILL_HEIGHT // 2, PILL_HEIGHT // 2)
    bold, light = title(node)
    first = width(bold, TITLE, bold=True) + (width(" " + light, TITLE) if light else 0)
    number = width("0" * shown_characters(len(value(node))), MONO, mono=True)
    gradient = width("0" * shown_characters(gradient_characters(node)), MONO, mono=True)
    if kind == "leaf":
        first += width(("  " if bold else "") + described(node), SMALL)
        text = max(min(first, TITLE_ROOM + 60), number)
        wide = max(LEAF_WIDTH, LEAF_LEFT + text + PAD_X)
        if not node.get("requires_grad"):
            return Card(wide, LEAF_HEIGHT, LEAF_HEIGHT // 2, LEAF_HEIGHT // 2)
        wide = max(wide, GRAD_INSET + gradient + 2 * GRAD_PAD)
        box = (GRAD_INSET, LEAF_HEIGHT + GRAD_GAP, wide - GRAD_INSET, GRAD_HEIGHT)
        return Card(wide, LEAF_HEIGHT, LEAF_HEIGHT // 2, LEAF_HEIGHT // 2 + GRAD_GAP + GRAD_HEIGHT, box)
    small = width(described(node), SMALL)
    dell = width("∂ ", MONO, mono=True)
    text = max(min(first, TITLE_ROOM), min(small, TITLE_ROOM), number, gradient + dell)
    wide = max(CARD_WIDTH, text + 2 * PAD_X)
    half = CARD_HEIGHT // 2
    stack = STACK if kind == "group" else 0
    return Card(wide, CARD_HEIGHT, half, half + stack, stack=stack)


def tag(node: Mapping[str, Any]) -> Card:
    """The size of a reference tag for a leaf that is used many times."""
    text = cut(str(node.get("name") or value(node)), MONO, 120)
    wide = max(30, width(text, MONO, bold=True) + 2 * PILL_PAD)
    return Card(wide, TAG_HEIGHT, TAG_HEIGHT // 2, TAG_HEIGHT // 2)
