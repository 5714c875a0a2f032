"""Rows of the triangular factors of a matrix: P L U by Gaussian elimination, and what follows from a Cholesky factor."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.memory.layouts import by_columns
from autograd_nb.engine.op import Op

from .decompositions import solved, substituted
from .linalg import _mT
from .reduce import by_row, plain

# A table is read row by row; one argument a line would hide it.
# fmt: off


def eliminate(a: Any) -> tuple[Any, Any]:
    """Gaussian elimination in place of a copy: L below the diagonal and U, and which row came to each place (from 1).

    >>> eliminate(np.array([[0.0, 1.0], [2.0, 4.0]]))
    (array([[2., 4.],
           [0., 1.]]), array([2, 2], dtype=int32))
    """
    both = np.array(a, copy=True)
    rows, columns = a.shape[-2:]
    steps = min(rows, columns)
    pivots = np.zeros((*a.shape[:-2], steps), np.int32)
    for at in np.ndindex(*a.shape[:-2]):
        one = both[at]
        for k in range(steps):
            best = k + int(np.abs(one[k:, k]).argmax())
            pivots[(*at, k)] = best + 1
            one[[k, best]] = one[[best, k]]
            if one[k, k] != 0:
                one[k + 1 :, k] /= one[k, k]
                one[k + 1 :, k + 1 :] -= np.outer(one[k + 1 :, k], one[k, k + 1 :])
    return by_columns(both), pivots


def order_of(pivots: Any, rows: int) -> Any:
    """Which row of the matrix stands in each place, after all exchanges."""
    order = np.broadcast_to(np.arange(rows), (*pivots.shape[:-1], rows)).copy()
    for at in np.ndindex(*pivots.shape[:-1]):
        for k, other in enumerate(pivots[at] - 1):
            order[at][[k, other]] = order[at][[other, k]]
    return order


def permutation(pivots: Any, rows: int, dtype: Any) -> Any:
    """The matrix P with A = P L U."""
    return np.swapaxes(np.eye(rows, dtype=dtype)[order_of(pivots, rows)], -1, -2)


def parts(both: Any) -> tuple[Any, Any]:
    """L and U out of the matrix that holds both."""
    rows, columns = both.shape[-2:]
    steps = min(rows, columns)
    lower = np.tril(both[..., :, :steps], -1) + np.eye(rows, steps, dtype=both.dtype)
    return lower, np.triu(both[..., :steps, :])


def _factors_vjp(xp: Any, lower: Any, upper: Any, order: Any, g_lower: Any, g_upper: Any) -> Any:
    """P L⁻ᵀ [strict lower triangle of Lᵀ gL + upper triangle of gU Uᵀ] U⁻ᵀ, for a square matrix.

    Of a tall matrix the rows below, of a wide one the columns beside the square part follow by one triangular solution.
    """
    rows, steps, columns = lower.shape[-2], lower.shape[-1], upper.shape[-1]
    g_lower = xp.zeros_like(lower) if g_lower is None else xp.tril(g_lower, -1)
    g_upper = xp.zeros_like(upper) if g_upper is None else xp.triu(g_upper, 0)
    first, rest = (..., slice(0, steps)), (..., slice(steps, None))
    top, bottom = (..., slice(0, steps), slice(None)), (..., slice(steps, None), slice(None))
    beside = None
    square, triangle = lower[top], upper[first]
    g_square, g_triangle = g_lower[top], g_upper[first]
    if columns > steps:
        beside = solved(xp, _mT(xp, square), g_upper[rest], upper=True)
        g_square = g_square - xp.tril(xp.matmul(beside, _mT(xp, upper[rest])), -1)
    elif rows > steps:
        beside = solved(xp, _mT(xp, triangle), g_lower[bottom], upper=False, left=False)
        g_triangle = g_triangle - xp.triu(xp.matmul(_mT(xp, lower[bottom]), beside), 0)
    below = xp.tril(xp.matmul(_mT(xp, square), g_square), -1)
    middle = below + xp.triu(xp.matmul(g_triangle, _mT(xp, triangle)), 0)
    right = solved(xp, _mT(xp, triangle), middle, upper=False, left=False)
    sent = solved(xp, _mT(xp, square), right, upper=True)
    if beside is not None:
        sent = xp.cat([sent, beside], len(lower.shape) - (1 if columns > steps else 2))
    return xp.matmul(order, sent)


LU = Op(
    "linalg_lu", "LinalgLuBackward0", lambda x, both, order: parts(both),
    vjp=(lambda xp, g, z, z1, order: _factors_vjp(xp, z, z1, order, g[0], g[1]),),
    formula="{x} = P L U", local=("P L⁻ᵀ [tril(Lᵀ ∂L) + triu(∂U Uᵀ)] U⁻ᵀ",), symbol="lu", outputs=-1,
    saved_as={"z": "L", "z1": "U", "order": "P"},
)


def _both_vjp(xp: Any, g: Any, z: Any, z1: Any) -> Any:
    array = plain(z)
    rows, steps = array.shape[-2], min(array.shape[-2:])
    one, order = np.eye(rows, steps, dtype=array.dtype), permutation(plain(z1), rows, array.dtype)
    if not xp.plain:
        one, order = z.new_tensor(one), z.new_tensor(order)
    left, top = (..., slice(0, steps)), (..., slice(0, steps), slice(None))
    lower, upper = xp.tril(z[left], -1) + one, xp.triu(z[top], 0)
    return _factors_vjp(xp, lower, upper, order, g[left], g[top])


LU_FACTOR = Op(
    "linalg_lu_factor", "LinalgLuFactorExBackward0", eliminate,
    vjp=(_both_vjp,),
    formula="L and U of {x} in one matrix", local=("P L⁻ᵀ [tril(Lᵀ ∂L) + triu(∂U Uᵀ)] U⁻ᵀ",), symbol="lu",
    saved_as={"z": "LU", "z1": "pivots"},
)


def _filled(xp: Any, part: Any, shape: tuple[int, ...]) -> Any:
    """`part` as the upper left corner of a matrix of zeros; it lacks rows or columns, not both."""
    lack = shape[-2] - part.shape[-2], shape[-1] - part.shape[-1]
    if not any(lack):
        return part
    size = (*shape[:-2], lack[0], shape[-1]) if lack[0] else (*shape[:-1], lack[1])
    return xp.cat([part, xp.zeros(size, part)], len(shape) - (2 if lack[0] else 1))


def _unpack_vjp(xp: Any, g: Any, x_shape: tuple[int, ...]) -> Any:
    lower = None if g[0] is None else _filled(xp, xp.tril(g[0], -1), x_shape)
    upper = None if g[1] is None else _filled(xp, xp.triu(g[1], 0), x_shape)
    return upper if lower is None else lower if upper is None else lower + upper


LU_UNPACK = Op(
    "lu_unpack", "LuUnpackBackward0", parts,
    vjp=(_unpack_vjp,),
    formula="L and U out of {x}", local=("1 at its place",), symbol="unpack", outputs=-1,
)


def _lu_solve(x: Any, y: Any, pivots: Any, left: bool, adjoint: bool) -> Any:
    if not left:
        return _t(_lu_solve(x, _t(y), pivots, True, not adjoint))
    lower, upper = parts(x)
    order = permutation(pivots, x.shape[-1], x.dtype)
    if adjoint:
        return order @ substituted(_t(lower), substituted(_t(upper), y, False), True)
    return by_columns(substituted(upper, substituted(lower, _t(order) @ y, False), True))


def _lu_solve_factors(xp: Any, g: Any, x: Any, z: Any, pivots: Any, left: bool, adjoint: bool) -> Any:
    """Of A = P L U first, then of L and U: tril(Pᵀ ∂A Uᵀ) and triu(Lᵀ Pᵀ ∂A)."""
    sent = by_row(xp, LU_SOLVE, x, g, pivots=pivots, left=left, adjoint=not adjoint)
    product = xp.matmul(sent, _mT(xp, z)) if left else xp.matmul(_mT(xp, z), sent)
    order, one = _t(permutation(plain(pivots), x.shape[-1], plain(x).dtype)), np.eye(x.shape[-1], dtype=plain(x).dtype)
    if not xp.plain:
        order, one = x.new_tensor(order), x.new_tensor(one)
    turned = -xp.matmul(order, _mT(xp, product) if adjoint else product)
    lower, upper = xp.tril(x, -1) + one, xp.triu(x, 0)
    return xp.tril(xp.matmul(turned, _mT(xp, upper)), -1) + xp.triu(xp.matmul(_mT(xp, lower), turned), 0)


LU_SOLVE: Op = Op(
    "linalg_lu_solve", "LinalgLuSolveBackward0", _lu_solve,
    vjp=(
        _lu_solve_factors,
        lambda xp, g, x, pivots, left, adjoint: by_row(
            xp, LU_SOLVE, x, g, pivots=pivots, left=left, adjoint=not adjoint),
    ),
    formula="solve(P L U, {y})", local=("tril(Pᵀ ∂A Uᵀ) + triu(Lᵀ Pᵀ ∂A), ∂A = −A⁻ᵀ ∂ ⊗ {z}", "A⁻ᵀ @ ∂"),
    symbol="solve", saved_as={"x": "LU", "y": "B"},
)


def _common(xp: Any, x: Any, y: Any, upper: bool) -> Any:
    return -(xp.matmul(x, y) if upper else xp.matmul(y, x))


def _product(y: Any, upper: bool) -> Any:
    """The matrix of which `y` is a factor: the other triangle of it is not read."""
    factor = np.triu(y) if upper else np.tril(y)
    return _t(factor) @ factor if upper else factor @ _t(factor)


def _t(a: Any) -> Any:
    return np.swapaxes(a, -1, -2)


def _cholesky_solve_factor(xp: Any, g: Any, y: Any, z: Any, upper: bool) -> Any:
    sent = by_row(xp, CHOLESKY_SOLVE, g, y, upper=upper)
    one = xp.matmul(sent, _mT(xp, z))
    return _common(xp, y, one + _mT(xp, one), upper)


CHOLESKY_SOLVE: Op = Op(
    "cholesky_solve", "CholeskySolveBackward0", lambda x, y, upper: by_columns(np.linalg.solve(_product(y, upper), x)),
    vjp=(lambda xp, g, y, upper: by_row(xp, CHOLESKY_SOLVE, g, y, upper=upper), _cholesky_solve_factor),
    formula="solve({y} {y}ᵀ, {x})", local=("solve({y} {y}ᵀ, ∂)", "−(∂ {z}ᵀ + {z} ∂ᵀ) {y}"), symbol="solve",
    saved_as={"y": "input2"},
)


def _cholesky_inverse_vjp(xp: Any, g: Any, x: Any, z: Any, upper: bool) -> Any:
    one = xp.matmul(z, xp.matmul(g + _mT(xp, g), z))
    return _common(xp, x, one, upper)


CHOLESKY_INVERSE = Op(
    "cholesky_inverse", "CholeskyInverseBackward0", lambda x, upper: by_columns(np.linalg.inv(_product(x, upper))),
    vjp=(_cholesky_inverse_vjp,),
    formula="({x} {x}ᵀ)⁻¹", local=("−{z} (∂ + ∂ᵀ) {z} {x}",), symbol="⁻¹",
)
