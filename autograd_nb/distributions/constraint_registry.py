"""`torch.distributions.constraint_registry`: for each constraint a function from numbers without conditions to it.

Source: https://pytorch.org/docs/2.7/distributions.html#module-torch.distributions.constraint_registry
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import constraints, transforms
from .distribution import Number

if TYPE_CHECKING:
    from collections.abc import Callable


class ConstraintRegistry:
    """What makes a transform for each kind of constraint. `biject_to` and `transform_to` are two of them.

    >>> torch.distributions.transform_to(torch.distributions.constraints.positive)(torch.tensor([0.0]))
    tensor([1.])
    """

    def __init__(self) -> None:
        self._registry: dict[type, Callable[[Any], Any]] = {}

    def register(self, constraint: Any, factory: Callable[[Any], Any] | None = None) -> Any:
        """Say what makes the transform for a class of constraints. A decorator, if no factory is given.

        >>> class Even(torch.distributions.constraints.Constraint):
        ...     pass
        >>> registry = torch.distributions.constraint_registry.ConstraintRegistry()
        >>> _ = registry.register(Even, lambda constraint: torch.distributions.AffineTransform(0.0, 2.0))
        >>> registry(Even())(torch.tensor([3.0]))
        tensor([6.])

        Raises:
            TypeError: for what is no constraint.
        """
        if factory is None:
            return lambda factory: self.register(constraint, factory)
        if isinstance(constraint, constraints.Constraint):
            constraint = type(constraint)
        if not isinstance(constraint, type) or not issubclass(constraint, constraints.Constraint):
            raise TypeError(f"Expected constraint to be either a Constraint subclass or instance, but got {constraint}")
        self._registry[constraint] = factory
        return factory

    def __call__(self, constraint: Any) -> Any:
        """The transform for a constraint.

        >>> transform_to(constraints.unit_interval)
        SigmoidTransform()
        """
        if type(constraint) not in self._registry:
            raise NotImplementedError(f"Cannot transform {type(constraint).__name__} constraints")
        return self._registry[type(constraint)](constraint)


biject_to = ConstraintRegistry()
"""Only functions that have an inverse, and know how much they stretch."""

transform_to = ConstraintRegistry()
"""Functions that are good for optimization."""


def _shifted(bound: Any, scale: int) -> Any:
    return transforms.ComposeTransform([transforms.ExpTransform(), transforms.AffineTransform(bound, scale)])


def _interval(constraint: Any) -> Any:
    low, high = constraint.lower_bound, constraint.upper_bound
    if isinstance(low, Number) and low == 0 and isinstance(high, Number) and high == 1:
        return transforms.SigmoidTransform()
    return transforms.ComposeTransform([transforms.SigmoidTransform(), transforms.AffineTransform(low, high - low)])


def _fill(to: ConstraintRegistry) -> None:
    """What both registries have in common."""
    of_parts = {
        constraints.independent: lambda c: transforms.IndependentTransform(
            to(c.base_constraint), c.reinterpreted_batch_ndims
        ),
        constraints.cat: lambda c: transforms.CatTransform([to(part) for part in c.cseq], c.dim, c.lengths),
        constraints.stack: lambda c: transforms.StackTransform([to(part) for part in c.cseq], c.dim),
    }
    of_bounds = {
        constraints.greater_than: lambda c: _shifted(c.lower_bound, 1),
        constraints.greater_than_eq: lambda c: _shifted(c.lower_bound, 1),
        constraints.less_than: lambda c: _shifted(c.upper_bound, -1),
        constraints.interval: _interval,
        constraints.half_open_interval: _interval,
    }
    others = {
        constraints.real: lambda _c: transforms.identity_transform,
        constraints.corr_cholesky: lambda _c: transforms.CorrCholeskyTransform(),
    }
    made: dict[Any, Callable[[Any], Any]] = {**of_parts, **of_bounds, **others}
    for constraint, factory in made.items():
        to.register(constraint, factory)


_fill(biject_to)
_fill(transform_to)
biject_to.register(constraints.simplex, lambda _c: transforms.StickBreakingTransform())
transform_to.register(constraints.simplex, lambda _c: transforms.SoftmaxTransform())
transform_to.register(constraints.lower_cholesky, lambda _c: transforms.LowerCholeskyTransform())
transform_to.register(constraints.positive_definite, lambda _c: transforms.PositiveDefiniteTransform())
transform_to.register(constraints.positive_semidefinite, lambda _c: transforms.PositiveDefiniteTransform())

__all__ = ["ConstraintRegistry", "biject_to", "transform_to"]
