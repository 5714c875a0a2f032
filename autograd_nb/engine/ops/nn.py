"""Rows of the activation functions of `nn.functional`. Those that are a kink in a line come first, smooth ones after.

PyTorch's choice of the derivative at a kink is in the comparison: `>` or `>=`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine import tensor_errors
from autograd_nb.engine.op import Op
from autograd_nb.engine.special import erf

from .elementwise import SIGMOID
from .reduce import by_row

# A table is read row by row; one argument a line would hide it.
# fmt: off

# -- lines with kinks -----------------------------------------------------------------------------------------------


def _either(xp: Any, condition: Any, x: Any, y: Any) -> Any:
    """`x` or `y`; as a sum, for `xp.where` with 0 is quick on masks without order."""
    return xp.where(condition, x, 0) + xp.where(~condition, y, 0)


def _leaky_relu(x: Any, negative_slope: float) -> Any:
    return np.maximum(x, x * negative_slope) if 0 <= negative_slope <= 1 else np.where(x > 0, x, x * negative_slope)


LEAKY_RELU = Op(
    "leaky_relu", "LeakyReluBackward0", _leaky_relu,
    vjp=(lambda xp, g, x, negative_slope: _either(xp, x > 0, g, g * negative_slope),),
    formula="{x} where {x} > 0, else {negative_slope} · {x}", local=("1 where {x} > 0, else {negative_slope}",),
)
HARDTANH = Op(
    "hardtanh", "HardtanhBackward0", lambda x, min_val, max_val: np.clip(x, min_val, max_val),
    vjp=(lambda xp, g, x, min_val, max_val: xp.where(~((x <= min_val) | (x >= max_val)), g, 0),),
    formula="{x} brought into [{min_val}, {max_val}]", local=("1 between {min_val} and {max_val}, else 0",),
)
HARDSIGMOID = Op(
    "hardsigmoid", "HardsigmoidBackward0", lambda x: np.clip(x + 3, 0, 6) / 6,
    vjp=(lambda xp, g, x: xp.where(xp.logical_and(x > -3, x < 3), g / 6, 0),),
    formula="({x} + 3) / 6 brought into [0, 1]", local=("1/6 where |{x}| < 3, else 0",),
)


def _hardswish_vjp(xp: Any, g: Any, x: Any) -> Any:
    return xp.where(x < 3, xp.where(x > -3, g * (x / 3 + 0.5), 0), g)


HARDSWISH = Op(
    "hardswish", "HardswishBackward0", lambda x: x * np.clip(x + 3, 0, 6) / 6,
    vjp=(_hardswish_vjp,),
    formula="{x} · hardsigmoid {x}", local=("{x} / 3 + ½ where |{x}| < 3, 1 above, 0 below",),
)
SOFTSHRINK = Op(
    "softshrink", "SoftshrinkBackward0", lambda x, lambd: np.where(x > lambd, x - lambd, np.where(x < -lambd, x + lambd, x * 0)),
    vjp=(lambda xp, g, x, lambd: xp.where(xp.logical_and(x >= -lambd, x <= lambd), g * 0, g),),
    formula="{x} moved towards 0 by {lambd}", local=("1 where |{x}| > {lambd}, else 0",),
)
HARDSHRINK = Op(
    "hardshrink", "HardshrinkBackward0", lambda x, lambd: np.where((x >= -lambd) & (x <= lambd), np.zeros_like(x), x),
    vjp=(lambda xp, g, x, lambd: xp.where(xp.logical_and(x >= -lambd, x <= lambd), g * 0, g),),
    formula="{x} where |{x}| > {lambd}, else 0", local=("1 where |{x}| > {lambd}, else 0",),
)
THRESHOLD = Op(
    "threshold", "ThresholdBackward0", lambda x, threshold, value: np.where(x <= threshold, np.asarray(value, x.dtype), x),
    vjp=(lambda xp, g, x, threshold: xp.where(x > threshold, g, 0),),
    formula="{x} where {x} > {threshold}, else {value}", local=("1 where {x} > {threshold}, else 0",),
)
PRELU = Op(
    "_prelu_kernel", "PreluKernelBackward0", lambda x, y: np.where(x > 0, x, y * x),
    vjp=(lambda xp, g, x, y: xp.where(x > 0, g, y * g), lambda xp, g, x: xp.where(x <= 0, x * g, 0)),
    formula="{x} where {x} > 0, else {y} · {x}", local=("1 where {x} > 0, else {y}", "{x} where {x} ≤ 0, else 0"),
    symbol="prelu", saved_as={"y": "weight"},
)

# -- exponential on one side ------------------------------------------------------------------------------------------


def _below(xp: Any, x: Any) -> Any:
    """`x` where it is negative, else 0: exp of it cannot overflow, and 0 · ∞ is nowhere."""
    return xp.where(x <= 0, x, 0)


def _elu(x: Any, alpha: float, scale: float, input_scale: float) -> Any:
    if x.size > 1000:  # a sum of two sides: quick on masks without order, but -0 becomes 0
        return np.expm1(np.minimum(x, 0) * input_scale) * (alpha * scale) + np.maximum(x, 0) * scale
    return np.where(x > 0, x * scale, np.expm1(np.where(x > 0, 0, x) * input_scale) * (alpha * scale))


def _elu_vjp(xp: Any, g: Any, x: Any, alpha: float, scale: float, input_scale: float) -> Any:
    return _either(xp, x > 0, g * scale, g * (xp.exp(_below(xp, x) * input_scale) * (alpha * scale * input_scale)))


ELU = Op(
    "elu", "EluBackward0", _elu,
    vjp=(_elu_vjp,),
    formula="{scale} · ({x} where {x} > 0, else {alpha} · (exp {x} − 1))",
    local=("{scale} where {x} > 0, else {scale} · {alpha} · exp {x}",),
)
CELU = Op(
    "celu", "CeluBackward0", lambda x, alpha: _elu(x, alpha, 1.0, 1.0 / alpha),
    vjp=(lambda xp, g, x, alpha: _elu_vjp(xp, g, x, alpha, 1.0, 1.0 / alpha),),
    formula="{x} where {x} > 0, else {alpha} · (exp({x} / {alpha}) − 1)",
    local=("1 where {x} > 0, else exp({x} / {alpha})",),
)

# -- smooth -----------------------------------------------------------------------------------------------------------


def _sigmoid(xp: Any, x: Any) -> Any:
    return by_row(xp, SIGMOID, x)


def _silu_vjp(xp: Any, g: Any, x: Any) -> Any:
    s = _sigmoid(xp, x)
    return g * (s * (1 + x * (1 - s)))


SILU = Op(
    "silu", "SiluBackward0", lambda x: x * SIGMOID.forward(x),
    vjp=(_silu_vjp,),
    formula="{x} · σ({x})", local=("σ({x}) · (1 + {x} · (1 − σ({x})))",),
)


def _softplus(x: Any, beta: float, threshold: float) -> Any:
    """PyTorch's way: for large x the function is a line to within rounding."""
    scaled = x * beta
    return np.where(scaled > threshold, x, np.log1p(np.exp(np.minimum(scaled, threshold))) / beta)


