"""Elements around the input, as layers: zeros, another number, or the input's own.

Source: https://pytorch.org/docs/2.7/nn.html#padding-layers
"""

from __future__ import annotations

from typing import Any, ClassVar

from autograd_nb.nn import functional as F
from autograd_nb.nn.convolution import each

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
        """The padded input.

        >>> torch.nn.ZeroPad1d(1).forward(torch.ones(1, 2))
        tensor([[0., 1., 1., 0.]])
        """
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
    """One number around the input, in 1 dimension: `padding` is (before, after), or one number for both.

    Shapes: (..., length).

    >>> torch.nn.ConstantPad1d((1, 2), 9.0)(torch.tensor([[1.0, 2.0]]))
    tensor([[9., 1., 2., 9., 9.]])
    """

    dims = 1


class ConstantPad2d(ConstantPadNd):
    """One number around the input, in 2 dimensions: `padding` is (left, right, top, bottom), or one number for all.

    Shapes: (..., height, width). Negative numbers cut off.

    >>> torch.nn.ConstantPad2d((1, 0, 0, 1), 9.0)(torch.tensor([[1.0, 2.0]]))
    tensor([[9., 1., 2.],
            [9., 9., 9.]])
    """

    dims = 2


class ConstantPad3d(ConstantPadNd):
    """One number around the input, in 3 dimensions.

    `padding` is (left, right, top, bottom, front, back), or one number for all.

    Shapes: (..., depth, height, width).

    >>> torch.nn.ConstantPad3d(1, 0.5)(torch.ones(1, 2, 3, 4)).shape
    torch.Size([1, 4, 5, 6])
    """

    dims = 3


class ZeroPad1d(PadNd):
    """Zeros around the input, in 1 dimension: `padding` is (before, after), or one number for both.

    Shapes: (..., length).

    >>> torch.nn.ZeroPad1d((1, 2))(torch.tensor([[1.0, 2.0]]))
    tensor([[0., 1., 2., 0., 0.]])
    """

    dims = 1
    mode = "constant"


class ZeroPad2d(PadNd):
    """Zeros around the input, in 2 dimensions: `padding` is (left, right, top, bottom), or one number for all.

    Shapes: (..., height, width).

    >>> torch.nn.ZeroPad2d((1, 0, 0, 1))(torch.tensor([[1.0, 2.0]]))
    tensor([[0., 1., 2.],
            [0., 0., 0.]])
    """

    dims = 2
    mode = "constant"


class ZeroPad3d(PadNd):
    """Zeros around the input, in 3 dimensions: `padding` is (left, right, top, bottom, front, back), or one number.

    Shapes: (..., depth, height, width).

    >>> torch.nn.ZeroPad3d(1)(torch.ones(1, 2, 3, 4)).shape
    torch.Size([1, 4, 5, 6])
    """

    dims = 3
    mode = "constant"


class ReflectionPad1d(PadNd):
    """The input mirrored at its border, in 1 dimension; the element at the border is not repeated.

    Shapes: (batch, channels, length) or (channels, length).

    >>> torch.nn.ReflectionPad1d(2)(torch.tensor([[1.0, 2.0, 3.0]]))
    tensor([[3., 2., 1., 2., 3., 2., 1.]])

    Raises:
        RuntimeError: when it is called, if there is not enough to put there.
    """

    dims = 1
    mode = "reflect"


class ReflectionPad2d(PadNd):
    """The input mirrored at its border, in 2 dimensions; the elements at the border are not repeated.

    Shapes: (batch, channels, height, width) or (channels, height, width).

    >>> torch.nn.ReflectionPad2d((1, 1, 0, 0))(torch.tensor([[[1.0, 2.0, 3.0]]]))
    tensor([[[2., 1., 2., 3., 2.]]])
    """

    dims = 2
    mode = "reflect"


class ReflectionPad3d(PadNd):
    """The input mirrored at its border, in 3 dimensions; the elements at the border are not repeated.

    Shapes: (batch, channels, depth, height, width) or without the batch.

    >>> torch.nn.ReflectionPad3d(1)(torch.ones(1, 2, 3, 4)).shape
    torch.Size([1, 4, 5, 6])
    """

    dims = 3
    mode = "reflect"


class ReplicationPad1d(PadNd):
    """The border repeated around the input, in 1 dimension.

    Shapes: (batch, channels, length) or (channels, length).

    >>> torch.nn.ReplicationPad1d(2)(torch.tensor([[1.0, 2.0, 3.0]]))
    tensor([[1., 1., 1., 2., 3., 3., 3.]])
    """

    dims = 1
    mode = "replicate"


class ReplicationPad2d(PadNd):
    """The border repeated around the input, in 2 dimensions.

    Shapes: (batch, channels, height, width) or (channels, height, width).

    >>> torch.nn.ReplicationPad2d((1, 1, 0, 1))(torch.tensor([[[1.0, 2.0]]]))
    tensor([[[1., 1., 2., 2.],
             [1., 1., 2., 2.]]])
    """

    dims = 2
    mode = "replicate"


class ReplicationPad3d(PadNd):
    """The border repeated around the input, in 3 dimensions.

    Shapes: (batch, channels, depth, height, width) or without the batch.

    >>> torch.nn.ReplicationPad3d(1)(torch.ones(1, 2, 3, 4)).shape
    torch.Size([1, 4, 5, 6])
    """

    dims = 3
    mode = "replicate"


class CircularPadNd(PadNd):
    """The input again from its other end; it has the dimensions that are padded, the channels, and perhaps a batch."""

    _lends = ("__init__",)

    mode = "circular"

    def __init__(self, padding: Any) -> None:
        super().__init__(padding)

    def forward(self, input: Any) -> Any:
        """The padded input.

        >>> torch.nn.CircularPad1d(1).forward(torch.tensor([[1.0, 2.0]]))
        tensor([[2., 1., 2., 1.]])

        Raises:
            ValueError: for an input of another number of dimensions.
        """
        if input.dim() not in (self.dims + 1, self.dims + 2):
            raise ValueError(f"expected {self.dims + 1}D or {self.dims + 2}D input (got {input.dim()}D input)")
        return super().forward(input)


class CircularPad1d(CircularPadNd):
    """The input again from its other end, in 1 dimension.

    Shapes: (batch, channels, length) or (channels, length).

    >>> torch.nn.CircularPad1d(2)(torch.tensor([[1.0, 2.0, 3.0]]))
    tensor([[2., 3., 1., 2., 3., 1., 2.]])

    Raises:
        ValueError: when it is called with an input of another number of dimensions.
    """

    dims = 1


class CircularPad2d(CircularPadNd):
    """The input again from its other end, in 2 dimensions: what a torus looks like, laid flat.

    Shapes: (batch, channels, height, width) or (channels, height, width).

    >>> torch.nn.CircularPad2d((1, 1, 0, 1))(torch.tensor([[[1.0, 2.0]]]))
    tensor([[[2., 1., 2., 1.],
             [2., 1., 2., 1.]]])
    """

    dims = 2


class CircularPad3d(CircularPadNd):
    """The input again from its other end, in 3 dimensions.

    Shapes: (batch, channels, depth, height, width) or without the batch.

    >>> torch.nn.CircularPad3d(1)(torch.ones(1, 2, 3, 4)).shape
    torch.Size([1, 4, 5, 6])
    """

    dims = 3
