"""Layers for images: padding, resizing, moving channels into space, dropping whole channels.

Source: https://pytorch.org/docs/2.7/nn.html#padding-layers
"""

from __future__ import annotations

from typing import Any, ClassVar

from autograd_nb.nn import functional as F
from autograd_nb.nn.convolution import each

from .layers import _DropoutNd
from .module import Module


class PadNd(Module):
    """Elements around the input; one number stands for all ends, else (before, after) for the last dimension first."""

    _lends: ClassVar[tuple[str, ...]] = ("__init__", "forward")

    dims: ClassVar[int]
    mode: ClassVar[str]
    value: float = 0

    def __init__(self, padding: Any) -> None:
        super().__init__()
        self.padding = each(padding, 2 * self.dims)

    def forward(self, input: Any) -> Any:
        """The padded input."""
        if self.mode == "constant":
            return F.pad(input, self.padding, value=self.value)
        return F.pad(input, self.padding, self.mode)

    def extra_repr(self) -> str:
        """The ends."""
        return f"{self.padding}"


class ConstantPadNd(PadNd):
    """One number around the input."""

    _lends = ("__init__",)

    mode = "constant"

    def __init__(self, padding: Any, value: float) -> None:
        super().__init__(padding)
        self.value = value

    def extra_repr(self) -> str:
        """The ends and the number."""
        return f"padding={self.padding}, value={self.value}"


class ConstantPad1d(ConstantPadNd):
    """One number around the input, in 1 dimension."""

    dims = 1


class ConstantPad2d(ConstantPadNd):
    """One number around the input, in 2 dimensions."""

    dims = 2


class ConstantPad3d(ConstantPadNd):
    """One number around the input, in 3 dimensions."""

    dims = 3


class ZeroPad1d(PadNd):
    """Zeros around the input, in 1 dimension."""

    dims = 1
    mode = "constant"


class ZeroPad2d(PadNd):
    """Zeros around the input, in 2 dimensions."""

    dims = 2
    mode = "constant"


class ZeroPad3d(PadNd):
    """Zeros around the input, in 3 dimensions."""

    dims = 3
    mode = "constant"


class ReflectionPad1d(PadNd):
    """The input mirrored at its border, in 1 dimension."""

    dims = 1
    mode = "reflect"


class ReflectionPad2d(PadNd):
    """The input mirrored at its border, in 2 dimensions."""

    dims = 2
    mode = "reflect"


class ReflectionPad3d(PadNd):
    """The input mirrored at its border, in 3 dimensions."""

    dims = 3
    mode = "reflect"


class ReplicationPad1d(PadNd):
    """The border repeated around the input, in 1 dimension."""

    dims = 1
    mode = "replicate"


class ReplicationPad2d(PadNd):
    """The border repeated around the input, in 2 dimensions."""

    dims = 2
    mode = "replicate"


class ReplicationPad3d(PadNd):
    """The border repeated around the input, in 3 dimensions."""

    dims = 3
    mode = "replicate"


class CircularPadNd(PadNd):
    """The input again from its other end; it has the dimensions that are padded, the channels, and perhaps a batch."""

    mode = "circular"

    def forward(self, input: Any) -> Any:
        """The padded input.

        Raises:
            ValueError: for an input of another number of dimensions.
        """
        if input.dim() not in (self.dims + 1, self.dims + 2):
            raise ValueError(f"expected {self.dims + 1}D or {self.dims + 2}D input (got {input.dim()}D input)")
        return super().forward(input)


class CircularPad1d(CircularPadNd):
    """The input again from its other end, in 1 dimension."""

    dims = 1


class CircularPad2d(CircularPadNd):
    """The input again from its other end, in 2 dimensions."""

    dims = 2


class CircularPad3d(CircularPadNd):
    """The input again from its other end, in 3 dimensions."""

    dims = 3


class Upsample(Module):
    """Images of another size: see `nn.functional.interpolate`."""

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
        """The resized input."""
        again = self.recompute_scale_factor
        return F.interpolate(input, self.size, self.scale_factor, self.mode, self.align_corners, again)

    def extra_repr(self) -> str:
        """The size or scale, and the mode."""
        told = f"size={self.size!r}" if self.scale_factor is None else f"scale_factor={self.scale_factor!r}"
        return f"{told}, mode={self.mode!r}"


