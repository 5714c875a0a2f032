"""The von Mises distribution, of angles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.creation import rand
from autograd_nb.engine.dtypes import float64
from autograd_nb.engine.modes import no_grad

from . import constraints
from .distribution import Distribution, broadcast_all, lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

# Abramowitz and Stegun, 9.8.1 to 9.8.4: the modified Bessel functions below and above 3.75.
_SMALL = (
    (1.0, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.360768e-1, 0.45813e-2),
    (0.5, 0.87890594, 0.51498869, 0.15084934, 0.2658733e-1, 0.301532e-2, 0.32411e-3),
)
_LARGE = (
    (0.39894228, 0.1328592e-1, 0.225319e-2, -0.157565e-2, 0.916281e-2, -0.2057706e-1, 0.2635537e-1, -0.1647633e-1,
     0.392377e-2),
    (0.39894228, -0.3988024e-1, -0.362018e-2, 0.163801e-2, -0.1031555e-1, 0.2282967e-1, -0.2895312e-1, 0.1787654e-1,
     -0.420059e-2),
)  # fmt: skip


def _polynomial(y: Any, coefficients: tuple[float, ...]) -> Any:
    *others, found = coefficients
    value: Any = found
    for coefficient in reversed(others):
        value = coefficient + y * value
    return value


def log_bessel(x: Any, order: int = 0) -> Any:
    """The logarithm of the modified Bessel function of the first kind of order 0 or 1."""
    square = (x / 3.75) * (x / 3.75)
    small = _polynomial(square, _SMALL[order])
    if order == 1:
        small = x.abs() * small
    large = x - 0.5 * x.log() + _polynomial(3.75 / x, _LARGE[order]).log()
    return small.log().where(x < 3.75, large)


class VonMises(Distribution):
    """Angles in radians about `loc`, the nearer the larger `concentration` is. They are drawn by rejection.

    >>> torch.distributions.VonMises(torch.tensor(0.0), torch.tensor(4.0)).mean
    tensor(0.)
    """

    arg_constraints = {"loc": constraints.real, "concentration": constraints.positive}
    support = constraints.real

    def __init__(self, loc: Any, concentration: Any, validate_args: bool | None = None) -> None:
        self.loc, self.concentration = broadcast_all(loc, concentration)
        super().__init__(self.loc.shape, validate_args=validate_args)

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        found = self.concentration * (value - self.loc).cos()
        return found - math.log(2 * math.pi) - log_bessel(self.concentration)

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        with no_grad():
            loc, kappa = self.loc.to(float64), self.concentration.to(float64)
            tau = 1 + (1 + 4 * kappa**2).sqrt()
            rho = (tau - (2 * tau).sqrt()) / (2 * kappa)
            r = (1 / kappa + kappa).where(kappa < 1e-5, (1 + rho**2) / (2 * rho))
            x = loc.new_empty(self._extended_shape(sample_shape))
            done = x.new_zeros(x.shape) > 0
            while not done.all():
                first, second, third = rand(3, *x.shape, dtype=float64).unbind()
                z = (math.pi * first).cos()
                f = (1 + r * z) / (r + z)
                c = kappa * (r - f)
                taken = (c * (2 - c) - second > 0) | ((c / second).log() + 1 - c >= 0)
                x = ((third - 0.5).sign() * f.acos()).where(taken, x)
                done = done | taken
            return ((x + math.pi + loc) % (2 * math.pi) - math.pi).to(self.loc.dtype)

    @property
    def mean(self) -> Any:
        """The direction.

        >>> torch.distributions.VonMises(torch.tensor(0.5), torch.tensor(4.0)).mean
        tensor(0.5000)
        """
        return self.loc

    @property
    def mode(self) -> Any:
        return self.loc

    @lazy
    def variance(self) -> Any:
        """1 less the length of the mean of the points on the circle."""
        return 1 - (log_bessel(self.concentration, 1) - log_bessel(self.concentration)).exp()
