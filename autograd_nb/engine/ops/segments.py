"""The row that joins the slices of each segment of a dimension: sums, means, products, largest, smallest."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.op import Op

from .reduce import by_row, plain

# A table is read row by row; one argument a line would hide it.
# fmt: off

_JOIN: dict[str, Any] = {
    "sum": np.add, "mean": np.add, "prod": np.multiply, "max": np.maximum, "min": np.minimum,
}
NEUTRAL = {"sum": 0, "mean": 0, "prod": 1, "max": -np.inf, "min": np.inf}


def _segment_reduce(x: Any, reduce: str, starts: Any, ends: Any, axis: int, initial: float | None) -> Any:
    join = _JOIN[reduce]
    out = np.empty((*starts.shape, *x.shape[axis + 1 :]), x.dtype)
    first = NEUTRAL[reduce] if initial is None else initial
    for place in np.ndindex(starts.shape):
        start, end = int(starts[place]), int(ends[place])
        joined = join.reduce(x[place[:-1]][start:end], 0, initial=x.dtype.type(first))
        if reduce == "mean" and (end > start or initial is None):
            joined = joined / x.dtype.type(end - start)
        out[place] = joined
    return out


def _segment_of(shape: tuple[int, ...], starts: Any, ends: Any, axis: int) -> tuple[Any, Any]:
    """For each slice the place of its segment, as an index of the result, and whether it lies in one."""
    number, inside = np.zeros(shape[: axis + 1], np.int64), np.zeros(shape[: axis + 1], bool)
    for place in np.ndindex(starts.shape):
        part = (*place[:-1], slice(int(starts[place]), int(ends[place])))
        number[part], inside[part] = place[-1], True
    grid = np.indices(number.shape, sparse=True)[:-1]
    return (*grid, number), inside.reshape(inside.shape + (1,) * (len(shape) - axis - 1))


def _segment_vjp(
    xp: Any, g: Any, x: Any, z: Any, reduce: str, starts: Any, ends: Any, axis: int, initial: float | None
) -> Any:
    own, result = plain(x), plain(z)
    if not result.size:
        return xp.zeros_like(x)
    where, inside = _segment_of(own.shape, starts, ends, axis)
    inside = np.broadcast_to(inside, own.shape)
    if reduce == "mean":
        lengths = np.maximum(ends - starts, 1).astype(own.dtype)
        lengths = lengths.reshape(lengths.shape + (1,) * (own.ndim - axis - 1))
        g = g / (lengths if xp.plain else z.new_tensor(lengths))
    elif reduce in ("max", "min"):
        inside = inside & ((own == result[where]) | np.isnan(own))
        number = np.zeros(result.shape, own.dtype)
        np.add.at(number, where, inside)
        number = np.maximum(number, 1)
        g = g / (number if xp.plain else z.new_tensor(number))
    elif reduce == "prod":
        zero = inside & (own == 0)
        if zero.any():  # a single 0 gets the product of the others; of several all get 0
            met = np.zeros(result.shape, np.int64)
            np.add.at(met, where, zero)
            alone = zero & (met[where] == 1)
            call = {"reduce": reduce, "starts": starts, "ends": ends, "axis": axis, "initial": initial}
            others = by_row(xp, SEGMENT_REDUCE, xp.where(~alone, x, 1), **call)
            shared = (g * z)[where] / xp.where(~zero, x, 1)
            return xp.where(alone, (g * others)[where], 0) + xp.where(inside & ~alone, shared, 0)
        return xp.where(inside, (g * z)[where] / xp.where(inside, x, 1), 0)
    return xp.where(inside, g[where], 0)


SEGMENT_REDUCE = Op(
    "segment_reduce", "SegmentReduceBackward0", _segment_reduce,
    vjp=(_segment_vjp,),
    formula="{reduce} of each segment of {x}", local=("its share of its segment",), saved_as={"x": "data"},
)
