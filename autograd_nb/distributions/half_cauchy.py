"""Cauchy's numbers without their sign."""

from __future__ import annotations

import math
from typing import Any

from autograd_nb.engine.creation import as_tensor

from .cauchy import Cauchy
from .distribution import full_like
from .half_normal import Half
from .transforms import AbsTransform


class HalfCauchy(Half):
    """|x| for an x from the Cauchy distribution about 0.

    >>> torch.distributions.HalfCauchy(torch.tensor(1.0)).cdf(torch.tensor(1.0))
    tensor(0.5000)
    """

    def __init__(self, scale: Any, validate_args: bool | None = None) -> None:
        super().__init__(Cauchy(0, scale, validate_args=False), AbsTransform(), validate_args=validate_args)

    @property
    def mean(self) -> Any:
        return full_like(self.scale, self._extended_shape(), math.inf)

    @property
    def variance(self) -> Any:
        return self.base_dist.variance

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        return super().log_prob(as_tensor(value, dtype=self.scale.dtype))

    def icdf(self, prob: Any) -> Any:
        return self.base_dist.icdf((prob + 1) / 2)
