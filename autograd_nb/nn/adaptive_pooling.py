"""Pooling into as many parts as are asked for, whatever the size of the input.

Source: https://pytorch.org/docs/2.7/nn.functional.html#pooling-functions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.calling import as_pytorch, besides
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.ops import pooling as ops

from . import pooling_checks as checks
from .operands import check_tensor
from .pooling import named_after

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

Sizes = tuple[int, ...]


@as_pytorch
def adaptive_avg_pool1d(input: Tensor, output_size: Any) -> Tensor:
    """The means of `output_size` parts of one dimension.

    Parts overlap where the size n cannot be divided evenly: part i goes from i·n/m, rounded down, to (i+1)·n/m,
    rounded up.

    Shapes: (batch, channels, length) or (channels, length) to (..., output_size).

    >>> torch.nn.functional.adaptive_avg_pool1d(torch.tensor([[1.0, 3.0, 5.0, 7.0]]), 2)
    tensor([[2., 6.]])
    >>> torch.nn.functional.adaptive_avg_pool1d(torch.tensor([[1.0, 3.0, 5.0]]), 2)
    tensor([[2., 4.]])

    Raises:
        RuntimeError: the input has another number of dimensions.
    """
    x: Any = input
    checks.line("adaptive_avg_pool1d", x)
    (size,) = _one_size("adaptive_avg_pool1d", output_size)
    found: Tensor = _adaptive_mean(2, x.unsqueeze(-2), (1, size), x).squeeze(-2)
    return found


@besides("")
@over_batches
def adaptive_avg_pool2d(input: Tensor, output_size: Any) -> Tensor:
    """The means of so many parts of an image; None keeps a size.

    With `output_size=1` the mean of each channel, whatever the size of the image.

    Shapes: (batch, channels, height, width), or without the batch, to (..., *output_size).

    >>> torch.nn.functional.adaptive_avg_pool2d(torch.arange(16.0).reshape(1, 4, 4), (1, 2))
    tensor([[[6.5000, 8.5000]]])

    Raises:
        ValueError: the input has fewer than three dimensions, and not one size for both is asked for.
        RuntimeError: it has more than four, or a size is negative.
    """
    x: Any = check_tensor("adaptive_avg_pool2d", input)
    found: Tensor = _adaptive_mean(2, x, _target(2, x, output_size), x)
    return found


@besides("")
@over_batches
def adaptive_avg_pool3d(input: Tensor, output_size: Any) -> Tensor:
    """The means of so many parts of a volume; None keeps a size.

    Shapes: (batch, channels, depth, height, width), or without the batch, to (..., *output_size).

    >>> torch.nn.functional.adaptive_avg_pool3d(torch.arange(8.0).reshape(1, 2, 2, 2), (1, 1, 2))
    tensor([[[[3., 4.]]]])
    """
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
        raise errors.not_for_dtype(name + "_cpu" * (n == 3), x.dtype.scalar_name)
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
    """The largest of `output_size` parts of one dimension.

    Shapes: (batch, channels, length) or (channels, length) to (..., output_size). With `return_indices` the places of
    the largest elements come, too.

    >>> torch.nn.functional.adaptive_max_pool1d(torch.tensor([[1.0, 3.0, 5.0, 2.0]]), 2)
    tensor([[3., 5.]])
    """
    x: Any = check_tensor("adaptive_max_pool1d", input)
    checks.line("adaptive_max_pool1d", x)
    (size,) = _one_size("adaptive_max_pool1d", output_size)
    values, indices = _adaptive_largest(2, x.unsqueeze(-2), (1, size))
    values, indices = values.squeeze(-2), indices.squeeze(-2)
    return (values, indices) if return_indices else values


@besides("return_indices")
def adaptive_max_pool2d(input: Tensor, output_size: Any, return_indices: bool = False) -> Any:
    """The largest of so many parts of an image; None keeps a size.

    Shapes: (batch, channels, height, width), or without the batch, to (..., *output_size). With `return_indices` the
    places of the largest elements come, too.

    >>> torch.nn.functional.adaptive_max_pool2d(torch.arange(16.0).reshape(1, 4, 4), (1, 2))
    tensor([[[13., 15.]]])
    """
    x: Any = check_tensor("adaptive_max_pool2d", input)
    values, indices = _adaptive_largest(2, x, _target(2, x, output_size))
    return (values, indices) if return_indices else values


@besides("return_indices")
def adaptive_max_pool3d(input: Tensor, output_size: Any, return_indices: bool = False) -> Any:
    """The largest of so many parts of a volume; None keeps a size.

    Shapes: (batch, channels, depth, height, width), or without the batch, to (..., *output_size).

    >>> torch.nn.functional.adaptive_max_pool3d(torch.arange(8.0).reshape(1, 2, 2, 2), (1, 1, 2))
    tensor([[[[6., 7.]]]])
    """
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
        raise errors.not_for_dtype(f"adaptive_max_pool{n}d" + "_cpu" * (n == 3), x.dtype.scalar_name)
    return x._apply(ops.ADAPTIVE_MAX_2D if n == 2 else ops.ADAPTIVE_MAX_3D, x, places=target)


# -- with their places -------------------------------------------------------------------------------------


def _with_places(pool: Any, text: str) -> Any:
    def largest(input: Tensor, output_size: Any, return_indices: bool = False) -> tuple[Tensor, Tensor]:
        del return_indices
        found: tuple[Tensor, Tensor] = pool(input, output_size, True)
        return found

    return named_after(largest, pool, text)


adaptive_max_pool1d_with_indices = _with_places(
    adaptive_max_pool1d,
    """`adaptive_max_pool1d` with the places of the largest elements.

    >>> torch.nn.functional.adaptive_max_pool1d_with_indices(torch.tensor([[1.0, 3.0, 5.0, 2.0]]), 2)
    (tensor([[3., 5.]]), tensor([[1, 2]]))
    """,
)
adaptive_max_pool2d_with_indices = _with_places(
    adaptive_max_pool2d,
    """`adaptive_max_pool2d` with the places of the largest elements, counted row by row through the image.

    >>> torch.nn.functional.adaptive_max_pool2d_with_indices(torch.arange(16.0).reshape(1, 4, 4), (1, 2))
    (tensor([[[13., 15.]]]), tensor([[[13, 15]]]))
    """,
)
adaptive_max_pool3d_with_indices = _with_places(
    adaptive_max_pool3d,
    """`adaptive_max_pool3d` with the places of the largest elements, counted row by row through the volume.

    >>> values, places = torch.nn.functional.adaptive_max_pool3d_with_indices(torch.arange(8.0).reshape(1, 2, 2, 2), 1)
    >>> places.item()
    7
    """,
)
