"""The in-place forms: names that end in `_`, and `+=` and its like. They overwrite memory and count it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors, events
from autograd_nb.engine.data import fitting
from autograd_nb.engine.dtypes import castable, default_numpy, from_numpy_dtype, promote_arrays, promote_scalar
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import modes
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import elementwise as ops
from autograd_nb.engine.ops import functions

from .base import NUMBERS, OPERANDS, Base, fitted, fitting_power
from .filling import Filling, unrecorded
from .kernels import KERNELS, check_kernel, rounded_to

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


_FRACTIONS = frozenset({ops.DIV, functions.ATAN2, functions.COPYSIGN, functions.XLOGY})
"""Rows whose results have fractions, whatever they are given."""


class Inplace(Filling):
    """`y.add_(1)`, `y += 1`, `y.relu_()` and so on; each returns `self`."""

    def _widened(self, other: Any) -> Any:
        """Whole numbers in the dtype that they have in common with this tensor: a product wraps around in narrower."""
        if not isinstance(other, Variable) or other._array.dtype.kind == "f":
            return other
        factor: Any = other
        return factor._cast(promote_arrays(self._array, other._array))

    def _inplace(self, op: Op, other: Any, **options: Any) -> Tensor:
        """`op` of this tensor and `other`, written over this tensor."""
        if op.ufunc is not None and not options and _step(op.ufunc, self, other):
            return self  # type: ignore[return-value]  # the only implementer is Tensor
        if not isinstance(other, (Variable, *NUMBERS)):
            name = f"{op.name}_" if not op.name.endswith("_") else op.name
            raise errors.argument_must_be(name, "other", 1, "Tensor", type_name(other))
        mine = self._array.dtype
        if isinstance(other, Variable):
            common = mine if other._array.dtype is mine else promote_arrays(self._array, other._array)
        else:
            common = mine if mine.kind == "f" else promote_scalar(self._array, other)
        if op in _FRACTIONS and common.kind != "f":
            common = default_numpy()
        if common is not mine and not castable(common, mine):
            self._refuse_cast(common, other)
        if op in KERNELS:
            self._must_fit(other)
            check_kernel(op, common)
        if not isinstance(other, Variable):
            other = fitted(other, mine)
        return self._apply_inplace(op, self, other, **options)

    def add_(self, other: Any, *, alpha: float = 1) -> Tensor:
        """Add `alpha * other` to this tensor, whose shape `other` has to broadcast to.

        >>> x = torch.tensor([1.0, 2.0])
        >>> x.add_(torch.tensor([10.0, 20.0]), alpha=2)
        tensor([21., 42.])
        >>> x
        tensor([21., 42.])

        Raises:
            RuntimeError: the result would have another shape or dtype, or this is a leaf that requires grad.
        """
        if alpha != 1 or alpha is True:
            alpha, other = self._check_alpha(other, alpha), self._widened(other)
        return self._inplace(ops.ADD, other, **({} if alpha == 1 else {"alpha": alpha}))

    def sub_(self, other: Any, *, alpha: float = 1) -> Tensor:
        """Subtract `alpha * other` from this tensor, whose shape `other` has to broadcast to.

        >>> weight, gradient = torch.tensor([1.0, 2.0]), torch.tensor([10.0, -10.0])
        >>> weight.sub_(gradient, alpha=0.01)  # a step of gradient descent
        tensor([0.9000, 2.1000])
        """
        if alpha == 1 and _step(np.subtract, self, other):  # what training does most
            return self  # type: ignore[return-value]  # the only implementer is Tensor
        self._refuse_bool(other)  # type: ignore[attr-defined]  # in Arithmetic
        if alpha != 1 or alpha is True:
            alpha, other = self._check_alpha(other, alpha), self._widened(other)
        return self._inplace(ops.SUB, other, **({} if alpha == 1 else {"alpha": alpha}))

    def mul_(self, other: Any) -> Tensor:
        """Multiply this tensor by `other`, which has to broadcast to its shape.

        >>> x = torch.tensor([1.0, 2.0])
        >>> x.mul_(10)
        tensor([10., 20.])
        """
        return self._inplace(ops.MUL, other)

    def div_(self, other: Any, *, rounding_mode: str | None = None) -> Tensor:
        """Divide this tensor by `other`; `rounding_mode` "floor" or "trunc" rounds the quotient.

        >>> x = torch.tensor([1.0, 2.0])
        >>> x.div_(4)
        tensor([0.2500, 0.5000])

        Raises:
            RuntimeError: for integers without `rounding_mode`: the quotients are fractions.
        """
        if rounding_mode is None:
            return self._inplace(ops.DIV, other)
        if rounding_mode not in ("floor", "trunc"):
            raise errors.rounding_mode(rounding_mode)
        if self._array.dtype.kind != "f" and rounding_mode == "trunc":
            return self.copy_(self.div(other, rounding_mode=rounding_mode))  # type: ignore[attr-defined]  # in Arithmetic
        return self._inplace(ops.DIV_ROUNDED, other, rounding=rounding_mode)

    def pow_(self, exponent: Any) -> Tensor:
        """Raise this tensor to a power, a number or a tensor that broadcasts to its shape.

        >>> x = torch.tensor([1.0, 2.0, 3.0])
        >>> x.pow_(2)
        tensor([1., 4., 9.])
        """
        if isinstance(exponent, NUMBERS):
            if self._array.dtype.kind != "f" and isinstance(exponent, int) and exponent < 0:
                raise errors.integer_negative_power()
            if (common := promote_scalar(self._array, exponent)) is not self._array.dtype:
                self._refuse_cast(common, exponent)
            return self._apply_inplace(ops.POW, self, exponent=fitting_power(exponent, common))
        return self._inplace(ops.POW_TENSOR, exponent)

    def __iadd__(self, other: Any) -> Tensor:
        return self.add_(other) if isinstance(other, OPERANDS) else NotImplemented

    def __isub__(self, other: Any) -> Tensor:
        return self.sub_(other) if isinstance(other, OPERANDS) else NotImplemented

    def __imul__(self, other: Any) -> Tensor:
        return self.mul_(other) if isinstance(other, OPERANDS) else NotImplemented

    def __itruediv__(self, other: Any) -> Tensor:
        return self.div_(other) if isinstance(other, OPERANDS) else NotImplemented

    def __ipow__(self, exponent: Any) -> Tensor:
        return self.pow_(exponent) if isinstance(exponent, OPERANDS) else NotImplemented

    def neg_(self) -> Tensor:
        """Change the sign: `neg` in place.

        >>> x = torch.tensor([1.0, -2.0])
        >>> x.neg_()
        tensor([-1.,  2.])
        """
        if self._array.dtype.kind == "b":
            raise errors.bool_negation()
        return self._apply_inplace(ops.NEG, self)

    def exp_(self) -> Tensor:
        """E to the power of every element: `exp` in place, not for integers.

        The result is saved for the backward pass: it may not change again before that.

        >>> x = torch.tensor([0.0, 1.0])
        >>> x.exp_()
        tensor([1.0000, 2.7183])
        """
        return self._float_inplace(ops.EXP)

    def log_(self) -> Tensor:
        """The natural logarithm: `log` in place, not for integers.

        >>> x = torch.tensor([1.0, 2.0])
        >>> x.log_()
        tensor([0.0000, 0.6931])
        """
        return self._float_inplace(ops.LOG)

    def sqrt_(self) -> Tensor:
        """The square root: `sqrt` in place, not for integers.

        >>> x = torch.tensor([4.0, 9.0])
        >>> x.sqrt_()
        tensor([2., 3.])
        """
        return self._float_inplace(ops.SQRT)

    def sin_(self) -> Tensor:
        """The sine of angles in radians: `sin` in place, not for integers.

        >>> x = torch.tensor([0.0, torch.pi / 2])
        >>> x.sin_()
        tensor([0., 1.])
        """
        return self._float_inplace(ops.SIN)

    def cos_(self) -> Tensor:
        """The cosine of angles in radians: `cos` in place, not for integers.

        >>> x = torch.tensor([0.0, torch.pi])
        >>> x.cos_()
        tensor([ 1., -1.])
        """
        return self._float_inplace(ops.COS)

    def tanh_(self) -> Tensor:
        """The hyperbolic tangent: `tanh` in place, not for integers.

        >>> x = torch.tensor([0.0, 1.0])
        >>> x.tanh_()
        tensor([0.0000, 0.7616])
        """
        return self._float_inplace(ops.TANH)

    def sigmoid_(self) -> Tensor:
        """1 / (1 + exp(-x)): `sigmoid` in place, not for integers.

        >>> x = torch.tensor([0.0, 2.0])
        >>> x.sigmoid_()
        tensor([0.5000, 0.8808])
        """
        return self._float_inplace(ops.SIGMOID)

    def relu_(self) -> Tensor:
        """The positive part: `relu` in place, which saves the memory of a second tensor.

        >>> x = torch.tensor([-2.0, 3.0])
        >>> x.relu_()
        tensor([0., 3.])
        """
        if self._array.dtype.kind == "b":
            raise errors.relu_bool()
        return self._apply_inplace(ops.RELU, self)

    def abs_(self) -> Tensor:
        """The absolute value: `abs` in place.

        >>> x = torch.tensor([-2.0, 3.0])
        >>> x.abs_()
        tensor([2., 3.])
        """
        self._refuse_bool_kernel("abs_cpu")  # type: ignore[attr-defined]  # in Elementwise
        return self._apply_inplace(ops.ABS, self)

    def square_(self) -> Tensor:
        """The square: `square` in place.

        >>> x = torch.tensor([-3.0, 4.0])
        >>> x.square_()
        tensor([ 9., 16.])
        """
        if self._array.dtype.kind == "b":
            raise errors.result_type_cast("Long", "Bool")
        return self._apply_inplace(ops.SQUARE, self, exponent=2)

    def reciprocal_(self) -> Tensor:
        """One over every element: `reciprocal` in place, not for integers.

        >>> x = torch.tensor([2.0, 4.0])
        >>> x.reciprocal_()
        tensor([0.5000, 0.2500])
        """
        return self._float_inplace(ops.RECIPROCAL)

    def round_(self, *, decimals: int | None = None) -> Tensor:
        """The nearest integer, or the nearest with so many decimals: `round` in place.

        >>> x = torch.tensor([1.7, 2.5])
        >>> x.round_()
        tensor([2., 2.])
        """
        if decimals is not None:
            return self._apply_inplace(functions.ROUND_DECIMALS, self, decimals=rounded_to(self, decimals))
        return self._apply_inplace(ops.ROUND, self)

    def floor_(self) -> Tensor:
        """The next integer below: `floor` in place.

        >>> x = torch.tensor([1.7, -1.2])
        >>> x.floor_()
        tensor([ 1., -2.])
        """
        self._refuse_bool_kernel("floor_vml_cpu")  # type: ignore[attr-defined]  # in Elementwise
        return self._apply_inplace(ops.FLOOR, self)

    def clamp_(self, min: Any = None, max: Any = None) -> Tensor:
        """Every element brought into [min, max]: `clamp` in place.

        >>> x = torch.tensor([-2.0, 0.5, 3.0])
        >>> x.clamp_(0, 1)
        tensor([0.0000, 0.5000, 1.0000])

        Raises:
            RuntimeError: neither limit is given, or a limit does not fit the dtype.
        """
        if isinstance(min, Variable) or isinstance(max, Variable):
            return self._clamp_inplace(min, max)
        if min is None and max is None:
            raise errors.clamp_without_limits()
        for limit in (min, max):
            self._refuse_limit(limit)
        if self._array.dtype.kind != "b":
            min, max = (None if limit is None else fitting(limit, self._array.dtype) for limit in (min, max))
        return self._apply_inplace(ops.CLAMP, self, min=min, max=max)

    def _float_inplace(self, row: Op, **options: Any) -> Tensor:
        """`row`, whose results have fractions, over this tensor."""
        if self._array.dtype.kind != "f":
            wanted = from_numpy_dtype(default_numpy()).scalar_name
            raise errors.result_type_cast(wanted, self.dtype.scalar_name)
        return self._apply_inplace(row, self, **options)

    def _refuse_limit(self, limit: Any) -> None:
        """Refuse a limit of a higher category: the result would not be of this dtype."""
        common = self._array.dtype if limit is None else promote_scalar(self._array, limit)
        if common is not self._array.dtype:
            raise errors.result_type_cast(from_numpy_dtype(common).scalar_name, self.dtype.cpp_name)

    def _clamp_inplace(self, min: Any, max: Any) -> Tensor:
        """`clamp_` with tensors as limits."""
        if max is None:
            return self._inplace(functions.CLAMP_LOW, min)
        if min is None:
            return self._inplace(functions.CLAMP_HIGH, max)
        if not (isinstance(min, Variable) and isinstance(max, Variable)):
            raise errors.clamp_mixed(type_name(min), type_name(max))
        return self._apply_inplace(functions.CLAMP_TENSORS, self, min, max)

    def _refuse_cast(self, common: np.dtype[Any], other: Any) -> None:
        """Refuse results that do not fit into this dtype; shapes that do not fit are spoken of first."""
        self._must_fit(other)
        raise errors.result_type_cast(from_numpy_dtype(common).scalar_name, self.dtype.scalar_name)


def _step(ufunc: np.ufunc, me: Base, other: Any) -> bool:
    """Write over a tensor as a step of training does: nothing is recorded.

    False is for all that asks for more; nothing has changed then.
    """
    array = me._array
    if array.dtype.kind != "f" or not unrecorded(me):
        return False
    if isinstance(other, Variable):
        if other._array.dtype is not array.dtype or (other._counter is not None and other._counter is me._counter):
            return False
        if (other._requires_grad or other._base is not None) and modes.here.grad:
            return False
        operand = other._array
    elif type(other) is float or type(other) is int:
        operand = modes.here.quiet(np.array, other, array.dtype)
    else:
        return False
    try:
        modes.here.quiet(ufunc, array, operand, array)
    except (TypeError, ValueError):  # the shapes do not fit, or the result does not
        return False
    (me._counter or me.counter()).value += 1
    if events.observer is not None:
        events.observer.overwritten(me)
    return True
