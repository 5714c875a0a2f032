"""Rows of incomplete gamma functions, of the one in several dimensions, and of the zeta function."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.numerics import gammas, special
from autograd_nb.engine.op import Op

from .reduce import by_row
from .special import DIGAMMA, LGAMMA

# A table is read row by row; one argument a line would hide it.
# fmt: off


def _refuse(what: str) -> Any:
    def vjp(xp: Any, g: Any) -> Any:
        raise errors.argument_without_derivative(what)

    return vjp


def _density(xp: Any, x: Any, y: Any) -> Any:
    """The derivative of the lower part with respect to its limit `y`."""
    return xp.exp((x - 1) * xp.log(y) - y - by_row(xp, LGAMMA, x))


IGAMMA = Op(
    "igamma", "IgammaBackward0", gammas.lower,
    vjp=(_refuse("igamma: input"), lambda xp, g, x, y: g * _density(xp, x, y)),
    formula="P({x}, {y})", local=("not defined", "{y} ** ({x} − 1) · exp(−{y}) / Γ({x})"), no_forward="igamma",
)
IGAMMAC = Op(
    "igammac", "IgammacBackward0", gammas.upper,
    vjp=(_refuse("igammac: input"), lambda xp, g, x, y: -g * _density(xp, x, y)),
    formula="Q({x}, {y})", local=("not defined", "−{y} ** ({x} − 1) · exp(−{y}) / Γ({x})"), no_forward="igammac",
)


def _mvlgamma(x: Any, p: int) -> Any:
    wide = x.astype(np.float64)
    total = p * (p - 1) / 4 * math.log(math.pi) + sum(special.lgamma(wide - j / 2) for j in range(p))
    return np.asarray(total, x.dtype)


def _mvlgamma_vjp(xp: Any, g: Any, x: Any, p: int) -> Any:
    slopes = [by_row(xp, DIGAMMA, x - j / 2) for j in range(p)]
    return g * sum(slopes[1:], slopes[0])


MVLGAMMA = Op(
    "mvlgamma", "MvlgammaBackward0", _mvlgamma,
    vjp=(_mvlgamma_vjp,),
    formula="mvlgamma({x}, {p})", local=("sum(digamma({x} − j / 2))",),
)

ZETA: Op = Op(
    "special_zeta", "SpecialZetaBackward0", gammas.zeta,
    vjp=(_refuse("zeta"), lambda xp, g, x, y: g * -x * by_row(xp, ZETA, x + 1, y)),
    formula="zeta({x}, {y})", local=("not defined", "−{x} · zeta({x} + 1, {y})"), symbol="zeta",
)
ZETA_NUMBER: Op = Op(
    "special_zeta", "SpecialZetaBackward1", lambda x, power: gammas.zeta(x.dtype.type(power), x),
    vjp=(lambda xp, g, x, power: g * -power * by_row(xp, ZETA_NUMBER, x, power=power + 1),),
    formula="zeta({power}, {x})", local=("−{power} · zeta({power} + 1, {x})",), symbol="zeta",
)
ZETA_AT_NUMBER = Op(
    "special_zeta", "SpecialZetaBackward2", lambda x, other: gammas.zeta(x, x.dtype.type(other)),
    vjp=(_refuse("zeta"),),
    formula="zeta({x}, {other})", local=("not defined",), symbol="zeta",
)
