"""`torch.linalg`: the part of it that a learner of automatic differentiation meets.

Source: https://pytorch.org/docs/2.7/linalg.html
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from .engine import return_types
from .engine.calling import as_pytorch
from .engine.contract import multi_dot
from .engine.factoring import (
    check_sides,
    cholesky_ex,
    eig,
    eigvals,
    inverses,
    lu,
    lu_factor,
    lu_factor_ex,
    lu_solve,
    tensorinv,
    tensorsolve,
    vander,
)
from .engine.methods.base import check_broadcast
from .engine.older_factors import householder_product
from .engine.ops import decompositions as _ops_more
from .engine.ops import linalg as _ops
from .engine.outputs import with_out
from .engine.sources import cite
from .engine.symmetric import ldl_factor, ldl_factor_ex, ldl_solve
from .engine.tensor_errors import LinAlgError

if TYPE_CHECKING:
    from .engine.tensor import Tensor

__all__ = [
    "LinAlgError",
    "cholesky",
    "cholesky_ex",
    "cond",
    "cross",
    "det",
    "diagonal",
    "eig",
    "eigh",
    "eigvals",
    "eigvalsh",
    "householder_product",
    "inv",
    "inv_ex",
    "ldl_factor",
    "ldl_factor_ex",
    "ldl_solve",
    "lstsq",
    "lu",
    "lu_factor",
    "lu_factor_ex",
    "lu_solve",
    "matmul",
    "matrix_exp",
    "matrix_norm",
    "matrix_power",
    "matrix_rank",
    "multi_dot",
    "norm",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "solve_ex",
    "solve_triangular",
    "svd",
    "svdvals",
    "tensorinv",
    "tensorsolve",
    "vander",
    "vecdot",
    "vector_norm",
]


def vector_norm(x: Tensor, ord: Any = 2, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:
    """The p-norm of all elements as one vector, or along `dim`.

    >>> import autograd_nb as torch
    >>> torch.linalg.vector_norm(torch.tensor([3.0, -4.0]), ord=1)
    tensor(7.)
    """
    return x._vector_norm(ord, dim, keepdim, dtype)


def matrix_norm(
    A: Tensor, ord: Any = "fro", dim: Any = (-2, -1), keepdim: bool = False, *, dtype: Any = None
) -> Tensor:
    """A norm of matrices: "fro", "nuc", the largest singular value (2), sum of a column (1) or sum of a row (inf)."""
    if dtype is not None:
        if np.promote_types(A._array.dtype, dtype.numpy) != dtype.numpy:
            raise RuntimeError(
                f"linalg.matrix_norm: the dtype of the input ({A.dtype.scalar_name}) should be convertible without "
                f"narrowing to the specified dtype ({dtype.scalar_name})"
            )
        A = A.to(dtype)
    if ord == "fro":
        return A._vector_norm(2, tuple(dim), keepdim)
    ndim = A._array.ndim
    rows, columns = (d % ndim for d in dim)
    if ord in ("nuc", 2, -2):
        return A._singular_norm(ord, (rows, columns), keepdim)
    if ord not in (1, -1, math.inf, -math.inf):
        raise RuntimeError(f"linalg.matrix_norm: Order {ord} not supported.")
    over, along = (columns, rows) if math.isinf(ord) else (rows, columns)
    sums = A._vector_norm(1, over, keepdim)
    if ord > 0 and not A._array.shape[along]:
        return A._vector_norm(1, tuple(dim), keepdim)  # 0 for matrices without elements
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
        return matrix_norm(A, ord, (-2, -1) if dim is None else dim, keepdim, dtype=dtype)
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


def solve(A: Tensor, B: Tensor, *, left: bool = True) -> Tensor:
    """The solution X of A X = B (X A = B if not `left`), for a vector or a matrix B.

    Raises:
        LinAlgError: for a singular A.
    """
    A._check_square("linalg.solve")
    if not left:
        return solve(A.mT, B.mT).mT
    a, b = A._array.shape, B._array.shape
    if not b:
        raise RuntimeError("linalg.solve: The input tensor B must have at least 2 dimensions.")
    vector = len(b) == 1 or b == a[:-1]
    rows = b[-1] if vector else b[-2]
    if rows != a[-1]:
        shape = f"{rows}x{1 if vector else b[-1]}"
        raise RuntimeError(
            f"linalg.solve: Incompatible shapes of A and B for the equation AX = B ({a[-2]}x{a[-1]} and {shape})"
        )
    if not vector:
        check_broadcast(b[:-2], a[:-2])
    try:
        solution: Tensor = A._apply(_ops.SOLVE, A, B)
    except np.linalg.LinAlgError:
        raise LinAlgError("torch.linalg.solve: The solver failed because the input matrix is singular.") from None
    return solution


def solve_ex(A: Tensor, B: Tensor, *, left: bool = True, check_errors: bool = False) -> Any:  # noqa: ARG001 - singular matrices are refused anyway
    """The solution, and 0 to say that there is one."""
    return return_types.linalg_solve_ex((solve(A, B, left=left), A._wrap(np.zeros(A._array.shape[:-2], np.int32))))


def cholesky(A: Tensor, *, upper: bool = False) -> Tensor:
    """The lower triangular L with L Lᵀ = A; its transpose with `upper`."""
    return A._factored(_ops.CHOLESKY, "linalg.cholesky", upper)


def eigh(A: Tensor, UPLO: str = "L") -> Any:
    """Eigenvalues in ascending order, and eigenvectors, of a symmetric matrix, of which one triangle is read."""
    A._check_square("linalg.eigh")
    if UPLO.upper() not in ("L", "U"):
        raise RuntimeError(f"Expected UPLO argument to be 'L' or 'U', but got {UPLO}")
    return return_types.linalg_eigh(A._apply(_ops.EIGH, A, lower=UPLO.upper() == "L"))


def eigvalsh(A: Tensor, UPLO: str = "L") -> Tensor:
    """The eigenvalues of a symmetric matrix in ascending order."""
    found: Tensor = eigh(A, UPLO)[0]
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


def svd(A: Tensor, full_matrices: bool = True) -> Any:
    """U, S and Vh with U diag(S) Vh = A; as square matrices unless told otherwise."""
    return return_types.linalg_svd(A._svd(full_matrices))


def svdvals(A: Tensor) -> Tensor:
    """The singular values in descending order."""
    values: Tensor = A._svd(False)[1]
    return values


def qr(A: Tensor, mode: str = "reduced") -> Any:
    """An orthogonal Q and an upper triangular R with Q R = A."""
    return return_types.linalg_qr(A._qr(mode))


def pinv(A: Tensor, rcond: Any = None, hermitian: bool = False, *, atol: Any = None, rtol: Any = None) -> Tensor:
    """The generalised inverse by Moore and Penrose; singular values below max(atol, rtol · largest) count as 0."""
    A._check_matrix("linalg.pinv")
    for limit in (rcond, rtol, atol):
        if getattr(limit, "requires_grad", False):
            name = "rtol" if limit is not atol else "atol"
            raise RuntimeError(
                f"The function 'linalg_pinv' is not differentiable with respect to argument '{name}'. This input "
                "cannot have requires_grad True."
            )
    relative = _number(rtol if rcond is None else rcond)
    found: Tensor = A._apply(_ops_more.PINV, A, rtol=relative, atol=_number(atol), hermitian=hermitian)
    return found


def _number(limit: Any) -> Any:
    return getattr(limit, "_array", limit)


def matrix_exp(A: Tensor) -> Tensor:
    """The exponential of a matrix."""
    return A.matrix_exp()


def matrix_rank(A: Tensor, tol: Any = None, hermitian: bool = False, *, atol: Any = None, rtol: Any = None) -> Tensor:
    """How many singular values are larger than max(atol, rtol · the largest); by default, than rounding errors are."""
    del hermitian
    values = A.detach()._svd(False)[1]._array
    if tol is not None:
        atol, rtol = tol, 0.0
    limit = _ops_more.smallest(values, A._array.shape, A._array.dtype, _number(rtol), _number(atol))
    return A._wrap(np.asarray((values > limit).sum(-1), np.int64))


def cond(A: Tensor, p: Any = None) -> Tensor:
    """How much a matrix stretches at most, over how much at least; with `p` by a norm of it and of its inverse."""
    if A._array.ndim < 2:
        raise RuntimeError("linalg.cond: The input tensor must have at least 2 dimensions.")
    if p in (None, 2, -2):
        values = svdvals(A)
        first, last = (values.narrow(-1, i, 1) for i in ((0, -1) if p != -2 else (-1, 0)))
        ratio: Tensor = (first / last).squeeze(-1)
        return ratio
    singular = _singular(A._array)
    if not singular.any():
        return matrix_norm(A, p) * matrix_norm(inv(A), p)
    where = A._wrap(singular)
    regular: Any = A.masked_fill(where.unsqueeze(-1).unsqueeze(-1), 0) + where[..., None, None] * A._wrap(
        np.eye(A._array.shape[-1], dtype=A._array.dtype)
    )
    found: Any = matrix_norm(A, p) * matrix_norm(inv(regular), p)
    filled: Tensor = found.masked_fill(where, math.nan if p == "nuc" else math.inf)
    return filled


def _singular(a: Any) -> Any:
    """Which of the matrices have no inverse."""
    found = np.zeros(a.shape[:-2], bool)
    for place in np.ndindex(found.shape):
        try:
            np.linalg.inv(a[place])
        except np.linalg.LinAlgError:
            found[place] = True
    return found


def inv_ex(A: Tensor, *, check_errors: bool = False) -> Any:
    """The inverse, and 0 to say that there is one; the number of the pivot that is 0 where there is none.

    >>> import autograd_nb as torch
    >>> torch.linalg.inv_ex(torch.tensor([[1.0, 2.0], [2.0, 4.0]])).info
    tensor(2, dtype=torch.int32)
    """
    A._check_square("linalg.inv")
    if not A.requires_grad and _singular(A._array).any():
        if check_errors:
            try:
                inv(A)
            except LinAlgError as error:
                raise LinAlgError(str(error).replace("linalg.inv:", "linalg.inv_ex:")) from None
        factors, pivots, info = lu_factor_ex(A)
        return return_types.linalg_inv_ex((A._wrap(inverses(factors._array, pivots._array)), info))
    return return_types.linalg_inv_ex((inv(A), A._wrap(np.zeros(A._array.shape[:-2], np.int32))))


def lstsq(A: Tensor, B: Tensor, rcond: float | None = None, *, driver: str | None = None) -> Any:
    """The X for which A X is nearest to B. Residuals are there where A has more rows than columns and full rank."""
    del rcond
    a, b = A._array, B._array
    if a.ndim < 2:
        raise RuntimeError("torch.linalg.lstsq: input must have at least 2 dimensions.")
    if driver not in (None, "gels", "gelsy", "gelsd", "gelss"):
        raise RuntimeError("torch.linalg.lstsq: parameter `driver` should be one of (gels, gelsy, gelsd, gelss)")
    if not b.ndim:
        raise RuntimeError("torch.linalg.lstsq: other must have at least 1 dimension.")
    if a.dtype != b.dtype:
        raise RuntimeError(
            "torch.linalg.lstsq: Expected input and other to have the same dtype, but got input's dtype "
            f"{A.dtype.scalar_name} and other's dtype {B.dtype.scalar_name}"
        )
    if not 0 <= a.ndim - b.ndim <= 1:
        raise RuntimeError(
            "torch.linalg.lstsq: input.dim() must be greater or equal to other.dim() and (input.dim() - other.dim()) "
            "<= 1"
        )
    if a.shape[-2] != b.shape[-1 if a.ndim > b.ndim else -2]:
        place = -1 if a.ndim > b.ndim else -2
        raise RuntimeError(f"torch.linalg.lstsq: input.size(-2) should match other.size({place})")
    empty = A.detach().new_empty(0)
    rows, columns = A._array.shape[-2:]
    full = rows > columns and driver != "gelsy" and bool((matrix_rank(A)._array == columns).all())
    found, residuals = A._apply(_ops_more.LSTSQ, A, B, residuals=full)
    rank = matrix_rank(A) if driver != "gels" else A._wrap(np.empty(0, np.int64))
    values = A.detach()._svd(False)[1] if driver in ("gelsd", "gelss") else empty
    return return_types.linalg_lstsq((found, residuals, rank, values))


def solve_triangular(A: Tensor, B: Tensor, *, upper: bool, left: bool = True, unitriangular: bool = False) -> Tensor:
    """The solution of A X = B (X A = B if not `left`), where A counts as triangular."""
    A._check_square("linalg.solve_triangular")
    check_sides("solve_triangular", A, B, left)
    check_broadcast(A._array.shape[:-2], B._array.shape[:-2])
    options = {"upper": upper, "left": left, "unitriangular": unitriangular}
    solution: Tensor = A._apply(_ops_more.SOLVE_TRIANGULAR, A, B, **options)
    return solution


def vecdot(x: Tensor, y: Tensor, *, dim: int = -1) -> Tensor:
    """The dot products of vectors along `dim`."""
    if x._array.ndim == y._array.ndim == 1:
        return x.vdot(y)
    products: Tensor = (x * y).sum(dim)
    return products


def diagonal(A: Tensor, *, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Tensor:
    """The diagonals of matrices, as a view."""
    return A.diagonal(offset, dim1, dim2)


_SAID = {
    "cholesky": "linalg_cholesky_ex", "det": "_linalg_det", "eigh": "_linalg_eigh", "eigvalsh": "_linalg_eigh",
    "inv": "linalg_inv_ex", "ldl_factor": "linalg_ldl_factor_ex", "lu_factor": "linalg_lu_factor_ex",
    "matmul": "matmul", "matrix_power": "matmul", "multi_dot": "mm",
    "slogdet": "_linalg_slogdet", "solve": "_linalg_solve_ex", "solve_ex": "_linalg_solve_ex",
    "svd": "_linalg_svd", "svdvals": "_linalg_svd", "vecdot": "sum",
}  # fmt: skip
"""What PyTorch calls by themselves functions that do the work of others, where it refuses `out=`."""

_WITHOUT_OUT = {"LinAlgError", "diagonal", "eig", "eigvals", "vander", "matrix_exp"}


for _name in set(__all__) - {"LinAlgError"}:
    _function = globals()[_name]
    cite(_function, f"torch.linalg.{_name}")
    if _name not in _WITHOUT_OUT:
        _function = with_out(_function, _SAID.get(_name, f"linalg_{_name}"))
    globals()[_name] = as_pytorch(_function, f"linalg_{_name}")
