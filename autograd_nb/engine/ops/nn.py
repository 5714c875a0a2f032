"""Rows of the activation functions of `nn.functional`. Those that are a kink in a line come first, smooth ones after.

PyTorch's choice of the derivative at a kink is in the comparison: `>` or `>=`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.namespaces import ARRAYS
from autograd_nb.engine.op import Op, once, sent_once

from .activation_derivatives import (
    ELU_BACKWARD,
    GELU_BACKWARD,
    HARDSHRINK_BACKWARD,
    HARDSWISH_BACKWARD,
    HARDTANH_BACKWARD,
    LEAKY_RELU_BACKWARD,
    LOG_SIGMOID_BACKWARD,
    SOFTPLUS_BACKWARD,
    SOFTSHRINK_BACKWARD,
    TANH_CUBE,
    TANH_SCALE,
    THRESHOLD_BACKWARD,
    normal_cdf,
    sigmoid,
)
from .derivatives import OF_INPUT, final
from .elementwise import SIGMOID
from .reduce import by_row

# A table is read row by row; one argument a line would hide it.
# fmt: off

# -- lines with kinks -----------------------------------------------------------------------------------------------


def _leaky_relu(x: Any, negative_slope: float) -> Any:
    return np.maximum(x, x * negative_slope) if 0 <= negative_slope <= 1 else np.where(x > 0, x, x * negative_slope)


LEAKY_RELU = Op(
    "leaky_relu", "LeakyReluBackward0", once(_leaky_relu),
    vjp=(LEAKY_RELU_BACKWARD.of("x", "negative_slope"),),
    formula="{x} where {x} > 0, else {negative_slope} · {x}", local=("1 where {x} > 0, else {negative_slope}",),
)
HARDTANH = Op(
    "hardtanh", "HardtanhBackward0", lambda x, min_val, max_val: np.clip(x, min_val, max_val),
    vjp=(HARDTANH_BACKWARD.of("x", "min_val", "max_val"),),
    formula="{x} brought into [{min_val}, {max_val}]", local=("1 between {min_val} and {max_val}, else 0",),
)
def _hardsigmoid_vjp(xp: Any, g: Any, x: Any) -> Any:
    return xp.where(xp.logical_and(x > -3, x < 3), g / 6, 0)


HARDSIGMOID = Op(
    "hardsigmoid", "HardsigmoidBackward0", once(lambda x: np.clip(x + 3, 0, 6) / 6),
    vjp=(final("hardsigmoid_backward", _hardsigmoid_vjp),),
    formula="({x} + 3) / 6 brought into [0, 1]", local=("1/6 where |{x}| < 3, else 0",),
)


HARDSWISH = Op(
    "hardswish", "HardswishBackward0", once(lambda x: x * np.clip(x + 3, 0, 6) / 6),
    vjp=(HARDSWISH_BACKWARD.of("x"),),
    formula="{x} · hardsigmoid {x}", local=("{x} / 3 + ½ where |{x}| < 3, 1 above, 0 below",),
)
SOFTSHRINK = Op(
    "softshrink", "SoftshrinkBackward0", lambda x, lambd: np.where(x > lambd, x - lambd, np.where(x < -lambd, x + lambd, x * 0)),
    vjp=(SOFTSHRINK_BACKWARD.of("x", "lambd"),),
    formula="{x} moved towards 0 by {lambd}", local=("1 where |{x}| > {lambd}, else 0",),
)
HARDSHRINK = Op(
    "hardshrink", "HardshrinkBackward0", lambda x, lambd: np.where((x >= -lambd) & (x <= lambd), np.zeros_like(x), x),
    vjp=(HARDSHRINK_BACKWARD.of("x", "lambd"),),
    formula="{x} where |{x}| > {lambd}, else 0", local=("1 where |{x}| > {lambd}, else 0",),
)
THRESHOLD = Op(
    "threshold", "ThresholdBackward0", once(lambda x, threshold, value: np.where(x <= threshold, np.asarray(value, x.dtype), x)),
    vjp=(THRESHOLD_BACKWARD.of("x", "threshold"),),
    formula="{x} where {x} > {threshold}, else {value}", local=("1 where {x} > {threshold}, else 0",),
)
PRELU_BACKWARD: Op = Op(
    "_prelu_kernel_backward", "PreluKernelBackwardBackward0", lambda x, y, w: np.where(y > 0, x, w * x),
    vjp=(
        lambda xp, g, y, w: xp.where(y >= 0, g, g * w),  # at 0 not what was computed, as in PyTorch
        lambda xp, g: xp.zeros_like(g),
        lambda xp, g, x, y: xp.where(~(y >= 0), g * x, 0),
    ),
    formula="{x} where {y} > 0, else {w} · {x}", local=("1 where {y} > 0, else {w}", "0", "{x} where {y} ≤ 0, else 0"),
    symbol="prelu ′", saved_as=OF_INPUT | {"w": "weight"},
)
PRELU_TO_WEIGHT: Op = Op(
    "_prelu_kernel_backward", "PreluKernelBackwardBackward0", lambda x, y: ARRAYS.where(~(y > 0), y * x, 0),
    vjp=(lambda xp, g, y: xp.where(~(y >= 0), g * y, 0), lambda xp, g, x, y: xp.where(~(y >= 0), g * x, 0)),
    formula="{x} · {y} where {y} ≤ 0, else 0", local=("{y} where {y} ≤ 0, else 0", "{x} where {y} ≤ 0, else 0"),
    symbol="prelu ′", saved_as=OF_INPUT,
)
PRELU = Op(
    "_prelu_kernel", "PreluKernelBackward0", lambda x, y: np.where(x > 0, x, y * x),
    vjp=(PRELU_BACKWARD.of("x", "y"), PRELU_TO_WEIGHT.of("x")),
    formula="{x} where {x} > 0, else {y} · {x}", local=("1 where {x} > 0, else {y}", "{x} where {x} ≤ 0, else 0"),
    symbol="prelu", saved_as={"y": "weight"},
)

# -- exponential on one side ------------------------------------------------------------------------------------------


def _elu(x: Any, alpha: float, scale: float, input_scale: float) -> Any:
    if x.size > 1000:  # a sum of two sides: quick on masks without order, but -0 becomes 0
        return np.expm1(np.minimum(x, 0) * input_scale) * (alpha * scale) + np.maximum(x, 0) * scale
    return np.where(x > 0, x * scale, np.expm1(np.where(x > 0, 0, x) * input_scale) * (alpha * scale))


ELU = Op(
    "elu", "EluBackward0", once(_elu),
    vjp=(ELU_BACKWARD.of("x", "alpha", "scale", "input_scale"),),
    formula="{scale} · ({x} where {x} > 0, else {alpha} · (exp {x} − 1))",
    local=("{scale} where {x} > 0, else {scale} · {alpha} · exp {x}",),
)
CELU = Op(
    "celu", "CeluBackward0", once(lambda x, alpha: _elu(x, alpha, 1.0, 1.0 / alpha)),
    vjp=(lambda xp, g, x, alpha: by_row(
        xp, ELU_BACKWARD, g, x, alpha=alpha, scale=1.0, input_scale=1.0 / alpha),),
    formula="{x} where {x} > 0, else {alpha} · (exp({x} / {alpha}) − 1)",
    local=("1 where {x} > 0, else exp({x} / {alpha})",),
)

# -- smooth -----------------------------------------------------------------------------------------------------------


def _silu_vjp(xp: Any, g: Any, x: Any) -> Any:
    s = sigmoid(xp, x)
    return g * s * (1 + x * (1 - s))


SILU = Op(
    "silu", "SiluBackward0", once(lambda x: x * SIGMOID.forward(x)),
    vjp=(sent_once(_silu_vjp),),
    formula="{x} · σ({x})", local=("σ({x}) · (1 + {x} · (1 − σ({x})))",),
)


def _softplus(x: Any, beta: float, threshold: float) -> Any:
    """PyTorch's way: for large x the function is a line to within rounding."""
    scaled = x * beta
    return np.where(scaled > threshold, x, np.log1p(np.exp(np.minimum(scaled, threshold))) / beta)


