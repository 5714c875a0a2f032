"""Functions that take several tensors: cat, stack and their relatives, where, meshgrid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.arguments.signatures import check_tensors
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.dtypes import promote_types
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.methods.alternatives import choose
from autograd_nb.engine.methods.base import axis, no_common_shape
from autograd_nb.engine.ops import shape as ops
from autograd_nb.engine.outputs import with_out
from autograd_nb.engine.warn import warn_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor


@as_pytorch
@with_out
def cat(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Join tensors along an existing dimension. The gradient of each is its part of the result's.

    Shapes: all other sizes must agree; empty vectors are left out.

    >>> torch.cat([torch.tensor([[1, 2]]), torch.tensor([[3, 4], [5, 6]])])
    tensor([[1, 2],
            [3, 4],
            [5, 6]])
    >>> torch.cat([torch.ones(1, 2), torch.zeros(1, 1)], dim=1)
    tensor([[1., 1., 0.]])

    Raises:
        RuntimeError: no tensors, numbers, or sizes that differ.
    """
    tensors = in_common(tensors, "torch.cat(): expected a non-empty list of Tensors")
    first = next((t for t in tensors if t._array.shape != (0,)), tensors[0])
    for number, t in enumerate(tensors):
        if not t._array.ndim:
            raise RuntimeError(f"zero-dimensional tensor (at position {number}) cannot be concatenated")
    d = 0 if first._array.shape == (0,) else axis(dim, first._array.ndim)  # of nothing, no dimension is asked for
    shape = first._array.shape
    for number, t in enumerate(tensors):
        other = t._array.shape
        if other == (0,):
            continue
        if len(other) != len(shape):
            raise errors.cat_dims(len(shape), len(other))
        for i, (a, b) in enumerate(zip(shape, other)):
            if a != b and i != d:
                raise errors.cat_sizes(d, a, b, number)
    return first._cat(tensors, d)


concat, concatenate = (as_pytorch(cat, name) for name in ("concat", "concatenate"))


