"""The generalized Pareto distribution: what is left above a high threshold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from . import constraints
from .distribution import Distribution, broadcast_all, shape_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class GeneralizedPareto(Distribution):
    """From `loc` on, with a tail that ends (`concentration` < 0), is exponential (0) or heavy (> 0).

    >>> GeneralizedPareto(0.0, 1.0, 0.5).mean
    tensor(2.)
    """

    arg_constraints = {"loc": constraints.real, "scale": constraints.positive, "concentration": constraints.real}
    has_rsample = True

    def __init__(self, loc: Any, scale: Any, concentration: Any, validate_args: bool | None = None) -> None:
        self.loc, self.scale, self.concentration = broadcast_all(loc, scale, concentration)
        super().__init__(shape_of(loc, scale, concentration), validate_args=validate_args)

    @constraints.dependent_property(is_discrete=False, event_dim=0)
    def support(self) -> Any:  # depends on the parameters
        upper = (self.loc - self.scale / self.concentration).where(self.concentration < 0, math.inf)
        return constraints.interval(self.loc, upper)

    @property
    def mean(self) -> Any:
        found = self.loc + self.scale / (1 - self.concentration)
        return found.where(self.concentration < 1, math.nan)

    @property
    def mode(self) -> Any:
        return self.loc

    @property
    def variance(self) -> Any:
        c = self.concentration
        return (self.scale**2 / ((1 - c) ** 2 * (1 - 2 * c))).where(c < 0.5, math.nan)

    def _exponential(self) -> tuple[Any, Any]:
        """Where the tail is exponential, and a concentration that can be divided by."""
        zero = self.concentration.isclose(self.concentration.new_zeros(()))
        return zero, self.concentration.where(~zero, 1.0)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Any:
        return self.icdf(self.loc.new_empty(self._extended_shape(sample_shape)).uniform_())

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        z = (value - self.loc) / self.scale
        zero, c = self._exponential()
        return -self.scale.log() - z.where(zero, (1 / c + 1) * (c * z).log1p())

    def log_survival_function(self, value: Any) -> Any:
        """The logarithm of the probability of more than `value`.

        >>> GeneralizedPareto(0.0, 1.0, 1.0).log_survival_function(torch.tensor(3.0)).exp()
        tensor(0.2500)
        """
        self._validate_sample(value)
        z = (value - self.loc) / self.scale
        zero, c = self._exponential()
        return (-z).where(zero, -(c * z).log1p() / c)

    def log_cdf(self, value: Any) -> Any:
        """The logarithm of the probability of a number up to `value`.

        >>> GeneralizedPareto(0.0, 1.0, 1.0).log_cdf(torch.tensor(3.0)).exp()
        tensor(0.7500)
        """
        return (-self.log_survival_function(value).exp()).log1p()

    def cdf(self, value: Any) -> Any:
        return self.log_cdf(value).exp()

    def icdf(self, value: Any) -> Any:
        zero, c = self._exponential()
        left = (-value).log1p()
        return (self.loc - self.scale * left).where(zero, self.loc + self.scale / c * (-c * left).expm1())

    def entropy(self) -> Any:
        return (self.scale.log() + self.concentration + 1).expand(self._batch_shape)
