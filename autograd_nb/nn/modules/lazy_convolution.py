"""Convolutions that learn the number of their channels from the first input.

Source: https://pytorch.org/docs/2.7/nn.html#convolution-layers
"""

from __future__ import annotations

from typing import Any

from autograd_nb.nn.parameter import UninitializedParameter

from .convolution import (
    Conv1d,
    Conv2d,
    Conv3d,
    ConvNd,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
    ConvTransposeNd,
)
from .lazy import LazyModuleMixin


class LazyConvNd(LazyModuleMixin, ConvNd):
    """A convolution that learns the number of its channels from the first input."""

    _lends = ("__init__",)

    def __init__(
        self,
        out_channels: int,
        kernel_size: Any,
        stride: Any = 1,
        padding: Any = 0,
        dilation: Any = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(0, 0, kernel_size, stride, padding, dilation, groups, False, padding_mode)
        self._wait(out_channels, bias, device, dtype)

    def _wait(self, out_channels: int, bias: bool, device: Any, dtype: Any) -> None:
        """Parameters without a shape."""
        self.out_channels = out_channels
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        if bias:
            self.bias = UninitializedParameter(device=device, dtype=dtype)

    def reset_parameters(self) -> None:
        """Draw the first numbers, once the shapes are known.

        >>> layer = torch.nn.LazyConv1d(1, kernel_size=2)
        >>> layer.reset_parameters()
        >>> layer.weight
        <UninitializedParameter>
        """
        if self.in_channels and not self.has_uninitialized_params():
            super().reset_parameters()

    def initialize_parameters(self, input: Any, *_: Any, **__: Any) -> None:
        """Take as many channels as the first input has.

        >>> layer = torch.nn.LazyConv1d(1, kernel_size=2)
        >>> layer.initialize_parameters(torch.ones(1, 3, 4))
        >>> layer.in_channels
        3
        """
        if not self.has_uninitialized_params():
            return
        shape = input.shape
        if len(shape) not in (self.dims + 1, self.dims + 2):
            raise RuntimeError(
                f"Expected {self.dims + 1}D (unbatched) or {self.dims + 2}D (batched) input to "
                f"{type(self).__name__}, but got input of size: {shape}"
            )
        self.in_channels = shape[-self.dims - 1]
        self._check()
        ends = (self.out_channels, self.in_channels)
        first, second = reversed(ends) if self.transposed else ends
        self.weight.materialize((first, second // self.groups, *self.kernel_size))
        if self.bias is not None:
            self.bias.materialize((self.out_channels,))
        self.reset_parameters()


class LazyConv1d(LazyConvNd):
    """A `Conv1d` that waits for its first input, which says how many channels there are.

    >>> layer = torch.nn.LazyConv1d(4, kernel_size=3)
    >>> _ = layer(torch.ones(1, 2, 10))
    >>> layer
    Conv1d(2, 4, kernel_size=(3,), stride=(1,))
    """

    dims = 1
    cls_to_become = Conv1d


class LazyConv2d(LazyConvNd):
    """A `Conv2d` that waits for its first input, which says how many channels there are.

    >>> layer = torch.nn.LazyConv2d(4, kernel_size=3)
    >>> _ = layer(torch.ones(1, 2, 10, 10))
    >>> layer.weight.shape
    torch.Size([4, 2, 3, 3])
    """

    dims = 2
    cls_to_become = Conv2d


class LazyConv3d(LazyConvNd):
    """A `Conv3d` that waits for its first input, which says how many channels there are.

    >>> layer = torch.nn.LazyConv3d(4, kernel_size=3)
    >>> _ = layer(torch.ones(1, 2, 5, 5, 5))
    >>> layer.weight.shape
    torch.Size([4, 2, 3, 3, 3])
    """

    dims = 3
    cls_to_become = Conv3d


class LazyConvTransposeNd(LazyConvNd, ConvTransposeNd):
    """A transposed convolution that learns the number of its channels from the first input."""

    _lends = ("__init__",)

    def __init__(
        self,
        out_channels: int,
        kernel_size: Any,
        stride: Any = 1,
        padding: Any = 0,
        output_padding: Any = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: Any = 1,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        sizes = (kernel_size, stride, padding, output_padding, groups, False, dilation, padding_mode)
        super(LazyConvNd, self).__init__(0, 0, *sizes)
        self._wait(out_channels, bias, device, dtype)


class LazyConvTranspose1d(LazyConvTransposeNd):
    """A `ConvTranspose1d` that waits for its first input, which says how many channels there are.

    >>> layer = torch.nn.LazyConvTranspose1d(4, kernel_size=3)
    >>> _ = layer(torch.ones(1, 2, 10))
    >>> layer.weight.shape
    torch.Size([2, 4, 3])
    """

    dims = 1
    cls_to_become = ConvTranspose1d


class LazyConvTranspose2d(LazyConvTransposeNd):
    """A `ConvTranspose2d` that waits for its first input, which says how many channels there are.

    >>> layer = torch.nn.LazyConvTranspose2d(4, kernel_size=3)
    >>> _ = layer(torch.ones(1, 2, 5, 5))
    >>> layer.weight.shape
    torch.Size([2, 4, 3, 3])
    """

    dims = 2
    cls_to_become = ConvTranspose2d


class LazyConvTranspose3d(LazyConvTransposeNd):
    """A `ConvTranspose3d` that waits for its first input, which says how many channels there are.

    >>> layer = torch.nn.LazyConvTranspose3d(4, kernel_size=3)
    >>> _ = layer(torch.ones(1, 2, 5, 5, 5))
    >>> layer.weight.shape
    torch.Size([2, 4, 3, 3, 3])
    """

    dims = 3
    cls_to_become = ConvTranspose3d
