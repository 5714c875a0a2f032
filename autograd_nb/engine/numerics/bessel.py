"""Bessel functions and their kin: J, Y, I, K of order 0 and 1, Ai. In double precision, and given in the dtype taken.

Each is computed in two ways, near 0 and far from it, as the handbooks have them: power series without cancellation,
recurrence from above (Miller's), an integral by the trapezoidal rule, which is exact for such integrands, and the
asymptotic series far out.

>>> import numpy as np
>>> i(0, np.array([0.0, 1.0]))
array([1.        , 1.26606588])

Source: M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions", chapters 9 and 10.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

_FAR = 25.0
"""From here on the asymptotic series are exact: their smallest term is below exp(-2 · 25)."""

_EULER = 0.57721566490153286


def _as(like: Any, values: Any) -> Any:
    return np.asarray(values, np.asarray(like).dtype)


def _wide(x: Any) -> Array:
    return np.asarray(x, np.float64)


def _coefficients(order: int) -> list[float]:
    """The first 25 of the asymptotic series: (4n² − 1²)(4n² − 3²)··· / (k! 8^k)."""
    found = [1.0]
    for k in range(1, 25):
        found.append(found[-1] * (4 * order * order - (2 * k - 1) ** 2) / (8 * k))
    return found


# -- modified functions ------------------------------------------------------------------------------------------------


def i(order: int, x: Any, scaled: bool = False) -> Any:
    """I of order 0 or 1; `scaled` by exp(-|x|)."""
    wide = _wide(x)
    size = np.abs(wide)
    near, far = np.minimum(size, _FAR), np.maximum(size, _FAR)
    quarter, term = near * near / 4, np.ones_like(near)
    total = term
    for k in range(1, 80):  # all terms are positive
        term = term * quarter / (k * (k + order))
        total = total + term
    small = total * (near / 2) ** order * np.exp(-near)
    large = np.polyval([c * (-1) ** k for k, c in enumerate(_coefficients(order))][::-1], 1 / far)
    found = np.where(size <= _FAR, small, large / np.sqrt(2 * math.pi * far))
    found = np.where(np.isinf(size), 0.0, found)
    if not scaled:  # inf · 0 is nan, as PyTorch has it
        found = found * np.exp(size / 2) * np.exp(size / 2)
    found = np.where(np.isnan(wide), wide, found)
    return _as(x, np.where(wide < 0, -found, found) if order else found)


def k(order: int, x: Any, scaled: bool = False) -> Any:
    """K of order 0 or 1; `scaled` by exp(x). Infinite at 0, nan below."""
    wide = _wide(x)
    near = np.where(wide > 0, np.minimum(wide, 2.0), 1.0)
    away = np.maximum(np.where(np.isinf(wide), 1e300, wide), 2.0)
    small = _k_near(order, near) * (np.exp(near) if scaled else 1.0)
    step = 0.25 / np.sqrt(away)  # exp(-x(cosh t - 1)) is as wide as 1/√x
    total = np.full_like(away, 0.5)
    for n in range(1, 45):
        t = n * step
        rise = 2 * np.sinh(t / 2) ** 2  # cosh t - 1
        total = total + np.exp(-away * rise) * (np.cosh(t) if order else 1.0)
    large = total * step * (1.0 if scaled else np.exp(-away))
    found = np.where(wide <= 2, small, large)
    found = np.where(np.isinf(wide), 0.0, found)
    return _as(x, np.where(wide == 0, np.inf, np.where(wide > 0, found, np.nan)))


def _k_near(order: int, x: Array) -> Array:
    """The series in powers and a logarithm."""
    quarter, term, digamma = x * x / 4, np.ones_like(x), -_EULER
    total = term * (digamma if order == 0 else digamma + digamma + 1)
    for n in range(1, 25):
        term = term * quarter / (n * (n + order))
        digamma += 1 / n
        total = total + term * (digamma if order == 0 else digamma + digamma + 1 / (n + 1))
    if order == 0:
        return total - np.log(x / 2) * i(0, x)
    return 1 / x + np.log(x / 2) * i(1, x) - x / 4 * total


# -- oscillating functions ---------------------------------------------------------------------------------------------


def j(order: int, x: Any) -> Any:
    """J of order 0 or 1."""
    wide = _wide(x)
    size = np.abs(wide)
    found = np.where(size <= _FAR, _ladder(np.minimum(size, _FAR))[order], _hankel(order, size)[0])
    found = np.where(np.isfinite(size), found, np.nan)  # at infinity, too, as PyTorch has it
    return _as(x, np.where(wide < 0, -found, found) if order else found)


def y(order: int, x: Any) -> Any:
    """Y of order 0 or 1: minus infinity at 0, nan below."""
    wide = _wide(x)
    near = np.where(wide > 0, np.minimum(wide, _FAR), 1.0)
    rungs = _ladder(near)
    logarithm = np.log(near / 2) + _EULER
    if order == 0:  # Neumann's series in J of even order
        small = 2 / math.pi * logarithm * rungs[0]
        for n in range(1, 30):
            small = small - 4 / math.pi * (-1) ** n * rungs[2 * n] / n
    else:
        small = -2 / (math.pi * near) * rungs[0] + 2 / math.pi * (logarithm - 1) * rungs[1]
        for n in range(1, 30):
            small = small - 4 / math.pi * (-1) ** n * (n + 0.5) / (n * (n + 1)) * rungs[2 * n + 1]
    found = np.where(wide <= _FAR, small, _hankel(order, wide)[1])
    return _as(x, np.where(wide == 0, -np.inf, np.where((wide > 0) & np.isfinite(wide), found, np.nan)))


def _ladder(x: Array) -> list[Array]:
    """J of all orders up to 60, for 0 ≤ x ≤ `_FAR`: down from an order where it is as good as 0."""
    safe = np.where(x == 0, 1.0, x)
    above, here = np.zeros_like(x), np.full_like(x, 1e-300)
    rungs = [here]
    for n in range(80, 0, -1):
        above, here = here, 2 * n / safe * here - above
        large = np.abs(here) > 1e100
        scale = np.where(large, 1e-100, 1.0)
        if large.any():
            rungs = [rung * scale for rung in rungs]
            above, here = above * scale, here * scale
        rungs.append(here)
    rungs = rungs[::-1]
    total = rungs[0] + 2 * sum(rungs[2::2])
    return [np.where(x == 0, float(n == 0), rung / total) for n, rung in enumerate(rungs[:61])]


def _hankel(order: int, x: Array) -> tuple[Array, Array]:
    """J and Y far out: a wave that grows flat."""
    far = np.maximum(np.where(np.isfinite(x), x, _FAR), _FAR)
    terms = _coefficients(order)
    even = np.polyval([c * (-1) ** k for k, c in enumerate(terms[0::2])][::-1], 1 / far**2)
    odd = np.polyval([c * (-1) ** k for k, c in enumerate(terms[1::2])][::-1], 1 / far**2) / far
    angle, size = far - (order / 2 + 0.25) * math.pi, np.sqrt(2 / (math.pi * far))
    return size * (even * np.cos(angle) - odd * np.sin(angle)), size * (even * np.sin(angle) + odd * np.cos(angle))


def spherical_j0(x: Any) -> Any:
    """sin(x) / x, 1 at 0."""
    wide = _wide(x)
    found = np.sin(wide) / np.where(wide == 0, 1.0, wide)
    return _as(x, np.where(wide == 0, 1.0, np.where(np.isinf(wide), 0.0, found)))


# -- Airy's function ---------------------------------------------------------------------------------------------------


def airy(x: Any) -> Any:
    """Ai, the solution of y″ = x y that dies out to the right."""
    wide = _wide(x)
    inside = np.clip(np.where(np.isnan(wide), 0.0, wide), -12.0, 2.0)
    found = _taylor(inside)
    right = np.maximum(np.where(np.isfinite(wide), wide, 2.0), 2.0)
    zeta = 2 / 3 * right**1.5
    step, total = 0.25 / np.sqrt(zeta), np.full_like(zeta, 0.5)
    for n in range(1, 45):  # K of order 1/3
        total = total + np.exp(-zeta * 2 * np.sinh(n * step / 2) ** 2) * np.cosh(n * step / 3)
    decay = np.sqrt(right / 3) / math.pi * total * step * np.exp(-zeta)
    left = np.maximum(np.where(np.isfinite(wide), -wide, 12.0), 12.0)
    zeta = 2 / 3 * left**1.5
    terms = [1.0]
    for n in range(1, 16):
        terms.append(terms[-1] * (6 * n - 5) * (6 * n - 3) * (6 * n - 1) / (216 * n * (2 * n - 1)))
    even = np.polyval([c * (-1) ** n for n, c in enumerate(terms[0::2])][::-1], 1 / zeta**2)
    odd = np.polyval([c * (-1) ** n for n, c in enumerate(terms[1::2])][::-1], 1 / zeta**2) / zeta
    wave = (np.sin(zeta + math.pi / 4) * even - np.cos(zeta + math.pi / 4) * odd) / (math.sqrt(math.pi) * left**0.25)
    found = np.where(wide > 2, decay, np.where(wide < -12, wave, found))
    return _as(x, np.where(np.isfinite(wide), found, np.nan))  # at infinity, too, as PyTorch has it


def _taylor(x: Array) -> Array:
    """The series of Ai around the nearest whole number, whose value and slope come from the one before."""
    value, slope = 0.355028053887817239, -0.258819403792806798
    found = np.zeros_like(x)
    for start in (0.0, 1.0, 2.0):
        chosen = (x > start - 0.5) & (x <= start + 0.5)
        if start:
            value, slope = _continued(start - 1, 1.0, value, slope)
        found = np.where(chosen, _continued(start, np.where(chosen, x - start, 0.0), value, slope)[0], found)
    value, slope = 0.355028053887817239, -0.258819403792806798
    for start in range(-1, -13, -1):
        value, slope = _continued(start + 1, -1.0, value, slope)
        chosen = (x > start - 0.5) & (x <= start + 0.5)
        found = np.where(chosen, _continued(start, np.where(chosen, x - start, 0.0), value, slope)[0], found)
    return found


def _continued(start: float, h: Any, value: float, slope: float) -> tuple[Any, Any]:
    """Value and slope of a solution of y″ = x y at start + h."""
    terms = [value, slope, start * value / 2]
    for n in range(3, 40):
        terms.append((start * terms[n - 2] + terms[n - 3]) / (n * (n - 1)))
    return np.polyval(terms[::-1], h), np.polyval([n * c for n, c in enumerate(terms)][:0:-1], h)
