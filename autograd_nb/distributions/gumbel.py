"""The Gumbel distribution, of the largest of many numbers."""

from __future__ import annotations

import math
from typing import Any

from autograd_nb.engine.limits import finfo

from . import constraints
from .distribution import Number, broadcast_all, full_like
from .transformed_distribution import TransformedDistribution
from .transforms import AffineTransform, ExpTransform
from .uniform import Uniform

EULER = 0.57721566490153286060


class Gumbel(TransformedDistribution):
    """`loc` - `scale` · log(-log u) for an even u.

    >>> Gumbel(0.0, 1.0).mean
    tensor(0.5772)
    """

    arg_constraints = {"loc": constraints.real, "scale": constraints.positive}
    support = constraints.real

    def __init__(self, loc: Any, scale: Any, validate_args: bool | None = None) -> None:
        self.loc, self.scale = broadcast_all(loc, scale)
        info = finfo(self.loc.dtype)
        least, most = info.tiny, 1 - info.eps
        if isinstance(loc, Number) and isinstance(scale, Number):
            base = Uniform(least, most, validate_args=validate_args)
        else:
            low, high = (full_like(self.loc, self.loc.shape, end) for end in (least, most))
            base = Uniform(low, high, validate_args=validate_args)
        minus = AffineTransform(0, full_like(self.scale, self.scale.shape, -1.0))
        parts = [ExpTransform().inv, minus, ExpTransform().inv, AffineTransform(loc, -self.scale)]
        super().__init__(base, parts, validate_args=validate_args)

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        y = (self.loc - value) / self.scale
        return y - y.exp() - self.scale.log()

    @property
    def mean(self) -> Any:
        return self.loc + self.scale * EULER

    @property
    def mode(self) -> Any:
        return self.loc

    @property
    def stddev(self) -> Any:
        return math.pi / math.sqrt(6) * self.scale

    @property
    def variance(self) -> Any:
        return self.stddev.pow(2)

    def entropy(self) -> Any:
        return self.scale.log() + (1 + EULER)
