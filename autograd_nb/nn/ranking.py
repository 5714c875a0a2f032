"""Losses of vectors and of several classes at once: angles, margins, labels that may be true together.

Source: https://pytorch.org/docs/2.7/nn.functional.html#loss-functions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.dtypes import get_default_dtype
from autograd_nb.engine.functions.joining import where
from autograd_nb.engine.methods.kernels import check_precision
from autograd_nb.engine.ops import margins
from autograd_nb.engine.ops.by_number import ADD_NUMBER

from .activations import logsigmoid
from .losses import check_weight, chosen, pairwise_distance, reduced, reduction_number
from .operands import check_tensor

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.tensor import Tensor


@over_batches
def cosine_embedding_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """1 - cos for vectors that belong together (target 1); cos - margin, if positive, for others (target -1).

    Shapes: inputs (batch, features), target (batch), or all without the batch; the result is one number unless
    `reduction="none"`.

    >>> one, other = torch.ones(1, 2), torch.tensor([[1.0, 0.0]])
    >>> torch.nn.functional.cosine_embedding_loss(one, other, torch.tensor([1]))
    tensor(0.2929)

    Raises:
        RuntimeError: the target has not one dimension less than the inputs.
    """
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    reduction_number(reduction)
    x: Any = check_tensor("cosine_embedding_loss", input1, "input1")
    y: Any = check_tensor("cosine_embedding_loss", input2, "input2", 2)
    t: Any = check_tensor("cosine_embedding_loss", target, "target", 3)
    if not x.is_floating_point():
        x, y = x.to(get_default_dtype()), y.to(get_default_dtype())
    if t._array.ndim > 1:
        raise RuntimeError("0D or 1D target tensor expected, multi-target not supported")
    if not t._array.ndim + 1 == x._array.ndim == y._array.ndim:
        raise RuntimeError(
            f"{t._array.ndim}D target tensor expects {t._array.ndim + 1}D input tensors, but found inputs with sizes "
            f"{list(x._array.shape)} and {list(y._array.shape)}."
        )
    dim = x._array.ndim - 1
    squares = ((x * x).sum(dim) + 1e-12) * ((y * y).sum(dim) + 1e-12)
    cosine: Any = (x * y).sum(dim) / squares.sqrt()
    none = cosine.detach() * 0
    together = where(t == 1, 1 - cosine, none)
    apart = where(t == -1, (cosine - margin).clamp_min(0), none)
    return reduced(together + apart, reduction)


@over_batches
def multi_margin_loss(
    input: Tensor,
    target: Tensor,
    p: int = 1,
    margin: float = 1.0,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """By how much other classes come nearer to the right one than `margin`, to the power `p`.

    That is the sum over the other classes i of max(0, margin - input[right] + input[i])ᵖ, divided by the number of
    classes. `weight`, one number per class, multiplies the terms of examples of that class.

    Shapes: `input` (batch, classes) or (classes); `target` holds the numbers of the right classes.

    >>> torch.nn.functional.multi_margin_loss(torch.tensor([[1.0, 3.0, 2.5, 0.0]]), torch.tensor([1]))
    tensor(0.1250)

    Raises:
        ValueError: `p` is neither 1 nor 2.
        RuntimeError: `target` is of a shape that does not fit.
    """
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    reduction_number(reduction)
    if p not in (1, 2):
        raise ValueError("only p == 1 and p == 2 supported")
    x: Any = check_tensor("multi_margin_loss", input)
    t: Any = check_tensor("multi_margin_loss", target, "target", 2)
    if weight is not None and weight._array.ndim != 1:
        raise ValueError("weight must be one-dimensional")
    single = x._array.ndim < 2
    rows = x.reshape(1, -1) if single else x
    if rows._array.ndim != 2 or not rows._array.shape[1]:
        raise RuntimeError(
            f"Expected non-empty vector or matrix with optional 0-dim batch size, but got: {list(x._array.shape)}"
        )
    count, classes = rows._array.shape
    if t._array.size != count or t._array.ndim > 1:
        raise RuntimeError(
            "multi_margin_loss: target tensor should be 1-D with size equal to the number of input samples (batch "
            f"size). Expected target size [{count}], but got {list(t._array.shape)}. Input has shape "
            f"{list(x._array.shape)}."
        )
    if weight is not None and weight._array.size != classes:
        raise RuntimeError(f"inconsistent weight size, expected {classes} but got {list(weight._array.shape)}")
    if t._array.dtype != np.int64:
        raise RuntimeError(f"expected scalar type Long but found {t.dtype.scalar_name}")
    check_precision("multi_margin_loss_cpu_kernel", x)
    check_weight(x, weight)
    if ((t._array < 0) | (t._array >= classes)).any():
        raise RuntimeError("target out of range")
    options = {"p": p, "margin": float(margin), "reduction": reduction_number(reduction)}
    return x._apply(margins.MULTI_MARGIN, x, target=t, weight=weight, **options)


@over_batches
def multilabel_margin_loss(
    input: Tensor, target: Tensor, size_average: bool | None = None, reduce: bool | None = None, reduction: str = "mean"
) -> Tensor:
    """By how much labels that are not listed come nearer than 1 to those that are; -1 ends the list.

    That is the sum of max(0, 1 - input[listed] + input[other]) over all pairs, divided by the number of labels.

    Shapes: `input` and `target` (batch, labels) or (labels); the target holds the numbers of the labels that are true.

    >>> torch.nn.functional.multilabel_margin_loss(torch.tensor([[0.1, 0.2, 0.4, 0.8]]), torch.tensor([[3, 0, -1, 1]]))
    tensor(0.8500)

    Raises:
        RuntimeError: the shapes do not fit, or a number is no label.
    """
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    number = reduction_number(reduction)
    x: Any = check_tensor("multilabel_margin_loss", input)
    t: Any = check_tensor("multilabel_margin_loss", target, "target", 2)
    if x._array.ndim > 2 or (x._array.ndim and not x._array.shape[-1]):
        raise RuntimeError(
            f"Expected non-empty vector or matrix with optional 0-dim batch size, but got: {list(x._array.shape)}"
        )
    if t._array.shape != x._array.shape and not (x._array.ndim < 2 and t._array.size == x._array.size):
        raise RuntimeError(
            f"inconsistent target size: {list(t._array.shape)} for input of size: {list(x._array.shape)}"
        )
    if t._array.dtype != np.int64:
        raise RuntimeError(f"expected scalar type Long but found {t.dtype.scalar_name}")
    if ((t._array < -1) | (t._array >= max(x._array.shape[-1:], default=1))).any():
        raise RuntimeError("argument #2 'target' is out of range")
    check_precision("multilabel_margin_loss_forward_out_frame", x)
    return x._apply(margins.MULTILABEL_MARGIN, x, target=t, reduction=number)


@over_batches
def multilabel_soft_margin_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """The mean over the labels of the cross entropy of each, true or not.

    Like `binary_cross_entropy_with_logits`, but averaged over the labels first: with `reduction="none"` there is one
    loss per example.

    Shapes: `input` and `target` (batch, labels); `weight` one number per label.

    >>> scores, truth = torch.tensor([[0.0, 100.0]]), torch.tensor([[1.0, 1.0]])
    >>> torch.nn.functional.multilabel_soft_margin_loss(scores, truth)
    tensor(0.3466)
    """
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    reduction_number(reduction)
    x: Any = check_tensor("log_sigmoid", input)
    t: Any = check_tensor("multilabel_soft_margin_loss", target, "target", 2)
    each: Any = -(t * logsigmoid(x) + (1 - t) * logsigmoid(-x))
    if weight is not None:
        each = each * weight
    last = x._array.ndim - 1
    return reduced(each.sum(last) / x._array.shape[last], reduction)


@over_batches
def triplet_margin_with_distance_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    *,
    distance_function: Callable[[Any, Any], Any] | None = None,
    margin: float = 1.0,
    swap: bool = False,
    reduction: str = "mean",
) -> Tensor:
    """`triplet_margin_loss` with any measure of distance: a function of two tensors, `pairwise_distance` unless given.

    >>> def height(a, b):
    ...     return (a - b)[:, 1].abs()
    >>> anchor, positive, negative = torch.tensor([[0.0, 0.0], [9.0, 1.0], [0.0, 1.5]]).split(1)
    >>> torch.nn.functional.triplet_margin_with_distance_loss(anchor, positive, negative, distance_function=height)
    tensor(0.5000)

    Raises:
        ValueError: `margin` is not positive.
    """
    reduction_number(reduction)
    measure = distance_function or pairwise_distance
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    dims = [t._array.ndim for t in (anchor, positive, negative)]
    if len(set(dims)) > 1:
        raise RuntimeError(
            "The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: "
            f"anchor {dims[0]}D, positive {dims[1]}D, and negative {dims[2]}D inputs"
        )
    near, far = measure(anchor, positive), measure(anchor, negative)
    if swap:
        far = far.minimum(measure(positive, negative))
    gap = near._apply(ADD_NUMBER, near, other=margin) - far
    return reduced(gap.clamp_min(0), reduction)
