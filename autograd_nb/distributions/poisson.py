"""The Poisson distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.drawing.sampling import poisson
from autograd_nb.engine.modes import no_grad

from . import constraints
from .distribution import broadcast_all, shape_of
from .exp_family import ExponentialFamily

if TYPE_CHECKING:
    from collections.abc import Sequence


class Poisson(ExponentialFamily):
    """How many events happen in a unit of time, with `rate` of them on average.

    >>> torch.distributions.Poisson(torch.tensor(2.0)).log_prob(torch.tensor([0.0, 1.0, 2.0])).exp()
    tensor([0.1353, 0.2707, 0.2707])
    """

    arg_constraints = {"rate": constraints.nonnegative}
    support = constraints.nonnegative_integer

    def __init__(self, rate: Any, validate_args: bool | None = None) -> None:
        (self.rate,) = broadcast_all(rate)
        super().__init__(shape_of(rate), validate_args=validate_args)

    @property
    def mean(self) -> Any:
        return self.rate

    @property
    def mode(self) -> Any:
        return self.rate.floor()

    @property
    def variance(self) -> Any:
        return self.rate

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        with no_grad():
            return poisson(self.rate.expand(self._extended_shape(sample_shape)))

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        rate, value = broadcast_all(self.rate, value)
        return value.xlogy(rate) - rate - (value + 1).lgamma()
