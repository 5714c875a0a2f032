"""Batches read as events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import constraints
from .distribution import Distribution

if TYPE_CHECKING:
    from collections.abc import Sequence


class Independent(Distribution):
    """A distribution whose last batch dimensions count as one event: their log-probabilities add up.

    >>> pair = torch.distributions.Independent(torch.distributions.Normal(torch.zeros(3, 2), 1.0), 1)
    >>> pair.batch_shape, pair.event_shape
    (torch.Size([3]), torch.Size([2]))
    >>> pair.log_prob(torch.zeros(2)).shape
    torch.Size([3])

    Raises:
        ValueError: for more dimensions than the batch has.
    """

    arg_constraints = {}

    def __init__(
        self, base_distribution: Any, reinterpreted_batch_ndims: int, validate_args: bool | None = None
    ) -> None:
        batch, n = base_distribution.batch_shape, reinterpreted_batch_ndims
        if n > len(batch):
            raise ValueError(
                f"Expected reinterpreted_batch_ndims <= len(base_distribution.batch_shape), actual {n} vs {len(batch)}"
            )
        self.base_dist = base_distribution
        self.reinterpreted_batch_ndims = n
        self.has_rsample = base_distribution.has_rsample
        cut = len(batch) - n
        super().__init__(batch[:cut], batch[cut:] + base_distribution.event_shape, validate_args=validate_args)

    @constraints.dependent_property
    def support(self) -> constraints.Constraint:
        base: constraints.Constraint = self.base_dist.support
        n = self.reinterpreted_batch_ndims
        return constraints.independent(base, n) if n else base

    @property
    def mean(self) -> Any:
        return self.base_dist.mean

    @property
    def mode(self) -> Any:
        return self.base_dist.mode

    @property
    def variance(self) -> Any:
        return self.base_dist.variance

    def expand(self, batch_shape: Sequence[int]) -> Independent:
        kept = self._event_shape[: self.reinterpreted_batch_ndims]
        return Independent(self.base_dist.expand((*batch_shape, *kept)), self.reinterpreted_batch_ndims)

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        return self.base_dist.sample(sample_shape)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Any:
        return self.base_dist.rsample(sample_shape)

    def log_prob(self, value: Any) -> Any:
        return self._joined(self.base_dist.log_prob(value))

    def entropy(self) -> Any:
        return self._joined(self.base_dist.entropy())

    def enumerate_support(self, expand: bool = True) -> Any:
        if self.reinterpreted_batch_ndims:
            raise NotImplementedError("Enumeration over cartesian product is not implemented")
        return self.base_dist.enumerate_support(expand)

    def _joined(self, each: Any) -> Any:
        n = self.reinterpreted_batch_ndims
        return each.reshape((*each.shape[: each.dim() - n], -1)).sum(-1) if n else each

    def __repr__(self) -> str:
        return f"Independent({self.base_dist}, {self.reinterpreted_batch_ndims})"
