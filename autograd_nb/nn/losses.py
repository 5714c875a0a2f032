"""The losses of `nn.functional`. `reduction` is "mean", "sum" or "none".

Source: https://pytorch.org/docs/2.7/nn.functional.html#loss-functions
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.batches import over_batches
from autograd_nb.engine.calling import as_pytorch
from autograd_nb.engine.dtypes import get_default_dtype, promote_arrays
from autograd_nb.engine.joining import broadcast_tensors, where
from autograd_nb.engine.operation_errors import expected_scalar_type
from autograd_nb.engine.ops import loss as ops
from autograd_nb.engine.ops.by_number import ADD_NUMBER
from autograd_nb.engine.tensor_errors import broadcast_mismatch, result_type_cast
from autograd_nb.engine.warn import warn

from .activations import check_float, check_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


def reduction_number(reduction: str) -> int:
    """PyTorch's number of a reduction."""
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return ("none", "mean", "sum").index(reduction)


def chosen(size_average: bool | None, reduce: bool | None) -> str:
    """The reduction that these two older arguments of losses ask for."""
    summed = size_average is not None and not size_average
    found = "none" if reduce is not None and not reduce else "sum" if summed else "mean"
    warn(f"size_average and reduce args will be deprecated, please use reduction='{found}' instead.")
    return found


def reduced(each: Any, reduction: str) -> Tensor:
    """The losses of all elements, reduced to one number where that is asked for."""
    return each if reduction == "none" else each.mean() if reduction == "mean" else each.sum()


def _pair(function: str, kernel: str | None, input: Any, target: Any, cast: bool = True) -> tuple[Any, Any]:
    """Prediction and target in one shape; differing ones are nearly always a mistake, so PyTorch warns.

    Where they are not to be cast, the loss is computed in their common dtype and has no derivative.
    """
    x, y = check_tensor(function, input), check_tensor(function, target, "target", 2)
    if x._array.shape != y._array.shape:
        warnings.warn(
            f"Using a target size ({y.size()}) that is different to the input size ({x.size()}). This will likely "
            "lead to incorrect results due to broadcasting. Please ensure they have the same size.",
            stacklevel=4,
        )
        check_broadcast(x._array.shape, y._array.shape)
        x, y = (z if z._array.shape == t._array.shape else t for z, t in zip((x, y), broadcast_tensors(x, y)))
    if x._array.dtype is not y._array.dtype:
        common = promote_arrays(x._array, y._array)
        if not cast and common.kind == "f":
            return x, y
        x, y = (z if z._array.dtype is common else z._cast(common) for z in (x, y))
    return x if kernel is None else check_float(kernel, x), y


def check_broadcast(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    """Refuse two shapes that do not go together."""
    for back in range(1, min(len(a), len(b)) + 1):
        if a[-back] != b[-back] and 1 not in (a[-back], b[-back]):
            raise broadcast_mismatch(a[-back], b[-back], max(len(a), len(b)) - back)


def check_weight(input: Any, weight: Any) -> None:
    """Refuse weights of classes that are of another dtype than the input, such as those that come from NumPy."""
    if weight is not None and weight._array.dtype != input._array.dtype:
        raise expected_scalar_type(input.dtype.scalar_name, weight.dtype.scalar_name)


def _check_same_size(weight: Any, input: Any) -> None:
    if weight._array.shape != input._array.shape:
        raise ValueError("Weights and input must have the same size.")


def _weighted(each: Any, weight: Any, input: Any, reduction: str) -> Tensor:
    """Each error times its weight; their mean is a weighted one."""
    _check_same_size(weight, input)
    counted: Tensor = each * weight
    return counted.sum() / weight.sum() if reduction == "mean" else reduced(counted, reduction)


# -- distances of numbers --------------------------------------------------------------------------


@over_batches
def mse_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Tensor | None = None,
) -> Tensor:
    """The squared error.

    >>> import autograd_nb as torch
    >>> torch.nn.functional.mse_loss(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 4.0]))
    tensor(2.)
    """
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    number = reduction_number(reduction)
    x, y = _pair("mse_loss", "mse_cpu", input, target, cast=False)
    if weight is not None:
        return _weighted((x - y) ** 2, weight, input, reduction)
    return x._apply(ops.MSE, x, y, reduction=number)


@over_batches
def l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Tensor | None = None,
) -> Tensor:
    """The absolute error."""
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    reduction_number(reduction)
    x, y = _pair("l1_loss", None, input, target, cast=False)
    if weight is not None:
        return _weighted((x - y).abs(), weight, input, reduction)
    return reduced((x - y).abs(), reduction)


@over_batches
def smooth_l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> Tensor:
    """The absolute error, rounded off to a parabola where it is below `beta`."""
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    number = reduction_number(reduction)
    if beta < 0:
        raise RuntimeError("smooth_l1_loss does not support negative values for beta.")
    x, y = _pair("smooth_l1_loss", "smooth_l1_loss", input, target)
    if beta == 0:
        return reduced((x - y).abs(), reduction)
    return x._apply(ops.SMOOTH_L1, x, y, reduction=number, beta=float(beta))


@over_batches
def huber_loss(
    input: Tensor,
    target: Tensor,
    reduction: str = "mean",
    delta: float = 1.0,
    weight: Tensor | None = None,
) -> Tensor:
    """Half the squared error, which goes on as a line beyond `delta`."""
    number = reduction_number(reduction)
    if delta <= 0:
        raise RuntimeError("huber_loss does not support non-positive values for delta.")
    x, y = _pair("huber_loss", "huber", input, target, cast=False)
    if x._array.dtype.kind != "f":
        raise result_type_cast(y.dtype.scalar_name, x.dtype.scalar_name)
    if weight is not None:
        _check_same_size(weight, input)
        return reduced(x._apply(ops.HUBER, x, y, reduction=0, delta=float(delta)) * weight, reduction)
    return x._apply(ops.HUBER, x, y, reduction=number, delta=float(delta))


@over_batches
def hinge_embedding_loss(
    input: Tensor,
    target: Tensor,
    margin: float = 1.0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """The input where the target is 1, what it lacks to `margin` where it is -1."""
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    reduction_number(reduction)
    x: Any = check_tensor("hinge_embedding_loss", input)
    y: Any = check_tensor("hinge_embedding_loss", target, "target", 2)
    nothing = x.new_zeros(())
    far = where(y != 1, (x.new_full((), margin) - x).clamp_min(0), nothing)
    return reduced(far + where(y != -1, x, nothing), reduction)


@over_batches
def margin_ranking_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """What the first input lacks to be ranked above the second (target 1) or below it (-1)."""
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
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


@over_batches
def triplet_margin_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    margin: float = 1.0,
    p: float = 2,
    eps: float = 1e-6,
    swap: bool = False,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """How much nearer than by `margin` the negative example is to the anchor than the positive one.

    With `swap` the negative example may be near the positive one instead.
    """
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
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
