"""One of several, but not quite: the lower the temperature, the nearer to one of them (Gumbel softmax)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.creation import rand

from . import constraints
from .categorical import Categorical
from .distribution import Distribution, broadcast_all, full_like
from .relaxed_bernoulli import inside
from .transformed_distribution import TransformedDistribution
from .transforms import ExpTransform

if TYPE_CHECKING:
    from collections.abc import Sequence


class ExpRelaxedCategorical(Distribution):
    """The logarithms of a `RelaxedOneHotCategorical`."""

    arg_constraints = {"probs": constraints.simplex, "logits": constraints.real_vector}
    support = constraints.real_vector
    has_rsample = True

    def __init__(
        self, temperature: Any, probs: Any = None, logits: Any = None, validate_args: bool | None = None
    ) -> None:
        self._categorical = Categorical(probs, logits)
        self.temperature = temperature
        shape = self._categorical.param_shape
        super().__init__(shape[:-1], shape[-1:], validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int]) -> ExpRelaxedCategorical:
        probs = self.probs.expand((*batch_shape, *self._event_shape))
        return ExpRelaxedCategorical(self.temperature, probs=probs, validate_args=False)

    @property
    def logits(self) -> Any:
        """The logarithms of the probabilities."""
        return self._categorical.logits

    @property
    def probs(self) -> Any:
        """The probabilities."""
        return self._categorical.probs

    def rsample(self, sample_shape: Sequence[int] = ()) -> Any:
        even = inside(rand(self._extended_shape(sample_shape), dtype=self.logits.dtype))
        scores = (self.logits - (-even.log()).log()) / self.temperature
        return scores - scores.logsumexp(-1, keepdim=True)

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        count = self._event_shape[0]
        logits, value = broadcast_all(self.logits, value)
        heat = self.temperature
        whole = full_like(heat, heat.shape, float(count)).lgamma() - heat.log().mul(-(count - 1))
        score = logits - value.mul(heat)
        return (score - score.logsumexp(-1, keepdim=True)).sum(-1) + whole


class RelaxedOneHotCategorical(TransformedDistribution):
    """Vectors that sum up to 1, through which gradients flow: the lower the temperature, the nearer to a 1 among zeros.

    >>> _ = torch.manual_seed(0)
    >>> choice = torch.distributions.RelaxedOneHotCategorical(torch.tensor(0.5), torch.tensor([0.2, 0.3, 0.5]))
    >>> choice.rsample().sum().allclose(torch.tensor(1.0))
    True
    """

    arg_constraints = {"probs": constraints.simplex, "logits": constraints.real_vector}
    support = constraints.simplex
    has_rsample = True

    def __init__(
        self, temperature: Any, probs: Any = None, logits: Any = None, validate_args: bool | None = None
    ) -> None:
        base = ExpRelaxedCategorical(temperature, probs, logits, validate_args=validate_args)
        super().__init__(base, ExpTransform(), validate_args=validate_args)

    @property
    def temperature(self) -> Any:
        """How far from one of them they are.

        >>> torch.distributions.RelaxedOneHotCategorical(torch.tensor(0.5), torch.ones(2)).temperature
        tensor(0.5000)
        """
        return self.base_dist.temperature

    @property
    def logits(self) -> Any:
        """The logarithms of the probabilities.

        >>> torch.distributions.RelaxedOneHotCategorical(torch.tensor(0.5), torch.tensor([1.0, 3.0])).logits.exp()
        tensor([0.2500, 0.7500])
        """
        return self.base_dist.logits

    @property
    def probs(self) -> Any:
        """The probabilities.

        >>> torch.distributions.RelaxedOneHotCategorical(torch.tensor(0.5), torch.tensor([1.0, 3.0])).probs
        tensor([0.2500, 0.7500])
        """
        return self.base_dist.probs
