"""Rows of L D Lᵀ, the factors of a symmetric matrix, by the diagonal pivoting of Bunch and Kaufman.

D has blocks of one and of two rows. Only the lower triangle is read. PyTorch defines no derivatives.

Source: J. R. Bunch and L. Kaufman, Mathematics of Computation 31 (1977); LAPACK's sytf2 and sytrs.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.memory.layouts import by_columns
from autograd_nb.engine.op import Op

# A table is read row by row; one argument a line would hide it.
# fmt: off

_ALPHA = (1 + 17**0.5) / 8
"""The bound that keeps elements from growing fastest."""


def _choose(a: Any, k: int) -> tuple[int, int]:
    """Which row comes to the next place, and of how many rows the block there is."""
    below = np.abs(a[k + 1 :, k])
    if not below.size or abs(a[k, k]) >= _ALPHA * below.max():
        return k, 1
    best = k + 1 + int(below.argmax())
    column = below.max()
    row = max(np.abs(a[best, k:best]).max(), np.abs(a[best + 1 :, best]).max(initial=0))
    if abs(a[k, k]) >= _ALPHA * column * (column / row):
        return k, 1
    return best, 1 if abs(a[best, best]) >= _ALPHA * row else 2


def _exchange(a: Any, one: int, other: int) -> None:
    """Exchange two rows and columns of what is left, in the lower triangle."""
    a[other + 1 :, [one, other]] = a[other + 1 :, [other, one]]
    between = a[one + 1 : other, one].copy()
    a[one + 1 : other, one] = a[other, one + 1 : other]
    a[other, one + 1 : other] = between
    a[[one, other], [one, other]] = a[[other, one], [other, one]]


def _over_block(first: Any, second: Any, a: Any, k: int) -> Any:
    """Two columns times the inverse of the block of two rows at `k`."""
    beside = a[k + 1, k]
    upper, lower = a[k, k] / beside, a[k + 1, k + 1] / beside
    scale = 1 / (lower * upper - 1) / beside
    return np.stack([scale * (lower * first - second), scale * (upper * second - first)], 1)


def _factor(a: Any, pivots: Any) -> int:
    """Factor one lower triangle in place; the number of the first pivot that is 0, else 0."""
    size, k, info = len(a), 0, 0
    while k < size:
        if not np.abs(a[k:, k]).max() or np.isnan(a[k, k]):
            info = info or k + 1
            pivots[k] = k + 1
            k += 1
            continue
        chosen, rows = _choose(a, k)
        last = k + rows - 1
        if chosen != last:
            _exchange(a, last, chosen)
            if rows == 2:
                a[[last, chosen], k] = a[[chosen, last], k]
        rest = slice(k + rows, size)
        factors = a[rest, k : last + 1] / a[k, k] if rows == 1 else _over_block(a[rest, k], a[rest, last], a, k)
        a[rest, rest] -= np.tril(factors @ a[rest, k : last + 1].T)
        a[rest, k : last + 1] = factors
        pivots[k : last + 1] = chosen + 1 if rows == 1 else -(chosen + 1)
        k += rows
    return info


def ldl(x: Any) -> tuple[Any, Any, Any]:
    """L below the diagonal and D, which row came to each place (negative in blocks of two), and which pivot is 0.

    >>> both, pivots, _ = ldl(np.array([[0.0, 2.0], [2.0, 0.0]]))
    >>> both, pivots
    (array([[0., 0.],
           [2., 0.]]), array([-2, -2], dtype=int32))
    """
    both, pivots = np.tril(x), np.zeros(x.shape[:-1], np.int32)
    info = np.zeros(x.shape[:-2], np.int32)
    for at in np.ndindex(*info.shape):
        info[at] = _factor(both[at], pivots[at])
    return by_columns(both), pivots, info


def _solve_one(a: Any, pivots: Any, b: Any) -> None:
    """Overwrite the right sides with the solutions."""
    blocks, k = [], 0
    while k < len(a):
        blocks.append((k, 1 if pivots[k] > 0 else 2))
        k += blocks[-1][1]
    for k, rows in blocks:
        last, other = k + rows - 1, abs(int(pivots[k])) - 1
        b[[last, other]] = b[[other, last]]
        b[last + 1 :] -= a[last + 1 :, k : last + 1] @ b[k : last + 1]
        if rows == 1:
            b[k] /= a[k, k]
            continue
        first, second = a[k, k] / a[last, k], a[last, last] / a[last, k]
        one, two = b[k] / a[last, k], b[last] / a[last, k]
        b[k], b[last] = (second * one - two) / (first * second - 1), (first * two - one) / (first * second - 1)
    for k, rows in reversed(blocks):
        last, other = k + rows - 1, abs(int(pivots[k])) - 1
        b[k : last + 1] -= a[last + 1 :, k : last + 1].T @ b[last + 1 :]
        b[[last, other]] = b[[other, last]]


def _solve(x: Any, y: Any, pivots: Any) -> Any:
    batch = np.broadcast_shapes(x.shape[:-2], y.shape[:-2])
    a, order = np.broadcast_to(x, (*batch, *x.shape[-2:])), np.broadcast_to(pivots, (*batch, x.shape[-1]))
    out = np.broadcast_to(y, (*batch, *y.shape[-2:])).copy()
    for at in np.ndindex(*batch):
        _solve_one(a[at], order[at], out[at])
    return by_columns(out)


def _no_factors(xp: Any, g: Any) -> Any:
    raise errors.derivative_undefined("linalg_ldl_factor_ex")


def _no_solution(xp: Any, g: Any) -> Any:
    raise errors.derivative_undefined("linalg_ldl_solve")


LDL_FACTOR = Op(
    "linalg_ldl_factor_ex", "NotImplemented", ldl, vjp=(_no_factors,),
    formula="L and D of {x} = L D Lᵀ in one matrix", local=("not defined",), symbol="ldl",
)
LDL_SOLVE = Op(
    "linalg_ldl_solve", "NotImplemented", _solve, vjp=(_no_solution, _no_solution),
    formula="(L D Lᵀ)⁻¹ {y}, L and D in {x}", local=("not defined", "not defined"), symbol="ldl_solve",
)
