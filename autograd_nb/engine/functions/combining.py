"""Functions of torch that take several tensors or make tensors of places, beyond the everyday ones of `joining`.

>>> cartesian_prod(as_tensor([1, 2]), as_tensor([3, 4]))
tensor([[1, 3],
        [1, 4],
        [2, 3],
        [2, 4]])
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograd_nb.engine import dtypes, errors
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.arguments.signatures import FUNCTIONS, check_tensors, match
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.creation import as_tensor
from autograd_nb.engine.device import check_device
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.making import made, numpy_dtype
from autograd_nb.engine.ops.shape import BLOCK_DIAG
from autograd_nb.engine.outputs import with_out
from autograd_nb.engine.tensor import Tensor

from .joining import cat, in_common, meshgrid, stack

# ---- many into one -----------------------------------------------------------------------------------------


@over_batches
def cartesian_prod(*tensors: Any) -> Tensor:
    """Every way to take one element of each vector, a row for each.

    Shapes: vectors of n and m elements give (n m, 2); one alone stays a vector.

    >>> torch.cartesian_prod(torch.tensor([1, 2]), torch.tensor([10, 20]))
    tensor([[ 1, 10],
            [ 1, 20],
            [ 2, 10],
            [ 2, 20]])

    Raises:
        RuntimeError: if one is no vector.
    """
    check_tensors(tensors, 0)
    for t in tensors:
        if t._array.ndim != 1:
            raise errors.needs_vector(t._array.shape)
    if len(tensors) == 1:
        return tensors[0]
    return stack([grid.reshape(-1) for grid in meshgrid(*tensors, indexing="ij")], 1)


@as_pytorch
def combinations(input: Any, r: int = 2, with_replacement: bool = False) -> Tensor:
    """Every way to take `r` elements of a vector, in order, a row for each.

    Args:
        input: the vector.
        r: how many to take.
        with_replacement: whether one may be taken several times.

    >>> torch.combinations(torch.tensor([1, 2, 3]))
    tensor([[1, 2],
            [1, 3],
            [2, 3]])

    Raises:
        RuntimeError: of what is no vector, and for a negative `r`.
    """
    if input._array.ndim != 1:
        raise errors.needs_vector(input._array.shape)
    if r < 0:
        raise RuntimeError(f"Expect a non-negative number, but got {r}")
    if r == 0:
        return input.new_empty(0)
    n = input._array.size
    grids = meshgrid(*[input] * r, indexing="ij")
    later = np.arange(n)
    mask = np.ones((n,) * r, bool)
    for at in range(r - 1):  # each element stands after the one before it, or with replacement not before it
        first, second = (later.reshape([n if d == place else 1 for d in range(r)]) for place in (at, at + 1))
        mask &= first <= second if with_replacement else first < second
    taken: Any = made(mask)
    return stack([grid.masked_select(taken) for grid in grids], 1)


@as_pytorch
@with_out
def column_stack(tensors: Sequence[Tensor]) -> Tensor:
    """Join along the second dimension, vectors as columns.

    >>> torch.column_stack([torch.tensor([1, 2]), torch.tensor([3, 4])])
    tensor([[1, 3],
            [2, 4]])
    """
    columns = [t.reshape(t.numel(), 1) if t.ndim < 2 else t for t in tensors]
    return cat(columns, 1)


@as_pytorch
@with_out
def dstack(tensors: Sequence[Tensor]) -> Tensor:
    """Join along a third dimension, which vectors (as rows) and matrices get first.

    >>> torch.dstack([torch.tensor([[1, 2]]), torch.tensor([[3, 4]])])
    tensor([[[1, 3],
             [2, 4]]])
    """
    deep = [_at_least_3d(t) for t in tensors]
    if not deep:
        raise RuntimeError("dstack expects a non-empty TensorList")
    return cat(deep, 2)


@over_batches
def block_diag(*tensors: Any) -> Tensor:
    """The matrices (vectors count as rows) along a diagonal, zeros elsewhere.

    >>> torch.block_diag(torch.tensor([[1, 2], [3, 4]]), torch.tensor([5]))
    tensor([[1, 2, 0],
            [3, 4, 0],
            [0, 0, 5]])

    Raises:
        RuntimeError: a tensor of more than two dimensions.
    """
    check_tensors(tensors, 0)
    for number, t in enumerate(tensors):
        if t._array.ndim > 2:
            raise RuntimeError(
                f"torch.block_diag: Input tensors must have 2 or fewer dimensions. Input {number} has "
                f"{t._array.ndim} dimensions"
            )
    if not tensors:
        return as_tensor(np.zeros((1, 0), dtypes.default_numpy()))
    tensors = tuple(in_common(tensors, ""))
    return tensors[0]._apply(BLOCK_DIAG, *tensors, shapes=tuple(t._array.shape for t in tensors))


# ---- at least so many dimensions ---------------------------------------------------------------------------


def _each(name: str, function: Any, tensors: tuple[Any, ...]) -> Any:
    if len(tensors) == 1:
        match(FUNCTIONS, name, tensors, {})
        if not isinstance(tensors[0], (list, tuple)):
            return function(tensors[0])
        tensors = tuple(tensors[0])
    check_tensors(tensors, 0)
    return tuple(function(t) for t in tensors)


def _at_least_2d(t: Any) -> Any:
    return t.reshape(1, 1) if t._array.ndim == 0 else t.unsqueeze(0) if t._array.ndim == 1 else t


def _at_least_3d(t: Any) -> Any:
    ndim = t._array.ndim
    if ndim == 0:
        return t.reshape(1, 1, 1)
    return t.unsqueeze(0).unsqueeze(-1) if ndim == 1 else t.unsqueeze(-1) if ndim == 2 else t


@over_batches
def atleast_1d(*tensors: Any) -> Any:
    """The tensors, numbers as vectors of one element. One comes back as it is, several as a tuple.

    >>> torch.atleast_1d(torch.tensor(1), torch.tensor([2, 3]))
    (tensor([1]), tensor([2, 3]))
    """
    return _each("atleast_1d", lambda t: t.reshape(1) if t._array.ndim == 0 else t, tensors)


@over_batches
def atleast_2d(*tensors: Any) -> Any:
    """The tensors, vectors as rows, numbers as matrices of one element.

    >>> torch.atleast_2d(torch.tensor([1, 2]))
    tensor([[1, 2]])
    """
    return _each("atleast_2d", _at_least_2d, tensors)


@over_batches
def atleast_3d(*tensors: Any) -> Any:
    """The tensors, with dimensions of size 1 put to where they are missing.

    Shapes: (n,) becomes (1, n, 1), and (n, m) becomes (n, m, 1).

    >>> torch.atleast_3d(torch.zeros(2)).shape, torch.atleast_3d(torch.zeros(2, 3)).shape
    (torch.Size([1, 2, 1]), torch.Size([2, 3, 1]))
    """
    return _each("atleast_3d", _at_least_3d, tensors)


def broadcast_shapes(*shapes: Any) -> dtypes.Size:
    """The shape that tensors of these shapes have together: sizes of 1 give way, missing dimensions are put in front.

    >>> torch.broadcast_shapes((2, 1), (3,))
    torch.Size([2, 3])

    Raises:
        RuntimeError: they have none in common.
    """
    sizes = []
    for shape in shapes:
        if not isinstance(shape, (int, tuple, list, str)):
            text = f"Input shapes should be of type ints, a tuple of ints, or a list of ints, got {shape}"
            raise RuntimeError(text)  # noqa: TRY004 - PyTorch's type
        sizes.append((shape,) if isinstance(shape, int) else tuple(shape))
    for n in (n for size in sizes for n in reversed(size)):
        if n < 0:
            raise RuntimeError(f"Trying to create tensor with negative dimension ({n}): ({n})")
    try:
        return dtypes.Size(np.broadcast_shapes(*sizes))
    except ValueError:
        raise errors.broadcast_shapes_mismatch() from None


# ---- places --------------------------------------------------------------------------------------------------


def _triangle(name: str, row: Any, col: Any, offset: int, dtype: Any) -> Tensor:
    """The places that NumPy's function of this name finds."""
    for what, n in (("row", row), ("col", col)):
        if n < 0:
            raise RuntimeError(f"{what} must be non-negative, got{n}")
    chosen = dtypes.int64.numpy if dtype is None else numpy_dtype(dtype)
    if chosen.kind == "b":
        raise errors.not_for_dtype(name, "Bool")
    return made(np.array(getattr(np, name)(row, offset, col), chosen))


