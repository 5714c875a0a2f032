"""The multinomial distribution."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.creation import ones_like, tensor

from . import constraints
from .binomial import Binomial
from .categorical import Categorical
from .distribution import Distribution, broadcast_all

if TYPE_CHECKING:
    from collections.abc import Sequence


class Multinomial(Distribution):
    """How often each category comes up in `total_count` draws.

    >>> import autograd_nb as torch
    >>> _ = torch.manual_seed(0)
    >>> Multinomial(10, torch.ones(3)).sample()
    tensor([2., 4., 4.])
    """

    arg_constraints = {"probs": constraints.simplex, "logits": constraints.real_vector}

    def __init__(
        self, total_count: int = 1, probs: Any = None, logits: Any = None, validate_args: bool | None = None
    ) -> None:
        if not isinstance(total_count, int):
            raise NotImplementedError("inhomogeneous total_count is not supported")
        self.total_count = total_count
        self._categorical = Categorical(probs=probs, logits=logits)
        event_shape = self._categorical.param_shape[-1:]
        super().__init__(self._categorical.batch_shape, event_shape, validate_args=validate_args)

    @property
    def logits(self) -> Any:
        """The logarithms of the probabilities.

        >>> torch.distributions.Multinomial(3, torch.tensor([1.0, 3.0])).logits.exp()
        tensor([0.2500, 0.7500])
        """
        return self._categorical.logits

    @property
    def probs(self) -> Any:
        """The probabilities of the categories.

        >>> torch.distributions.Multinomial(3, torch.tensor([1.0, 3.0])).probs
        tensor([0.2500, 0.7500])
        """
        return self._categorical.probs

    @constraints.dependent_property(is_discrete=True, event_dim=1)
    def support(self) -> constraints.Constraint:
        return constraints.multinomial(self.total_count)

    @property
    def param_shape(self) -> Any:
        """The shape of the parameter that was given.

        >>> torch.distributions.Multinomial(3, torch.ones(2)).param_shape
        torch.Size([2])
        """
        return self._categorical.param_shape

    @property
    def mean(self) -> Any:
        return self.probs * self.total_count

    @property
    def variance(self) -> Any:
        return self.total_count * self.probs * (1 - self.probs)

    def expand(self, batch_shape: Sequence[int]) -> Multinomial:
        new = Multinomial(self.total_count, self.probs, validate_args=False)
        new._categorical = self._categorical.expand(batch_shape)
        new._batch_shape = new._categorical.batch_shape
        return new

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        draws = self._categorical.sample((self.total_count, *sample_shape)).movedim(0, -1)
        counts = draws.new_zeros(self._extended_shape(sample_shape))
        counts.scatter_add_(-1, draws, ones_like(draws))
        return counts.type_as(self.probs)

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        logits, value = broadcast_all(self.logits, value)
        ways = (value.sum(-1) + 1).lgamma() - (value + 1).lgamma().sum(-1)
        logits = logits.masked_fill((value == 0) & (logits == -math.inf), 0)
        return ways + (logits * value).sum(-1)

    def entropy(self) -> Any:
        n = tensor(self.total_count)
        first = n * self._categorical.entropy() - (n + 1).lgamma()
        each = Binomial(self.total_count, self.probs)
        counts = each.enumerate_support(expand=False)[1:]
        return first + (each.log_prob(counts).exp() * (counts + 1).lgamma()).sum((0, -1))

    def __repr__(self) -> str:
        return "Multinomial()"
