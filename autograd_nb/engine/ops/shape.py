"""Rows of the operations that move elements without changing them. Most are views: they share memory."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from autograd_nb.engine.memory.layouts import following, has_channels_last
from autograd_nb.engine.memory.storage import place_in, whole
from autograd_nb.engine.namespaces import ARRAYS
from autograd_nb.engine.op import Op

# A table is read row by row; one argument a line would hide it.
# fmt: off


def _inverse(dims: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argsort(dims))


# -- the same elements under another shape ------------------------------------------------------------------------


VIEW = Op(
    "view", "ViewBackward0", lambda x, size: x.reshape(size),  # `methods/shape.py` has checked that it need not copy
    vjp=(lambda xp, g, x_shape: xp.reshape(g, x_shape),),
    formula="{x} as {size}", local=("1, moved",), symbol="view", view=True,
)
ALIAS = Op(
    "alias", "AliasBackward0", lambda x: x.view(),
    vjp=(lambda xp, g: g,),
    formula="{x}", local=("1",), view=True,
)
PRIMAL = Op(  # the value of a dual tensor
    "_fw_primal", "Identity", lambda x: x.view(),
    vjp=(lambda xp, g: g,),
    formula="{x}", local=("1",), symbol="primal",
)
RESHAPE_ALIAS = Op(  # what reshape does where it need not copy although the memory does not lie in order
    "reshape", "ReshapeAliasBackward0", VIEW.forward,
    vjp=(lambda xp, g, x_shape: xp.reshape(g, x_shape),),
    formula="{x} as {size}", local=("1, moved",), symbol="reshape", view=True,
)
RESHAPE_COPY = Op(  # what reshape does after it had to copy
    "reshape", "UnsafeViewBackward0", lambda x, size: x.reshape(size),
    vjp=(lambda xp, g, x_shape: xp.reshape(g, x_shape),),
    formula="{x} as {size}", local=("1, moved",), symbol="reshape",
)


def _unsqueezed(xp: Any, g: Any, shape: tuple[int, ...], dims: Any) -> Any:
    """Put back the dimensions of size 1, one by one where it is recorded."""
    return xp.reshape(g, shape) if xp.plain else xp.expand_dims(g, tuple(d for d in dims if shape and shape[d] == 1))


UNSQUEEZE = Op(
    "unsqueeze", "UnsqueezeBackward0", lambda x, dim: np.expand_dims(x, dim),
    vjp=(lambda xp, g, x_shape, dim: xp.reshape(g, x_shape) if xp.plain else g.squeeze(dim),),
    formula="unsqueeze({x}, {dim})", local=("1, moved",), view=True,
)
SQUEEZE = Op(
    "squeeze", "SqueezeBackward0", lambda x: x.squeeze(),
    vjp=(lambda xp, g, x_shape: _unsqueezed(xp, g, x_shape, range(len(x_shape))),),
    formula="squeeze {x}", local=("1, moved",), view=True,
)
SQUEEZE_DIM = Op(
    "squeeze", "SqueezeBackward1", lambda x, dim: x.squeeze(dim) if x.ndim and x.shape[dim] == 1 else x.view(),
    vjp=(lambda xp, g, x_shape, dim: _unsqueezed(xp, g, x_shape, (dim,)),),
    formula="squeeze({x}, {dim})", local=("1, moved",), view=True,
)
SQUEEZE_DIMS = Op(
    "squeeze", "SqueezeBackward2", lambda x, dim: x.squeeze(tuple(d for d in dim if x.shape[d] == 1)),
    vjp=(lambda xp, g, x_shape, dim: _unsqueezed(xp, g, x_shape, dim),),
    formula="squeeze({x}, {dim})", local=("1, moved",), view=True,
)


def _expand(x: Any, size: tuple[int, ...]) -> Any:
    """A view that repeats elements without copying: as np.broadcast_to gives it, but a part of it can be written to."""
    own = [0 if n == 1 and m != 1 else step for n, m, step in zip(x.shape, size[len(size) - x.ndim :], x.strides)]
    return as_strided(x, size, (*(0,) * (len(size) - x.ndim), *own))


EXPAND = Op(
    "expand", "ExpandBackward0", _expand,
    vjp=(lambda xp, g: g,),  # the walk adds up what came from the copies
    formula="expand({x}, {size})", local=("1 for each copy",), view=True,
)

# -- the same elements in another order of dimensions ----------------------------------------------------------------

T = Op(
    "t", "TBackward0", lambda x: x.T,
    vjp=(lambda xp, g: (g.T if xp.plain else g.t()) if g.ndim == 2 else g,),
    formula="{x}ᵀ", local=("1, transposed",), symbol="transpose", view=True,
)
TRANSPOSE = Op(
    "transpose", "TransposeBackward0", lambda x, dim0, dim1: x.swapaxes(dim0, dim1),
    vjp=(lambda xp, g, dim0, dim1: xp.swapaxes(g, dim0, dim1),),
    formula="{x} with dimensions {dim0} and {dim1} swapped", local=("1, transposed",), view=True,
)
TRANSPOSE_SCALAR = Op(
    "transpose", "TransposeBackward0", lambda x, dim0, dim1: x.view(),
    vjp=(lambda xp, g: g,),
    formula="{x}", local=("1",), view=True,
)
PERMUTE = Op(
    "permute", "PermuteBackward0", lambda x, dims: x.transpose(dims),
    vjp=(lambda xp, g, dims: xp.transpose(g, _inverse(dims)),),
    formula="permute({x}, {dims})", local=("1, transposed",), view=True,
)
DIAGONAL = Op(
    "diagonal", "DiagonalBackward0", lambda x, offset, dim1, dim2: _writeable(np.diagonal(x, offset, dim1, dim2), x),
    vjp=(lambda xp, g, x_shape, offset, dim1, dim2: _put_back(
        xp, g, x_shape, np.diagonal(_numbered(x_shape), offset, dim1, dim2)),),
    formula="diagonal {x}", local=("1 on the diagonal, else 0",), view=True,
)


def _numbered(shape: tuple[int, ...]) -> Any:
    """The number of each element, in C order."""
    return np.arange(math.prod(shape)).reshape(shape)


def _put_back(xp: Any, g: Any, shape: tuple[int, ...], where: Any) -> Any:
    """Zeros of `shape` with `g` added at the elements numbered `where`."""
    return xp.reshape(xp.scatter((math.prod(shape),), where, g), shape)


def _writeable(view: Any, base: Any) -> Any:
    """`np.diagonal` gives a read-only view; PyTorch's can be written."""
    view.flags.writeable = base.flags.writeable
    return view


