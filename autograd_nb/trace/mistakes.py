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

from .sentences import count, listing, say, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from autograd_nb.engine.graph import Variable

    from .foresight import Array, Foresight

SHARES = 6
"""Uses of a leaf of which every choice is tried."""

NODES = 24
"""Operations on the way that are tried."""

FACTORS = {
    2: say("What the walk brings is half of that: look for a factor on the way."),
    1 / 2: say("What the walk brings is twice that: look for a factor on the way."),
    3: say("What the walk brings is a third of that: look for a factor on the way."),
    1 / 3: say("What the walk brings is three times that: look for a factor on the way."),
    4: say("What the walk brings is a quarter of that: look for a factor on the way."),
    1 / 4: say("What the walk brings is four times that: look for a factor on the way."),
}


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
        found = [Case(right, say("Right: that is what `%1.grad` will hold.", self.name), right=True)]
        with np.errstate(all="ignore"):
            for case in self._likely():
                at = next((i for i, known in enumerate(found) if _same(case.value, known.value)), None)
                if at is None:
                    found.append(case)
                elif _is_other(found[at], case):
                    found[at] = found[at]._replace(says=say("%1 Or: %2", found[at].says, case.says))
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
        before = self.before
        if before is not None:
            yield Case(
                self.arriving,
                say(
                    "That is what this walk brings. But `%1.grad` is not empty: `backward()` adds to what it holds.",
                    self.name,
                ),
                (self.id,),
            )
            now = say("That is what `%1.grad` holds now. The walk adds to it.", self.name)
            yield Case(before, now, (self.id,))
        for case in [*self._missing_shares(), *self._on_the_way()]:
            if _same(case.value, self.arriving):
                continue  # no mistake at all, as where a local derivative is 1
            yield case if before is None else case._replace(value=before + case.value)
            if before is not None:
                also = say("And what `%1.grad` held before has to be added.", self.name)
                yield case._replace(says=together(case.says, also))

    def _missing_shares(self) -> Iterator[Case]:
        shares = self.shares()[: SHARES + 1]
        if not 1 < len(shares) <= SHARES:
            return
        for many in range(len(shares) - 1, 0, -1):
            for chosen in itertools.combinations(range(len(shares)), many):
                missing = [share for index, share in enumerate(shares) if index not in chosen]
                total = np.zeros_like(self.arriving)
                for index in chosen:
                    total = total + shares[index].value
                through = listing(list(dict.fromkeys(f"`{self._label(share.node)}`" for share in missing)))
                yield Case(
                    total,
                    count(
                        "A share is missing: `%2` is used %3 times, and each use sends its own. "
                        "Add what comes back through %4.",
                        len(missing),
                        self.name,
                        len(shares),
                        through,
                    ),
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
            name = self._label(number)
            through = self._foreseen.derivative(visit.node, visit.upstream, self._leaf)
            if not through.any():
                continue
            if visit.node is not self._foreseen.root:
                alone = self._foreseen.derivative(visit.node, np.ones_like(visit.upstream), self._leaf)
                yield Case(
                    alone,
                    say(
                        "That is the derivative of `%1` alone. What comes after `%1` is missing: "
                        "multiply by the gradient that arrives there.",
                        name,
                    ),
                    (number,),
                )
            skipped = self._skipping(visit.node, visit.upstream)
            if skipped is not None:
                yield Case(
                    self.arriving - through + skipped,
                    self._with_rule(
                        say("The local derivative of `%1` is missing: the gradient does not pass it unchanged.", name),
                        number,
                    ),
                    (number,),
                )
            if not _same(through, self.arriving):
                yield Case(
                    self.arriving - 2 * through,
                    self._with_rule(say("The local derivative of `%1` has the other sign.", name), number),
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
        yield Case(before - self.arriving, say("What the walk brings has the other sign."), (self.id,))
        for factor, says in FACTORS.items():
            yield Case(before + self.arriving * factor, says, (self.id,))

    def _label(self, number: int) -> str:
        node = self._nodes[number]
        source = node.get("source") or {}
        return str(node["name"] or source.get("expression") or node["symbol"] or node["op"])

    def _with_rule(self, sentence: str, number: int) -> str:
        node = self._nodes[number]
        if not node["formula"] or not node["local"]:
            return sentence
        local = [node["local"][index] for index in self._open(number) if index < len(node["local"])]
        rules = listing([f"`{each}`" for each in dict.fromkeys(local)])
        return together(sentence, say("Of `%1` it is %2.", node["formula"], rules))

    def _open(self, number: int) -> list[int]:
        """The places of a node's inputs to which a gradient goes."""
        inputs = [edge for edge in self._graph["edges"] if edge["to"] == number]
        return [edge["input"] for edge in inputs if self._nodes[edge["from"]].get("requires_grad") and not edge["cut"]]


def _is_other(known: Case, case: Case) -> bool:
    """Whether a case is worth telling beside a known one with the same numbers: a mistake elsewhere."""
    same = known.nodes == case.nodes or bool(known.edges and case.edges)
    return not (same or known.right or " Or: " in known.says)


def _same(one: Array, other: Array) -> bool:
    return bool(np.allclose(one, other, rtol=1e-3, atol=1e-4, equal_nan=True))
