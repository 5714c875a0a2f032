"""`jupyter nbconvert --to autograd_html`: a page whose graphs can be clicked and stepped, without a network.

`--to html` needs nothing of this: there each graph is the static picture with its table of values.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from nbconvert.exporters.html import HTMLExporter
from nbconvert.filters.markdown_mistune import MarkdownWithMath

from autograd_nb.display.html import place, script
from autograd_nb.display.story import unanswered
from autograd_nb.display.text import to_text
from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import complete

from .formulas import Formulas, mathml
from .graphs import VIEW, outputs_with_graphs

if TYPE_CHECKING:
    from jinja2.runtime import Context

MATHJAX = re.compile(r"<!-- Load mathjax -->.*?<!-- End of mathjax configuration -->", re.DOTALL)
REQUIRE = re.compile(r'<script\b[^>]*\bsrc="[^"]*/require[^"]*"[^>]*>\s*</script>')
NEED_REQUIRE = {"application/javascript", VIEW}


class AutogradHTMLExporter(HTMLExporter):
    """nbconvert's HTML, in which each graph is our view. The script for it stands in the page once.

    Formulas are MathML, which browsers draw by themselves. What nbconvert would fetch from elsewhere is left out where
    the notebook does not need it: a page asks the network for nothing, unless it has widgets of other libraries,
    JavaScript outputs or formulas beyond what `latex2mathml` knows. The rest of such a page works without, too.

    With `--HTMLExporter.sanitize_html=True` the graphs are in words, and formulas are MathJax's.
    """

    export_from_notebook = "HTML with interactive graphs"  # its name in JupyterLab's menu

    def _preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Put the places of our views into the outputs, once nothing changes these any more (`--execute` does)."""
        nb, resources = super()._preprocess(nb, resources)  # type: ignore[no-untyped-call]  # untyped there
        self._left_to_mathjax: list[str] = []
        types: set[str] = set()
        form = _words if self.sanitize_html else _place
        for output, document in outputs_with_graphs(nb):
            output.data["text/html"] = form(output.data, document)
        for output in (output for cell in nb.cells for output in cell.get("outputs", [])):
            data = output.get("data", {})
            if "text/latex" in data and "text/html" not in data:
                self._formula(data)
            types |= set(data)
        if VIEW not in types:
            nb.metadata.pop("widgets", None)  # for what is left of them, nbconvert would fetch their library
        resources["autograd_nb"] = {"graphs": MIME in types, "require": bool(types & NEED_REQUIRE)}
        return nb, resources

    def _formula(self, data: dict[str, Any]) -> None:
        body = str(data["text/latex"]).strip()
        drawn = None if self.sanitize_html else mathml(body.strip("$"), block=not re.match(r"\$[^$]", body))
        if drawn is None:
            self._left_to_mathjax.append(body)
        else:
            data["text/html"] = drawn

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """Markdown as HTML: nbconvert's, but for the formulas."""
        if self.sanitize_html:
            self._left_to_mathjax.append(source)
            return str(super().markdown2html(context, source))
        renderer = Formulas(
            left=self._left_to_mathjax,
            escape=False,
            attachments=context.get("cell", {}).get("attachments", {}),
            embed_images=self.embed_images,
            path=context.get("resources", {}).get("metadata", {}).get("path", ""),
            anchor_link_text=self.anchor_link_text,
            exclude_anchor_links=self.exclude_anchor_links,
            **self.lexer_options,
        )
        return MarkdownWithMath(renderer=renderer).render(source)

    def from_notebook_node(  # type: ignore[override] # as nbconvert's own HTML exporter
        self, nb: Any, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert; `nb` itself stays as it is."""
        page, resources = super().from_notebook_node(nb, resources, **options)
        needs = resources.pop("autograd_nb")
        if not self._left_to_mathjax:
            page = MATHJAX.sub("", page, count=1)
        if not needs["require"]:
            page = REQUIRE.sub("", page, count=1)
        if needs["graphs"] and not self.sanitize_html:
            head, end, tail = page.rpartition("</body>")
            page = f"{head}<script>{script()}</script>\n{end}{tail}"
        return page, resources


def _place(data: dict[str, Any], document: Any) -> str:
    if not isinstance(document, dict):
        document = {"version": document}
    return place({"text": data.get("text/plain", ""), **document}, data.get("text/html", ""))


def _words(data: dict[str, Any], document: Any) -> str:
    """The graph in words: nbconvert's sanitiser leaves no picture, of any kind, and no script."""
    try:
        words = to_text(unanswered(complete(document)))
    except Exception:  # noqa: BLE001 # a document of another version, or damaged
        words = ""
    return f"<pre>{escape(words or data.get('text/plain', ''))}</pre>"
