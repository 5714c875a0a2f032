"""Layers with a window that slides: convolutions and their transposed forms, and those that wait for the first input.

Source: https://pytorch.org/docs/2.7/nn.html#convolution-layers
"""

from __future__ import annotations

import math
from typing import Any, ClassVar

from autograd_nb.nn import functional as F
from autograd_nb.nn import init
from autograd_nb.nn.convolution import each
from autograd_nb.nn.parameter import UninitializedParameter

from .layers import new_parameter
from .lazy import LazyModuleMixin
from .module import Module


class ConvNd(Module):
    """What all convolutions share: weights of shape (out, in / groups, *kernel), and a bias.

    Raises:
        ValueError: for numbers of channels and groups that do not fit.
    """

    _lends = ("forward",)

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
        """Draw the first numbers again."""
        init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            fan_in = init.fans(self.weight)[0]
            if fan_in:
                bound = 1 / math.sqrt(fan_in)
                init.uniform_(self.bias, -bound, bound)

    def forward(self, input: Any) -> Any:
        """The convolution."""
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
    """A window sliding along one dimension."""

    dims = 1


class Conv2d(ConvNd):
    """A window sliding over images.

    >>> import autograd_nb as torch
    >>> torch.nn.Conv2d(1, 6, kernel_size=5, padding=2)
    Conv2d(1, 6, kernel_size=(5, 5), stride=(1, 1), padding=(2, 2))
    """

    dims = 2


class Conv3d(ConvNd):
    """A window sliding through volumes."""

    dims = 3


class ConvTransposeNd(ConvNd):
    """What a convolution sends back to its input, as a layer: weights of shape (in, out / groups, *kernel)."""

    _lends = ("forward",)

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
        """The transposed convolution; of the sizes that a stride allows `output_size` takes another than the least."""
        transposed: Any = getattr(F, f"conv_transpose{self.dims}d")
        more = self.output_padding if output_size is None else self._padding_for(input, list(output_size))
        return transposed(input, self.weight, self.bias, self.stride, self.padding, more, self.groups, self.dilation)

    def _padding_for(self, input: Any, wanted: list[int]) -> list[int]:
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
    """A transposed convolution along one dimension."""

    dims = 1


class ConvTranspose2d(ConvTransposeNd):
    """A transposed convolution of images."""

    dims = 2


class ConvTranspose3d(ConvTransposeNd):
    """A transposed convolution of volumes."""

    dims = 3


class LazyConvNd(LazyModuleMixin, ConvNd):
    """A convolution that learns the number of its channels from the first input."""

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
        """Draw the first numbers, once the shapes are known."""
        if self.in_channels and not self.has_uninitialized_params():
            super().reset_parameters()

    def initialize_parameters(self, input: Any, *_: Any, **__: Any) -> None:
        """Take as many channels as the first input has."""
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
    """A `Conv1d` that waits for its first input."""

    dims = 1
    cls_to_become = Conv1d


class LazyConv2d(LazyConvNd):
    """A `Conv2d` that waits for its first input."""

    dims = 2
    cls_to_become = Conv2d


class LazyConv3d(LazyConvNd):
    """A `Conv3d` that waits for its first input."""

    dims = 3
    cls_to_become = Conv3d


class LazyConvTransposeNd(LazyConvNd, ConvTransposeNd):
    """A transposed convolution that learns the number of its channels from the first input."""

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
    """A `ConvTranspose1d` that waits for its first input."""

    dims = 1
    cls_to_become = ConvTranspose1d


class LazyConvTranspose2d(LazyConvTransposeNd):
    """A `ConvTranspose2d` that waits for its first input."""

    dims = 2
    cls_to_become = ConvTranspose2d


class LazyConvTranspose3d(LazyConvTransposeNd):
    """A `ConvTranspose3d` that waits for its first input."""

    dims = 3
    cls_to_become = ConvTranspose3d


_ConvNd, _ConvTransposeNd = ConvNd, ConvTransposeNd  # PyTorch's names
