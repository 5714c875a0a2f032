"""Rows of random numbers written over a tensor. What was there before has no influence: its gradient is 0."""

from __future__ import annotations

from typing import Any

from autograd_nb.engine.op import Op

# A table is read row by row; one argument a line would hide it.
# fmt: off


def _drawn(name: str, grad_fn: str) -> Op:
    def forward(x: Any, values: Any) -> Any:
        return values.reshape(x.shape)

    return Op(
        name, grad_fn, forward,
        vjp=(lambda xp, g: xp.zeros_like(g),),
        formula="random numbers", local=("0",), symbol=name.rstrip("_"),
    )


NORMAL = _drawn("normal_", "NormalBackward0")
UNIFORM = _drawn("uniform_", "UniformBackward0")
BERNOULLI = _drawn("bernoulli_", "BernoulliBackward2")
RANDOM_BETWEEN = _drawn("random_", "RandomBackward0")
RANDOM_BELOW = _drawn("random_", "RandomBackward1")
RANDOM = _drawn("random_", "RandomBackward2")
EXPONENTIAL = _drawn("exponential_", "ExponentialBackward0")
GEOMETRIC = _drawn("geometric_", "GeometricBackward0")
CAUCHY = _drawn("cauchy_", "CauchyBackward0")
LOG_NORMAL = _drawn("log_normal_", "LogNormalBackward0")


def _new(name: str, grad_fn: str, keeps_dtype: bool = True) -> Op:
    """Numbers for which a tensor holds the parameters."""

    def forward(*parameters: Any, values: Any) -> Any:
        return values.astype(parameters[0].dtype, copy=False) if keeps_dtype else values

    return Op(
        name, grad_fn, forward,
        vjp=(lambda xp, g, x_shape: xp.zeros(x_shape, g),) if grad_fn else (),
        formula="random numbers", local=("0",) if grad_fn else (), inputs=("x",), outputs=1 if grad_fn else 0,
    )


NORMAL_MEAN = _new("normal", "NormalBackward1")
NORMAL_STD = _new("normal", "NormalBackward2")
NORMAL_BOTH = Op(
    "normal", "NormalBackward3", lambda x, y, values: values,
    vjp=(lambda xp, g, x_shape: xp.zeros(x_shape, g), lambda xp, g, y_shape: xp.zeros(y_shape, g)),
    formula="random numbers", local=("0", "0"),
)
BERNOULLI_NEW = _new("bernoulli", "BernoulliBackward0")
POISSON = _new("poisson", "PoissonBackward0")
MULTINOMIAL = _new("multinomial", "", keeps_dtype=False)
