"""Loops folded: a repeated run of operations becomes one group that counts its turns.

Two operations are alike when they have the same name and source position and take their inputs from as far
back in the sequence of operations (or from a leaf). A run of turns is a stretch of this sequence that
repeats with a period of at most 64; it folds from 4 turns and 8 operations on. Smaller loops are better
read whole. The first turn may take from outside what later turns take from the turn before, so that `for _
in range(9): b = b * 2` counts nine turns.

Groups are added at the end of `nodes`; members, edges, steps and ids stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

Document = dict[str, Any]
Signature = tuple[object, ...]

LONGEST_PERIOD = 64
LEAST_TURNS = 4
LEAST_OPERATIONS = 8
LARGE = 60  # operations; larger graphs fold even where the source is unknown


def fold(doc: Document) -> None:
    """Adds a group node for every loop found and sets `folded`, the number of nodes hidden in groups.

    Doing it again changes nothing.

    >>> doc = {"nodes": [], "edges": []}
    >>> fold(doc)
    >>> doc["folded"]
    0
    """
    nodes = [node for node in doc["nodes"] if node["kind"] != "group"]
    doc["nodes"][:] = nodes
    ops = [node for node in nodes if node["kind"] == "op"]
    kinds = {node["id"]: node["kind"] for node in nodes}
    inputs: dict[int, list[int]] = {node["id"]: [] for node in nodes}
    uses: dict[int, list[int]] = {node["id"]: [] for node in nodes}
    for edge in doc["edges"]:
        if edge["to"] in inputs and edge["from"] in uses:
            inputs[edge["to"]].append(edge["from"])
            uses[edge["from"]].append(edge["to"])
    place = {node["id"]: position for position, node in enumerate(ops)}
    producers = [[_distance(i, at, place, inputs) for i in inputs[node["id"]]] for at, node in enumerate(ops)]
    names = [_place_in_code(node, len(ops)) for node in ops]
    number = max(kinds, default=-1) + 1
    hidden = 0
    for start, period, turns in _runs(names, producers):
        body = ops[start : start + period * turns]
        members = _members([node["id"] for node in body], period, inputs, uses, kinds)
        last = body[-1]
        doc["nodes"].append(
            {
                "id": number,
                "kind": "group",
                "name": last["name"] or _target(body[-period:]),
                "op": "",
                "symbol": last["symbol"],
                "members": members,
                "count": turns,
                "per": period,
                "source": last["source"],
            }
        )
        number += 1
        hidden += len(members)
    doc["folded"] = hidden


def _place_in_code(node: dict[str, Any], count: int) -> Signature:
    """What makes two operations the same piece of code: the operation and where it is written.

    Where no source is known, nobody can say that it is a loop; only large graphs are folded by operations
    alone.
    """
    source = node.get("source")
    if not source:
        return (node["op"], None if count > LARGE else node["id"])
    return (node["op"], source.get("line"), source.get("lineno"), source.get("start"), source.get("end"))


def _target(body: Sequence[dict[str, Any]]) -> str:
    """The variable that a loop's line assigns: "b" in `b = b * 2` and `b *= 2`."""
    line = str((body[-1].get("source") or {}).get("line") or "")
    head, found, _ = line.partition("=")
    name = head.rstrip(" +-*/@%&|^")
    return name.strip() if found and name.strip().isidentifier() else ""


def _distance(start: int, position: int, place: dict[int, int], inputs: dict[int, list[int]]) -> int:
    """How many operations back the producer is; 0 for leaves and constants.

    A constant cut off from an operation (`u = y.detach()`) counts as that operation.
    """
    while start not in place and inputs[start]:
        start = inputs[start][0]
    return position - place[start] if start in place else 0


