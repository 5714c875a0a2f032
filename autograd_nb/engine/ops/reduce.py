"""Rows of the operations that make many elements into one, or run along a dimension.

`dim` is a non-negative dimension or a tuple of them; `keepdim` leaves a dimension of size 1 where one was reduced.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine.op import Op, once

from .derivatives import LOG_SOFTMAX_BACKWARD, SOFTMAX_BACKWARD

# A table is read row by row; one argument a line would hide it.
# fmt: off

# NumPy's types know no flag `keepdims` that is not a literal.
add: Any = np.add.reduce
multiply: Any = np.multiply.reduce
greatest: Any = np.maximum.reduce
least: Any = np.minimum.reduce


def by_row(xp: Any, row: Op, *inputs: Any, **options: Any) -> Any:
    """Use another row inside a formula, in either namespace. The first input is a tensor there."""
    return row.forward(*inputs, **options) if xp.plain else inputs[0]._apply(row, *inputs, **options)


def restore(xp: Any, reduced: Any, dim: Any, keepdim: bool) -> Any:
    """What was reduced, with its dimensions put back as 1, so that it meets the input again."""
    if keepdim or reduced.ndim == 0:
        return reduced
    if not xp.plain:
        return xp.expand_dims(reduced, dim)
    shape = list(reduced.shape)  # a reshape takes a tenth of the time of np.expand_dims
    for d in (dim,) if isinstance(dim, int) else sorted(dim):
        shape.insert(d, 1)
    return reduced.reshape(shape)


def where_not_0(xp: Any, g: Any, z: Any) -> Any:
    """`g`, and 0 where `z` is 0: a formula that divides it by `z`, read forwards, moves nothing there, as PyTorch's."""
    return g if xp.plain or plain(z).all() else xp.where(np.asarray(plain(z) != 0), g, 0)


def count(shape: tuple[int, ...], dim: Any) -> int:
    """How many elements are reduced to one."""
    return math.prod(shape[d] for d in ((dim,) if isinstance(dim, int) else dim))


def plain(x: Any) -> Any:
    """The array behind `x` in either namespace, for decisions that have no derivative."""
    return getattr(x, "_array", x)


def is_nan(x: Any) -> Any:
    """Where `x` is not a number, in either namespace."""
    return x != x  # noqa: PLR0124 - nan is what differs from itself


def wide(x: Any) -> Any:
    """Half precision is brought to single for what is computed on the way."""
    return x.astype(np.float32) if x.dtype.itemsize == 2 else x


def in_rows(z: Any) -> Any:
    """`z` in the order of its indices: what is reduced forgets the order of memory of what it was made of."""
    return z if z.ndim < 2 or z.flags.c_contiguous else z.copy()


# -- sums -----------------------------------------------------------------------------------------------------------


def _total(x: Any, dim: Any = None, keepdim: bool = False, dtype: Any = None) -> Any:
    """The sum; whole numbers and truth values are added as int64."""
    if dim is None and dtype is None and not keepdim and x.dtype.kind == "f":
        return add(x, None)  # a fifth of the time goes into the other arguments
    if dtype is not None:
        x = x.astype(dtype, copy=False)
    return in_rows(add(x, dim, None if x.dtype.kind == "f" else dtype or np.int64, None, keepdim))


def average(x: Any, dim: Any = None, keepdim: bool = False, dtype: Any = None) -> Any:
    """The mean, in the dtype of `x` unless another is asked for; of float16 it is one kernel."""
    if x.dtype.char == "e" and dtype is None:
        return np.asarray(average(wide(x), dim, keepdim), x.dtype)
    if dtype is not None:
        x = x.astype(dtype, copy=False)
    if dim is None and not keepdim:
        return add(x, None) / x.size
    return in_rows(add(x, dim, None, None, keepdim)) / (x.size if dim is None else count(x.shape, dim))


def shared_out(xp: Any, g: Any, shape: tuple[int, ...], n: int) -> Any:
    """The n-th part of `g` everywhere. PyTorch spreads and then divides; where nobody sees it, the few are divided.

    As PyTorch's is an array of its own, so may this one be written to: `autograd.grad` gives a copy then.
    """
    if not xp.plain or not n:
        return xp.broadcast_to(g, shape) / n
    spread = xp.broadcast_to(g / n, shape)
    spread.setflags(True)
    return spread


