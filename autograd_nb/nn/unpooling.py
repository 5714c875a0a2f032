"""Pooling the other way: the largest elements back in their places; and pooling by other norms than the largest.

Source: https://pytorch.org/docs/2.7/nn.functional.html#pooling-functions
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.ops import pooling as ops

from .convolution import several
from .kinks import relu
from .operands import check_float, check_tensor
from .pooling import avg_pool1d, avg_pool2d, avg_pool3d

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

Sizes = tuple[int, ...]


@over_batches
def max_unpool1d(
    input: Tensor, indices: Tensor, kernel_size: Any, stride: Any = None, padding: Any = 0, output_size: Any = None
) -> Tensor:
    """The largest elements back in their places, zeros elsewhere.

    `input` and `indices` are what `max_pool1d` with `return_indices` gives. Of the lengths that it may have come
    from the smallest is taken, unless `output_size` says another.

    Shapes: (batch, channels, length) or (channels, length).

    >>> x = torch.tensor([[1.0, 5.0, 2.0, 4.0]])
    >>> torch.nn.functional.max_unpool1d(*torch.nn.functional.max_pool1d(x, 2, return_indices=True), 2)
    tensor([[0., 5., 0., 4.]])

    Raises:
        RuntimeError: an index is beyond the result.
        ValueError: `output_size` is none that the pooling may have come from.
    """
    x: Any = check_tensor("max_unpool1d", input)
    size = _unpooled(1, x, kernel_size, stride, padding, output_size)
    found: Tensor = _unpool(2, x.unsqueeze(-1), indices.unsqueeze(-1), (*size, 1)).squeeze(-1)
    return found


@over_batches
def max_unpool2d(
    input: Tensor, indices: Tensor, kernel_size: Any, stride: Any = None, padding: Any = 0, output_size: Any = None
) -> Tensor:
    """The largest elements of an image back in their places, zeros elsewhere. See `max_unpool1d`.

    Shapes: (batch, channels, height, width) or without the batch.

    >>> x = torch.arange(8.0).reshape(1, 2, 4)
    >>> torch.nn.functional.max_unpool2d(*torch.nn.functional.max_pool2d(x, 2, return_indices=True), 2)
    tensor([[[0., 0., 0., 0.],
             [0., 5., 0., 7.]]])
    """
    x: Any = check_tensor("max_unpool2d", input)
    return _unpool(2, x, indices, _unpooled(2, x, kernel_size, stride, padding, output_size))


@over_batches
def max_unpool3d(
    input: Tensor, indices: Tensor, kernel_size: Any, stride: Any = None, padding: Any = 0, output_size: Any = None
) -> Tensor:
    """The largest elements of a volume back in their places, zeros elsewhere. See `max_unpool1d`.

    Shapes: (batch, channels, depth, height, width) or without the batch.

    >>> x = torch.arange(8.0).reshape(1, 2, 2, 2)
    >>> back = torch.nn.functional.max_unpool3d(*torch.nn.functional.max_pool3d(x, 2, return_indices=True), 2)
    >>> back.shape, back.sum()
    (torch.Size([1, 2, 2, 2]), tensor(7.))
    """
    x: Any = check_tensor("max_unpool3d", input)
    return _unpool(3, x, indices, _unpooled(3, x, kernel_size, stride, padding, output_size))


def _unpooled(n: int, x: Any, kernel: Any, stride: Any, padding: Any, output_size: Any) -> Sizes:
    steps = several(kernel if stride is None else stride, n)
    if n == 3 and min(steps) <= 0:
        raise RuntimeError(f"strides should be greater than zero, but got stride: {list(steps)}")
    sizes = x._array.shape[x._array.ndim - n :]
    every = zip(sizes, several(kernel, n), steps, several(padding, n))
    usual = tuple((size - 1) * s + k - 2 * p for size, k, s, p in every)
    if output_size is None:
        return usual
    wanted = output_size[2:] if len(output_size) == n + 2 else output_size
    if len(wanted) != n:
        raise ValueError(
            f"output_size should be a sequence containing {n} or {n + 2} elements, but it has a length of "
            f"'{len(wanted)}'"
        )
    for d, (size, step) in enumerate(zip(usual, steps)):
        if not size - step < wanted[d] < size + step:
            raise ValueError(
                f'invalid output_size "{wanted}" (dim {d} must be between {size - step} and {size + step})'
            )
    return tuple(wanted)


def _unpool(n: int, x: Any, indices: Any, shape: Sizes) -> Any:
    if x._array.ndim not in (n + 1, n + 2):
        raise RuntimeError(
            f"Input to max_unpooling{n}d should be a {n + 1}d or {n + 2}d Tensor, but got a tensor with "
            f"{x._array.ndim} dimensions."
        )
    if indices._array.dtype != np.int64:
        raise RuntimeError(f"elements in indices should be type int64 but got: {indices.dtype.scalar_name}")
    if indices._array.shape != x._array.shape:
        raise RuntimeError(
            f"Expected shape of indices to be same as that of the input tensor ({list(x._array.shape)}) but got "
            f"indices tensor with shape: {list(indices._array.shape)}"
        )
    check_float(f"max_unpool{n}d", x)
    number, given = math.prod(shape), indices._array
    wrong = given[(given < 0) | (given >= number)]
    if wrong.size:
        size = "x".join(map(str, shape))
        raise RuntimeError(f"Found an invalid max index: {wrong.flat[0]} (output volumes are of size {size})")
    return x._apply(ops.MAX_UNPOOL_2D if n == 2 else ops.MAX_UNPOOL_3D, x, indices=indices, shape=shape)


def lp_pool1d(input: Tensor, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False) -> Tensor:
    """The p-norm of each window along one dimension: (Σ xᵖ)^(1/p), where p is `norm_type`.

    For p = 1 it is the sum; for large p, and numbers above 0, it is close to the largest.

    Shapes: (batch, channels, length) or (channels, length).

    >>> torch.nn.functional.lp_pool1d(torch.tensor([[3.0, 4.0, 6.0, 8.0]]), 2, kernel_size=2)
    tensor([[ 5., 10.]])
    """
    x: Any = input
    return _lp(avg_pool1d(x.pow(norm_type), kernel_size, stride, 0, ceil_mode), norm_type, several(kernel_size, 1))


def lp_pool2d(input: Tensor, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False) -> Tensor:
    """The p-norm of each window of an image: (Σ xᵖ)^(1/p), where p is `norm_type`.

    Shapes: (batch, channels, height, width) or without the batch.

    >>> torch.nn.functional.lp_pool2d(torch.tensor([[[3.0, 4.0], [0.0, 0.0]]]), 2, kernel_size=2)
    tensor([[[5.]]])
    """
    x: Any = input
    return _lp(avg_pool2d(x.pow(norm_type), kernel_size, stride, 0, ceil_mode), norm_type, several(kernel_size, 2))


def lp_pool3d(input: Tensor, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False) -> Tensor:
    """The p-norm of each window of a volume: (Σ xᵖ)^(1/p), where p is `norm_type`.

    Shapes: (batch, channels, depth, height, width) or without the batch.

    >>> torch.nn.functional.lp_pool3d(torch.ones(1, 2, 2, 4), 2, kernel_size=(2, 2, 4))
    tensor([[[[4.]]]])
    """
    x: Any = input
    return _lp(avg_pool3d(x.pow(norm_type), kernel_size, stride, 0, ceil_mode), norm_type, several(kernel_size, 3))


def _lp(means: Any, p: float, kernel: Sizes) -> Any:
    return (means.sign() * relu(means.abs())).mul(math.prod(kernel)).pow(1.0 / p)
