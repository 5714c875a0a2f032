"""Rows of parts of numbers: mantissa and exponent, the angle of a real number."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine.op import Op

from .reduce import plain

# A table is read row by row; one argument a line would hide it.
# fmt: off


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
CONJ_PHYSICAL_OVER = Op(
    "conj_physical_", "ConjPhysicalBackward1", lambda x: x.copy(),
    vjp=(lambda xp, g: g,),
    formula="{x}", local=("1",), symbol="conj",
)
ANGLE = Op(
    "angle", "AngleBackward0", lambda x: np.where(np.isnan(x), x, np.where(x < 0, math.pi, 0)).astype(x.dtype),
    vjp=(lambda xp, g: xp.zeros_like(g),),
    formula="angle of {x}", local=("0",),
)
