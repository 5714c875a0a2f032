"""Normalizing layers: over a batch, over the features of an example, over groups of channels.

Source: https://pytorch.org/docs/2.7/nn.html#normalization-layers
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from autograd_nb.engine.tensor import Tensor
from autograd_nb.nn import functional as F
from autograd_nb.nn.parameter import UninitializedBuffer, UninitializedParameter, numbers

from .layers import new_parameter
from .lazy import LazyModuleMixin
from .module import Module

if TYPE_CHECKING:
    from collections.abc import Sequence


class LayerNorm(Module):
    """Every example brought to mean 0 and variance 1 over its last dimensions, then scaled and shifted."""

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
        """The normalized input."""
        return F.layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """The shape and options."""
        return f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={self.elementwise_affine}"


class RMSNorm(Module):
    """Every example divided by the root of its mean square over the last dimensions, then scaled."""

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
        """The normalized input."""
        return F.rms_norm(x, self.normalized_shape, self.weight, self.eps)

    def extra_repr(self) -> str:
        """The shape and options."""
        return f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={self.elementwise_affine}"


class GroupNorm(Module):
    """Every example brought to mean 0 and variance 1 over groups of channels, then scaled and shifted."""

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
        """The normalized input."""
        return F.group_norm(input, self.num_groups, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """The numbers of groups and channels, and options."""
        return f"{self.num_groups}, {self.num_channels}, eps={self.eps}, affine={self.affine}"


class BatchNorm(Module):
    """Every feature brought to mean 0 and variance 1 over the batch; in evaluation by what was seen in training.

    `momentum` None takes the mean over all that was seen.
    """

    allowed: ClassVar[tuple[int, ...]]  # numbers of dimensions
    running_mean: Any
    running_var: Any
    weight: Any
    bias: Any

    _version = 2  # since then the batches are counted

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.affine = affine
        self.track_running_stats = track_running_stats
        self.register_parameter("weight", new_parameter((num_features,), dtype, device, 1.0) if affine else None)
        self.register_parameter("bias", new_parameter((num_features,), dtype, device) if affine else None)
        self._track(num_features, numbers(dtype, device, (num_features,), "zeros") if track_running_stats else None)

    def _track(self, features: int, dtype: Any) -> None:
        """Make room for what is seen in training."""
        track = self.track_running_stats
        self.register_buffer("running_mean", Tensor._wrap(np.zeros(features, dtype)) if track else None)
        self.register_buffer("running_var", Tensor._wrap(np.ones(features, dtype)) if track else None)
        self.register_buffer("num_batches_tracked", Tensor._wrap(np.array(0)) if track else None)

    def _may_be_missing(self, name: str, version: Any) -> bool:
        return name == "num_batches_tracked" and (version is None or version < self._version)

    def reset_running_stats(self) -> None:
        """Forget what was seen in training."""
        if self.track_running_stats:
            self.running_mean.zero_()
            self.running_var.fill_(1)
            self.num_batches_tracked.zero_()

    def reset_parameters(self) -> None:
        """Begin anew."""
        self.reset_running_stats()
        if self.affine:
            self.weight._array[...] = 1
            self.bias._array[...] = 0

    def _check_input(self, input: Tensor) -> None:
        ndim = input.dim()
        if ndim not in self.allowed:
            wanted = " or ".join(f"{n}D" for n in self.allowed)
            raise ValueError(f"expected {wanted} input (got {ndim}D input)")

    def forward(self, input: Tensor) -> Tensor:
        """The normalized input."""
        self._check_input(input)
        factor = 0.0 if self.momentum is None else self.momentum
        if self.training and self.track_running_stats:
            self.num_batches_tracked.add_(1)
            if self.momentum is None:
                factor = 1.0 / float(self.num_batches_tracked)
        training = self.training or self.running_mean is None
        return F.batch_norm(
            input, self.running_mean, self.running_var, self.weight, self.bias, training, factor, self.eps
        )

    def extra_repr(self) -> str:
        """The number of features and options."""
        return (
            f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, affine={self.affine}, "
            f"track_running_stats={self.track_running_stats}"
        )


class _BatchNorm(BatchNorm):
    """What programs look for when they look for normalizing over a batch: instance normalization is none of these."""


class BatchNorm1d(_BatchNorm):
    """Batch normalization of features: inputs of shape (batch, features) or (batch, features, length)."""

    allowed = (2, 3)


class BatchNorm2d(_BatchNorm):
    """Batch normalization of images: inputs of shape (batch, features, height, width)."""

    allowed = (4,)


class BatchNorm3d(_BatchNorm):
    """Batch normalization of volumes."""

    allowed = (5,)


class LazyBatchNorm(LazyModuleMixin, BatchNorm):
    """Batch normalization that learns the number of features from the first input."""

    def __init__(
        self,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(0, eps, momentum, affine=False, track_running_stats=False)
        self.affine = affine
        self.track_running_stats = track_running_stats
        if affine:
            self.weight = UninitializedParameter(device=device, dtype=dtype)
            self.bias = UninitializedParameter(device=device, dtype=dtype)
        if track_running_stats:
            self.running_mean = UninitializedBuffer(device=device, dtype=dtype)
            self.running_var = UninitializedBuffer(device=device, dtype=dtype)
            self.num_batches_tracked = Tensor._wrap(np.array(0))

    def reset_parameters(self) -> None:
        """Begin anew, once the number of features is known."""
        if self.num_features and not self.has_uninitialized_params():
            super().reset_parameters()

    def initialize_parameters(self, input: Tensor) -> None:
        """Take as many features as the first input has."""
        if self.has_uninitialized_params():
            self.num_features = input.shape[1]
            for tensor in (self.weight, self.bias, self.running_mean, self.running_var):
                if tensor is not None:
                    tensor.materialize((self.num_features,))
            self.reset_parameters()


class LazyBatchNorm1d(LazyBatchNorm, _BatchNorm):
    """A `BatchNorm1d` that waits for its first input."""

    cls_to_become = BatchNorm1d
    allowed = BatchNorm1d.allowed


class LazyBatchNorm2d(LazyBatchNorm, _BatchNorm):
    """A `BatchNorm2d` that waits for its first input."""

    cls_to_become = BatchNorm2d
    allowed = BatchNorm2d.allowed


class LazyBatchNorm3d(LazyBatchNorm, _BatchNorm):
    """A `BatchNorm3d` that waits for its first input."""

    cls_to_become = BatchNorm3d
    allowed = BatchNorm3d.allowed


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
        """The normalized input; a single example without a batch is taken, too."""
        self._check_input(input)
        x: Any = input
        single = x._array.ndim == self.allowed[0]
        channels = x._array.shape[0 if single else 1]
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


class InstanceNorm1d(InstanceNorm):
    """Instance normalization of sequences: inputs of shape (batch, channels, length)."""

    allowed = (2, 3)


class InstanceNorm2d(InstanceNorm):
    """Instance normalization of images."""

    allowed = (3, 4)


class InstanceNorm3d(InstanceNorm):
    """Instance normalization of volumes."""

    allowed = (4, 5)


class LazyInstanceNorm(LazyBatchNorm, InstanceNorm):
    """Instance normalization that learns the number of channels from the first input."""


class LazyInstanceNorm1d(LazyInstanceNorm):
    """An `InstanceNorm1d` that waits for its first input."""

    cls_to_become = InstanceNorm1d
    allowed = InstanceNorm1d.allowed


class LazyInstanceNorm2d(LazyInstanceNorm):
    """An `InstanceNorm2d` that waits for its first input."""

    cls_to_become = InstanceNorm2d
    allowed = InstanceNorm2d.allowed


class LazyInstanceNorm3d(LazyInstanceNorm):
    """An `InstanceNorm3d` that waits for its first input."""

    cls_to_become = InstanceNorm3d
    allowed = InstanceNorm3d.allowed


class LocalResponseNorm(Module):
    """Every element divided by how strong the channels around it are."""

    def __init__(self, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> None:
        super().__init__()
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def forward(self, input: Tensor) -> Tensor:
        """The normalized input."""
        return F.local_response_norm(input, self.size, self.alpha, self.beta, self.k)

    def extra_repr(self) -> str:
        """The number of channels and options."""
        return f"{self.size}, alpha={self.alpha}, beta={self.beta}, k={self.k}"


for _shared in (BatchNorm, InstanceNorm):  # errors about arguments call them as PyTorch's classes are called
    _shared.forward.__qualname__ = f"_{_shared.__name__}.forward"


_NormBase, _InstanceNorm = BatchNorm, InstanceNorm  # PyTorch's names