@as_pytorch
def tril_indices(
    row: int, col: int, offset: int = 0, *, dtype: Any = None, device: Any = None, requires_grad: bool = False
) -> Tensor:
    """The rows and columns of the places on and below a diagonal: an index of a matrix, if taken apart.

    Shapes: (2, number of places).

    >>> torch.tril_indices(2, 2)
    tensor([[0, 1, 1],
            [0, 0, 1]])

    Raises:
        RuntimeError: a negative size.
    """
    check_device(device or "cpu")
    return _triangle("tril_indices", row, col, offset, dtype)._asking(requires_grad)


@as_pytorch
def triu_indices(
    row: int, col: int, offset: int = 0, *, dtype: Any = None, device: Any = None, requires_grad: bool = False
) -> Tensor:
    """The rows and columns of the places on and above a diagonal.

    Shapes: (2, number of places).

    >>> torch.triu_indices(3, 3, offset=1)
    tensor([[0, 0, 1],
            [1, 2, 2]])

    Raises:
        RuntimeError: a negative size.
    """
    check_device(device or "cpu")
    return _triangle("triu_indices", row, col, offset, dtype)._asking(requires_grad)


@over_batches
def unravel_index(indices: Any, shape: Sequence[int] | int) -> tuple[Tensor, ...]:
    """Numbers of elements as their places in a tensor of this shape: a tensor of indices for each dimension.

    >>> torch.unravel_index(torch.tensor([0, 5]), (2, 3))
    (tensor([0, 1]), tensor([0, 2]))

    Raises:
        TypeError: indices that are no integers.
        ValueError: a negative size.
    """
    if not isinstance(indices, Variable) or indices._array.dtype.kind not in "iu":
        kind = indices.dtype if isinstance(indices, Tensor) else type(indices).__name__
        raise TypeError(f"expected 'indices' to be integer dtype, but got {kind}")
    if not isinstance(shape, (int, Sequence)):
        raise TypeError(f"expected 'shape' to be int or sequence of ints, but got {type(shape)}")
    sizes = (shape,) if isinstance(shape, int) else tuple(shape)
    for n in sizes:
        if not isinstance(n, int):
            raise TypeError(f"expected 'shape' sequence to only contain ints, but got {type(n)}")
    if any(n < 0 for n in sizes):
        raise ValueError(f"'shape' cannot have negative values, but got {sizes}")
    rest = indices._array.astype(np.int64)
    found = np.empty((*rest.shape, len(sizes)), np.int64)  # the places of one element are next to each other in memory
    for d, n in reversed(list(enumerate(sizes))):
        rest, found[..., d] = np.divmod(rest, n)
    return tuple(Tensor._wrap(found[..., d]) for d in range(len(sizes)))


@as_pytorch
def vander(x: Any, N: int | None = None, increasing: bool = False) -> Tensor:
    """The powers of the elements of a vector as columns, the highest first unless `increasing`: Vandermonde's matrix.

    Shapes: (n,) gives (n, N), and N is n if not given.

    >>> torch.vander(torch.tensor([1, 2, 3]))
    tensor([[1, 1, 1],
            [4, 2, 1],
            [9, 3, 1]])

    Raises:
        RuntimeError: of what is no vector.
    """
    if x._array.ndim != 1:
        raise RuntimeError("x must be a one-dimensional tensor.")
    if N is not None and N < 0:
        raise RuntimeError("N must be non-negative.")
    powers = np.arange(x._array.size if N is None else N)
    return x.unsqueeze(-1) ** as_tensor(powers if increasing else powers[::-1].copy())
