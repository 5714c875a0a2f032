"""Methods that give a copy in which a part is replaced: the copying forms of writing into a view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.ops import replacing as ops

from .base import Base, axis

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Replacing(Base):
    """`select_scatter`, `slice_scatter`, `diagonal_scatter`, `fill`."""

    def select_scatter(self, src: Tensor, dim: int, index: int) -> Tensor:
        """A copy whose slice at `index` of dimension `dim` is `src`, which has the shape of `self.select(dim, index)`.

        The gradient is parted: what was replaced gets 0, `src` gets that of the slice.

        >>> torch.select_scatter(torch.zeros(2, 3), torch.tensor([1.0, 2.0, 3.0]), 0, 1)
        tensor([[0., 0., 0.],
                [1., 2., 3.]])

        Raises:
            RuntimeError: `src` has another shape.
            IndexError: there is no such slice.
        """
        part = self._part("select", dim, index)
        return self._replaced(ops.SELECT_SCATTER, src, part)

    def slice_scatter(
        self, src: Tensor, dim: int = 0, start: int | None = None, end: int | None = None, step: int = 1
    ) -> Tensor:
        """A copy whose slices from `start` to `end` of dimension `dim` are `src`; the end itself is not replaced.

        The gradient is parted: what was replaced gets 0, `src` gets that of the slices.

        >>> torch.slice_scatter(torch.zeros(4), torch.tensor([1.0, 2.0]), 0, 1, 3)
        tensor([0., 1., 2., 0.])

        Raises:
            RuntimeError: `src` has another shape than the slices.
        """
        if not self._array.ndim:
            raise IndexError("slice() cannot be applied to a 0-dim tensor.")
        d = axis(dim, self._array.ndim)
        return self._replaced(ops.SLICE_SCATTER, src, ((slice(None),) * d + (slice(start, end, step),)))

    def diagonal_scatter(self, src: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor:
        """A copy whose diagonal is `src`; `offset` is above the main diagonal if positive, else below.

        The gradient is parted: the old diagonal gets 0, `src` gets that of the new one.

        >>> torch.diagonal_scatter(torch.zeros(2, 2), torch.tensor([1.0, 2.0]))
        tensor([[1., 0.],
                [0., 2.]])

        Raises:
            RuntimeError: `src` has another shape than the diagonal.
        """
        first, second = axis(dim1, self._array.ndim), axis(dim2, self._array.ndim)
        rows, columns = self._array.shape[first], self._array.shape[second]
        size = max(0, min(rows + min(offset, 0), columns - max(offset, 0)))
        own = np.arange(size)
        where: list[Any] = [slice(None)] * self._array.ndim
        where[first], where[second] = own - min(offset, 0), own + max(offset, 0)
        if abs(first - second) == 1:  # NumPy leaves indices that are neighbours in their place: the diagonal goes last
            moved: Any = src
            src = moved.movedim(-1, min(first, second))
        else:
            moved = src
            src = moved.movedim(-1, 0)
        return self._replaced(ops.DIAGONAL_SCATTER, src, tuple(where))

    def _part(self, name: str, dim: int, index: int) -> tuple[Any, ...]:
        if not self._array.ndim:
            raise IndexError(f"{name}() cannot be applied to a 0-dim tensor.")
        d = axis(dim, self._array.ndim)
        if not -self._array.shape[d] <= index < self._array.shape[d]:
            raise errors.select_out_of_range(index, self._array.shape, d)
        return ((slice(None),) * d) + (index,)

    def _replaced(self, row: Any, src: Tensor, where: tuple[Any, ...]) -> Tensor:
        wanted = self._array[where].shape
        if src._array.shape != wanted:
            raise RuntimeError(
                f"expected src to have a size equal to the slice of self. src size = {list(src._array.shape)}, slice "
                f"size = {list(wanted)}"
            )
        return self._apply(row, self, src, where=where)

    def fill(self, value: Any) -> Tensor:
        """A copy with `value` everywhere, a number or a tensor without dimensions. No gradient flows to this tensor.

        >>> torch.fill(torch.tensor([1.0, 2.0]), 7)
        tensor([7., 7.])

        Raises:
            RuntimeError: `value` is a tensor with dimensions.
        """
        if isinstance(value, Variable):
            if value._array.ndim:
                raise errors.fill_value_dims(value._array.ndim)
            return self._apply(ops.FILL_COPY_TENSOR, self, value)
        return self._apply(ops.FILL_COPY, self, value=value)
