"""Graphs in pages made by MyST-NB and Jupyter Book 1: interactive in HTML, a picture in a PDF.

MyST-NB finds this by its entry point; a book's configuration names nothing. In the pages of any other builder a graph
is PyTorch's text.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes

from autograd_nb.display.html import fallback_html, place, script
from autograd_nb.display.pdf import for_paper
from autograd_nb.display.story import unanswered
from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import complete

if TYPE_CHECKING:
    from collections.abc import Sequence

    from myst_nb.core.render import MimeData, NbElementRenderer

BUILDERS = ("html", "dirhtml", "singlehtml", "latex")


class GraphRenderer:
    """What MyST-NB calls for each output; see its `MimeRenderPlugin`."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = [
        (builder, MIME, 1) for builder in BUILDERS
    ]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The nodes of a graph, of which each builder takes what it knows; None for what is no graph."""
        if data.mime_type != MIME or inline:
            return None
        document = data.content
        still = unanswered(complete(document))
        renderer.add_js_file("autograd_nb", None, {"body": script()})  # once in a page, however many graphs
        made: list[nodes.Element] = [nodes.raw(text=place(document, fallback_html(still)), format="html")]
        if renderer.renderer.sphinx_env is not None:
            made.append(_in_print(renderer, still))
        return made


def _in_print(renderer: NbElementRenderer, document: dict[str, Any]) -> nodes.Element:
    from sphinx.addnodes import only

    content = for_paper(document)
    name = f"{hashlib.sha256(content).hexdigest()}.pdf"
    picture = nodes.image(uri=renderer.write_file([name], content, exists_ok=True), alt=document["text"])
    return only("", picture, expr="latex")
