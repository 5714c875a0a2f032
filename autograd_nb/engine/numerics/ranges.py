"""Numbers in even steps, to the last bit as PyTorch's vectorised code computes them.

``torch.arange(0, 1, 0.1)`` shows the difference: PyTorch computes every eighth number from the start and the others
from that one, and each step is a fused multiply-add, a product and a sum with a single rounding.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine import errors

Array = np.ndarray[Any, Any]

_WIDER = {2: np.float32, 4: np.float64, 8: np.longdouble}


def fused(a: Any, b: Any, c: Any, dtype: np.dtype[Any]) -> Array:
    """Compute a · b + c, rounded once: in the next wider type the product of two numbers is (nearly) exact."""
    wide: Array = np.multiply(a, b, dtype=_WIDER[dtype.itemsize]) + c
    return wide.astype(dtype)


def counted(first: float, pace: float, count: int, dtype: np.dtype[Any]) -> Array:
    """Return first, first + pace, ...: `count` numbers of a floating dtype.

    >>> counted(0.0, 0.25, 3, np.dtype("float32"))
    array([0.  , 0.25, 0.5 ], dtype=float32)
    """
    double = np.dtype(np.float64)
    index = np.arange(count, dtype=np.float64)
    alone = fused(index, pace, first, double).astype(dtype)
    width = 4 if dtype.itemsize == 8 else 8  # numbers in a register; the loop takes two registers at a time
    together = count - count % (2 * width)
    if together:
        bases = alone[:together:width].astype(np.float64)[:, None]
        alone[:together] = fused(index[:width], pace, bases, double).astype(dtype).reshape(-1)
    return alone


def spaced(first: float, last: float, count: int, dtype: np.dtype[Any]) -> Array:
    """Return `count` numbers from `first` to `last`, the first half counted from the start, the rest from the end.

    >>> spaced(-1.0, 1.0, 3, np.dtype("float32"))
    array([-1.,  0.,  1.], dtype=float32)
    """
    low, high = dtype.type(first), dtype.type(last)
    if count == 1:
        return np.array([low], dtype)
    pace = (high - low) / dtype.type(max(count - 1, 1))
    up = np.arange(count // 2).astype(dtype)
    down = np.arange(count - count // 2 - 1, -1, -1).astype(dtype)
    return np.concatenate([fused(pace, up, low, dtype), fused(-pace, down, high, dtype)])


def how_many(first: Any, last: Any, pace: Any, whole: bool) -> int:
    """Return how many numbers there are from `first` to before `last`."""
    if not pace:
        raise errors.arange_step()
    if not (math.isfinite(first) and math.isfinite(last)):
        raise errors.arange_range(first, last)
    if (last - first) * pace < 0:
        raise errors.arange_direction()
    count = int(-((first - last) // pace)) if whole else math.ceil((last - first) / pace)
    if count >= 2**63:
        raise RuntimeError("invalid size, possible overflow?")
    if count >= 2**60:
        raise errors.size_overflow((count,))
    return count
