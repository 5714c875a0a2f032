"""Further in-place forms of functions of every element: each writes over this tensor and returns `self`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import tensor_errors
from autograd_nb.engine.ops import bessel, elementwise, functions, gammas, special

from .inplace import Inplace

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Overwriting(Inplace):
    """`exp2_`, `asin_`, `erf_`, `sign_`, `nan_to_num_` and so on."""

    # -- of every element ----------------------------------------------------------------------------

    def exp2_(self) -> Tensor:
        """2 to the power of every element."""
        return self._float_inplace(elementwise.EXP2)

    def expm1_(self) -> Tensor:
        """The exponential minus 1."""
        return self._float_inplace(elementwise.EXPM1)

    def log2_(self) -> Tensor:
        """The logarithm to base 2."""
        return self._float_inplace(elementwise.LOG2)

    def log10_(self) -> Tensor:
        """The logarithm to base 10."""
        return self._float_inplace(elementwise.LOG10)

    def log1p_(self) -> Tensor:
        """The logarithm of 1 + x."""
        return self._float_inplace(elementwise.LOG1P)

    def rsqrt_(self) -> Tensor:
        """One over the square root."""
        return self._float_inplace(elementwise.RSQRT)

    def tan_(self) -> Tensor:
        """The tangent."""
        return self._float_inplace(elementwise.TAN)

    def atan_(self) -> Tensor:
        """The inverse tangent."""
        return self._float_inplace(elementwise.ATAN)

    def sinh_(self) -> Tensor:
        """The hyperbolic sine."""
        return self._float_inplace(elementwise.SINH)

    def cosh_(self) -> Tensor:
        """The hyperbolic cosine."""
        return self._float_inplace(elementwise.COSH)

    def asin_(self) -> Tensor:
        """The inverse sine."""
        return self._float_inplace(functions.ASIN)

    def acos_(self) -> Tensor:
        """The inverse cosine."""
        return self._float_inplace(functions.ACOS)

    def asinh_(self) -> Tensor:
        """The inverse hyperbolic sine."""
        return self._float_inplace(functions.ASINH_OVER)

    def acosh_(self) -> Tensor:
        """The inverse hyperbolic cosine."""
        return self._float_inplace(functions.ACOSH_OVER)

    def atanh_(self) -> Tensor:
        """The inverse hyperbolic tangent."""
        return self._float_inplace(functions.ATANH_OVER)

    arcsin_, arccos_, arctan_, arcsinh_, arccosh_, arctanh_ = asin_, acos_, atan_, asinh_, acosh_, atanh_

    def deg2rad_(self) -> Tensor:
        """Degrees as radians."""
        return self._float_inplace(functions.DEG2RAD)

    def rad2deg_(self) -> Tensor:
        """Radians as degrees."""
        return self._float_inplace(functions.RAD2DEG)

    def erf_(self) -> Tensor:
        """The error function."""
        return self._float_inplace(special.ERF)

    def erfc_(self) -> Tensor:
        """1 - erf(x)."""
        return self._float_inplace(special.ERFC)

    def erfinv_(self) -> Tensor:
        """The inverse of the error function."""
        return self._float_inplace(special.ERFINV)

    def lgamma_(self) -> Tensor:
        """The logarithm of the gamma function."""
        return self._float_inplace(special.LGAMMA)

    def digamma_(self) -> Tensor:
        """The derivative of `lgamma`."""
        return self._float_inplace(special.DIGAMMA)

    def i0_(self) -> Tensor:
        """The modified Bessel function of order 0."""
        return self._float_inplace(bessel.I0)

    def polygamma_(self, n: int) -> Tensor:
        """The n-th derivative of `digamma`."""
        if n < 0:
            raise RuntimeError("polygamma(n, x) does not support negative n.")
        return self._float_inplace(special.POLYGAMMA_OVER, n=n)

    def mvlgamma_(self, p: int) -> Tensor:
        """The logarithm of the gamma function of dimension `p`."""
        if self._array.dtype.kind != "f":
            raise RuntimeError(
                f"mvlgamma: result type {self.dtype.scalar_name} can't be cast to the desired output type Float"
            )
        return self._float_inplace(gammas.MVLGAMMA, p=p)

    def sinc_(self) -> Tensor:
        """The quotient sin(πx) / (πx)."""
        return self._float_inplace(special.SINC)

    def sign_(self) -> Tensor:
        """-1, 0 or 1."""
        me: Any = self
        return me if self._array.dtype.kind == "b" else self._apply_inplace(elementwise.SIGN, self)

    def ceil_(self) -> Tensor:
        """The next integer above."""
        return self._apply_inplace(elementwise.CEIL, self)

    def trunc_(self) -> Tensor:
        """The next integer towards 0."""
        if self._array.dtype.kind == "b":
            raise tensor_errors.not_for_dtype("trunc_vml_cpu", "Bool")
        return self._apply_inplace(elementwise.TRUNC, self)

    def frac_(self) -> Tensor:
        """What is left after `trunc`."""
        if self._array.dtype.kind != "f":
            raise tensor_errors.not_for_dtype("frac_cpu", self.dtype.scalar_name)
        return self._apply_inplace(elementwise.FRAC, self)

    def sgn_(self) -> Tensor:
        """-1, 0 or 1."""
        return self.sign_() if self._array.dtype.kind == "b" else self._apply_inplace(functions.SGN, self)

    def negative_(self) -> Tensor:
        """Change the sign."""
        return self.neg_()

    def absolute_(self) -> Tensor:
        """The absolute value."""
        return self.abs_()

    def fix_(self) -> Tensor:
        """The next integer towards 0."""
        return self.trunc_()

    def logit_(self, eps: float | None = None) -> Tensor:
        """The inverse of the sigmoid."""
        return self._float_inplace(special.LOGIT, eps=eps)

    def nan_to_num_(self, nan: float | None = None, posinf: float | None = None, neginf: float | None = None) -> Tensor:
        """Numbers in the place of nan and infinities."""
        options = {"nan": 0.0 if nan is None else nan, "posinf": posinf, "neginf": neginf}
        return self._apply_inplace(functions.NAN_TO_NUM, self, **options)
