"""`x[i, j] = v` where there is nothing to record: loops that fill a tensor element by element are loops over this.

It stands beside what takes all else (see `indexing`), and leaves to that whatever is not as simple as it looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import modes

from .filling import unrecorded

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

PLAIN = frozenset({int, slice})
"""What an index may consist of. Python's own kinds only: True is no number here."""

_LARGEST = 3e38  # below that no float32 overflows
_EXACT = 2**24  # up to that no whole number is rounded


def assigned(me: Tensor, index: Any, value: Any) -> bool:
    """Write `value` to `me[index]`. False, and nothing written, where that may be more than NumPy's own step."""
    array: Any = me._array
    here = modes.here
    if here.transforms or here.mapped or me._overrides or not unrecorded(me):
        return False
    if not (array.flags.c_contiguous and array.flags.writeable):  # elements may lie on top of each other
        return False
    new = _value(me, value, index)
    if new is None:
        return False
    if new is not array:
        parts = index if type(index) is tuple else (index,)
        if len(parts) > array.ndim or not all(map(_inside, parts, array.shape)):
            return False
        try:
            array[index] = new
        except ValueError:  # it does not fit
            return False
    return True


def _value(me: Tensor, value: Any, index: Any) -> Any:
    """What is to be written: the tensor's own array if that stands there already, None if it must be looked at."""
    array: Any = me._array
    kind = type(value)
    if kind is float or kind is int:
        fits = array.dtype.char in "fd" and (
            -_LARGEST < value < _LARGEST if kind is float else -_EXACT < value < _EXACT
        )
        return value if fits else None
    if not isinstance(value, Variable) or value._overrides:
        return None
    other: Any = value
    new = other._array
    if new.dtype is not array.dtype or (modes.here.grad and other.requires_grad):
        return None
    if not np.may_share_memory(array, new):
        return new
    whole = index is Ellipsis or (type(index) is slice and index == slice(None))
    as_it_is = value._base is me and new.shape == array.shape and new.strides == array.strides  # p[:] -= ...
    return array if whole and as_it_is else None


def _inside(part: Any, size: int) -> bool:
    """Whether a part of an index is a number inside of the dimension, or a slice that goes forward."""
    if type(part) is int:
        return -size <= part < size
    if type(part) is not slice:
        return False
    ends = part.start, part.stop, part.step
    return all(end is None or type(end) is int for end in ends) and (part.step is None or part.step > 0)
