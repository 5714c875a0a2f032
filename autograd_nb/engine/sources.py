"""Where PyTorch documents what a function of ours does: the last line of its docstring.

>>> def double(x):
...     '''Twice `x`.'''
>>> cite(double, "torch.double")
>>> print(double.__doc__)
Twice `x`.
<BLANKLINE>
Source: https://pytorch.org/docs/2.7/generated/torch.double.html
"""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGES = "https://pytorch.org/docs/2.7"

WITHOUT_PAGE = frozenset(
    """clamp_max clamp_max_ clamp_min clamp_min_ index_reduce is_nonzero is_same_size log_softmax new prelu relu relu_
    resize resize_as split_with_sizes unsafe_split_with_sizes accumulator counter edge refresh_view""".split()
)
"""Methods of tensors that PyTorch has no page on."""

METHODS_ONLY = frozenset(
    """detach fill get_device index_fill index_put is_neg is_signed masked_fill masked_scatter put rsub""".split()
)
"""Of what is a method and a function: the page is about the method."""


def cite(thing: Any, page: str, folder: str = "generated/") -> None:
    """Add to the docstring of a function or class the page about it, unless it names its source itself."""
    doc = thing.__doc__
    if doc and "Source:" not in doc:
        indent = doc[len(doc.rstrip(" ")) :]  # of its last line, which holds only quotes where there are several
        thing.__doc__ = f"{doc.rstrip()}\n\n{indent}Source: {PAGES}/{folder}{page}.html"


def cite_all(names: dict[str, Any], page: str) -> None:
    """The same for all functions and classes among these, whose page's name begins with `page`."""
    for name, thing in names.items():
        if name[0] != "_" and isinstance(thing, (FunctionType, type)):
            cite(thing, page + name)


def cite_each(names: dict[str, Any], public: Iterable[str], page: str) -> None:
    """The same for the functions and classes that a module has as its public names, which share one page."""
    for name in public:
        if isinstance(names[name], (FunctionType, type)):
            cite(names[name], page, "")


def of_function(name: str, doc: str | None) -> str | None:
    """The docstring of a method as that of the function of its name."""
    if doc is None or name.endswith("_") or name in METHODS_ONLY:
        return doc
    return doc.replace(f"/generated/torch.Tensor.{name}.html", f"/generated/torch.{name}.html")
