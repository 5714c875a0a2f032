"""Python's numbers and nested sequences as arrays, as torch.tensor reads them.

>>> array_from([1, 2.5])
array([1. , 2.5], dtype=float32)
"""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from . import dtypes, errors
from .graph import Variable
from .modes import modes
from .naming import type_name
from .warn import warn_once

Array = np.ndarray[Any, Any]

# ---- numbers -----------------------------------------------------------------------------------------------


def fitting(value: Any, dtype: np.dtype[Any], floats_overflow: bool = True) -> Any:
    """Return a number as it can be stored in `dtype`: cut to whole where the dtype is; -1 wraps, -1.0 does not.

    Raises:
        RuntimeError: if it is too large. Beyond the largest float stands infinity if `floats_overflow` is False.
    """
    if dtype.kind == "b":
        return bool(value)
    if dtype.kind == "f":
        limit = float(np.finfo(dtype).max)
        if floats_overflow and abs(value) > limit and math.isfinite(value):
            raise errors.value_overflow(dtypes.from_numpy_dtype(dtype).c_name)
        return value
    info = np.iinfo(dtype)
    if not math.isfinite(value):
        raise errors.value_overflow(dtypes.from_numpy_dtype(dtype).c_name)
    whole = int(value)
    lowest = -info.max if dtype.kind == "u" and isinstance(value, int) else info.min
    if not lowest <= value <= info.max or whole > info.max:
        raise errors.value_overflow(dtypes.from_numpy_dtype(dtype).c_name)
    return whole % (info.max + 1) if dtype.kind == "u" else whole


def check_fits(value: Any, dtype: np.dtype[Any]) -> None:
    """Refuse a number that the kernel for this dtype cannot take; those for half precision compute in single.

    Raises:
        RuntimeError: if it is too large.
    """
    if isinstance(value, (int, float)):
        fitting(value, np.dtype(np.float32) if dtype == np.float16 else dtype)


# ---- data --------------------------------------------------------------------------------------------------

_PLAIN = frozenset({float, int, bool})
_DEEPEST = 128
"""As many dimensions as PyTorch looks for in nested lists."""


def check_array(array: Any) -> None:
    """Refuse what PyTorch has no tensors for: other dtypes, and elements that lie in the wrong order in memory."""
    dtypes.from_numpy_dtype(array.dtype)
    if array.size and min(array.strides, default=0) < 0:
        raise errors.array_turned_round()


def array_from(data: Any, dtype: np.dtype[Any] | None = None) -> Array:
    """Copy numbers, nested sequences of numbers, or an array into a new array, as torch.tensor does.

    Python floats take the default dtype, ints int64; with several kinds the highest wins.
    """
    if isinstance(data, Variable):
        return np.array(data._array, dtype)
    if isinstance(data, (np.ndarray, np.generic)):
        check_array(data)
        if dtype is not None and isinstance(data, np.generic):
            _check_whole(data, dtype)
        return np.array(data, dtype)
    first = data
    while type(first) in {list, tuple} and first:
        first = first[0]
    if type(first) in _PLAIN:
        array = _quick(data, dtype)
        if array is not None:
            return array
    if isinstance(first, np.ndarray) and first is data[0]:
        warn_once(errors.LIST_OF_ARRAYS)
    if hasattr(data, "__dlpack__"):  # another library's array
        return array_from(np.from_dlpack(data), dtype)
    return _careful(data, dtype)


def _quick(data: Any, dtype: np.dtype[Any] | None) -> Array | None:
    """Let NumPy read the data; None if there is anything about them that NumPy sees differently."""
    try:
        array = np.array(data)
    except Exception:  # noqa: BLE001 (whatever it is, `_careful` finds PyTorch's words for it)
        return None
    kind = array.dtype.kind
    if kind not in "bif":
        return None
    if dtype is None:
        if not _plain(data):
            return None
        if kind != "f":
            return array
        dtype = dtypes.default_numpy()
    if dtype.kind in "iu" and kind != "b" and array.dtype != dtype:
        return None  # may not fit
    return modes.here.quiet(array.astype, dtype, copy=False)  # too large for a float means infinity


def _plain(data: Any) -> bool:
    """Whether Python's own numbers are all there is: NumPy's bring their dtype."""
    if type(data) in _PLAIN:
        return True
    kinds = set(map(type, data))
    return kinds <= _PLAIN or (not kinds & _PLAIN and all(map(_plain, data)))


