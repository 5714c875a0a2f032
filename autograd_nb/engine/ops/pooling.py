"""Rows that make images smaller or larger: the largest of each window, weighted means, elements at the border again.

Everything that averages or interpolates is one thing: a matrix of weights along each dimension. The gradient goes back
through the transposed matrices.

The derivatives are rows of their own, which PyTorch knows by name. Most are given what was pooled or padded as well,
though they are lines: its own derivative is 0, not nothing.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine.memory.layouts import following
from autograd_nb.engine.op import Op, once

from .convolution import padded, windows
from .derivatives import OF_INPUT
from .reduce import by_row, is_nan, plain

# A table is read row by row; one argument a line would hide it.
# fmt: off

Sizes = tuple[int, ...]

# -- the largest ------------------------------------------------------------------------------------------------------------


def _lowest(dtype: np.dtype[Any]) -> Any:
    return -math.inf if dtype.kind == "f" else np.iinfo(dtype).min


def _max_pool(x: Any, kernel: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes, places: Sizes) -> tuple[Any, Any]:
    """The largest element of each window, and where it is among all of the image; nan counts as larger."""
    n = len(kernel)
    lead, sizes = x.shape[:-n], x.shape[-n:]
    more = [max(0, (m - 1) * s + d * (k - 1) + 1 - size - 2 * p)
            for m, s, d, k, size, p in zip(places, stride, dilation, kernel, sizes, padding)]
    wide = padded(x.reshape(1, math.prod(lead), *sizes), padding, _lowest(x.dtype))
    if any(more):
        wide = np.pad(wide, [(0, 0), (0, 0), *((0, m) for m in more)], constant_values=_lowest(x.dtype))
    seen = windows(wide, kernel, stride, dilation, places)
    values = seen[(..., *(0,) * n)].reshape(*lead, *places).copy()
    best = np.zeros(values.shape, np.min_scalar_type(-math.prod(kernel)))
    some_nan = bool(is_nan(x.sum()))  # or infinities of both signs; where there is none, no element need be asked
    for number, offset in enumerate(np.ndindex(*kernel)):  # all windows at once, one of their elements after the other
        these = seen[(..., *offset)].reshape(values.shape)
        larger = (these > values) | is_nan(these) if some_nan else these > values
        best += (number - best) * larger
        np.maximum(values, these, out=values)
    index: Any = 0
    for d, (size, own) in enumerate(zip(sizes, np.indices(places, sparse=True))):
        steps = np.indices(kernel)[d].reshape(-1) * dilation[d] - padding[d]
        found = own * stride[d] + steps[best]
        index = index * size + (np.clip(found, 0, size - 1) if padding[d] or more[d] else found)
    return following(values, x), following(index, x)


def _lines(indices: Any, n: int) -> tuple[Any, Any]:
    """Indices into images of n dimensions, as lines, and as an index of all lines."""
    lead = len(indices.shape) - n
    flat = plain(indices).reshape(math.prod(indices.shape[:lead]), math.prod(indices.shape[lead:]))
    return flat, (np.arange(flat.shape[0])[:, None], flat)


def _to_largest(x: Any, y: Any, indices: Any, places: Sizes) -> Any:
    """Each gradient goes to where the largest was."""
    flat, (line, _) = _lines(indices, len(places))
    size = math.prod(y.shape[y.ndim - len(places) :])
    full = np.zeros(flat.shape[0] * size, x.dtype)
    np.add.at(full, (flat + line * size).reshape(-1), x.reshape(-1))
    return following(full.reshape(y.shape), y)


def _from_largest(xp: Any, g: Any, x_shape: Sizes, indices: Any, places: Sizes) -> Any:
    flat, where = _lines(indices, len(places))
    size = math.prod(g.shape[len(g.shape) - len(places) :])
    return xp.reshape(xp.reshape(g, (flat.shape[0], size))[where], x_shape)


def _no_share(xp: Any, g: Any, y_shape: Sizes) -> Any:
    return xp.zeros(y_shape, g)


DERIVATIVES: dict[str, Op] = {}
"""The rows of derivatives in this file, by name."""


def _largest(name: str, node: str, forward: Any, what: str) -> Op:
    """A row that picks the largest of each part, and one of its derivative."""
    back = DERIVATIVES[f"{name}_backward"] = Op(
        f"{name}_backward", f"{node}BackwardBackward0", _to_largest,
        vjp=(_from_largest, _no_share),
        formula="{x} to the largest of each " + what + " of {y}", local=("1 at the largest, else 0", "0"),
        symbol="max_pool ′", saved_as=OF_INPUT,
    )

    def to_largest(xp: Any, g: Any, x: Any, z1: Any, places: Sizes) -> Any:
        return by_row(xp, back, g, x, indices=z1, places=places)

    return Op(
        name, f"{node}Backward0", forward,
        vjp=(to_largest,),
        formula="the largest of each " + what + " of {x}", local=("1 at the largest, else 0",), symbol="max_pool",
        saved_as={"z1": "result1"},
    )


MAX_POOL_2D = _largest("max_pool2d_with_indices", "MaxPool2DWithIndices", _max_pool, "window")
MAX_POOL_3D = _largest("max_pool3d_with_indices", "MaxPool3DWithIndices", _max_pool, "window")


def bins(size: int, count: int) -> list[slice]:
    """`count` windows that cover `size` elements, as alike as can be."""
    return [slice(i * size // count, -(-(i + 1) * size // count)) for i in range(count)]


def _adaptive_max(x: Any, places: Sizes) -> tuple[Any, Any]:
    lead, sizes = x.shape[: -len(places)], x.shape[-len(places) :]
    values = np.empty((*lead, *places), x.dtype)
    indices = np.empty(values.shape, np.int64)
    numbers = np.arange(math.prod(sizes)).reshape(sizes)
    parts = [bins(size, count) for size, count in zip(sizes, places)]
    for at in np.ndindex(*places):
        window = tuple(part[i] for part, i in zip(parts, at))
        inside = x[(..., *window)]
        seen = inside.reshape(*lead, math.prod(inside.shape[len(lead) :]))
        best = seen.argmax(-1)
        values[(..., *at)] = np.take_along_axis(seen, best[..., None], -1)[..., 0]
        indices[(..., *at)] = numbers[window].reshape(-1)[best]
    return following(values, x), following(indices, x)


ADAPTIVE_MAX_2D = _largest("adaptive_max_pool2d", "AdaptiveMaxPool2D", _adaptive_max, "part")
ADAPTIVE_MAX_3D = _largest("adaptive_max_pool3d", "AdaptiveMaxPool3D", _adaptive_max, "part")


def _starts(samples: Any, size: int, count: int, width: int) -> Any:
    """Where windows begin that lie side by side as nearly as chance will have it; the last ends with the image."""
    step = samples.dtype.type((size - width) / (count - 1) if count > 1 else 0)
    own = np.arange(max(count - 1, 0), dtype=samples.dtype)
    before = ((own + samples[..., None]) * step).astype(np.int64) - (samples * step).astype(np.int64)[..., None]
    return np.concatenate([before, np.full((*samples.shape, min(count, 1)), size - width)], -1)


def _fractional(x: Any, kernel: Sizes, places: Sizes, samples: Any) -> tuple[Any, Any]:
    n = len(kernel)
    lead, sizes = x.shape[:-n], x.shape[-n:]
    lines = x.reshape(math.prod(lead), *sizes)
    drawn = samples[: lead[0] if len(lead) > 1 else 1, : lead[-1]].reshape(-1, n)
    order = range(n) if n == 3 else (1, 0)  # flat images have the number of the width first
    index: Any = 0
    for d, (size, k, count) in enumerate(zip(sizes, kernel, places)):
        along = _starts(drawn[:, order[d]], size, count, k)[..., None] + np.arange(k)
        shape = [along.shape[0], *([1] * 2 * n)]
        shape[1 + d], shape[1 + n + d] = count, k
        index = index * size + along.reshape(shape)
    flat = np.broadcast_to(index, (lines.shape[0], *places, *kernel)).reshape(lines.shape[0], *places, math.prod(kernel))
    seen = lines.reshape(lines.shape[0], math.prod(sizes))[np.arange(lines.shape[0]).reshape(-1, *([1] * (n + 1))), flat]
    best = seen.argmax(-1)[..., None]
    values, chosen = (np.take_along_axis(part, best, -1)[..., 0].reshape(*lead, *places) for part in (seen, flat))
    return values, chosen


FRACTIONAL_MAX_2D = _largest("fractional_max_pool2d", "FractionalMaxPool2D", _fractional, "window")
FRACTIONAL_MAX_3D = _largest("fractional_max_pool3d", "FractionalMaxPool3D", _fractional, "window")


def _unpool(x: Any, indices: Any, shape: Sizes) -> Any:
    lead = x.shape[: -len(shape)]
    flat, where = _lines(indices, len(shape))
    out = np.zeros((flat.shape[0], math.prod(shape)), x.dtype)
    out[where] = x.reshape(flat.shape)
    found = out.reshape(*lead, *shape)
    return following(found, x) if len(shape) == 2 else found


def _unpool_vjp(xp: Any, g: Any, x_shape: Sizes, indices: Any, shape: Sizes) -> Any:
    flat, where = _lines(indices, len(shape))
    return xp.reshape(xp.reshape(g, (flat.shape[0], math.prod(shape)))[where], x_shape)


def _unpooling(name: str, grad_fn: str) -> Op:
    return Op(
        name, grad_fn, _unpool,
        vjp=(_unpool_vjp,),
        formula="{x} at the indices, zeros elsewhere", local=("1 where it is put",), symbol="max_unpool",
        linear=True,
    )


MAX_UNPOOL_2D = _unpooling("max_unpool2d", "MaxUnpool2DBackward0")
MAX_UNPOOL_3D = _unpooling("max_unpool3d", "MaxUnpool3DBackward0")

# -- weighted means -----------------------------------------------------------------------------------------------------------


def _weigh(x: Any, weights: tuple[Any, ...]) -> Any:
    """Multiply by a matrix along each of the last dimensions; a matrix has shape (after, before)."""
    if x.dtype.kind != "f":  # whole numbers are divided at the end, and cut off
        return np.trunc(np.round(_weigh(x.astype(np.float64), weights), 9)).astype(x.dtype)
    z = _product(x, weights)
    # a window that meets no inf or nan stays finite; 0 times one of them in the products has made nan of its whole image
    if not np.isfinite(z[(..., *[slice(1)] * len(weights))]).all():
        z = _spread(x, weights)
    return following(z.copy("C"), x)


def _product(x: Any, weights: tuple[Any, ...]) -> Any:
    z = x
    for back, matrix in enumerate(reversed(weights), 1):
        moved = np.moveaxis(z, -back, -1) @ matrix.T.astype(x.dtype, copy=False)
        z = np.moveaxis(moved, -1, -back)
    return z


def _spread(x: Any, weights: tuple[Any, ...]) -> Any:
    """The weighted sums where an inf or nan only reaches the sums that give it a weight other than 0."""
    finite = np.isfinite(x)
    z = _product(np.where(finite, x, x.dtype.type(0)), weights)
    met = _product((~finite).astype(x.dtype), tuple(abs(np.sign(m)) for m in weights))
    signs = np.where(finite | np.isnan(x), 0, np.sign(x)).astype(x.dtype)
    balance = _product(signs, tuple(np.sign(m) for m in weights))
    infinite = np.copysign(x.dtype.type(np.inf), balance)
    return np.where(met == 0, z, np.where(abs(balance) == met, infinite, x.dtype.type(np.nan)))


def _weigh_back(x: Any, weights: tuple[Any, ...]) -> Any:
    return _weigh(x, tuple(matrix.T for matrix in weights))


def _weighing(name: str, node: str, formula: str, symbol: str, *, keeps: bool = False) -> Op:
    """A row with these weights and one of its derivative, which is given the input as well if the node `keeps` it."""

    def there_again(xp: Any, g: Any, weights: tuple[Any, ...]) -> Any:
        return by_row(xp, row, g, weights=weights)

    taken = "the weight with which it takes part"
    back = DERIVATIVES[f"{name}_backward"] = Op(
        f"{name}_backward", f"{node}BackwardBackward0",
        once(lambda x, y, weights: following(_weigh_back(x, weights), y)) if keeps else once(_weigh_back),
        vjp=(there_again, _no_share) if keeps else (there_again,),
        formula="{x} times the weights of " + name + (" in {y}" if keeps else ""), local=(taken, "0") if keeps else (taken,),
        symbol=symbol + " ′", saved_as=OF_INPUT,
    )
    names = ("x", "weights") if keeps else ("weights",)
    row = Op(name, f"{node}Backward0", once(_weigh) if keeps else _weigh, vjp=(back.of(*names),), formula=formula, local=(taken,), symbol=symbol)
    return row


_MEAN, _PART = "the mean of each window of {x}", "the mean of each part of {x}"
AVG_POOL_2D = _weighing("avg_pool2d", "AvgPool2D", _MEAN, "avg_pool", keeps=True)
AVG_POOL_3D = _weighing("avg_pool3d", "AvgPool3D", _MEAN, "avg_pool", keeps=True)
ADAPTIVE_AVG_2D = _weighing("adaptive_avg_pool2d", "AdaptiveAvgPool2D", _PART, "avg_pool", keeps=True)
ADAPTIVE_AVG_3D = _weighing("adaptive_avg_pool3d", "AdaptiveAvgPool3D", _PART, "avg_pool", keeps=True)

UPSAMPLING = {
    (mode, n): _weighing(f"upsample_{mode}{n}d", f"Upsample{title}{n}D", f"{{x}} resized, {mode}", "resize")
    for mode, title, dims in (
        ("nearest", "Nearest", (1, 2, 3)), ("nearest_exact", "NearestExact", (1, 2, 3)), ("linear", "Linear", (1,)),
        ("bilinear", "Bilinear", (2,)), ("bicubic", "Bicubic", (2,)), ("trilinear", "Trilinear", (3,)),
    )
    for n in dims
}
"""By mode and number of dimensions."""
globals().update({f"UPSAMPLE_{mode.upper()}_{n}D": row for (mode, n), row in UPSAMPLING.items()})

# -- elements of the border again -----------------------------------------------------------------------------------------------


def _grid(indices: tuple[Any, ...]) -> tuple[Any, ...]:
    return (Ellipsis, *np.ix_(*indices))


def _repeated(x: Any, indices: tuple[Any, ...]) -> Any:
    return np.ascontiguousarray(x[_grid(indices)])


def _put_together(x: Any, y: Any, indices: tuple[Any, ...]) -> Any:
    full = np.zeros(y.shape, x.dtype)
    np.add.at(full, _grid(indices), x)
    return full


def _repeating(name: str, node: str, vjp: Any = None) -> Op:
    def there_again(xp: Any, g: Any, indices: tuple[Any, ...]) -> Any:
        return by_row(xp, row, g, indices=indices)

    often = "as often as it is there"
    if vjp is None:
        back = DERIVATIVES[f"{name}_backward"] = Op(
            f"{name}_backward", f"{node}BackwardBackward0", _put_together,
            vjp=(there_again, _no_share),
            formula="{x}, what is around {y} added to its elements", local=(often, "0"), symbol="pad ′", saved_as=OF_INPUT,
        )
        vjp, node = back.of("x", "indices"), f"{node}Backward0"
    row = Op(
        name, node, _repeated,
        vjp=(vjp,),
        formula="{x} with its own elements around it", local=(often,), symbol="pad",
    )
    return row


REFLECTION = {n: _repeating(f"reflection_pad{n}d", f"ReflectionPad{n}D") for n in (1, 2, 3)}
REPLICATION = {n: _repeating(f"replication_pad{n}d", f"ReplicationPad{n}D") for n in (1, 2, 3)}
CIRCULAR = _repeating("pad", "CopySlices", lambda xp, g, x_shape, indices: xp.scatter(x_shape, _grid(indices), g))
"""PyTorch makes this one of slices that are copied, one after the other."""
globals().update({f"REFLECTION_PAD_{n}D": row for n, row in REFLECTION.items()})
globals().update({f"REPLICATION_PAD_{n}D": row for n, row in REPLICATION.items()})
globals().update({name.upper(): row for name, row in DERIVATIVES.items()})

# -- channels and space ---------------------------------------------------------------------------------------------------------


def _into_space(x: Any, factor: int) -> Any:
    *batch, channels, height, width = x.shape
    parts = x.reshape(*batch, channels // factor**2, factor, factor, height, width)
    b = len(batch)
    moved = parts.transpose(*range(b + 1), b + 3, b + 1, b + 4, b + 2)
    return moved.reshape(*batch, channels // factor**2, height * factor, width * factor)


def _out_of_space(x: Any, factor: int) -> Any:
    *batch, channels, height, width = x.shape
    parts = x.reshape(*batch, channels, height // factor, factor, width // factor, factor)
    b = len(batch)
    moved = parts.transpose(*range(b + 1), b + 2, b + 4, b + 1, b + 3)
    return moved.reshape(*batch, channels * factor**2, height // factor, width // factor)


def _in_turn(x: Any, groups: int) -> Any:
    n, channels = x.shape[:2]
    return x.reshape(n, groups, channels // groups, math.prod(x.shape[2:])).swapaxes(1, 2).reshape(x.shape)


PIXEL_SHUFFLE: Op = Op(
    "pixel_shuffle", "PixelShuffleBackward0", _into_space,
    vjp=(lambda xp, g, factor: by_row(xp, PIXEL_UNSHUFFLE, g, factor=factor),),
    formula="channels of {x} moved into space", local=("1",),
)
PIXEL_UNSHUFFLE: Op = Op(
    "pixel_unshuffle", "PixelUnshuffleBackward0", _out_of_space,
    vjp=(lambda xp, g, factor: by_row(xp, PIXEL_SHUFFLE, g, factor=factor),),
    formula="space of {x} moved into channels", local=("1",),
)
CHANNEL_SHUFFLE: Op = Op(
    "channel_shuffle", "ChannelShuffleBackward0", _in_turn,
    vjp=(lambda xp, g, groups: by_row(xp, CHANNEL_SHUFFLE, g, groups=g.shape[1] // groups),),
    formula="channels of {x}, groups in turn", local=("1",),
)
