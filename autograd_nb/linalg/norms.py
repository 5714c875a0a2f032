"""Sizes of vectors and matrices, and how much a matrix stretches.

Source: https://pytorch.org/docs/2.7/linalg.html
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from .decompositions import svdvals
from .publishing import publish
from .solving import inv, singular

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

__all__ = [
    "cond",
    "matrix_norm",
    "norm",
    "vector_norm",
]


def vector_norm(x: Tensor, ord: Any = 2, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:
    """The p-norm of all elements as one vector, or along `dim`.

    >>> import autograd_nb as torch
    >>> torch.linalg.vector_norm(torch.tensor([3.0, -4.0]), ord=1)
    tensor(7.)

    >>> torch.linalg.vector_norm(torch.tensor([[3.0, 4.0], [6.0, 8.0]]), dim=1)
    tensor([ 5., 10.])
    """
    return x._vector_norm(ord, dim, keepdim, dtype)


def matrix_norm(
    A: Tensor, ord: Any = "fro", dim: Any = (-2, -1), keepdim: bool = False, *, dtype: Any = None
) -> Tensor:
    """A norm of matrices: "fro", "nuc", the largest singular value (2), sum of a column (1) or sum of a row (inf).

    Shapes: without the two dimensions `dim`, or with 1 in their places with `keepdim`.

    >>> A = torch.tensor([[3.0, 0.0], [4.0, 0.0]])
    >>> torch.linalg.matrix_norm(A), torch.linalg.matrix_norm(A, ord=1), torch.linalg.matrix_norm(A, ord=torch.inf)
    (tensor(5.), tensor(7.), tensor(4.))

    Raises:
        RuntimeError: for another `ord`, and for whole numbers.
    """
    named = isinstance(ord, str)
    if ord not in (("fro", "nuc") if named else (1, -1, 2, -2, math.inf, -math.inf)):
        raise RuntimeError(f"linalg.matrix_norm: Order {ord if named else format(ord, 'g')} not supported.")
    rows, columns = A._of_matrices(dim, half=ord not in ("nuc", 2, -2))
    if dtype is not None:
        if np.promote_types(A._array.dtype, dtype.numpy) != dtype.numpy:
            raise RuntimeError(
                f"linalg.matrix_norm: the dtype of the input ({A.dtype.scalar_name}) should be convertible without "
                f"narrowing to the specified dtype ({dtype.scalar_name})"
            )
        A = A.to(dtype)
    if ord == "fro":
        return A._vector_norm(2, (rows, columns), keepdim)
    if ord in ("nuc", 2, -2):
        return A._singular_norm(ord, (rows, columns), keepdim)
    over, along = (columns, rows) if math.isinf(ord) else (rows, columns)
    sums = A._vector_norm(1, over, keepdim)
    if ord > 0 and not A._array.shape[along]:
        return A._vector_norm(1, tuple(dim), keepdim)  # 0 for matrices without elements
    along -= not keepdim and along > over
    found: Tensor = sums.amax(along, keepdim) if ord > 0 else sums.amin(along, keepdim)
    return found


def norm(A: Tensor, ord: Any = None, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:
    """A norm of vectors or matrices: of all elements unless `ord` or `dim` say otherwise.

    >>> torch.linalg.norm(torch.tensor([3.0, 4.0]))
    tensor(5.)
    >>> torch.linalg.norm(torch.tensor([[3.0, 4.0], [6.0, 8.0]]), dim=1)
    tensor([ 5., 10.])

    Raises:
        RuntimeError: for an `ord` without `dim` where there are more than two dimensions.
    """
    ndim = A._array.ndim
    if isinstance(dim, (tuple, list)) and len(dim) not in (1, 2):
        raise RuntimeError(f"linalg.norm: If dim is specified, it must be of length 1 or 2. Got {list(dim)}")
    if ord is None:
        return A._vector_norm(2, dim, keepdim, dtype)
    if dim is None and ndim not in (1, 2):
        raise RuntimeError(f"linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got {ndim}D.")
    if isinstance(ord, str) or (dim is None and ndim == 2) or (isinstance(dim, (tuple, list)) and len(dim) == 2):
        where = (-2, -1) if dim is None else dim
        return matrix_norm(A, ord, where if isinstance(where, (tuple, list)) else (where,), keepdim, dtype=dtype)
    return A._vector_norm(ord, dim, keepdim, dtype)


def cond(A: Tensor, p: Any = None) -> Tensor:
    """How much a matrix stretches at most, over how much at least; with `p` by a norm of it and of its inverse.

    The larger, the less of the digits of a solution can be relied on; inf for a matrix without an inverse.

    >>> torch.linalg.cond(torch.tensor([[4.0, 0.0], [0.0, 0.5]]))
    tensor(8.)

    Raises:
        RuntimeError: for fewer than two dimensions.
    """
    if isinstance(p, str):
        A._must_be_square(f"linalg.cond(ord={p})")
    elif A._array.ndim < 2:
        raise RuntimeError("linalg.cond: The input tensor must have at least 2 dimensions.")
    if p not in _CONDITIONS:
        raise RuntimeError(f"linalg.cond got an invalid norm type: {p}")
    if p not in (None, 2, -2):
        A._must_be_square(f"linalg.cond(ord={p:g})" if not isinstance(p, str) else "")
    if 0 in A._array.shape[-2:]:
        return A.new_zeros(A._array.shape[:-2])
    if p in (None, 2, -2):
        values = svdvals(A)
        first, last = (values.narrow(-1, i, 1) for i in ((0, -1) if p != -2 else (-1, 0)))
        ratio: Tensor = (first / last).squeeze(-1)
        return ratio
    if p == "nuc":
        values = svdvals(A)
        return values.sum(-1) * values.reciprocal().sum(-1)
    A._check_square("linalg.inv")
    without = singular(A._array)
    where = A._wrap(without)
    regular: Any = A
    if without.any():
        regular = A.masked_fill(where.unsqueeze(-1).unsqueeze(-1), 0) + where[..., None, None] * A._wrap(
            np.eye(A._array.shape[-1], dtype=A._array.dtype)
        )
    found: Any = matrix_norm(A, p) * matrix_norm(inv(regular), p)
    return found.masked_fill(where, math.inf) if without.any() else found.nan_to_num(math.inf, math.inf, -math.inf)  # type: ignore[no-any-return]  # a tensor


_CONDITIONS = (None, 1, -1, 2, -2, math.inf, -math.inf, "fro", "nuc")

publish(globals(), __all__)