def _careful(data: Any, dtype: np.dtype[Any] | None) -> Array:
    """Read the data element by element, in PyTorch's three passes: sizes, dtype, values."""
    if isinstance(data, (str, bytes)):
        raise errors.invalid_data_type(type_name(data))
    shape = _sizes(data)
    array = np.empty(shape, infer(data) if dtype is None else dtype)
    if array.size:
        modes.here.quiet(_store, array, data, 0)
    return array


def _is_sequence(data: Any) -> bool:
    """Say whether the data have elements; a tensor inside a list counts as a number."""
    if isinstance(data, (list, tuple, range)):
        return True
    if isinstance(data, np.ndarray):
        return data.ndim > 0
    return (
        hasattr(data, "__len__")
        and hasattr(data, "__getitem__")
        and not isinstance(data, (Variable, dict, str, bytes, np.generic))
    )


def _sizes(data: Any) -> tuple[int, ...]:
    """Read off the shape along the first elements; the others are checked when they are stored."""
    sizes: list[int] = []
    while _is_sequence(data):
        sizes.append(len(data))
        if not sizes[-1]:
            break
        if len(sizes) > _DEEPEST:
            raise errors.too_many_dimensions(type_name(data))
        try:
            data = data[0]
        except Exception:  # noqa: BLE001 (whatever it is, PyTorch has these words for it)
            raise errors.no_shape(type_name(data)) from None
        if isinstance(data, str):
            raise errors.too_many_dimensions()
    return tuple(sizes)


def infer(data: Any) -> np.dtype[Any]:
    """Find the dtype that holds all elements; the default dtype if there are none."""
    if type(data) in _PLAIN:
        category = dtypes.number_category(data)
        return dtypes.default_numpy() if category == dtypes.FLOATING else (dtypes.bool_, dtypes.int64)[category].numpy
    if isinstance(data, Variable):
        return data._array.dtype
    if isinstance(data, (np.ndarray, np.generic)):
        return dtypes.from_numpy_dtype(data.dtype).numpy
    if _is_sequence(data):
        if any(element is data for element in data):
            raise errors.list_in_itself()
        kinds = {infer(element) for element in data} or {dtypes.default_numpy()}
        return functools.reduce(dtypes.promote_types, map(dtypes.from_numpy_dtype, kinds)).numpy
    if isinstance(data, (str, bytes)):
        raise errors.invalid_data_type(type_name(data))
    if isinstance(data, (int, float)):
        return infer(float(data) if isinstance(data, float) else int(data))
    if isinstance(data, complex):
        dtypes.number_category(data)  # says what to do instead
    raise errors.dtype_not_inferred(type_name(data))


def _store(array: Array, data: Any, dim: int) -> None:
    """Store the elements of one level, checking that it is as long as the first of its kind."""
    if not array.ndim:
        array[()] = _element(data, array.dtype)
        return
    if not _is_sequence(data):
        raise errors.not_a_sequence()
    if len(data) != array.shape[0]:
        raise errors.ragged_sequence(array.shape[0], dim, len(data))
    for i, element in enumerate(data):
        _store(array[i, ...], element, dim + 1)


def _check_whole(data: Any, dtype: np.dtype[Any]) -> None:
    """Refuse a number of NumPy's with fractions for a whole one; np.float64 is a float of Python's, too."""
    if dtype.kind != "f" and data.dtype.kind == "f" and not isinstance(data, float):
        raise errors.list_for_number(type_name(data), whole=True)


def _element(data: Any, dtype: np.dtype[Any]) -> Any:
    """Turn one element into a number that fits."""
    if isinstance(data, Variable):
        if dtype.kind != "f":
            return fitting(data.__index__(), dtype)  # type: ignore[attr-defined]  # every Variable is a Tensor
        if data._array.size != 1:
            raise errors.not_a_python_scalar()
        data = data._array.item()
    elif isinstance(data, (np.generic, np.ndarray)):
        if isinstance(data, np.generic):
            _check_whole(data, dtype)
        data = data.item()
    elif not isinstance(data, (int, float)):
        raise errors.list_for_number(type_name(data), whole=dtype.kind != "f")
    if isinstance(data, int) and dtype.kind in "iu" and not -(2**63) <= data < 2**63:
        raise errors.integer_overflow()
    return fitting(data, dtype, floats_overflow=False)