SOFTPLUS = Op(
    "softplus", "SoftplusBackward0", once(_softplus),
    vjp=(SOFTPLUS_BACKWARD.of("x", "beta", "threshold"),),
    formula="log(1 + exp({beta} · {x})) / {beta}", local=("σ({beta} · {x})",),
)
LOG_SIGMOID = Op(
    "log_sigmoid", "LogSigmoidBackward0", once(lambda x: np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x)))),
    vjp=(LOG_SIGMOID_BACKWARD.of("x"),),
    formula="log σ({x})", local=("1 − σ({x})",), symbol="log σ",
)


def _mish_vjp(xp: Any, g: Any, x: Any) -> Any:
    t = xp.tanh(by_row(xp, SOFTPLUS, x, beta=1.0, threshold=20.0))
    return g * (t + x * sigmoid(xp, x) * (1 - t * t))


MISH = Op(
    "mish", "MishBackward0", once(lambda x: x * np.tanh(_softplus(x, 1.0, 20.0))),
    vjp=(sent_once(_mish_vjp),),
    formula="{x} · tanh(softplus {x})", local=("t + {x} · σ({x}) · (1 − t²) with t = tanh(softplus {x})",),
)

def _gelu(x: Any, approximate: str) -> Any:
    if approximate == "none":
        return x * normal_cdf(x)
    return 0.5 * x * (1 + np.tanh(TANH_SCALE * (x + TANH_CUBE * x * x * x)))


