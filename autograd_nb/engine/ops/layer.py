"""Rows of layers: padding, looking up rows of a table, normalizing over features or over a batch."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine.layouts import following
from autograd_nb.engine.op import Op

from .reduce import by_row, wide

# A table is read row by row; one argument a line would hide it.
# fmt: off

# -- padding ------------------------------------------------------------------------------------------------------------


def _pad(x: Any, pad: tuple[int, ...], value: float) -> Any:
    """`pad` holds (before, after) for the last dimension, then for the one before it; negative ones cut off."""
    ends = [(0, 0)] * (x.ndim - len(pad) // 2) + list(zip(pad[-2::-2], pad[::-2]))
    if not ends:  # a number has nothing around it, and NumPy wants to be told how much
        return x.copy()
    kept = x[tuple(slice(max(-a, 0), n + min(b, 0)) for (a, b), n in zip(ends, x.shape))]
    z = np.pad(kept, [(max(a, 0), max(b, 0)) for a, b in ends], constant_values=value)
    return following(np.asarray(z, order="C"), x)


def _pad_vjp(xp: Any, g: Any, x_shape: tuple[int, ...], pad: tuple[int, ...]) -> Any:
    if 0 in x_shape:
        return xp.zeros(x_shape, g)
    return by_row(xp, CONSTANT_PAD, g, pad=tuple(-n for n in pad), value=0)


CONSTANT_PAD = Op(
    "constant_pad_nd", "ConstantPadNdBackward0", _pad,
    vjp=(_pad_vjp,),
    formula="{x} with {value} around it", local=("1 for every element that is kept",), symbol="pad",
)

# -- normalizing ------------------------------------------------------------------------------------------------------------


def _standard(xp: Any, x: Any, dims: tuple[int, ...], eps: float) -> tuple[Any, Any]:
    """`x` with mean 0 and variance 1 over `dims`, and one over the deviation it had."""
    n = math.prod(x.shape[d] for d in dims)
    away = x - xp.sum(x, dims, True) / n
    scale = 1 / xp.sqrt(xp.sum(away * away, dims, True) / n + eps)
    return away * scale, scale


class _Plain:
    """Just enough of a namespace for the values themselves."""

    sum = staticmethod(lambda x, dim, keepdim: np.add.reduce(x, dim, keepdims=keepdim))
    sqrt = staticmethod(np.sqrt)


def _layer_norm(x: Any, weight: Any, bias: Any, normalized_shape: tuple[int, ...], eps: float) -> Any:
    dims = tuple(range(x.ndim - len(normalized_shape), x.ndim))
    return np.asarray(_standard(_Plain, x.astype(np.float64), dims, eps)[0] * weight + bias, x.dtype, order="C")


def _unstandard(xp: Any, s: Any, x: Any, dims: tuple[int, ...], eps: float) -> Any:
    """The gradient of `x` from the gradient `s` of what it is when standardized."""
    n = math.prod(x.shape[d] for d in dims)
    z, scale = _standard(xp, x, dims, eps)
    return scale * (s - xp.sum(s, dims, True) / n - z * (xp.sum(s * z, dims, True) / n))


def _last(x: Any, normalized_shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(range(len(x.shape) - len(normalized_shape), len(x.shape)))


LAYER_NORM = Op(
    "native_layer_norm", "NativeLayerNormBackward0", _layer_norm,
    vjp=(
        lambda xp, g, x, weight, normalized_shape, eps: _unstandard(xp, g * weight, x, _last(x, normalized_shape), eps),
        lambda xp, g, x, normalized_shape, eps: g * _standard(xp, x, _last(x, normalized_shape), eps)[0],
        lambda xp, g: g,
    ),
    inputs=("x", "weight", "bias"),
    formula="({x} − mean) / deviation · {weight} + {bias}",
    local=("{weight} / deviation, less its mean and its part along the result", "({x} − mean) / deviation", "1"),
    symbol="layer_norm", saved_as={"x": "input"},
)


def _features(x: Any, values: Any) -> Any:
    """One value per feature, shaped to meet dimension 1 of `x`; a number stays."""
    return values.reshape((-1,) + (1,) * (x.ndim - 2)) if getattr(values, "ndim", 0) else values


def _others(x: Any) -> tuple[int, ...]:
    return (0, *range(2, len(x.shape)))


def moments(x: Any) -> tuple[Any, Any, int]:
    """Mean and variance of each feature over the batch, in double precision, and of how many elements."""
    rows = x.reshape(*x.shape[:2], -1).astype(np.float64)
    n = rows.shape[0] * rows.shape[2]
    mean = np.add.reduce(rows, (0, 2)) / n
    rows -= mean[:, None]
    return mean, np.einsum("ncl,ncl->c", rows, rows) / n, n


def _batch_norm(x: Any, weight: Any, bias: Any, mean: Any, var: Any, eps: float) -> Any:
    """A line for each feature, as PyTorch computes it: of its elements no more is computed in double precision."""
    if mean is None:
        mean, var, _ = moments(x)
    slope = weight / np.sqrt(var.astype(np.float64) + eps)
    start = bias - mean * slope
    dtype = wide(x).dtype
    z = x * _features(x, slope.astype(dtype))
    z += _features(x, start.astype(dtype))
    return following(np.asarray(z, x.dtype, order="C"), x)


def _batch_norm_vjp(xp: Any, g: Any, x: Any, weight: Any, mean: Any, var: Any, eps: float) -> Any:
    s = g * _features(x, weight)
    if mean is None:
        return _unstandard(xp, s, x, _others(x), eps)
    return s / xp.sqrt(_features(x, var) + eps)


def _batch_norm_weight_vjp(xp: Any, g: Any, x: Any, mean: Any, var: Any, eps: float) -> Any:
    if mean is None:
        z = _standard(xp, x, _others(x), eps)[0]
    else:
        z = (x - _features(x, mean)) / xp.sqrt(_features(x, var) + eps)
    return xp.sum(g * z, _others(x))


BATCH_NORM = Op(
    "native_batch_norm", "NativeBatchNormBackward0", _batch_norm,
    vjp=(_batch_norm_vjp, _batch_norm_weight_vjp, lambda xp, g: xp.sum(g, (0, *range(2, g.ndim)))),
    inputs=("x", "weight", "bias"),
    formula="({x} − mean) / deviation · {weight} + {bias}",
    local=("{weight} / deviation, less its mean and its part along the result", "({x} − mean) / deviation", "1"),
    symbol="batch_norm", saved_as={"x": "input"},
)


# -- groups of channels ---------------------------------------------------------------------------------------------------


def _grouped(x: Any, groups: int) -> tuple[int, ...]:
    return (x.shape[0], groups, math.prod(x.shape[1:]) // groups)


def _group_norm(x: Any, weight: Any, bias: Any, groups: int, eps: float) -> Any:
    rows = x.astype(np.float64).reshape(_grouped(x, groups))
    z = _standard(_Plain, rows, (2,), eps)[0].reshape(x.shape)
    return following(np.asarray(z * _features(x, weight) + _features(x, bias), x.dtype), x)


def _group_norm_vjp(xp: Any, g: Any, x: Any, weight: Any, groups: int, eps: float) -> Any:
    s = xp.reshape(g * _features(x, weight), _grouped(x, groups))
    return xp.reshape(_unstandard(xp, s, xp.reshape(x, _grouped(x, groups)), (2,), eps), x.shape)


def _group_norm_weight_vjp(xp: Any, g: Any, x: Any, groups: int, eps: float) -> Any:
    z = _standard(xp, xp.reshape(x, _grouped(x, groups)), (2,), eps)[0]
    return xp.sum(g * xp.reshape(z, x.shape), _others(x))


GROUP_NORM = Op(
    "native_group_norm", "NativeGroupNormBackward0", _group_norm,
    vjp=(_group_norm_vjp, _group_norm_weight_vjp, lambda xp, g: xp.sum(g, (0, *range(2, g.ndim)))),
    inputs=("x", "weight", "bias"),
    formula="({x} − mean) / deviation · {weight} + {bias}",
    local=("{weight} / deviation, less its mean and its part along the result", "({x} − mean) / deviation", "1"),
    symbol="group_norm", saved_as={"x": "input"},
)
