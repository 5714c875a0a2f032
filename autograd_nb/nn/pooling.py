"""Pooling as functions: the largest or the mean of each window of an image.

Inputs have the shape (batch, channels, *sizes), or (channels, *sizes) for a single example.

Source: https://pytorch.org/docs/2.7/nn.functional.html#pooling-functions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import tensor_errors
from autograd_nb.engine.calling import as_pytorch
from autograd_nb.engine.ops import pooling as ops

from .activations import check_tensor
from .convolution import several

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

Sizes = tuple[int, ...]


def max_pool1d(
    input: Tensor,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """The largest of each window along one dimension."""
    x: Any = check_tensor("max_pool1d", input)
    _check_padding(several(kernel_size, 1), several(padding, 1), several(dilation, 1))
    shape = list(x._array.shape)
    if len(shape) not in (2, 3) or 0 in shape[-2:]:
        raise RuntimeError(
            "max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size for input, but got:"
            f"{shape}"
        )
    steps = kernel_size if stride is None else stride
    for name, (n,) in (
        ("kernel_size", several(kernel_size, 1)),
        ("stride", several(steps, 1)),
        ("dilation", several(dilation, 1)),
    ):
        if n <= 0:
            raise RuntimeError(f"max_pool1d() {name} must be greater than zero, but got {n}")
    window, step = (1, *several(kernel_size, 1)), (1, *several(steps, 1))
    ends, gaps = (0, *several(padding, 1)), (1, *several(dilation, 1))
    _check_padding(window, ends, gaps)
    count = _windows(x._array.shape[-1], window[1], step[1], ends[1], gaps[1], ceil_mode)
    if count < 1:
        raise RuntimeError(f"max_pool1d() Invalid computed output size: {count}")
    values, indices = _largest(2, x.unsqueeze(-2), window, step, ends, gaps, ceil_mode)
    values, indices = values.squeeze(-2), indices.squeeze(-2)
    return (values, indices) if return_indices else values


def max_pool2d(
    input: Tensor,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """The largest of each window of an image.

    >>> import autograd_nb as torch
    >>> max_pool2d(torch.arange(16.0).reshape(1, 4, 4), 2)
    tensor([[[ 5.,  7.],
             [13., 15.]]])
    """
    x: Any = check_tensor("max_pool2d", input)
    _check_steps(2, stride)
    _check_padding(several(kernel_size, 2), several(padding, 2), several(dilation, 2))
    shape = list(x._array.shape)
    if len(shape) not in (3, 4):
        raise RuntimeError("non-empty 3D or 4D (batch mode) tensor expected for input")
    if 0 in (shape[-3:] if len(shape) == 3 else shape[1:]):
        raise RuntimeError(
            f"Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but got:{shape}"
        )
    return _max_pool(2, x, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool3d(
    input: Tensor,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """The largest of each window of a volume."""
    x: Any = check_tensor("max_pool3d", input)
    _check_steps(3, stride)
    _check_padding(several(kernel_size, 3), several(padding, 3), several(dilation, 3))
    shape = list(x._array.shape)
    for size in shape[-4:]:
        if size == 0:
            raise RuntimeError(
                "max_pool3d_with_indices_out_cpu_template(): Expected input's non-batch dimensions to have positive "
                f"length, but input has a shape of {shape} and non-batch dimension {size} has length zero!"
            )
    return _max_pool(3, x, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def _max_pool(n: int, x: Any, kernel: Any, stride: Any, padding: Any, dilation: Any, ceil: bool, both: bool) -> Any:
    steps = stride or kernel
    sizes = several(kernel, n), several(steps, n), several(padding, n), several(dilation, n)
    values, indices = _largest(n, x, *sizes, ceil)
    return (values, indices) if both else values


def _largest(n: int, x: Any, kernel: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes, ceil: bool) -> Any:
    places = _places(n, x, kernel, stride, padding, dilation, ceil)
    row = ops.MAX_POOL_2D if n == 2 else ops.MAX_POOL_3D
    return x._apply(row, x, kernel=kernel, stride=stride, padding=padding, dilation=dilation, places=places)


def _check_steps(n: int, stride: Any) -> None:
    if stride is not None and 0 in several(stride, n):
        raise RuntimeError("stride should not be zero")


def _check_padding(kernel: Sizes, padding: Sizes, dilation: Sizes) -> None:
    for k, p, d in zip(kernel, padding, dilation):
        if p < 0:
            raise RuntimeError(f"pad must be non-negative, but got pad: {p}")
        if p > (d * (k - 1) + 1) // 2:
            raise RuntimeError(
                f"pad should be at most half of effective kernel size, but got pad={p}, kernel_size={k} and "
                f"dilation={d}"
            )


def _windows(size: int, kernel: int, stride: int, padding: int, dilation: int, ceil: bool) -> int:
    """How many windows there are in one dimension; below 1 if none fits."""
    room = size + 2 * padding - dilation * (kernel - 1) - 1
    count = (room + (stride - 1 if ceil else 0)) // stride + 1
    return count - 1 if ceil and (count - 1) * stride >= size + padding else count


def _places(n: int, x: Any, kernel: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes, ceil: bool) -> Sizes:
    """How many windows there are in each dimension."""
    _check_padding(kernel, padding, dilation)
    shape = x._array.shape
    sizes = shape[len(shape) - n :]
    found = []
    for size, k, s, p, d in zip(sizes, kernel, stride, padding, dilation):
        if s == 0:
            raise RuntimeError("stride should not be zero")
        found.append(_windows(size, k, s, p, d, ceil))
    if any(m < 1 for m in found):
        planes = shape[len(shape) - n - 1]
        before, after = ("x".join(map(str, (planes, *ns))) for ns in (sizes, found))
        raise RuntimeError(f"Given input size: ({before}). Calculated output size: ({after}). Output size is too small")
    return tuple(found)


# -- means ---------------------------------------------------------------------------------------------


@as_pytorch
def avg_pool1d(
    input: Tensor, kernel_size: Any, stride: Any = None, padding: Any = 0, ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Tensor:  # fmt: skip
    """The mean of each window along one dimension."""
    x: Any = input
    _check_steps(1, stride)
    steps = stride or kernel_size
    flat = (1, *several(kernel_size, 1)), (1, *several(steps, 1)), (0, *several(padding, 1))
    found: Tensor = _mean(2, x.unsqueeze(-2), *flat, ceil_mode, count_include_pad, None).squeeze(-2)
    return found


@as_pytorch
def avg_pool2d(
    input: Tensor, kernel_size: Any, stride: Any = None, padding: Any = 0, ceil_mode: bool = False,
    count_include_pad: bool = True, divisor_override: int | None = None,
) -> Tensor:  # fmt: skip
    """The mean of each window of an image.

    >>> import autograd_nb as torch
    >>> avg_pool2d(torch.arange(16.0).reshape(1, 4, 4), 2)
    tensor([[[ 2.5000,  4.5000],
             [10.5000, 12.5000]]])
    """
    return _avg_pool(2, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)


@as_pytorch
def avg_pool3d(
    input: Tensor, kernel_size: Any, stride: Any = None, padding: Any = 0, ceil_mode: bool = False,
    count_include_pad: bool = True, divisor_override: int | None = None,
) -> Tensor:  # fmt: skip
    """The mean of each window of a volume."""
    if input._array.ndim not in (4, 5):
        raise RuntimeError("non-empty 4D or 5D (batch mode) tensor expected for input")
    return _avg_pool(3, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)


def _avg_pool(n: int, x: Any, kernel: Any, stride: Any, padding: Any, ceil: bool, pads: bool, divisor: Any) -> Any:
    _check_steps(n, stride)
    if divisor == 0:
        raise RuntimeError("divisor must be not zero")
    steps = stride or kernel
    return _mean(n, x, several(kernel, n), several(steps, n), several(padding, n), ceil, pads, divisor)


def _mean(n: int, x: Any, kernel: Sizes, stride: Sizes, padding: Sizes, ceil: bool, pads: bool, divisor: Any) -> Any:
    places = _places(n, x, kernel, stride, padding, (1,) * n, ceil)
    sizes = x._array.shape[x._array.ndim - n :]
    weights = []
    for size, k, s, p, m in zip(sizes, kernel, stride, padding, places):
        matrix = np.zeros((m, size))
        for i in range(m):
            first, last = i * s - p, min(i * s - p + k, size + p)
            count = last - first if pads else min(last, size) - max(first, 0)
            matrix[i, max(first, 0) : last] = 1 / count if divisor is None else 1
        weights.append(matrix)
    if divisor is not None:
        weights[0] = weights[0] / divisor
    return x._apply(ops.AVG_POOL_2D if n == 2 else ops.AVG_POOL_3D, x, weights=tuple(weights))


# -- as many parts as are asked for --------------------------------------------------------------------


@as_pytorch
def adaptive_avg_pool1d(input: Tensor, output_size: Any) -> Tensor:
    """The means of `output_size` parts of one dimension."""
    x: Any = input
    (size,) = _one_size("adaptive_avg_pool1d", output_size)
    found: Tensor = _adaptive_mean(2, x.unsqueeze(-2), (1, size), x).squeeze(-2)
    return found


def adaptive_avg_pool2d(input: Tensor, output_size: Any) -> Tensor:
    """The means of so many parts of an image; None keeps a size."""
    x: Any = check_tensor("adaptive_avg_pool2d", input)
    found: Tensor = _adaptive_mean(2, x, _target(2, x, output_size), x)
    return found


def adaptive_avg_pool3d(input: Tensor, output_size: Any) -> Tensor:
    """The means of so many parts of a volume; None keeps a size."""
    x: Any = check_tensor("adaptive_avg_pool3d", input)
    found: Tensor = _adaptive_mean(3, x, _target(3, x, output_size), x)
    return found


def _one_size(name: str, output_size: Any) -> Sizes:
    given = tuple(output_size) if isinstance(output_size, (tuple, list)) else (output_size,)
    if len(given) != 1:
        raise RuntimeError(f"{name}() argument 'output_size' should contain one int (got {len(given)})")
    return given


def _target(n: int, x: Any, output_size: Any) -> Sizes:
    """The sizes asked for, None read as the size there is."""
    if isinstance(output_size, int) or output_size is None:
        output_size = (output_size,) * n
    if x._array.ndim <= n:
        raise ValueError(f"Input dimension should be at least {n + 1}")
    sizes = x._array.shape[x._array.ndim - n :]
    if len(output_size) != n:
        return tuple(output_size)
    return tuple(size if wanted is None else wanted for wanted, size in zip(output_size, sizes))


def _adaptive_mean(n: int, x: Any, target: Sizes, original: Any) -> Any:
    name = f"adaptive_avg_pool{n}d"
    if len(target) != n:
        raise RuntimeError(f"{name}: output_size must be {n}")
    if any(t < 0 for t in target):
        told = ", ".join(map(str, target)) if n == 2 else f"{target[0]}, {target[1]},{target[2]}"
        raise RuntimeError(
            f"{name}: elements of output_size must be greater than or equal to 0 but received {{{told}}}"
        )
    del original
    _refuse_empty(name, x, first=1 if n == 3 else x._array.ndim - 2)
    if target == (1,) * n:
        return x.mean(tuple(range(-n, 0)), True)
    if x._array.dtype.kind != "f":
        raise tensor_errors.not_for_dtype(name + "_cpu" * (n == 3), x.dtype.scalar_name)
    sizes = x._array.shape[x._array.ndim - n :]
    return x._apply(
        ops.ADAPTIVE_AVG_2D if n == 2 else ops.ADAPTIVE_AVG_3D,
        x,
        weights=tuple(part_means(size, count) for size, count in zip(sizes, target)),
    )


def _refuse_empty(name: str, x: Any, first: int = 1) -> None:
    """Only what is before dimension `first` may be empty."""
    sizes = x._array.shape
    for d in range(first, len(sizes)):
        if not sizes[d]:
            raise RuntimeError(
                f"{name}(): Expected input to have non-zero size for non-batch dimensions, but input has sizes "
                f"{list(sizes)} with dimension {d} being empty"
            )


def part_means(size: int, count: int) -> Any:
    """The matrix that takes the mean of `count` parts."""
    matrix = np.zeros((count, size))
    for i, part in enumerate(ops.bins(size, count)):
        matrix[i, part] = 1 / (part.stop - part.start)
    return matrix


def adaptive_max_pool1d(input: Tensor, output_size: Any, return_indices: bool = False) -> Any:
    """The largest of `output_size` parts of one dimension."""
    x: Any = check_tensor("adaptive_max_pool1d", input)
    (size,) = _one_size("adaptive_max_pool1d", output_size)
    values, indices = _adaptive_largest(2, x.unsqueeze(-2), (1, size))
    values, indices = values.squeeze(-2), indices.squeeze(-2)
    return (values, indices) if return_indices else values


def adaptive_max_pool2d(input: Tensor, output_size: Any, return_indices: bool = False) -> Any:
    """The largest of so many parts of an image; None keeps a size."""
    x: Any = check_tensor("adaptive_max_pool2d", input)
    values, indices = _adaptive_largest(2, x, _target(2, x, output_size))
    return (values, indices) if return_indices else values


def adaptive_max_pool3d(input: Tensor, output_size: Any, return_indices: bool = False) -> Any:
    """The largest of so many parts of a volume; None keeps a size."""
    x: Any = check_tensor("adaptive_max_pool3d", input)
    values, indices = _adaptive_largest(3, x, _target(3, x, output_size))
    return (values, indices) if return_indices else values


def _adaptive_largest(n: int, x: Any, target: Sizes) -> Any:
    if len(target) != n:
        raise RuntimeError(f"adaptive_max_pool{n}d(): internal error: output_size.size() must be {n}")
    negative = next((t for t in target if t < 0), None)
    if negative is not None:
        shape = [*x._array.shape[: x._array.ndim - n], *target]
        raise RuntimeError(f"Trying to create tensor with negative dimension {negative}: {shape}")
    _refuse_empty(f"adaptive_max_pool{n}d", x)
    if x._array.dtype.kind != "f":
        raise tensor_errors.not_for_dtype(f"adaptive_max_pool{n}d" + "_cpu" * (n == 3), x.dtype.scalar_name)
    return x._apply(ops.ADAPTIVE_MAX_2D if n == 2 else ops.ADAPTIVE_MAX_3D, x, places=target)


# -- with their places -------------------------------------------------------------------------------------


def max_pool1d_with_indices(*args: Any, **kwargs: Any) -> tuple[Tensor, Tensor]:
    """`max_pool1d` with the places of the largest elements."""
    found: tuple[Tensor, Tensor] = max_pool1d(*args, **{**kwargs, "return_indices": True})
    return found


def max_pool2d_with_indices(*args: Any, **kwargs: Any) -> tuple[Tensor, Tensor]:
    """`max_pool2d` with the places of the largest elements."""
    found: tuple[Tensor, Tensor] = max_pool2d(*args, **{**kwargs, "return_indices": True})
    return found


def max_pool3d_with_indices(*args: Any, **kwargs: Any) -> tuple[Tensor, Tensor]:
    """`max_pool3d` with the places of the largest elements."""
    found: tuple[Tensor, Tensor] = max_pool3d(*args, **{**kwargs, "return_indices": True})
    return found


def adaptive_max_pool1d_with_indices(*args: Any, **kwargs: Any) -> tuple[Tensor, Tensor]:
    """`adaptive_max_pool1d` with the places of the largest elements."""
    found: tuple[Tensor, Tensor] = adaptive_max_pool1d(*args, **{**kwargs, "return_indices": True})
    return found


def adaptive_max_pool2d_with_indices(*args: Any, **kwargs: Any) -> tuple[Tensor, Tensor]:
    """`adaptive_max_pool2d` with the places of the largest elements."""
    found: tuple[Tensor, Tensor] = adaptive_max_pool2d(*args, **{**kwargs, "return_indices": True})
    return found


def adaptive_max_pool3d_with_indices(*args: Any, **kwargs: Any) -> tuple[Tensor, Tensor]:
    """`adaptive_max_pool3d` with the places of the largest elements."""
    found: tuple[Tensor, Tensor] = adaptive_max_pool3d(*args, **{**kwargs, "return_indices": True})
    return found