SUM = Op(
    "sum", "SumBackward0", _total,
    vjp=(lambda xp, g, x_shape: xp.broadcast_to(g, x_shape),),
    formula="sum {x}", local=("1",), saved_as={"x_shape": "self_sym_sizes"},
)
SUM_DIM = Op(
    "sum", "SumBackward1", _total,
    vjp=(lambda xp, g, x_shape, dim, keepdim: xp.broadcast_to(restore(xp, g, dim, keepdim), x_shape),),
    formula="sum {x} over dim {dim}", local=("1",), saved_as={"x_shape": "self_sym_sizes"},
)
MEAN = Op(
    "mean", "MeanBackward0", average,
    vjp=(lambda xp, g, x_shape: shared_out(xp, g, x_shape, math.prod(x_shape)),),
    formula="mean {x}", local=("1 / n",), numbers=True, saved_as={"x_shape": "self_sym_sizes"},
)
MEAN_DIM = Op(
    "mean", "MeanBackward1", average,
    vjp=(
        lambda xp, g, x_shape, dim, keepdim: shared_out(xp, restore(xp, g, dim, keepdim), x_shape, count(x_shape, dim)),
    ),
    formula="mean {x} over dim {dim}", local=("1 / n",), saved_as={"x_shape": "self_sym_sizes"},
)
NANSUM = Op(
    "nansum", "NansumBackward0",
    lambda x, dim, keepdim, dtype=None: _total(np.where(is_nan(x), x.dtype.type(0), x), dim, keepdim, dtype),
    vjp=(lambda xp, g, x, dim, keepdim: xp.broadcast_to(restore(xp, g, dim, keepdim), x.shape) * ~is_nan(x),),
    formula="sum {x} without nan", local=("1, 0 where nan",),
)


def reverse_cumsum(xp: Any, g: Any, dim: int) -> Any:
    """For each position the sum of it and all that follow."""
    return g if g.ndim == 0 else xp.flip(by_row(xp, CUMSUM, xp.flip(g, (dim,)), dim=dim), (dim,))


def _along(function: Any) -> Any:
    """`np.cumsum` or `np.cumprod`, with PyTorch's dtypes and scalars: one kernel, unless it is to give another dtype."""

    def forward(x: Any, dim: int, dtype: Any = None) -> Any:
        if dtype is None and x.dtype.char == "e":
            return forward(wide(x), dim).astype(x.dtype)
        kind = dtype or (None if x.dtype.kind == "f" else np.int64)
        return function(np.ascontiguousarray(x), dim, kind).reshape(x.shape)

    return forward


CUMSUM = Op(
    "cumsum", "CumsumBackward0", _along(np.cumsum),
    vjp=(lambda xp, g, dim: reverse_cumsum(xp, g, dim),),
    formula="running sum of {x} along dim {dim}", local=("1 up to the element's own place",),
)

# -- products: the derivative is the product of all others, also where there are zeros ----------------------------------


def _others(x: Any) -> Any:
    """For each place of the last dimension the product of all other places, without dividing."""
    one = np.ones_like(x[..., :1])
    before = np.cumprod(np.concatenate([one, x[..., :-1]], -1), -1)
    after = np.cumprod(np.concatenate([one, x[..., :0:-1]], -1), -1)[..., ::-1]
    return before * after


def _others_vjp(xp: Any, g: Any, x: Any) -> Any:
    """The product of all but two places; a matrix of them, for second derivatives at zeros are rare."""
    different = ~np.eye(x.shape[-1], dtype=bool)
    rest = by_row(xp, PROD_OTHERS, xp.where(different, xp.expand_dims(x, -2), 1))
    return xp.sum(xp.where(different, xp.expand_dims(g, -2) * rest, 0), -1)


def _prod_vjp(xp: Any, g: Any, x: Any, z: Any) -> Any:
    if plain(x).all():
        return g * (z / x)
    return g * by_row(xp, PROD_OTHERS, x.reshape((math.prod(x.shape),))).reshape(x.shape)


def _prod_dim_vjp(xp: Any, g: Any, x: Any, z: Any, dim: Any, keepdim: bool) -> Any:
    g, z = restore(xp, g, dim, keepdim), restore(xp, z, dim, keepdim)
    if plain(x).all():
        return g * (z / x)
    if x.ndim == 0:
        return g
    return g * xp.swapaxes(by_row(xp, PROD_OTHERS, xp.swapaxes(x, dim, -1)), dim, -1)


def _product(x: Any, dim: Any = None, keepdim: bool = False, dtype: Any = None) -> Any:
    if dtype is not None:
        x = x.astype(dtype, copy=False)
    whole = dtype or np.int64
    return in_rows(multiply(x, dim if x.ndim else None, None if x.dtype.kind == "f" else whole, None, keepdim))


