"""Pooling layers that give as many parts as are asked for, whatever the size of the input.

Source: https://pytorch.org/docs/2.7/nn.html#pooling-layers
"""

from __future__ import annotations

from typing import Any, ClassVar

from autograd_nb.nn import functional as F

from .module import Module


class _AdaptiveAvgPoolNd(Module):
    """The means of as many parts as asked for."""

    _lends = ("forward",)

    dims: ClassVar[int]

    def __init__(self, output_size: Any) -> None:
        super().__init__()
        self.output_size = output_size

    def forward(self, input: Any) -> Any:
        """The means."""
        pool: Any = getattr(F, f"adaptive_avg_pool{self.dims}d")
        return pool(input, self.output_size)

    def extra_repr(self) -> str:
        """The number of parts."""
        return f"output_size={self.output_size}"


class AdaptiveAvgPool1d(_AdaptiveAvgPoolNd):
    """The means of parts of one dimension, as many as `output_size`.

    Shapes: (batch, channels, length) or (channels, length) to (..., output_size).

    >>> torch.nn.AdaptiveAvgPool1d(2)(torch.tensor([[1.0, 3.0, 5.0, 7.0]]))
    tensor([[2., 6.]])
    """

    dims = 1


class AdaptiveAvgPool2d(_AdaptiveAvgPoolNd):
    """The means of parts of an image, as many as `output_size`; 1 gives the mean of each channel, None keeps a size.

    Shapes: (batch, channels, height, width), or without the batch, to (..., *output_size).

    >>> torch.nn.AdaptiveAvgPool2d((1, 2))(torch.arange(16.0).reshape(1, 4, 4))
    tensor([[[6.5000, 8.5000]]])
    """

    dims = 2


class AdaptiveAvgPool3d(_AdaptiveAvgPoolNd):
    """The means of parts of a volume, as many as `output_size`; None keeps a size.

    Shapes: (batch, channels, depth, height, width), or without the batch, to (..., *output_size).

    >>> torch.nn.AdaptiveAvgPool3d((1, None, 2))(torch.ones(1, 4, 4, 4)).shape
    torch.Size([1, 1, 4, 2])
    """

    dims = 3


class _AdaptiveMaxPoolNd(Module):
    """The largest of as many parts as asked for."""

    _lends = ("forward",)

    dims: ClassVar[int]

    def __init__(self, output_size: Any, return_indices: bool = False) -> None:
        super().__init__()
        self.output_size = output_size
        self.return_indices = return_indices

    def forward(self, input: Any) -> Any:
        """The largest elements, with their indices if asked for."""
        pool: Any = getattr(F, f"adaptive_max_pool{self.dims}d")
        return pool(input, self.output_size, self.return_indices)

    def extra_repr(self) -> str:
        """The number of parts."""
        return f"output_size={self.output_size}"


class AdaptiveMaxPool1d(_AdaptiveMaxPoolNd):
    """The largest of parts of one dimension, as many as `output_size`.

    Shapes: (batch, channels, length) or (channels, length) to (..., output_size).

    >>> torch.nn.AdaptiveMaxPool1d(2)(torch.tensor([[1.0, 3.0, 5.0, 2.0]]))
    tensor([[3., 5.]])
    """

    dims = 1


class AdaptiveMaxPool2d(_AdaptiveMaxPoolNd):
    """The largest of parts of an image, as many as `output_size`; None keeps a size.

    Shapes: (batch, channels, height, width), or without the batch, to (..., *output_size).

    >>> torch.nn.AdaptiveMaxPool2d((1, 2))(torch.arange(16.0).reshape(1, 4, 4))
    tensor([[[13., 15.]]])
    """

    dims = 2


class AdaptiveMaxPool3d(_AdaptiveMaxPoolNd):
    """The largest of parts of a volume, as many as `output_size`; None keeps a size.

    Shapes: (batch, channels, depth, height, width), or without the batch, to (..., *output_size).

    >>> torch.nn.AdaptiveMaxPool3d((1, None, 2))(torch.ones(1, 4, 4, 4)).shape
    torch.Size([1, 1, 4, 2])
    """

    dims = 3
