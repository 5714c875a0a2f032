"""Both sweeps of a graph as its document writes them: who gets which number when, what it costs, and who wins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .collect import key_of
from .preview import preview
from .sentences import count, say, together
from .sweeprows import place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .collect import Collected, Key, Thing
    from .sweeps import Array, Run, Sweeps, Visit


def comparison(
    sweeps: Sweeps,
    nodes: list[dict[str, Any]],
    ids: Mapping[Key, int],
    edges: Mapping[tuple[Key, int], int],
    collected: Collected,
    *,
    opened: bool = False,
) -> dict[str, Any]:
    """The document's section on both sweeps.

    Args:
        sweeps: what was found.
        nodes: the document's nodes.
        ids: the document's number of each node.
        edges: the document's number of the edge into (operation, input).
        collected: what the document shows.
        opened: whether a view is to begin with the sweeps.
    """
    root = ids[collected.root]
    writer = _Writer(nodes, ids, edges, collected)
    forward = [writer.run(run) for run in sweeps.forward]
    reverse = [writer.run(run) for run in sweeps.reverse]
    for run, entry in zip(sweeps.forward, forward, strict=True):
        cost = next(cost for leaf, cost in sweeps.tangents if leaf() is run.start())
        entry["cost"] = cost._asdict()
    for entry in reverse:
        entry["cost"] = sweeps.gradients._asdict()
    return {
        "open": opened,
        "says": _verdict(sweeps, writer.label(root), [writer.named(leaf()) for leaf, _ in sweeps.tangents]),
        "forward": {
            "needed": sweeps.inputs,
            "products": sweeps.total,
            "shown": next((at for at, run in enumerate(sweeps.forward) if run.visits[-1].value.any()), 0),
            "runs": forward,
        },
        "reverse": {
            "needed": sweeps.outputs,
            "products": sweeps.outputs * sweeps.gradients.products,
            "shown": 0,
            "runs": reverse,
        },
    }


class _Writer:
    def __init__(
        self,
        nodes: list[dict[str, Any]],
        ids: Mapping[Key, int],
        edges: Mapping[tuple[Key, int], int],
        collected: Collected,
    ) -> None:
        self._nodes = nodes
        self._ids = ids
        self._edges = edges
        self._collected = collected

    def label(self, number: int) -> str:
        node = self._nodes[number]
        return str(node["name"] or (node.get("source") or {}).get("expression") or node["symbol"] or "x")

    def named(self, thing: Thing | None) -> str:
        number = None if thing is None else self._ids.get(key_of(thing))
        return "x" if number is None else self.label(number)

    def run(self, run: Run) -> dict[str, Any]:
        name = self.named(run.start())
        return {
            "label": say("along %1", name) if run.element is None else name + place(run.element, run.seed.shape),
            "seed": preview(run.seed),
            "steps": [step for visit in run.visits if (step := self._step(visit)) is not None],
        }

    def _step(self, visit: Visit) -> dict[str, Any] | None:
        thing = visit.thing()
        key = None if thing is None else key_of(thing)
        if key is None or key not in self._ids:
            return None
        several = self._collected.several.get(key)
        number = several[0] if several else self._collected.only.get(key, 0)
        shown = _at(visit.values, number)
        step: dict[str, Any] = {
            "node": self._ids[key],
            "value": preview(visit.value if shown is None else shown),
            "parts": [
                {"edge": self._edges[key, share.input], "value": preview(_at(share.values, number))}
                for share in visit.shares
                if (key, share.input) in self._edges
            ],
        }
        if several and len(visit.values) > 1:
            step["results"] = [preview(_at(visit.values, each)) for each in several]
        return step


def _at(values: Sequence[Array | None], number: int) -> Array | None:
    """What is said of one result; of a result without a movement of its own, such as places, that of the last."""
    return values[min(number, len(values) - 1)]


def _verdict(sweeps: Sweeps, root: str, leaves: list[str]) -> str:
    """Which of the two is the better one here; what they cost is told number by number beside it."""
    n, m = sweeps.inputs, sweeps.outputs
    inputs = f"`{leaves[0]}`" if len(leaves) == 1 else say("the leaves")
    if n == m == 1:
        what = say("One number goes in and one comes out: both take one sweep of %1.", _products(sweeps.total))
    elif n == m:
        what = say("As many numbers come out as go in, %1: each mode takes %1 sweeps.", n)
    elif m < n:
        what = say(
            "Reverse mode wins here: %1 %2; forward mode takes %3 sweeps, one for each number of %4.",
            _sizes(root, m, leaves, n),
            count("%1 reverse sweep gives every derivative", m),
            n,
            inputs,
        )
    else:
        what = say(
            "Forward mode wins here: %1 %2; reverse mode takes %3 sweeps, one for each number of `%4`.",
            _sizes(root, m, leaves, n),
            count("%1 forward sweep gives every derivative", n),
            m,
            root,
        )
    if sweeps.gradients.values:
        return what
    return together(what, say("Neither has to keep values: no local derivative here needs one."))


def _sizes(root: str, outputs: int, leaves: list[str], inputs: int) -> str:
    """How many numbers there are at both ends."""
    if len(leaves) == 1:
        return say("`%1` has %2, `%3` has %4.", root, _numbers(outputs), leaves[0], inputs)
    return say("`%1` has %2, the leaves have %3.", root, _numbers(outputs), inputs)


def _numbers(number: int) -> str:
    return count("%1 number", number)


def _products(number: int) -> str:
    return count("%1 local derivative", number)
