"""`torch.distributions.utils`: what distributions of one's own are made with.

Source: https://pytorch.org/docs/2.7/distributions.html
"""

from __future__ import annotations

from typing import Any

from autograd_nb.engine.creation import arange
from autograd_nb.engine.limits import finfo

from .distribution import broadcast_all, logits_to_probs, probs_to_logits
from .distribution import lazy as lazy_property


def clamp_probs(probs: Any) -> Any:
    """Probabilities that are kept away from 0 and 1 by the smallest step of their dtype."""
    eps = finfo(probs.dtype).eps
    return probs.clamp(min=eps, max=1 - eps)


def _below(size: int, diag: int) -> Any:
    steps = arange(size)
    return steps < steps.view(-1, 1) + (diag + 1)


def tril_matrix_to_vec(mat: Any, diag: int = 0) -> Any:
    """The elements of the lower triangle, row by row, of square matrices.

    >>> import autograd_nb as torch
    >>> tril_matrix_to_vec(torch.tensor([[1, 0], [2, 3]]))
    tensor([1, 2, 3])
    """
    n = mat.shape[-1]
    if not -n <= diag < n:
        raise ValueError(f"diag ({diag}) provided is outside [{-n}, {n - 1}].")
    return mat[..., _below(n, diag)]


def vec_to_tril_matrix(vec: Any, diag: int = 0) -> Any:
    """Square matrices with these elements in the lower triangle, row by row."""
    side = 1 + 2 * diag
    n = (-side + (side**2 + 8 * vec.shape[-1] + 4 * abs(diag) * (diag + 1)) ** 0.5) / 2
    if round(n) - n > finfo(vec.dtype).eps:
        raise ValueError(
            f"The size of last dimension is {vec.shape[-1]} which cannot be expressed as the lower triangular part of "
            "a square D x D matrix."
        )
    size = round(n)
    mat = vec.new_zeros((*vec.shape[:-1], size, size))
    mat[..., _below(size, diag)] = vec
    return mat


__all__ = [
    "broadcast_all",
    "clamp_probs",
    "lazy_property",
    "logits_to_probs",
    "probs_to_logits",
    "tril_matrix_to_vec",
    "vec_to_tril_matrix",
]
