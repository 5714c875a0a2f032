"""Rows of sums with products, of decompositions of matrices, and of what rests on them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine.memory.layouts import by_columns
from autograd_nb.engine.namespaces import ARRAYS
from autograd_nb.engine.op import Op

from .derivatives import final
from .linalg import BMM, _mT, _mv, _scaled, _start, _t
from .norms import NORM
from .reduce import by_row

# A table is read row by row; one argument a line would hide it.
# fmt: off

# -- a sum with a product ---------------------------------------------------------------------------------------------

BADDBMM = Op(
    "baddbmm", "BaddbmmBackward0", lambda x, y, w, beta=1, alpha=1: _start(beta, x) + _scaled(alpha, np.matmul(y, w)),
    vjp=(
        lambda xp, g, beta: _scaled(beta, g),
        lambda xp, g, w, alpha: _scaled(alpha, by_row(xp, BMM, g, _mT(xp, w))),
        lambda xp, g, y, alpha: _scaled(alpha, by_row(xp, BMM, _mT(xp, y), g)),
    ),
    formula="{x} + {y} @ {w}", local=("1", "∂ @ {w}ᵀ", "{y}ᵀ @ ∂"), symbol="@ +",
    saved_as={"y": "batch1", "w": "batch2"},
)


def _for_each(xp: Any, g: Any, batch: Any) -> Any:
    """The same gradient for each matrix of a batch."""
    return xp.broadcast_to(xp.expand_dims(g, 0), (batch.shape[0], *g.shape))


ADDBMM = Op(
    "addbmm", "AddbmmBackward0",
    lambda x, y, w, beta=1, alpha=1: _start(beta, x) + _start(alpha, np.matmul(y, w).sum(0, x.dtype)),
    vjp=(
        lambda xp, g, beta: _scaled(beta, g),
        lambda xp, g, w, alpha: _scaled(alpha, by_row(xp, BMM, _for_each(xp, g, w), _mT(xp, w))),
        lambda xp, g, y, alpha: _scaled(alpha, by_row(xp, BMM, _mT(xp, y), _for_each(xp, g, y))),
    ),
    formula="{x} + sum of {y} @ {w}", local=("1", "∂ @ {w}ᵀ", "{y}ᵀ @ ∂"), symbol="@ +",
    saved_as={"y": "batch1", "w": "batch2"},
)


def _addr(x: Any, y: Any, w: Any, beta: float = 1, alpha: float = 1) -> Any:
    if x.dtype.kind == "b":
        return (x & bool(beta)) | (np.outer(y, w) & bool(alpha))
    return _start(beta, x) + _scaled(alpha, np.outer(y, w))


ADDR = Op(
    "addr", "AddrBackward0", _addr,
    vjp=(
        lambda xp, g, beta: _scaled(beta, g),
        lambda xp, g, w, alpha: _scaled(alpha, _mv(xp, g, w)),
        lambda xp, g, y, alpha: _scaled(alpha, _mv(xp, _t(xp, g), y)),
    ),
    formula="{x} + {y} ⊗ {w}", local=("1", "∂ @ {w}", "∂ᵀ @ {y}"), symbol="⊗ +", saved_as={"y": "vec1", "w": "vec2"},
)
VDOT = Op(
    "vdot", "VdotBackward0", lambda x, y: x.dot(y),
    vjp=(lambda xp, g, y: g * y, lambda xp, g, x: g * x),
    formula="{x} · {y}", local=("{y}", "{x}"), symbol="dot",
)

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


def _svd(x: Any, full_matrices: bool = False) -> Any:
    u, s, vh = np.linalg.svd(x, full_matrices)
    return by_columns(u), s, by_columns(vh)


SVD = Op(
    "linalg_svd", "LinalgSvdBackward0", _svd,
    vjp=(_svd_vjp,),
    formula="singular values and vectors of {x}", local=("u ⊗ v for a singular value",), symbol="svd",
    outputs=-1, saved_as={"z": "U", "z1": "S", "z2": "Vh"},
)

# -- orthogonal and triangular --------------------------------------------------------------------------------------------


def _qr_vjp(xp: Any, g: Any, x: Any, z: Any, z1: Any) -> Any:
    """(gQ + Q sym(triu(gR Rᵀ − Qᵀ gQ))) R⁻ᵀ for a matrix with at least as many rows as columns.

    A wider one is a square one beside columns that are Q times those of R.
    """
    rows, columns = x.shape[-2:]
    if rows < columns:
        left, right = (..., slice(None), slice(0, rows)), (..., slice(None), slice(rows, None))
        g_q, g_r = g[0], g[1]
        if g_r is not None:
            sent = xp.matmul(x[right], _mT(xp, g_r[right]))
            g_q = sent if g_q is None else g_q + sent
        square = _tall_qr_vjp(xp, (g_q, None if g_r is None else g_r[left]), z, z1[left])
        beside = xp.zeros_like(x[right]) if g_r is None else xp.matmul(z, g_r[right])
        return xp.cat([square, beside], x.ndim - 1)
    return _tall_qr_vjp(xp, g, z, z1)


def _tall_qr_vjp(xp: Any, g: Any, q: Any, r: Any) -> Any:
    middle = None
    if g[1] is not None:
        middle = xp.matmul(g[1], _mT(xp, r))
    if g[0] is not None:
        part = xp.matmul(_mT(xp, q), g[0])
        middle = -part if middle is None else middle - part
    upper = xp.triu(middle, 0)
    both = xp.where(np.eye(r.shape[-1], dtype=bool), upper, upper + _mT(xp, upper))
    total = xp.matmul(q, both)
    if g[0] is not None:
        total = total + g[0]
    return solved(xp, _mT(xp, r), total, upper=False, left=False)


QR = Op(
    "linalg_qr", "LinalgQrBackward0", lambda x: tuple(map(by_columns, np.linalg.qr(x))),
    vjp=(_qr_vjp,),
    formula="orthogonal and triangular factor of {x}", local=("(∂Q + Q sym(triu(∂R Rᵀ − Qᵀ ∂Q))) R⁻ᵀ",), symbol="qr",
    outputs=-1, saved_as={"z": "Q", "z1": "R"},
)


def substituted(a: Any, y: Any, upper: bool) -> Any:
    """The solution of a z = y for a triangular a; with a 0 on the diagonal it has infinities, as in LAPACK."""
    try:
        return np.linalg.solve(a, y)
    except np.linalg.LinAlgError:
        size = a.shape[-1]
        z = np.zeros((*np.broadcast_shapes(a.shape[:-2], y.shape[:-2]), *y.shape[-2:]), y.dtype)
        with np.errstate(all="ignore"):
            for i in reversed(range(size)) if upper else range(size):
                rest = y[..., i, :] - np.matmul(a[..., i : i + 1, :], z)[..., 0, :]
                z[..., i, :] = rest / a[..., i, i, None]
        return z


def _solve_triangular(x: Any, y: Any, upper: bool, left: bool, unitriangular: bool) -> Any:
    a = np.triu(x, unitriangular) if upper else np.tril(x, -unitriangular)
    if unitriangular:
        a = a + np.eye(x.shape[-1], dtype=x.dtype)
    if left:
        return by_columns(substituted(a, y, upper))
    return by_columns(_mT(ARRAYS, substituted(_mT(ARRAYS, a), _mT(ARRAYS, y), not upper)))


def solved(xp: Any, x: Any, y: Any, upper: bool, left: bool = True, unitriangular: bool = False) -> Any:
    """The solution of x z = y for a triangular x (of z x = y if not `left`)."""
    return by_row(xp, SOLVE_TRIANGULAR, x, y, upper=upper, left=left, unitriangular=unitriangular)


def _triangular_x(xp: Any, g: Any, x: Any, z: Any, upper: bool, left: bool, unitriangular: bool) -> Any:
    sent = solved(xp, _mT(xp, x), g, not upper, left, unitriangular)
    full = -(xp.matmul(sent, _mT(xp, z)) if left else xp.matmul(_mT(xp, z), sent))
    return xp.triu(full, int(unitriangular)) if upper else xp.tril(full, -int(unitriangular))


SOLVE_TRIANGULAR: Op = Op(
    "linalg_solve_triangular", "LinalgSolveTriangularBackward0", _solve_triangular,
    vjp=(
        _triangular_x,
        lambda xp, g, x, upper, left, unitriangular: solved(xp, _mT(xp, x), g, not upper, left, unitriangular),
    ),
    formula="solve({x}, {y})", local=("−{x}⁻ᵀ ∂ ⊗ {z}", "{x}⁻ᵀ @ ∂"), symbol="solve", saved_as={"y": "B"},
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
    u, s, vh = np.linalg.svd(x, full_matrices=False)
    with np.errstate(divide="ignore"):
        inverse = np.where(s > smallest(s, x.shape, x.dtype, rtol, atol), 1 / s, 0).astype(x.dtype)
    return np.swapaxes(vh, -1, -2) @ (inverse[..., None] * np.swapaxes(u, -1, -2))


PINV = Op(
    "linalg_pinv", "LinalgPinvBackward0", _pinv,
    vjp=(_pinv_vjp,),
    formula="{x}⁺", local=("−({x}⁺ ∂ᵀ {x}⁺)ᵀ, and what lies outside of the span",), symbol="⁺",
)


def _lstsq(x: Any, y: Any, residuals: bool) -> Any:
    """The solution, and the sums of the squares that it leaves where they are asked for."""
    vector = y.ndim < x.ndim
    wide = y[..., None] if vector else y
    found = by_columns(np.matmul(np.linalg.pinv(x), wide))
    left = np.square(np.matmul(x, found) - wide).sum(-2) if residuals else np.empty(0, x.dtype)
    return (found[..., 0], left[..., 0] if residuals else left) if vector else (found, left)


def _columns(xp: Any, g: Any, x: Any, y: Any, z: Any, residuals: bool) -> tuple[Any, Any, Any, Any]:
    """The gradients of solution and residuals (times 2 x z - 2 y), right side and solution, as matrices."""
    g_solution, g_left = g[0], g[1] if residuals else None
    if len(y.shape) < len(x.shape):
        y, z = xp.expand_dims(y, y.ndim), xp.expand_dims(z, z.ndim)
        g_solution = None if g_solution is None else xp.expand_dims(g_solution, g_solution.ndim)
        g_left = None if g_left is None else xp.expand_dims(g_left, g_left.ndim)
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

# -- exponential ----------------------------------------------------------------------------------------------------------


def _matrix_exp(x: Any) -> Any:
    """Halve until the matrix is small, add up the series, square as often."""
    wide = x.astype(np.float64)
    size = np.abs(wide).sum(-1).max(initial=0.0)
    halvings = max(0, math.ceil(math.log2(size)) + 2) if size > 0 and math.isfinite(size) else 0
    small = wide / 2.0**halvings
    total = term = np.broadcast_to(np.eye(x.shape[-1]), x.shape)
    for k in range(1, 19):
        term = np.matmul(term, small) / k
        total = total + term
    for _ in range(halvings):
        total = np.matmul(total, total)
    return total.astype(x.dtype)


def _matrix_exp_vjp(xp: Any, g: Any, x: Any) -> Any:
    """The upper right block of exp of [[Xᵀ, g], [0, Xᵀ]]."""
    n, turned = x.shape[-1], _mT(xp, x)
    above = xp.cat([turned, g], -1 if xp.plain else x.ndim - 1)
    below = xp.cat([xp.zeros(x.shape, x), turned], -1 if xp.plain else x.ndim - 1)
    whole = xp.cat([above, below], x.ndim - 2)
    return by_row(xp, MATRIX_EXP, whole)[(..., slice(0, n), slice(n, 2 * n))]


MATRIX_EXP: Op = Op(
    "linalg_matrix_exp", "LinalgMatrixExpBackward0", _matrix_exp,
    vjp=(_matrix_exp_vjp,),
    formula="exp of the matrix {x}", local=("Fréchet derivative at {x}ᵀ",), symbol="exp",
)

# -- distances ------------------------------------------------------------------------------------------------------------
# Euclidean distances of many rows are found by one product of matrices in PyTorch, whose node has another name.


def _cdist(x: Any, y: Any, p: float) -> Any:
    away = np.expand_dims(x, -2) - np.expand_dims(y, -3)
    return NORM.forward(away, p, away.ndim - 1, False)


def _cdist_away(xp: Any, g: Any, x: Any, y: Any, z: Any, p: float) -> Any:
    if p == 0:  # how many differ has no slope
        return xp.zeros((*z.shape, x.shape[-1]), z)
    away = xp.expand_dims(x, x.ndim - 1) - xp.expand_dims(y, y.ndim - 2)
    return NORM.vjp[0](xp, g, away, z, p, away.ndim - 1, False)


CDIST = Op(
    "cdist", "CdistBackward0", _cdist,
    vjp=(
        final("_cdist_backward", lambda xp, g, x, y, z, p: xp.sum(_cdist_away(xp, g, x, y, z, p), -2), 3, "CdistBackwardBackward0"),
        final("_cdist_backward", lambda xp, g, x, y, z, p: -xp.sum(_cdist_away(xp, g, x, y, z, p), -3), 3, "CdistBackwardBackward0"),
    ),
    formula="distances of the rows of {x} from those of {y}", local=("({x} − {y}) / {z}", "({y} − {x}) / {z}"),
    saved_as={"x": "x1", "y": "x2"}, no_forward="_cdist_forward",
)
EUCLIDEAN_DIST = Op(
    "_euclidean_dist", "EuclideanDistBackward0", lambda x, y: _cdist(x, y, 2.0),
    vjp=(
        lambda xp, g, x, y, z: xp.sum(_cdist_away(xp, g, x, y, z, 2.0), -2),
        lambda xp, g, x, y, z: -xp.sum(_cdist_away(xp, g, x, y, z, 2.0), -3),
    ),
    formula=CDIST.formula, local=CDIST.local, symbol="cdist", saved_as={"x": "x1", "y": "x2"},
)


def _pairs(count: int) -> tuple[Any, Any]:
    return np.triu_indices(count, 1)


def _pdist(x: Any, p: float) -> Any:
    first, second = _pairs(x.shape[0])
    return NORM.forward(x[first] - x[second], p, 1, False)


def _pdist_vjp(xp: Any, g: Any, x: Any, z: Any, p: float) -> Any:
    first, second = _pairs(x.shape[0])
    if p == 0 or not first.size:
        return xp.zeros_like(x)
    away = x[first] - x[second]
    sent = NORM.vjp[0](xp, g, away, z, p, 1, False)
    return xp.scatter(x.shape, (first,), sent) - xp.scatter(x.shape, (second,), sent)


PDIST = Op(
    "pdist", "PdistBackward0", _pdist,
    vjp=(final("_pdist_backward", _pdist_vjp, 2, "PdistBackwardBackward0"),),
    formula="distances of the rows of {x} from one another", local=("(row − the other) / {z}, and minus that",),
    no_forward="_pdist_forward",
)
