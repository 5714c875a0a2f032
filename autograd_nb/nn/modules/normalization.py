"""Normalizing layers that do not look at the batch: over the features of an example, over groups of channels.

Source: https://pytorch.org/docs/2.7/nn.html#normalization-layers
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.nn import functional as F

from .layers import new_parameter
from .module import Module

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor


class LayerNorm(Module):
    """Every example brought to mean 0 and variance 1 over its last dimensions, then scaled and shifted.

    What is learned, unless `elementwise_affine=False`: `weight` (ones at first) and `bias` (zeros; `bias=False` leaves
    it out), both of shape `normalized_shape`. Training and evaluation are alike.

    Shapes: (..., *normalized_shape), and the same.

    >>> torch.nn.LayerNorm(2)(torch.tensor([[1.0, 3.0], [10.0, 30.0]]))
    tensor([[-1.0000,  1.0000],
            [-1.0000,  1.0000]], grad_fn=<NativeLayerNormBackward0>)
    """

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float = 1e-5,
        elementwise_affine: bool = True,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
        self.normalized_shape = shape
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        self.register_parameter("weight", new_parameter(shape, dtype, device, 1.0) if elementwise_affine else None)
        self.register_parameter("bias", new_parameter(shape, dtype, device) if elementwise_affine and bias else None)

    def forward(self, input: Tensor) -> Tensor:
        """The normalized input.

        >>> torch.nn.LayerNorm(2, elementwise_affine=False).forward(torch.tensor([1.0, 3.0]))
        tensor([-1.0000,  1.0000])
        """
        return F.layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """The shape and options."""
        return f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={self.elementwise_affine}"


class RMSNorm(Module):
    """Every example divided by the root of its mean square over the last dimensions, then scaled.

    What is learned, unless `elementwise_affine=False`: `weight` of shape `normalized_shape`, ones at first.

    Shapes: (..., *normalized_shape), and the same.

    >>> torch.nn.RMSNorm(2, elementwise_affine=False)(torch.tensor([[1.0, 7.0]]))
    tensor([[0.2000, 1.4000]])
    """

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float | None = None,
        elementwise_affine: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
        self.normalized_shape = shape
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        self.register_parameter("weight", new_parameter(shape, dtype, device, 1.0) if elementwise_affine else None)

    def forward(self, x: Tensor) -> Tensor:
        """The normalized input.

        >>> torch.nn.RMSNorm(2, elementwise_affine=False).forward(torch.tensor([1.0, 7.0]))
        tensor([0.2000, 1.4000])
        """
        return F.rms_norm(x, self.normalized_shape, self.weight, self.eps)

    def extra_repr(self) -> str:
        """The shape and options."""
        return f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={self.elementwise_affine}"


class GroupNorm(Module):
    """Every example brought to mean 0 and variance 1 over groups of channels, then scaled and shifted.

    What is learned, unless `affine=False`: `weight` (ones at first) and `bias` (zeros), both of shape (num_channels).

    Shapes: (batch, num_channels, ...), and the same.

    >>> torch.nn.GroupNorm(2, 4, affine=False)(torch.tensor([[1.0, 3.0, 10.0, 30.0]]))
    tensor([[-1.0000,  1.0000, -1.0000,  1.0000]])

    Raises:
        ValueError: the channels cannot be divided into so many groups.
    """

    def __init__(
        self,
        num_groups: int,
        num_channels: int,
        eps: float = 1e-5,
        affine: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        if num_channels % num_groups:
            raise ValueError(f"num_channels ({num_channels}) must be divisible by num_groups ({num_groups})")
        self.num_groups = num_groups
        self.num_channels = num_channels
        self.eps = eps
        self.affine = affine
        self.register_parameter("weight", new_parameter((num_channels,), dtype, device, 1.0) if affine else None)
        self.register_parameter("bias", new_parameter((num_channels,), dtype, device) if affine else None)

    def forward(self, input: Tensor) -> Tensor:
        """The normalized input.

        >>> torch.nn.GroupNorm(1, 2, affine=False).forward(torch.tensor([[1.0, 3.0]]))
        tensor([[-1.0000,  1.0000]])
        """
        return F.group_norm(input, self.num_groups, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """The numbers of groups and channels, and options."""
        return f"{self.num_groups}, {self.num_channels}, eps={self.eps}, affine={self.affine}"


class LocalResponseNorm(Module):
    """Every element divided by how strong the channels around it are: see `nn.functional.local_response_norm`.

    Shapes: (batch, channels, ...), and the same.

    >>> torch.nn.LocalResponseNorm(3, alpha=3.0, beta=1.0)(torch.ones(1, 3, 1)).flatten()
    tensor([0.3333, 0.2500, 0.3333])
    """

    def __init__(self, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> None:
        super().__init__()
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def forward(self, input: Tensor) -> Tensor:
        """The normalized input.

        >>> torch.nn.LocalResponseNorm(1, alpha=3.0, beta=1.0).forward(torch.ones(1, 2, 1)).flatten()
        tensor([0.2500, 0.2500])
        """
        return F.local_response_norm(input, self.size, self.alpha, self.beta, self.k)

    def extra_repr(self) -> str:
        """The number of channels and options."""
        return f"{self.size}, alpha={self.alpha}, beta={self.beta}, k={self.k}"
