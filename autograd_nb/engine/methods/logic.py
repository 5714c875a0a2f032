"""Logic, of truth values and of the bits of whole numbers. No gradient flows through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import tensor_errors
from autograd_nb.engine.ops import compare as ops

from .base import OPERANDS, Base, done, must_be_tensor
from .kernels import check_pair

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Logic(Base):
    """`&`, `|`, `^`, `~`, `<<`, `>>`, `logical_and`, `gcd` and their like."""

    def logical_and(self, other: Tensor) -> Tensor:
        """Where both are true (not zero)."""
        must_be_tensor("logical_and", other)
        return self._binary(ops.LOGICAL_AND, self, other)

    def logical_or(self, other: Tensor) -> Tensor:
        """Where either is true (not zero)."""
        must_be_tensor("logical_or", other)
        return self._binary(ops.LOGICAL_OR, self, other)

    def logical_xor(self, other: Tensor) -> Tensor:
        """Where exactly one is true (not zero)."""
        must_be_tensor("logical_xor", other)
        return self._binary(ops.LOGICAL_XOR, self, other)

    def logical_not(self) -> Tensor:
        """Where an element is false (zero)."""
        return self._apply(ops.LOGICAL_NOT, self)

    def __and__(self, other: Any) -> Tensor:
        return self._bits(ops.BITWISE_AND, self, other)

    __rand__ = __and__

    def __or__(self, other: Any) -> Tensor:
        return self._bits(ops.BITWISE_OR, self, other)

    __ror__ = __or__

    def __xor__(self, other: Any) -> Tensor:
        return self._bits(ops.BITWISE_XOR, self, other)

    __rxor__ = __xor__

    def _bits(self, row: Op, x: Any, y: Any) -> Tensor:
        """`row` of whole numbers or truth values."""
        if not (isinstance(x, OPERANDS) and isinstance(y, OPERANDS)):
            return NotImplemented
        check_pair(row, x, y)
        return self._binary(row, x, y)

    def __invert__(self) -> Tensor:
        if self._array.dtype.kind == "f":
            raise tensor_errors.inverted_float()
        return self._apply(ops.BITWISE_NOT, self)

    def __lshift__(self, other: Any) -> Tensor:
        return self._bits(ops.LEFT_SHIFT, self, other)

    def __rlshift__(self, other: Any) -> Tensor:
        return self._bits(ops.LEFT_SHIFT, other, self)

    def __rshift__(self, other: Any) -> Tensor:
        return self._bits(ops.RIGHT_SHIFT, self, other)

    def __rrshift__(self, other: Any) -> Tensor:
        return self._bits(ops.RIGHT_SHIFT, other, self)

    def bitwise_and(self, other: Any) -> Tensor:
        """The bits that are set in both."""
        return done(self.__and__(other), "bitwise_and", other)

    def bitwise_or(self, other: Any) -> Tensor:
        """The bits that are set in either."""
        return done(self.__or__(other), "bitwise_or", other)

    def bitwise_xor(self, other: Any) -> Tensor:
        """The bits that are set in exactly one."""
        return done(self.__xor__(other), "bitwise_xor", other)

    def bitwise_left_shift(self, other: Any) -> Tensor:
        """The bits moved up."""
        return done(self.__lshift__(other), "bitwise_left_shift", other)

    def bitwise_right_shift(self, other: Any) -> Tensor:
        """The bits moved down."""
        return done(self.__rshift__(other), "bitwise_right_shift", other)

    def bitwise_not(self) -> Tensor:
        """All bits changed; truth values are negated."""
        if self._array.dtype.kind == "f":
            raise tensor_errors.not_for_dtype("bitwise_not_cpu", self.dtype.scalar_name)
        return self.__invert__()

    def gcd(self, other: Tensor) -> Tensor:
        """The greatest common divisor."""
        return self._bits(ops.GCD, self, must_be_tensor("gcd", other))

    def lcm(self, other: Tensor) -> Tensor:
        """The least common multiple."""
        return self._bits(ops.LCM, self, must_be_tensor("lcm", other))
