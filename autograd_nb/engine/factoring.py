"""Factors of matrices as functions: `linalg.lu`, `lu_factor`, `lu_solve`, and what is made with them.

Source: https://pytorch.org/docs/2.7/linalg.html#matrix-decompositions
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from . import return_types, tensor_errors
from .calling import as_pytorch
from .joining import cat
from .ops import factoring as ops
from .ops import linalg as linalg_ops

if TYPE_CHECKING:
    from .tensor import Tensor


def lu(A: Tensor, *, pivot: bool = True) -> Any:
    """P, L and U with P L U = A: a permutation, a lower triangle with ones on its diagonal, an upper triangle.

    Source: https://pytorch.org/docs/2.7/generated/torch.linalg.lu.html
    """
    a: Any = A
    a._check_matrix("linalg.lu")
    both, pivots = ops.eliminate(a._array, pivot)
    order = a.detach().new_tensor(ops.permutation(pivots, a._array.shape[-2], a._array.dtype)) if pivot else None
    lower, upper = a._apply(ops.LU, a, both=both, order=order)
    return return_types.linalg_lu((a.detach().new_empty(0) if order is None else order, lower, upper))


def lu_factor(A: Tensor, *, pivot: bool = True) -> Any:
    """L and U in one matrix, and which row came to each place, counted from 1.

    Raises:
        RuntimeError: for a matrix that has no inverse.
    """
    a: Any = A
    a._check_matrix("linalg.lu_factor")
    both, pivots = a._apply(ops.LU_FACTOR, a, pivot=pivot)
    diagonal = np.diagonal(both._array, axis1=-2, axis2=-1)
    zero = np.argwhere(diagonal == 0)
    if zero.size and a._array.shape[-1] == a._array.shape[-2]:
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
    """`lu_factor`, with the number of the first zero on the diagonal of U (0 if there is none) instead of an error."""
    if check_errors:
        lu_factor(A, pivot=pivot)
    a: Any = A
    both, pivots = a._apply(ops.LU_FACTOR, a, pivot=pivot)
    zeros = np.diagonal(both._array, axis1=-2, axis2=-1) == 0
    info = np.where(zeros.any(-1), zeros.argmax(-1) + 1, 0) if zeros.shape[-1] else np.zeros(zeros.shape[:-1])
    return return_types.linalg_lu_factor_ex((both, pivots, a._wrap(np.asarray(info, np.int32))))


def lu_solve(LU: Tensor, pivots: Tensor, B: Tensor, *, left: bool = True, adjoint: bool = False) -> Tensor:
    """The solution of A X = B (X A = B if not `left`), from what `lu_factor` gave for A."""
    both: Any = LU
    size = both._array.shape[-1]
    one = both.new_tensor(np.eye(size))
    lower = both.tril(-1) + one
    order = both.new_tensor(ops.permutation(pivots._array, size, both._array.dtype))
    matrix = order.matmul(lower.matmul(both.triu()))
    matrix = matrix.mT if adjoint else matrix
    b: Any = B
    if left:
        found: Tensor = matrix._apply(linalg_ops.SOLVE, matrix, b)
        return found
    turned: Tensor = matrix._apply(linalg_ops.SOLVE, matrix.mT, b.mT).mT
    return turned


@as_pytorch
def lu_unpack(LU_data: Tensor, LU_pivots: Tensor, unpack_data: bool = True, unpack_pivots: bool = True) -> Any:
    """P, L and U out of what `lu_factor` gave."""
    both: Any = LU_data
    rows, columns = both._array.shape[-2:]
    steps = min(rows, columns)
    empty = both.new_empty(0)
    lower = upper = order = empty
    if unpack_data:
        lower = both.narrow(-1, 0, steps).tril(-1) + both.new_tensor(np.eye(rows, steps))
        upper = both.narrow(-2, 0, steps).triu()
    if unpack_pivots:
        order = both.detach().new_tensor(ops.permutation(LU_pivots._array, rows, both._array.dtype))
    return return_types.lu_unpack((order, lower, upper))


def cholesky_ex(A: Tensor, *, upper: bool = False, check_errors: bool = False) -> Any:
    """The Cholesky factor, and the order of the first minor that is not positive definite (0 if all are)."""
    from .methods.matrices import bad_minor

    a: Any = A
    a._check_square("linalg.cholesky_ex")
    try:
        factor = a._factored(linalg_ops.CHOLESKY, "linalg.cholesky", upper)
    except tensor_errors.LinAlgError:
        if check_errors:
            raise
        info = np.array([_minor(one, bad_minor) for one in a._array.reshape(-1, *a._array.shape[-2:])], np.int32)
        factor = a.detach() * math.nan
    else:
        info = np.zeros(math.prod(a._array.shape[:-2]), np.int32)
    return return_types.linalg_cholesky_ex((factor, a._wrap(info.reshape(a._array.shape[:-2]))))


def _minor(matrix: Any, bad_minor: Any) -> int:
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return int(bad_minor(matrix))
    return 0


def eig(A: Tensor) -> Any:
    """Eigenvalues and eigenvectors of any square matrix.

    Raises:
        NotImplementedError: always: they are complex numbers in general, which autograd_nb does not have.
    """
    _complex("eig", A)


def eigvals(A: Tensor) -> Any:
    """The eigenvalues of any square matrix.

    Raises:
        NotImplementedError: always: they are complex numbers in general, which autograd_nb does not have.
    """
    _complex("eigvals", A)


def _complex(name: str, A: Any) -> None:
    A._check_square(f"linalg.{name}")
    raise tensor_errors.not_provided(
        f"linalg.{name}, whose results are complex numbers,",
        f"Use linalg.{name.replace('eig', 'eigh', 1).replace('eighvals', 'eigvalsh')} for a symmetric matrix.",
    )


def vander(x: Tensor, *, N: int | None = None) -> Tensor:
    """The powers 0, 1, ..., N - 1 of the elements along a new last dimension.

    >>> from .creation import tensor
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
    """The inverse of a tensor read as a matrix: its first `ind` dimensions are the rows."""
    a: Any = A
    if ind <= 0:
        raise RuntimeError("Expected a strictly positive integer for 'ind'")
    rows, columns = a._array.shape[:ind], a._array.shape[ind:]
    if math.prod(rows) != math.prod(columns):
        raise RuntimeError(
            f"Expected self to satisfy the requirement prod(self.shape[ind:]) == prod(self.shape[:ind]), but got "
            f"{math.prod(columns)} != {math.prod(rows)}"
        )
    found: Tensor = a.reshape((math.prod(rows), -1)).inverse().reshape((*columns, *rows))
    return found


def tensorsolve(A: Tensor, B: Tensor, dims: Any = None) -> Tensor:
    """The solution X of tensordot(A, X, X.ndim) = B."""
    a: Any = A
    if dims is not None:
        a = a.movedim(tuple(dims), tuple(range(a._array.ndim - len(dims), a._array.ndim)))
    shape = a._array.shape[B._array.ndim :]
    if math.prod(shape) != B._array.size:
        raise RuntimeError(
            "Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == prod(self.shape[:other.ndim]), "
            f"but got {math.prod(shape)} != {B._array.size}"
        )
    b: Any = B
    matrix = a.reshape((b._array.size, -1))
    found: Tensor = matrix._apply(linalg_ops.SOLVE, matrix, b.reshape(-1)).reshape(shape)
    return found
