"""`torch.linalg`: the part of it that a learner of automatic differentiation meets.

Source: https://pytorch.org/docs/2.7/linalg.html
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from .engine import return_types, tensor_errors
from .engine.contract import multi_dot
from .engine.ops import linalg as _ops
from .engine.tensor_errors import LinAlgError

if TYPE_CHECKING:
    from .engine.tensor import Tensor

__all__ = [
    "LinAlgError",
    "cholesky",
    "cross",
    "det",
    "eigh",
    "eigvalsh",
    "inv",
    "matmul",
    "matrix_norm",
    "matrix_power",
    "multi_dot",
    "norm",
    "slogdet",
    "solve",
    "vector_norm",
]


def vector_norm(x: Tensor, ord: Any = 2, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:
    """The p-norm of all elements as one vector, or along `dim`.

    >>> import autograd_nb as torch
    >>> torch.linalg.vector_norm(torch.tensor([3.0, -4.0]), ord=1)
    tensor(7.)
    """
    return x._vector_norm(ord, dim, keepdim, dtype)


def matrix_norm(A: Tensor, ord: Any = "fro", dim: Any = (-2, -1), keepdim: bool = False) -> Tensor:
    """A norm of matrices: Frobenius, or the largest sum of a column (1) or row (inf)."""
    if ord == "fro":
        return A._vector_norm(2, tuple(dim), keepdim)
    if ord not in (1, -1, math.inf, -math.inf):
        raise tensor_errors.not_provided(f"linalg.matrix_norm of order {ord}", "Use 'fro', 1 or inf.")
    ndim = A._array.ndim
    rows, columns = (d % ndim for d in dim)
    over, along = (columns, rows) if math.isinf(ord) else (rows, columns)
    sums = A._vector_norm(1, over, keepdim)
    along -= not keepdim and along > over
    found: Tensor = sums.amax(along, keepdim) if ord > 0 else sums.amin(along, keepdim)
    return found


def norm(A: Tensor, ord: Any = None, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:
    """A norm of vectors or matrices: of all elements unless `ord` or `dim` say otherwise."""
    ndim = A._array.ndim
    if ord is None:
        return A._vector_norm(2, dim, keepdim, dtype)
    if dim is None and ndim not in (1, 2):
        raise RuntimeError(f"linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got {ndim}D.")
    if (dim is None and ndim == 2) or (isinstance(dim, (tuple, list)) and len(dim) == 2):
        return matrix_norm(A, ord, (-2, -1) if dim is None else dim, keepdim)
    return A._vector_norm(ord, dim, keepdim, dtype)


def det(A: Tensor) -> Tensor:
    """The determinant."""
    return A.det()


def slogdet(A: Tensor) -> Any:
    """The sign of the determinant and the logarithm of its absolute value."""
    return return_types.linalg_slogdet(A.slogdet())


def inv(A: Tensor) -> Tensor:
    """The inverse matrix."""
    return A.inverse()


def solve(A: Tensor, B: Tensor) -> Tensor:
    """The solution X of A X = B, for a vector or a matrix B.

    Raises:
        LinAlgError: for a singular A.
    """
    A._check_square("linalg.solve")
    a, b = A._array.shape, B._array.shape
    vector = len(b) == 1 or b == a[:-1]
    rows = b[-1] if vector else b[-2]
    if rows != a[-1]:
        shape = f"{rows}x{1 if vector else b[-1]}"
        raise RuntimeError(
            f"linalg.solve: Incompatible shapes of A and B for the equation AX = B ({a[-2]}x{a[-1]} and {shape})"
        )
    try:
        solution: Tensor = A._apply(_ops.SOLVE, A, B)
    except np.linalg.LinAlgError:
        raise LinAlgError("torch.linalg.solve: The solver failed because the input matrix is singular.") from None
    return solution


def cholesky(A: Tensor) -> Tensor:
    """The lower triangular L with L Lᵀ = A."""
    return A.cholesky()


def eigh(A: Tensor) -> Any:
    """Eigenvalues in ascending order, and eigenvectors, of a symmetric matrix."""
    A._check_square("linalg.eigh")
    return return_types.linalg_eigh(A._apply(_ops.EIGH, A))


def eigvalsh(A: Tensor) -> Tensor:
    """The eigenvalues of a symmetric matrix in ascending order."""
    found: Tensor = eigh(A)[0]
    return found


def cross(input: Tensor, other: Tensor, *, dim: int = -1) -> Tensor:
    """The vector at right angles to two others."""
    return input.cross(other, dim)


def matmul(input: Tensor, other: Tensor) -> Tensor:
    """The product `@`."""
    return input.matmul(other)


def matrix_power(A: Tensor, n: int) -> Tensor:
    """The product of `n` copies of a matrix."""
    return A.matrix_power(n)
