"""Mixtures: first one of several distributions is drawn, then a number from it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.dtypes import Size
from autograd_nb.engine.modes import no_grad

from . import constraints
from .categorical import Categorical
from .distribution import Distribution

if TYPE_CHECKING:
    from collections.abc import Sequence


class MixtureSameFamily(Distribution):
    """The last batch dimension of `component_distribution` is what `mixture_distribution` chooses from.

    >>> D = torch.distributions
    >>> parts = D.Normal(torch.tensor([0.0, 10.0]), torch.tensor([1.0, 1.0]))
    >>> D.MixtureSameFamily(D.Categorical(torch.tensor([0.75, 0.25])), parts).mean
    tensor(2.5000)

    Raises:
        ValueError: for another mixture than a `Categorical`, and a batch that does not fit to it.
    """

    arg_constraints = {}

    def __init__(
        self, mixture_distribution: Any, component_distribution: Any, validate_args: bool | None = None
    ) -> None:
        if not isinstance(mixture_distribution, Categorical):
            raise ValueError(  # noqa: TRY004 - PyTorch's type
                " The Mixture distribution needs to be an  instance of torch.distributions.Categorical"
            )
        if not isinstance(component_distribution, Distribution):
            raise ValueError(  # noqa: TRY004 - PyTorch's type
                "The Component distribution needs to be an instance of torch.distributions.Distribution"
            )
        self.mixture_distribution, self.component_distribution = mixture_distribution, component_distribution
        ours, theirs = mixture_distribution.batch_shape, component_distribution.batch_shape[:-1]
        if any(a not in (1, b) and b != 1 for a, b in zip(reversed(ours), reversed(theirs))):
            raise ValueError(
                f"`mixture_distribution.batch_shape` ({ours}) is not compatible with "
                f"`component_distribution.batch_shape`({theirs})"
            )
        chosen, there = mixture_distribution.logits.shape[-1], component_distribution.batch_shape[-1]
        if chosen != there:
            raise ValueError(
                f"`mixture_distribution component` ({chosen}) does not equal `component_distribution.batch_shape[-1]` "
                f"({there})"
            )
        self._num_component = chosen
        super().__init__(theirs, component_distribution.event_shape, validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int]) -> MixtureSameFamily:
        new = copy.copy(self)
        new.component_distribution = self.component_distribution.expand((*batch_shape, self._num_component))
        new.mixture_distribution = self.mixture_distribution.expand(batch_shape)
        new._batch_shape = Size(batch_shape)
        return new

    @constraints.dependent_property
    def support(self) -> constraints.Constraint:
        return constraints.MixtureSameFamilyConstraint(self.component_distribution.support)

    @property
    def _dim(self) -> int:
        """That along which the components lie."""
        return -1 - len(self._event_shape)

    def _shares(self) -> Any:
        """The probabilities of the components, beside their events."""
        x, ours = self.mixture_distribution.probs, len(self.mixture_distribution.batch_shape)
        more = 0 if ours == 1 else len(self._batch_shape) - ours
        return x.reshape((*x.shape[:-1], *(1,) * more, x.shape[-1], *(1,) * len(self._event_shape)))

    @property
    def mean(self) -> Any:
        return (self._shares() * self.component_distribution.mean).sum(self._dim)

    @property
    def variance(self) -> Any:
        shares, parts = self._shares(), self.component_distribution
        within = (shares * parts.variance).sum(self._dim)
        between = (shares * (parts.mean - self.mean.unsqueeze(self._dim)).pow(2.0)).sum(self._dim)
        return within + between

    def cdf(self, x: Any) -> Any:
        return (self.component_distribution.cdf(x.unsqueeze(self._dim)) * self.mixture_distribution.probs).sum(-1)

    def log_prob(self, x: Any) -> Any:
        self._validate_sample(x)
        each = self.component_distribution.log_prob(x.unsqueeze(self._dim))
        return (each + self.mixture_distribution.logits.log_softmax(-1)).logsumexp(-1)

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        with no_grad():
            dim = len(sample_shape) + len(self._batch_shape)
            chosen = self.mixture_distribution.sample(sample_shape)
            drawn = self.component_distribution.sample(sample_shape)
            places = chosen.reshape((*chosen.shape, *(1,) * (len(self._event_shape) + 1)))
            places = places.repeat((*(1,) * chosen.dim(), 1, *self._event_shape))
            return drawn.gather(dim, places).squeeze(dim)

    def __repr__(self) -> str:
        return f"MixtureSameFamily(\n  {self.mixture_distribution},\n  {self.component_distribution})"
