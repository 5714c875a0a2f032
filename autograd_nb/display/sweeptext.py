"""Both sweeps of a GraphDoc in words and in rows: what a terminal, a screen reader and the HTML fallback get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.trace import cards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from autograd_nb.trace.cards import Document

HEADS = ("", "forward mode", "reverse mode")


def opened(doc: Document) -> Mapping[str, Any] | None:
    """The sweeps of a document that is about them."""
    both = doc.get("sweeps")
    return both if both and both["open"] else None


def shown(sweep: Mapping[str, Any]) -> Mapping[str, Any]:
    """The run that is shown first."""
    run: Mapping[str, Any] = sweep["runs"][sweep["shown"]]
    return run


def values(sweep: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    """The tangent, or gradient, of each node in the run that is shown first."""
    return {
        step["node"]: cards.together(step["results"]) if step.get("results") else step["value"]
        for step in shown(sweep)["steps"]
    }


def sweep_sections(doc: Document, name: Callable[[int], str]) -> Iterator[list[str]]:
    """A forward sweep, a reverse sweep, and which is the better one; nothing for a document about something else.

    Args:
        doc: the document.
        name: how a node is called.
    """
    both = opened(doc)
    if both is None:
        return
    forward, reverse = both["forward"], both["reverse"]
    run = shown(forward)
    yield [
        f"Forward sweep from {run['label']} with tangent {cards.line(run['seed'])}, beside the values:",
        *(f"  {number}. {_moves(doc, step, name)}" for number, step in enumerate(run["steps"], 1)),
        f"  {_cost(run['cost'])}; holds at most {_held(run['cost'], 'tangent')} at a time.",
        f"  Every derivative: {_all(forward)}.",
    ]
    run = shown(reverse)
    yield [
        f"Reverse sweep from {run['label']} with seed {cards.line(run['seed'])}, after the values:",
        *(f"  {number}. {_sends(doc, step, name)}" for number, step in enumerate(run["steps"], 1)),
        f"  {_cost(run['cost'])}; keeps {_held(run['cost'], 'value')} until then.",
        f"  Every derivative: {_all(reverse)}.",
    ]
    yield [str(both["says"]).replace("`", "")]


def cost_rows(both: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The two modes beside each other, a row for each thing that they differ in."""
    modes = (both["forward"], both["reverse"])
    runs = [shown(mode) for mode in modes]
    costs = [run["cost"] for run in runs]
    rows = [
        ("begins at", *(f"{run['label']}, {cards.line(run['seed'])}" for run in runs)),
        ("local derivatives applied", *(str(cost["products"]) for cost in costs)),
        ("additions", *(str(cost["sums"]) for cost in costs)),
        ("held beside the values", _held(costs[0], "tangent"), _held(costs[1], "saved value")),
        ("sweeps for every derivative", *(str(mode["needed"]) for mode in modes)),
        ("local derivatives in all", *(str(mode["products"]) for mode in modes)),
    ]
    return [(what, forward, reverse) for what, forward, reverse in rows]


def gradients(doc: Document, step: Mapping[str, Any], value: str) -> str:
    """What a step says of its node, for each result by itself where these are several: such numbers are not added.

    Args:
        doc: the document.
        step: of a walk or a sweep.
        value: which of its fields stands for all where there is one result.
    """
    if not step.get("results"):
        return cards.line(step.get(value))
    named = next(node for node in doc["nodes"] if node["id"] == step["node"])["results"]
    pairs = zip(named, step["results"], strict=False)
    return " and ".join(f"{cards.line(each)} for {result['name']}" for result, each in pairs if each)


def _moves(doc: Document, step: Mapping[str, Any], name: Callable[[int], str]) -> str:
    if step.get("results"):
        return _stop(f"{name(step['node'])} moves by {gradients(doc, step, 'value')}")
    parts = [cards.line(part["value"]) for part in step["parts"]]
    total = cards.line(step["value"])
    sum_of = f"{' + '.join(parts)} = {total}" if 1 < len(parts) <= 3 else total
    return _stop(f"{name(step['node'])} moves by {sum_of}")


def _sends(doc: Document, step: Mapping[str, Any], name: Callable[[int], str]) -> str:
    sent: dict[int, list[str]] = {}
    for part in step["parts"]:
        sent.setdefault(doc["edges"][part["edge"]]["from"], []).append(cards.line(part["value"]))
    what = f"{name(step['node'])} receives {gradients(doc, step, 'value')}"
    parts = [f"{' and '.join(parts)} to {name(to)}" for to, parts in sent.items()]
    return _stop(f"{what} and sends {', '.join(parts)}" if parts else what)


def _cost(cost: Mapping[str, int]) -> str:
    return f"{_count(cost['products'], 'local derivative')}, {_count(cost['sums'], 'addition')}"


def _held(cost: Mapping[str, int], what: str) -> str:
    return f"{_count(cost['values'], what)} ({_count(cost['numbers'], 'number')})" if cost["values"] else "nothing"


def _all(mode: Mapping[str, Any]) -> str:
    return f"{_count(mode['needed'], 'sweep')}, {_count(mode['products'], 'local derivative')}"


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _stop(sentence: str) -> str:
    return sentence if sentence.endswith(".") else sentence + "."
