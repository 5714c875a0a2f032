"""Distribution: what all distributions share. Shapes are those of the sample, then the batch, then one event."""

from __future__ import annotations

import copy
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.batching.batches import array_of
from autograd_nb.engine.creation import tensor
from autograd_nb.engine.dtypes import Size, get_default_dtype
from autograd_nb.engine.functions.joining import broadcast_tensors
from autograd_nb.engine.limits import finfo
from autograd_nb.engine.modes import no_grad
from autograd_nb.engine.tensor import Tensor
from autograd_nb.engine.warn import warn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .constraints import Constraint

Number = (int, float)


class Distribution:
    """The base of all distributions.

    Attributes:
        arg_constraints: what each parameter may be.
        support: what a sample can be.
        has_rsample: whether gradients flow through samples, back to the parameters.

    >>> heights = torch.distributions.Normal(torch.tensor([0.0, 10.0]), torch.tensor([1.0, 2.0]))
    >>> heights.batch_shape, heights.event_shape
    (torch.Size([2]), torch.Size([]))
    >>> heights.sample((3,)).shape
    torch.Size([3, 2])

    Parameters and values are checked unless `validate_args` is False.
    """

    has_rsample = False
    has_enumerate_support = False
    _validate_args = True
    _events: dict[str, int] = {}

    def __init__(
        self,
        batch_shape: Sequence[int] = (),
        event_shape: Sequence[int] = (),
        validate_args: bool | None = None,
    ) -> None:
        self._batch_shape = Size(batch_shape)
        self._event_shape = Size(event_shape)
        if validate_args is not None:
            self._validate_args = validate_args
        if self._validate_args:
            try:
                arg_constraints = self.arg_constraints
            except NotImplementedError:
                arg_constraints = {}
                warn(
                    f"{_shown(type(self))} does not define `arg_constraints`. Please set `arg_constraints = {{}}` or "
                    "initialize the distribution with `validate_args=False` to turn off validation."
                )
            for name, constraint in arg_constraints.items():
                if name in vars(self) or isinstance(getattr(type(self), name, None), property):
                    self._check_parameter(name, getattr(self, name), constraint)

    def _check_parameter(self, name: str, value: Any, constraint: Constraint) -> None:
        if not all_true(constraint.check(value)):
            raise ValueError(
                f"Expected parameter {name} ({type(value).__name__} of shape {tuple(value.shape)}) of distribution "
                f"{self!r} to satisfy the constraint {constraint!r}, but found invalid values:\n{value}"
            )

    @staticmethod
    def set_default_validate_args(value: bool) -> None:
        """Say whether parameters and values are checked where nothing else is said.

        >>> torch.distributions.Distribution.set_default_validate_args(True)
        """
        if value not in (True, False):
            raise ValueError
        Distribution._validate_args = value

    # -- what a distribution says about itself -----------------------------------------------------

    @property
    def batch_shape(self) -> Size:
        """The shape of the parameters: so many distributions are there.

        >>> torch.distributions.Normal(torch.zeros(2, 3), torch.ones(3)).batch_shape
        torch.Size([2, 3])
        """
        return self._batch_shape

    @property
    def event_shape(self) -> Size:
        """The shape of one draw from one distribution.

        >>> torch.distributions.Dirichlet(torch.ones(3)).event_shape
        torch.Size([3])
        """
        return self._event_shape

    @property
    def arg_constraints(self) -> dict[str, Constraint]:
        """What each parameter may be.

        >>> torch.distributions.Normal(0.0, 1.0).arg_constraints
        {'loc': Real(), 'scale': GreaterThan(lower_bound=0.0)}
        """
        raise NotImplementedError

    @property
    def support(self) -> Constraint:
        """What a sample can be.

        >>> torch.distributions.Uniform(0.0, 2.0).support
        Interval(lower_bound=0.0, upper_bound=2.0)
        """
        raise NotImplementedError

    @property
    def mean(self) -> Any:
        """The expected value.

        >>> torch.distributions.Exponential(torch.tensor([1.0, 4.0])).mean
        tensor([1.0000, 0.2500])
        """
        raise NotImplementedError

    @property
    def mode(self) -> Any:
        """The most probable value.

        >>> torch.distributions.Binomial(3, torch.tensor(0.9)).mode
        tensor(3.)
        """
        raise NotImplementedError(f"{_shown(type(self))} does not implement mode")

    @property
    def variance(self) -> Any:
        """The expected square of the distance from the mean.

        >>> torch.distributions.Bernoulli(torch.tensor([0.5, 1.0])).variance
        tensor([0.2500, 0.0000])
        """
        raise NotImplementedError

    @property
    def stddev(self) -> Any:
        """The root of the variance.

        >>> torch.distributions.Uniform(0.0, 12.0).stddev
        tensor(3.4641)
        """
        return self.variance.sqrt()

    # -- what can be asked of it -------------------------------------------------------------------

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        """Draw, without a gradient; the shape is `sample_shape`, then that of the batch, then that of an event.

        >>> _ = torch.manual_seed(0)
        >>> torch.distributions.Bernoulli(torch.tensor([0.0, 1.0])).sample((3,))
        tensor([[0., 1.],
                [0., 1.],
                [0., 1.]])
        """
        with no_grad():
            return self.rsample(sample_shape)

    def sample_n(self, n: int) -> Any:
        """`sample((n,))` under an old name.

        >>> torch.distributions.Bernoulli(torch.tensor(1.0)).sample_n(2)
        tensor([1., 1.])
        """
        warnings.warn("`sample_n(n)` will be deprecated. Use `sample((n,))` instead.", FutureWarning, stacklevel=2)
        return self.sample((n,))

    def rsample(self, sample_shape: Sequence[int] = ()) -> Any:
        """Draw so that gradients flow through the sample, back to the parameters (the reparametrization trick).

        >>> loc = torch.tensor(0.0, requires_grad=True)
        >>> (3 * torch.distributions.Normal(loc, 1.0).rsample()).backward()
        >>> loc.grad
        tensor(3.)

        Raises:
            NotImplementedError: where `has_rsample` is False.
        """
        raise NotImplementedError

    def log_prob(self, value: Any) -> Any:
        """The natural logarithm of the probability, or of its density, at `value`; gradients reach the parameters.

        Shapes: `value` is broadcast with batch and event; the result has no dimensions of an event.

        >>> torch.distributions.Bernoulli(torch.tensor(0.25)).log_prob(torch.tensor([0.0, 1.0])).exp()
        tensor([0.7500, 0.2500])

        Raises:
            ValueError: for a value that the distribution cannot give, and for a shape that does not fit.
        """
        raise NotImplementedError

    def cdf(self, value: Any) -> Any:
        """The probability of a number up to `value`. Its derivative is the density.

        >>> torch.distributions.Normal(0.0, 1.0).cdf(torch.tensor([0.0, 1.96]))
        tensor([0.5000, 0.9750])
        """
        raise NotImplementedError

    def icdf(self, value: Any) -> Any:
        """The number up to which the probability is `value`: the inverse of `cdf`.

        >>> torch.distributions.Normal(0.0, 1.0).icdf(torch.tensor([0.5, 0.975]))
        tensor([0.0000, 1.9600])
        """
        raise NotImplementedError

    def entropy(self) -> Any:
        """The expected value of the negative logarithm of the probability, in nats.

        >>> torch.distributions.Categorical(torch.ones(4)).entropy()
        tensor(1.3863)
        >>> torch.tensor(4.0).log()
        tensor(1.3863)
        """
        raise NotImplementedError

    def enumerate_support(self, expand: bool = True) -> Any:
        """All that a sample can be, along a first dimension. With `expand`, for each of the batch.

        >>> torch.distributions.Bernoulli(torch.tensor([0.1, 0.2])).enumerate_support()
        tensor([[0., 0.],
                [1., 1.]])

        Raises:
            NotImplementedError: where there are infinitely many, or counts differ within a batch.
        """
        raise NotImplementedError

    def perplexity(self) -> Any:
        """The exponential of the entropy: among how many equally probable results one would be as uncertain.

        >>> torch.distributions.Categorical(torch.ones(4)).perplexity()
        tensor(4.)
        """
        return self.entropy().exp()

    def expand(self, batch_shape: Sequence[int]) -> Any:
        """The same distribution with its parameters repeated to a larger batch.

        >>> torch.distributions.Normal(0.0, 1.0).expand((2, 3)).batch_shape
        torch.Size([2, 3])
        """
        new = copy.copy(self)
        new._batch_shape = Size(batch_shape)
        for name in self.arg_constraints:
            if name in vars(self):
                value = vars(self)[name]
                own = value.dim() - self._events.get(name, 0)
                setattr(new, name, value.expand((*batch_shape, *value.shape[own:])))
        return new

    # -- help --------------------------------------------------------------------------------------

    def _extended_shape(self, sample_shape: Sequence[int] = ()) -> Size:
        return Size((*Size(sample_shape), *self._batch_shape, *self._event_shape))

    def _enumerated(self, values: Any, expand: bool) -> Any:
        values = values.view((-1, *(1 for _ in self._batch_shape)))
        return values.expand((-1, *self._batch_shape)) if expand else values

    def _validate_sample(self, value: Any) -> None:
        """Refuse a value that a sample cannot be."""
        if not self._validate_args:
            return
        if not isinstance(value, Tensor):
            raise ValueError("The value argument to log_prob must be a Tensor")  # noqa: TRY004 - PyTorch's choice
        actual, expected = value.size(), self._batch_shape + self._event_shape
        if actual[len(actual) - len(self._event_shape) :] != self._event_shape:
            raise ValueError(f"The right-most size of value must match event_shape: {actual} vs {self._event_shape}.")
        for i, j in zip(reversed(actual), reversed(expected)):
            if i not in (1, j) and j != 1:
                raise ValueError(f"Value is not broadcastable with batch_shape+event_shape: {actual} vs {expected}.")
        try:
            support = self.support
        except NotImplementedError:
            warn(
                f"{_shown(type(self))} does not define `support` to enable sample validation. Please initialize the "
                "distribution with `validate_args=False` to turn off validation."
            )
            return
        if not all_true(support.check(value)):
            raise ValueError(
                f"Expected value argument ({type(value).__name__} of shape {tuple(value.shape)}) to be within the "
                f"support ({support!r}) of the distribution {self!r}, but found invalid values:\n{value}"
            )

    def __repr__(self) -> str:
        given = {name: vars(self)[name] for name in self.arg_constraints if name in vars(self)}
        told = (f"{name}: {value if value.numel() == 1 else value.size()}" for name, value in given.items())
        return f"{type(self).__name__}({', '.join(told)})"


