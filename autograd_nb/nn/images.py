"""What is done to images besides: padding with their own elements, resizing, and moving channels into space.

Source: https://pytorch.org/docs/2.7/nn.functional.html#vision-functions
"""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.ops import pooling as ops

from .adaptive_pooling import adaptive_avg_pool1d, adaptive_avg_pool2d, adaptive_avg_pool3d
from .operands import check_float, check_tensor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor

# -- padding ---------------------------------------------------------------------------------------------


def pad_with_own(x: Any, ends: Sequence[int], mode: str) -> Tensor:
    """`ends` holds (before, after) for the last dimension, then for the one before.

    Raises:
        NotImplementedError: for a number of dimensions that PyTorch does not pad like this.
        RuntimeError: for a border that is wider than what there is to put there.
    """
    n, ndim = len(ends) // 2, x._array.ndim
    if ndim not in (n + 1, n + 2) or n not in (1, 2, 3):
        raise NotImplementedError(
            f"Padding size {2 * n} is not supported for {ndim}D input tensor.\n"
            "Supported combinations for non-constant padding:\n"
            "  - 2D or 3D input: padding size = 2 (pads last dimension)\n"
            "  - 3D or 4D input: padding size = 4 (pads last 2 dimensions)\n"
            "  - 4D or 5D input: padding size = 6 (pads last 3 dimensions)"
        )
    sizes = x._array.shape[ndim - n :]
    sides = list(zip(ends[-2::-2], ends[::-2]))
    if mode != "circular" and 0 in x._array.shape[ndim - n - 1 :]:
        raise RuntimeError(
            f"Expected {n + 1}D or {n + 2}D (batch mode) tensor with possibly 0 batch size and other non-zero "
            f"dimensions for input, but got: {list(x._array.shape)}"
        )
    if mode == "circular":
        for size, (before, after) in zip(sizes, sides):
            if before > size or after > size:
                raise RuntimeError("Padding value causes wrapping around more than once.")
    if mode == "reflect":
        for d, (size, (before, after)) in enumerate(zip(reversed(sizes), reversed(sides))):
            if before >= size or after >= size:
                at = ndim - 1 - d
                raise RuntimeError(
                    f"Argument #{4 + 2 * d}: Padding size should be less than the corresponding input dimension, but "
                    f"got: padding ({before}, {after}) at dimension {at} of input {list(x._array.shape)}"
                )
    if mode != "circular" and x._array.dtype.kind == "b":
        raise errors.not_for_dtype(f"{'reflection' if mode == 'reflect' else 'replication'}_pad{n}d", "Bool")
    named = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}[mode]
    indices = tuple(_border(size, before, after, named) for size, (before, after) in zip(sizes, sides))
    row = {"reflect": ops.REFLECTION, "replicate": ops.REPLICATION}.get(mode, {}).get(n, ops.CIRCULAR)
    found: Tensor = x._apply(row, x, indices=indices)
    return found


def _border(size: int, before: int, after: int, mode: Any) -> Any:
    """Which elements stand where, after padding; negative ends cut off, before anything goes round in circles."""
    if mode == "wrap":
        return np.pad(np.arange(max(-before, 0), size - max(-after, 0)), (max(before, 0), max(after, 0)), mode)
    wide = np.pad(np.arange(size), (max(before, 0), max(after, 0)), mode=mode)
    return wide[max(-before, 0) : len(wide) - max(-after, 0)]


# -- resizing --------------------------------------------------------------------------------------------

MODES = {"nearest": None, "nearest-exact": None, "area": None, "linear": 1, "bilinear": 2, "bicubic": 2, "trilinear": 3}
"""The ways to resize, and for how many dimensions they are (None: for any)."""


