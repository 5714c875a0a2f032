"""Examples for the rows of factors of matrices, and of second forms of other rows: see examples.py."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

import autograd_nb as torch
from autograd_nb.engine.numerics import gammas as numbers
from autograd_nb.engine.ops import (
    bessel,
    deciding,
    elementwise,
    factoring,
    functions,
    gammas,
    linalg,
    norms,
    order,
    parts,
    pathwise,
    places,
    polynomials,
    reflections,
    replacing,
    sampling,
    segments,
    shape,
    special,
    symmetric,
    view_copies,
)
from tests.engine.examples import SYMMETRIC, A, M, V, W, into, on
from tests.engine.examples_nn import P, Q, seeded

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from tests.engine.examples import Example

ROWS = torch.tensor([[2, 1], [0, 3]])
FACTOR = np.array([[1.4, 0.0], [-0.6, 0.9]])


DECIDED_BY_NUMBER = {
    deciding.EQ_NUMBER_OVER: lambda x: x.eq_(1.0),
    deciding.NE_NUMBER_OVER: lambda x: x.ne_(1.0),
    deciding.LT_NUMBER_OVER: lambda x: x.lt_(1.0),
    deciding.LE_NUMBER_OVER: lambda x: x.le_(1.0),
    deciding.GT_NUMBER_OVER: lambda x: x.gt_(1.0),
    deciding.GE_NUMBER_OVER: lambda x: x.ge_(1.0),
}

DECIDED = {
    deciding.EQ_OVER: lambda x, y: x.eq_(y),
    deciding.NE_OVER: lambda x, y: x.ne_(y),
    deciding.LT_OVER: lambda x, y: x.lt_(y),
    deciding.LE_OVER: lambda x, y: x.le_(y),
    deciding.GT_OVER: lambda x, y: x.gt_(y),
    deciding.GE_OVER: lambda x, y: x.ge_(y),
}

FUNCTIONS = torch.special
NO_DERIVATIVE = {
    getattr(room, name): getattr(FUNCTIONS, getattr(room, name).name.removeprefix("special_"))
    for room in (bessel, polynomials)
    for name in dir(room)
    if name.isupper() and not getattr(room, name).vjp
}
SHAPES = torch.tensor([0.5, 1.5, 7.0], dtype=torch.float64)

CONCENTRATIONS, DRAWN = np.array([0.4, 0.7]), np.array([0.1, 0.2])  # where the approximation is good to ten digits


def same_share(concentration: Any) -> Any:
    """The numbers below which there is as much of these gamma distributions as below DRAWN of CONCENTRATIONS."""
    share = numbers.lower(CONCENTRATIONS, DRAWN)
    low, high = np.zeros(2), np.ones(2)
    for _ in range(60):
        middle = (low + high) / 2
        above = numbers.lower(concentration.detach().numpy(), middle) > share
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return concentration._apply(pathwise.STANDARD_GAMMA, concentration, values=middle)


def older(function: Any, *arguments: Any) -> Any:
    """A call of what PyTorch says is deprecated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*arguments)


VIEWED: dict[str, Any] = {
    "alias": torch.alias_copy,
    "as_strided": lambda x: torch.as_strided_copy(x, (2, 2), (1, 2)),
    "diagonal": torch.diagonal_copy,
    "expand": lambda x: torch.expand_copy(x, (2, 2, 3)),
    "narrow": lambda x: x.narrow_copy(1, 0, 2),
    "permute": lambda x: torch.permute_copy(x, (1, 0)),
    "select": lambda x: torch.select_copy(x, 0, 1),
    "slice": lambda x: torch.slice_copy(x, 1, 1),
    "squeeze": lambda x: torch.squeeze_copy(x[None]),
    "squeeze of one": lambda x: torch.squeeze_copy(x[None], 0),
    "squeeze of several": lambda x: torch.squeeze_copy(x[None], (0, 1)),
    "t": torch.t_copy,
    "transpose": lambda x: torch.transpose_copy(x, 0, 1),
    "unfold": lambda x: torch.unfold_copy(x, 1, 2, 1),
    "unsqueeze": lambda x: torch.unsqueeze_copy(x, 0),
    "view": lambda x: torch.view_copy(x, (3, 2)),
    "split": lambda x: torch.split_copy(x, 2, 1),
    "split_with_sizes": lambda x: torch.split_with_sizes_copy(x, [1, 2], 1),
    "unbind": torch.unbind_copy,
}
TALL = np.array([[4.0, 1.0], [0.3, 3.0], [-0.6, 0.4]])
AMOUNTS = np.array([1.2, 0.7])

