"""`torch.distributions`: probability distributions to sample from and to ask for densities.

>>> import autograd_nb as torch
>>> from autograd_nb.distributions import multinomial
>>> _ = torch.manual_seed(0)
>>> multinomial.Multinomial(100, torch.tensor([0.5, 0.5])).sample()
tensor([51., 49.])

Source: https://pytorch.org/docs/2.7/distributions.html
"""

from . import (
    bernoulli,
    beta,
    binomial,
    categorical,
    cauchy,
    constraints,
    dirichlet,
    distribution,
    exponential,
    gamma,
    geometric,
    independent,
    kl,
    laplace,
    log_normal,
    multinomial,
    multivariate_normal,
    normal,
    poisson,
    uniform,
)
from .bernoulli import Bernoulli
from .beta import Beta
from .binomial import Binomial
from .categorical import Categorical
from .cauchy import Cauchy
from .dirichlet import Dirichlet
from .distribution import Distribution
from .exponential import Exponential
from .gamma import Gamma
from .geometric import Geometric
from .independent import Independent
from .kl import kl_divergence, register_kl
from .laplace import Laplace
from .log_normal import LogNormal
from .multinomial import Multinomial
from .multivariate_normal import MultivariateNormal
from .normal import Normal
from .poisson import Poisson
from .uniform import Uniform

__all__ = [
    "Bernoulli",
    "Beta",
    "Binomial",
    "Categorical",
    "Cauchy",
    "Dirichlet",
    "Distribution",
    "Exponential",
    "Gamma",
    "Geometric",
    "Independent",
    "Laplace",
    "LogNormal",
    "Multinomial",
    "MultivariateNormal",
    "Normal",
    "Poisson",
    "Uniform",
    "bernoulli",
    "beta",
    "binomial",
    "categorical",
    "cauchy",
    "constraints",
    "dirichlet",
    "distribution",
    "exponential",
    "gamma",
    "geometric",
    "independent",
    "kl",
    "kl_divergence",
    "laplace",
    "log_normal",
    "multinomial",
    "multivariate_normal",
    "normal",
    "poisson",
    "register_kl",
    "uniform",
]
