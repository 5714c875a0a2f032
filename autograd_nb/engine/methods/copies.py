"""Methods that repeat, turn, mirror and cut a tensor into parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import tensor_errors
from autograd_nb.engine.dtypes import dtype_of
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.ops import copies as ops
from autograd_nb.engine.ops import linalg
from autograd_nb.engine.ops import shape as shape_ops

from .base import Base, axes, axis, sizes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor


class Copies(Base):
    """`repeat`, `tile`, `repeat_interleave`, `rot90`, `unfold`, `tensor_split` and so on."""

    # -- repeating -----------------------------------------------------------------------------------

    def repeat(self, *repeats: Any) -> Tensor:
        """The tensor side by side with itself, so many times along each dimension.

        >>> import autograd_nb as torch
        >>> torch.tensor([1, 2]).repeat(2, 2)
        tensor([[1, 2, 1, 2],
                [1, 2, 1, 2]])
        """
        times = sizes(repeats)
        if not repeats:
            raise tensor_errors.missing_argument("repeat", "repeats")
        if len(times) < self._array.ndim:
            raise tensor_errors.repeat_dims()
        shape = (1,) * (len(times) - self._array.ndim) + self._array.shape
        whole = [n * size for n, size in zip(times, shape)]
        for n in whole:
            if n < 0:
                raise tensor_errors.negative_size(n, whole)
        return self._apply(ops.REPEAT, self, repeats=times)

    def tile(self, *dims: Any) -> Tensor:
        """As `repeat`; dimensions that are not named come first and are not repeated."""
        times = sizes(dims)
        return self.repeat((1,) * (self._array.ndim - len(times)) + times)

    def repeat_interleave(
        self,
        repeats: Any = None,
        dim: int | None = None,
        *,
        output_size: int | None = None,  # noqa: ARG002 - PyTorch's signature; it only saves a look at `repeats`
    ) -> Tensor:
        """Every element so many times in a row, along `dim` or through all elements.

        >>> import autograd_nb as torch
        >>> torch.tensor([1, 2]).repeat_interleave(2)
        tensor([1, 1, 2, 2])
        """
        me: Any = self
        if repeats is None and self._array.ndim != 1:
            raise RuntimeError("repeat_interleave only accept 1D vector as repeat")
        if repeats is None and self._array.dtype.name not in ("int32", "int64"):
            raise tensor_errors.not_for_dtype("repeat_interleave_cpu", dtype_of(self._array).scalar_name)
        if repeats is None:  # how often each of 0, 1, 2, ... is there
            me, repeats = me._wrap(np.arange(self._array.size)), me
        if dim is None:
            me, dim = me.reshape(-1), 0
        d = axis(dim, me._array.ndim)
        number = isinstance(repeats, int) or repeats._array.size == 1
        if number and int(repeats) < 0:
            raise tensor_errors.repeats_negative()
        if number:
            wide = me.unsqueeze(d + 1)
            shape = list(wide._array.shape)
            shape[d + 1] = int(repeats)
            repeated: Tensor = wide.expand(shape).contiguous().flatten(d, d + 1)
            return repeated
        if repeats._array.size != me._array.shape[d]:
            raise tensor_errors.repeats_size(repeats._array.size, me._array.shape[d], d)
        if (repeats._array < 0).any():
            raise tensor_errors.repeats_negative()
        places = np.repeat(np.arange(me._array.shape[d]), repeats._array)
        picked: Tensor = me.index_select(d, me._wrap(places))
        return picked

    # -- turning and mirroring ---------------------------------------------------------------------------

    def rot90(self, k: int = 1, dims: Sequence[int] = (0, 1)) -> Tensor:
        """Turned by `k` right angles in the plane of two dimensions, from the first towards the second."""
        plane = tuple(dims)
        ndim = self._array.ndim
        if len(plane) != 2 or ndim < 2 or abs(plane[0] - plane[1]) in (0, ndim):
            raise tensor_errors.rotation_dims(plane, ndim)
        return self._apply(ops.ROT90, self, k=k, dims=axes(plane, ndim))

    def flipud(self) -> Tensor:
        """The first dimension in reverse."""
        if self._array.ndim < 1:
            raise RuntimeError("Input must be >= 1-d.")
        me: Any = self
        return me.flip(0)

    def fliplr(self) -> Tensor:
        """The second dimension in reverse."""
        if self._array.ndim < 2:
            raise tensor_errors.needs_two_dims()
        me: Any = self
        return me.flip(1)

    # -- diagonals -----------------------------------------------------------------------------------------

    def diag_embed(self, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Tensor:
        """Matrices with the last dimension as their diagonals."""
        ndim = self._array.ndim + 1
        first, second = axis(dim1, ndim), axis(dim2, ndim)
        if first == second:
            raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
        return self._apply(linalg.DIAG_EMBED, self, offset=offset, dim1=first, dim2=second)

    def diagflat(self, offset: int = 0) -> Tensor:
        """The matrix with all elements on its diagonal."""
        me: Any = self
        return me.reshape(-1).diag(offset)

    # -- windows and parts -----------------------------------------------------------------------------------

    def unfold(self, dimension: int, size: int, step: int) -> Tensor:
        """Windows of `size` elements, each `step` after the one before, in a new last dimension."""
        d = axis(dimension, self._array.ndim)
        whole = self._array.shape[d] if self._array.ndim else 1
        if size < 0:
            raise RuntimeError(f"size is {size} but must be >= 0")
        if size > whole:
            raise tensor_errors.unfold_size(d, whole, size)
        if step <= 0:
            raise RuntimeError(f"step is {step} but must be > 0")
        return self._apply(ops.UNFOLD, self, dimension=d, size=size, step=step)

    def tensor_split(self, indices_or_sections: Any, dim: int = 0) -> tuple[Tensor, ...]:
        """So many parts of sizes that differ by at most 1, or parts that begin at the indices given."""
        if not self._array.ndim:
            raise tensor_errors.tensor_split_dims()
        d = axis(dim, self._array.ndim)
        whole = self._array.shape[d]
        if isinstance(indices_or_sections, Variable):
            if indices_or_sections._array.dtype != np.int64:
                raise RuntimeError(
                    "tensor_split expected tensor_indices_or_sections to have dtype of long, but got "
                    f"{dtype_of(indices_or_sections._array).scalar_name}"
                )
            if indices_or_sections._array.ndim > 1:
                raise RuntimeError(
                    "tensor_split expected tensor_indices_or_sections to be a zero-dimensional or one-dimensional "
                    f"tensor, but got a tensor with {indices_or_sections._array.ndim} dims"
                )
            indices_or_sections = indices_or_sections._array.tolist()
        if isinstance(indices_or_sections, int):
            if indices_or_sections <= 0:
                raise RuntimeError(f"number of sections must be larger than 0, got {indices_or_sections}")
            size, more = divmod(whole, indices_or_sections)
            ends = np.cumsum([size + (i < more) for i in range(indices_or_sections)]).tolist()
        else:
            ends = [*indices_or_sections, whole]
        bounds = [slice(int(a), int(b)).indices(whole) for a, b in zip([0, *ends[:-1]], ends)]
        return tuple(
            self._apply(shape_ops.SLICE, self, dim=d, start=start, end=max(start, end), step=1)
            for start, end, _ in bounds
        )

    def split_with_sizes(self, split_sizes: Any, dim: int = 0) -> tuple[Tensor, ...]:
        """Parts of the sizes given."""
        me: Any = self
        parts: tuple[Tensor, ...] = me.split(list(split_sizes), dim)
        return parts

    def unsafe_split(self, split_size: Any, dim: int = 0) -> tuple[Tensor, ...]:
        """`split` into copies."""
        return self._copied_parts(split_size, dim)

    def unsafe_split_with_sizes(self, split_sizes: Any, dim: int = 0) -> tuple[Tensor, ...]:
        """`split` into copies of the sizes given."""
        return self._copied_parts(list(split_sizes), dim)

    def _copied_parts(self, sizes: Any, dim: int) -> tuple[Tensor, ...]:
        return self._split((shape_ops.UNSAFE_SPLIT, shape_ops.UNSAFE_SPLIT_SIZES), sizes, dim)  # type: ignore[attr-defined]  # in Shape

    def unsafe_chunk(self, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
        """`chunk` into copies."""
        if chunks <= 0:
            raise RuntimeError(f"chunk expects `chunks` to be greater than 0, got: {chunks}")
        whole = self._array.shape[axis(dim, self._array.ndim)]
        if not whole:
            return self.unsafe_split_with_sizes([0] * chunks, dim)
        return self.unsafe_split(max(1, -(-whole // chunks)), dim)

    def hsplit(self, indices_or_sections: Any) -> tuple[Tensor, ...]:
        """Parts along the second dimension; of a vector along its only one."""
        return self._split_along("hsplit", indices_or_sections, 0 if self._array.ndim == 1 else 1, 1)

    def vsplit(self, indices_or_sections: Any) -> tuple[Tensor, ...]:
        """Parts along the first dimension of at least two."""
        return self._split_along("vsplit", indices_or_sections, 0, 2)

    def dsplit(self, indices_or_sections: Any) -> tuple[Tensor, ...]:
        """Parts along the third dimension."""
        return self._split_along("dsplit", indices_or_sections, 2, 3)

    def _split_along(self, name: str, parts: Any, dim: int, needed: int) -> tuple[Tensor, ...]:
        if self._array.ndim < needed:
            raise tensor_errors.split_needs_dims(name, needed, self._array.ndim)
        if isinstance(parts, int) and (parts <= 0 or self._array.shape[dim] % parts):
            raise tensor_errors.split_indivisible(name, dim, self._array.shape[dim], parts)
        return self.tensor_split(parts, dim)
