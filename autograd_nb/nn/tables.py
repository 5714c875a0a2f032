"""Tables of vectors that are looked up by number: `embedding`, `embedding_bag`.

Source: https://pytorch.org/docs/2.7/nn.functional.html#sparse-functions
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import duals, errors
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.modes import no_grad
from autograd_nb.engine.ops import tables as ops

from .operands import check_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


def _check_indices(function: str, indices: Any) -> None:
    if indices._array.dtype.kind != "i":
        raise errors.embedding_dtype(indices.type(), function)


def _refuse_sparse(function: str, sparse: bool) -> None:
    if sparse:
        raise NotImplementedError(f"{function} with sparse=True is not part of autograd_nb. Use sparse=False.")


def _shorten(weight: Any, indices: Any, longest: float, order: float) -> None:
    """Scale the rows that are looked up down to a norm, in place."""
    chosen = np.unique(indices._array)
    rows = weight._array[chosen]
    length = np.linalg.norm(rows, order, axis=1, keepdims=True)
    shorter = np.where(length > longest, longest / (length + 1e-7), 1).astype(rows.dtype)
    with no_grad(), duals.only(()):  # PyTorch derives nothing from this: a tangent stays as it is
        weight[weight._wrap(chosen)] = weight._wrap(rows * shorter)


@over_batches
def embedding(
    input: Tensor,
    weight: Tensor,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Tensor:
    """The rows of `weight` whose numbers are in `input`; the row `padding_idx` gets no gradient.

    The gradient of a row is the sum of those of all places where it was looked up; all other rows get 0.
    Rows that are looked up and longer than `max_norm` are shortened to it, in place. With `scale_grad_by_freq`
    gradients are divided by how often their row is looked up.

    Shapes: `input` whole numbers of any shape, `weight` (rows, features); the result is (*input.shape, features).

    >>> table = torch.tensor([[0.0, 0.0], [1.0, 10.0], [2.0, 20.0]])
    >>> torch.nn.functional.embedding(torch.tensor([2, 1, 2]), table)
    tensor([[ 2., 20.],
            [ 1., 10.],
            [ 2., 20.]])

    Raises:
        IndexError: there is no row of such a number.
        RuntimeError: the numbers are no whole ones, or `weight` has not two dimensions.
    """
    x: Any = check_tensor("embedding", input, "indices", 2)
    w: Any = check_tensor("embedding", weight, "weight", 1)
    _refuse_sparse("embedding", sparse)
    if w._array.ndim != 2:
        raise RuntimeError("'weight' must be 2-D")
    _check_indices("embedding", x)
    rows = w._array.shape[0]
    if padding_idx is not None:
        if not -rows <= padding_idx < rows:
            raise AssertionError("Padding_idx must be within num_embeddings")
        padding_idx %= rows
    if ((x._array < 0) | (x._array >= rows)).any():
        raise errors.no_such_row()
    if max_norm is not None:
        _shorten(w, x, max_norm, norm_type)
    number = -1 if padding_idx is None else padding_idx
    return w._apply(ops.EMBEDDING, w, indices=x, padding_idx=number, by_frequency=scale_grad_by_freq)


@over_batches
def embedding_bag(
    input: Tensor,
    weight: Tensor,
    offsets: Tensor | None = None,
    max_norm: float | None = None,
    norm_type: float = 2,
    scale_grad_by_freq: bool = False,
    mode: str = "mean",
    sparse: bool = False,
    per_sample_weights: Tensor | None = None,
    include_last_offset: bool = False,
    padding_idx: int | None = None,
) -> Tensor:
    """Rows of a table, summed up bag by bag: `mode` is "sum", "mean" or "max".

    `input` has the numbers of rows, a bag a row, or all bags in one line; then `offsets` says where each begins.
    `per_sample_weights` are factors of the rows, for sums; the row `padding_idx` does not count.

    Shapes: (bags, numbers), or (numbers) with `offsets` (bags), to (bags, features).

    >>> torch.nn.functional.embedding_bag(torch.tensor([[0, 1]]), torch.eye(2), mode="sum")
    tensor([[1., 1.]])

    Raises:
        ValueError: `offsets` are given with an input of two dimensions, or missing for one of one dimension.
    """
    x: Any = check_tensor("embedding_bag", input, "indices", 2)
    w: Any = check_tensor("embedding_bag", weight, "weight", 1)
    if w._array.dtype == np.int64 and x._array.dtype.kind == "f":
        warnings.warn(
            "Argument order of nn.functional.embedding_bag was changed. Usage `embedding_bag(weight, input, ...)` is "
            "deprecated, and should now be `embedding_bag(input, weight, ...)`.",
            stacklevel=3,
        )
        x, w = w, x
    _refuse_sparse("embedding_bag", sparse)
    starts = _starts(x, offsets, include_last_offset)
    factors: Any = per_sample_weights
    if factors is not None and factors._array.shape != x._array.shape:
        raise ValueError(
            f"embedding_bag: If per_sample_weights ({factors.shape}) is not None, then it must have the same shape as "
            f"the input ({x.shape})"
        )
    if mode not in ("sum", "mean", "max"):
        raise ValueError("mode has to be one of sum, mean or max")
    if factors is not None and mode != "sum":
        raise NotImplementedError(
            "embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum' (got "
            f"mode='{mode}'). Please open a feature request on GitHub."
        )
    if scale_grad_by_freq and mode == "max":
        raise ValueError("max mode does not support scaling the gradient by the frequency")
    _check_indices("embedding_bag", x)
    if factors is not None and factors._array.dtype != w._array.dtype:
        raise RuntimeError(
            "Expected tensor for argument #1 'weight' to have the same type as tensor for argument #1 "
            f"'per_sample_weights'; but type {w.type()} does not equal {factors.type()} (while checking arguments for "
            "embedding_bag)"
        )
    rows, line = w._array.shape[0], x._array.reshape(-1)
    wrong = np.flatnonzero((line < 0) | (line >= rows))
    if wrong.size:
        raise _index_out_of_range(w, mode, padding_idx, rows, int(wrong[0]), int(line[wrong[0]]))
    if padding_idx is not None and not -rows <= padding_idx < rows:
        raise RuntimeError(
            f"padding_idx must be within the number of embeddings, -{rows} through {rows - 1}, but got {padding_idx}"
        )
    if max_norm is not None:
        _shorten(w, x, max_norm, float(norm_type))
    bags = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, line.size)))
    kept = np.ones(line.size, bool) if padding_idx is None else line != padding_idx % rows
    options = {"rows": x.reshape(-1), "bags": bags, "kept": kept, "count": len(starts)}
    options["by_frequency"] = scale_grad_by_freq
    if mode == "max":
        del options["by_frequency"]
        return w._apply(ops.EMBEDDING_BAG_MAX, w, **options)
    if factors is None:
        factors = w._wrap(np.ones(line.size, w._array.dtype))
    return w._apply(ops.EMBEDDING_BAG, w, factors.reshape(-1), mean=mode == "mean", **options)


def _index_out_of_range(w: Any, mode: str, padding_idx: Any, rows: int, place: int, number: int) -> RuntimeError:
    """An error in the words of the one of PyTorch's two ways that these arguments take."""
    if padding_idx is None and mode != "max" and w._array.dtype != np.float64:
        return RuntimeError(f"Index {place} of input takes value {number} which is not in the valid range [0, {rows})")
    return RuntimeError(f"embedding_bag: Expected idx >= 0 && idx < num_embeddings but found idx to be {number}")


def _starts(x: Any, offsets: Any, last: bool) -> Any:
    """Where each bag begins."""
    if x._array.ndim == 2:
        if offsets is not None:
            raise ValueError(
                "if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length "
                f"sequences. However, found offsets of type {type(offsets)}"
            )
        return np.arange(x._array.shape[0]) * x._array.shape[1]
    if x._array.ndim != 1:
        raise ValueError(f"input has to be 1D or 2D Tensor, but got Tensor of dimension {x._array.ndim}")
    if offsets is None:
        raise ValueError("offsets has to be a 1D Tensor but got None")
    if offsets._array.ndim != 1:
        raise ValueError("offsets has to be a 1D Tensor")
    starts = offsets._array
    if starts.size and starts[0] != 0:
        raise RuntimeError(
            "offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from position 0. However, "
            f"got {starts[0]}\n[ torch.LongTensor{{}} ]"
        )
    if starts.size and starts[-1] > x._array.size:
        raise RuntimeError(
            f"offsets[-1] can not be greater than input's length {x._array.size} but got offsets[-1] of {starts[-1]}"
        )
    return starts[:-1] if last else starts
