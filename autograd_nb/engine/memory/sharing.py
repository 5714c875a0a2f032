"""Tensors in the memory of others: of arrays and of whatever else holds numbers.

>>> frombuffer(bytearray([1, 2]), dtype=dtypes.uint8)
tensor([1, 2], dtype=torch.uint8)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import dtypes, errors
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.creation import as_tensor, from_numpy
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.making import made, numpy_dtype
from autograd_nb.engine.warn import warn_once

from .exchange import from_dlpack

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


@as_pytorch
def asarray(
    obj: Any, *, dtype: Any = None, device: Any = None, copy: bool | None = None, requires_grad: bool = False
) -> Tensor:
    """`obj` as a tensor, in the same memory where that is possible.

    Args:
        obj: a tensor, an array, an object with a buffer, a number or lists of numbers.
        dtype: of the elements, if not that of the object.
        device: where the tensor is to be: the CPU.
        copy: True for new memory in any case, False for an error where new memory is needed.
        requires_grad: whether gradients are to be computed for it; it is not part of an earlier graph.

    >>> x = torch.tensor([1., 2.])
    >>> torch.asarray(x).data_ptr() == x.data_ptr(), torch.asarray(x, copy=True).data_ptr() == x.data_ptr()
    (True, False)

    Raises:
        ValueError: new memory would be needed, and `copy` is False.
    """
    found = _in_its_memory(obj, dtype, copy)
    wanted = None if dtype is None else dtypes.as_dtype("", dtype)
    if found is None:
        if copy is False:
            raise ValueError("can't alias arbitrary sequence into a tensor.")
        found = as_tensor(obj, dtype=wanted, device=device)
    elif copy is False and wanted not in (None, found.dtype):
        names = found.dtype.scalar_name, wanted.scalar_name
        raise ValueError("can't alias tensor with dtype '{}' into dtype '{}'.".format(*names))
    else:
        own = found
        found = as_tensor(own, dtype=wanted, device=device)
        if copy and found is own:
            found = found.clone()
    if isinstance(obj, Variable) and found.requires_grad and not requires_grad:
        found = found.detach()
    return found.requires_grad_() if requires_grad else found


def _in_its_memory(obj: Any, dtype: Any, copy: bool | None) -> Any:
    """A tensor in the memory of `obj`; None for sequences of numbers, which have none of their own."""
    if isinstance(obj, Variable):
        return obj
    if isinstance(obj, np.generic):
        if copy is False:
            raise RuntimeError("can't alias NumPy scalars. Either remove copy=False or transform it in a ndarray. ")
        return from_numpy(np.array(obj))
    if isinstance(obj, np.ndarray):
        return from_numpy(obj)
    if type(obj).__name__ == "PyCapsule" or hasattr(obj, "__dlpack__"):
        return from_dlpack(obj)
    if isinstance(obj, (bytes, bytearray, memoryview)):
        return frombuffer(obj, dtype=dtypes.get_default_dtype() if dtype is None else dtype)
    return None


@as_pytorch
def frombuffer(buffer: Any, *, dtype: Any, count: int = -1, offset: int = 0, requires_grad: bool = False) -> Tensor:
    """The numbers in an object's memory, such as bytes, as a vector.

    Args:
        buffer: the object.
        dtype: what its bytes are read as.
        count: how many numbers; all if negative.
        offset: where they begin, in bytes.
        requires_grad: whether gradients are to be computed for them.

    >>> torch.frombuffer(bytearray([1, 0, 2, 0]), dtype=torch.int16)
    tensor([1, 2], dtype=torch.int16)

    Raises:
        ValueError: no buffer, an empty one, or one whose bytes make no whole number of elements.
    """
    kind = numpy_dtype(dtype)
    try:
        memory = memoryview(buffer)
    except TypeError:
        raise ValueError("object does not implement Python buffer protocol.") from None
    if memory.readonly:
        warn_once(errors.BUFFER_NOT_WRITABLE)
    length, size = memory.nbytes, kind.itemsize
    if not length or not count:
        raise ValueError(f"both buffer length ({length}) and count ({count}) must not be 0")
    if not 0 <= offset < length:
        raise ValueError(
            f"offset ({offset} bytes) must be non-negative and no greater than buffer length ({length} bytes) minus 1"
        )
    after = f"after offset ({offset} bytes) must"
    if count < 0 and (length - offset) % size:
        raise ValueError(f"buffer length ({length - offset} bytes) {after} be a multiple of element size ({size})")
    if offset + count * size > length:
        raise ValueError(
            f"requested buffer length ({count} * {size} bytes) {after} not be greater than actual buffer length "
            f"({length} bytes)"
        )
    return made(np.frombuffer(buffer, kind, count, offset), None, requires_grad)
