"""`torch.nn.grad`: what a convolution sends back to its input and to its weight, as functions.

>>> import autograd_nb as torch
>>> torch.nn.grad.conv1d_input((1, 1, 3), torch.ones(1, 1, 2), torch.ones(1, 1, 2))
tensor([[[1., 2., 1.]]])

Source: https://pytorch.org/docs/2.7/nn.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.ops.convolution import TO_INPUT, TO_WEIGHT

from .convolution import several

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.tensor import Tensor


def _to_input(n: int, text: str) -> Callable[..., Tensor]:
    def function(
        input_size: Any,
        weight: Tensor,
        grad_output: Tensor,
        stride: Any = 1,
        padding: Any = 0,
        dilation: Any = 1,
        groups: int = 1,
    ) -> Tensor:
        options = _options(n, stride, padding, dilation, groups)
        return grad_output._apply(TO_INPUT, grad_output, weight, shape=tuple(input_size)[2:], **options)

    return _named(function, f"conv{n}d_input", text)


def _to_weight(n: int, text: str) -> Callable[..., Tensor]:
    def function(
        input: Tensor,
        weight_size: Any,
        grad_output: Tensor,
        stride: Any = 1,
        padding: Any = 0,
        dilation: Any = 1,
        groups: int = 1,
    ) -> Tensor:
        options = _options(n, stride, padding, dilation, groups)
        return grad_output._apply(TO_WEIGHT, grad_output, input, kernel=tuple(weight_size)[2:], **options)

    return _named(function, f"conv{n}d_weight", text)


def _options(n: int, stride: Any, padding: Any, dilation: Any, groups: int) -> dict[str, Any]:
    given = {"stride": stride, "padding": padding, "dilation": dilation}
    return {name: several(value, n) for name, value in given.items()} | {"groups": groups}


def _named(function: Any, name: str, text: str) -> Callable[..., Tensor]:
    function.__name__ = function.__qualname__ = name
    function.__doc__ = text
    return function


conv1d_input = _to_input(
    1,
    """The gradient of the input of `conv1d`: of shape `input_size`, from that of its result.

    >>> torch.nn.grad.conv1d_input((1, 1, 3), torch.tensor([[[1.0, 10.0]]]), torch.ones(1, 1, 2))
    tensor([[[ 1., 11., 10.]]])

    Source: https://pytorch.org/docs/2.7/nn.html
    """,
)
conv2d_input = _to_input(
    2,
    """The gradient of the input of `conv2d`: of shape `input_size`, from that of its result.

    Each element of the image gets as many parts as there are windows over it.

    >>> torch.nn.grad.conv2d_input((1, 1, 2, 3), torch.ones(1, 1, 2, 2), torch.ones(1, 1, 1, 2))
    tensor([[[[1., 2., 1.],
              [1., 2., 1.]]]])

    Source: https://pytorch.org/docs/2.7/nn.html
    """,
)
conv3d_input = _to_input(
    3,
    """The gradient of the input of `conv3d`: of shape `input_size`, from that of its result.

    >>> torch.nn.grad.conv3d_input((1, 1, 1, 1, 3), torch.ones(1, 1, 1, 1, 2), torch.ones(1, 1, 1, 1, 2)).flatten()
    tensor([1., 2., 1.])

    Source: https://pytorch.org/docs/2.7/nn.html
    """,
)
conv1d_weight = _to_weight(
    1,
    """The gradient of the weight of `conv1d`: of shape `weight_size`, from the input and the gradient of the result.

    >>> torch.nn.grad.conv1d_weight(torch.tensor([[[1.0, 2.0, 3.0]]]), (1, 1, 2), torch.ones(1, 1, 2))
    tensor([[[3., 5.]]])

    Source: https://pytorch.org/docs/2.7/nn.html
    """,
)
conv2d_weight = _to_weight(
    2,
    """The gradient of the weight of `conv2d`: of shape `weight_size`, from the input and the gradient of the result.

    >>> image = torch.arange(6.0).reshape(1, 1, 2, 3)
    >>> torch.nn.grad.conv2d_weight(image, (1, 1, 1, 2), torch.ones(1, 1, 2, 2))
    tensor([[[[ 8., 12.]]]])

    Source: https://pytorch.org/docs/2.7/nn.html
    """,
)
conv3d_weight = _to_weight(
    3,
    """The gradient of the weight of `conv3d`: of shape `weight_size`, from the input and the gradient of the result.

    >>> torch.nn.grad.conv3d_weight(torch.ones(1, 1, 2, 2, 2), (1, 1, 1, 1, 1), torch.ones(1, 1, 2, 2, 2)).flatten()
    tensor([8.])

    Source: https://pytorch.org/docs/2.7/nn.html
    """,
)
