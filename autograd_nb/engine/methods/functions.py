"""Methods for functions of two and three tensors: angles, lengths, blends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.data import check_fits
from autograd_nb.engine.dtypes import default_numpy, float64, from_numpy_dtype, promote_arrays
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import modes
from autograd_nb.engine.ops import functions as ops

from .base import NUMBERS, Base, check_broadcast, must_be_tensor, no_common_shape, power_of_2
from .kernels import check_pair

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Functions(Base):
    """`atan2`, `hypot`, `logaddexp`, `lerp`, `addcmul` and so on."""

    # -- special functions -----------------------------------------------------------------------------

    # -- of two tensors ----------------------------------------------------------------------------------

    def atan2(self, other: Tensor) -> Tensor:
        """The angle of the point (other, self), in radians between -π and π.

        Unlike `atan(self / other)` it knows all four quadrants. Both are broadcast to one shape.

        >>> torch.atan2(torch.tensor([1.0, 1.0]), torch.tensor([1.0, -1.0]))  # π / 4 and 3 π / 4
        tensor([0.7854, 2.3562])
        """
        return self._floats("atan2", ops.ATAN2, other)

    arctan2 = atan2

    def hypot(self, other: Tensor) -> Tensor:
        """The length of the vector (self, other), √(self² + other²), of the shape that both broadcast to.

        Its derivatives are the parts of the unit vector: self / length and other / length.

        >>> torch.hypot(torch.tensor([3.0]), torch.tensor([4.0]))
        tensor([5.])

        Raises:
            NotImplementedError: for integers.
        """
        return self._floats("hypot", ops.HYPOT, other)

    def logaddexp(self, other: Tensor) -> Tensor:
        """log(exp(self) + exp(other)), without overflow; of the shape that both broadcast to.

        It adds probabilities that are known by their logarithms. The derivatives are the shares
        of both, which add up to 1.

        >>> torch.logaddexp(torch.tensor([0.0, 1000.0]), torch.tensor([0.0, 1000.0]))
        tensor([6.9315e-01, 1.0007e+03])

        Raises:
            NotImplementedError: for integers.
        """
        return self._floats("logaddexp", ops.LOGADDEXP, other)

    def logaddexp2(self, other: Tensor) -> Tensor:
        """The logarithm to base 2 of 2 ** self + 2 ** other, without overflow; of the shape that both broadcast to.

        >>> torch.logaddexp2(torch.tensor([3.0, 1000.0]), torch.tensor([3.0, 1000.0]))
        tensor([   4., 1001.])

        Raises:
            NotImplementedError: for integers.
        """
        return self._floats("logaddexp2", ops.LOGADDEXP2, other)

    def xlogy(self, other: Any) -> Tensor:
        """The product self * log(other), 0 where self is 0, whatever `other` is; of the shape that both broadcast to.

        >>> torch.xlogy(torch.tensor([0.0, 2.0]), torch.tensor([0.0, 4.0]))
        tensor([0.0000, 2.7726])
        """
        if isinstance(other, NUMBERS):
            return self._unary(ops.XLOGY_NUMBER, other=other)
        return self._floats("xlogy", ops.XLOGY, other)

    def copysign(self, other: Any) -> Tensor:
        """The absolute values of `self` with the signs of `other`, of the shape that both broadcast to.

        The sign of -0.0 counts, too.

        >>> torch.copysign(torch.tensor([1.0, -2.0]), torch.tensor([-0.0, 5.0]))
        tensor([-1.,  2.])
        """
        if isinstance(other, NUMBERS):
            return self._unary(ops.COPYSIGN_NUMBER, other=float(other))
        return self._floats("copysign", ops.COPYSIGN, other)

    def float_power(self, exponent: Any) -> Tensor:
        """`self ** exponent`, computed in double precision: the result is float64 for every dtype.

        >>> torch.float_power(torch.tensor([2, 4]), -1)
        tensor([0.5000, 0.2500], dtype=torch.float64)
        """
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
        """The product self * 2 ** other, of the shape that both broadcast to: a number from its mantissa and exponent.

        >>> torch.ldexp(torch.tensor([1.0, 0.75]), torch.tensor([3, 2]))
        tensor([8., 3.])
        """
        product: Tensor = self * power_of_2(self, other)
        return product

    def heaviside(self, values: Tensor) -> Tensor:
        """0 for negative elements, 1 for positive ones, `values` for zeros. PyTorch defines no derivative.

        >>> torch.heaviside(torch.tensor([-1.0, 0.0, 2.0]), torch.tensor(0.5))
        tensor([0.0000, 0.5000, 1.0000])

        Raises:
            RuntimeError: the dtypes differ, or the shapes cannot be broadcast.
        """
        must_be_tensor("heaviside", values, "values")
        if self._array.dtype != values._array.dtype:
            raise errors.heaviside_dtypes()
        return self._binary(ops.HEAVISIDE, self, values)

    def nextafter(self, other: Tensor) -> Tensor:
        """The next number that the dtype can hold, towards `other`.

        >>> torch.nextafter(torch.tensor([1.0]), torch.tensor([2.0])) - 1  # how fine float32 is near 1
        tensor([1.1921e-07])
        """
        check_pair(ops.NEXTAFTER, self, must_be_tensor("nextafter", other))
        return self._binary(ops.NEXTAFTER, self, other)

    # -- blends ------------------------------------------------------------------------------------------

    def lerp(self, end: Tensor, weight: Any) -> Tensor:
        """From `self` (weight 0) to `end` (weight 1) in a straight line: `self + weight * (end - self)`.

        The weight is a number, or a tensor with one for each element. The derivatives are 1 - weight and weight.

        >>> torch.lerp(torch.tensor([0.0, 10.0]), torch.tensor([4.0, 20.0]), 0.25)
        tensor([ 1.0000, 12.5000])

        Raises:
            RuntimeError: the dtypes differ, or the shapes cannot be broadcast.
        """
        self._check_lerp(end, weight)
        if isinstance(weight, Variable):
            return self._together(ops.LERP_TENSOR, self, end, weight)
        return self._together(ops.LERP, self, end, weight=weight)

    def addcmul(self, tensor1: Tensor, tensor2: Tensor, *, value: float = 1) -> Tensor:
        """The sum self + value * tensor1 * tensor2, of the shape that all three broadcast to.

        >>> torch.addcmul(torch.tensor([1.0, 1.0]), torch.tensor([2.0, 3.0]), torch.tensor([10.0, 10.0]), value=0.5)
        tensor([11., 16.])

        Raises:
            RuntimeError: the shapes cannot be broadcast.
        """
        self._check_parts("addcmul", tensor1, tensor2)
        return self._together(ops.ADDCMUL, self, tensor1, tensor2, value=value)

    def addcdiv(self, tensor1: Tensor, tensor2: Tensor, *, value: float = 1) -> Tensor:
        """The sum self + value * tensor1 / tensor2, of the shape that all three broadcast to.

        >>> torch.addcdiv(torch.tensor([1.0, 1.0]), torch.tensor([2.0, 3.0]), torch.tensor([4.0, 4.0]), value=2)
        tensor([2.0000, 2.5000])

        Raises:
            RuntimeError: the shapes cannot be broadcast, or integers are to be divided by integers.
        """
        self._check_parts("addcdiv", tensor1, tensor2)
        return self._together(ops.ADDCDIV, self, tensor1, tensor2, value=value)

    # -- help ------------------------------------------------------------------------------------------------

    def _floats(self, name: str, op: Op, other: Any) -> Tensor:
        """`op` of two tensors in their common floating point dtype."""
        must_be_tensor(name, other)
        common = promote_arrays(self._array, other._array)
        if common.kind != "f":
            check_broadcast(self._array.shape, other._array.shape)
        if common.kind != "f" and name in ("hypot", "logaddexp", "logaddexp2", "igamma", "igammac"):
            raise errors.not_for_dtype(f"{name}_cpu", from_numpy_dtype(common).scalar_name)
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
        for factor in ("value", "weight"):
            check_fits(plain.get(factor), common)
        try:
            z = modes.quiet(op.forward, *[a.astype(common, copy=False) for a in arrays], **plain)
        except ValueError:
            raise no_common_shape(arrays) from None
        return self._finish(op, inputs, options, np.asarray(z, common))

    def _check_lerp(self, end: Any, weight: Any) -> None:
        must_be_tensor("lerp", end, "end")
        others: tuple[tuple[str, Any], ...] = (("end", end), ("weight", weight))
        for name, tensor in others:
            if isinstance(tensor, Variable) and tensor._array.dtype != self._array.dtype:
                raise errors.lerp_dtype(name, self.dtype.cpp_name, from_numpy_dtype(tensor._array.dtype).cpp_name)
        if self._array.dtype.kind != "f":
            kernel = "lerp_kernel_tensor" if isinstance(weight, Variable) else "lerp_kernel_scalar"
            raise errors.not_for_dtype(kernel, self.dtype.scalar_name)

    def _check_parts(self, function: str, tensor1: Any, tensor2: Any) -> None:
        must_be_tensor(function, tensor1, "tensor1", 1)
        must_be_tensor(function, tensor2, "tensor2", 2)
        if function.startswith("addcmul") and all(t._array.dtype.kind == "b" for t in (self, tensor1, tensor2)):
            raise errors.not_for_dtype("addcmul_cpu_out", "Bool")
        if function.startswith("addcdiv") and tensor1._array.dtype.kind != "f" and tensor2._array.dtype.kind != "f":
            raise errors.addcdiv_integers()
