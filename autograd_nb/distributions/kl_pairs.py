"""Divergences between distributions of two kinds, as far as formulas are known: see kl.py.

Source: the formulas are those of PyTorch's torch/distributions/kl.py; M. Gil, "On Rényi divergence measures for
continuous alphabet sources" (2011).
"""

from __future__ import annotations

import itertools
import math
from typing import Any

from .bernoulli import Bernoulli
from .beta import Beta
from .binomial import Binomial
from .continuous_bernoulli import ContinuousBernoulli
from .distribution import full_like
from .exponential import Exponential
from .gamma import Gamma
from .gumbel import Gumbel
from .kl import register_kl
from .laplace import Laplace
from .normal import Normal
from .pareto import Pareto
from .poisson import Poisson
from .uniform import Uniform

_EULER = 0.57721566490153286060


def _outside(p: Any, q: Any) -> Any:
    """`q` cannot give all that `p` can."""
    del q
    like = p.mean
    return full_like(like, like.shape, math.inf)


_TOO_NARROW: tuple[tuple[tuple[type, ...], tuple[type, ...]], ...] = (
    ((Exponential, Gamma, Gumbel, Laplace, Normal), (Beta, ContinuousBernoulli, Pareto, Uniform)),
    ((Pareto,), (Beta, ContinuousBernoulli, Uniform)),
    ((Gumbel, Laplace, Normal), (Exponential, Gamma)),
    ((ContinuousBernoulli,), (Pareto,)),
    ((Poisson,), (Bernoulli, Binomial)),
)
for _wide, _narrow in _TOO_NARROW:
    for _p, _q in itertools.product(_wide, _narrow):
        register_kl(_p, _q)(_outside)


@register_kl(Beta, Pareto)
def _beta_pareto(p: Any, q: Any) -> Any:
    del q
    return full_like(p.concentration1, p.concentration1.shape, math.inf)


def _against_normal(p: Any, q: Any) -> Any:
    """For all that have an entropy, a mean and a variance."""
    variance = q.scale.pow(2)
    away = p.variance + (p.mean - q.loc).pow(2)
    return -p.entropy() + 0.5 * (2 * math.pi * variance).log() + 0.5 * away / variance


for _p in (Beta, ContinuousBernoulli, Exponential, Gamma, Gumbel, Laplace, Uniform):
    register_kl(_p, Normal)(_against_normal)


@register_kl(Pareto, Normal)
def _pareto_normal(p: Any, q: Any) -> Any:
    found = _against_normal(p, q)
    return found.masked_fill(p.alpha <= 2, math.inf)


def _against_exponential(p: Any, q: Any) -> Any:
    return -p.entropy() - q.rate.log() + q.rate * p.mean


for _p in (Beta, ContinuousBernoulli, Gamma):
    register_kl(_p, Exponential)(_against_exponential)


@register_kl(Pareto, Exponential)
def _pareto_exponential(p: Any, q: Any) -> Any:
    return _against_exponential(p, q).masked_fill(p.alpha <= 1, math.inf)


@register_kl(Uniform, Exponential)
def _uniform_exponential(p: Any, q: Any) -> Any:
    return _against_exponential(p, q).masked_fill(p.low < 0.0, math.inf)


def _against_gamma(p: Any, q: Any, mean_log: Any) -> Any:
    """With the expected value of log x under `p`."""
    size = q.concentration.lgamma() - q.concentration * q.rate.log()
    return -p.entropy() + size - (q.concentration - 1) * mean_log + q.rate * p.mean


@register_kl(Beta, Gamma)
def _beta_gamma(p: Any, q: Any) -> Any:
    return _against_gamma(p, q, p.concentration1.digamma() - (p.concentration1 + p.concentration0).digamma())


@register_kl(Exponential, Gamma)
def _exponential_gamma(p: Any, q: Any) -> Any:
    return _against_gamma(p, q, -p.rate.log() - _EULER)


@register_kl(Pareto, Gamma)
def _pareto_gamma(p: Any, q: Any) -> Any:
    return _against_gamma(p, q, p.scale.log() + p.alpha.reciprocal()).masked_fill(p.alpha <= 1, math.inf)


