"""The loss of sequences whose alignment is not known.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.functional.ctc_loss.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.functions.joining import where
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.ops import alignment as ops

from .losses import reduction_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor

_WHILE = " (while checking arguments for ctc_loss_allocate_outputs)"
_MEAN, _SUM = 1, 2


@over_batches
def ctc_loss(
    log_probs: Tensor,
    targets: Tensor,
    input_lengths: Tensor | Sequence[int],
    target_lengths: Tensor | Sequence[int],
    blank: int = 0,
    reduction: str = "mean",
    zero_infinity: bool = False,
) -> Tensor:
    """Minus the logarithm of the probability that a sequence says `targets`, however it is spread over the steps.

    Args:
        log_probs: logarithms of probabilities, of shape (steps, batch, classes) or (steps, classes).
        targets: numbers of classes, of shape (batch, longest), or all targets in one row.
        input_lengths: how many steps of each example count.
        target_lengths: how many labels of each example count.
        blank: the class between the labels.
        reduction: "mean" (of losses divided by the lengths of their targets), "sum" or "none".
        zero_infinity: 0 in the place of the loss of targets that are too long for their steps.

    Raises:
        ValueError, RuntimeError: with PyTorch's texts.

    >>> import autograd_nb as torch
    >>> even = torch.zeros(2, 3).log_softmax(1)
    >>> ctc_loss(even, torch.tensor([1]), torch.tensor(2), torch.tensor(1))  # aa, a-, -a: three ways of nine
    tensor(1.0986)
    """
    number = reduction_number(reduction)
    return _ctc_loss(log_probs, targets, input_lengths, target_lengths, blank, number, zero_infinity)


def _lengths(name: str, given: Any) -> list[int]:
    if not isinstance(given, Variable):
        return [int(n) for n in given]
    array: Any = given._array
    if array.dtype.kind not in "iu":
        raise RuntimeError(f"{name} must be integral")
    return [int(n) for n in array.reshape(-1)]


def _whole(
    log_probs: Any, targets: Any, input_lengths: Any, target_lengths: Any, blank: int = 0, reduction: int = 0,
    zero_infinity: bool = False,
) -> Any:  # fmt: skip
    alone = log_probs._array.ndim != 3
    x: Any = log_probs.unsqueeze(1) if alone else log_probs
    inputs, outputs = _lengths("input_lengths", input_lengths), _lengths("target_lengths", target_lengths)
    _check(x, targets._array, inputs, outputs, blank)
    options = {"input_lengths": inputs, "target_lengths": outputs}
    found: Any = x._apply(ops.CTC_LOSS, x, targets=targets, **options, blank=blank, zero_infinity=zero_infinity)
    if zero_infinity:
        found = where(found == float("inf"), found.new_zeros(()), found)
    if reduction == _MEAN:
        return (found / found.new_tensor(np.maximum(outputs, 1))).mean()
    if reduction == _SUM:
        return found.sum()
    return found.squeeze(0) if alone else found


_ctc_loss = as_pytorch(_whole, "ctc_loss")


def _check(x: Any, targets: Any, inputs: list[int], outputs: list[int], blank: int) -> None:
    if not x._array.size:
        raise RuntimeError("log_probs tensor must not be empty")
    kind = x._array.dtype
    if kind.kind != "f" or kind.itemsize == 2:
        raise errors.not_for_dtype("ctc_loss_cpu", x.dtype.scalar_name)
    if x._array.ndim != 3:
        sizes = f"Expected 3-dimensional tensor, but got {x._array.ndim}-dimensional tensor"
        raise RuntimeError(f"{sizes} for argument #1 'log_probs'{_WHILE}")
    steps, batch, classes = x._array.shape
    if not 0 <= blank < classes:
        raise RuntimeError("blank must be in label range")
    if len(inputs) != batch:
        raise RuntimeError("input_lengths must be of size batch_size")
    if len(outputs) != batch:
        raise RuntimeError("target_lengths must be of size batch_size")
    for name, lengths, most in (("input_lengths", inputs, steps), ("target_lengths", outputs, None)):
        for length in lengths:
            if length < 0:
                raise RuntimeError(f"Expected {name} to have value at least 0, but got value {length}{_WHILE}")
            if most is not None and length > most:
                raise RuntimeError(f"Expected {name} to have value at most {most}, but got value {length}{_WHILE}")
    _check_targets(targets, outputs, batch, classes)


def _check_targets(targets: Any, outputs: list[int], batch: int, classes: int) -> None:
    if targets.ndim == 1:
        _check_size(targets, 0, sum(outputs), exact=True)
    else:
        _check_size(targets, 0, batch, exact=True)
        _check_size(targets, 1, max(outputs), exact=False)
    used = targets if targets.ndim == 1 else np.concatenate([row[:n] for row, n in zip(targets, outputs)])
    wrong = used[(used < 0) | (used >= classes)]
    if wrong.size:  # PyTorch reads what lies in memory there
        raise IndexError(f"Target {int(wrong[0])} is out of bounds.")


def _check_size(targets: Any, dim: int, size: int, exact: bool) -> None:
    if targets.shape[dim] < size or (exact and targets.shape[dim] != size):
        raise RuntimeError(
            f"Expected tensor to have size {'' if exact else 'at least '}{size} at dimension {dim}, but got size "
            f"{targets.shape[dim]} for argument #2 'targets'{_WHILE}"
        )