MORE_EXAMPLES: dict[Op, Example] = {
    **{row: on(M)(VIEWED[name]) for name, row in view_copies.ROWS.items()},
    view_copies.DETACH_COPY: on(M)(torch.detach_copy),
    reflections.GEQRF: on(M)(torch.geqrf),
    reflections.HOUSEHOLDER_PRODUCT: on(TALL, AMOUNTS)(torch.linalg.householder_product),
    reflections.ORMQR: on(TALL, AMOUNTS, np.sin(np.arange(6.0)).reshape(2, 3))(
        lambda x, y, w: torch.ormqr(x, y, w, left=False, transpose=True)
    ),
    reflections.TRIANGULAR_SOLVE: on(M, A)(lambda x, y: older(torch.triangular_solve, x, y, True, True)[0]),
    places.INDEX_REDUCE: on(M, np.array([[2.0, 0.5, 1.4], [0.7, 3.1, 1.1], [1.3, 0.2, 0.6]]))(
        lambda x, y: x.index_reduce(0, torch.tensor([1, 0, 1]), y, "prod")
    ),
    places.SEVERAL_ZEROS: on(M)(lambda x: x._apply(places.SEVERAL_ZEROS, x, source="src")),
    symmetric.LDL_FACTOR: on(SYMMETRIC)(lambda x: torch.linalg.ldl_factor(x)[0]),
    symmetric.LDL_SOLVE: on(FACTOR, A)(lambda x, y: torch.linalg.ldl_solve(x, torch.tensor([1, 2]), y)),
    segments.SEGMENT_REDUCE: on(M)(lambda x: torch.segment_reduce(x, "mean", lengths=ROWS, axis=1, initial=0.5)),
    elementwise.RSUB_TENSOR: on(V, W)(lambda x, y: x.rsub(y)),
    order.SORT_STABLE: on(M)(lambda x: x.sort(stable=True)),
    order.UNIQUE_SLICE_RUNS: on(M)(lambda x: x.unique_consecutive(dim=0)),
    shape.PRIMAL: on(V)(lambda x: x._apply(shape.PRIMAL, x)),
    shape.TRANSPOSE_SCALAR: on(np.array(0.3))(lambda x: x.transpose(0, 0)),
    shape.TRANSPOSE_SCALAR_OVER: on(np.array(0.3))(into(lambda x: x.transpose_(0, 0))),
    shape.SQUEEZE_DIMS_OVER: on(M[:, None])(into(lambda x: x.squeeze_((0, 1)))),
    # a mean moves what is drawn, but PyTorch says 0; of a step both are
    sampling.NORMAL_MEAN: on(P)(seeded(lambda x: torch.normal(x.ceil()))),
    sampling.NORMAL_STD: on(P)(seeded(lambda x: torch.normal(0.0, x.ceil()))),
    sampling.NORMAL_BOTH: on(P, Q)(lambda x, y: seeded(lambda mean: torch.normal(mean.ceil(), y.ceil()))(x)),
    # factors of matrices
    factoring.LU: on(M)(lambda x: torch.linalg.lu(x)[1:]),
    factoring.LU_FACTOR: on(M.T.copy())(torch.linalg.lu_factor),
    factoring.LU_UNPACK: on(A)(lambda x: torch.lu_unpack(x, torch.tensor([2, 2], dtype=torch.int32))[1:]),
    factoring.LU_SOLVE: on(A, M)(lambda x, y: torch.linalg.lu_solve(x, torch.tensor([2, 2], dtype=torch.int32), y)),
    factoring.CHOLESKY_SOLVE: on(A, FACTOR)(lambda x, y: x.cholesky_solve(y.tril())),
    factoring.CHOLESKY_INVERSE: on(FACTOR)(lambda x: x.tril().cholesky_inverse()),
    linalg.CHOLESKY_METHOD: on(SYMMETRIC)(lambda x: (x + x.mT)._factored(linalg.CHOLESKY_METHOD, "cholesky", True)),
    shape.UNSAFE_SPLIT: on(M)(lambda x: x.unsafe_split(2, 1)),
    shape.UNSAFE_SPLIT_SIZES: on(M)(lambda x: x.unsafe_split_with_sizes([1, 2], 1)),
    # a copy with a part replaced
    replacing.SELECT_SCATTER: on(M, V[:3])(lambda x, y: x.select_scatter(y, 0, 1)),
    replacing.SLICE_SCATTER: on(M, A)(lambda x, y: x.slice_scatter(y, 1, 0, 3, 2)),
    replacing.DIAGONAL_SCATTER: on(M, V[:2])(lambda x, y: x.diagonal_scatter(y, 1)),
    replacing.FILL_COPY: on(M)(lambda x: x.fill(2.0)),
    replacing.FILL_COPY_TENSOR: on(M, np.array(0.7))(lambda x, y: x.fill(y)),
    # parts of numbers, and shorter slices
    parts.FREXP: on(V)(lambda x: x.frexp()[0]),
    parts.CONJ_PHYSICAL_OVER: on(V)(into(lambda x: x.conj_physical_())),
    parts.ANGLE: on(V)(lambda x: x.angle()),
    norms.RENORM: on(M)(lambda x: x.renorm(2, 0, 1.9)),
    # special functions
    bessel.I0: on(V)(lambda x: x.i0()),
    bessel.I0E: on(V)(FUNCTIONS.i0e),
    bessel.I1: on(V)(FUNCTIONS.i1),
    bessel.I1E: on(V)(FUNCTIONS.i1e),
    special.POLYGAMMA_OVER: on(P)(into(lambda x: x.polygamma_(1))),
    special.ERFCX: on(V)(FUNCTIONS.erfcx),
    special.LOG_NDTR: on(V)(FUNCTIONS.log_ndtr),
    special.NDTRI: on(P)(FUNCTIONS.ndtri),
    gammas.IGAMMA: on(P)(lambda y: torch.igamma(SHAPES, y)),
    pathwise.STANDARD_GAMMA: on(CONCENTRATIONS)(same_share),
    pathwise.STANDARD_GAMMA_GRAD: on(CONCENTRATIONS, DRAWN)(lambda x, y: x._apply(pathwise.STANDARD_GAMMA_GRAD, x, y)),
    gammas.IGAMMAC: on(P)(lambda y: torch.igammac(SHAPES, y)),
    gammas.MVLGAMMA: on(P + 1)(lambda x: x.mvlgamma(3)),
    gammas.ZETA: on(P)(lambda y: FUNCTIONS.zeta(SHAPES + 1, y)),
    gammas.ZETA_NUMBER: on(P)(lambda y: FUNCTIONS.zeta(2.5, y)),
    gammas.ZETA_AT_NUMBER: on(P + 1)(lambda x: FUNCTIONS.zeta(x, 1.5)),
    **{row: on(P)(call) for row, call in NO_DERIVATIVE.items() if len(row.inputs) == 1},
    **{row: on(P, Q * 3)(call) for row, call in NO_DERIVATIVE.items() if len(row.inputs) == 2},
    functions.ASINH_OVER: on(V)(into(lambda x: x.asinh_())),
    functions.ACOSH_OVER: on(P + 1)(into(lambda x: x.acosh_())),
    functions.ATANH_OVER: on(P)(into(lambda x: x.atanh_())),
    # comparisons and logic in place
    **{row: on(V, W)(into(change)) for row, change in DECIDED.items()},
    **{row: on(V)(into(change)) for row, change in DECIDED_BY_NUMBER.items()},
}
