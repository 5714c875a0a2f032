"""The document as it travels and as it is saved: without what its reader can supply.

Left out is what equals its default in `schema.json`, and what follows from the rest: the place of a step in its walk,
the gradient that arrived in one piece, the edges along which all goes on, an expression that its columns cut out of
its line, the code of a walk where its call is that line. Numbers are their text alone; sentences are templates and
values, for pages in other languages. What is left is rows (`graphrows.py`, `rows.py`, `sweeprows.py`). Python works
with complete documents; `labextension/src/wire.ts` and `parse.ts` complete a document and check it. Both read what
older programs have saved: there, more is said.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from .graphrows import packed, unpacked
from .rows import Scene, layout_of_rows, layout_rows
from .sentences import from_form, to_form
from .sweeprows import short_preview, sweep_rows, sweeps_of_rows, swept_table, whole_preview

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .cards import Document

    Fields = dict[str, Any]

NODE: Fields = {
    "symbol": "", "formula": "", "local": [], "shape": [], "dtype": "torch.float32", "grad": None,
    "requires_grad": True, "is_leaf": False, "retains_grad": False, "version": 0, "saved": [], "source": None,
}  # fmt: skip
GROUP: Fields = {"source": None}
KINDS: Mapping[str, Fields] = {
    "op": NODE,
    "leaf": NODE | {"is_leaf": True},
    "constant": NODE | {"is_leaf": True, "requires_grad": False},
    "group": GROUP,
}
"""What is usual of a node, by its kind."""

SAVED: Fields = {"version": 0, "state": "freed"}
EDGE: Fields = {"input": 0, "cut": None}
CHANGE: Fields = {"grad": None, "backward": None}
WALK: Fields = {"kind": "backward", "at": 0, "source": None, "zeroings": [], "error": None}
STEP: Fields = {"sends": []}
UNSEEN: Fields = {"source": None}
LATER: Fields = {"by": "", "source": None}
LINE: Fields = {"back": ""}
WHOLE: Fields = {"unfolded": None}


def shorten(doc: Document, kept: Shortened | None = None) -> Document:
    """A complete document as it travels.

    Args:
        doc: the document.
        kept: the parts of the document before, some of which may be in this one, too; and then those of this one.

    >>> import autograd_nb as torch
    >>> from autograd_nb.trace.document import make_document
    >>> doc = make_document(torch.ones(2, requires_grad=True).sum())
    >>> [(len(node), len(short)) for node, short in zip(doc["nodes"], shorten(doc)["nodes"])]
    [(17, 3), (17, 6)]
    >>> complete(shorten(doc)) == doc
    True
    """
    kept = Shortened() if kept is None else kept
    kept.turn(_going(doc))
    return packed(_through(doc, SHORTEN, kept.part), kept.part)


def complete(doc: Document) -> Document:
    """A document that has travelled, with all of its fields; a complete one stays as it is.

    Raises:
        KeyError, TypeError, AttributeError: it is no document.

    >>> complete({"nodes": [], "edges": [{"from": 0, "to": 1}]})["edges"]
    [{'from': 0, 'to': 1, 'input': 0, 'cut': None}]
    """
    return _through(unpacked(doc), COMPLETE, once)


Part = Callable[..., Any]
"""Makes something of a part of a document: `part(make, it, *others)`."""


class Shortened:
    """What the parts of a document were shortened to: a part that is in the next document, too, is not done again."""

    def __init__(self) -> None:
        self._before: dict[tuple[int, int], tuple[Any, Any, Any]] = {}
        self._now: dict[tuple[int, int], tuple[Any, Any, Any]] = {}
        self._going: object = None

    def turn(self, going: object) -> None:
        """The next document begins: what only the one before the last had is forgotten.

        Args:
            going: along which edges gradients go; where that changes, all is done anew.
        """
        self._before = self._now if going == self._going else {}
        self._now, self._going = {}, going

    def part(self, make: Callable[..., Any], part: Any, *others: Any) -> Any:
        """What `make` gives of a part, which nobody changes; of the same part the others say the same."""
        key = id(make), id(part)
        known = self._now.get(key) or self._before.get(key)
        if known is None or known[1] is not part:
            known = make, part, make(part, *others)  # both are held: nothing else gets their ids
        self._now[key] = known
        return known[2]


def once(make: Callable[..., Any], part: Any, *others: Any) -> Any:
    """Makes it, and keeps nothing."""
    return make(part, *others)


class _Way(NamedTuple):
    """Which way a document is taken."""

    part: Callable[[Fields, Mapping[str, Any]], Fields]  # with these defaults
    value: Callable[[Any], Any]  # a preview
    said: Callable[[Any], Any]  # a sentence
    sends: Callable[[list[Any], list[int]], list[Any]]  # of a step, from whose node gradients go along these edges
    layout: Callable[..., Fields]
    sweeps: Callable[[Fields, list[Fields], list[Fields]], Fields]


def _through(doc: Document, way: _Way, part: Part) -> Document:
    made: Document = way.part(doc, WHOLE if "layout" in doc else {})
    whole = doc if way is SHORTEN else made  # what is left out follows from complete parts
    made["edges"] = part(_edges, doc["edges"], way)
    if "backwards" in doc:
        made["backwards"] = [
            _sourced(walk, WALK, way, walk.get("call")) | {"seed": way.value(walk["seed"])} for walk in doc["backwards"]
        ]
    if "changes" in doc:
        made["changes"] = [_change(change, whole.get("backwards", []), way) for change in doc["changes"]]
    nodes = doc["nodes"] if way is SHORTEN else _lined(doc["nodes"])
    changes = whole.get("changes", [])
    made["nodes"] = [
        part(_node, node, [], way) if node.get("grad") is None else _node(node, changes, way) for node in nodes
    ]
    if way is SHORTEN:
        made["nodes"] = _unlined(made["nodes"], part)
    if "backwards" in doc:
        heads = zip(whole["backwards"], made["backwards"], strict=True)
        going = _going(whole)
        made["backwards"] = [
            head | {"steps": part(_steps, walk["steps"], walk, whole, going, way)} for walk, head in heads
        ]
    if "sweeps" in doc:
        sweeps = way.sweeps(doc["sweeps"], whole["nodes"], whole.get("backwards", []))
        for mode in ("forward", "reverse"):
            sweeps[mode]["runs"] = [_saying(run, "label", way) for run in sweeps[mode]["runs"]]
        made["nodes"] = [_tabled(node, sweeps if way is COMPLETE else doc["sweeps"], way) for node in made["nodes"]]
        made["sweeps"] = _saying(sweeps, "says", way)
    made |= _told(doc, way)
    scene = Scene(whole["nodes"], whole["edges"])
    if doc.get("layout"):
        made["layout"] = part(way.layout, doc["layout"], scene)
    if doc.get("unfolded"):
        made["unfolded"] = doc["unfolded"] | {"layout": part(way.layout, doc["unfolded"]["layout"], scene)}
    if doc.get("down"):
        made["down"] = {"layout": part(way.layout, doc["down"]["layout"], scene._replace(right=whole["layout"]))}
        if "unfolded" in doc["down"]:
            opened, scene = doc["down"]["unfolded"]["layout"], scene._replace(right=whole["unfolded"]["layout"])
            made["down"]["unfolded"] = {"layout": part(way.layout, opened, scene)}
    return made


def _edges(edges: list[Fields], way: _Way) -> list[Fields]:
    return [_sourced(edge, EDGE, way) for edge in edges]


def _unlined(nodes: list[Fields], part: Part) -> list[Fields]:
    """Nodes without the line of code that the next one with a source is of, too."""
    short, after = [], None
    for node in reversed(nodes):
        source = node.get("source")
        if source is not None:
            here = {key: source[key] for key in ("line", "lineno") if key in source}
            if here == after:
                node = part(_without_line, node)  # noqa: PLW2901 - the same thing in another form
            after = here
        short.append(node)
    return short[::-1]


def _without_line(node: Fields) -> Fields:
    source = {key: value for key, value in node["source"].items() if key not in {"line", "lineno"}}
    return node | {"source": source}


def _lined(nodes: list[Fields]) -> list[Fields]:
    """The opposite of `_unlined`."""
    whole: list[Fields] = []
    after: Fields = {}
    for node in reversed(nodes):
        source = node.get("source")
        if source is not None:
            if "line" not in source:
                node = node | {"source": after | source}  # noqa: PLW2901 - the same thing in another form
            after = {key: node["source"][key] for key in ("line", "lineno") if key in node["source"]}
        whole.append(node)
    return whole[::-1]


def _node(node: Fields, changes: list[Fields], way: _Way) -> Fields:
    made = _sourced(node, KINDS[node["kind"]], way)
    if made.get("jacobian"):
        made["jacobian"] = _saying(made["jacobian"], "missing", way)
    if made.get("saved"):
        made["saved"] = [_saying(way.part(saved, SAVED), "label", way) for saved in made["saved"]]
    made = _saying(made, "formula", way)
    if made.get("local"):
        made["local"] = [way.said(line) for line in made["local"]]
    if "value" in made:
        made["value"] = way.value(made["value"])
    if "later" in made:
        made["later"] = _sourced(made["later"], LATER, way) | {"value": way.value(made["later"]["value"])}
    grad = made.get("grad")
    if isinstance(grad, int):
        made["grad"] = changes[grad]["grad"]
    elif grad is not None:
        made["grad"] = way.value(grad)
        if way is SHORTEN:
            last = [at for at, change in enumerate(changes) if change["node"] == node["id"]][-1:]
            made["grad"] = last[0] if last and changes[last[0]]["grad"] == grad else made["grad"]
    return made


def _tabled(node: Fields, sweeps: Fields, way: _Way) -> Fields:
    """A node whose tables of derivatives are the reverse sweeps, row by row."""
    if not node.get("jacobian"):
        return node
    tables = [way.part(table, {"value": swept_table(sweeps, table["node"])}) for table in node["jacobian"]["tables"]]
    return node | {"jacobian": node["jacobian"] | {"tables": tables}}


def _told(doc: Document, way: _Way) -> Fields:
    """The sentences of a document, beside those of its sweeps."""
    told = {"layers": way.said(doc["layers"])} if "layers" in doc else {}
    if "quiz" in doc:
        cases = [_saying(case, "says", way) for case in doc["quiz"]["cases"]]
        told["quiz"] = _saying(_saying(doc["quiz"], "question", way), "hint", way) | {"cases": cases}
    if "problem" in doc:
        told["problem"] = _saying(doc["problem"], "explanation", way)
    if "unseen" in doc:
        told["unseen"] = [_saying(_sourced(each, UNSEEN, way), "says", way) for each in doc["unseen"]]
    return told


def _saying(part: Fields, key: str, way: _Way) -> Fields:
    return part | {key: way.said(part[key])} if key in part else part


def _change(change: Fields, walks: list[Fields], way: _Way) -> Fields:
    by = change.get("backward")
    known = {"source": None if by is None else walks[by].get("source")}
    made = way.part(change, CHANGE | known)
    if "source" in change:
        made |= _sourced({key: made[key] for key in ("source",) if key in made}, {}, way, change.get("by"))
    return made | {key: way.value(made[key]) for key in ("grad",) if key in made}


def _going(doc: Document) -> dict[int, list[int]]:
    """Of each node the edges along which gradients go on from it."""
    nodes = {node["id"]: node for node in doc["nodes"]}
    going: dict[int, list[int]] = {}
    for number, edge in enumerate(doc["edges"]):
        if edge["cut"] is None and nodes.get(edge["from"], {}).get("requires_grad"):
            going.setdefault(edge["to"], []).append(number)
    return going


def _steps(given: list[Fields], walk: Fields, doc: Document, going: dict[int, list[int]], way: _Way) -> list[Fields]:
    """The steps of a walk, whose other parts are complete like those of the document."""
    arrived: dict[int | None, list[Any]] = {walk["root"]: [walk["seed"]]}
    steps = []
    for order, step in enumerate(given, 1):
        node, change = step["node"], None if step.get("change") is None else doc["changes"][step["change"]]
        came = arrived.get(node, [])
        filled = change["grad"] if change and change["change"] == "fill" else None
        known = {"order": order, "kind": "accumulate" if change else "visit"}
        made = way.part(step, STEP | known | {"upstream": came[0] if len(came) == 1 else filled})
        if "upstream" in step and "upstream" in made:
            made["upstream"] = way.value(made["upstream"])
        if "arrived" in made:
            made["arrived"] = way.value(made["arrived"])
        if "sends" in step and "sends" in made:
            made["sends"] = way.sends(made["sends"], going.get(node, []))
        for send in (step if way is SHORTEN else made)["sends"]:
            arrived.setdefault(doc["edges"][send["edge"]]["from"], []).append(send["value"])
        steps.append(made)
    return steps


def _short_sends(sends: list[Any], edges: list[int]) -> list[Any]:
    values = [short_preview(send["value"]) for send in sends]
    if [send["edge"] for send in sends] != edges or any("computed" in send for send in sends):
        return [_each_preview(send, short_preview) for send in sends]
    return values[:1] if values == values[:1] * len(values) else values


def _whole_sends(sends: list[Any], edges: list[int]) -> list[Any]:
    """One number for many edges is that of each."""
    if any(isinstance(send, dict) and "edge" in send for send in sends):
        return [_each_preview(send, whole_preview) for send in sends]
    values = sends * len(edges) if len(sends) == 1 else sends
    return [{"edge": edge, "value": whole_preview(value)} for edge, value in zip(edges, values, strict=True)]


def _each_preview(send: Fields, way: Callable[[Any], Any]) -> Fields:
    return send | {key: way(send[key]) for key in ("value", "computed") if key in send}


def _short_layout(layout: Fields, scene: Scene) -> Fields:
    return _lines(layout_rows(layout, scene), scene.edges, _without)


def _whole_layout(layout: Fields, scene: Scene) -> Fields:
    if scene.right is not None and "direction" in layout:  # of an older program: what is not as in the other direction
        return _lines(_merged(layout, scene.right), scene.edges, _with)
    return _lines(layout_of_rows(layout, scene), scene.edges, _with)


def _lines(layout: Fields, edges: list[Fields], part: Callable[[Fields, Mapping[str, Any]], Fields]) -> Fields:
    lines = []
    for line in layout["edges"]:
        if isinstance(line, dict):
            edge = edges[line["edges"][0]]
            lines.append(part(line, LINE | {"from": edge["from"], "to": edge["to"], "cut": edge.get("cut")}))
        else:
            lines.append(line)
    return layout | {"edges": lines}


def _sourced(part: Fields, defaults: Mapping[str, Any], way: _Way, line: str | None = None) -> Fields:
    made = way.part(part, defaults)
    if made.get("source") is not None:
        made["source"] = way.part(made["source"], _span(made["source"], line))
    return made


def _span(source: Fields, line: str | None) -> Fields:
    """What a source says of a line where it says no more: the whole line, outside loops.

    `line` is what it says where it has none.
    """
    known = {} if line is None else {"line": line}
    line = source.get("line", line)
    if line is None or (
        line and max(line) > "\uffff"
    ):  # where such a character ends is counted otherwise in TypeScript
        return {"iteration": None}
    start, end = source.get("start", 0), source.get("end", len(line))
    inside = start is not None and end is not None
    return known | {
        "start": 0, "end": len(line), "expression": line[start:end] if inside else None, "iteration": None,
    }  # fmt: skip


def _without(part: Fields, defaults: Mapping[str, Any]) -> Fields:
    return {key: value for key, value in part.items() if key not in defaults or value != defaults[key]}


def _with(part: Fields, defaults: Mapping[str, Any]) -> Fields:
    return part | {key: value for key, value in defaults.items() if key not in part}


def _merged(one: Any, other: Any) -> Any:
    """What one part of a document says, and for the rest another."""
    if isinstance(one, dict) and isinstance(other, dict):
        return other | {key: _merged(value, other.get(key)) for key, value in one.items()}
    if _alike(one, other):
        return [_merged(*pair) for pair in zip(one, other, strict=True)]
    return one


def _alike(one: Any, other: Any) -> bool:
    """Whether both are lists of as many objects."""
    return (
        isinstance(one, list)
        and isinstance(other, list)
        and len(one) == len(other)
        and all(isinstance(entry, dict) for entry in (*one, *other))
    )


SHORTEN = _Way(_without, short_preview, to_form, _short_sends, _short_layout, sweep_rows)
COMPLETE = _Way(_with, whole_preview, from_form, _whole_sends, _whole_layout, sweeps_of_rows)
