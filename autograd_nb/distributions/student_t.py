"""Student's t distribution."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from . import constraints
from .chi2 import Chi2
from .distribution import Distribution, broadcast_all, standard_normal

if TYPE_CHECKING:
    from collections.abc import Sequence


class StudentT(Distribution):
    """Like a normal distribution whose variance is known from `df` + 1 numbers only: its tails are longer.

    >>> StudentT(3.0).variance
    tensor(3.)
    """

    arg_constraints = {"df": constraints.positive, "loc": constraints.real, "scale": constraints.positive}
    support = constraints.real
    has_rsample = True

    def __init__(self, df: Any, loc: Any = 0.0, scale: Any = 1.0, validate_args: bool | None = None) -> None:
        self.df, self.loc, self.scale = broadcast_all(df, loc, scale)
        self._chi2 = Chi2(self.df)
        super().__init__(self.df.size(), validate_args=validate_args)

    @property
    def mean(self) -> Any:
        return self.loc.masked_fill(self.df <= 1, math.nan)

    @property
    def mode(self) -> Any:
        return self.loc

    @property
    def variance(self) -> Any:
        found = self.scale.pow(2) * self.df / (self.df - 2)
        return found.masked_fill(self.df <= 2, math.inf).masked_fill(self.df <= 1, math.nan)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Any:
        x = standard_normal(self._extended_shape(sample_shape), self.df)
        squares = self._chi2.expand(self._batch_shape).rsample(sample_shape)
        return self.loc + self.scale * (x * (squares / self.df).rsqrt())

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        y, df = (value - self.loc) / self.scale, self.df
        whole = self.scale.log() + 0.5 * df.log() + 0.5 * math.log(math.pi)
        whole = whole + (0.5 * df).lgamma() - (0.5 * (df + 1.0)).lgamma()
        return -0.5 * (df + 1.0) * (y**2.0 / df).log1p() - whole

    def entropy(self) -> Any:
        df = self.df
        beta = (0.5 * df).lgamma() + math.lgamma(0.5) - (0.5 * (df + 1)).lgamma()
        slope = (0.5 * (df + 1)).digamma() - (0.5 * df).digamma()
        return self.scale.log() + 0.5 * (df + 1) * slope + 0.5 * df.log() + beta
