"""Rows that read or write at places named by an index: gather, scatter and their relatives.

`index` is a tensor of whole numbers. Reading sends the gradient to the places read; writing takes it from there.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.op import Op

from .order import places
from .reduce import by_row, plain

# A table is read row by row; one argument a line would hide it.
# fmt: off


def _along(dim: int, index: Any) -> tuple[Any, ...]:
    """Whole slices of dimension `dim`."""
    return (*(slice(None),) * dim, plain(index))


def _corner(index: Any) -> tuple[slice, ...]:
    """The part of a source that an index uses: it may be smaller."""
    return tuple(slice(0, n) for n in index.shape)


def _lifted(xp: Any, x: Any) -> Any:
    """A scalar counts as a vector of one element."""
    return x if len(x.shape) else xp.reshape(x, (1,))


def _line(x: Any) -> Any:
    return x if x.ndim else x.reshape(1)


def _without(xp: Any, g: Any, where: Any) -> Any:
    """`g`, but 0 at `where`: what is overwritten gets nothing."""
    kept = np.ones(g.shape or (1,), bool)
    kept[where] = False
    return xp.where(kept.reshape(g.shape), g, 0)


def _without_slices(xp: Any, g: Any, dim: int, index: Any) -> Any:
    """`g`, but 0 in whole slices of a dimension."""
    return _without(xp, g, _along(dim, index)) if xp.plain else g.index_fill(dim, _tensor(g, index), 0)


def _without_places(xp: Any, g: Any, dim: int, index: Any) -> Any:
    """`g`, but 0 in places along a dimension."""
    return _without(xp, g, places(_line(plain(index)), dim)) if xp.plain else g.scatter(dim, _tensor(g, index), 0)


def _tensor(like: Any, index: Any) -> Any:
    return like._wrap(index) if isinstance(index, np.ndarray) else index


def _read(xp: Any, g: Any, shape: tuple[int, ...], index: Any, dim: int) -> Any:
    """What a source of `shape` gets back from the places that it was written to."""
    if not xp.plain and shape == index.shape:
        return g.gather(dim, _tensor(g, index))
    read = _lifted(xp, g)[places(_line(plain(index)), dim)]
    if not len(shape):
        return xp.reshape(read, shape)
    return read if read.shape == shape else xp.scatter(shape, _corner(_line(index)), read)


# -- along one dimension, place by place -----------------------------------------------------------------------------

def _gather_vjp(xp: Any, g: Any, x: Any, dim: int, index: Any) -> Any:
    if not xp.plain:
        return g.new_zeros(x.shape).scatter_add(dim, index, g)
    if not plain(index).size:
        return xp.zeros_like(x)
    sent = xp.scatter(x.shape or (1,), places(_line(plain(index)), dim), _lifted(xp, g))
    return sent if x.shape else xp.reshape(sent, ())


def _gather(x: Any, dim: int, index: Any) -> Any:
    if not index.size:  # of any number of dimensions
        return np.empty(index.shape, x.dtype)
    return _line(x)[places(_line(index), dim)].reshape(index.shape)


GATHER = Op(
    "gather", "GatherBackward0", _gather,
    vjp=(_gather_vjp,),
    formula="{x} at index along dim {dim}", local=("1 at each chosen element, else 0",),
)


def _scatter(x: Any, y: Any, dim: int, index: Any) -> Any:
    out, index = _line(x.copy()), _line(index)
    if index.size:  # of nothing, the dimensions need not fit
        out[places(index, dim)] = _line(y)[_corner(index)]
    return out.reshape(x.shape)


def _scatter_number(x: Any, dim: int, index: Any, value: float) -> Any:
    out = _line(x.copy())
    if index.size:
        out[places(_line(index), dim)] = value
    return out.reshape(x.shape)


def _scatter_add(x: Any, y: Any, dim: int, index: Any) -> Any:
    out, index = _line(x.copy()), _line(index)
    if index.size:
        np.add.at(out, places(index, dim), _line(y)[_corner(index)])
    return out.reshape(x.shape)


SCATTER = Op(
    "scatter", "ScatterBackward0", _scatter,
    vjp=(
        lambda xp, g, dim, index: _without_places(xp, g, dim, index),
        lambda xp, g, y_shape, dim, index: _read(xp, g, y_shape, index, dim),
    ),
    formula="{x} with {y} written at index", local=("0 where written, else 1", "1 where it is written"), aside=(1, 2),
    linear=True, saved_as={"y": "src"},
)
SCATTER_NUMBER = Op(
    "scatter", "ScatterBackward1", _scatter_number,
    vjp=(lambda xp, g, dim, index: _without_places(xp, g, dim, index),),
    formula="{x} with {value} written at index", local=("0 where written, else 1",),
)
SCATTER_ADD = Op(
    "scatter_add", "ScatterAddBackward0", _scatter_add,
    vjp=(lambda xp, g: g, lambda xp, g, y_shape, dim, index: _read(xp, g, y_shape, index, dim)),
    formula="{x} with {y} added at index", local=("1", "1 where it is added"), aside=(1, 2), saved_as={"y": "src"},
)

NEUTRAL = {"sum": 0, "mean": 0, "prod": 1, "amax": -math.inf, "amin": math.inf}
_JOIN: dict[str, Any] = {
    "sum": np.add, "mean": np.add, "prod": np.multiply, "amax": np.maximum, "amin": np.minimum,
}


def _counts(x_shape: tuple[int, ...], dim: int, index: Any, include_self: bool) -> Any:
    """How many values meet in each place."""
    number = np.full(x_shape, int(include_self))
    np.add.at(number, places(index, dim), 1)
    return np.maximum(number, 1)


def _scatter_reduce(x: Any, y: Any, dim: int, index: Any, reduce: str, include_self: bool) -> Any:
    if not x.ndim:
        line = _scatter_reduce(_line(x), _line(y), 0, _line(index), reduce, include_self)
        return line.reshape(())
    out = x.copy()
    where = places(index, dim)
    if not include_self:
        neutral = NEUTRAL[reduce]
        if x.dtype.kind == "b" and math.isinf(neutral):
            neutral = neutral > 0
        elif x.dtype.kind != "f" and math.isinf(neutral):
            neutral = np.iinfo(x.dtype).min if neutral < 0 else np.iinfo(x.dtype).max
        out[where] = neutral
    _JOIN[reduce].at(out, where, y[_corner(index)])
    if reduce == "mean":
        out = np.asarray((np.true_divide if x.dtype.kind == "f" else np.floor_divide)(
            out, _counts(x.shape, dim, index, include_self)), x.dtype)
    return out


def _reduced(
    xp: Any, g: Any, x: Any, y: Any, z: Any, dim: int, index: Any, reduce: str, include_self: bool, source: str = ""
) -> Any:
    """The gradient of `x`, or that of `y` if PyTorch's name for it, `source`, is given."""
    if not len(x.shape):
        up, own, other, result = (_lifted(xp, part) for part in (g, x, y, z))
        sent = _reduced(xp, up, own, other, result, 0, _line(plain(index)), reduce, include_self, source)
        return xp.reshape(sent, y.shape if source else ())
    where = places(plain(index), dim)
    own, other, result = plain(x), plain(y), plain(z)
    if reduce == "mean":
        counts = _counts(own.shape, dim, plain(index), include_self)
        g = g / (counts.astype(own.dtype) if xp.plain else z.new_tensor(counts))
    elif reduce in ("amax", "amin"):
        mine = own == result
        theirs = other[_corner(index)] == result[where]
        number = mine.astype(own.dtype) if include_self else np.zeros_like(own)
        np.add.at(number, where, theirs)
        g = g / (np.maximum(number, 1) if xp.plain else z.new_tensor(np.maximum(number, 1)))
        g = xp.where(_spread(theirs, other.shape), _read(xp, g, other.shape, index, dim), 0) if source else xp.where(mine, g, 0)
        return g if source or include_self else _without(xp, g, where)
    elif reduce == "prod":
        if not (own.all() and other.all()):
            call = {"dim": dim, "index": index, "reduce": reduce, "include_self": include_self}
            if source:
                return _product_source(xp, g, x, y, z, call, source)
            without = xp.where(own != 0, x, 1)
            return _kept(xp, g * by_row(xp, SCATTER_REDUCE, without, y, **call) / without, where, include_self)
        g = g * z
        return _read(xp, g, other.shape, index, dim) / y if source else _kept(xp, g / x, where, include_self)
    return _read(xp, g, other.shape, index, dim) if source else _kept(xp, g, where, include_self)


