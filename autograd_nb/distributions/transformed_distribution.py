"""Distributions that are others, carried over by functions."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.dtypes import Size
from autograd_nb.engine.modes import no_grad

from . import constraints
from .distribution import Distribution
from .independent import Independent
from .transform import ComposeTransform, Transform, summed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self


class TransformedDistribution(Distribution):
    """What comes out where numbers from `base_distribution` go through `transforms`, one after the other.

    The density at y = f(x) is that at x, divided by how much f stretches there.

    >>> D = torch.distributions
    >>> logarithmic = D.TransformedDistribution(D.Normal(0.0, 1.0), D.ExpTransform())
    >>> logarithmic.log_prob(torch.tensor(2.0)), D.LogNormal(0.0, 1.0).log_prob(torch.tensor(2.0))
    (tensor(-1.8523), tensor(-1.8523))

    Raises:
        ValueError: for what is no transform, and a base with fewer dimensions than the transforms need.
    """

    arg_constraints = {}

    def __init__(self, base_distribution: Any, transforms: Any, validate_args: bool | None = None) -> None:
        self.transforms: list[Transform]
        if isinstance(transforms, Transform):
            self.transforms = [transforms]
        elif isinstance(transforms, list):
            if not all(isinstance(part, Transform) for part in transforms):
                raise ValueError("transforms must be a Transform or a list of Transforms")
            self.transforms = transforms
        else:
            raise ValueError(f"transforms must be a Transform or list, but was {transforms}")  # noqa: TRY004 - PyTorch's type
        whole = ComposeTransform(self.transforms)
        shape = base_distribution.batch_shape + base_distribution.event_shape
        events, wanted, given = len(base_distribution.event_shape), whole.domain.event_dim, whole.codomain.event_dim
        if len(shape) < wanted:
            raise ValueError(f"base_distribution needs to have shape with size at least {wanted}, but got {shape}.")
        forward = whole.forward_shape(shape)
        expanded = whole.inverse_shape(forward)
        if shape != expanded:
            base_distribution = base_distribution.expand(expanded[: len(expanded) - events])
        if wanted > events:
            base_distribution = Independent(base_distribution, wanted - events)
        self.base_dist = base_distribution
        cut = len(forward) - max(given, events + given - wanted)
        super().__init__(forward[:cut], forward[cut:], validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int]) -> Self:
        new = copy.copy(self)
        shape: Any = Size((*batch_shape, *self._event_shape))
        for part in reversed(self.transforms):
            shape = part.inverse_shape(shape)
        new.base_dist = self.base_dist.expand(shape[: len(shape) - len(self.base_dist.event_shape)])
        new._batch_shape = Size(batch_shape)
        for name in ("loc", "scale", "alpha", "concentration", "concentration0", "concentration1"):
            if name in vars(self):
                setattr(new, name, vars(self)[name].expand(batch_shape))
        return new

    @constraints.dependent_property
    def support(self) -> constraints.Constraint:
        if not self.transforms:
            return self.base_dist.support  # type: ignore[no-any-return]  # every distribution has one
        support: constraints.Constraint = self.transforms[-1].codomain
        more = len(self._event_shape) - support.event_dim
        return constraints.independent(support, more) if more > 0 else support

    @property
    def has_rsample(self) -> bool:  # type: ignore[override]  # that of the base
        found: bool = self.base_dist.has_rsample
        return found

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        with no_grad():
            x = self.base_dist.sample(sample_shape)
            for part in self.transforms:
                x = part(x)
            return x

    def rsample(self, sample_shape: Sequence[int] = ()) -> Any:
        x = self.base_dist.rsample(sample_shape)
        for part in self.transforms:
            x = part(x)
        return x

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        dims, found, y = len(self._event_shape), 0.0, value
        for part in reversed(self.transforms):
            x = part.inv(y)
            dims += part.domain.event_dim - part.codomain.event_dim
            found = found - summed(part.log_abs_det_jacobian(x, y), dims - part.domain.event_dim)
            y = x
        return found + summed(self.base_dist.log_prob(y), dims - len(self.base_dist.event_shape))

    def _rising(self, value: Any) -> Any:
        """A probability, or what is left of it where the functions fall."""
        sign: Any = 1
        for part in self.transforms:
            sign = sign * part.sign
        return value if isinstance(sign, int) and sign == 1 else sign * (value - 0.5) + 0.5

    def cdf(self, value: Any) -> Any:
        for part in reversed(self.transforms):
            value = part.inv(value)
        self.base_dist._validate_sample(value)
        return self._rising(self.base_dist.cdf(value))

    def icdf(self, value: Any) -> Any:
        value = self.base_dist.icdf(self._rising(value))
        for part in self.transforms:
            value = part(value)
        return value