@as_pytorch
@with_out
def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Join tensors of one shape along a new dimension.

    >>> torch.stack([torch.tensor([1, 2]), torch.tensor([3, 4])])
    tensor([[1, 2],
            [3, 4]])
    >>> torch.stack([torch.tensor([1, 2]), torch.tensor([3, 4])], dim=1)
    tensor([[1, 3],
            [2, 4]])

    Raises:
        RuntimeError: no tensors, or shapes that differ.
    """
    tensors = in_common(tensors, "stack expects a non-empty TensorList")
    shape = tensors[0]._array.shape
    for number, t in enumerate(tensors):
        if t._array.shape != shape:
            raise errors.stack_sizes(shape, t._array.shape, number)
    return tensors[0]._apply(ops.STACK, *tensors, dim=axis(dim, len(shape) + 1))


@as_pytorch
@with_out
def hstack(tensors: Sequence[Tensor]) -> Tensor:
    """Join along the second dimension; vectors along their only one.

    >>> torch.hstack([torch.tensor([1, 2]), torch.tensor([3])])
    tensor([1, 2, 3])
    >>> torch.hstack([torch.tensor([[1], [2]]), torch.tensor([[3], [4]])])
    tensor([[1, 3],
            [2, 4]])

    Raises:
        RuntimeError: no tensors, or other sizes that differ.
    """
    at_least = [t.reshape(1) if t._array.ndim == 0 else t for t in tensors]
    if not at_least:
        raise RuntimeError("hstack expects a non-empty TensorList")
    return cat(at_least, 0 if at_least and at_least[0]._array.ndim == 1 else 1)


@as_pytorch
@with_out
def vstack(tensors: Sequence[Tensor]) -> Tensor:
    """Join along the first dimension, vectors as rows.

    >>> torch.vstack([torch.tensor([1, 2]), torch.tensor([[3, 4], [5, 6]])])
    tensor([[1, 2],
            [3, 4],
            [5, 6]])

    Raises:
        RuntimeError: no tensors, or other sizes that differ.
    """
    if not tensors:
        raise RuntimeError("vstack expects a non-empty TensorList")
    rows = [t.unsqueeze(0) if t._array.ndim == 1 else t if t._array.ndim else t.reshape(1, 1) for t in tensors]
    return cat(rows, 0)


row_stack = as_pytorch(vstack, "row_stack")


@as_pytorch
@with_out
def where(condition: Tensor, input: Any = None, other: Any = None) -> Any:
    """`input` where `condition` holds, else `other`; with the condition alone, the indices at which it holds.

    The gradient goes to the one that was taken; the other gets 0, of which an infinite derivative makes nan.

    Shapes: all three are broadcast; numbers do as well.

    >>> x = torch.tensor([1., -2., 3.])
    >>> torch.where(x > 0, x, 0.0)
    tensor([1., 0., 3.])
    >>> torch.where(x > 0)
    (tensor([0, 2]),)

    Raises:
        RuntimeError: the condition is not of dtype bool, or the shapes do not fit.
    """
    if input is None and other is None:
        return condition.nonzero(as_tuple=True)
    return choose(condition, input, other)


@over_batches
def meshgrid(*tensors: Any, indexing: str | None = None) -> tuple[Tensor, ...]:
    """Coordinates of a grid: one tensor per axis, each expanded over all others.

    Args:
        tensors: the places along each axis, as vectors.
        indexing: "ij", so that the first axis goes down, or "xy", so that it goes across.

    >>> x, y = torch.meshgrid(torch.tensor([1, 2, 3]), torch.tensor([10, 20]), indexing="xy")
    >>> x, y
    (tensor([[1, 2, 3],
            [1, 2, 3]]), tensor([[10, 10, 10],
            [20, 20, 20]]))

    Raises:
        RuntimeError: no tensors, tensors of several dimensions, or of different dtypes.
    """
    axes = tensors[0] if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)) else tensors
    if not axes:
        raise RuntimeError("meshgrid expects a non-empty TensorList")
    check_tensors(axes, 0)
    if len({a._array.dtype for a in axes}) > 1:
        raise RuntimeError("meshgrid expects all tensors to have the same dtype")
    if indexing is None:
        warn_once("torch.meshgrid: in an upcoming release, it will be required to pass the indexing argument.")
        indexing = "ij"
    if indexing not in ("ij", "xy"):
        raise RuntimeError(f'torch.meshgrid: indexing must be one of "xy" or "ij", but received: {indexing}')
    for a in axes:
        if a._array.ndim > 1:
            raise RuntimeError(
                f"torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: {list(a._array.shape)}"
            )
    turned = indexing == "xy" and len(axes) >= 2
    ordered = [axes[1], axes[0], *axes[2:]] if turned else list(axes)
    shape = tuple(a.numel() for a in ordered)
    grids = []
    for i, a in enumerate(ordered):
        grid = a.reshape([-1 if j == i else 1 for j in range(len(shape))]).expand(shape)
        grids.append(grid)
    if turned:
        grids[0], grids[1] = grids[1], grids[0]
    return tuple(grids)


@over_batches
def broadcast_tensors(*tensors: Any) -> tuple[Tensor, ...]:
    """All tensors expanded to their common shape, as views.

    >>> torch.broadcast_tensors(torch.tensor([[1], [2]]), torch.tensor([3, 4]))
    (tensor([[1, 1],
            [2, 2]]), tensor([[3, 4],
            [3, 4]]))

    Raises:
        RuntimeError: they have no shape in common.
    """
    check_tensors(tensors, 0)
    try:
        shape = np.broadcast_shapes(*(t._array.shape for t in tensors))
    except ValueError:
        raise no_common_shape([t._array for t in tensors]) from None
    return tuple(t if t._array.shape == shape else t.expand(shape) for t in tensors)


def in_common(tensors: Sequence[Any], empty: str) -> list[Any]:
    """The tensors in the dtype that they have in common."""
    if not tensors:
        raise RuntimeError(empty)
    common = tensors[0].dtype
    for t in tensors[1:]:
        if t.dtype is not common:
            common = promote_types(common, t.dtype)
    return [t if t.dtype is common else t.to(common) for t in tensors]


def is_tensor(obj: Any) -> bool:
    """Whether `obj` is a tensor.

    >>> torch.is_tensor(torch.ones(2)), torch.is_tensor([1.0, 1.0])
    (True, False)
    """
    return isinstance(obj, Variable)
