"""New tensors in an order of memory that is asked for.

>>> empty_strided((2, 3), (1, 2)).stride()
(1, 2)

Source: https://pytorch.org/docs/2.7/generated/torch.empty_strided.html
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import errors
from .arguments.calling import as_pytorch
from .making import made, numpy_dtype


def strided_zeros(size: Any, stride: Any, dtype: Any) -> Any:
    """Zeros with these steps between neighbours, in elements."""
    shape, steps = tuple(size), tuple(stride)
    if len(shape) != len(steps):
        raise RuntimeError(
            f"dimensionality of sizes ({len(shape)}) must match dimensionality of strides ({len(steps)})"
        )
    reach = 1 + sum((n - 1) * step for n, step in zip(shape, steps)) if 0 not in shape else 0
    line_dtype = np.dtype(dtype)
    if reach * line_dtype.itemsize >= 2**63:
        raise errors.storage_overflow(shape, steps)
    line = np.zeros(max(reach, 1), line_dtype)
    return np.lib.stride_tricks.as_strided(line, shape, [step * line.itemsize for step in steps])


@as_pytorch
def empty_strided(size: Any, stride: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Any:
    """A tensor to be filled (it holds zeros), with these steps between neighbours in memory, in elements.

    >>> torch.empty_strided((2, 3), (1, 2)).stride()
    (1, 2)

    Raises:
        RuntimeError: another number of steps than of sizes.
    """
    return made(strided_zeros(size, stride, numpy_dtype(dtype)), device, requires_grad)


@as_pytorch
def empty_permuted(
    size: Any, physical_layout: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False
) -> Any:
    """A tensor to be filled (it holds zeros), its dimensions in this order in memory, the outermost first.

    >>> torch.empty_permuted((2, 3), (1, 0)).stride()
    (1, 2)

    Raises:
        RuntimeError: for what is no order of the dimensions.
    """
    order = list(physical_layout)
    if len(order) != len(size):
        raise RuntimeError(
            "Number of dimensions in size does not match the length of the physical_layout; i.e. len(size) = "
            f"{len(size)} is not equal to len(physical_layout) = {len(order)}"
        )
    for at, d in enumerate(order):
        if not 0 <= d < len(order):
            raise RuntimeError(
                f"Dimension out of range (expected to be between 0 and {len(order) - 1}, but got {d} at index {at}).  "
                "NB: negative dims not currently supported; file an issue if you want it."
            )
    if len(set(order)) != len(order):
        raise RuntimeError("Duplicate dim not allowed")
    array = np.zeros([size[d] for d in order], numpy_dtype(dtype)).transpose(np.argsort(order))
    return made(array, device, requires_grad)
