"""DLPack: one memory, seen by several array libraries.

>>> from autograd_nb.engine.creation import arange
>>> shared = from_dlpack(np.arange(3.0))
>>> shared
tensor([0., 1., 2.], dtype=torch.float64)
>>> np.from_dlpack(arange(3.0))
array([0., 1., 2.], dtype=float32)

Source: https://dmlc.github.io/dlpack/latest/
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.dtypes import from_numpy_dtype
from autograd_nb.engine.tensor import Tensor

from .overlaps import opened

CPU = (1, 0)
"""DLPack's number for the CPU, and which one of them."""


def from_dlpack(ext_tensor: Any, *, device: Any = None, copy: bool | None = None) -> Tensor:
    """A tensor in the memory of another library's array, or of a capsule that `to_dlpack` gave.

    >>> import numpy as np
    >>> array = np.array([1.0, 2.0])
    >>> x = torch.from_dlpack(array)
    >>> x[0] = 5
    >>> array
    array([5., 2.])

    Raises:
        RuntimeError: for what has no `__dlpack__`.
        BufferError: for memory that cannot be shared.

    Source: https://pytorch.org/docs/2.7/dlpack.html
    """
    given = ext_tensor
    if type(given).__name__ == "PyCapsule":
        given = _Capsule(given)
    elif not hasattr(given, "__dlpack__"):
        raise RuntimeError(
            "from_dlpack received an invalid capsule. Note that DLTensor capsules can be consumed only once, so you "
            "might have already constructed a tensor from it once."
        )
    del device  # there is one only
    array = np.from_dlpack(given)
    from_numpy_dtype(array.dtype)
    return Tensor._wrap(array.copy() if copy else opened(array))


def to_dlpack(tensor: Any) -> Any:
    """A capsule with the memory of a tensor: `from_dlpack` takes it, once.

    >>> x = torch.tensor([1., 2.])
    >>> y = torch.utils.dlpack.from_dlpack(torch.utils.dlpack.to_dlpack(x))
    >>> y.data_ptr() == x.data_ptr()
    True

    Raises:
        BufferError: the tensor requires grad.

    Source: https://pytorch.org/docs/2.7/dlpack.html
    """
    return tensor.__dlpack__()


class _Capsule:
    """A bare capsule as an object that gives it."""

    def __init__(self, capsule: Any) -> None:
        self.capsule = capsule

    def __dlpack__(self, **_: Any) -> Any:
        return self.capsule

    def __dlpack_device__(self) -> tuple[int, int]:
        return CPU
