"""`torch.distributions`: probability distributions to sample from and to ask for densities.

>>> import autograd_nb as torch
>>> from autograd_nb.distributions import multinomial
>>> _ = torch.manual_seed(0)
>>> multinomial.Multinomial(100, torch.tensor([0.5, 0.5])).sample()
tensor([53., 47.])

Source: https://pytorch.org/docs/2.7/distributions.html
"""

from autograd_nb.engine.arguments.elsewhere import also_found as _also_found
from autograd_nb.engine.arguments.sources import cite_each as _cite_each

from . import (
    bernoulli,
    beta,
    binomial,
    categorical,
    cauchy,
    chi2,
    constraint_registry,
    constraints,
    continuous_bernoulli,
    dirichlet,
    distribution,
    exp_family,
    exponential,
    fishersnedecor,
    gamma,
    generalized_pareto,
    geometric,
    gumbel,
    half_cauchy,
    half_normal,
    independent,
    inverse_gamma,
    kl,
    kumaraswamy,
    laplace,
    lkj_cholesky,
    log_normal,
    logistic_normal,
    lowrank_multivariate_normal,
    mixture_same_family,
    multinomial,
    multivariate_normal,
    negative_binomial,
    normal,
    one_hot_categorical,
    pareto,
    poisson,
    relaxed_bernoulli,
    relaxed_categorical,
    student_t,
    transformed_distribution,
    transforms,
    uniform,
    utils,
    von_mises,
    weibull,
    wishart,
)
from .bernoulli import (
    Bernoulli,
)
from .beta import (
    Beta,
)
from .binomial import (
    Binomial,
)
from .categorical import (
    Categorical,
)
from .cauchy import (
    Cauchy,
)
from .chi2 import (
    Chi2,
)
from .constraint_registry import biject_to, transform_to
from .continuous_bernoulli import ContinuousBernoulli
from .dirichlet import (
    Dirichlet,
)
from .distribution import (
    Distribution,
)
from .exp_family import ExponentialFamily
from .exponential import (
    Exponential,
)
from .fishersnedecor import (
    FisherSnedecor,
)
from .gamma import (
    Gamma,
)
from .generalized_pareto import GeneralizedPareto
from .geometric import (
    Geometric,
)
from .gumbel import (
    Gumbel,
)
from .half_cauchy import (
    HalfCauchy,
)
from .half_normal import (
    HalfNormal,
)
from .independent import (
    Independent,
)
from .inverse_gamma import (
    InverseGamma,
)
from .kl import (
    kl_divergence,
    register_kl,
)
from .kumaraswamy import (
    Kumaraswamy,
)
from .laplace import (
    Laplace,
)
from .lkj_cholesky import LKJCholesky
from .log_normal import (
    LogNormal,
)
from .logistic_normal import (
    LogisticNormal,
)
from .lowrank_multivariate_normal import LowRankMultivariateNormal
from .mixture_same_family import (
    MixtureSameFamily,
)
from .multinomial import (
    Multinomial,
)
from .multivariate_normal import (
    MultivariateNormal,
)
from .negative_binomial import (
    NegativeBinomial,
)
from .normal import (
    Normal,
)
from .one_hot_categorical import (
    OneHotCategorical,
    OneHotCategoricalStraightThrough,
)
from .pareto import (
    Pareto,
)
from .poisson import (
    Poisson,
)
from .relaxed_bernoulli import (
    RelaxedBernoulli,
)
from .relaxed_categorical import (
    RelaxedOneHotCategorical,
)
from .student_t import (
    StudentT,
)
from .transformed_distribution import (
    TransformedDistribution,
)
from .transforms import (
    AbsTransform,
    AffineTransform,
    CatTransform,
    ComposeTransform,
    CorrCholeskyTransform,
    CumulativeDistributionTransform,
    ExpTransform,
    IndependentTransform,
    LowerCholeskyTransform,
    PositiveDefiniteTransform,
    PowerTransform,
    ReshapeTransform,
    SigmoidTransform,
    SoftmaxTransform,
    SoftplusTransform,
    StackTransform,
    StickBreakingTransform,
    TanhTransform,
    Transform,
    identity_transform,
)
from .uniform import (
    Uniform,
)
from .von_mises import (
    VonMises,
)
from .weibull import (
    Weibull,
)
from .wishart import Wishart

__all__ = [
    "AbsTransform",
    "AffineTransform",
    "Bernoulli",
    "Beta",
    "Binomial",
    "CatTransform",
    "Categorical",
    "Cauchy",
    "Chi2",
    "ComposeTransform",
    "ContinuousBernoulli",
    "CorrCholeskyTransform",
    "CumulativeDistributionTransform",
    "Dirichlet",
    "Distribution",
    "ExpTransform",
    "Exponential",
    "ExponentialFamily",
    "FisherSnedecor",
    "Gamma",
    "GeneralizedPareto",
    "Geometric",
    "Gumbel",
    "HalfCauchy",
    "HalfNormal",
    "Independent",
    "IndependentTransform",
    "InverseGamma",
    "Kumaraswamy",
    "LKJCholesky",
    "Laplace",
    "LogNormal",
    "LogisticNormal",
    "LowRankMultivariateNormal",
    "LowerCholeskyTransform",
    "MixtureSameFamily",
    "Multinomial",
    "MultivariateNormal",
    "NegativeBinomial",
    "Normal",
    "OneHotCategorical",
    "OneHotCategoricalStraightThrough",
    "Pareto",
    "Poisson",
    "PositiveDefiniteTransform",
    "PowerTransform",
    "RelaxedBernoulli",
    "RelaxedOneHotCategorical",
    "ReshapeTransform",
    "SigmoidTransform",
    "SoftmaxTransform",
    "SoftplusTransform",
    "StackTransform",
    "StickBreakingTransform",
    "StudentT",
    "TanhTransform",
    "Transform",
    "TransformedDistribution",
    "Uniform",
    "VonMises",
    "Weibull",
    "Wishart",
    "bernoulli",
    "beta",
    "biject_to",
    "binomial",
    "categorical",
    "cauchy",
    "chi2",
    "constraint_registry",
    "constraints",
    "continuous_bernoulli",
    "dirichlet",
    "distribution",
    "exp_family",
    "exponential",
    "fishersnedecor",
    "gamma",
    "generalized_pareto",
    "geometric",
    "gumbel",
    "half_cauchy",
    "half_normal",
    "identity_transform",
    "independent",
    "inverse_gamma",
    "kl",
    "kl_divergence",
    "kumaraswamy",
    "laplace",
    "lkj_cholesky",
    "log_normal",
    "logistic_normal",
    "lowrank_multivariate_normal",
    "mixture_same_family",
    "multinomial",
    "multivariate_normal",
    "negative_binomial",
    "normal",
    "one_hot_categorical",
    "pareto",
    "poisson",
    "register_kl",
    "relaxed_bernoulli",
    "relaxed_categorical",
    "student_t",
    "transform_to",
    "transformed_distribution",
    "transforms",
    "uniform",
    "utils",
    "von_mises",
    "weibull",
    "wishart",
]

_also_found(__name__, {"studentT": "student_t"})

_cite_each(globals(), __all__, "distributions")
