"""In-place changes of views.

Writing into `y[1:3]` changes part of `y`. The history of all of `y` is then: the old history, except for the part
that was written, which has the history of what was written. `CopySlices` is the node that says so.

Source: https://pytorch.org/docs/2.7/notes/autograd.html#in-place-operations-with-autograd
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .graph import Node, OpNode, Variable, node_class
from .ops.shape import AS_STRIDED

if TYPE_CHECKING:
    import numpy as np

    from .graph import SavedTensor

Geometry = tuple[tuple[int, ...], tuple[int, ...], int]
"""Shape, strides and offset of a view, in elements of its base (whose own elements lie in C order)."""


class CopySlices(Node):
    """The base of a view after the view was overwritten by the operation `inner`."""

    __slots__ = ("geometry", "inner")

    def __init__(self, base: Variable, inner: OpNode, geometry: Geometry) -> None:
        super().__init__((base.edge(), *inner.next_functions[1:]), ((base._array.shape, base._array.dtype),))
        self.inner = inner
        self.geometry = geometry

    def contributions(self, xp: Any, grads: list[Any]) -> list[Any]:
        """The part that was overwritten sends its gradient to what was written, the rest to the old base."""
        g = grads[0]
        if g is None:
            return [None] * len(self.next_functions)
        first, *rest = self.inner.contributions(xp, [xp.as_strided(g, self.geometry)])
        if self.next_functions[0][0] is None:
            return [None, *rest]
        part = xp.as_strided(g, self.geometry)
        below = xp.zeros_like(part) if first is None else xp.broadcast_to(first, self.geometry[0])
        return [xp.as_strided_scatter(g, below, self.geometry), *rest]

    def release(self) -> None:
        """Let go of what the writing operation saved."""
        self.inner.release()

    def saved_tensors(self) -> list[SavedTensor]:
        """What the writing operation saved."""
        return self.inner.saved_tensors()


def geometry_in(view: np.ndarray[Any, Any], base: np.ndarray[Any, Any]) -> Geometry:
    """Where the elements of `view` lie among the elements of `base`, counted in C order of `base`.

    Raises:
        NotImplementedError: if the memory of `base` itself is not in C order.
    """
    if not base.flags.c_contiguous:
        raise NotImplementedError(
            "in-place change of a view of a tensor that is not contiguous: call .contiguous() on the base first"
        )
    size = base.itemsize or 1
    offset = (view.__array_interface__["data"][0] - base.__array_interface__["data"][0]) // size
    return view.shape, tuple(s // size for s in view.strides), offset


def as_strided_history(base: Any, view: np.ndarray[Any, Any]) -> OpNode:
    """The node of a view of `base` as it is now."""
    edge = base.edge()
    geometry = geometry_in(view, base._array)
    return node_class(AS_STRIDED)((edge,), 1, (base,), {"geometry": geometry}, (Node.wrap(view),))
