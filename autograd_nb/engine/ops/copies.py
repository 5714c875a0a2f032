"""Rows that repeat, turn and cut out: their results are copies, but for the windows of `unfold`."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograd_nb.engine.memory.overlaps import laid_over
from autograd_nb.engine.op import Op

# A table is read row by row; one argument a line would hide it.
# fmt: off


def _repeat_vjp(xp: Any, g: Any, x_shape: tuple[int, ...], repeats: tuple[int, ...]) -> Any:
    """Every dimension in two, the number of the copy and the place in it, and the copies added up."""
    lead = len(repeats) - len(x_shape)
    shape: list[int] = []
    for n, size in zip(repeats, (1,) * lead + x_shape):
        shape += [n, size]
    if 0 in repeats:
        return xp.zeros(x_shape, g)
    total = xp.sum(xp.reshape(g, tuple(shape)), tuple(range(0, len(shape), 2)))
    return xp.reshape(total, x_shape)


REPEAT = Op(
    "repeat", "RepeatBackward0", lambda x, repeats: np.tile(x, repeats),
    vjp=(_repeat_vjp,),
    formula="{x} repeated {repeats} times", local=("1 for each copy",), saved_as={"x_shape": "self_sym_sizes"},
)
def _rotated(x: Any, k: int, dims: tuple[int, int]) -> Any:
    """As PyTorch does it: elements are moved, then for odd `k` the dimensions are swapped in place."""
    if k % 2 == 0:
        return np.rot90(x, k, dims).copy()
    return np.swapaxes(np.flip(x, dims[1] if k % 4 == 1 else dims[0]).copy(), *dims)


ROT90 = Op(
    "rot90", "Rot90Backward0", _rotated,
    vjp=(lambda xp, g, k, dims: _turned(xp, g, -k % 4, dims),),
    formula="{x} turned by {k} · 90°", local=("1, turned back",),
)


def _turned(xp: Any, g: Any, k: int, dims: tuple[int, int]) -> Any:
    first, second = dims
    if k == 0:
        return g
    if k == 2:
        return xp.flip(g, dims)
    turned = xp.swapaxes(g, first, second)
    return xp.flip(turned, (first,) if k == 1 else (second,))


def _windows(x: Any, dimension: int, size: int, step: int) -> Any:
    if x.ndim == 0:
        return x.reshape(1)[:size]
    view = sliding_window_view(x, size, dimension, writeable=True)
    return laid_over(view[(slice(None),) * dimension + (slice(None, None, step),)])


def _windows_vjp(xp: Any, g: Any, x_shape: tuple[int, ...], dimension: int, size: int, step: int) -> Any:
    if not x_shape:
        return xp.sum(g)
    number = math.prod(x_shape)
    where = _windows(np.arange(number).reshape(x_shape), dimension, size, step)
    return xp.reshape(xp.scatter((number,), where, g), x_shape)


UNFOLD = Op(
    "unfold", "UnfoldBackward0", _windows,
    vjp=(_windows_vjp,),
    formula="windows of {x}", local=("1 for each window it is in",), symbol="unfold", view=True,
    saved_as={"x_shape": "self_sym_sizes"},
)
