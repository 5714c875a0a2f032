"""Logic, of truth values and of the bits of whole numbers. No gradient flows through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.ops import compare as ops

from .base import OPERANDS, Base, done, must_be_tensor, or_reflected, reflected
from .kernels import check_pair

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Logic(Base):
    """`&`, `|`, `^`, `~`, `<<`, `>>`, `logical_and`, `gcd` and their like."""

    def logical_and(self, other: Tensor) -> Tensor:
        """Where both are true (not zero): truth values of the shape that both broadcast to.

        >>> torch.logical_and(torch.tensor([True, True, False]), torch.tensor([True, False, False]))
        tensor([ True, False, False])
        """
        must_be_tensor("logical_and", other)
        return self._binary(ops.LOGICAL_AND, self, other)

    def logical_or(self, other: Tensor) -> Tensor:
        """Where either is true (not zero): truth values of the shape that both broadcast to.

        >>> torch.logical_or(torch.tensor([True, True, False]), torch.tensor([True, False, False]))
        tensor([ True,  True, False])
        """
        must_be_tensor("logical_or", other)
        return self._binary(ops.LOGICAL_OR, self, other)

    def logical_xor(self, other: Tensor) -> Tensor:
        """Where exactly one is true (not zero): truth values of the shape that both broadcast to.

        >>> torch.logical_xor(torch.tensor([True, True, False]), torch.tensor([True, False, False]))
        tensor([False,  True, False])
        """
        must_be_tensor("logical_xor", other)
        return self._binary(ops.LOGICAL_XOR, self, other)

    def logical_not(self) -> Tensor:
        """Where an element is false (zero).

        >>> torch.logical_not(torch.tensor([0, 1, 5]))
        tensor([ True, False, False])
        """
        return self._apply(ops.LOGICAL_NOT, self)

    @or_reflected
    def __and__(self, other: Any) -> Tensor:
        return self._bits(ops.BITWISE_AND, self, other)

    __rand__ = __and__

    @or_reflected
    def __or__(self, other: Any) -> Tensor:
        return self._bits(ops.BITWISE_OR, self, other)

    __ror__ = __or__

    @or_reflected
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
            raise errors.inverted_float()
        return self._apply(ops.BITWISE_NOT, self)

    @or_reflected
    def __lshift__(self, other: Any) -> Tensor:
        return self._bits(ops.LEFT_SHIFT, self, other)

    def __rlshift__(self, other: Any) -> Tensor:
        return self._bits(ops.LEFT_SHIFT, other, self)

    @or_reflected
    def __rshift__(self, other: Any) -> Tensor:
        return self._bits(ops.RIGHT_SHIFT, self, other)

    def __rrshift__(self, other: Any) -> Tensor:
        return self._bits(ops.RIGHT_SHIFT, other, self)

    def bitwise_and(self, other: Any) -> Tensor:
        """The bits that are set in both, of the shape that both broadcast to.

        For truth values it is the same as `logical_and`.

        >>> torch.bitwise_and(torch.tensor([0b1100, 0b0011]), 0b1010)
        tensor([8, 2])

        Raises:
            NotImplementedError: for floating point numbers.
        """
        return done(reflected(self.__and__(other), "and", self, other), "bitwise_and", other)

    def bitwise_or(self, other: Any) -> Tensor:
        """The bits that are set in either, of the shape that both broadcast to.

        For truth values it is the same as `logical_or`.

        >>> torch.bitwise_or(torch.tensor([0b1100, 0b0011]), 0b1010)
        tensor([14, 11])

        Raises:
            NotImplementedError: for floating point numbers.
        """
        return done(reflected(self.__or__(other), "or", self, other), "bitwise_or", other)

    def bitwise_xor(self, other: Any) -> Tensor:
        """The bits that are set in exactly one, of the shape that both broadcast to; for truth values `logical_xor`.

        >>> torch.bitwise_xor(torch.tensor([0b1100, 0b0011]), 0b1010)
        tensor([6, 9])

        Raises:
            NotImplementedError: for floating point numbers.
        """
        return done(reflected(self.__xor__(other), "xor", self, other), "bitwise_xor", other)

    def bitwise_left_shift(self, other: Any) -> Tensor:
        """The bits moved up by `other` places: `self * 2 ** other`.

        >>> torch.bitwise_left_shift(torch.tensor([1, 3]), torch.tensor([4, 1]))
        tensor([16,  6])
        """
        return done(reflected(self.__lshift__(other), "lshift", self, other), "bitwise_left_shift", other)

    def bitwise_right_shift(self, other: Any) -> Tensor:
        """The bits moved down by `other` places: `self / 2 ** other`, rounded down.

        >>> torch.bitwise_right_shift(torch.tensor([16, -5]), 1)
        tensor([ 8, -3])
        """
        return done(reflected(self.__rshift__(other), "rshift", self, other), "bitwise_right_shift", other)

    def bitwise_not(self) -> Tensor:
        """All bits changed; truth values are negated. Of a signed integer it is -1 - x.

        >>> torch.bitwise_not(torch.tensor([0, 5, -1]))
        tensor([-1, -6,  0])

        Raises:
            NotImplementedError: for floating point numbers.
        """
        if self._array.dtype.kind == "f":
            raise errors.not_for_dtype("bitwise_not_cpu", self.dtype.scalar_name)
        return self.__invert__()

    def gcd(self, other: Tensor) -> Tensor:
        """The greatest common divisor, never negative; of the shape that both broadcast to.

        >>> torch.gcd(torch.tensor([12, 7, 0]), torch.tensor([18, 5, 4]))
        tensor([6, 1, 4])

        Raises:
            NotImplementedError: for what are no integers.
        """
        return self._bits(ops.GCD, self, must_be_tensor("gcd", other))

    def lcm(self, other: Tensor) -> Tensor:
        """The least common multiple, never negative; of the shape that both broadcast to.

        >>> torch.lcm(torch.tensor([4, 7, 0]), torch.tensor([6, 5, 4]))
        tensor([12, 35,  0])

        Raises:
            NotImplementedError: for what are no integers.
        """
        return self._bits(ops.LCM, self, must_be_tensor("lcm", other))
