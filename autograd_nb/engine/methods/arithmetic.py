"""Sums, products, quotients and powers of every element, as operators and by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.batching.batches import Met, each
from autograd_nb.engine.dtypes import bool_, default_numpy, int64, promote_arrays, promote_scalar
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import modes
from autograd_nb.engine.ops import elementwise as ops
from autograd_nb.engine.ops import functions

from .base import (
    ABSENT,
    NUMBERS,
    OPERANDS,
    Base,
    check_broadcast,
    check_division,
    done,
    fitted,
    fitting_power,
    older_call,
    or_reflected,
    reflected,
)

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Arithmetic(Base):
    """`+`, `-`, `*`, `/`, `//`, `%`, `**` and the methods behind them."""

    def __add__(self, other: Any) -> Tensor:
        return ops.ADD.binary(self, other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Tensor:
        try:
            fits = isinstance(other, Base) and other._array.dtype is self._array.dtype and self._array.dtype.kind != "b"
        except Met:
            return NotImplemented  # a batch behind a parameter, see `or_reflected`
        if not fits:
            self._refuse_bool(other)
        return ops.SUB.binary(self, other)

    def __rsub__(self, other: Any) -> Tensor:
        self._refuse_bool(other)
        if not isinstance(other, NUMBERS):
            return self._binary(ops.RSUB_TENSOR, self, other)
        if self._array.dtype.kind != "f":
            return self._binary(ops.SUB, other, self)
        if modes.here.formula:
            return ops.SUB.binary(other, self)
        return ops.RSUB.optional({"other": fitted(other, self._array.dtype)}, self)

    def __mul__(self, other: Any) -> Tensor:
        return ops.MUL.binary(self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Tensor:
        if self._array.dtype.kind == "f":
            return ops.DIV.binary(self, other)
        try:
            return self._binary(ops.DIV, self._float(other), other)
        except Met:
            return NotImplemented

    def __rtruediv__(self, other: Any) -> Tensor:
        """PyTorch divides a number by a tensor as reciprocal times number; in its own formulas it does not."""
        if modes.here.formula:
            return ops.DIV.binary(other, self)
        return self.reciprocal() * other if isinstance(other, (Variable, *NUMBERS, np.ndarray)) else NotImplemented

    __rdiv__ = __rtruediv__

    @or_reflected
    def __floordiv__(self, other: Any) -> Tensor:
        check_division("div_floor_cpu", self, other)
        return self._with_number(functions.FLOOR_DIVIDE_NUMBER, functions.FLOOR_DIVIDE, other)

    def __rfloordiv__(self, other: Any) -> Tensor:
        check_division("div_floor_cpu", other, self)
        return self._with_number(functions.NUMBER_FLOOR_DIVIDE, None, other)

    @or_reflected
    def __mod__(self, other: Any) -> Tensor:
        check_division("remainder_cpu", self, other)
        return self._with_number(ops.REMAINDER_NUMBER, ops.REMAINDER, other)

    def __rmod__(self, other: Any) -> Tensor:
        if isinstance(other, Variable):
            return other % self
        check_division("remainder_cpu", other, self)
        return self._with_number(functions.NUMBER_REMAINDER, None, other)

    def __pow__(self, exponent: Any) -> Tensor:
        if isinstance(exponent, NUMBERS):
            if self._array.dtype.kind != "f":
                if isinstance(exponent, int) and exponent < 0:
                    raise errors.integer_negative_power()
                if isinstance(exponent, bool) and self._array.dtype.kind == "b":
                    return self.clone() if exponent else self | True  # type: ignore[operator]  # tensors
                common = promote_scalar(self._array, exponent)
                return self._binary(ops.POW_TENSOR, self, fitting_power(exponent, common))
            return ops.POW.optional({"exponent": fitted(exponent, self._array.dtype)}, self)
        if isinstance(exponent, Variable) and self._array.dtype.kind == "b" and exponent.dtype is bool_:  # type: ignore[attr-defined]  # of Tensor
            check_broadcast(self._array.shape, exponent._array.shape)
            raise errors.not_for_dtype("pow", "Bool")
        return self._binary(ops.POW_TENSOR, self, exponent)

    def __rpow__(self, base: Any) -> Tensor:
        if isinstance(base, bool) and self._array.dtype.kind == "b":
            raise errors.not_for_dtype("pow", "Bool")
        if self._array.dtype.kind != "f" or isinstance(base, Variable):
            return self._binary(ops.POW_TENSOR, base, self)
        if not isinstance(base, NUMBERS):
            return NotImplemented
        return self._apply(ops.POW_BASE, self, base=fitted(base, self._array.dtype))

    def __neg__(self) -> Tensor:
        if self._array.dtype.kind == "b":
            raise errors.bool_negation()
        return ops.NEG.apply(self)

    def __pos__(self) -> Tensor:
        return self  # type: ignore[return-value]  # the only implementer is Tensor

    def add(self, other: Any = ABSENT, *more: Any, alpha: float = 1) -> Tensor:
        """`self + alpha * other`, of the shape that both broadcast to.

        The derivative is 1 with respect to `self` and `alpha` with respect to `other`.

        >>> torch.add(torch.tensor([1.0, 2.0]), torch.tensor([10.0, 20.0]), alpha=2)
        tensor([21., 42.])

        Raises:
            RuntimeError: the shapes cannot be broadcast, or `alpha` is a fraction where all else are integers.
        """
        if more:
            return older_call(self, "add", (other, *more))
        if alpha != 1 or alpha is True:
            try:
                alpha = self._check_alpha(other, alpha)
            except Met:
                return each(Arithmetic.add, (self, other), {"alpha": alpha})
        return done(self._binary(ops.ADD, self, other, **({} if alpha == 1 else {"alpha": alpha})), "add", other)

    def sub(self, other: Any = ABSENT, *more: Any, alpha: float = 1) -> Tensor:
        """`self - alpha * other`, of the shape that both broadcast to.

        The derivative is 1 with respect to `self` and `-alpha` with respect to `other`.

        >>> torch.sub(torch.tensor([5.0, 7.0]), 2)
        tensor([3., 5.])

        Raises:
            RuntimeError: the shapes cannot be broadcast, or truth values are to be subtracted.
        """
        if more:
            return older_call(self, "sub", (other, *more))
        self._refuse_bool(other)
        if alpha != 1 or alpha is True:
            try:
                alpha = self._check_alpha(other, alpha)
            except Met:
                return each(Arithmetic.sub, (self, other), {"alpha": alpha})
        return done(self._binary(ops.SUB, self, other, **({} if alpha == 1 else {"alpha": alpha})), "sub", other)

    subtract = sub

    def mul(self, other: Any = ABSENT, *more: Any) -> Tensor:
        """`self * other`, element by element, of the shape that both broadcast to.

        The derivative with respect to each factor is the other one. The product of matrices is `matmul`.

        >>> torch.mul(torch.tensor([[1.0], [2.0]]), torch.tensor([10.0, 100.0]))
        tensor([[ 10., 100.],
                [ 20., 200.]])

        Raises:
            RuntimeError: the shapes cannot be broadcast.
        """
        return done(self.__mul__(other), "mul", other, more)

    multiply = mul

    def rsub(self, other: Any, *, alpha: float = 1) -> Tensor:
        """`other - alpha * self`: `sub` with the operands changed over.

        >>> torch.rsub(torch.tensor([1, 2]), 10)
        tensor([9, 8])

        Raises:
            RuntimeError: the shapes cannot be broadcast, or truth values are to be subtracted.
        """
        self._refuse_bool(other)
        self._check_alpha(other, alpha)
        return done((self if alpha == 1 else self * alpha).__rsub__(other), "rsub", other)

    def div(self, other: Any = ABSENT, *more: Any, rounding_mode: str | None = None) -> Tensor:
        """`self / other`, of the shape that both broadcast to; `rounding_mode` "floor" or "trunc" rounds the quotient.

        The derivatives are 1 / other and -self / other². Integers give fractions, unless the quotient is rounded; with
        `rounding_mode` the gradient is 0. A division by 0 gives inf or nan.

        >>> torch.div(torch.tensor([-7, 7]), 2)
        tensor([-3.5000,  3.5000])
        >>> torch.div(torch.tensor([-7, 7]), 2, rounding_mode="floor")
        tensor([-4,  3])
        >>> torch.div(torch.tensor([-7, 7]), 2, rounding_mode="trunc")
        tensor([-3,  3])

        Raises:
            RuntimeError: the shapes cannot be broadcast, or integers are divided by 0 and rounded.
        """
        if rounding_mode is None:
            return done(reflected(self.__truediv__(other), "truediv", self, other), "div", other, more)
        if rounding_mode not in ("floor", "trunc"):
            raise errors.rounding_mode(rounding_mode)
        try:
            check_division(f"div_{rounding_mode}_cpu", self, other)
        except Met:
            return each(Arithmetic.div, (self, other), {"rounding_mode": rounding_mode})
        exact = done(self._binary(ops.DIV_ROUNDED, self, other, rounding=rounding_mode), "div", other)
        return exact.to(self._binary(ops.ADD, self, other).dtype)

    divide = true_divide = div

    def pow(self, exponent: Any = ABSENT, *more: Any) -> Tensor:
        """`self ** exponent`, of the shape that both broadcast to.

        The derivative with respect to x of x ** n is n * x ** (n - 1); with respect to n it is x ** n * log(x).

        >>> torch.pow(torch.tensor([1.0, 2.0, 3.0]), 2)
        tensor([1., 4., 9.])
        >>> torch.pow(2, torch.tensor([0, 1, 10]))
        tensor([   1,    2, 1024])

        Raises:
            RuntimeError: integers are raised to a negative integer, or the shapes cannot be broadcast.
        """
        return done(self.__pow__(exponent), "pow", exponent, more)

    def neg(self) -> Tensor:
        """`-self`. Its derivative is -1.

        >>> torch.neg(torch.tensor([1.0, -2.0]))
        tensor([-1.,  2.])

        Raises:
            RuntimeError: for truth values, which `~` or `logical_not` turn over.
        """
        return self.__neg__()

    negative = neg

    def remainder(self, other: Any) -> Tensor:
        """The remainder of division, with the sign of `other`, as Python's `%`; of the shape that both broadcast to.

        The derivative with respect to `self` is 1.

        >>> torch.remainder(torch.tensor([-7, 7]), 3)
        tensor([2, 1])

        Raises:
            RuntimeError: integers are divided by 0. (Of floating point numbers the remainder is nan then.)
        """
        return done(reflected(self.__mod__(other), "mod", self, other), "remainder", other)

    def fmod(self, other: Any) -> Tensor:
        """The remainder of division, with the sign of `self`; of the shape that both broadcast to.

        The derivative with respect to `self` is 1.

        >>> torch.fmod(torch.tensor([-7, 7]), 3)
        tensor([-1,  1])

        Raises:
            RuntimeError: integers are divided by 0. (Of floating point numbers the remainder is nan then.)
        """
        check_division("fmod_cpu", self, other)
        return done(self._with_number(ops.FMOD_NUMBER, ops.FMOD, other), "fmod", other)

    def floor_divide(self, other: Any) -> Tensor:
        """`self // other`: the quotient, rounded down, of the shape that both broadcast to.

        PyTorch defines no derivative.

        >>> torch.floor_divide(torch.tensor([-7, 7]), 2)
        tensor([-4,  3])

        Raises:
            RuntimeError: integers are divided by 0.
        """
        return done(reflected(self.__floordiv__(other), "floordiv", self, other), "floor_divide", other)

    def reciprocal(self) -> Tensor:
        """`1 / self`, inf for 0. Its derivative is -1 / x².

        >>> torch.reciprocal(torch.tensor([2.0, 4.0, 0.0]))
        tensor([0.5000, 0.2500,    inf])
        """
        return ops.RECIPROCAL.unary(self)

    def square(self) -> Tensor:
        """The square; PyTorch records it as a power. Its derivative is 2 x.

        >>> torch.square(torch.tensor([-3.0, 4.0]))
        tensor([ 9., 16.])
        """
        if self._array.dtype.kind == "b":
            return self.to(int64)  # type: ignore[attr-defined]  # in Casting
        if self._array.dtype.kind != "f":
            return self * self
        return self._apply(ops.SQUARE, self, exponent=2)

    # -- help ----------------------------------------------------------------------------------------

    def _with_number(self, row: Op, pair: Op | None, other: Any) -> Tensor:
        """`row` for a number; `pair`, if there is one, for a tensor."""
        if isinstance(other, Variable) or not isinstance(other, NUMBERS):
            return NotImplemented if pair is None else self._binary(pair, self, other)
        common = promote_scalar(self._array, other)
        other = fitted(other, common)
        return self._finish(
            row, (self,), {"other": other}, modes.quiet(row.forward, self._array.astype(common, copy=False), other)
        )

    def _refuse_bool(self, other: Any) -> None:
        """Subtraction of truth values is refused; say so in PyTorch's words."""
        try:
            other_is = isinstance(other, bool) or (isinstance(other, Variable) and other._array.dtype.kind == "b")
        except Met:
            return  # each example looks for itself
        if other_is or (self._array.dtype.kind == "b" and isinstance(other, OPERANDS)):
            both = other_is and self._array.dtype.kind == "b"
            raise errors.bool_subtraction(both)

    def _float(self, other: Any) -> Tensor:
        """An integer tensor on its way into a division: in the dtype that the quotient will have."""
        common = default_numpy()
        if isinstance(other, Variable) and other._array.dtype.kind == "f":
            common = promote_arrays(self._array, other._array)
        return self._cast(common)
