"""Rows of layers: padding, looking up rows of a table, normalizing over features or over a batch."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine.memory.layouts import following
from autograd_nb.engine.namespaces import ARRAYS
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


def _mean_product(xp: Any, x: Any, y: Any, dims: tuple[int, ...]) -> Any:
    """The mean of `x` · `y` over `dims`, which stay as 1."""
    n = math.prod(x.shape[d] for d in dims)
    if not xp.plain:
        return xp.sum(x * y, dims, True) / n
    axes = list(range(x.ndim))
    total = np.einsum(x, axes, y, axes, [d for d in axes if d not in dims])
    return total.reshape([1 if d in dims else size for d, size in enumerate(x.shape)]) / n


def _standard(xp: Any, x: Any, dims: tuple[int, ...], eps: float) -> tuple[Any, Any]:
    """`x` with mean 0 and variance 1 over `dims`, and one over the deviation it had."""
    if xp.plain and x.dtype.char == "e":
        return _standard_half(wide(x), dims, eps)
    away = x - xp.sum(x, dims, True) / math.prod(x.shape[d] for d in dims)
    scale = 1 / xp.sqrt(_mean_product(xp, away, away, dims) + eps)
    return away * scale, scale


def _standard_half(x: Any, dims: tuple[int, ...], eps: float) -> tuple[Any, Any]:
    """The same with what PyTorch saves of half precision in half precision; `x` is in single precision already."""
    mean = x.mean(dims, keepdims=True)
    mean, scale = _as_half(mean), _as_half(1 / np.sqrt(np.square(x - mean).mean(dims, keepdims=True) + eps))
    return (x - mean) * scale, scale


def _as_half(x: Any) -> Any:
    return x.astype(np.float16).astype(x.dtype)


def _single(xp: Any, x: Any) -> Any:
    """What PyTorch's kernel brings to single precision before its first step."""
    return wide(x) if xp.plain and hasattr(x, "dtype") else x


def _unstandard(xp: Any, s: Any, x: Any, dims: tuple[int, ...], eps: float) -> Any:
    """The gradient of `x` from the gradient `s` of what it is when standardized."""
    z, scale = _standard(xp, x, dims, eps)
    s = _single(xp, s)
    mean = xp.sum(s, dims, True) / math.prod(x.shape[d] for d in dims)
    return scale * (s - mean - z * _mean_product(xp, s, z, dims))


def _bend(xp: Any, g: Any, s: Any, x: Any, dims: tuple[int, ...], eps: float) -> Any:
    """The gradient of `x` from the gradient `g` of `_unstandard`; that of `s` is `_unstandard` again."""
    z, scale = _standard(xp, x, dims, eps)
    to_s, sent = _unstandard(xp, g, x, dims, eps), _unstandard(xp, s, x, dims, eps)
    along = [_mean_product(xp, a, b, dims) for a, b in ((g, sent), (s, z), (g, z))]
    return -scale * (z * along[0] + to_s * along[1] + sent * along[2])


OF_NORM = {"x": "grad_out", "y": "input"}
TO_INPUT_OF_NORM: dict[str, Any] = {
    "inputs": ("x", "y", "weight"),
    "formula": "{x} · {weight} / deviation, less its mean and its part along the result",
    "local": ("{weight} / deviation, less its mean and its part along the result", "how mean and deviation move",
              "{x} / deviation, less its mean and its part along the result"),
    "saved_as": OF_NORM,
}
TO_WEIGHT_OF_NORM: dict[str, Any] = {
    "formula": "{x} · ({y} − mean) / deviation, added up over examples",
    "local": ("({y} − mean) / deviation", "{x} / deviation, less its mean and its part along the result"),
    "saved_as": OF_NORM,
}
TO_BIAS_OF_NORM: dict[str, Any] = {"formula": "{x} added up over examples", "local": ("1",), "saved_as": OF_NORM}
NORM: dict[str, Any] = {
    "inputs": ("x", "weight", "bias"),
    "formula": "({x} − mean) / deviation · {weight} + {bias}",
    "local": ("{weight} / deviation, less its mean and its part along the result", "({x} − mean) / deviation", "1"),
    "saved_as": {"x": "input"},
}

# -- over features --------------------------------------------------------------------------------------------------------


