"""The rows of numbers drawn from gamma distributions, whose gradient is the slope of the quantile they stand for."""

from __future__ import annotations

from typing import Any

from autograd_nb.engine import errors
from autograd_nb.engine.numerics import pathwise
from autograd_nb.engine.op import Op

# A table is read row by row; one argument a line would hide it.
# fmt: off


def _refuse(xp: Any, g: Any) -> Any:
    raise errors.argument_without_derivative("_standard_gamma_grad")


STANDARD_GAMMA_GRAD = Op(
    "_standard_gamma_grad", "StandardGammaGradBackward0", pathwise.gamma_slope,
    vjp=(_refuse, _refuse), formula="−(∂F/∂{x}) / (∂F/∂{y})", local=("not defined", "not defined"),
)


def _slope(xp: Any, x: Any, z: Any) -> Any:
    return pathwise.gamma_slope(x, z) if xp.plain else x._apply(STANDARD_GAMMA_GRAD, x, z)


STANDARD_GAMMA = Op(
    "_standard_gamma", "StandardGammaBackward0", lambda x, values: values,
    vjp=(lambda xp, g, x, z: g * _slope(xp, x, z),),
    formula="random numbers", local=("−(∂F/∂{x}) / (∂F/∂{z})",),
)
