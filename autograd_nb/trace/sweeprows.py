"""Both sweeps as they travel: of each run what the run before, or a walk, has not said already.

A step is a row: its node and number, then edge and number of each of its parts. A number that is as the one before it
in its row is left out. A step with several results is no row. Where the run before has the same nodes and edges, a row
has numbers alone. A run that is a walk of the document has the walk's place instead of steps. A list of numbers that is
zero but where its run has begun is that number behind `ONLY`. A run of the same rows as the one before has none; one of
which nothing else is to be said is its rows.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Fields = dict[str, Any]
    Steps = list[Fields]

COST = ("products", "sums", "values", "numbers")
ONLY = "@"
BETWEEN = ",\n        "
"""Two rows of a table, as PyTorch prints it."""


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
        begins = _begins(runs, nodes)
        rows = [
            _short_run(run, before, walked, begin)
            for (before, run), begin in zip(pairwise([None, *runs]), begins, strict=True)
        ]
        for before, row in reversed(list(pairwise(rows))):
            if "steps" in row and row["steps"] == before.get("steps"):
                del row["steps"]
        known = _counts(runs)
        said = {key: value for key, value in sweeps[mode].items() if key not in known or value != known[key]}
        short[mode] = said | {"runs": [row["steps"] if row.keys() == {"steps"} else row for row in rows]}
    return short


def sweeps_of_rows(sweeps: Fields, nodes: list[Fields], walks: list[Fields]) -> Fields:
    """The opposite of `sweep_rows`; what an older program wrote, which knew no rows, is completed too."""
    walked = _walked(walks)
    whole = {"open": False, **sweeps}
    for mode in ("forward", "reverse"):
        runs: list[Fields] = []
        rows: list[Any] = []
        begun: Counter[int] = Counter()
        known = {node["id"]: node for node in nodes}
        for entry in sweeps[mode]["runs"]:
            run: Fields = {"steps": entry} if isinstance(entry, list) else entry
            before, rows = (runs[-1] if runs else None), run.get("steps", rows)
            steps = walked[run["walk"]] if "walk" in run else rows
            node = known.get(_first(steps, before), {})
            begin = Begin(node, begun[node.get("id", -1)])
            begun[node.get("id", -1)] += 1
            runs.append(_whole_run(run, before, walked, rows, begin))
        whole[mode] = {**_counts(runs), **sweeps[mode], "runs": runs}
    return whole


def _counts(runs: list[Fields]) -> Fields:
    """What is said of all sweeps of a direction where all are there."""
    return {"needed": len(runs), "products": sum(run["cost"]["products"] for run in runs), "shown": 0}


def swept_table(sweeps: Fields, leaf: int) -> Fields:
    """The derivatives of a result with respect to a leaf: what arrives there in reverse sweeps, a row each.

    Args:
        sweeps: complete.
        leaf: the id of its node.
    """
    runs = [run["steps"] for run in sweeps["reverse"]["runs"]]
    rows = [step["value"]["text"] for steps in runs for step in steps if step["node"] == leaf]
    return {"text": f"[{BETWEEN.join(rows)}]"}


class Begin(NamedTuple):
    """Where a run begins: at which number of which node."""

    node: Fields
    element: int

    @property
    def label(self) -> str:
        """What it is called."""
        return f"{self.node.get('name', '')}{place(self.element, self.node['shape'])}" if self.node else ""

    def only(self, number: str) -> str | None:
        """The text of a list as long as that node which is this number where the run has begun, and else zero.

        >>> Begin({"shape": [3]}, 1).only("2."), Begin({"shape": [2]}, 0).only("-1.50")
        ('[0., 2., 0.]', '[-1.50,  0.00]')
        """
        if len(self.node.get("shape", [])) != 1:
            return None
        whole, _, decimals = number.partition(".")
        zero = f"0.{'0' * len(decimals)}".rjust(len(number))
        texts = [number if at == self.element else zero for at in range(self.node["shape"][0])]
        return f"[{', '.join(texts)}]" if whole else None

    def short(self, preview: Any) -> Any:
        """A preview, as short as it goes."""
        text = short_preview(preview)
        parts = text.strip("[]").split(",") if isinstance(text, str) else []
        number = parts[self.element].strip() if self.element < len(parts) else ""
        return ONLY + number if number and self.only(number) == text else text

    def whole(self, short: Any) -> Any:
        """The opposite of `short`."""
        if isinstance(short, str) and short.startswith(ONLY):
            short = self.only(short.removeprefix(ONLY))
        return whole_preview(short)


def _begins(runs: list[Fields], nodes: list[Fields]) -> list[Begin]:
    """Of runs that go through the numbers of each tensor that they begin at: where they do."""
    known = {node["id"]: node for node in nodes}
    begun: Counter[int] = Counter()
    begins = []
    for run in runs:
        node = known[run["steps"][0]["node"]] if run["steps"] else {}
        begins.append(Begin(node, begun[node.get("id", -1)]))
        begun[node.get("id", -1)] += 1
    return begins


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
    return [
        [_step(step["node"], step["upstream"], step["sends"], step.get("results")) for step in walk["steps"]]
        for walk in walks
    ]


def _step(node: int, value: Any, parts: list[Fields], results: list[Any] | None = None) -> Fields:
    step = {"node": node, "value": value, "parts": [{"edge": part["edge"], "value": part["value"]} for part in parts]}
    return step | {"results": results} if results else step


def _short_run(run: Fields, before: Fields | None, walked: list[Steps], begin: Begin) -> Fields:
    short = {key: value for key, value in run.items() if key not in {"seed", "cost", "steps"}}
    if run["label"] == begin.label:
        del short["label"]
    if not run["steps"] or run["seed"] != run["steps"][0]["value"]:
        short["seed"] = short_preview(run["seed"])
    if before is None or run["cost"] != before["cost"]:
        short["cost"] = [run["cost"][key] for key in COST]
    if run["steps"] in walked:
        short["walk"] = walked.index(run["steps"])
    else:
        known = before is not None and _nodes(run) == _nodes(before)
        short["steps"] = [_row(step, known, begin) for step in run["steps"]]
    return short


def _nodes(run: Fields) -> list[tuple[int, list[int]]]:
    return [(step["node"], [part["edge"] for part in step["parts"]]) for step in run["steps"]]


def _row(step: Fields, known: bool, begin: Begin) -> Any:
    if "results" in step:
        parts = [part | {"value": short_preview(part["value"])} for part in step["parts"]]
        results = [short_preview(each) for each in step["results"]]
        return step | {"value": short_preview(step["value"]), "parts": parts, "results": results}
    numbers = [step["value"], *(part["value"] for part in step["parts"])]
    repeated = [False, *(one == other for one, other in pairwise(numbers))]
    if known:
        while repeated.pop():
            numbers.pop()
        return [begin.short(number) for number in numbers] if len(numbers) > 1 else begin.short(numbers[0])
    row = [step["node"], begin.short(step["value"])]
    for part, again in zip(step["parts"], repeated[1:], strict=True):
        row += [part["edge"], *([] if again else [begin.short(part["value"])])]
    return row


def _first(steps: list[Any], before: Fields | None) -> int | None:
    """The node of the first of these rows, or steps."""
    if not steps:
        return None
    first = steps[0]
    if isinstance(first, dict) and "node" in first:
        return int(first["node"])
    if isinstance(first, list) and isinstance(first[0], int):
        return first[0]
    return None if before is None else int(before["steps"][0]["node"])


def _whole_run(run: Fields, before: Fields | None, walked: list[Steps], rows: list[Any], begin: Begin) -> Fields:
    if "walk" in run:
        steps = walked[run["walk"]]
    elif before is None:
        steps = [_whole(row, None, begin) for row in rows]
    else:
        like = before["steps"] + [{}] * len(rows)
        steps = [_whole(row, other, begin) for row, other in zip(rows, like, strict=False)]
    whole = {"label": begin.label} | {key: value for key, value in run.items() if key != "walk"} | {"steps": steps}
    whole["seed"] = whole_preview(run["seed"]) if "seed" in run else steps[0]["value"]
    cost = run["cost"] if "cost" in run else (before or {})["cost"]
    whole["cost"] = dict(zip(COST, cost, strict=True)) if isinstance(cost, list) else cost
    return whole


def _whole(row: Any, like: Fields | None, begin: Begin) -> Fields:
    if isinstance(row, dict) and "node" in row:  # of an older program, or with several results
        parts = [part | {"value": whole_preview(part["value"])} for part in row.get("parts", [])]
        results = [whole_preview(each) for each in row.get("results", [])]
        return _step(row["node"], whole_preview(row["value"]), parts, results)
    row = row if isinstance(row, list) else [row]
    if isinstance(row[0], int):
        node, value, *rest = row
        return _step(node, begin.whole(value), list(_parts(value, rest, begin)))
    edges = [part["edge"] for part in (like or {})["parts"]]
    numbers = row[1:] + row[-1:] * (len(edges) - len(row) + 1)
    parts = [{"edge": edge, "value": begin.whole(n)} for edge, n in zip(edges, numbers, strict=True)]
    return _step((like or {})["node"], begin.whole(row[0]), parts)


def _parts(value: Any, rest: list[Any], begin: Begin) -> Iterator[Fields]:
    """What stands behind node and number of a row: edges, each with its number unless that is as before."""
    for edge, following in pairwise([*rest, 0]):
        if isinstance(edge, int):
            value = value if isinstance(following, int) else following
            yield {"edge": edge, "value": begin.whole(value)}


def short_preview(preview: Any) -> Any:
    """A preview of numbers, as its text where it is no more than that."""
    return preview["text"] if isinstance(preview, dict) and len(preview) == 1 else preview


def whole_preview(short: Any) -> Any:
    """The opposite of `short_preview`."""
    return {"text": short} if isinstance(short, str) else short
