"""Layers for images: resizing, moving channels into space, windows as columns, dropping whole channels.

Source: https://pytorch.org/docs/2.7/nn.html#vision-layers
"""

from __future__ import annotations

from typing import Any

from autograd_nb.nn import functional as F

from .layers import _DropoutNd
from .module import Module


class Upsample(Module):
    """Images of another size: see `nn.functional.interpolate`.

    Give `size` or `scale_factor`; `mode` is "nearest", "linear" (sequences), "bilinear" or "bicubic" (images) or
    "trilinear" (volumes).

    >>> torch.nn.Upsample(scale_factor=2)(torch.tensor([[[1.0, 2.0]]]))
    tensor([[[1., 1., 2., 2.]]])
    >>> torch.nn.Upsample(size=4, mode="linear", align_corners=True)(torch.tensor([[[1.0, 4.0]]]))
    tensor([[[1., 2., 3., 4.]]])
    """

    def __init__(
        self,
        size: Any = None,
        scale_factor: Any = None,
        mode: str = "nearest",
        align_corners: bool | None = None,
        recompute_scale_factor: bool | None = None,
    ) -> None:
        super().__init__()
        self.size = size
        if isinstance(scale_factor, tuple):
            scale_factor = tuple(float(factor) for factor in scale_factor)
        self.scale_factor = float(scale_factor) if isinstance(scale_factor, (int, float)) else scale_factor
        self.mode = mode
        self.align_corners = align_corners
        self.recompute_scale_factor = recompute_scale_factor

    def forward(self, input: Any) -> Any:
        """The resized input.

        >>> torch.nn.Upsample(size=3).forward(torch.tensor([[[1.0]]]))
        tensor([[[1., 1., 1.]]])
        """
        again = self.recompute_scale_factor
        return F.interpolate(input, self.size, self.scale_factor, self.mode, self.align_corners, again)

    def extra_repr(self) -> str:
        """The size or scale, and the mode."""
        told = f"size={self.size!r}" if self.scale_factor is None else f"scale_factor={self.scale_factor!r}"
        return f"{told}, mode={self.mode!r}"


class PixelShuffle(Module):
    """Channels moved into space: r² channels become one, r times as high and wide.

    Shapes: (..., C r², H, W) to (..., C, H r, W r), where r is `upscale_factor`.

    >>> torch.nn.PixelShuffle(2)(torch.arange(4.0).reshape(4, 1, 1))
    tensor([[[0., 1.],
             [2., 3.]]])
    """

    def __init__(self, upscale_factor: int) -> None:
        super().__init__()
        self.upscale_factor = upscale_factor

    def forward(self, input: Any) -> Any:
        """The larger image.

        >>> torch.nn.PixelShuffle(2).forward(torch.arange(4.0).reshape(4, 1, 1)).shape
        torch.Size([1, 2, 2])
        """
        return F.pixel_shuffle(input, self.upscale_factor)

    def extra_repr(self) -> str:
        """The factor."""
        return f"upscale_factor={self.upscale_factor}"


class PixelUnshuffle(Module):
    """Space moved into channels: squares of r × r pixels become as many channels.

    Shapes: (..., C, H r, W r) to (..., C r², H, W), where r is `downscale_factor`.

    >>> torch.nn.PixelUnshuffle(2)(torch.ones(1, 4, 6)).shape
    torch.Size([4, 2, 3])
    """

    def __init__(self, downscale_factor: int) -> None:
        super().__init__()
        self.downscale_factor = downscale_factor

    def forward(self, input: Any) -> Any:
        """The smaller image.

        >>> torch.nn.PixelUnshuffle(2).forward(torch.ones(1, 2, 2)).shape
        torch.Size([4, 1, 1])
        """
        return F.pixel_unshuffle(input, self.downscale_factor)

    def extra_repr(self) -> str:
        """The factor."""
        return f"downscale_factor={self.downscale_factor}"


class ChannelShuffle(Module):
    """Channels of all groups, one after the other: the first of each group, then the second of each.

    >>> torch.nn.ChannelShuffle(2)(torch.arange(6.0).reshape(1, 6, 1)).flatten()
    tensor([0., 3., 1., 4., 2., 5.])
    """

    def __init__(self, groups: int) -> None:
        super().__init__()
        self.groups = groups

    def forward(self, input: Any) -> Any:
        """The input with its channels in another order.

        >>> torch.nn.ChannelShuffle(2).forward(torch.arange(4.0).reshape(1, 4, 1)).flatten()
        tensor([0., 2., 1., 3.])
        """
        return F.channel_shuffle(input, self.groups)

    def extra_repr(self) -> str:
        """The number of groups."""
        return f"groups={self.groups}"


class UpsamplingNearest2d(Upsample):
    """`Upsample` of images by repeating elements.

    >>> torch.nn.UpsamplingNearest2d(scale_factor=2)(torch.tensor([[[[1.0, 2.0]]]]))
    tensor([[[[1., 1., 2., 2.],
              [1., 1., 2., 2.]]]])
    """

    def __init__(self, size: Any = None, scale_factor: Any = None) -> None:
        super().__init__(size, scale_factor, mode="nearest")


class UpsamplingBilinear2d(Upsample):
    """`Upsample` of images by lines between corners.

    >>> torch.nn.UpsamplingBilinear2d(size=(1, 4))(torch.tensor([[[[1.0, 4.0]]]]))
    tensor([[[[1., 2., 3., 4.]]]])
    """

    def __init__(self, size: Any = None, scale_factor: Any = None) -> None:
        super().__init__(size, scale_factor, mode="bilinear", align_corners=True)


