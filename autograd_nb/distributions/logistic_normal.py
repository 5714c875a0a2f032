"""The logistic-normal distribution: probabilities out of normal numbers."""

from __future__ import annotations

from typing import Any

from . import constraints
from .normal import Normal
from .transformed_distribution import TransformedDistribution
from .transforms import StickBreakingTransform


class LogisticNormal(TransformedDistribution):
    """Vectors that sum up to 1, of one more element than there are normal numbers: these, by `StickBreakingTransform`.

    >>> torch.distributions.LogisticNormal(torch.zeros(2), torch.ones(2)).event_shape
    torch.Size([3])
    """

    arg_constraints = {"loc": constraints.real, "scale": constraints.positive}
    support = constraints.simplex
    has_rsample = True

    def __init__(self, loc: Any, scale: Any, validate_args: bool | None = None) -> None:
        base = Normal(loc, scale, validate_args=validate_args)
        if not base.batch_shape:
            base = base.expand([1])
        super().__init__(base, StickBreakingTransform(), validate_args=validate_args)

    @property
    def loc(self) -> Any:
        """The means of the normal numbers.

        >>> torch.distributions.LogisticNormal(torch.zeros(2), torch.ones(2)).loc
        tensor([0., 0.])
        """
        return self.base_dist.base_dist.loc

    @property
    def scale(self) -> Any:
        """Their standard deviations.

        >>> torch.distributions.LogisticNormal(torch.zeros(2), torch.ones(2)).scale
        tensor([1., 1.])
        """
        return self.base_dist.base_dist.scale
