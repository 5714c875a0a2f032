"""Draws from named distributions, one number after the other, in PyTorch's order and with its methods of rejection.

Each function takes arrays of parameters of one shape and gives an array of this shape.

>>> _ = random.manual_seed(0)
>>> poisson(np.array([0.5, 0.5, 20.0, 3.0])).tolist()
[2.0, 1.0, 24.0, 3.0]

Source: W. Hörmann, "The transformed rejection method for generating Poisson random variables" (1993) and "The
generation of binomial random variates" (1993); G. Marsaglia and W. W. Tsang, "A simple method for generating gamma
variables" (2000); PyTorch's aten/src/ATen/native/Distributions.h for the order of the draws.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from . import random

if TYPE_CHECKING:
    from collections.abc import Callable

    from .random import Array, Generator

_FLOAT64 = np.dtype(np.float64)


def _each(draw: Callable[..., float], *parameters: Array) -> Array:
    """`draw` for each set of parameters, in the dtype of the first."""
    found = [draw(*numbers) for numbers in zip(*(p.reshape(-1).tolist() for p in parameters))]
    return np.array(found, np.float64).astype(parameters[0].dtype).reshape(parameters[0].shape)


def _uniforms(generator: Generator | None) -> Callable[[], float]:
    source = generator or random.default_generator
    return lambda: float(source.unit(1, _FLOAT64)[0])


def exponential(shape: tuple[int, ...], rate: float = 1.0, generator: Generator | None = None) -> Array:
    """Waiting times of mean 1 / rate, in double precision."""
    unit = (generator or random.default_generator).unit(math.prod(shape), _FLOAT64)
    return (np.log1p(-unit) / -rate).reshape(shape)


def geometric(shape: tuple[int, ...], p: float, generator: Generator | None = None) -> Array:
    """How many trials until the first success, for a success with probability p."""
    unit = (generator or random.default_generator).unit(math.prod(shape), _FLOAT64)
    return np.ceil(np.log(unit) / np.log1p(-p)).reshape(shape)


def cauchy(shape: tuple[int, ...], median: float, sigma: float, generator: Generator | None = None) -> Array:
    """Numbers from the Cauchy distribution."""
    unit = (generator or random.default_generator).unit(math.prod(shape), _FLOAT64)
    return (median + sigma * np.tan(math.pi * (unit - 0.5))).reshape(shape)


def log_normal(shape: tuple[int, ...], mean: float, std: float, generator: Generator | None = None) -> Array:
    """Numbers whose logarithm is normally distributed."""
    source = generator or random.default_generator
    draws = np.array([random.one_normal(source) for _ in range(math.prod(shape))], np.float64)
    return np.exp(draws * std + mean).reshape(shape)


def multinomial(weights: Array, count: int, replacement: bool, generator: Generator | None = None) -> Array:
    """For each row of weights `count` column numbers, drawn in proportion to the weights."""
    rows = weights.reshape(-1, weights.shape[-1])
    if not replacement or count == 1:
        waiting = random.in_memory_order(exponential(rows.shape, generator=generator), rows)
        waiting = waiting.astype(rows.dtype)
        first = np.argsort(-(rows / waiting), axis=-1, kind="stable")[:, :count]
        return first.astype(np.int64).reshape(*weights.shape[:-1], count)
    below = np.cumsum(rows, -1, dtype=rows.dtype)
    below /= below[:, -1:]
    below[:, -1] = 1
    source = generator or random.default_generator
    drawn = np.zeros((len(rows), count), np.int64)
    for row, places in zip(below, drawn):
        places[...] = np.searchsorted(row.astype(np.float64), source.unit(count, _FLOAT64))
    return drawn.astype(np.int64).reshape(*weights.shape[:-1], count)


def poisson(rates: Array, generator: Generator | None = None) -> Array:
    """How many events in a unit of time, for each rate."""
    uniform = _uniforms(generator)

    def draw(rate: float) -> float:
        if rate < 10:
            count, product, limit = 0, uniform() if rate else 0.0, math.exp(-rate)
            while product > limit:
                count += 1
                product *= uniform()
            return count
        b = 0.931 + 2.53 * math.sqrt(rate)
        a = -0.059 + 0.02483 * b
        inverse = 1.1239 + 1.1328 / (b - 3.4)
        while True:
            u, v = uniform() - 0.5, uniform()
            near = 0.5 - abs(u)
            k = math.floor((2 * a / near + b) * u + rate + 0.43)
            if near >= 0.07 and v <= 0.9277 - 3.6224 / (b - 2):
                return k
            if k < 0 or (near < 0.013 and v > near):
                continue
            left = math.log(v) + math.log(inverse) - math.log(a / (near * near) + b)
            if left <= -rate + k * math.log(rate) - math.lgamma(k + 1):
                return k

    return _each(draw, rates)


def binomial(counts: Array, probabilities: Array, generator: Generator | None = None) -> Array:
    """How many successes in each number of trials."""
    uniform = _uniforms(generator)

    def few(n: float, p: float) -> float:
        """Add up the waiting times between successes."""
        at, successes = 0.0, 0
        while True:
            at += math.ceil(math.log(uniform()) / math.log1p(-p))
            if at > n:
                return successes
            successes += 1

    def many(n: float, p: float) -> float:
        deviation = math.sqrt(n * p * (1 - p))
        b = 1.15 + 2.53 * deviation
        a = -0.0873 + 0.0248 * b + 0.01 * p
        odds, mode = p / (1 - p), math.floor((n + 1) * p)
        while True:
            u, v = uniform() - 0.5, uniform()
            near = 0.5 - abs(u)
            k = math.floor((2 * a / near + b) * u + n * p + 0.5)
            if k < 0 or k > n:
                continue
            if near >= 0.07 and v <= 0.92 - 4.2 / b:
                return k
            v = math.log(v * (2.83 + 5.1 / b) * deviation / (a / (near * near) + b))
            bound = (
                (mode + 0.5) * math.log((mode + 1) / (odds * (n - mode + 1)))
                + (n + 1) * math.log((n - mode + 1) / (n - k + 1))
                + (k + 0.5) * math.log(odds * (n - k + 1) / (k + 1))
                + _stirling_tail(mode) + _stirling_tail(n - mode) - _stirling_tail(k) - _stirling_tail(n - k)
            )  # fmt: skip
            if v <= bound:
                return k

    def draw(n: float, p: float) -> float:
        if n <= 0 or p <= 0:
            return 0
        if p >= 1:
            return n
        rarer = min(p, 1 - p)
        found = (many if n * rarer >= 10 else few)(n, rarer)
        return found if p <= 0.5 else n - found

    return _each(draw, counts, probabilities)


def _stirling_tail(k: float) -> float:
    """What Stirling's approximation of log k! leaves out."""
    if k <= 9:
        k += 1
        return math.lgamma(k) - ((k - 0.5) * math.log(k) - k + 0.5 * math.log(2 * math.pi))
    square = (k + 1) * (k + 1)
    return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1)


def gamma(shapes: Array, generator: Generator | None = None) -> Array:
    """Numbers from the gamma distribution of rate 1, for each shape parameter."""
    source = generator or random.default_generator
    uniform = _uniforms(source)

    def draw(alpha: float) -> float:
        scale = 1.0
        if alpha < 1:
            if alpha == 0:
                return 0.0
            scale = (1 - uniform()) ** (1 / alpha)
            alpha += 1
        d = alpha - 1 / 3
        c = 1 / math.sqrt(9 * d)
        while True:
            x = random.one_normal(source)
            while 1 + c * x <= 0:
                x = random.one_normal(source)
            v, u, square = (1 + c * x) ** 3, 1 - uniform(), x * x
            if u < 1 - 0.0331 * square * square or math.log(u) < 0.5 * square + d * (1 - v + math.log(v)):
                return scale * d * v

    smallest: Any = np.finfo(shapes.dtype).tiny
    return np.maximum(_each(draw, shapes), smallest)