class PixelShuffle(Module):
    """Channels moved into space."""

    def __init__(self, upscale_factor: int) -> None:
        super().__init__()
        self.upscale_factor = upscale_factor

    def forward(self, input: Any) -> Any:
        """The larger image."""
        return F.pixel_shuffle(input, self.upscale_factor)

    def extra_repr(self) -> str:
        """The factor."""
        return f"upscale_factor={self.upscale_factor}"


class PixelUnshuffle(Module):
    """Space moved into channels."""

    def __init__(self, downscale_factor: int) -> None:
        super().__init__()
        self.downscale_factor = downscale_factor

    def forward(self, input: Any) -> Any:
        """The smaller image."""
        return F.pixel_unshuffle(input, self.downscale_factor)

    def extra_repr(self) -> str:
        """The factor."""
        return f"downscale_factor={self.downscale_factor}"


class ChannelShuffle(Module):
    """Channels of all groups, one after the other."""

    def __init__(self, groups: int) -> None:
        super().__init__()
        self.groups = groups

    def forward(self, input: Any) -> Any:
        """The input with its channels in another order."""
        return F.channel_shuffle(input, self.groups)

    def extra_repr(self) -> str:
        """The number of groups."""
        return f"groups={self.groups}"


class UpsamplingNearest2d(Upsample):
    """`Upsample` of images by repeating elements."""

    def __init__(self, size: Any = None, scale_factor: Any = None) -> None:
        super().__init__(size, scale_factor, mode="nearest")


class UpsamplingBilinear2d(Upsample):
    """`Upsample` of images by lines between corners."""

    def __init__(self, size: Any = None, scale_factor: Any = None) -> None:
        super().__init__(size, scale_factor, mode="bilinear", align_corners=True)


class FeatureAlphaDropout(_DropoutNd):
    """`AlphaDropout` of whole channels."""

    def forward(self, input: Any) -> Any:
        """The input, some channels dropped."""
        return F.feature_alpha_dropout(input, self.p, self.training)


class Unfold(Module):
    """The windows of images as columns."""

    def __init__(self, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> None:
        super().__init__()
        self.kernel_size, self.dilation, self.padding, self.stride = kernel_size, dilation, padding, stride

    def forward(self, input: Any) -> Any:
        """The columns."""
        return F.unfold(input, self.kernel_size, self.dilation, self.padding, self.stride)

    def extra_repr(self) -> str:
        """The window."""
        return f"kernel_size={self.kernel_size}, dilation={self.dilation}, padding={self.padding}, stride={self.stride}"


class Fold(Module):
    """Columns added up to images."""

    def __init__(
        self, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
    ) -> None:
        super().__init__()
        self.output_size = output_size
        self.kernel_size, self.dilation, self.padding, self.stride = kernel_size, dilation, padding, stride

    def forward(self, input: Any) -> Any:
        """The images."""
        return F.fold(input, self.output_size, self.kernel_size, self.dilation, self.padding, self.stride)

    def extra_repr(self) -> str:
        """The sizes and the window."""
        return (
            f"output_size={self.output_size}, kernel_size={self.kernel_size}, dilation={self.dilation}, "
            f"padding={self.padding}, stride={self.stride}"
        )


class Dropout1d(_DropoutNd):
    """Zeros for whole channels of shape (length), with probability `p` while training."""

    def forward(self, input: Any) -> Any:
        """The input, some channels dropped."""
        return F.dropout1d(input, self.p, self.training, self.inplace)


class Dropout2d(_DropoutNd):
    """Zeros for whole channels of shape (height, width), with probability `p` while training."""

    def forward(self, input: Any) -> Any:
        """The input, some channels dropped."""
        return F.dropout2d(input, self.p, self.training, self.inplace)


class AlphaDropout(_DropoutNd):
    """`Dropout` for SELU: mean and variance stay as they are."""

    def forward(self, input: Any) -> Any:
        """The input, some of it dropped."""
        return F.alpha_dropout(input, self.p, self.training)


class Dropout3d(_DropoutNd):
    """Zeros for whole channels of three dimensions, with probability `p` while training."""

    def forward(self, input: Any) -> Any:
        """The input, some channels dropped."""
        return F.dropout3d(input, self.p, self.training, self.inplace)