def _runs(names: Sequence[Signature], producers: Sequence[Sequence[int]]) -> list[tuple[int, int, int]]:
    """The loops as (first operation, period, turns), none overlapping, first ones first.

    The best run of a stretch is the one that covers most operations; what stands before and after it is
    searched again, so loops one after another are all found.
    """
    codes: dict[Signature, int] = {}
    signatures = [
        codes.setdefault((name, tuple(near)), len(codes)) for name, near in zip(names, producers, strict=True)
    ]
    found: list[tuple[int, int, int]] = []
    stretches = [(0, len(signatures))]
    while stretches:
        begin, end = stretches.pop()
        best = _longest(signatures, begin, end)
        if best is None:
            continue
        start, period, length = best
        start, turns = _with_first_turns(names, producers, begin, start, period, length)
        if turns < LEAST_TURNS or turns * period < LEAST_OPERATIONS:
            continue
        found.append((start, period, turns))
        stretches += [(begin, start), (start + turns * period, end)]
    return sorted(found)


def _longest(signatures: Sequence[int], begin: int, end: int) -> tuple[int, int, int] | None:
    """The run that covers most, with the shortest period, in [begin, end): (first operation, period, length)."""
    best: tuple[int, int, int] | None = None
    for period in _likely_periods(signatures, begin, end):
        matched = 0
        for position in range(begin, end - period + 1):
            if position + period < end and signatures[position] == signatures[position + period]:
                matched += 1
                continue
            length = matched + period
            if length >= (LEAST_TURNS - 1) * period and matched:
                key = (length, -period, -(position - matched))
                best = key if best is None else max(best, key)
            matched = 0
    if best is None:
        return None
    return -best[2], -best[1], best[0]


def _likely_periods(signatures: Sequence[int], begin: int, end: int) -> list[int]:
    """Distances at which an operation comes again: only these can be periods."""
    last: dict[int, int] = {}
    counts: dict[int, int] = {}
    for position in range(begin, end):
        before = last.get(signatures[position])
        if before is not None and position - before <= LONGEST_PERIOD:
            counts[position - before] = counts.get(position - before, 0) + 1
        last[signatures[position]] = position
    return sorted(period for period, count in counts.items() if count >= LEAST_TURNS - 2)


def _with_first_turns(
    names: Sequence[Signature],
    producers: Sequence[Sequence[int]],
    begin: int,
    start: int,
    period: int,
    length: int,
) -> tuple[int, int]:
    """Adds turns before the run that differ only in taking from outside what later turns take from the loop.

    What is left over because the run is no whole number of turns stays outside, at its end.
    """
    matched = start
    while matched > begin:
        here, there = matched - 1, matched - 1 + period
        if names[here] != names[there] or len(producers[here]) != len(producers[there]):
            break
        pairs = zip(producers[here], producers[there], strict=True)
        if not all(_same_or_outside(near, later, here, begin) for near, later in pairs):
            break
        matched -= 1
    return matched, (start + length - matched) // period


def _same_or_outside(near: int, later: int, position: int, begin: int) -> bool:
    if near == later:
        return True
    return later > 0 and (near == 0 or position - near < position - later or position - later < begin)


def _members(
    body: Sequence[int],
    period: int,
    inputs: dict[int, list[int]],
    uses: dict[int, list[int]],
    kinds: dict[int, str],
) -> list[int]:
    """The operations, and the constants that only they use or that are cut off from them.

    What the first turn takes where later turns take a result of the loop is a starting value and stays
    outside.
    """
    inside = set(body)
    for position, node in enumerate(body):
        later = inputs[body[position + period]] if position < period else inputs[node]
        for argument, start in enumerate(inputs[node]):
            if kinds[start] != "constant" or start in inside or kinds[later[argument]] == "op":
                continue
            owners = inputs[start] or uses[start]  # what it is cut off from, else who uses it
            if inside.issuperset(owners):
                inside.add(start)
    return sorted(inside)


def group_of(doc: Document) -> dict[int, int]:
    """The group in which each hidden node is drawn.

    >>> group_of({"nodes": [{"id": 7, "kind": "group", "members": [1, 2]}]})
    {1: 7, 2: 7}
    """
    groups = (node for node in doc["nodes"] if node["kind"] == "group")
    return {member: group["id"] for group in groups for member in group.get("members", [])}
