"""Which way the learner's program went: the decisions of `if` and `while` that hung on the values of a graph.

A decision is kept on the operation that it was about, and goes with its graph: for `if b.sum() > 0:` that is the one
that made `b`, for neither the sum nor the comparison is part of the graph.
"""

from __future__ import annotations

import re
import weakref
from typing import TYPE_CHECKING, Any, NamedTuple

from . import names
from .entries import as_tuple, made_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.graph import Node, Variable

    from .entries import Cut, Place

MOST = 8
"""Decisions kept about one operation."""

NEAR = 6
"""Operations that are looked at for the one that a decision is about."""

_TEST = re.compile(r"(if|elif|while)\b\s*(.*?)\s*:(?:\s|$)")


class Branch(NamedTuple):
    """A truth value that was asked for, and where."""

    place: Place
    outcome: bool


def behind(node: Node | None) -> tuple[weakref.ref[Node], ...]:
    """The operations that a comparison of `node` may be about, the nearest first: some will be gone at once."""
    if node is None:
        return ()
    nodes = [node]
    for each in nodes:  # it grows
        for following, _ in each.next_functions:
            if following is not None and following._trace is not None and following not in nodes:
                nodes.append(following)
        if len(nodes) >= NEAR:
            break
    return tuple([weakref.ref(each) for each in nodes[:NEAR]])


def decide(tensor: Variable, outcome: bool, place: Place) -> None:
    """Keep a decision that hung on `tensor`, which may be a comparison of what a graph holds."""
    node = _about(tensor)
    made = None if node is None else made_of(node)
    if made is not None:
        made.branches = (*made.branches[1 - MOST :], as_tuple(Branch, (place, outcome)))


def _about(tensor: Variable) -> Node | None:
    if tensor._grad_fn is not None or tensor._trace is None or not tensor._trace.cuts:
        return tensor._grad_fn
    cut: Cut = tensor._trace.cuts[-1]
    for known in cut.behind or (cut.node,):
        node = None if known is None else known()
        if node is not None:
            return node
    return None


def written(branches: Sequence[Branch]) -> list[dict[str, Any]]:
    """The document's form of decisions; those that no `if` or `while` asked for are left out.

    >>> written([])
    []
    """
    found = []
    for branch in branches:
        code, lasti = branch.place
        site = None if code is None else names.locate(code, lasti)
        test = None if site is None else _TEST.match(site.line)
        if site is not None and test is not None:
            found.append({"text": f"{test[1]} {test[2]}", "outcome": branch.outcome, "source": site.source()})
    return found
