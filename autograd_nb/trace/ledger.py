"""The history in a document: each change of a leaf's `.grad`, and each walk that came by, step by step."""

from __future__ import annotations

import bisect
import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

from autograd_nb.engine.graph import Node, Variable

from . import names
from .collect import Collected, Key, key_of
from .entries import KEPT, MISSED, Change, Constant, OfTensor, OfWalk, Place, Visit
from .preview import preview
from .visits import visits_of

if TYPE_CHECKING:
    from collections.abc import Mapping


class Entry(NamedTuple):
    """A change and the leaf that it belongs to."""

    leaf: Key
    change: Change


Steps = dict[OfWalk, tuple[object, list[dict[str, Any]]]]
"""The steps of a walk as they were written, and from what."""


class History:
    """What happened to the gradients of one document's nodes.

    Args:
        collected: what is in the document.
        ids: the document's number of each node.
        edges: the document's number of the edge into (operation, input).
        known: the steps that a document before this one had; those of this one are put there.
    """

    def __init__(
        self,
        collected: Collected,
        ids: Mapping[Key, int],
        edges: Mapping[tuple[Key, int], int],
        known: Steps | None = None,
    ) -> None:
        self._collected = collected
        self._ids = ids
        self._edges = edges
        self._known = {} if known is None else known
        entries = _entries(collected)
        visits: dict[OfWalk, list[tuple[Visit, Key]]] = {}
        for key, thing in collected.things.items():
            if not isinstance(thing, (Node, Variable)):
                continue
            for visit in list(visits_of(thing)):
                visits.setdefault(visit.walk, []).append((visit, key))
        self._entries = entries[-KEPT:]
        since = self._entries[0].change.clock if len(entries) > KEPT else -1
        walks = {
            walk: sorted(parts, key=lambda part: part[0].order)
            for walk, parts in sorted(visits.items(), key=lambda item: item[0].clock)
            # What a walk of another graph did to a leaf of this one stands in the ledger only: here it visits nothing.
            # One that begins at the root is of this graph, also where the root is a leaf and all before it is cut off.
            if walk.error
            or not collected.inputs
            or any(key in collected.inputs or key == collected.root for _, key in parts)
        }
        self._walks = {
            walk: parts for walk, parts in walks.items() if walk.clock > since or self._entries[0].change.walk is walk
        }
        self._numbers = {walk: number for number, walk in enumerate(self._walks)}
        self._clocks = [entry.change.clock for entry in self._entries]
        self._made: dict[OfWalk | None, dict[Key, int]] = {}  # by walk and leaf, which change that is
        for number, (leaf, change) in enumerate(self._entries):
            self._made.setdefault(change.walk, {}).setdefault(leaf, number)
        for walk in self._known.keys() - self._walks.keys():
            del self._known[walk]

    def changes(self) -> list[dict[str, Any]]:
        """The ledger, oldest first."""
        written = []
        for leaf, change in self._entries:
            source, by = source_of(change.place)
            written.append(
                {
                    "node": self._ids[leaf],
                    "change": change.change,
                    "grad": preview(change.value),
                    "by": by or ("" if change.walk is None else f"{change.walk.kind}()"),
                    "backward": None if change.walk is None else self._numbers.get(change.walk),
                    "source": source,
                }
            )
        return written

    def backwards(self) -> list[dict[str, Any]]:
        """The walks that visited a node of this document, oldest first."""
        starts = [bisect.bisect(self._clocks, walk.clock) for walk in self._walks]
        ends = [*starts, len(self._entries)][1:]
        return [
            self._walk(walk, parts, start, end)
            for (walk, parts), start, end in zip(self._walks.items(), starts, ends, strict=True)
        ]

    def _walk(self, walk: OfWalk, parts: list[tuple[Visit, Key]], start: int, end: int) -> dict[str, Any]:
        source, call = source_of(walk.place)
        visited = [(visit, key) for visit, key in parts if visit.order != MISSED]
        first = min(parts, key=lambda part: part[0].order)
        steps = self._steps(walk, visited)
        error = None
        if walk.error is not None:
            number = None if walk.failed is None else self._number(walk.failed())
            error = {"type": walk.error[0], "text": walk.error[1], "node": number}
        return {
            "call": call or f"{walk.kind}()",
            "kind": walk.kind,
            "source": source,
            "at": start,
            "seed": preview(walk.seed),
            # The first to be visited; where nothing was, the one at which the walk failed.
            "root": self._ids[first[1]] if first[0].order == walk.first else None,
            "steps": steps,
            "zeroings": [n for n in range(start, end) if self._entries[n].change.walk not in self._numbers],
            "error": error,
        }

    def _number(self, failed: Node | Variable | None) -> int | None:
        """The document's number of what a walk failed at."""
        if isinstance(failed, Variable) and failed._grad_fn is None:
            # As a constant it stands in the document by its state at that time.
            things = self._collected.things.items()
            used = (key for key, thing in things if isinstance(thing, Constant) and thing.tensor() is failed)
            return self._ids.get(next(used, key_of(failed)))
        return None if failed is None else self._ids.get(key_of(getattr(failed, "variable", failed)))

    def _steps(self, walk: OfWalk, visited: list[tuple[Visit, Key]]) -> list[dict[str, Any]]:
        made = self._made.get(walk, {})
        state = len(visited), sum(visit.asked for visit, _ in visited), made
        known = self._known.get(walk)
        if known is None or known[0] != state:
            steps = [self._step(visit, key, order, made.get(key)) for order, (visit, key) in enumerate(visited, 1)]
            known = self._known[walk] = state, steps
        return known[1]

    def _step(self, visit: Visit, key: Key, order: int, change: int | None) -> dict[str, Any]:
        number = self._ids[key]
        sends = [
            {"edge": self._edges[key, index], "value": preview(value)}
            | ({} if computed is None else {"computed": preview(computed)})
            for index, (value, computed) in enumerate(itertools.zip_longest(visit.sends, visit.computed))
            if (value is not None or computed is not None) and (key, index) in self._edges
        ]
        step: dict[str, Any] = {
            "kind": "visit",
            "node": number,
            "order": order,
            "upstream": preview(visit.upstream),
            "sends": sends,
        }
        if visit.arrived is not None:
            step["arrived"] = preview(visit.arrived)
        if visit.each and key in self._collected.several:
            step["results"] = [preview(visit.each[result]) for result in self._collected.several[key]]
        if change is not None:
            step |= {"kind": "accumulate", "change": change}
        elif visit.asked and not visit.sends:
            step["kind"] = "capture"
        return step


def places_of_changes(collected: Collected) -> list[Place]:
    """Where each change was made, in the order of `changes`."""
    return [entry.change.place for entry in _entries(collected)[-KEPT:]]


def _entries(collected: Collected) -> list[Entry]:
    """All changes, oldest first."""
    entries = [
        Entry(key, change)
        for key, thing in collected.things.items()
        if isinstance(thing, Variable) and isinstance(thing._trace, OfTensor)
        for change in thing._trace.ledger
    ]
    return sorted(entries, key=lambda entry: entry.change.clock)


def source_of(place: Place) -> tuple[dict[str, Any] | None, str]:
    """The document's form of a place, and the expression that stands there."""
    site = None if place[0] is None else names.locate(place[0], place[1])
    return (None, "") if site is None else (site.source(), site.expression)
