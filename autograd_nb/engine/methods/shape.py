"""Methods that move elements without changing them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import tensor_errors
from autograd_nb.engine.accepted import is_int
from autograd_nb.engine.dtypes import dtype as DType
from autograd_nb.engine.dtypes import from_numpy_dtype
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.layouts import contiguous_format, is_in_order, order_of_copy, preserve_format
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import shape as ops
from autograd_nb.engine.ops.elementwise import CLONE
from autograd_nb.engine.signatures import FUNCTIONS, match

from .base import axes, axis, sizes
from .strided import Strided
from .transposing import Transposing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Shape(Transposing, Strided):
    """Views (reshape, transpose, expand, ...), parts (split, unbind, ...) and mirrors (flip, roll, ...)."""

    # -- another shape -------------------------------------------------------------------------------

    def view(self, *size: Any, dtype: Any = None) -> Tensor:
        """The same memory under another shape, in which -1 stands for the size that fits; or under another dtype.

        Raises:
            RuntimeError: if the shape does not fit, or the memory does not lie so that a view is possible.
        """
        if dtype is not None or (len(size) == 1 and isinstance(size[0], (DType, type))):
            return self._view_as_dtype(size[0] if dtype is None else dtype)
        wanted = self._fitting(sizes(size))
        if not self._can_view(wanted):
            raise tensor_errors.view_incompatible()
        return self._apply(ops.VIEW, self, size=wanted)

    def reshape(self, *shape: Any) -> Tensor:
        """The same elements under another shape: a view where possible, else a copy."""
        size = self._fitting(sizes(shape))
        if self._array.flags.c_contiguous:
            return self._apply(ops.VIEW, self, size=size)
        if self._can_view(size):
            return self._apply(ops.RESHAPE_ALIAS, self, size=size)
        copy = self._apply(CLONE, self, order="C")
        return copy._apply(ops.RESHAPE_COPY, copy, size=size)

    def view_as(self, other: Tensor) -> Tensor:
        """`view` with the shape of `other`."""
        return self.view(other._array.shape)

    def reshape_as(self, other: Tensor) -> Tensor:
        """`reshape` with the shape of `other`."""
        return self.reshape(other._array.shape)

    def flatten(self, start_dim: int = 0, end_dim: int = -1) -> Tensor:
        """Join the dimensions from `start_dim` to `end_dim` into one."""
        shape = self._array.shape
        if not shape:
            axis(start_dim, 0)
            axis(end_dim, 0)
            return self.reshape(1)
        first, last = axis(start_dim, len(shape)), axis(end_dim, len(shape))
        if first > last:
            raise RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim")
        if first == last:
            return self  # type: ignore[return-value]  # the only implementer is Tensor
        return self.reshape(*shape[:first], math.prod(shape[first : last + 1]), *shape[last + 1 :])

    def unflatten(self, dim: int, sizes: Any) -> Tensor:
        """Split one dimension into several."""
        shape = self._array.shape
        if not is_int(dim):
            raise tensor_errors.argument_must_be("unflatten", "dim", 1, "int", type_name(dim))
        if isinstance(sizes, str):
            raise tensor_errors.argument_must_be("unflatten", "sizes", 2, "tuple of ints", type_name(sizes))
        i = axis(dim, len(shape))
        known = math.prod(n for n in sizes if n != -1)
        fits = known == shape[i] if -1 not in sizes else known and shape[i] % known == 0
        if shape and not fits:
            raise tensor_errors.unflatten_sizes(sizes, i, shape[i])
        return self.view(*shape[:i], *sizes, *shape[i + 1 :])

    def ravel(self) -> Tensor:
        """All elements in one dimension."""
        return self.contiguous().view(-1)

    def squeeze(self, dim: Any = None) -> Tensor:
        """Drop dimensions of size 1: all of them, or those named."""
        if dim is None:
            return self._apply(ops.SQUEEZE, self)
        if isinstance(dim, int):
            return self._apply(ops.SQUEEZE_DIM, self, dim=axis(dim, self._array.ndim))
        dims = axes(dim, self._array.ndim)
        return self._apply(ops.SQUEEZE_DIMS, self, dim=dims if self._array.ndim else ())

    def unsqueeze(self, dim: int) -> Tensor:
        """Put in a dimension of size 1 before `dim`."""
        ndim = self._array.ndim
        if not -ndim - 1 <= dim <= ndim:
            raise tensor_errors.dim_out_of_range(dim, ndim + 1)
        return self._apply(ops.UNSQUEEZE, self, dim=dim % (ndim + 1))

    def expand(self, *size: Any) -> Tensor:
        """Repeat dimensions of size 1 without copying; -1 leaves a size as it is."""
        wanted, own = sizes(size), self._array.shape
        lead = len(wanted) - len(own)
        if lead < 0:
            raise tensor_errors.expand_too_few(wanted, own, from_numpy_dtype(self._array.dtype).tensor_type)
        if -1 in wanted[:lead]:
            raise tensor_errors.expand_leading(wanted.index(-1))
        whole = list(wanted)
        for i, n in reversed(list(enumerate(own))):
            if whole[i + lead] == -1:
                whole[i + lead] = n
            elif n not in (1, whole[i + lead]):
                raise tensor_errors.expand_mismatch(whole[i + lead], n, i + lead, wanted, own)
        return self._apply(ops.EXPAND, self, size=tuple(whole))

    def expand_as(self, other: Tensor) -> Tensor:
        """`expand` to the shape of `other`."""
        return self.expand(other._array.shape)

    broadcast_to = expand

    def sum_to_size(self, *size: Any) -> Tensor:
        """Undo `expand`: add up what was repeated."""
        wanted, own = sizes(size), self._array.shape
        lead = len(own) - len(wanted)
        if lead < 0 or any(n not in (1, own[i + lead]) for i, n in enumerate(wanted)):
            raise RuntimeError(f"size {{{list(wanted)}}} is not expandable to size {{{list(own)}}}.")
        if not wanted:
            return self.sum()  # type: ignore[attr-defined]  # in Reduce
        dims = [*range(lead), *(i + lead for i, n in enumerate(wanted) if n == 1 != self._array.shape[i + lead])]
        found: Any = self.sum(dims, True) if dims else self  # type: ignore[attr-defined]  # in Reduce
        return found.view(wanted) if lead else found

    def contiguous(self, memory_format: Any = contiguous_format) -> Tensor:
        """This tensor if its memory lies in order, else a copy of which that is true."""
        if is_in_order(self._array, memory_format):
            return self  # type: ignore[return-value]  # the only implementer is Tensor
        if memory_format is preserve_format:
            raise RuntimeError("preserve memory format is unsupported by the contiguous operator")
        return self._apply(CLONE, self, order=order_of_copy(memory_format))

    # -- parts ---------------------------------------------------------------------------------------------

    def diagonal(self, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor:
        """The elements on a diagonal, as a view."""
        ndim = self._array.ndim
        first, second = axis(dim1, ndim), axis(dim2, ndim)
        if first == second:
            raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
        return self._apply(ops.DIAGONAL, self, offset=offset, dim1=first, dim2=second)

    def select(self, dim: int, index: int) -> Tensor:
        """The slice at `index` of dimension `dim`, which disappears."""
        size = self._array.shape
        if size and not -(n := size[axis(dim, len(size))]) <= index < n:
            raise tensor_errors.select_out_of_range(index, size, dim % len(size))
        return self._select(dim, index, dim)

    def _select(self, dim: int, index: int, written: int) -> Tensor:
        """`select`; errors name the dimension `written`, which counts those that went before."""
        if self._array.ndim == 0:
            raise IndexError("select() cannot be applied to a 0-dim tensor.")
        d = axis(dim, self._array.ndim)
        size = self._array.shape[d]
        if not -size <= index < size:
            raise tensor_errors.index_out_of_bounds(index, written, size)
        return self._apply(ops.SELECT, self, dim=d, index=index % size)

    def narrow(self, dim: int, start: Any, length: int) -> Tensor:
        """The part of dimension `dim` from `start` on, `length` long."""
        if self._array.ndim == 0:
            raise RuntimeError("narrow() cannot be applied to a 0-dim tensor.")
        if isinstance(start, Variable):
            if start._array.ndim or start._array.dtype.kind not in "iu":
                raise RuntimeError("start must be an 0-dim integral Tensor.")
            start = int(start._array)
        if length < 0:
            raise RuntimeError("narrow(): length must be non-negative.")
        d = axis(dim, self._array.ndim)
        size = self._array.shape[d]
        if not -size <= start <= size:
            raise IndexError(f"start out of range (expected to be in range of [{-size}, {size}], but got {start})")
        begin = start + size if start < 0 else start
        if begin + length > size:
            raise RuntimeError(f"start ({begin}) + length ({length}) exceeds dimension size ({size}).")
        return self._apply(ops.SLICE, self, dim=d, start=begin, end=begin + length, step=1)

    def unbind(self, dim: int = 0) -> tuple[Tensor, ...]:
        """All slices along `dim`."""
        if self._array.ndim == 0:
            raise IndexError("Dimension specified as 0 but tensor has no dimensions")
        return self._apply_several(ops.UNBIND, self, dim=axis(dim, self._array.ndim))

    def split(self, split_size: int | Sequence[int], dim: int = 0) -> tuple[Tensor, ...]:
        """Parts of `split_size` along `dim` (the last may be shorter), or parts of the sizes given."""
        if isinstance(split_size, Variable) and split_size._array.size == 1:
            split_size = int(split_size._array.item())
        if type(split_size) is not int:
            match(FUNCTIONS, "split_with_sizes", (self, split_size, dim), {})
        return self._split((ops.SPLIT, ops.SPLIT_SIZES), split_size, dim)

    def _split(self, rows: tuple[Op, Op], split_size: int | Sequence[int], dim: int) -> tuple[Tensor, ...]:
        self._must_have_dims("split expects")
        d = axis(dim, self._array.ndim)
        whole = self._array.shape[d]
        if isinstance(split_size, int):
            if split_size == 0 and whole:
                raise RuntimeError(
                    f"split_size can only be 0 if dimension size is 0, but got dimension size of {whole}"
                )
            if split_size < 0:
                raise RuntimeError(f"split expects split_size be non-negative, but got split_size={split_size}")
            parts = tuple(min(split_size, whole - start) for start in range(0, whole, split_size or 1)) or (0,)
            return self._apply_several(rows[0], self, sizes=parts, dim=d)
        if any(size < 0 for size in split_size):
            raise RuntimeError(
                "split_with_sizes expects split_sizes have only non-negative entries, but got "
                f"split_sizes={list(split_size)}"
            )
        if sum(split_size) != whole:
            raise RuntimeError(
                f"split_with_sizes expects split_sizes to sum exactly to {whole} (input tensor's size at dimension "
                f"{d}), but got split_sizes={list(split_size)}"
            )
        return self._apply_several(rows[1], self, sizes=tuple(split_size), dim=d)

    def chunk(self, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
        """At most `chunks` parts of equal size along `dim`."""
        self._must_have_dims("chunk expects")
        if chunks <= 0:
            raise RuntimeError(f"chunk expects `chunks` to be greater than 0, got: {chunks}")
        whole = self._array.shape[axis(dim, self._array.ndim)]
        if not whole:
            return self.split([0] * chunks, dim)
        return self.split(max(1, -(-whole // chunks)), dim)

    def _must_have_dims(self, who: str) -> None:
        if not self._array.ndim:
            raise RuntimeError(f"{who} at least a 1-dimensional tensor")

    # -- copies and mirrors --------------------------------------------------------------------------------

    def flip(self, *dims: Any) -> Tensor:
        """The order of elements reversed along `dims`."""
        return self._apply(ops.FLIP, self, dims=axes(sizes(dims), self._array.ndim))

    def roll(self, shifts: Any, dims: Any = None) -> Tensor:
        """Elements moved along `dims`; those that fall off come back at the other end."""
        moves = (shifts,) if isinstance(shifts, int) else tuple(shifts)
        if not moves:
            raise RuntimeError("`shifts` required")
        if dims is not None and not self._array.ndim:
            first = dims if isinstance(dims, int) else next(iter(dims), 0)
            raise IndexError(f"Dimension specified as {first} but tensor has no dimensions")
        if dims is None and len(moves) > 1:
            raise RuntimeError(f"shifts and dimensions must align. shifts: {len(moves)}, dims:0")
        count = 1 if dims is None or isinstance(dims, int) else len(dims)
        if count != len(moves):
            raise RuntimeError(f"shifts and dimensions must align. shifts: {len(moves)}, dims:{count}")
        if dims is None:
            return self._apply(ops.ROLL, self, shifts=moves, dims=None)
        return self._apply(ops.ROLL, self, shifts=moves, dims=axes(dims, self._array.ndim))

    def triu(self, diagonal: int = 0) -> Tensor:
        """The upper triangle; zeros below."""
        if self._array.ndim < 2:
            raise tensor_errors.triangle_dims("triu")
        return self._apply(ops.TRIU, self, diagonal=diagonal)

    def tril(self, diagonal: int = 0) -> Tensor:
        """The lower triangle; zeros above."""
        if self._array.ndim < 2:
            raise tensor_errors.triangle_dims("tril")
        return self._apply(ops.TRIL, self, diagonal=diagonal)

    # -- help ------------------------------------------------------------------------------------------------

    def _cat(self, tensors: Sequence[Any], dim: int) -> Tensor:
        """`tensors`, one of which is `self`, joined along `dim`; `joining.cat` has checked that they fit."""
        along = tuple(
            None if t._array.shape == (0,) and self._array.ndim != 1 else t._array.shape[dim] for t in tensors
        )
        return self._apply(ops.CAT, *tensors, sizes=along, dim=dim)

    def _fitting(self, size: tuple[int, ...]) -> tuple[int, ...]:
        """`size` with its -1 worked out."""
        total = self._array.size
        unknown = size.count(-1)
        if unknown > 1:
            raise tensor_errors.only_one_inferred()
        if any(n < -1 for n in size):
            raise RuntimeError(f"invalid shape dimension {next(n for n in size if n < -1)}")
        known = math.prod(n for n in size if n != -1)
        if unknown:
            if known == 0 or total % known:
                if known == 0 == total:
                    raise RuntimeError(
                        f"cannot reshape tensor of 0 elements into shape {list(size)} because the unspecified "
                        "dimension size -1 can be any value and is ambiguous"
                    )
                raise tensor_errors.shape_invalid(size, total)
            return tuple(total // known if n == -1 else n for n in size)
        if known != total:
            raise tensor_errors.shape_invalid(size, total)
        return size

    def _can_view(self, size: tuple[int, ...]) -> bool:
        """Whether the memory lies so that `size` is possible without copying."""
        if self._array.flags.c_contiguous:
            return True
        return np.may_share_memory(self._array.reshape(size), self._array)
