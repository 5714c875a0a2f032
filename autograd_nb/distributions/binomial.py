"""The binomial distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.creation import arange
from autograd_nb.engine.drawing.sampling import binomial
from autograd_nb.engine.modes import no_grad

from . import constraints
from .distribution import Distribution, broadcast_all, lazy, logits_to_probs, one_of, probs_to_logits

if TYPE_CHECKING:
    from collections.abc import Sequence


class Binomial(Distribution):
    """How many of `total_count` trials succeed, each with probability `probs` (or with log odds `logits`).

    >>> torch.distributions.Binomial(2, torch.tensor(0.5)).log_prob(torch.tensor([0.0, 1.0, 2.0])).exp()
    tensor([0.2500, 0.5000, 0.2500])

    Raises:
        ValueError: for both or none of `probs` and `logits`, and a probability outside of 0 to 1.
    """

    arg_constraints = {
        "total_count": constraints.nonnegative_integer,
        "probs": constraints.unit_interval,
        "logits": constraints.real,
    }
    has_enumerate_support = True

    def __init__(
        self, total_count: Any = 1, probs: Any = None, logits: Any = None, validate_args: bool | None = None
    ) -> None:
        one_of(probs, logits)
        if probs is not None:
            self.total_count, self.probs = broadcast_all(total_count, probs)
        else:
            self.total_count, self.logits = broadcast_all(total_count, logits)
        given = self.probs if probs is not None else self.logits
        self.total_count = self.total_count.type_as(given)
        super().__init__(given.size(), validate_args=validate_args)

    @lazy
    def logits(self) -> Any:
        """The log odds."""
        return probs_to_logits(self.probs, is_binary=True)

    @lazy
    def probs(self) -> Any:
        """The probability of a success."""
        return logits_to_probs(self.logits, is_binary=True)

    @constraints.dependent_property(is_discrete=True, event_dim=0)
    def support(self) -> constraints.Constraint:
        return constraints.integer_interval(0, self.total_count)

    @property
    def param_shape(self) -> Any:
        """The shape of the parameter that was given.

        >>> torch.distributions.Binomial(5, torch.zeros(3)).param_shape
        torch.Size([3])
        """
        return self._batch_shape

    @property
    def mean(self) -> Any:
        return self.total_count * self.probs

    @property
    def mode(self) -> Any:
        return ((self.total_count + 1) * self.probs).floor().clamp(max=self.total_count)

    @property
    def variance(self) -> Any:
        return self.total_count * self.probs * (1 - self.probs)

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        shape = self._extended_shape(sample_shape)
        with no_grad():
            return binomial(self.total_count.expand(shape), self.probs.expand(shape))

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        ways = (value + 1).lgamma(), (self.total_count - value + 1).lgamma()
        above = (self.logits.clamp(min=0) + self.logits - self.logits.clamp(max=0)) / 2
        normal = self.total_count * above + self.total_count * (-self.logits.abs()).exp().log1p()
        normal = normal - (self.total_count + 1).lgamma()
        return value * self.logits - ways[0] - ways[1] - normal

    def entropy(self) -> Any:
        if self.total_count.min() != self.total_count.max():
            raise NotImplementedError("Inhomogeneous total count not supported by `entropy`.")
        log_prob = self.log_prob(self.enumerate_support(False))
        return -(log_prob.exp() * log_prob).sum(0)

    def enumerate_support(self, expand: bool = True) -> Any:
        total = int(self.total_count.max())
        if not self.total_count.min() == total:
            raise NotImplementedError("Inhomogeneous total count not supported by `enumerate_support`.")
        return self._enumerated(arange(1 + total, dtype=self.total_count.dtype), expand)