def _refuse_again(xp: Any, g: Any, source: str) -> Any:
    raise errors.several_zeros({"src": "scatter_reduce", "source": "index_reduce"}[source], source)


SEVERAL_ZEROS = Op(
    "several_zeros", "Error", lambda x, source: x.copy(), vjp=(_refuse_again,),
    formula="{x}", local=("not defined",),
)


def _product_source(xp: Any, g: Any, x: Any, y: Any, z: Any, call: dict[str, Any], source: str) -> Any:
    """Where one factor is 0 it gets the product of the others; where several are, all get 0.

    How the product of the others changes with another zero is not seen in that 0: there it cannot be derived again.
    """
    other, index, dim = plain(y), plain(call["index"]), call["dim"]
    zero = other == 0
    met = np.zeros(z.shape, np.int64)
    np.add.at(met, places(index, dim), zero[_corner(index)])
    single = _spread(zero[_corner(index)] & (met[places(index, dim)] == 1), other.shape)
    if not xp.plain and (met > 1).any():
        y = by_row(xp, SEVERAL_ZEROS, y, source=source)
    others = by_row(xp, SCATTER_REDUCE, x, xp.where(~single, y, 1), **call)
    alone = _read(xp, g * others, other.shape, index, dim)
    shared = _read(xp, g * z, other.shape, index, dim) / xp.where(~zero, y, 1)
    return xp.where(single, alone, shared)


