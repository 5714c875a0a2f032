"""A coin that falls in between: the lower the temperature, the nearer to heads or tails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.creation import rand
from autograd_nb.engine.limits import finfo

from . import constraints
from .distribution import Distribution, broadcast_all, lazy, logits_to_probs, one_of, probs_to_logits, shape_of
from .transformed_distribution import TransformedDistribution
from .transforms import SigmoidTransform

if TYPE_CHECKING:
    from collections.abc import Sequence


def inside(probs: Any) -> Any:
    """Probabilities, kept away from 0 and 1."""
    eps = finfo(probs.dtype).eps
    return probs.clamp(eps, 1 - eps)


class LogitRelaxedBernoulli(Distribution):
    """The log odds of a `RelaxedBernoulli`."""

    arg_constraints = {"probs": constraints.unit_interval, "logits": constraints.real}
    support = constraints.real
    has_rsample = True

    def __init__(
        self, temperature: Any, probs: Any = None, logits: Any = None, validate_args: bool | None = None
    ) -> None:
        self.temperature = temperature
        one_of(probs, logits)
        name, given = ("probs", probs) if probs is not None else ("logits", logits)
        setattr(self, name, broadcast_all(given)[0])
        super().__init__(shape_of(given), validate_args=validate_args)

    @lazy
    def logits(self) -> Any:
        """The log odds of a 1."""
        return probs_to_logits(self.probs, is_binary=True)

    @lazy
    def probs(self) -> Any:
        """The probability of a 1."""
        return logits_to_probs(self.logits, is_binary=True)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Any:
        shape = self._extended_shape(sample_shape)
        probs = inside(self.probs.expand(shape))
        even = inside(rand(shape, dtype=probs.dtype))
        return (even.log() - (-even).log1p() + probs.log() - (-probs).log1p()) / self.temperature

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        logits, value = broadcast_all(self.logits, value)
        away = logits - value.mul(self.temperature)
        return self.temperature.log() + away - 2 * away.exp().log1p()


class RelaxedBernoulli(TransformedDistribution):
    """Numbers between 0 and 1, through which gradients flow: `Bernoulli`, the nearer the lower the temperature is.

    >>> _ = torch.manual_seed(0)
    >>> coins = torch.distributions.RelaxedBernoulli(torch.tensor(0.05), torch.tensor([0.1, 0.9], requires_grad=True))
    >>> coins.rsample()
    tensor([6.0966e-20, 1.0000e+00], grad_fn=<ClampBackward1>)
    """

    arg_constraints = {"probs": constraints.unit_interval, "logits": constraints.real}
    support = constraints.unit_interval
    has_rsample = True

    def __init__(
        self, temperature: Any, probs: Any = None, logits: Any = None, validate_args: bool | None = None
    ) -> None:
        base = LogitRelaxedBernoulli(temperature, probs, logits)
        super().__init__(base, SigmoidTransform(), validate_args=validate_args)

    @property
    def temperature(self) -> Any:
        """How far from 0 and 1 they are.

        >>> torch.distributions.RelaxedBernoulli(torch.tensor(0.5), torch.tensor(0.25)).temperature
        tensor(0.5000)
        """
        return self.base_dist.temperature

    @property
    def logits(self) -> Any:
        """The log odds of a 1.

        >>> torch.distributions.RelaxedBernoulli(torch.tensor(0.5), torch.tensor(0.75)).logits.exp()
        tensor(3.)
        """
        return self.base_dist.logits

    @property
    def probs(self) -> Any:
        """The probability of a 1.

        >>> torch.distributions.RelaxedBernoulli(torch.tensor(0.5), torch.tensor(0.25)).probs
        tensor(0.2500)
        """
        return self.base_dist.probs
