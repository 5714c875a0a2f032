"""How a drawn number moves with the parameters of its distribution, where the way it was drawn does not tell.

A gamma distributed number comes out of trials, some of which are thrown away. Whatever the way, the number x stands
for the same share F(x; a) of the distribution as a moves, so dx/da = -(dF/da) / (dF/dx): implicit reparameterization.
Neither factor has a short formula; these are the approximations that PyTorch uses, to four digits or so.

>>> import numpy as np
>>> gamma_slope(np.array([0.5, 2.0]), np.array([0.1, 1.5])).round(4)
array([0.5098, 0.9366])

Sources: M. Jankowiak and F. Obermeyer, "Pathwise derivatives beyond the reparameterization trick", ICML 2018;
S. O. Rice, "Uniform asymptotic expansions for saddle point integrals", Bell System Technical Journal 47 (1968);
the coefficients are those of PyTorch's aten/src/ATen/native/Distributions.h.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from .special import polygamma

Array = np.ndarray[Any, Any]

digamma = functools.partial(polygamma, 0)

_GAMMA = np.array(
    [
        [0.16009398, -0.094634809, 0.025146376, -0.0030648343, 1, 0.32668115, 0.10406089, 0.0014179084],
        [0.53487893, 0.1298071, 0.065735949, -0.0015649758, 0.16639465, 0.020070113, -0.0035938915, -0.00058392623],
        [0.040121004, -0.0065914022, -0.0026286047, -0.0013441777, 0.017050642, -0.0021309326, 0.00085092367,
         -1.5247877e-07],
    ]
)  # fmt: skip
"""By the powers of log(x / a): four coefficients by the powers of log a above, and four below the fraction line."""

_BETA = np.array(
    [
        [1.003668233, -0.01061107488, -0.0657888334, 0.01201642863],
        [0.6336835991, -0.3557432599, 0.05486251648, -0.001465281033],
        [-0.03276231906, 0.004474107445, 0.002429354597, -0.0001557569013],
        [0.221950385, -0.3187676331, 0.01799915743, 0.01074823814],
        [-0.2951249643, 0.06219954479, 0.01535556598, 0.001550077057],
        [0.02155310298, 0.004170831599, 0.001292462449, 6.976601077e-05],
        [-0.05980841433, 0.008441916499, 0.01085618172, 0.002319392565],
        [0.02911413504, 0.01400243777, -0.002721828457, 0.000751041181],
        [0.005900514878, -0.001936558688, -9.495446725e-06, 5.385558597e-05],
        [1, -0.02924021934, -0.04438342661, 0.007285809825],
        [0.6357567472, -0.3473456711, 0.05454656494, -0.002407477521],
        [-0.03301322327, 0.004845219414, 0.00231480583, -0.0002307248149],
        [0.5925320577, -0.1757678135, 0.01505928619, 0.000564515273],
        [0.1014815858, -0.06589186703, 0.01272886114, -0.0007316646956],
        [-0.007258481865, 0.001096195486, 0.0003934994223, -4.12701925e-05],
        [0.06469649321, -0.0236701437, 0.002902096474, -5.896963079e-05],
        [0.001925008108, -0.002869809258, 0.0008000589141, -6.063713228e-05],
        [-0.0003477407336, 6.959756487e-05, 1.097287507e-05, -1.650964693e-06],
    ]
).reshape(2, 3, 3, 4)
"""Above and below the fraction line, by the powers of log x, of log(a / x), and of the rest."""


def _chosen(like: Array, *cases: tuple[Array, Any, tuple[Array, ...]]) -> Array:
    """Where each condition holds (the first that does) what its function gives, in double precision."""
    found, left = np.full(like.shape, np.nan), np.ones(like.shape, bool)
    for where, function, inputs in cases:
        here = left & where
        if here.any():
            found[here] = function(*(given[here] for given in inputs))
        left &= ~here
    return np.asarray(found, like.dtype)


def gamma_slope(a: Any, x: Any) -> Array:
    """dx/da of numbers x that were drawn from gamma distributions with the shape parameters a and rate 1."""
    like = np.asarray(x)
    a, x = np.broadcast_arrays(np.asarray(a, np.float64), np.asarray(x, np.float64))
    near = (0.9 * a <= x) & (x <= 1.1 * a)
    every = np.ones(x.shape, bool)
    with np.errstate(all="ignore"):
        return _chosen(
            like,
            (x < 0.8, _gamma_small, (a, x)),
            ((a > 8) & near, _gamma_near, (a, x)),
            (a > 8, _gamma_large, (a, x)),
            (every, _gamma_fitted, (a, x)),
        )


def _gamma_small(a: Array, x: Array) -> Array:
    """Taylor's series around 0."""
    term, total, slope = np.ones_like(x), 1 / a, 1 / (a * a)
    for i in range(1, 6):
        term = term * -x / i
        total = total + term / (a + i)
        slope = slope + term / (a + i) ** 2
    share = x**a * total
    moved = (np.log(x) - digamma(a)) * share - x**a * slope
    found = -moved / (x ** (a - 1) * np.exp(-x))
    return np.where(np.isnan(found), 0, found)


