"""Rows of products of vectors and matrices, and of what is made from them."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.memory.layouts import by_columns
from autograd_nb.engine.op import Op, once

from .norms import NORM
from .reduce import by_row, in_rows, plain

# A table is read row by row; one argument a line would hide it.
# fmt: off

# -- products: the derivative with respect to one factor is the other -------------------------------------------------
#
# On arrays the method `dot` is used: for tiny operands it takes half the time of `@`.


def _mm(xp: Any, x: Any, y: Any) -> Any:
    return x.dot(y) if xp.plain else x.mm(y)


def _mv(xp: Any, x: Any, y: Any) -> Any:
    return x.dot(y) if xp.plain else x.mv(y)


def _t(xp: Any, x: Any) -> Any:
    return x.T if xp.plain else x.t()


def _mT(xp: Any, x: Any) -> Any:
    return x.swapaxes(-1, -2) if xp.plain else x.transpose(-1, -2)


def _to_first(xp: Any, g: Any, y: Any, x_steps: tuple[int, ...]) -> Any:
    """The gradient of the first of two matrices; in columns if that lies in columns, as PyTorch has it."""
    if x_steps[0] * g.shape[0] == x_steps[1] != 0:
        return _t(xp, _mm(xp, y, _t(xp, g)))
    return _mm(xp, g, _t(xp, y))


def _to_second(xp: Any, g: Any, x: Any, y_steps: tuple[int, ...]) -> Any:
    """The same of the second, which lies in columns where it is the weight of `nn.Linear`."""
    if y_steps[0] * x.shape[1] == y_steps[1] != 0:
        return _t(xp, _mm(xp, _t(xp, g), x))
    return _mm(xp, _t(xp, x), g)


_MATRICES = {"x_steps": "self_sym_strides", "y_steps": "mat2_sym_strides", "y": "mat2"}

DOT = Op(
    "dot", "DotBackward0", lambda x, y: x.dot(y),
    vjp=(lambda xp, g, y: g * y, lambda xp, g, x: g * x),
    formula="{x} · {y}", local=("{y}", "{x}"), saved_as={"y": "tensor"},
)
MV = Op(
    "mv", "MvBackward0", lambda x, y: x.dot(y),
    vjp=(lambda xp, g, y: g.reshape((-1, 1)) * y, lambda xp, g, x: _mv(xp, _t(xp, x), g)),
    formula="{x} @ {y}", local=("∂ ⊗ {y}", "{x}ᵀ @ ∂"), symbol="@", saved_as={"y": "vec"},
)
MM = Op(
    "mm", "MmBackward0", lambda x, y: x.dot(y),
    vjp=(_to_first, _to_second),
    formula="{x} @ {y}", local=("∂ @ {y}ᵀ", "{x}ᵀ @ ∂"), symbol="@", saved_as=_MATRICES,
)
BMM: Op = Op(
    "bmm", "BmmBackward0", np.matmul,
    vjp=(lambda xp, g, y: by_row(xp, BMM, g, _mT(xp, y)), lambda xp, g, x: by_row(xp, BMM, _mT(xp, x), g)),
    formula="{x} @ {y}", local=("∂ @ {y}ᵀ", "{x}ᵀ @ ∂"), symbol="@", saved_as={"y": "mat2"},
)
ADDMM = Op(
    "addmm", "AddmmBackward0", once(lambda x, y, w, beta=1, alpha=1: _start(beta, x) + _product(alpha, y, w)),
    vjp=(
        lambda xp, g, beta: _scaled(beta, g),
        lambda xp, g, w, y_steps, alpha: _scaled(alpha, _to_first(xp, g, w, y_steps)),
        lambda xp, g, y, w_steps, alpha: _scaled(alpha, _to_second(xp, g, y, w_steps)),
    ),
    formula="{x} + {y} @ {w}", local=("1", "∂ @ {w}ᵀ", "{y}ᵀ @ ∂"), symbol="@ +",
    saved_as={"y": "mat1", "w": "mat2", "y_steps": "mat1_sym_strides", "w_steps": "mat2_sym_strides"},
)
ADDMV = Op(
    "addmv", "AddmvBackward0", lambda x, y, w, beta=1, alpha=1: _start(beta, x) + _product(alpha, y, w),
    vjp=(
        lambda xp, g, beta: _scaled(beta, g),
        lambda xp, g, w, alpha: _scaled(alpha, g.reshape((-1, 1)) * w),
        lambda xp, g, y, alpha: _scaled(alpha, _mv(xp, _t(xp, y), g)),
    ),
    formula="{x} + {y} @ {w}", local=("1", "∂ ⊗ {w}", "{y}ᵀ @ ∂"), symbol="@ +", saved_as={"y": "mat", "w": "vec"},
)
CROSS = Op(
    "linalg_cross", "LinalgCrossBackward0", lambda x, y, dim: in_rows(np.cross(x, y, axis=dim)),
    vjp=(lambda xp, g, y, dim: _cross(xp, y, g, dim), lambda xp, g, x, dim: _cross(xp, g, x, dim)),
    formula="{x} × {y}", local=("{y} × ∂", "∂ × {x}"), symbol="×",
)


def _scaled(factor: float | None, x: Any) -> Any:
    return x if factor in (None, 1) else x * factor


def _start(factor: float | None, x: Any) -> Any:
    """What a product is added to; times 0 it is 0 whatever it holds, as in BLAS."""
    return x if factor in (None, 1) else x * factor if factor else np.zeros_like(x)


def _product(factor: float | None, y: Any, w: Any) -> Any:
    """The product of matrices times a factor; times 0 it is 0 whatever they hold, as in BLAS."""
    return np.zeros(y.shape[:1] + w.shape[1:], y.dtype) if factor == 0 else _scaled(factor, y.dot(w))


def _cross(xp: Any, x: Any, y: Any, dim: int) -> Any:
    return in_rows(np.cross(x, y, axis=dim)) if xp.plain else x.cross(y, dim)


# -- shapes that only products need ------------------------------------------------------------------------------------

SQUEEZE_OWN = Op(  # v @ M is computed as a matrix with one row, whose first dimension is then dropped in place
    "squeeze_", "SqueezeBackward4", lambda x, dim: x.reshape(x.shape[:dim] + x.shape[dim + 1 :]),
    vjp=(lambda xp, g, dim: xp.expand_dims(g, dim),),
    formula="squeeze({x}, {dim})", local=("1, moved",), symbol="squeeze",
)
TRACE = Op(
    "trace", "TraceBackward0", lambda x: np.trace(x, dtype=None if x.dtype.kind == "f" else np.int64),
    vjp=(lambda xp, g, x_shape: xp.where(_eye(x_shape), g, 0),),
    formula="trace {x}", local=("1 on the diagonal, else 0",), saved_as={"x_shape": "self_sym_sizes"},
)
DIAG = Op(  # torch.diag of a matrix: its diagonal, copied
    "diag", "DiagonalBackward0_copy", lambda x, offset: np.diagonal(x, offset).copy(),
    vjp=(lambda xp, g, x_shape, offset: xp.scatter(x_shape, _diagonal(x_shape, offset), g),),
    formula="diagonal of {x}", local=("1 on the diagonal, else 0",), saved_as={"x_shape": "self_sym_sizes"},
)
DIAG_EMBED = Op(
    "diag_embed", "DiagEmbedBackward0", lambda x, offset, dim1=0, dim2=1: _diag_embed(x, offset, dim1, dim2),
    vjp=(lambda xp, g, offset, dim1, dim2: _diagonals(xp, g, offset, dim1 or 0, 1 if dim2 is None else dim2),),
    formula="matrix with diagonal {x}", local=("1 on the diagonal, else 0",),
)


def _diag_embed(x: Any, offset: int, dim1: int, dim2: int) -> Any:
    size = x.shape[-1] + abs(offset)
    full = np.zeros((*x.shape[:-1], size, size), x.dtype)
    full[(..., *_diagonal((size, size), offset))] = x
    return np.ascontiguousarray(np.moveaxis(full, (-2, -1), (dim1, dim2)))


def _diagonals(xp: Any, g: Any, offset: int, dim1: int, dim2: int) -> Any:
    return np.diagonal(g, offset, dim1, dim2) if xp.plain else g.diagonal(offset, dim1, dim2)


def _eye(shape: tuple[int, ...]) -> Any:
    return np.eye(shape[0], shape[1]) == 1


def _diagonal(shape: tuple[int, ...], offset: int) -> tuple[Any, Any]:
    """The index of the diagonal of a matrix."""
    size = max(min(shape[0] + min(offset, 0), shape[1] - max(offset, 0)), 0)
    along = np.arange(size)
    return along - min(offset, 0), along + max(offset, 0)


# -- inverse and determinant ---------------------------------------------------------------------------------------------


def _inv(xp: Any, x: Any) -> Any:
    return np.linalg.inv(x) if xp.plain else x.inverse()


def _det_vjp(xp: Any, g: Any, x: Any, z: Any) -> Any:
    """The product g · det · A⁻ᵀ; for a singular matrix the cofactors, from its singular values."""
    if not plain(z).all():
        if not xp.plain:
            raise NotImplementedError("the second derivative of det at a singular matrix is not part of autograd_nb")
        return g[..., None, None] * _cofactors(x)
    return _times_inverse(xp, g * z, x)


def _times_inverse(xp: Any, g: Any, x: Any) -> Any:
    """Numbers times A⁻ᵀ; differentiated again, the solution of Aᵀ for a diagonal of them."""
    spread = xp.expand_dims(g, (g.ndim, g.ndim + 1))
    if xp.plain:
        return spread * _mT(xp, _inv(xp, x))
    return _solve(xp, _mT(xp, x), xp.where(_eye(x.shape[-2:]), spread, 0))


def _cofactors(x: Any) -> Any:
    u, s, vh = np.linalg.svd(x)
    others = np.stack([np.prod(np.delete(s, i, -1), -1) for i in range(s.shape[-1])], -1)
    sign = np.linalg.det(u) * np.linalg.det(vh)
    return sign[..., None, None] * ((u * others[..., None, :]) @ vh)


def _solve_x_vjp(xp: Any, g: Any, x: Any, z: Any) -> Any:
    """−(A⁻ᵀ g) ⊗ z."""
    sent = _solve(xp, _mT(xp, x), g)
    if vectors(x, z):
        return -xp.expand_dims(sent, sent.ndim) * xp.expand_dims(z, z.ndim - 1)
    return -xp.matmul(sent, _mT(xp, z))


def _solve(xp: Any, x: Any, y: Any) -> Any:
    return _solution(x, y) if xp.plain else x._apply(SOLVE, x, y)


def vectors(x: Any, y: Any) -> bool:
    """Whether the right sides y are vectors: one, or one for each matrix of the batch x."""
    return y.ndim == 1 or y.shape == x.shape[:-1]


def _solution(x: Any, y: Any) -> Any:
    return np.linalg.solve(x, y[..., None])[..., 0] if vectors(x, y) else by_columns(np.linalg.solve(x, y))


def _cholesky_vjp(xp: Any, g: Any, z: Any) -> Any:
    """L⁻ᵀ Φ(Lᵀ g) L⁻¹; Φ makes the lower triangle symmetric, and halves."""
    from .decompositions import solved

    lower = xp.tril(xp.matmul(_mT(xp, z), g), 0)
    phi = (lower + _mT(xp, xp.tril(lower, -1))) / 2
    return solved(xp, z, solved(xp, _mT(xp, z), phi, True, True, False), False, False, False)


def _eigh_vjp(xp: Any, g: Any, z: Any, z1: Any) -> Any:
    """Send back V (diag(g of values) + (Vᵀ g of vectors) / differences of values) Vᵀ."""
    values, vectors = g
    size = z.shape[-1]
    diagonal = _eye((size, size))
    inner = None
    if vectors is not None:
        gaps = xp.expand_dims(z, z.ndim - 1) - xp.expand_dims(z, z.ndim)
        inner = xp.where(~diagonal, xp.matmul(_mT(xp, z1), vectors) / xp.where(~diagonal, gaps, 1), 0)
    if values is not None:
        own = xp.where(diagonal, xp.broadcast_to(xp.expand_dims(values, values.ndim), z1.shape), 0)
        inner = own if inner is None else inner + own
    return xp.matmul(xp.matmul(z1, inner), _mT(xp, z1))


DET = Op(
    "det", "LinalgDetBackward0", np.linalg.det,
    vjp=(_det_vjp,),
    formula="det {x}", local=("{z} · {x}⁻¹ᵀ",), saved_as={"x": "A"},
)
INV = Op(
    "inverse", "LinalgInvExBackward0", lambda x: by_columns(np.linalg.inv(x)),
    vjp=(lambda xp, g, z: -xp.matmul(xp.matmul(_mT(xp, z), g), _mT(xp, z)),),
    formula="{x}⁻¹", local=("−{z}ᵀ @ ∂ @ {z}ᵀ",), symbol="⁻¹", saved_as={"z": "inverse"},
)
def _slogdet_vjp(xp: Any, g: Any, x: Any) -> Any:
    """`g` holds the gradients of the sign, which has no influence, and of the logarithm."""
    sent = g[1]
    if sent is None:
        return xp.zeros_like(x)
    return _times_inverse(xp, sent, x)


SLOGDET = Op(
    "slogdet", "LinalgSlogdetBackward0", lambda x: tuple(np.linalg.slogdet(x)),
    vjp=(_slogdet_vjp,),
    formula="log |det {x}|", local=("{x}⁻¹ᵀ",), symbol="log|det|", outputs=-1, saved_as={"x": "A"},
)
SOLVE = Op(
    "solve", "LinalgSolveExBackward0", lambda x, y: _solution(x, y),
    vjp=(_solve_x_vjp, lambda xp, g, x: _solve(xp, _mT(xp, x), g)),
    formula="solve({x}, {y})", local=("−{x}⁻ᵀ ∂ ⊗ {z}", "{x}⁻ᵀ @ ∂"), saved_as={"x": "A"},
)


def _eigh(x: Any, lower: bool) -> tuple[Any, Any]:
    values, vectors = np.linalg.eigh(x, "L" if lower else "U")
    return values, by_columns(vectors)


def _factor(x: Any, upper: bool = False) -> Any:
    lower = np.linalg.cholesky(np.swapaxes(x, -1, -2) if upper else x)  # of which one triangle is read
    return by_columns(np.swapaxes(lower, -1, -2) if upper else lower)


def _factor_vjp(xp: Any, g: Any, z: Any, upper: bool | None) -> Any:
    return _cholesky_vjp(xp, _mT(xp, g), _mT(xp, z)) if upper else _cholesky_vjp(xp, g, z)


def _cholesky(grad_fn: str, no_forward: str = "") -> Op:
    return Op(
        "cholesky", grad_fn, _factor,
        vjp=(_factor_vjp,),
        formula="cholesky {x}", local=("{z}⁻ᵀ Φ({z}ᵀ ∂) {z}⁻¹",), saved_as={"z": "L"}, no_forward=no_forward,
    )


CHOLESKY = _cholesky("LinalgCholeskyExBackward0")
CHOLESKY_METHOD = _cholesky("CholeskyBackward0", no_forward="cholesky")
EIGH = Op(
    "linalg_eigh", "LinalgEighBackward0", lambda x, lower=True: _eigh(x, lower),
    vjp=(lambda xp, g, z, z1: _eigh_vjp(xp, g, z, z1),),
    formula="eigenvalues and -vectors of {x}", local=("eigenvector ⊗ eigenvector for an eigenvalue",), symbol="eigh",
    outputs=-1, saved_as={"z": "eigenvalues", "z1": "eigenvectors"},
)
DIST = Op(
    "dist", "DistBackward0", lambda x, y, p: _distance(x - y, p),
    vjp=(
        lambda xp, g, x, y, z, p: _dist_vjp(xp, g, x - y, z, p),
        lambda xp, g, x, y, z, p: -_dist_vjp(xp, g, x - y, z, p),
    ),
    formula="‖{x} − {y}‖", local=("({x} − {y}) / {z}", "({y} − {x}) / {z}"),
)


def _distance(difference: Any, p: float) -> Any:
    return NORM.forward(difference, p, tuple(range(difference.ndim)), False)


def _dist_vjp(xp: Any, g: Any, difference: Any, z: Any, p: float) -> Any:
    return NORM.vjp[0](xp, g, difference, z, p, tuple(range(difference.ndim)), False)
