"""The activation functions of `nn.functional` that are made of straight lines: their derivatives are constant pieces.

Source: https://pytorch.org/docs/2.7/nn.functional.html#non-linear-activation-functions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors, overrides
from autograd_nb.engine.arguments.calling import as_pytorch, besides
from autograd_nb.engine.batching.batches import met
from autograd_nb.engine.data import fitting
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.ops import nn as ops

from .operands import activation, applied, check_float, check_tensor, in_place

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


def relu(input: Tensor, inplace: bool = False) -> Tensor:
    """The positive part, max(0, x). Its derivative is 1 where x > 0, and 0 elsewhere.

    With `inplace` the input itself is changed.

    >>> torch.nn.functional.relu(torch.tensor([-1.0, 2.0]))
    tensor([0., 2.])
    """
    x: Any = input
    if not isinstance(x, Variable):
        if overrides.overriding((x,), {}):
            return met(relu, (x,), {"inplace": inplace})
        check_tensor("relu_" if inplace else "relu", x)
    return x.relu_() if inplace else x.relu()


@as_pytorch
def relu_(input: Tensor) -> Tensor:
    """The positive part, in place: the memory of `input` is written over, and returned.

    >>> x = torch.tensor([-1.0, 2.0])
    >>> torch.nn.functional.relu_(x)
    tensor([0., 2.])
    >>> x
    tensor([0., 2.])

    Raises:
        RuntimeError: `input` is a leaf that requires a gradient.
    """
    return relu(input, True)


@besides("inplace")
def leaky_relu(input: Tensor, negative_slope: float = 0.01, inplace: bool = False) -> Tensor:
    """The positive part and a little of the negative one: `x` above 0, `negative_slope * x` below.

    Its derivative is 1 above 0 and `negative_slope` elsewhere: a unit whose sum is negative still learns.

    >>> torch.nn.functional.leaky_relu(torch.tensor([-1.0, 2.0]), 0.1)
    tensor([-0.1000,  2.0000])
    """
    return activation(
        "leaky_relu", ops.LEAKY_RELU, "leaky_relu_cpu", input, inplace, negative_slope=float(negative_slope)
    )


@as_pytorch
def prelu(input: Tensor, weight: Tensor) -> Tensor:
    """`leaky_relu` with a slope that is learned: one for all, or one per feature (dimension 1).

    Shapes: `weight` has no dimension, or one with 1 element or as many as there are features.

    >>> torch.nn.functional.prelu(torch.tensor([[-1.0, -1.0]]), torch.tensor([0.25, 0.5]))
    tensor([[-0.2500, -0.5000]])

    Raises:
        RuntimeError: `weight` has another number of elements, another dtype, or two dimensions.
    """
    x, w = check_tensor("prelu", input), check_tensor("prelu", weight, "weight", 2)
    if x._array.dtype != w._array.dtype:
        kinds = f"Got {x.dtype.scalar_name} and {w.dtype.scalar_name}"
        raise RuntimeError(f"prelu: Type promoting not supported. {kinds}")
    if w._array.size != 1 and not x._array.ndim:
        raise RuntimeError("Not allow zero-dim input tensor.")
    features = x._array.shape[1] if x._array.ndim > 1 else 1
    if w._array.size not in (1, features):
        raise RuntimeError(
            f"Mismatch of parameter numbers and input channel size. Found parameter numbers = {w._array.size} and "
            f"channel size = {features}."
        )
    if w._array.ndim > 1:
        raise RuntimeError(f"prelu: Expected `weight` to be a scalar or 1D tensor, but got: ndim = {w._array.ndim}")
    if w._array.ndim and x._array.ndim != 1:
        w = w.view((1, w._array.size, *(1,) * (x._array.ndim - 2)) if x._array.ndim > 1 else ())
    return x._apply(ops.PRELU, check_float("prelu_cpu", x), w)


@besides("inplace")
def hardtanh(input: Tensor, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False) -> Tensor:
    """Every element brought into [min_val, max_val]; at the limits the derivative is 0.

    Between the limits the derivative is 1.

    >>> torch.nn.functional.hardtanh(torch.tensor([-3.0, 0.5, 3.0]))
    tensor([-1.0000,  0.5000,  1.0000])
    """
    if min_val > max_val:
        raise ValueError("min_val cannot be greater than max_val")
    x = check_tensor("hardtanh", input)
    kind = x._array.dtype
    if kind.kind == "b":
        raise RuntimeError("Bool inputs not supported for hardtanh")
    limits = {"min_val": kind.type(fitting(min_val, kind)).item(), "max_val": kind.type(fitting(max_val, kind)).item()}
    return applied(ops.HARDTANH, x, inplace, **limits)


@besides("inplace")
def relu6(input: Tensor, inplace: bool = False) -> Tensor:
    """Every element brought into [0, 6].

    Its derivative is 1 between 0 and 6, and 0 elsewhere. Networks for phones use it: such numbers need few bits.

    >>> torch.nn.functional.relu6(torch.tensor([-1.0, 3.0, 8.0]))
    tensor([0., 3., 6.])
    """
    return hardtanh(check_tensor("relu6", input), 0.0, 6.0, inplace)


@besides("inplace")
def hardsigmoid(input: Tensor, inplace: bool = False) -> Tensor:
    """A line that looks like a sigmoid: (x + 3) / 6, brought into [0, 1].

    Its derivative is 1/6 between -3 and 3, and 0 elsewhere.

    >>> torch.nn.functional.hardsigmoid(torch.tensor([-4.0, 0.0, 1.5, 4.0]))
    tensor([0.0000, 0.5000, 0.7500, 1.0000])
    """
    return activation("hardsigmoid", ops.HARDSIGMOID, "hardsigmoid_cpu", input, inplace)


@besides("inplace")
def hardswish(input: Tensor, inplace: bool = False) -> Tensor:
    """The input times its `hardsigmoid`: 0 below -3, x above 3, x (x + 3) / 6 between.

    >>> torch.nn.functional.hardswish(torch.tensor([-4.0, 1.0, 4.0]))
    tensor([-0.0000, 0.6667, 4.0000])
    """
    return activation("hardswish", ops.HARDSWISH, "hardswish_cpu", input, inplace)


@as_pytorch
def softshrink(input: Tensor, lambd: float = 0.5) -> Tensor:
    """Every element moved towards 0 by `lambd`; those that are nearer become 0.

    Its derivative is 0 where |x| ≤ `lambd`, and 1 elsewhere.

    >>> torch.nn.functional.softshrink(torch.tensor([-2.0, 0.3, 2.0]))
    tensor([-1.5000,  0.0000,  1.5000])

    Raises:
        RuntimeError: `lambd` is negative.
    """
    if lambd < 0:
        raise RuntimeError(f"lambda must be greater or equal to 0, but found to be {lambd:g}.")
    return activation("softshrink", ops.SOFTSHRINK, "softshrink_cpu", input, lambd=lambd)


@as_pytorch
def hardshrink(input: Tensor, lambd: float = 0.5) -> Tensor:
    """Elements near 0 become 0: those of an absolute value up to `lambd`. The others stay as they are.

    Its derivative is 0 where |x| ≤ `lambd`, and 1 elsewhere.

    >>> torch.nn.functional.hardshrink(torch.tensor([-2.0, 0.3, 2.0]))
    tensor([-2.,  0.,  2.])
    """
    return activation("hardshrink", ops.HARDSHRINK, "hardshrink_cpu", input, lambd=lambd)


@besides("inplace")
def threshold(input: Tensor, threshold: float, value: float, inplace: bool = False) -> Tensor:
    """`value` in the place of all elements that do not exceed `threshold`.

    Its derivative is 1 above `threshold`, and 0 elsewhere.

    >>> torch.nn.functional.threshold(torch.tensor([0.5, 1.0, 2.0]), 1.0, -5.0)
    tensor([-5., -5.,  2.])
    """
    x = check_tensor("threshold", input)
    numbers = x._array.dtype
    if numbers.kind == "b":
        raise errors.not_for_dtype("threshold_cpu", "Bool")
    threshold, value = fitting(threshold, numbers), fitting(value, numbers)
    return applied(ops.THRESHOLD, x, inplace, threshold=threshold, value=value)


hardtanh_ = in_place(
    hardtanh,
    """`hardtanh` in place: every element of `input` brought into [min_val, max_val].

    >>> x = torch.tensor([-3.0, 0.5, 3.0])
    >>> _ = torch.nn.functional.hardtanh_(x, 0.0, 2.0)
    >>> x
    tensor([0.0000, 0.5000, 2.0000])
    """,
)
leaky_relu_ = in_place(
    leaky_relu,
    """`leaky_relu` in place: what is negative in `input` is multiplied by `negative_slope`.

    >>> x = torch.tensor([-1.0, 2.0])
    >>> _ = torch.nn.functional.leaky_relu_(x, 0.5)
    >>> x
    tensor([-0.5000,  2.0000])
    """,
)
threshold_ = in_place(
    threshold,
    """`threshold` in place: `value` is written over what does not exceed the threshold.

    >>> x = torch.tensor([0.5, 2.0])
    >>> _ = torch.nn.functional.threshold_(x, 1.0, 0.0)
    >>> x
    tensor([0., 2.])
    """,
)
