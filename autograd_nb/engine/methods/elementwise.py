"""Methods that treat every element alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine import tensor_errors
from autograd_nb.engine.ops import elementwise as ops
from autograd_nb.engine.ops import functions

from .arithmetic import Arithmetic
from .kernels import rounded_to

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Elementwise(Arithmetic):
    """Exponentials, logarithms, circular functions, kinks."""

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

    # -- inverse circular and hyperbolic functions ---------------------------------------------------

    def asin(self) -> Tensor:
        """The inverse sine, in radians."""
        return self._unary(functions.ASIN)

    def acos(self) -> Tensor:
        """The inverse cosine, in radians."""
        return self._unary(functions.ACOS)

    def asinh(self) -> Tensor:
        """The inverse hyperbolic sine."""
        return self._unary(functions.ASINH)

    def acosh(self) -> Tensor:
        """The inverse hyperbolic cosine."""
        return self._unary(functions.ACOSH)

    def atanh(self) -> Tensor:
        """The inverse hyperbolic tangent."""
        return self._unary(functions.ATANH)

    arcsin, arccos, arcsinh, arccosh, arctanh = asin, acos, asinh, acosh, atanh

    def deg2rad(self) -> Tensor:
        """Degrees as radians."""
        return self._unary(functions.DEG2RAD)

    def rad2deg(self) -> Tensor:
        """Radians as degrees."""
        return self._unary(functions.RAD2DEG)

    # -- kinks -------------------------------------------------------------------------------------

    def __abs__(self) -> Tensor:
        return self.abs()

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

    def sgn(self) -> Tensor:
        """-1, 0 or 1."""
        if self._array.dtype.kind == "b":
            return self.clone()
        return self._apply(functions.SGN, self)

    def fix(self) -> Tensor:
        """The next integer towards 0."""
        return self.trunc()

    def positive(self) -> Tensor:
        """This tensor."""
        if self._array.dtype.kind == "b":
            raise RuntimeError("The `+` operator, on a bool tensor is not supported.")
        return self  # type: ignore[return-value]  # the only implementer is Tensor

    # -- help ------------------------------------------------------------------------------------------

    def _refuse_bool_kernel(self, kernel: str) -> None:
        if self._array.dtype.kind == "b":
            raise tensor_errors.not_for_dtype(kernel, "Bool")
