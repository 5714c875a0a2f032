"""Pooling as functions: the largest or the mean of each window of an image.

Inputs have the shape (batch, channels, *sizes), or (channels, *sizes) for a single example.

Source: https://pytorch.org/docs/2.7/nn.functional.html#pooling-functions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.calling import as_pytorch, besides
from autograd_nb.engine.ops import pooling as ops

from . import pooling_checks as checks
from .operands import check_float, check_tensor

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
    """The largest of each window along one dimension.

    A gradient goes to the largest element of each window, the first of several. See `max_pool2d` for the arguments.

    Shapes: (batch, channels, length) or (channels, length); windows of `kernel_size` begin every `stride` elements.

    >>> torch.nn.functional.max_pool1d(torch.tensor([[1.0, 5.0, 2.0, 4.0]]), 2)
    tensor([[5., 4.]])
    >>> torch.nn.functional.max_pool1d(torch.tensor([[1.0, 5.0, 2.0, 4.0]]), 2, stride=1)
    tensor([[5., 5., 4.]])

    Raises:
        RuntimeError: the input has another number of dimensions, or no window fits in it.
    """
    x: Any = check_tensor("max_pool1d", input)
    if return_indices:
        checks.line("max_pool1d", x)
        checks.one("max_pool1d", kernel_size=kernel_size, stride=stride or 1, padding=padding, dilation=dilation)
    else:
        checks.line_alone(list(x._array.shape), kernel_size, stride, padding, dilation, ceil_mode)
        check_float("max_pool1d_impl", x)
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

    A gradient goes to the largest element of each window, the first of several. Without `stride` the windows lie side
    by side. `padding`, half a window at most, counts as minus infinity; `dilation` leaves gaps between the elements
    of a window; `ceil_mode` takes a last window that hangs over. With `return_indices` the places come, too.

    Shapes: (batch, channels, height, width) or without the batch; a size n becomes
    (n + 2 padding - dilation (kernel_size - 1) - 1) / stride + 1, rounded down.

    >>> torch.nn.functional.max_pool2d(torch.arange(16.0).reshape(1, 4, 4), 2)
    tensor([[[ 5.,  7.],
             [13., 15.]]])

    Raises:
        RuntimeError: the input has another number of dimensions, or no window fits in it.
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
    """The largest of each window of a volume. See `max_pool2d` for the arguments.

    Shapes: (batch, channels, depth, height, width) or without the batch.

    >>> torch.nn.functional.max_pool3d(torch.arange(8.0).reshape(1, 2, 2, 2), 2)
    tensor([[[[7.]]]])
    """
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
        raise errors.not_for_dtype(f"max_pool{n}d", "Bool")
    row = ops.MAX_POOL_2D if n == 2 else ops.MAX_POOL_3D
    return x._apply(row, x, kernel=kernel, stride=stride, padding=padding, dilation=dilation, places=places)


# -- means ---------------------------------------------------------------------------------------------


@as_pytorch
def avg_pool1d(
    input: Tensor, kernel_size: Any, stride: Any = None, padding: Any = 0, ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Tensor:  # fmt: skip
    """The mean of each window along one dimension: each element of a window gets an equal share of the gradient.

    Shapes: (batch, channels, length) or (channels, length).

    >>> torch.nn.functional.avg_pool1d(torch.tensor([[1.0, 5.0, 2.0, 4.0]]), 2)
    tensor([[3., 3.]])
    >>> torch.nn.functional.avg_pool1d(torch.tensor([[1.0, 5.0, 2.0, 4.0]]), 3, stride=2, padding=1)
    tensor([[2.0000, 3.6667]])

    Raises:
        RuntimeError: the input has another number of dimensions, or no window fits in it.
    """
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
    """The mean of each window of an image: each element of a window gets an equal share of the gradient.

    Without `stride` the windows lie side by side. The zeros of `padding` count, unless `count_include_pad` is False;
    `ceil_mode` takes a last window that hangs over; `divisor_override` divides the sums instead of the windows' sizes.

    Shapes: (batch, channels, height, width) or without the batch; a size n becomes
    (n + 2 padding - kernel_size) / stride + 1, rounded down.

    >>> torch.nn.functional.avg_pool2d(torch.arange(16.0).reshape(1, 4, 4), 2)
    tensor([[[ 2.5000,  4.5000],
             [10.5000, 12.5000]]])

    Raises:
        RuntimeError: the input has another number of dimensions, or no window fits in it.
    """
    return _avg_pool(2, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)


@as_pytorch
def avg_pool3d(
    input: Tensor, kernel_size: Any, stride: Any = None, padding: Any = 0, ceil_mode: bool = False,
    count_include_pad: bool = True, divisor_override: int | None = None,
) -> Tensor:  # fmt: skip
    """The mean of each window of a volume. See `avg_pool2d` for the arguments.

    Shapes: (batch, channels, depth, height, width) or without the batch.

    >>> torch.nn.functional.avg_pool3d(torch.arange(8.0).reshape(1, 2, 2, 2), 2)
    tensor([[[[3.5000]]]])
    """
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
        raise errors.not_for_dtype("avg_pool2d" if n == 2 else "avg_pool3d_out_frame", x.dtype.scalar_name)
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


# -- with their places -------------------------------------------------------------------------------------


def _with_places(pool: Any, text: str) -> Any:
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

    return named_after(largest, pool, text)


def named_after(function: Any, pool: Any, text: str) -> Any:
    """`function`, called as PyTorch calls a pool that gives the places as well."""
    function.__name__ = function.__qualname__ = f"{pool.__name__}_with_indices"
    function.__doc__ = text
    return function


max_pool1d_with_indices = _with_places(
    max_pool1d,
    """`max_pool1d` with the places of the largest elements, which `max_unpool1d` takes.

    >>> torch.nn.functional.max_pool1d_with_indices(torch.tensor([[1.0, 5.0, 2.0, 4.0]]), 2)
    (tensor([[5., 4.]]), tensor([[1, 3]]))
    """,
)
max_pool2d_with_indices = _with_places(
    max_pool2d,
    """`max_pool2d` with the places of the largest elements, counted row by row through the image.

    >>> torch.nn.functional.max_pool2d_with_indices(torch.arange(16.0).reshape(1, 4, 4), 2)
    (tensor([[[ 5.,  7.],
             [13., 15.]]]), tensor([[[ 5,  7],
             [13, 15]]]))
    """,
)
max_pool3d_with_indices = _with_places(
    max_pool3d,
    """`max_pool3d` with the places of the largest elements, counted row by row through the volume.

    >>> values, places = torch.nn.functional.max_pool3d_with_indices(torch.arange(8.0).reshape(1, 2, 2, 2), 2)
    >>> places.item()
    7
    """,
)
