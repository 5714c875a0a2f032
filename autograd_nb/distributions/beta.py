"""The beta distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.functions.joining import stack

from . import constraints
from .dirichlet import Dirichlet
from .distribution import broadcast_all, shape_of
from .exp_family import ExponentialFamily

if TYPE_CHECKING:
    from collections.abc import Sequence


class Beta(ExponentialFamily):
    """A number between 0 and 1 with a density in proportion to x^(concentration1 - 1) (1 - x)^(concentration0 - 1).

    What is known of a probability after `concentration1` - 1 successes and `concentration0` - 1 failures.

    >>> torch.distributions.Beta(3.0, 1.0).mean
    tensor(0.7500)
    """

    arg_constraints = {
        "concentration1": constraints.positive,
        "concentration0": constraints.positive,
    }
    support = constraints.unit_interval
    has_rsample = True

    def __init__(self, concentration1: Any, concentration0: Any, validate_args: bool | None = None) -> None:
        shape = shape_of(concentration1, concentration0)
        both = stack(
            [
                c.float() if isinstance(concentration1, int) else c
                for c in broadcast_all(concentration1, concentration0)
            ],
            -1,
        )
        self._dirichlet = Dirichlet(both, validate_args=validate_args)
        super().__init__(shape, validate_args=validate_args)

    @property
    def concentration1(self) -> Any:
        """The exponent of x, and 1.

        >>> torch.distributions.Beta(2.0, 3.0).concentration1
        tensor(2.)
        """
        return self._dirichlet.concentration[..., 0]

    @property
    def concentration0(self) -> Any:
        """The exponent of 1 - x, and 1.

        >>> torch.distributions.Beta(2.0, 3.0).concentration0
        tensor(3.)
        """
        return self._dirichlet.concentration[..., 1]

    @property
    def mean(self) -> Any:
        return self.concentration1 / (self.concentration1 + self.concentration0)

    @property
    def mode(self) -> Any:
        return self._dirichlet.mode[..., 0]

    @property
    def variance(self) -> Any:
        total = self.concentration1 + self.concentration0
        return self.concentration1 * self.concentration0 / (total.pow(2) * (total + 1))

    def expand(self, batch_shape: Sequence[int]) -> Beta:
        wide = self._dirichlet.expand(batch_shape).concentration
        return Beta(wide[..., 0], wide[..., 1], validate_args=False)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Any:
        return self._dirichlet.rsample(sample_shape).select(-1, 0)

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        return self._dirichlet.log_prob(stack([value, 1.0 - value], -1))

    def entropy(self) -> Any:
        return self._dirichlet.entropy()

    def __repr__(self) -> str:
        return "Beta()"
