"""Methods that treat every element alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine import errors
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
        """The square root, nan for negative numbers. Its derivative is 1 / (2 √x), infinite at 0.

        >>> torch.sqrt(torch.tensor([4.0, 9.0, -1.0]))
        tensor([2., 3., nan])
        """
        return ops.SQRT.unary(self)

    def rsqrt(self) -> Tensor:
        """One over the square root, inf for 0. Its derivative is -1 / (2 √x³).

        >>> torch.rsqrt(torch.tensor([4.0, 25.0]))
        tensor([0.5000, 0.2000])
        """
        return ops.RSQRT.unary(self)

    def exp(self) -> Tensor:
        """E to the power of every element. It is its own derivative.

        >>> torch.exp(torch.tensor([0.0, 1.0]))
        tensor([1.0000, 2.7183])
        """
        return ops.EXP.unary(self)

    def exp2(self) -> Tensor:
        """2 to the power of every element. Its derivative is 2ˣ log 2.

        >>> torch.exp2(torch.tensor([0.0, 3.0, -1.0]))
        tensor([1.0000, 8.0000, 0.5000])
        """
        return ops.EXP2.unary(self)

    def expm1(self) -> Tensor:
        """exp(x) - 1, exact near 0, where the 1 would swallow the digits. Its derivative is exp(x).

        >>> x = torch.tensor([1e-8])
        >>> torch.expm1(x), torch.exp(x) - 1
        (tensor([1.0000e-08]), tensor([0.]))
        """
        return ops.EXPM1.unary(self)

    def log(self) -> Tensor:
        """The natural logarithm, -inf for 0 and nan below. Its derivative is 1 / x.

        >>> torch.log(torch.tensor([1.0, 2.0, 0.0]))
        tensor([0.0000, 0.6931,   -inf])
        """
        return ops.LOG.unary(self)

    def log2(self) -> Tensor:
        """The logarithm to base 2. Its derivative is 1 / (x log 2).

        >>> torch.log2(torch.tensor([1.0, 8.0, 0.5]))
        tensor([ 0.,  3., -1.])
        """
        return ops.LOG2.unary(self)

    def log10(self) -> Tensor:
        """The logarithm to base 10. Its derivative is 1 / (x log 10).

        >>> torch.log10(torch.tensor([1.0, 100.0]))
        tensor([0., 2.])
        """
        return ops.LOG10.unary(self)

    def log1p(self) -> Tensor:
        """log(1 + x), exact near 0, where the 1 would swallow the digits. Its derivative is 1 / (1 + x).

        >>> x = torch.tensor([1e-8])
        >>> torch.log1p(x), torch.log(1 + x)
        (tensor([1.0000e-08]), tensor([0.]))
        """
        return ops.LOG1P.unary(self)

    def sin(self) -> Tensor:
        """The sine; angles are in radians. Its derivative is the cosine.

        >>> torch.sin(torch.tensor([0.0, torch.pi / 6, torch.pi / 2]))
        tensor([0.0000, 0.5000, 1.0000])
        """
        return ops.SIN.unary(self)

    def cos(self) -> Tensor:
        """The cosine; angles are in radians. Its derivative is minus the sine.

        >>> torch.cos(torch.tensor([0.0, torch.pi / 3, torch.pi]))
        tensor([ 1.0000,  0.5000, -1.0000])
        """
        return ops.COS.unary(self)

    def tan(self) -> Tensor:
        """The tangent; angles are in radians. Its derivative is 1 + t² for the result t.

        >>> torch.tan(torch.tensor([0.0, torch.pi / 4]))
        tensor([0., 1.])
        """
        return ops.TAN.unary(self)

    def atan(self) -> Tensor:
        """The inverse tangent, in radians between -π/2 and π/2. Its derivative is 1 / (1 + x²).

        >>> torch.atan(torch.tensor([0.0, 1.0]))
        tensor([0.0000, 0.7854])
        """
        return ops.ATAN.unary(self)

    arctan = atan

    def sinh(self) -> Tensor:
        """The hyperbolic sine, (exp(x) - exp(-x)) / 2. Its derivative is the hyperbolic cosine.

        >>> torch.sinh(torch.tensor([0.0, 1.0]))
        tensor([0.0000, 1.1752])
        """
        return ops.SINH.unary(self)

    def cosh(self) -> Tensor:
        """The hyperbolic cosine, (exp(x) + exp(-x)) / 2. Its derivative is the hyperbolic sine.

        >>> torch.cosh(torch.tensor([0.0, 1.0]))
        tensor([1.0000, 1.5431])
        """
        return ops.COSH.unary(self)

    def tanh(self) -> Tensor:
        """The hyperbolic tangent, from -1 to 1. Its derivative is 1 - t² for the result t.

        >>> torch.tanh(torch.tensor([0.0, 1.0, 100.0]))
        tensor([0.0000, 0.7616, 1.0000])
        """
        return ops.TANH.unary(self)

    def sigmoid(self) -> Tensor:
        """1 / (1 + exp(-x)), from 0 to 1. Its derivative is s (1 - s) for the result s, at most 1/4.

        >>> torch.sigmoid(torch.tensor([0.0, 2.0]))
        tensor([0.5000, 0.8808])
        """
        return ops.SIGMOID.unary(self)

    # -- inverse circular and hyperbolic functions ---------------------------------------------------

    def asin(self) -> Tensor:
        """The inverse sine, in radians; nan outside [-1, 1]. Its derivative is 1 / √(1 - x²).

        >>> torch.asin(torch.tensor([0.0, 1.0, 2.0]))
        tensor([0.0000, 1.5708,    nan])
        """
        return self._unary(functions.ASIN)

    def acos(self) -> Tensor:
        """The inverse cosine, in radians; nan outside [-1, 1]. Its derivative is -1 / √(1 - x²).

        >>> torch.acos(torch.tensor([1.0, 0.0, -1.0]))
        tensor([0.0000, 1.5708, 3.1416])
        """
        return self._unary(functions.ACOS)

    def asinh(self) -> Tensor:
        """The inverse hyperbolic sine. Its derivative is 1 / √(x² + 1).

        >>> torch.asinh(torch.tensor([0.0, 1.0]))
        tensor([0.0000, 0.8814])
        """
        return self._unary(functions.ASINH)

    def acosh(self) -> Tensor:
        """The inverse hyperbolic cosine; nan below 1. Its derivative is 1 / √(x² - 1).

        >>> torch.acosh(torch.tensor([1.0, 2.0]))
        tensor([0.0000, 1.3170])
        """
        return self._unary(functions.ACOSH)

    def atanh(self) -> Tensor:
        """The inverse hyperbolic tangent; infinite at -1 and 1, nan beyond. Its derivative is 1 / (1 - x²).

        >>> torch.atanh(torch.tensor([0.0, 0.5, 1.0]))
        tensor([0.0000, 0.5493,    inf])
        """
        return self._unary(functions.ATANH)

    arcsin, arccos, arcsinh, arccosh, arctanh = asin, acos, asinh, acosh, atanh

    def deg2rad(self) -> Tensor:
        """Degrees as radians: x π / 180.

        >>> torch.deg2rad(torch.tensor([90.0, 180.0]))
        tensor([1.5708, 3.1416])
        """
        return self._unary(functions.DEG2RAD)

    def rad2deg(self) -> Tensor:
        """Radians as degrees: 180 x / π.

        >>> torch.rad2deg(torch.tensor([torch.pi, torch.pi / 2]))
        tensor([180.,  90.])
        """
        return self._unary(functions.RAD2DEG)

    # -- kinks -------------------------------------------------------------------------------------

    def __abs__(self) -> Tensor:
        return self.abs()

    def relu(self) -> Tensor:
        """The positive part; its derivative is 1 above 0 and 0 below; at 0 it is 0.

        >>> torch.relu(torch.tensor([-2.0, 0.0, 3.0]))
        tensor([0., 0., 3.])

        Raises:
            RuntimeError: for truth values.
        """
        if self._array.dtype.kind == "b":
            raise errors.relu_bool()
        return ops.RELU.apply(self)

    def abs(self) -> Tensor:
        """The absolute value. Its derivative is the sign; at 0 it is 0.

        >>> torch.abs(torch.tensor([-2.0, 0.0, 3.0]))
        tensor([2., 0., 3.])
        """
        self._refuse_bool_kernel("abs_cpu")
        return ops.ABS.apply(self)

    def absolute(self) -> Tensor:
        """The absolute value: the same as `abs`.

        >>> torch.absolute(torch.tensor([-2, 3]))
        tensor([2, 3])
        """
        return self.abs()

    def sign(self) -> Tensor:
        """-1, 0 or 1. Its derivative is 0 everywhere.

        >>> torch.sign(torch.tensor([-2.0, 0.0, 3.0]))
        tensor([-1.,  0.,  1.])
        """
        if self._array.dtype.kind == "b":
            return self.clone()
        return self._apply(ops.SIGN, self)

    def floor(self) -> Tensor:
        """The next integer below. Its derivative is 0 everywhere.

        >>> torch.floor(torch.tensor([1.7, -1.2, 2.0]))
        tensor([ 1., -2.,  2.])
        """
        self._refuse_bool_kernel("floor_vml_cpu")
        return self._apply(ops.FLOOR, self)

    def ceil(self) -> Tensor:
        """The next integer above. Its derivative is 0 everywhere.

        >>> torch.ceil(torch.tensor([1.2, -1.7, 2.0]))
        tensor([ 2., -1.,  2.])
        """
        self._refuse_bool_kernel("ceil_vml_cpu")
        return self._apply(ops.CEIL, self)

    def round(self, *, decimals: int | None = None) -> Tensor:
        """The nearest integer, or the nearest with so many decimals; halves go to the even one. Its derivative is 0.

        >>> torch.round(torch.tensor([0.5, 1.5, 1.7]))
        tensor([0., 2., 2.])
        >>> torch.round(torch.tensor([1.234, 56.78]), decimals=1)
        tensor([ 1.2000, 56.8000])
        """
        self._refuse_bool_kernel("round_vml_cpu" if decimals is None else "round_cpu")
        if decimals is not None:
            return self._apply(functions.ROUND_DECIMALS, self, decimals=rounded_to(self, decimals))
        return self._apply(ops.ROUND, self)

    def trunc(self) -> Tensor:
        """The next integer towards 0. Its derivative is 0 everywhere.

        >>> torch.trunc(torch.tensor([1.7, -1.7]))
        tensor([ 1., -1.])
        """
        self._refuse_bool_kernel("trunc_vml_cpu")
        return self._apply(ops.TRUNC, self)

    def frac(self) -> Tensor:
        """What is left after `trunc`, with the sign of the element. Its derivative is 1.

        >>> torch.frac(torch.tensor([1.25, -1.25]))
        tensor([ 0.2500, -0.2500])

        Raises:
            NotImplementedError: for integers.
        """
        if self._array.dtype.kind != "f":
            raise errors.not_for_dtype("frac_cpu", self.dtype.scalar_name)
        return self._apply(ops.FRAC, self)

    def sgn(self) -> Tensor:
        """-1, 0 or 1: for real numbers the same as `sign`.

        >>> torch.sgn(torch.tensor([-2.0, 0.0, 3.0]))
        tensor([-1.,  0.,  1.])
        """
        if self._array.dtype.kind == "b":
            return self.clone()
        return self._apply(functions.SGN, self)

    def fix(self) -> Tensor:
        """The next integer towards 0: the same as `trunc`.

        >>> torch.fix(torch.tensor([1.7, -1.7]))
        tensor([ 1., -1.])
        """
        return self.trunc()

    def positive(self) -> Tensor:
        """This tensor itself, as `+x` gives it.

        >>> torch.positive(torch.tensor([-1.0, 2.0]))
        tensor([-1.,  2.])

        Raises:
            RuntimeError: for truth values.
        """
        if self._array.dtype.kind == "b":
            raise RuntimeError("The `+` operator, on a bool tensor is not supported.")
        return self  # type: ignore[return-value]  # the only implementer is Tensor

    # -- help ------------------------------------------------------------------------------------------

    def _refuse_bool_kernel(self, kernel: str) -> None:
        if self._array.dtype.kind == "b":
            raise errors.not_for_dtype(kernel, "Bool")
