"""`x[...]` and `x[...] = v`.

As in PyTorch, what an index says in numbers, slices and None is applied first, as views, one recorded operation each;
what it says in tensors, lists and masks comes last, as one operation that copies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import tensor_errors
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import index as index_ops
from autograd_nb.engine.ops import shape as shape_ops

from .base import axis
from .shape import Shape

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Indexing(Shape):
    """Reading and writing parts of a tensor."""

    def __getitem__(self, index: Any) -> Tensor:
        view, arrays = self._slice(index)
        return view if arrays is None else self._apply(index_ops.INDEX, view, indices=arrays)

    def __setitem__(self, index: Any, value: Any) -> None:
        if index is False:
            return
        try:
            view, arrays = self._slice(index)
        except IndexError:
            parts = self._parts(index)
            arrays_in = any(isinstance(part, (Variable, np.ndarray, list)) for part in parts)
            if arrays_in and sum(map(_dimensions, parts)) <= self._array.ndim:
                self._check_inplace(())  # type: ignore[attr-defined]  # PyTorch looks at arrays after that
            raise
        if not isinstance(value, Variable):
            if not isinstance(value, (int, float, complex, np.integer, np.bool_)):
                raise tensor_errors.cannot_assign(type_name(value), self.type())  # type: ignore[attr-defined]  # in Casting
            value = self.new_tensor(value)  # type: ignore[attr-defined]  # in Casting
        if arrays is not None:
            value = value if value._array.shape[:1] != (1,) else _without_leading(value)
            check_fits(value._array.shape, view._array, arrays)
            view._apply_inplace(index_ops.INDEX_PUT, view, value._cast(view._array.dtype), indices=arrays,
                                accumulate=False)  # fmt: skip
            return
        if self._is_whole(view):
            view = self
        mine, other = view._array.shape, value._array.shape
        if mine != other and not other:
            view.fill_(value)
            return
        if mine != other:
            value = _without_leading(value)
        view.copy_(value if value._array.shape == mine else value.expand(mine))

    def _is_whole(self, view: Any) -> bool:
        """Whether an index took all elements as they are: then it is this tensor that is written over."""
        mine, other = self._array, view._array
        return mine.shape == other.shape and mine.strides == other.strides and mine.ctypes.data == other.ctypes.data

    def _slice(self, index: Any) -> tuple[Any, tuple[Any, ...] | None]:
        """Apply what can be a view. Returns the view, and the index by arrays that is left to do, if any."""
        parts = self._parts(index)
        used = sum(_dimensions(p) for p in parts)
        if used > self._array.ndim:
            raise tensor_errors.too_many_indices(self._array.ndim)
        view: Any = self
        dim = 0
        arrays: dict[int, Any] = {}
        for written, part in enumerate(parts):
            if part is None:
                view = view.unsqueeze(dim)
                dim += 1
            elif part is Ellipsis:
                dim += self._array.ndim - used
            elif isinstance(part, slice):
                view = view._apply_slice(part, dim, keep=len(parts) == 1)
                dim += 1
            elif _is_number(part):
                view = view._select(dim, int(part), written)
            else:
                view, arrays[dim] = _check_array(view, _index_array(part), dim)
                dim += _width(arrays[dim])
        if not arrays:
            return (self._apply(shape_ops.ALIAS, self) if view is self else view), None
        full: list[Any] = []
        while len(full) < view._array.ndim and sum(map(_width, full)) < view._array.ndim:
            full.append(arrays.get(sum(map(_width, full)), slice(None)))
        return view, tuple(full)

    def _parts(self, index: Any) -> tuple[Any, ...]:
        """The index as a tuple, refused where it makes no sense for this tensor."""
        if self._array.ndim == 0 and not isinstance(index, tuple):
            self._refuse_index(index)
        if isinstance(index, list) and not _is_numbers(index):
            return tuple(index)
        return index if isinstance(index, tuple) else (index,)

    def _refuse_index(self, first: Any) -> None:
        """Say why a number without dimensions cannot be indexed like this."""
        if _is_number(first):
            raise (
                tensor_errors.index_of_scalar()
                if int(first) == 0
                else tensor_errors.index_out_of_bounds(int(first), 0, 0)
            )
        if isinstance(first, slice):
            if first.step is not None and int(first.step) <= 0:
                raise ValueError("step must be greater than zero")
            raise tensor_errors.slice_of_scalar()
        if isinstance(first, list):
            raise tensor_errors.too_many_indices(0)

    def _apply_slice(self, part: slice, dim: int, keep: bool) -> Tensor:
        if part.step is not None and int(part.step) <= 0:
            raise ValueError("step must be greater than zero")
        size = self._array.shape[dim]
        bounds = slice(*[None if v is None else int(v) for v in (part.start, part.stop, part.step)])
        start, end, step = bounds.indices(size)
        if (start, end, step) == (0, size, 1) and not keep:
            return self  # type: ignore[return-value]  # the only implementer is Tensor
        return self._apply(shape_ops.SLICE, self, dim=dim, start=start, end=max(start, end), step=step)

    def _scatter(self, shape: tuple[int, ...], index: Any) -> Tensor:
        """Zeros of `shape` with this tensor added at `index`."""
        return self._apply(index_ops.SCATTER_ZEROS, self, shape=shape, indices=index)

    def index_select(self, dim: int, index: Tensor) -> Tensor:
        """The slices of `dim` that `index` names."""
        d = axis(dim, self._array.ndim)
        if index._array.ndim > 1:
            raise tensor_errors.index_select_vector()
        if index._array.dtype.name not in ("int32", "int64"):
            raise tensor_errors.index_select_dtype()
        if ((index._array < 0) | (index._array >= (self._array.shape or (1,))[d])).any():
            raise tensor_errors.index_select_bounds()
        if not self._array.ndim:
            return self._apply(index_ops.INDEX_SELECT, self, indices=())
        where = (slice(None),) * d + (index._array.copy(),)
        return self._apply(index_ops.INDEX_SELECT, self, indices=where)

    def masked_select(self, mask: Tensor) -> Tensor:
        """The elements at which `mask` is true, in one dimension."""
        if mask._array.dtype.kind != "b":
            raise tensor_errors.masked_select_dtype()
        shape = np.broadcast_shapes(self._array.shape, mask._array.shape)
        x = self if shape == self._array.shape else self.expand(shape)
        return x._apply(index_ops.MASKED_SELECT, x, indices=(np.broadcast_to(mask._array, shape).copy(),))


def _without_leading(value: Any) -> Any:
    """What is assigned, without its leading dimensions of size 1: they do not count."""
    size = value._array.shape
    return value.view(size[next((d for d, n in enumerate(size) if n != 1), len(size)) :])


def _is_numbers(index: list[Any]) -> bool:
    """Whether a list is an index by numbers (else it stands for a tuple, as in PyTorch)."""
    return not any(isinstance(i, (slice, Variable, list, tuple, type(None))) or i is Ellipsis for i in index)


def _is_number(part: Any) -> bool:
    """An int or an integer tensor without dimensions (True and False are masks)."""
    if isinstance(part, Variable):
        return part._array.ndim == 0 and part._array.dtype.kind in "iu"
    return isinstance(part, (int, np.integer)) and not isinstance(part, bool)


def _width(part: Any) -> int:
    """How many dimensions of the tensor one part of the final index covers."""
    return part.ndim if isinstance(part, np.ndarray) and part.dtype.kind == "b" else 1


def _check_array(view: Any, array: np.ndarray[Any, Any], dim: int) -> tuple[Any, np.ndarray[Any, Any]]:
    """The view and the array by which its dimension `dim` is indexed, checked against each other."""
    if array.dtype.kind != "b":
        check_bounds(array, view._array.shape[dim], dim)
        return view, array
    if array.ndim == 0:  # x[True] puts a dimension in front
        return view.unsqueeze(dim), array.reshape(1)
    for i, (n, size) in enumerate(zip(array.shape, view._array.shape[dim:])):
        if n != size:
            raise tensor_errors.mask_shape(array.shape, i, view._array.shape, dim + i)
    return view, array


def _dimensions(part: Any) -> int:
    """How many dimensions one part of an index uses up."""
    if part is None or part is Ellipsis or isinstance(part, bool):
        return 0
    if isinstance(part, (Variable, np.ndarray, list, tuple)):
        array = part._array if isinstance(part, Variable) else np.asarray(part)
        return array.ndim if array.dtype.kind == "b" else 1
    return 1


def _index_array(part: Any) -> np.ndarray[Any, Any]:
    """A tensor, list or array as an index; copied, since the graph keeps it and the learner may change it."""
    if isinstance(part, Variable):
        array = part._array.copy()
    elif isinstance(part, (list, tuple, np.ndarray, bool)):
        array = np.array([p._array if isinstance(p, Variable) else p for p in part] if isinstance(part, list) else part)
        if array.size == 0:
            array = array.astype(np.int64)
    else:
        raise _bad_index(part)
    if array.dtype.kind not in "iub":
        raise IndexError("tensors used as indices must be long, int, byte or bool tensors")
    return array.astype(bool) if array.dtype == np.uint8 else array


def _bad_index(part: Any) -> Exception:
    if isinstance(part, str):
        return tensor_errors.invalid_data_type("str")
    return tensor_errors.index_type(type_name(part))


def check_fits(shape: tuple[int, ...], target: np.ndarray[Any, Any], arrays: tuple[Any, ...]) -> None:
    """Refuse values that cannot be broadcast to what is indexed."""
    result = np.broadcast_to(np.zeros((), bool), target.shape)[arrays].shape
    while len(shape) > len(result) and shape[0] == 1:
        shape = shape[1:]
    fits = len(shape) <= len(result) and all(n in (1, m) for n, m in zip(shape[::-1], result[::-1]))
    if not fits:
        raise tensor_errors.value_shape(shape, result)


def check_bounds(array: np.ndarray[Any, Any], size: int, dim: int) -> None:
    """Refuse indices that the dimension does not have."""
    wrong = array[(array < -size) | (array >= size)]
    if wrong.size:
        raise (
            tensor_errors.index_out_of_bounds(int(wrong.flat[0]), dim, size)
            if size
            else tensor_errors.index_of_nothing()
        )
