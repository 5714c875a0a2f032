"""Rows of products of reflections, as which a QR decomposition keeps its Q; and of an older name of a triangular solve.

The columns v of the first input, 1 on the diagonal and 0 above it, and the numbers τ stand for H = 1 − τ v vᵀ.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.memory.layouts import by_columns
from autograd_nb.engine.namespaces import ARRAYS
from autograd_nb.engine.op import Op

from .decompositions import SOLVE_TRIANGULAR, solved
from .linalg import _mT

# A table is read row by row; one argument a line would hide it.
# fmt: off


def _mirrors(xp: Any, x: Any, y: Any) -> list[tuple[Any, Any]]:
    """The vector, as a column, and the number of each reflection."""
    rows, columns = x.shape[-2:]
    below = np.tril(np.ones((rows, columns), bool), -1)
    first = np.eye(rows, columns, dtype=bool)
    vectors = xp.where(np.broadcast_to(below, x.shape), x, 0) + xp.where(np.broadcast_to(first, x.shape), xp.zeros_like(x) + 1, 0)
    return [
        (vectors[(..., slice(k, k + 1))], xp.expand_dims(y[(..., slice(k, k + 1))], y.ndim)) for k in range(y.shape[-1])
    ]


def _mirrored(xp: Any, v: Any, tau: Any, m: Any) -> Any:
    return m - tau * xp.matmul(v, xp.matmul(_mT(xp, v), m))


def _geqrf(x: Any) -> tuple[Any, Any]:
    """Householder's reflections, column by column, as LAPACK chooses their signs."""
    out = x.copy()
    rows, columns = x.shape[-2:]
    count = min(rows, columns)
    taus = np.zeros((*x.shape[:-2], count), x.dtype)
    for at in np.ndindex(*x.shape[:-2]):
        m = out[at]
        for k in range(count):
            rest = np.sqrt(np.sum(m[k + 1 :, k] ** 2))
            if rest == 0:
                continue
            alpha = m[k, k]
            beta = -np.copysign(np.hypot(alpha, rest), alpha)
            tau = (beta - alpha) / beta
            v = np.concatenate([[1], m[k + 1 :, k] / (alpha - beta)]).astype(x.dtype)
            m[k:, k + 1 :] -= tau * np.outer(v, v @ m[k:, k + 1 :])
            m[k, k], m[k + 1 :, k] = beta, v[1:]
            taus[(*at, k)] = tau
    return out, taus


def _refuse(xp: Any, g: Any) -> Any:
    raise errors.argument_without_derivative("geqrf")


GEQRF = Op(
    "geqrf", "GeqrfBackward0", _geqrf, vjp=(_refuse,), formula="reflections that make {x} triangular",
    local=("not defined",), outputs=-1,
)


def _begin(xp: Any, x: Any) -> Any:
    rows, columns = x.shape[-2:]
    return xp.zeros_like(x) + (np.eye(rows, columns, dtype=x.dtype) if xp.plain else x.new_tensor(np.eye(rows, columns)))


def _stages(xp: Any, mirrors: list[Any], start: Any) -> list[Any]:
    """The product after each reflection, the last one first applied."""
    stages = [start]
    for v, tau in reversed(mirrors):
        stages.append(_mirrored(xp, v, tau, stages[-1]))
    return stages


def _gradients(xp: Any, g: Any, x: Any, y: Any, start: Any) -> tuple[Any, Any, Any]:
    """Those of the vectors, the numbers, and what was reflected first."""
    mirrors = _mirrors(xp, x, y)
    stages = _stages(xp, mirrors, start)
    vectors, numbers = [], []
    for (v, tau), before in zip(mirrors, reversed(stages[:-1])):
        seen, sent = xp.matmul(_mT(xp, before), v), xp.matmul(_mT(xp, g), v)
        numbers.append(-xp.reshape(xp.sum(seen * sent, -2), (*y.shape[:-1], 1)))
        vectors.append(-tau * (xp.matmul(g, seen) + xp.matmul(before, sent)))
        g = _mirrored(xp, v, tau, g)
    more = x.shape[-1] - len(vectors)
    if more:
        vectors.append(xp.zeros((*x.shape[:-1], more), x))
    below = np.tril(np.ones(x.shape[-2:], bool), -1)
    sent_x = xp.where(np.broadcast_to(below, x.shape), xp.cat(vectors, x.ndim - 1), 0) if vectors else xp.zeros_like(x)
    sent_y = xp.cat(numbers, y.ndim - 1) if numbers else xp.zeros_like(y)
    return sent_x, sent_y, g


