"""Rows of further functions of one, two or three values: inverse circular functions, blends, and choices with a kink."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.op import Op, once, sent_once

from .elementwise import RECIPROCAL, REMAINDER, RSQRT, signs
from .reduce import by_row, in_rows, is_nan

# A table is read row by row; one argument a line would hide it.
# fmt: off

# -- inverse circular and hyperbolic functions ----------------------------------------------------------------------

ASIN = Op(
    "asin", "AsinBackward0", np.arcsin,
    vjp=(lambda xp, g, x: g * by_row(xp, RSQRT, -x * x + 1),),
    formula="asin {x}", local=("1 / √(1 − {x}²)",),
)
ACOS = Op(
    "acos", "AcosBackward0", np.arccos,
    vjp=(lambda xp, g, x: g * -by_row(xp, RSQRT, -x * x + 1),),
    formula="acos {x}", local=("−1 / √(1 − {x}²)",),
)
ASINH = Op(
    "asinh", "AsinhBackward0", np.arcsinh,
    vjp=(lambda xp, g, x: g * by_row(xp, RSQRT, x ** 2 + 1),),
    formula="asinh {x}", local=("1 / √({x}² + 1)",),
)
ACOSH = Op(
    "acosh", "AcoshBackward0", np.arccosh,
    vjp=(lambda xp, g, x: g * by_row(xp, RSQRT, x * x - 1),),
    formula="acosh {x}", local=("1 / √({x}² − 1)",),
)
ATANH = Op(
    "atanh", "AtanhBackward0", np.arctanh,
    vjp=(lambda xp, g, x: g / (1 - x ** 2),),
    formula="atanh {x}", local=("1 / (1 − {x}²)",),
)


def _over(row: Op) -> Op:
    """PyTorch defines no derivative for these three in place."""
    def refuse(xp: Any, g: Any) -> Any:
        raise errors.argument_without_derivative(f"inplace version of {row.name}")

    return Op(
        row.name, row.grad_fn.replace("0", "1"), row.forward,
        vjp=(refuse,), formula=row.formula, local=("not defined",), no_forward=f"{row.name}_",
    )


ASINH_OVER, ACOSH_OVER, ATANH_OVER = _over(ASINH), _over(ACOSH), _over(ATANH)
DEG2RAD = Op(
    "deg2rad", "Deg2RadBackward0", lambda x: x * x.dtype.type(math.pi / 180),
    vjp=(lambda xp, g: g * (math.pi / 180),),
    formula="{x} · π / 180", local=("π / 180",),
)
RAD2DEG = Op(
    "rad2deg", "Rad2DegBackward0", once(lambda x: x * x.dtype.type(180 / math.pi)),
    vjp=(sent_once(lambda xp, g: g * (180 / math.pi)),),
    formula="{x} · 180 / π", local=("180 / π",),
)

# -- of two values ----------------------------------------------------------------------------------------------------


def _over_square(xp: Any, x: Any, y: Any) -> Any:
    """1 / (x² + y²), 0 at the origin."""
    square = x * x + y * y
    return xp.masked_fill(by_row(xp, RECIPROCAL, square), square == 0)


ATAN2 = Op(
    "atan2", "Atan2Backward0", np.arctan2,
    vjp=(
        lambda xp, g, x, y: g * y * _over_square(xp, x, y),
        lambda xp, g, x, y: g * -x * _over_square(xp, x, y),
    ),
    formula="angle of ({y}, {x})", local=("{y} / ({x}² + {y}²)", "−{x} / ({x}² + {y}²)"),
)
HYPOT = Op(
    "hypot", "HypotBackward0", np.hypot,
    vjp=(lambda xp, g, x, z: g * x / z, lambda xp, g, y, z: g * y / z),
    formula="√({x}² + {y}²)", local=("{x} / {z}", "{y} / {z}"),
)
LOGADDEXP = Op(
    "logaddexp", "LogaddexpBackward0", np.logaddexp,
    vjp=(
        lambda xp, g, x, y: g / (1 + xp.exp(y - x)),
        lambda xp, g, x, y: g / (1 + xp.exp(x - y)),
    ),
    formula="log(exp {x} + exp {y})", local=("1 / (1 + exp({y} − {x}))", "1 / (1 + exp({x} − {y}))"),
)
LOGADDEXP2 = Op(
    "logaddexp2", "Logaddexp2Backward0", np.logaddexp2,
    vjp=(
        lambda xp, g, x, y: g / (1 + 2 ** (y - x)),
        lambda xp, g, x, y: g / (1 + 2 ** (x - y)),
    ),
    formula="log₂(2 ** {x} + 2 ** {y})", local=("1 / (1 + 2 ** ({y} − {x}))", "1 / (1 + 2 ** ({x} − {y}))"),
)


def _xlogy(x: Any, y: Any) -> Any:
    return np.where(np.isnan(y), y, np.where(x == 0, np.zeros_like(x), x * np.log(y)))


def _xlogy_x(xp: Any, g: Any, x: Any, y: Any) -> Any:
    """Log y, but 0 where g is 0, or where x is 0 and y not positive."""
    sent = by_row(xp, XLOGY, g, y)
    return xp.masked_fill(sent, xp.logical_and(x == 0, y <= 0))


XLOGY: Op = Op(
    "xlogy", "XlogyBackward0", _xlogy,
    vjp=(_xlogy_x, lambda xp, g, x, y: g * x / y),
    formula="{x} · log {y}", local=("log {y}", "{x} / {y}"),
)


def _copysign_x(xp: Any, g: Any, x: Any, z: Any) -> Any:
    return g * xp.masked_fill(z / x, x == 0)


COPYSIGN = Op(
    "copysign", "CopysignBackward0", np.copysign,
    vjp=(_copysign_x, lambda xp, g: xp.zeros_like(g)),
    formula="|{x}| with the sign of {y}", local=("{z} / {x}", "0"),
)
COPYSIGN_NUMBER = Op(
    "copysign", "CopysignBackward1", lambda x, other: np.copysign(x, x.dtype.type(other)),
    vjp=(_copysign_x,),
    formula="|{x}| with the sign of {other}", local=("{z} / {x}",),
)

XLOGY_NUMBER = Op(
    "xlogy", "XlogyBackward2", lambda x, other: _xlogy(x, x.dtype.type(other)),
    vjp=(lambda xp, g, x, other: g * _log(other) if other > 0 else xp.where(x != 0, g * _log(other), 0),),
    formula="{x} · log {other}", local=("log {other}",),
)
NUMBER_XLOGY = Op(
    "xlogy", "XlogyBackward1", lambda x, number: _xlogy(x.dtype.type(number), x),
    vjp=(lambda xp, g, x, number: g * number / x,),
    formula="{number} · log {x}", local=("{number} / {x}",), saved_as={"x": "other", "number": "self"},
)


def _log(number: float) -> float:
    return float(np.log(np.float64(number)))


# -- blends -------------------------------------------------------------------------------------------------------------


def _lerp(x: Any, y: Any, weight: Any) -> Any:
    """From the nearer end, as PyTorch does, so that weight 1 gives exactly y."""
    return np.where(np.abs(weight) < 0.5, x + weight * (y - x), y - (y - x) * (1 - np.asarray(weight, x.dtype)))


LERP = Op(
    "lerp", "LerpBackward0", once(lambda x, y, weight: _lerp(x, y, x.dtype.type(weight))),
    vjp=(lambda xp, g, weight: g * (1 - weight), lambda xp, g, weight: g * weight),
    formula="{x} + {weight} · ({y} − {x})", local=("1 − {weight}", "{weight}"), saved_as={"y": "end"},
)
LERP_TENSOR = Op(
    "lerp", "LerpBackward1", once(_lerp),
    vjp=(lambda xp, g, w: g * (1 - w), lambda xp, g, w: g * w, lambda xp, g, x, y: g * (y - x)),
    formula="{x} + {w} · ({y} − {x})", local=("1 − {w}", "{w}", "{y} − {x}"), saved_as={"y": "end", "w": "weight"},
)


def _times(g: Any, value: float) -> Any:
    return g if value == 1 else g * value


ADDCMUL = Op(
    "addcmul", "AddcmulBackward0", once(lambda x, y, w, value: x + _times(y, y.dtype.type(value)) * w),
    vjp=(
        lambda xp, g: g,
        lambda xp, g, w, value: g * (w * value),
        lambda xp, g, y, value: g * (y * value),
    ),
    formula="{x} + {value} · {y} · {w}", local=("1", "{value} · {w}", "{value} · {y}"),
    saved_as={"y": "tensor1", "w": "tensor2"},
)
ADDCDIV = Op(
    "addcdiv", "AddcdivBackward0", once(lambda x, y, w, value: x + _times(y, value) / w),
    vjp=(
        lambda xp, g: g,
        lambda xp, g, w, value: g * (value / w),
        lambda xp, g, y, w, value: -g * ((y * value) / (w * w)),
    ),
    formula="{x} + {value} · {y} / {w}", local=("1", "{value} / {w}", "−{value} · {y} / {w}²"),
    saved_as={"y": "tensor1", "w": "tensor2"},
)

# -- choices and limits --------------------------------------------------------------------------------------------------

MASKED_FILL = Op(
    "masked_fill", "MaskedFillBackward0", lambda x, mask, value: in_rows(np.where(mask, np.asarray(value, x.dtype), x)),
    vjp=(lambda xp, g, mask: xp.masked_fill(g, mask),),
    formula="{value} where mask, else {x}", local=("0 where mask, else 1",), symbol="fill", alike=True,
)
MASKED_FILL_TENSOR = Op(
    "masked_fill", "MaskedFillBackward1", lambda x, y, mask: in_rows(np.where(mask, y.astype(x.dtype), x)),
    vjp=(
        lambda xp, g, mask: xp.masked_fill(g, mask),
        lambda xp, g, mask: xp.where(mask, g, 0),
    ),
    formula="{y} where mask, else {x}", local=("0 where mask, else 1", "1 where mask, else 0"), symbol="fill", alike=True,
    saved_as={"y": "value"},
)


def _inside(xp: Any, x: Any, low: Any, high: Any) -> Any:
    if low is None:
        return x <= high
    return x >= low if high is None else xp.logical_and(x >= low, x <= high)


CLAMP_TENSORS = Op(
    "clamp", "ClampBackward0", lambda x, y, w: np.minimum(np.maximum(x, y), w),
    vjp=(
        lambda xp, g, x, y, w: xp.where(_inside(xp, x, y, w), g, 0),
        lambda xp, g, x, y, w: xp.where(xp.logical_and(y < w, x < y), g, 0),
        lambda xp, g, x, y, w: xp.where(w < y, g, xp.where(x > w, g, 0)),
    ),
    formula="clamp({x}, {y}, {w})",
    local=("1 inside the limits, else 0", "1 where {x} < {y}, else 0", "1 where {x} > {w}, else 0"),
    saved_as={"y": "min", "w": "max"},
)
CLAMP_LOW = Op(  # no bare np.maximum: NumPy warns of a third argument that is to be overwritten
    "clamp", "ClampBackward0", lambda x, y: np.maximum(x, y),
    vjp=(lambda xp, g, x, y: xp.where(x >= y, g, 0), lambda xp, g, x, y: xp.where(x < y, g, 0)), numbers=True,
    formula="max({x}, {y})", local=("1 where {x} ≥ {y}, else 0", "1 where {x} < {y}, else 0"), saved_as={"y": "min"},
)
CLAMP_HIGH = Op(
    "clamp", "ClampBackward0", lambda x, y: np.minimum(x, y),
    vjp=(lambda xp, g, x, y: xp.where(x <= y, g, 0), lambda xp, g, x, y: xp.where(x > y, g, 0)), numbers=True,
    formula="min({x}, {y})", local=("1 where {x} ≤ {y}, else 0", "1 where {x} > {y}, else 0"), saved_as={"y": "max"},
)


def _at_least(x: Any, min: float) -> Any:
    return np.maximum(x, np.asarray(min, x.dtype))


def _at_most(x: Any, max: float) -> Any:
    return np.minimum(x, np.asarray(max, x.dtype))


def _at_least_vjp(xp: Any, g: Any, x: Any, min: float) -> Any:
    return xp.where(x >= min, g, 0)


def _at_most_vjp(xp: Any, g: Any, x: Any, max: float) -> Any:
    return xp.where(x <= max, g, 0)


CLAMP_MIN = Op(
    "clamp_min", "ClampMinBackward0", _at_least,
    vjp=(_at_least_vjp,),
    formula="max({x}, {min})", local=("1 where {x} ≥ {min}, else 0",),
)
CLAMP_MAX = Op(
    "clamp_max", "ClampMaxBackward0", _at_most,
    vjp=(_at_most_vjp,),
    formula="min({x}, {max})", local=("1 where {x} ≤ {max}, else 0",),
)
CLAMP_MIN_TENSOR = Op(
    "clamp_min", "ClampMinBackward1", np.maximum,
    vjp=(lambda xp, g, x, y: xp.where(x >= y, g, 0), lambda xp, g, x, y: xp.where(x < y, g, 0)),
    formula="max({x}, {y})", local=("1 where {x} ≥ {y}, else 0", "1 where {x} < {y}, else 0"), saved_as={"y": "min"},
)
CLAMP_MAX_TENSOR = Op(
    "clamp_max", "ClampMaxBackward1", np.minimum,
    vjp=(lambda xp, g, x, y: xp.where(x <= y, g, 0), lambda xp, g, x, y: xp.where(x > y, g, 0)),
    formula="min({x}, {y})", local=("1 where {x} ≤ {y}, else 0", "1 where {x} > {y}, else 0"), saved_as={"y": "max"},
)


def _chosen(name: str, grad_fn: str, forward: Any, formula: str, before: Any, relation: str) -> Op:
    """A row of `fmax` or `fmin`: the first where it is chosen, or the second is nan."""
    return Op(
        name,
        grad_fn,
        forward,
        vjp=(
            lambda xp, g, x, y: xp.masked_fill(g, ~(before(x, y) | is_nan(y))),
            lambda xp, g, x, y: xp.masked_fill(g, before(x, y) | is_nan(y)),
        ),
        formula=formula,
        local=(f"1 where {{x}} {relation} {{y}}, else 0", f"0 where {{x}} {relation} {{y}}, else 1"),
    )


FMAX = _chosen("fmax", "FmaxBackward0", np.fmax, "max({x}, {y}), nan where both are", lambda x, y: x >= y, "≥")
FMIN = _chosen("fmin", "FminBackward0", np.fmin, "min({x}, {y}), nan where both are", lambda x, y: x <= y, "≤")
NAN_TO_NUM = Op(
    "nan_to_num", "NanToNumBackward0", lambda x, nan, posinf, neginf: np.nan_to_num(x, nan=nan, posinf=posinf, neginf=neginf),
    vjp=(lambda xp, g, x: g * (xp.abs(x) < math.inf),),
    formula="{x} with numbers for nan and ∞", local=("1 where {x} is a number, else 0",),
)
SGN = Op(
    "sgn", "SgnBackward0", signs,
    vjp=(lambda xp, g: xp.zeros_like(g),),
    formula="sign {x}", local=("0",),
)
ROUND_DECIMALS = Op(
    "round", "RoundBackward1", lambda x, decimals: _rounded(x, decimals),
    vjp=(lambda xp, g: xp.zeros_like(g),),
    formula="{x} rounded to {decimals} decimals", local=("0",),
)


def _rounded(x: Any, decimals: int) -> Any:
    factor = x.dtype.type(10.0 ** abs(decimals))
    return np.rint(x * factor) / factor if decimals >= 0 else np.rint(x / factor) * factor


# -- functions whose derivative PyTorch does not define ------------------------------------------------------------------


def _undefined(
    name: str, forward: Any, formula: str, symbol: str = "", inputs: tuple[str, ...] = ("x", "y"),
    grad_fn: str = "NotImplemented",
) -> Op:
    """A row without a derivative. PyTorch has a node for those that it says so of, and a general one for others."""
    def refuse(xp: Any, g: Any) -> Any:
        if grad_fn != "NotImplemented":
            raise errors.argument_without_derivative(name)
        raise errors.derivative_undefined(name)

    number = len(inputs)
    return Op(
        name, grad_fn, forward, inputs=inputs,
        vjp=(refuse,) * number, formula=formula, local=("not defined",) * number, symbol=symbol,
    )


FLOOR_DIVIDE = _undefined("floor_divide", np.floor_divide, "⌊{x} / {y}⌋", "//")
FLOOR_DIVIDE_NUMBER = _undefined(
    "floor_divide", lambda x, other: np.floor_divide(x, x.dtype.type(other)), "⌊{x} / {other}⌋", "//", ("x",))
NUMBER_FLOOR_DIVIDE = _undefined(
    "floor_divide", lambda x, other: np.floor_divide(x.dtype.type(other), x), "⌊{other} / {x}⌋", "//", ("x",))
NUMBER_REMAINDER = _undefined(
    "remainder", lambda x, other: REMAINDER.forward(x.dtype.type(other), x), "{other} mod {x}", "%", ("x",))
HEAVISIDE = _undefined("heaviside", lambda x, y: np.where(x == 0, y, x > 0).astype(x.dtype), "0 where {x} < 0, {y} where 0, else 1")
NEXTAFTER = _undefined(
    "nextafter", np.nextafter, "the number after {x} on the way to {y}", grad_fn="NextafterBackward0")
