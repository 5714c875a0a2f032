"""Rows that read an image between its elements: at the places of a grid, which a map may have made.

Along each dimension a place has taps: the elements beside it, each with its weight. What is read is the sum over all
combinations of taps; the gradient goes back to the image by the same weights, to the grid by their slopes.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np

from autograd_nb.engine.op import Op

from .reduce import plain

# A table is read row by row; one argument a line would hide it.
# fmt: off

BILINEAR, NEAREST, BICUBIC = range(3)
ZEROS, BORDER, REFLECTION = range(3)

_A = -0.75
"""How far the cubic swings out, as in PyTorch."""


def _near(f: Any) -> Any:
    """The weight of an element at a distance below 1."""
    return ((_A + 2) * f - (_A + 3)) * f * f + 1


def _far(f: Any) -> Any:
    """The weight of an element at a distance of 1 to 2."""
    return ((_A * f - 5 * _A) * f + 8 * _A) * f - 4 * _A


def _near_slope(f: Any) -> Any:
    return (3 * (_A + 2) * f - 2 * (_A + 3)) * f


def _far_slope(f: Any) -> Any:
    return (3 * _A * f - 10 * _A) * f + 8 * _A


def _taps(f: Any, mode: int) -> list[tuple[int, Any, Any]]:
    """The elements beside a place that is `f` beyond one: which, their weights, and the slopes of these."""
    none = f * 0
    if mode == NEAREST:
        return [(0, none + 1, none)]
    if mode == BILINEAR:
        return [(0, 1 - f, none - 1), (1, f, none + 1)]
    return [
        (-1, _far(f + 1), _far_slope(f + 1)), (0, _near(f), _near_slope(f)),
        (1, _near(1 - f), -_near_slope(1 - f)), (2, _far(2 - f), -_far_slope(2 - f)),
    ]


def _inside(t: Any, size: int, padding: int, corners: bool) -> tuple[Any, Any]:
    """Places brought into the image by its padding, and how they move with where they were."""
    slope = np.ones_like(t)
    if padding == REFLECTION:
        low, high = (0.0, size - 1.0) if corners else (-0.5, size - 0.5)
        span = high - low
        if span == 0:
            return np.zeros_like(t), np.zeros_like(t)
        slope = np.where(t < low, -slope, slope)
        off = np.abs(t - low)
        flips = np.floor(off / span)
        rest = off - flips * span
        even = flips % 2 == 0
        t = np.where(even, rest + low, span - rest + low)
        slope = np.where(even, slope, -slope)
    if padding != ZEROS:
        slope = np.where((t > 0) & (t < size - 1), slope, 0)
        t = np.minimum(np.where(t > 0, t, 0), size - 1)
    return t, slope


def _numbers(t: Any, size: int) -> Any:
    """Whole places as indices; those that are none, nan among them, lie outside."""
    return np.where(np.isfinite(t), np.clip(t, -4, size + 4), -4).astype(np.int64)


def _read(y: Any, sizes: tuple[int, ...], mode: int, padding: int, corners: bool) -> list[tuple[list[Any], Any]]:
    """For each dimension the taps, and how these move with the grid.

    A tap: indices, which of them lie in the image, weights, and the slopes of these.
    """
    found = []
    places = plain(y).reshape(y.shape[0], math.prod(y.shape[1:-1]), y.shape[-1])
    for d, size in enumerate(sizes):
        c = len(sizes) - 1 - d  # a grid names the last dimension first
        scale = (size - 1) / 2 if corners else size / 2
        kind = places.dtype.type
        start = (places[..., c] + 1) * kind(scale) - kind(0 if corners else 0.5)
        t, slope = (start, np.ones_like(start)) if mode == BICUBIC else _inside(start, size, padding, corners)
        first = np.rint(t) if mode == NEAREST else np.floor(t)
        f = np.zeros_like(t) if mode == NEAREST else t - first
        slope = (slope * (0 if mode == NEAREST else scale)).astype(t.dtype)
        if not isinstance(y, np.ndarray):  # the same, recorded
            still = np.where(slope == 0, 0, slope * places[..., c])
            f = y.reshape(places.shape)[..., c] * y.new_tensor(slope) + y.new_tensor(f - still)
        taps = []
        for step, weight, incline in _taps(f, mode):
            at = first + step
            if mode == BICUBIC:
                at = _inside(at, size, padding, corners)[0]
            index = _numbers(at, size)
            known = (index >= 0) & (index < size)
            taps.append((np.clip(index, 0, size - 1), known, weight, incline))
        found.append((taps, slope))
    return found


def _combinations(shape: tuple[int, ...], read: list[tuple[list[Any], Any]]) -> Any:
    """Where each combination of taps lies in the image as lines, whether it is inside, and its taps."""
    n, channels = np.arange(shape[0])[:, None, None], np.arange(shape[1])[:, None]
    for taps in itertools.product(*(taps for taps, _ in read)):
        line = np.ravel_multi_index([tap[0] for tap in taps], shape[2:])
        known = np.logical_and.reduce([tap[1] for tap in taps])
        yield (n, channels, line[:, None, :]), known[:, None, :], taps


def _lines(xp: Any, x: Any) -> Any:
    return xp.reshape(x, (*x.shape[:2], math.prod(x.shape[2:])))


def _grid_sample(x: Any, y: Any, interpolation_mode: int, padding_mode: int, align_corners: bool) -> Any:
    lines: Any = x.reshape(*x.shape[:2], math.prod(x.shape[2:]))
    out = np.zeros((*x.shape[:2], math.prod(y.shape[1:-1])), x.dtype)
    for where, known, taps in _combinations(x.shape, _read(y, x.shape[2:], interpolation_mode, padding_mode, align_corners)):
        out += np.where(known, lines[where], 0) * math.prod(tap[2] for tap in taps)[:, None]
    return out.reshape(*x.shape[:2], *y.shape[1:-1])


def _image_vjp(
    xp: Any, g: Any, x_shape: Any, y: Any, interpolation_mode: int, padding_mode: int, align_corners: bool
) -> Any:
    sent, total = _lines(xp, g), None
    shape = (*x_shape[:2], math.prod(x_shape[2:]))
    for where, known, taps in _combinations(x_shape, _read(y, x_shape[2:], interpolation_mode, padding_mode, align_corners)):
        weight = xp.expand_dims(math.prod(tap[2] for tap in taps), 1)
        part = xp.scatter(shape, where, xp.where(np.broadcast_to(known, sent.shape), sent * weight, 0))
        total = part if total is None else total + part
    return xp.reshape(total, x_shape)


def _grid_vjp(
    xp: Any, g: Any, x: Any, y: Any, interpolation_mode: int, padding_mode: int, align_corners: bool
) -> Any:
    sent, lines = _lines(xp, g), _lines(xp, x)
    totals: list[Any] = [None] * (x.ndim - 2)
    read = _read(y, x.shape[2:], interpolation_mode, padding_mode, align_corners)
    for where, known, taps in _combinations(x.shape, read):
        met = xp.sum(sent * xp.where(np.broadcast_to(known, sent.shape), lines[where], 0), 1)
        for d, (*_, incline) in enumerate(taps):
            others = [tap[2] for i, tap in enumerate(taps) if i != d]
            part = met * incline * math.prod(others)
            totals[d] = part if totals[d] is None else totals[d] + part
    slopes = [slope if xp.plain else y.new_tensor(slope) for _, slope in read]
    columns = [xp.expand_dims(total * slope, 2) for total, slope in zip(reversed(totals), reversed(slopes))]
    return xp.reshape(xp.cat(columns, 2), y.shape)


def _grid_sampler(n: int) -> Op:
    return Op(
        f"grid_sampler_{n}d", f"GridSampler{n}DBackward0", _grid_sample,
        vjp=(_image_vjp, _grid_vjp),
        formula="{x} read at the places {y}", local=("the weight with which it is read", "the slope of {x} there"),
        symbol="grid_sample", saved_as={"x": "input", "y": "grid"}, no_forward=f"grid_sampler_{n}d",
    )


GRID_SAMPLE_2D = _grid_sampler(2)
GRID_SAMPLE_3D = _grid_sampler(3)


def _base(sizes: tuple[int, ...], corners: bool, dtype: Any) -> Any:
    """The places of all elements of an image from -1 to 1, and a 1 beside each."""
    lines = []
    for size in sizes:
        line = np.linspace(-1, 1, size, dtype=dtype) if size > 1 else np.zeros(size, dtype)
        lines.append(line if corners else line * dtype.type((size - 1) / size))
    places = np.meshgrid(*lines, indexing="ij")
    return np.stack([*(place.reshape(-1) for place in reversed(places)), np.ones(math.prod(sizes), dtype)], -1)


def _affine_vjp(xp: Any, g: Any, x_shape: Any, size: tuple[int, ...], align_corners: bool) -> Any:
    base = _base(size[2:], align_corners, plain(g).dtype)
    rows = xp.swapaxes(xp.reshape(g, (x_shape[0], base.shape[0], x_shape[1])), 1, 2)
    return xp.matmul(rows, base if xp.plain else g.new_tensor(base))


AFFINE_GRID = Op(
    "affine_grid_generator", "AffineGridGeneratorBackward0",
    lambda x, size, align_corners: np.matmul(_base(size[2:], align_corners, x.dtype), x.swapaxes(1, 2)).reshape(
        x.shape[0], *size[2:], x.shape[1]
    ),
    vjp=(_affine_vjp,),
    formula="the places to which {x} maps those of an image", local=("the places of the image",), symbol="affine_grid",
)
