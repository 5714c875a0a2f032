"""In-place changes of views.

Writing into `y[1:3]` changes part of `y`. The history of all of `y` is then: the old history, except for the part
that was written, which has the history of what was written. `CopySlices` is the node that says so.

Source: https://pytorch.org/docs/2.7/notes/autograd.html#in-place-operations-with-autograd
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from . import errors
from .graph import Node, OpNode, Variable, node_class
from .memory.geometry import Geometry, geometry_in
from .modes import modes
from .ops.shape import AS_STRIDED
from .warn import warn

if TYPE_CHECKING:
    from .saved import Kept


class CopySlices(Node):
    """The base of a view after the view was overwritten by the operation `inner`."""

    __slots__ = ("freed", "geometry", "inner")

    def __init__(self, base: Variable, inner: Node, geometry: Geometry) -> None:
        super().__init__((base.edge(), *inner.next_functions[1:]), ((base._array.shape, base._array.dtype),))
        self.inner = inner
        self.geometry = geometry
        self.freed = False

    def contributions(self, xp: Any, grads: list[Any]) -> list[Any]:
        """The part that was overwritten sends its gradient to what was written, the rest to the old base."""
        g = grads[0]
        if g is None:
            return [None] * len(self.next_functions)
        if self.freed:
            raise errors.second_backward()
        if not (xp.plain or modes.here.transforms):
            return self._with_history(xp, g)
        first, *rest = self.inner.contributions(xp, [xp.as_strided(g, self.geometry)])
        if self._sends_nothing_below(first):
            return [None, *rest]
        part = xp.as_strided(g, self.geometry)
        below = xp.zeros_like(part) if first is None else xp.broadcast_to(first, self.geometry[0])
        return [xp.as_strided_scatter(g, below, self.geometry), *rest]

    def _with_history(self, xp: Any, g: Any) -> list[Any]:
        """The same with steps that PyTorch takes, where they are recorded: a copy, and a view of it overwritten."""
        order = self.geometry[3]
        copied = Node.wrap(np.empty([g._array.shape[d] for d in order], g._array.dtype).transpose(np.argsort(order)))
        copied.copy_(g)
        part = copied._as_strided(self.geometry)
        first, *rest = self.inner.contributions(xp, [part.clone()])
        if self._sends_nothing_below(first):
            return [None, *rest]
        if first is None:
            part.zero_()
        else:
            part.copy_(first)
        return [copied, *rest]

    def _sends_nothing_below(self, first: Any) -> bool:
        """Whether the old base gets no gradient: None of a Function is for all of it, as in PyTorch."""
        return self.next_functions[0][0] is None or (first is None and not isinstance(self.inner, OpNode))

    def release(self) -> None:
        """Let go of the writing operation: PyTorch forgets it, whether or not it saved anything."""
        self.inner.release()
        self.freed = True

    def kept(self) -> list[Kept]:
        """What the writing operation saved."""
        return self.inner.kept()


def alike(arrays: list[Any]) -> bool:
    """Whether all are numbers, or arrays of one dtype with fractions: a result can be written over the first then."""
    dtype = arrays[0].dtype
    if dtype.kind != "f":
        return False
    for a in arrays[1:]:
        if type(a) not in (float, int) and (type(a) is not np.ndarray or a.dtype is not dtype):
            return False
    return True


def apart(value: Any, tensor: Any) -> Any:
    """A number that may lie in the memory of `tensor`: taken out before that is written over."""
    shared = isinstance(value, Variable) and value._counter is not None and value._counter is tensor._counter
    return value.clone() if shared else value


def overlapping(array: np.ndarray[Any, Any]) -> bool:
    """Whether elements lie in one place: PyTorch looks for a dimension of several elements without a step."""
    return 0 in array.strides and array.size > 1 and any(not s and n > 1 for n, s in zip(array.shape, array.strides))


def overwrite(array: np.ndarray[Any, Any], values: Any) -> None:
    """Put `values` into an array; where elements lie in one place, that which is new counts."""
    if 0 in array.strides and overlapping(array):
        np.copyto(array, values, casting="unsafe", where=array != values)
    else:
        np.copyto(array, values, casting="unsafe")


def tell_overlap(method: str, array: np.ndarray[Any, Any], also: str = "") -> None:
    """Warn of a change of what elements of an expanded tensor share, which PyTorch lets pass."""
    if 0 in array.strides and overlapping(array):
        warn(
            f"Use of {method} on expanded tensors is deprecated. Please clone() the tensor before performing this "
            f"operation. This also applies to advanced indexing e.g. {also}"
        )


def refuse_overlap(written: np.ndarray[Any, Any], read: np.ndarray[Any, Any], though_same: bool = True) -> None:
    """Refuse to write over memory that is read at the same time, but (`though_same`) for the very same memory.

    As in PyTorch, only operands without gaps are looked at.
    """
    if not written.size or not read.size or not (_is_dense(written) and _is_dense(read)):
        return
    same = written.ctypes.data == read.ctypes.data and written.nbytes == read.nbytes and written.ndim == read.ndim
    if though_same and same:
        alike = written.shape == read.shape and _steps(written) == _steps(read)
        if alike or (written.shape != read.shape and written.strides == read.strides):
            return
    if np.may_share_memory(written, read):
        raise errors.overlapping_inplace()


def _steps(array: np.ndarray[Any, Any]) -> list[tuple[int, int]]:
    """Sizes and steps of the dimensions that have more than one element."""
    return [(n, step) for n, step in zip(array.shape, array.strides) if n != 1]


def _is_dense(array: np.ndarray[Any, Any]) -> bool:
    order = sorted(range(array.ndim), key=lambda d: (array.strides[d], array.shape[d]))
    step = array.itemsize
    for d in order:
        if array.shape[d] != 1:
            if array.strides[d] != step:
                return False
            step *= array.shape[d]
    return True


def as_strided_history(base: Any, view: np.ndarray[Any, Any]) -> OpNode:
    """The node of a view of `base` as it is now."""
    edge = base.edge()
    geometry = geometry_in(view, base._array)
    return node_class(AS_STRIDED)((edge,), 1, (base,), {"geometry": geometry}, (Node.wrap(view),))
