"""Rows of the operations that treat every element alike, from the simplest derivative to the trickier ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.memory.layouts import cast, copied
from autograd_nb.engine.namespaces import zero
from autograd_nb.engine.op import Op, once

from .by_number import ADD_NUMBER, DIV_NUMBER, MUL_NUMBER, SUB_NUMBER
from .derivatives import RELU_BACKWARD, SIGMOID_BACKWARD, TANH_BACKWARD

# A table is read row by row; one argument a line would hide it.
# fmt: off

# -- linear: the derivative is a constant -----------------------------------------------------------------------

ADD = Op(
    "add", "AddBackward0", lambda x, y, alpha=1: np.add(x, y) if alpha == 1 else np.add(x, alpha * y),
    vjp=(lambda xp, g: g, lambda xp, g, alpha: g if alpha in (None, 1) else g * alpha),
    formula="{x} + {y}", local=("1", "1"), symbol="+", ufunc=np.add, by_number=ADD_NUMBER,
)
SUB = Op(
    "sub", "SubBackward0", lambda x, y, alpha=1: np.subtract(x, y) if alpha == 1 else np.subtract(x, alpha * y),
    vjp=(lambda xp, g: g, lambda xp, g, alpha: -g if alpha in (None, 1) else -g * alpha),
    formula="{x} − {y}", local=("1", "−1"), symbol="−", ufunc=np.subtract, by_number=SUB_NUMBER,
)
RSUB = Op(
    "rsub", "RsubBackward1", lambda x, other: np.subtract(other, x),
    vjp=(lambda xp, g: -g,),
    formula="{other} − {x}", local=("−1",), symbol="−",
)
RSUB_TENSOR = Op(
    "rsub", "RsubBackward0", lambda x, y: np.subtract(y, x),
    vjp=(lambda xp, g: -g, lambda xp, g: g),
    formula="{y} − {x}", local=("−1", "1"), symbol="−",
)
NEG = Op(
    "neg", "NegBackward0", np.negative,
    vjp=(lambda xp, g: -g,),
    formula="−{x}", local=("−1",), symbol="−",
)
CLONE = Op("clone", "CloneBackward0", copied, vjp=(lambda xp, g: g,), formula="{x}", local=("1",))
CAST = Op(
    "to", "ToCopyBackward0", cast,
    vjp=(lambda xp, g: g,),  # the walk gives every contribution the dtype of the value it belongs to
    formula="{x}", local=("1",),
)
CAST_WHOLE = Op(  # to a dtype that has no gradient
    "to", "", cast, formula="{x}", inputs=("x",), outputs=0,
)

# -- products and quotients ---------------------------------------------------------------------------------------

MUL = Op(
    "mul", "MulBackward0", np.multiply,
    vjp=(lambda xp, g, y: g * y, lambda xp, g, x: g * x),
    formula="{x} · {y}", local=("{y}", "{x}"), symbol="×", by_number=MUL_NUMBER,
)
DIV = Op(
    "div", "DivBackward0", np.true_divide,
    vjp=(lambda xp, g, y: g / y, lambda xp, g, x, y: -g * ((x / y) / y)),
    formula="{x} / {y}", local=("1 / {y}", "−{x} / {y}²"), symbol="÷", by_number=DIV_NUMBER,
)
RECIPROCAL = Op(
    "reciprocal", "ReciprocalBackward0", lambda x: np.true_divide(1, x, dtype=x.dtype),
    vjp=(lambda xp, g, z: -g * (z * z),),
    formula="1 / {x}", local=("−1 / {x}²",), symbol="1/",
)

# -- powers ---------------------------------------------------------------------------------------------------------


def _pow_scalar(xp: Any, g: Any, x: Any, exponent: float) -> Any:
    """X ** n for a number n; x ** 0 has the derivative 0 even at x = 0."""
    if exponent == 2 and xp.plain:  # by far the most common; where every step is recorded, PyTorch's are
        return g * (x + x)
    return xp.zeros_like(x) * g if exponent == 0 else g * (exponent * x ** (exponent - 1))


def _pow_base(xp: Any, g: Any, x: Any, y: Any) -> Any:
    return xp.where(y == 0.0, xp.zeros_like(g * x), g * (y * x ** (y - 1)))


def _pow_exponent(xp: Any, g: Any, x: Any, y: Any, z: Any) -> Any:
    """Z log x, but 0 where x is 0 and y is not negative."""
    flat = xp.logical_and(x == 0, y >= 0)
    return g * xp.where(flat, xp.zeros_like(z), z * xp.log(x))


def _scalar_exponent(xp: Any, g: Any, y: Any, z: Any, base: float) -> Any:
    if base == 0:
        return g * xp.where(y >= 0, xp.zeros_like(z), z * float(np.log(np.float64(base))))
    return g * (z * float(np.log(np.float64(base))))


POW = Op(
    "pow", "PowBackward0", lambda x, exponent: np.square(x) if exponent == 2 else np.power(x, exponent),
    vjp=(_pow_scalar,),
    formula="{x} ** {exponent}", local=("{exponent} · {x} ** ({exponent} − 1)",), symbol="**",
)


def _power(x: Any, y: Any) -> Any:
    """Of whole numbers 1 and −1 have negative powers, all others come to 0."""
    if np.result_type(x, y).kind == "f" or not np.less(y, 0).any():
        return np.power(x, y)
    one = np.where(np.equal(x, -1), np.where(np.bitwise_and(y, 1), -1, 1), np.equal(x, 1))
    return np.where(np.less(y, 0), one, np.power(x, np.maximum(y, 0))).astype(np.result_type(x, y))


POW_TENSOR = Op(
    "pow", "PowBackward1", _power,
    vjp=(_pow_base, _pow_exponent),
    formula="{x} ** {y}", local=("{y} · {x} ** ({y} − 1)", "{z} · log {x}"), symbol="**",
    saved_as={"y": "exponent"},
)
POW_BASE = Op(
    "pow", "PowBackward2", lambda y, base: np.power(base, y),
    vjp=(_scalar_exponent,), inputs=("y",),
    formula="{base} ** {y}", local=("{z} · log {base}",), symbol="**",
    saved_as={"y": "exponent", "base": "self"},
)
SQUARE = Op(  # PyTorch records x.square() as x ** 2
    "square", "PowBackward0", lambda x, exponent: np.square(x),
    vjp=(_pow_scalar,),
    formula="{x}²", local=("2 · {x}",), symbol="²",
)
SQRT = Op(
    "sqrt", "SqrtBackward0", np.sqrt,
    vjp=(lambda xp, g, z: g / (2 * z),),
    formula="√{x}", local=("1 / (2 · {z})",), symbol="√",
)
RSQRT = Op(
    "rsqrt", "RsqrtBackward0", lambda x: np.reciprocal(np.sqrt(x)),
    vjp=(lambda xp, g, z: -0.5 * g * z ** 3,),
    formula="1 / √{x}", local=("−{z}³ / 2",), symbol="1/√",
)

# -- exponentials and logarithms ----------------------------------------------------------------------------------

EXP = Op(
    "exp", "ExpBackward0", np.exp,
    vjp=(lambda xp, g, z: g * z,),
    formula="exp {x}", local=("{z}",),
)
EXP2 = Op(
    "exp2", "Exp2Backward0", np.exp2,
    vjp=(lambda xp, g, z: g * z * 0.6931471805599453,),
    formula="2 ** {x}", local=("{z} · log 2",),
)
EXPM1 = Op(
    "expm1", "Expm1Backward0", np.expm1,
    vjp=(lambda xp, g, z: g * (z + 1),),
    formula="exp {x} − 1", local=("{z} + 1",),
)
LOG = Op(
    "log", "LogBackward0", np.log,
    vjp=(lambda xp, g, x: g / x,),
    formula="log {x}", local=("1 / {x}",),
)
LOG2 = Op(
    "log2", "Log2Backward0", np.log2,
    vjp=(lambda xp, g, x: g / (x * 0.6931471805599453),),
    formula="log₂ {x}", local=("1 / ({x} · log 2)",),
)
LOG10 = Op(
    "log10", "Log10Backward0",
    lambda x: np.log10(x, dtype=np.float64).astype(x.dtype),  # NumPy's in single precision has log10(100) > 2
    vjp=(lambda xp, g, x: g / (x * 2.302585092994046),),
    formula="log₁₀ {x}", local=("1 / ({x} · log 10)",),
)
LOG1P = Op(
    "log1p", "Log1PBackward0", np.log1p,
    vjp=(lambda xp, g, x: g / (x + 1),),
    formula="log(1 + {x})", local=("1 / (1 + {x})",),
)

# -- circular and hyperbolic functions ------------------------------------------------------------------------------

SIN = Op(
    "sin", "SinBackward0", np.sin,
    vjp=(lambda xp, g, x: g * xp.cos(x),),
    formula="sin {x}", local=("cos {x}",),
)
COS = Op(
    "cos", "CosBackward0", np.cos,
    vjp=(lambda xp, g, x: g * -xp.sin(x),),
    formula="cos {x}", local=("−sin {x}",),
)
TAN = Op(
    "tan", "TanBackward0", np.tan,
    vjp=(lambda xp, g, z: g * (1 + z ** 2),),
    formula="tan {x}", local=("1 + {z}²",),
)
ATAN = Op(
    "atan", "AtanBackward0", np.arctan,
    vjp=(lambda xp, g, x: g / (x * x + 1),),
    formula="atan {x}", local=("1 / (1 + {x}²)",),
)
SINH = Op(
    "sinh", "SinhBackward0", np.sinh,
    vjp=(lambda xp, g, x: g * xp.cosh(x),),
    formula="sinh {x}", local=("cosh {x}",),
)
COSH = Op(
    "cosh", "CoshBackward0", np.cosh,
    vjp=(lambda xp, g, x: g * xp.sinh(x),),
    formula="cosh {x}", local=("sinh {x}",),
)
TANH = Op(
    "tanh", "TanhBackward0", np.tanh,
    vjp=(TANH_BACKWARD.of("z"),),
    formula="tanh {x}", local=("1 − {z}²",),
)


BLOCK = 1 << 17
"""So many elements stay in the cache while several steps are taken over them."""


def _sigmoid(x: Any) -> Any:
    if not x.ndim:
        return np.reciprocal(np.exp(np.negative(x)) + 1)
    z = np.empty_like(x)
    parts = [(z, x)]
    if x.size > BLOCK and x.flags.c_contiguous:
        whole, given = z.reshape(-1), x.reshape(-1)
        parts = [(whole[i : i + BLOCK], given[i : i + BLOCK]) for i in range(0, x.size, BLOCK)]
    for part, values in parts:
        np.exp(np.negative(values, part), part)
        np.reciprocal(np.add(part, 1, part), part)
    return z


SIGMOID = Op(
    "sigmoid", "SigmoidBackward0", once(_sigmoid),
    vjp=(SIGMOID_BACKWARD.of("z"),),
    formula="1 / (1 + exp(−{x}))", local=("{z} · (1 − {z})",), symbol="σ",
)

# -- functions with a kink: the value at the kink is PyTorch's choice -------------------------------------------------

RELU = Op(
    "relu", "ReluBackward0", lambda x: np.maximum(zero(x.dtype), x),  # in this order -0 stays
    vjp=(RELU_BACKWARD.of("z"),),
    formula="max({x}, 0)", local=("1 where {x} > 0, else 0",),
)
ABS = Op(
    "abs", "AbsBackward0", np.abs,
    vjp=(lambda xp, g, x: g * xp.sgn(x),),
    formula="|{x}|", local=("sign {x}",), symbol="| |",
)

def signs(x: Any) -> Any:
    """-1, 0 or 1; 0 of nan, too, unlike NumPy's."""
    found = np.sign(x)
    return np.where(np.isnan(found), x.dtype.type(0), found) if x.dtype.kind == "f" else found

