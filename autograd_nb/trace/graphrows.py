"""Edges, steps, saved tensors and tables as they travel: rows of what is their own; and what of a document follows.

A node is an operation if it says which, and else a leaf; its id is its place, and what is displayed is the last node.
A source is its line, the number of it and where it begins there, or the number alone; that of a call ends where the
call does. In the page `labextension/src/graphrows.ts` makes it whole again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .cards import Document

    Fields = dict[str, Any]

FREED: Mapping[str, Any] = {"tables": [], "missing": ["a walk has freed the graph before the table could be made"]}
FREED_WORD = "freed"
"""What is said of tables of derivatives that can no longer be made, and how it travels."""

NONE: Mapping[str, Any] = {"folded": 0, "omitted": 0}
"""What a document has none of unless it says so."""

LAYOUT = ("width", "height", "nodes", "edges")
"""What most layouts say."""

ROWS = "],\n        ["
"""What stands between two rows of a table."""


def packed(doc: Document, part: Callable[..., Any] | None = None) -> Document:
    """A shortened document in rows.

    Args:
        doc: the document.
        part: makes something of a part of it, as `wire.Shortened` does.

    >>> packed({"nodes": [{"id": 0, "kind": "op", "op": "SinBackward0"}], "edges": [{"from": 0, "to": 1, "input": 1}]})
    {'nodes': [{'op': 'SinBackward0'}], 'edges': [[0, 1, 1]]}
    """
    short = {key: value for key, value in doc.items() if NONE.get(key) != value}
    if doc.get("root") == _last(doc):
        short.pop("root", None)
    part = part or (lambda make, *given: make(*given))
    short["nodes"] = [part(_short_node, node, at) for at, node in enumerate(doc["nodes"])]
    short["edges"] = part(_edge_rows, doc["edges"])
    if "backwards" in doc:
        walks = [_without(walk, _walk(doc)) | {"steps": part(_steps, walk["steps"])} for walk in doc["backwards"]]
        short["backwards"] = [_sourced(walk, _source_row, walk.get("call", "")) for walk in walks]
    if "changes" in doc:
        short["changes"] = [_change_row(change, doc) for change in doc["changes"]]
    return _laid_out(short, _layout_row)


def unpacked(short: Document) -> Document:
    """The opposite of `packed`; what is in no rows stays as it is.

    >>> unpacked({"nodes": [{"op": "SinBackward0"}], "edges": [[0, 1, 1]]})["nodes"]
    [{'id': 0, 'kind': 'op', 'op': 'SinBackward0'}]
    """
    doc: Document = {**(NONE if "version" in short else {}), **short}
    doc["nodes"] = [_whole_node(node, at) for at, node in enumerate(short["nodes"])]
    doc["edges"] = [_edge(edge) for edge in short["edges"]]
    if "version" in short:
        doc.setdefault("root", _last(doc))
    if "backwards" in short:
        walks = [_walk(doc) | walk | {"steps": _whole_steps(walk)} for walk in short["backwards"]]
        doc["backwards"] = [_sourced(walk, _source, walk.get("call", "")) for walk in walks]
    if "changes" in short:
        doc["changes"] = [_whole_change(change, doc) for change in short["changes"]]
    return _laid_out(doc, _layout)


def _laid_out(doc: Document, way: Callable[[Any], Any]) -> Document:
    """A document whose layouts are taken one way."""
    made = {
        key: way(part) if key == "layout" else _laid_out(part, way)
        for key, part in doc.items()
        if key in {"layout", "unfolded", "down"} and part
    }
    return {**doc, **made}


def _layout_row(layout: Fields) -> Any:
    return [layout[key] for key in LAYOUT] if layout.keys() == set(LAYOUT) else layout


def _layout(row: Any) -> Fields:
    return _named(row, LAYOUT)


def _last(doc: Document) -> int | None:
    return doc["nodes"][-1]["id"] if doc["nodes"] else None


def _without(part: Fields, known: Mapping[str, Any]) -> Fields:
    return {key: value for key, value in part.items() if key not in known or known[key] != value}


# ---- nodes and edges --------------------------------------------------------------------------------------------


def _known(node: Fields, at: int) -> Fields:
    kind = node.get("kind", "op" if "op" in node else "leaf")
    known = "op" if kind == "op" else "leaf"
    return {"id": at, "kind": known, **({"op": ""} if kind in {"leaf", "constant"} else {})}


def _short_node(node: Fields, at: int) -> Fields:
    made = _without(node, _known(node, at))
    if made.get("saved"):
        made["saved"] = [_row(saved, ("name", "label", "state")) for saved in made["saved"]]
    if made.get("jacobian"):
        tables = [_table_row(table) for table in made["jacobian"]["tables"]]
        made["jacobian"] = _without(made["jacobian"], {"missing": ""}) | {"tables": tables}
        if made["jacobian"] == FREED:
            made["jacobian"] = FREED_WORD
        elif made["jacobian"].keys() == {"tables"} and all(len(table) == 1 for table in tables):
            made["jacobian"] = [node for (node,) in tables]
    return _sourced(made, _source_row)


def _whole_node(node: Fields, at: int) -> Fields:
    made = _known(node, at) | node
    if made.get("saved"):
        made["saved"] = [_named(saved, ("name", "label", "state")) for saved in made["saved"]]
    if made.get("jacobian") == FREED_WORD:
        made["jacobian"] = dict(FREED)
    elif made.get("jacobian") is not None:
        given = made["jacobian"]
        given = {"tables": [[leaf] for leaf in given]} if isinstance(given, list) else given
        made["jacobian"] = {"missing": ""} | given | {"tables": [_table(table) for table in given["tables"]]}
    return _sourced(made, _source)


def _table_row(table: Fields) -> Any:
    if "value" not in table:
        return [table["node"]]
    text = table["value"]["text"]
    flat = text.replace(ROWS, "],[")
    alone = table["value"].keys() == {"text"} and flat.replace("],[", ROWS) == text
    return [table["node"], flat] if alone else table


def _table(row: Any) -> Any:
    if not isinstance(row, list):
        return row
    node, *text = row
    return {"node": node, **({"value": {"text": text[0].replace("],[", ROWS)}} if text else {})}


def _sourced(part: Fields, way: Callable[[Any, str], Any], call: str = "") -> Fields:
    return part | {"source": way(part["source"], call)} if part.get("source") is not None else part


def _source_row(source: Fields, call: str = "") -> Any:
    """A source as a row, if that says all of it.

    Args:
        source: without what is known of it.
        call: what stands there, if it is known.
    """
    keys = source.keys()
    if keys == {"lineno"} and source["lineno"] is not None:
        return source["lineno"]
    row = [source[key] for key in ("line", "lineno", "start") if key in source]
    return row if {"line", "lineno"} <= keys and _source(row, call) == source else source


def _source(row: Any, call: str = "") -> Fields:
    source = {"lineno": row} if isinstance(row, int) else _named(row, ("line", "lineno", "start"))
    if isinstance(row, list) and call:
        line, end = str(row[0]), (source.get("start") or 0) + len(call)
        if end < len(line) and line[:end].endswith(call):
            source["end"] = end
    return source


def _row(part: Fields, keys: tuple[str, ...]) -> Any:
    """A part that says the first of these, and no more, as a row."""
    said = keys[: len(part)]
    return [part[key] for key in said] if part.keys() == set(said) else part


def _named(row: Any, keys: tuple[str, ...]) -> Fields:
    return dict(zip(keys, row, strict=False)) if isinstance(row, list) else row


def _edge_rows(edges: list[Fields]) -> list[Any]:
    return [_edge_row(edge) for edge in edges]


def _edge_row(edge: Fields) -> Any:
    if edge.keys() - {"from", "to", "input", "cut"} or edge.get("cut"):
        return _sourced(edge, _source_row)
    return [edge["from"], edge["to"], *([edge["input"]] if "input" in edge else [])]


def _edge(row: Any) -> Fields:
    edge = _named(row, ("from", "to", "input"))
    return _sourced(edge, _source)


# ---- walks ------------------------------------------------------------------------------------------------------


def _walk(doc: Document) -> Fields:
    return {"root": doc.get("root")}


def _change(change: Fields, doc: Document) -> Fields:
    """What filled a `.grad` is the call of its walk."""
    by = change.get("backward")
    return {"change": "fill", **({} if by is None else {"by": doc["backwards"][by]["call"]})}


def _change_row(change: Fields, doc: Document) -> Any:
    """A change as a row: its node, `.grad`, what did it, what it was and its source; one that says more stays."""
    row = [change["node"], change.get("grad"), change.get("backward", change["by"]), change["change"]]
    if "source" in change:
        row.append(change["source"] and _source_row(change["source"], change["by"]))
    elif row[-1] == "fill":
        row.pop()
    return row if _whole_change(row, doc) == change else _without(change, _change(change, doc))


def _whole_change(row: Any, doc: Document) -> Fields:
    change = _named(row, ("node", "grad", "by", "change", "source"))
    if isinstance(row, list):
        if isinstance(change["by"], int):
            change["backward"] = change.pop("by")
        if change["grad"] is None:
            del change["grad"]
    whole = _change(change, doc) | change
    return _sourced(whole, _source, whole["by"]) if isinstance(row, list) else whole


def _steps(steps: list[Fields]) -> list[Any]:
    """A step as a row: its node, then what it sends on, which is texts, or the number of the change that it made."""
    rows: list[Any] = []
    for step in steps:
        sends = step.get("sends", [])
        if step.keys() == {"node", "change"} and step["change"] is not None:
            rows.append([step["node"], step["change"]])
        elif step.keys() <= {"node", "sends"} and all(isinstance(send, str) for send in sends):
            rows.append([step["node"], *sends])
        else:
            rows.append(step)
    return rows


def _whole_steps(walk: Fields) -> list[Any]:
    return [_step(row) if isinstance(row, list) else row for row in walk["steps"]]


def _step(row: list[Any]) -> Fields:
    node, *rest = row
    if rest and isinstance(rest[0], int):
        return {"node": node, "change": rest[0]}
    return {"node": node, "sends": rest} if rest else {"node": node}