def _cumprod_vjp(xp: Any, g: Any, x: Any, z: Any, dim: int) -> Any:
    if plain(x).all():
        return reverse_cumsum(xp, g * z, dim) / x
    if x.ndim == 0:
        return g
    x, g = xp.swapaxes(x, dim, -1), xp.swapaxes(g, dim, -1)
    size = x.shape[-1]
    steps = by_row(xp, CUMPROD, xp.where(~np.eye(size, dtype=bool), xp.expand_dims(x, -2), 1), dim=x.ndim)
    reached = np.triu(np.ones((size, size), bool))  # a factor is in all later products
    return xp.swapaxes(xp.sum(xp.where(reached, xp.expand_dims(g, -2) * steps, 0), -1), dim, -1)


PROD = Op(
    "prod", "ProdBackward0", _product,
    vjp=(_prod_vjp,),
    formula="product of {x}", local=("product of the others",), symbol="∏",
)
PROD_DIM = Op(
    "prod", "ProdBackward1", _product,
    vjp=(_prod_dim_vjp,),
    formula="product of {x} over dim {dim}", local=("product of the others",), symbol="∏",
)
PROD_OTHERS = Op(  # what a product with zeros sends back; recorded when gradients are differentiated again
    "prod_others", "ProdOthersBackward0", _others,
    vjp=(_others_vjp,),
    formula="product of the others in {x}", local=("product of all others but one",), symbol="∏",
)
CUMPROD = Op(
    "cumprod", "CumprodBackward0", _along(np.cumprod),
    vjp=(_cumprod_vjp,),
    formula="running product of {x} along dim {dim}", local=("product of the others up to there",),
)

# -- the largest and smallest; those that tie share the gradient ----------------------------------------------------------


def share(xp: Any, g: Any, chosen: Any, dim: Any) -> Any:
    """`g` in equal parts to the chosen elements."""
    return xp.where(chosen, g, 0) / xp.sum(xp.astype(chosen, g), dim, True)


def share_all(xp: Any, g: Any, x: Any, z: Any) -> Any:
    """`g`, one number, in equal parts to the elements of `x` that are `z`."""
    chosen = (x == z) | (is_nan(x) & is_nan(z))
    return xp.masked_fill(xp.zeros(x.shape, g), chosen, g / xp.sum(xp.astype(chosen, g)))


def _share_dim(xp: Any, g: Any, x: Any, z: Any, dim: Any, keepdim: bool) -> Any:
    """As PyTorch does here by a product with the mask, so that a zero has the sign of g."""
    mask = xp.astype(x == restore(xp, z, dim, keepdim), g)
    return restore(xp, g, dim, keepdim) / xp.sum(mask, dim, True) * mask


MAX = Op(
    "max", "MaxBackward1", lambda x: greatest(x, None),
    vjp=(share_all,),
    formula="max {x}", local=("1 at the largest, shared by ties, else 0",),
)
MIN = Op(
    "min", "MinBackward1", lambda x: least(x, None),
    vjp=(share_all,),
    formula="min {x}", local=("1 at the smallest, shared by ties, else 0",),
)
AMAX = Op(
    "amax", "AmaxBackward0", lambda x, dim, keepdim: in_rows(greatest(x, dim, keepdims=keepdim)),
    vjp=(_share_dim,),
    formula="max {x} over dim {dim}", local=("1 at the largest, shared by ties, else 0",),
)
AMIN = Op(
    "amin", "AminBackward0", lambda x, dim, keepdim: in_rows(least(x, dim, keepdims=keepdim)),
    vjp=(_share_dim,),
    formula="min {x} over dim {dim}", local=("1 at the smallest, shared by ties, else 0",),
)


def _aminmax_vjp(xp: Any, g: Any, x: Any, z: Any, z1: Any, dim: Any, keepdim: bool) -> Any:
    parts = [_share_dim(xp, gi, x, zi, dim, keepdim) for gi, zi in zip(g, (z, z1), strict=True) if gi is not None]
    return sum(parts[1:], parts[0])


AMINMAX = Op(
    "aminmax", "AminmaxBackward0",
    lambda x, dim, keepdim: (AMIN.forward(x, dim, keepdim), AMAX.forward(x, dim, keepdim)),
    vjp=(_aminmax_vjp,),
    formula="min and max of {x}", local=("1 at the smallest and the largest, shared by ties",), outputs=-1,
    saved_as={"z": "min", "z1": "max"},
)

# -- exponentials that are brought to sum 1 ------------------------------------------------------------------------------------


