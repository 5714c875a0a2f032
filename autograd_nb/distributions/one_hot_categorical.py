"""One of several, as a vector with a 1 at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.creation import eye
from autograd_nb.nn.functional import one_hot

from . import constraints
from .categorical import Categorical
from .distribution import Distribution

if TYPE_CHECKING:
    from collections.abc import Sequence


class OneHotCategorical(Distribution):
    """`Categorical`, its numbers as vectors with a 1 at their place.

    >>> torch.distributions.OneHotCategorical(torch.tensor([0.0, 1.0, 0.0])).sample()
    tensor([0., 1., 0.])
    """

    arg_constraints = {"probs": constraints.simplex, "logits": constraints.real_vector}
    support = constraints.one_hot
    has_enumerate_support = True

    def __init__(self, probs: Any = None, logits: Any = None, validate_args: bool | None = None) -> None:
        self._categorical = Categorical(probs, logits)
        shape = self._categorical.param_shape
        super().__init__(shape[:-1], shape[-1:], validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int]) -> OneHotCategorical:
        return type(self)(probs=self.probs.expand((*batch_shape, *self._event_shape)), validate_args=False)

    @property
    def probs(self) -> Any:
        """The probabilities.

        >>> torch.distributions.OneHotCategorical(torch.tensor([1.0, 3.0])).probs
        tensor([0.2500, 0.7500])
        """
        return self._categorical.probs

    @property
    def logits(self) -> Any:
        """Their logarithms.

        >>> torch.distributions.OneHotCategorical(torch.tensor([1.0, 3.0])).logits.exp()
        tensor([0.2500, 0.7500])
        """
        return self._categorical.logits

    @property
    def param_shape(self) -> Any:
        """The shape of the parameter that was given.

        >>> torch.distributions.OneHotCategorical(torch.ones(2, 3)).param_shape
        torch.Size([2, 3])
        """
        return self._categorical.param_shape

    @property
    def mean(self) -> Any:
        return self.probs

    @property
    def mode(self) -> Any:
        return self._vector(self.probs.argmax(-1))

    @property
    def variance(self) -> Any:
        return self.probs * (1 - self.probs)

    def _vector(self, numbers: Any) -> Any:
        vectors: Any = one_hot(numbers, self._event_shape[0])
        return vectors.to(self.probs.dtype)

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        return self._vector(self._categorical.sample(sample_shape))

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        return self._categorical.log_prob(value.max(-1)[1])

    def entropy(self) -> Any:
        return self._categorical.entropy()

    def enumerate_support(self, expand: bool = True) -> Any:
        n = self._event_shape[0]
        values: Any = eye(n, dtype=self.probs.dtype).view((n, *(1 for _ in self._batch_shape), n))
        return values.expand((n, *self._batch_shape, n)) if expand else values


class OneHotCategoricalStraightThrough(OneHotCategorical):
    """`OneHotCategorical`; gradients pass through a sample as if it were the probabilities.

    >>> probs = torch.tensor([0.5, 0.5], requires_grad=True)
    >>> sample = torch.distributions.OneHotCategoricalStraightThrough(probs, validate_args=False).rsample()
    >>> sample.requires_grad
    True
    """

    has_rsample = True

    def rsample(self, sample_shape: Sequence[int] = ()) -> Any:
        return self.sample(sample_shape) + (self.probs - self.probs.detach())