def _gamma_near(a: Array, x: Array) -> Array:
    """Rice's expansion next to x = a, where its terms would cancel."""
    above = 1440 * a * a + 6 * x * (53 - 120 * x) - 65 * x * x / a + a * (107 + 3600 * x)
    return (1 + 24 * a * (1 + 12 * a)) * above / (1244160 * a**4)


def _gamma_large(a: Array, x: Array) -> Array:
    """Rice's expansion for large a."""
    root = np.sqrt(8 * a)
    away = (x - a - a * np.log(x / a)) ** -1.5
    both = root / (a - x) + np.where(x < a, -away, away)
    first = np.log(x / a) * both - np.sqrt(2 / a) * (a + x) / (a - x) ** 2
    stirling = 1 + 1 / (12 * a) * (1 + 1 / (24 * a))
    return -stirling * x * first / root


def _gamma_fitted(a: Array, x: Array) -> Array:
    """A fraction of two polynomials."""
    u, v = np.log(x / a), np.log(a)
    c = [low + u * (middle + u * high) for low, middle, high in _GAMMA.T]
    p = c[0] + v * (c[1] + v * (c[2] + v * c[3]))
    q = c[4] + v * (c[5] + v * (c[6] + v * c[7]))
    return np.exp(p / q)


def beta_slope(x: Any, a: Any, total: Any) -> Array:
    """dx/da / (1 - x) of numbers x that were drawn from beta distributions with the parameters a and total - a."""
    like = np.asarray(x)
    x, a, total = np.broadcast_arrays(*(np.asarray(given, np.float64) for given in (x, a, total)))
    b, boundary = total - a, total * x * (1 - x)
    with np.errstate(all="ignore"):
        return _chosen(
            like,
            ((x <= 0.5) & (boundary < 2.5), _beta_small, (x, a, b)),
            ((x >= 0.5) & (boundary < 0.75), lambda x, a, b: -_other_beta_small(1 - x, b, a), (x, a, b)),
            ((a > 6) & (b > 6), _beta_large, (x, a, b)),
            (np.ones(x.shape, bool), _beta_fitted, (x, a, b)),
        )


def _beta_small(x: Array, a: Array, b: Array) -> Array:
    """Taylor's series around x = 0."""
    factor = digamma(a) - digamma(a + b) - np.log(x)
    term = np.ones_like(x)
    series = term / a * (factor + 1 / a)
    for i in range(1, 11):
        term = term * (i - b) * x / i
        series = series + term / (a + i) * (factor + 1 / (a + i))
    found = x * (1 - x) ** -b * series
    return np.where(np.isnan(found), 0, found)


def _other_beta_small(x: Array, a: Array, b: Array) -> Array:
    """The same with respect to b."""
    factor = digamma(a + b) - digamma(b)
    term, betas, slopes, series = np.ones_like(x), np.ones_like(x), np.zeros_like(x), factor / a
    for i in range(1, 9):
        term = term * -x / i
        slopes = slopes * (b - i) + betas
        betas = betas * (b - i)
        series = series + term / (a + i) * (slopes + factor * betas)
    found = -((1 - x) ** (1 - b)) * series
    return np.where(np.isnan(found), 0, found)


def _beta_large(x: Array, a: Array, b: Array) -> Array:
    """Rice's expansion, and what is left of it next to the mean, where its terms would cancel."""
    total = a + b
    mean, deviation = a / total, np.sqrt(a * b / (total + 1)) / total
    linear = (453 + 1620 * b * (1 - x) - 455 * x) * b + a * (8 * (1 - x) * (135 * b - 11))
    square = 3 * (59 + 180 * b - 90 * x) * b * b + a * linear
    cube = (43 + 20 * (16 + 27 * b) * x) * b**3 + a * square
    above = (1 + 12 * a) * (1 + 12 * b) / total**2 * (47 * x * b**4 + a * cube)
    middle = above / (1 - x) / (12960 * a**3 * b * b * (1 + 12 * total))

    def stirling(n: Array) -> Array:
        return 1 + 1 / (12 * n) + 1 / (288 * n * n)

    front = -x / np.sqrt(2 * a * b / total) * stirling(a) * stirling(b) / stirling(total)
    away = a * (x - 1) + b * x
    first = (2 * a * a * (x - 1) + a * b * (x - 1) - x * b * b) / (np.sqrt(2 * a / b) * total**1.5 * away**2)
    third = np.sqrt(8 * a * b / total) / away
    fourth = (b * np.log(b / (total * (1 - x))) + a * np.log(a / (total * x))) ** -1.5
    outside = front * (first + 0.5 * np.log(a / (total * x)) * (third + np.where(x < mean, fourth, -fourth)))
    return np.where(np.abs(x - mean) <= 0.1 * deviation, middle, outside)


def _beta_fitted(x: Array, a: Array, b: Array) -> Array:
    """An estimate, times a fraction of two polynomials."""
    total, u = a + b, np.log(x)
    v = np.log(a) - u
    w = np.log(total) - v
    powers = [np.stack([given**k for k in range(n)]) for given, n in ((u, 3), (v, 3), (w, 4))]
    p, q = np.einsum("cijk,i...,j...,k...->c...", _BETA, *powers)
    return p / q * x * (digamma(total) - digamma(a)) / b
