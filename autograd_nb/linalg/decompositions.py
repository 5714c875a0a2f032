"""Matrices taken apart: Cholesky, eigenvalues, singular values, QR, and the rank that follows from them.

Source: https://pytorch.org/docs/2.7/linalg.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import return_types
from autograd_nb.engine.ops import linalg as _ops
from autograd_nb.engine.ops import singular as _singular

from .publishing import publish

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

__all__ = [
    "cholesky",
    "eigh",
    "eigvalsh",
    "matrix_rank",
    "qr",
    "svd",
    "svdvals",
]


def cholesky(A: Tensor, *, upper: bool = False) -> Tensor:
    """The lower triangular L with L Lᵀ = A; its transpose with `upper`.

    Of A one triangle is read only; it has to be symmetric and positive definite.

    >>> torch.linalg.cholesky(torch.tensor([[4.0, 2.0], [2.0, 2.0]]))
    tensor([[2., 0.],
            [1., 1.]])

    Raises:
        LinAlgError: for a matrix that is not positive definite.
    """
    return A._factored(_ops.CHOLESKY, "linalg.cholesky", upper)


def eigh(A: Tensor, UPLO: str = "L") -> Any:
    """Eigenvalues in ascending order, and eigenvectors, of a symmetric matrix, of which one triangle is read.

    Shapes: (*, n, n) gives eigenvalues (*, n) and eigenvectors (*, n, n), one in each column.

    >>> values, vectors = torch.linalg.eigh(torch.tensor([[2.0, 1.0], [1.0, 2.0]]))
    >>> values
    tensor([1., 3.])
    >>> vectors.abs()
    tensor([[0.7071, 0.7071],
            [0.7071, 0.7071]])

    Raises:
        RuntimeError: for what is no square matrix, and a `UPLO` other than "L" and "U".
    """
    A._check_square("linalg.eigh")
    if UPLO.upper() not in ("L", "U"):
        raise RuntimeError(f"Expected UPLO argument to be 'L' or 'U', but got {UPLO}")
    return return_types.linalg_eigh(A._apply(_ops.EIGH, A, lower=UPLO.upper() == "L"))


def eigvalsh(A: Tensor, UPLO: str = "L") -> Tensor:
    """The eigenvalues of a symmetric matrix in ascending order.

    >>> torch.linalg.eigvalsh(torch.tensor([[2.0, 1.0], [1.0, 2.0]]))
    tensor([1., 3.])
    """
    found: Tensor = eigh(A, UPLO)[0]
    return found


def svd(A: Tensor, full_matrices: bool = True, *, driver: str | None = None) -> Any:
    """U, S and Vh with U diag(S) Vh = A; as square matrices unless told otherwise.

    Shapes: (*, m, n) gives (*, m, m), (*, min(m, n)) and (*, n, n); without `full_matrices` (*, m, k), (*, k) and (*,
    k, n).

    >>> U, S, Vh = torch.linalg.svd(torch.tensor([[0.0, 2.0], [3.0, 0.0]]))
    >>> S
    tensor([3., 2.])
    >>> (U * S) @ Vh
    tensor([[0., 2.],
            [3., 0.]])
    """
    _refuse_driver(driver)
    return return_types.linalg_svd(A._svd(full_matrices))


def svdvals(A: Tensor, *, driver: str | None = None) -> Tensor:
    """The singular values in descending order: by how much a matrix stretches in the directions that it keeps apart.

    >>> torch.linalg.svdvals(torch.tensor([[0.0, 2.0], [3.0, 0.0]]))
    tensor([3., 2.])
    """
    _refuse_driver(driver)
    values: Tensor = A._svd(False)[1]
    return values


def _refuse_driver(driver: str | None) -> None:
    if driver is not None:
        raise RuntimeError(
            "torch.linalg.svd: keyword argument `driver=` is only supported on CUDA inputs with cuSOLVER backend."
        )


def qr(A: Tensor, mode: str = "reduced") -> Any:
    """An orthogonal Q and an upper triangular R with Q R = A.

    `mode` "reduced" gives (*, m, k) and (*, k, n) with k = min(m, n), "complete" square Q, "r" only R.

    >>> Q, R = torch.linalg.qr(torch.tensor([[3.0, 1.0], [4.0, 2.0]]))
    >>> R
    tensor([[-5.0000, -2.2000],
            [ 0.0000,  0.4000]])
    >>> (Q.T @ Q).round(decimals=4).abs()
    tensor([[1., 0.],
            [0., 1.]])
    """
    return return_types.linalg_qr(A._qr(mode))


def matrix_rank(A: Tensor, tol: Any = None, hermitian: bool = False, *, atol: Any = None, rtol: Any = None) -> Tensor:
    """How many singular values are larger than max(atol, rtol · the largest); by default, than rounding errors are.

    >>> torch.linalg.matrix_rank(torch.tensor([[1.0, 2.0], [2.0, 4.0]]))
    tensor(1)
    """
    if A.dim() < 2:
        raise RuntimeError("torch.linalg.matrix_rank: The input tensor input must have at least 2 dimensions.")
    if A._array.dtype.kind != "f" or A._array.itemsize == 2:
        raise RuntimeError("This function doesn't handle types other than float and double")
    found: Any = eigvalsh(A.detach()).abs() if hermitian else A.detach()._svd(False)[1]
    values = found._array
    if tol is not None:
        atol, rtol = tol, 0.0
    limit = _singular.smallest(values, A._array.shape, A._array.dtype, number(rtol), number(atol))
    return A._wrap(np.asarray((values > limit).sum(-1), np.int64))


def number(limit: Any) -> Any:
    return getattr(limit, "_array", limit)


publish(globals(), __all__)
