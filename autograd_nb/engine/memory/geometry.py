"""Where a view lies in the memory of its base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

Geometry = tuple[tuple[int, ...], tuple[int, ...], int, tuple[int, ...]]
"""Shape, strides and offset of a view, in elements of its base, and the dimensions of the base from outer to inner."""


def geometry_in(view: np.ndarray[Any, Any], base: np.ndarray[Any, Any]) -> Geometry:
    """Where the elements of `view` lie among the elements of `base`.

    Raises:
        NotImplementedError: if the memory of `base` has gaps.
    """
    order = order_without_gaps(base)
    if order is None:
        raise NotImplementedError(
            "in-place change of a view of a tensor whose memory has gaps: call .contiguous() on the base first"
        )
    size = base.itemsize or 1
    offset = (view.__array_interface__["data"][0] - base.__array_interface__["data"][0]) // size
    return view.shape, tuple(s // size for s in view.strides), offset, order


def order_without_gaps(array: np.ndarray[Any, Any]) -> tuple[int, ...] | None:
    """The dimensions from outer to inner as they lie in memory; None if there are gaps between elements."""
    order = tuple(range(array.ndim))
    if array.flags.c_contiguous:
        return order
    order = tuple(sorted(order, key=lambda d: -array.strides[d]))
    return order if array.transpose(order).flags.c_contiguous else None
