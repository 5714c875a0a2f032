"""Which nodes of a document lie behind a cut: they gave a value, and no gradient comes back to them."""

from __future__ import annotations

from typing import Any


def behind(doc: dict[str, Any]) -> set[int]:
    """The nodes from which every way to the root is cut.

    >>> edges = [{"from": 0, "to": 1, "cut": "detach"}, {"from": 1, "to": 2, "cut": None}]
    >>> behind({"root": 2, "nodes": [{"id": n, "kind": "op"} for n in range(3)], "edges": edges})
    {0}
    """
    open_ways: dict[int, list[int]] = {}
    ways: dict[int, list[int]] = {}
    for edge in doc.get("edges") or []:
        ways.setdefault(edge["to"], []).append(edge["from"])
        if not edge.get("cut"):
            open_ways.setdefault(edge["to"], []).append(edge["from"])
    root = doc.get("root")
    if root is None or open_ways == ways:
        return set()
    found = _reached(root, ways) - _reached(root, open_ways)
    groups = [node for node in doc.get("nodes") or [] if node["kind"] == "group"]
    return found | {group["id"] for group in groups if found.issuperset(group["members"])}


def _reached(root: int, ways: dict[int, list[int]]) -> set[int]:
    seen, todo = {root}, [root]
    while todo:
        for start in ways.get(todo.pop(), ()):
            if start not in seen:
                seen.add(start)
                todo.append(start)
    return seen
