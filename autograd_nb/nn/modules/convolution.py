"""Layers with a window that slides: convolutions and their transposed forms.

Source: https://pytorch.org/docs/2.7/nn.html#convolution-layers
"""

from __future__ import annotations

import math
from typing import Any, ClassVar

from autograd_nb.nn import functional as F
from autograd_nb.nn import init
from autograd_nb.nn.convolution import each

from .layers import new_parameter
from .module import Module


class ConvNd(Module):
    """What all convolutions share: weights of shape (out, in / groups, *kernel), and a bias.

    Raises:
        ValueError: for numbers of channels and groups that do not fit.
    """

    _lends: ClassVar[tuple[str, ...]] = ("__init__", "forward")

    dims: ClassVar[int]
    transposed: ClassVar[bool] = False
    weight: Any
    bias: Any

    def __init__(
        self,
        in_channels: int,
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
        super().__init__()
        n = self.dims
        self.in_channels, self.out_channels, self.groups = in_channels, out_channels, groups
        self.kernel_size, self.stride, self.dilation = (each(v, n) for v in (kernel_size, stride, dilation))
        self.padding = padding if isinstance(padding, str) else each(padding, n)
        self.output_padding = (0,) * n
        self.padding_mode = padding_mode
        self._check()
        first, second = (in_channels, out_channels) if self.transposed else (out_channels, in_channels)
        self.weight = new_parameter((first, second // groups, *self.kernel_size), dtype, device)
        if bias:
            self.bias = new_parameter((out_channels,), dtype, device)
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def _check(self) -> None:
        if self.groups <= 0:
            raise ValueError("groups must be a positive integer")
        if self.in_channels % self.groups:
            raise ValueError("in_channels must be divisible by groups")
        if self.out_channels % self.groups:
            raise ValueError("out_channels must be divisible by groups")
        if isinstance(self.padding, str):
            if self.padding not in ("same", "valid"):
                raise ValueError(f"Invalid padding string {self.padding!r}, should be one of {{'valid', 'same'}}")
            if self.padding == "same" and any(s != 1 for s in self.stride):
                raise ValueError("padding='same' is not supported for strided convolutions")
        modes = {"zeros", "reflect", "replicate", "circular"}
        if self.padding_mode not in modes:
            raise ValueError(f"padding_mode must be one of {modes}, but got padding_mode='{self.padding_mode}'")

    def reset_parameters(self) -> None:
        """Draw the first numbers again, within ± 1/√(in_channels / groups · size of the window).

        >>> layer = torch.nn.Conv2d(1, 3, kernel_size=2)
        >>> layer.reset_parameters()
        >>> bool(layer.weight.abs().max() <= 0.5)
        True
        """
        init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            fan_in = init.fans(self.weight)[0]
            if fan_in:
                bound = 1 / math.sqrt(fan_in)
                init.uniform_(self.bias, -bound, bound)

    def forward(self, input: Any) -> Any:
        """The convolution.

        >>> torch.nn.Conv1d(1, 1, 2).forward(torch.ones(1, 4)).shape
        torch.Size([1, 3])
        """
        convolve: Any = getattr(F, f"conv{self.dims}d")
        padding: Any = self.padding
        if self.padding_mode != "zeros":
            input = F.pad(input, self._ends(), mode=self.padding_mode)
            padding = 0
        return convolve(input, self.weight, self.bias, self.stride, padding, self.dilation, self.groups)

    def _ends(self) -> list[int]:
        """The padding as F.pad takes it."""
        if isinstance(self.padding, str):
            total = [d * (k - 1) if self.padding == "same" else 0 for d, k in zip(self.dilation, self.kernel_size)]
            return [end for t in reversed(total) for end in (t // 2, t - t // 2)]
        return [p for p in reversed(self.padding) for _ in range(2)]

    def extra_repr(self) -> str:
        """Channels, sizes, and what is not as usual."""
        n = self.dims
        text = f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}"
        usual = {"padding": (0,) * n, "dilation": (1,) * n, "output_padding": (0,) * n, "groups": 1}
        text += "".join(f", {name}={getattr(self, name)}" for name, v in usual.items() if getattr(self, name) != v)
        if self.bias is None:
            text += ", bias=False"
        return text + (f", padding_mode={self.padding_mode}" if self.padding_mode != "zeros" else "")


class Conv1d(ConvNd):
    """A window sliding along one dimension.

    What is learned: `weight` (out_channels, in_channels / groups, kernel_size) and, unless `bias=False`, `bias`
    (out_channels).

    Shapes: (batch, in_channels, length) to (batch, out_channels, length), or both without the batch. See
    `nn.functional.conv2d` for the sizes and the other arguments.

    >>> torch.nn.Conv1d(2, 4, kernel_size=3)(torch.ones(1, 2, 10)).shape
    torch.Size([1, 4, 8])

    Raises:
        ValueError: for numbers of channels and groups that do not fit.
        RuntimeError: when it is called, if the input has other channels or is shorter than the window.
    """

    dims = 1


class Conv2d(ConvNd):
    """A window sliding over images.

    What is learned: `weight` (out_channels, in_channels / groups, *kernel_size) and, unless `bias=False`, `bias`
    (out_channels). `padding` may be "same", which keeps the sizes; `padding_mode` says what is put around.

    Shapes: (batch, in_channels, height, width) to (batch, out_channels, ...), or both without the batch. See
    `nn.functional.conv2d` for the sizes and the other arguments.

    >>> layer = torch.nn.Conv2d(1, 6, kernel_size=5, padding=2)
    >>> layer
    Conv2d(1, 6, kernel_size=(5, 5), stride=(1, 1), padding=(2, 2))
    >>> layer(torch.ones(1, 1, 28, 28)).shape
    torch.Size([1, 6, 28, 28])

    Raises:
        ValueError: for numbers of channels and groups that do not fit.
        RuntimeError: when it is called, if the input has other channels or is smaller than the window.
    """

    dims = 2


class Conv3d(ConvNd):
    """A window sliding through volumes.

    What is learned: `weight` (out_channels, in_channels / groups, *kernel_size) and `bias` (out_channels).

    Shapes: (batch, in_channels, depth, height, width) to (batch, out_channels, ...), or both without the batch.

    >>> torch.nn.Conv3d(2, 4, kernel_size=3, padding="same")(torch.ones(1, 2, 5, 5, 5)).shape
    torch.Size([1, 4, 5, 5, 5])
    """

    dims = 3


class ConvTransposeNd(ConvNd):
    """What a convolution sends back to its input, as a layer: weights of shape (in, out / groups, *kernel)."""

    _lends: ClassVar[tuple[str, ...]] = ("__init__", "forward")

    transposed = True

    def __init__(
        self,
        in_channels: int,
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
        if padding_mode != "zeros":
            raise ValueError(f'Only "zeros" padding mode is supported for {type(self).__name__}')
        super().__init__(
            in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype
        )
        self.output_padding = each(output_padding, self.dims)

    def forward(self, input: Any, output_size: Any = None) -> Any:
        """The transposed convolution; of the sizes that a stride allows `output_size` takes another than the least.

        >>> layer = torch.nn.ConvTranspose1d(1, 1, 2, stride=2)
        >>> layer(torch.ones(1, 1, 3)).shape, layer(torch.ones(1, 1, 3), output_size=[7]).shape
        (torch.Size([1, 1, 6]), torch.Size([1, 1, 7]))

        Raises:
            ValueError: it is none of these sizes.
        """
        transposed: Any = getattr(F, f"conv_transpose{self.dims}d")
        more = self.output_padding if output_size is None else self._padding_for(input, output_size)
        return transposed(input, self.weight, self.bias, self.stride, self.padding, more, self.groups, self.dilation)

    def _padding_for(self, input: Any, wanted: Any) -> list[int]:
        """What is to be added at the end of each dimension."""
        dims = self.dims
        before = input.dim() - dims
        if len(wanted) == before + dims:
            wanted = wanted[before:]
        if len(wanted) != dims:
            raise ValueError(
                f"ConvTranspose{dims}D: for {input.dim()}D input, output_size must have {dims} or {before + dims} "
                f"elements (got {len(wanted)})"
            )
        least = [
            (input.size(before + d) - 1) * self.stride[d]
            - 2 * self.padding[d]
            + self.dilation[d] * (self.kernel_size[d] - 1)
            + 1
            for d in range(dims)
        ]
        most = [low + step - 1 for low, step in zip(least, self.stride)]
        if any(not low <= size <= high for low, size, high in zip(least, wanted, most)):
            raise ValueError(
                f"requested an output size of {wanted}, but valid sizes range from {least} to {most} (for an input of "
                f"{input.size()[2:]})"
            )
        return [size - low for size, low in zip(wanted, least)]


class ConvTranspose1d(ConvTransposeNd):
    """A transposed convolution along one dimension: it makes sequences longer.

    What is learned: `weight` (in_channels, out_channels / groups, kernel_size) and `bias` (out_channels).

    Shapes: (batch, in_channels, n) to (batch, out_channels,
    (n - 1) stride - 2 padding + dilation (kernel_size - 1) + output_padding + 1), or both without the batch.

    >>> torch.nn.ConvTranspose1d(2, 4, kernel_size=3, stride=2)(torch.ones(1, 2, 5)).shape
    torch.Size([1, 4, 11])
    """

    dims = 1


class ConvTranspose2d(ConvTransposeNd):
    """A transposed convolution of images: it makes them larger, by about `stride`.

    What is learned: `weight` (in_channels, out_channels / groups, *kernel_size) and `bias` (out_channels). See
    `ConvTranspose1d` for the sizes.

    >>> torch.nn.ConvTranspose2d(2, 4, kernel_size=2, stride=2)(torch.ones(1, 2, 5, 6)).shape
    torch.Size([1, 4, 10, 12])
    """

    dims = 2


class ConvTranspose3d(ConvTransposeNd):
    """A transposed convolution of volumes: it makes them larger, by about `stride`.

    What is learned: `weight` (in_channels, out_channels / groups, *kernel_size) and `bias` (out_channels). See
    `ConvTranspose1d` for the sizes.

    >>> torch.nn.ConvTranspose3d(2, 4, kernel_size=2, stride=2)(torch.ones(1, 2, 3, 3, 3)).shape
    torch.Size([1, 4, 6, 6, 6])
    """

    dims = 3


_ConvNd, _ConvTransposeNd = ConvNd, ConvTransposeNd  # PyTorch's names
