"""`torch.nn.utils.parametrizations`: weights as a direction and a length, and weights that stretch by 1 at most.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.parametrizations.weight_norm.html
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import no_grad
from autograd_nb.engine.ops.sequences import WEIGHT_NORM
from autograd_nb.nn import functional as F
from autograd_nb.nn.modules.convolution import ConvTranspose1d, ConvTranspose2d, ConvTranspose3d
from autograd_nb.nn.modules.module import Module

from .parametrize import register_parametrization


def norm_except_dim(v: Any, dim: int) -> Any:
    """The lengths of the slices along `dim`, without history; of all of `v` for -1."""
    others = None if dim == -1 else tuple(d for d in range(v._array.ndim) if d != dim)
    array = np.asarray(v._array)
    return v._wrap(np.sqrt(np.sum(array * array, axis=others, keepdims=others is not None)))


def normed_weight(v: Any, g: Any, dim: int) -> Any:
    """The direction of `v` with the length `g`."""
    if dim in (0, v._array.ndim - 1):
        return v._apply_several(WEIGHT_NORM, v, g, dim=dim)[0]
    others = None if dim == -1 else [d for d in range(v._array.ndim) if d != dim]
    length = v.norm() if others is None else (v * v).sum(others, keepdim=True).sqrt()
    return v * (g / length)


class _WeightNorm(Module):
    def __init__(self, dim: int | None = 0) -> None:
        super().__init__()
        self.dim = -1 if dim is None else dim

    def forward(self, weight_g: Any, weight_v: Any) -> Any:
        return normed_weight(weight_v, weight_g, self.dim)

    def right_inverse(self, weight: Any) -> tuple[Any, Any]:
        return norm_except_dim(weight, self.dim), weight


def weight_norm(module: Module, name: str = "weight", dim: int | None = 0) -> Module:
    """Learn a weight as its direction (`original1`) and its length (`original0`): one for each slice along `dim`.

    >>> import autograd_nb as torch
    >>> layer = weight_norm(torch.nn.Linear(3, 2))
    >>> layer.parametrizations.weight.original0.shape
    torch.Size([2, 1])
    """
    return register_parametrization(module, name, _WeightNorm(dim), unsafe=True)


class _SpectralNorm(Module):
    _u: Any
    _v: Any

    def __init__(self, weight: Any, n_power_iterations: int = 1, dim: int = 0, eps: float = 1e-12) -> None:
        super().__init__()
        ndim = weight.dim()
        if not -ndim <= dim < ndim:
            raise IndexError(f"Dimension out of range (expected to be in range of [-{ndim}, {ndim - 1}] but got {dim})")
        if n_power_iterations <= 0:
            raise ValueError(
                f"Expected n_power_iterations to be positive, but got n_power_iterations={n_power_iterations}"
            )
        self.dim = dim % ndim
        self.eps = eps
        if ndim > 1:
            self.n_power_iterations = n_power_iterations
            matrix = self._matrix(weight)
            u, v = (matrix.new_empty(size).normal_(0, 1) for size in matrix.shape)
            self.register_buffer("_u", F.normalize(u, dim=0, eps=eps))
            self.register_buffer("_v", F.normalize(v, dim=0, eps=eps))
            self._iterate(matrix, 15)

    def _matrix(self, weight: Any) -> Any:
        if self.dim:
            weight = weight.permute(self.dim, *(d for d in range(weight.dim()) if d != self.dim))
        return weight.flatten(1)

    def _iterate(self, matrix: Any, times: int) -> None:
        with no_grad():
            for _ in range(times):
                self._u.copy_(F.normalize(matrix.mv(self._v), dim=0, eps=self.eps))
                self._v.copy_(F.normalize(matrix.t().mv(self._u), dim=0, eps=self.eps))

    def forward(self, weight: Any) -> Any:
        if weight.dim() == 1:
            return F.normalize(weight, dim=0, eps=self.eps)
        matrix = self._matrix(weight)
        if self.training:
            self._iterate(matrix, self.n_power_iterations)
        u, v = self._u.clone(), self._v.clone()
        return weight / u.vdot(matrix.mv(v))

    def right_inverse(self, value: Any) -> Any:
        return value


def spectral_norm(
    module: Module, name: str = "weight", n_power_iterations: int = 1, eps: float = 1e-12, dim: int | None = None
) -> Module:
    """Divide a weight by its largest singular value, which steps of power iteration find, one each time it is read.

    >>> import autograd_nb as torch
    >>> layer = spectral_norm(torch.nn.Linear(3, 2))
    >>> torch.linalg.matrix_norm(layer.weight, 2).round(decimals=3)
    tensor(1., grad_fn=<RoundBackward1>)
    """
    weight = getattr(module, name, None)
    if not isinstance(weight, Variable):
        raise ValueError(f"Module '{module}' has no parameter or buffer with name '{name}'")  # noqa: TRY004 - PyTorch's type
    if dim is None:
        dim = int(isinstance(module, (ConvTranspose1d, ConvTranspose2d, ConvTranspose3d)))
    return register_parametrization(module, name, _SpectralNorm(weight, n_power_iterations, dim, eps))


def __getattr__(name: str) -> Any:
    if name == "orthogonal":  # rarely asked for, and made of much
        from .orthogonal import orthogonal

        return orthogonal
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["orthogonal", "spectral_norm", "weight_norm"]  # noqa: F822 - the first comes late
