"""Rows of copies of what views see. Each knows the places that it copies; the gradient goes back there."""

from __future__ import annotations

import math
from typing import Any

from autograd_nb.engine import errors
from autograd_nb.engine.op import Op

# A table is read row by row; one argument a line would hide it.
# fmt: off


def _back(xp: Any, g: Any, x_shape: tuple[int, ...], places: Any) -> Any:
    return xp.reshape(xp.scatter((math.prod(x_shape),), (places,), g), x_shape)


def _at(x: Any, places: Any) -> Any:
    """The elements there, in the order of indices: NumPy's order would be that in which `places` lies in memory."""
    return x.reshape(-1)[places.reshape(-1)].reshape(places.shape)


def _copy(name: str, grad_fn: str) -> Op:
    return Op(
        name, grad_fn, _at, vjp=(_back,),
        formula="copy of a part of {x}", local=("1 at the places that are copied",),
    )


def _several_back(xp: Any, g: Any, x_shape: tuple[int, ...], places: Any) -> Any:
    total = None
    for part, where in zip(g, places):
        if part is not None:
            sent = _back(xp, part, x_shape, where)
            total = sent if total is None else total + sent
    return total


def _copies(name: str, grad_fn: str) -> Op:
    return Op(
        name, grad_fn, lambda x, places: tuple(_at(x, where) for where in places), vjp=(_several_back,),
        formula="copies of parts of {x}", local=("1 at the places that are copied",), outputs=-1,
    )


ROWS = {
    "alias": _copy("alias_copy", "AliasBackward0_copy"),
    "as_strided": _copy("as_strided_copy", "AsStridedBackward0_copy"),
    "diagonal": _copy("diagonal_copy", "DiagonalBackward0_copy"),
    "expand": _copy("expand_copy", "ExpandBackward0_copy"),
    "narrow": _copy("narrow_copy", "NarrowCopyBackward0"),
    "permute": _copy("permute_copy", "PermuteBackward0_copy"),
    "select": _copy("select_copy", "SelectBackward0_copy"),
    "slice": _copy("slice_copy", "SliceBackward0_copy"),
    "squeeze": _copy("squeeze_copy", "SqueezeBackward0_copy"),
    "squeeze of one": _copy("squeeze_copy", "SqueezeBackward1_copy"),
    "squeeze of several": _copy("squeeze_copy", "SqueezeBackward2_copy"),
    "t": _copy("t_copy", "TBackward0_copy"),
    "transpose": _copy("transpose_copy", "TransposeBackward0_copy"),
    "unfold": _copy("unfold_copy", "UnfoldBackward0_copy"),
    "unsqueeze": _copy("unsqueeze_copy", "UnsqueezeBackward0_copy"),
    "view": _copy("view_copy", "ViewBackward0_copy"),
    "split": _copies("split_copy", "SplitBackward0_copy"),
    "split_with_sizes": _copies("split_with_sizes_copy", "SplitWithSizesBackward0_copy"),
    "unbind": _copies("unbind_copy", "UnbindBackward0_copy"),
}
"""By the name of the view."""
globals().update({f"{name.upper().replace(' ', '_')}_COPY": row for name, row in ROWS.items()})


def _refuse(xp: Any, g: Any) -> Any:
    raise errors.derivative_undefined("detach_copy")


DETACH_COPY = Op(
    "detach_copy", "NotImplemented", lambda x: x.copy(), vjp=(_refuse,), formula="copy of {x}", local=("not defined",),
)
