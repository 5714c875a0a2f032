"""Views of a tensor's memory that no shape describes: by sizes and steps, or as numbers of another dtype."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.dtypes import as_dtype
from autograd_nb.engine.memory.geometry import order_without_gaps
from autograd_nb.engine.memory.overlaps import laid_over
from autograd_nb.engine.memory.storage import place_in, whole
from autograd_nb.engine.ops import shape as ops

from .base import Base

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from autograd_nb.engine.dtypes import dtype as DType
    from autograd_nb.engine.memory.geometry import Geometry
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Strided(Base):
    """`as_strided` and its like, and `view` with a dtype."""

    if TYPE_CHECKING:

        def _become(self, row: Op, **options: Any) -> Tensor: ...

    def as_strided(self, size: Sequence[int], stride: Sequence[int], storage_offset: int | None = None) -> Tensor:
        """Any view of the memory that this tensor sees a part of, by sizes and by the steps between neighbours.

        Steps and `storage_offset` count elements; the offset from the beginning of the memory. Without one the view
        begins where this tensor does. Places may lie on top of each other: their gradients add up.

        >>> torch.as_strided(torch.arange(6), (2, 2), (1, 2))
        tensor([[0, 2],
                [1, 3]])
        >>> torch.as_strided(torch.arange(5), (3, 3), (1, 1))  # windows that overlap
        tensor([[0, 1, 2],
                [1, 2, 3],
                [2, 3, 4]])

        Raises:
            RuntimeError: for a view that would leave the memory, or steps backwards.
        """
        row, options = self._strided_row(size, stride, storage_offset)
        view: Tensor = self._apply(row, self, **options)
        laid_over(view._array)
        return view

    def as_strided_scatter(
        self, src: Tensor, size: Sequence[int], stride: Sequence[int], storage_offset: int | None = None
    ) -> Tensor:
        """A copy with `src` in the place of a view, see `as_strided`: sizes, and steps in elements.

        >>> torch.as_strided_scatter(torch.zeros(2, 2), torch.ones(2), (2,), (3,))  # the diagonal
        tensor([[1., 0.],
                [0., 1.]])

        Raises:
            RuntimeError: `src` has another shape than the view, or the view leaves the memory.
        """
        if self.as_strided(size, stride, storage_offset)._array.shape != src._array.shape:
            raise errors.scatter_slice(src._array.shape, size)
        order = order_without_gaps(self._array)
        if order is None:
            raise errors.not_provided(
                "as_strided_scatter of a tensor whose memory has gaps", "Call contiguous() first."
            )
        return self._as_strided_scatter(src, (*self._geometry(size, stride, storage_offset), order))

    def as_strided_(self, size: Any, stride: Any, storage_offset: int | None = None) -> Tensor:
        """Become another view of the same memory, by sizes and by the steps between neighbours, in elements.

        >>> torch.arange(4).as_strided_((2, 2), (1, 2))
        tensor([[0, 2],
                [1, 3]])

        Raises:
            RuntimeError: for a view that would leave the memory, or steps backwards.
        """
        row, options = self._strided_row(size, stride, storage_offset)
        return self._become(ops.STRIDED_OVER[row], **options)

    def _strided_row(self, size: Any, stride: Any, storage_offset: int | None) -> tuple[Op, dict[str, Any]]:
        """The row of a view of this tensor, or of the memory around it, and its options."""
        geometry = self._geometry(size, stride, storage_offset)
        order = order_without_gaps(self._array)
        reach = geometry[2] + sum((n - 1) * step for n, step in zip(size, stride))
        if order is not None and geometry[2] >= 0 and (0 in size or reach < self._array.size):
            return ops.AS_STRIDED, {"geometry": (*geometry, order)}
        return ops.AS_STRIDED_OUTSIDE, {"geometry": geometry, "own": (self._array.shape, _in_elements(self._array), 0)}

    def _geometry(self, size: Any, stride: Any, storage_offset: int | None) -> tuple[Any, Any, int]:
        """Sizes, steps, and where the view begins, counted from the beginning of this tensor."""
        memory, here = whole(self._array), place_in(self._array)
        offset = here if storage_offset is None else storage_offset
        if len(size) != len(stride):
            raise RuntimeError("mismatch in length of strides and shape")
        if any(step < 0 for step in stride):
            raise errors.negative_strides(stride)
        if any(n < 0 for n in size):
            raise errors.storage_overflow(size, stride)
        if offset < 0:
            raise RuntimeError(f"Tensor: invalid storage offset {offset}")
        last = offset + sum((n - 1) * step for n, step in zip(size, stride))
        if 0 not in size and last >= memory.size:
            raise errors.as_strided_bounds(size, stride, offset, self._array.itemsize, memory.size)
        return tuple(size), tuple(stride), offset - here

    def _as_strided(self, geometry: Geometry) -> Tensor:
        return self._apply(ops.AS_STRIDED, self, geometry=geometry)

    def _as_strided_scatter(self, src: Tensor, geometry: Geometry) -> Tensor:
        return self._apply(ops.AS_STRIDED_SCATTER, self, src, geometry=geometry)

    def _view_as_dtype(self, dtype: DType) -> Tensor:
        """The same bytes as numbers of another dtype: no derivative goes through that.

        Raises:
            RuntimeError: if the bytes of a row make no whole number of elements.
        """
        me: Any = self
        dtype = as_dtype("view", dtype)
        array, wanted = self._array, dtype.numpy
        mine, theirs = array.dtype.itemsize, wanted.itemsize
        if mine != theirs:
            why = f"to view {self.dtype.scalar_name} as {dtype.scalar_name} (different element sizes)"
            if not array.ndim:
                raise RuntimeError(f"self.dim() cannot be 0 {why}")
            steps = _in_elements(array)
            if steps[-1] != 1 and array.size:
                raise RuntimeError(f"self.stride(-1) must be 1 {why}, but got {steps[-1]}")
            parts = [("size(-1)", array.shape[-1]), ("storage_offset()", place_in(array))]
            parts += [(f"stride({d})", step) for d, step in enumerate(steps[:-1])]
            for what, number in parts if theirs > mine else ():
                if number % (theirs // mine):
                    raise RuntimeError(f"self.{what} must be divisible by {theirs // mine} {why}, but got {number}")
        view: Tensor = me._wrap(array.view(wanted))
        view._counter = self.counter()
        view._inference = self._inference
        return view


def _in_elements(array: np.ndarray[Any, Any]) -> tuple[int, ...]:
    return tuple(step // (array.itemsize or 1) for step in array.strides)
