"""The Dirichlet distribution. Samples carry no gradient here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.modes import no_grad
from autograd_nb.nn.functional import one_hot

from . import constraints
from .distribution import Distribution
from .gamma import no_gradient_through, standard_gamma

if TYPE_CHECKING:
    from collections.abc import Sequence


class Dirichlet(Distribution):
    """Probabilities that add up to 1: gamma distributed numbers, divided by their sum."""

    arg_constraints = {"concentration": constraints.independent(constraints.positive, 1)}
    support = constraints.simplex
    _events = {"concentration": 1}

    def __init__(self, concentration: Any, validate_args: bool | None = None) -> None:
        if concentration.dim() < 1:
            raise ValueError("`concentration` parameter must be at least one-dimensional.")
        self.concentration = concentration
        super().__init__(concentration.shape[:-1], concentration.shape[-1:], validate_args=validate_args)

    @property
    def mean(self) -> Any:
        return self.concentration / self.concentration.sum(-1, True)

    @property
    def mode(self) -> Any:
        above = (self.concentration - 1).clamp(min=0.0)
        mode = above / above.sum(-1, True)
        corner = (self.concentration < 1).all(-1)
        mode[corner] = one_hot(mode[corner].argmax(-1), above.size(-1)).to(mode)
        return mode

    @property
    def variance(self) -> Any:
        total = self.concentration.sum(-1, True)
        return self.concentration * (total - self.concentration) / (total.pow(2) * (total + 1))

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        with no_grad():
            wide = self.concentration.expand(self._extended_shape(sample_shape)).double()
            drawn = standard_gamma(wide)
            return (drawn / drawn.sum(-1, True)).to(self.concentration.dtype)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Any:
        return no_gradient_through(self, sample_shape, self.concentration)

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        a = self.concentration
        return (a - 1.0).xlogy(value).sum(-1) + a.sum(-1).lgamma() - a.lgamma().sum(-1)

    def entropy(self) -> Any:
        a, total, k = self.concentration, self.concentration.sum(-1), self.concentration.size(-1)
        first = a.lgamma().sum(-1) - total.lgamma() - (k - total) * total.digamma()
        return first - ((a - 1.0) * a.digamma()).sum(-1)
