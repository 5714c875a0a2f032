"""Methods that treat every element alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import tensor_errors
from autograd_nb.engine.batches import Met
from autograd_nb.engine.data import fitting
from autograd_nb.engine.dtypes import bool_, default_numpy, int64, promote_arrays, promote_scalar
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import modes
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import elementwise as ops
from autograd_nb.engine.ops import functions

from .alternatives import choose
from .base import (
    ABSENT,
    NUMBERS,
    Base,
    check_broadcast,
    check_division,
    done,
    fitted,
    fitting_power,
    must_be_tensor,
    older_call,
)
from .kernels import rounded_to

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Elementwise(Base):
    """Arithmetic, powers, exponentials, circular functions, kinks."""

    # -- arithmetic --------------------------------------------------------------------------------

    def __add__(self, other: Any) -> Tensor:
        return ops.ADD.binary(self, other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Tensor:
        if not isinstance(other, Base) or other._array.dtype is not self._array.dtype or self._array.dtype.kind == "b":
            self._refuse_bool(other)
        return ops.SUB.binary(self, other)

    def __rsub__(self, other: Any) -> Tensor:
        self._refuse_bool(other)
        if not isinstance(other, NUMBERS):
            return self._binary(ops.RSUB_TENSOR, self, other)
        if self._array.dtype.kind != "f":
            return self._binary(ops.SUB, other, self)
        return self._apply(ops.RSUB, self, other=fitted(other, self._array.dtype))

    def __mul__(self, other: Any) -> Tensor:
        return ops.MUL.binary(self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Tensor:
        if self._array.dtype.kind == "f":
            return ops.DIV.binary(self, other)
        return self._binary(ops.DIV, self._float(other), other)

    def __rtruediv__(self, other: Any) -> Tensor:
        """PyTorch divides a number by a tensor as reciprocal times number."""
        return self.reciprocal() * other if isinstance(other, (Variable, *NUMBERS, np.ndarray)) else NotImplemented

    def __floordiv__(self, other: Any) -> Tensor:
        check_division("div_floor_cpu", self, other)
        return self._with_number(functions.FLOOR_DIVIDE_NUMBER, functions.FLOOR_DIVIDE, other)

    def __rfloordiv__(self, other: Any) -> Tensor:
        check_division("div_floor_cpu", other, self)
        return self._with_number(functions.NUMBER_FLOOR_DIVIDE, None, other)

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
                    raise tensor_errors.integer_negative_power()
                if isinstance(exponent, bool) and self._array.dtype.kind == "b":
                    return self.clone() if exponent else self | True  # type: ignore[operator]  # tensors
                common = promote_scalar(self._array, exponent)
                return self._binary(ops.POW_TENSOR, self, fitting_power(exponent, common))
            return ops.POW.optional({"exponent": fitted(exponent, self._array.dtype)}, self)
        if isinstance(exponent, Variable) and self._array.dtype.kind == "b" and exponent.dtype is bool_:  # type: ignore[attr-defined]  # of Tensor
            check_broadcast(self._array.shape, exponent._array.shape)
            raise tensor_errors.not_for_dtype("pow", "Bool")
        return self._binary(ops.POW_TENSOR, self, exponent)

    def __rpow__(self, base: Any) -> Tensor:
        if isinstance(base, bool) and self._array.dtype.kind == "b":
            raise tensor_errors.not_for_dtype("pow", "Bool")
        if self._array.dtype.kind != "f" or isinstance(base, Variable):
            return self._binary(ops.POW_TENSOR, base, self)
        if not isinstance(base, NUMBERS):
            return NotImplemented
        return self._apply(ops.POW_BASE, self, base=fitted(base, self._array.dtype))

    def __neg__(self) -> Tensor:
        if self._array.dtype.kind == "b":
            raise tensor_errors.bool_negation()
        return ops.NEG.apply(self)

    def __pos__(self) -> Tensor:
        return self  # type: ignore[return-value]  # the only implementer is Tensor

    def __abs__(self) -> Tensor:
        return self.abs()

    def add(self, other: Any = ABSENT, *more: Any, alpha: float = 1) -> Tensor:
        """`self + alpha * other`."""
        if more:
            return older_call(self, "add", (other, *more))
        if alpha != 1 or alpha is True:
            alpha = self._check_alpha(other, alpha)
        return done(self._binary(ops.ADD, self, other, **({} if alpha == 1 else {"alpha": alpha})), "add", other)

    def sub(self, other: Any = ABSENT, *more: Any, alpha: float = 1) -> Tensor:
        """`self - alpha * other`."""
        if more:
            return older_call(self, "sub", (other, *more))
        self._refuse_bool(other)
        if alpha != 1 or alpha is True:
            alpha = self._check_alpha(other, alpha)
        return done(self._binary(ops.SUB, self, other, **({} if alpha == 1 else {"alpha": alpha})), "sub", other)

    subtract = sub

    def mul(self, other: Any = ABSENT, *more: Any) -> Tensor:
        """`self * other`."""
        return done(self.__mul__(other), "mul", other, more)

    multiply = mul

    def rsub(self, other: Any, *, alpha: float = 1) -> Tensor:
        """`other - alpha * self`."""
        self._refuse_bool(other)
        self._check_alpha(other, alpha)
        return done((self if alpha == 1 else self * alpha).__rsub__(other), "rsub", other)

    def div(self, other: Any = ABSENT, *more: Any, rounding_mode: str | None = None) -> Tensor:
        """`self / other`; `rounding_mode` "floor" or "trunc" rounds the quotient."""
        if rounding_mode is None:
            return done(self.__truediv__(other), "div", other, more)
        if rounding_mode not in ("floor", "trunc"):
            raise tensor_errors.rounding_mode(rounding_mode)
        check_division(f"div_{rounding_mode}_cpu", self, other)
        exact = done(self._binary(ops.DIV_ROUNDED, self, other, rounding=rounding_mode), "div", other)
        return exact.to(self._binary(ops.ADD, self, other).dtype)

    divide = true_divide = div

    def pow(self, exponent: Any = ABSENT, *more: Any) -> Tensor:
        """`self ** exponent`."""
        return done(self.__pow__(exponent), "pow", exponent, more)

    def neg(self) -> Tensor:
        """`-self`."""
        return self.__neg__()

    negative = neg

    def remainder(self, other: Any) -> Tensor:
        """The remainder of division, with the sign of `other`, as Python's `%`."""
        return done(self.__mod__(other), "remainder", other)

    def fmod(self, other: Any) -> Tensor:
        """The remainder of division, with the sign of `self`."""
        check_division("fmod_cpu", self, other)
        return done(self._with_number(ops.FMOD_NUMBER, ops.FMOD, other), "fmod", other)

    def floor_divide(self, other: Any) -> Tensor:
        """`self // other`."""
        return done(self.__floordiv__(other), "floor_divide", other)

    def reciprocal(self) -> Tensor:
        """`1 / self`."""
        return ops.RECIPROCAL.unary(self)

    def square(self) -> Tensor:
        """The square; PyTorch records it as a power."""
        if self._array.dtype.kind == "b":
            return self.to(int64)  # type: ignore[attr-defined]  # in Casting
        if self._array.dtype.kind != "f":
            return self * self
        return self._apply(ops.SQUARE, self, exponent=2)

    # -- functions ---------------------------------------------------------------------------------

    def sqrt(self) -> Tensor:
        """The square root."""
        return ops.SQRT.unary(self)

    def rsqrt(self) -> Tensor:
        """One over the square root."""
        return ops.RSQRT.unary(self)

    def exp(self) -> Tensor:
        """E to the power of every element."""
        return ops.EXP.unary(self)

    def exp2(self) -> Tensor:
        """2 to the power of every element."""
        return ops.EXP2.unary(self)

    def expm1(self) -> Tensor:
        """exp(x) - 1, exact near 0."""
        return ops.EXPM1.unary(self)

    def log(self) -> Tensor:
        """The natural logarithm."""
        return ops.LOG.unary(self)

    def log2(self) -> Tensor:
        """The logarithm to base 2."""
        return ops.LOG2.unary(self)

    def log10(self) -> Tensor:
        """The logarithm to base 10."""
        return ops.LOG10.unary(self)

    def log1p(self) -> Tensor:
        """log(1 + x), exact near 0."""
        return ops.LOG1P.unary(self)

    def sin(self) -> Tensor:
        """The sine; angles are in radians."""
        return ops.SIN.unary(self)

    def cos(self) -> Tensor:
        """The cosine; angles are in radians."""
        return ops.COS.unary(self)

    def tan(self) -> Tensor:
        """The tangent; angles are in radians."""
        return ops.TAN.unary(self)

    def atan(self) -> Tensor:
        """The inverse tangent, in radians."""
        return ops.ATAN.unary(self)

    arctan = atan

    def sinh(self) -> Tensor:
        """The hyperbolic sine."""
        return ops.SINH.unary(self)

    def cosh(self) -> Tensor:
        """The hyperbolic cosine."""
        return ops.COSH.unary(self)

    def tanh(self) -> Tensor:
        """The hyperbolic tangent."""
        return ops.TANH.unary(self)

    def sigmoid(self) -> Tensor:
        """1 / (1 + exp(-x))."""
        return ops.SIGMOID.unary(self)

    # -- kinks -------------------------------------------------------------------------------------

    def relu(self) -> Tensor:
        """The positive part; its derivative at 0 is 0."""
        if self._array.dtype.kind == "b":
            raise tensor_errors.relu_bool()
        return ops.RELU.apply(self)

    def abs(self) -> Tensor:
        """The absolute value; its derivative at 0 is 0."""
        self._refuse_bool_kernel("abs_cpu")
        return ops.ABS.apply(self)

    def absolute(self) -> Tensor:
        """The absolute value."""
        return self.abs()

    def sign(self) -> Tensor:
        """-1, 0 or 1."""
        if self._array.dtype.kind == "b":
            return self.clone()
        return self._apply(ops.SIGN, self)

    def floor(self) -> Tensor:
        """The next integer below."""
        self._refuse_bool_kernel("floor_vml_cpu")
        return self._apply(ops.FLOOR, self)

    def ceil(self) -> Tensor:
        """The next integer above."""
        self._refuse_bool_kernel("ceil_vml_cpu")
        return self._apply(ops.CEIL, self)

    def round(self, *, decimals: int | None = None) -> Tensor:
        """The nearest integer, or the nearest with so many decimals; halves go to the even one."""
        self._refuse_bool_kernel("round_vml_cpu" if decimals is None else "round_cpu")
        if decimals is not None:
            return self._apply(functions.ROUND_DECIMALS, self, decimals=rounded_to(self, decimals))
        return self._apply(ops.ROUND, self)

    def trunc(self) -> Tensor:
        """The next integer towards 0."""
        self._refuse_bool_kernel("trunc_vml_cpu")
        return self._apply(ops.TRUNC, self)

    def frac(self) -> Tensor:
        """What is left after `trunc`."""
        if self._array.dtype.kind != "f":
            raise tensor_errors.not_for_dtype("frac_cpu", self.dtype.scalar_name)
        return self._apply(ops.FRAC, self)

    def clamp(self, min: Any = None, max: Any = None) -> Tensor:
        """Every element brought into [min, max]."""
        if min is None and max is None:
            raise tensor_errors.clamp_without_limits()
        if isinstance(min, Variable) or isinstance(max, Variable):
            return self._clamp_tensors(min, max)
        if self._array.dtype.kind != "f":
            limit: Any = (min or 0) + (max or 0)  # only for the dtype that numbers and tensor have in common
            common = promote_scalar(self._array, limit)
            if common.kind != "f":
                min, max = (None if limit is None else fitting(limit, common) for limit in (min, max))
            z = modes.quiet(ops.CLAMP.forward, self._array.astype(common), min=min, max=max)
            return self._finish(ops.CLAMP, (self,), {"min": min, "max": max}, np.asarray(z, common))
        low, high = (None if limit is None else fitted(limit, self._array.dtype) for limit in (min, max))
        return self._apply(ops.CLAMP, self, min=low, max=high)

    clip = clamp

    def maximum(self, other: Tensor) -> Tensor:
        """The larger of two; a tie shares the gradient."""
        return self._binary(ops.MAXIMUM, self, must_be_tensor("maximum", other))

    def minimum(self, other: Tensor) -> Tensor:
        """The smaller of two; a tie shares the gradient."""
        return self._binary(ops.MINIMUM, self, must_be_tensor("minimum", other))

    def where(self, condition: Tensor, other: Any) -> Tensor:
        """`self` where `condition` holds, else `other`."""
        return choose(condition, self, other)

    # -- help ------------------------------------------------------------------------------------------

    def _with_number(self, row: Op, pair: Op | None, other: Any) -> Tensor:
        """`row` for a number; `pair`, if there is one, for a tensor."""
        if isinstance(other, Variable) or not isinstance(other, NUMBERS):
            return NotImplemented if pair is None else self._binary(pair, self, other)
        common = promote_scalar(self._array, other)
        other = fitted(other, common)
        return self._finish(
            row, (self,), {"other": other}, modes.quiet(row.forward, self._array.astype(common, copy=False), other)
        )

    def _clamp_tensors(self, min: Any, max: Any) -> Tensor:
        if max is None:
            return self._binary(functions.CLAMP_LOW, self, min)
        if min is None:
            return self._binary(functions.CLAMP_HIGH, self, max)
        if not (isinstance(min, Variable) and isinstance(max, Variable)):
            raise tensor_errors.clamp_mixed(type_name(min), type_name(max))
        return self._together(functions.CLAMP_TENSORS, self, min, max)  # type: ignore[attr-defined]  # in Functions

    def _refuse_bool_kernel(self, kernel: str) -> None:
        if self._array.dtype.kind == "b":
            raise tensor_errors.not_for_dtype(kernel, "Bool")

    def _refuse_bool(self, other: Any) -> None:
        """Subtraction of truth values is refused; say so in PyTorch's words."""
        try:
            other_is = isinstance(other, bool) or (isinstance(other, Variable) and other._array.dtype.kind == "b")
        except Met:
            return  # each example looks for itself
        if self._array.dtype.kind == "b" or other_is:
            both = other_is and self._array.dtype.kind == "b"
            raise tensor_errors.bool_subtraction(both)

    def _float(self, other: Any) -> Tensor:
        """An integer tensor on its way into a division: in the dtype that the quotient will have."""
        common = default_numpy()
        if isinstance(other, Variable) and other._array.dtype.kind == "f":
            common = promote_arrays(self._array, other._array)
        return self._cast(common)
