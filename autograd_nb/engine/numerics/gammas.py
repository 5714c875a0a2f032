"""The incomplete gamma functions and Hurwitz' zeta function, in double precision, given in the dtype taken.

>>> import numpy as np
>>> lower(np.array([1.0]), np.array([2.0]))
array([0.86466472])

Sources: M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions", 6.5 and 23.2; NIST Digital Library of
Mathematical Functions, 8.7, 8.9 and 25.11.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .special import lgamma

Array = np.ndarray[Any, Any]

_STEPS = 10_000
"""More than the series needs for a shape parameter of a million."""


def lower(a: Any, x: Any) -> Any:
    """P(a, x), the share of Γ(a) that lies below x: from 0 to 1."""
    return _incomplete(a, x)[0]


def upper(a: Any, x: Any) -> Any:
    """Q(a, x) = 1 − P(a, x), exact where that is small."""
    return _incomplete(a, x)[1]


def _incomplete(a: Any, x: Any) -> tuple[Any, Any]:
    like = np.asarray(a)
    shape, place = np.broadcast_arrays(np.asarray(a, np.float64), np.asarray(x, np.float64))
    usual = (shape > 0) & (place > 0) & np.isfinite(shape) & np.isfinite(place)
    s, t = np.where(usual, shape, 1.0), np.where(usual, place, 1.0)
    front = np.exp(s * np.log(t) - t - lgamma(s))
    below = t < s + 1
    small = np.where(below, front * _series(s, np.where(below, t, 0.5 * s)), 0.0)
    large = np.where(below, 0.0, front * _fraction(np.where(below, 1.0, s), np.where(below, 3.0, t)))
    p, q = np.where(below, small, 1 - large), np.where(below, 1 - small, large)
    wrong = (shape < 0) | (place < 0) | ((shape == 0) & (place == 0)) | (np.isinf(shape) & np.isinf(place))
    none = (shape > 0) & (place == 0) | np.isinf(shape)
    every = (shape == 0) | np.isinf(place)
    p = np.where(usual, p, np.where(none, 0.0, np.where(every, 1.0, np.nan)))
    q = np.where(usual, q, np.where(none, 1.0, np.where(every, 0.0, np.nan)))
    wrong |= np.isnan(shape) | np.isnan(place)
    p, q = (np.asarray(np.where(wrong, np.nan, part), like.dtype) for part in (p, q))
    return p, q


def _series(a: Array, x: Array) -> Array:
    """1/a + x / (a (a + 1)) + ..., until nothing changes."""
    term = 1 / a
    total = term
    for n in range(1, _STEPS):
        term = term * x / (a + n)
        total = total + term
        if (np.abs(term) <= np.abs(total) * 1e-17).all():
            break
    return total


def _fraction(a: Array, x: Array) -> Array:
    """The continued fraction of the upper part, from its front (Lentz' method)."""
    tiny = 1e-300
    b = x + 1 - a
    c, d = np.full_like(x, 1 / tiny), 1 / b
    found = d
    for n in range(1, _STEPS):
        factor = -n * (n - a)
        b = b + 2
        d = factor * d + b
        c = b + factor / c
        d = 1 / np.where(np.abs(d) < tiny, tiny, d)
        c = np.where(np.abs(c) < tiny, tiny, c)
        found = found * c * d
        if (np.abs(c * d - 1) < 1e-16).all():
            break
    return found


_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330)


def zeta(s: Any, q: Any) -> Any:
    """The sum of (q + n) ** −s over n = 0, 1, 2, ...: twelve terms, and Euler's and Maclaurin's series for the rest.

    Infinite for s = 1 and at the poles q = 0, −1, −2, ...; nan for s below 1, and for negative q unless s is whole.
    It is nan too where the series has an infinity times zero, as in PyTorch: at an infinite q, and at an infinite s
    with q > 1.
    """
    like = np.asarray(s)
    power, start = np.broadcast_arrays(np.asarray(s, np.float64), np.asarray(q, np.float64))
    pole = (start <= 0) & (start == np.floor(start))
    wrong = (power < 1) | ((start < 0) & ~pole & (power != np.floor(power))) | np.isnan(power) | np.isnan(start)
    wrong |= start == np.inf
    usual = ~pole & ~wrong & (power != 1)
    s, q = np.where(usual, power, 2.0), np.where(usual, start, 1.0)
    total = np.zeros_like(q)
    lowest = np.clip(np.floor(q), -_STEPS, 0)
    for n in range(12 - int(lowest.min(initial=0))):
        total = np.where(n < 12 - lowest, total + (q + n) ** -s, total)
    far = q + 12 - lowest
    total = total + far ** (1 - s) / (s - 1) + far**-s / 2
    term = s * far ** (-s - 1)
    factorial = 2.0
    for k, number in enumerate(_BERNOULLI, 1):
        total = total + number / factorial * term
        term = term * (s + 2 * k - 1) * (s + 2 * k) / far**2
        factorial *= (2 * k + 1) * (2 * k + 2)
    found = np.where(np.isinf(s), np.where(q == 1, 1.0, np.where(q > 1, np.nan, np.inf)), total)
    found = np.where(power == 1, np.inf, np.where(wrong, np.nan, np.where(pole, np.inf, found)))
    return np.asarray(found, like.dtype)