def _over(row: Op, grad_fn: str) -> Op:
    """The row of the in-place form, whose node has another name."""
    return Op(
        f"{row.name}_", grad_fn, row.forward,
        vjp=row.vjp, formula=row.formula, local=row.local, symbol=row.symbol, view=True,
    )


T_OVER = _over(T, "TBackward1")
TRANSPOSE_OVER = _over(TRANSPOSE, "TransposeBackward1")
TRANSPOSE_SCALAR_OVER = _over(TRANSPOSE_SCALAR, "TransposeBackward1")
UNSQUEEZE_OVER = _over(UNSQUEEZE, "UnsqueezeBackward1")
SQUEEZE_OVER = _over(SQUEEZE, "SqueezeBackward3")
SQUEEZE_DIM_OVER = _over(SQUEEZE_DIM, "SqueezeBackward4")
SQUEEZE_DIMS_OVER = _over(SQUEEZE_DIMS, "SqueezeBackward5")

# -- parts ---------------------------------------------------------------------------------------------------------------


def _at(dim: int, part: Any) -> tuple[Any, ...]:
    return (slice(None),) * dim + (part,)


SELECT = Op(
    "select", "SelectBackward0", lambda x, dim, index: x[(*_at(dim, index), Ellipsis)],
    vjp=(lambda xp, g, x_shape, dim, index: xp.scatter(x_shape, _at(dim, index), g, "select"),),
    formula="{x}[{index}]", local=("1 at the element, else 0",), symbol="[ ]", view=True,
)
SLICE = Op(
    "slice", "SliceBackward0", lambda x, dim, start, end, step: x[_at(dim, slice(start, end, step))],
    vjp=(lambda xp, g, x_shape, dim, start, end, step: xp.scatter(
        x_shape, _at(dim, slice(start, end, step)), g, "slice"),),
    formula="{x}[{start}:{end}]", local=("1 inside, else 0",), symbol="[:]", view=True,
)
def _join(xp: Any, parts: list[Any], shape: tuple[int, ...], sizes: tuple[int, ...], dim: int) -> Any:
    """Put the gradients of the parts of a tensor together; a part that got none has zeros."""
    known = next(p for p in parts if p is not None)
    full = [(*shape[:dim], n, *shape[dim + 1 :]) for n in sizes]
    return xp.cat([xp.zeros(s, known) if p is None else p for p, s in zip(parts, full)], dim)


def _stacked(xp: Any, g: list[Any], x_shape: tuple[int, ...], dim: int) -> Any:
    known = next(part for part in g if part is not None)
    parts = [xp.zeros((*x_shape[:dim], *x_shape[dim + 1 :]), known) if part is None else part for part in g]
    return STACK.forward(*parts, dim=dim) if xp.plain else known._apply(STACK, *parts, dim=dim)


