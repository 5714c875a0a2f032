"""Layers: linear maps, dropout, flattening, tables, normalizing.

Source: https://pytorch.org/docs/2.7/nn.html
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.making import made
from autograd_nb.nn import functional as F
from autograd_nb.nn import init
from autograd_nb.nn.parameter import Parameter, UninitializedParameter, numbers

from .lazy import LazyModuleMixin
from .module import Module

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor


def new_parameter(shape: tuple[int, ...], dtype: Any = None, device: Any = None, value: float = 0.0) -> Parameter:
    """A parameter of this shape, filled with one number."""
    return Parameter(made(np.full(shape, value, numbers(dtype, device, shape))))


class Identity(Module):
    """Its input: the place of a layer that is left out. All arguments are ignored.

    >>> torch.nn.Identity()(torch.tensor([1.0, 2.0]))
    tensor([1., 2.])
    """

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__()

    def forward(self, input: Any) -> Any:
        """The input itself.

        >>> torch.nn.Identity().forward("anything")
        'anything'
        """
        return input


class Linear(Module):
    """`x @ weight.T + bias`; the first numbers are uniform, as large as the size of the layer asks for.

    What is learned: `weight` (out_features, in_features), and `bias` (out_features) unless `bias=False`; both are
    drawn between -1/√in_features and 1/√in_features.

    Shapes: (..., in_features) to (..., out_features).

    >>> _ = torch.manual_seed(0)
    >>> layer = torch.nn.Linear(2, 1)
    >>> layer.weight
    Parameter containing:
    tensor([[-0.0053,  0.3793]], requires_grad=True)
    >>> layer(torch.ones(5, 2)).shape
    torch.Size([5, 1])

    Raises:
        RuntimeError: when it is called, with an input whose last dimension is not `in_features`.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.Linear.html
    """

    def __init__(
        self, in_features: int, out_features: int, bias: bool = True, device: Any = None, dtype: Any = None
    ) -> None:
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        self.weight = new_parameter((out_features, in_features), dtype, device)
        self.bias: Parameter | None
        if bias:
            self.bias = new_parameter((out_features,), dtype, device)
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw the first numbers again, between -1/√in_features and 1/√in_features.

        >>> layer = torch.nn.Linear(4, 1)
        >>> layer.reset_parameters()
        >>> bool(layer.weight.abs().max() <= 0.5)
        True
        """
        init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            fan_in = init.fans(self.weight)[0]
            bound = 1 / math.sqrt(fan_in) if fan_in > 0 else 0
            init.uniform_(self.bias, -bound, bound)

    def forward(self, input: Tensor) -> Tensor:
        """The linear map.

        >>> layer = torch.nn.Linear(2, 1)
        >>> bool((layer.forward(torch.zeros(2)) == layer.bias).all())
        True
        """
        return F.linear(input, self.weight, self.bias)

    def extra_repr(self) -> str:
        """Sizes, and whether there is a bias."""
        return f"in_features={self.in_features}, out_features={self.out_features}, bias={self.bias is not None}"


class LazyLinear(LazyModuleMixin, Linear):
    """A `Linear` that learns the number of its inputs from the first one, and is an ordinary `Linear` from then on.

    Call it once before its parameters go to an optimizer.

    >>> layer = torch.nn.LazyLinear(3)
    >>> _ = layer(torch.ones(5, 2))
    >>> layer
    Linear(in_features=2, out_features=3, bias=True)
    """

    cls_to_become = Linear
    weight: Any
    bias: Any

    def __init__(self, out_features: int, bias: bool = True, device: Any = None, dtype: Any = None) -> None:
        super().__init__(0, 0, False)
        self.out_features = out_features
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        if bias:
            self.bias = UninitializedParameter(device=device, dtype=dtype)

    def reset_parameters(self) -> None:
        """Draw the first numbers, once the shapes are known.

        >>> layer = torch.nn.LazyLinear(1)
        >>> layer.reset_parameters()
        >>> layer.weight
        <UninitializedParameter>
        """
        if self.in_features and not self.has_uninitialized_params():
            super().reset_parameters()

    def initialize_parameters(self, input: Tensor) -> None:
        """Take as many inputs as there are in the first one.

        >>> layer = torch.nn.LazyLinear(3)
        >>> layer.initialize_parameters(torch.ones(5, 2))
        >>> layer.in_features
        2
        """
        count = input.shape[-1]
        if self.has_uninitialized_params():
            self.in_features = count
            self.weight.materialize((self.out_features, count))
            if self.bias is not None:
                self.bias.materialize((self.out_features,))
            self.reset_parameters()
        if not self.in_features:  # the parameters were loaded
            if count != self.weight.shape[-1]:
                raise AssertionError(
                    f"The in_features inferred from input: {count} is not equal to in_features from self.weight: "
                    f"{self.weight.shape[-1]}"
                )
            self.in_features = count


