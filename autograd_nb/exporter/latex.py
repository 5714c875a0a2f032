"""`jupyter nbconvert --to autograd_latex` and `--to autograd_pdf`: each graph is its picture, drawn by `display.pdf`.

The picture is made of lines and letters, not of pixels. LaTeX, and pandoc for the text between the cells, have to be
installed, as for nbconvert's own `--to pdf`.
"""

from __future__ import annotations

import base64
from copy import deepcopy
from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbconvert.exporters.latex import LatexExporter
from nbconvert.exporters.pdf import PDFExporter
from nbconvert.preprocessors import Preprocessor
from traitlets import default

from autograd_nb.display.pdf import for_paper
from autograd_nb.display.story import unanswered
from autograd_nb.trace.wire import complete

from .graphs import outputs_with_graphs


class GraphsToPDF(Preprocessor):
    """Gives each graph its picture; LaTeX shows that rather than the text."""

    enabled = True

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """The notebook, whose outputs have pictures now."""
        worded = [output for output, document in outputs_with_graphs(nb) if self._draw(output, document)]
        for cell in nb.cells:
            if "outputs" in cell:
                cell.outputs = [part for output in cell.outputs for part in _parts(output, worded)]
        return nb, resources

    def _draw(self, output: Any, document: Any) -> bool:
        """Add the picture; whether the output has words that are not in it: an explanation, a question, both sweeps."""
        try:
            output.data["application/pdf"] = base64.b64encode(for_paper(unanswered(complete(document)))).decode("ascii")
        except Exception:  # a page with the text is better than none
            self.log.warning("a graph could not be drawn, and is left out", exc_info=True)
            return False
        return bool(output.data.get("text/plain") not in {None, document["text"]})


def _parts(output: Any, worded: list[Any]) -> list[Any]:
    if not any(output is each for each in worded):
        return [output]
    words = deepcopy(output)
    words.data = {"text/plain": output.data["text/plain"]}
    return [words, output]


class _WithGraphs(Exporter):
    @default("default_preprocessors")
    def _once_executed(self) -> list[str]:
        """Our preprocessor among nbconvert's: it comes when cells have run, and before pictures are put into files."""
        names: list[str] = list(Exporter.class_traits()["default_preprocessors"].default() or ())
        names.insert(names.index("nbconvert.preprocessors.ExecutePreprocessor") + 1, f"{__name__}.GraphsToPDF")
        return names


class AutogradLatexExporter(_WithGraphs, LatexExporter):
    """nbconvert's LaTeX, in which each graph is a picture in a file of its own."""

    export_from_notebook = "LaTeX with graphs"  # its name in JupyterLab's menu


class AutogradPDFExporter(_WithGraphs, PDFExporter):
    """nbconvert's PDF through LaTeX, with the picture of each graph."""

    export_from_notebook = "PDF via LaTeX, with graphs"
