"""The answers that a learner may give to "what does x.grad hold after backward()?", and what each of them says.

A wrong gradient is seldom random. It lacks a share, or what the gradient held before, or the local derivative of one
operation, or all that comes after one. Each of these gives numbers of its own: they are worked out in advance, so
that an answer is understood by comparing numbers, in the page as in Python.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from autograd_nb.engine.graph import AccumulateGrad, Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from autograd_nb.engine.graph import Variable

    from .foresight import Array, Foresight

SHARES = 6
"""Uses of a leaf of which every choice is tried."""

NODES = 24
"""Operations on the way that are tried."""

FACTORS = {2: "half of", 1 / 2: "twice", 3: "a third of", 1 / 3: "three times", 4: "a quarter of", 1 / 4: "four times"}


class Case(NamedTuple):
    """One possible answer.

    Attributes:
        value: its numbers, in the shape of the leaf.
        says: what is to be said of it, code between backticks.
        nodes: where it departs from the right one, by the document's ids.
        edges: the document's edges whose share is missing.
        right: whether it is the right answer.
    """

    value: Array
    says: str
    nodes: tuple[int, ...] = ()
    edges: tuple[int, ...] = ()
    right: bool = False


class Share(NamedTuple):
    """What one use of the leaf sends to it."""

    value: Array
    edge: int
    node: int


class Mistakes:
    """All cases for one leaf.

    Args:
        foreseen: the walk.
        leaf: whose gradient is asked for.
        document: the graph's document, for names.
    """

    def __init__(self, foreseen: Foresight, leaf: Variable, document: Mapping[str, Any]) -> None:
        self._foreseen = foreseen
        self._leaf = leaf
        self._graph = document
        self._nodes = {node["id"]: node for node in document["nodes"]}
        self._edges = {(edge["to"], edge["input"]): number for number, edge in enumerate(document["edges"])}
        self.id: int = foreseen.ids[(id(leaf),)]
        self.name = str(self._nodes[self.id]["name"] or "x")
        self.before: Array | None = None if leaf._grad is None else leaf._grad._array.copy()
        self.arriving = np.zeros_like(leaf._array)
        for share in self.shares():
            self.arriving = self.arriving + share.value

    def cases(self) -> list[Case]:
        """The right answer first. What gives the same numbers is one case; it names the two likeliest mistakes."""
        right = self.arriving if self.before is None else self.before + self.arriving
        found = [Case(right, f"Right: that is what `{self.name}.grad` will hold.", right=True)]
        with np.errstate(all="ignore"):
            for case in self._likely():
                at = next((i for i, known in enumerate(found) if _same(case.value, known.value)), None)
                if at is None:
                    found.append(case)
                elif _is_other(found[at], case):
                    found[at] = found[at]._replace(says=f"{found[at].says} Or: {_lower(case.says)}")
        for case in self._factors():
            if not any(_same(case.value, known.value) for known in found):
                found.append(case)
        return found

    def shares(self) -> list[Share]:
        """What the leaf receives, use by use, in the order of the walk."""
        return [
            Share(value, self._edges[number, index], number)
            for visit in self._foreseen.visits
            if (number := self._foreseen.id(visit.node)) is not None
            for index, ((following, _), value) in enumerate(zip(visit.node.next_functions, visit.sends))
            if isinstance(following, AccumulateGrad) and following.variable is self._leaf and value is not None
            if (number, index) in self._edges
        ]

    def _likely(self) -> Iterator[Case]:
        before, grad = self.before, f"`{self.name}.grad`"
        if before is not None:
            yield Case(
                self.arriving,
                f"That is what this walk brings. But {grad} is not empty: backward() adds to what it holds.",
                (self.id,),
            )
            yield Case(before, f"That is what {grad} holds now. The walk adds to it.", (self.id,))
        for case in [*self._missing_shares(), *self._on_the_way()]:
            if _same(case.value, self.arriving):
                continue  # no mistake at all, as where a local derivative is 1
            yield case if before is None else case._replace(value=before + case.value)
            if before is not None:
                also = f" And what {grad} held before has to be added."
                yield case._replace(says=case.says + also)

    def _missing_shares(self) -> Iterator[Case]:
        shares = self.shares()[: SHARES + 1]
        if not 1 < len(shares) <= SHARES:
            return
        for count in range(len(shares) - 1, 0, -1):
            for chosen in itertools.combinations(range(len(shares)), count):
                missing = [share for index, share in enumerate(shares) if index not in chosen]
                total = np.zeros_like(self.arriving)
                for index in chosen:
                    total = total + shares[index].value
                through = " and ".join(dict.fromkeys(f"`{self._label(share.node)}`" for share in missing))
                what = "A share is" if len(missing) == 1 else f"{len(missing)} shares are"
                yield Case(
                    total,
                    f"{what} missing: `{self.name}` is used {len(shares)} times, and each use sends its own. "
                    f"Add what comes back through {through}.",
                    (self.id,),
                    tuple(share.edge for share in missing),
                )

    def _on_the_way(self) -> Iterator[Case]:
        """Answers in which one operation's part of the chain went wrong."""
        on_the_way = [visit for visit in self._foreseen.visits if len(visit.node.results) == 1][:NODES]
        for visit in on_the_way:
            number = self._foreseen.id(visit.node)
            if number is None or isinstance(visit.node, AccumulateGrad):
                continue
            name = f"`{self._label(number)}`"
            through = self._foreseen.derivative(visit.node, visit.upstream, self._leaf)
            if not through.any():
                continue
            if visit.node is not self._foreseen.root:
                alone = self._foreseen.derivative(visit.node, np.ones_like(visit.upstream), self._leaf)
                yield Case(
                    alone,
                    f"That is the derivative of {name} alone. What comes after {name} is missing: "
                    "multiply by the gradient that arrives there.",
                    (number,),
                )
            skipped = self._skipping(visit.node, visit.upstream)
            if skipped is not None:
                yield Case(
                    self.arriving - through + skipped,
                    f"The local derivative of {name} is missing: the gradient does not pass it unchanged."
                    f"{self._rule(number)}",
                    (number,),
                )
            if not _same(through, self.arriving):
                yield Case(
                    self.arriving - 2 * through,
                    f"The local derivative of {name} has the other sign.{self._rule(number)}",
                    (number,),
                )

    def _skipping(self, node: Node, upstream: Array) -> Array | None:
        """What arrives at the leaf if a node sends on what it gets; None where the shapes do not allow it."""
        total = np.zeros_like(self.arriving)
        for following, number in node.next_functions:
            if following is None:
                continue
            shape, dtype = following.results[number]
            try:
                seed = np.broadcast_to(upstream, shape).astype(dtype)
            except ValueError:
                return None
            if number == 0:
                total = total + self._foreseen.derivative(following, seed, self._leaf)
        return total

    def _factors(self) -> Iterator[Case]:
        """The last resort: the answer is right but for a number."""
        before = np.zeros_like(self.arriving) if self.before is None else self.before
        yield Case(before - self.arriving, "What the walk brings has the other sign.", (self.id,))
        for factor, word in FACTORS.items():
            yield Case(
                before + self.arriving * factor,
                f"What the walk brings is {word} that: look for a factor on the way.",
                (self.id,),
            )

    def _label(self, number: int) -> str:
        node = self._nodes[number]
        source = node.get("source") or {}
        return str(node["name"] or source.get("expression") or node["symbol"] or node["op"])

    def _rule(self, number: int) -> str:
        node = self._nodes[number]
        if not node["formula"] or not node["local"]:
            return ""
        local = [node["local"][index] for index in self._open(number) if index < len(node["local"])]
        return f" Of `{node['formula']}` it is {' and '.join(f'`{each}`' for each in dict.fromkeys(local))}."

    def _open(self, number: int) -> list[int]:
        """The places of a node's inputs to which a gradient goes."""
        inputs = [edge for edge in self._graph["edges"] if edge["to"] == number]
        return [edge["input"] for edge in inputs if self._nodes[edge["from"]].get("requires_grad") and not edge["cut"]]


def _is_other(known: Case, case: Case) -> bool:
    """Whether a case is worth telling beside a known one with the same numbers: a mistake elsewhere."""
    same = known.nodes == case.nodes or bool(known.edges and case.edges)
    return not (same or known.right or " Or: " in known.says)


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _same(one: Array, other: Array) -> bool:
    return bool(np.allclose(one, other, rtol=1e-3, atol=1e-4, equal_nan=True))
