"""The categorical distribution."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.creation import arange
from autograd_nb.engine.dtypes import Size
from autograd_nb.engine.functions.joining import broadcast_tensors
from autograd_nb.engine.limits import finfo

from . import constraints
from .distribution import Distribution, full_like, lazy, logits_to_probs, one_of, probs_to_logits

if TYPE_CHECKING:
    from collections.abc import Sequence


class Categorical(Distribution):
    """One of the numbers 0, 1, ..., in proportion to `probs` (or to the exponential of `logits`).

    >>> import autograd_nb as torch
    >>> Categorical(torch.tensor([1.0, 3.0])).probs
    tensor([0.2500, 0.7500])
    """

    arg_constraints = {"probs": constraints.simplex, "logits": constraints.real_vector}
    has_enumerate_support = True
    _events = {"probs": 1, "logits": 1}

    def __init__(self, probs: Any = None, logits: Any = None, validate_args: bool | None = None) -> None:
        one_of(probs, logits)
        name, given = ("probs", probs) if probs is not None else ("logits", logits)
        if given.dim() < 1:
            raise ValueError(f"`{name}` parameter must be at least one-dimensional.")
        if probs is not None:
            self.probs = probs / probs.sum(-1, keepdim=True)
        else:
            self.logits = logits - logits.logsumexp(-1, keepdim=True)
        self._num_events = given.size(-1)
        super().__init__(given.size()[:-1], validate_args=validate_args)

    @lazy
    def logits(self) -> Any:
        """The logarithms of the probabilities."""
        return probs_to_logits(self.probs)

    @lazy
    def probs(self) -> Any:
        """The probabilities."""
        return logits_to_probs(self.logits)

    @constraints.dependent_property(is_discrete=True, event_dim=0)
    def support(self) -> constraints.Constraint:
        return constraints.integer_interval(0, self._num_events - 1)

    @property
    def param_shape(self) -> Size:
        """The shape of the parameter that was given, categories included.

        >>> torch.distributions.Categorical(torch.ones(2, 3)).param_shape
        torch.Size([2, 3])
        """
        return Size((*self._batch_shape, self._num_events))

    @property
    def mean(self) -> Any:
        return full_like(self.probs, self._extended_shape(), math.nan)

    @property
    def mode(self) -> Any:
        return self.probs.argmax(-1)

    @property
    def variance(self) -> Any:
        return full_like(self.probs, self._extended_shape(), math.nan)

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        rows = self.probs.reshape(-1, self._num_events)
        drawn = rows.multinomial(math.prod(sample_shape), True)
        return drawn.t().reshape(self._extended_shape(sample_shape))

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        value, table = broadcast_tensors(value.long().unsqueeze(-1), self.logits)
        return table.gather(-1, value[..., :1]).squeeze(-1)

    def entropy(self) -> Any:
        logits = self.logits.clamp(min=finfo(self.logits.dtype).min)
        return -(logits * self.probs).sum(-1)

    def enumerate_support(self, expand: bool = True) -> Any:
        return self._enumerated(arange(self._num_events), expand)
