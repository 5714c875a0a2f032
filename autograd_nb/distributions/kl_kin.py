"""Divergences between two distributions of one kind, the less common ones: see kl.py.

Source: the formulas are those of PyTorch's torch/distributions/kl.py; F. Chyzak and F. Nielsen, "A closed-form formula
for the Kullback-Leibler divergence between Cauchy distributions" (2019).
"""

from __future__ import annotations

import math
from typing import Any

from autograd_nb.engine.backward import grad
from autograd_nb.linalg import solve_triangular

from .binomial import Binomial
from .cauchy import Cauchy
from .continuous_bernoulli import ContinuousBernoulli
from .exp_family import ExponentialFamily
from .geometric import Geometric
from .gumbel import Gumbel
from .half_normal import HalfNormal
from .kl import kl_divergence, register_kl
from .log_normal import LogNormal
from .lowrank_multivariate_normal import LowRankMultivariateNormal, low_rank_distance, low_rank_log_det
from .multivariate_normal import MultivariateNormal
from .one_hot_categorical import OneHotCategorical
from .pareto import Pareto
from .transformed_distribution import TransformedDistribution

_EULER = 0.57721566490153286060


@register_kl(Binomial, Binomial)
def _binomial(p: Any, q: Any) -> Any:
    if (p.total_count < q.total_count).any():
        raise NotImplementedError("KL between Binomials where q.total_count > p.total_count is not implemented")
    found = p.total_count * (p.probs * (p.logits - q.logits) + (-p.probs).log1p() - (-q.probs).log1p())
    return found.masked_fill(p.total_count > q.total_count, math.inf)


@register_kl(Cauchy, Cauchy)
def _cauchy(p: Any, q: Any) -> Any:
    return ((p.scale + q.scale).pow(2) + (p.loc - q.loc).pow(2)).log() - (4 * p.scale * q.scale).log()


@register_kl(ContinuousBernoulli, ContinuousBernoulli)
def _continuous_bernoulli(p: Any, q: Any) -> Any:
    own, other = ((-d.probs).log1p() + d._cont_bern_log_norm() for d in (p, q))
    return p.mean * (p.logits - q.logits) + own - other


@register_kl(Geometric, Geometric)
def _geometric(p: Any, q: Any) -> Any:
    return -p.entropy() - (-q.probs).log1p() / p.probs - q.logits


@register_kl(Gumbel, Gumbel)
def _gumbel(p: Any, q: Any) -> Any:
    ratio, theirs, ours = p.scale / q.scale, q.loc / q.scale, p.loc / q.scale
    tail = (theirs + (1 + ratio).lgamma() - ours).exp()
    return -ratio.log() - theirs + ours + ratio * _EULER + tail - (1 + _EULER)


@register_kl(HalfNormal, HalfNormal)
def _half_normal(p: Any, q: Any) -> Any:
    return kl_divergence(p.base_dist, q.base_dist)


@register_kl(LogNormal, LogNormal)
def _log_normal(p: Any, q: Any) -> Any:
    return kl_divergence(p.base_dist, q.base_dist)


@register_kl(OneHotCategorical, OneHotCategorical)
def _one_hot_categorical(p: Any, q: Any) -> Any:
    return kl_divergence(p._categorical, q._categorical)


@register_kl(Pareto, Pareto)
def _pareto(p: Any, q: Any) -> Any:
    ratio = q.alpha / p.alpha
    found = q.alpha * (p.scale / q.scale).log() - ratio.log() + ratio - 1
    return found.masked_fill(p.scale < q.scale, math.inf)


@register_kl(TransformedDistribution, TransformedDistribution)
def _transformed(p: Any, q: Any) -> Any:
    if p.transforms != q.transforms or p.event_shape != q.event_shape:
        raise NotImplementedError
    return kl_divergence(p.base_dist, q.base_dist)


def _same_event(p: Any, q: Any) -> None:
    if p.event_shape != q.event_shape:
        raise ValueError(
            "KL-divergence between two Multivariate Normals with different event shapes cannot be computed"
        )


def _against_normal(p: Any, q: Any) -> Any:
    """Of `p` with the factor L: half of log det ratio, trace of Q⁻¹ P, and the distance between the means."""
    _same_event(p, q)
    own, other = p.scale_tril, q.scale_tril
    size = other.diagonal(0, -2, -1).log().sum(-1) - own.diagonal(0, -2, -1).log().sum(-1)
    trace = solve_triangular(other, own, upper=False).pow(2).sum((-2, -1))
    away = solve_triangular(other, (q.loc - p.loc).unsqueeze(-1), upper=False).pow(2).sum((-2, -1))
    return size + 0.5 * (trace + away - p.event_shape[0])


register_kl(MultivariateNormal, MultivariateNormal)(_against_normal)
register_kl(LowRankMultivariateNormal, MultivariateNormal)(_against_normal)


def _against_low_rank(p: Any, q: Any) -> Any:
    """The same, where only small matrices of `q` are inverted."""
    _same_event(p, q)
    factor, diagonal, capacitance = q._given
    if isinstance(p, LowRankMultivariateNormal):
        size = low_rank_log_det(*p._given[1:])
        columns = [p._given[0], p._given[1].sqrt().diag_embed()]
    else:
        size = 2 * p.scale_tril.diagonal(0, -2, -1).log().sum(-1)
        columns = [p.scale_tril]
    part = solve_triangular(capacitance, factor.mT / diagonal.unsqueeze(-2), upper=False)
    trace = 0.0
    for column in columns:
        whole = (column * diagonal.rsqrt().unsqueeze(-1)).pow(2).sum((-2, -1))
        trace = trace + whole - part.matmul(column).pow(2).sum((-2, -1))
    away = low_rank_distance(factor, diagonal, q.loc - p.loc, capacitance)
    return 0.5 * (low_rank_log_det(diagonal, capacitance) - size + trace + away - p.event_shape[0])


register_kl(MultivariateNormal, LowRankMultivariateNormal)(_against_low_rank)
register_kl(LowRankMultivariateNormal, LowRankMultivariateNormal)(_against_low_rank)


@register_kl(ExponentialFamily, ExponentialFamily)
def _exponential_family(p: Any, q: Any) -> Any:
    """Bregman's divergence of the log normalizer."""
    if type(p) is not type(q):
        raise NotImplementedError(
            "The cross KL-divergence between different exponential families cannot be computed using Bregman "
            "divergences"
        )
    parameters = [given.detach().requires_grad_() for given in p._natural_params]
    normalizer = p._log_normalizer(*parameters)
    slopes = grad(normalizer.sum(), parameters, create_graph=True)
    result = q._log_normalizer(*q._natural_params) - normalizer
    for own, other, slope in zip(parameters, q._natural_params, slopes):
        term = (other - own) * slope
        result = result - term.reshape((*term.shape[: max(term.dim() - len(q.event_shape), 0)], -1)).sum(-1)
    return result
