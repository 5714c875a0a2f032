"""Transform: what all functions between distributions share; their inverses, and functions made of others."""

from __future__ import annotations

import copy
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

from . import constraints

if TYPE_CHECKING:
    from collections.abc import Sequence


class Transform:
    """Subclasses say `_call`, `_inverse` and `log_abs_det_jacobian`.

    Attributes:
        domain, codomain: what goes in and what comes out.
        bijective: whether the inverse is the only one.
        sign: 1 or -1 for functions of numbers that rise or fall.

    >>> import autograd_nb as torch
    >>> from autograd_nb.distributions import ExpTransform
    >>> ExpTransform().inv(torch.ones(1))
    tensor([0.])
    """

    bijective = False
    domain: Any
    codomain: Any

    def __init__(self, cache_size: int = 0) -> None:
        if cache_size not in (0, 1):
            raise ValueError("cache_size must be 0 or 1")
        self._cache_size = cache_size
        self._last: tuple[Any, Any] = (None, None)
        self._inv: Transform | None = None

    @property
    def event_dim(self) -> int:
        """How many dimensions belong together.

        >>> torch.distributions.ExpTransform().event_dim, torch.distributions.SoftmaxTransform().event_dim
        (0, 1)
        """
        if self.domain.event_dim != self.codomain.event_dim:
            raise ValueError("Please use either .domain.event_dim or .codomain.event_dim")
        found: int = self.domain.event_dim
        return found

    @property
    def inv(self) -> Transform:
        """The inverse, a transform as well.

        >>> torch.distributions.AffineTransform(1.0, 2.0).inv(torch.tensor([5.0]))
        tensor([2.])
        """
        if self._inv is None:
            self._inv = _InverseTransform(self)
        return self._inv

    @property
    def sign(self) -> Any:
        """1 for a function that rises, -1 for one that falls.

        >>> torch.distributions.ExpTransform().sign, torch.distributions.AffineTransform(0.0, -2.0).sign
        (1, -1)
        """
        raise NotImplementedError

    def with_cache(self, cache_size: int = 1) -> Any:
        """The same function, which remembers its last value and what it was computed from.

        >>> transform = torch.distributions.ExpTransform().with_cache()
        >>> x = torch.tensor([1.0])
        >>> transform.inv(transform(x)) is x
        True
        """
        if self._cache_size == cache_size:
            return self
        new = copy.copy(self)
        new._cache_size, new._last, new._inv = cache_size, (None, None), None
        return new

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__

    def __call__(self, x: Any) -> Any:
        """The function."""
        if not self._cache_size:
            return self._call(x)
        if x is not self._last[0]:
            self._last = (x, self._call(x))
        return self._last[1]

    def _inv_call(self, y: Any) -> Any:
        if not self._cache_size:
            return self._inverse(y)
        if y is not self._last[1]:
            self._last = (self._inverse(y), y)
        return self._last[0]

    def _call(self, x: Any) -> Any:
        raise NotImplementedError

    def _inverse(self, y: Any) -> Any:
        raise NotImplementedError

    def log_abs_det_jacobian(self, x: Any, y: Any) -> Any:
        """The logarithm of how much the function stretches at `x`, where it gives `y`.

        It is log |dy/dx|, or the logarithm of the absolute determinant of the Jacobian where vectors belong together.

        >>> transform, x = torch.distributions.AffineTransform(0.0, 3.0), torch.tensor([5.0])
        >>> transform.log_abs_det_jacobian(x, transform(x)).exp()
        tensor([3.])
        """
        raise NotImplementedError

    def forward_shape(self, shape: Any) -> Any:
        """The shape of what comes out.

        >>> torch.distributions.StickBreakingTransform().forward_shape(torch.Size([2, 3]))
        torch.Size([2, 4])
        """
        return shape

    def inverse_shape(self, shape: Any) -> Any:
        """The shape of what goes in.

        >>> torch.distributions.StickBreakingTransform().inverse_shape(torch.Size([2, 4]))
        torch.Size([2, 3])
        """
        return shape

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class PlainTransform(Transform):
    """A function without parameters: two of a kind are equal."""

    domain = constraints.real
    codomain: Any = constraints.positive
    bijective = True

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    __hash__ = object.__hash__


class _InverseTransform(Transform):
    def __init__(self, transform: Transform) -> None:
        super().__init__(transform._cache_size)
        self._of = transform

    @property
    def domain(self) -> Any:
        return self._of.codomain

    @property
    def codomain(self) -> Any:
        return self._of.domain

    @property
    def bijective(self) -> bool:  # type: ignore[override]  # that of the other one
        return self._of.bijective

    @property
    def sign(self) -> Any:
        return self._of.sign

    @property
    def inv(self) -> Transform:
        return self._of

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _InverseTransform) and self._of == other._of

    __hash__ = object.__hash__

    def __call__(self, x: Any) -> Any:
        return self._of._inv_call(x)

    def log_abs_det_jacobian(self, x: Any, y: Any) -> Any:
        return -self._of.log_abs_det_jacobian(y, x)

    def forward_shape(self, shape: Any) -> Any:
        return self._of.inverse_shape(shape)

    def inverse_shape(self, shape: Any) -> Any:
        return self._of.forward_shape(shape)

    def __repr__(self) -> str:
        return f"_InverseTransform({self._of!r})"


def summed(value: Any, dims: int) -> Any:
    """The sum over the last so many dimensions."""
    return value.sum(tuple(range(-dims, 0))) if dims else value


