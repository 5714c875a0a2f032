"""Pooling layers: the largest or the mean of each window.

Source: https://pytorch.org/docs/2.7/nn.html#pooling-layers
"""

from __future__ import annotations

from typing import Any, ClassVar

from autograd_nb.nn import functional as F
from autograd_nb.nn.convolution import each

from .adaptive_pooling import (  # noqa: F401 - PyTorch's address for them
    AdaptiveAvgPool1d,
    AdaptiveAvgPool2d,
    AdaptiveAvgPool3d,
    AdaptiveMaxPool1d,
    AdaptiveMaxPool2d,
    AdaptiveMaxPool3d,
)
from .fractional import FractionalMaxPool2d, FractionalMaxPool3d  # noqa: F401 - PyTorch's address for them
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
    """The largest of each window along one dimension; without `stride` the windows lie side by side.

    Shapes: (batch, channels, length) or (channels, length). See `nn.functional.max_pool2d` for the sizes.

    >>> torch.nn.MaxPool1d(2)(torch.tensor([[1.0, 5.0, 2.0, 4.0]]))
    tensor([[5., 4.]])
    """

    dims = 1


class MaxPool2d(_MaxPoolNd):
    """The largest of each window of an image; without `stride` the windows lie side by side.

    Shapes: (batch, channels, height, width) or without the batch. See `nn.functional.max_pool2d` for the sizes. With
    `return_indices` the places come, too, for `MaxUnpool2d`.

    >>> torch.nn.MaxPool2d(2)(torch.arange(16.0).reshape(1, 4, 4))
    tensor([[[ 5.,  7.],
             [13., 15.]]])
    """

    dims = 2


class MaxPool3d(_MaxPoolNd):
    """The largest of each window of a volume; without `stride` the windows lie side by side.

    Shapes: (batch, channels, depth, height, width) or without the batch.

    >>> torch.nn.MaxPool3d(2)(torch.arange(8.0).reshape(1, 2, 2, 2))
    tensor([[[[7.]]]])
    """

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
        """The means.

        >>> torch.nn.AvgPool1d(2).forward(torch.tensor([[1.0, 3.0]]))
        tensor([[2.]])
        """
        pool: Any = getattr(F, f"avg_pool{self.dims}d")
        more = () if self.dims == 1 else (self.divisor_override,)
        options = (self.padding, self.ceil_mode, self.count_include_pad, *more)
        return pool(input, self.kernel_size, self.stride, *options)

    def extra_repr(self) -> str:
        """The window."""
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class AvgPool1d(AvgPoolNd):
    """The mean of each window along one dimension; without `stride` the windows lie side by side.

    Shapes: (batch, channels, length) or (channels, length).

    >>> torch.nn.AvgPool1d(2)(torch.tensor([[1.0, 5.0, 2.0, 4.0]]))
    tensor([[3., 3.]])
    """

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
    """The mean of each window of an image; without `stride` the windows lie side by side.

    Shapes: (batch, channels, height, width) or without the batch.

    >>> torch.nn.AvgPool2d(2)(torch.arange(16.0).reshape(1, 4, 4))
    tensor([[[ 2.5000,  4.5000],
             [10.5000, 12.5000]]])
    """

    dims = 2


class AvgPool3d(AvgPoolNd):
    """The mean of each window of a volume; without `stride` the windows lie side by side.

    Shapes: (batch, channels, depth, height, width) or without the batch.

    >>> torch.nn.AvgPool3d(2)(torch.arange(8.0).reshape(1, 2, 2, 2))
    tensor([[[[3.5000]]]])
    """

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
    """The p-norm of each window along one dimension, where p is `norm_type`.

    Shapes: (batch, channels, length) or (channels, length).

    >>> torch.nn.LPPool1d(2, kernel_size=2)(torch.tensor([[3.0, 4.0, 6.0, 8.0]]))
    tensor([[ 5., 10.]])
    """

    dims = 1


class LPPool2d(_LPPoolNd):
    """The p-norm of each window of an image, where p is `norm_type`.

    Shapes: (batch, channels, height, width) or without the batch.

    >>> torch.nn.LPPool2d(2, kernel_size=2)(torch.tensor([[[3.0, 4.0], [0.0, 0.0]]]))
    tensor([[[5.]]])
    """

    dims = 2


class LPPool3d(_LPPoolNd):
    """The p-norm of each window of a volume, where p is `norm_type`.

    Shapes: (batch, channels, depth, height, width) or without the batch.

    >>> torch.nn.LPPool3d(2, kernel_size=2)(torch.ones(1, 2, 2, 4)).shape
    torch.Size([1, 1, 1, 2])
    """

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
        """The larger input, zeros elsewhere; `output_size` says which of the sizes that are possible.

        >>> unpool, places = torch.nn.MaxUnpool1d(2), torch.tensor([[1]])
        >>> unpool(torch.tensor([[5.0]]), places), unpool(torch.tensor([[5.0]]), places, output_size=[3])
        (tensor([[0., 5.]]), tensor([[0., 5., 0.]]))
        """
        unpool: Any = getattr(F, f"max_unpool{self.dims}d")
        return unpool(input, indices, self.kernel_size, self.stride, self.padding, output_size)

    def extra_repr(self) -> str:
        """The window."""
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class MaxUnpool1d(MaxUnpoolNd):
    """`MaxPool1d` the other way: the largest elements in the places where they were, zeros elsewhere.

    Shapes: (batch, channels, length) or (channels, length), for the input and for the indices.

    >>> pool, unpool = torch.nn.MaxPool1d(2, return_indices=True), torch.nn.MaxUnpool1d(2)
    >>> unpool(*pool(torch.tensor([[1.0, 5.0, 2.0, 4.0]])))
    tensor([[0., 5., 0., 4.]])
    """

    dims = 1


class MaxUnpool2d(MaxUnpoolNd):
    """`MaxPool2d` the other way: the largest elements in the places where they were, zeros elsewhere.

    Shapes: (batch, channels, height, width) or without the batch.

    >>> pool, unpool = torch.nn.MaxPool2d(2, return_indices=True), torch.nn.MaxUnpool2d(2)
    >>> unpool(*pool(torch.arange(8.0).reshape(1, 2, 4)))
    tensor([[[0., 0., 0., 0.],
             [0., 5., 0., 7.]]])
    """

    dims = 2


class MaxUnpool3d(MaxUnpoolNd):
    """`MaxPool3d` the other way: the largest elements in the places where they were, zeros elsewhere.

    Shapes: (batch, channels, depth, height, width) or without the batch.

    >>> pool, unpool = torch.nn.MaxPool3d(2, return_indices=True), torch.nn.MaxUnpool3d(2)
    >>> unpool(*pool(torch.ones(1, 2, 2, 2))).shape
    torch.Size([1, 2, 2, 2])
    """

    dims = 3


_AvgPoolNd = AvgPoolNd  # PyTorch's names