SIGN = Op(
    "sign", "SignBackward0", signs,
    vjp=(lambda xp, g: xp.zeros_like(g),),
    formula="sign {x}", local=("0",),
)
FLOOR = Op(
    "floor", "FloorBackward0", np.floor,
    vjp=(lambda xp, g: xp.zeros_like(g),),
    formula="⌊{x}⌋", local=("0",),
)
CEIL = Op(
    "ceil", "CeilBackward0", np.ceil,
    vjp=(lambda xp, g: xp.zeros_like(g),),
    formula="⌈{x}⌉", local=("0",),
)
ROUND = Op(
    "round", "RoundBackward0", np.round,
    vjp=(lambda xp, g: xp.zeros_like(g),),
    formula="round {x}", local=("0",),
)
TRUNC = Op(
    "trunc", "TruncBackward0", np.trunc,
    vjp=(lambda xp, g: xp.zeros_like(g),),
    formula="trunc {x}", local=("0",),
)
FRAC = Op(
    "frac", "FracBackward0", lambda x: x - np.trunc(x),
    vjp=(lambda xp, g: g,),
    formula="{x} − trunc {x}", local=("1",),
)


def _remainder(x: Any, y: Any) -> Any:
    """With the sign of y; a remainder of 0 keeps the sign of x, as PyTorch's does."""
    if np.result_type(x, y).kind != "f":
        return np.mod(x, y)
    rest = np.fmod(x, y)
    return np.where((rest != 0) & ((rest < 0) != (np.asarray(y) < 0)), rest + y, rest)


