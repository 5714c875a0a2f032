"""The losses of classification: `nll_loss` and `cross_entropy`.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.functional.cross_entropy.html
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.calling import besides
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.ops import by_number
from autograd_nb.engine.ops import loss as ops

from .losses import check_weight, chosen, reduced, reduction_number
from .operands import check_float, check_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


@besides("", "nll_loss_nd")
@over_batches
def nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """The negative log-probability of the true class.

    Args:
        input: log-probabilities, of shape (C), (N, C) or (N, C, d1, ...).
        target: numbers of classes, of shape (), (N) or (N, d1, ...).
        weight: what each class counts; the mean is a weighted one.
        size_average: with `reduce` the older way to ask for a reduction.
        reduce: see `size_average`.
        ignore_index: a target that does not count.
        reduction: "mean", "sum" or "none".

    Raises:
        ValueError, RuntimeError, IndexError: with PyTorch's texts, for shapes that do not fit and unknown classes.

    >>> log_probabilities = torch.tensor([[0.25, 0.75], [0.5, 0.5]]).log()
    >>> torch.nn.functional.nll_loss(log_probabilities, torch.tensor([0, 1]), reduction="none")
    tensor([1.3863, 0.6931])
    """
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    number = reduction_number(reduction)
    x: Any = check_tensor("nll_loss_nd", input)
    y: Any = check_tensor("nll_loss_nd", target, "target", 2)
    _check(x, y, weight, ignore_index)
    shape = x._array.shape
    check_float("nll_loss_out_frame" if len(shape) < 3 else "nll_loss2d_forward_out_frame", x)
    options = {"weight": weight, "reduction": number, "ignore_index": ignore_index}
    if len(shape) < 3:
        return x._apply(ops.NLL, x, target=y, **options)
    if len(shape) == 4:
        return x._apply(ops.NLL_2D, x, target=y, **options)
    places = math.prod(shape[2:])
    grid = x.contiguous().view(shape[0], shape[1], 1, places)
    found = grid._apply(ops.NLL_2D, grid, target=y.reshape(shape[0], 1, places), **options)
    return found.view(y._array.shape) if reduction == "none" else found


def _check(x: Any, y: Any, weight: Any, ignore_index: int) -> None:
    shape, wanted = x._array.shape, y._array.shape
    if not shape:
        raise ValueError("Expected 1 or more dimensions (got 0)")
    if len(shape) <= 2 and len(wanted) > 1:
        if len(shape) == 2 and wanted[0] != shape[0]:
            raise ValueError(f"Expected input batch_size ({shape[0]}) to match target batch_size ({wanted[0]}).")
        raise errors.one_class_each()
    if len(shape) != 1 and wanted[:1] != shape[:1]:
        size = wanted[0] if wanted else 0
        raise ValueError(f"Expected input batch_size ({shape[0]}) to match target batch_size ({size}).")
    if len(shape) > 2 and wanted[1:] != shape[2:]:
        if len(shape) == 4:
            raise RuntimeError(f"size mismatch (got input: {list(shape)} , target: {list(wanted)}")  # no bracket there
        expected = [shape[0], *shape[2:]]
        raise RuntimeError(f"Expected target size {expected}, got {list(wanted)}")
    if len(shape) == 1 and wanted and wanted != (1,):
        raise ValueError(f"For 1D input, 1D target must have size 1, but got target size: {wanted[0]}")
    classes = shape[0] if len(shape) == 1 else shape[1]
    if weight is not None and weight._array.shape != (classes,):
        raise RuntimeError(
            f"weight tensor should be defined either for all {classes} classes or no classes but got weight tensor "
            f"of shape: {list(weight._array.shape)}"
        )
    if y._array.dtype not in (np.dtype(np.int64), np.dtype(np.uint8)):
        raise errors.class_dtype(y.dtype.scalar_name)
    check_weight(x, weight)
    outside = y._array[((y._array < 0) | (y._array >= classes)) & (y._array != ignore_index)]
    if outside.size:
        raise errors.no_such_class(outside.flat[0])


@besides("", "cross_entropy_loss")
@over_batches
def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """The cross entropy between the softmax of `input` and the true classes, in nats.

    It is `nll_loss` of `log_softmax`, and its derivative by the input is softmax(input) minus the truth, over the
    number of examples. The target is a number for each example, or probabilities of the shape of the input;
    `label_smoothing` gives that share of the truth to all classes alike. `weight` has a factor for each class, and
    a target `ignore_index` does not count.

    Shapes: `input` (C), (N, C) or (N, C, d1, ...), `target` (), (N) or (N, d1, ...).

    >>> torch.nn.functional.cross_entropy(torch.zeros(2, 4), torch.tensor([1, 3]))
    tensor(1.3863)

    Raises:
        ValueError: the batches of input and target differ.
        IndexError: there is no such class.
        RuntimeError: the shapes do not fit in another way, or the target is neither whole numbers nor probabilities.
    """
    if size_average is not None or reduce is not None:
        reduction = chosen(size_average, reduce)
    number = reduction_number(reduction)
    x: Any = check_tensor("cross_entropy_loss", input)
    y: Any = check_tensor("cross_entropy_loss", target, "target", 2)
    if not 0 <= label_smoothing <= 1:
        raise RuntimeError(f"label_smoothing must be between 0.0 and 1.0. Got: {label_smoothing:g}")
    dim = 0 if x._array.ndim == 1 else 1
    if x._array.shape == y._array.shape:
        if ignore_index >= 0 and y._array.dtype.kind == "f":
            raise RuntimeError("ignore_index is not supported for floating point target")
        return _with_probabilities(x, y, weight, number, label_smoothing, dim)
    logarithms = x.log_softmax(dim)
    exact = nll_loss(logarithms, y, weight, ignore_index=ignore_index, reduction=reduction)
    if not label_smoothing:
        return exact
    smooth = _smooth(logarithms, y, weight, ignore_index, reduction, dim)
    share = label_smoothing / x._array.shape[dim]
    return _times(exact, 1 - label_smoothing) + _times(smooth, share)


def _with_probabilities(x: Any, y: Any, weight: Any, reduction: int, smoothing: float, dim: int) -> Tensor:
    if y._array.dtype.kind != "f":
        raise RuntimeError(
            f"Expected floating point type for target with class probabilities, got {y.dtype.scalar_name}"
        )
    classes = x.size(dim)
    logarithms = x.log_softmax(dim)
    if smoothing:
        y = y * (1 - smoothing) + smoothing / classes
    if weight is not None:
        logarithms = logarithms * _beside(weight, x, dim)
    products = logarithms * y
    if reduction == ops.NONE:
        found: Tensor = -products.sum(dim)
        return found
    total = -products.sum()
    if reduction == ops.MEAN:
        total = total._apply(by_number.DIV_NUMBER, total, other=x._array.size / classes)
    return total


def _smooth(logarithms: Any, y: Any, weight: Any, ignore_index: int, reduction: str, dim: int) -> Tensor:
    """The part of the loss in which all classes are true."""
    if weight is not None:
        logarithms = logarithms * _beside(weight, logarithms, dim)
    ignored = y == ignore_index
    each = (-logarithms.sum(dim)).masked_fill(ignored, 0.0)
    if reduction != "mean":
        return reduced(each, reduction)
    if weight is None:
        counted = (~ignored).sum()
    else:
        classes = np.where(ignored._array, 0, y._array)
        counted = type(y)._wrap((weight._array[classes] * ~ignored._array).sum())
    return each.sum() / counted


def _beside(weight: Any, x: Any, dim: int) -> Any:
    """One weight per class, shaped to meet the classes of `x`."""
    return weight.view([-1 if d == dim else 1 for d in range(x._array.ndim)]) if x._array.ndim > 1 else weight


def _times(x: Any, number: float) -> Any:
    return x._apply(by_number.MUL_NUMBER, x, other=number)
