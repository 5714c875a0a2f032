"""The output of a displayed graph: the same document in three forms, and what is volatile beside them.

A front end takes the richest form it knows: our document (JupyterLab, Notebook 7), HTML (other notebook
viewers, nbconvert), or PyTorch's text. The widget type `application/vnd.jupyter.widget-view+json` is not
among them on purpose: it outranks all others and shows "model not found" once its kernel is gone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import shorten

from .html import fallback_html

if TYPE_CHECKING:
    from autograd_nb.trace.wire import Shortened


def bundle(document: dict[str, Any], shortened: Shortened | None = None) -> dict[str, Any]:
    """The MIME bundle of a document: PyTorch's text unchanged, the document as it travels, an HTML fallback.

    Args:
        document: the document.
        shortened: what was kept of the one before, and is to be kept of this one.

    Example:
        >>> import autograd_nb as torch
        >>> from autograd_nb.trace.document import make_document
        >>> y = 2 * torch.ones(2, requires_grad=True).sum()
        >>> bundle(make_document(y))["text/plain"]
        'tensor(4., grad_fn=<MulBackward0>)'
    """
    return {"text/plain": document["text"], MIME: shorten(document, shortened), "text/html": fallback_html(document)}


def travelling(document: dict[str, Any], _: object = None) -> dict[str, Any]:
    """What a widget sends for its document; none is sent as it is."""
    return shorten(document) if document else document


UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Homes = dict[str, dict[str, list[int]]]
"""For each cell the ids of the nodes that it made ("cells"), and the numbers of changes of gradients ("changes") and
of what was changed unseen ("unseen")."""


def model_id_of(cell_id: str | None, number: int) -> str:
    """The id of the live model of a cell's output, by its number in the cell's present run."""
    return f"{cell_id}-{number}"


def metadata(
    model: str | int, cell_id: str | None = None, homes: Homes | None = None, revision: int = 0
) -> dict[str, Any]:
    """What differs from run to run and so stays out of the document: nbval ignores metadata.

    The ids of cells are long, and this is sent with every change: that of the output's own is said once.

    Args:
        model: of the live model that will carry later states the id, or the number that `model_id_of` makes it of.
        cell_id: the cell whose output this is, where the front end tells (JupyterLab and Notebook do).
        homes: which cell made what in the graph; the front end shows a line in its cell's editor.
        revision: of an update, its number: higher than those of the updates before it. A page sees by it whether the
            live model knows something newer.

    Example:
        >>> metadata(1, "5f2c", {"cells": {"5f2c": [2], "77aa": [1]}})[MIME]
        {'output': 1, 'cell_id': '5f2c', 'cells': {'': [2], '77aa': [1]}}
    """
    volatile: dict[str, Any] = {"model_id" if isinstance(model, str) else "output": model, **placed(cell_id, homes)}
    if revision:
        volatile["revision"] = revision
    return {MIME: volatile}


def placed(cell_id: str | None, homes: Homes | None) -> dict[str, Any]:
    """Which cell an output is of, and which made what: its own is '' there, others what their ids begin with.

    >>> placed("c1", {"cells": {"c1": [2], "77aa3b10-7c1b-44a9-9d55-0a9d2b8f6f0e": [1]}})
    {'cell_id': 'c1', 'cells': {'': [2], '77aa3b10': [1]}}
    """
    if cell_id is None:
        return dict(homes or {})
    return {"cell_id": cell_id} | {
        what: {"" if cell == cell_id else _brief(cell): numbers for cell, numbers in cells.items()}
        for what, cells in (homes or {}).items()
    }


def _brief(cell_id: str) -> str:
    """The beginning of an id of JupyterLab's, which no other cell of a notebook has; any other id is whole."""
    return cell_id[:8] if UUID.fullmatch(cell_id) else cell_id
