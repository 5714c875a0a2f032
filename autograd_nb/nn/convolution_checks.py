"""What PyTorch refuses in the arguments of a convolution, in the order in which it looks at them.

Source: PyTorch's aten/src/ATen/native/Convolution.cpp
"""

from __future__ import annotations

from operator import index
from typing import Any

import numpy as np

from autograd_nb.engine import errors

Sizes = tuple[int, ...]


def each(
    dims: int, w: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1, output_padding: Any = 0
) -> tuple[Sizes, Sizes, Sizes, Sizes]:
    """All four as one number for each dimension that the weight slides along; a single number stands for `dims`.

    Raises:
        RuntimeError: if there are more or fewer numbers, or the weight has nothing to slide along.
    """
    n = w._array.ndim - 2
    if n <= 0:
        raise RuntimeError("weight should have at least three dimensions")
    steps, ends = _several("stride", stride, dims, n), _several("padding", padding, dims, n)
    gaps, ends_more = _several("dilation", dilation, dims, n), _several("output_padding", output_padding, dims, n)
    return steps, ends, gaps, ends_more


def _several(name: str, value: Any, dims: int, n: int) -> Sizes:
    given = tuple(map(index, value)) if isinstance(value, (tuple, list)) else (index(value),) * dims
    if len(given) == 1:
        return given * n
    if len(given) != n:
        raise RuntimeError(
            f"expected {name} to be a single integer value or a list of {n} values to match the convolution "
            f"dimensions, but got {name}={list(given)}"
        )
    return given


def numbers(steps: Sizes, ends: Sizes, gaps: Sizes, more: Sizes, groups: int) -> None:
    """Refuse numbers that are too small."""
    for refused, text in (
        (any(p < 0 for p in ends), "negative padding is not supported"),
        (any(m < 0 for m in more), "negative output_padding is not supported"),
        (any(s <= 0 for s in steps), "non-positive stride is not supported"),
        (any(d <= 0 for d in gaps), "dilation should be greater than zero"),
        (groups <= 0, "non-positive groups is not supported"),
    ):
        if refused:
            raise RuntimeError(text)


def as_many_dims(x: Any, w: Any) -> None:
    """The weight has as many dimensions as the input."""
    shape = list(w._array.shape)
    if len(shape) != x._array.ndim:
        raise RuntimeError(
            f"Expected {len(shape)}-dimensional input for {len(shape)}-dimensional weight{shape}, but got "
            f"{x._array.ndim}-dimensional input of size {list(x._array.shape)} instead"
        )


def weight(x: Any, w: Any, groups: int) -> None:
    """The weight has as many dimensions as the input, and its first size can be shared by the groups."""
    shape = list(w._array.shape)
    as_many_dims(x, w)
    if shape[0] < groups:
        raise RuntimeError(
            f"Given groups={groups}, expected weight to be at least {groups} at dimension 0, but got weight of size "
            f"{shape} instead"
        )
    if shape[0] % groups:
        raise RuntimeError(
            f"Given groups={groups}, expected weight to be divisible by {groups} at dimension 0, but got weight of "
            f"size [{shape}] instead"
        )


def fit(x: Any, w: Any, bias: Any, ends: Sizes, gaps: Sizes, groups: int) -> None:
    """The channels are as many as the weights ask for, and the window is no larger than the input."""
    shape, sizes = x._array.shape, list(w._array.shape)
    if shape[1] != sizes[1] * groups:
        raise errors.channels(groups, sizes, shape, sizes[1] * groups)
    if bias is not None and bias._array.shape != (sizes[0],):
        raise RuntimeError(
            f"Given weight of size {sizes}, expected bias to be 1-dimensional with {sizes[0]} elements, but got bias "
            f"of size {list(bias._array.shape)} instead"
        )
    room = [n + 2 * p for n, p in zip(shape[2:], ends)]
    kernel = [d * (k - 1) + 1 for d, k in zip(gaps, sizes[2:])]
    if any(k > n for k, n in zip(kernel, room)):
        raise RuntimeError(
            f"Calculated padded input size per channel: ({' x '.join(map(str, room))}). Kernel size: "
            f"({' x '.join(map(str, kernel))}). Kernel size can't be greater than actual input size"
        )
    window(sizes[2:])
    if x._array.dtype.kind not in "fiu":
        raise errors.not_for_dtype("slow_conv2d_cpu", x.dtype.scalar_name)


def fit_transposed(x: Any, w: Any, bias: Any, groups: int) -> None:
    """The same for a transposed convolution, where no window is too large."""
    shape, sizes = list(x._array.shape), list(w._array.shape)
    start = f"Given transposed=1, weight of size {sizes}, expected"
    if shape[1] != sizes[0]:
        raise RuntimeError(f"{start} input{shape} to have {sizes[0]} channels, but got {shape[1]} channels instead")
    channels = sizes[1] * groups
    if bias is not None and bias._array.shape != (channels,):
        raise RuntimeError(
            f"{start} bias to be 1-dimensional with {channels} elements, but got bias of size "
            f"{list(bias._array.shape)} instead"
        )
    window(sizes[2:])
    if x._array.dtype.kind != "f" and x._array.dtype != np.int64:
        raise errors.not_for_dtype(f"slow_conv_transpose{3 if len(shape) == 5 else 2}d_out_cpu", x.dtype.scalar_name)


def window(kernel: list[int]) -> None:
    """It shows something: no size of it is 0."""
    if 0 not in kernel:
        return
    if len(kernel) > 2:
        told = f": {' x '.join(map(str, kernel))} (TxHxW)"
    else:  # PyTorch computes a row as an image of one row
        height, width = kernel if len(kernel) == 2 else (1, *kernel)
        told = f" kernel_height: {height} kernel_width: {width}"
    raise RuntimeError(f"kernel size should be greater than zero, but got{told}")


def same_dtype(x: Any, w: Any, transposed: bool = False) -> None:
    """Input and weight are of one type; which of two texts PyTorch has depends on what computes it."""
    if w._array.dtype != x._array.dtype:
        if x.dtype.name != "float32" or transposed:
            raise RuntimeError(f"expected scalar type {x.dtype.scalar_name} but found {w.dtype.scalar_name}")
        raise RuntimeError(
            f"Input type ({x.type()}) and weight type ({w.type()}) should be the same or input should be a MKLDNN "
            "tensor and weight is a dense tensor"
        )


def more(output_padding: Sizes, steps: Sizes, gaps: Sizes) -> None:
    """What is added at the end lies between the steps of the window, or between the elements of the weight."""
    if all(m < s or m < d for m, s, d in zip(output_padding, steps, gaps)):
        return
    numbers = {"output_padding": output_padding, "stride": steps, "dilation": gaps}
    if len(steps) == 1:  # PyTorch computes it as an image of one row
        numbers = {name: (first, *given) for (name, given), first in zip(numbers.items(), (0, 1, 1))}
    sides = ("depth", "height", "width")[-len(numbers["stride"]) :]
    told = " ".join(f"{name}_{side}: {n}" for name, given in numbers.items() for side, n in zip(sides, given))
    raise RuntimeError(f"output padding must be smaller than either stride or dilation, but got {told}")
