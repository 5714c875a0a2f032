"""Normalization over the batch, as layers: what they see in training is what they use in evaluation.

Source: https://pytorch.org/docs/2.7/nn.html#normalization-layers
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from autograd_nb.engine.tensor import Tensor
from autograd_nb.nn import functional as F
from autograd_nb.nn.parameter import UninitializedBuffer, UninitializedParameter, numbers

from .layers import new_parameter
from .lazy import LazyModuleMixin
from .module import Module


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
        """Forget what was seen in training: mean 0, variance 1, no batches.

        >>> layer = torch.nn.BatchNorm1d(1)
        >>> _ = layer(torch.tensor([[1.0], [3.0]]))
        >>> layer.reset_running_stats()
        >>> layer.running_mean, layer.num_batches_tracked
        (tensor([0.]), tensor(0))
        """
        if self.track_running_stats:
            self.running_mean.zero_()
            self.running_var.fill_(1)
            self.num_batches_tracked.zero_()

    def reset_parameters(self) -> None:
        """Begin anew: weights 1, biases 0, nothing seen.

        >>> layer = torch.nn.BatchNorm1d(2)
        >>> _ = layer.weight.data.fill_(5.0)
        >>> layer.reset_parameters()
        >>> layer.weight.data
        tensor([1., 1.])
        """
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
        """The normalized input.

        >>> torch.nn.BatchNorm1d(1, affine=False).forward(torch.tensor([[1.0], [3.0]]))
        tensor([[-1.0000],
                [ 1.0000]])
        """
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
    """Batch normalization of features: inputs of shape (batch, features) or (batch, features, length).

    In training every feature is brought to mean 0 and variance 1 over the batch, and the running mean and variance move
    by `momentum` towards the batch's; `eval()` uses these. What is learned, unless `affine=False`: `weight` (ones at
    first) and `bias` (zeros), both of shape (num_features).

    >>> layer = torch.nn.BatchNorm1d(1, affine=False)
    >>> layer(torch.tensor([[1.0], [3.0]]))
    tensor([[-1.0000],
            [ 1.0000]])
    >>> layer.running_mean, layer.running_var
    (tensor([0.2000]), tensor([1.1000]))

    Raises:
        ValueError: when it is called, with another number of dimensions, or with a single number to train on.
    """

    allowed = (2, 3)


class BatchNorm2d(_BatchNorm):
    """Batch normalization of images: inputs of shape (batch, features, height, width).

    Means and variances are over batch, height and width, one for each feature. See `BatchNorm1d`.

    >>> y = torch.nn.BatchNorm2d(2)(torch.arange(16.0).reshape(2, 2, 2, 2))
    >>> y.var((0, 2, 3), correction=0)
    tensor([1.0000, 1.0000], grad_fn=<VarBackward0>)
    """

    allowed = (4,)


class BatchNorm3d(_BatchNorm):
    """Batch normalization of volumes: inputs of shape (batch, features, depth, height, width). See `BatchNorm1d`.

    >>> torch.nn.BatchNorm3d(2)(torch.ones(2, 2, 1, 2, 3)).shape
    torch.Size([2, 2, 1, 2, 3])
    """

    allowed = (5,)


BatchNorm.__init__.__qualname__ = "_BatchNorm.__init__"  # by which PyTorch's messages call it


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
        """Begin anew, once the number of features is known.

        >>> layer = torch.nn.LazyBatchNorm1d()
        >>> layer.reset_parameters()
        >>> layer.running_mean
        <UninitializedBuffer>
        """
        if self.num_features and not self.has_uninitialized_params():
            super().reset_parameters()

    def initialize_parameters(self, input: Tensor) -> None:
        """Take as many features as the first input has.

        >>> layer = torch.nn.LazyBatchNorm1d()
        >>> layer.initialize_parameters(torch.ones(2, 3))
        >>> layer.num_features
        3
        """
        if self.has_uninitialized_params():
            self.num_features = input.shape[1]
            for tensor in (self.weight, self.bias, self.running_mean, self.running_var):
                if tensor is not None:
                    tensor.materialize((self.num_features,))
            self.reset_parameters()


LazyBatchNorm.__init__.__qualname__ = "_LazyNormBase.__init__"


class LazyBatchNorm1d(LazyBatchNorm, _BatchNorm):
    """A `BatchNorm1d` that waits for its first input, which says how many features there are.

    >>> layer = torch.nn.LazyBatchNorm1d()
    >>> _ = layer(torch.ones(2, 3))
    >>> layer
    BatchNorm1d(3, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
    """

    cls_to_become = BatchNorm1d
    allowed = BatchNorm1d.allowed


class LazyBatchNorm2d(LazyBatchNorm, _BatchNorm):
    """A `BatchNorm2d` that waits for its first input, which says how many features there are.

    >>> layer = torch.nn.LazyBatchNorm2d()
    >>> _ = layer(torch.ones(2, 3, 4, 4))
    >>> layer.num_features
    3
    """

    cls_to_become = BatchNorm2d
    allowed = BatchNorm2d.allowed


class LazyBatchNorm3d(LazyBatchNorm, _BatchNorm):
    """A `BatchNorm3d` that waits for its first input, which says how many features there are.

    >>> layer = torch.nn.LazyBatchNorm3d()
    >>> _ = layer(torch.ones(2, 3, 4, 4, 4))
    >>> layer.num_features
    3
    """

    cls_to_become = BatchNorm3d
    allowed = BatchNorm3d.allowed


class SyncBatchNorm(_BatchNorm):
    """Batch normalization of an input with any number of dimensions, from 2 on.

    Over several processes it would take their batches together; here there is one.

    >>> torch.nn.SyncBatchNorm(3)(torch.ones(2, 3)).shape
    torch.Size([2, 3])
    """

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        process_group: Any = None,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(num_features, eps, momentum, affine, track_running_stats, device, dtype)
        self.process_group = process_group

    def _check_input(self, input: Any) -> None:
        if input.dim() < 2:
            raise ValueError(f"expected at least 2D input (got {input.dim()}D input)")
        if input.size(1) == 0:
            raise ValueError("SyncBatchNorm number of input channels should be non-zero")

    @classmethod
    def convert_sync_batchnorm(cls, module: Any, process_group: Any = None) -> Any:
        """A module with SyncBatchNorm in the place of every batch normalization, with the same parameters.

        >>> net = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3))
        >>> type(torch.nn.SyncBatchNorm.convert_sync_batchnorm(net)[1]).__name__
        'SyncBatchNorm'
        """
        made = module
        if isinstance(module, _BatchNorm):
            options = (module.eps, module.momentum, module.affine, module.track_running_stats)
            made = SyncBatchNorm(module.num_features, *options, process_group)
            if module.affine:
                made.weight, made.bias = module.weight, module.bias
            for name in ("running_mean", "running_var", "num_batches_tracked"):
                setattr(made, name, getattr(module, name))
            made.training = module.training
        for name, child in module.named_children():
            made.add_module(name, cls.convert_sync_batchnorm(child, process_group))
        return made


_NormBase = BatchNorm  # PyTorch's name
BatchNorm.forward.__qualname__ = "_BatchNorm.forward"  # its name in PyTorch's errors
