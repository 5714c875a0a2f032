"""Rows of singular values, and of what is found with them: the generalised inverse and the nearest solution."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.memory.layouts import by_columns
from autograd_nb.engine.namespaces import ARRAYS
from autograd_nb.engine.op import Op

from .linalg import _mT
from .reduce import by_row

# A table is read row by row; one argument a line would hide it.
# fmt: off

# -- singular values ------------------------------------------------------------------------------------------------------


def _diagonal(xp: Any, values: Any) -> Any:
    """The matrix (or each of a batch) with these values on its diagonal."""
    size = values.shape[-1]
    return xp.where(np.eye(size, dtype=bool), xp.broadcast_to(xp.expand_dims(values, values.ndim - 1), (*values.shape, size)), 0)


def _skew(xp: Any, x: Any) -> Any:
    return x - _mT(xp, x)


def _svd_vjp(xp: Any, g: Any, z: Any, z1: Any, z2: Any) -> Any:
    """U (diag gS + [skew(Uᵀ gU) / E] S + S [skew(Vᵀ gV) / E]) Vᵀ, and what lies outside of the span of U or V.

    E holds the differences of the squared singular values: where two are equal, vectors have no derivative. Vectors
    that only fill up a full matrix have none either, and take no part.
    """
    k = z1.shape[-1]
    first, top = (..., slice(0, k)), (..., slice(0, k), slice(None))
    u, s, vh = z if z.shape[-1] == k else z[first], z1, z2 if z2.shape[-2] == k else z2[top]
    g = [g[0] if g[0] is None or u is z else g[0][first], g[1], g[2] if g[2] is None or vh is z2 else g[2][top]]
    row, column = xp.expand_dims(s, s.ndim - 1), xp.expand_dims(s, s.ndim)
    off = ~np.eye(s.shape[-1], dtype=bool)
    gaps = xp.where(off, row * row - column * column, 1)
    inner = xp.zeros((*s.shape, s.shape[-1]), s) if g[1] is None else _diagonal(xp, g[1])
    outside = None
    if g[0] is not None:
        turned = xp.matmul(_mT(xp, u), g[0])
        inner = inner + _skew(xp, turned) / gaps * row
        if u.shape[-2] > s.shape[-1]:
            outside = xp.matmul((g[0] - xp.matmul(u, turned)) / row, vh)
    if g[2] is not None:
        turned = xp.matmul(vh, _mT(xp, g[2]))
        inner = inner + column * (_skew(xp, turned) / gaps)
        if vh.shape[-1] > s.shape[-1]:
            part = xp.matmul(u, (g[2] - xp.matmul(_mT(xp, turned), vh)) / column)
            outside = part if outside is None else outside + part
    sent = xp.matmul(xp.matmul(u, inner), vh)
    return sent if outside is None else sent + outside


def taken_apart(x: Any, full_matrices: bool = False) -> tuple[Any, Any, Any]:
    """NumPy's factors, and PyTorch's words for a matrix that has none."""
    try:
        return np.linalg.svd(x, full_matrices)
    except np.linalg.LinAlgError:
        raise _not_finite(x) from None


def _not_finite(x: Any) -> Exception:
    finite = np.isfinite(x.reshape(-1, *x.shape[-2:])).all((-1, -2))
    return errors.not_converged("" if x.ndim == 2 else f"(Batch element {int(finite.argmin())}): ")


def _svd(x: Any, full_matrices: bool = False) -> Any:
    u, s, vh = taken_apart(x, full_matrices)
    return by_columns(u), s, by_columns(vh)


SVD = Op(
    "linalg_svd", "LinalgSvdBackward0", _svd,
    vjp=(_svd_vjp,),
    formula="singular values and vectors of {x}", local=("u ⊗ v for a singular value",), symbol="svd",
    outputs=-1, saved_as={"z": "U", "z1": "S", "z2": "Vh"},
)

# -- generalised inverses ------------------------------------------------------------------------------------------------


def _pinv_vjp(xp: Any, g: Any, x: Any, z: Any) -> Any:
    """The derivative by Golub and Pereyra (1973), in the form that needs the smaller products."""
    turned, zt = _mT(xp, g), _mT(xp, z)
    if x.shape[-2] <= x.shape[-1]:
        k = xp.matmul(turned, z)
        kz = xp.matmul(k, zt)
        away = kz - xp.matmul(xp.matmul(x, z), kz)
        return -_mT(xp, xp.matmul(z, k)) + away + xp.matmul(xp.matmul(zt, z), turned - xp.matmul(k, x))
    k = xp.matmul(z, turned)
    zk = xp.matmul(zt, k)
    away = xp.matmul(xp.matmul(turned - xp.matmul(x, k), z), zt)
    return -_mT(xp, xp.matmul(k, z)) + away + zk - xp.matmul(xp.matmul(zk, z), x)


def smallest(values: Any, shape: tuple[int, ...], dtype: Any, rtol: Any, atol: Any) -> Any:
    """Up to which size a singular value counts as 0."""
    if rtol is None:
        known = atol is not None and np.all(np.asarray(atol) > 0)
        rtol = 0.0 if known else max(shape[-2:]) * float(np.finfo(dtype).eps)
    largest = values.max(-1, initial=0, keepdims=True)
    floor = np.asarray(0.0 if atol is None else atol, dtype)
    return np.maximum(floor[..., None], np.asarray(rtol, dtype)[..., None] * largest)


def _pinv(x: Any, rtol: Any = None, atol: Any = None, hermitian: bool = False) -> Any:
    if hermitian:  # the lower triangle says it all
        x = np.tril(x) + _mT(ARRAYS, np.tril(x, -1))
    u, s, vh = taken_apart(x)
    with np.errstate(divide="ignore"):
        inverse = np.where(s > smallest(s, x.shape, x.dtype, rtol, atol), 1 / s, 0).astype(x.dtype)
    return np.swapaxes(vh, -1, -2) @ (inverse[..., None] * np.swapaxes(u, -1, -2))


PINV = Op(
    "linalg_pinv", "LinalgPinvBackward0", _pinv,
    vjp=(_pinv_vjp,),
    formula="{x}⁺", local=("−({x}⁺ ∂ᵀ {x}⁺)ᵀ, and what lies outside of the span",), symbol="⁺",
)


def _pivoted(x: Any, rcond: float) -> tuple[Any, int]:
    """The generalised inverse of one matrix without its smallest parts, and the rank of what is left of it.

    LAPACK's gelsy puts the longest column that is left first, and leaves off those with which the condition of the
    triangular factor exceeds 1 / rcond.
    """
    rest, (rows, columns) = x.astype(np.float64), x.shape
    q, r = np.zeros((rows, min(rows, columns))), np.zeros((min(rows, columns), columns))
    order: list[int] = []
    for rank in range(min(rows, columns)):
        sizes = np.linalg.norm(rest, axis=0)
        sizes[order] = -1
        order.append(int(sizes.argmax()))
        q[:, rank] = rest[:, order[-1]] / (sizes.max() or 1)
        r[rank] = q[:, rank] @ rest
        values = np.linalg.svd(r[: rank + 1, order], compute_uv=False)
        if not values[0] or values[-1] < rcond * values[0]:
            return np.linalg.pinv(r[:rank]) @ q[:, :rank].T, rank
        rest -= np.outer(q[:, rank], r[rank])
    return np.linalg.pinv(r) @ q.T, min(rows, columns)


def nearest(x: Any, rcond: float | None, driver: str) -> tuple[Any, Any]:
    """What times a right side gives the nearest solution, and the ranks: both as the driver of LAPACK decides."""
    if not np.isfinite(x).all():
        raise _not_finite(x)
    own = np.finfo(x.dtype).eps
    limit = own * max(x.shape[-2:]) if rcond is None or driver == "gels" else rcond
    if limit < 0:
        limit = 0.0 if driver == "gelsy" else own
    values = taken_apart(x)[1]
    ranks = np.asarray((values > limit * values.max(-1, initial=0, keepdims=True)).sum(-1), np.int64)
    full = ranks == values.shape[-1]
    if driver == "gels" and not full.all():
        raise errors.not_of_full_rank(int(ranks[~full][0]) + 1)
    inverse = _pinv(x, limit)
    for at in np.argwhere(~full) if driver == "gelsy" else ():
        inverse[tuple(at)], ranks[tuple(at)] = _pivoted(x[tuple(at)], limit)
    return inverse, ranks


def _lstsq(x: Any, y: Any, residuals: bool, rcond: float | None = None, driver: str = "gelsy") -> Any:
    """The solution, and the sums of the squares that it leaves where they are asked for."""
    vector = y.ndim < x.ndim
    wide = y[..., None] if vector else y
    found = by_columns(np.matmul(nearest(x, rcond, driver)[0], wide))
    left = np.square(np.matmul(x, found) - wide).sum(-2) if residuals else np.empty(0, x.dtype)
    return (found[..., 0] if vector else found), left


def _columns(xp: Any, g: Any, x: Any, y: Any, z: Any, residuals: bool) -> tuple[Any, Any, Any, Any]:
    """The gradients of solution and residuals (times 2 x z - 2 y), right side and solution, as matrices."""
    g_solution, g_left = g[0], g[1] if residuals else None
    if len(y.shape) < len(x.shape):
        y, z = xp.expand_dims(y, y.ndim), xp.expand_dims(z, z.ndim)
        g_solution = None if g_solution is None else xp.expand_dims(g_solution, g_solution.ndim)
    away = None if g_left is None else 2 * (xp.matmul(x, z) - y) * xp.expand_dims(g_left, g_left.ndim - 1)
    return g_solution, away, y, z


def _lstsq_x(xp: Any, g: Any, x: Any, y: Any, z: Any, residuals: bool) -> Any:
    g_solution, away, y, z = _columns(xp, g, x, y, z, residuals)
    sent = None if away is None else xp.matmul(away, _mT(xp, z))
    if g_solution is None:
        return sent
    part = _pinv_vjp(xp, xp.matmul(g_solution, _mT(xp, y)), x, by_row(xp, PINV, x))
    return part if sent is None else part + sent


def _lstsq_y(xp: Any, g: Any, x: Any, y: Any, z: Any, residuals: bool) -> Any:
    g_solution, away, _, _ = _columns(xp, g, x, y, z, residuals)
    sent = None if g_solution is None else xp.matmul(_mT(xp, by_row(xp, PINV, x)), g_solution)
    if away is not None:
        sent = -away if sent is None else sent - away
    return sent if sent is None else xp.reshape(sent, y.shape)


LSTSQ = Op(
    "linalg_lstsq", "LinalgLstsqBackward0", _lstsq,
    vjp=(_lstsq_x, _lstsq_y),
    formula="least squares solution of {x} z = {y}", local=("from the derivative of {x}⁺", "{x}⁺ᵀ @ ∂"),
    symbol="lstsq", outputs=-1, saved_as={"y": "b", "z": "solution"},
)