class lazy:  # noqa: N801 - used as a decorator
    """An attribute that is computed when first asked for, unless it was given."""

    def __init__(self, compute: Callable[[Any], Any]) -> None:
        self.compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        value = self.compute(instance)
        vars(instance)[self.name] = value
        return value


def broadcast_all(*values: Any) -> Any:
    """Tensors of one shape; numbers get the dtype of the first tensor, or the default dtype."""
    if not all(isinstance(v, (Tensor, *Number)) for v in values):
        raise ValueError(
            "Input arguments must all be instances of Number, torch.Tensor or objects implementing __torch_function__."
        )
    like = next((v.dtype for v in values if isinstance(v, Tensor)), get_default_dtype())
    return broadcast_tensors(*(v if isinstance(v, Tensor) else tensor(v, dtype=like) for v in values))


def shape_of(*values: Any) -> Size:
    """The batch shape that parameters have: none where all were numbers."""
    return Size() if all(isinstance(v, Number) for v in values) else broadcast_all(*values)[0].size()


def standard_normal(shape: Sequence[int], like: Any) -> Any:
    """Numbers from the standard normal distribution in the dtype of `like`."""
    return like.new_empty(tuple(shape)).normal_()


def logits_to_probs(logits: Any, is_binary: bool = False) -> Any:
    """Probabilities for their log odds (binary), or for logarithms that need not be normalized."""
    return logits.sigmoid() if is_binary else logits.softmax(-1)


def probs_to_logits(probs: Any, is_binary: bool = False) -> Any:
    """Log odds of probabilities (binary), or their logarithms; 0 and 1 are kept away from infinity."""
    eps = finfo(probs.dtype).eps
    inside = probs.clamp(eps, 1 - eps)
    return inside.log() - (-inside).log1p() if is_binary else inside.log()


def one_of(probs: Any, logits: Any) -> None:
    """Refuse both or none of two ways to give the same parameter."""
    if (probs is None) == (logits is None):
        raise ValueError("Either `probs` or `logits` must be specified, but not both.")


def full_like(value: Any, shape: Sequence[int], number: float) -> Any:
    """A tensor filled with one number, in the dtype of `value`."""
    return tensor(np.full(tuple(shape), number), dtype=value.dtype)


def all_true(checks: Any) -> bool:
    """Whether all elements are, in all examples where `func.vmap` runs: what is refused is refused for all of them."""
    return bool(array_of(checks).all())


def _shown(kind: type) -> str:
    """A class as PyTorch's texts show it."""
    return str(kind).replace("autograd_nb", "torch")
