"""Rows of the derivatives of activation functions: recorded when gradients are differentiated again (see derivatives.py).

`x` is the upstream gradient, `y` what went into the activation function.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine.namespaces import ARRAYS
from autograd_nb.engine.numerics.special import erf
from autograd_nb.engine.op import Op, once

from .derivatives import OF_INPUT, again
from .elementwise import SIGMOID
from .reduce import by_row

# A table is read row by row; one argument a line would hide it.
# fmt: off

# -- lines with kinks: their derivative is a constant, and its own derivative 0 ---------------------------------------


def either(condition: Any, x: Any, y: Any) -> Any:
    """`x` or `y`; as a sum, for `where` with 0 is quick on masks without order."""
    return ARRAYS.where(condition, x, 0) + ARRAYS.where(~condition, y, 0)


def _of_line(name: str, grad_fn: str, slope: Any, local: str) -> Op:
    """A row for a function made of lines; `slope` gives the gradient out of the upstream gradient and the input."""

    def itself(xp: Any, g: Any, *values: Any) -> Any:
        return again(xp, row, g, values[0], **dict(zip(options, values[1:])))

    code = slope.__code__
    options = code.co_varnames[2 : code.co_argcount]
    itself.names = ("y", *options)  # type: ignore[attr-defined]  # what it saves
    row = Op(
        name, grad_fn, once(slope),
        vjp=(itself, lambda xp, g: xp.zeros_like(g)),
        formula="{x} · (" + local + ")", local=(local, "0"), symbol=name.removesuffix("_backward") + " ′", saved_as=OF_INPUT,
    )
    return row


LEAKY_RELU_BACKWARD = _of_line(
    "leaky_relu_backward", "LeakyReluBackwardBackward0",
    lambda x, y, negative_slope: either(y > 0, x, x * negative_slope), "1 where {y} > 0, else {negative_slope}",
)
HARDTANH_BACKWARD = _of_line(
    "hardtanh_backward", "HardtanhBackwardBackward0",
    lambda x, y, min_val, max_val: ARRAYS.where(~((y <= min_val) | (y >= max_val)), x, 0),
    "1 between {min_val} and {max_val}, else 0",
)
SOFTSHRINK_BACKWARD = _of_line(
    "softshrink_backward", "SoftshrinkBackwardBackward0",
    lambda x, y, lambd: ARRAYS.where(np.logical_and(y >= -lambd, y <= lambd), x * 0, x), "1 where |{y}| > {lambd}, else 0",
)
HARDSHRINK_BACKWARD = _of_line(
    "hardshrink_backward", "HardshrinkBackwardBackward0",
    lambda x, y, lambd: ARRAYS.where(np.logical_and(y >= -lambd, y <= lambd), x * 0, x), "1 where |{y}| > {lambd}, else 0",
)
THRESHOLD_BACKWARD = _of_line(
    "threshold_backward", "ThresholdBackwardBackward0",
    lambda x, y, threshold: ARRAYS.where(~(y <= threshold), x, 0), "1 where {y} > {threshold}, else 0",
)


def _hardswish(x: Any, y: Any) -> Any:
    return ARRAYS.where(y < 3, ARRAYS.where(y > -3, x * (y / 3 + 0.5), 0), x)


HARDSWISH_BACKWARD: Op = Op(
    "hardswish_backward", "HardswishBackwardBackward0", once(_hardswish),
    vjp=(
        lambda xp, g, y: again(xp, HARDSWISH_BACKWARD, g, y),
        lambda xp, g, x, y: xp.where(xp.logical_and(y > -3, y < 3), g * x / 3, 0),
    ),
    formula="{x} · ({y} / 3 + ½), {x} above 3, 0 below −3",
    local=("{y} / 3 + ½ where |{y}| < 3, 1 above, 0 below", "{x} / 3 where |{y}| < 3, else 0"),
    symbol="hardswish ′", saved_as=OF_INPUT,
)

# -- exponential on one side ------------------------------------------------------------------------------------------


def _below(xp: Any, x: Any) -> Any:
    """`x` where it is negative, else 0: exp of it cannot overflow, and 0 · ∞ is nowhere."""
    return xp.where(x <= 0, x, 0)


def _elu_slope(xp: Any, y: Any, alpha: float, scale: float, input_scale: float) -> Any:
    return xp.exp(_below(xp, y) * input_scale) * (alpha * scale * input_scale)


def _elu(x: Any, y: Any, alpha: float, scale: float, input_scale: float) -> Any:
    return either(y <= 0, x * _elu_slope(ARRAYS, y, alpha, scale, input_scale), x * scale)  # the line for nan


ELU_BACKWARD: Op = Op(
    "elu_backward", "EluBackwardBackward0", once(_elu),
    vjp=(
        lambda xp, g, y, alpha, scale, input_scale: again(
            xp, ELU_BACKWARD, g, y, alpha=alpha, scale=scale, input_scale=input_scale),
        lambda xp, g, x, y, alpha, scale, input_scale: xp.where(
            y < 0, g * x * (_elu_slope(xp, y, alpha, scale, input_scale) * input_scale), 0),
    ),
    formula="{x} · ({scale} where {y} > 0, else {scale} · {alpha} · exp {y})",
    local=("{scale} where {y} > 0, else {scale} · {alpha} · exp {y}", "{x} · {scale} · {alpha} · exp {y} where {y} < 0, else 0"),
    symbol="elu ′", saved_as={"x": "grad_output", "y": "self_or_result"},
)

# -- smooth -----------------------------------------------------------------------------------------------------------


def sigmoid(xp: Any, x: Any) -> Any:
    """1 / (1 + exp(-x)), in either namespace."""
    return by_row(xp, SIGMOID, x)


def _softplus(x: Any, y: Any, beta: float, threshold: float) -> Any:
    return ARRAYS.where(y * beta > threshold, x, x * sigmoid(ARRAYS, y * beta))


def _softplus_input(xp: Any, g: Any, x: Any, y: Any, beta: float, threshold: float) -> Any:
    s = sigmoid(xp, y * beta)
    return xp.where(~(y * beta >= threshold), g * x * (s * (1 - s) * beta), 0)


SOFTPLUS_BACKWARD: Op = Op(
    "softplus_backward", "SoftplusBackwardBackward0", once(_softplus),
    vjp=(
        lambda xp, g, y, beta, threshold: again(xp, SOFTPLUS_BACKWARD, g, y, beta=beta, threshold=threshold),
        _softplus_input,
    ),
    formula="{x} · σ({beta} · {y})",
    local=("σ({beta} · {y})", "{x} · {beta} · σ({beta} · {y}) · (1 − σ({beta} · {y}))"),
    symbol="softplus ′", saved_as=OF_INPUT,
)


def _log_sigmoid(x: Any, y: Any) -> Any:
    if x.dtype.char != "e":
        return x * sigmoid(ARRAYS, -y)
    least = np.exp(-np.abs(y)).astype(np.float32)  # which PyTorch saved in half precision
    share = least / (least + 1)
    return (np.where(y < 0, 1 - share, share) * x).astype(x.dtype)


LOG_SIGMOID_BACKWARD: Op = Op(
    "log_sigmoid_backward", "LogSigmoidBackwardBackward0", _log_sigmoid,
    vjp=(
        lambda xp, g, y: again(xp, LOG_SIGMOID_BACKWARD, g, y),
        lambda xp, g, x, y: -g * x * (sigmoid(xp, y) * sigmoid(xp, -y)),
    ),
    formula="{x} · σ(−{y})", local=("σ(−{y})", "−{x} · σ({y}) · σ(−{y})"), symbol="log σ ′", saved_as=OF_INPUT,
)

_ROOT_HALF = math.sqrt(0.5)
_BELL = 1 / math.sqrt(2 * math.pi)
TANH_SCALE, TANH_CUBE = math.sqrt(2 / math.pi), 0.044715

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


def normal_cdf(x: Any) -> Any:
    """The share of the normal distribution below `x`; quick where there is more than anybody prints."""
    if x.dtype != np.float32 or x.size <= 1000:
        return 0.5 * (1 + erf(x * _ROOT_HALF))
    flat, found = x.reshape(-1), np.empty(x.size, np.float32)
    for i in range(0, x.size, _BLOCK):
        found[i : i + _BLOCK] = _quick_cdf(flat[i : i + _BLOCK])
    return found.reshape(x.shape)


def _by_tanh(xp: Any, x: Any) -> tuple[Any, Any]:
    """The tangent of the approximation, and the slope of what is in it."""
    return xp.tanh(TANH_SCALE * (x + TANH_CUBE * (x * x * x))), TANH_SCALE * (1 + 3 * TANH_CUBE * (x * x))


def _gelu(x: Any, y: Any, approximate: str) -> Any:
    if approximate == "none":
        return x * (normal_cdf(y) + y * (np.exp(-0.5 * (y * y)) * _BELL))
    t, slope = _by_tanh(ARRAYS, y)
    return x * (0.5 * (1 + t) + 0.5 * y * (1 - t * t) * slope)


def _gelu_input(xp: Any, g: Any, x: Any, y: Any, approximate: str) -> Any:
    if approximate == "none":
        return g * x * ((2 - y * y) * (xp.exp(-0.5 * (y * y)) * _BELL))
    t, slope = _by_tanh(xp, y)
    bend = slope + 0.5 * y * (6 * TANH_SCALE * TANH_CUBE * y - 2 * t * (slope * slope))
    return g * x * ((1 - t * t) * bend)


GELU_BACKWARD: Op = Op(
    "gelu_backward", "GeluBackwardBackward0", once(_gelu),
    vjp=(lambda xp, g, y, approximate: again(xp, GELU_BACKWARD, g, y, approximate=approximate), _gelu_input),
    formula="{x} · (Φ({y}) + {y} · exp(−{y}² / 2) / √(2π))",
    local=("Φ({y}) + {y} · exp(−{y}² / 2) / √(2π)", "{x} · (2 − {y}²) · exp(−{y}² / 2) / √(2π)"),
    symbol="gelu ′", saved_as=OF_INPUT,
)