def _layer_norm(x: Any, weight: Any, bias: Any, normalized_shape: tuple[int, ...], eps: float) -> Any:
    z = _standard(ARRAYS, x.astype(np.float64), _last(x, normalized_shape), eps)[0]
    return np.asarray(z * weight + bias, x.dtype, order="C")


def _last(x: Any, normalized_shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(range(len(x.shape) - len(normalized_shape), len(x.shape)))


def _layer(xp: Any, s: Any, x: Any, normalized_shape: tuple[int, ...], eps: float) -> Any:
    return _unstandard(xp, s, x, _last(x, normalized_shape), eps)


def _over_examples(x: Any, normalized_shape: tuple[int, ...]) -> Any:
    return x.sum(tuple(range(x.ndim - len(normalized_shape))))


LAYER_NORM_TO_INPUT = Op(
    "native_layer_norm_backward", "NativeLayerNormBackwardBackward0",
    lambda x, y, weight, normalized_shape, eps: _layer(ARRAYS, wide(x) * weight, y, normalized_shape, eps),
    vjp=(
        lambda xp, g, y, weight, normalized_shape, eps: _layer(xp, g, y, normalized_shape, eps) * weight,
        lambda xp, g, x, y, weight, normalized_shape, eps: _bend(xp, g, x * weight, y, _last(y, normalized_shape), eps),
        lambda xp, g, x, y, normalized_shape, eps: x * _layer(xp, g, y, normalized_shape, eps),
    ),
    symbol="layer_norm ′", **TO_INPUT_OF_NORM,
)
LAYER_NORM_TO_WEIGHT = Op(
    "native_layer_norm_backward", "NativeLayerNormBackwardBackward0",
    lambda x, y, normalized_shape, eps: _over_examples(
        x * _standard(ARRAYS, y, _last(y, normalized_shape), eps)[0], normalized_shape),
    vjp=(
        lambda xp, g, y, normalized_shape, eps: g * _standard(xp, y, _last(y, normalized_shape), eps)[0],
        lambda xp, g, x, y, normalized_shape, eps: _layer(xp, g * x, y, normalized_shape, eps),
    ),
    symbol="layer_norm ′", **TO_WEIGHT_OF_NORM,
)
LAYER_NORM_TO_BIAS = Op(
    "native_layer_norm_backward", "NativeLayerNormBackwardBackward0", _over_examples,
    vjp=(lambda xp, g, x_shape: xp.broadcast_to(g, x_shape),), symbol="layer_norm ′", **TO_BIAS_OF_NORM,
)
LAYER_NORM = Op(
    "native_layer_norm", "NativeLayerNormBackward0", _layer_norm,
    vjp=(
        LAYER_NORM_TO_INPUT.of("x", "weight", "normalized_shape", "eps"),
        LAYER_NORM_TO_WEIGHT.of("x", "normalized_shape", "eps"),
        LAYER_NORM_TO_BIAS.of("normalized_shape"),
    ),
    symbol="layer_norm", **NORM,
)

# -- over a batch ---------------------------------------------------------------------------------------------------------


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


def _batch_norm(x: Any, weight: Any, bias: Any, mean: Any, var: Any, eps: float, own: Any = None) -> Any:
    """A line for each feature, as PyTorch computes it: of its elements no more is computed in double precision.

    Where neither mean nor variance is given they are the batch's `own` moments.
    """
    halved = mean is None
    if mean is None:
        mean, var, _ = own or moments(x)
    scale = 1 / np.sqrt(var.astype(np.float64) + eps)
    if halved and x.dtype.char == "e":  # as PyTorch saves them
        mean, scale = _as_half(mean), _as_half(scale)
    slope = weight * scale
    start = bias - mean * slope
    dtype = wide(x).dtype
    z = x * _features(x, slope.astype(dtype))
    z += _features(x, start.astype(dtype))
    return following(np.asarray(z, x.dtype, order="C"), x)


def _batch(xp: Any, s: Any, x: Any, mean: Any, var: Any, eps: float) -> Any:
    """The gradient of `x` from that of what it is when standardized: by its own mean, or by one that is given."""
    return _unstandard(xp, s, x, _others(x), eps) if mean is None else _single(xp, s) / xp.sqrt(_single(xp, _features(x, var)) + eps)


def _batch_standard(xp: Any, x: Any, mean: Any, var: Any, eps: float) -> Any:
    if mean is None:
        return _standard(xp, x, _others(x), eps)[0]
    away = _single(xp, x) - _features(x, mean)
    return away / xp.sqrt(_single(xp, _features(x, var)) + eps)


def _batch_bend(xp: Any, g: Any, x: Any, y: Any, weight: Any, mean: Any, eps: float) -> Any:
    if mean is not None:
        return xp.zeros_like(y)
    return _bend(xp, g, x * _features(y, weight), y, _others(y), eps)


BATCH_NORM_TO_INPUT = Op(
    "native_batch_norm_backward", "NativeBatchNormBackwardBackward0",
    lambda x, y, weight, mean, var, eps: _batch(ARRAYS, wide(x) * _features(y, weight), y, mean, var, eps),
    vjp=(
        lambda xp, g, y, weight, mean, var, eps: _batch(xp, g, y, mean, var, eps) * _features(y, weight),
        _batch_bend,
        lambda xp, g, x, y, mean, var, eps: xp.sum(x * _batch(xp, g, y, mean, var, eps), _others(y)),
    ),
    symbol="batch_norm ′", **TO_INPUT_OF_NORM,
)
BATCH_NORM_TO_WEIGHT = Op(
    "native_batch_norm_backward", "NativeBatchNormBackwardBackward0",
    lambda x, y, mean, var, eps: (x * _batch_standard(ARRAYS, y, mean, var, eps)).sum(_others(y)),
    vjp=(
        lambda xp, g, y, mean, var, eps: _features(y, g) * _batch_standard(xp, y, mean, var, eps),
        lambda xp, g, x, y, mean, var, eps: _batch(xp, _features(x, g) * x, y, mean, var, eps),
    ),
    symbol="batch_norm ′", **TO_WEIGHT_OF_NORM,
)
BATCH_NORM_TO_BIAS = Op(
    "native_batch_norm_backward", "NativeBatchNormBackwardBackward0", lambda x: x.sum(_others(x)),
    vjp=(lambda xp, g, x_shape: xp.broadcast_to(xp.reshape(g, (-1, *(1 for _ in x_shape[2:]))), x_shape),),
    symbol="batch_norm ′", **TO_BIAS_OF_NORM,
)
BATCH_NORM = Op(
    "native_batch_norm", "NativeBatchNormBackward0", _batch_norm,
    vjp=(
        BATCH_NORM_TO_INPUT.of("x", "weight", "mean", "var", "eps"),
        BATCH_NORM_TO_WEIGHT.of("x", "mean", "var", "eps"),
        BATCH_NORM_TO_BIAS.of(),
    ),
    symbol="batch_norm", **NORM,
)


# -- groups of channels ---------------------------------------------------------------------------------------------------


def _grouped(x: Any, groups: int) -> tuple[int, ...]:
    return (x.shape[0], groups, math.prod(x.shape[1:]) // groups)


def _group_norm(x: Any, weight: Any, bias: Any, groups: int, eps: float) -> Any:
    rows = x.astype(np.float64).reshape(_grouped(x, groups))
    z = _standard(ARRAYS, rows, (2,), eps)[0].reshape(x.shape)
    return following(np.asarray(z * _features(x, weight) + _features(x, bias), x.dtype), x)


def _group_norm_vjp(xp: Any, g: Any, x: Any, weight: Any, groups: int, eps: float) -> Any:
    s = xp.reshape(_single(xp, g) * _features(x, weight), _grouped(x, groups))
    return xp.reshape(_unstandard(xp, s, xp.reshape(x, _grouped(x, groups)), (2,), eps), x.shape)


def _group_norm_weight_vjp(xp: Any, g: Any, x: Any, groups: int, eps: float) -> Any:
    z = _standard(xp, xp.reshape(x, _grouped(x, groups)), (2,), eps)[0]
    return xp.sum(g * xp.reshape(z, x.shape), _others(x))


GROUP_NORM = Op(
    "native_group_norm", "NativeGroupNormBackward0", _group_norm,
    vjp=(_group_norm_vjp, _group_norm_weight_vjp, lambda xp, g: xp.sum(g, (0, *range(2, g.ndim)))),
    symbol="group_norm", **NORM,
)