class Flatten(Module):
    """All dimensions from `start_dim` to `end_dim` in one; by default all but the batch.

    >>> torch.nn.Flatten()(torch.ones(2, 3, 4, 5)).shape
    torch.Size([2, 60])
    """

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        super().__init__()
        self.start_dim = start_dim
        self.end_dim = end_dim

    def forward(self, input: Tensor) -> Tensor:
        """The flattened input.

        >>> torch.nn.Flatten(0).forward(torch.ones(2, 3)).shape
        torch.Size([6])
        """
        return input.flatten(self.start_dim, self.end_dim)

    def extra_repr(self) -> str:
        """The dimensions."""
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"


class Unflatten(Module):
    """One dimension in several, whose sizes multiply to its own; one of them may be -1.

    >>> torch.nn.Unflatten(1, (3, 4))(torch.ones(2, 12)).shape
    torch.Size([2, 3, 4])

    Raises:
        TypeError: `unflattened_size` is no tuple of whole numbers.
        RuntimeError: when it is called, if the sizes do not multiply to the dimension's.
    """

    def __init__(self, dim: int, unflattened_size: Sequence[int]) -> None:
        super().__init__()
        if not isinstance(unflattened_size, (tuple, list)):
            kind = type(unflattened_size).__name__
            raise TypeError(f"unflattened_size must be a tuple of ints, but found type {kind}")
        for place, size in enumerate(unflattened_size):
            if not isinstance(size, int):
                kind = type(size).__name__
                raise TypeError(
                    f"unflattened_size must be tuple of ints, but found element of type {kind} at pos {place}"
                )
        self.dim = dim
        self.unflattened_size = unflattened_size

    def forward(self, input: Tensor) -> Tensor:
        """The input with more dimensions.

        >>> torch.nn.Unflatten(0, (2, 3)).forward(torch.ones(6)).shape
        torch.Size([2, 3])
        """
        return input.unflatten(self.dim, self.unflattened_size)

    def extra_repr(self) -> str:
        """The dimension and its sizes."""
        return f"dim={self.dim}, unflattened_size={self.unflattened_size}"


class _DropoutNd(Module):
    """What is dropped with probability `p` while training."""

    def __init__(self, p: float = 0.5, inplace: bool = False) -> None:
        super().__init__()
        if p < 0 or p > 1:
            raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
        self.p = p
        self.inplace = inplace

    def extra_repr(self) -> str:
        """The probability."""
        return f"p={self.p}, inplace={self.inplace}"


class Dropout(_DropoutNd):
    """Zeros with probability `p` while training; what is left is divided by 1 - p, so that the mean stays.

    In evaluation (`eval()`) it does nothing.

    >>> _ = torch.manual_seed(0)
    >>> layer = torch.nn.Dropout(0.5)
    >>> layer(torch.ones(6))
    tensor([0., 0., 2., 0., 0., 0.])
    >>> layer.eval()(torch.ones(6))
    tensor([1., 1., 1., 1., 1., 1.])

    Raises:
        ValueError: `p` is not between 0 and 1.
    """

    def forward(self, input: Tensor) -> Tensor:
        """The input, some of it dropped.

        >>> torch.nn.Dropout(1.0).forward(torch.ones(2))
        tensor([0., 0.])
        """
        return F.dropout(input, self.p, self.training, self.inplace)


class Bilinear(Module):
    """x₁ᵀ W x₂ + b for each of the outputs.

    What is learned: `weight` (out_features, in1_features, in2_features) and `bias` (out_features).

    Shapes: (..., in1_features) and (..., in2_features) to (..., out_features).

    >>> torch.nn.Bilinear(2, 3, 4)(torch.ones(5, 2), torch.ones(5, 3)).shape
    torch.Size([5, 4])
    """

    bias: Any

    def __init__(
        self,
        in1_features: int,
        in2_features: int,
        out_features: int,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        if in1_features <= 0:
            raise ValueError(f"in1_features must be > 0, but got {in1_features}")
        self.in1_features, self.in2_features, self.out_features = in1_features, in2_features, out_features
        self.weight = new_parameter((out_features, in1_features, in2_features), dtype, device)
        self.register_parameter("bias", new_parameter((out_features,), dtype, device) if bias else None)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw the first numbers again, between -1/√in1_features and 1/√in1_features.

        >>> layer = torch.nn.Bilinear(4, 2, 1)
        >>> layer.reset_parameters()
        >>> bool(layer.weight.abs().max() <= 0.5)
        True
        """
        bound = 1 / math.sqrt(self.in1_features)
        init.uniform_(self.weight, -bound, bound)
        if self.bias is not None:
            init.uniform_(self.bias, -bound, bound)

    def forward(self, input1: Tensor, input2: Tensor) -> Tensor:
        """The bilinear map.

        >>> torch.nn.Bilinear(2, 3, 1).forward(torch.ones(2), torch.ones(3)).shape
        torch.Size([1])
        """
        return F.bilinear(input1, input2, self.weight, self.bias)

    def extra_repr(self) -> str:
        """Sizes, and whether there is a bias."""
        sizes = f"in1_features={self.in1_features}, in2_features={self.in2_features}, out_features={self.out_features}"
        return f"{sizes}, bias={self.bias is not None}"
