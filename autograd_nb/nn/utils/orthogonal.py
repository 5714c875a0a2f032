"""Weights that turn and stretch nothing: matrices with columns of length 1, at right angles to each other.

Source: M. Lezcano-Casado, "Trivializations for gradient-based optimization on manifolds", NeurIPS 2019;
https://pytorch.org/docs/2.7/generated/torch.nn.utils.parametrizations.orthogonal.html
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.creation import eye
from autograd_nb.engine.functions.joining import cat
from autograd_nb.engine.functions.older_factors import geqrf
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import no_grad
from autograd_nb.linalg import householder_product, matrix_exp, solve
from autograd_nb.nn.modules.module import Module

from .parametrize import register_parametrization

MAPS = ("matrix_exp", "cayley", "householder")


def _is_orthogonal(q: Any) -> bool:
    tolerance = 10.0 * q.size(-2) * float(np.finfo(q._array.dtype).eps)
    close: bool = (q.mT @ q).allclose(eye(q.size(-1), dtype=q.dtype).expand((*q.shape[:-2], -1, -1)), atol=tolerance)
    return close


def _make_orthogonal(a: Any) -> Any:
    """Q of a, with the signs by which R has a positive diagonal."""
    x, tau = geqrf(a)
    return householder_product(x, tau) * x.diagonal(0, -2, -1).sgn().unsqueeze(-2)


class _Orthogonal(Module):
    base: Any

    def __init__(self, weight: Any, orthogonal_map: str, use_trivialization: bool) -> None:
        super().__init__()
        self.shape = weight.shape
        self.orthogonal_map = orthogonal_map
        if use_trivialization:
            self.register_buffer("base", None)

    def forward(self, x: Any) -> Any:
        wide = x.size(-2) < x.size(-1)
        if wide:
            x = x.mT
        n, k = x.size(-2), x.size(-1)
        if self.orthogonal_map == "householder":
            below = x.tril(-1)
            q = householder_product(below, 2.0 / (1.0 + (below * below).sum(-2)))
            q = q * x.diagonal(0, -2, -1).int().unsqueeze(-2)
        else:
            lower = x.tril()
            if n != k:
                lower = cat([lower, x.new_zeros((*x.shape[:-2], n, n - k))], -1)
            skew = lower - lower.mT
            q = matrix_exp(skew) if self.orthogonal_map == "matrix_exp" else self._cayley(skew)
            q = q[..., :k] if n != k else q
        if hasattr(self, "base"):
            q = self.base @ q
        return q.mT if wide else q

    @staticmethod
    def _cayley(skew: Any) -> Any:
        one = eye(skew.size(-1), dtype=skew.dtype)
        return solve(one.add(skew, alpha=-0.5), one.add(skew, alpha=0.5))

    def right_inverse(self, value: Any) -> Any:
        with no_grad():
            return self._inverse(value)

    def _inverse(self, value: Any) -> Any:
        if value.shape != self.shape:
            raise ValueError(
                f"Expected a matrix or batch of matrices of shape {self.shape}. Got a tensor of shape {value.shape}."
            )
        wide = value.size(-2) < value.size(-1)
        q = value.mT if wide else value
        n, k = q.size(-2), q.size(-1)
        if not hasattr(self, "base"):
            if self.orthogonal_map != "householder":
                raise NotImplementedError(
                    "It is not possible to assign to the matrix exponential or the Cayley parametrizations when "
                    "use_trivialization=False."
                )
            a, tau = geqrf(q)
            diagonal = a.diagonal(0, -2, -1)
            diagonal.sign_()
            diagonal[tau == 0.0] *= -1
            return a.mT if wide else a
        if n != k:
            others = q.new_empty((*q.shape[:-2], n, n - k)).normal_()
            q = _make_orthogonal(cat([q, others], -1))
        else:
            q = q.clone() if _is_orthogonal(q) else _make_orthogonal(q)
        self.base = q
        start = value.new_zeros(value.shape)
        start.diagonal(0, -2, -1).fill_(-1.0)
        return start


def orthogonal(
    module: Module, name: str = "weight", orthogonal_map: str | None = None, *, use_trivialization: bool = True
) -> Module:
    """Learn a weight among the orthogonal matrices, as a function of one without conditions.

    The function is "matrix_exp" (for square matrices), "cayley" or "householder" (for others). With
    `use_trivialization` it starts from the present weight, made orthogonal.

    >>> import autograd_nb as torch
    >>> layer = orthogonal(torch.nn.Linear(4, 4))
    >>> torch.dist(layer.weight @ layer.weight.T, torch.eye(4)) < 1e-5
    tensor(True)
    """
    weight = getattr(module, name, None)
    if not isinstance(weight, Variable):
        raise ValueError(f"Module '{module}' has no parameter or buffer with name '{name}'")  # noqa: TRY004 - PyTorch's type
    found: Any = weight
    if found.ndim < 2:
        raise ValueError(f"Expected a matrix or batch of matrices. Got a tensor of {found.ndim} dimensions.")
    if orthogonal_map is None:
        orthogonal_map = "matrix_exp" if found.size(-2) == found.size(-1) else "householder"
    if orthogonal_map not in MAPS:
        raise ValueError(
            f'orthogonal_map has to be one of "matrix_exp", "cayley", "householder". Got: {orthogonal_map}'
        )
    return register_parametrization(module, name, _Orthogonal(found, orthogonal_map, use_trivialization), unsafe=True)
