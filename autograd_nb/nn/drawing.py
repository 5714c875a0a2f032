"""What is drawn at random while training, besides `dropout`: noise that keeps mean and variance, draws of classes.

Source: https://pytorch.org/docs/2.7/nn.functional.html
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.calling import as_pytorch, besides
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.drawing import random
from autograd_nb.engine.ops import nn as ops
from autograd_nb.engine.warn import warn

from .activations import softmax
from .operands import applied, check_float, check_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

_ALPHA = 1.7580993408473766
"""Minus the value that SELU goes to on the left."""


@over_batches
def alpha_dropout(input: Tensor, p: float = 0.5, training: bool = False, inplace: bool = False) -> Tensor:
    """`dropout` for SELU: what is dropped gets the value far on the left, and mean and variance stay as they are.

    `p` is the probability of being dropped. Nothing happens unless `training`.

    >>> _ = torch.manual_seed(0)
    >>> x = torch.randn(10000)
    >>> y = torch.nn.functional.alpha_dropout(x, p=0.2, training=True)
    >>> round(abs(y.mean().item()), 1), round(y.var().item(), 1)
    (0.0, 1.0)

    Raises:
        ValueError: `p` is not between 0 and 1.
    """
    return _alpha("alpha_dropout", input, p, training, inplace, False)


@over_batches
def feature_alpha_dropout(input: Tensor, p: float = 0.5, training: bool = False, inplace: bool = False) -> Tensor:
    """`alpha_dropout` of whole channels: one decision for each (batch, channel).

    >>> _ = torch.manual_seed(0)
    >>> torch.nn.functional.feature_alpha_dropout(torch.zeros(1, 3, 2), p=0.5, training=True)
    tensor([[[-0.7792, -0.7792],
             [-0.7792, -0.7792],
             [ 0.7792,  0.7792]]])
    """
    return _alpha("feature_alpha_dropout", input, p, training, inplace, True)


def _alpha(name: str, input: Any, p: float, training: bool, inplace: bool, channels: bool) -> Any:
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    x: Any = check_tensor(name, input)
    if not training or p == 0 or not x._array.size:
        return x
    dtype = x._array.dtype
    if p == 1:
        zero = x._wrap(np.zeros((), dtype))
        return x.mul_(zero) if inplace else x * zero
    if channels and x._array.ndim < 2:
        raise RuntimeError("Feature dropout requires at least 2 dimensions in the input")
    shape = (*x._array.shape[:2], *(1 for _ in x._array.shape[2:])) if channels else x._array.shape
    if dtype.kind != "f":
        raise errors.result_type_cast("Float", x.dtype.scalar_name)
    kept = random.coin_flips(shape, 1 - p)
    scale = 1 / math.sqrt((_ALPHA * _ALPHA * p + 1) * (1 - p))
    shift = x._wrap(np.where(kept, 0, -_ALPHA * scale).astype(dtype) + dtype.type(_ALPHA * scale * p))
    factor = x._wrap(np.where(kept, scale, 0).astype(dtype))
    return (x.mul_(factor) if inplace else x * factor).add_(shift)


@over_batches
def gumbel_softmax(logits: Tensor, tau: float = 1, hard: bool = False, eps: float = 1e-10, dim: int = -1) -> Tensor:
    """A draw of a class that gradients flow through: soft, or with `hard` a one whose gradient is the soft one's.

    It is softmax((logits + noise) / tau) with noise from a Gumbel distribution: the largest is class i with the
    probability softmax(logits)[i] (Jang and others, 2017). The smaller `tau`, the closer to a single 1.

    Shapes: that of `logits`; the result adds up to 1 along `dim`.

    >>> _ = torch.manual_seed(0)
    >>> torch.nn.functional.gumbel_softmax(torch.zeros(2, 3), hard=True).sum(-1)
    tensor([1., 1.])
    """
    x: Any = check_tensor("empty_like", logits)
    if eps != 1e-10:
        warn("`eps` parameter is deprecated and has no effect.")
    noise = -x.detach().new_empty(x.shape).exponential_().log()
    soft: Any = softmax((x + noise) / tau, dim)
    if not hard:
        return soft
    index = soft.max(dim, keepdim=True)[1]
    found: Tensor = x.detach().new_zeros(x.shape).scatter_(dim, index, 1.0) - soft.detach() + soft
    return found


@besides("inplace")
def rrelu(
    input: Tensor, lower: float = 1.0 / 8, upper: float = 1.0 / 3, training: bool = False, inplace: bool = False
) -> Tensor:
    """`leaky_relu` with slopes drawn from [lower, upper] while training, else with the mean of both.

    >>> torch.nn.functional.rrelu(torch.tensor([-1.0, 2.0]), 0.1, 0.3)
    tensor([-0.2000,  2.0000])

    Raises:
        RuntimeError: `lower` exceeds `upper`.
    """
    x: Any = check_tensor("rrelu", input)
    if lower > upper:
        raise RuntimeError("Lower bound should be less than or equal to the upper bound")
    check_float("rrelu_with_noise_out_cpu" if training else "leaky_relu_cpu", x)
    negative = x._array <= 0
    slopes = np.ones(x._array.shape, x._array.dtype)
    if training:
        slopes[negative] = random.uniform((int(negative.sum()),), np.dtype(np.float64), lower, upper)
    else:
        slopes[negative] = (lower + upper) / 2
    return applied(ops.RRELU, x, inplace, noise=x._wrap(slopes))


@as_pytorch
def rrelu_(input: Tensor, lower: float = 1.0 / 8, upper: float = 1.0 / 3, training: bool = False) -> Tensor:
    """`rrelu` in place: what is negative in `input` is written over.

    >>> x = torch.tensor([-1.0, 2.0])
    >>> _ = torch.nn.functional.rrelu_(x, 0.1, 0.3)
    >>> x
    tensor([-0.2000,  2.0000])
    """
    return rrelu(input, lower, upper, training, True)


@as_pytorch
def bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """x₁ᵀ W x₂ + b for each of the matrices in `weight`.

    Shapes: inputs (..., in1) and (..., in2) with the same dimensions in front, `weight` (out, in1, in2), `bias` (out);
    the result is (..., out).

    >>> left, right = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])
    >>> torch.nn.functional.bilinear(left, right, torch.eye(2).reshape(1, 2, 2))
    tensor([11.])

    Raises:
        RuntimeError: sizes do not fit; the text says which.
    """
    x: Any = check_tensor("bilinear", input1)
    y: Any = check_tensor("bilinear", input2, "input2", 2)
    w: Any = check_tensor("bilinear", weight, "weight", 3)
    told = {"input1": x, "input2": y, "weight": w, **({} if bias is None else {"bias": bias})}
    if len({given._array.dtype for given in told.values()}) > 1:
        dtypes = ", ".join(f"{name}: {given.dtype.cpp_name}" for name, given in told.items())
        raise RuntimeError(f"All tensors must have the same dtype, got {dtypes}")
    _check_bilinear(x._array.shape, y._array.shape, w._array.shape, bias)
    lead, outputs = x._array.shape[:-1], w._array.shape[0]
    left, right = x.reshape((-1, x._array.shape[-1])), y.reshape((-1, y._array.shape[-1]))
    size = left._array.shape[0]
    half = left.mm(w.permute((1, 0, 2)).reshape((w._array.shape[1], -1))).view((size, outputs, w._array.shape[2]))
    found: Any = half.mul(right.unsqueeze(1)).sum(2, dtype=x.dtype).view((*lead, outputs))
    return found if bias is None else found + bias


def _check_bilinear(one: Any, other: Any, weight: Any, bias: Any) -> None:
    """Refuse sizes that do not fit, in PyTorch's order."""
    if not one and not other:
        raise errors.no_dimensions(-1)
    sizes = [("input dimensions do not match", len(one), len(other), " and ")]
    sizes += [
        (f"input batch dimensions do not match at dim {i}", n, m, " and ")
        for i, (n, m) in enumerate(zip(one, other[:-1]))
    ][: len(one) - 1]
    if len(weight) == 3:
        sizes += [
            (f"input{i} size does not match weight size", given[-1], weight[i], " but expected ")
            for i, given in ((1, one), (2, other))
        ]
        if bias is not None:
            sizes += [("bias size does not match weight size", bias.size(0), weight[0], " but expected ")]
    for what, given, wanted, between in sizes:
        if given != wanted:
            raise RuntimeError(f"bilinear(): {what}: got {given}{between}{wanted}")
