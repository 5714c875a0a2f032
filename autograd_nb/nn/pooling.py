"""Pooling as functions: the largest or the mean of each window of an image.

Inputs have the shape (batch, channels, *sizes), or (channels, *sizes) for a single example.

Source: https://pytorch.org/docs/2.7/nn.functional.html#pooling-functions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import tensor_errors
from autograd_nb.engine.batches import over_batches
from autograd_nb.engine.calling import as_pytorch, besides
from autograd_nb.engine.ops import pooling as ops

from . import pooling_checks as checks
from .activations import check_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

Sizes = tuple[int, ...]


@besides("return_indices")
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
    if return_indices:
        checks.line("max_pool1d", x)
        checks.one("max_pool1d", kernel_size=kernel_size, stride=stride or 1, padding=padding, dilation=dilation)
    else:
        checks.line_alone(list(x._array.shape), kernel_size, stride, padding, dilation, ceil_mode)
    sizes = checks.windows("max_pool2d", 1, kernel_size, stride, padding, dilation)
    kernel, steps, ends, gaps = ((before, *size) for before, size in zip((1, 1, 0, 1), sizes))
    values, indices = _largest(2, x.unsqueeze(-2), kernel, steps, ends, gaps, ceil_mode)
    values, indices = values.squeeze(-2), indices.squeeze(-2)
    return (values, indices) if return_indices else values


@besides("return_indices")
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
    return _max_pool(2, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


@besides("return_indices")
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
    return _max_pool(3, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def _max_pool(n: int, x: Any, kernel: Any, stride: Any, padding: Any, dilation: Any, ceil: bool, both: bool) -> Any:
    name = f"max_pool{n}d"
    check_tensor(name, x)
    sizes = checks.windows(name, n, kernel, stride, padding, dilation)
    checks.batched(n, x)
    values, indices = _largest(n, x, *sizes, ceil)
    return (values, indices) if both else values


def _largest(n: int, x: Any, kernel: Sizes, stride: Sizes, padding: Sizes, dilation: Sizes, ceil: bool) -> Any:
    places = checks.fit(f"max_pool{n}d", n, x, kernel, stride, padding, dilation, ceil)
    if x._array.dtype.kind == "b":
        raise tensor_errors.not_for_dtype(f"max_pool{n}d", "Bool")
    row = ops.MAX_POOL_2D if n == 2 else ops.MAX_POOL_3D
    return x._apply(row, x, kernel=kernel, stride=stride, padding=padding, dilation=dilation, places=places)


# -- means ---------------------------------------------------------------------------------------------


@as_pytorch
def avg_pool1d(
    input: Tensor, kernel_size: Any, stride: Any = None, padding: Any = 0, ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Tensor:  # fmt: skip
    """The mean of each window along one dimension."""
    x: Any = input
    steps = kernel_size if stride is None else stride
    checks.line("avg_pool1d", x)
    k, s, p = checks.one("avg_pool1d", kernel_size=kernel_size, stride=steps, padding=padding)
    found: Tensor = _mean(2, x.unsqueeze(-2), (1, k), (1, s), (0, p), ceil_mode, count_include_pad, None).squeeze(-2)
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
    return _avg_pool(3, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)


def _avg_pool(n: int, x: Any, kernel: Any, stride: Any, padding: Any, ceil: bool, pads: bool, divisor: Any) -> Any:
    sizes = checks.windows(f"avg_pool{n}d", n, kernel, stride, padding)
    if divisor == 0:
        raise RuntimeError("divisor must be not zero")
    checks.has_planes(n, x)
    return _mean(n, x, *sizes[:3], ceil, pads, divisor)


def _mean(n: int, x: Any, kernel: Sizes, stride: Sizes, padding: Sizes, ceil: bool, pads: bool, divisor: Any) -> Any:
    places = checks.fit(f"avg_pool{n}d", n, x, kernel, stride, padding, (1,) * n, ceil)
    if x._array.dtype.kind != "f" and x._array.dtype != np.int64:
        raise tensor_errors.not_for_dtype("avg_pool2d" if n == 2 else "avg_pool3d_out_frame", x.dtype.scalar_name)
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
    checks.line("adaptive_avg_pool1d", x)
    (size,) = _one_size("adaptive_avg_pool1d", output_size)
    found: Tensor = _adaptive_mean(2, x.unsqueeze(-2), (1, size), x).squeeze(-2)
    return found


@over_batches
def adaptive_avg_pool2d(input: Tensor, output_size: Any) -> Tensor:
    """The means of so many parts of an image; None keeps a size."""
    x: Any = check_tensor("adaptive_avg_pool2d", input)
    found: Tensor = _adaptive_mean(2, x, _target(2, x, output_size), x)
    return found


@over_batches
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
    if isinstance(output_size, int):
        return (output_size,) * n
    if output_size is None:
        output_size = (None,) * n
    if x._array.ndim <= len(output_size):
        raise ValueError(f"Input dimension should be at least {len(output_size) + 1}")
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
    if target == (1,) * n:
        return x.mean(tuple(range(-n, 0)), True)
    if x._array.ndim not in (n + 1, n + 2):
        raise RuntimeError(f"{name}(): Expected {n + 1}D or {n + 2}D tensor, but got {list(x._array.shape)}")
    _refuse_empty(name, x, first=1 if n == 3 else x._array.ndim - 2)
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


@besides("return_indices")
def adaptive_max_pool1d(input: Tensor, output_size: Any, return_indices: bool = False) -> Any:
    """The largest of `output_size` parts of one dimension."""
    x: Any = check_tensor("adaptive_max_pool1d", input)
    checks.line("adaptive_max_pool1d", x)
    (size,) = _one_size("adaptive_max_pool1d", output_size)
    values, indices = _adaptive_largest(2, x.unsqueeze(-2), (1, size))
    values, indices = values.squeeze(-2), indices.squeeze(-2)
    return (values, indices) if return_indices else values


@besides("return_indices")
def adaptive_max_pool2d(input: Tensor, output_size: Any, return_indices: bool = False) -> Any:
    """The largest of so many parts of an image; None keeps a size."""
    x: Any = check_tensor("adaptive_max_pool2d", input)
    values, indices = _adaptive_largest(2, x, _target(2, x, output_size))
    return (values, indices) if return_indices else values


@besides("return_indices")
def adaptive_max_pool3d(input: Tensor, output_size: Any, return_indices: bool = False) -> Any:
    """The largest of so many parts of a volume; None keeps a size."""
    x: Any = check_tensor("adaptive_max_pool3d", input)
    values, indices = _adaptive_largest(3, x, _target(3, x, output_size))
    return (values, indices) if return_indices else values


def _adaptive_largest(n: int, x: Any, target: Sizes) -> Any:
    if len(target) != n:
        raise RuntimeError(f"adaptive_max_pool{n}d(): internal error: output_size.size() must be {n}")
    if x._array.ndim not in (n + 1, n + 2):
        told = f"Expected {n + 1}D or {n + 2}D tensor, but got: {list(x._array.shape)}"
        raise RuntimeError(f"adaptive_max_pool{n}d(): {told}")
    negative = next((t for t in target if t < 0), None)
    if negative is not None:
        shape = [*x._array.shape[: x._array.ndim - n], *target]
        raise RuntimeError(f"Trying to create tensor with negative dimension {negative}: {shape}")
    _refuse_empty(f"adaptive_max_pool{n}d", x)
    if x._array.dtype.kind != "f":
        raise tensor_errors.not_for_dtype(f"adaptive_max_pool{n}d" + "_cpu" * (n == 3), x.dtype.scalar_name)
    return x._apply(ops.ADAPTIVE_MAX_2D if n == 2 else ops.ADAPTIVE_MAX_3D, x, places=target)


# -- with their places -------------------------------------------------------------------------------------


def _with_places(pool: Any) -> Any:
    """`pool` with the places of the largest elements, its arguments by the same names."""

    def largest(
        input: Tensor,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        dilation: Any = 1,
        ceil_mode: bool = False,
        return_indices: bool = False,
    ) -> tuple[Tensor, Tensor]:
        del return_indices
        found: tuple[Tensor, Tensor] = pool(input, kernel_size, stride, padding, dilation, ceil_mode, True)
        return found

    return named_after(largest, pool)


def _adaptive_with_places(pool: Any) -> Any:
    def largest(input: Tensor, output_size: Any, return_indices: bool = False) -> tuple[Tensor, Tensor]:
        del return_indices
        found: tuple[Tensor, Tensor] = pool(input, output_size, True)
        return found

    return named_after(largest, pool)


def named_after(function: Any, pool: Any) -> Any:
    """`function`, called as PyTorch calls a pool that gives the places as well."""
    function.__name__ = function.__qualname__ = f"{pool.__name__}_with_indices"
    function.__doc__ = f"`{pool.__name__}` with the places of the largest elements."
    return function


max_pool1d_with_indices, max_pool2d_with_indices, max_pool3d_with_indices = map(
    _with_places, (max_pool1d, max_pool2d, max_pool3d)
)
adaptive_max_pool1d_with_indices, adaptive_max_pool2d_with_indices, adaptive_max_pool3d_with_indices = map(
    _adaptive_with_places, (adaptive_max_pool1d, adaptive_max_pool2d, adaptive_max_pool3d)
)
