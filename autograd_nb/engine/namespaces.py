"""The two readings of a formula.

A formula is written once against a namespace `xp`, with NumPy's names. Read with `ARRAYS` it computes on plain
arrays, which is what `backward()` needs. Read with `TENSORS` every step is itself a recorded operation, so the
gradient has a graph of its own (`create_graph=True`) and second derivatives come for free.

The idea is HIPS autograd's: derivatives are expressed with differentiable functions.
"""

from __future__ import annotations

import functools
from types import ModuleType
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided as _numpy_as_strided

from .memory.overlaps import put_in_order

Shape = tuple[int, ...]

LARGE = 1 << 14
"""From so many elements on, reading and writing memory takes longer than calling NumPy."""

_BITS = {np.dtype(np.float16): np.int16, np.dtype(np.float32): np.int32, np.dtype(np.float64): np.int64}
"""For each floating point dtype the integers of its size."""


@functools.cache
def zero(dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    """0 as an array without dimensions, not to be written to: NumPy takes it in half the time of Python's number."""
    array = np.zeros((), dtype)
    array.setflags(write=False)
    return array


class Arrays:
    """Formulas on NumPy arrays."""

    plain = True

    exp = staticmethod(np.exp)
    log = staticmethod(np.log)
    sqrt = staticmethod(np.sqrt)
    sin = staticmethod(np.sin)
    cos = staticmethod(np.cos)
    tanh = staticmethod(np.tanh)
    sinh = staticmethod(np.sinh)
    cosh = staticmethod(np.cosh)
    abs = staticmethod(np.abs)
    floor = staticmethod(np.floor)
    trunc = staticmethod(np.trunc)
    matmul = staticmethod(np.matmul)
    expand_dims = staticmethod(np.expand_dims)
    zeros_like = staticmethod(np.zeros_like)
    logical_and = staticmethod(np.logical_and)
    cat = staticmethod(np.concatenate)
    flip = staticmethod(np.flip)
    roll = staticmethod(np.roll)
    triu = staticmethod(np.triu)
    tril = staticmethod(np.tril)

    # The methods of an array take a third of the time of NumPy's functions.

    @staticmethod
    def reshape(x: Any, shape: Shape) -> Any:
        return x.reshape(shape)

    @staticmethod
    def transpose(x: Any, axes: Shape) -> Any:
        return x.transpose(axes)

    @staticmethod
    def swapaxes(x: Any, axis1: int, axis2: int) -> Any:
        return x.swapaxes(axis1, axis2)

    @staticmethod
    def broadcast_to(x: Any, shape: Shape) -> Any:
        """A view that shows `x` from every place: as np.broadcast_to gives it, in a tenth of the time."""
        if type(x) is not np.ndarray:
            x = np.asarray(x)
        strides = (0,) * (len(shape) - x.ndim)
        if x.ndim:  # of a single number nothing is left to do
            if not x.flags.c_contiguous:
                return np.broadcast_to(x, shape)
            strides += tuple([step if n == m else 0 for n, m, step in zip(x.shape, shape[len(strides) :], x.strides)])
        spread: Any = np.ndarray(shape, x.dtype, x, 0, strides)
        spread.setflags(False)  # not to be written to
        return spread

    @staticmethod
    def zeros(shape: Shape, like: Any) -> Any:
        return np.zeros(shape, like.dtype)

    @staticmethod
    def where(condition: Any, x: Any, y: Any) -> Any:
        """`y` is 0 or 1 in every formula: weakly typed, so the gradient keeps its dtype."""
        if type(y) is int and y == 0 and type(x) is np.ndarray:
            if x.size >= LARGE and x.dtype in _BITS and np.shape(condition) == x.shape:
                # The bits times 0 or 1: eight times as fast as np.where on a mask without order, and nan stays out.
                bits = _BITS[x.dtype]
                chosen = np.empty(x.shape, x.dtype)
                np.multiply(x.view(bits), condition, chosen.view(bits))
                return chosen
            return np.where(condition, x, zero(x.dtype))
        return np.where(condition, x, np.asarray(y, getattr(x, "dtype", None)))

    @staticmethod
    def masked_fill(x: Any, mask: Any, value: Any = 0) -> Any:
        """`x` with a value where the mask is true."""
        return np.where(mask, zero(x.dtype) if type(value) is int else value, x)

    @staticmethod
    def sign(x: Any) -> Any:
        """0 of nan, unlike NumPy's."""
        return np.subtract(x > 0, x < 0, dtype=x.dtype)

    sgn = sign  # by which name some formulas of PyTorch's ask for it

    @staticmethod
    def sum(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
        total: Any = np.add.reduce(x, axis if axis != () else None, None, None, keepdims)  # type: ignore[call-overload]  # NumPy's types know literals only
        return total

    @staticmethod
    def astype(x: Any, like: Any) -> Any:
        """`x` in the dtype of `like`."""
        return x.astype(like.dtype)

    @staticmethod
    def scatter(shape: Shape, index: Any, g: Any, of: str = "index") -> Any:  # noqa: ARG004 - the graph's concern
        """Zeros of `shape` with `g` added at `index`: what indexing, or the operation `of`, sends back."""
        full = np.zeros(shape, g.dtype)
        if _is_basic(index):
            full[index] = g
        else:
            np.add.at(full, index, g)
        return full

    @staticmethod
    def as_strided(x: Any, geometry: Any) -> Any:
        """The view of `x` that has this geometry: shape, strides, offset in elements, order of the dimensions of x."""
        shape, strides, offset, order = geometry
        flat = np.ascontiguousarray(x.transpose(order)).reshape(-1)[offset:]
        return _numpy_as_strided(flat, shape, [s * x.itemsize for s in strides])

    @staticmethod
    def as_strided_scatter(x: Any, g: Any, geometry: Any) -> Any:
        """A copy of `x` whose view of this geometry is `g`."""
        shape, strides, offset, order = geometry
        full = np.array(x.transpose(order), order="C", copy=True)
        view = _numpy_as_strided(full.reshape(-1)[offset:], shape, [s * full.itemsize for s in strides])
        put_in_order(view, g)
        return full.transpose(np.argsort(order))

    @staticmethod
    def sum_to(x: Any, shape: Shape) -> Any:
        """Undo broadcasting: add up what came from the copies of one element."""
        lead = x.ndim - len(shape)
        if x.shape[lead:] == shape:
            if lead == 1:
                return np.add.reduce(x, 0)
            return np.add.reduce(x, tuple(range(lead)))
        axes = tuple(range(lead)) + tuple(i + lead for i, n in enumerate(shape) if n == 1 and x.shape[i + lead] != 1)
        return np.add.reduce(x, axis=axes, keepdims=True).reshape(shape)

    @staticmethod
    def cast(x: Any, dtype: Any) -> Any:
        return x.astype(dtype)


class Tensors:
    """The same names on tensors. Only methods are called, so this file knows no tensor."""

    plain = False

    @staticmethod
    def exp(x: Any) -> Any:
        return x.exp()

    @staticmethod
    def log(x: Any) -> Any:
        return x.log()

    @staticmethod
    def sqrt(x: Any) -> Any:
        return x.sqrt()

    @staticmethod
    def sin(x: Any) -> Any:
        return x.sin()

    @staticmethod
    def cos(x: Any) -> Any:
        return x.cos()

    @staticmethod
    def tanh(x: Any) -> Any:
        return x.tanh()

    @staticmethod
    def sinh(x: Any) -> Any:
        return x.sinh()

    @staticmethod
    def cosh(x: Any) -> Any:
        return x.cosh()

    @staticmethod
    def sign(x: Any) -> Any:
        return x.sign()

    @staticmethod
    def sgn(x: Any) -> Any:
        return x.sgn()

    @staticmethod
    def abs(x: Any) -> Any:
        return x.abs()

    @staticmethod
    def floor(x: Any) -> Any:
        return x.floor()

    @staticmethod
    def trunc(x: Any) -> Any:
        return x.trunc()

    @staticmethod
    def matmul(x: Any, y: Any) -> Any:
        return x.matmul(y)

    @staticmethod
    def reshape(x: Any, shape: Shape) -> Any:
        return x.reshape(shape)

    @staticmethod
    def transpose(x: Any, axes: Shape) -> Any:
        return x.permute(axes)

    @staticmethod
    def swapaxes(x: Any, axis1: int, axis2: int) -> Any:
        return x.transpose(axis1, axis2)

    @staticmethod
    def expand_dims(x: Any, axis: int | Shape) -> Any:
        for i in sorted((axis,) if isinstance(axis, int) else axis):
            x = x.unsqueeze(i)
        return x

    @staticmethod
    def broadcast_to(x: Any, shape: Shape) -> Any:
        return x.expand(shape)

    @staticmethod
    def zeros_like(x: Any) -> Any:
        return x.new_zeros(x.shape)

    @staticmethod
    def logical_and(x: Any, y: Any) -> Any:
        return x.logical_and(y)

    @staticmethod
    def cat(parts: list[Any], axis: int) -> Any:
        return parts[0]._cat(parts, axis)

    @staticmethod
    def flip(x: Any, axis: Shape) -> Any:
        return x.flip(axis)

    @staticmethod
    def roll(x: Any, shift: Any, axis: Any) -> Any:
        return x.roll(shift, axis)

    @staticmethod
    def triu(x: Any, k: int) -> Any:
        return x.triu(k)

    @staticmethod
    def tril(x: Any, k: int) -> Any:
        return x.tril(k)

    @staticmethod
    def zeros(shape: Shape, like: Any) -> Any:
        return like.new_zeros(shape)

    @staticmethod
    def where(condition: Any, x: Any, y: Any) -> Any:
        return x.where(x._wrap(condition) if isinstance(condition, np.ndarray) else condition, y)

    @staticmethod
    def masked_fill(x: Any, mask: Any, value: Any = 0) -> Any:
        return x.masked_fill(x._wrap(mask) if isinstance(mask, np.ndarray) else mask, value)

    @staticmethod
    def sum(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
        return x.sum() if axis is None and not keepdims else x.sum(axis, keepdims)

    @staticmethod
    def astype(x: Any, like: Any) -> Any:
        return x.to(like.dtype)

    @staticmethod
    def scatter(shape: Shape, index: Any, g: Any, of: str = "index") -> Any:
        return g._scatter(shape, index, of)

    @staticmethod
    def as_strided(x: Any, geometry: Any) -> Any:
        return x._as_strided(geometry)

    @staticmethod
    def as_strided_scatter(x: Any, g: Any, geometry: Any) -> Any:
        return x._as_strided_scatter(g, geometry)

    @staticmethod
    def sum_to(x: Any, shape: Shape) -> Any:
        return x.sum_to_size(shape)

    @staticmethod
    def cast(x: Any, dtype: Any) -> Any:
        return x._cast(dtype)


# A module: Python looks up the functions of one several times as fast as the static methods of a class.
ARRAYS: Any = ModuleType(f"{__name__}.ARRAYS", Arrays.__doc__)
vars(ARRAYS).update((name, getattr(Arrays, name)) for name in vars(Arrays) if not name.startswith("__"))
TENSORS = Tensors()


def _is_basic(index: Any) -> bool:
    """Whether NumPy reads `index` as slices only, so that no element can be hit twice."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(part is None or part is Ellipsis or isinstance(part, (int, slice)) for part in parts)
