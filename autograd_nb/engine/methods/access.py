"""Indexing, and the ways out of a tensor: numbers, lists, NumPy arrays."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import errors, events, tensor_errors
from ..dtypes import size_of
from ..graph import Variable
from ..ops import index as index_ops
from ..ops import shape as shape_ops
from .base import Base, axis
from .shape import Shape

if TYPE_CHECKING:
    from ..tensor import Tensor


class Access(Shape):
    """`x[...]`, `x[...] = v`, `item`, `tolist`, `numpy`, `len`, `bool`, ..."""

    # -- indexing -----------------------------------------------------------------------------------------

    def __getitem__(self, index: Any) -> Tensor:
        view, arrays = self._slice(index)
        return view if arrays is None else view._apply(index_ops.INDEX, view, indices=arrays)

    def __setitem__(self, index: Any, value: Any) -> None:
        view, arrays = self._slice(index)
        if not isinstance(value, Variable):
            value = self.new_tensor(value)  # type: ignore[attr-defined]  # in Casting
        if arrays is not None:
            view._apply_inplace(index_ops.INDEX_PUT, view, value._cast(view._array.dtype), indices=arrays,
                                accumulate=False)  # fmt: skip
            return
        while value._array.ndim > view._array.ndim and value._array.shape[0] == 1:
            value = value.select(0, 0)  # leading dimensions of size 1 do not count
        view.copy_(value)

    def _slice(self, index: Any) -> tuple[Any, tuple[Any, ...] | None]:
        """Apply what can be a view, one recorded operation each, as PyTorch does.

        Returns the view, and the index by arrays that is left to do, if any.
        """
        if self._array.ndim == 0 and not isinstance(index, (tuple, Variable, type(None), bool)) and index is not Ellipsis:
            raise _bad_index(index) or tensor_errors.index_of_scalar()
        parts = index if isinstance(index, tuple) else (index,)
        if isinstance(index, list) and not _is_numbers(index):
            parts = tuple(index)
        used = sum(_dimensions(p) for p in parts)
        if used > self._array.ndim:
            if self._array.ndim == 0:
                raise tensor_errors.index_of_scalar()
            raise tensor_errors.too_many_indices(self._array.ndim)
        view: Any = self
        dim = 0
        arrays: dict[int, Any] = {}
        for part in parts:
            if part is None:
                view = view.unsqueeze(dim)
                dim += 1
            elif part is Ellipsis:
                dim += self._array.ndim - used
            elif isinstance(part, slice):
                view = view._apply_slice(part, dim, keep=len(parts) == 1)
                dim += 1
            elif isinstance(part, (int, np.integer)) and not isinstance(part, bool):
                view = view.select(dim, int(part))
            elif isinstance(part, Variable) and part._array.ndim == 0 and part._array.dtype.kind in "iu":
                view = view.select(dim, int(part._array))
            else:
                array = _index_array(part)
                if array.dtype.kind == "b":
                    if array.ndim == 0:
                        view = view.unsqueeze(dim)
                        array = array.reshape(1)
                    shape = view._array.shape[dim : dim + array.ndim]
                    if array.shape != shape:
                        raise tensor_errors.mask_shape(array.shape, dim, view._array.shape)
                else:
                    _check_bounds(array, view._array.shape[dim], dim)
                arrays[dim] = array
                dim += array.ndim if array.dtype.kind == "b" else 1
        if not arrays:
            if view is self:
                view = self._apply(shape_ops.ALIAS, self)
            return view, None
        full: list[Any] = []
        place = 0
        while place < view._array.ndim:
            part = arrays.get(place, slice(None))
            full.append(part)
            place += part.ndim if isinstance(part, np.ndarray) and part.dtype.kind == "b" else 1
        return view, tuple(full)

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
        _check_bounds(index._array, self._array.shape[d], d)
        where = (slice(None),) * d + (index._array.copy(),)
        return self._apply(index_ops.INDEX_SELECT, self, indices=where)

    def masked_select(self, mask: Tensor) -> Tensor:
        """The elements at which `mask` is true, in one dimension."""
        shape = np.broadcast_shapes(self._array.shape, mask._array.shape)
        x = self if shape == self._array.shape else self.expand(shape)
        return x._apply(index_ops.MASKED_SELECT, x, indices=(np.broadcast_to(mask._array, shape).copy(),))

    # -- numbers -------------------------------------------------------------------------------------------

    def item(self) -> Any:
        """The only element as a Python number; the graph does not follow it.

        Raises:
            RuntimeError: if there is more than one element, or none.
        """
        if self._array.size != 1:
            raise tensor_errors.not_a_scalar(self._array.size)
        value = self._array.item()
        if events.observer is not None and self._requires_grad:
            events.observer.cut(value, self, "item")
        return value

    def tolist(self) -> Any:
        """The elements as nested lists of Python numbers."""
        return self._array.tolist()

    def _number(self) -> Any:
        if self._array.size != 1:
            raise tensor_errors.not_a_python_scalar()
        return self.item()

    def __float__(self) -> float:
        return float(self._number())

    def __int__(self) -> int:
        return int(self._number())

    def __index__(self) -> int:
        if self._array.size != 1 or self._array.dtype.kind not in "iub":
            raise TypeError("only integer tensors of a single element can be converted to an index")
        return int(self._array.item())

    def __bool__(self) -> bool:
        if self._array.size > 1:
            raise tensor_errors.ambiguous_bool(self._array.size)
        if self._array.size == 0:
            raise RuntimeError("Boolean value of Tensor with no values is ambiguous")
        return bool(self._array.item())

    def __len__(self) -> int:
        if self._array.ndim == 0:
            raise tensor_errors.len_of_scalar()
        return len(self._array)

    def __contains__(self, element: Any) -> bool:
        if not isinstance(element, (Variable, int, float, bool)):
            raise RuntimeError(
                "Tensor.__contains__ only supports Tensor or scalar, but you passed in a "
                f"{type(element)}."
            )
        return bool((self == element)._array.any())

    def __format__(self, spec: str) -> str:
        if self._array.ndim == 0:
            return format(self._array.item(), spec)
        return format(str(self), spec)

    # -- NumPy ---------------------------------------------------------------------------------------------

    def numpy(self, *, force: bool = False) -> Any:
        """The elements as a NumPy array in the same memory.

        Raises:
            RuntimeError: if this tensor requires grad, since NumPy would leave the graph unseen.
        """
        if self.requires_grad and not force:  # type: ignore[attr-defined]  # in Tensor
            raise errors.cannot_call_numpy()
        return self._array

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        array = self.numpy()
        return array if dtype is None else array.astype(dtype, copy=False)

    # -- sizes ---------------------------------------------------------------------------------------------

    def size(self, dim: int | None = None) -> Any:
        """The shape, or the size of one dimension."""
        if dim is None:
            return size_of(self._array.shape)
        if not self._array.ndim:
            raise IndexError("Dimension specified as 0 but tensor has no dimensions")
        return self._array.shape[axis(dim, self._array.ndim)]

    def dim(self) -> int:
        """The number of dimensions."""
        return self._array.ndim

    ndimension = dim

    def numel(self) -> int:
        """The number of elements."""
        return self._array.size

    nelement = numel

    def element_size(self) -> int:
        """Bytes of one element."""
        return self._array.itemsize

    def stride(self, dim: int | None = None) -> Any:
        """Steps in memory between neighbours of each dimension, in elements."""
        steps = tuple(s // self._array.itemsize for s in self._array.strides)
        return steps if dim is None else steps[axis(dim, self._array.ndim)]

    def storage_offset(self) -> int:
        """Where this view begins in its base, in elements."""
        base = self._array if self._base is None else self._base._array
        return int((_address(self._array) - _address(base)) // (self._array.itemsize or 1))

    def is_contiguous(self) -> bool:
        """Whether the memory lies in the order of the elements."""
        return bool(self._array.flags.c_contiguous)

    def data_ptr(self) -> int:
        """The address of the first element: equal for tensors that share it."""
        return _address(self._array)

    def is_floating_point(self) -> bool:
        """Whether the dtype has fractions."""
        return self._array.dtype.kind == "f"

    def __deepcopy__(self, memo: dict[int, Any]) -> Tensor:
        if self._grad_fn is not None:
            raise errors.deepcopy_non_leaf()
        out: Any = self.detach().clone()
        memo[id(self)] = out
        if self._requires_grad:
            out.requires_grad_()
        if self._grad is not None:
            out._grad = copy.deepcopy(self._grad, memo)
        return out  # type: ignore[no-any-return]


def _address(array: np.ndarray[Any, Any]) -> int:
    return int(array.__array_interface__["data"][0])


def _is_numbers(index: list[Any]) -> bool:
    """Whether a list is an index by numbers (else it stands for a tuple, as in PyTorch)."""
    return not any(isinstance(i, (slice, Variable, list, tuple, type(None))) or i is Ellipsis for i in index)


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
        array = np.array([int(p) if isinstance(p, Variable) else p for p in part] if isinstance(part, list) else part)
        if array.size == 0:
            array = array.astype(np.int64)
    else:
        raise _bad_index(part) or tensor_errors.index_type(type(part).__name__)
    if array.dtype.kind not in "iub":
        raise IndexError("tensors used as indices must be long, int, byte or bool tensors")
    return array.astype(bool) if array.dtype == np.uint8 else array


def _bad_index(part: Any) -> Exception | None:
    if isinstance(part, str):
        return tensor_errors.invalid_data_type("str")
    if isinstance(part, (int, slice, np.integer, Variable, np.ndarray, list)):
        return None
    return tensor_errors.index_type(type(part).__name__)


def _check_bounds(array: np.ndarray[Any, Any], size: int, dim: int) -> None:
    wrong = array[(array < -size) | (array >= size)]
    if wrong.size:
        raise tensor_errors.index_out_of_bounds(int(wrong.flat[0]), dim, size)
