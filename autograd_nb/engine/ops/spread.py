"""Rows of variance and standard deviation. `correction` is what is taken from the number of elements: 1 or 0."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine.op import Op

from .reduce import MEAN, MEAN_DIM, add, average, by_row, count, restore, where_not_0

# A table is read row by row; one argument a line would hide it.
# fmt: off


def _var(x: Any, dim: Any, correction: float, keepdim: bool) -> Any:
    """The variance; like PyTorch's it is computed in double precision on the way."""
    wide = x.astype(np.float64, copy=False)
    away = wide - average(wide, dim, True)
    z = np.true_divide(add(away * away, dim, keepdims=keepdim), max(count(x.shape, dim) - correction, 0))
    return np.asarray(z, x.dtype)


def _std(x: Any, dim: Any, correction: float, keepdim: bool) -> Any:
    return np.sqrt(_var(x.astype(np.float64, copy=False), dim, correction, keepdim)).astype(x.dtype)


def _var_vjp(xp: Any, g: Any, x: Any, dim: Any, correction: float, keepdim: bool) -> Any:
    freedom = count(x.shape, dim) - correction
    of_all = not isinstance(dim, int) and len(dim) == x.ndim
    mean = by_row(xp, MEAN, x) if of_all else by_row(xp, MEAN_DIM, x, dim=dim, keepdim=True)
    return restore(xp, g, dim, keepdim) * (2.0 / freedom if freedom else math.inf) * (x - mean)


def _std_vjp(xp: Any, g: Any, x: Any, z: Any, dim: Any, correction: float, keepdim: bool) -> Any:
    return _var_vjp(xp, xp.masked_fill(where_not_0(xp, g, z) / (z * 2), z == 0), x, dim, correction, keepdim)


def _with_mean_vjp(xp: Any, g: Any, x: Any, spread: Any, dim: Any, keepdim: bool) -> Any:
    """`spread` is what comes back from the variance; the mean adds its share."""
    if g[1] is None:
        return spread
    mean = xp.broadcast_to(restore(xp, g[1], dim, keepdim), x.shape) / count(x.shape, dim)
    return mean if spread is None else spread + mean


def _var_mean_vjp(xp: Any, g: Any, x: Any, dim: Any, correction: float, keepdim: bool) -> Any:
    spread = None if g[0] is None else _var_vjp(xp, g[0], x, dim, correction, keepdim)
    return _with_mean_vjp(xp, g, x, spread, dim, keepdim)


def _std_mean_vjp(xp: Any, g: Any, x: Any, z: Any, dim: Any, correction: float, keepdim: bool) -> Any:
    spread = None if g[0] is None else _std_vjp(xp, g[0], x, z, dim, correction, keepdim)
    return _with_mean_vjp(xp, g, x, spread, dim, keepdim)


VAR = Op(
    "var", "VarBackward0", _var,
    vjp=(_var_vjp,),
    formula="variance of {x}", local=("2 · ({x} − mean) / (n − {correction})",),
)
STD = Op(
    "std", "StdBackward0", _std,
    vjp=(_std_vjp,),
    formula="standard deviation of {x}", local=("({x} − mean) / ((n − {correction}) · {z})",),
)
VAR_MEAN = Op(
    "var_mean", "VarMeanBackward0",
    lambda x, dim, correction, keepdim: (_var(x, dim, correction, keepdim), average(x, dim, keepdim)),
    vjp=(_var_mean_vjp,),
    formula="variance and mean of {x}", local=("2 · ({x} − mean) / (n − {correction}), and 1 / n",), outputs=-1,
)
STD_MEAN = Op(
    "std_mean", "StdMeanBackward0",
    lambda x, dim, correction, keepdim: (_std(x, dim, correction, keepdim), average(x, dim, keepdim)),
    vjp=(_std_mean_vjp,),
    formula="standard deviation and mean of {x}", local=("({x} − mean) / ((n − {correction}) · {z}), and 1 / n",),
    outputs=-1, saved_as={"z": "result0"},
)
