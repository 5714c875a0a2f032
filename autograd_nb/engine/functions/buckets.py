"""Where values lie between sorted boundaries: `searchsorted`, `bucketize`.

Source: PyTorch's aten/src/ATen/native/BucketizationUtils.h.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import dtypes, errors
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.ops import order
from autograd_nb.engine.outputs import with_out

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


@as_pytorch
@with_out
def searchsorted(
    sorted_sequence: Any,
    input: Any,
    *,
    out_int32: bool = False,
    right: bool = False,
    side: str | None = None,
    sorter: Any = None,
) -> Tensor:
    """Where in the sorted sequence the values would have to be put in, to keep it sorted.

    Shapes: the result has the shape of the values. A sequence of several dimensions has the values' but for the last.

    Args:
        sorted_sequence: what is looked in.
        input: the values, or one number.
        out_int32: give int32 instead of int64.
        right: of equal elements come after the last, not before the first.
        side: the same in words, "left" or "right".
        sorter: the indices that sort the sequence, if it is not.

    >>> torch.searchsorted(torch.tensor([1, 3, 5]), torch.tensor([0, 3, 6]))
    tensor([0, 1, 3])
    >>> torch.searchsorted(torch.tensor([1, 3, 5]), torch.tensor([0, 3, 6]), right=True)
    tensor([0, 2, 3])

    Raises:
        RuntimeError: the shapes do not fit.
    """
    if side not in (None, "left", "right"):
        raise RuntimeError(f"torch.searchsorted(): side can only be 'left' or 'right' but got {side}")
    if right and side == "left":
        raise RuntimeError(
            "torch.searchsorted(): side and right can't be set to opposites, got side of left while right was True"
        )
    values = input._array if isinstance(input, Variable) else np.asarray(input)
    if sorter is not None:
        _check_sorter(sorted_sequence._array, sorter)
        sorted_sequence = sorted_sequence.gather(-1, sorter)
    own = sorted_sequence._array
    if values.dtype.kind == own.dtype.kind == "b":
        raise errors.not_for_dtype("searchsorted_out_cpu", "Bool")
    if not own.ndim or (own.ndim > 1 and not values.ndim):
        raise RuntimeError(
            "torch.searchsorted(): input value can be a scalar only when boundaries tensor dimension is 1, but we got "
            f"boundaries tensor dim({own.ndim}) and input value's dim({values.ndim}) numel({values.size})"
        )
    if own.ndim > 1 and own.shape[:-1] != values.shape[:-1]:
        raise RuntimeError(
            "torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries "
            f"tensor and input value tensor must match, but we got boundaries tensor {list(own.shape)} and input value "
            f"tensor {list(values.shape)}"
        )
    chosen = "right" if right or side == "right" else "left"
    found: Any = sorted_sequence._apply(order.SEARCHSORTED, sorted_sequence, values=values, side=chosen)
    return found.to(dtypes.int32) if out_int32 else found


def _check_sorter(sequence: Any, sorter: Any) -> None:
    places = sorter._array
    if places.shape != sequence.shape:
        raise RuntimeError(
            "torch.searchsorted(): boundary and sorter must have the same size, but got boundary tensor "
            f"{list(sequence.shape)}and got sorter tensor {list(places.shape)}"
        )
    if sorter.dtype is not dtypes.int64:
        raise RuntimeError(
            f"torch.searchsorted(): sorter must be a tensor of long dtype but got dtype {sorter.dtype.scalar_name}"
        )
    if places.size and not 0 <= places.min() <= places.max() < places.shape[-1]:
        raise RuntimeError("torch.searchsorted(): sorter index out of range")


@as_pytorch
@with_out
def bucketize(input: Any, boundaries: Any, *, out_int32: bool = False, right: bool = False) -> Tensor:
    """The number of the bucket between `boundaries` into which each value falls: 0 before the first of them.

    A boundary belongs to the bucket below it; with `right` to that above.

    >>> torch.bucketize(torch.tensor([0.5, 1.0, 2.5]), torch.tensor([1.0, 2.0]))
    tensor([0, 0, 2])

    Raises:
        RuntimeError: the boundaries are no vector.
    """
    if boundaries._array.ndim != 1:
        raise RuntimeError(f"boundaries tensor must be 1 dimension, but got dim({boundaries._array.ndim})")
    return searchsorted(boundaries, input, out_int32=out_int32, right=right)
