"""What the functions of `nn.functional` ask of what they are given; how a row is applied to it, or written over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.data import check_fits
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import nn as ops

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


FIRST_ASKED = {
    **dict.fromkeys(("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "binary_cross_entropy"), "size"),
    **dict.fromkeys(("binary_cross_entropy_with_logits", "instance_norm", "gaussian_nll_loss", "batch_norm"), "size"),
    **{f"{kind}{n}d": "size" for kind in ("adaptive_avg_pool", "adaptive_max_pool", "max_unpool") for n in (2, 3)},
    **dict.fromkeys(("margin_ranking_loss", "group_norm", "glu", "softmin", "interpolate"), "dim"),
    **dict.fromkeys(("dropout1d", "dropout2d", "dropout3d", "embedding_bag", "local_response_norm"), "dim"),
    **{name: name for name in ("softmax", "log_softmax", "sigmoid", "tanh")},
    "softsign": "abs", "tanhshrink": "tanh", "normalize": "norm",
}  # fmt: skip
"""What the functions that PyTorch has written in Python ask their arguments for first: who is no tensor lacks it."""


HALF = 65504.0
"""The largest number of half precision: smaller ones fit everywhere."""


def check_tensor(function: str, value: Any, name: str = "input", position: int = 1) -> Any:
    """`value`, which must be a tensor.

    Raises:
        TypeError, AttributeError: if it is none, in PyTorch's words.
    """
    if not isinstance(value, Variable):
        if function in FIRST_ASKED:
            raise AttributeError(f"{type_name(value)!r} object has no attribute {FIRST_ASKED[function]!r}")
        raise errors.argument_must_be(function, name, position, "Tensor", type_name(value))
    return value


def check_float(kernel: str, value: Any) -> Any:
    """`value`, whose elements must have fractions; PyTorch names the `kernel` that has none for whole numbers."""
    if value._array.dtype.kind != "f":
        raise errors.whole_numbers(kernel, value.dtype.scalar_name)
    return value


def applied(row: Op, x: Any, inplace: bool, **options: Any) -> Any:
    """The row of a tensor, or written over it."""
    if inplace:
        return x._apply_inplace(ops.OVER.get(row, row), x, **options)
    return x._apply(row, x, **options)


def activation(function: str, row: Op, kernel: str, input: Any, inplace: bool = False, **options: Any) -> Any:
    """The row of a tensor of floating-point numbers, or written over it."""
    x = check_float(kernel, check_tensor(function, input))
    for number in options.values():
        if type(number) is float and not -HALF < number < HALF:
            check_fits(number, x._array.dtype)
    return applied(row, x, inplace, **options)


def in_place(function: Callable[..., Any], text: str) -> Callable[..., Tensor]:
    """`function` that always overwrites its input."""

    def change(input: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        found: Tensor = function(input, *args, inplace=True, **kwargs)
        return found

    change.__name__ = change.__qualname__ = f"{function.__name__}_"
    change.__module__, change.__doc__ = function.__module__, text
    return as_pytorch(change)