def _product(x: Any, y: Any) -> Any:
    return _stages(ARRAYS, _mirrors(ARRAYS, x, y), _begin(ARRAYS, x))[-1]


HOUSEHOLDER_PRODUCT = Op(
    "linalg_householder_product", "LinalgHouseholderProductBackward0", _product,
    vjp=(
        lambda xp, g, x, y: _gradients(xp, g, x, y, _begin(xp, x))[0],
        lambda xp, g, x, y: _gradients(xp, g, x, y, _begin(xp, x))[1],
    ),
    formula="product of the reflections {x}, {y}", local=("by the product rule", "by the product rule"), symbol="Q",
    saved_as={"x": "input", "y": "tau"},
)


def _turned(xp: Any, w: Any, left: bool) -> Any:
    return w if left else _mT(xp, w)


def _reflected(xp: Any, x: Any, y: Any, w: Any, left: bool, transpose: bool) -> Any:
    """Q w, Qᵀ w, w Q or w Qᵀ: products from the right are those of what is turned."""
    mirrors = _mirrors(xp, x, y)
    if transpose == left:  # Qᵀ from the left: the first reflection first
        mirrors = mirrors[::-1]
    return _turned(xp, _stages(xp, mirrors, _turned(xp, w, left))[-1], left)


def _ormqr(x: Any, y: Any, w: Any, left: bool, transpose: bool) -> Any:
    return np.ascontiguousarray(_reflected(ARRAYS, x, y, w, left, transpose))


def _ormqr_vjp(xp: Any, g: Any, x: Any, y: Any, w: Any, left: bool, transpose: bool, i: int) -> Any:
    up, start = _turned(xp, g, left), _turned(xp, w, left)
    if i == 2:
        return _reflected(xp, x, y, g, left, not transpose)
    if transpose == left:  # Qᵀ start = z: the same as Q up against start, by the product rule in the other order
        return _gradients(xp, start, x, y, up)[i]
    return _gradients(xp, up, x, y, start)[i]


ORMQR = Op(
    "ormqr", "OrmqrBackward0", _ormqr,
    vjp=(
        lambda xp, g, x, y, w, left, transpose: _ormqr_vjp(xp, g, x, y, w, left, transpose, 0),
        lambda xp, g, x, y, w, left, transpose: _ormqr_vjp(xp, g, x, y, w, left, transpose, 1),
        lambda xp, g, x, y, left, transpose: _ormqr_vjp(xp, g, x, y, g, left, transpose, 2),
    ),
    formula="product of the reflections {x}, {y} with {w}", inputs=("x", "y", "w"),
    local=("by the product rule", "by the product rule", "the product, turned"), symbol="Q @",
    saved_as={"y": "input2", "w": "input3"}, no_forward="ormqr",
)

# -- the older name of a triangular solve -----------------------------------------------------------------------------------


def _matrix(xp: Any, y: Any, transpose: bool) -> Any:
    return _mT(xp, y) if transpose else y


def _solve(x: Any, y: Any, upper: bool, transpose: bool, unitriangular: bool) -> Any:
    """The solution, and the matrices once more: that, too, is a result of its own."""
    z = SOLVE_TRIANGULAR.forward(_matrix(ARRAYS, y, transpose), x, upper != transpose, True, unitriangular)
    return by_columns(z), by_columns(np.broadcast_to(y, z.shape[:-2] + y.shape[-2:]))


def _solve_x(xp: Any, g: Any, y: Any, upper: bool, transpose: bool, unitriangular: bool) -> Any:
    if g[0] is None:
        return None
    return solved(xp, _matrix(xp, y, not transpose), g[0], upper == transpose, True, unitriangular)


def _solve_y(xp: Any, g: Any, y: Any, z: Any, upper: bool, transpose: bool, unitriangular: bool) -> Any:
    if g[0] is None:
        return g[1]
    found = SOLVE_TRIANGULAR.vjp[0](xp, g[0], _matrix(xp, y, transpose), z, upper != transpose, True, unitriangular)
    sent = _matrix(xp, found, transpose)
    return sent if g[1] is None else sent + g[1]


TRIANGULAR_SOLVE = Op(
    "triangular_solve", "TriangularSolveBackward0", _solve,
    vjp=(_solve_x, _solve_y),
    formula="solve({y}, {x})", local=("{y}⁻ᵀ @ ∂", "−{y}⁻ᵀ ∂ ⊗ {z}"), symbol="solve", outputs=-1, saved_as={"y": "A"},
)
