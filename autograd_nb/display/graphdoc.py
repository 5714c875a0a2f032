"""`graph(y)`: the computation graph of a tensor as one document with its forms."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograd_nb.trace import given
from autograd_nb.trace.layout import lay_out
from autograd_nb.trace.wire import complete

from . import dot, html, pdf, svg, text
from .mime import bundle
from .story import unanswered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike

    from autograd_nb.engine.tensor import Tensor

NO_DOT = (
    "PNG files are drawn by Graphviz, whose 'dot' program was not found; "
    "install Graphviz, or save as .svg or .pdf, which needs nothing else. The view exports PNG without it."
)


PNG_DPI = 192
"""Twice Graphviz' own: slides show a picture larger than a page does."""

KINDS = ("svg", "html", "json", "dot", "txt", "png", "pdf")


class GraphDoc:
    """One document and its forms. Nothing here refers to the tensors: they may change or vanish.

    At the end of a cell it is shown as a picture. Later cells do not change it, as they do that of `y` itself.

    >>> GraphDoc({"text": "tensor(2)", "nodes": [], "edges": []})
    <GraphDoc of tensor(2): 0 nodes>
    """

    def __init__(self, doc: Mapping[str, Any]) -> None:
        self._doc = dict(doc)
        self._undrawn = False

    def _drawn(self) -> dict[str, Any]:
        """The document with its layouts, of which a picture needs one alone: they are made when all are wanted."""
        if self._undrawn:
            lay_out(self._doc)
            self._undrawn = False
        return self._doc

    def __repr__(self) -> str:
        line = " ".join(str(self._doc.get("text", "")).split())
        line = line if len(line) <= 60 else line[:59] + "…"
        nodes = [node for node in self._doc["nodes"] if node["kind"] != "group"]
        count = len(nodes) + int(self._doc.get("omitted") or 0)
        return f"<GraphDoc of {line}: {count} node{'s' if count != 1 else ''}>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """In a notebook the picture, as it was when it was asked for."""
        return {**bundle(self._drawn()), "text/plain": repr(self)}

    def to_dict(self) -> dict[str, Any]:
        """The document (see `autograd_nb/trace/schema.json`); a copy, free to be changed.

        >>> x = torch.tensor(2.0, requires_grad=True)
        >>> torch.graph(x * x).to_dict()["text"]
        'tensor(4., grad_fn=<MulBackward0>)'
        """
        return deepcopy(self._drawn())

    def to_json(self) -> str:
        """The document as JSON text.

        >>> x = torch.tensor(2.0, requires_grad=True)
        >>> torch.graph(x * x).to_json()[0]
        '{'
        """
        return html.to_json(self._drawn())

    def to_dot(self, *, direction: str = "right") -> str:
        """The graph in Graphviz' DOT language; `direction` is "right" or "down".

        >>> x = torch.tensor(2.0, requires_grad=True)
        >>> torch.graph(x * x).to_dot().startswith("digraph")
        True
        """
        return dot.to_dot(self._doc, direction)

    def to_svg(self, theme: str = "light", *, direction: str = "right") -> str:
        """The static picture as SVG text.

        `theme` is "light" or "dark", `direction` "right" or "down", which is where values flow to; any other
        raises ValueError.

        >>> x = torch.tensor(2.0, requires_grad=True)
        >>> torch.graph(x * x).to_svg(direction="down")[:4]
        '<svg'
        """
        return svg.to_svg(self._doc, theme, direction=direction)

    def to_pdf(self, *, direction: str = "right") -> bytes:
        """The static picture as one PDF page, with text that can be searched; `direction` is "right" or "down".

        >>> x = torch.tensor(2.0, requires_grad=True)
        >>> torch.graph(x * x).to_pdf()[:4]
        b'%PDF'
        """
        return pdf.to_pdf(self._doc, direction)

    def to_html(self, *, direction: str = "right") -> str:
        """One interactive page that needs neither network nor kernel; `direction` is "right" or "down".

        >>> x = torch.tensor(2.0, requires_grad=True)
        >>> "</html>" in torch.graph(x * x).to_html()
        True
        """
        return html.page(self._drawn(), direction=direction)

    def to_text(self) -> str:
        """The graph and its backward history in words, for terminals and screen readers.

        >>> x = torch.tensor(2.0, requires_grad=True)
        >>> y = x * x
        >>> print(torch.graph(y).to_text(), end="")
        tensor(4., grad_fn=<MulBackward0>)
        <BLANKLINE>
        y = ×, MulBackward0, value 4.
          x, leaf, scalar, value 2., grad None
          x, see above
        """
        return text.to_text(self._doc)

    def save(self, path: str | PathLike[str], *, direction: str = "right") -> None:
        """Writes a file of the kind that its suffix says: .svg, .html, .json, .dot, .txt, .png or .pdf.

        PNG files are drawn by Graphviz' `dot`. `direction` is "right" or "down", in every picture. Raises
        ValueError for any other direction or suffix and RuntimeError where `dot` is needed and cannot be
        found or run.

        >>> import pathlib, tempfile
        >>> x = torch.tensor(2.0, requires_grad=True)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     torch.graph(x * x).save(f"{folder}/square.svg")
        ...     [path.name for path in pathlib.Path(folder).iterdir()]
        ['square.svg']
        """
        path = Path(path)
        kind = path.suffix.lower().removeprefix(".")
        if kind not in KINDS:
            known = ", ".join(f".{kind}" for kind in KINDS)
            raise ValueError(f"cannot save a graph as {path.name!r}: the name must end in one of {known}")
        made = self.form(kind, direction)  # before the file that may stand there is touched
        path.write_bytes(made)

    def form(self, kind: str, direction: str = "right") -> bytes:
        """What a file of a kind holds, one of those that `save` knows by their suffix; raises as `save` does.

        >>> x = torch.tensor(2.0, requires_grad=True)
        >>> torch.graph(x * x).form("pdf")[:4]
        b'%PDF'
        """
        forms: dict[str, Callable[[], str | bytes]] = {
            "svg": lambda: self.to_svg(direction=direction),
            "html": lambda: self.to_html(direction=direction),
            "json": self.to_json,
            "dot": lambda: self.to_dot(direction=direction),
            "txt": self.to_text,
            "png": lambda: self._drawn_by_dot(direction),
            "pdf": lambda: self.to_pdf(direction=direction),
        }
        if kind not in forms:
            raise ValueError(f"a graph has the forms {', '.join(forms)}, not {kind!r}")
        made = forms[kind]()
        return made if isinstance(made, bytes) else made.encode()

    def _drawn_by_dot(self, direction: str) -> bytes:
        import graphviz  # type: ignore[import-untyped] # it ships no types

        try:
            drawing = dot.digraph(self._doc, direction)
            drawing.attr(dpi=str(PNG_DPI))
            picture = drawing.pipe(format="png")
        except graphviz.ExecutableNotFound:
            raise RuntimeError(NO_DOT) from None
        except subprocess.CalledProcessError as error:
            raise RuntimeError(f"Graphviz' 'dot' could not draw this graph: {error}") from error
        return bytes(picture)


def file_of(document: str, kind: str, direction: str) -> str:
    """A file of a document, for the page, which asks its kernel for those that it cannot make.

    Args:
        document: the document as JSON.
        kind: "pdf" or "dot".
        direction: "right" or "down".

    Returns:
        The bytes in base64.

    >>> two = '{"version": 1, "text": "2", "root": 0, "nodes": [], "edges": [], "backwards": [], "changes": []}'
    >>> base64.b64decode(file_of(two, "pdf", "right"))[:5]
    b'%PDF-'
    """
    shown = GraphDoc(unanswered(complete(json.loads(document))))
    return base64.b64encode(shown.form(kind, direction)).decode("ascii")


def graph(y: Tensor, namespace: Mapping[str, object] | None = None) -> GraphDoc:
    """The computation graph of `y` with its values and its backward history, as they are now.

    Values and walks are those that were recorded: in a notebook with the extension all, elsewhere those within
    `torch.recording()`.

    Args:
        y: a tensor of any shape; the graph of a leaf is one node.
        namespace: where names come from, by default the variables of the caller.

    Raises:
        TypeError: `y` is no tensor.

    >>> import autograd_nb as torch
    >>> x = torch.tensor(2., requires_grad=True)
    >>> y = x * x
    >>> torch.graph(y)
    <GraphDoc of tensor(4., grad_fn=<MulBackward0>): 2 nodes>
    """
    from autograd_nb.trace.document import undrawn

    given.tensor(y, "graph()")
    if namespace is None:
        frame = sys._getframe(1)
        namespace = {**frame.f_globals, **frame.f_locals}
    made = GraphDoc(undrawn(y, namespace))
    made._undrawn = True
    return made
