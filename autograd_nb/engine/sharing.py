"""Tensors in the memory of others: of arrays and of whatever else holds numbers.

>>> frombuffer(bytearray([1, 2]), dtype=dtypes.uint8)
tensor([1, 2], dtype=torch.uint8)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .calling import as_pytorch
from .creation import as_tensor
from .graph import Variable
from .making import made, numpy_dtype

if TYPE_CHECKING:
    from .tensor import Tensor


@as_pytorch
def asarray(
    obj: Any, *, dtype: Any = None, device: Any = None, copy: bool | None = None, requires_grad: bool = False
) -> Tensor:
    """`obj` as a tensor, in the same memory where that is possible (never with `copy`)."""
    found: Any = as_tensor(obj, dtype=dtype, device=device)
    if isinstance(obj, Variable) and not requires_grad:
        found = found.detach()
    if copy:
        found = found.clone()
    elif copy is False and not isinstance(obj, (Variable, np.ndarray)):
        raise ValueError("can't alias arbitrary sequence into a tensor.")
    return found.requires_grad_() if requires_grad else found


@as_pytorch
def frombuffer(buffer: Any, *, dtype: Any, count: int = -1, offset: int = 0, requires_grad: bool = False) -> Tensor:
    """The numbers in an object's memory, such as bytes."""
    array = np.frombuffer(buffer, numpy_dtype(dtype), count, offset)
    return made(array, None, requires_grad)
