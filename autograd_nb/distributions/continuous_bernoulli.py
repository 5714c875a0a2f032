"""The continuous Bernoulli distribution: for pixels between 0 and 1, as the Bernoulli distribution is for bits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.modes import no_grad
from autograd_nb.nn.functional import binary_cross_entropy_with_logits

from . import constraints
from .distribution import Number, all_true, broadcast_all, lazy, logits_to_probs, one_of, probs_to_logits
from .exp_family import ExponentialFamily
from .utils import clamp_probs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.dtypes import Size


class ContinuousBernoulli(ExponentialFamily):
    """Numbers from 0 to 1 with a density in proportion to probs^x (1 - probs)^(1 - x).

    Between the limits `lims` around 1/2, where the formulas lose all their digits, Taylor series take their place.

    >>> torch.distributions.ContinuousBernoulli(torch.tensor([0.5, 0.9])).mean
    tensor([0.5000, 0.6699])

    Source: G. Loaiza-Ganem and J. P. Cunningham, "The continuous Bernoulli: fixing a pervasive error in variational
    autoencoders", NeurIPS 2019.
    """

    arg_constraints = {"probs": constraints.unit_interval, "logits": constraints.real}
    support = constraints.unit_interval
    has_rsample = True

    def __init__(
        self,
        probs: Any = None,
        logits: Any = None,
        lims: tuple[float, float] = (0.499, 0.501),
        validate_args: bool | None = None,
    ) -> None:
        one_of(probs, logits)
        if probs is not None:
            (self.probs,) = broadcast_all(probs)
            if validate_args is not None and not all_true(self.arg_constraints["probs"].check(self.probs)):
                raise ValueError("The parameter probs has invalid values")
            self.probs = clamp_probs(self.probs)
        else:
            (self.logits,) = broadcast_all(logits)
        given = probs if probs is not None else logits
        self._param = self.probs if probs is not None else self.logits
        self._lims = lims
        super().__init__(() if isinstance(given, Number) else self._param.size(), validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int]) -> Any:
        new = super().expand(batch_shape)
        new._param = self._param.expand(batch_shape)
        return new

    @lazy
    def logits(self) -> Any:
        """The logarithm of probs / (1 - probs)."""
        return probs_to_logits(self.probs, is_binary=True)

    @lazy
    def probs(self) -> Any:
        """The parameter between 0 and 1, which is not the mean."""
        return clamp_probs(logits_to_probs(self.logits, is_binary=True))

    @property
    def param_shape(self) -> Size:
        """The shape of the parameter.

        >>> torch.distributions.ContinuousBernoulli(torch.tensor([0.2, 0.4])).param_shape
        torch.Size([2])
        """
        shape: Size = self._param.size()
        return shape

    def _outside(self) -> Any:
        """Where the formulas hold."""
        return (self.probs <= self._lims[0]) | (self.probs > self._lims[1])

    def _cut_probs(self) -> Any:
        return self.probs.where(self._outside(), self._lims[0])

    def _cont_bern_log_norm(self) -> Any:
        """The logarithm of what makes the density one."""
        p, square = self._cut_probs(), (self.probs - 0.5).pow(2)
        below, above = p.where(p <= 0.5, 0.0), p.where(p >= 0.5, 1.0)
        distance = (-2.0 * below).log1p().where(p <= 0.5, (2.0 * above - 1.0).log())
        exact = ((-p).log1p() - p.log()).abs().log() - distance
        return exact.where(self._outside(), math.log(2.0) + (4.0 / 3.0 + 104.0 / 45.0 * square) * square)

    @property
    def mean(self) -> Any:
        p, away = self._cut_probs(), self.probs - 0.5
        exact = p / (2.0 * p - 1.0) + 1.0 / ((-p).log1p() - p.log())
        return exact.where(self._outside(), 0.5 + (1.0 / 3.0 + 16.0 / 45.0 * away.pow(2)) * away)

    @property
    def variance(self) -> Any:
        p, square = self._cut_probs(), (self.probs - 0.5).pow(2)
        exact = p * (p - 1.0) / (1.0 - 2.0 * p).pow(2) + 1.0 / ((-p).log1p() - p.log()).pow(2)
        return exact.where(self._outside(), 1.0 / 12.0 - (1.0 / 15.0 - 128.0 / 945.0 * square) * square)

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        with no_grad():
            return self.rsample(sample_shape)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Any:
        return self.icdf(self.probs.new_empty(self._extended_shape(sample_shape)).uniform_())

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        logits, value = broadcast_all(self.logits, value)
        return -binary_cross_entropy_with_logits(logits, value, reduction="none") + self._cont_bern_log_norm()

    def cdf(self, value: Any) -> Any:
        self._validate_sample(value)
        p = self._cut_probs()
        exact = (p.pow(value) * (1.0 - p).pow(1.0 - value) + p - 1.0) / (2.0 * p - 1.0)
        return exact.where(self._outside(), value).where(value < 1.0, 1.0).where(value > 0.0, 0.0)

    def icdf(self, value: Any) -> Any:
        p = self._cut_probs()
        exact = ((-p + value * (2.0 * p - 1.0)).log1p() - (-p).log1p()) / (p.log() - (-p).log1p())
        return exact.where(self._outside(), value)

    def entropy(self) -> Any:
        zero, one = (-self.probs).log1p(), self.probs.log()
        return self.mean * (zero - one) - self._cont_bern_log_norm() - zero
