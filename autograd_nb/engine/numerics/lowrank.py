"""Singular values and principal components of large matrices, of which few are wanted: by random directions.

Source: N. Halko et al., "Finding structure with randomness" (2011);
https://pytorch.org/docs/2.7/generated/torch.svd_lowrank.html
"""

from __future__ import annotations

from typing import Any

from autograd_nb.engine.drawing.sampling import randn


def _basis(A: Any, q: int, niter: int, M: Any) -> Any:
    """An orthogonal basis in which nearly all of A lies."""
    R: Any = randn(A.shape[-1], q, dtype=A.dtype)

    def through(turned: bool, Q: Any) -> Any:
        X = (A.mT if turned else A).matmul(Q)
        return X if M is None else X - (M.mT if turned else M).matmul(Q)

    Q = through(False, R)._qr("reduced")[0]
    for _ in range(niter):
        Q = through(True, Q)._qr("reduced")[0]
        Q = through(False, Q)._qr("reduced")[0]
    return Q


def svd_lowrank(A: Any, q: int | None = 6, niter: int | None = 2, M: Any = None) -> Any:
    """U, S and V of the `q` largest singular values of A (less M), about: by random directions.

    Args:
        A: matrices.
        q: how many singular values; a little more than the rank.
        niter: how often the random directions are brought nearer.
        M: what is taken away from A first.

    >>> _ = torch.manual_seed(0)
    >>> U, S, V = torch.svd_lowrank(torch.tensor([[3.0, 0.0], [4.0, 0.0]]), q=1)
    >>> S
    tensor([5.])
    """
    count, times = 6 if q is None else q, 2 if niter is None else niter
    rows, columns = A.shape[-2:]
    wide = rows < columns
    M = None if M is None else M.broadcast_to(A.shape)
    if wide:
        A, M = A.mT, None if M is None else M.mT
    Q = _basis(A, count, times, M)
    B = Q.mT.matmul(A)
    if M is not None:
        B = B - Q.mT.matmul(M)
    U, S, Vh = B._svd(False)
    U, V = Q.matmul(U), Vh.mT
    return (V, S, U) if wide else (U, S, V)


def pca_lowrank(A: Any, q: int | None = None, center: bool = True, niter: int = 2) -> Any:
    """The `q` first principal components of the rows of A, about: U, S and V of the centered matrix.

    The columns of V are the directions in which the rows differ most; `A @ V` are the rows in these coordinates.

    >>> _ = torch.manual_seed(0)
    >>> U, S, V = torch.pca_lowrank(torch.tensor([[1., 1.], [2., 2.], [3., 3.]]), q=1)
    >>> S, V.abs()
    (tensor([2.]), tensor([[0.7071],
            [0.7071]]))

    Raises:
        ValueError: for more components than there are rows or columns.
    """
    rows, columns = A.shape[-2:]
    if q is None:
        q = min(6, rows, columns)
    elif not 0 <= q <= min(rows, columns):
        raise ValueError(f"q(={q}) must be non-negative integer and not greater than min(m, n)={min(rows, columns)}")
    if niter < 0:
        raise ValueError(f"niter(={niter}) must be non-negative integer")
    return svd_lowrank(A - A.mean(-2, keepdim=True) if center else A, q, niter)