def _kept(xp: Any, g: Any, where: Any, include_self: bool) -> Any:
    return g if include_self else _without(xp, g, where)


def _spread(mask: Any, shape: tuple[int, ...]) -> Any:
    full = np.zeros(shape, bool)
    full[_corner(mask)] = mask
    return full


SCATTER_REDUCE = Op(
    "scatter_reduce", "ScatterReduceBackward0", _scatter_reduce,
    vjp=(
        lambda xp, g, x, y, z, dim, index, reduce, include_self: _reduced(
            xp, g, x, y, z, dim, index, reduce, include_self),
        lambda xp, g, x, y, z, dim, index, reduce, include_self: _reduced(
            xp, g, x, y, z, dim, index, reduce, include_self, "src"),
    ),
    formula="{x} joined with {y} at index by {reduce}", local=("its share", "its share"), saved_as={"y": "src"},
    aside=(1, 2),
)


def _spread_out(index: Any, dim: int, shape: tuple[int, ...]) -> Any:
    """An index of whole slices as one of their elements."""
    rows = plain(index).reshape([-1 if d == dim else 1 for d in range(max(len(shape), 1))])
    return np.broadcast_to(rows, shape or (1,)).reshape(shape)


def _index_reduced(xp: Any, g: Any, x: Any, y: Any, z: Any, call: tuple[Any, ...], source: str = "") -> Any:
    dim, index, reduce, include_self = call
    return _reduced(xp, g, x, y, z, dim, _spread_out(index, dim, y.shape), reduce, include_self, source)


INDEX_REDUCE = Op(
    "index_reduce", "IndexReduceBackward0",
    lambda x, y, dim, index, reduce, include_self: _scatter_reduce(
        x, y, dim, _spread_out(index, dim, y.shape), reduce, include_self),
    vjp=(
        lambda xp, g, x, y, z, dim, index, reduce, include_self: _index_reduced(
            xp, g, x, y, z, (dim, index, reduce, include_self)),
        lambda xp, g, x, y, z, dim, index, reduce, include_self: _index_reduced(
            xp, g, x, y, z, (dim, index, reduce, include_self), "source"),
    ),
    formula="{x} joined with the slices of {y} at index by {reduce}", local=("its share", "its share"),
    saved_as={"y": "source"}, aside=(1, 2), no_forward="index_reduce",
)

# -- through all elements, counted in order ------------------------------------------------------------------------------


def _put(x: Any, y: Any, index: Any, accumulate: bool) -> Any:
    out = x.reshape(-1).copy()
    if accumulate:
        np.add.at(out, index, y.reshape(index.shape))
    else:
        out[index] = y.reshape(index.shape)
    return out.reshape(x.shape)


def _put_x(xp: Any, g: Any, index: Any, accumulate: bool) -> Any:
    if accumulate:
        return g
    kept = np.ones(math.prod(g.shape), bool)
    kept[plain(index)] = False
    return xp.where(kept.reshape(g.shape), g, 0)


