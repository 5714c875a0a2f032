"""The document as it travels and as it is saved: without what its reader can supply.

Left out is what equals its default in `schema.json`, and what follows from the rest: the place of a step in its walk,
an expression that its columns cut out of its line, the nodes that a drawn edge joins, and of the layout from top to
bottom all that is as in the one from left to right. What a sweep costs is said where it
differs from that of the one before. Numbers on the way of a walk are their text alone. Sentences are templates and
values, for pages in other languages. Python works with complete documents; `labextension/src/parse.ts` completes a
document while it checks it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .sentences import from_form, to_form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from autograd_nb.trace.cards import Document

    Fields = dict[str, Any]

NODE: Fields = {
    "symbol": "", "formula": "", "local": [], "shape": [], "dtype": "torch.float32", "grad": None,
    "requires_grad": True, "is_leaf": False, "retains_grad": False, "version": 0, "saved": [], "source": None,
}  # fmt: skip
GROUP: Fields = {"source": None}
SAVED: Fields = {"version": 0, "state": "freed"}
EDGE: Fields = {"input": 0, "cut": None}
CHANGE: Fields = {"grad": None, "backward": None, "source": None}
WALK: Fields = {"kind": "backward", "source": None, "zeroings": [], "error": None}
STEP: Fields = {"kind": "visit", "upstream": None, "sends": []}
SWEEPS: Fields = {"open": False}
SWEEP: Fields = {"shown": 0}
SWEPT: Fields = {"parts": []}
LINE: Fields = {"back": ""}


def shorten(doc: Document) -> Document:
    """A complete document as it travels.

    >>> import autograd_nb as torch
    >>> from autograd_nb.trace.document import make_document
    >>> doc = make_document(torch.ones(2, requires_grad=True).sum())
    >>> [(len(node), len(short)) for node, short in zip(doc["nodes"], shorten(doc)["nodes"])]
    [(17, 7), (17, 8)]
    >>> complete(shorten(doc)) == doc
    True
    """
    return _through(doc, SHORTEN)


def complete(doc: Document) -> Document:
    """A document that has travelled, with all of its fields; a complete one stays as it is.

    Raises:
        KeyError, TypeError, AttributeError: it is no document.

    >>> complete({"nodes": [], "edges": [{"from": 0, "to": 1}]})["edges"]
    [{'from': 0, 'to': 1, 'input': 0, 'cut': None}]
    """
    return _through(doc, COMPLETE)


class _Way(NamedTuple):
    """Which way a document is taken."""

    part: Callable[[Fields, Mapping[str, Any]], Fields]  # with these defaults
    value: Callable[[Any], Any]  # a preview
    said: Callable[[Any], Any]  # a sentence
    turned: Callable[[Any, Any], Any]  # a layout from top to bottom, beside the complete one from left to right


def _through(doc: Document, way: _Way) -> Document:
    made = {
        **doc,
        "nodes": [_node(node, way) for node in doc["nodes"]],
        "edges": [_sourced(edge, EDGE, way) for edge in doc["edges"]],
    }
    if "changes" in doc:
        made["changes"] = [_sourced(change, CHANGE, way) for change in doc["changes"]]
    if "backwards" in doc:
        made["backwards"] = [_walk(walk, way) for walk in doc["backwards"]]
    if "sweeps" in doc:
        sweeps = doc["sweeps"]
        modes = {mode: _mode(sweeps[mode], way) for mode in ("forward", "reverse")}
        made["sweeps"] = _saying(way.part(sweeps, SWEEPS), "says", way) | modes
    if "quiz" in doc:
        cases = [_saying(case, "says", way) for case in doc["quiz"]["cases"]]
        made["quiz"] = _saying(_saying(doc["quiz"], "question", way), "hint", way) | {"cases": cases}
    if "problem" in doc:
        made["problem"] = _saying(doc["problem"], "explanation", way)
    made = _saying(made, "layers", way)
    if doc.get("layout"):
        made["layout"] = _layout(doc["layout"], doc["edges"], way)
    if doc.get("unfolded"):
        made["unfolded"] = doc["unfolded"] | {"layout": _layout(doc["unfolded"]["layout"], doc["edges"], way)}
    if doc.get("down"):
        whole = made if way is COMPLETE else doc
        made["down"] = {name: way.turned(layout, whole[name]) for name, layout in doc["down"].items()}
    return made


def _node(node: Fields, way: _Way) -> Fields:
    made = _sourced(node, GROUP if node["kind"] == "group" else NODE, way)
    if made.get("jacobian"):
        made["jacobian"] = _saying(made["jacobian"], "missing", way)
    if made.get("saved"):
        made["saved"] = [way.part(saved, SAVED) for saved in made["saved"]]
    return made


def _walk(walk: Fields, way: _Way) -> Fields:
    steps = [_valued(way.part(step, STEP | {"order": order}), way) for order, step in enumerate(walk["steps"], 1)]
    return _valued(_sourced(walk, WALK, way), way) | {"steps": steps}


def _mode(mode: Fields, way: _Way) -> Fields:
    runs = []
    cost = None
    for run in mode["runs"]:
        steps = [_valued(way.part(step, SWEPT), way) for step in run["steps"]]
        said = _saying(_valued(way.part(run, {"cost": cost}), way), "label", way)
        runs.append(said | {"steps": steps})
        cost = run.get("cost", cost)
    return way.part(mode, SWEEP) | {"runs": runs}


def _valued(part: Fields, way: _Way) -> Fields:
    """A step or a walk with its numbers, of which there are many."""
    made = part | {key: way.value(part[key]) for key in ("seed", "upstream", "value") if key in part}
    for key in ("sends", "parts"):
        if made.get(key):
            made[key] = [share | {"value": way.value(share["value"])} for share in made[key]]
    return made


def _saying(part: Fields, key: str, way: _Way) -> Fields:
    return part | {key: way.said(part[key])} if key in part else part


def _layout(layout: Fields, edges: list[Fields], way: _Way) -> Fields:
    lines = []
    for line in layout["edges"]:
        edge = edges[line["edges"][0]]
        lines.append(way.part(line, LINE | {"from": edge["from"], "to": edge["to"], "cut": edge.get("cut")}))
    return layout | {"edges": lines}


def _sourced(part: Fields, defaults: Mapping[str, Any], way: _Way) -> Fields:
    made = way.part(part, defaults)
    if made.get("source"):
        made["source"] = way.part(made["source"], _span(made["source"]))
    return made


def _span(source: Fields) -> Fields:
    """What a source says of a line where it says no more: the whole line, outside loops."""
    line = source["line"]
    if line and max(line) > "\uffff":  # where such a character ends is counted differently in TypeScript
        return {"iteration": None}
    start, end = source.get("start", 0), source.get("end", len(line))
    known = start is not None and end is not None
    return {"start": 0, "end": len(line), "expression": line[start:end] if known else None, "iteration": None}


def _without(part: Fields, defaults: Mapping[str, Any]) -> Fields:
    return {key: value for key, value in part.items() if key not in defaults or value != defaults[key]}


def _with(part: Fields, defaults: Mapping[str, Any]) -> Fields:
    return part | {key: value for key, value in defaults.items() if key not in part}


def _text(preview: Any) -> Any:
    return preview["text"] if preview is not None and len(preview) == 1 else preview


def _preview(text: Any) -> Any:
    return {"text": text} if isinstance(text, str) else text


def _difference(one: Any, other: Any) -> Any:
    """Of `one`, what is not as in `other`."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _difference(value, other.get(key)) for key, value in one.items() if value != other.get(key)}
    if _alike(one, other):
        return [_difference(*pair) for pair in zip(one, other, strict=True)]
    return one


def _merged(one: Any, other: Any) -> Any:
    """The opposite of `_difference`."""
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


SHORTEN = _Way(_without, _text, to_form, _difference)
COMPLETE = _Way(_with, _preview, from_form, _merged)
