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

# -- orthogonal and triangular --------------------------------------------------------------------------------------------


def _qr_vjp(xp: Any, g: Any, x: Any, z: Any, z1: Any, mode: Any) -> Any:
    """(gQ + Q sym(triu(gR Rᵀ − Qᵀ gQ))) R⁻ᵀ for a matrix with at least as many rows as columns.

    A wider one is a square one beside columns that are Q times those of R.
    """
    if mode == "complete" and x.shape[-2] > x.shape[-1]:
        raise RuntimeError("The QR decomposition is not differentiable when mode='complete' and nrows > ncols.")
    if mode == "r":
        raise RuntimeError(
            "The derivative of linalg.qr depends on Q, which is not computed when mode='r'. Please use linalg.qr(A, "
            "mode='reduced') if you are going to differentiate through linalg.qr."
        )
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


def _qr(x: Any, mode: Any = "reduced") -> Any:
    if mode == "r":
        return np.empty(0, x.dtype), np.linalg.qr(x, "r")
    return tuple(map(by_columns, np.linalg.qr(x, mode)))


QR = Op(
    "linalg_qr", "LinalgQrBackward0", _qr,
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
