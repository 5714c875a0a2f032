"""The LKJ distribution of matrices of correlations, by their Cholesky factors."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.creation import arange
from autograd_nb.engine.functions.joining import cat
from autograd_nb.engine.limits import finfo

from . import constraints
from .beta import Beta
from .distribution import Distribution, broadcast_all, standard_normal

if TYPE_CHECKING:
    from collections.abc import Sequence


class LKJCholesky(Distribution):
    """Cholesky factors L of `dim` x `dim` matrices of correlations, with a density of det(L Lᵀ)^(concentration - 1).

    >>> _ = torch.manual_seed(0)
    >>> factor = torch.distributions.LKJCholesky(3, 1.0).sample()
    >>> (factor @ factor.T).diagonal().allclose(torch.ones(3))
    True

    Source: D. Lewandowski, D. Kurowicka and H. Joe, "Generating random correlation matrices based on vines and
    extended onion method" (2009).
    """

    arg_constraints = {"concentration": constraints.positive}
    support = constraints.corr_cholesky

    def __init__(self, dim: int, concentration: Any = 1.0, validate_args: bool | None = None) -> None:
        if dim < 2:
            raise ValueError(f"Expected dim to be an integer greater than or equal to 2. Found dim={dim}.")
        self.dim = dim
        (self.concentration,) = broadcast_all(concentration)
        offset = arange(dim - 1, dtype=self.concentration.dtype)
        offset = cat([offset.new_zeros(1), offset])
        marginal = self.concentration + 0.5 * (dim - 2)
        self._beta = Beta(offset + 0.5, marginal.unsqueeze(-1) - 0.5 * offset)
        super().__init__(self.concentration.size(), (dim, dim), validate_args=validate_args)

    def expand(self, batch_shape: Sequence[int]) -> Any:
        new = super().expand(batch_shape)
        new._beta = self._beta.expand((*batch_shape, self.dim))
        return new

    def sample(self, sample_shape: Sequence[int] = ()) -> Any:
        """Rows in directions drawn from the normal distribution, of lengths drawn from the beta distribution.

        >>> torch.distributions.LKJCholesky(3).sample((2,)).shape
        torch.Size([2, 3, 3])
        """
        squares = self._beta.sample(sample_shape).unsqueeze(-1)
        normal = standard_normal(self._extended_shape(sample_shape), squares).tril(-1)
        direction = normal / normal.norm(dim=-1, keepdim=True)
        direction[..., 0, :] = 0.0
        rows = squares.sqrt() * direction
        tiny = finfo(rows.dtype).tiny
        return rows + (1 - (rows**2).sum(-1)).clamp(min=tiny).sqrt().diag_embed()

    def log_prob(self, value: Any) -> Any:
        self._validate_sample(value)
        diagonal, rest = value.diagonal(0, -1, -2)[..., 1:], self.dim - 1
        order = 2 * (self.concentration - 1).unsqueeze(-1) + self.dim - arange(2, self.dim + 1)
        alpha = self.concentration + 0.5 * rest
        whole = 0.5 * rest * math.log(math.pi) + (alpha - 0.5).mvlgamma(rest) - alpha.lgamma() * rest
        return (order * diagonal.log()).sum(-1) - whole
