"""Comparisons and logic in place: the answers 0 and 1 (or bits) written over the first operand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import no_grad
from autograd_nb.engine.ops import compare as ops
from autograd_nb.engine.ops import deciding
from autograd_nb.engine.ops import functions as function_ops

from .base import NUMBERS, OPERANDS, Base, must_be_tensor, power_of_2
from .kernels import check_kernel

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Deciding(Base):
    """`x.eq_(y)`, `x.logical_and_(y)`, `x.bitwise_or_(y)` and so on; each returns `self`."""

    if TYPE_CHECKING:

        def _inplace(self, op: Op, other: Any, **options: Any) -> Tensor: ...
        def _must_fit(self, other: Any) -> None: ...

    # -- comparisons -----------------------------------------------------------------------------------

    def eq_(self, other: Any) -> Tensor:
        """1 where the elements are equal, else 0: `eq` in place, in this tensor's own dtype.

        >>> x = torch.tensor([1.0, 2.0, 3.0])
        >>> x.eq_(2)
        tensor([0., 1., 0.])
        """
        return self._answer("eq", deciding.EQ_OVER, other)

    def ne_(self, other: Any) -> Tensor:
        """1 where they differ, else 0: `ne` in place, in this tensor's own dtype.

        >>> x = torch.tensor([1.0, 2.0, 3.0])
        >>> x.ne_(2)
        tensor([1., 0., 1.])
        """
        return self._answer("ne", deciding.NE_OVER, other)

    def lt_(self, other: Any) -> Tensor:
        """1 where less, else 0: `lt` in place, in this tensor's own dtype.

        >>> x = torch.tensor([1.0, 2.0, 3.0])
        >>> x.lt_(2)
        tensor([1., 0., 0.])
        """
        return self._answer("lt", deciding.LT_OVER, other)

    def le_(self, other: Any) -> Tensor:
        """1 where at most, else 0: `le` in place, in this tensor's own dtype.

        >>> x = torch.tensor([1.0, 2.0, 3.0])
        >>> x.le_(2)
        tensor([1., 1., 0.])
        """
        return self._answer("le", deciding.LE_OVER, other)

    def gt_(self, other: Any) -> Tensor:
        """1 where greater, else 0: `gt` in place, in this tensor's own dtype.

        >>> x = torch.tensor([1.0, 2.0, 3.0])
        >>> x.gt_(2)
        tensor([0., 0., 1.])
        """
        return self._answer("gt", deciding.GT_OVER, other)

    def ge_(self, other: Any) -> Tensor:
        """1 where at least, else 0: `ge` in place, in this tensor's own dtype.

        >>> x = torch.tensor([1.0, 2.0, 3.0])
        >>> x.ge_(2)
        tensor([0., 1., 1.])
        """
        return self._answer("ge", deciding.GE_OVER, other)

    greater_, greater_equal_, less_, less_equal_, not_equal_ = gt_, ge_, lt_, le_, ne_

    # -- logic -----------------------------------------------------------------------------------------

    def logical_and_(self, other: Tensor) -> Tensor:
        """1 where both are true, else 0: `logical_and` in place.

        >>> x = torch.tensor([5, 1, 0])
        >>> x.logical_and_(torch.tensor([1, 0, 1]))
        tensor([1, 0, 0])
        """
        must_be_tensor("logical_and_", other)
        return self._logic("logical_and", ops.LOGICAL_AND, other)

    def logical_or_(self, other: Tensor) -> Tensor:
        """1 where either is true, else 0: `logical_or` in place.

        >>> x = torch.tensor([5, 1, 0])
        >>> x.logical_or_(torch.tensor([1, 0, 0]))
        tensor([1, 1, 0])
        """
        must_be_tensor("logical_or_", other)
        return self._logic("logical_or", ops.LOGICAL_OR, other)

    def logical_xor_(self, other: Tensor) -> Tensor:
        """1 where one of them is true, else 0: `logical_xor` in place.

        >>> x = torch.tensor([5, 1, 0])
        >>> x.logical_xor_(torch.tensor([1, 0, 0]))
        tensor([0, 1, 0])
        """
        must_be_tensor("logical_xor_", other)
        return self._logic("logical_xor", ops.LOGICAL_XOR, other)

    def logical_not_(self) -> Tensor:
        """1 for zeros, 0 for everything else: `logical_not` in place.

        >>> x = torch.tensor([5, 1, 0])
        >>> x.logical_not_()
        tensor([0, 0, 1])
        """
        with no_grad():
            return self._apply_inplace(ops.LOGICAL_NOT, self)

    def _logic(self, name: str, row: Op, other: Any) -> Tensor:
        """An answer that PyTorch leaves out of the history: what was there before seems to be there still."""
        with no_grad():
            return self._answer(name, row, other)

    # -- bits ------------------------------------------------------------------------------------------

    def bitwise_and_(self, other: Any) -> Tensor:
        """The bits that both have: `bitwise_and` in place.

        >>> x = torch.tensor([0b1100, 0b0011])
        >>> x.bitwise_and_(0b1010)
        tensor([8, 2])
        """
        return self._bits_over(ops.BITWISE_AND, other)

    def bitwise_or_(self, other: Any) -> Tensor:
        """The bits that either has: `bitwise_or` in place.

        >>> x = torch.tensor([0b1100, 0b0011])
        >>> x.bitwise_or_(0b1010)
        tensor([14, 11])
        """
        return self._bits_over(ops.BITWISE_OR, other)

    def bitwise_xor_(self, other: Any) -> Tensor:
        """The bits that one of them has: `bitwise_xor` in place.

        >>> x = torch.tensor([0b1100, 0b0011])
        >>> x.bitwise_xor_(0b1010)
        tensor([6, 9])
        """
        return self._bits_over(ops.BITWISE_XOR, other)

    def bitwise_left_shift_(self, other: Any) -> Tensor:
        """The bits moved up by `other` places: `bitwise_left_shift` in place.

        >>> x = torch.tensor([1, 3])
        >>> x.bitwise_left_shift_(4)
        tensor([16, 48])
        """
        return self._bits_over(ops.LEFT_SHIFT, other)

    def bitwise_right_shift_(self, other: Any) -> Tensor:
        """The bits moved down by `other` places: `bitwise_right_shift` in place.

        >>> x = torch.tensor([16, -5])
        >>> x.bitwise_right_shift_(1)
        tensor([ 8, -3])
        """
        return self._bits_over(ops.RIGHT_SHIFT, other)

    def bitwise_not_(self) -> Tensor:
        """All bits turned over: `bitwise_not` in place.

        >>> x = torch.tensor([0, 5])
        >>> x.bitwise_not_()
        tensor([-1, -6])
        """
        self._refuse_floats("bitwise_not")
        return self._apply_inplace(ops.BITWISE_NOT, self)

    def __iand__(self, other: Any) -> Tensor:
        return self.bitwise_and_(other) if isinstance(other, OPERANDS) else NotImplemented

    def __ior__(self, other: Any) -> Tensor:
        return self.bitwise_or_(other) if isinstance(other, OPERANDS) else NotImplemented

    def __ixor__(self, other: Any) -> Tensor:
        return self.bitwise_xor_(other) if isinstance(other, OPERANDS) else NotImplemented

    def __ilshift__(self, other: Any) -> Tensor:
        return self.bitwise_left_shift_(other) if isinstance(other, OPERANDS) else NotImplemented

    def __irshift__(self, other: Any) -> Tensor:
        return self.bitwise_right_shift_(other) if isinstance(other, OPERANDS) else NotImplemented

    def gcd_(self, other: Tensor) -> Tensor:
        """The greatest common divisor: `gcd` in place.

        >>> x = torch.tensor([12, 7])
        >>> x.gcd_(torch.tensor([18, 5]))
        tensor([6, 1])
        """
        return self._bits_over(ops.GCD, must_be_tensor("gcd_", other))

    def lcm_(self, other: Tensor) -> Tensor:
        """The least common multiple: `lcm` in place.

        >>> x = torch.tensor([4, 7])
        >>> x.lcm_(torch.tensor([6, 5]))
        tensor([12, 35])
        """
        return self._bits_over(ops.LCM, must_be_tensor("lcm_", other))

    # -- functions of two tensors ------------------------------------------------------------------------

    def heaviside_(self, values: Tensor) -> Tensor:
        """0 for negative elements, 1 for positive ones, `values` for zeros: `heaviside` in place.

        >>> x = torch.tensor([-1.0, 0.0, 2.0])
        >>> x.heaviside_(torch.tensor(0.5))
        tensor([0.0000, 0.5000, 1.0000])
        """
        must_be_tensor("heaviside_", values, "values")
        if self._array.dtype != values._array.dtype:
            raise errors.heaviside_dtypes()
        return self._inplace(function_ops.HEAVISIDE, values)

    def nextafter_(self, other: Tensor) -> Tensor:
        """The next number that the dtype can hold, towards `other`: `nextafter` in place.

        >>> x = torch.tensor([0.0])
        >>> x.nextafter_(torch.tensor([1.0]))  # the smallest of float32
        tensor([1.4013e-45])
        """
        return self._inplace(function_ops.NEXTAFTER, must_be_tensor("nextafter_", other))

    def ldexp_(self, other: Tensor) -> Tensor:
        """The product self * 2 ** other: `ldexp` in place.

        >>> x = torch.tensor([1.0, 0.75])
        >>> x.ldexp_(torch.tensor([3, 2]))
        tensor([8., 3.])
        """
        me: Any = self
        return me.mul_(power_of_2(self, must_be_tensor("ldexp_", other)))

    def float_power_(self, exponent: Any) -> Tensor:
        """`self ** exponent`, for a tensor in double precision: `float_power` in place.

        >>> x = torch.tensor([2.0, 4.0], dtype=torch.float64)
        >>> x.float_power_(-1)
        tensor([0.5000, 0.2500], dtype=torch.float64)

        Raises:
            RuntimeError: the tensor is not in double precision, which the result needs.
        """
        name = self.dtype.name
        if name != "float64":
            raise RuntimeError(
                f"the base given to float_power_ has dtype {self.dtype.scalar_name} but the operation's result "
                "requires dtype Double"
            )
        me: Any = self
        return me.pow_(exponent)

    # -- help ------------------------------------------------------------------------------------------

    def _answer(self, name: str, row: Op, other: Any) -> Tensor:
        """`row`, whose answers are cast to this tensor's dtype."""
        if not isinstance(other, (*NUMBERS, Base)):
            must_be_tensor(f"{name}_", other)
        if not isinstance(other, Base):
            return self._apply_inplace(deciding.BY_NUMBER[row], self, other=other)
        return self._apply_inplace(row, self, other)

    def _bits_over(self, row: Op, other: Any) -> Tensor:
        """`row`, which is not for every dtype, over this tensor."""
        if isinstance(other, Variable) and other._array.dtype is self._array.dtype:
            self._must_fit(other)
            check_kernel(row, self._array.dtype)
        return self._inplace(row, other)

    def _refuse_floats(self, name: str) -> None:
        if self._array.dtype.kind == "f":
            raise NotImplementedError(f"\"{name}_cpu\" not implemented for '{self.dtype.scalar_name}'")
