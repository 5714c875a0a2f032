"""What counts and what does not: an element that a mask leaves out becomes one that the operation does not notice.

Source: https://pytorch.org/docs/2.7/masked.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import creation as _creation
from autograd_nb.engine import dtypes as _dtypes
from autograd_nb.engine import limits as _limits

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

_HIGHEST = frozenset({"amax", "argmax", "logaddexp", "logsumexp"})
"""Operations that look for the largest element, and do not notice the lowest number there is."""

_LOWEST = frozenset({"amin", "argmin"})


def unnoticed(operation: str, input: Any, ord: float = 2.0) -> Tensor:
    """The number that `operation` does not notice among elements of this dtype.

    Raises:
        NotImplementedError: where there is none: nothing is less than both truth values.
        AssertionError: for the norm of order -inf of whole numbers, where only infinity would do.
    """
    dtype = input.dtype
    if operation in _HIGHEST or operation in _LOWEST:
        if dtype == _dtypes.bool_:
            raise NotImplementedError(f"identity of {operation} on {dtype} input")
        if dtype.is_floating_point:
            value: Any = float("-inf" if operation in _HIGHEST else "inf")
        else:
            limits = _limits.iinfo(dtype)
            value = limits.min if operation in _HIGHEST else limits.max
    elif operation == "norm" and ord == float("-inf"):
        if not dtype.is_floating_point:
            raise AssertionError(dtype)
        value = float("inf")
    else:
        value = {"sum": 0, "norm": 0, "prod": 1, "median": float("nan")}[operation]
    return _creation.tensor(value, dtype=dtype)


def spread(input: Any, mask: Any) -> Any:
    """The mask as truth values in the shape of the input.

    Raises:
        IndexError: when it has more dimensions.
    """
    if mask.shape != input.shape:
        if mask.ndim > input.ndim:
            raise IndexError(
                "_input_mask expected broadcastable mask (got mask dimensionality higher than of the input)"
            )
        mask = mask.clone().broadcast_to(input.shape)
    return mask.to(dtype=_dtypes.bool_)


def counting(operation: str, input: Any, mask: Any, ord: float = 2.0) -> Any:
    """`input` with what `operation` does not notice where the mask is not true."""
    if mask is None:
        return input
    where = spread(input, mask)
    return input.where(where, unnoticed(operation, input, ord))


def dims_of(dim: Any, ndim: int) -> tuple[int, ...]:
    """The dimensions from the first to the last; all if none is given.

    Raises:
        IndexError: for one that is not there.
        RuntimeError: for one that is given twice.
    """
    if dim is None or dim == ():
        return tuple(range(ndim))
    ndim = max(ndim, 1)
    found: list[int] = []
    for d in (dim,) if isinstance(dim, int) else dim:
        if d in found:
            raise RuntimeError(f"dim={d} appears multiple times in the list of dims")
        if not -ndim <= d < ndim:
            raise IndexError(f"Dimension out of range (expected to be in range of [{-ndim}, {ndim - 1}], but got {d})")
        found.append(d % ndim)
    return tuple(sorted(found))


def summed(dtype: Any) -> Any:
    """The dtype in which numbers of this one are added up."""
    return dtype if dtype.is_floating_point else _dtypes.int64
