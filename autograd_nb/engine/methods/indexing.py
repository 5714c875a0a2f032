"""`x[...]` and `x[...] = v`.

As in PyTorch, what an index says in numbers, slices and None is applied first, as views, one recorded operation each;
what it says in tensors, lists and masks comes last, as one operation that copies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors, events
from autograd_nb.engine.batching import tracking
from autograd_nb.engine.batching.batches import Met, assign, innermost, picked
from autograd_nb.engine.data import fitting
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.indices import BYTE, DTYPES, Arrays, Lookup, array_of, bounds, check_mask, number_of
from autograd_nb.engine.inplace import apart, refuse_overlap, tell_overlap
from autograd_nb.engine.modes import modes
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import index as index_ops
from autograd_nb.engine.ops import shape as shape_ops

from .assigning import PLAIN, assigned
from .base import axis, check_broadcast
from .cutting import Cutting
from .shape import Shape

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Indexing(Shape, Cutting):
    """Reading and writing parts of a tensor."""

    def __getitem__(self, index: Any) -> Tensor:
        watcher = events.observer
        if watcher is None or type(index) is not tuple:
            return self._at(index)
        outside = watcher.entered(True)
        try:
            return self._at(index)
        finally:
            watcher.left(outside)

    def _at(self, index: Any) -> Tensor:
        try:
            view, arrays = self._slice(index, True)
        except Met:
            return picked(self, index)
        if not arrays:
            return self._apply(shape_ops.ALIAS, self) if view is self else view
        return self._apply(index_ops.INDEX, view, indices=Lookup(view._array.shape, arrays).checked())

    def __setitem__(self, index: Any, value: Any) -> None:
        if assigned(self, index, value):  # type: ignore[arg-type]  # the only implementer is Tensor
            self._written()
            return
        if modes.here.mapped and innermost((index, value), {}) is not None:
            assign(self, index, value)
            return
        value = self._assigned(value)
        if index is False:
            return
        view, arrays = (self.unsqueeze(0), {}) if index is True else self._slice(index)
        if modes.here.transforms:
            name = "index_put_" if arrays else "fill_" if view is self else "copy_"
            tracking.refuse_captured(self, name, value)
        size = value._array.shape
        if arrays:
            view._put_at(arrays, _without_leading(value) if size[:1] == (1,) else value, False)
            return
        mine = view._array.shape
        if mine != size and not size:
            view.fill_(value)
            return
        if mine != size:
            value = _without_leading(value)
        view.copy_(value if value._array.shape == mine else value.expand(mine))

    def __delitem__(self, index: Any) -> None:
        raise errors.cannot_delete()

    def _assigned(self, value: Any) -> Any:
        """What is to be written, as a tensor."""
        if isinstance(value, Variable):
            return value
        dtype = self._array.dtype
        if isinstance(value, (int, np.integer)) and not -(2**63) <= value < 2**63:
            raise errors.integer_overflow()
        if isinstance(value, complex):
            raise errors.value_overflow(self.dtype.c_name)
        if not isinstance(value, (int, float, np.integer)):
            raise errors.cannot_assign(type_name(value), self.type())  # type: ignore[attr-defined]  # in Casting
        number = fitting(value, dtype, floats_overflow=dtype.itemsize > 2)
        return self._wrap(modes.here.quiet(np.array, number, dtype))  # type: ignore[attr-defined]  # in Tensor

    def _put_at(self, arrays: Arrays, value: Any, accumulate: bool) -> None:
        """Write `value` to where `arrays` say, after PyTorch's checks in PyTorch's order."""
        me: Any = self
        me._check_inplace((), True)
        tell_overlap("index_put_", me._array, "tensor[indices] = tensor")
        one = None if accumulate or value._array.size != 1 else _only_mask(arrays)
        if one is not None:  # one value to where a mask is true: it is converted
            mask = arrays[one][0]
            check_mask(mask, me._array.shape, one)
            tell_overlap("masked_fill_", me._array, "tensor[mask] = scalar")
            if mask.dtype.kind != "b":
                raise errors.mask_dtype("masked_fill", "unsigned char")
            fitting(value._array.item(), me._array.dtype, floats_overflow=me._array.dtype.itemsize > 2)
            value = apart(value._cast(me._array.dtype), me)
        else:
            refuse_overlap(me._array, value._array, though_same=False)
        index = Lookup(me._array.shape, arrays)
        if not index.takes(value._array.shape):
            raise errors.value_shape(value._array.shape, index.result)
        if value._array.dtype != me._array.dtype:
            raise errors.index_put_dtypes(me.dtype.scalar_name, value.dtype.scalar_name)
        me._apply_inplace(index_ops.INDEX_PUT, me, value, indices=index.checked(), accumulate=accumulate)

    def _slice(self, index: Any, read: bool = False) -> tuple[Any, Arrays]:
        """Apply what can be a view. Returns the view, and the arrays that are left to do, by their dimension.

        A single slice that takes all is a view of its own where it is only `read`.
        """
        ndim = self._array.ndim
        if not ndim and not isinstance(index, tuple):
            self._refuse_index(index)
        parts = _parts(index)
        used = len(parts) if PLAIN.issuperset(map(type, parts)) else sum(map(_dimensions, parts))
        if used > ndim:
            raise errors.too_many_indices(ndim)
        view: Any = self
        dim = 0
        arrays: Arrays = {}
        for written, part in enumerate(parts):
            if type(part) is int:  # the quickest to tell, and the most frequent
                view = view._select(dim, part, written)
            elif part is None:
                view = view.unsqueeze(dim)
                dim += 1
            elif part is Ellipsis:
                dim += ndim - used
            elif isinstance(part, slice):
                view = view._apply_slice(part, dim, keep=read and index is part)
                dim += 1
            elif _is_number(part):
                view = view._select(dim, number_of(part), written)
            else:
                array = _index_array(part)
                if not array.ndim and array.dtype.kind == "i":  # a NumPy array that is a number
                    view = view._select(dim, int(array), written)
                    continue
                if not array.ndim and array.dtype.kind in "bu":  # x[True] puts a dimension in front
                    view, array = view.unsqueeze(dim), np.zeros(1 if array else 0, np.int64)
                arrays[dim] = array, (part, part._changes) if isinstance(part, Variable) else None
                dim += _of_array(array)
        return view, arrays

    def _refuse_index(self, first: Any) -> None:
        """Say why a number without dimensions cannot be indexed like this."""
        if isinstance(first, (int, np.integer)) and not isinstance(first, bool):
            number = number_of(first)
            raise errors.index_out_of_bounds(number, 0, 0) if number else errors.index_of_scalar()
        if isinstance(first, slice):
            bounds(first, 0)
            raise errors.slice_of_scalar()

    def _apply_slice(self, part: slice, dim: int, keep: bool) -> Tensor:
        size = self._array.shape[dim]
        found = bounds(part, size)
        if found is None:
            if not keep:
                return self  # type: ignore[return-value]  # the only implementer is Tensor
            found = 0, size, 1
        start, end, step = found
        return self._apply(shape_ops.SLICE, self, dim=dim, start=start, end=end, step=step)

    def _scatter(self, shape: tuple[int, ...], index: Any, of: str = "index") -> Tensor:
        """Zeros of `shape` with this tensor added at `index`: what the operation `of` sends back."""
        return self._apply(index_ops.SENT_BACK[of], self, shape=shape, indices=index)

    def index_select(self, dim: int, index: Tensor) -> Tensor:
        """The slices of `dim` that `index` names, in its order, as a copy. Gradients of a slice named twice add up.

        Shapes: `index` is a vector; the dimension gets its length.

        >>> torch.index_select(torch.tensor([[1, 2], [3, 4], [5, 6]]), 0, torch.tensor([2, 0, 2]))
        tensor([[5, 6],
                [1, 2],
                [5, 6]])

        Raises:
            IndexError: an index is out of range (negative ones are), or `index` is no vector.
        """
        d = axis(dim, self._array.ndim)
        if index._array.ndim > 1:
            raise errors.index_select_vector()
        if index._array.dtype.kind != "i" or index._array.dtype not in DTYPES:
            raise errors.index_select_dtype()
        if self._array.ndim > 1 and not self._array.shape[d] and index._array.size:
            raise errors.index_select_of_nothing()
        if not self._array.ndim and index._array.size != 1:
            raise RuntimeError(
                f"index_select(): Index to scalar can have only 1 value, got {index._array.size} value(s)"
            )
        if ((index._array < 0) | (index._array >= (self._array.shape or (1,))[d])).any():
            size = (self._array.shape or (1,))[d]
            wrong = [int(i) for i in index._array.flat if not 0 <= i < size]
            raise errors.index_select_bounds(wrong[0] if d == 1 else None, size)
        if not self._array.ndim and index._array.size != 1:
            raise RuntimeError(
                f"index_select(): Index to scalar can have only 1 value, got {index._array.size} value(s)"
            )
        return self._apply(index_ops.INDEX_SELECT, self, dim=d, index=index)

    def masked_select(self, mask: Tensor) -> Tensor:
        """The elements at which `mask` is true, in one dimension; the same as `x[mask]`.

        Shapes: `mask` and the tensor are broadcast; the result is a vector.

        >>> x = torch.tensor([[1, 2], [3, 4]])
        >>> torch.masked_select(x, x > 2)
        tensor([3, 4])

        Raises:
            RuntimeError: the mask is not of dtype bool.
        """
        if mask._array.dtype.kind != "b":
            raise errors.masked_select_dtype()
        check_broadcast(mask._array.shape, self._array.shape)
        shape = np.broadcast_shapes(self._array.shape, mask._array.shape)
        x = self if shape == self._array.shape else self.expand(shape)
        return x._apply(index_ops.MASKED_SELECT, x, mask=mask)


def _without_leading(value: Any) -> Any:
    """What is assigned, without its leading dimensions of size 1: they do not count."""
    size = value._array.shape
    return value.view(size[next((d for d, n in enumerate(size) if n != 1), len(size)) :])


def _parts(index: Any) -> tuple[Any, ...]:
    """The index as a tuple; a list that holds more than numbers stands for one, as in PyTorch."""
    if isinstance(index, tuple):
        return index
    if isinstance(index, str) or (
        isinstance(index, list)
        and len(index) < LONG_LIST
        and any(i is None or i is Ellipsis or isinstance(i, _SEVERAL) for i in index)
    ):
        return tuple(index)
    return (index,)


_SEVERAL = (slice, Variable, list, tuple, str, range, np.ndarray)

LONG_LIST = 32
"""From this length on, a list is always an index by numbers."""


def _is_number(part: Any) -> bool:
    """A whole number, or an integer tensor without dimensions (True and False, and bytes, are masks)."""
    if isinstance(part, Variable):
        return part._array.ndim == 0 and part._array.dtype.kind == "i"
    if isinstance(part, (bool, str, bytes, list, tuple, np.ndarray)):
        return False
    return not _is_sequence(part)


def _is_sequence(part: Any) -> bool:
    return hasattr(part, "__len__") and hasattr(part, "__getitem__") and not isinstance(part, (dict, np.generic))


def _dimensions(part: Any) -> int:
    """How many dimensions one part of an index uses up."""
    if part is None or part is Ellipsis or isinstance(part, bool):
        return 0
    if isinstance(part, (Variable, np.ndarray)):
        array = part._array if isinstance(part, Variable) else part
        return _of_array(array)
    return 1


def _of_array(array: np.ndarray[Any, Any]) -> int:
    """The same of an array: a mask uses up as many as it has."""
    return array.ndim if array.dtype.kind == "b" or array.dtype == BYTE else 1


def _index_array(part: Any) -> np.ndarray[Any, Any]:
    """A tensor, list or array as an index; copied: the view shows it as it was."""
    if isinstance(part, Variable):
        return part._array.copy()
    return np.array(part) if isinstance(part, bool) else array_of(part)


def _only_mask(arrays: Arrays) -> int | None:
    """Where the one mask stands, if a mask is all there is."""
    if len(arrays) != 1:
        return None
    ((dim, (array, _)),) = arrays.items()
    return dim if array.dtype.kind == "b" or array.dtype == BYTE else None