def _whole(xp: Any, x: Any, y: Any, rounding: str) -> Any:
    return DIV_ROUNDED.forward(x, y, rounding) if xp.plain else x.div(y, rounding_mode=rounding)


REMAINDER = Op(
    "remainder", "RemainderBackward1", _remainder,
    vjp=(lambda xp, g: g, lambda xp, g, x, y: -g * _whole(xp, x, y, "floor")),
    formula="{x} mod {y}", local=("1", "−⌊{x} / {y}⌋"), symbol="%",
)
FMOD = Op(
    "fmod", "FmodBackward1", np.fmod,
    vjp=(lambda xp, g: g, lambda xp, g, x, y: -g * _whole(xp, x, y, "trunc")),
    formula="fmod({x}, {y})", local=("1", "−trunc({x} / {y})"),
)
REMAINDER_NUMBER = Op(
    "remainder", "RemainderBackward0", lambda x, other: _remainder(x, x.dtype.type(other)),
    vjp=(lambda xp, g: g,),
    formula="{x} mod {other}", local=("1",), symbol="%",
)
FMOD_NUMBER = Op(
    "fmod", "FmodBackward0", lambda x, other: np.fmod(x, x.dtype.type(other)),
    vjp=(lambda xp, g: g,),
    formula="fmod({x}, {other})", local=("1",),
)
DIV_ROUNDED = Op(
    "div", "DivBackward2", lambda x, y, rounding: np.floor_divide(x, y) if rounding == "floor" else np.trunc(x / y),
    vjp=(lambda xp, g: xp.zeros_like(g), lambda xp, g: xp.zeros_like(g)),
    formula="{rounding}({x} / {y})", local=("0", "0"), symbol="÷",
)


