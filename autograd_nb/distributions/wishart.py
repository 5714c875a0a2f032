"""The Wishart distribution of covariances."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.creation import arange, tensor
from autograd_nb.engine.functions.combining import broadcast_shapes, tril_indices
from autograd_nb.engine.limits import finfo
from autograd_nb.linalg import cholesky, slogdet

from . import constraints
from .chi2 import Chi2
from .distribution import Number, lazy, standard_normal
from .exp_family import ExponentialFamily

if TYPE_CHECKING:
    from collections.abc import Sequence


class Wishart(ExponentialFamily):
    """The sum of x xᵀ over `df` vectors x with a mean of 0 and a covariance, its inverse, or its Cholesky factor.

    >>> torch.distributions.Wishart(torch.tensor(3.0), torch.eye(2)).mean
    tensor([[3., 0.],
            [0., 3.]])

    Source: P. L. Odell and A. H. Feiveson, "A numerical procedure to generate a sample covariance matrix" (1966).
    """

    support = constraints.positive_definite
    has_rsample = True
    _events = {"covariance_matrix": 2, "precision_matrix": 2, "scale_tril": 2}

    @property
    def arg_constraints(self) -> Any:
        return {
            "covariance_matrix": constraints.positive_definite,
            "precision_matrix": constraints.positive_definite,
            "scale_tril": constraints.lower_cholesky,
            "df": constraints.greater_than(self.event_shape[-1] - 1),
        }

    def __init__(
        self,
        df: Any,
        covariance_matrix: Any = None,
        precision_matrix: Any = None,
        scale_tril: Any = None,
        validate_args: bool | None = None,
    ) -> None:
        ways = {"covariance_matrix": covariance_matrix, "precision_matrix": precision_matrix, "scale_tril": scale_tril}
        given = {name: value for name, value in ways.items() if value is not None}
        if len(given) != 1:
            raise AssertionError("Exactly one of covariance_matrix or precision_matrix or scale_tril may be specified.")
        ((name, matrix),) = given.items()
        if matrix.dim() < 2:
            raise ValueError("scale_tril must be at least two-dimensional, with optional leading batch dimensions")
        if isinstance(df, Number):
            batch = matrix.shape[:-2]
            self.df = tensor(df, dtype=matrix.dtype)
        else:
            batch = broadcast_shapes(matrix.shape[:-2], df.shape)
            self.df = df.expand(batch)
        size = matrix.size(-1)
        if self.df.le(size - 1).any():
            raise ValueError(f"Value of df={df} expected to be greater than ndim - 1 = {size - 1}.")
        setattr(self, name, matrix.expand((*batch, -1, -1)))
        if self.df.lt(size).any():
            warnings.warn(
                "Low df values detected. Singular samples are highly likely to occur for ndim - 1 < df < ndim.",
                stacklevel=2,
            )
        super().__init__(batch, matrix.shape[-2:], validate_args=validate_args)
        if name == "covariance_matrix":
            matrix = cholesky(matrix)
        elif name == "precision_matrix":
            matrix = cholesky(matrix.inverse())
        self._factor = matrix
        self._chi2 = self._squares()

    def _squares(self) -> Chi2:
        """The distributions of the squares of the diagonal."""
        return Chi2(self.df.unsqueeze(-1) - arange(self._event_shape[-1], dtype=self._factor.dtype))

    def expand(self, batch_shape: Sequence[int]) -> Any:
        new = super().expand(batch_shape)
        new._factor = self._factor.expand((*batch_shape, *self._event_shape))
        new._chi2 = new._squares()
        return new

    @lazy
    def scale_tril(self) -> Any:
        """The lower triangular L with L Lᵀ the covariance."""
        return self._factor.expand(self._batch_shape + self._event_shape)

    @lazy
    def covariance_matrix(self) -> Any:
        """The covariance of the vectors."""
        return (self._factor @ self._factor.mT).expand(self._batch_shape + self._event_shape)

    @lazy
    def precision_matrix(self) -> Any:
        """The inverse of the covariance."""
        return self.covariance_matrix.inverse()

    def _per_matrix(self, value: Any) -> Any:
        return value.view((*self._batch_shape, 1, 1))

    @property
    def mean(self) -> Any:
        return self._per_matrix(self.df) * self.covariance_matrix

    @property
    def mode(self) -> Any:
        factor = self.df - self._event_shape[-1] - 1
        return self._per_matrix(factor.masked_fill(factor <= 0, math.nan)) * self.covariance_matrix

    @property
    def variance(self) -> Any:
        covariance = self.covariance_matrix
        diagonal = covariance.diagonal(0, -2, -1)
        products = diagonal.unsqueeze(-1) * diagonal.unsqueeze(-2)
        return self._per_matrix(self.df) * (covariance.pow(2) + products)

    def _drawn(self, sample_shape: Sequence[int]) -> Any:
        """L A Aᵀ Lᵀ, where A has normal numbers below roots of chi-squared ones."""
        p = self._event_shape[-1]
        roots = self._chi2.rsample(sample_shape).sqrt()
        noise = roots.clamp(min=finfo(roots.dtype).eps).diag_embed()
        i, j = tril_indices(p, p, offset=-1)
        noise[..., i, j] = standard_normal((*sample_shape, *self._batch_shape, p * (p - 1) // 2), noise)
        factor = self._factor @ noise
        return factor @ factor.mT

    def rsample(self, sample_shape: Sequence[int] = (), max_try_correction: int | None = None) -> Any:
        """Draw so that gradients flow through; what comes out singular is drawn anew, up to 10 times.

        PyTorch first takes the good draws for the singular ones, says so, and draws them a second time. The numbers
        of a seed depend on it, so it is done here as well.

        >>> torch.distributions.Wishart(torch.tensor(3.0), torch.eye(2)).rsample().shape
        torch.Size([2, 2])
        """
        drawn = self._drawn(sample_shape)
        again = self._any_of_batch(self.support.check(drawn))
        if not again.any():
            return drawn
        warnings.warn("Singular sample detected.", stacklevel=2)
        for _ in range(10 if max_try_correction is None else max_try_correction):
            new = self._drawn(again[again].shape)
            drawn[again] = new
            again[again.clone()] = self._any_of_batch(~self.support.check(new))
            if not again.any():
                break
        return drawn

    def _any_of_batch(self, found: Any) -> Any:
        """Whether it is so for one matrix of a batch."""
        return found.amax([-(i + 1) for i in range(len(self._batch_shape))]) if self._batch_shape else found

    def _half_log_det(self) -> Any:
        return self._event_shape[-1] * math.log(2) / 2 + self._factor.diagonal(0, -2, -1).log().sum(-1)

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        df, p = self.df, self._event_shape[-1]
        trace = value.cholesky_solve(self._factor).diagonal(0, -2, -1).sum(-1)
        size = (df - p - 1) / 2 * slogdet(value).logabsdet
        return -df * self._half_log_det() - (df / 2).mvlgamma(p) + size - trace / 2

    def entropy(self) -> Any:
        df, p = self.df, self._event_shape[-1]
        slope = ((df / 2).unsqueeze(-1) - arange(p, dtype=df.dtype) / 2).digamma().sum(-1)
        return (p + 1) * self._half_log_det() + (df / 2).mvlgamma(p) - (df - p - 1) / 2 * slope + df * p / 2

    @property
    def _natural_params(self) -> tuple[Any, ...]:
        return -self.precision_matrix / 2, (self.df - self._event_shape[-1] - 1) / 2

    def _log_normalizer(self, *natural_params: Any) -> Any:
        matrix, power = natural_params
        p = self._event_shape[-1]
        half = power + (p + 1) / 2
        return half * (-slogdet(-2 * matrix).logabsdet + math.log(2) * p) + half.mvlgamma(p)
