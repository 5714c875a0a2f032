"""Rows of the operations that choose elements by their size, and of questions about all elements.

Those that choose along a dimension give values and indices; the gradient goes to the chosen places only.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.numerics.selecting import LIMIT, kth, sorted_place, topmost
from autograd_nb.engine.op import Op

from .reduce import in_rows, is_nan, plain, share_all

# A table is read row by row; one argument a line would hide it.
# fmt: off


# -- chosen along a dimension: values and indices ---------------------------------------------------------------------


def places(indices: Any, dim: int) -> tuple[Any, ...]:
    """Indices along `dim` as an index of the whole array."""
    grid = list(np.indices(indices.shape, sparse=True))
    grid[dim] = indices
    return tuple(grid)


def _choose(x: Any, indices: Any, dim: int, keepdim: bool = True) -> tuple[Any, Any]:
    """The values at `indices`, which have as many dimensions as `x`; both results without `dim` if asked."""
    values = np.take_along_axis(x, indices, dim)
    return (values, indices) if keepdim else (values.squeeze(dim), indices.squeeze(dim))


def _selecting(find: Any, keeps: bool) -> Any:
    """A forward from `find(x, dim, **options)`, which gives indices along `dim`; a scalar counts as one element."""

    def forward(x: Any, dim: int, keepdim: bool = True, **options: Any) -> tuple[Any, Any]:
        if x.ndim == 0:
            values, indices = _choose(x.reshape(1), find(x.reshape(1), 0, **options), 0)
            return values.reshape(()), indices.reshape(())
        return _choose(x, find(x, dim, **options), dim, keeps or keepdim)

    return forward


def _selected_vjp(xp: Any, g: Any, x_shape: tuple[int, ...], z1: Any, dim: int, keepdim: bool | None) -> Any:
    if not x_shape:
        return g
    indices = plain(z1)
    if keepdim is False:
        g, indices = xp.expand_dims(g, dim), np.expand_dims(indices, dim)
    if not xp.plain:
        return g.new_zeros(x_shape).scatter(dim, g._wrap(indices), g)
    return xp.scatter(x_shape, places(indices, dim), g)


def _running_vjp(xp: Any, g: Any, x: Any, z1: Any, dim: int) -> Any:
    """An element that stays the best for several places gets what all of them send."""
    if xp.plain or not x.shape:
        return _selected_vjp(xp, g, x.shape, z1, dim, None)
    return g.new_zeros(x.shape).scatter_add(dim, g._wrap(plain(z1)), g)


def _selection(
    name: str, grad_fn: str, find: Any, formula: str, keeps: bool = False, vjp: Any = _selected_vjp
) -> Op:
    """A row; `keeps` where the chosen dimension always stays."""
    return Op(
        name,
        grad_fn,
        _selecting(find, keeps),
        vjp=(vjp,),
        formula=formula,
        local=("1 at the chosen, else 0",),
        saved_as={"x_shape": "self_sym_sizes", "z1": "indices"},
    )


def ordered(x: Any, dim: int, descending: bool = False) -> Any:
    """Indices that sort; equal elements keep their order, nan counts as the largest."""
    if not descending:
        return np.argsort(x, dim, kind="stable")
    return x.shape[dim] - 1 - np.flip(np.argsort(np.flip(x, dim), dim, kind="stable"), dim)


def _ties(x: Any, order: Any, dim: int, first: int, last: int) -> bool:
    """Whether two of the elements that stand from `first` to `last` in an order are equal."""
    if x.shape[dim] > LIMIT or not x.size:
        return False
    if x.ndim == 1:
        values = x[order[max(first, 0) : last + 1]]
    else:
        among = range(max(first, 0), min(last + 1, x.shape[dim]))
        values = np.moveaxis(np.take_along_axis(x, np.take(order, among, dim), dim), dim, 0)
    after, before = values[1:], values[:-1]
    return bool((after == before).any() or (x.dtype.kind == "f" and (np.isnan(after) & np.isnan(before)).any()))


def _ranks(x: Any) -> Any:
    """Whole numbers that are in order as the elements are; nan is the largest."""
    return np.unique(x, return_inverse=True)[1].reshape(x.shape)


def _kth(x: Any, dim: int, k: int) -> Any:
    order = ordered(x, dim)
    if not _ties(x, order, dim, k - 2, k):
        return np.take(order, [k - 1], dim)
    return np.apply_along_axis(lambda keys: [kth(keys.tolist(), k - 1)], dim, _ranks(x))


def _median(x: Any, dim: int) -> Any:
    """The lower of the two in the middle; nan where there is one."""
    middle = np.take(ordered(x, dim), [(x.shape[dim] + 1) // 2 - 1], dim)
    if x.dtype.kind != "f":
        return middle
    return np.where(np.isnan(x).any(dim, keepdims=True), x.argmax(dim, keepdims=True), middle)


def _top(x: Any, dim: int, k: int, largest: bool, in_order: bool = True) -> Any:
    order = ordered(x, dim, largest)
    if not k or (not _ties(x, order, dim, 0, k) if in_order else x.shape[dim] > LIMIT or not x.size):
        return order[:k] if x.ndim == 1 else np.take(order, range(k), dim)
    keys = -_ranks(x) if largest else _ranks(x)
    return np.apply_along_axis(lambda line: topmost(line.tolist(), k, in_order), dim, keys)


def _mode(x: Any, dim: int) -> Any:
    """Where the most frequent value is, the smallest of several: in its last place when all are sorted."""

    def line(v: Any) -> Any:
        values, ranks, counts = np.unique(v, return_inverse=True, return_counts=True, equal_nan=False)
        most = counts.argmax()
        if v.size > LIMIT:
            return [np.flatnonzero(v == values[most])[-1]]
        return [sorted_place(ranks.tolist(), counts[: most + 1].sum() - 1)]

    if not x.size:  # along the other dimensions: there is nothing to find
        return np.zeros([1 if d == dim else n for d, n in enumerate(x.shape)], np.int64)
    return np.apply_along_axis(line, dim, x)


def _running(better: Any) -> Any:
    """Indices of the best so far; of equals the later one."""

    def find(x: Any, dim: int) -> Any:
        x = in_rows(x)
        best = better.accumulate(x, dim)
        own = np.arange(x.shape[dim]).reshape([-1 if d == dim else 1 for d in range(x.ndim)])
        return np.maximum.accumulate(np.where((x == best) | is_nan(x), own, 0), dim)

    return find


MAX_DIM = _selection("max", "MaxBackward0", lambda x, dim: x.argmax(dim, keepdims=True), "max {x} along dim {dim}")
MIN_DIM = _selection("min", "MinBackward0", lambda x, dim: x.argmin(dim, keepdims=True), "min {x} along dim {dim}")
MEDIAN_DIM = _selection("median", "MedianBackward1", _median, "median {x} along dim {dim}")
KTHVALUE = _selection("kthvalue", "KthvalueBackward0", _kth, "{k}. smallest of {x} along dim {dim}")
MODE = _selection("mode", "ModeBackward0", _mode, "most frequent of {x} along dim {dim}")
SORT = _selection("sort", "SortBackward0", ordered, "{x} sorted along dim {dim}", keeps=True)
SORT_STABLE = _selection("sort", "SortBackward1", ordered, "{x} sorted along dim {dim}", keeps=True)
TOPK = _selection("topk", "TopkBackward0", _top, "{k} largest of {x} along dim {dim}", keeps=True)
CUMMAX = _selection(
    "cummax", "CummaxBackward0", _running(np.maximum), "running max of {x}", True, _running_vjp
)
CUMMIN = _selection(
    "cummin", "CumminBackward0", _running(np.minimum), "running min of {x}", True, _running_vjp
)


def _middle(x: Any) -> Any:
    flat = x.reshape(-1)
    return flat[_median(flat, 0)[0]] if flat.size else _of_none(x.dtype)


def _of_none(dtype: Any) -> Any:
    """The median of no numbers: nan, or what PyTorch has in its place among whole numbers."""
    if dtype.kind == "f":
        return np.asarray(np.nan, dtype)
    return np.asarray(np.iinfo(dtype).min if dtype.itemsize >= 4 else 0, dtype)


MEDIAN = Op(
    "median", "MedianBackward0", _middle,
    vjp=(share_all,),
    formula="median {x}", local=("1 at the middle, shared by ties, else 0",),
)



def _nan_median(x: Any, dim: int) -> Any:
    """The lower of the two in the middle of those that are not nan."""
    known = np.count_nonzero(~is_nan(x), dim, keepdims=True)
    return np.take_along_axis(ordered(x, dim), np.maximum((known - 1) // 2, 0), dim)


def _nan_middle(x: Any) -> Any:
    flat = x.reshape(-1)
    return flat[_nan_median(flat, 0)[0]] if flat.size else _of_none(x.dtype)


NANMEDIAN_DIM = _selection("nanmedian", "NanmedianBackward1", _nan_median, "median of {x} without nan along dim {dim}")
NANMEDIAN = Op(
    "nanmedian", "NanmedianBackward0", _nan_middle,
    vjp=(share_all,),
    formula="median of {x} without nan", local=("1 at the middle, shared by ties, else 0",),
)

# -- questions: no gradient -------------------------------------------------------------------------------------------------


def _question(name: str, forward: Any) -> Op:
    return Op(name, "", forward, formula=name + " {x}", inputs=("x",), outputs=0)


def _found(find: Any) -> Any:
    def forward(x: Any, dim: int | None, keepdim: bool) -> Any:
        if x.ndim == 0:
            return np.zeros((), np.int64)
        return find(x, dim, keepdims=keepdim)

    return forward


def _truth(reduce: Any) -> Any:
    """`any` and `all`; PyTorch answers in uint8 where it is asked in uint8."""
    return lambda x, dim=None, keepdim=False: np.asarray(
        reduce(x, dim, keepdims=keepdim), np.uint8 if x.dtype == np.uint8 else np.bool_, order="C"
    )


def _unique(x: Any) -> tuple[Any, Any, Any]:
    values, inverse, counts = np.unique(x, return_inverse=True, return_counts=True, equal_nan=False)
    return values, inverse.reshape(x.shape), counts


def _unique_slices(x: Any, dim: int) -> tuple[Any, Any, Any]:
    if is_nan(x).any():
        return _unique_with_nan(x, dim)
    values, inverse, counts = np.unique(x, axis=dim, return_inverse=True, return_counts=True)
    return values, inverse.reshape(-1), counts


def _unique_with_nan(x: Any, dim: int) -> tuple[Any, Any, Any]:
    """PyTorch passes over what is neither less nor greater when it sorts slices; one with nan equals no other."""
    slices = np.moveaxis(x, dim, 0).reshape(x.shape[dim], -1)

    def compared(i: int, j: int) -> int:
        differ = np.flatnonzero((slices[i] < slices[j]) | (slices[i] > slices[j]))
        return 0 if not differ.size else -1 if slices[i][differ[0]] < slices[j][differ[0]] else 1

    order = sorted(range(len(slices)), key=functools.cmp_to_key(compared))
    new = [at == 0 or (slices[i] != slices[order[at - 1]]).any() for at, i in enumerate(order)]
    number = np.cumsum(new) - 1
    inverse = np.empty(len(order), np.int64)
    inverse[order] = number
    return np.take(x, [i for i, first in zip(order, new) if first], dim), inverse, np.bincount(number)


def _runs(x: Any) -> tuple[Any, Any, Any]:
    """Equal neighbours as one."""
    flat = x.reshape(-1)
    begins = np.flatnonzero(np.concatenate([[True], flat[1:] != flat[:-1]])[: flat.size])
    counts = np.diff(np.concatenate([begins, [flat.size]]))
    return flat[begins], np.repeat(np.arange(begins.size), counts).reshape(x.shape), counts


def _slice_runs(x: Any, dim: int) -> tuple[Any, Any, Any]:
    """Equal neighbouring slices as one."""
    size = x.shape[dim]
    lines = np.moveaxis(x, dim, 0).reshape(size, x.size // size if size else 0)
    new = np.concatenate([[True], (lines[1:] != lines[:-1]).any(1)])[:size]
    begins = np.flatnonzero(new)
    counts = np.diff(np.concatenate([begins, [size]]))
    return np.take(x, begins, dim), np.cumsum(new) - 1, counts


ARGMAX = _question("argmax", _found(np.argmax))
ARGMIN = _question("argmin", _found(np.argmin))
ARGSORT = _question("argsort", lambda x, dim, descending: ordered(x, dim, descending) if x.ndim else np.zeros((), int))
ANY = _question("any", _truth(np.logical_or.reduce))
ALL = _question("all", _truth(np.logical_and.reduce))
COUNT_NONZERO = _question("count_nonzero", lambda x, dim=None: np.asarray(np.count_nonzero(x, dim), np.int64, order="C"))


def _sorted_out(name: str, grad_fn: str, said: str, forward: Any) -> Op:
    """Rows whose first result has a history, but no derivative in PyTorch."""
    def refuse(xp: Any, g: Any) -> Any:
        raise errors.argument_without_derivative(said)

    return Op(
        name, grad_fn, forward, vjp=(refuse,), formula=name + " {x}", local=("not defined",),
        no_forward="_unique2" if name == "unique" else name,
    )


UNIQUE = _sorted_out("unique", "Unique2Backward0", "_unique2", _unique)
UNIQUE_SLICES = _sorted_out("unique_dim", "UniqueDimBackward0", "unique_dim", _unique_slices)
UNIQUE_RUNS = _sorted_out("unique_consecutive", "UniqueConsecutiveBackward0", "unique_consecutive", _runs)
UNIQUE_SLICE_RUNS = _sorted_out("unique_consecutive", "UniqueDimBackward0", "unique_dim_consecutive", _slice_runs)
NONZERO = _question("nonzero", lambda x: np.argwhere(x) if x.ndim else np.zeros((int(bool(x)), 0), np.int64))
BINCOUNT_WEIGHTS = _question(
    "bincount", lambda x, weights, minlength: np.bincount(x, weights, minlength).astype(
        np.float32 if weights.dtype == np.float32 else np.float64),
)
HISTC = _question("histc", lambda x, bins, low, high: _histc(x, bins, low, high))
HISTOGRAM = Op(
    "histogram", "NotImplemented", lambda x, edges, weights, density: _histogram(x, edges, weights, density),
    vjp=(lambda xp, g: _no_histogram(),), formula="histogram {x}", local=("not defined",),
)
SEARCHSORTED = _question("searchsorted", lambda x, values, side: _searchsorted(x, values, side))


def _no_histogram() -> None:
    raise errors.derivative_undefined("histogram")


def _histogram(x: Any, edges: Any, weights: Any, density: bool) -> tuple[Any, Any]:
    wide = edges.astype(np.float64)
    flat = x.reshape(-1)
    inside = (flat >= wide[0]) & (flat <= wide[-1])
    places = np.searchsorted(wide, flat[inside], "right") - 1  # by halving: as in PyTorch, nobody looks for order
    places -= places == wide.size - 1  # the last edge belongs to the last bin
    counts = np.bincount(places, None if weights is None else weights[inside], wide.size - 1).astype(np.float64)
    if density:
        counts = counts / counts.sum() / np.diff(wide)
    return counts.astype(x.dtype), edges


def _histc(x: Any, bins: int, low: float, high: float) -> Any:
    flat = x.reshape(-1)
    flat = flat[(flat >= low) & (flat <= high)]
    steps = ((flat - x.dtype.type(low)) / x.dtype.type(high - low) * bins).astype(np.int64)
    return np.bincount(np.minimum(steps, bins - 1), minlength=bins).astype(x.dtype)


def _searchsorted(x: Any, values: Any, side: Any) -> Any:
    if x.ndim == 1:
        return np.asarray(np.searchsorted(x, values, side), np.int64)
    found = np.empty(values.shape, np.int64)
    for at in np.ndindex(x.shape[:-1]):
        found[at] = np.searchsorted(x[at], values[at], side)
    return found


BINCOUNT = _question("bincount", lambda x, minlength: np.bincount(x, minlength=minlength))
