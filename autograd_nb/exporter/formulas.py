"""Formulas as MathML, which browsers draw without a library. Made by `latex2mathml`, where that is installed."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from xml.etree.ElementTree import tostring

from nbconvert.filters.markdown_mistune import IPythonRenderer


def mathml(formula: str, *, block: bool = False) -> str | None:
    r"""The formula as a MathML element; None where it, or latex2mathml, is not known here.

    >>> mathml("x < y", block=True)[-53:]
    '<mrow><mi>x</mi><mo>&lt;</mo><mi>y</mi></mrow></math>'
    >>> mathml(r"\nosuchthing{x}") is None
    True
    """
    try:
        from latex2mathml.converter import convert_to_element
    except ModuleNotFoundError:
        return None
    try:
        drawn = convert_to_element(formula.replace("{aligned}", "{align*}"), display="block" if block else "inline")
    except Exception:  # noqa: BLE001 # a parser's errors are of many kinds; MathJax may know more
        return None
    for element in drawn.iter():
        element.attrib.pop("href", None)  # a formula of a sanitised notebook must not bring links in
        if element.text:
            element.text = unescape(element.text)  # it holds references to characters; `tostring` escapes what it must
            # What latex2mathml does not know it takes for a name.
            if element.tag in {"mi", "mo"} and (element.text == "&" or re.match(r"\\.", element.text)):
                return None
    return tostring(drawn, encoding="unicode")


class Formulas(IPythonRenderer):
    """nbconvert's Markdown, with formulas as MathML. Those that remain TeX are added to `left`."""

    def __init__(self, *, left: list[str], **options: Any) -> None:
        super().__init__(**options)
        self._left = left

    def block_math(self, body: str) -> str:
        """A formula on lines of its own."""
        return self._drawn(body, super().block_math(body), block=True)

    def inline_math(self, body: str) -> str:
        """A formula in a line."""
        return self._drawn(body, super().inline_math(body))

    def latex_environment(self, name: str, body: str) -> str:
        """`align` and the like."""
        return self._drawn(f"\\begin{{{name}}}{body}\\end{{{name}}}", super().latex_environment(name, body), block=True)

    def _drawn(self, formula: str, tex: str, *, block: bool = False) -> str:
        drawn = mathml(formula, block=block)
        if drawn is None:
            self._left.append(formula)
            return tex
        return drawn
