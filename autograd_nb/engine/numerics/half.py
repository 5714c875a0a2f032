"""Half precision as PyTorch's kernels compute it on the CPU: each in float32, rounded once at its end.

NumPy brings a Python number beside float16 to float16 first, and adds up in it.

>>> x = np.array([3.0], np.float16)
>>> print(x * 0.1, stepwise(x) * 0.1)
[0.2998] [0.3]
"""

from __future__ import annotations

from typing import Any

import numpy as np

HALF, SINGLE = np.dtype(np.float16), np.dtype(np.float32)

BESIDE = frozenset({np.add, np.subtract, np.multiply, np.true_divide})
"""What takes a number in float32 beside float16; all others, and a quotient that it begins, round it before."""


class Stepwise(np.ndarray[Any, Any]):
    """An array of which every function of NumPy is such a kernel; of another dtype than float16 like any other."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Compute in float32 what NumPy would compute in float16."""
        arrays = [value for value in inputs if isinstance(value, (np.ndarray, np.generic))]
        half = np.result_type(*[array.dtype for array in arrays]) == HALF
        exact = ufunc in BESIDE and not (ufunc is np.true_divide and inputs[0] is not arrays[0])
        (out,) = kwargs.pop("out", (None,))
        found = getattr(ufunc, method)(*[_inner(value, half, exact) for value in inputs], **kwargs)
        if out is not None:
            np.asarray(out)[...] = found
            return out
        return stepwise(found.astype(HALF)) if half and found.dtype == SINGLE else found

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        """What only moves elements gives an array of this kind again."""
        return stepwise(super().__array_function__(function, types, args, kwargs))


def _inner(value: Any, half: bool, exact: bool) -> Any:
    if not isinstance(value, (np.ndarray, np.generic)):
        return value if exact or not half else SINGLE.type(HALF.type(value))
    array = np.asarray(value)
    return array.astype(SINGLE) if half and array.dtype == HALF else array


def stepwise(value: Any) -> Any:
    """An array of float16 as one that is computed with in this way; anything else as it is."""
    return np.asarray(value).view(Stepwise) if getattr(value, "dtype", None) == HALF else value
