"""Which way the learner's program went: the decisions of `if` and `while` that hung on the values of a graph.

A decision is kept on the operation that it was about, and goes with its graph: for `if b.sum() > 0:` that is the one
that made `b`, for neither the sum nor the comparison is part of the graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import ref

from .entries import KEPT, made_of
from .questions import decision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.graph import Node, Variable

    from .entries import Place
    from .remains import Cut

MOST = 8
"""Decisions kept about one operation."""

NEAR = 6
"""Operations that are looked at for the one that a decision is about."""

Branch = tuple["Place", bool]
"""A truth value that was asked for: where, and which."""

FACTS = 6
"""What stands before the decisions in the facts of a node."""

_depths: dict[int, int] = {}
"""By the place of a comparison, which of the operations behind it a decision was about, counted from 1."""


def behind(node: Node, at: int, loop: bool) -> tuple[ref[Node], ...]:
    """The operations that a comparison of `node` may be about, the nearest first: some will be gone at once.

    In a loop no farther than what the turns before were about. `at` stands for the place.
    """
    most = _depths.get(at, NEAR) if loop else NEAR
    if most == 1:
        return (ref(node),)
    if most == 2:  # `while b.norm() < 1000:`
        for following, _ in node.next_functions:
            if following is not None and following._trace is not None:
                return ref(node), ref(following)
        return (ref(node),)
    nodes = [node]
    seen = {node}  # a list compares one after the other
    for each in nodes:  # it grows
        for following, _ in each.next_functions:
            if following is not None and following._trace is not None and following not in seen:
                seen.add(following)
                nodes.append(following)
        if len(nodes) >= most:
            break
    return tuple(map(ref, nodes[:most]))


def decide(tensor: Variable, outcome: bool, place: Place) -> None:
    """Keep a decision that hung on `tensor`, which may be a comparison of what a graph holds."""
    node = tensor._grad_fn
    if node is None:
        node = _compared(tensor)
    if node is None:
        return
    facts = node._trace
    if type(facts) is tuple:
        if len(facts) == FACTS + MOST:
            facts = facts[:FACTS] + facts[FACTS + 1 :]
        node._trace = (*facts, (place, outcome))
    else:
        made = made_of(node)
        if made is not None:
            made.branches = (*made.branches[1 - MOST :], (place, outcome))


def _compared(tensor: Variable) -> Node | None:
    """The nearest operation that there still is behind a comparison."""
    cuts = () if tensor._trace is None else tensor._trace.cuts
    if not cuts:
        return None
    cut: Cut = cuts[-1]
    near = cut.behind or (cut.node,)
    depth = 0
    for known in near:
        depth += 1
        node = None if known is None else known()
        if node is not None:
            break
    else:
        _depths.pop(id(cut.place[0]) + cut.place[1], None)
        return None
    if depth < len(near):
        if len(_depths) > KEPT:
            _depths.clear()
        _depths[id(cut.place[0]) + cut.place[1]] = depth
    return node


def written(branches: Sequence[Branch]) -> list[dict[str, Any]]:
    """The document's form of decisions; those that no `if` or `while` asked for are left out.

    >>> written([])
    []
    """
    found = []
    for (code, lasti), outcome in branches:
        decided = None if code is None else decision(code, lasti, outcome)
        if decided is not None:
            found.append({"text": decided.text, "outcome": decided.outcome, "source": decided.site.source()})
    return found
