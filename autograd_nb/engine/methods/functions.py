"""Methods for further functions of every element: inverse circular, special, blends, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import tensor_errors
from autograd_nb.engine.data import fitting
from autograd_nb.engine.dtypes import default_numpy, float64, from_numpy_dtype, promote_arrays, promote_scalar
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import modes
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import bessel, gammas, special
from autograd_nb.engine.ops import functions as ops

from .base import NUMBERS, Base, check_broadcast, must_be_tensor, no_common_shape, power_of_2
from .kernels import check_pair

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Functions(Base):
    """`asin`, `erf`, `lerp`, `masked_fill`, `clamp_min` and so on."""

    # -- inverse circular and hyperbolic functions ---------------------------------------------------

    def asin(self) -> Tensor:
        """The inverse sine, in radians."""
        return self._unary(ops.ASIN)

    def acos(self) -> Tensor:
        """The inverse cosine, in radians."""
        return self._unary(ops.ACOS)

    def asinh(self) -> Tensor:
        """The inverse hyperbolic sine."""
        return self._unary(ops.ASINH)

    def acosh(self) -> Tensor:
        """The inverse hyperbolic cosine."""
        return self._unary(ops.ACOSH)

    def atanh(self) -> Tensor:
        """The inverse hyperbolic tangent."""
        return self._unary(ops.ATANH)

    arcsin, arccos, arcsinh, arccosh, arctanh = asin, acos, asinh, acosh, atanh

    def deg2rad(self) -> Tensor:
        """Degrees as radians."""
        return self._unary(ops.DEG2RAD)

    def rad2deg(self) -> Tensor:
        """Radians as degrees."""
        return self._unary(ops.RAD2DEG)

    # -- special functions -----------------------------------------------------------------------------

    def erf(self) -> Tensor:
        """The error function.

        >>> import autograd_nb as torch
        >>> torch.tensor([0.0, 0.5]).erf()
        tensor([0.0000, 0.5205])
        """
        return self._unary(special.ERF)

    def erfc(self) -> Tensor:
        """1 - erf(x), exact where that is small."""
        return self._unary(special.ERFC)

    def erfinv(self) -> Tensor:
        """The inverse of the error function, on [-1, 1]."""
        return self._unary(special.ERFINV)

    def lgamma(self) -> Tensor:
        """The logarithm of the absolute value of the gamma function."""
        return self._unary(special.LGAMMA)

    def digamma(self) -> Tensor:
        """The derivative of `lgamma`."""
        return self._unary(special.DIGAMMA)

    def polygamma(self, n: int) -> Tensor:
        """The n-th derivative of `digamma`."""
        if n < 0:
            raise RuntimeError("polygamma(n, x) does not support negative n.")
        return self._unary(special.POLYGAMMA, n=n)

    def mvlgamma(self, p: int) -> Tensor:
        """The logarithm of the gamma function of dimension `p`."""
        if p < 1:
            raise RuntimeError("p has to be greater than or equal to 1")
        return self._unary(gammas.MVLGAMMA, p=p)

    def igamma(self, other: Tensor) -> Tensor:
        """The share of Γ(self) below `other`: the lower incomplete gamma function, from 0 to 1."""
        return self._floats("igamma", gammas.IGAMMA, other)

    def igammac(self, other: Tensor) -> Tensor:
        """The share of Γ(self) above `other`."""
        return self._floats("igammac", gammas.IGAMMAC, other)

    def i0(self) -> Tensor:
        """The modified Bessel function of order 0."""
        return self._unary(bessel.I0)

    def logit(self, eps: float | None = None) -> Tensor:
        """The inverse of the sigmoid; with `eps` the input is first brought into [eps, 1 - eps]."""
        return self._unary(special.LOGIT, eps=eps)

    def sinc(self) -> Tensor:
        """sin(πx) / (πx), 1 at 0."""
        return self._unary(special.SINC)

    # -- of two tensors ----------------------------------------------------------------------------------

    def atan2(self, other: Tensor) -> Tensor:
        """The angle of the point (other, self), in radians."""
        return self._floats("atan2", ops.ATAN2, other)

    arctan2 = atan2

    def hypot(self, other: Tensor) -> Tensor:
        """The length of the vector (self, other)."""
        return self._floats("hypot", ops.HYPOT, other)

    def logaddexp(self, other: Tensor) -> Tensor:
        """log(exp(self) + exp(other)), without overflow."""
        return self._floats("logaddexp", ops.LOGADDEXP, other)

    def logaddexp2(self, other: Tensor) -> Tensor:
        """The logarithm to base 2 of 2 ** self + 2 ** other, without overflow."""
        return self._floats("logaddexp2", ops.LOGADDEXP2, other)

    def xlogy(self, other: Any) -> Tensor:
        """The product self * log(other), 0 where self is 0."""
        if isinstance(other, NUMBERS):
            return self._unary(ops.XLOGY_NUMBER, other=other)
        return self._floats("xlogy", ops.XLOGY, other)

    def copysign(self, other: Any) -> Tensor:
        """The absolute values of `self` with the signs of `other`."""
        if isinstance(other, NUMBERS):
            return self._unary(ops.COPYSIGN_NUMBER, other=float(other))
        return self._floats("copysign", ops.COPYSIGN, other)

    def float_power(self, exponent: Any) -> Tensor:
        """`self ** exponent`, computed in double precision."""
        wide: Any = self._cast(float64.numpy)
        if isinstance(exponent, NUMBERS):
            return wide ** float(exponent)
        return wide ** must_be_tensor("float_power", exponent, "exponent")._cast(float64.numpy)

    def _rxlogy(self, number: float) -> Tensor:
        """`number * log(self)`."""
        return self._unary(ops.NUMBER_XLOGY, number=number)

    def _rfloat_power(self, base: float) -> Tensor:
        """`base ** self` in double precision."""
        wide: Any = self._cast(float64.numpy)
        return float(base) ** wide

    def ldexp(self, other: Tensor) -> Tensor:
        """The product self * 2 ** other."""
        product: Tensor = power_of_2(self, other) * self
        return product

    def heaviside(self, values: Tensor) -> Tensor:
        """0 for negative elements, 1 for positive ones, `values` for zeros. PyTorch defines no derivative."""
        must_be_tensor("heaviside", values, "values")
        if self._array.dtype != values._array.dtype:
            raise tensor_errors.heaviside_dtypes()
        return self._binary(ops.HEAVISIDE, self, values)

    def fmax(self, other: Tensor) -> Tensor:
        """The larger of two, where a number is larger than nan."""
        return self._binary(ops.FMAX, self, must_be_tensor("fmax", other))

    def fmin(self, other: Tensor) -> Tensor:
        """The smaller of two, where a number is smaller than nan."""
        return self._binary(ops.FMIN, self, must_be_tensor("fmin", other))

    def nextafter(self, other: Tensor) -> Tensor:
        """The next number that the dtype can hold, towards `other`."""
        check_pair(ops.NEXTAFTER, self, must_be_tensor("nextafter", other))
        return self._binary(ops.NEXTAFTER, self, other)

    # -- blends ------------------------------------------------------------------------------------------

    def lerp(self, end: Tensor, weight: Any) -> Tensor:
        """From `self` (weight 0) to `end` (weight 1) in a straight line."""
        self._check_lerp(end, weight)
        if isinstance(weight, Variable):
            return self._together(ops.LERP_TENSOR, self, end, weight)
        return self._together(ops.LERP, self, end, weight=weight)

    def addcmul(self, tensor1: Tensor, tensor2: Tensor, *, value: float = 1) -> Tensor:
        """The sum self + value * tensor1 * tensor2."""
        self._check_parts("addcmul", tensor1, tensor2)
        return self._together(ops.ADDCMUL, self, tensor1, tensor2, value=value)

    def addcdiv(self, tensor1: Tensor, tensor2: Tensor, *, value: float = 1) -> Tensor:
        """The sum self + value * tensor1 / tensor2."""
        self._check_parts("addcdiv", tensor1, tensor2)
        return self._together(ops.ADDCDIV, self, tensor1, tensor2, value=value)

    # -- limits and replacements ---------------------------------------------------------------------------

    def clamp_min(self, min: Any) -> Tensor:
        """Every element at least `min`."""
        if isinstance(min, Variable):
            return self._binary(ops.CLAMP_MIN_TENSOR, self, min)
        return self._limited(ops.CLAMP_MIN, min=min)

    def clamp_max(self, max: Any) -> Tensor:
        """Every element at most `max`."""
        if isinstance(max, Variable):
            return self._binary(ops.CLAMP_MAX_TENSOR, self, max)
        return self._limited(ops.CLAMP_MAX, max=max)

    def masked_fill(self, mask: Tensor, value: Any) -> Tensor:
        """`value` where `mask` is true, else the element."""
        self._check_mask_and_value("masked_fill", mask, value)
        check_broadcast(mask._array.shape, self._array.shape)
        self._check_mask("masked_fill", mask)
        shape = np.broadcast_shapes(self._array.shape, mask._array.shape)
        me: Any = self if shape == self._array.shape else self.expand(shape)  # type: ignore[attr-defined]  # in Shape
        if isinstance(value, Variable):
            return self._apply(ops.MASKED_FILL_TENSOR, me, value, mask=mask)
        return self._apply(ops.MASKED_FILL, me, mask=mask, value=fitting(value, self._array.dtype))

    def nan_to_num(self, nan: float | None = None, posinf: float | None = None, neginf: float | None = None) -> Tensor:
        """Numbers in the place of nan and infinities: 0, the largest and the smallest unless told."""
        return self._apply(ops.NAN_TO_NUM, self, nan=0.0 if nan is None else nan, posinf=posinf, neginf=neginf)

    def sgn(self) -> Tensor:
        """-1, 0 or 1."""
        if self._array.dtype.kind == "b":
            return self.clone()
        return self._apply(ops.SGN, self)

    def fix(self) -> Tensor:
        """The next integer towards 0."""
        return self.trunc()  # type: ignore[attr-defined]  # in Elementwise

    def positive(self) -> Tensor:
        """This tensor."""
        if self._array.dtype.kind == "b":
            raise RuntimeError("The `+` operator, on a bool tensor is not supported.")
        return self  # type: ignore[return-value]  # the only implementer is Tensor

    # -- help ------------------------------------------------------------------------------------------------

    def _floats(self, name: str, op: Op, other: Any) -> Tensor:
        """`op` of two tensors in their common floating point dtype."""
        must_be_tensor(name, other)
        common = promote_arrays(self._array, other._array)
        if common.kind != "f":
            check_broadcast(self._array.shape, other._array.shape)
        if common.kind != "f" and name in ("hypot", "logaddexp", "logaddexp2", "igamma", "igammac"):
            raise tensor_errors.not_for_dtype(f"{name}_cpu", from_numpy_dtype(common).scalar_name)
        return self._together(op, self, other, dtype=common if common.kind == "f" else default_numpy())

    def _together(self, op: Op, *inputs: Any, dtype: np.dtype[Any] | None = None, **options: Any) -> Tensor:
        """`op` of tensors brought to one dtype and, where they cannot be broadcast, PyTorch's error."""
        arrays = [t._array for t in inputs]
        common = dtype
        if common is None:
            common = arrays[0].dtype
            for a in arrays[1:]:
                common = promote_arrays(np.broadcast_to(np.zeros((), common), arrays[0].shape), a)
        plain = {k: v._array if isinstance(v, Variable) else v for k, v in options.items()}
        try:
            z = modes.quiet(op.forward, *[a.astype(common, copy=False) for a in arrays], **plain)
        except ValueError:
            raise no_common_shape(arrays) from None
        return self._finish(op, inputs, options, np.asarray(z, common))

    def _limited(self, op: Op, **limit: Any) -> Tensor:
        """`op` with a number as limit, which may ask for a higher dtype."""
        (number,) = limit.values()
        if number is None:
            raise tensor_errors.argument_must_be(op.name, op.name[-3:], 1, "Number", "NoneType")
        common = promote_scalar(self._array, number)
        z = modes.quiet(op.forward, self._array.astype(common, copy=False), **limit)
        return self._finish(op, (self,), limit, z)

    def _check_lerp(self, end: Any, weight: Any) -> None:
        must_be_tensor("lerp", end, "end")
        others: tuple[tuple[str, Any], ...] = (("end", end), ("weight", weight))
        for name, tensor in others:
            if isinstance(tensor, Variable) and tensor._array.dtype != self._array.dtype:
                raise tensor_errors.lerp_dtype(
                    name, self.dtype.cpp_name, from_numpy_dtype(tensor._array.dtype).cpp_name
                )
        if self._array.dtype.kind != "f":
            kernel = "lerp_kernel_tensor" if isinstance(weight, Variable) else "lerp_kernel_scalar"
            raise tensor_errors.not_for_dtype(kernel, self.dtype.scalar_name)

    def _check_parts(self, function: str, tensor1: Any, tensor2: Any) -> None:
        must_be_tensor(function, tensor1, "tensor1", 1)
        must_be_tensor(function, tensor2, "tensor2", 2)
        if function.startswith("addcmul") and all(t._array.dtype.kind == "b" for t in (self, tensor1, tensor2)):
            raise tensor_errors.not_for_dtype("addcmul_cpu_out", "Bool")
        if function.startswith("addcdiv") and tensor1._array.dtype.kind != "f" and tensor2._array.dtype.kind != "f":
            raise tensor_errors.addcdiv_integers()

    def _check_mask_and_value(self, function: str, mask: Any, value: Any) -> None:
        must_be_tensor(function, mask, "mask")
        if not isinstance(value, (Variable, *NUMBERS)):
            raise tensor_errors.argument_must_be(function, "value", 2, "Number", type_name(value))
        if isinstance(value, Variable) and value._array.ndim:
            raise tensor_errors.masked_fill_value(value._array.ndim)

    def _check_mask(self, function: str, mask: Any) -> None:
        if mask._array.dtype.kind != "b":
            raise tensor_errors.mask_dtype(function, mask.dtype.cpp_name)
