"""`torch.nn.grad`: what a convolution sends back to its input and to its weight, as functions.

>>> import autograd_nb as torch
>>> torch.nn.grad.conv1d_input((1, 1, 3), torch.ones(1, 1, 2), torch.ones(1, 1, 2))
tensor([[[1., 2., 1.]]])

Source: https://pytorch.org/docs/2.7/generated/torch.nn.grad.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.ops.convolution import TO_INPUT, TO_WEIGHT

from .convolution import several

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.tensor import Tensor


def _to_input(n: int) -> Callable[..., Tensor]:
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

    return _named(function, f"conv{n}d_input", f"The gradient of the input of `conv{n}d`.")


def _to_weight(n: int) -> Callable[..., Tensor]:
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

    return _named(function, f"conv{n}d_weight", f"The gradient of the weight of `conv{n}d`.")


def _options(n: int, stride: Any, padding: Any, dilation: Any, groups: int) -> dict[str, Any]:
    given = {"stride": stride, "padding": padding, "dilation": dilation}
    return {name: several(value, n) for name, value in given.items()} | {"groups": groups}


def _named(function: Any, name: str, text: str) -> Callable[..., Tensor]:
    function.__name__ = function.__qualname__ = name
    function.__doc__ = text
    return function


conv1d_input, conv2d_input, conv3d_input = map(_to_input, (1, 2, 3))
conv1d_weight, conv2d_weight, conv3d_weight = map(_to_weight, (1, 2, 3))