SOFTPLUS = Op(
    "softplus", "SoftplusBackward0", _softplus,
    vjp=(lambda xp, g, x, beta, threshold: xp.where(x * beta > threshold, g, g * _sigmoid(xp, x * beta)),),
    formula="log(1 + exp({beta} · {x})) / {beta}", local=("σ({beta} · {x})",),
)
LOG_SIGMOID = Op(
    "log_sigmoid", "LogSigmoidBackward0", lambda x: np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x))),
    vjp=(lambda xp, g, x: g * _sigmoid(xp, -x),),
    formula="log σ({x})", local=("1 − σ({x})",), symbol="log σ",
)


def _mish_vjp(xp: Any, g: Any, x: Any) -> Any:
    t = xp.tanh(by_row(xp, SOFTPLUS, x, beta=1.0, threshold=20.0))
    return g * (t + x * _sigmoid(xp, x) * (1 - t * t))


MISH = Op(
    "mish", "MishBackward0", lambda x: x * np.tanh(_softplus(x, 1.0, 20.0)),
    vjp=(_mish_vjp,),
    formula="{x} · tanh(softplus {x})", local=("t + {x} · σ({x}) · (1 − t²) with t = tanh(softplus {x})",),
)

_ROOT_HALF = math.sqrt(0.5)
_BELL = 1 / math.sqrt(2 * math.pi)
_TANH_SCALE, _TANH_CUBE = math.sqrt(2 / math.pi), 0.044715

# The error function of float32 as x · P(x²) / Q(x²), to 4e-7. Source: Eigen's generic_fast_erf_float.
_P = (-2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05,
      -7.34990630326855e-04, -2.95459980854025e-03, -1.60960333262415e-02)
_Q = (-1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03, -7.37332916720468e-03, -1.42647390514189e-02)
_BLOCK = 65536  # elements that fit into the cache together with what is made of them


def _horner(coefficients: tuple[float, ...], x: Any) -> Any:
    value = np.full_like(x, coefficients[0])
    for c in coefficients[1:]:
        value *= x
        value += c
    return value


def _quick_cdf(x: Any) -> Any:
    x = np.clip(x * np.float32(_ROOT_HALF), -4, 4)
    square = x * x
    return 0.5 * (1 + x * _horner(_P, square) / _horner(_Q, square))