GELU = Op(
    "gelu", "GeluBackward0", once(_gelu),
    vjp=(GELU_BACKWARD.of("x", "approximate"),),
    formula="{x} · Φ({x})", local=("Φ({x}) + {x} · exp(−{x}² / 2) / √(2π)",),
)


def _halves(x: Any, dim: int) -> tuple[Any, Any]:
    middle = x.shape[dim] // 2
    before = (slice(None),) * dim
    return x[(*before, slice(None, middle))], x[(*before, slice(middle, None))]


def _glu(x: Any, dim: int) -> Any:
    value, gate = _halves(x, dim)
    return value * SIGMOID.forward(gate)


@once
def _to_gate(x: Any, value: Any, s: Any) -> Any:
    return x * value * s * (1 - s)


def _glu_back(x: Any, y: Any, dim: int) -> Any:
    value, gate = _halves(y, dim)
    s = SIGMOID.forward(gate)
    return np.concatenate([x * s, _to_gate(x, value, s)], dim)


def _glu_upstream(xp: Any, g: Any, y: Any, dim: int) -> Any:
    (to_value, to_gate), (value, gate) = _halves(g, dim), _halves(y, dim)
    s = sigmoid(xp, gate)
    return to_value * s + to_gate * value * s * (1 - s)


def _glu_input(xp: Any, g: Any, x: Any, y: Any, dim: int) -> Any:
    (to_value, to_gate), (value, gate) = _halves(g, dim), _halves(y, dim)
    s = sigmoid(xp, gate)
    slope = x * s * (1 - s)
    return xp.cat([to_gate * slope, to_value * slope + to_gate * value * slope * (1 - 2 * s)], dim)


GLU_BACKWARD = Op(
    "glu_backward", "GluBackwardBackward0", _glu_back,
    vjp=(_glu_upstream, _glu_input),
    formula="{x} · σ(second half of {y}), and {x} · first half · σ · (1 − σ)",
    local=("σ(second half of {y}), and first half · σ · (1 − σ)", "{x} · the second derivatives of both halves"),
    symbol="glu ′", saved_as={"x": "grad_output", "y": "self"},
)
GLU = Op(
    "glu", "GluBackward0", once(_glu),
    vjp=(GLU_BACKWARD.of("x", "dim"),),
    formula="first half of {x} · σ(second half)", local=("σ(second half), and first half · σ · (1 − σ)",),
)

# -- written over their input: the same functions, whose nodes have another number ------------------------------------------

# PyTorch computes the derivatives from the result, which hides the input where slopes are negative.


def _leaky_relu_over_vjp(xp: Any, g: Any, x: Any, negative_slope: float) -> Any:
    if negative_slope < 0:
        raise errors.negative_slope_in_place("leakyReLu")
    return LEAKY_RELU.vjp[0](xp, g, x, negative_slope)


def _elu_over_vjp(xp: Any, g: Any, x: Any, alpha: float, scale: float, input_scale: float) -> Any:
    if alpha < 0:
        raise errors.negative_slope_in_place("elu")
    return ELU.vjp[0](xp, g, x, alpha, scale, input_scale)


def _celu_over_vjp(xp: Any, g: Any, x: Any, alpha: float) -> Any:
    if alpha < 0:
        raise errors.negative_slope_in_place("elu")
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

RRELU_BACKWARD: Op = Op(
    "rrelu_with_noise_backward", "RreluWithNoiseBackwardBackward0", lambda x, y, noise: x * noise,
    vjp=(lambda xp, g, y, noise: by_row(xp, RRELU_BACKWARD, g, y, noise=noise), lambda xp, g: xp.zeros_like(g)),
    formula="{x} where {y} > 0, else the slope · {x}", local=("1 where {y} > 0, else the slope", "0"),
    symbol="rrelu ′", saved_as=OF_INPUT,
)
RRELU = Op(
    "rrelu_with_noise", "RreluWithNoiseBackward0", lambda x, noise: np.where(x <= 0, x * noise, x),
    vjp=(RRELU_BACKWARD.of("x", "noise"),),
    formula="{x} where {x} > 0, else a random slope · {x}", local=("1 where {x} > 0, else the slope",), symbol="rrelu",
)
OVER[RRELU] = RRELU_OVER = _over(RRELU, lambda xp, g, noise: g * noise)
