"""The losses of `nn.functional`. `reduction` is "mean", "sum" or "none".

Source: https://pytorch.org/docs/2.7/nn.functional.html#loss-functions
"""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.calling import as_pytorch
from autograd_nb.engine.dtypes import get_default_dtype, promote_arrays
from autograd_nb.engine.joining import broadcast_tensors, where
from autograd_nb.engine.ops import loss as ops
from autograd_nb.engine.ops.by_number import ADD_NUMBER
from autograd_nb.engine.tensor_errors import broadcast_mismatch

from .activations import check_float, check_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


def reduction_number(reduction: str) -> int:
    """PyTorch's number of a reduction."""
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return ("none", "mean", "sum").index(reduction)


def reduced(each: Any, reduction: str) -> Tensor:
    """The losses of all elements, reduced to one number where that is asked for."""
    return each if reduction == "none" else each.mean() if reduction == "mean" else each.sum()


def _pair(function: str, kernel: str, input: Any, target: Any) -> tuple[Any, Any]:
    """Prediction and target in one shape; differing ones are nearly always a mistake, so PyTorch warns."""
    x, y = check_tensor(function, input), check_tensor(function, target, "target", 2)
    if x._array.shape != y._array.shape:
        warnings.warn(
            f"Using a target size ({y.size()}) that is different to the input size ({x.size()}). This will likely "
            "lead to incorrect results due to broadcasting. Please ensure they have the same size.",
            stacklevel=3,
        )
        _check_broadcast(x._array.shape, y._array.shape)
        x, y = (z if z._array.shape == t._array.shape else t for z, t in zip((x, y), broadcast_tensors(x, y)))
    if x._array.dtype is not y._array.dtype:
        common = promote_arrays(x._array, y._array)
        x, y = (z if z._array.dtype is common else z._cast(common) for z in (x, y))
    return check_float(kernel, x), y


