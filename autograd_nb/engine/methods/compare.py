"""Comparisons. Their results are truth values, and no gradient flows through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.ops import compare as ops

from .base import Base, check_broadcast, done, must_be_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Compare(Base):
    """`==`, `<`, `isclose`, `isnan` and their like."""

    def __eq__(self, other: object) -> Any:
        answer: Any = ops.EQ.binary(self, other)
        if answer is NotImplemented and isinstance(other, np.ndarray):
            me: Any = self
            return self._binary(ops.EQ, self, me._wrap(other))
        return answer

    def __ne__(self, other: object) -> Any:
        return ops.NE.binary(self, other)

    def __lt__(self, other: Any) -> Tensor:
        return ops.LT.binary(self, other)

    def __le__(self, other: Any) -> Tensor:
        return ops.LE.binary(self, other)

    def __gt__(self, other: Any) -> Tensor:
        return ops.GT.binary(self, other)

    def __ge__(self, other: Any) -> Tensor:
        return ops.GE.binary(self, other)

    __hash__ = object.__hash__

    def eq(self, other: Any) -> Tensor:
        """Where the elements are equal: truth values of the shape that both broadcast to. nan equals nothing.

        >>> torch.eq(torch.tensor([1, 2, 3]), torch.tensor([1, 0, 3]))
        tensor([ True, False,  True])

        Raises:
            RuntimeError: the shapes cannot be broadcast. (`equal` answers False then.)
        """
        return done(self._binary(ops.EQ, self, other), "eq", other)

    def ne(self, other: Any) -> Tensor:
        """Where the elements differ: truth values of the shape that both broadcast to. nan differs from everything.

        >>> torch.ne(torch.tensor([1, 2, 3]), 2)
        tensor([ True, False,  True])

        Raises:
            RuntimeError: the shapes cannot be broadcast.
        """
        return done(self._binary(ops.NE, self, other), "ne", other)

    def lt(self, other: Any) -> Tensor:
        """Where the elements are less than `other`: truth values of the shape that both broadcast to.

        >>> torch.lt(torch.tensor([1, 2, 3]), 2)
        tensor([ True, False, False])

        Raises:
            RuntimeError: the shapes cannot be broadcast.
        """
        return done(self._binary(ops.LT, self, other), "lt", other)

    def le(self, other: Any) -> Tensor:
        """Where the elements are at most `other`: truth values of the shape that both broadcast to.

        >>> torch.le(torch.tensor([1, 2, 3]), 2)
        tensor([ True,  True, False])

        Raises:
            RuntimeError: the shapes cannot be broadcast.
        """
        return done(self._binary(ops.LE, self, other), "le", other)

    def gt(self, other: Any) -> Tensor:
        """Where the elements are greater than `other`: truth values of the shape that both broadcast to.

        >>> torch.gt(torch.tensor([1, 2, 3]), 2)
        tensor([False, False,  True])

        Raises:
            RuntimeError: the shapes cannot be broadcast.
        """
        return done(self._binary(ops.GT, self, other), "gt", other)

    def ge(self, other: Any) -> Tensor:
        """Where the elements are at least `other`: truth values of the shape that both broadcast to.

        >>> torch.ge(torch.tensor([1, 2, 3]), 2)
        tensor([False,  True,  True])

        Raises:
            RuntimeError: the shapes cannot be broadcast.
        """
        return done(self._binary(ops.GE, self, other), "ge", other)

    greater, greater_equal, less, less_equal, not_equal = gt, ge, lt, le, ne

    def isclose(self, other: Tensor, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> Tensor:
        """Where |self - other| <= atol + rtol * |other|: truth values of the shape that both broadcast to.

        Equal infinities are close; nan is close to nan only with `equal_nan`.

        >>> torch.isclose(torch.tensor([1.0, 1000.0]), torch.tensor([1.001, 1000.001]))
        tensor([False,  True])

        Raises:
            RuntimeError: the dtypes differ, or a tolerance is negative.
        """
        a, b = self._array, must_be_tensor("isclose", other)._array
        if a.dtype != b.dtype:
            raise errors.did_not_match(self.dtype.scalar_name, other.dtype.scalar_name)
        for name, limit in (("rtol", rtol), ("atol", atol)):
            if not limit >= 0:
                raise RuntimeError(f"{name} must be greater than or equal to zero, but got {limit:g}")
        check_broadcast(a.shape, b.shape)
        if a.dtype.kind == "b":
            return self.eq(other)
        return self._apply(ops.ISCLOSE, self, other, rtol=rtol, atol=atol, equal_nan=equal_nan)

    def allclose(self, other: Tensor, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> bool:
        """Whether all elements are close, see `isclose`.

        >>> torch.allclose(torch.tensor([0.1 + 0.2]), torch.tensor([0.3]))
        True

        Raises:
            RuntimeError: the dtypes differ, the shapes cannot be broadcast, or a tolerance is negative.
        """
        return bool(self.isclose(other, rtol, atol, equal_nan)._array.all())

    def equal(self, other: Tensor) -> bool:
        """Whether shapes and all elements are equal: one Python `bool`. Element by element compares `eq`.

        >>> torch.equal(torch.tensor([1, 2]), torch.tensor([1, 2]))
        True
        >>> torch.equal(torch.tensor([1, 2]), torch.tensor([[1, 2]]))
        False
        """
        return bool(np.array_equal(self._array, must_be_tensor("equal", other)._array))

    def isin(self, test_elements: Any, *, assume_unique: bool = False, invert: bool = False) -> Tensor:  # noqa: ARG002 - PyTorch's signature
        """Where the elements are among `test_elements`, or with `invert` where they are not: truth values.

        >>> torch.isin(torch.tensor([1, 2, 3]), torch.tensor([2, 3, 5]))
        tensor([False,  True,  True])

        Raises:
            RuntimeError: for truth values.
        """
        among = test_elements._array if isinstance(test_elements, Variable) else test_elements
        if self._array.dtype.kind == "b" or np.asarray(among).dtype.kind == "b":
            raise RuntimeError("Unsupported input type encountered for isin(): Bool")
        return self._apply(ops.ISIN, self, among=among, invert=invert)

    def _found(self, element: Any, *, assume_unique: bool = False, invert: bool = False) -> Tensor:
        """Whether a number is among these elements."""
        me: Any = self
        found: Tensor = me._wrap(np.asarray(element)).isin(self, assume_unique=assume_unique, invert=invert)
        return found

    def signbit(self) -> Tensor:
        """Where the sign is negative, -0 included.

        >>> torch.signbit(torch.tensor([-1.0, 0.0, -0.0]))
        tensor([ True, False,  True])
        """
        return self._apply(ops.SIGNBIT, self)

    def isposinf(self) -> Tensor:
        """Where an element is infinite and positive.

        >>> torch.isposinf(torch.tensor([1.0, torch.inf, -torch.inf]))
        tensor([False,  True, False])
        """
        return self._apply(ops.ISPOSINF, self)

    def isneginf(self) -> Tensor:
        """Where an element is infinite and negative.

        >>> torch.isneginf(torch.tensor([1.0, torch.inf, -torch.inf]))
        tensor([False, False,  True])
        """
        return self._apply(ops.ISNEGINF, self)

    def isreal(self) -> Tensor:
        """True everywhere: there are no complex numbers here.

        >>> torch.isreal(torch.tensor([1.0, torch.nan]))
        tensor([True, True])
        """
        return self._apply(ops.ISREAL, self)

    def isnan(self) -> Tensor:
        """Where an element is not a number. `x == torch.nan` would be False everywhere.

        >>> torch.isnan(torch.tensor([1.0, torch.nan, torch.inf]))
        tensor([False,  True, False])
        """
        return self._apply(ops.ISNAN, self)

    def isinf(self) -> Tensor:
        """Where an element is infinite, positive or negative.

        >>> torch.isinf(torch.tensor([1.0, torch.nan, -torch.inf]))
        tensor([False, False,  True])
        """
        return self._apply(ops.ISINF, self)

    def isfinite(self) -> Tensor:
        """Where an element is neither infinite nor nan.

        >>> torch.isfinite(torch.tensor([1.0, torch.nan, -torch.inf]))
        tensor([ True, False, False])
        """
        return self._apply(ops.ISFINITE, self)
