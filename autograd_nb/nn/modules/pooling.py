"""Pooling layers: the largest or the mean of each window.

Source: https://pytorch.org/docs/2.7/nn.html#pooling-layers
"""

from __future__ import annotations

from typing import Any, ClassVar

from autograd_nb.nn import functional as F
from autograd_nb.nn.convolution import each

from .module import Module


class _MaxPoolNd(Module):
    """The largest of each window; without `stride` the windows lie side by side."""

    _lends = ("forward",)

    dims: ClassVar[int]

    def __init__(
        self,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        dilation: Any = 1,
        return_indices: bool = False,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.dilation = dilation
        self.return_indices = return_indices
        self.ceil_mode = ceil_mode

    def forward(self, input: Any) -> Any:
        """The largest elements, with their indices if asked for."""
        pool: Any = getattr(F, f"max_pool{self.dims}d")
        options = (self.padding, self.dilation, self.ceil_mode, self.return_indices)
        return pool(input, self.kernel_size, self.stride, *options)

    def extra_repr(self) -> str:
        """The window."""
        return (
            f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}, dilation={self.dilation}, "
            f"ceil_mode={self.ceil_mode}"
        )


class MaxPool1d(_MaxPoolNd):
    """The largest of each window along one dimension."""

    dims = 1


class MaxPool2d(_MaxPoolNd):
    """The largest of each window of an image.

    >>> import autograd_nb as torch
    >>> torch.nn.MaxPool2d(2)(torch.arange(16.0).reshape(1, 4, 4))
    tensor([[[ 5.,  7.],
             [13., 15.]]])
    """

    dims = 2


class MaxPool3d(_MaxPoolNd):
    """The largest of each window of a volume."""

    dims = 3


