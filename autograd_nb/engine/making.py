"""What all creation functions share: reading sizes and options.

>>> shape_argument((2, 3))
(2, 3)
"""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np

from . import dtypes, errors
from .device import check_device
from .graph import Variable
from .modes import modes
from .tensor import Tensor

Array = np.ndarray[Any, Any]

# ---- options -----------------------------------------------------------------------------------------------


def numpy_dtype(dtype: Any) -> np.dtype[Any]:
    """Return NumPy's dtype for the argument ``dtype=``, where None stands for the default dtype."""
    return dtypes.default_numpy() if dtype is None else dtypes.as_dtype("", dtype).numpy


def made(array: Array, device: object = None, requires_grad: object = False) -> Tensor:
    """Put a new array into a tensor, after a look at the options that all creation functions have.

    Raises:
        RuntimeError: for a device other than the CPU, or whole numbers that are to require gradients.
    """
    if device is not None:
        check_device(device)
    if requires_grad and array.dtype.kind != "f":
        raise errors.only_float_requires_grad(factory=True)
    tensor = Tensor._wrap(array, bool(requires_grad))
    if modes.here.inference:
        tensor._inference = True
    return tensor


def shape_argument(args: tuple[Any, ...], size: Any = None) -> tuple[int, ...]:
    """Read a size given as ints, as one tuple or list, or by keyword.

    Raises:
        RuntimeError: if one is negative.
    """
    if size is None:
        size = args[0] if len(args) == 1 and isinstance(args[0], (tuple, list)) else args
    shape = tuple(map(operator.index, size))
    for n in shape:
        if n < 0:
            raise errors.negative_size(n, shape)
    elements = math.prod(shape)
    if elements >= 2**61:
        raise errors.size_overflow(shape)
    if not elements and math.prod(n or 1 for n in shape) >= 2**61:
        raise RuntimeError("Stride calculation overflowed")
    return shape


def number_argument(value: Any) -> Any:
    """Return a Python number, also out of a tensor with one element or a NumPy scalar."""
    if isinstance(value, Variable):
        return value._array.item()
    return value.item() if isinstance(value, np.generic) else value
