"""Functions that NumPy does not have: the error function and its inverse, the logarithm of Γ and its derivatives.

All compute in double precision and give the dtype they were given.

>>> import numpy as np
>>> erf(np.array([0.5]))
array([0.52049988])

Sources: W. J. Cody, "Rational Chebyshev approximations for the error function" (1969); M. Abramowitz and
I. A. Stegun, "Handbook of Mathematical Functions", 6.3, 6.4 and 9.8.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

# Cody's coefficients, from the highest power down: numerator and denominator for |x| below 0.46875, to 4, above.
_NEAR = (
    (1.85777706184603153e-1, 3.16112374387056560e00, 1.13864154151050156e02, 3.77485237685302021e02,
     3.20937758913846947e03),
    (1.0, 2.36012909523441209e01, 2.44024637934444173e02, 1.28261652607737228e03, 2.84423683343917062e03),
)  # fmt: skip
_MIDDLE = (
    (2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e00, 6.61191906371416295e01,
     2.98635138197400131e02, 8.81952221241769090e02, 1.71204761263407058e03, 2.05107837782607147e03,
     1.23033935479799725e03),
    (1.0, 1.57449261107098347e01, 1.17693950891312499e02, 5.37181101862009858e02, 1.62138957456669019e03,
     3.29079923573345963e03, 4.36261909014324716e03, 3.43936767414372164e03, 1.23033935480374942e03),
)  # fmt: skip
_FAR = (
    (1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
     1.60837851487422766e-2, 6.58749161529837803e-4),
    (1.0, 2.56852019228982242e00, 1.87295284992346725e00, 5.27905102951428412e-1, 6.05183413124413191e-2,
     2.33520497626869185e-3),
)  # fmt: skip


def _quotient(coefficients: tuple[tuple[float, ...], tuple[float, ...]], x: Any) -> Any:
    above, below = coefficients
    return np.polyval(above, x) / np.polyval(below, x)


def _complement(x: Any) -> Any:
    """1 − erf x for x ≥ 0.46875."""
    middle = _quotient(_MIDDLE, np.minimum(x, 4.0))
    square = 1 / np.square(np.maximum(x, 4.0))
    far = (1 / math.sqrt(math.pi) - square * _quotient(_FAR, square)) / np.maximum(x, 4.0)
    coarse = np.trunc(np.minimum(x, 30.0) * 16) / 16  # exp(−x²) in two factors, so that no digit of x² is lost
    return np.exp(-coarse * coarse) * np.exp(-(x - coarse) * (x + coarse)) * np.where(x <= 4, middle, far)


def _as(like: Any, values: Any) -> Any:
    return np.asarray(values, np.asarray(like).dtype)


def erf(x: Any) -> Any:
    """The error function: the share of a normal distribution within ±x√2."""
    wide = np.asarray(x, np.float64)
    size = np.abs(wide)
    near = wide * _quotient(_NEAR, np.square(np.minimum(size, 0.46875)))
    away = np.sign(wide) * (1 - _complement(np.clip(size, 0.46875, 30.0)))
    return _as(x, np.where(np.isnan(wide), wide, np.where(size <= 0.46875, near, away)))


def erfc(x: Any) -> Any:
    """1 − erf x, exact where that is small."""
    wide = np.asarray(x, np.float64)
    size = np.abs(wide)
    near = 1 - wide * _quotient(_NEAR, np.square(np.minimum(size, 0.46875)))
    away = _complement(np.clip(size, 0.46875, 30.0))
    far = np.where(wide < 0, 2 - away, away)
    return _as(x, np.where(np.isnan(wide), wide, np.where(size <= 0.46875, near, far)))


def erfcx(x: Any) -> Any:
    """exp(x²) (1 − erf x), which does not vanish with its second factor."""
    wide = np.asarray(x, np.float64)
    size = np.abs(wide)
    middle = _quotient(_MIDDLE, np.minimum(size, 4.0))
    out = np.maximum(size, 4.0)
    far = (1 / math.sqrt(math.pi) - _quotient(_FAR, 1 / np.square(out)) / np.square(out)) / out
    beyond = np.where(size <= 4, middle, far)
    near = np.exp(np.minimum(size, 1.0) ** 2) * erfc(np.clip(wide, -1.0, 1.0))
    found = np.where(size <= 0.46875, near, np.where(wide > 0, beyond, 2 * np.exp(wide * wide) - beyond))
    return _as(x, np.where(np.isnan(wide), wide, found))


def log_ndtr(x: Any) -> Any:
    """The logarithm of the share of a normal distribution below x, exact far on the left, too."""
    wide = np.asarray(x, np.float64)
    t = wide * math.sqrt(0.5)
    left = np.log(erfcx(-np.minimum(t, 0.0)) / 2) - t * t
    return _as(x, np.where(wide < -1, left, np.log1p(-erfc(t) / 2)))


def ndtri(p: Any) -> Any:
    """The place below which a normal distribution has the share p: by Newton's method on the logarithm of the share."""
    wide = np.asarray(p, np.float64)
    half = np.where((wide > 0) & (wide < 1), np.minimum(wide, 1 - wide), 0.25)
    target = np.log(half)
    place = -np.sqrt(-2 * target)  # left of it: from there the steps overshoot nowhere
    for _ in range(9):
        slope = math.sqrt(2 / math.pi) / erfcx(-place * math.sqrt(0.5))
        place = place - (log_ndtr(place) - target) / slope
    found = np.where(wide == 0.5, 0.0, np.where(wide < 0.5, place, -place))
    found = np.where(wide == 0, -np.inf, np.where(wide == 1, np.inf, found))
    return _as(p, np.where((wide >= 0) & (wide <= 1), found, np.nan))


