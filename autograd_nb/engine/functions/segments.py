"""`segment_reduce`: a dimension cut into segments, each of which is joined to one slice.

Source: https://github.com/pytorch/pytorch/blob/v2.7.1/aten/src/ATen/native/SegmentReduce.cpp
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.methods.base import axis as dimension
from autograd_nb.engine.ops.segments import NEUTRAL, SEGMENT_REDUCE

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

_SAID = "segment_reduce(): "
_IMPROVE = (
    " to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request "
    "to PyTorch.)"
)


@over_batches
@as_pytorch
def segment_reduce(
    data: Any,
    reduce: str,
    *,
    lengths: Any = None,
    indices: Any = None,
    offsets: Any = None,
    axis: int = 0,
    unsafe: bool = False,
    initial: float | None = None,
) -> Tensor:
    """The "sum", "mean", "prod", "max" or "min" of each segment of a dimension.

    Args:
        data: what is joined.
        reduce: how.
        lengths: of the segments, which follow each other; with dimensions before `axis`, for each place in these.
        indices: not supported, as in PyTorch.
        offsets: where each segment begins, and where the last ends.
        axis: the dimension.
        unsafe: do not look whether lengths are negative or do not sum to the size of the dimension.
        initial: what is joined with each segment, and is the result of one without elements.

    >>> torch.segment_reduce(torch.tensor([1.0, 2.0, 3.0]), "sum", lengths=torch.tensor([2, 1]))
    tensor([3., 3.])

    Raises:
        RuntimeError: for another `reduce`, and for segments that do not fit the data.

    Source: https://github.com/pytorch/pytorch/blob/v2.7.1/aten/src/ATen/native/SegmentReduce.cpp
    """
    x = data._array
    along = dimension(axis, x.ndim)
    if lengths is None and offsets is None and indices is None:
        raise RuntimeError(f"{_SAID}Either lengths or offsets must be defined.")
    how = {"amax": "max", "amin": "min"}.get(reduce, reduce)
    if how not in NEUTRAL:
        raise RuntimeError(f"reduce argument must be either sum, prod, mean, amax or amin, got {reduce}")
    if indices is not None:
        raise RuntimeError(f"{_SAID}indices based reduction is not supported yet.")
    name, given = ("lengths", lengths) if offsets is None else ("offsets", offsets)
    _check_fit(x, given, name, along, look=offsets is None and not unsafe)
    if given._array.dtype.name not in ("int32", "int64"):
        kernel = f"_segment_reduce_{name}_cpu_kernel1"
        raise errors.not_for_dtype(kernel, given.dtype.scalar_name)
    if x.dtype.kind != "f":
        raise errors.not_for_dtype("_segment_reduce_cpu", data.dtype.scalar_name)
    starts, ends = _ends(given._array.astype(np.int64), offsets is None)
    if (ends < starts).any():
        raise RuntimeError(f"Expected segment_length >= 0{_IMPROVE}")
    options = {"reduce": how, "starts": starts, "ends": ends, "axis": along, "initial": initial}
    joined: Tensor = data._apply(SEGMENT_REDUCE, data, **options)
    return joined


def _check_fit(x: Any, given: Any, name: str, along: int, look: bool) -> None:
    """Refuse lengths or offsets of other dimensions than the data, and, on request, lengths that do not fill it."""
    if x.ndim < given._array.ndim:
        raise RuntimeError(f"Expected data.dim() >= {name}_value.dim(){_IMPROVE}")
    if along != given._array.ndim - 1:
        raise RuntimeError(f"{_SAID}Expected axis to be the last dimension of {name} but got {along}.")
    if x.shape[:along] != given._array.shape[:-1]:  # PyTorch does not look, and reads other memory
        raise RuntimeError(f"{_SAID}Expected {name} and data to agree in the dimensions before.")
    if look:
        if given.min()._array < 0:
            raise RuntimeError("lengths contains negative value!")
        if (given._array.sum(-1) != x.shape[along]).any():
            raise RuntimeError(
                f"{_SAID}Expected all rows of lengths along axis to sum to data.size(lengths.dim()-1) when !unsafe."
            )


def _ends(given: Any, lengths: bool) -> tuple[Any, Any]:
    """Where the segments begin and where they end."""
    if not lengths:
        if not given.shape[-1]:
            raise errors.negative_size(-1, (*given.shape[:-1], -1))
        return given[..., :-1], given[..., 1:]
    ends = given.cumsum(-1)
    return ends - given, ends