class FeatureAlphaDropout(_DropoutNd):
    """`AlphaDropout` of whole channels: one decision for each (batch, channel), while training.

    >>> _ = torch.manual_seed(0)
    >>> torch.nn.FeatureAlphaDropout(0.5)(torch.zeros(1, 3, 2))
    tensor([[[-0.7792, -0.7792],
             [-0.7792, -0.7792],
             [ 0.7792,  0.7792]]])
    """

    def forward(self, input: Any) -> Any:
        """The input, some channels dropped.

        >>> torch.nn.FeatureAlphaDropout(0.0).forward(torch.ones(1, 2, 1)).flatten()
        tensor([1., 1.])
        """
        return F.feature_alpha_dropout(input, self.p, self.training)


class Unfold(Module):
    """The windows of images as columns.

    Shapes: (batch, channels, height, width) to (batch, channels and window, places).

    >>> torch.nn.Unfold(kernel_size=2)(torch.arange(6.0).reshape(1, 1, 2, 3))
    tensor([[[0., 1.],
             [1., 2.],
             [3., 4.],
             [4., 5.]]])
    """

    def __init__(self, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> None:
        super().__init__()
        self.kernel_size, self.dilation, self.padding, self.stride = kernel_size, dilation, padding, stride

    def forward(self, input: Any) -> Any:
        """The columns.

        >>> torch.nn.Unfold(2).forward(torch.ones(1, 1, 2, 3)).shape
        torch.Size([1, 4, 2])
        """
        return F.unfold(input, self.kernel_size, self.dilation, self.padding, self.stride)

    def extra_repr(self) -> str:
        """The window."""
        return f"kernel_size={self.kernel_size}, dilation={self.dilation}, padding={self.padding}, stride={self.stride}"


class Fold(Module):
    """Columns added up to images: where windows overlap their elements are summed.

    Shapes: (batch, channels and window, places) to (batch, channels, *output_size).

    >>> torch.nn.Fold(output_size=(2, 3), kernel_size=2)(torch.ones(1, 4, 2))
    tensor([[[[1., 2., 1.],
              [1., 2., 1.]]]])
    """

    def __init__(
        self, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
    ) -> None:
        super().__init__()
        self.output_size = output_size
        self.kernel_size, self.dilation, self.padding, self.stride = kernel_size, dilation, padding, stride

    def forward(self, input: Any) -> Any:
        """The images.

        >>> torch.nn.Fold((2, 3), 2).forward(torch.ones(1, 4, 2)).shape
        torch.Size([1, 1, 2, 3])
        """
        return F.fold(input, self.output_size, self.kernel_size, self.dilation, self.padding, self.stride)

    def extra_repr(self) -> str:
        """The sizes and the window."""
        return (
            f"output_size={self.output_size}, kernel_size={self.kernel_size}, dilation={self.dilation}, "
            f"padding={self.padding}, stride={self.stride}"
        )


class Dropout1d(_DropoutNd):
    """Zeros for whole channels of shape (length), with probability `p` while training.

    Shapes: (batch, channels, length) or (channels, length).

    >>> _ = torch.manual_seed(0)
    >>> torch.nn.Dropout1d(0.5)(torch.ones(1, 3, 2))
    tensor([[[0., 0.],
             [0., 0.],
             [2., 2.]]])
    """

    def forward(self, input: Any) -> Any:
        """The input, some channels dropped.

        >>> torch.nn.Dropout1d(1.0).forward(torch.ones(1, 2))
        tensor([[0., 0.]])
        """
        return F.dropout1d(input, self.p, self.training, self.inplace)


class Dropout2d(_DropoutNd):
    """Zeros for whole channels of shape (height, width), with probability `p` while training.

    Shapes: (batch, channels, height, width).

    >>> _ = torch.manual_seed(0)
    >>> torch.nn.Dropout2d(0.5)(torch.ones(1, 3, 2, 2)).sum((2, 3))
    tensor([[0., 0., 8.]])
    """

    def forward(self, input: Any) -> Any:
        """The input, some channels dropped.

        >>> torch.nn.Dropout2d(1.0).forward(torch.ones(1, 1, 1, 2))
        tensor([[[[0., 0.]]]])
        """
        return F.dropout2d(input, self.p, self.training, self.inplace)


class AlphaDropout(_DropoutNd):
    """`Dropout` for SELU: mean and variance stay as they are, while elements are dropped with probability `p`.

    >>> _ = torch.manual_seed(0)
    >>> y = torch.nn.AlphaDropout(0.2)(torch.randn(10000))
    >>> round(abs(y.mean().item()), 1), round(y.var().item(), 1)
    (0.0, 1.0)
    """

    def forward(self, input: Any) -> Any:
        """The input, some of it dropped.

        >>> torch.nn.AlphaDropout(0.0).forward(torch.ones(2))
        tensor([1., 1.])
        """
        return F.alpha_dropout(input, self.p, self.training)


class Dropout3d(_DropoutNd):
    """Zeros for whole channels of three dimensions, with probability `p` while training.

    Shapes: (batch, channels, depth, height, width) or (channels, depth, height, width).

    >>> _ = torch.manual_seed(0)
    >>> torch.nn.Dropout3d(0.5)(torch.ones(1, 3, 2, 2, 2)).sum((2, 3, 4))
    tensor([[ 0.,  0., 16.]])
    """

    def forward(self, input: Any) -> Any:
        """The input, some channels dropped.

        >>> torch.nn.Dropout3d(1.0).forward(torch.ones(1, 1, 1, 1, 2)).flatten()
        tensor([0., 0.])
        """
        return F.dropout3d(input, self.p, self.training, self.inplace)
