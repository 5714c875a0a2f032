"""Both sweeps as they travel: of each run what the run before, or a walk, has not said already.

A step is a row: its node and number, then edge and number of each of its parts. A number that is as the one before it
in its row is left out. Where the run before has the same nodes and edges, a row has numbers alone. A run that is a
walk of the document has the walk's place instead of steps.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Fields = dict[str, Any]
    Steps = list[Fields]

COST = ("products", "sums", "values", "numbers")


def sweep_rows(sweeps: Fields, nodes: list[Fields], walks: list[Fields]) -> Fields:
    """The sweeps of a document in rows.

    Args:
        sweeps: complete.
        nodes: of the document, complete.
        walks: likewise.
    """
    walked = _walked(walks)
    short = {key: value for key, value in sweeps.items() if key != "open" or value}
    for mode in ("forward", "reverse"):
        runs = sweeps[mode]["runs"]
        rows = [_short_run(run, before, walked) for before, run in pairwise([None, *runs])]
        for row, run, label in zip(rows, runs, _labels(runs, nodes), strict=True):
            if run["label"] == label:
                del row["label"]
        short[mode] = {key: value for key, value in sweeps[mode].items() if key != "shown" or value} | {"runs": rows}
    return short


def sweeps_of_rows(sweeps: Fields, nodes: list[Fields], walks: list[Fields]) -> Fields:
    """The opposite of `sweep_rows`; what an older program wrote, which knew no rows, is completed too."""
    walked = _walked(walks)
    whole = {"open": False, **sweeps}
    for mode in ("forward", "reverse"):
        runs: list[Fields] = []
        for run in sweeps[mode]["runs"]:
            runs.append(_whole_run(run, runs[-1] if runs else None, walked))
        labels = _labels(runs, nodes)
        runs = [{"label": label, **run} for run, label in zip(runs, labels, strict=True)]
        whole[mode] = {"shown": 0, **sweeps[mode], "runs": runs}
    return whole


def _labels(runs: list[Fields], nodes: list[Fields]) -> list[str]:
    """Of runs that go through the numbers of each tensor that they begin at: what they begin with."""
    known = {node["id"]: node for node in nodes}
    begun: Counter[int] = Counter()
    labels = []
    for run in runs:
        node = known[run["steps"][0]["node"]] if run["steps"] else {}
        labels.append(f"{node.get('name', '')}{place(begun[node['id']], node['shape'])}" if node else "")
        begun[node.get("id", -1)] += 1
    return labels


def place(element: int, shape: Iterable[int]) -> str:
    """Where a number stands in its tensor.

    >>> place(0, []), place(1, [3]), place(5, [2, 3])
    ('', '[1]', '[1, 2]')
    """
    places = []
    for size in reversed(list(shape)):
        element, at = divmod(element, size)
        places.append(str(at))
    return f"[{', '.join(reversed(places))}]" if places else ""


def _walked(walks: list[Fields]) -> list[Steps]:
    return [[_step(step["node"], step["upstream"], step["sends"]) for step in walk["steps"]] for walk in walks]


def _step(node: int, value: Any, parts: list[Fields]) -> Fields:
    return {"node": node, "value": value, "parts": [{"edge": part["edge"], "value": part["value"]} for part in parts]}


def _short_run(run: Fields, before: Fields | None, walked: list[Steps]) -> Fields:
    short = {key: value for key, value in run.items() if key not in {"seed", "cost", "steps"}}
    if not run["steps"] or run["seed"] != run["steps"][0]["value"]:
        short["seed"] = short_preview(run["seed"])
    if before is None or run["cost"] != before["cost"]:
        short["cost"] = [run["cost"][key] for key in COST]
    if run["steps"] in walked:
        short["walk"] = walked.index(run["steps"])
    else:
        known = before is not None and _nodes(run) == _nodes(before)
        short["steps"] = [_row(step, known) for step in run["steps"]]
    return short


def _nodes(run: Fields) -> list[tuple[int, list[int]]]:
    return [(step["node"], [part["edge"] for part in step["parts"]]) for step in run["steps"]]


def _row(step: Fields, known: bool) -> Any:
    numbers = [step["value"], *(part["value"] for part in step["parts"])]
    repeated = [False, *(one == other for one, other in pairwise(numbers))]
    if known:
        while repeated.pop():
            numbers.pop()
        return [short_preview(number) for number in numbers] if len(numbers) > 1 else short_preview(numbers[0])
    row = [step["node"], short_preview(step["value"])]
    for part, again in zip(step["parts"], repeated[1:], strict=True):
        row += [part["edge"], *([] if again else [short_preview(part["value"])])]
    return row


def _whole_run(run: Fields, before: Fields | None, walked: list[Steps]) -> Fields:
    if "walk" in run:
        steps = walked[run["walk"]]
    elif before is None:
        steps = [_whole(row) for row in run["steps"]]
    else:
        like = before["steps"] + [{}] * len(run["steps"])
        steps = [_whole(row, other) for row, other in zip(run["steps"], like, strict=False)]
    whole = {key: value for key, value in run.items() if key != "walk"} | {"steps": steps}
    whole["seed"] = whole_preview(run["seed"]) if "seed" in run else steps[0]["value"]
    cost = run["cost"] if "cost" in run else (before or {})["cost"]
    whole["cost"] = dict(zip(COST, cost, strict=True)) if isinstance(cost, list) else cost
    return whole


def _whole(row: Any, like: Fields | None = None) -> Fields:
    if isinstance(row, dict) and "node" in row:  # of an older program
        parts = [part | {"value": whole_preview(part["value"])} for part in row.get("parts", [])]
        return _step(row["node"], whole_preview(row["value"]), parts)
    row = row if isinstance(row, list) else [row]
    if isinstance(row[0], int):
        node, value, *rest = row
        return _step(node, whole_preview(value), list(_parts(value, rest)))
    edges = [part["edge"] for part in (like or {})["parts"]]
    numbers = row[1:] + row[-1:] * (len(edges) - len(row) + 1)
    parts = [{"edge": edge, "value": whole_preview(n)} for edge, n in zip(edges, numbers, strict=True)]
    return _step((like or {})["node"], whole_preview(row[0]), parts)


def _parts(value: Any, rest: list[Any]) -> Iterator[Fields]:
    """What stands behind node and number of a row: edges, each with its number unless that is as before."""
    for edge, following in pairwise([*rest, 0]):
        if isinstance(edge, int):
            value = value if isinstance(following, int) else following
            yield {"edge": edge, "value": whole_preview(value)}


def short_preview(preview: Any) -> Any:
    """A preview of numbers, as its text where it is no more than that."""
    return preview["text"] if isinstance(preview, dict) and len(preview) == 1 else preview


def whole_preview(short: Any) -> Any:
    """The opposite of `short_preview`."""
    return {"text": short} if isinstance(short, str) else short