def _clamp(x: Any, min: Any = None, max: Any = None) -> Any:
    return np.clip(x, min, max) if min is not None or max is not None else x.copy()


def _clamp_vjp(xp: Any, g: Any, x: Any, min: Any, max: Any) -> Any:
    inside: Any = True
    if min is not None:
        inside = x >= min
    if max is not None:
        inside = (x <= max) if min is None else xp.logical_and(inside, x <= max)
    return xp.where(inside, g, 0)


CLAMP = Op(
    "clamp", "ClampBackward1", _clamp,
    vjp=(_clamp_vjp,),
    formula="clamp({x}, {min}, {max})", local=("1 inside the limits, else 0",),
)
MAXIMUM = Op(
    "maximum", "MaximumBackward0", np.maximum,
    vjp=(
        lambda xp, g, x, y: xp.masked_fill(xp.where(x == y, g / 2, g), x < y),
        lambda xp, g, x, y: xp.masked_fill(xp.where(x == y, g / 2, g), y < x),
    ),
    formula="max({x}, {y})",
    local=("1 where {x} > {y}, ½ where equal", "1 where {y} > {x}, ½ where equal"),
)
MINIMUM = Op(
    "minimum", "MinimumBackward0", np.minimum,
    vjp=(
        lambda xp, g, x, y: xp.masked_fill(xp.where(x == y, g / 2, g), x > y),
        lambda xp, g, x, y: xp.masked_fill(xp.where(x == y, g / 2, g), y > x),
    ),
    formula="min({x}, {y})",
    local=("1 where {x} < {y}, ½ where equal", "1 where {y} < {x}, ½ where equal"),
)
WHERE = Op(
    "where", "WhereBackward0", lambda x, y, condition: np.where(condition, x, y),
    vjp=(
        lambda xp, g, condition: xp.where(condition, g, 0),
        lambda xp, g, condition: xp.where(condition, xp.zeros_like(g), g),
    ),
    formula="{x} where {condition}, else {y}", local=("1 where chosen, else 0", "1 where chosen, else 0"), aside=(0,),
)

# -- overwriting --------------------------------------------------------------------------------------------------------

COPY = Op(
    "copy_", "CopyBackwards", lambda x, y: np.broadcast_to(y, x.shape).astype(x.dtype, copy=False),
    vjp=(lambda xp, g: xp.zeros_like(g), lambda xp, g: g),
    formula="{y}", local=("0", "1"), symbol="copy", over=np.copyto, saved_as={"y": "src"},
)
FILL = Op(
    "fill_", "FillBackward2", lambda x, value: np.full_like(x, value),
    vjp=(lambda xp, g: xp.zeros_like(g),),
    formula="{value}", local=("0",), symbol="fill", over=lambda x, value: x.fill(value), alike=True,
)
FILL_TENSOR = Op(
    "fill_", "FillBackward3", lambda x, y: np.full_like(x, y.astype(x.dtype)),
    vjp=(lambda xp, g: xp.zeros_like(g), lambda xp, g: xp.sum(g)),
    formula="{y}", local=("0", "1"), symbol="fill", saved_as={"y": "value"},
)
ZERO = Op(
    "zero_", "ZeroBackward0", np.zeros_like,
    vjp=(lambda xp, g: xp.zeros_like(g),),
    formula="0", local=("0",), symbol="zero", over=lambda x: x.fill(0), alike=True,
)