def _check_broadcast(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    for back in range(1, min(len(a), len(b)) + 1):
        if a[-back] != b[-back] and 1 not in (a[-back], b[-back]):
            raise broadcast_mismatch(a[-back], b[-back], max(len(a), len(b)) - back)


# -- distances of numbers --------------------------------------------------------------------------


def mse_loss(input: Tensor, target: Tensor, *, reduction: str = "mean") -> Tensor:
    """The squared error.

    >>> import autograd_nb as torch
    >>> torch.nn.functional.mse_loss(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 4.0]))
    tensor(2.)
    """
    number = reduction_number(reduction)
    x, y = _pair("mse_loss", "mse_cpu", input, target)
    return x._apply(ops.MSE, x, y, reduction=number)


def l1_loss(input: Tensor, target: Tensor, *, reduction: str = "mean") -> Tensor:
    """The absolute error."""
    reduction_number(reduction)
    x, y = _pair("l1_loss", "l1_loss", input, target)
    return reduced((x - y).abs(), reduction)


def smooth_l1_loss(input: Tensor, target: Tensor, *, reduction: str = "mean", beta: float = 1.0) -> Tensor:
    """The absolute error, rounded off to a parabola where it is below `beta`."""
    number = reduction_number(reduction)
    if beta < 0:
        raise RuntimeError("smooth_l1_loss does not support negative values for beta.")
    x, y = _pair("smooth_l1_loss", "smooth_l1_loss", input, target)
    if beta == 0:
        return reduced((x - y).abs(), reduction)
    return x._apply(ops.SMOOTH_L1, x, y, reduction=number, beta=float(beta))


def huber_loss(input: Tensor, target: Tensor, *, reduction: str = "mean", delta: float = 1.0) -> Tensor:
    """Half the squared error, which goes on as a line beyond `delta`."""
    number = reduction_number(reduction)
    if delta <= 0:
        raise RuntimeError("huber_loss does not support non-positive values for delta.")
    x, y = _pair("huber_loss", "huber", input, target)
    return x._apply(ops.HUBER, x, y, reduction=number, delta=float(delta))


def poisson_nll_loss(
    input: Tensor,
    target: Tensor,
    log_input: bool = True,
    *,
    full: bool = False,
    eps: float = 1e-8,
    reduction: str = "mean",
) -> Tensor:
    """The negative log-likelihood of counts with a Poisson distribution."""
    reduction_number(reduction)
    x: Any
    y: Any
    x, y = check_tensor("poisson_nll_loss", input), check_tensor("poisson_nll_loss", target, "target", 2)
    each = x.exp() - y * x if log_input else x - y * (x + eps).log()
    if full:
        stirling = y * y.log() - y + 0.5 * (2 * math.pi * y).log()
        each = each + where(y > 1, stirling, 0.0)
    return reduced(each, reduction)


def gaussian_nll_loss(
    input: Tensor, target: Tensor, var: Any, full: bool = False, eps: float = 1e-6, *, reduction: str = "mean"
) -> Tensor:
    """The negative log-likelihood of numbers with normal distributions of mean `input` and variance `var`."""
    x, y = check_tensor("gaussian_nll_loss", input), check_tensor("gaussian_nll_loss", target, "target", 2)
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


# -- probabilities ---------------------------------------------------------------------------------


def binary_cross_entropy(
    input: Tensor, target: Tensor, weight: Tensor | None = None, *, reduction: str = "mean"
) -> Tensor:
    """The cross entropy between probabilities and truths from 0 to 1.

    Raises:
        RuntimeError: for an input that is no probability.
    """
    number = reduction_number(reduction)
    x, y = check_tensor("binary_cross_entropy", input), check_tensor("binary_cross_entropy", target, "target", 2)
    if x._array.shape != y._array.shape:
        raise ValueError(
            f"Using a target size ({y.size()}) that is different to the input size ({x.size()}) is deprecated. "
            "Please ensure they have the same size."
        )
    if not ((x._array >= 0) & (x._array <= 1)).all():
        raise RuntimeError("all elements of input should be between 0 and 1")
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


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    *,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    """`binary_cross_entropy` of the sigmoid of the input, without its loss of precision."""
    number = reduction_number(reduction)
    name = "binary_cross_entropy_with_logits"
    x, y = check_tensor(name, input), check_tensor(name, target, "target", 2)
    if x._array.shape != y._array.shape:
        raise ValueError(f"Target size ({y.size()}) must be the same as input size ({x.size()})")
    check_float("log_sigmoid_cpu", x)
    for factor in (weight, pos_weight):
        if factor is not None:
            _check_broadcast(x._array.shape, factor._array.shape)
    return x._apply(ops.BCE_WITH_LOGITS, x, y, reduction=number, weight=weight, pos_weight=pos_weight)


def kl_div(input: Tensor, target: Tensor, *, reduction: str = "mean", log_target: bool = False) -> Tensor:
    """The Kullback-Leibler divergence of log-probabilities `input` from probabilities `target`."""
    x: Any = check_tensor("kl_div", input)
    y: Any = check_tensor("kl_div", target, "target", 2)
    if reduction == "mean":
        warnings.warn(
            "reduction: 'mean' divides the total loss by both the batch size and the support size."
            "'batchmean' divides only by the batch size, and aligns with the KL div math definition."
            "'mean' will be changed to behave the same as 'batchmean' in the next major release.",
            stacklevel=2,
        )
    elif reduction != "batchmean":
        reduction_number(reduction)
    each = y.exp() * (y - x) if log_target else y.xlogy(y) - y * x
    if reduction == "batchmean":
        found: Tensor = each.sum() / (x._array.shape[0] if x._array.ndim else 1)
        return found
    return reduced(each, reduction)


def soft_margin_loss(input: Tensor, target: Tensor, *, reduction: str = "mean") -> Tensor:
    """log(1 + exp(-target * input)) for targets -1 and 1."""
    number = reduction_number(reduction)
    x, y = check_tensor("soft_margin_loss", input), check_tensor("soft_margin_loss", target, "target", 2)
    _check_broadcast(x._array.shape, y._array.shape)
    return x._apply(ops.SOFT_MARGIN, x, reduction=number, target=y)


def hinge_embedding_loss(input: Tensor, target: Tensor, margin: float = 1.0, *, reduction: str = "mean") -> Tensor:
    """The input where the target is 1, what it lacks to `margin` where it is -1."""
    reduction_number(reduction)
    x: Any = check_tensor("hinge_embedding_loss", input)
    y: Any = check_tensor("hinge_embedding_loss", target, "target", 2)
    nothing = x.new_zeros(())
    far = where(y != 1, (x.new_full((), margin) - x).clamp_min(0), nothing)
    return reduced(far + where(y != -1, x, nothing), reduction)


def margin_ranking_loss(
    input1: Tensor, input2: Tensor, target: Tensor, margin: float = 0.0, *, reduction: str = "mean"
) -> Tensor:
    """What the first input lacks to be ranked above the second (target 1) or below it (-1)."""
    reduction_number(reduction)
    x: Any = check_tensor("margin_ranking_loss", input1)
    y: Any = check_tensor("margin_ranking_loss", target, "target", 3)
    check_tensor("margin_ranking_loss", input2)
    if not x._array.ndim == input2._array.ndim == y._array.ndim:
        raise RuntimeError(
            "margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: "
            f"{x.size()}, input2: {input2.size()}, target: {y.size()} "
        )
    gap = -y * (x - input2)
    gap = gap._apply(ADD_NUMBER, gap, other=margin) if gap._array.dtype.kind == "f" else gap + float(margin)
    return reduced(gap.clamp_min(0), reduction)


def triplet_margin_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    margin: float = 1.0,
    p: float = 2.0,
    eps: float = 1e-6,
    swap: bool = False,
    *,
    reduction: str = "mean",
) -> Tensor:
    """How much nearer than by `margin` the negative example is to the anchor than the positive one.

    With `swap` the negative example may be near the positive one instead.
    """
    reduction_number(reduction)
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    dims = [t._array.ndim for t in (anchor, positive, negative)]
    if len(set(dims)) > 1:
        raise RuntimeError(
            "The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: "
            f"anchor {dims[0]}D, positive {dims[1]}D, and negative {dims[2]}D inputs"
        )
    near: Any = pairwise_distance(anchor, positive, p, eps)
    far: Any = pairwise_distance(anchor, negative, p, eps)
    if swap:
        far = far.minimum(pairwise_distance(positive, negative, p, eps))
    gap = near._apply(ADD_NUMBER, near, other=margin) - far
    return reduced(gap.clamp_min(0), reduction)


@as_pytorch
def pairwise_distance(x1: Tensor, x2: Tensor, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False) -> Tensor:
    """The distance of vectors along the last dimension."""
    away: Any = check_tensor("pairwise_distance", x1) - check_tensor("pairwise_distance", x2, "x2", 2)
    if not away.is_floating_point():
        away = away.to(get_default_dtype())
    apart = away._apply(ADD_NUMBER, away, other=eps)
    return apart._apply(ops.NORM_DIM, apart, ord=float(p), dim=apart._array.ndim - 1, keepdim=keepdim)
