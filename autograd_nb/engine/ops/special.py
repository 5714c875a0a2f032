"""Rows of the error function, of log Γ and its derivatives, and of others that end in `torch.special`."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine.numerics import special
from autograd_nb.engine.op import Op

from .reduce import by_row, wide

# A table is read row by row; one argument a line would hide it.
# fmt: off

TWO_OVER_ROOT_PI = 2 / math.sqrt(math.pi)

ERF = Op(
    "erf", "ErfBackward0", special.erf,
    vjp=(lambda xp, g, x: TWO_OVER_ROOT_PI * xp.exp(-(x ** 2)) * g,),
    formula="erf {x}", local=("2 / √π · exp(−{x}²)",),
)
ERFC = Op(
    "erfc", "ErfcBackward0", special.erfc,
    vjp=(lambda xp, g, x: -TWO_OVER_ROOT_PI * xp.exp(-(x ** 2)) * g,),
    formula="1 − erf {x}", local=("−2 / √π · exp(−{x}²)",),
)
ERFINV = Op(
    "erfinv", "ErfinvBackward0", special.erfinv,
    vjp=(lambda xp, g, z: math.sqrt(math.pi) / 2 * xp.exp(z ** 2) * g,),
    formula="erf⁻¹ {x}", local=("√π / 2 · exp {z}²",),
)
ERFCX = Op(
    "special_erfcx", "SpecialErfcxBackward0", special.erfcx,
    vjp=(lambda xp, g, x, z: g * (2 * x * z - TWO_OVER_ROOT_PI),),
    formula="exp({x}²) · (1 − erf {x})", local=("2 · {x} · {z} − 2 / √π",), symbol="erfcx",
)
LOG_NDTR = Op(
    "special_log_ndtr", "SpecialLogNdtrBackward0", special.log_ndtr,
    vjp=(lambda xp, g, x: g / by_row(xp, ERFCX, x * -math.sqrt(0.5)) * math.sqrt(2 / math.pi),),
    formula="log Φ({x})", local=("exp(−{x}² / 2) / (√(2 · π) · Φ({x}))",), symbol="log Φ",
)
NDTRI = Op(
    "special_ndtri", "SpecialNdtriBackward0", special.ndtri,
    vjp=(lambda xp, g, z: g * math.sqrt(2 * math.pi) * xp.exp(z ** 2 / 2),),
    formula="Φ⁻¹({x})", local=("√(2 · π) · exp({z}² / 2)",), symbol="Φ⁻¹",
)
POLYGAMMA: Op = Op(
    "polygamma", "PolygammaBackward0", lambda x, n: special.polygamma(n, x),
    vjp=(lambda xp, g, x, n: g * by_row(xp, POLYGAMMA, x, n=n + 1),),
    formula="derivative {n} of digamma {x}", local=("the next derivative",),
)
POLYGAMMA_OVER = Op(  # a row of its own, because its node has another number
    "polygamma", "PolygammaBackward1", POLYGAMMA.forward,
    vjp=POLYGAMMA.vjp, formula=POLYGAMMA.formula, local=POLYGAMMA.local,
)
DIGAMMA = Op(
    "digamma", "DigammaBackward0", lambda x: special.polygamma(0, x),
    vjp=(lambda xp, g, x: g * by_row(xp, POLYGAMMA, x, n=1),),
    formula="digamma {x}", local=("polygamma(1, {x})",), symbol="ψ",
)
LGAMMA = Op(
    "lgamma", "LgammaBackward0", special.lgamma,
    vjp=(lambda xp, g, x: g * by_row(xp, DIGAMMA, x),),
    formula="log |Γ({x})|", local=("digamma {x}",),
)


def _logit(x: Any, eps: float | None) -> Any:
    inside = x if eps is None else np.clip(x, eps, 1 - eps)
    return np.log(inside / (1 - inside))


def _logit_vjp(xp: Any, g: Any, x: Any, eps: float | None) -> Any:
    if eps is None:
        return xp.where(xp.logical_and(x >= 0, x <= 1), g / (x * (1 - x)), math.nan)
    within = xp.logical_and(x >= eps, x <= 1 - eps)
    return xp.where(within, g / (x * (1 - x)), 0)


LOGIT = Op(
    "logit", "LogitBackward0", _logit,
    vjp=(_logit_vjp,),
    formula="log({x} / (1 − {x}))", local=("1 / ({x} · (1 − {x}))",),
)


def _sinc(x: Any) -> Any:
    angle = wide(x)
    angle = angle * angle.dtype.type(math.pi)
    found = np.where(x == 0, np.ones_like(angle), np.sin(angle) / np.where(x == 0, np.ones_like(angle), angle))
    return found.astype(x.dtype, copy=False)


def _sinc_vjp(xp: Any, g: Any, x: Any) -> Any:
    """(πx cos πx − sin πx) / (πx²), 0 at 0 with the second derivative −π²/3 there."""
    safe = xp.where(x != 0, x, 1)
    angle = safe * math.pi
    away = g * ((angle * xp.cos(angle) - xp.sin(angle)) / (safe * safe * math.pi))
    return xp.where(x != 0, away, g * x * (-math.pi**2 / 3))


SINC = Op(
    "sinc", "SincBackward0", _sinc,
    vjp=(_sinc_vjp,),
    formula="sin(π · {x}) / (π · {x})", local=("(cos(π · {x}) − {z}) / {x}",),
)


def _entr(x: Any) -> Any:
    positive = np.where(x > 0, x, 1)
    return np.where(np.isnan(x), x, np.where(x > 0, -x * np.log(positive), np.where(x == 0, 0, -np.inf))).astype(x.dtype)


ENTR = Op(
    "special_entr", "SpecialEntrBackward0", _entr,
    vjp=(lambda xp, g, x: g * (-(1 + xp.log(x))),),
    formula="−{x} · log {x}", local=("−1 − log {x}",), symbol="entr",
)


def _xlog1py(x: Any, y: Any) -> Any:
    return np.where(np.isnan(y), y, np.where(x == 0, np.zeros_like(x), x * np.log1p(y)))


def _xlog1py_x(xp: Any, g: Any, y: Any) -> Any:
    return by_row(xp, XLOG1PY, g, y)


XLOG1PY: Op = Op(
    "special_xlog1py", "SpecialXlog1PyBackward0", _xlog1py,
    vjp=(
        lambda xp, g, x, y: xp.masked_fill(_xlog1py_x(xp, g, y), xp.logical_and(x == 0, y <= -1)),
        lambda xp, g, x, y: g * x / (y + 1),
    ),
    formula="{x} · log(1 + {y})", local=("log(1 + {y})", "{x} / (1 + {y})"), symbol="xlog1py",
)
