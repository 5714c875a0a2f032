"""Rows of what is asked for now and then: a part replaced in a copy, parts of floating point numbers, shorter slices."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine.op import Op

from .reduce import NORM, by_row, plain

# A table is read row by row; one argument a line would hide it.
# fmt: off

# -- a copy with a part replaced ---------------------------------------------------------------------------------------


def _replaced(x: Any, y: Any, where: Any) -> Any:
    out = x.copy()
    out[where] = y
    return out


def _outside(xp: Any, g: Any, where: Any) -> Any:
    kept = np.ones(g.shape, bool)
    kept[where] = False
    return xp.where(kept, g, 0)


def _replacing(name: str, grad_fn: str) -> Op:
    return Op(
        name, grad_fn, _replaced,
        vjp=(
            lambda xp, g, where: _outside(xp, g, where),
            lambda xp, g, y_shape, where: xp.reshape(g[where], y_shape),
        ),
        formula="{x} with {y} in its place", local=("0 where replaced, else 1", "1"), saved_as={"y": "src"},
    )


SELECT_SCATTER = _replacing("select_scatter", "SelectScatterBackward0")
SLICE_SCATTER = _replacing("slice_scatter", "SliceScatterBackward0")
DIAGONAL_SCATTER = _replacing("diagonal_scatter", "DiagonalScatterBackward0")
FILL_COPY = Op(
    "fill", "FillBackward0", lambda x, value: np.full_like(x, value),
    vjp=(lambda xp, g: xp.zeros_like(g),),
    formula="{value}", local=("0",),
)
FILL_COPY_TENSOR = Op(
    "fill", "FillBackward1", lambda x, y: np.full_like(x, y.astype(x.dtype)),
    vjp=(lambda xp, g: xp.zeros_like(g), lambda xp, g: xp.sum(g)),
    formula="{y}", local=("0", "1"), saved_as={"y": "value"},
)

# -- parts of numbers ------------------------------------------------------------------------------------------------------


def _frexp(x: Any) -> tuple[Any, Any]:
    mantissa, exponent = np.frexp(x)
    return mantissa, exponent.astype(np.int32)


def _power_of_two(xp: Any, g: Any, z1: Any) -> Any:
    scale = np.ldexp(np.ones((), np.float64), -plain(z1).astype(np.int64)).astype(plain(g).dtype)
    return g * (scale if xp.plain else g.new_tensor(scale))


FREXP = Op(
    "frexp", "FrexpBackward0", _frexp,
    vjp=(_power_of_two,),
    formula="{x} = mantissa · 2 ** exponent", local=("2 ** −exponent",), saved_as={"z1": "exponent"},
)
ANGLE = Op(
    "angle", "AngleBackward0", lambda x: np.where(np.isnan(x), x, np.where(x < 0, math.pi, 0)).astype(x.dtype),
    vjp=(lambda xp, g: xp.zeros_like(g),),
    formula="angle of {x}", local=("0",),
)

# -- slices no longer than asked --------------------------------------------------------------------------------------------


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
    return xp.where(plain(length) > maxnorm, maxnorm * (inverse * g) - slope * (inverse * inverse), g) \
        if not xp.plain else np.where(length > maxnorm, maxnorm * inverse * g - slope * inverse * inverse, g)


RENORM = Op(
    "renorm", "RenormBackward0", _renorm,
    vjp=(_renorm_vjp,),
    formula="slices of {x} no longer than {maxnorm}", local=("{maxnorm} / length across the slice, 1 where it is short",),
)
