"""Rows of convolutions: a small window slides over the input, and every place is a weighted sum of what it shows.

With `x` of shape (batch, channels, *sizes) and `w` of shape (filters, channels / groups, *kernel), there are three sums
over the same products of inputs, weights and outputs: one for the value, one for the gradient of the input, one for
that of the weights. Each is linear in both of its arguments, and the derivatives of each are the other two.

Source: PyTorch's aten/src/ATen/native/Convolution.cpp; V. Dumoulin and F. Visin, "A guide to convolution arithmetic
for deep learning" (2016).
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from autograd_nb.engine.memory.layouts import following
from autograd_nb.engine.op import Op, once

from .reduce import by_row

# A table is read row by row; one argument a line would hide it.
# fmt: off

Sizes = tuple[int, ...]


def output_sizes(sizes: Sizes, kernel: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes) -> Sizes:
    """In how many places the window fits, in each dimension."""
    return tuple((n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in zip(sizes, kernel, stride, padding, dilation))


def padded(x: Any, padding: Sizes, value: float = 0) -> Any:
    """`x` with `padding` elements more at both ends of the dimensions after the first two."""
    if not any(padding):
        return x
    return np.pad(x, [(0, 0), (0, 0), *((p, p) for p in padding)], constant_values=value)


def windows(x: Any, kernel: Sizes, stride: Sizes, dilation: Sizes, places: Sizes) -> Any:
    """What the window shows in each place: a view of shape (batch, channels, *places, *kernel)."""
    steps = x.strides[2:]
    return as_strided(
        x, (*x.shape[:2], *places, *kernel),
        (*x.strides[:2], *(a * s for a, s in zip(steps, stride)), *(a * d for a, d in zip(steps, dilation))),
        writeable=False,
    )


def spread(g: Any, shape: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes) -> Any:
    """Add up what every window sends back: the opposite of `padded` and `windows`."""
    n = len(stride)
    places, kernel = g.shape[2 : 2 + n], g.shape[2 + n :]
    whole = [size + 2 * p for size, p in zip(shape[2:], padding)]
    full = np.zeros((shape[1], shape[0], *whole), g.dtype).swapaxes(0, 1)  # as what a convolution sends lies in memory
    for at in itertools.product(*map(range, kernel)):
        reached = (slice(k * d, k * d + (m - 1) * s + 1, s) for k, d, m, s in zip(at, dilation, places, stride))
        full[(slice(None), slice(None), *reached)] += g[(..., *at)]
    kept = tuple(slice(p, p + size) for size, p in zip(shape[2:], padding))
    return np.ascontiguousarray(full[(slice(None), slice(None), *kept)])


def _columns(x: Any, kernel: Sizes, places: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes, groups: int) -> Any:
    """Each window as a column: shape (groups, channels / groups and kernel, batch and places).

    Places stand last, as they lie in memory: so they are copied a line at a time.
    """
    n = len(kernel)
    seen = windows(padded(x, padding), kernel, stride, dilation, places)
    order = (1, *range(2 + n, 2 + 2 * n), 0, *range(2, 2 + n))
    size = x.shape[1] // groups * math.prod(kernel)
    return seen.transpose(order).reshape(groups, size, x.shape[0] * math.prod(places))


def _lines(g: Any, groups: int) -> Any:
    """A result as lines: shape (groups, filters / groups, batch and places)."""
    places = math.prod(g.shape[2:])
    parts = g.reshape(g.shape[0], g.shape[1], places).swapaxes(0, 1)
    return parts.reshape(groups, g.shape[1] // groups, g.shape[0] * places)


def _convolve(
    x: Any, w: Any, stride: Sizes, padding: Sizes, dilation: Sizes, groups: int, places: Sizes | None = None
) -> Any:
    places = places or output_sizes(x.shape[2:], w.shape[2:], stride, padding, dilation)
    columns = _columns(x, w.shape[2:], places, stride, padding, dilation, groups)
    lines = w.reshape(groups, w.shape[0] // groups, -1) @ columns
    found = lines.reshape(w.shape[0], x.shape[0], *places).swapaxes(0, 1)
    return np.ascontiguousarray(found)


def _to_input(g: Any, w: Any, shape: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes, groups: int) -> Any:
    n, channels = len(stride), groups * w.shape[1]
    sent = w.reshape(groups, w.shape[0] // groups, -1).swapaxes(1, 2) @ _lines(g, groups)
    seen = sent.reshape(channels, *w.shape[2:], g.shape[0], *g.shape[2:])
    order = (1 + n, 0, *range(2 + n, 2 + 2 * n), *range(1, 1 + n))
    return spread(seen.transpose(order), (g.shape[0], channels, *shape), stride, padding, dilation)


def _to_weight(g: Any, x: Any, kernel: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes, groups: int) -> Any:
    columns = _columns(x, kernel, g.shape[2:], stride, padding, dilation, groups)
    # In this order, for the long side of both is the one that is added up: the other way round takes twice the time.
    sums = (columns @ _lines(g, groups).swapaxes(1, 2)).swapaxes(1, 2)
    return sums.reshape(g.shape[1], x.shape[1] // groups, *kernel)


def _with_bias(z: Any, bias: Any) -> Any:
    return z if bias is None else z + bias.reshape(-1, *(1 for _ in z.shape[2:]))


def _lined_up(xp: Any, g: Any, x_shape: Sizes) -> Any:
    return xp.broadcast_to(xp.reshape(g, (-1, *(1 for _ in x_shape[2:]))), x_shape)


TO_BIAS = Op(
    "convolution_backward", "ConvolutionBackwardBackward0", lambda x: x.sum((0, *range(2, x.ndim))),
    vjp=(_lined_up,), formula="{x} added up over examples and places", local=("1",), symbol="∗",
)


def _options(stride: Sizes, padding: Sizes, dilation: Sizes, groups: int) -> dict[str, Any]:
    return {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}


CONVOLUTION: Op = Op(
    "convolution", "ConvolutionBackward0",
    once(lambda x, w, b, stride, padding, dilation, groups, places=None: _with_bias(
        following(_convolve(x, w, stride, padding, dilation, groups, places), x, w), b)),
    vjp=(
        lambda xp, g, x_shape, w, stride, padding, dilation, groups: by_row(
            xp, TO_INPUT, g, w, shape=tuple(x_shape[2:]), **_options(stride, padding, dilation, groups)),
        lambda xp, g, x, w_shape, stride, padding, dilation, groups: by_row(
            xp, TO_WEIGHT, g, x, kernel=tuple(w_shape[2:]), **_options(stride, padding, dilation, groups)),
        TO_BIAS.of(),
    ),
    inputs=("x", "w", "b"),
    formula="{w} sliding over {x}, plus {b}",
    local=("{w} at each place it lay", "what it lay on", "1"), symbol="∗",
    saved_as={"x": "input", "w": "weight", "b": "bias", "x_shape": "input_sym_sizes", "w_shape": "weight_sym_sizes"},
)
TRANSPOSED: Op = Op(
    "convolution", "ConvolutionBackward0",
    once(lambda x, w, b, shape, stride, padding, dilation, groups: _with_bias(
        following(_to_input(x, w, shape, stride, padding, dilation, groups), x, w), b)),
    vjp=(
        lambda xp, g, x_shape, w, stride, padding, dilation, groups: by_row(
            xp, BACK_THROUGH_TRANSPOSED, g, w, places=tuple(x_shape[2:]), **_options(stride, padding, dilation, groups)),
        lambda xp, g, x, w_shape, stride, padding, dilation, groups: by_row(
            xp, TO_WEIGHT, x, g, kernel=tuple(w_shape[2:]), **_options(stride, padding, dilation, groups)),
        TO_BIAS.of(),
    ),
    inputs=("x", "w", "b"),
    formula="{w} laid out at each place, times {x}, plus {b}",
    local=("{w} sliding over the gradient", "{x} at each place", "1"), symbol="∗ᵀ",
    saved_as={"x": "input", "w": "weight", "b": "bias", "x_shape": "input_sym_sizes", "w_shape": "weight_sym_sizes"},
)
BACK_THROUGH_TRANSPOSED: Op = Op(
    "convolution_backward", "ConvolutionBackwardBackward0",
    lambda x, y, stride, padding, dilation, groups, places: _convolve(x, y, stride, padding, dilation, groups, places),
    vjp=(
        lambda xp, g, x_shape, y, stride, padding, dilation, groups: by_row(
            xp, TO_INPUT, g, y, shape=tuple(x_shape[2:]), **_options(stride, padding, dilation, groups)),
        lambda xp, g, x, y_shape, stride, padding, dilation, groups: by_row(
            xp, TO_WEIGHT, g, x, kernel=tuple(y_shape[2:]), **_options(stride, padding, dilation, groups)),
    ),
    formula="{y} sliding over {x}", local=("{y} at each place it lay", "what it lay on"), symbol="∗",
)
TO_INPUT: Op = Op(
    "convolution_backward", "ConvolutionBackwardBackward0", _to_input,
    vjp=(
        lambda xp, g, x_shape, y, stride, padding, dilation, groups: by_row(
            xp, CONVOLUTION, g, y, None, places=tuple(x_shape[2:]), **_options(stride, padding, dilation, groups)),
        lambda xp, g, x, y_shape, stride, padding, dilation, groups: by_row(
            xp, TO_WEIGHT, x, g, kernel=tuple(y_shape[2:]), **_options(stride, padding, dilation, groups)),
    ),
    formula="{y} laid out at each place, times {x}",
    local=("{y} sliding over the gradient", "{x} at each place"), symbol="∗ᵀ",
)
TO_WEIGHT: Op = Op(
    "convolution_backward", "ConvolutionBackwardBackward0", _to_weight,
    vjp=(
        lambda xp, g, x_shape, y, stride, padding, dilation, groups: by_row(
            xp, CONVOLUTION, y, g, None, places=tuple(x_shape[2:]), **_options(stride, padding, dilation, groups)),
        lambda xp, g, x, y_shape, stride, padding, dilation, groups: by_row(
            xp, TO_INPUT, x, g, shape=tuple(y_shape[2:]), **_options(stride, padding, dilation, groups)),
    ),
    formula="{x} times what lay under it in {y}, added up",
    local=("the gradient sliding over {y}", "the gradient laid out, times {x}"), symbol="∗",
)


# -- windows as columns -----------------------------------------------------------------------------------------------------


def _unfold(x: Any, kernel: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes) -> Any:
    n = len(kernel)
    places = output_sizes(x.shape[2:], kernel, stride, padding, dilation)
    seen = windows(padded(x, padding), kernel, stride, dilation, places)
    order = (0, 1, *range(2 + n, 2 + 2 * n), *range(2, 2 + n))
    return seen.transpose(order).reshape(x.shape[0], x.shape[1] * math.prod(kernel), math.prod(places))


def _fold(x: Any, shape: Sizes, kernel: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes) -> Any:
    n = len(kernel)
    places = output_sizes(shape, kernel, stride, padding, dilation)
    channels = x.shape[1] // math.prod(kernel)
    seen = x.reshape(x.shape[0], channels, *kernel, *places)
    order = (0, 1, *range(2 + n, 2 + 2 * n), *range(2, 2 + n))
    return spread(seen.transpose(order), (x.shape[0], channels, *shape), stride, padding, dilation)


UNFOLD: Op = Op(
    "im2col", "Im2ColBackward0", _unfold,
    vjp=(
        lambda xp, g, x_shape, kernel, stride, padding, dilation: by_row(
            xp, FOLD, g, shape=tuple(x_shape[2:]), kernel=kernel, stride=stride, padding=padding, dilation=dilation),
    ),
    formula="the windows of {x} as columns", local=("1 for each window that shows an element",), symbol="unfold",
)
FOLD: Op = Op(
    "col2im", "Col2ImBackward0", _fold,
    vjp=(
        lambda xp, g, kernel, stride, padding, dilation: by_row(
            xp, UNFOLD, g, kernel=kernel, stride=stride, padding=padding, dilation=dilation),
    ),
    formula="the columns of {x}, added up where the windows were", local=("1 where it was added",), symbol="fold",
)
