"""Comparisons and logic. Their results are truth values, and no gradient flows through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.ops import elementwise as ops

from .base import Base, done

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Compare(Base):
    """`==`, `<`, `&`, `isnan` and their like."""

    def __eq__(self, other: object) -> Any:
        return self._binary(ops.EQ, self, other)

    def __ne__(self, other: object) -> Any:
        return self._binary(ops.NE, self, other)

    def __lt__(self, other: Any) -> Tensor:
        return self._binary(ops.LT, self, other)

    def __le__(self, other: Any) -> Tensor:
        return self._binary(ops.LE, self, other)

    def __gt__(self, other: Any) -> Tensor:
        return self._binary(ops.GT, self, other)

    def __ge__(self, other: Any) -> Tensor:
        return self._binary(ops.GE, self, other)

    __hash__ = object.__hash__

    def eq(self, other: Any) -> Tensor:
        """Where the elements are equal."""
        return done(self._binary(ops.EQ, self, other), "eq", other)

    def ne(self, other: Any) -> Tensor:
        """Where the elements differ."""
        return done(self._binary(ops.NE, self, other), "ne", other)

    def lt(self, other: Any) -> Tensor:
        """Where the elements are less than `other`."""
        return done(self._binary(ops.LT, self, other), "lt", other)

    def le(self, other: Any) -> Tensor:
        """Where the elements are at most `other`."""
        return done(self._binary(ops.LE, self, other), "le", other)

    def gt(self, other: Any) -> Tensor:
        """Where the elements are greater than `other`."""
        return done(self._binary(ops.GT, self, other), "gt", other)

    def ge(self, other: Any) -> Tensor:
        """Where the elements are at least `other`."""
        return done(self._binary(ops.GE, self, other), "ge", other)

    def logical_and(self, other: Tensor) -> Tensor:
        """Where both are true (not zero)."""
        return self._binary(ops.LOGICAL_AND, self, other)

    def logical_or(self, other: Tensor) -> Tensor:
        """Where either is true (not zero)."""
        return self._binary(ops.LOGICAL_OR, self, other)

    def logical_xor(self, other: Tensor) -> Tensor:
        """Where exactly one is true (not zero)."""
        return self._binary(ops.LOGICAL_XOR, self, other)

    def logical_not(self) -> Tensor:
        """Where an element is false (zero)."""
        return self._apply(ops.LOGICAL_NOT, self)

    def __and__(self, other: Any) -> Tensor:
        return self._binary(ops.BITWISE_AND, self, other)

    __rand__ = __and__

    def __or__(self, other: Any) -> Tensor:
        return self._binary(ops.BITWISE_OR, self, other)

    __ror__ = __or__

    def __xor__(self, other: Any) -> Tensor:
        return self._binary(ops.BITWISE_XOR, self, other)

    __rxor__ = __xor__

    def __invert__(self) -> Tensor:
        return self._apply(ops.BITWISE_NOT, self)

    def __lshift__(self, other: Any) -> Tensor:
        return self._binary(ops.LEFT_SHIFT, self, other)

    def __rshift__(self, other: Any) -> Tensor:
        return self._binary(ops.RIGHT_SHIFT, self, other)

    def isnan(self) -> Tensor:
        """Where an element is not a number."""
        return self._apply(ops.ISNAN, self)

    def isinf(self) -> Tensor:
        """Where an element is infinite."""
        return self._apply(ops.ISINF, self)

    def isfinite(self) -> Tensor:
        """Where an element is neither infinite nor nan."""
        return self._apply(ops.ISFINITE, self)