@over_batches
def interpolate(
    input: Tensor,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> Tensor:
    """Images of another size, by repeating elements or by interpolating between them.

    Give either `size` or `scale_factor`: one number for all dimensions, or one for each. `mode` is "nearest" (as old
    programs have it), "nearest-exact", "area" (means), "linear" for sequences, "bilinear" or "bicubic" for images,
    "trilinear" for volumes. With `align_corners` the middles of the corners stay where they are, else their edges.

    Shapes: (batch, channels, length), (batch, channels, height, width) or (batch, channels, depth, height, width).

    >>> torch.nn.functional.interpolate(torch.tensor([[[1.0, 2.0]]]), scale_factor=2)
    tensor([[[1., 1., 2., 2.]]])
    >>> torch.nn.functional.interpolate(torch.tensor([[[1.0, 4.0]]]), size=4, mode="linear", align_corners=True)
    tensor([[[1., 2., 3., 4.]]])

    Raises:
        ValueError: both or neither of `size` and `scale_factor` are given.
        NotImplementedError: the mode is unknown, or is not for such a number of dimensions.
    """
    x: Any = check_tensor("interpolate", input)
    n = x._array.ndim - 2
    if align_corners is not None and mode in ("nearest", "area", "nearest-exact"):
        raise ValueError(
            "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear"
        )
    sizes = x._array.shape[2:]
    target, scales = _target(sizes, size, scale_factor, bool(recompute_scale_factor))
    if mode not in MODES or (n not in (1, 2, 3) and MODES[mode] is None):
        raise NotImplementedError(
            f"Input Error: Only 3D, 4D and 5D input Tensors supported (got {x._array.ndim}D) for the modes: nearest | "
            f"linear | bilinear | bicubic | trilinear | area | nearest-exact (got {mode})"
        )
    if MODES[mode] not in (None, n):
        raise NotImplementedError(f"Got {x._array.ndim}D input, but {mode} mode needs {MODES[mode] + 2}D input")  # type: ignore[operator]  # not None here
    if antialias:
        raise NotImplementedError("resizing with antialias is not part of autograd_nb: pool before you resize")
    if 0 in x._array.shape[1:2]:
        raise RuntimeError(
            f"Non-empty {n + 2}D data tensor expected but got a tensor with sizes {list(x._array.shape)}"
        )
    if mode == "area":
        pools: Any = {1: adaptive_avg_pool1d, 2: adaptive_avg_pool2d, 3: adaptive_avg_pool3d}
        found: Tensor = pools[n](x, target)
        return found
    if 0 in (*sizes, *target):
        names = ("W", "H, W", "D, H, W")[n - 1]
        raise RuntimeError(
            f"Input and output sizes should be greater than 0, but got input ({_named(names, sizes)}) and output "
            f"({_named(names, target)})"
        )
    if x._array.dtype != np.uint8 or MODES[mode] in (1, 3):
        check_float(_kernel(mode, n), x)
    key = (mode.replace("-", "_"), n)
    weights = tuple(
        _weights(mode, before, after, scale, bool(align_corners)) for before, after, scale in zip(sizes, target, scales)
    )
    return x._apply(ops.UPSAMPLING[key], x, weights=weights)


def _kernel(mode: str, n: int) -> str:
    """What PyTorch calls the part that resizes."""
    if n == 2 and mode != "bicubic":
        return f"upsample_{mode.replace('-exact', '')}2d_channels_last"
    kind = "cubic" if mode == "bicubic" else "linear" if "linear" in mode else "nearest"
    return f"compute_indices_weights_{kind}"


def _named(names: str, sizes: tuple[int, ...]) -> str:
    return ", ".join(f"{name}: {size}" for name, size in zip(names.split(", "), sizes))


def _target(sizes: tuple[int, ...], size: Any, scale_factor: Any, recompute: bool) -> tuple[tuple[int, ...], list[Any]]:
    """The new sizes, and the scales that were given."""
    n = len(sizes)
    if size is not None and scale_factor is not None:
        raise ValueError("only one of size or scale_factor should be defined")
    if size is not None:
        wanted = tuple(size) if isinstance(size, (tuple, list)) else (size,) * n
        if len(wanted) != n:
            raise ValueError(
                "Input and output must have the same number of spatial dimensions, but got input with spatial "
                f"dimensions of {list(sizes)} and output size of {size}. Please provide input tensor in (N, C, d1, d2, "
                "...,dK) format and output size in (o1, o2, ...,oK) format."
            )
        if recompute:
            raise ValueError("recompute_scale_factor is not meaningful with an explicit size.")
        return wanted, [None] * n
    if scale_factor is None:
        raise ValueError("either size or scale_factor should be defined")
    factors = list(scale_factor) if isinstance(scale_factor, (tuple, list)) else [scale_factor] * n
    if len(factors) != n:
        raise ValueError(
            "Input and scale_factor must have the same number of spatial dimensions, but got input with spatial "
            f"dimensions of {list(sizes)} and scale_factor of shape {scale_factor}. Please provide input tensor in (N, "
            "C, d1, d2, ...,dK) format and scale_factor in (s1, s2, ...,sK) format."
        )
    target = tuple(math.floor(before * float(factor)) for before, factor in zip(sizes, factors))
    return target, [None] * n if recompute else factors


def _weights(mode: str, before: int, after: int, scale: Any, corners: bool) -> Any:
    """The matrix that resizes one dimension."""
    step = 1 / scale if scale is not None and scale > 0 else before / after
    at = np.arange(after)
    matrix = np.zeros((after, before))
    if mode.startswith("nearest"):
        near = np.floor((at + 0.5) * step if mode == "nearest-exact" else np.float32(at) * np.float32(step))
        matrix[at, np.minimum(near, before - 1).astype(int)] = 1
        return matrix
    place: Any = (at + 0.5) * step - 0.5
    if corners:
        place = at * ((before - 1) / (after - 1) if after > 1 else 0.0)
    if mode != "bicubic":
        place = np.maximum(place, 0)
        low = np.minimum(np.floor(place).astype(int), before - 1)
        part = place - low
        np.add.at(matrix, (at, low), 1 - part)
        np.add.at(matrix, (at, np.minimum(low + 1, before - 1)), part)
        return matrix
    low = np.floor(place).astype(int)
    for offset in range(-1, 3):
        np.add.at(matrix, (at, np.clip(low + offset, 0, before - 1)), _cubic(np.abs(place - low - offset)))
    return matrix


def _cubic(distance: Any) -> Any:
    """Keys' cubic convolution with a = -0.75, which PyTorch takes."""
    a, t = -0.75, distance
    near = ((a + 2) * t - (a + 3)) * t * t + 1
    far = ((a * t - 5 * a) * t + 8 * a) * t - 4 * a
    return np.where(t <= 1, near, far)


def upsample_nearest(input: Tensor, size: Any = None, scale_factor: Any = None) -> Tensor:
    """An earlier name of `interpolate` that repeats elements.

    >>> torch.nn.functional.upsample_nearest(torch.tensor([[[1.0, 2.0]]]), scale_factor=2)
    tensor([[[1., 1., 2., 2.]]])
    """
    _renamed("upsample_nearest")
    return interpolate(input, size, scale_factor, mode="nearest")


def upsample_bilinear(input: Tensor, size: Any = None, scale_factor: Any = None) -> Tensor:
    """An earlier name of `interpolate` with corners that stay: `mode="bilinear"` and `align_corners=True`.

    >>> torch.nn.functional.upsample_bilinear(torch.tensor([[[[1.0, 4.0]]]]), size=(1, 4))
    tensor([[[[1., 2., 3., 4.]]]])
    """
    _renamed("upsample_bilinear")
    return interpolate(input, size, scale_factor, mode="bilinear", align_corners=True)


def _renamed(name: str) -> None:
    text = f"`nn.functional.{name}` is deprecated. Use `nn.functional.interpolate` instead."
    warnings.warn(text, stacklevel=3)


def upsample(
    input: Tensor, size: Any = None, scale_factor: Any = None, mode: str = "nearest", align_corners: bool | None = None
) -> Tensor:
    """The earlier name of `interpolate`; it warns that it is one.

    >>> torch.nn.functional.upsample(torch.tensor([[[1.0, 2.0]]]), size=4)
    tensor([[[1., 1., 2., 2.]]])
    """
    _renamed("upsample")
    return interpolate(input, size, scale_factor, mode, align_corners)


# -- channels and space ----------------------------------------------------------------------------------


@as_pytorch
def pixel_shuffle(input: Tensor, upscale_factor: int) -> Tensor:
    """r² channels become one, whose pixels are r times as many in both directions.

    Shapes: (..., C r², H, W) to (..., C, H r, W r), where r is `upscale_factor`.

    >>> torch.nn.functional.pixel_shuffle(torch.arange(4.0).reshape(4, 1, 1), 2)
    tensor([[[0., 1.],
             [2., 3.]]])

    Raises:
        RuntimeError: the number of channels is no multiple of r².
    """
    x: Any = check_tensor("pixel_shuffle", input)
    if x._array.ndim < 3:
        raise RuntimeError(
            f"pixel_shuffle expects input to have at least 3 dimensions, but got input with {x._array.ndim} "
            "dimension(s)"
        )
    if upscale_factor <= 0:
        raise RuntimeError(f"pixel_shuffle expects a positive upscale_factor, but got {upscale_factor}")
    if x._array.shape[-3] % upscale_factor**2:
        raise RuntimeError(
            "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, "
            f"but input.size(-3)={x._array.shape[-3]} is not divisible by {upscale_factor**2}"
        )
    return x._apply(ops.PIXEL_SHUFFLE, x, factor=upscale_factor)


@as_pytorch
def pixel_unshuffle(input: Tensor, downscale_factor: int) -> Tensor:
    """The opposite of `pixel_shuffle`: squares of r × r pixels become as many channels.

    Shapes: (..., C, H r, W r) to (..., C r², H, W), where r is `downscale_factor`.

    >>> torch.nn.functional.pixel_unshuffle(torch.arange(4.0).reshape(1, 2, 2), 2).flatten(1)
    tensor([[0.],
            [1.],
            [2.],
            [3.]])

    Raises:
        RuntimeError: height or width is no multiple of r.
    """
    x: Any = check_tensor("pixel_unshuffle", input)
    if x._array.ndim < 3:
        raise RuntimeError(
            f"pixel_unshuffle expects input to have at least 3 dimensions, but got input with {x._array.ndim} "
            "dimension(s)"
        )
    if downscale_factor <= 0:
        raise RuntimeError(f"pixel_unshuffle expects a positive downscale_factor, but got {downscale_factor}")
    for name, size in zip(("height", "width"), x._array.shape[-2:]):
        if size % downscale_factor:
            back = {"height": -2, "width": -1}[name]
            raise RuntimeError(
                f"pixel_unshuffle expects {name} to be divisible by downscale_factor, but input.size({back})={size} is "
                f"not divisible by {downscale_factor}"
            )
    return x._apply(ops.PIXEL_UNSHUFFLE, x, factor=downscale_factor)


@as_pytorch
def channel_shuffle(input: Tensor, groups: int) -> Tensor:
    """The channels of several groups, taken in turn: the first of each group, then the second of each.

    Grouped convolutions that follow one another mix the groups by it. Shapes: (batch, channels, ...), and the same.

    >>> torch.nn.functional.channel_shuffle(torch.arange(6.0).reshape(1, 6, 1), 2).flatten()
    tensor([0., 3., 1., 4., 2., 5.])

    Raises:
        RuntimeError: the channels cannot be divided into so many groups.
    """
    x: Any = check_tensor("channel_shuffle", input)
    shape = x._array.shape
    if len(shape) <= 2:
        raise RuntimeError(f"channel_shuffle expects input with > 2 dims, but got input with sizes {list(shape)}")
    if groups <= 0:
        raise RuntimeError(f"Number of groups to divide channels in must be positive. Value of groups:{groups}")
    if shape[1] % groups:
        raise RuntimeError(
            f"Number of channels must be divisible by groups. Got {shape[1]} channels and {groups} groups."
        )
    return x._apply(ops.CHANNEL_SHUFFLE, x, groups=groups)