class AvgPoolNd(Module):
    """The mean of each window; without `stride` the windows lie side by side."""

    _lends = ("__init__", "forward")

    dims: ClassVar[int]

    def __init__(
        self,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        divisor_override: int | None = None,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.ceil_mode = ceil_mode
        self.count_include_pad = count_include_pad
        self.divisor_override = divisor_override

    def forward(self, input: Any) -> Any:
        """The means."""
        pool: Any = getattr(F, f"avg_pool{self.dims}d")
        more = () if self.dims == 1 else (self.divisor_override,)
        options = (self.padding, self.ceil_mode, self.count_include_pad, *more)
        return pool(input, self.kernel_size, self.stride, *options)

    def extra_repr(self) -> str:
        """The window."""
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class AvgPool1d(AvgPoolNd):
    """The mean of each window along one dimension."""

    dims = 1

    def __init__(
        self,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        steps = each(kernel_size if stride is None else stride, 1)
        super().__init__(each(kernel_size, 1), steps, each(padding, 1), ceil_mode, count_include_pad)


class AvgPool2d(AvgPoolNd):
    """The mean of each window of an image."""

    dims = 2


class AvgPool3d(AvgPoolNd):
    """The mean of each window of a volume."""

    dims = 3


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
    """The means of parts of one dimension."""

    dims = 1


class AdaptiveAvgPool2d(_AdaptiveAvgPoolNd):
    """The means of parts of an image."""

    dims = 2


class AdaptiveAvgPool3d(_AdaptiveAvgPoolNd):
    """The means of parts of a volume."""

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
    """The largest of parts of one dimension."""

    dims = 1


class AdaptiveMaxPool2d(_AdaptiveMaxPoolNd):
    """The largest of parts of an image."""

    dims = 2


class AdaptiveMaxPool3d(_AdaptiveMaxPoolNd):
    """The largest of parts of a volume."""

    dims = 3


class _LPPoolNd(Module):
    """The p-norm of each window; without `stride` the windows lie side by side."""

    _lends = ("forward",)

    dims: ClassVar[int]

    def __init__(self, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False) -> None:
        super().__init__()
        self.norm_type, self.kernel_size, self.stride, self.ceil_mode = norm_type, kernel_size, stride, ceil_mode

    def forward(self, input: Any) -> Any:
        """The norms."""
        pool: Any = getattr(F, f"lp_pool{self.dims}d")
        return pool(input, float(self.norm_type), self.kernel_size, self.stride, self.ceil_mode)

    def extra_repr(self) -> str:
        """The norm and the window."""
        return (
            f"norm_type={self.norm_type}, kernel_size={self.kernel_size}, stride={self.stride}, "
            f"ceil_mode={self.ceil_mode}"
        )


class LPPool1d(_LPPoolNd):
    """The p-norm of each window along one dimension."""

    dims = 1


class LPPool2d(_LPPoolNd):
    """The p-norm of each window of an image."""

    dims = 2


class LPPool3d(_LPPoolNd):
    """The p-norm of each window of a volume."""

    dims = 3


class MaxUnpoolNd(Module):
    """The largest elements, back in the places that a `MaxPool` with `return_indices` took them from."""

    _lends = ("__init__", "forward")

    dims: ClassVar[int]

    def __init__(self, kernel_size: Any, stride: Any = None, padding: Any = 0) -> None:
        super().__init__()
        self.kernel_size = each(kernel_size, self.dims)
        self.stride = each(kernel_size if stride is None else stride, self.dims)
        self.padding = each(padding, self.dims)

    def forward(self, input: Any, indices: Any, output_size: Any = None) -> Any:
        """The larger input, zeros elsewhere."""
        unpool: Any = getattr(F, f"max_unpool{self.dims}d")
        return unpool(input, indices, self.kernel_size, self.stride, self.padding, output_size)

    def extra_repr(self) -> str:
        """The window."""
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class MaxUnpool1d(MaxUnpoolNd):
    """`MaxPool1d` the other way."""

    dims = 1


class MaxUnpool2d(MaxUnpoolNd):
    """`MaxPool2d` the other way."""

    dims = 2


class MaxUnpool3d(MaxUnpoolNd):
    """`MaxPool3d` the other way."""

    dims = 3


class FractionalMaxPoolNd(Module):
    """The largest of windows that begin where chance has it: `output_size` of them, or `output_ratio` times the size.

    Raises:
        ValueError: if not one of the two is given, or a ratio is not between 0 and 1.
    """

    _lends = ("__init__", "forward")

    dims: ClassVar[int]

    def __init__(
        self,
        kernel_size: Any,
        output_size: Any = None,
        output_ratio: Any = None,
        return_indices: bool = False,
        _random_samples: Any = None,
    ) -> None:
        super().__init__()
        n = self.dims
        self.kernel_size = kernel_size
        self.return_indices = return_indices
        self.register_buffer("_random_samples", _random_samples)
        self.output_size = None if output_size is None else each(output_size, n)
        ratios = output_ratio if isinstance(output_ratio, tuple) else (output_ratio,) * n
        self.output_ratio = None if output_ratio is None else ratios
        name = type(self).__name__
        if output_size is None and output_ratio is None:
            raise ValueError(f"{name} requires specifying either an output size, or a pooling ratio")
        if output_size is not None and output_ratio is not None:
            raise ValueError("only one of output_size and output_ratio may be specified")
        if output_ratio is not None and not all(0 < ratio < 1 for ratio in ratios):
            raise ValueError(f"output_ratio must be between 0 and 1 (got {output_ratio})")

    def forward(self, input: Any) -> Any:
        """The largest elements, with their indices if asked for."""
        pool: Any = getattr(F, f"fractional_max_pool{self.dims}d")
        options = (self.output_size, self.output_ratio, self.return_indices, self._random_samples)
        return pool(input, self.kernel_size, *options)


class FractionalMaxPool2d(FractionalMaxPoolNd):
    """The largest of windows of an image that begin where chance has it.

    >>> import autograd_nb as torch
    >>> torch.nn.FractionalMaxPool2d(2, output_size=3)(torch.ones(1, 1, 5, 5)).shape
    torch.Size([1, 1, 3, 3])
    """

    dims = 2


class FractionalMaxPool3d(FractionalMaxPoolNd):
    """The largest of windows of a volume that begin where chance has it."""

    dims = 3


_AvgPoolNd = AvgPoolNd  # PyTorch's names
