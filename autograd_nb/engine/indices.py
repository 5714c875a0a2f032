"""What an index by tensors, lists and masks means, looked at in PyTorch's order: dtypes, masks, shapes, bounds.

>>> Lookup((3, 4), {1: (np.array([0, -1]), None)}).result
(3, 2)
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np

from . import errors
from .data import array_from, infer
from .naming import type_name
from .saved import SavedIndex
from .warn import warn

if TYPE_CHECKING:
    from .node import Variable

Array = np.ndarray[Any, Any]
Arrays = dict[int, tuple[Array, "tuple[Variable, int] | None"]]
"""What an index says in tensors, lists and masks, by the dimension that each begins with: an array, and the tensor that
it is a copy of, with its version; None for a list."""

BYTE = np.dtype(np.uint8)
DTYPES = frozenset([BYTE, *map(np.dtype, ("int64", "int32", "bool"))])
"""Of what is an index. Compared as dtypes: NumPy takes longer to find their names than for all else that is asked."""

BYTE_MASK = "indexing with dtype torch.uint8 is now deprecated, please use a dtype torch.bool instead."


def array_of(sequence: Any) -> Array:
    """A list or a NumPy array as an index: truth values are a mask, all other numbers are cut to whole ones."""
    dtype = infer(sequence)
    return array_from(sequence, dtype if dtype.name in ("bool", "uint8") else np.dtype(np.int64))


def number_of(part: Any) -> int:
    """What stands for a single number."""
    try:
        number = operator.index(part)
    except TypeError:
        raise errors.index_type(type_name(part)) from None
    if not -(2**63) <= number < 2**63:
        raise errors.integer_overflow()
    return number


def bounds(part: slice, size: int) -> tuple[int, int, int] | None:
    """Start, end and step of a slice; None if it takes all `size` elements, as far as PyTorch looks."""
    for end in (part.start, part.stop, part.step):
        if end is not None and not hasattr(end, "__index__"):
            raise TypeError("slice indices must be integers or None or have an __index__ method")
    step = 1 if part.step is None else operator.index(part.step)
    start = 0 if part.start is None else operator.index(part.start)
    if not step:
        raise ValueError("slice step cannot be zero")
    if step < 0:
        raise ValueError("step must be greater than zero")
    if start == 0 and step == 1 and (part.stop is None or operator.index(part.stop) >= size):
        return None
    start, end, step = slice(start, part.stop, step).indices(size)
    return start, max(start, end), step


class Lookup:
    """What arrays choose from an array of a shape.

    Args:
        shape: of the array that is indexed.
        arrays: by the dimension that each begins with (a mask goes on for as many as it has).

    Raises:
        IndexError: for other dtypes, masks of another size, and shapes that do not fit each other.
    """

    def __init__(self, shape: tuple[int, ...], arrays: Arrays) -> None:
        if not all(array.dtype in DTYPES for array, _ in arrays.values()):
            raise errors.index_array_dtype()
        self.shape = shape
        self.tensors = [tensor for _, tensor in arrays.values()]
        self.parts: dict[int, Array] = {}
        self.numbers: list[tuple[Array, int]] = []  # each with the dimension that it counts in
        for dim, (array, _) in arrays.items():
            self._add(dim, array)
        if len({dim for _, dim in self.numbers}) > len(shape) or max(self.parts) >= len(shape):
            raise IndexError(f"{errors.too_many_indices(len(shape))} (got {max(arrays) + 1})")
        shapes = [array.shape for array, _ in self.numbers]
        try:
            self.common = shapes[0] if len(shapes) == 1 else np.broadcast_shapes(*shapes)
        except ValueError:
            raise errors.index_shapes(shapes) from None
        if 0 not in self.common and not all(shape[dim] for _, dim in self.numbers):
            raise errors.index_of_nothing()

    def _add(self, dim: int, array: Array) -> None:
        if array.dtype == BYTE:
            warn(BYTE_MASK)
            array = array.astype(bool)
        self.parts[dim] = array
        if array.dtype.kind != "b":
            self.numbers.append((array, dim))
            return
        check_mask(array, self.shape, dim)
        self.numbers += [(places, dim + i) for i, places in enumerate(np.nonzero(array))]

    @property
    def result(self) -> tuple[int, ...]:
        """The shape of what is chosen."""
        used = [dim for _, dim in self.numbers]
        others = [n for d, n in enumerate(self.shape) if d not in used]
        together = used == list(range(used[0], used[0] + len(used)))
        front = used[0] if together else 0
        return (*others[:front], *self.common, *others[front:])

    def takes(self, shape: tuple[int, ...]) -> bool:
        """Whether values of `shape` fit what is chosen, each or all."""
        result = self.result
        return len(shape) <= len(result) and all(n in (1, m) for n, m in zip(shape[::-1], result[::-1]))

    def checked(self) -> SavedIndex:
        """The index for NumPy.

        Raises:
            IndexError: if it counts beyond a dimension, unless nothing is chosen anyway.
        """
        parts = dict(self.parts)
        wrong = []
        for i, (array, dim) in enumerate(self.numbers):
            size = self.shape[dim]
            beyond = (array < -size) | (array >= size)
            if beyond.any() and 0 not in self.common:
                wrong.append((int(np.broadcast_to(beyond, self.common).argmax()), i))
        if wrong and 0 not in self.result:
            place, i = min(wrong)
            array, dim = self.numbers[i]
            number = int(np.broadcast_to(array, self.common).flat[place])
            raise errors.index_out_of_bounds(number, i, self.shape[dim])
        for _, i in wrong:
            array, dim = self.numbers[i]
            parts[dim] = np.zeros_like(array)
        index: list[Any] = []
        at = 0
        for dim, array in parts.items():
            index += [slice(None)] * (dim - at)
            index.append(array)
            at = dim + (array.ndim if array.dtype.kind == "b" else 1)
        made = SavedIndex(index)
        made.tensors = self.tensors
        return made


def check_mask(mask: Array, shape: tuple[int, ...], dim: int) -> None:
    """Refuse a mask of another size than the dimensions that it chooses from, `dim` and the following."""
    for i, (n, size) in enumerate(zip(mask.shape, shape[dim:])):
        if n != size:
            raise errors.mask_shape(mask.shape, i, shape, dim + i)