def _normal_cdf(x: Any) -> Any:
    """The share of the normal distribution below `x`; quick where there is more than anybody prints."""
    if x.dtype != np.float32 or x.size <= 1000:
        return 0.5 * (1 + erf(x * _ROOT_HALF))
    flat, found = x.reshape(-1), np.empty(x.size, np.float32)
    for i in range(0, x.size, _BLOCK):
        found[i : i + _BLOCK] = _quick_cdf(flat[i : i + _BLOCK])
    return found.reshape(x.shape)


NORMAL_CDF = Op(  # a factor of GELU's derivative, recorded when gradients are differentiated again
    "ndtr", "SpecialNdtrBackward0", _normal_cdf,
    vjp=(lambda xp, g, x: g * (xp.exp(-0.5 * (x * x)) * _BELL),),
    formula="Φ({x})", local=("exp(−{x}² / 2) / √(2π)",), symbol="Φ",
)


def _gelu(x: Any, approximate: str) -> Any:
    if approximate == "none":
        return x * _normal_cdf(x)
    return 0.5 * x * (1 + np.tanh(_TANH_SCALE * (x + _TANH_CUBE * x * x * x)))


def _gelu_vjp(xp: Any, g: Any, x: Any, approximate: str) -> Any:
    if approximate == "none":
        return g * (by_row(xp, NORMAL_CDF, x) + x * (xp.exp(-0.5 * (x * x)) * _BELL))
    t = xp.tanh(_TANH_SCALE * (x + _TANH_CUBE * (x * x * x)))
    return g * (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * (_TANH_SCALE * (1 + 3 * _TANH_CUBE * (x * x))))


GELU = Op(
    "gelu", "GeluBackward0", _gelu,
    vjp=(_gelu_vjp,),
    formula="{x} · Φ({x})", local=("Φ({x}) + {x} · exp(−{x}² / 2) / √(2π)",),
)


def _halves(x: Any, dim: int) -> tuple[Any, Any]:
    middle = x.shape[dim] // 2
    before = (slice(None),) * dim
    return x[(*before, slice(None, middle))], x[(*before, slice(middle, None))]


def _glu(x: Any, dim: int) -> Any:
    value, gate = _halves(x, dim)
    return value * SIGMOID.forward(gate)


def _glu_vjp(xp: Any, g: Any, x: Any, dim: int) -> Any:
    value, gate = _halves(x, dim)
    s = _sigmoid(xp, gate)
    return xp.cat([g * s, g * value * s * (1 - s)], dim)


GLU = Op(
    "glu", "GluBackward0", _glu,
    vjp=(_glu_vjp,),
    formula="first half of {x} · σ(second half)", local=("σ(second half), and first half · σ · (1 − σ)",),
)

# -- written over their input: the same functions, whose nodes have another number ------------------------------------------

# PyTorch computes the derivatives from the result, which hides the input where slopes are negative.


def _leaky_relu_over_vjp(xp: Any, g: Any, x: Any, negative_slope: float) -> Any:
    if negative_slope < 0:
        raise tensor_errors.negative_slope_in_place("leakyReLu")
    return LEAKY_RELU.vjp[0](xp, g, x, negative_slope)


def _elu_over_vjp(xp: Any, g: Any, x: Any, alpha: float, scale: float, input_scale: float) -> Any:
    if alpha < 0:
        raise tensor_errors.negative_slope_in_place("elu")
    return ELU.vjp[0](xp, g, x, alpha, scale, input_scale)


def _celu_over_vjp(xp: Any, g: Any, x: Any, alpha: float) -> Any:
    if alpha < 0:
        raise tensor_errors.negative_slope_in_place("elu")
    return CELU.vjp[0](xp, g, x, alpha)


def _over(row: Op, vjp: Any = None) -> Op:
    return Op(
        row.name, row.grad_fn.replace("0", "1"), row.forward,
        vjp=(vjp or row.vjp[0],), formula=row.formula, local=row.local,
    )


OVER = {
    LEAKY_RELU: (LEAKY_RELU_OVER := _over(LEAKY_RELU, _leaky_relu_over_vjp)),
    ELU: (ELU_OVER := _over(ELU, _elu_over_vjp)),
    CELU: (CELU_OVER := _over(CELU, _celu_over_vjp)),
    THRESHOLD: (THRESHOLD_OVER := _over(THRESHOLD)),
}
"""For these the rows of their in-place forms; the other ones have the same for both."""

RRELU = Op(
    "rrelu_with_noise", "RreluWithNoiseBackward0", lambda x, noise: np.where(x <= 0, x * noise, x),
    vjp=(lambda xp, g, noise: g * noise,),
    formula="{x} where {x} > 0, else a random slope · {x}", local=("1 where {x} > 0, else the slope",), symbol="rrelu",
)
OVER[RRELU] = RRELU_OVER = _over(RRELU)