UNBIND = Op(
    "unbind", "UnbindBackward0", lambda x, dim: tuple(np.moveaxis(x, dim, 0)[i, ...] for i in range(x.shape[dim])),
    vjp=(_stacked,),
    formula="unbind({x}, {dim})", local=("1, put back together",), view=True, outputs=-1,
)


def _split(x: Any, sizes: tuple[int, ...], dim: int) -> tuple[Any, ...]:
    ends = np.cumsum(sizes)
    return tuple(x[_at(dim, slice(int(e - n), int(e)))] for n, e in zip(sizes, ends))


SPLIT = Op(
    "split", "SplitBackward0", _split,
    vjp=(lambda xp, g, x_shape, sizes, dim: _join(xp, g, x_shape, sizes, dim),),
    formula="split({x}, {sizes})", local=("1, put back together",), view=True, outputs=-1,
)
SPLIT_SIZES = Op(
    "split_with_sizes", "SplitWithSizesBackward0", _split,
    vjp=(lambda xp, g, x_shape, sizes, dim: _join(xp, g, x_shape, sizes, dim),),
    formula="split({x}, {sizes})", local=("1, put back together",), view=True, outputs=-1,
)
def _parts(x: Any, sizes: tuple[int, ...], dim: int) -> Any:
    return tuple(part.copy() for part in _split(x, sizes, dim))


UNSAFE_SPLIT = Op(  # PyTorch's parts share memory without being known as views, hence the name; these are copies
    "unsafe_split", "UnsafeSplitBackward0", _parts,
    vjp=(lambda xp, g, x_shape, sizes, dim: _join(xp, g, x_shape, sizes, dim),),
    formula="split({x}, {sizes})", local=("1, put back together",), outputs=-1,
)
UNSAFE_SPLIT_SIZES = Op(
    "unsafe_split_with_sizes", "UnsafeSplitWithSizesBackward0", _parts,
    vjp=(lambda xp, g, x_shape, sizes, dim: _join(xp, g, x_shape, sizes, dim),),
    formula="split({x}, {sizes})", local=("1, put back together",), outputs=-1,
)
AS_STRIDED = Op(
    "as_strided", "AsStridedBackward0", lambda x, geometry: ARRAYS.as_strided(x, geometry),
    vjp=(lambda xp, g, x_shape, geometry: _put_back(
        xp, g, x_shape, ARRAYS.as_strided(_numbered(x_shape), geometry)),),
    formula="view of {x}", local=("1 inside, else 0",), symbol="view", view=True,
)


def _outside(x: Any, geometry: tuple[Any, Any, int], own: Any) -> Any:
    """The view of the memory around `x` that has this geometry, counted from where `x` begins."""
    size, steps, offset = geometry
    return as_strided(whole(x)[place_in(x) + offset :], size, [step * x.itemsize for step in steps])


def _numbers_seen(geometry: tuple[Any, Any, int], own: tuple[Any, Any, int]) -> Any:
    """Which element of a tensor each element of a view is; -1 where it is none. Both are given by their geometry."""
    before = max(-geometry[2], 0)
    reach = [before + offset + 1 + sum(max(n - 1, 0) * step for n, step in zip(size, steps))
             for size, steps, offset in (geometry, own)]
    memory = np.full(max(reach), -1)
    mine, seen = (as_strided(memory[before + offset :], size, [step * memory.itemsize for step in steps])
                  for size, steps, offset in (own, geometry))
    mine[...] = _numbered(own[0])
    return seen


def _outside_vjp(xp: Any, g: Any, x_shape: tuple[int, ...], geometry: Any, own: Any) -> Any:
    where = _numbers_seen(geometry, own)
    return _put_back(xp, xp.where(where >= 0, g, 0), x_shape, np.maximum(where, 0))


AS_STRIDED_OUTSIDE = Op(  # where a tensor has gaps, or the view goes past its ends
    "as_strided", "AsStridedBackward0", _outside, vjp=(_outside_vjp,),
    formula="view of the memory of {x}", local=("1 inside, else 0",), symbol="view", view=True,
)
AS_STRIDED_OVER = _over(AS_STRIDED, "AsStridedBackward1")
AS_STRIDED_OUTSIDE_OVER = _over(AS_STRIDED_OUTSIDE, "AsStridedBackward1")
STRIDED_OVER = {AS_STRIDED: AS_STRIDED_OVER, AS_STRIDED_OUTSIDE: AS_STRIDED_OUTSIDE_OVER}
AS_STRIDED_SCATTER = Op(
    "as_strided_scatter", "AsStridedScatterBackward0",
    lambda x, y, geometry: ARRAYS.as_strided_scatter(x, y, geometry),
    vjp=(
        lambda xp, g, geometry: xp.as_strided_scatter(g, xp.as_strided(g, geometry) * 0, geometry),
        lambda xp, g, geometry: xp.as_strided(g, geometry),
    ),
    formula="{x} with {y} written into a view", local=("1 outside, else 0", "1"), symbol="write", saved_as={"y": "src"},
)

