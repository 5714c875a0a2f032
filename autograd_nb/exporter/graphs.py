"""Where the graphs of a notebook are, as it was last seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.trace.document import MIME

if TYPE_CHECKING:
    from collections.abc import Iterator

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"


def outputs_with_graphs(notebook: Any) -> Iterator[tuple[Any, Any]]:
    """Each output that shows a graph, with its document.

    `show(y, host="anywidget")` is a widget. Where the notebook has kept what its widgets last showed (`--execute`
    does), this is shown; and not as a widget, whose library a page would have to fetch.
    """
    kept = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        data = output.get("data", {})
        model = kept.get(data.get(VIEW, {}).get("model_id"), {}).get("state", {})
        if {"document", "step", "selected"} <= set(model):
            data[MIME] = model["document"]
        if MIME in data:
            data.pop(VIEW, None)
            yield output, data[MIME]
