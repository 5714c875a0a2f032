"""Functions that are made of others, one for each part of a tensor, and those that are made of distributions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.functions.joining import cat, stack

from . import constraints
from .transform import Transform, summed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .distribution import Distribution


class _Joined(Transform):
    """One function for each part of a tensor along `dim`."""

    def __init__(self, tseq: Sequence[Transform], dim: int, cache_size: int) -> None:
        if not all(isinstance(t, Transform) for t in tseq):
            raise AssertionError("All elements of tseq must be Transform instances")
        super().__init__(cache_size)
        self.transforms = [t.with_cache(cache_size) for t in tseq] if cache_size else list(tseq)
        self.dim = dim

    def _check(self, value: Any, count: int, told: str) -> None:
        if not -value.dim() <= self.dim < value.dim():
            raise AssertionError(f"dim {self.dim} out of range for tensor with {value.dim()} dimensions")
        if value.size(self.dim) != count:
            raise AssertionError(f"x.size({self.dim}) = {value.size(self.dim)} must equal {told} {count}")

    @property
    def bijective(self) -> bool:  # type: ignore[override]  # if all parts are
        return all(t.bijective for t in self.transforms)


class CatTransform(_Joined):
    """One function for each of the pieces of these lengths, which lie one after the other along a dimension.

    >>> import autograd_nb as torch
    >>> from autograd_nb.distributions import CatTransform, ExpTransform, identity_transform
    >>> CatTransform([ExpTransform(), identity_transform], lengths=[1, 2])(torch.zeros(3))
    tensor([1., 0., 0.])
    """

    def __init__(
        self, tseq: Sequence[Transform], dim: int = 0, lengths: Sequence[int] | None = None, cache_size: int = 0
    ) -> None:
        super().__init__(tseq, dim, cache_size)
        self.lengths = [1] * len(self.transforms) if lengths is None else list(lengths)
        if len(self.lengths) != len(self.transforms):
            raise AssertionError(f"lengths ({len(self.lengths)}) must match transforms ({len(self.transforms)})")

    @property
    def event_dim(self) -> int:
        return max(t.event_dim for t in self.transforms)

    @property
    def length(self) -> int:
        """The length of all pieces together.

        >>> D = torch.distributions
        >>> D.CatTransform([D.ExpTransform(), D.AbsTransform()], lengths=[1, 2]).length
        3
        """
        return sum(self.lengths)

    def _pieces(self, value: Any) -> Any:
        self._check(value, self.length, "length")
        return value.split(self.lengths, self.dim)

    def _call(self, x: Any) -> Any:
        return cat([t(piece) for t, piece in zip(self.transforms, self._pieces(x))], self.dim)

    def _inverse(self, y: Any) -> Any:
        return cat([t.inv(piece) for t, piece in zip(self.transforms, self._pieces(y))], self.dim)

    def log_abs_det_jacobian(self, x: Any, y: Any) -> Any:
        terms = [
            summed(t.log_abs_det_jacobian(before, after), self.event_dim - t.event_dim)
            for t, before, after in zip(self.transforms, self._pieces(x), self._pieces(y))
        ]
        dim = (self.dim - x.dim() if self.dim >= 0 else self.dim) + self.event_dim
        return cat(terms, dim) if dim < 0 else sum(terms)

    @property
    def domain(self) -> Any:  # that of the pieces
        return constraints.cat([t.domain for t in self.transforms], self.dim, self.lengths)

    @property
    def codomain(self) -> Any:  # that of the pieces
        return constraints.cat([t.codomain for t in self.transforms], self.dim, self.lengths)


class StackTransform(_Joined):
    """One function for each of the layers of a dimension.

    >>> D = torch.distributions
    >>> D.StackTransform([D.ExpTransform(), D.AffineTransform(0.0, 10.0)])(torch.tensor([[0.0, 0.0], [1.0, 2.0]]))
    tensor([[ 1.,  1.],
            [10., 20.]])

    Raises:
        AssertionError: for another number of layers than there are transforms.
    """

    def __init__(self, tseq: Sequence[Transform], dim: int = 0, cache_size: int = 0) -> None:
        super().__init__(tseq, dim, cache_size)

    def _layers(self, value: Any) -> Any:
        self._check(value, len(self.transforms), "len(transforms)")
        return value.unbind(self.dim)

    def _call(self, x: Any) -> Any:
        return stack([t(layer) for t, layer in zip(self.transforms, self._layers(x))], self.dim)

    def _inverse(self, y: Any) -> Any:
        return stack([t.inv(layer) for t, layer in zip(self.transforms, self._layers(y))], self.dim)

    def log_abs_det_jacobian(self, x: Any, y: Any) -> Any:
        layers = zip(self.transforms, self._layers(x), self._layers(y))
        return stack([t.log_abs_det_jacobian(before, after) for t, before, after in layers], self.dim)

    @property
    def domain(self) -> Any:  # that of the layers
        return constraints.stack([t.domain for t in self.transforms], self.dim)

    @property
    def codomain(self) -> Any:  # that of the layers
        return constraints.stack([t.codomain for t in self.transforms], self.dim)


class CumulativeDistributionTransform(Transform):
    """The share of a distribution that lies below x.

    >>> D = torch.distributions
    >>> D.CumulativeDistributionTransform(D.Uniform(0.0, 4.0))(torch.tensor([1.0, 2.0]))
    tensor([0.2500, 0.5000])
    """

    codomain = constraints.unit_interval
    bijective = True
    sign = 1

    def __init__(self, distribution: Distribution, cache_size: int = 0) -> None:
        super().__init__(cache_size)
        self.distribution = distribution

    @property
    def domain(self) -> Any:  # what the distribution can give
        return self.distribution.support

    def _call(self, x: Any) -> Any:
        return self.distribution.cdf(x)

    def _inverse(self, y: Any) -> Any:
        return self.distribution.icdf(y)

    def log_abs_det_jacobian(self, x: Any, y: Any) -> Any:
        del y
        return self.distribution.log_prob(x)
