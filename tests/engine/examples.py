"""One example for each row of the table of operations: what calls it, and on which numbers.

Numbers keep away from kinks, poles and ties, so that differences approximate derivatives; in `ZEROS` they do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import autograd_nb as torch
from autograd_nb.engine.ops import compare as q
from autograd_nb.engine.ops import copies as c
from autograd_nb.engine.ops import decompositions as x
from autograd_nb.engine.ops import elementwise as e
from autograd_nb.engine.ops import functions as f
from autograd_nb.engine.ops import index as i
from autograd_nb.engine.ops import linalg as a
from autograd_nb.engine.ops import norms
from autograd_nb.engine.ops import order as o
from autograd_nb.engine.ops import places as l
from autograd_nb.engine.ops import reduce as r
from autograd_nb.engine.ops import shape as s
from autograd_nb.engine.ops import singular as singular_rows
from autograd_nb.engine.ops import special as p
from autograd_nb.engine.ops import spread as d

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.op import Op

Array = np.ndarray[Any, Any]


class Example(NamedTuple):
    """A call that records the row, and the arrays it is called on."""

    call: Callable[..., Any]
    inputs: tuple[Array, ...]


def on(*inputs: Array) -> Callable[[Callable[..., Any]], Example]:
    """Pair inputs with calls."""
    return lambda call: Example(call, inputs)


V = np.array([0.3, -0.7, 1.2, 2.1])
W = np.array([1.4, 0.6, -0.9, 0.8])
P = np.array([0.5, 1.3, 2.2, 0.8])
M = np.array([[0.3, -0.7, 1.2], [2.1, 0.4, -1.6]])
N = np.array([[1.1, 0.2, -0.5], [0.7, -1.3, 0.9]])
A = np.array([[2.0, 0.3], [-0.4, 1.5]])
SYMMETRIC = np.array([[2.0, 0.6], [0.6, 1.5]])
B = np.arange(12.0).reshape(2, 2, 3) * 0.37 - 1.9
C = np.cos(np.arange(12.0)).reshape(2, 3, 2)

one, two, positive = on(V), on(V, W), on(P)
matrix, square, two_matrices = on(M), on(A), on(M, N)


def into(change: Callable[..., Any]) -> Callable[..., Any]:
    """An in-place change of a copy of the first input, for leaves may not be changed."""

    def call(x: Any, *others: Any) -> Any:
        copy = x * 1
        change(copy, *others)
        return copy

    return call


def eigen(x: Any) -> tuple[Any, Any]:
    """Eigenvalues and vectors, these squared: their sign is anyone's choice."""
    values, vectors = x._apply(a.EIGH, x)
    return values, vectors**2


SMALL = np.array([0.3, -0.7, 0.2, 0.9])
INDEX = torch.tensor([[0, 2], [1, 1]])


def singular(x: Any) -> tuple[Any, Any, Any]:
    """Singular values and vectors, these squared: their sign is anyone's choice."""
    u, values, vh = torch.linalg.svd(x, full_matrices=False)
    return u**2, values, vh**2


MASK = np.array([True, False, True, True])

