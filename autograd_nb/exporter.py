"""`jupyter nbconvert --to autograd_html`: a page whose graphs can be clicked and stepped, without a network.

`--to html` needs nothing of this: there each graph is the static picture with its table of values.
"""

from __future__ import annotations

import re
from importlib import resources as files
from typing import Any

from nbconvert.exporters.html import HTMLExporter

from autograd_nb.display.html import _embedded
from autograd_nb.trace.document import MIME

MATH = re.compile(r"\$|\\\(|\\\[|\\begin\{")
MATHJAX = re.compile(r"<!-- Load mathjax -->.*?<!-- End of mathjax configuration -->", re.DOTALL)
REQUIRE = re.compile(r'<script\b[^>]*\bsrc="[^"]*/require[^"]*"[^>]*>\s*</script>')
NEED_REQUIRE = {"application/javascript", "application/vnd.jupyter.widget-view+json"}

MOUNT = """\
for (const place of document.querySelectorAll('[data-autograd-place]')) {
  const host = document.createElement('div');
  const [data, fallback] = place.children;
  try {
    place.append(host);
    autogradView.mount(host, JSON.parse(data.textContent));
    fallback.remove();
  } catch {
    host.remove();
  }
}
"""


class AutogradHTMLExporter(HTMLExporter):
    """nbconvert's HTML, in which each graph is our view. The script for it stands in the page once.

    What nbconvert would fetch from elsewhere is left out where the notebook does not need it, so that most pages are
    complete in one file. Formulas in the text need MathJax, and widgets their own libraries: with the network cut the
    rest of such a page works as well.
    """

    export_from_notebook = "HTML with interactive graphs"  # its name in JupyterLab's menu

    def _preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Put the places of our views into the outputs, once nothing changes these any more (`--execute` does)."""
        nb, resources = super()._preprocess(nb, resources)  # type: ignore[no-untyped-call]
        types = set()
        for output in (output for cell in nb.cells for output in cell.get("outputs", [])):
            data = output.get("data", {})
            types |= set(data)
            if MIME in data:
                data["text/html"] = _place(data)
        text = "".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
        resources["autograd_nb"] = {
            "graphs": MIME in types,
            "mathjax": bool(MATH.search(text) or types & {"text/latex", "text/markdown"}),
            "require": bool(types & NEED_REQUIRE),
        }
        return nb, resources

    def from_notebook_node(  # type: ignore[override] # as nbconvert's own HTML exporter
        self, nb: Any, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert; `nb` itself stays as it is."""
        page, resources = super().from_notebook_node(nb, resources, **options)
        needs = resources.pop("autograd_nb")
        if not needs["mathjax"]:
            page = MATHJAX.sub("", page, count=1)
        if not needs["require"]:
            page = REQUIRE.sub("", page, count=1)
        if needs["graphs"]:
            head, end, tail = page.rpartition("</body>")
            page = f"{head}<script>{_script()}</script>\n<script>\n{MOUNT}</script>\n{end}{tail}"
        return page, resources


def _place(data: dict[str, Any]) -> str:
    """Where a graph will be drawn: its document, and what is shown if no script runs."""
    document = data[MIME]
    if not isinstance(document, dict):
        document = {"version": document}
    document = {"text": data.get("text/plain", ""), **document}
    fallback = data.get("text/html", "")
    return (
        f'<div data-autograd-place><script type="application/json">{_embedded(document)}</script>'
        f"<div>{fallback}</div></div>"
    )


def _script() -> str:
    """The view, as one script.

    Raises:
        FileNotFoundError: the built front end is missing from the installation.
    """
    bundle = files.files("autograd_nb.display").joinpath("standalone.js")
    return bundle.read_text(encoding="utf-8").replace("</script", "<\\/script")
