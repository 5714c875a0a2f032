"""The Dirichlet distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.autograd.function import Function, once_differentiable
from autograd_nb.engine.numerics.pathwise import beta_slope
from autograd_nb.nn.functional import one_hot

from . import constraints
from .exp_family import ExponentialFamily
from .gamma import standard_gamma

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Dirichlet(Function):
    """A draw; backward moves each part of it as one number of a beta distribution, against all others together."""

    @staticmethod
    def forward(ctx: Any, concentration: Any) -> Any:
        drawn = standard_gamma(concentration.double())
        shares: Any = (drawn / drawn.sum(-1, True))._array.astype(concentration._array.dtype)
        tiny, below_one = np.finfo(shares.dtype).tiny, np.nextafter(shares.dtype.type(1), shares.dtype.type(0))
        x = concentration.new_tensor(np.clip(shares, tiny, below_one))  # so that the density exists
        ctx.save_for_backward(x, concentration)
        return x

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad_output: Any) -> Any:
        x, concentration = ctx.saved_tensors
        total = concentration.sum(-1, True).expand_as(concentration)
        slope = x.new_tensor(beta_slope(x._array, concentration._array, total._array))
        return slope * (grad_output - (x * grad_output).sum(-1, True))


class Dirichlet(ExponentialFamily):
    """Probabilities that add up to 1: gamma distributed numbers, divided by their sum.

    What is known of the probabilities of categories that were seen `concentration` - 1 times. The last dimension is the
    event.

    >>> torch.distributions.Dirichlet(torch.tensor([1.0, 1.0, 2.0])).mean
    tensor([0.2500, 0.2500, 0.5000])
    """

    arg_constraints = {"concentration": constraints.independent(constraints.positive, 1)}
    support = constraints.simplex
    has_rsample = True
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

    def rsample(self, sample_shape: Sequence[int] = ()) -> Any:
        return _Dirichlet.apply(self.concentration.expand(self._extended_shape(sample_shape)))

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        a = self.concentration
        return (a - 1.0).xlogy(value).sum(-1) + a.sum(-1).lgamma() - a.lgamma().sum(-1)

    def entropy(self) -> Any:
        a, total, k = self.concentration, self.concentration.sum(-1), self.concentration.size(-1)
        first = a.lgamma().sum(-1) - total.lgamma() - (k - total) * total.digamma()
        return first - ((a - 1.0) * a.digamma()).sum(-1)
