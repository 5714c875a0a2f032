"""Orthogonal polynomials of any degree, each by its recurrence; near [−1, 1] Chebyshev's are waves of an angle.

>>> import numpy as np
>>> chebyshev_t(np.array([0.5]), np.array([2]))
array([-0.5])

Source: M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions", chapter 22.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

Array = np.ndarray[Any, Any]


def _recurrence(x: Any, n: Any, first: Callable[[Any], Any], following: Callable[..., Any]) -> Any:
    """The polynomials from degree 0 up, each from the two before; 0 for negative degrees."""
    like = np.asarray(x)
    place, degree = np.broadcast_arrays(np.asarray(x, np.float64), np.trunc(np.asarray(n, np.float64)))
    before, here = np.ones_like(place), first(place)
    found = np.where(degree == 0, before, np.where(degree >= 1, here, 0.0))
    for k in range(1, int(degree.max(initial=0))):
        before, here = here, following(place, k, here, before)
        if not np.isfinite(here).any():
            here = np.full_like(here, np.nan)
            found = np.where(degree > k, here, found)
            break
        found = np.where(degree > k, here, found)
    found = np.where(np.isnan(place), np.where(degree == 0, 1.0, np.where(degree < 0, 0.0, place)), found)
    return np.asarray(found, like.dtype)


def _chebyshev(x: Any, n: Any, first: Callable[[Any], Any], wave: Callable[[Any, Any], Any]) -> Any:
    """By the recurrence 2x · here − before, which all four kinds have in common; high degrees inside by the angle."""
    like = np.asarray(x)
    place, degree = np.broadcast_arrays(np.asarray(x, np.float64), np.trunc(np.asarray(n, np.float64)))
    inside = (np.abs(place) < 1) & (degree > 8)
    found = _recurrence(place, np.where(inside, 0.0, degree), first, lambda at, _, here, before: 2 * at * here - before)
    angle = np.arccos(np.where(inside, place, 0.5))
    return np.asarray(np.where(inside, wave(degree, angle), found), like.dtype)


def chebyshev_t(x: Any, n: Any) -> Any:
    """Of the first kind: cos(n θ) for x = cos θ."""
    return _chebyshev(x, n, lambda at: at, lambda k, angle: np.cos(k * angle))


def chebyshev_u(x: Any, n: Any) -> Any:
    """Of the second kind: sin((n + 1) θ) / sin θ."""
    return _chebyshev(x, n, lambda at: 2 * at, lambda k, angle: np.sin((k + 1) * angle) / np.sin(angle))


def chebyshev_v(x: Any, n: Any) -> Any:
    """Of the third kind: cos((n + ½) θ) / cos(θ / 2)."""
    return _chebyshev(x, n, lambda at: 2 * at - 1, lambda k, angle: np.cos((k + 0.5) * angle) / np.cos(angle / 2))


def chebyshev_w(x: Any, n: Any) -> Any:
    """Of the fourth kind: sin((n + ½) θ) / sin(θ / 2)."""
    return _chebyshev(x, n, lambda at: 2 * at + 1, lambda k, angle: np.sin((k + 0.5) * angle) / np.sin(angle / 2))


def shifted(kind: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """The same polynomial on [0, 1] instead of [−1, 1]."""
    return lambda x, n: kind(2 * x - 1, n)


def hermite_h(x: Any, n: Any) -> Any:
    """Hermite's, as physicists have it."""
    return _recurrence(x, n, lambda at: 2 * at, lambda at, k, here, before: 2 * at * here - 2 * k * before)


def hermite_he(x: Any, n: Any) -> Any:
    """Hermite's, as statisticians have it."""
    return _recurrence(x, n, lambda at: at, lambda at, k, here, before: at * here - k * before)


def laguerre_l(x: Any, n: Any) -> Any:
    """Laguerre's."""
    return _recurrence(
        x, n, lambda at: 1 - at, lambda at, k, here, before: ((2 * k + 1 - at) * here - k * before) / (k + 1)
    )


def legendre_p(x: Any, n: Any) -> Any:
    """Legendre's."""
    return _recurrence(
        x, n, lambda at: at, lambda at, k, here, before: ((2 * k + 1) * at * here - k * before) / (k + 1)
    )