EXAMPLES: dict[Op, Example] = {
    # elementwise
    e.ADD: two(lambda x, y: x.add(y, alpha=3)),
    e.SUB: two(lambda x, y: x.sub(y, alpha=3)),
    e.RSUB: one(lambda x: 3 - x),
    e.NEG: one(lambda x: -x),
    e.CLONE: one(lambda x: x.clone()),
    e.CAST: one(lambda x: x.float().double()),
    e.CAST_WHOLE: one(lambda x: x.long()),
    e.MUL: two(lambda x, y: x * y),
    e.DIV: two(lambda x, y: x / y),
    e.RECIPROCAL: positive(lambda x: x.reciprocal()),
    e.POW: positive(lambda x: x**2.5),
    e.POW_TENSOR: on(P, W)(lambda x, y: x**y),
    e.POW_BASE: one(lambda x: 2.5**x),
    e.SQUARE: one(lambda x: x.square()),
    e.SQRT: positive(lambda x: x.sqrt()),
    e.RSQRT: positive(lambda x: x.rsqrt()),
    e.EXP: one(lambda x: x.exp()),
    e.EXP2: one(lambda x: x.exp2()),
    e.EXPM1: one(lambda x: x.expm1()),
    e.LOG: positive(lambda x: x.log()),
    e.LOG2: positive(lambda x: x.log2()),
    e.LOG10: positive(lambda x: x.log10()),
    e.LOG1P: positive(lambda x: x.log1p()),
    e.SIN: one(lambda x: x.sin()),
    e.COS: one(lambda x: x.cos()),
    e.TAN: one(lambda x: x.tan()),
    e.ATAN: one(lambda x: x.atan()),
    e.SINH: one(lambda x: x.sinh()),
    e.COSH: one(lambda x: x.cosh()),
    e.TANH: one(lambda x: x.tanh()),
    e.SIGMOID: one(lambda x: x.sigmoid()),
    e.RELU: one(lambda x: x.relu()),
    e.ABS: one(lambda x: x.abs()),
    e.SIGN: one(lambda x: x.sign()),
    e.FLOOR: one(lambda x: x.floor()),
    e.CEIL: one(lambda x: x.ceil()),
    e.ROUND: one(lambda x: x.round()),
    e.TRUNC: one(lambda x: x.trunc()),
    e.FRAC: one(lambda x: x.frac()),
    e.REMAINDER: two(lambda x, y: x % y),
    e.FMOD: two(lambda x, y: x.fmod(y)),
    e.REMAINDER_NUMBER: one(lambda x: x % 2),
    e.FMOD_NUMBER: one(lambda x: x.fmod(2)),
    e.DIV_ROUNDED: two(lambda x, y: x.div(y, rounding_mode="trunc")),
    e.CLAMP: one(lambda x: x.clamp(-0.5, 1.5)),
    e.MAXIMUM: two(lambda x, y: x.maximum(y)),
    e.MINIMUM: two(lambda x, y: x.minimum(y)),
    e.WHERE: two(lambda x, y: torch.where(torch.tensor(MASK), x, y)),
    e.COPY: two(into(lambda x, y: x.copy_(y))),
    e.FILL: one(into(lambda x: x.fill_(3.0))),
    e.FILL_TENSOR: on(V, np.array(2.5))(into(lambda x, y: x.fill_(y))),
    e.ZERO: one(into(lambda x: x.zero_())),
    q.EQ: two(lambda x, y: x == y),
    q.NE: two(lambda x, y: x != y),
    q.LT: two(lambda x, y: x < y),
    q.LE: two(lambda x, y: x <= y),
    q.GT: two(lambda x, y: x > y),
    q.GE: two(lambda x, y: x >= y),
    q.LOGICAL_AND: two(lambda x, y: x.logical_and(y)),
    q.LOGICAL_OR: two(lambda x, y: x.logical_or(y)),
    q.LOGICAL_XOR: two(lambda x, y: x.logical_xor(y)),
    q.BITWISE_AND: two(lambda x, y: x.long() & y.long()),
    q.BITWISE_OR: two(lambda x, y: x.long() | y.long()),
    q.BITWISE_XOR: two(lambda x, y: x.long() ^ y.long()),
    q.LEFT_SHIFT: on(P, P)(lambda x, y: x.long() << y.long()),
    q.RIGHT_SHIFT: on(P, P)(lambda x, y: x.long() >> y.long()),
    q.LOGICAL_NOT: one(lambda x: x.logical_not()),
    q.BITWISE_NOT: one(lambda x: ~x.long()),
    q.ISNAN: one(lambda x: x.isnan()),
    q.ISINF: one(lambda x: x.isinf()),
    q.ISFINITE: one(lambda x: x.isfinite()),
    q.GCD: two(lambda x, y: x.long().gcd(y.long())),
    q.LCM: two(lambda x, y: x.long().lcm(y.long())),
    q.ISCLOSE: two(lambda x, y: x.isclose(y)),
    q.ISPOSINF: one(lambda x: x.isposinf()),
    q.ISNEGINF: one(lambda x: x.isneginf()),
    q.ISREAL: one(lambda x: x.isreal()),
    q.SIGNBIT: one(lambda x: x.signbit()),
    q.ISIN: one(lambda x: x.isin(torch.tensor(V[:2]))),
    # functions
    f.ASIN: on(SMALL)(lambda x: x.asin()),
    f.ACOS: on(SMALL)(lambda x: x.acos()),
    f.ASINH: one(lambda x: x.asinh()),
    f.ACOSH: on(P + 1)(lambda x: x.acosh()),
    f.ATANH: on(SMALL)(lambda x: x.atanh()),
    f.DEG2RAD: one(lambda x: x.deg2rad()),
    f.RAD2DEG: one(lambda x: x.rad2deg()),
    f.ATAN2: two(lambda x, y: x.atan2(y)),
    f.HYPOT: two(lambda x, y: x.hypot(y)),
    f.LOGADDEXP: two(lambda x, y: x.logaddexp(y)),
    f.LOGADDEXP2: two(lambda x, y: x.logaddexp2(y)),
    f.XLOGY: on(V, P)(lambda x, y: x.xlogy(y)),
    f.COPYSIGN: two(lambda x, y: x.copysign(y)),
    f.COPYSIGN_NUMBER: one(lambda x: x.copysign(-1)),
    f.LERP: two(lambda x, y: x.lerp(y, 0.3)),
    f.LERP_TENSOR: on(V, W, P)(lambda x, y, w: x.lerp(y, w)),
    f.ADDCMUL: on(V, W, P)(lambda x, y, w: x.addcmul(y, w, value=2)),
    f.ADDCDIV: on(V, W, P)(lambda x, y, w: x.addcdiv(y, w, value=2)),
    f.MASKED_FILL: one(lambda x: x.masked_fill(torch.tensor(MASK), 3.0)),
    f.MASKED_FILL_TENSOR: on(V, np.array(2.5))(lambda x, y: x.masked_fill(torch.tensor(MASK), y)),
    f.CLAMP_TENSORS: on(V, W - 1, W)(lambda x, y, w: x.clamp(y, w)),
    f.CLAMP_LOW: two(lambda x, y: x.clamp(min=y)),
    f.CLAMP_HIGH: two(lambda x, y: x.clamp(max=y)),
    f.CLAMP_MIN: one(lambda x: x.clamp_min(0.5)),
    f.CLAMP_MAX: one(lambda x: x.clamp_max(0.5)),
    f.CLAMP_MIN_TENSOR: two(lambda x, y: x.clamp_min(y)),
    f.CLAMP_MAX_TENSOR: two(lambda x, y: x.clamp_max(y)),
    f.FMAX: two(lambda x, y: x.fmax(y)),
    f.FMIN: two(lambda x, y: x.fmin(y)),
    f.NAN_TO_NUM: one(lambda x: x.nan_to_num()),
    f.SGN: one(lambda x: x.sgn()),
    f.ROUND_DECIMALS: one(lambda x: (x + 0.01).round(decimals=1)),
    f.FLOOR_DIVIDE: two(lambda x, y: x // y),
    f.FLOOR_DIVIDE_NUMBER: one(lambda x: x // 2),
    f.NUMBER_FLOOR_DIVIDE: one(lambda x: 2 // x),
    f.NUMBER_REMAINDER: one(lambda x: 2 % x),
    f.XLOGY_NUMBER: one(lambda x: x.xlogy(2)),
    f.NUMBER_XLOGY: positive(lambda x: torch.xlogy(2, x)),
    f.HEAVISIDE: two(lambda x, y: x.heaviside(y)),
    f.NEXTAFTER: two(lambda x, y: x.nextafter(y)),
    # special
    p.ERF: one(lambda x: x.erf()),
    p.ERFC: one(lambda x: x.erfc()),
    p.ERFINV: on(SMALL)(lambda x: x.erfinv()),
    p.POLYGAMMA: positive(lambda x: x.polygamma(2)),
    p.DIGAMMA: positive(lambda x: x.digamma()),
    p.LGAMMA: positive(lambda x: x.lgamma()),
    p.LOGIT: on(SMALL**2)(lambda x: x.logit()),
    p.SINC: one(lambda x: x.sinc()),
    p.ENTR: positive(torch.special.entr),
    p.XLOG1PY: on(V, P)(torch.special.xlog1py),
    # reduce
    r.SUM: matrix(lambda x: x.sum()),
    r.SUM_DIM: matrix(lambda x: x.sum(1)),
    r.MEAN: matrix(lambda x: x.mean()),
    r.MEAN_DIM: matrix(lambda x: x.mean(0)),
    r.NANSUM: matrix(lambda x: x.nansum(1)),
    r.CUMSUM: matrix(lambda x: x.cumsum(1)),
    r.PROD: matrix(lambda x: x.prod()),
    r.PROD_DIM: matrix(lambda x: x.prod(1)),
    r.PROD_OTHERS: matrix(lambda x: x._apply(r.PROD_OTHERS, x)),
    r.CUMPROD: matrix(lambda x: x.cumprod(1)),
    norms.NORM: matrix(lambda x: x.norm(3, dim=1)),
    norms.NORM_2: matrix(lambda x: x.norm(dim=0)),
    r.MAX: matrix(lambda x: x.max()),
    r.MIN: matrix(lambda x: x.min()),
    r.AMAX: matrix(lambda x: x.amax(1)),
    r.AMIN: matrix(lambda x: x.amin(1)),
    r.AMINMAX: matrix(lambda x: x.aminmax(dim=1)),
    d.VAR: matrix(lambda x: x.var(1)),
    d.STD: matrix(lambda x: x.std(1)),
    d.VAR_MEAN: matrix(lambda x: torch.var_mean(x, dim=1)),
    d.STD_MEAN: matrix(lambda x: torch.std_mean(x, dim=1)),
    r.LOGSUMEXP: matrix(lambda x: x.logsumexp(1)),
    r.LOGCUMSUMEXP: matrix(lambda x: x.logcumsumexp(1)),
    r.SOFTMAX: matrix(lambda x: x.softmax(1)),
    r.SAFE_SOFTMAX: matrix(lambda x: x._soft("softmax", r.SAFE_SOFTMAX, 1, None)),
    r.LOG_SOFTMAX: matrix(lambda x: x.log_softmax(0)),
    # order
    o.MAX_DIM: matrix(lambda x: x.max(1)),
    o.MIN_DIM: matrix(lambda x: x.min(0, keepdim=True)),
    o.MEDIAN_DIM: matrix(lambda x: x.median(1)),
    o.KTHVALUE: matrix(lambda x: x.kthvalue(2, 1)),
    o.MODE: matrix(lambda x: x.mode(1)),
    o.SORT: matrix(lambda x: x.sort(1, descending=True)),
    o.TOPK: matrix(lambda x: x.topk(2)),
    o.CUMMAX: matrix(lambda x: x.cummax(1)),
    o.CUMMIN: matrix(lambda x: x.cummin(1)),
    o.MEDIAN: matrix(lambda x: x.median()),
    o.ARGMAX: matrix(lambda x: x.argmax(1)),
    o.ARGMIN: matrix(lambda x: x.argmin()),
    o.ARGSORT: matrix(lambda x: x.argsort(1)),
    o.ANY: matrix(lambda x: x.any(1)),
    o.ALL: matrix(lambda x: x.all()),
    o.COUNT_NONZERO: matrix(lambda x: x.count_nonzero(1)),
    o.UNIQUE: matrix(lambda x: x.unique()),
    o.BINCOUNT: positive(lambda x: x.long().bincount()),
    o.NANMEDIAN: matrix(lambda x: x.nanmedian()),
    o.NANMEDIAN_DIM: matrix(lambda x: x.nanmedian(1)),
    o.UNIQUE_SLICES: matrix(lambda x: x.unique(dim=0)),
    o.UNIQUE_RUNS: matrix(lambda x: x.unique_consecutive()),
    o.NONZERO: matrix(lambda x: x.nonzero()),
    o.BINCOUNT_WEIGHTS: on(P, P)(lambda x, y: x.long().bincount(y)),
    o.HISTC: matrix(lambda x: x.histc(4)),
    o.HISTOGRAM: matrix(lambda x: x.histogram(4)[0]),
    o.SEARCHSORTED: positive(lambda x: torch.searchsorted(torch.tensor([1.0, 2.0]), x)),
    # linalg
    a.DOT: two(lambda x, y: x.dot(y)),
    a.MV: on(M, V[:3])(lambda x, y: x.mv(y)),
    a.MM: on(M, N.T)(lambda x, y: x.mm(y)),
    a.BMM: on(B, C)(lambda x, y: x.bmm(y)),
    a.ADDMM: on(V[:2], M, N.T)(lambda x, y, w: x.addmm(y, w, beta=2, alpha=3)),
    a.ADDMV: on(V[:2], M, W[:3])(lambda x, y, w: x.addmv(y, w, beta=2, alpha=3)),
    a.CROSS: two_matrices(lambda x, y: x.cross(y, 1)),
    a.SQUEEZE_OWN: on(V[:2], M)(lambda x, y: x @ y),
    a.TRACE: matrix(lambda x: x.trace()),
    a.DIAG: matrix(lambda x: x.diag(1)),
    a.DIAG_EMBED: one(lambda x: x.diag(-1)),
    a.DET: square(lambda x: x.det()),
    a.INV: square(lambda x: x.inverse()),
    a.SLOGDET: square(lambda x: x.slogdet()[1]),
    a.SOLVE: on(A, M)(torch.linalg.solve),
    a.CHOLESKY: on(SYMMETRIC)(lambda x: torch.linalg.cholesky((x + x.mT) / 2)),
    a.EIGH: on(SYMMETRIC)(lambda x: eigen((x + x.T) / 2)),
    a.DIST: two(lambda x, y: x.dist(y)),
    # decompositions
    x.BADDBMM: on(B[:, :, :2], B, C)(lambda x, y, w: x.baddbmm(y, w, beta=2, alpha=3)),
    x.ADDBMM: on(A, B, C)(lambda x, y, w: x.addbmm(y, w, beta=2, alpha=3)),
    x.ADDR: on(M, V[:2], W[:3])(lambda x, y, w: x.addr(y, w, beta=2, alpha=3)),
    x.VDOT: two(lambda x, y: x.vdot(y)),
    singular_rows.SVD: matrix(singular),
    x.QR: on(M.T)(torch.linalg.qr),
    x.SOLVE_TRIANGULAR: on(A, M)(lambda x, y: torch.linalg.solve_triangular(x, y, upper=True)),
    singular_rows.PINV: matrix(lambda x: x.pinverse()),
    singular_rows.LSTSQ: on(M.T, B[0, 0][:, None])(lambda x, y: torch.linalg.lstsq(x, y).solution),
    x.MATRIX_EXP: square(lambda x: x.matrix_exp()),
    x.CDIST: two_matrices(torch.cdist),
    x.EUCLIDEAN_DIST: on(B, B[:, :1] + 3)(lambda x, y: torch.cdist(x, y, compute_mode="use_mm_for_euclid_dist")),
    x.PDIST: on(M.T)(torch.pdist),
    # shape
    s.ALIAS: matrix(lambda x: x[...]),
    s.VIEW: matrix(lambda x: x.view(3, 2)),
    s.RESHAPE_COPY: matrix(lambda x: x.T.reshape(6)),
    s.UNSQUEEZE: matrix(lambda x: x.unsqueeze(1)),
    s.SQUEEZE: on(V[:, None])(lambda x: x.squeeze()),
    s.SQUEEZE_DIM: on(V[:, None])(lambda x: x.squeeze(1)),
    s.SQUEEZE_DIMS: on(V[None, :, None])(lambda x: x.squeeze((0, 2))),
    s.EXPAND: on(V[:, None])(lambda x: x.expand(4, 3)),
    s.T: matrix(lambda x: x.t()),
    s.TRANSPOSE: on(B)(lambda x: x.transpose(0, 2)),
    s.PERMUTE: on(B)(lambda x: x.permute(1, 2, 0)),
    s.T_OVER: matrix(into(lambda x: x.t_())),
    s.TRANSPOSE_OVER: matrix(into(lambda x: x.transpose_(0, 1))),
    s.UNSQUEEZE_OVER: matrix(into(lambda x: x.unsqueeze_(1))),
    s.SQUEEZE_OVER: on(V[:, None])(into(lambda x: x.squeeze_())),
    s.SQUEEZE_DIM_OVER: on(V[:, None])(into(lambda x: x.squeeze_(1))),
    s.DIAGONAL: matrix(lambda x: x.diagonal(1)),
    s.SELECT: matrix(lambda x: x[1]),
    s.SLICE: matrix(lambda x: x[:, 1:]),
    s.UNBIND: matrix(lambda x: x.unbind(1)),
    s.SPLIT: matrix(lambda x: x.split(2, 1)),
    s.SPLIT_SIZES: matrix(lambda x: x.split([1, 2], 1)),
    s.AS_STRIDED: matrix(lambda x: x.as_strided((2, 2), (1, 2), 1)),
    s.AS_STRIDED_OUTSIDE: matrix(lambda x: x[:, 1:].as_strided((2, 2), (1, 3))),
    s.AS_STRIDED_OVER: matrix(into(lambda x: x.as_strided_((2, 2), (1, 2), 1))),
    s.AS_STRIDED_OUTSIDE_OVER: matrix(lambda x: (x * 1)[:, 1:].as_strided_((2, 2), (1, 3))),
    s.AS_STRIDED_SCATTER: on(M, A)(lambda x, y: x.as_strided_scatter(y, (2, 2), (1, 2), 1)),
    s.RESHAPE_ALIAS: matrix(lambda x: x.T.reshape(3, 1, 2)),
    s.BLOCK_DIAG: on(M, V, np.array(2.0))(torch.block_diag),
    s.CAT: two_matrices(lambda x, y: torch.cat([x, y], 1)),
    s.STACK: two_matrices(lambda x, y: torch.stack([x, y], 1)),
    s.FLIP: matrix(lambda x: x.flip(1)),
    s.ROLL: matrix(lambda x: x.roll(1, 1)),
    s.TRIU: matrix(lambda x: x.triu(1)),
    s.TRIL: matrix(lambda x: x.tril()),
    # copies
    c.REPEAT: matrix(lambda x: x.repeat(2, 1, 3)),
    c.ROT90: matrix(lambda x: x.rot90(3)),
    c.UNFOLD: matrix(lambda x: x.unfold(1, 2, 1)),
    # places
    l.GATHER: matrix(lambda x: x.gather(1, INDEX)),
    l.SCATTER: two_matrices(lambda x, y: x.scatter(1, torch.tensor([[0, 2], [1, 0]]), y)),
    l.SCATTER_NUMBER: matrix(lambda x: x.scatter(1, INDEX, 3.0)),
    l.SCATTER_ADD: two_matrices(lambda x, y: x.scatter_add(1, INDEX, y)),
    l.SCATTER_REDUCE: two_matrices(lambda x, y: x.scatter_reduce(1, INDEX, y, "mean")),
    l.TAKE: matrix(lambda x: x.take(torch.tensor([0, 5, 0]))),
    l.PUT: on(M, A)(lambda x, y: x.put(torch.tensor([0, 5, 1, -2]), y)),
    l.INDEX_ADD: two_matrices(lambda x, y: x.index_add(0, torch.tensor([1, 1]), y, alpha=2)),
    l.INDEX_COPY: two_matrices(lambda x, y: x.index_copy(1, torch.tensor([2, 0, 1]), y)),
    l.INDEX_FILL: matrix(lambda x: x.index_fill(1, torch.tensor([2, 0]), 3.0)),
    l.INDEX_FILL_TENSOR: on(M, np.array(2.5))(lambda x, y: x.index_fill(1, torch.tensor([2, 0]), y)),
    l.MASKED_SCATTER: on(V, W)(lambda x, y: x.masked_scatter(torch.tensor(MASK), y)),
    # index
    i.INDEX: matrix(lambda x: x[torch.tensor([0, 1, 0])]),
    i.INDEX_SELECT: matrix(lambda x: x.index_select(1, torch.tensor([2, 0, 2]))),
    i.MASKED_SELECT: one(lambda x: x.masked_select(torch.tensor(MASK))),
    i.INDEX_PUT: on(V, W[:2])(into(lambda x, y: x.__setitem__(torch.tensor([0, 2]), y))),
    i.SCATTER_ZEROS: one(lambda x: x._scatter((3,), (np.array([0, 2, 0, 1]),))),
}

ZEROS: dict[str, Example] = {
    "a product with one zero": on(np.array([[0.0, 2.0, 3.0]]))(lambda x: x.prod()),
    "a product with two zeros": on(np.array([0.0, 2.0, 0.0, 1.5]))(lambda x: x.prod()),
    "products along a dimension": on(np.array([[0.0, 2.0, 3.0], [0.0, 0.0, 1.5]]))(lambda x: x.prod(1)),
    "products along the first": on(np.array([[0.0, 2.0], [3.0, 0.0]]))(lambda x: x.prod(0, keepdim=True)),
    "a running product": on(np.array([1.5, 0.0, 2.0, 0.0, 3.0]))(lambda x: x.cumprod(0)),
    "running products": on(np.array([[1.5, 0.0], [0.0, 3.0], [2.0, 1.0]]))(lambda x: x.cumprod(0)),
    "joined sums": on(M, N)(lambda x, y: x.scatter_reduce(1, INDEX, y, "sum", include_self=False)),
    "joined products": on(M, N)(lambda x, y: x.scatter_reduce(0, INDEX[:, :1] // 2, y, "prod")),
    "joined largest": on(M, N)(lambda x, y: x.scatter_reduce(1, INDEX, y, "amax")),
    "joined smallest": on(M, N)(lambda x, y: x.scatter_reduce(1, INDEX, y, "amin", include_self=False)),
    "sums of segments": on(M)(lambda x: torch.segment_reduce(x, "sum", offsets=torch.tensor([0, 0, 2]), initial=1)),
    "largest of segments": on(M)(lambda x: torch.segment_reduce(x, "max", lengths=torch.tensor([1, 1]), initial=0.5)),
    "products of segments": on(np.array([0.0, 2.0, 0.0, 1.5, 0.0, 3.0]))(
        lambda x: torch.segment_reduce(x, "prod", lengths=torch.tensor([2, 1, 0, 3]), initial=1.5)
    ),
    "sinc": on(np.array([0.0, 0.7]))(lambda x: x.sinc()),
    "a cubed norm": on(np.zeros(3))(lambda x: x.norm(3) ** 3),
}
"""Where dividing by an element would not do."""
