"""The normal distribution of vectors whose covariance is a matrix of low rank plus a diagonal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.functions.joining import broadcast_tensors
from autograd_nb.linalg import cholesky, solve_triangular

from . import constraints
from .distribution import Distribution, lazy, standard_normal

if TYPE_CHECKING:
    from collections.abc import Sequence


def plus_identity(matrix: Any) -> Any:
    """A matrix with 1 added to its diagonal."""
    return matrix + matrix.new_ones(matrix.size(-1)).diag()


def capacitance_factor(factor: Any, diagonal: Any) -> Any:
    """The Cholesky factor of I + Wᵀ D⁻¹ W, a small matrix."""
    return cholesky(plus_identity((factor.mT / diagonal.unsqueeze(-2)).matmul(factor)))


def low_rank_log_det(diagonal: Any, capacitance: Any) -> Any:
    """The logarithm of det(W Wᵀ + D), by the matrix determinant lemma."""
    return 2 * capacitance.diagonal(0, -2, -1).log().sum(-1) + diagonal.log().sum(-1)


def low_rank_distance(factor: Any, diagonal: Any, x: Any, capacitance: Any) -> Any:
    """xᵀ (W Wᵀ + D)⁻¹ x, by the identity of Woodbury."""
    projected = (factor.mT / diagonal.unsqueeze(-2)).matmul(x.unsqueeze(-1))
    return (x.pow(2) / diagonal).sum(-1) - solve_triangular(capacitance, projected, upper=False).pow(2).sum((-2, -1))


class LowRankMultivariateNormal(Distribution):
    """Normally distributed vectors with the covariance `cov_factor` `cov_factor`ᵀ + diag(`cov_diag`).

    Only small matrices are inverted, as large as the rank.

    >>> factor = torch.tensor([[1.0], [2.0]])
    >>> torch.distributions.LowRankMultivariateNormal(torch.zeros(2), factor, torch.ones(2)).covariance_matrix
    tensor([[2., 2.],
            [2., 5.]])

    Source: M. A. Woodbury, "Inverting modified matrices" (1950).
    """

    arg_constraints = {
        "loc": constraints.real_vector,
        "cov_factor": constraints.independent(constraints.real, 2),
        "cov_diag": constraints.independent(constraints.positive, 1),
    }
    support = constraints.real_vector
    has_rsample = True
    _events = {"loc": 1, "cov_factor": 2, "cov_diag": 1}

    def __init__(self, loc: Any, cov_factor: Any, cov_diag: Any, validate_args: bool | None = None) -> None:
        if loc.dim() < 1:
            raise ValueError("loc must be at least one-dimensional.")
        event = loc.shape[-1:]
        if cov_factor.dim() < 2:
            raise ValueError("cov_factor must be at least two-dimensional, with optional leading batch dimensions")
        if cov_factor.shape[-2:-1] != event:
            raise ValueError(f"cov_factor must be a batch of matrices with shape {event[0]} x m")
        if cov_diag.shape[-1:] != event:
            raise ValueError(f"cov_diag must be a batch of vectors with shape {event}")
        try:
            wide, self.cov_factor, diagonal = broadcast_tensors(loc.unsqueeze(-1), cov_factor, cov_diag.unsqueeze(-1))
        except RuntimeError as error:
            raise ValueError(
                f"Incompatible batch shapes: loc {loc.shape}, cov_factor {cov_factor.shape}, cov_diag {cov_diag.shape}"
            ) from error
        self.loc, self.cov_diag = wide[..., 0], diagonal[..., 0]
        self._given = cov_factor, cov_diag, capacitance_factor(cov_factor, cov_diag)
        super().__init__(self.loc.shape[:-1], event, validate_args=validate_args)

    @property
    def mean(self) -> Any:
        return self.loc

    @property
    def mode(self) -> Any:
        return self.loc

    @lazy
    def variance(self) -> Any:  # computed once
        """The diagonal of the covariance."""
        factor, diagonal, _ = self._given
        return (factor.pow(2).sum(-1) + diagonal).expand(self._batch_shape + self._event_shape)

    @lazy
    def scale_tril(self) -> Any:
        """The lower triangular L with L Lᵀ the covariance."""
        factor, diagonal, _ = self._given
        root = diagonal.sqrt().unsqueeze(-1)
        scaled = factor / root
        return self._wide(root * cholesky(plus_identity(scaled.matmul(scaled.mT))))

    @lazy
    def covariance_matrix(self) -> Any:
        """The covariance."""
        factor, diagonal, _ = self._given
        return self._wide(factor.matmul(factor.mT) + diagonal.diag_embed())

    @lazy
    def precision_matrix(self) -> Any:
        """The inverse of the covariance."""
        factor, diagonal, capacitance = self._given
        part = solve_triangular(capacitance, factor.mT / diagonal.unsqueeze(-2), upper=False)
        return self._wide(diagonal.reciprocal().diag_embed() - part.mT @ part)

    def _wide(self, matrix: Any) -> Any:
        return matrix.expand(self._batch_shape + self._event_shape + self._event_shape)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Any:
        shape = self._extended_shape(sample_shape)
        factor, diagonal, _ = self._given
        along = standard_normal((*shape[:-1], self.cov_factor.size(-1)), self.loc)
        own = standard_normal(shape, self.loc)
        return self.loc + factor.matmul(along.unsqueeze(-1)).squeeze(-1) + diagonal.sqrt() * own

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        factor, diagonal, capacitance = self._given
        distance = low_rank_distance(factor, diagonal, value - self.loc, capacitance)
        size = low_rank_log_det(diagonal, capacitance)
        return -0.5 * (self._event_shape[0] * math.log(2 * math.pi) + size + distance)

    def entropy(self) -> Any:
        size = low_rank_log_det(*self._given[1:])
        found = 0.5 * (self._event_shape[0] * (1.0 + math.log(2 * math.pi)) + size)
        return found.expand(self._batch_shape) if self._batch_shape else found
