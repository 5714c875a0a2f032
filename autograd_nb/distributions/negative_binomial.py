"""The negative binomial distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.drawing.sampling import poisson
from autograd_nb.engine.modes import no_grad
from autograd_nb.nn.functional import logsigmoid

from . import constraints
from .distribution import Distribution, broadcast_all, lazy, logits_to_probs, one_of, probs_to_logits
from .gamma import Gamma

if TYPE_CHECKING:
    from collections.abc import Sequence


class NegativeBinomial(Distribution):
    """How many successes there are before `total_count` failures; `probs` is the probability of success.

    >>> NegativeBinomial(3, 0.5 * broadcast_all(1.0)[0]).mean
    tensor(3.)
    """

    arg_constraints = {
        "total_count": constraints.greater_than_eq(0),
        "probs": constraints.half_open_interval(0.0, 1.0),
        "logits": constraints.real,
    }
    support = constraints.nonnegative_integer

    def __init__(
        self, total_count: Any, probs: Any = None, logits: Any = None, validate_args: bool | None = None
    ) -> None:
        one_of(probs, logits)
        name, given = ("probs", probs) if probs is not None else ("logits", logits)
        count, value = broadcast_all(total_count, given)
        self.total_count = count.type_as(value)
        setattr(self, name, value)
        super().__init__(value.size(), validate_args=validate_args)

    @lazy
    def logits(self) -> Any:
        """The log odds of success."""
        return probs_to_logits(self.probs, is_binary=True)

    @lazy
    def probs(self) -> Any:
        """The probability of success."""
        return logits_to_probs(self.logits, is_binary=True)

    @property
    def param_shape(self) -> Any:
        """The shape of the parameter that was given.

        >>> torch.distributions.NegativeBinomial(5, torch.zeros(3)).param_shape
        torch.Size([3])
        """
        return self._batch_shape

    @property
    def mean(self) -> Any:
        return self.total_count * self.logits.exp()

    @property
    def mode(self) -> Any:
        return ((self.total_count - 1) * self.logits.exp()).floor().clamp(min=0.0)

    @property
    def variance(self) -> Any:
        return self.mean / (-self.logits).sigmoid()

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        with no_grad():
            rate = Gamma(self.total_count, (-self.logits).exp(), validate_args=False).sample(sample_shape)
            return poisson(rate)

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        count, logits = self.total_count, self.logits
        each: Any = count * logsigmoid(-logits) + value * logsigmoid(logits)
        ways = -(count + value).lgamma() + (1.0 + value).lgamma() + count.lgamma()
        return each - ways.masked_fill(count + value == 0.0, 0.0)
