"""The Bernoulli distribution."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.creation import arange
from autograd_nb.engine.modes import no_grad
from autograd_nb.nn.functional import binary_cross_entropy_with_logits

from . import constraints
from .distribution import broadcast_all, lazy, logits_to_probs, one_of, probs_to_logits, shape_of
from .exp_family import ExponentialFamily

if TYPE_CHECKING:
    from collections.abc import Sequence


class Bernoulli(ExponentialFamily):
    """1 with probability `probs` (or with log odds `logits`), else 0.

    >>> torch.distributions.Bernoulli(torch.tensor(0.25)).log_prob(torch.tensor([1.0, 0.0])).exp()
    tensor([0.2500, 0.7500])
    >>> torch.distributions.Bernoulli(logits=torch.tensor(0.0)).probs
    tensor(0.5000)

    Raises:
        ValueError: for both or none of `probs` and `logits`, and a probability outside of 0 to 1.
    """

    arg_constraints = {"probs": constraints.unit_interval, "logits": constraints.real}
    support = constraints.boolean
    has_enumerate_support = True

    def __init__(self, probs: Any = None, logits: Any = None, validate_args: bool | None = None) -> None:
        one_of(probs, logits)
        if probs is not None:
            (self.probs,) = broadcast_all(probs)
        else:
            (self.logits,) = broadcast_all(logits)
        super().__init__(shape_of(probs if probs is not None else logits), validate_args=validate_args)

    @lazy
    def logits(self) -> Any:
        """The log odds, log(p / (1 - p)).

        >>> torch.distributions.Bernoulli(torch.tensor(0.75)).logits.exp()
        tensor(3.)
        """
        return probs_to_logits(self.probs, is_binary=True)

    @lazy
    def probs(self) -> Any:
        """The probability of 1.

        >>> torch.distributions.Bernoulli(logits=torch.tensor(0.0)).probs
        tensor(0.5000)
        """
        return logits_to_probs(self.logits, is_binary=True)

    @property
    def param_shape(self) -> Any:
        """The shape of the parameter that was given.

        >>> torch.distributions.Bernoulli(torch.zeros(3)).param_shape
        torch.Size([3])
        """
        return self._batch_shape

    @property
    def mean(self) -> Any:
        return self.probs

    @property
    def mode(self) -> Any:
        likelier = (self.probs >= 0.5).to(self.probs)
        likelier[self.probs == 0.5] = math.nan
        return likelier

    @property
    def variance(self) -> Any:
        return self.probs * (1 - self.probs)

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        with no_grad():
            return self.probs.expand(self._extended_shape(sample_shape)).bernoulli()

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        logits, value = broadcast_all(self.logits, value)
        return -binary_cross_entropy_with_logits(logits, value, reduction="none")

    def entropy(self) -> Any:
        return binary_cross_entropy_with_logits(self.logits, self.probs, reduction="none")

    def enumerate_support(self, expand: bool = True) -> Any:
        return self._enumerated(arange(2, dtype=self.probs.dtype), expand)
