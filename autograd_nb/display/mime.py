"""The output of a displayed graph: the same document in three forms, and what is volatile beside them.

A front end takes the richest form it knows: our document (JupyterLab, Notebook 7), HTML (other notebook
viewers, nbconvert), or PyTorch's text. The widget type `application/vnd.jupyter.widget-view+json` is not
among them on purpose: it outranks all others and shows "model not found" once its kernel is gone.
"""

from __future__ import annotations

from typing import Any

from autograd_nb.display.html import fallback_html
from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import shorten


def bundle(document: dict[str, Any]) -> dict[str, Any]:
    """The MIME bundle of a document: PyTorch's text unchanged, the document as it travels, an HTML fallback.

    Example:
        >>> import autograd_nb as torch
        >>> from autograd_nb.trace.document import make_document
        >>> y = 2 * torch.ones(2, requires_grad=True).sum()
        >>> bundle(make_document(y))["text/plain"]
        'tensor(4., grad_fn=<MulBackward0>)'
    """
    return {"text/plain": document["text"], MIME: shorten(document), "text/html": fallback_html(document)}


def travelling(document: dict[str, Any], _: object = None) -> dict[str, Any]:
    """What a widget sends for its document; none is sent as it is."""
    return shorten(document) if document else document


Homes = dict[str, dict[str, list[int]]]
"""For each cell the ids of the nodes that it made ("cells"), and the numbers of the changes ("changes")."""


def metadata(
    model_id: str, cell_id: str | None = None, homes: Homes | None = None, revision: int = 0
) -> dict[str, Any]:
    """What differs from run to run and so stays out of the document: nbval ignores metadata.

    Args:
        model_id: id of the live model that will carry later states, see `autograd_nb.display.live`.
        cell_id: the cell whose output this is, where the front end tells (JupyterLab and Notebook do).
        homes: which cell made what in the graph; the front end shows a line in its cell's editor.
        revision: of an update, its number: higher than those of the updates before it. A page sees by it whether the
            live model knows something newer.

    Example:
        >>> metadata("5f2c", "cell-1")
        {'application/vnd.autograd-nb.graph.v1+json': {'model_id': '5f2c', 'cell_id': 'cell-1'}}
    """
    volatile: dict[str, Any] = {"model_id": model_id, **(homes or {})}
    if cell_id is not None:
        volatile["cell_id"] = cell_id
    if revision:
        volatile["revision"] = revision
    return {MIME: volatile}
