"""The memory that tensors share: as bytes, and as the numbers of a dtype.

>>> from autograd_nb.engine.creation import arange
>>> x = arange(4.0)
>>> x.untyped_storage().nbytes(), x[2:].untyped_storage().data_ptr() == x.data_ptr()
(16, True)

Source: https://pytorch.org/docs/2.7/storage.html
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.device import device
from autograd_nb.engine.dtypes import dtype_of
from autograd_nb.engine.naming import FullyNamed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

Array = np.ndarray[Any, Any]


def whole(array: Array) -> Array:
    """All of the memory that an array sees a part of, in one row."""
    owner = array
    below: Any = array.base
    while below is not None:  # NumPy's own as_strided leaves an object in between that is no array
        owner = below if isinstance(below, np.ndarray) else owner
        below = getattr(below, "base", None)
    size = owner.size
    if size and not owner.flags.forc:  # what other libraries lend may have gaps
        size = 1 + sum((n - 1) * step for n, step in zip(owner.shape, owner.strides)) // owner.itemsize
    return np.lib.stride_tricks.as_strided(owner, (size,), (owner.itemsize,))


def place_in(array: Array) -> int:
    """At which element of `whole(array)` an array begins."""
    return int(array.ctypes.data - whole(array).ctypes.data) // (array.itemsize or 1)


def copied(array: Array, memo: dict[Any, Any]) -> Array:
    """The same part of a copy of the memory, which other parts find in the memo of `copy.deepcopy`."""
    if not array.size:
        return array.copy()
    line = whole(array)
    memory = ("memory", line.ctypes.data)
    if memory not in memo:
        memo[memory] = line.copy()
    return np.ndarray(array.shape, array.dtype, memo[memory], array.ctypes.data - line.ctypes.data, array.strides)


class Storage(metaclass=FullyNamed, module="torch.storage"):
    """A row of numbers in memory."""

    def __init__(self, line: Array) -> None:
        self._line = line

    def data_ptr(self) -> int:
        """The address of the first one."""
        address: int = self._line.ctypes.data
        return address

    def nbytes(self) -> int:
        """How many bytes there are."""
        return self._line.nbytes

    def size(self) -> int:
        """How many numbers there are."""
        return self._line.size

    def element_size(self) -> int:
        """The bytes of one."""
        return self._line.itemsize

    def clone(self) -> Self:
        """Other memory that holds the same."""
        return type(self)(self._line.copy())

    def __deepcopy__(self, memo: dict[Any, Any]) -> Self:
        return type(self)(copied(self._line, memo))

    def resizable(self) -> bool:
        """Whether there may be more of it: always."""
        return True

    def tolist(self) -> list[Any]:
        """All numbers."""
        found: list[Any] = self._line.tolist()
        return found

    @property
    def device(self) -> Any:
        """Where the memory is: the CPU."""
        return device("cpu")

    @property
    def is_cuda(self) -> bool:
        """False."""
        return False

    def __len__(self) -> int:
        return self._line.size

    def __iter__(self) -> Iterator[Any]:
        return iter(self.tolist())

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return type(self)(self._line[index])
        number = operator.index(index)
        if not -len(self) <= number < len(self):
            raise IndexError(f"index {number} out of range for storage of size {len(self)}")
        return self._line[number].item()

    def __setitem__(self, index: Any, value: Any) -> None:
        self._line[index] = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Storage) and self.data_ptr() == other.data_ptr()

    def __hash__(self) -> int:
        return hash(self.data_ptr())

    def _told(self) -> str:
        return "device=cpu"

    def __repr__(self) -> str:
        lines = "".join(f" {number}\n" for number in self.tolist())
        return f"{lines}[torch.storage.{type(self).__name__}({self._told()}) of size {len(self)}]"


class UntypedStorage(Storage, module="torch.storage"):
    """The bytes of memory."""


class TypedStorage(Storage, module="torch.storage"):
    """The numbers of memory, in one dtype."""

    @property
    def dtype(self) -> Any:
        """The kind of number."""
        return dtype_of(self._line)

    def untyped(self) -> UntypedStorage:
        """The bytes of this memory."""
        return UntypedStorage(self._line.view(np.uint8))

    def _told(self) -> str:
        return f"dtype={self.dtype}, device=cpu"
