"""Logarithm, sine and cosine of float32 numbers, to the last bit as PyTorch's vectorised code computes them.

torch.randn makes its numbers with these three, so a last bit that differs here would show in notebooks now
and then. They are S. L. Moshier's Cephes polynomials: reduce the argument to a short interval, evaluate a
polynomial there by Horner's scheme, undo the reduction. Every `_fma` is one machine instruction in PyTorch: a
product and a sum with a single rounding.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .ranges import fused

Array = np.ndarray[Any, Any]
_f = np.float32
_SINGLE = np.dtype(np.float32)

# log(1 + x) = x - x²/2 + x³ · (polynomial), for 1 + x from √½ to √2
_LOG = [
    _f(c)
    for c in (
        7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1,
        -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
    )
]  # fmt: skip
_LN2_LOW, _LN2_HIGH = _f(-2.12194440e-4), _f(0.693359375)  # log 2 in two parts, for more digits

# sin x = x + x³ · (polynomial) and cos x = 1 - x²/2 + x⁴ · (polynomial), for |x| up to π/4
_SIN = [_f(c) for c in (-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1)]
_COS = [_f(c) for c in (2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2)]
_FOUR_OVER_PI = _f(1.27323954473516)
_MINUS_QUARTER_PI = [_f(c) for c in (-0.78515625, -2.4187564849853515625e-4, -3.77489497744594108e-8)]


def _fma(a: Any, b: Any, c: Any) -> Array:
    return fused(a, b, c, _SINGLE)


def _polynomial(coefficients: list[np.float32], x: Array) -> Array:
    """Evaluate by Horner's scheme, highest power first."""
    value: Array = np.full_like(x, coefficients[0])
    for c in coefficients[1:]:
        value = _fma(value, x, c)
    return value


def log(x: Array) -> Array:
    """Compute the natural logarithm of positive float32 numbers.

    >>> log(np.ones(1, np.float32))
    array([0.], dtype=float32)
    """
    x = np.maximum(x, np.finfo(np.float32).tiny)
    mantissa, exponent = np.frexp(x)  # x = mantissa · 2^exponent, mantissa from ½ to 1
    small = mantissa < _f(0.707106781186547524)
    e = exponent.astype(np.float32) - small.astype(np.float32)
    x = (mantissa - _f(1)) + np.where(small, mantissa, _f(0))
    z = x * x
    y = _fma(_polynomial(_LOG, x) * x, z, e * _LN2_LOW)
    y = _fma(-z, _f(0.5), y)
    return _fma(e, _LN2_HIGH, x + y)


def sincos(x: Array) -> tuple[Array, Array]:
    """Compute sine and cosine of float32 numbers that are not negative.

    >>> sincos(np.zeros(1, np.float32))
    (array([0.], dtype=float32), array([1.], dtype=float32))
    """
    octant = ((x * _FOUR_OVER_PI).astype(np.int32) + 1) & ~1
    for part in _MINUS_QUARTER_PI:
        x = _fma(octant.astype(np.float32), part, x)
    z = x * x
    cosine = _fma(_polynomial(_COS, z) * z, z, -(z * _f(0.5))) + _f(1)
    sine = _fma(_polynomial(_SIN, z) * z, x, x)
    swapped = (octant & 2) != 0
    sine, cosine = np.where(swapped, cosine, sine), np.where(swapped, sine, cosine)
    return (
        np.where((octant & 4) != 0, -sine, sine),
        np.where(((octant + 2) & 4) != 0, -cosine, cosine),
    )
