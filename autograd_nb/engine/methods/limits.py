"""Methods that put limits to elements or take others in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.data import fitting
from autograd_nb.engine.dtypes import promote_scalar
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import modes
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import elementwise as ops
from autograd_nb.engine.ops import functions

from .alternatives import choose
from .base import (
    NUMBERS,
    check_broadcast,
    fitted,
    must_be_tensor,
)
from .functions import Functions

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Limits(Functions):
    """`clamp`, `maximum`, `where`, `masked_fill`, `nan_to_num` and so on."""

    def clamp(self, min: Any = None, max: Any = None) -> Tensor:
        """Every element brought into [min, max]; either may be left out, and be a number or a tensor to broadcast with.

        Its derivative is 1 within the limits, where an element is kept, and 0 outside.

        >>> torch.clamp(torch.tensor([-2.0, 0.5, 3.0]), min=0, max=1)
        tensor([0.0000, 0.5000, 1.0000])

        Raises:
            RuntimeError: neither limit is given.
        """
        if min is None and max is None:
            raise errors.clamp_without_limits()
        if isinstance(min, Variable) or isinstance(max, Variable):
            return self._clamp_tensors(min, max)
        if self._array.dtype.kind != "f":
            limit: Any = (min or 0) + (max or 0)  # only for the dtype that numbers and tensor have in common
            common = promote_scalar(self._array, limit)
            min, max = (None if limit is None else fitting(limit, common) for limit in (min, max))
            z = modes.quiet(ops.CLAMP.forward, self._array.astype(common), min=min, max=max)
            return self._finish(ops.CLAMP, (self,), {"min": min, "max": max}, np.asarray(z, common))
        numbers = self._array.dtype
        low, high = (None if limit is None else fitting(fitted(limit, numbers), numbers) for limit in (min, max))
        return self._apply(ops.CLAMP, self, min=low, max=high)

    clip = clamp

    def maximum(self, other: Tensor) -> Tensor:
        """The larger of two, element by element, nan if either is; of the shape that both broadcast to.

        The gradient goes to the larger one; a tie shares it in halves.

        >>> torch.maximum(torch.tensor([1.0, 5.0]), torch.tensor([3.0, 2.0]))
        tensor([3., 5.])

        Raises:
            RuntimeError: the shapes cannot be broadcast.
        """
        return self._binary(ops.MAXIMUM, self, must_be_tensor("maximum", other))

    def minimum(self, other: Tensor) -> Tensor:
        """The smaller of two, element by element, nan if either is; of the shape that both broadcast to.

        The gradient goes to the smaller one; a tie shares it in halves.

        >>> torch.minimum(torch.tensor([1.0, 5.0]), torch.tensor([3.0, 2.0]))
        tensor([1., 2.])

        Raises:
            RuntimeError: the shapes cannot be broadcast.
        """
        return self._binary(ops.MINIMUM, self, must_be_tensor("minimum", other))

    def fmax(self, other: Tensor) -> Tensor:
        """The larger of two, where a number is larger than nan; of the shape that both broadcast to.

        The gradient goes to the larger one; of equal ones to `self`.

        >>> torch.fmax(torch.tensor([1.0, torch.nan]), torch.tensor([2.0, 3.0]))
        tensor([2., 3.])
        """
        return self._binary(functions.FMAX, self, must_be_tensor("fmax", other))

    def fmin(self, other: Tensor) -> Tensor:
        """The smaller of two, where a number is smaller than nan; of the shape that both broadcast to.

        The gradient goes to the smaller one; of equal ones to `self`.

        >>> torch.fmin(torch.tensor([1.0, torch.nan]), torch.tensor([2.0, 3.0]))
        tensor([1., 3.])
        """
        return self._binary(functions.FMIN, self, must_be_tensor("fmin", other))

    def where(self, condition: Tensor, other: Any) -> Tensor:
        """`self` where `condition` holds, else `other`; of the shape that all three broadcast to.

        The gradient goes to the one that was taken; the other gets 0 there.

        >>> x = torch.tensor([-1.0, 2.0])
        >>> x.where(x > 0, 0)
        tensor([0., 2.])

        Raises:
            RuntimeError: `condition` is not of truth values, or the shapes cannot be broadcast.
        """
        return choose(condition, self, other)

    def clamp_min(self, min: Any) -> Tensor:
        """Every element at least `min`, a number or a tensor to broadcast with.

        Its derivative is 0 where it was less, else 1.

        >>> torch.clamp_min(torch.tensor([-2.0, 0.5, 3.0]), 0)
        tensor([0.0000, 0.5000, 3.0000])
        """
        if isinstance(min, Variable):
            return self._binary(functions.CLAMP_MIN_TENSOR, self, min)
        return self._limited(functions.CLAMP_MIN, min=min)

    def clamp_max(self, max: Any) -> Tensor:
        """Every element at most `max`, a number or a tensor to broadcast with.

        Its derivative is 0 where it was more, else 1.

        >>> torch.clamp_max(torch.tensor([-2.0, 0.5, 3.0]), 1)
        tensor([-2.0000,  0.5000,  1.0000])
        """
        if isinstance(max, Variable):
            return self._binary(functions.CLAMP_MAX_TENSOR, self, max)
        return self._limited(functions.CLAMP_MAX, max=max)

    def masked_fill(self, mask: Tensor, value: Any) -> Tensor:
        """`value` where `mask` is true, else the element; of the shape that both broadcast to.

        The gradient is 0 where `value` was put.

        >>> torch.masked_fill(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([True, False, True]), -torch.inf)
        tensor([-inf, 2., -inf])

        Raises:
            RuntimeError: `mask` is not of truth values, its shape cannot be broadcast, or `value` has dimensions.
        """
        self._check_mask_and_value("masked_fill", mask, value)
        check_broadcast(mask._array.shape, self._array.shape)
        self._check_mask("masked_fill", mask)
        shape = np.broadcast_shapes(self._array.shape, mask._array.shape)
        me: Any = self if shape == self._array.shape else self.expand(shape)  # type: ignore[attr-defined]  # in Shape
        if isinstance(value, Variable):
            return self._apply(functions.MASKED_FILL_TENSOR, me, value, mask=mask)
        return self._apply(functions.MASKED_FILL, me, mask=mask, value=fitting(value, self._array.dtype))

    def nan_to_num(self, nan: float | None = None, posinf: float | None = None, neginf: float | None = None) -> Tensor:
        """Numbers in the place of nan and infinities: 0, the largest and the smallest of the dtype unless told.

        Its derivative is 0 where an element was replaced, else 1.

        >>> torch.nan_to_num(torch.tensor([torch.nan, torch.inf, 1.0]), nan=-1.0, posinf=9.0)
        tensor([-1.,  9.,  1.])
        """
        return self._apply(functions.NAN_TO_NUM, self, nan=0.0 if nan is None else nan, posinf=posinf, neginf=neginf)

    # -- help ----------------------------------------------------------------------------------------

    def _clamp_tensors(self, min: Any, max: Any) -> Tensor:
        if max is None:
            return self._binary(functions.CLAMP_LOW, self, min)
        if min is None:
            return self._binary(functions.CLAMP_HIGH, self, max)
        if not (isinstance(min, Variable) and isinstance(max, Variable)):
            raise errors.clamp_mixed(type_name(min), type_name(max))
        return self._together(functions.CLAMP_TENSORS, self, min, max)

    def _limited(self, op: Op, **limit: Any) -> Tensor:
        """`op` with a number as limit, which may ask for a higher dtype."""
        (number,) = limit.values()
        if number is None:
            raise errors.argument_must_be(op.name, op.name[-3:], 1, "Number", "NoneType")
        common = promote_scalar(self._array, number)
        fitting(number, common)
        z = modes.quiet(op.forward, self._array.astype(common, copy=False), **limit)
        return self._finish(op, (self,), limit, z)

    def _check_mask_and_value(self, function: str, mask: Any, value: Any) -> None:
        must_be_tensor(function, mask, "mask")
        if not isinstance(value, (Variable, *NUMBERS)):
            raise errors.argument_must_be(function, "value", 2, "Number", type_name(value))
        if isinstance(value, Variable) and value._array.ndim:
            raise errors.masked_fill_value(value._array.ndim)

    def _check_mask(self, function: str, mask: Any) -> None:
        if mask._array.dtype.kind != "b":
            raise errors.mask_dtype(function, mask.dtype.cpp_name)
