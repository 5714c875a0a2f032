"""The activation functions of `nn.functional`.

Source: https://pytorch.org/docs/2.7/nn.functional.html#non-linear-activation-functions
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import tensor_errors
from autograd_nb.engine.batches import over_batches
from autograd_nb.engine.calling import as_pytorch, besides
from autograd_nb.engine.data import fitting
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.methods.base import axis
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import nn as ops

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


FIRST_ASKED = {
    **dict.fromkeys(("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "binary_cross_entropy"), "size"),
    **dict.fromkeys(("binary_cross_entropy_with_logits", "instance_norm"), "size"),
    **dict.fromkeys(("margin_ranking_loss", "group_norm", "glu", "softmin", "interpolate"), "dim"),
    **{name: name for name in ("softmax", "log_softmax", "sigmoid", "tanh")},
    "softsign": "abs", "tanhshrink": "tanh", "normalize": "norm",
}  # fmt: skip
"""What the functions that PyTorch has written in Python ask their arguments for first: who is no tensor lacks it."""


def check_tensor(function: str, value: Any, name: str = "input", position: int = 1) -> Any:
    """`value`, which must be a tensor.

    Raises:
        TypeError, AttributeError: if it is none, in PyTorch's words.
    """
    if not isinstance(value, Variable):
        if function in FIRST_ASKED:
            raise AttributeError(f"{type(value).__name__!r} object has no attribute {FIRST_ASKED[function]!r}")
        raise tensor_errors.argument_must_be(function, name, position, "Tensor", type_name(value))
    return value


def check_float(kernel: str, value: Any) -> Any:
    """`value`, whose elements must have fractions; PyTorch names the `kernel` that has none for whole numbers."""
    if value._array.dtype.kind != "f":
        raise NotImplementedError(f"\"{kernel}\" not implemented for '{value.dtype.scalar_name}'")
    return value


def applied(row: Op, x: Any, inplace: bool, **options: Any) -> Any:
    """The row of a tensor, or written over it."""
    if inplace:
        return x._apply_inplace(ops.OVER.get(row, row), x, **options)
    return x._apply(row, x, **options)


def _activation(function: str, row: Op, kernel: str, input: Any, inplace: bool = False, **options: Any) -> Any:
    x = check_float(kernel, check_tensor(function, input))
    return applied(row, x, inplace, **options)


# -- lines with kinks ------------------------------------------------------------------------------


def relu(input: Tensor, inplace: bool = False) -> Tensor:
    """The positive part.

    >>> import autograd_nb as torch
    >>> torch.nn.functional.relu(torch.tensor([-1.0, 2.0]))
    tensor([0., 2.])
    """
    x = check_tensor("relu_" if inplace else "relu", input)
    return x.relu_() if inplace else x.relu()


@as_pytorch
def relu_(input: Tensor) -> Tensor:
    """The positive part, in place."""
    return relu(input, True)


@besides("inplace")
def leaky_relu(input: Tensor, negative_slope: float = 0.01, inplace: bool = False) -> Tensor:
    """The positive part and a little of the negative one."""
    return _activation(
        "leaky_relu", ops.LEAKY_RELU, "leaky_relu_cpu", input, inplace, negative_slope=float(negative_slope)
    )


@as_pytorch
def prelu(input: Tensor, weight: Tensor) -> Tensor:
    """`leaky_relu` with a slope that is learned: one for all, or one per feature (dimension 1)."""
    x, w = check_tensor("prelu", input), check_tensor("prelu", weight, "weight", 2)
    if x._array.dtype != w._array.dtype:
        kinds = f"Got {x.dtype.scalar_name} and {w.dtype.scalar_name}"
        raise RuntimeError(f"prelu: Type promoting not supported. {kinds}")
    if w._array.ndim > 1:
        raise RuntimeError(f"prelu: Expected `weight` to be a scalar or 1D tensor, but got: ndim = {w._array.ndim}")
    if w._array.size != 1 and not x._array.ndim:
        raise RuntimeError("Not allow zero-dim input tensor.")
    features = x._array.shape[1] if x._array.ndim > 1 else 1
    if w._array.size not in (1, features):
        raise RuntimeError(
            f"Mismatch of parameter numbers and input channel size. Found parameter numbers = {w._array.size} and "
            f"channel size = {features}."
        )
    if w._array.ndim and x._array.ndim != 1:
        w = w.view((1, w._array.size, *(1,) * (x._array.ndim - 2)) if x._array.ndim > 1 else ())
    return x._apply(ops.PRELU, x, w)


@besides("inplace")
def hardtanh(input: Tensor, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False) -> Tensor:
    """Every element brought into [min_val, max_val]; at the limits the derivative is 0."""
    if min_val > max_val:
        raise ValueError("min_val cannot be greater than max_val")
    x = check_tensor("hardtanh", input)
    limits = {"min_val": x._array.dtype.type(min_val).item(), "max_val": x._array.dtype.type(max_val).item()}
    return applied(ops.HARDTANH, x, inplace, **limits)


@besides("inplace")
def relu6(input: Tensor, inplace: bool = False) -> Tensor:
    """Every element brought into [0, 6]."""
    return hardtanh(check_tensor("relu6", input), 0.0, 6.0, inplace)


@besides("inplace")
def hardsigmoid(input: Tensor, inplace: bool = False) -> Tensor:
    """A line that looks like a sigmoid."""
    return _activation("hardsigmoid", ops.HARDSIGMOID, "hardsigmoid_cpu", input, inplace)


@besides("inplace")
def hardswish(input: Tensor, inplace: bool = False) -> Tensor:
    """The input times its `hardsigmoid`."""
    return _activation("hardswish", ops.HARDSWISH, "hardswish_cpu", input, inplace)


@as_pytorch
def softshrink(input: Tensor, lambd: float = 0.5) -> Tensor:
    """Every element moved towards 0 by `lambd`."""
    if lambd < 0:
        raise RuntimeError(f"lambda must be greater or equal to 0, but found to be {lambd:g}.")
    return _activation("softshrink", ops.SOFTSHRINK, "softshrink_cpu", input, lambd=lambd)


@as_pytorch
def hardshrink(input: Tensor, lambd: float = 0.5) -> Tensor:
    """Elements near 0 become 0."""
    return _activation("hardshrink", ops.HARDSHRINK, "hardshrink_cpu", input, lambd=lambd)


@besides("inplace")
def threshold(input: Tensor, threshold: float, value: float, inplace: bool = False) -> Tensor:
    """`value` in the place of all elements that do not exceed `threshold`."""
    x = check_tensor("threshold", input)
    numbers = x._array.dtype
    if numbers.kind == "b":
        raise tensor_errors.not_for_dtype("threshold_cpu", "Bool")
    if numbers.kind != "f":
        threshold, value = fitting(threshold, numbers), fitting(value, numbers)
    return applied(ops.THRESHOLD, x, inplace, threshold=threshold, value=value)


# -- smooth ----------------------------------------------------------------------------------------


@besides("inplace")
def elu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """The positive part, below 0 `alpha * (exp(x) - 1)`."""
    return _activation("elu", ops.ELU, "elu_cpu", input, inplace, alpha=float(alpha), scale=1.0, input_scale=1.0)


@besides("inplace")
def selu(input: Tensor, inplace: bool = False) -> Tensor:
    """`elu` with the two constants for which deep networks keep mean 0 and variance 1."""
    alpha, scale = 1.6732632423543772848170429916717, 1.0507009873554804934193349852946
    return _activation("selu", ops.ELU, "elu_cpu", input, inplace, alpha=alpha, scale=scale, input_scale=1.0)


@besides("inplace")
def celu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """`elu` that has a derivative at 0 for every `alpha`."""
    if alpha == 0:
        raise RuntimeError("ZeroDivisionError: alpha cannot be 0 for CELU")
    return _activation("celu", ops.CELU, "elu_cpu", input, inplace, alpha=float(alpha))


@as_pytorch
def gelu(input: Tensor, approximate: str = "none") -> Tensor:
    """The input times the share of the normal distribution below it; `approximate="tanh"` is quicker.

    >>> import autograd_nb as torch
    >>> torch.nn.functional.gelu(torch.tensor([0.5, 1.0]))
    tensor([0.3457, 0.8413])
    """
    if approximate not in ("none", "tanh"):
        raise RuntimeError("approximate argument must be either none or tanh.")
    return _activation("gelu", ops.GELU, "GeluKernelImpl", input, approximate=approximate)


@besides("inplace")
def silu(input: Tensor, inplace: bool = False) -> Tensor:
    """The input times its sigmoid."""
    return _activation("silu", ops.SILU, "silu_cpu", input, inplace)


@besides("inplace")
def mish(input: Tensor, inplace: bool = False) -> Tensor:
    """The input times tanh of its `softplus`."""
    return _activation("mish", ops.MISH, "mish_cpu", input, inplace)


@as_pytorch
def softplus(input: Tensor, beta: float = 1, threshold: float = 20) -> Tensor:
    """log(1 + exp(beta x)) / beta: a relu without its kink."""
    return _activation("softplus", ops.SOFTPLUS, "softplus_cpu", input, beta=beta, threshold=threshold)


def softsign(input: Tensor) -> Tensor:
    """The input over 1 + its absolute value."""
    x = check_tensor("softsign", input)
    return x / (x.abs() + 1)


def tanhshrink(input: Tensor) -> Tensor:
    """The input less its tanh."""
    x = check_tensor("tanhshrink", input)
    return x - x.tanh()


@over_batches
def logsigmoid(input: Tensor) -> Tensor:
    """The logarithm of the sigmoid, without overflow."""
    return _activation("log_sigmoid", ops.LOG_SIGMOID, "log_sigmoid_cpu", input)


def sigmoid(input: Tensor) -> Tensor:
    """1 / (1 + exp(-x))."""
    return check_tensor("sigmoid", input).sigmoid()


def tanh(input: Tensor) -> Tensor:
    """The hyperbolic tangent."""
    return check_tensor("tanh", input).tanh()


@over_batches
def glu(input: Tensor, dim: int = -1) -> Tensor:
    """The first half along `dim`, let through by the sigmoid of the second."""
    x = check_tensor("glu", input)
    if x._array.ndim == 0:
        raise RuntimeError("glu does not support 0-dimensional tensors")
    d = axis(dim, x._array.ndim)
    if x._array.shape[d] % 2:
        raise RuntimeError(f"Halving dimension must be even, but dimension {d} is size {x._array.shape[d]}")
    return _activation("glu", ops.GLU, "glu_cpu", x, dim=d)


# -- sums of 1 -------------------------------------------------------------------------------------


def _dim(name: str, input: Any, dim: int | None) -> int:
    """The dimension, which PyTorch guesses with a warning where none is given."""
    if dim is not None:
        return dim
    warnings.warn(
        f"Implicit dimension choice for {name} has been deprecated. Change the call to include dim=X as an argument.",
        stacklevel=4,
    )
    return 0 if input._array.ndim in (0, 1, 3) else 1


@over_batches
def softmax(input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None) -> Tensor:
    """exp(x), divided by its sum along `dim`.

    >>> import autograd_nb as torch
    >>> torch.nn.functional.softmax(torch.zeros(4), dim=0)
    tensor([0.2500, 0.2500, 0.2500, 0.2500])
    """
    x = check_tensor("softmax", input)
    return x.softmax(_dim("softmax", x, dim), dtype)


@over_batches
def softmin(input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None) -> Tensor:
    """`softmax` of the negative input."""
    x = check_tensor("softmin", input)
    return (-x).softmax(_dim("softmin", x, dim), dtype)


@over_batches
def log_softmax(input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None) -> Tensor:
    """The logarithm of `softmax`, without loss of precision."""
    x = check_tensor("log_softmax", input)
    return x.log_softmax(_dim("log_softmax", x, dim), dtype)


# -- in place ---------------------------------------------------------------------------------------


def _in_place(function: Callable[..., Any], text: str) -> Callable[..., Tensor]:
    """`function` that always overwrites its input."""

    def change(input: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        found: Tensor = function(input, *args, inplace=True, **kwargs)
        return found

    change.__name__ = change.__qualname__ = f"{function.__name__}_"
    change.__doc__ = text
    return as_pytorch(change)


celu_ = _in_place(celu, "`celu` in place.")
elu_ = _in_place(elu, "`elu` in place.")
hardtanh_ = _in_place(hardtanh, "`hardtanh` in place.")
leaky_relu_ = _in_place(leaky_relu, "`leaky_relu` in place.")
selu_ = _in_place(selu, "`selu` in place.")
threshold_ = _in_place(threshold, "`threshold` in place.")