TAKE = Op(
    "take", "TakeBackward0", lambda x, index: x.reshape(-1)[index],
    vjp=(lambda xp, g, x, index: xp.reshape(xp.scatter((math.prod(x.shape),), plain(index), g), x.shape),),
    formula="elements of {x} at index", local=("1 at each chosen element, else 0",),
)
PUT = Op(
    "put", "PutBackward0", _put,
    vjp=(_put_x, lambda xp, g, y_shape, index: xp.reshape(xp.reshape(g, (-1,))[plain(index)], y_shape)),
    formula="{x} with {y} put at index", local=("0 where written, else 1", "1"), saved_as={"y": "source"}, aside=(1,),
    linear=True,
)

# -- whole slices ------------------------------------------------------------------------------------------------------------


def _index_add(x: Any, y: Any, dim: int, index: Any, alpha: float) -> Any:
    out = _line(x.copy())
    np.add.at(out, _along(dim, index), y if alpha == 1 else y * np.asarray(alpha, y.dtype))
    return out.reshape(x.shape)


def _index_copy(x: Any, y: Any, dim: int, index: Any) -> Any:
    out = _line(x.copy())
    out[_along(dim, _line(index))] = y
    return out.reshape(x.shape)


INDEX_ADD = Op(
    "index_add", "IndexAddBackward0", _index_add,
    vjp=(
        lambda xp, g: g,
        lambda xp, g, y_shape, dim, index, alpha: xp.reshape(
            _lifted(xp, g)[_along(dim, index)], y_shape) * alpha,
    ),
    formula="{x} with {y} added at the slices index", local=("1", "{alpha}"), saved_as={"y": "source"}, aside=(1, 2),
)
INDEX_COPY = Op(
    "index_copy", "IndexCopyBackward0", _index_copy,
    vjp=(
        lambda xp, g, dim, index: _without_slices(xp, g, dim, index),
        lambda xp, g, y_shape, dim, index: xp.reshape(_lifted(xp, g)[_along(dim, index)], y_shape),
    ),
    formula="{x} with {y} written at the slices index", local=("0 where written, else 1", "1"),
    saved_as={"y": "source"}, aside=(1, 2), linear=True,
)
INDEX_FILL = Op(
    "index_fill", "IndexFillBackward0", lambda x, dim, index, value: _index_copy(x, value, dim, index),
    vjp=(lambda xp, g, dim, index: _without_slices(xp, g, dim, index),),
    formula="{x} with {value} at the slices index", local=("0 where written, else 1",), alike=True,
)
INDEX_FILL_TENSOR = Op(
    "index_fill", "IndexFillBackward1", lambda x, y, dim, index: _index_copy(x, y, dim, index),
    vjp=(
        lambda xp, g, dim, index: _without_slices(xp, g, dim, index),
        lambda xp, g, dim, index: xp.sum(_lifted(xp, g)[_along(dim, np.unique(plain(index)))]),
    ),
    formula="{x} with {y} at the slices index", local=("0 where written, else 1", "1"), alike=True, aside=(1, 2),
    saved_as={"y": "value"},
)

# -- where a mask is true ------------------------------------------------------------------------------------------------------


def _masked_scatter(x: Any, y: Any, mask: Any) -> Any:
    out = x.copy()
    where = np.broadcast_to(mask, x.shape)
    out[where] = y.reshape(-1)[: int(where.sum())]
    return out


def _masked_source(xp: Any, g: Any, y_shape: tuple[int, ...], mask: Any) -> Any:
    where = np.broadcast_to(plain(mask), g.shape)
    part = g[where]
    return xp.reshape(xp.scatter((math.prod(y_shape),), slice(0, part.shape[0]), part), y_shape)


MASKED_SCATTER = Op(
    "masked_scatter", "MaskedScatterBackward0", _masked_scatter,
    vjp=(
        lambda xp, g, mask: xp.where(np.broadcast_to(plain(mask), g.shape), xp.zeros_like(g), g),
        lambda xp, g, y_shape, mask: _masked_source(xp, g, y_shape, mask),
    ),
    formula="{x} with {y} written where mask", local=("0 where written, else 1", "1 where it is written"),
    saved_as={"y": "source"}, aside=(1,),
)
