"""The gamma distribution. Samples carry no gradient here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import variates
from autograd_nb.engine.creation import as_tensor
from autograd_nb.engine.modes import is_grad_enabled, no_grad

from . import constraints
from .distribution import Distribution, broadcast_all, shape_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class Gamma(Distribution):
    """The waiting time for `concentration` events, of which `rate` happen in a unit of time."""

    arg_constraints = {"concentration": constraints.positive, "rate": constraints.positive}
    support = constraints.nonnegative

    def __init__(self, concentration: Any, rate: Any, validate_args: bool | None = None) -> None:
        self.concentration, self.rate = broadcast_all(concentration, rate)
        super().__init__(shape_of(concentration, rate), validate_args=validate_args)

    @property
    def mean(self) -> Any:
        return self.concentration / self.rate

    @property
    def mode(self) -> Any:
        return ((self.concentration - 1) / self.rate).clamp(min=0)

    @property
    def variance(self) -> Any:
        return self.concentration / self.rate.pow(2)

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        shape = self._extended_shape(sample_shape)
        with no_grad():
            drawn = standard_gamma(self.concentration.expand(shape)) / self.rate.expand(shape)
            return drawn.clamp_(min=float(np.finfo(drawn._array.dtype).tiny))

    def rsample(self, sample_shape: Sequence[int] = ()) -> Any:
        return no_gradient_through(self, sample_shape, self.concentration, self.rate)

    def log_prob(self, value: Any) -> Any:
        value = as_tensor(value, dtype=self.rate.dtype)
        self._validate_sample(value)
        a = self.concentration
        return a.xlogy(self.rate) + (a - 1).xlogy(value) - self.rate * value - a.lgamma()

    def entropy(self) -> Any:
        a = self.concentration
        return a - self.rate.log() + a.lgamma() + (1.0 - a) * a.digamma()


def standard_gamma(concentration: Any) -> Any:
    """Numbers from gamma distributions of rate 1."""
    return concentration.new_tensor(variates.gamma(concentration._array))


def no_gradient_through(distribution: Distribution, sample_shape: Sequence[int], *parameters: Any) -> Any:
    """A sample where no gradient is asked for; a clear word where one is."""
    if is_grad_enabled() and any(p.requires_grad for p in parameters):
        name = type(distribution).__name__
        raise NotImplementedError(f"gradients through samples of {name} are not part of autograd_nb: use sample()")
    return distribution.sample(sample_shape)
