"""Both sweeps of a graph as its document writes them: who gets which number when, what it costs, and who wins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .collect import key_of
from .preview import preview

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .collect import Key, Thing
    from .sweeps import Array, Run, Sweeps, Visit


def comparison(
    sweeps: Sweeps,
    nodes: list[dict[str, Any]],
    ids: Mapping[Key, int],
    edges: Mapping[tuple[Key, int], int],
    root: int,
    *,
    opened: bool = False,
) -> dict[str, Any]:
    """The document's section on both sweeps.

    Args:
        sweeps: what was found.
        nodes: the document's nodes.
        ids: the document's number of each node.
        edges: the document's number of the edge into (operation, input).
        root: the number of the displayed node.
        opened: whether a view is to begin with the sweeps.
    """
    writer = _Writer(nodes, ids, edges)
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
        self, nodes: list[dict[str, Any]], ids: Mapping[Key, int], edges: Mapping[tuple[Key, int], int]
    ) -> None:
        self._nodes = nodes
        self._ids = ids
        self._edges = edges

    def label(self, number: int) -> str:
        node = self._nodes[number]
        return str(node["name"] or (node.get("source") or {}).get("expression") or node["symbol"] or "x")

    def named(self, thing: Thing | None) -> str:
        number = None if thing is None else self._ids.get(key_of(thing))
        return "x" if number is None else self.label(number)

    def run(self, run: Run) -> dict[str, Any]:
        name = self.named(run.start())
        return {
            "label": f"along {name}" if run.element is None else name + _index(run.element, run.seed),
            "seed": preview(run.seed),
            "steps": [step for visit in run.visits if (step := self._step(visit)) is not None],
        }

    def _step(self, visit: Visit) -> dict[str, Any] | None:
        thing = visit.thing()
        key = None if thing is None else key_of(thing)
        if key is None or key not in self._ids:
            return None
        return {
            "node": self._ids[key],
            "value": preview(visit.value),
            "parts": [
                {"edge": self._edges[key, share.input], "value": preview(share.value)}
                for share in visit.shares
                if (key, share.input) in self._edges
            ],
        }


def _index(element: int, of: Array) -> str:
    """Where a number stands in its tensor: "" of a scalar, "[1]", "[0, 2]"."""
    places = []
    for size in reversed(of.shape):
        element, place = divmod(element, size)
        places.append(str(place))
    return f"[{', '.join(reversed(places))}]" if places else ""


def _verdict(sweeps: Sweeps, root: str, leaves: list[str]) -> str:
    """Which of the two is the better one here, and what it costs."""
    n, m = sweeps.inputs, sweeps.outputs
    forward, reverse = sweeps.total, m * sweeps.gradients.products
    inputs = f"`{leaves[0]}`" if len(leaves) == 1 else "the leaves"
    sizes = f"`{root}` has {_count(m, 'number')}, {inputs} {'has' if len(leaves) == 1 else 'have'} {n}."
    if n == m == 1:
        what = f"One number goes in and one comes out: both take one sweep of {_count(forward, 'local derivative')}."
    elif n == m:
        what = (
            f"As many numbers come out as go in, {n}: each mode takes {n} sweeps "
            f"({forward} local derivatives forward, {reverse} in reverse)."
        )
    elif m < n:
        what = (
            f"Reverse mode wins here: {sizes} {_enough(m, 'reverse', reverse)}; "
            f"forward mode takes {n} sweeps, one for each number of {inputs} ({forward} in all)."
        )
    else:
        what = (
            f"Forward mode wins here: {sizes} {_enough(n, 'forward', forward)}; "
            f"reverse mode takes {m} sweeps, one for each number of `{root}` ({reverse} in all)."
        )
    return f"{what} {_price(sweeps)}"


def _enough(count: int, mode: str, products: int) -> str:
    give = "gives" if count == 1 else "give"
    return f"{_count(count, f'{mode} sweep')} ({_count(products, 'local derivative')}) {give} every derivative"


def _price(sweeps: Sweeps) -> str:
    """What has to be held beside the values."""
    held = max(cost.values for _, cost in sweeps.tangents)
    saved, numbers = sweeps.gradients.values, sweeps.gradients.numbers
    if not saved:
        return "Neither has to keep values: no local derivative here needs one."
    kept = f"{_count(saved, 'value')} ({_count(numbers, 'number')})"
    return (
        f"Reverse mode has to keep {kept} until it comes back; "
        f"forward mode holds at most {_count(held, 'tangent')} at a time."
    )


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
