"""Normalization of every channel of every example by itself, as layers.

Source: https://pytorch.org/docs/2.7/nn.html#normalization-layers
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from autograd_nb.nn import functional as F

from .batchnorm import BatchNorm, LazyBatchNorm

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class InstanceNorm(BatchNorm):
    """Every channel of every example brought to mean 0 and variance 1 by itself."""

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float = 0.1,
        affine: bool = False,
        track_running_stats: bool = False,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(num_features, eps, momentum, affine, track_running_stats, device, dtype)

    def _check_input(self, input: Tensor) -> None:
        ndim = input.dim()
        if ndim not in self.allowed:
            raise ValueError(f"expected {self.allowed[0]}D or {self.allowed[1]}D input (got {ndim}D input)")

    def forward(self, input: Tensor) -> Tensor:
        """The normalized input; a single example without a batch is taken, too.

        >>> torch.nn.InstanceNorm1d(1).forward(torch.tensor([[1.0, 3.0]]))
        tensor([[-1.0000,  1.0000]])
        """
        self._check_input(input)
        x: Any = input
        single = x.ndim == self.allowed[0]
        channels = x.shape[0 if single else 1]
        if channels != self.num_features:
            told = f"expected input's size at dim={0 if single else 1} to match num_features ({self.num_features})"
            if self.affine:
                raise ValueError(f"{told}, but got: {channels}.")
            warnings.warn(
                f"input's size at dim={0 if single else 1} does not match num_features. You can silence this warning "
                "by not passing in num_features, which is not used because affine=False",
                stacklevel=3,
            )
        seen = self.training or not self.track_running_stats
        options = (self.running_mean, self.running_var, self.weight, self.bias, seen, self.momentum or 0.0, self.eps)
        found: Any = F.instance_norm(x.unsqueeze(0) if single else x, *options)
        return found.squeeze(0) if single else found


InstanceNorm.__init__.__qualname__ = "_InstanceNorm.__init__"  # by which PyTorch's messages call it


class InstanceNorm1d(InstanceNorm):
    """Instance normalization of sequences: inputs of shape (batch, channels, length) or (channels, length).

    Every channel of every example is brought to mean 0 and variance 1 by itself, in evaluation, too. Nothing is
    learned unless `affine=True`, and nothing is kept unless `track_running_stats=True`.

    >>> torch.nn.InstanceNorm1d(2)(torch.tensor([[[1.0, 3.0], [10.0, 30.0]]]))
    tensor([[[-1.0000,  1.0000],
             [-1.0000,  1.0000]]])

    Raises:
        ValueError: when it is called with an input of another number of dimensions.
    """

    allowed = (2, 3)


class InstanceNorm2d(InstanceNorm):
    """Instance normalization of images: inputs of shape (batch, channels, height, width) or (channels, height, width).

    >>> torch.nn.InstanceNorm2d(1)(torch.tensor([[[1.0, 3.0]]]))
    tensor([[[-1.0000,  1.0000]]])
    """

    allowed = (3, 4)


class InstanceNorm3d(InstanceNorm):
    """Instance normalization of volumes: inputs of shape (batch, channels, depth, height, width) or without the batch.

    >>> torch.nn.InstanceNorm3d(2)(torch.ones(1, 2, 1, 2, 3)).shape
    torch.Size([1, 2, 1, 2, 3])
    """

    allowed = (4, 5)


class LazyInstanceNorm(LazyBatchNorm, InstanceNorm):
    """Instance normalization that learns the number of channels from the first input."""


class LazyInstanceNorm1d(LazyInstanceNorm):
    """An `InstanceNorm1d` that waits for its first input, which says how many channels there are.

    >>> layer = torch.nn.LazyInstanceNorm1d()
    >>> _ = layer(torch.ones(1, 3, 4))
    >>> layer.num_features
    3
    """

    cls_to_become = InstanceNorm1d
    allowed = InstanceNorm1d.allowed


class LazyInstanceNorm2d(LazyInstanceNorm):
    """An `InstanceNorm2d` that waits for its first input, which says how many channels there are.

    >>> layer = torch.nn.LazyInstanceNorm2d()
    >>> _ = layer(torch.ones(1, 3, 4, 4))
    >>> layer.num_features
    3
    """

    cls_to_become = InstanceNorm2d
    allowed = InstanceNorm2d.allowed


class LazyInstanceNorm3d(LazyInstanceNorm):
    """An `InstanceNorm3d` that waits for its first input, which says how many channels there are.

    >>> layer = torch.nn.LazyInstanceNorm3d()
    >>> _ = layer(torch.ones(1, 3, 4, 4, 4))
    >>> layer.num_features
    3
    """

    cls_to_become = InstanceNorm3d
    allowed = InstanceNorm3d.allowed


_InstanceNorm = InstanceNorm  # PyTorch's name
InstanceNorm.forward.__qualname__ = "_InstanceNorm.forward"  # its name in PyTorch's errors