# -- many into one ---------------------------------------------------------------------------------------------------------


def _cat_part(xp: Any, g: Any, i: int, sizes: tuple[int | None, ...], dim: int) -> Any:
    """What goes to the i-th of the joined; size None is that of a line of nothing among what has more dimensions."""
    start, own = sum(size or 0 for size in sizes[:i]), sizes[i]
    part = g[_at(dim, slice(start, start + (own or 0)))]
    return xp.reshape(part, (0,)) if own is None else part


def _joined(xs: Any, dim: int) -> Any:
    """One after the other; in memory as well, but where all have their channels last."""
    z = np.concatenate(xs, dim)
    if z.flags.c_contiguous:
        return z
    return following(z, xs[0]) if all(map(has_channels_last, xs)) else z.copy("C")


CAT = Op(
    "cat", "CatBackward0", lambda *xs, sizes, dim: _joined([x for x in xs if x.shape != (0,)] or xs[:1], dim),
    vjp=_cat_part,
    formula="cat of {x}", local=("1, its own part",),
)
STACK = Op(
    "stack", "StackBackward0", lambda *xs, dim: np.asarray(np.stack(xs, dim), order="C"),
    vjp=lambda xp, g, i, dim: g[_at(dim, i)],
    formula="stack of {x}", local=("1, its own part",),
)

# -- copies and mirrors -------------------------------------------------------------------------------------------------------



def _mirrored(x: Any, dims: tuple[int, ...]) -> Any:
    """A copy whose dimensions lie in memory as those of `x` do."""
    out = np.empty_like(x)
    out[...] = np.flip(x, dims) if x.ndim else x
    return out


FLIP = Op(
    "flip", "FlipBackward0", lambda x, dims: _mirrored(x, dims),
    vjp=(lambda xp, g, dims: xp.flip(g, dims) if g.ndim else g,),
    formula="flip({x}, {dims})", local=("1, mirrored",),
)
ROLL = Op(
    "roll", "RollBackward0", lambda x, shifts, dims: np.roll(np.ascontiguousarray(x) if x.ndim else x, shifts if dims else shifts[0], dims),
    vjp=(lambda xp, g, shifts, dims: xp.roll(g, tuple(-s for s in shifts) if dims else -shifts[0], dims),),
    formula="roll({x}, {shifts})", local=("1, moved back",),
)
TRIU = Op(
    "triu", "TriuBackward0", lambda x, diagonal: np.asarray(np.triu(x, diagonal), order="C"),
    vjp=(lambda xp, g, diagonal: xp.triu(g, diagonal),),
    formula="triu {x}", local=("1 above the diagonal, else 0",), alike=True,
)
TRIL = Op(
    "tril", "TrilBackward0", lambda x, diagonal: np.asarray(np.tril(x, diagonal), order="C"),
    vjp=(lambda xp, g, diagonal: xp.tril(g, diagonal),),
    formula="tril {x}", local=("1 below the diagonal, else 0",), alike=True,
)


def _block_places(shapes: tuple[tuple[int, ...], ...], i: int) -> tuple[slice, slice]:
    """Where block `i` lies; vectors are rows, numbers are blocks of one element."""
    sizes = [(1, 1)[: 2 - len(shape)] + shape for shape in shapes]
    row, column = sum(s[0] for s in sizes[:i]), sum(s[1] for s in sizes[:i])
    return slice(row, row + sizes[i][0]), slice(column, column + sizes[i][1])


def _block_diag(*xs: Any, shapes: tuple[tuple[int, ...], ...]) -> Any:
    sizes = [(1, 1)[: 2 - len(shape)] + shape for shape in shapes]
    full = np.zeros((sum(s[0] for s in sizes), sum(s[1] for s in sizes)), np.result_type(*xs))
    for i, x in enumerate(xs):
        full[_block_places(shapes, i)] = x
    return full


BLOCK_DIAG = Op(
    "block_diag", "BlockDiagBackward0", _block_diag,
    vjp=lambda xp, g, i, shapes: xp.reshape(g[_block_places(shapes, i)], shapes[i]),
    formula="blocks of {x} on the diagonal", local=("1, its own block",),
)
