"""The largest and the smallest numbers that a dtype holds.

>>> finfo(dtypes.float16).max
65504.0
>>> iinfo(dtypes.int8).min
-128

Source: https://pytorch.org/docs/2.7/type_info.html
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import dtypes, errors
from .naming import FullyNamed, type_name


def _dtype(function: str, given: Any) -> dtypes.dtype:
    """The dtype that is given, perhaps as a Python type."""
    found = dtypes.BY_PYTHON_TYPE.get(given) if isinstance(given, type) else given
    if not isinstance(found, dtypes.dtype):
        raise errors.argument_must_be(function, "type", 1, "torch.dtype", type_name(given))
    return found


class finfo(metaclass=FullyNamed):  # noqa: N801 (PyTorch's name)
    """The limits of a floating point dtype; of the default dtype, if none is given.

    Attributes:
        bits: of one element.
        dtype: its name.
        eps: the distance from 1 to the next number.
        max: the largest number.
        min: the smallest, `-max`.
        resolution: ten to the power of minus how many decimal digits are exact.
        smallest_normal, tiny: the smallest positive number with all its digits.

    >>> torch.finfo(torch.float16).max, torch.finfo(torch.float32).eps == 2**-23
    (65504.0, True)

    Raises:
        TypeError: of an integer dtype.

    Source: https://pytorch.org/docs/2.7/type_info.html#torch.finfo
    """

    def __init__(self, type: dtypes.dtype | None = None) -> None:
        found = dtypes.get_default_dtype() if type is None else _dtype("finfo", type)
        if not found.is_floating_point:
            raise errors.finfo_of_integer()
        info: Any = np.finfo(found.numpy)
        self.bits: int = found.itemsize * 8
        self.dtype = found.name
        self.eps, self.max, self.min = float(info.eps), float(info.max), float(info.min)
        self.resolution = 10.0**-info.precision
        self.tiny = self.smallest_normal = float(info.smallest_normal)

    def __repr__(self) -> str:
        names = ("resolution", "min", "max", "eps", "smallest_normal", "tiny")
        values = ", ".join(f"{name}={getattr(self, name):g}" for name in names)
        return f"finfo({values}, dtype={self.dtype})"


class iinfo(metaclass=FullyNamed):  # noqa: N801 (PyTorch's name)
    """The limits of an integer dtype.

    Attributes:
        bits: of one element.
        dtype: its name.
        max: the largest number.
        min: the smallest.

    >>> torch.iinfo(torch.int8)
    iinfo(min=-128, max=127, dtype=int8)

    Raises:
        TypeError: of a floating point dtype.

    Source: https://pytorch.org/docs/2.7/type_info.html#torch.iinfo
    """

    def __init__(self, type: dtypes.dtype) -> None:
        type = _dtype("iinfo", type)
        if type.category == dtypes.BOOL:
            raise errors.iinfo_of_bool()
        if type.category != dtypes.INTEGER:
            raise errors.iinfo_of_float()
        info: Any = np.iinfo(type.numpy)
        self.bits: int = type.itemsize * 8
        self.dtype = type.name
        self.max, self.min = int(info.max), int(info.min)

    def __repr__(self) -> str:
        return f"iinfo(min={self.min:g}, max={self.max:g}, dtype={self.dtype})"  # rounded, as PyTorch's is