def _mean_log(low: Any, high: Any) -> Any:
    """The expected value of log x between two numbers."""
    return (high.xlogy(high) - low.xlogy(low) - (high - low)) / (high - low)


@register_kl(Uniform, Gamma)
def _uniform_gamma(p: Any, q: Any) -> Any:
    return _against_gamma(p, q, _mean_log(p.low, p.high)).masked_fill(p.low < 0.0, math.inf)


@register_kl(Uniform, Beta)
def _uniform_beta(p: Any, q: Any) -> Any:
    a, b = q.concentration1, q.concentration0
    size = a.lgamma() + b.lgamma() - (a + b).lgamma()
    expected = (a - 1) * _mean_log(p.low, p.high) + (b - 1) * _mean_log(1 - p.high, 1 - p.low)
    return (-p.entropy() + size - expected).masked_fill((p.high > 1.0) | (p.low < 0.0), math.inf)


@register_kl(Uniform, Pareto)
def _uniform_pareto(p: Any, q: Any) -> Any:
    size = q.alpha.log() + q.alpha * q.scale.log()
    found = -p.entropy() - size + (q.alpha + 1) * _mean_log(p.low, p.high)
    return found.masked_fill(p.low < q.scale, math.inf)


def _against_gumbel(p: Any, q: Any, mean_exp: Any) -> Any:
    """With the expected value of exp(-x / scale) under `p`."""
    return -p.entropy() + q.scale.log() + (p.mean - q.loc) / q.scale + (q.loc / q.scale).exp() * mean_exp


@register_kl(Exponential, Gumbel)
def _exponential_gumbel(p: Any, q: Any) -> Any:
    product = p.rate * q.scale
    return _against_gumbel(p, q, product / (product + 1))


@register_kl(Gamma, Gumbel)
def _gamma_gumbel(p: Any, q: Any) -> Any:
    return _against_gumbel(p, q, (1 + (p.rate * q.scale).reciprocal()).pow(-p.concentration))


@register_kl(Normal, Gumbel)
def _normal_gumbel(p: Any, q: Any) -> Any:
    return _against_gumbel(p, q, (-p.loc / q.scale + 0.5 * (p.scale / q.scale).pow(2)).exp())


@register_kl(Uniform, Gumbel)
def _uniform_gumbel(p: Any, q: Any) -> Any:
    fall = (-p.low / q.scale).exp() - (-p.high / q.scale).exp()
    return _against_gumbel(p, q, q.scale / (p.high - p.low) * fall)


@register_kl(Normal, Laplace)
def _normal_laplace(p: Any, q: Any) -> Any:
    away, ratio = p.loc - q.loc, (p.loc - q.loc) / p.scale
    distance = math.sqrt(2 / math.pi) * p.scale * (-0.5 * ratio.pow(2)).exp() + away * (math.sqrt(0.5) * ratio).erf()
    return -p.entropy() + (2 * q.scale).log() + distance / q.scale


@register_kl(Bernoulli, Poisson)
def _bernoulli_poisson(p: Any, q: Any) -> Any:
    return -p.entropy() - (p.probs * q.rate.log() - q.rate)


def _against_continuous_bernoulli(p: Any, q: Any) -> Any:
    return -p.entropy() - p.mean * q.logits - (-q.probs).log1p() - q._cont_bern_log_norm()


register_kl(Beta, ContinuousBernoulli)(_against_continuous_bernoulli)


@register_kl(Uniform, ContinuousBernoulli)
def _uniform_continuous_bernoulli(p: Any, q: Any) -> Any:
    return _against_continuous_bernoulli(p, q).masked_fill((p.high >= 1.0) | (p.low <= 0.0), math.inf)


def _against_uniform(p: Any, q: Any) -> Any:
    return -p.entropy() + (q.high - q.low).log()


@register_kl(Beta, Uniform)
def _beta_uniform(p: Any, q: Any) -> Any:
    return _against_uniform(p, q).masked_fill((q.low > 0.0) | (q.high < 1.0), math.inf)


@register_kl(ContinuousBernoulli, Uniform)
def _continuous_bernoulli_uniform(p: Any, q: Any) -> Any:
    return _against_uniform(p, q).masked_fill((q.low >= 0.0) | (q.high <= 1.0), math.inf)
