"""In-place forms that set elements, whatever they were before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import duals, errors
from autograd_nb.engine.data import fitting
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.inplace import refuse_overlap
from autograd_nb.engine.modes import modes
from autograd_nb.engine.ops import elementwise as ops
from autograd_nb.engine.ops import functions

from .base import NUMBERS, Base, check_broadcast, must_be_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


_FRACTIONS = frozenset({ops.DIV, functions.ATAN2, functions.COPYSIGN, functions.XLOGY})
"""Rows whose results have fractions, whatever they are given."""


class Filling(Base):
    """`x.zero_()`, `x.fill_(1)`, `x.fill_diagonal_(1)`, `x.copy_(y)`."""

    def zero_(self) -> Tensor:
        """Set every element to 0.

        No gradient flows through it to what was there before.

        >>> x = torch.tensor([1.0, 2.0])
        >>> x.zero_()
        tensor([0., 0.])
        """
        if self._array.flags.writeable and unrecorded(self):
            self._array.fill(0)
            self._written()
            return self  # type: ignore[return-value]  # the only implementer is Tensor
        return self._apply_inplace(ops.ZERO, self)

    def fill_(self, value: Any) -> Tensor:
        """Set every element to `value`, a number or a tensor without dimensions, which gets the sum of the gradients.

        >>> x = torch.tensor([1.0, 2.0])
        >>> x.fill_(7)
        tensor([7., 7.])

        Raises:
            RuntimeError: `value` is a tensor with dimensions; `copy_` takes those.
        """
        if isinstance(value, Variable):
            if value._array.ndim:
                raise errors.fill_value_dims(value._array.ndim)
            if value._counter is not None and value._counter is self._counter:
                value = value.clone()  # type: ignore[attr-defined]  # PyTorch takes the number out of the tensor first
            return self._apply_inplace(ops.FILL_TENSOR, self, value)
        return self._apply_inplace(ops.FILL, self, value=fitting(value, self._array.dtype))

    def fill_diagonal_(self, fill_value: float, wrap: bool = False) -> Tensor:
        """Set the diagonal to `fill_value`; with `wrap` it begins anew below tall matrices.

        A tensor of more than 2 dimensions has all of one length; its diagonal is where all indices are equal.

        >>> x = torch.zeros(2, 3)
        >>> x.fill_diagonal_(1)
        tensor([[1., 0., 0.],
                [0., 1., 0.]])

        Raises:
            RuntimeError: the tensor has fewer than 2 dimensions, or more, of different lengths.
        """
        if self._array.ndim < 2:
            raise RuntimeError("dimensions must larger than 1")
        if self._array.ndim > 2 and len(set(self._array.shape)) > 1:
            raise RuntimeError("all dimensions of input must be of equal length")
        me: Any = self
        height, width = self._array.shape[:2]
        steps, start, n = me.stride(), me.storage_offset(), min(height, width)
        (me.diagonal() if len(steps) == 2 else me.as_strided((n,), (sum(steps),), start)).fill_(fill_value)
        if wrap and self._array.ndim == 2 and height > width + 1:
            again = -(-self._array.size // (width + 1)) - n
            me.as_strided((again,), (sum(steps),), start + steps[0] * (width + 1)).fill_(fill_value)
        return self  # type: ignore[return-value]  # the only implementer

    def copy_(self, src: Any, non_blocking: bool = False) -> Tensor:
        """Set the elements to those of `src`, broadcast to this shape and cast to this dtype.

        The gradient flows on to `src`, not to what was there before.

        >>> x = torch.zeros(2, 2, dtype=torch.int64)
        >>> x.copy_(torch.tensor([1.9, -2.9]))
        tensor([[ 1, -2],
                [ 1, -2]])

        Raises:
            RuntimeError: `src` cannot be broadcast to this shape.
        """
        del non_blocking
        if isinstance(src, NUMBERS):
            src = self._wrap(np.asarray(src))  # type: ignore[attr-defined]  # in Tensor
        must_be_tensor("copy_", src)
        self._must_fit(src)
        return self._apply_inplace(ops.COPY, self, src)

    # -- help ----------------------------------------------------------------------------------------

    def _must_fit(self, other: Any) -> None:
        """Refuse what would need more room than this tensor has."""
        if isinstance(other, Variable):
            mine = self._array.shape
            if other._counter is self._counter and other._array.shape != mine:
                refuse_overlap(self._array, other._array)
            check_broadcast(mine, other._array.shape)
            common = np.broadcast_shapes(mine, other._array.shape)
            if common != mine:
                raise errors.inplace_shape(mine, common)


def unrecorded(me: Variable) -> bool:
    """Whether a tensor can be written over with no thought for graphs, as most of training is."""
    here = modes.here
    recorded = here.grad and (me._requires_grad or me._base is not None)
    return not (recorded or me._inference or duals.active) and 0 not in me._array.strides
