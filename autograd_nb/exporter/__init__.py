"""How nbconvert shows graphs: `--to autograd_html`, `--to autograd_latex` and `--to autograd_pdf`.

nbconvert's own `--to html`, `--to latex` and `--to pdf` need nothing of this: there a graph is a static picture with a
table of its values, or PyTorch's text.
"""

from .html import AutogradHTMLExporter
from .latex import AutogradLatexExporter, AutogradPDFExporter

__all__ = ["AutogradHTMLExporter", "AutogradLatexExporter", "AutogradPDFExporter"]
