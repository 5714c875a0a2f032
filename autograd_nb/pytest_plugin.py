"""Lets `pytest --nbval` compare notebooks with graphs, without any set-up by their author.

nbval compares every output to the letter: right for PyTorch's text, wrong for two parts of a graph's output.
A later cell's `backward()` brings the graph above it up to date, so the saved document has a history that the
running cell does not have yet; and the HTML beside it is a picture of that state. With this plugin nbval
compares, of outputs that carry our MIME type, the text and what a graph is made of: nodes, values and edges.
Explanations below an error are not compared at all: notebooks that were saved without them stay valid. Of what
cells write, the notice of the alias and the kernel's process (in a warning's place) are left out. All other outputs
are left alone. pytest finds it through the entry point `pytest11`; without `--nbval` it does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

Output = Mapping[str, Any]
Compare = Callable[..., bool]


def pytest_configure(config: pytest.Config) -> None:
    """Join in only where nbval is at work."""
    if config.getoption("nbval", default=False) or config.getoption("nbval_lax", default=False):
        config.pluginmanager.register(_GraphComparison(), "autograd_nb-graphs")


class _GraphComparison:
    """Stands between nbval's cells and their comparison."""

    @pytest.hookimpl
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        compare = getattr(item, "compare_outputs", None)
        if compare is not None and hasattr(item, "cell_num"):  # a cell of nbval
            item.compare_outputs = comparing_graphs(compare)  # type: ignore[attr-defined] # nbval has no types


def comparing_graphs(compare: Compare) -> Compare:
    """Wrap nbval's `compare_outputs(test, ref, skip_compare=None)`: it sees skeletons, not documents."""

    def compare_outputs(test: Iterable[Output], ref: Iterable[Output], skip_compare: Any = None) -> bool:
        test, ref = _said_by_cells(test), _said_by_cells(ref)
        pairs = zip(_documents(test), _documents(ref), strict=False)
        moved = [_changed_in_place(one, other) for one, other in pairs]
        return compare(_comparable(test, moved), _comparable(ref, moved), skip_compare)

    return compare_outputs


def skeleton(document: Any, moved: frozenset[Any] = frozenset()) -> str:
    """What a graph is made of, a line per node and edge: the part that no later update changes.

    Args:
        document: a GraphDoc. Anything else comes back as its `repr`, to be compared as it is.
        moved: ids of nodes whose value is left out.

    Example:
        >>> x = {"id": 0, "kind": "leaf", "name": "x", "shape": [2], "dtype": "torch.float32",
        ...      "value": {"text": "[1., 2.]"}}
        >>> skeleton({"nodes": [x], "edges": []})
        'node 0: leaf x, torch.float32 [2], [1., 2.]'
    """
    # Imported late: every run of pytest loads this module, few compare a graph.
    from autograd_nb.trace.wire import complete

    try:
        document = complete(document)
        nodes = [_node_line(node, moved) for node in document["nodes"]]
        edges = [f"edge {e['from']} -> {e['to']}, input {e['input']}{_cut(e)}" for e in document["edges"]]
    except (KeyError, TypeError, AttributeError):
        return repr(document)
    return "\n".join(nodes + edges)


def _node_line(node: Mapping[str, Any], moved: frozenset[Any]) -> str:
    what = " ".join(str(node[key]) for key in ("kind", "name", "op") if node.get(key))
    value = (node.get("value") or {}).get("text", "no value")
    if node["id"] in moved:
        value = "a value that was changed in place later"
    return f"node {node['id']}: {what}, {node.get('dtype') or 'number'} {node.get('shape')}, {value}"


def _cut(edge: Mapping[str, Any]) -> str:
    return f", cut by {edge['cut']}" if edge.get("cut") else ""


def _mime() -> str:
    # Imported late: every run of pytest loads this module, few compare a graph.
    from autograd_nb.trace.document import MIME

    return MIME


def _same_everywhere(text: str) -> str:
    from autograd_nb.chapter import same_everywhere

    return same_everywhere(text)


def _said_by_cells(outputs: Iterable[Output]) -> list[Output]:
    """All but our explanations of errors."""
    return [each for each in outputs if not (each.get("metadata") or {}).get(_mime(), {}).get("explains")]


def _documents(outputs: Iterable[Output]) -> list[Any]:
    return [output["data"][_mime()] for output in outputs if _mime() in output.get("data", ())]


def _comparable(outputs: Iterable[Output], moved: list[frozenset[Any]]) -> list[Output]:
    """The outputs as nbval shall see them: a skeleton in each document's place, and no HTML beside it."""
    result: list[Output] = []
    each = iter(moved)
    for output in outputs:
        if "text" in output:
            said = _same_everywhere(output["text"])
            if said or not output["text"]:  # else it was the notice: the session says that once, not the notebook
                result.append(_like(output, text=said))
            continue
        data = output.get("data", {})
        if _mime() not in data:
            result.append(output)
            continue
        rest = {key: value for key, value in data.items() if key != "text/html"}
        rest[_mime()] = skeleton(data[_mime()], next(each, frozenset()))
        result.append(_like(output, data=rest))
    return result


def _like(output: Output, **changed: Any) -> Output:
    make: Any = type(output)  # nbval reads attributes of its NotebookNode
    like: Output = make({**output, **changed})
    return like


def _changed_in_place(one: Any, other: Any) -> frozenset[Any]:
    """Nodes with different versions in two states of a graph: `w -= 0.1 * w.grad` in a later cell."""
    # Imported late: every run of pytest loads this module, few compare a graph.
    from autograd_nb.trace.wire import complete

    try:
        versions = {node["id"]: node.get("version") for node in complete(one)["nodes"]}
        return frozenset(n["id"] for n in complete(other)["nodes"] if versions.get(n["id"]) != n.get("version"))
    except (KeyError, TypeError, AttributeError):
        return frozenset()
