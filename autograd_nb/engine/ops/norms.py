"""Rows of norms, whose derivative at 0 is 0, and of slices that are no longer than asked."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine.op import Op

from .reduce import add, by_row, greatest, is_nan, least, plain, restore, share, where_not_0, wide

# A table is read row by row; one argument a line would hide it.
# fmt: off


def _norm(x: Any, ord: float, dim: Any, keepdim: bool) -> Any:
    if ord == 2 and dim is None and not keepdim and x.dtype.itemsize > 2:
        flat = x if x.ndim == 1 else x.ravel()
        return np.sqrt(flat.dot(flat))
    a = np.abs(wide(x))
    if ord == 2:
        z = np.sqrt(add(a * a, dim, keepdims=keepdim))
    elif ord == 1:
        z = add(a, dim, keepdims=keepdim)
    elif ord == math.inf:
        z = greatest(a, dim, keepdims=keepdim)
    elif ord == -math.inf:
        z = least(a, dim, keepdims=keepdim)
    elif ord == 0:
        z = add(a != 0, dim, keepdims=keepdim)
    else:
        z = np.power(add(np.power(a, ord), dim, keepdims=keepdim), 1 / ord)
    return np.asarray(z, x.dtype, order="C")


def _norm_vjp(xp: Any, g: Any, x: Any, z: Any, ord: float, dim: Any, keepdim: bool) -> Any:
    """PyTorch's branches: each keeps powers from blowing up at 0 in its own way."""
    g, z = restore(xp, g, dim, keepdim), restore(xp, z, dim, keepdim)
    if ord == 0:
        return None  # a count does not change with its elements; PyTorch sends nothing back
    if ord == 1:
        return xp.sgn(x) * g
    if ord == 2:
        return g * (xp.where(z != 0, x / z, 0) if xp.plain else (x / z).masked_fill(z == 0, 0))
    size = xp.abs(x)
    if math.isinf(ord):
        return xp.sgn(x) * share(xp, g, (size == z) | is_nan(size), dim)
    if ord < 1:
        return xp.sgn(x) * xp.masked_fill(size ** (ord - 1), x == 0) * g * z ** (1 - ord)
    scale = xp.masked_fill(where_not_0(xp, g, z) / z ** (ord - 1), z == 0)
    return (xp.sgn(x) * size ** (ord - 1) if ord < 2 else x * size ** (ord - 2)) * scale


NORM = Op(
    "linalg_vector_norm", "LinalgVectorNormBackward0", _norm,
    vjp=(_norm_vjp,),
    formula="‖{x}‖ of order {ord}", local=("sign {x} · (|{x}| / {z}) ** ({ord} − 1)",), symbol="norm",
)
NORM_2 = Op(  # by far the most common order has a formula of its own
    "linalg_vector_norm", "LinalgVectorNormBackward0", _norm,
    vjp=(_norm_vjp,),
    formula="‖{x}‖", local=("{x} / {z}",), symbol="norm",
)

# -- slices no longer than asked -----------------------------------------------------------------------------------------


def _norms(xp: Any, x: Any, p: float, dim: int) -> Any:
    others = tuple(d for d in range(len(x.shape)) if d != dim)
    return by_row(xp, NORM, x, ord=p, dim=others, keepdim=True)


def _renorm(x: Any, p: float, dim: int, maxnorm: float) -> Any:
    length = NORM.forward(x, p, tuple(d for d in range(x.ndim) if d != dim), True)
    return (x * np.where(length > maxnorm, maxnorm / (length + 1e-7), 1)).astype(x.dtype)


def _renorm_vjp(xp: Any, g: Any, x: Any, p: float, dim: int, maxnorm: float) -> Any:
    others = tuple(d for d in range(len(x.shape)) if d != dim)
    length = _norms(xp, x, p, dim)
    inverse = 1 / (length + 1e-7)
    along = xp.sum(g * x, others, True) * maxnorm
    slope = NORM.vjp[0](xp, along, x, length, p, others, True)
    shortened = maxnorm * (inverse * g) - slope * (inverse * inverse)
    return xp.where(plain(length) > maxnorm, shortened, g)


RENORM = Op(
    "renorm", "RenormBackward0", _renorm,
    vjp=(_renorm_vjp,),
    formula="slices of {x} no longer than {maxnorm}", local=("{maxnorm} / length across the slice, 1 where it is short",),
)