def _logsumexp(x: Any, dim: Any, keepdim: bool) -> Any:
    """Computed relative to the largest, so that exp cannot overflow."""
    if x.size == 0:
        return np.log(add(x, dim, keepdims=keepdim))
    top = greatest(x, dim, keepdims=True)
    top = np.where(np.isfinite(top), top, 0).astype(x.dtype)
    z = np.log(add(np.exp(x - top), dim, keepdims=True)) + top
    return in_rows(z if keepdim else np.squeeze(z, dim))


def _softmax(x: Any, dim: int) -> Any:
    if x.size == 0:
        return np.ones_like(x)
    if x.ndim == 0:
        return _softmax(x.reshape(1), 0).reshape(())
    e = wide(x) - greatest(x, dim, keepdims=True)
    np.exp(e, e)
    e /= add(e, dim, keepdims=True)
    return np.asarray(e, x.dtype, order="C")


def _safe_softmax(x: Any, dim: int) -> Any:
    """Zeros, and not nan, where all is minus infinity: attention that may look nowhere sees nothing."""
    nowhere = (x == -np.inf).all(dim, keepdims=True)
    return np.where(nowhere, x.dtype.type(0), _softmax(np.where(nowhere, x.dtype.type(0), x), dim))


def _log_softmax(x: Any, dim: int) -> Any:
    if x.size == 0:
        return np.zeros_like(x)
    if x.ndim == 0:
        return _log_softmax(x.reshape(1), 0).reshape(())
    below = wide(x) - greatest(x, dim, keepdims=True)
    total = add(np.exp(below), dim, keepdims=True)
    if x.dtype.char == "e" and dim == x.ndim - 1:  # PyTorch's kernel for rows keeps these in half precision
        return (below - np.log(total.astype(x.dtype))).astype(x.dtype)
    return np.asarray(below - np.log(total), x.dtype, order="C")


LOGSUMEXP = Op(
    "logsumexp", "LogsumexpBackward0", _logsumexp,
    vjp=(lambda xp, g, x, z, dim, keepdim: restore(xp, g, dim, keepdim) * xp.exp(x - restore(xp, z, dim, keepdim)),),
    formula="log(sum exp {x})", local=("exp({x} − {z})",),
)


def _logcumsumexp(x: Any, dim: int) -> Any:
    return in_rows(np.logaddexp.accumulate(x, dim)) if x.ndim else x.copy()


def _logcumsumexp_vjp(xp: Any, g: Any, x: Any, z: Any, dim: int) -> Any:
    """For each place the sum of g · exp(x − z) over it and all that follow, in logarithms, positive and negative g apart."""
    if x.ndim == 0:
        return g
    sent = reverse_cumsum(xp, xp.where(is_nan(g), g, 0), dim)
    z = xp.where(z > -math.inf, z, 0)
    for sign in (1, -1):
        chosen = g * sign > 0
        size = xp.where(chosen, xp.log(xp.where(chosen, g * sign, 1)), -math.inf)
        part = xp.exp(xp.flip(by_row(xp, LOGCUMSUMEXP, xp.flip(size - z, (dim,)), dim=dim), (dim,)) + x)
        sent = sent + part if sign == 1 else sent - part
    return sent


LOGCUMSUMEXP: Op = Op(
    "logcumsumexp", "LogcumsumexpBackward0", once(_logcumsumexp),
    vjp=(_logcumsumexp_vjp,),
    formula="log of the running sum of exp {x}", local=("exp({x} − {z}) up to the element's own place",),
)
SOFTMAX = Op(
    "softmax", "SoftmaxBackward0", _softmax,
    vjp=(SOFTMAX_BACKWARD.of("z", "dim"),),
    formula="exp {x} / sum(exp {x})", local=("{z}ᵢ · (1 − {z}ᵢ), −{z}ᵢ · {z}ⱼ between two",),
)
SAFE_SOFTMAX = Op(
    "_safe_softmax", "SafeSoftmaxBackward0", _safe_softmax,
    vjp=(SOFTMAX_BACKWARD.of("z", "dim"),),
    formula="exp {x} / sum(exp {x})", local=("{z}ᵢ · (1 − {z}ᵢ), −{z}ᵢ · {z}ⱼ between two",), symbol="softmax",
)
LOG_SOFTMAX = Op(
    "log_softmax", "LogSoftmaxBackward0", _log_softmax,
    vjp=(LOG_SOFTMAX_BACKWARD.of("z", "dim"),),
    formula="{x} − log(sum exp {x})", local=("1 − exp {z}ᵢ, −exp {z}ⱼ between two",),
)
