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
    """as_strided_ as_strided_scatter binomial clamp_max clamp_max_ clamp_min clamp_min_ const_data_ptr
    constant_pad_nd deg2rad_ empty_permuted exp2_ fill heaviside_ init_num_threads
    is_anomaly_check_nan_enabled is_anomaly_enabled is_same_size log_softmax map2_ new
    new_empty_strided nonzero_static prelu put rad2deg_ relu relu_ resize resize_as rsub scalar_tensor
    split_with_sizes typename unsafe_chunk unsafe_split unsafe_split_with_sizes""".split()
)
"""Methods of tensors and functions of torch that PyTorch has no page on. Nor has it of copies of views."""

METHODS_ONLY = frozenset(
    """dense_dim detach dim_order get_device index_fill index_put is_coalesced is_inference is_neg is_pinned is_set_to
    is_shared is_signed masked_fill masked_scatter sparse_dim to_dense""".split()
)
"""Of what is a method and a function: the page is about the method."""

FUNCTIONS_ONLY = frozenset("exp2 is_nonzero isin kron".split())
"""Of what is a method and a function: the page is about the function."""


def has_page(name: str) -> bool:
    """Whether PyTorch documents a method of tensors or a function of torch on a page of its own.

    >>> has_page("sin"), has_page("narrow_copy"), has_page("view_copy")
    (True, True, False)
    """
    return name not in WITHOUT_PAGE and (not name.endswith("_copy") or name == "narrow_copy")


def cite(thing: Any, page: str, folder: str = "generated/") -> None:
    """Add to the docstring of a function or class the page about it, unless it names its source itself."""
    doc = thing.__doc__
    if doc and "Source:" not in doc:
        indent = doc[len(doc.rstrip(" ")) :]  # of its last line, which holds only quotes where there are several
        thing.__doc__ = f"{doc.rstrip()}\n\n{indent}Source: {PAGES}/{folder}{page}.html"


def cite_all(names: dict[str, Any], page: str) -> None:
    """The same for all functions and classes among these, whose page's name begins with `page`."""
    for name, thing in names.items():
        if name[0] != "_" and isinstance(thing, (FunctionType, type)) and has_page(name):
            cite(thing, page + name)


def cite_method(method: FunctionType, name: str) -> None:
    """The same for a method of tensors."""
    if has_page(name):
        cite(method, f"torch.{name}" if name in FUNCTIONS_ONLY else f"torch.Tensor.{name}")


def cite_each(names: dict[str, Any], public: Iterable[str], page: str) -> None:
    """The same for the functions and classes that a module has as its public names.

    They share one page, or each has its own where the name of `page` ends with a dot.
    """
    for name in public:
        thing = names.get(name)
        if isinstance(thing, (FunctionType, type)):
            cite(thing, page + name) if page.endswith(".") else cite(thing, page, "")


def of_function(name: str, doc: str | None) -> str | None:
    """The docstring of a method, which may be that of another name for it, as that of the function of its name."""
    if doc is None or name.endswith("_") or name in METHODS_ONLY:
        return doc
    return doc.replace("/generated/torch.Tensor.", "/generated/torch.")
