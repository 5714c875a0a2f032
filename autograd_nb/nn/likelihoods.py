"""The losses of `nn.functional` that measure probabilities. `reduction` is "mean", "sum" or "none"."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.functions.joining import where
from autograd_nb.engine.modes import no_grad
from autograd_nb.engine.ops import loss as ops

from .losses import check_broadcast, chosen, reduced, reduction_number
from .operands import check_float, check_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


@over_batches
def poisson_nll_loss(
    input: Tensor,
    target: Tensor,
    log_input: bool = True,
    full: bool = False,
    size_average: bool | None = None,
    eps: float = 1e-8,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """The negative log-likelihood of counts with a Poisson distribution.

    The input is the logarithm of the rate: exp(input) - target · input. With `log_input=False` it is the rate itself:
    input - target · log(input + eps). `full` adds Stirling's approximation of log(target!) where the target exceeds 1.

    >>> torch.nn.functional.poisson_nll_loss(torch.tensor([0.0, 1.0]), torch.tensor([1.0, 3.0]), reduction="none")
    tensor([ 1.0000, -0.2817])

    Raises:
        ValueError: `reduction` is neither "none", "mean" nor "sum".
    """
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    reduction_number(reduction)
    x: Any
    y: Any
    x, y = check_tensor("poisson_nll_loss", input), check_tensor("poisson_nll_loss", target, "target", 2)
    each = x.exp() - y * x if log_input else x - y * (x + eps).log()
    if full:
        stirling = y * y.log() - y + 0.5 * (2 * math.pi * y).log()
        each = each + where(y > 1, stirling, 0.0)
    return reduced(each, reduction)


@over_batches
def gaussian_nll_loss(
    input: Tensor,
    target: Tensor,
    var: Any,
    full: bool = False,
    eps: float = 1e-6,
    reduction: str = "mean",
) -> Tensor:
    """The negative log-likelihood of numbers with normal distributions of mean `input` and variance `var`.

    That is (log(var) + (input - target)² / var) / 2, plus log(2π) / 2 with `full`. What is below `eps`
    in `var` counts as `eps`.

    Shapes: `var` has that of `input`, or is 1 in the last dimension or lacks it: one for all outputs of an example.

    >>> mean, seen, var = torch.tensor([1.0, 1.0]), torch.tensor([1.0, 3.0]), torch.tensor([1.0, 4.0])
    >>> torch.nn.functional.gaussian_nll_loss(mean, seen, var, reduction="none")
    tensor([0.0000, 1.1931])

    Raises:
        ValueError: `var` is of a shape that does not fit, or has a negative element.
    """
    x, y = check_tensor("gaussian_nll_loss", input), check_tensor("gaussian_nll_loss", target, "target", 2)
    if isinstance(var, float):  # one for all
        if var < 0:
            raise ValueError("var has negative entry/entries")
        var = var * x.new_ones(x._array.shape)
    spread = check_tensor("gaussian_nll_loss", var, "var", 3)
    if spread._array.shape != x._array.shape:
        if x._array.shape[:-1] == spread._array.shape:
            spread = spread.unsqueeze(-1)
        elif x._array.shape[:-1] != spread._array.shape[:-1] or spread._array.shape[-1] != 1:
            raise ValueError("var is of incorrect size")
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not valid")
    if (spread._array < 0).any():
        raise ValueError("var has negative entry/entries")
    spread = spread.detach().clamp(min=eps) + (spread - spread.detach())  # no gradient stops at the limit
    each = 0.5 * (spread.log() + (x - y) ** 2 / spread)
    return reduced(each + 0.5 * math.log(2 * math.pi) if full else each, reduction)


@over_batches
def binary_cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """The cross entropy between probabilities and truths from 0 to 1.

    That is -(target log(input) + (1 - target) log(1 - input)), in nats; logarithms are cut off at -100, so that
    the loss of a certain error is 100 and not infinite.

    >>> torch.nn.functional.binary_cross_entropy(torch.tensor([0.5, 0.9]), torch.tensor([1.0, 1.0]), reduction="none")
    tensor([0.6931, 0.1054])

    Shapes: `input` and `target` alike; `weight` is broadcast to them.

    Raises:
        RuntimeError: for an input or a target that is no probability, or a target of another dtype.
        ValueError: for a target of another shape.
    """
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    number = reduction_number(reduction)
    x, y = check_tensor("binary_cross_entropy", input), check_tensor("binary_cross_entropy", target, "target", 2)
    if x._array.shape != y._array.shape:
        raise errors.target_size(y.size(), x.size())
    ops.check_one_dtype(x._array, y._array)
    check_float("binary_cross_entropy", x)
    for what, array in (("input", x._array), ("target", y._array)):
        if not ((array >= 0) & (array <= 1)).all():
            raise errors.no_probability(what)
    if weight is not None:
        _check_weight(weight._array.shape, x._array.shape)
    return x._apply(ops.BCE, x, y, reduction=number, weight=weight)


def _check_weight(weight: tuple[int, ...], shape: tuple[int, ...]) -> None:
    for back, n in enumerate(reversed(weight), 1):
        if back > len(shape) or n not in (1, shape[-back]):
            raise RuntimeError(
                f"Attempting to broadcast a dimension of length {n} at {-back}! Mismatching argument at index 1 had "
                f"torch.Size({list(weight)}); but expected shape should be broadcastable to {list(shape)}"
            )


@over_batches
def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    """`binary_cross_entropy` of the sigmoid of the input, without its loss of precision.

    Its derivative by the input is sigmoid(input) - target. `pos_weight` multiplies the part of the positive target:
    with 3 a positive example counts as much as three negative ones.

    >>> scores, truth = torch.tensor([0.0, 100.0]), torch.tensor([1.0, 0.0])
    >>> torch.nn.functional.binary_cross_entropy_with_logits(scores, truth, reduction="none")
    tensor([  0.6931, 100.0000])

    Raises:
        ValueError: for a target of another shape.
    """
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    number = reduction_number(reduction)
    name = "binary_cross_entropy_with_logits"
    x, y = check_tensor(name, input), check_tensor(name, target, "target", 2)
    if x._array.shape != y._array.shape:
        raise ValueError(f"Target size ({y.size()}) must be the same as input size ({x.size()})")
    check_float("log_sigmoid_cpu", x)
    for factor in (weight, pos_weight):
        if factor is not None:
            told = (factor, x) if factor is pos_weight else (x, factor)  # in the order of PyTorch's multiplication
            check_broadcast(*(tensor._array.shape for tensor in told))
            both = np.broadcast_shapes(x._array.shape, factor._array.shape)
            if both != x._array.shape:
                raise errors.inplace_shape(x._array.shape, both)
    if pos_weight is not None and pos_weight._array.dtype.kind == "b":
        raise errors.bool_subtraction(two=False)
    if y._array.dtype.kind == "b":
        raise errors.bool_subtraction(two=True)
    if y._array.dtype.kind != "f":
        raise errors.result_type_cast(x.dtype.scalar_name, y.dtype.scalar_name)
    return x._apply(ops.BCE_WITH_LOGITS, x, y, reduction=number, weight=weight, pos_weight=pos_weight)


@over_batches
def kl_div(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    log_target: bool = False,
) -> Tensor:
    """The Kullback-Leibler divergence of log-probabilities `input` from probabilities `target`.

    Each element is target · (log(target) - input), in nats, and 0 where the target is 0. Use `reduction="batchmean"`
    for the divergence of an example: "mean" divides by the number of all elements. With `log_target` the target
    holds logarithms, too.

    >>> model, truth = torch.tensor([[0.5, 0.5]]), torch.tensor([[1.0, 0.0]])
    >>> torch.nn.functional.kl_div(model.log(), truth, reduction="batchmean")
    tensor(0.6931)
    """
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    x: Any = check_tensor("kl_div", input)
    y: Any = check_tensor("kl_div", target, "target", 2)
    if reduction == "mean":
        warnings.warn(
            "reduction: 'mean' divides the total loss by both the batch size and the support size."
            "'batchmean' divides only by the batch size, and aligns with the KL div math definition."
            "'mean' will be changed to behave the same as 'batchmean' in the next major release.",
            stacklevel=3,
        )
    elif reduction != "batchmean":
        reduction_number(reduction)
    if x._array.dtype.kind != "f" or y._array.dtype.kind != "f":
        raise RuntimeError("kl_div: Integral inputs not supported.")
    each = y.exp() * (y - x) if log_target else y.xlogy(y) - y * x
    if reduction == "batchmean":
        found: Tensor = each.sum()
        return found / x._array.shape[0] if x._array.ndim else found
    return reduced(each, reduction)


@over_batches
def soft_margin_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """log(1 + exp(-target * input)) for targets -1 and 1.

    >>> scores, truth = torch.tensor([0.0, 3.0]), torch.tensor([1.0, 1.0])
    >>> torch.nn.functional.soft_margin_loss(scores, truth, reduction="none")
    tensor([0.6931, 0.0486])

    Shapes: `target` has that of `input`; the result is one number unless `reduction="none"`.
    """
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    number = reduction_number(reduction)
    x, y = check_tensor("soft_margin_loss", input), check_tensor("soft_margin_loss", target, "target", 2)
    if x._array.dtype.kind != "f" or x._array.dtype != y._array.dtype or x._array.shape != y._array.shape:
        with no_grad():
            x.neg().mul_(y).exp_()  # PyTorch computes it in this memory, and what does not fit there is refused
    return x._apply(ops.SOFT_MARGIN, x, reduction=number, target=y)
