"""Determinants, inverses, and the X of A X = B.

Source: https://pytorch.org/docs/2.7/linalg.html
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors, return_types
from autograd_nb.engine.functions.factoring import check_sides, inverses, lu_factor_ex, lu_solve
from autograd_nb.engine.methods.base import check_broadcast
from autograd_nb.engine.methods.kernels import refuse_half
from autograd_nb.engine.methods.matrices import batch_element
from autograd_nb.engine.ops import decompositions as _ops_more
from autograd_nb.engine.ops import linalg as _ops
from autograd_nb.engine.ops import singular as _singular

from .decompositions import number
from .publishing import publish

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

__all__ = [
    "det",
    "inv",
    "inv_ex",
    "lstsq",
    "pinv",
    "slogdet",
    "solve",
    "solve_ex",
    "solve_triangular",
    "tensorsolve",
]


def det(A: Tensor) -> Tensor:
    """The determinant of a square matrix, or of each matrix of a batch.

    Its derivative is the determinant times the transpose of the inverse.

    >>> torch.linalg.det(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
    tensor(-2.)

    Raises:
        RuntimeError: for what is no square matrix.
    """
    return A.det()


def slogdet(A: Tensor) -> Any:
    """The sign of the determinant and the logarithm of its absolute value, which neither overflows nor vanishes.

    >>> torch.linalg.slogdet(torch.tensor([[2.0, 0.0], [0.0, -3.0]]))
    torch.return_types.linalg_slogdet(
    sign=tensor(-1.),
    logabsdet=tensor(1.7918))
    """
    return return_types.linalg_slogdet(A.slogdet())


def inv(A: Tensor) -> Tensor:
    """The inverse of a square matrix, or of each matrix of a batch. `solve(A, B)` is better than `inv(A) @ B`.

    >>> torch.linalg.inv(torch.tensor([[2.0, 0.0], [0.0, 4.0]]))
    tensor([[0.5000, 0.0000],
            [0.0000, 0.2500]])

    Raises:
        errors.LinAlgError: for a singular matrix.
        RuntimeError: for what is no square matrix.
    """
    return A.inverse()


def inv_ex(A: Tensor, *, check_errors: bool = False) -> Any:
    """The inverse, and 0 to say that there is one; the number of the pivot that is 0 where there is none.

    >>> import autograd_nb as torch
    >>> torch.linalg.inv_ex(torch.tensor([[1.0, 2.0], [2.0, 4.0]])).info
    tensor(2, dtype=torch.int32)
    """
    A._check_square("linalg.inv")
    if not A.requires_grad and singular(A._array).any():
        if check_errors:
            try:
                inv(A)
            except errors.LinAlgError as error:
                raise errors.LinAlgError(str(error).replace("linalg.inv:", "linalg.inv_ex:")) from None
        factors, pivots, info = lu_factor_ex(A)
        return return_types.linalg_inv_ex((A._wrap(inverses(factors._array, pivots._array)), info))
    return return_types.linalg_inv_ex((inv(A), A._wrap(np.zeros(A._array.shape[:-2], np.int32))))


def solve(A: Tensor, B: Tensor, *, left: bool = True) -> Tensor:
    """The solution X of A X = B (X A = B if not `left`), for a vector or a matrix B.

    Shapes: `A` (*, n, n), `B` (*, n, k) or one vector (n) for each matrix; the result has the shape of `B`.

    >>> torch.linalg.solve(torch.tensor([[2.0, 1.0], [0.0, 4.0]]), torch.tensor([4.0, 8.0]))
    tensor([1., 2.])

    Raises:
        errors.LinAlgError: for a singular A.
    """
    if A._array.dtype.kind != "f":
        raise RuntimeError(
            f"linalg.solve: Expected a floating point or complex tensor as input. Got {A.dtype.scalar_name}"
        )
    A._check_square("linalg.solve")
    if A._array.dtype != B._array.dtype:
        raise RuntimeError(
            f"linalg.solve: Expected A and B to have the same dtype, but found A of type {A.dtype.scalar_name} and B "
            f"of type {B.dtype.scalar_name} instead"
        )
    a, b = A._array.shape, B._array.shape
    if not b:
        raise RuntimeError("linalg.solve: The input tensor B must have at least 2 dimensions.")
    vector = _ops.vectors(A._array, B._array)
    rows, columns = (b[-1], 1) if vector else b[-2:]
    if (rows if left else columns) != a[-1]:
        raise RuntimeError(
            f"linalg.solve: Incompatible shapes of A and B for the equation {'AX' if left else 'XA'} = B "
            f"({a[-2]}x{a[-1]} and {rows}x{columns})"
        )
    if not vector:
        check_broadcast(b[:-2], a[:-2])
        if not left:
            return solve(A.mT, B.mT).mT
    try:
        solution: Tensor = A._apply(_ops.SOLVE, A, B)
    except np.linalg.LinAlgError:
        raise errors.LinAlgError(
            f"torch.linalg.solve: {batch_element(A._array)}The solver failed because the input matrix is singular."
        ) from None
    return solution


def solve_ex(A: Tensor, B: Tensor, *, left: bool = True, check_errors: bool = False) -> Any:
    """The solution, and 0 to say that there is one; the number of the pivot that is 0 where there is none.

    >>> torch.linalg.solve_ex(torch.zeros(2, 2), torch.ones(2, 1)).info
    tensor(1, dtype=torch.int32)

    Raises:
        errors.LinAlgError: for a singular A, with `check_errors` or where a gradient is asked for.
    """
    try:
        return return_types.linalg_solve_ex((solve(A, B, left=left), A._wrap(np.zeros(A._array.shape[:-2], np.int32))))
    except errors.LinAlgError as error:
        if check_errors:
            raise errors.LinAlgError(str(error).replace("linalg.solve:", "linalg.solve_ex:")) from None
        if A.requires_grad or B.requires_grad:
            raise
    factors, pivots, info = lu_factor_ex(A)
    vector = _ops.vectors(A._array, B._array)
    found = lu_solve(factors, pivots, B.unsqueeze(-1) if vector else B, left=left)
    return return_types.linalg_solve_ex((found.squeeze(-1) if vector else found, info))


def solve_triangular(A: Tensor, B: Tensor, *, upper: bool, left: bool = True, unitriangular: bool = False) -> Tensor:
    """The solution of A X = B (X A = B if not `left`), where A counts as triangular.

    Elements on the other side are not read.

    >>> torch.linalg.solve_triangular(torch.tensor([[2.0, 0.0], [1.0, 1.0]]), torch.tensor([[4.0], [5.0]]), upper=False)
    tensor([[2.],
            [3.]])

    Raises:
        RuntimeError: for an `A` that is not square and sizes that do not fit.
    """
    A._check_square("linalg.solve_triangular")
    check_sides("solve_triangular", A, B, left)
    check_broadcast(A._array.shape[:-2], B._array.shape[:-2])
    options = {"upper": upper, "left": left, "unitriangular": unitriangular}
    solution: Tensor = A._apply(_ops_more.SOLVE_TRIANGULAR, A, B, **options)
    return solution


def lstsq(A: Tensor, B: Tensor, rcond: float | None = None, *, driver: str | None = None) -> Any:
    """The X for which A X is nearest to B. Residuals are there where A has more rows than columns and full rank.

    Parts of A that are smaller than `rcond` times its largest count as 0; which they are, the driver of LAPACK decides:
    the columns that are left over ("gelsy", the default) or the singular values ("gelsd", "gelss").

    Shapes: `A` (*, m, n), `B` (*, m, k); the solution (*, n, k), the residuals (*, k).

    >>> A = torch.tensor([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    >>> torch.linalg.lstsq(A, torch.tensor([[1.0], [3.0], [5.0]])).solution.round(decimals=4)
    tensor([[1.],
            [2.]])
    """
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
    if a.dtype.kind != "f":
        raise RuntimeError("This function doesn't handle types other than float and double")
    refuse_half("linalg.lstsq", A)
    empty = A.detach().new_empty(0)
    rows, columns = A._array.shape[-2:]
    ranks = _singular.nearest(a, rcond, driver or "gelsy")[1]
    full = rows > columns and driver not in (None, "gelsy") and bool((ranks == columns).all())
    found, residuals = A._apply(_singular.LSTSQ, A, B, residuals=full, rcond=rcond, driver=driver or "gelsy")
    rank = A._wrap(ranks if driver != "gels" else np.empty(0, np.int64))
    values = A.detach()._svd(False)[1] if driver in ("gelsd", "gelss") else empty
    return return_types.linalg_lstsq((found, residuals, rank, values))


def tensorsolve(A: Tensor, B: Tensor, dims: Any = None) -> Tensor:
    """The solution X of tensordot(A, X, X.ndim) = B.

    >>> torch.linalg.tensorsolve(2 * torch.eye(4).reshape(2, 2, 4), torch.tensor([[2.0, 4.0], [6.0, 8.0]]))
    tensor([1., 2., 3., 4.])
    """
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
    size = b._array.size
    found: Tensor = solve(a.reshape((size, size)), b.reshape(-1)).reshape(shape)
    return found


def pinv(A: Tensor, rcond: Any = None, hermitian: bool = False, *, atol: Any = None, rtol: Any = None) -> Tensor:
    """The generalised inverse by Moore and Penrose; singular values below max(atol, rtol · largest) count as 0.

    Shapes: (*, m, n) gives (*, n, m).

    >>> torch.linalg.pinv(torch.tensor([[2.0, 0.0], [0.0, 0.0]]))
    tensor([[0.5000, 0.0000],
            [0.0000, 0.0000]])
    """
    A._check_pinv()
    if hermitian:
        A._check_square("linalg.eigh")
    for limit in (rcond, rtol, atol):
        if getattr(limit, "requires_grad", False):
            name = "rtol" if limit is not atol else "atol"
            raise RuntimeError(
                f"The function 'linalg_pinv' is not differentiable with respect to argument '{name}'. This input "
                "cannot have requires_grad True."
            )
    relative = number(rtol if rcond is None else rcond)
    found: Tensor = A._apply(_singular.PINV, A, rtol=relative, atol=number(atol), hermitian=hermitian)
    return found


def singular(a: Any) -> Any:
    """Which of the matrices have no inverse."""
    found = np.zeros(a.shape[:-2], bool)
    for place in np.ndindex(found.shape):
        try:
            np.linalg.inv(a[place])
        except np.linalg.LinAlgError:
            found[place] = True
    return found


publish(globals(), __all__)