def _widened(constraint: Any, dims: int) -> Any:
    more = dims - constraint.event_dim
    return constraints.independent(constraint, more) if more > 0 else constraint


class ComposeTransform(Transform):
    """One function after the other.

    >>> D = torch.distributions
    >>> D.ComposeTransform([D.AffineTransform(1.0, 2.0), D.PowerTransform(2.0)])(torch.tensor([1.0, 2.0]))
    tensor([ 9., 25.])
    """

    def __init__(self, parts: Sequence[Transform], cache_size: int = 0) -> None:
        super().__init__(cache_size)
        self.parts = [part.with_cache(cache_size) for part in parts] if cache_size else list(parts)

    def with_cache(self, cache_size: int = 1) -> Any:
        """The same functions, which remember their last values.

        >>> transform = torch.distributions.ComposeTransform([torch.distributions.ExpTransform()]).with_cache()
        >>> x = torch.tensor([1.0])
        >>> transform.inv(transform(x)) is x
        True
        """
        return self if self._cache_size == cache_size else ComposeTransform(self.parts, cache_size)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ComposeTransform) and self.parts == other.parts

    __hash__ = object.__hash__

    @property
    def domain(self) -> Any:
        if not self.parts:
            return constraints.real
        dims = self.parts[-1].codomain.event_dim
        for part in reversed(self.parts):
            dims = max(dims + part.domain.event_dim - part.codomain.event_dim, part.domain.event_dim)
        return _widened(self.parts[0].domain, dims)

    @property
    def codomain(self) -> Any:
        if not self.parts:
            return constraints.real
        dims = self.parts[0].domain.event_dim
        for part in self.parts:
            dims = max(dims + part.codomain.event_dim - part.domain.event_dim, part.codomain.event_dim)
        return _widened(self.parts[-1].codomain, dims)

    @property
    def bijective(self) -> bool:  # type: ignore[override]  # if all parts are
        return all(part.bijective for part in self.parts)

    @property
    def sign(self) -> Any:
        sign: Any = 1
        for part in self.parts:
            sign = sign * part.sign
        return sign

    @property
    def inv(self) -> Transform:
        if self._inv is None:
            self._inv = ComposeTransform([part.inv for part in reversed(self.parts)])
            self._inv._inv = self
        return self._inv

    def __call__(self, x: Any) -> Any:
        for part in self.parts:
            x = part(x)
        return x

    def log_abs_det_jacobian(self, x: Any, y: Any) -> Any:
        if not self.parts:
            return x.new_zeros(x.shape)
        values = [x]
        for part in self.parts[:-1]:
            values.append(part(values[-1]))
        values.append(y)
        terms, dims = [], self.domain.event_dim
        for part, before, after in zip(self.parts, values, values[1:]):
            terms.append(summed(part.log_abs_det_jacobian(before, after), dims - part.domain.event_dim))
            dims += part.codomain.event_dim - part.domain.event_dim
        return reduce(add, terms)

    def forward_shape(self, shape: Any) -> Any:
        for part in self.parts:
            shape = part.forward_shape(shape)
        return shape

    def inverse_shape(self, shape: Any) -> Any:
        for part in reversed(self.parts):
            shape = part.inverse_shape(shape)
        return shape

    def __repr__(self) -> str:
        inner = ",\n    ".join(repr(part) for part in self.parts)
        return f"ComposeTransform(\n    {inner}\n)"


identity_transform = ComposeTransform([])


class IndependentTransform(Transform):
    """A function whose last batch dimensions count as one event.

    >>> transform = torch.distributions.IndependentTransform(torch.distributions.ExpTransform(), 1)
    >>> x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> transform.log_abs_det_jacobian(x, transform(x))
    tensor([3., 7.])

    Raises:
        ValueError: for a tensor with fewer dimensions.
    """

    def __init__(self, base_transform: Transform, reinterpreted_batch_ndims: int, cache_size: int = 0) -> None:
        super().__init__(cache_size)
        self.base_transform = base_transform
        self.reinterpreted_batch_ndims = reinterpreted_batch_ndims

    @property
    def domain(self) -> Any:
        return constraints.independent(self.base_transform.domain, self.reinterpreted_batch_ndims)

    @property
    def codomain(self) -> Any:
        return constraints.independent(self.base_transform.codomain, self.reinterpreted_batch_ndims)

    @property
    def bijective(self) -> bool:  # type: ignore[override]  # that of the base
        return self.base_transform.bijective

    @property
    def sign(self) -> Any:
        return self.base_transform.sign

    def _call(self, x: Any) -> Any:
        if x.dim() < self.domain.event_dim:
            raise ValueError("Too few dimensions on input")
        return self.base_transform(x)

    def _inverse(self, y: Any) -> Any:
        if y.dim() < self.codomain.event_dim:
            raise ValueError("Too few dimensions on input")
        return self.base_transform.inv(y)

    def log_abs_det_jacobian(self, x: Any, y: Any) -> Any:
        return summed(self.base_transform.log_abs_det_jacobian(x, y), self.reinterpreted_batch_ndims)

    def forward_shape(self, shape: Any) -> Any:
        return self.base_transform.forward_shape(shape)

    def inverse_shape(self, shape: Any) -> Any:
        return self.base_transform.inverse_shape(shape)

    def __repr__(self) -> str:
        return f"IndependentTransform({self.base_transform!r}, {self.reinterpreted_batch_ndims})"