def erfinv(x: Any) -> Any:
    """The inverse of `erf` on [−1, 1]: a first guess (Winitzki's), then Newton's method."""
    wide = np.asarray(x, np.float64)
    inside = np.clip(wide, -1 + 2**-53, 1 - 2**-53)
    logarithm = np.log1p(-inside * inside)
    half = 2 / (math.pi * 0.147) + logarithm / 2
    guess = np.sign(inside) * np.sqrt(np.sqrt(half * half - logarithm / 0.147) - half)
    for _ in range(4):  # Halley's steps: near ±1 on 1 − erf, where erf itself has no digits left
        near_one = np.where(inside > 0, (1 - inside) - erfc(guess), erfc(-guess) - (1 + inside))
        excess = np.where(np.abs(inside) < 0.5, erf(guess) - inside, near_one)
        step = excess / (2 / math.sqrt(math.pi) * np.exp(-guess * guess))
        guess = guess - step / (1 + guess * step)
    found = np.where(np.abs(wide) == 1, np.copysign(np.inf, wide), guess)
    return _as(x, np.where(np.abs(wide) <= 1, np.where(wide == 0, wide, found), np.nan))


def _log_gamma(x: float) -> float:
    if math.isinf(x) or (x <= 0 and x == math.floor(x)):
        return math.inf
    return math.lgamma(x)


_log_gammas = np.frompyfunc(_log_gamma, 1, 1)


def lgamma(x: Any) -> Any:
    """The logarithm of |Γ(x)|; Γ(n) is (n − 1)! for whole n."""
    return _as(x, np.asarray(_log_gammas(np.asarray(x, np.float64)), np.float64))


_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510)
_ENOUGH = 12  # from here on the series of polygamma is exact
_FAR_OUT = 1000  # negative numbers below are too many steps away from there


def polygamma(n: int, x: Any) -> Any:
    """The n-th derivative of the digamma function, which is that of log Γ (n = 0).

    For n = 0 and 1 by reflection where x is negative.
    """
    wide = np.asarray(x, np.float64)
    if n == 0:
        pole = (wide <= 0) & (wide == np.floor(wide))
        away = np.where(pole, 0.5, wide)
        mirrored = _polygamma(0, 1 - away) - math.pi / np.tan(math.pi * (away - np.trunc(away)))
        found = np.where(away <= 0, mirrored, _polygamma(0, away))
        return _as(x, np.where(pole, np.where(wide == 0, -np.copysign(np.inf, wide), np.nan), found))
    if n == 1:
        sine = np.sin(math.pi * wide)
        return _as(x, np.where(wide < 0.5, (math.pi / sine) ** 2 - _polygamma(1, 1 - wide), _polygamma(1, wide)))
    near = np.where(wide > -_FAR_OUT, wide, 1.0)
    return _as(x, np.where(wide > -_FAR_OUT, _polygamma(n, near), np.nan))


def _polygamma(n: int, x: Any) -> Any:
    """By recurrence up to `_ENOUGH`, by the asymptotic series from there."""
    sign = -1.0 if n % 2 == 0 else 1.0
    total = np.zeros_like(x)
    y = np.array(x)
    for _ in range(_ENOUGH + (math.ceil(-np.nanmin(x, initial=0.0)) if n > 1 else 0)):
        small = y < _ENOUGH
        total = np.where(small, total + sign * math.factorial(n) / y ** (n + 1), total)
        y = np.where(small, y + 1, y)
    if n == 0:
        series = np.log(y) - 1 / (2 * y)
    else:
        series = sign * (math.factorial(n - 1) / y**n + math.factorial(n) / (2 * y ** (n + 1)))
    for k, number in enumerate(_BERNOULLI, 1):
        scale = number / (2 * k) if n == 0 else number * math.factorial(2 * k + n - 1) / math.factorial(2 * k)
        series = series + (-scale if n == 0 else sign * scale) / y ** (2 * k + n)
    return total + series
