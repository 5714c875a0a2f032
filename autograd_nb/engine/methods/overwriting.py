"""Further in-place forms of functions of every element: each writes over this tensor and returns `self`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.ops import bessel, elementwise, functions, gammas, special

from .inplace import Inplace

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Overwriting(Inplace):
    """`exp2_`, `asin_`, `erf_`, `sign_`, `nan_to_num_` and so on."""

    # -- of every element ----------------------------------------------------------------------------

    def exp2_(self) -> Tensor:
        """2 to the power of every element: `exp2` in place, not for integers.

        >>> x = torch.tensor([0.0, 3.0])
        >>> x.exp2_()
        tensor([1., 8.])
        """
        return self._float_inplace(elementwise.EXP2)

    def expm1_(self) -> Tensor:
        """The exponential minus 1: `expm1` in place, not for integers.

        >>> x = torch.tensor([0.0, 1.0])
        >>> x.expm1_()
        tensor([0.0000, 1.7183])
        """
        return self._float_inplace(elementwise.EXPM1)

    def log2_(self) -> Tensor:
        """The logarithm to base 2: `log2` in place, not for integers.

        >>> x = torch.tensor([1.0, 8.0])
        >>> x.log2_()
        tensor([0., 3.])
        """
        return self._float_inplace(elementwise.LOG2)

    def log10_(self) -> Tensor:
        """The logarithm to base 10: `log10` in place, not for integers.

        >>> x = torch.tensor([1.0, 100.0])
        >>> x.log10_()
        tensor([0., 2.])
        """
        return self._float_inplace(elementwise.LOG10)

    def log1p_(self) -> Tensor:
        """The logarithm of 1 + x: `log1p` in place, not for integers.

        >>> x = torch.tensor([0.0, 1.0])
        >>> x.log1p_()
        tensor([0.0000, 0.6931])
        """
        return self._float_inplace(elementwise.LOG1P)

    def rsqrt_(self) -> Tensor:
        """One over the square root: `rsqrt` in place, not for integers.

        >>> x = torch.tensor([4.0, 25.0])
        >>> x.rsqrt_()
        tensor([0.5000, 0.2000])
        """
        return self._float_inplace(elementwise.RSQRT)

    def tan_(self) -> Tensor:
        """The tangent of angles in radians: `tan` in place, not for integers.

        >>> x = torch.tensor([0.0, 1.0])
        >>> x.tan_()
        tensor([0.0000, 1.5574])
        """
        return self._float_inplace(elementwise.TAN)

    def atan_(self) -> Tensor:
        """The inverse tangent, in radians: `atan` in place, not for integers.

        >>> x = torch.tensor([0.0, 1.0])
        >>> x.atan_()
        tensor([0.0000, 0.7854])
        """
        return self._float_inplace(elementwise.ATAN)

    def sinh_(self) -> Tensor:
        """The hyperbolic sine: `sinh` in place, not for integers.

        >>> x = torch.tensor([0.0, 1.0])
        >>> x.sinh_()
        tensor([0.0000, 1.1752])
        """
        return self._float_inplace(elementwise.SINH)

    def cosh_(self) -> Tensor:
        """The hyperbolic cosine: `cosh` in place, not for integers.

        >>> x = torch.tensor([0.0, 1.0])
        >>> x.cosh_()
        tensor([1.0000, 1.5431])
        """
        return self._float_inplace(elementwise.COSH)

    def asin_(self) -> Tensor:
        """The inverse sine, in radians: `asin` in place, not for integers.

        >>> x = torch.tensor([0.0, 1.0])
        >>> x.asin_()
        tensor([0.0000, 1.5708])
        """
        return self._float_inplace(functions.ASIN)

    def acos_(self) -> Tensor:
        """The inverse cosine, in radians: `acos` in place, not for integers.

        >>> x = torch.tensor([0.0, 1.0])
        >>> x.acos_()
        tensor([1.5708, 0.0000])
        """
        return self._float_inplace(functions.ACOS)

    def asinh_(self) -> Tensor:
        """The inverse hyperbolic sine: `asinh` in place, not for integers.

        >>> x = torch.tensor([0.0, 1.0])
        >>> x.asinh_()
        tensor([0.0000, 0.8814])
        """
        return self._float_inplace(functions.ASINH_OVER)

    def acosh_(self) -> Tensor:
        """The inverse hyperbolic cosine: `acosh` in place, not for integers.

        >>> x = torch.tensor([1.0, 2.0])
        >>> x.acosh_()
        tensor([0.0000, 1.3170])
        """
        return self._float_inplace(functions.ACOSH_OVER)

    def atanh_(self) -> Tensor:
        """The inverse hyperbolic tangent: `atanh` in place, not for integers.

        >>> x = torch.tensor([0.0, 0.5])
        >>> x.atanh_()
        tensor([0.0000, 0.5493])
        """
        return self._float_inplace(functions.ATANH_OVER)

    arcsin_, arccos_, arctan_, arcsinh_, arccosh_, arctanh_ = asin_, acos_, atan_, asinh_, acosh_, atanh_

    def deg2rad_(self) -> Tensor:
        """Degrees as radians: `deg2rad` in place, not for integers.

        >>> x = torch.tensor([90.0, 180.0])
        >>> x.deg2rad_()
        tensor([1.5708, 3.1416])
        """
        return self._float_inplace(functions.DEG2RAD)

    def rad2deg_(self) -> Tensor:
        """Radians as degrees: `rad2deg` in place, not for integers.

        >>> x = torch.tensor([torch.pi, torch.pi / 2])
        >>> x.rad2deg_()
        tensor([180.,  90.])
        """
        return self._float_inplace(functions.RAD2DEG)

    def erf_(self) -> Tensor:
        """The error function: `erf` in place, not for integers.

        >>> x = torch.tensor([0.0, 0.5])
        >>> x.erf_()
        tensor([0.0000, 0.5205])
        """
        return self._float_inplace(special.ERF)

    def erfc_(self) -> Tensor:
        """1 - erf(x): `erfc` in place, not for integers.

        >>> x = torch.tensor([0.0, 0.5])
        >>> x.erfc_()
        tensor([1.0000, 0.4795])
        """
        return self._float_inplace(special.ERFC)

    def erfinv_(self) -> Tensor:
        """The inverse of the error function: `erfinv` in place, not for integers.

        >>> x = torch.tensor([0.0, 0.5])
        >>> x.erfinv_()
        tensor([0.0000, 0.4769])
        """
        return self._float_inplace(special.ERFINV)

    def lgamma_(self) -> Tensor:
        """The logarithm of the gamma function: `lgamma` in place, not for integers.

        >>> x = torch.tensor([1.0, 5.0])
        >>> x.lgamma_()
        tensor([0.0000, 3.1781])
        """
        return self._float_inplace(special.LGAMMA)

    def digamma_(self) -> Tensor:
        """The derivative of `lgamma`: `digamma` in place, not for integers.

        >>> x = torch.tensor([1.0, 2.0])
        >>> x.digamma_()
        tensor([-0.5772,  0.4228])
        """
        return self._float_inplace(special.DIGAMMA)

    def i0_(self) -> Tensor:
        """The modified Bessel function of order 0: `i0` in place, not for integers.

        >>> x = torch.tensor([0.0, 1.0])
        >>> x.i0_()
        tensor([1.0000, 1.2661])
        """
        return self._float_inplace(bessel.I0)

    def polygamma_(self, n: int) -> Tensor:
        """The n-th derivative of `digamma`: `polygamma` in place, not for integers.

        >>> x = torch.tensor([1.0, 2.0])
        >>> x.polygamma_(1)
        tensor([1.6449, 0.6449])
        """
        if n < 0:
            raise RuntimeError("polygamma(n, x) does not support negative n.")
        return self._float_inplace(special.POLYGAMMA_OVER, n=n)

    def mvlgamma_(self, p: int) -> Tensor:
        """The logarithm of the gamma function of dimension `p`: `mvlgamma` in place, not for integers.

        >>> x = torch.tensor([3.0, 4.0])
        >>> x.mvlgamma_(2)
        tensor([1.5502, 3.5651])
        """
        if self._array.dtype.kind != "f":
            raise RuntimeError(
                f"mvlgamma: result type {self.dtype.scalar_name} can't be cast to the desired output type Float"
            )
        return self._float_inplace(gammas.MVLGAMMA, p=p)

    def sinc_(self) -> Tensor:
        """The quotient sin(πx) / (πx), 1 at 0: `sinc` in place, not for integers.

        >>> x = torch.tensor([0.0, 0.5])
        >>> x.sinc_()
        tensor([1.0000, 0.6366])
        """
        return self._float_inplace(special.SINC)

    def sign_(self) -> Tensor:
        """-1, 0 or 1: `sign` in place.

        >>> x = torch.tensor([-2.0, 0.0, 3.0])
        >>> x.sign_()
        tensor([-1.,  0.,  1.])
        """
        me: Any = self
        return me if self._array.dtype.kind == "b" else self._apply_inplace(elementwise.SIGN, self)

    def ceil_(self) -> Tensor:
        """The next integer above: `ceil` in place.

        >>> x = torch.tensor([1.2, -1.7])
        >>> x.ceil_()
        tensor([ 2., -1.])
        """
        return self._apply_inplace(elementwise.CEIL, self)

    def trunc_(self) -> Tensor:
        """The next integer towards 0: `trunc` in place.

        >>> x = torch.tensor([1.7, -1.7])
        >>> x.trunc_()
        tensor([ 1., -1.])
        """
        if self._array.dtype.kind == "b":
            raise errors.not_for_dtype("trunc_vml_cpu", "Bool")
        return self._apply_inplace(elementwise.TRUNC, self)

    def frac_(self) -> Tensor:
        """What is left after `trunc`: `frac` in place.

        >>> x = torch.tensor([1.25, -1.25])
        >>> x.frac_()
        tensor([ 0.2500, -0.2500])
        """
        if self._array.dtype.kind != "f":
            raise errors.not_for_dtype("frac_cpu", self.dtype.scalar_name)
        return self._apply_inplace(elementwise.FRAC, self)

    def sgn_(self) -> Tensor:
        """-1, 0 or 1: the same as `sign_` for real numbers.

        >>> x = torch.tensor([-2.0, 0.0, 3.0])
        >>> x.sgn_()
        tensor([-1.,  0.,  1.])
        """
        return self.sign_() if self._array.dtype.kind == "b" else self._apply_inplace(functions.SGN, self)

    def negative_(self) -> Tensor:
        """Change the sign: the same as `neg_`.

        >>> x = torch.tensor([1.0, -2.0])
        >>> x.negative_()
        tensor([-1.,  2.])
        """
        return self.neg_()

    def absolute_(self) -> Tensor:
        """The absolute value: the same as `abs_`.

        >>> x = torch.tensor([1.0, -2.0])
        >>> x.absolute_()
        tensor([1., 2.])
        """
        return self.abs_()

    def fix_(self) -> Tensor:
        """The next integer towards 0: the same as `trunc_`.

        >>> x = torch.tensor([1.7, -1.7])
        >>> x.fix_()
        tensor([ 1., -1.])
        """
        return self.trunc_()

    def logit_(self, eps: float | None = None) -> Tensor:
        """The inverse of the sigmoid: `logit` in place, not for integers.

        With `eps` the elements are first brought into [eps, 1 - eps].

        >>> x = torch.tensor([0.5, 0.9])
        >>> x.logit_()
        tensor([0.0000, 2.1972])
        """
        return self._float_inplace(special.LOGIT, eps=eps)

    def nan_to_num_(self, nan: float | None = None, posinf: float | None = None, neginf: float | None = None) -> Tensor:
        """Numbers in the place of nan and infinities: `nan_to_num` in place.

        >>> x = torch.tensor([torch.nan, torch.inf, 1.0])
        >>> x.nan_to_num_(posinf=9.0)
        tensor([0., 9., 1.])
        """
        options = {"nan": 0.0 if nan is None else nan, "posinf": posinf, "neginf": neginf}
        return self._apply_inplace(functions.NAN_TO_NUM, self, **options)
