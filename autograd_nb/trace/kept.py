"""What is kept of an array: all of it if it is small, else what is shown of it.

As long as nobody has looked, an array may be its bytes, which are copied quickest, or the engine's own.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from autograd_nb.engine.graph import Variable
    from autograd_nb.engine.node import VersionCounter

SMALL = 64  # elements up to which a value is kept whole
COPIED = 2048  # elements up to which to copy all is quicker than to look up those that are kept
SHAPES = 256  # shapes of which it is remembered where these are

Array = np.ndarray[Any, Any]

new: Any = object.__new__


class Large:
    """The parts of a large array that are shown: both ends of each dimension and one element between."""

    __slots__ = ("ends", "of", "shape", "version")

    def __init__(self, array: Array, of: Variable | None = None) -> None:
        self.shape = array.shape
        self.ends = ends(array)
        self.of = None if of is None else weakref.ref(of)
        self.version = 0 if of is None or of._counter is None else of._counter.value

    @property
    def dtype(self) -> Any:
        """The type of the elements."""
        return self.ends.dtype


def ends(array: Array) -> Array:
    """What is kept of a large array."""
    flags = array.flags
    # By the number in memory one look-up finds them all; of an array that lies otherwise this would copy it whole.
    if flags.c_contiguous:
        return array.take(_places[array.shape])
    if flags.f_contiguous:
        return array.T.take(_places[array.shape[::-1]]).T
    return array[_indices[array.shape]]


def edge(dimensions: int) -> int:
    """How many elements are shown at each end of a dimension: as PyTorch has it, but 64 in all at most.

    Its summary of four dimensions has 1296 numbers, more than anybody reads and a saved notebook should hold.

    >>> [edge(dimensions) for dimensions in (1, 2, 3, 4)]
    [3, 3, 2, 1]
    """
    return 3 if dimensions < 3 else 2 if dimensions == 3 else 1


def _shown(length: int, ends: int) -> Array:
    """Which indices of a dimension are kept."""
    return np.arange(length) if length <= 2 * ends + 1 else np.r_[: ends + 1, length - ends : length]


class _Indices(dict[tuple[int, ...], tuple[Array, ...]]):
    """By shape, the indices of the kept elements."""

    def __missing__(self, shape: tuple[int, ...]) -> tuple[Array, ...]:
        if len(self) >= SHAPES:
            self.clear()
        self[shape] = found = np.ix_(*(_shown(length, edge(len(shape))) for length in shape))
        return found


class _Places(dict[tuple[int, ...], Array]):
    """Their places in an array that lies in memory in its own order."""

    def __missing__(self, shape: tuple[int, ...]) -> Array:
        if len(self) >= SHAPES:
            self.clear()
        self[shape] = places = np.ravel_multi_index(_indices[shape], shape)
        return places


_indices = _Indices()
_places = _Places()

Kept = Array | Large | None


def whole(value: Any, shape: tuple[int, ...], dtype: np.dtype[Any], of: weakref.ref[Variable] | None = None) -> Kept:
    """A value as an entry has it, of one as facts have it: bytes, which are copied quickest, or what is of a large one.

    A large one is told by its bytes or its ends, by its shape and its version.
    """
    if type(value) is bytes:
        return np.ndarray(shape, dtype, value)
    if type(value) is not tuple:
        return value  # type: ignore[no-any-return]  # an array, or None
    large: Large = new(Large)
    numbers, large.shape, large.version = value
    large.ends = ends(np.ndarray(shape, dtype, numbers)) if type(numbers) is bytes else numbers
    large.of = of
    return large


def large(array: Array, counter: VersionCounter | None) -> Any:
    """An array of more than `SMALL` elements, as `whole` takes it."""
    numbers = array.tobytes() if array.size <= COPIED else ends(array)
    return numbers, array.shape, 0 if counter is None else counter.value


def own(array: Any) -> Kept:
    """What is kept of an array that is the engine's own, or its bytes with shape and dtype: if it is small, itself."""
    if type(array) is tuple:
        array = from_told(array)
        return array if array.size <= SMALL else Large(array)
    whole = type(array) is np.ndarray and array.size <= SMALL and array.base is None
    return array if whole else keep(array)


def from_told(told: tuple[bytes, tuple[tuple[int, ...], np.dtype[Any]]]) -> Array:
    """The array that was told by its bytes, with its shape and dtype as a node has those of a result."""
    numbers, described = told
    return np.ndarray(*described, numbers)


def keep(array: Any) -> Kept:
    """A copy of what a document may show of an array, or of a number of NumPy's."""
    if type(array) is np.ndarray:
        return array.copy() if array.size <= SMALL else Large(array)
    return array if array is None or type(array) is Large else np.array(array)
