"""Factors of matrices as functions: `linalg.lu`, `lu_factor`, `lu_solve`, and what is made with them.

Source: https://pytorch.org/docs/2.7/linalg.html#matrix-decompositions
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors, return_types
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.memory.layouts import by_columns
from autograd_nb.engine.methods.base import check_broadcast
from autograd_nb.engine.methods.kernels import check_precision
from autograd_nb.engine.ops import factoring as ops
from autograd_nb.engine.ops import linalg as linalg_ops

from .joining import cat

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


def lu(A: Tensor, *, pivot: bool = True) -> Any:
    """P, L and U with P L U = A: a permutation, a lower triangle with ones on its diagonal, an upper triangle.

    >>> P, L, U = torch.linalg.lu(torch.tensor([[1.0, 2.0], [4.0, 2.0]]))
    >>> L, U
    (tensor([[1.0000, 0.0000],
            [0.2500, 1.0000]]), tensor([[4.0000, 2.0000],
            [0.0000, 1.5000]]))

    Source: https://pytorch.org/docs/2.7/generated/torch.linalg.lu.html
    """
    a: Any = A
    if a._array.ndim < 2:
        raise RuntimeError(
            f"linalg.lu: Expected tensor with 2 or more dimensions. Got size: {list(a._array.shape)} instead"
        )
    _must_pivot(pivot)
    check_precision("lu_cpu", a)
    both, pivots = ops.eliminate(a._array)
    order = a.detach().new_tensor(ops.permutation(pivots, a._array.shape[-2], a._array.dtype))
    lower, upper = a._apply(ops.LU, a, both=both, order=order)
    return return_types.linalg_lu((order, lower, upper))


def _must_pivot(pivot: bool) -> None:
    if not pivot:
        raise RuntimeError("linalg.lu_factor: LU without pivoting is not implemented on the CPU")


def lu_factor(A: Tensor, *, pivot: bool = True) -> Any:
    """L and U in one matrix, and which row came to each place, counted from 1.

    >>> torch.linalg.lu_factor(torch.tensor([[1.0, 2.0], [4.0, 2.0]]))
    torch.return_types.linalg_lu_factor(
    LU=tensor([[4.0000, 2.0000],
            [0.2500, 1.5000]]),
    pivots=tensor([2, 2], dtype=torch.int32))

    Raises:
        RuntimeError: for a matrix that has no inverse.
    """
    a: Any = A
    both, pivots = _both(a, pivot)
    diagonal = np.diagonal(both._array, axis1=-2, axis2=-1)
    zero = np.argwhere(diagonal == 0)
    if zero.size:
        where = int(zero[0][-1]) + 1
        batch = (
            ""
            if diagonal.ndim == 1
            else f"(Batch element {np.ravel_multi_index(tuple(zero[0][:-1]), diagonal.shape[:-1])}): "
        )
        raise RuntimeError(
            f"torch.linalg.lu_factor: {batch}U[{where},{where}] is zero and using it on lu_solve would result in a "
            "division by zero. If you still want to perform the factorization, consider calling linalg.lu(A, pivot) "
            "or linalg.lu_factor_ex(A, pivot)"
        )
    return return_types.linalg_lu_factor((both, pivots))


def lu_factor_ex(A: Tensor, *, pivot: bool = True, check_errors: bool = False) -> Any:
    """`lu_factor`, with the number of the first zero on the diagonal of U (0 if there is none) instead of an error.

    >>> torch.linalg.lu_factor_ex(torch.zeros(2, 2)).info
    tensor(1, dtype=torch.int32)
    """
    if check_errors:
        lu_factor(A, pivot=pivot)
    both, pivots = _both(A, pivot)
    zeros = np.diagonal(both._array, axis1=-2, axis2=-1) == 0
    info = np.where(zeros.any(-1), zeros.argmax(-1) + 1, 0) if zeros.shape[-1] else np.zeros(zeros.shape[:-1])
    return return_types.linalg_lu_factor_ex((both, pivots, pivots._wrap(np.asarray(info, np.int32))))


def _both(a: Any, pivot: bool) -> Any:
    """L and U in one, and the exchanges."""
    if a._array.ndim < 2:
        raise RuntimeError(
            f"torch.lu_factor: Expected tensor with 2 or more dimensions. Got size: {list(a._array.shape)} instead"
        )
    _must_pivot(pivot)
    check_precision("lu_cpu", a)
    return a._apply(ops.LU_FACTOR, a)


def lu_solve(LU: Tensor, pivots: Tensor, B: Tensor, *, left: bool = True, adjoint: bool = False) -> Tensor:
    """The solution of A X = B (X A = B if not `left`), from what `lu_factor` gave for A.

    >>> LU, pivots = torch.linalg.lu_factor(torch.tensor([[2.0, 1.0], [0.0, 4.0]]))
    >>> torch.linalg.lu_solve(LU, pivots, torch.tensor([[4.0], [8.0]]))
    tensor([[1.],
            [2.]])

    Raises:
        RuntimeError: for what are no factors, and a `B` that does not fit.
    """
    _check_lu_solve(LU, pivots, B, left)
    found: Tensor = LU._apply(ops.LU_SOLVE, LU, B, pivots=pivots, left=left, adjoint=adjoint)
    return found


def _check_lu_solve(both: Any, pivots: Any, b: Any, left: bool) -> None:
    """Refuse what are no factors, what is no list of exchanges, and a right side that does not fit."""
    if both._array.ndim >= 2 and both._array.dtype.kind == "f":
        if both._array.dtype != b._array.dtype:
            raise RuntimeError(
                "linalg.lu_solve: Expected LU and B to have the same dtype, but found LU of type "
                f"{both.dtype.scalar_name} and B of type {b.dtype.scalar_name} instead"
            )
        if pivots._array.dtype != np.int32:
            raise RuntimeError("linalg.lu_solve: pivots should be a Tensor of scalar type torch.int32")
    both._check_square("torch.linalg.lu_solve")
    check_sides("lu_solve", both, b, left)
    size, shape = both._array.shape[-1], pivots._array.shape
    if not shape or shape[-1] != size:
        raise RuntimeError("linalg.lu_solve: Number of pivots per batch should be same as the dimension of the matrix")
    if shape != both._array.shape[:-1]:
        raise RuntimeError(
            "linalg.lu_solve: Expected LU.shape[:-1] and pivots.shape to be the same, but got pivots with shape "
            f"{list(shape)} instead"
        )
    check_broadcast(b._array.shape[:-2], both._array.shape[:-2])
    limits = {"greater or equal to 1": pivots._array < 1, "smaller or equal to LU.size(-2)": pivots._array > size}
    for limit, wrong in limits.items():
        if wrong.any():
            raise RuntimeError(
                f"Pivots given to lu_solve must all be {limit}. Did you properly pass the result of lu_factor?"
            )


def check_sides(function: str, a: Any, b: Any, left: bool) -> None:
    """Refuse a right side that does not fit to A X = B, or to X A = B."""
    rows, columns = a._array.shape[-2:]
    sides = b._array.shape
    if len(sides) < 2:
        raise RuntimeError(f"linalg.{function}: The input tensor B must have at least 2 dimensions.")
    if columns != sides[-2 if left else -1]:
        raise RuntimeError(
            f"linalg.{function}: Incompatible shapes of A and B for the equation {'AX' if left else 'XA'} = B "
            f"({rows}x{columns} and {sides[-2]}x{sides[-1]})"
        )


@as_pytorch
def lu_unpack(LU_data: Tensor, LU_pivots: Tensor, unpack_data: bool = True, unpack_pivots: bool = True) -> Any:
    """P, L and U out of what `linalg.lu_factor` gave, with P L U equal to the matrix.

    Args:
        LU_data: both triangles in one.
        LU_pivots: the rows that were exchanged, counted from 1.
        unpack_data: without, L and U are empty.
        unpack_pivots: without, P is empty.

    >>> A = torch.tensor([[0., 2.], [1., 1.]])
    >>> P, L, U = torch.lu_unpack(*torch.linalg.lu_factor(A))
    >>> U, torch.equal(P @ L @ U, A)
    (tensor([[1., 1.],
            [0., 2.]]), True)

    Raises:
        RuntimeError: what does not come from `lu_factor`.
    """
    both: Any = LU_data
    if both._array.ndim < 2:
        raise RuntimeError(
            f"torch.lu_unpack: Expected tensor with 2 or more dimensions. Got size: {list(both._array.shape)} instead"
        )
    rows = both._array.shape[-2]
    if unpack_pivots:
        pivots = LU_pivots._array
        if pivots.dtype != np.int32:
            raise RuntimeError(
                "torch.lu_unpack: LU_pivots is expected to be a contiguous tensor of torch.int32 dtype.\nNote: this "
                "function is intended to be used with the output produced by torch.linalg.lu_factor"
            )
        if both._array.size and ((pivots < 1) | (pivots > rows)).any():
            raise RuntimeError(
                "pivots passed to lu_unpack must be between 1 and LU.size(-2) inclusive.Did you properly pass the "
                "result of lu_factor?"
            )
    empty = both.new_empty(0)
    lower = upper = order = empty
    if unpack_data:
        lower, upper = both._apply(ops.LU_UNPACK, both)
    if unpack_pivots:
        exchanged = LU_pivots._array[..., :rows] if both._array.size else LU_pivots._array[..., :0]
        order = both.detach().new_tensor(ops.permutation(exchanged, rows, both._array.dtype))
    return return_types.lu_unpack((order, lower, upper))


def cholesky_ex(A: Tensor, *, upper: bool = False, check_errors: bool = False) -> Any:
    """The Cholesky factor, and the order of the first minor that is not positive definite (0 if all are).

    >>> torch.linalg.cholesky_ex(torch.tensor([[1.0, 2.0], [2.0, 1.0]])).info
    tensor(2, dtype=torch.int32)
    """
    from autograd_nb.engine.methods.matrices import bad_minor

    a: Any = A
    a._check_square("linalg.cholesky")
    try:
        factor = a._factored(linalg_ops.CHOLESKY, "linalg.cholesky_ex", upper)
    except errors.LinAlgError:
        if check_errors:
            raise
        turned = a._array.swapaxes(-1, -2) if upper else a._array
        lower = np.tril(turned)
        matrices = lower.reshape(-1, *lower.shape[-2:])
        info = np.array([_minor(one, bad_minor) for one in matrices], np.int32)
        for one, size in zip(matrices, info):
            _fill(one, int(size))
        factor = a._wrap(by_columns(lower.swapaxes(-1, -2) if upper else lower))
    else:
        info = np.zeros(math.prod(a._array.shape[:-2]), np.int32)
    return return_types.linalg_cholesky_ex((factor, a._wrap(info.reshape(a._array.shape[:-2]))))


def _fill(lower: Any, size: int) -> None:
    """The columns of the factor in the place of those of the matrix, up to the minor of this size, which has none."""
    known = size - 1 if size else len(lower)
    square = np.linalg.cholesky(lower[:known, :known])
    below = np.linalg.solve(square, lower[known:, :known].T).T
    lower[:known, :known], lower[known:, :known] = square, below
    if size:
        lower[known, known] -= below[0] @ below[0]


def _minor(matrix: Any, bad_minor: Any) -> int:
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return int(bad_minor(matrix))
    return 0


def eig(A: Tensor) -> Any:
    """Eigenvalues and eigenvectors of any square matrix.

    >>> try:
    ...     torch.linalg.eig(torch.eye(2))
    ... except NotImplementedError as error:
    ...     print(str(error).split(". ")[1])
    Use linalg.eigh for a symmetric matrix, numpy.linalg.eig(A.numpy()) for others.

    Raises:
        NotImplementedError: always: they are complex numbers in general, which autograd_nb does not have.
    """
    _complex("eig", A)


def eigvals(A: Tensor) -> Any:
    """The eigenvalues of any square matrix.

    >>> try:
    ...     torch.linalg.eigvals(torch.eye(2))
    ... except NotImplementedError as error:
    ...     print(str(error).split(". ")[1])
    Use linalg.eigvalsh for a symmetric matrix, numpy.linalg.eigvals(A.numpy()) for others.

    Raises:
        NotImplementedError: always: they are complex numbers in general, which autograd_nb does not have.
    """
    _complex("eigvals", A)


def _complex(name: str, A: Any) -> None:
    A._check_square(f"linalg.{name}")
    raise errors.not_provided(
        f"linalg.{name}, whose results are complex numbers,",
        f"Use linalg.{name.replace('eig', 'eigh', 1).replace('eighvals', 'eigvalsh')} for a symmetric matrix, "
        f"numpy.linalg.{name}(A.numpy()) for others.",
    )


def vander(x: Tensor, *, N: int | None = None) -> Tensor:
    """The powers 0, 1, ..., N - 1 of the elements along a new last dimension.

    >>> from autograd_nb.engine.creation import tensor
    >>> vander(tensor([2.0, 3.0]), N=3)
    tensor([[1., 2., 4.],
            [1., 3., 9.]])
    """
    v: Any = x if x._array.ndim else x.reshape(1)
    n = v._array.shape[-1] if N is None else N
    if n <= 1:
        raise RuntimeError("N must be greater than 1.")
    ones = v.detach().new_ones((*v._array.shape, 1))
    return cat((ones, v.unsqueeze(-1).expand((*v._array.shape, n - 1)).cumprod(-1)), -1)


def tensorinv(A: Tensor, ind: int = 2) -> Tensor:
    """The inverse of a tensor read as a matrix: its first `ind` dimensions are the rows.

    >>> torch.linalg.tensorinv(torch.eye(4).reshape(2, 2, 4) / 2, ind=2).shape
    torch.Size([4, 2, 2])

    Raises:
        RuntimeError: where the first `ind` sizes do not multiply to what the others do.
    """
    a: Any = A
    if ind <= 0:
        raise RuntimeError(f"Expected a strictly positive integer for 'ind', but got {ind}")
    rows, columns = a._array.shape[:ind], a._array.shape[ind:]
    if math.prod(rows) != math.prod(columns):
        raise RuntimeError(
            f"Expected self to satisfy the requirement prod(self.shape[ind:]) == prod(self.shape[:ind]), but got "
            f"{math.prod(columns)} != {math.prod(rows)}"
        )
    found: Tensor = a.reshape((math.prod(rows), -1)).inverse().reshape((*columns, *rows))
    return found


def inverses(factors: Any, pivots: Any) -> Any:
    """The inverses by their triangular factors: inf and nan where a pivot is 0."""
    n = factors.shape[-1]
    found = np.zeros_like(factors) + np.eye(n, dtype=factors.dtype)
    with np.errstate(all="ignore"):
        for place in np.ndindex(factors.shape[:-2]):
            lu, x = factors[place], found[place]
            for i, pivot in enumerate(pivots[place] - 1):
                x[[i, pivot]] = x[[pivot, i]]
            for i in range(n):
                x[i] -= lu[i, :i] @ x[:i]
            for i in reversed(range(n)):
                for j in range(i + 1, n):
                    x[i] -= lu[i, j] * x[j]
                x[i] /= lu[i, i]
    return found
