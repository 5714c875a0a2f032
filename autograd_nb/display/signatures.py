"""Signatures as PyTorch's documentation prints them: `torch.sum(input, dim=None, keepdim: bool = False) -> Tensor`.

Inspected plainly, ours show annotations in quotes, `Any` where there is nothing to say, and the tensor as `self` in a
function that was made from a method.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.methods.base import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable

OURS = ("autograd_nb", "torch")
"""The modules that our objects say they are of."""


def make_legible(inspector: Any) -> Callable[[], None]:
    """Let IPython's inspector show them so, with `?` and on Shift-Tab. What is returned ends it."""
    render = inspector._getdef
    inspector._getdef = lambda obj, oname="": render(legible(obj), oname)  # there is no hook

    def undo() -> None:
        del inspector._getdef  # that of its class is found again

    return undo


def legible(obj: Any) -> Any:
    """A stand-in with a legible signature for a callable of autograd_nb; anything else as it is.

    >>> from autograd_nb.engine.functional import functions
    >>> inspect.signature(legible(functions()["matmul"]))
    <Signature (input, other: Tensor) -> Tensor>
    """
    if not str(getattr(obj, "__module__", None)).startswith(OURS):
        return obj
    try:
        found = inspect.signature(obj)
    except (TypeError, ValueError):  # it has none
        return obj

    def stand_in() -> None: ...

    parameters = [_legible(each) for each in found.parameters.values() if each.name not in ("excess", "more")]
    result = _bare(found.return_annotation)
    stand_in.__signature__ = found.replace(parameters=parameters, return_annotation=result)  # type: ignore[attr-defined] # it is looked for
    return stand_in


class _Text:
    """Prints without quotes."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def _legible(parameter: inspect.Parameter) -> inspect.Parameter:
    name = "input" if parameter.name == "self" else parameter.name
    default = inspect.Parameter.empty if parameter.default is ABSENT else parameter.default
    return parameter.replace(name=name, annotation=_bare(parameter.annotation), default=default)


def _bare(annotation: Any) -> Any:
    if annotation in ("Any", Any):
        return inspect.Parameter.empty
    return _Text(annotation) if isinstance(annotation, str) else annotation
