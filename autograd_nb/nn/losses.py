"""The losses of `nn.functional`. `reduction` is "mean", "sum" or "none".

Source: https://pytorch.org/docs/2.7/nn.functional.html#loss-functions
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors, events
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.dtypes import get_default_dtype, promote_arrays
from autograd_nb.engine.functions.joining import broadcast_tensors, where
from autograd_nb.engine.ops import loss as ops
from autograd_nb.engine.ops.by_number import ADD_NUMBER
from autograd_nb.engine.warn import warn

from .operands import check_float, check_tensor

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
            f"Using a target size ({y.size()}) that is different to the input size ({x.size()}). {errors.TARGET_SIZE}",
            stacklevel=4,
        )
        if events.observer is not None:
            events.observer.warned("target_size", x)
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
            raise errors.broadcast_mismatch(a[-back], b[-back], max(len(a), len(b)) - back)


def check_weight(input: Any, weight: Any) -> None:
    """Refuse weights of classes that are of another dtype than the input, such as those that come from NumPy."""
    if weight is not None and weight._array.dtype != input._array.dtype:
        raise errors.expected_scalar_type(input.dtype.scalar_name, weight.dtype.scalar_name)


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
    """The squared error (input - target)²: its mean, its sum, or one for each element, as `reduction` says.

    Its derivative by the input is 2 (input - target), over the number of elements for the mean.

    Shapes: `input` and `target` alike (others are broadcast, with a warning); the result is one number unless
    `reduction="none"`. `weight`, of the same shape, multiplies the errors; the mean is then that of weights.

    >>> torch.nn.functional.mse_loss(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 4.0]))
    tensor(2.)

    Raises:
        RuntimeError: the shapes do not go together.
        ValueError: `reduction` is neither "none", "mean" nor "sum".
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
    """The absolute error |input - target|: its mean, its sum, or one for each element, as `reduction` says.

    Its derivative by the input is the sign of the error, so that a few large errors do not outweigh all others.

    >>> torch.nn.functional.l1_loss(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 4.0]))
    tensor(1.)

    Shapes: `input` and `target` alike (others are broadcast, with a warning); the result is one number unless
    `reduction="none"`. `weight`, of the same shape, multiplies the errors; the mean is then that of weights.

    Raises:
        RuntimeError: the shapes do not go together.
        ValueError: `reduction` is neither "none", "mean" nor "sum".
    """
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
    """The absolute error, rounded off to a parabola where it is below `beta`.

    That is d² / (2 `beta`) for an error d below `beta`, and |d| - `beta` / 2 beyond: `huber_loss` divided by `beta`.
    The derivative grows from 0 to 1 and stays there.

    >>> torch.nn.functional.smooth_l1_loss(torch.tensor([0.5, 3.0]), torch.zeros(2), reduction="none")
    tensor([0.1250, 2.5000])

    Raises:
        RuntimeError: `beta` is negative, or the shapes do not go together.
    """
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    number = reduction_number(reduction)
    if beta < 0:
        raise RuntimeError("smooth_l1_loss does not support negative values for beta.")
    x, y = _pair("smooth_l1_loss", "smooth_l1_cpu", input, target)
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
    """Half the squared error, which goes on as a line beyond `delta`.

    That is d² / 2 for an error d up to `delta`, and `delta` (|d| - `delta` / 2) beyond: outliers pull no harder
    than with slope `delta`.

    >>> torch.nn.functional.huber_loss(torch.tensor([1.0, 4.0]), torch.zeros(2), reduction="none", delta=2.0)
    tensor([0.5000, 6.0000])

    Raises:
        RuntimeError: `delta` is not positive, or the shapes do not go together.
    """
    number = reduction_number(reduction)
    if delta <= 0:
        raise RuntimeError("huber_loss does not support non-positive values for delta.")
    x, y = _pair("huber_loss", "huber_cpu", input, target, cast=False)
    if x._array.dtype.kind != "f":
        raise errors.result_type_cast(y.dtype.scalar_name, x.dtype.scalar_name)
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
    """The input where the target is 1, what it lacks to `margin` where it is -1.

    The input is a distance, such as that of two embeddings: it is made small for pairs that belong together (1),
    and pushed up to `margin` for others (-1).

    >>> distance = torch.tensor([0.3, 0.3])
    >>> torch.nn.functional.hinge_embedding_loss(distance, torch.tensor([1, -1]), reduction="none")
    tensor([0.3000, 0.7000])
    """
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
    """What the first input lacks to be ranked above the second (target 1) or below it (-1), by at least `margin`.

    That is max(0, -target (input1 - input2) + margin).

    >>> higher, lower = torch.tensor([3.0, 1.0]), torch.tensor([1.0, 2.0])
    >>> torch.nn.functional.margin_ranking_loss(higher, lower, torch.ones(2), reduction="none")
    tensor([0., 1.])

    Raises:
        RuntimeError: the three have different numbers of dimensions.
    """
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

    That is max(0, d(anchor, positive) - d(anchor, negative) + margin), where d is `pairwise_distance` of order `p`.
    With `swap` the negative example may be near the positive one instead.

    Shapes: (batch, features) or (features), of which the last dimension is used up.

    >>> anchor, positive, negative = torch.tensor([[0.0, 0.0], [0.0, 1.0], [0.0, 1.5]]).split(1)
    >>> torch.nn.functional.triplet_margin_loss(anchor, positive, negative)
    tensor(0.5000)

    Raises:
        ValueError: `margin` is not positive.
        RuntimeError: the three have different numbers of dimensions.
    """
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    reduction_number(reduction)
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    examples = {"anchor": anchor, "positive": positive, "negative": negative}
    dims = [
        check_tensor("triplet_margin_loss", example, name, place)._array.ndim
        for place, (name, example) in enumerate(examples.items(), 1)
    ]
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
    """The distance of vectors along the last dimension: the `p`-norm of x1 - x2 + eps.

    Shapes: of what both broadcast to, without the last dimension (with `keepdim` it stays, of size 1).
    `eps` keeps the derivative finite where both are equal.

    >>> torch.nn.functional.pairwise_distance(torch.tensor([[3.0, 4.0]]), torch.zeros(1, 2))
    tensor([5.0000])
    """
    away: Any = check_tensor("pairwise_distance", x1) - check_tensor("pairwise_distance", x2, "x2", 2)
    if not away.is_floating_point():
        away = away.to(get_default_dtype())
    apart = away._apply(ADD_NUMBER, away, other=eps)
    return apart._apply(ops.NORM_DIM, apart, ord=float(p), dim=apart._array.ndim - 1, keepdim=keepdim)
