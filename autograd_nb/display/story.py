"""What the history of a GraphDoc means for each drawn thing at the end: read once, told by every static form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograd_nb.trace import cards
from autograd_nb.trace.sentences import say

from . import sweeptext

Document = dict[str, Any]
Preview = Mapping[str, Any]

WORDS = {
    "fill": "filled",
    "add": "added to",
    "zero": "zeroed",
    "none": "set to None",
    "assign": "assigned",
    "inplace": "changed in place",
}


@dataclass(slots=True)
class Told:
    """One card's part in the latest walk."""

    upstream: Preview | None = None
    tangent: Preview | None = None
    orders: list[int] = field(default_factory=list)
    seed: Preview | None = None

    @property
    def badge(self) -> str:
        """Numbers of the visits: "2", or "3–11" of a folded loop.

        >>> Told(orders=[3, 4, 5]).badge, Told(orders=[2]).badge
        ('3–5', '2')
        """
        first, last = min(self.orders), max(self.orders)
        return str(first) if first == last else f"{first}–{last}"


def overwritten(node: Mapping[str, Any]) -> str:
    """Which value that an operation saved was changed, by what, from which version to which; "" if none was.

    >>> saved = {"name": "self", "label": "h", "version": 0, "state": "overwritten", "now": 1, "by": "h.add_(1)"}
    >>> overwritten({"op": "MulBackward0", "saved": [saved]})
    'MulBackward0 needs `h` as it was at version 0, but `h.add_(1)` changed it in place: now it is at version 1.'
    """
    saved = changed_saved(node)
    if saved is None:
        return ""
    return say(
        "%1 needs `%2` as it was at version %3, but `%4` changed it in place: now it is at version %5.",
        node["op"],
        saved["label"] or saved["name"],
        saved["version"],
        saved["by"],
        saved["now"],
    )


def changed_saved(node: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first of the values that an operation saved and a known call changed."""
    return next((s for s in node.get("saved") or [] if s["state"] == "overwritten" and s.get("by")), None)


def turned(now: Preview | None, before: Preview | None) -> str:
    """A gradient, and what it was before a hook made it that.

    >>> turned({"text": "3."}, {"text": "6."}), turned({"text": "3."}, None)
    ('6. (a hook turns it into 3.)', '3.')
    """
    return f"{cards.line(before)} (a hook turns it into {cards.line(now)})" if before else cards.line(now)


@dataclass(slots=True)
class Story:
    """The latest walk that did something, by node and edge, and the last change of each leaf."""

    visits: dict[int, dict[str, Any]]
    sends: dict[int, Preview | None]
    changes: dict[int, str]
    seeds: dict[int, Preview | None]
    error: int | None
    tangents: dict[int, Preview] = field(default_factory=dict)

    def card(self, node: Mapping[str, Any]) -> Told:
        """What a card tells; a group tells for its members, with the gradient that arrived at its last operation."""
        told = Told()
        for number in sorted(node.get("members", [])) or [node["id"]]:
            step = self.visits.get(number)
            if step is not None:
                told.orders.append(int(step["order"]))
                told.upstream = cards.together(step["results"]) if step.get("results") else step.get("upstream")
            told.tangent = self.tangents.get(number, told.tangent)
            if number in self.seeds:
                told.seed = self.seeds[number]
        return told


def story(doc: Document) -> Story:
    """Reads the history of a document; a failed walk that visited nothing leaves the walk before it in view.

    >>> story({"nodes": [], "edges": []}).visits
    {}
    """
    walks = doc.get("backwards") or []
    both = doc.get("sweeps")
    if both and both["open"]:
        walks = [_as_walk(both["reverse"], doc["root"])]
    last = next((walk for walk in reversed(walks) if walk.get("steps")), None)
    visits: dict[int, dict[str, Any]] = {}
    sends: dict[int, Preview | None] = {}
    seeds: dict[int, Preview | None] = {}
    if last is not None:
        for step in last["steps"]:
            visits[step["node"]] = step
            sends.update({send["edge"]: send["value"] for send in step.get("sends", [])})
        if last.get("root") is not None:
            seeds[last["root"]] = last.get("seed")
    failed = doc.get("problem") or (walks[-1].get("error") if walks else None) or {}
    error = failed.get("node")
    changes = {change["node"]: WORDS.get(change["change"], "") for change in doc.get("changes") or []}
    forward = both["forward"] if both and both["open"] else None
    tangents = sweeptext.values(forward) if forward else {}
    return Story(visits, sends, changes, seeds, error, tangents)


def _as_walk(reverse: Mapping[str, Any], root: int) -> dict[str, Any]:
    """A reverse sweep in the form of a walk."""
    run = reverse["runs"][reverse["shown"]]
    steps = [
        {"kind": "visit", "node": step["node"], "order": order, "upstream": step["value"], "sends": step["parts"]}
        | {key: step[key] for key in ("results",) if key in step}
        for order, step in enumerate(run["steps"], 1)
    ]
    return {"steps": steps, "root": root, "seed": run["seed"]}


def unanswered(doc: Document) -> Document:
    """What a still picture may show of a question (`quiz`): the graph without the walk that answers it.

    Any other document comes back as it is.

    >>> walk = {"at": 0, "steps": []}
    >>> unanswered({"quiz": {}, "backwards": [walk], "changes": [{"change": "fill"}]})
    {'backwards': [], 'changes': []}
    """
    if "quiz" not in doc:
        return doc
    *before, walk = doc["backwards"]
    shown = {**doc, "backwards": before, "changes": doc["changes"][: walk["at"]]}
    del shown["quiz"]
    return shown
