"""Methods that cut parts out of a tensor, as views: one slice, a diagonal, windows, or all parts along a dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.signatures import FUNCTIONS, match
from autograd_nb.engine.dtypes import dtype_of
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.ops import copies, shape

from .base import Base, axis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Cutting(Base):
    """`select`, `narrow`, `diagonal`, `unfold`, `split` and its like."""

    # -- one part --------------------------------------------------------------------------------------------

    def diagonal(self, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor:
        """The elements on a diagonal, as a view; they are the last dimension of the result.

        Args:
            offset: which one: 0 is the main diagonal, positive ones lie above it, negative ones below.
            dim1: the dimension of the rows.
            dim2: the dimension of the columns.

        >>> torch.diagonal(torch.tensor([[1, 2], [3, 4]]))
        tensor([1, 4])
        >>> torch.diagonal(torch.zeros(5, 2, 3), dim1=1, dim2=2).shape
        torch.Size([5, 2])
        """
        ndim = self._array.ndim
        first, second = axis(dim1, ndim), axis(dim2, ndim)
        if first == second:
            raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
        return self._apply(shape.DIAGONAL, self, offset=offset, dim1=first, dim2=second)

    def select(self, dim: int, index: int) -> Tensor:
        """The slice at `index` of dimension `dim`, which disappears; as a view. `select(0, i)` is `x[i]`.

        >>> torch.select(torch.tensor([[1, 2], [3, 4]]), 1, 0)
        tensor([1, 3])

        Raises:
            IndexError: there is no such index, or no such dimension.
        """
        size = self._array.shape
        if size and not -(n := size[axis(dim, len(size))]) <= index < n:
            raise errors.select_out_of_range(index, size, dim % len(size))
        return self._select(dim, index, dim)

    def _select(self, dim: int, index: int, written: int) -> Tensor:
        """`select`; errors name the dimension `written`, which counts those that went before."""
        sizes = self._array.shape
        if not sizes:
            raise IndexError("select() cannot be applied to a 0-dim tensor.")
        d = dim if 0 <= dim < len(sizes) else axis(dim, len(sizes))
        size = sizes[d]
        if not -size <= index < size:
            raise errors.index_out_of_bounds(index, written, size)
        return self._apply(shape.SELECT, self, dim=d, index=index % size)

    def narrow(self, dim: int, start: Any, length: int) -> Tensor:
        """The part of dimension `dim` from `start` on, `length` long; as a view.

        >>> torch.narrow(torch.tensor([[1, 2, 3], [4, 5, 6]]), 1, 1, 2)
        tensor([[2, 3],
                [5, 6]])

        Raises:
            RuntimeError: the part is longer than what there is.
            IndexError: it starts outside.
        """
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
        return self._apply(shape.SLICE, self, dim=d, start=begin, end=begin + length, step=1)

    def unfold(self, dimension: int, size: int, step: int) -> Tensor:
        """Windows of `size` elements, each `step` after the one before, in a new last dimension; as a view.

        The windows may overlap: the gradient of an element is the sum over those it is in.

        >>> torch.arange(5).unfold(0, 3, 1)
        tensor([[0, 1, 2],
                [1, 2, 3],
                [2, 3, 4]])

        Raises:
            RuntimeError: the window is longer than the dimension.
        """
        d = axis(dimension, self._array.ndim)
        whole = self._array.shape[d] if self._array.ndim else 1
        if size < 0:
            raise RuntimeError(f"size is {size} but must be >= 0")
        if size > whole:
            raise errors.unfold_size(d, whole, size)
        if step <= 0:
            raise RuntimeError(f"step is {step} but must be > 0")
        return self._apply(copies.UNFOLD, self, dimension=d, size=size, step=step)

    # -- all parts -------------------------------------------------------------------------------------------

    def unbind(self, dim: int = 0) -> tuple[Tensor, ...]:
        """All slices along `dim`, which disappears: a tuple of views.

        >>> torch.unbind(torch.tensor([[1, 2], [3, 4]]))
        (tensor([1, 2]), tensor([3, 4]))
        """
        d = axis(dim, self._array.ndim)
        if self._array.ndim == 0:
            raise errors.no_dimensions(0)
        return self._apply_several(shape.UNBIND, self, dim=d)

    def split(self, split_size: int | Sequence[int], dim: int = 0) -> tuple[Tensor, ...]:
        """Parts of `split_size` along `dim` (the last may be shorter), or parts of the sizes given; a tuple of views.

        >>> torch.split(torch.arange(5), 2)
        (tensor([0, 1]), tensor([2, 3]), tensor([4]))
        >>> torch.split(torch.arange(5), [1, 4])
        (tensor([0]), tensor([1, 2, 3, 4]))

        Raises:
            RuntimeError: the sizes given do not add up to that of the dimension.
        """
        if isinstance(split_size, Variable) and split_size._array.size == 1:
            split_size = int(split_size._array.item())
        if type(split_size) is not int:
            match(FUNCTIONS, "split_with_sizes", (self, split_size, dim), {})
        return self._split((shape.SPLIT, shape.SPLIT_SIZES), split_size, dim)

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
        """At most `chunks` parts of equal size along `dim`, the last of which may be shorter; a tuple of views.

        There are fewer where the size of a part, rounded up, goes into the dimension less often; `tensor_split` gives
        exactly as many as asked for.

        >>> [len(part) for part in torch.chunk(torch.arange(10), 4)]
        [3, 3, 3, 1]
        >>> [len(part) for part in torch.chunk(torch.arange(6), 4)]
        [2, 2, 2]

        Raises:
            RuntimeError: `chunks` is not positive.
        """
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

    def split_with_sizes(self, split_sizes: Any, dim: int = 0) -> tuple[Tensor, ...]:
        """Parts of the sizes given along `dim`, as views.

        >>> torch.split_with_sizes(torch.arange(5), [1, 4])
        (tensor([0]), tensor([1, 2, 3, 4]))

        Raises:
            RuntimeError: the sizes do not add up to that of the dimension.
        """
        me: Any = self
        parts: tuple[Tensor, ...] = me.split(list(split_sizes), dim)
        return parts

    def tensor_split(self, indices_or_sections: Any, dim: int = 0) -> tuple[Tensor, ...]:
        """So many parts of sizes that differ by at most 1, or parts that begin at the indices given; views along `dim`.

        >>> torch.tensor_split(torch.arange(5), 3)
        (tensor([0, 1]), tensor([2, 3]), tensor([4]))
        >>> torch.tensor_split(torch.arange(5), (1, 3))
        (tensor([0]), tensor([1, 2]), tensor([3, 4]))
        """
        if not self._array.ndim:
            raise errors.tensor_split_dims()
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
            self._apply(shape.SLICE, self, dim=d, start=start, end=max(start, end), step=1) for start, end, _ in bounds
        )

    def hsplit(self, indices_or_sections: Any) -> tuple[Tensor, ...]:
        """Parts along the second dimension (columns of a matrix); of a vector along its only one.

        >>> torch.hsplit(torch.tensor([[1, 2, 3, 4]]), 2)
        (tensor([[1, 2]]), tensor([[3, 4]]))

        Raises:
            RuntimeError: the number of parts does not divide the dimension.
        """
        return self._split_along("hsplit", indices_or_sections, 0 if self._array.ndim == 1 else 1, 1)

    def vsplit(self, indices_or_sections: Any) -> tuple[Tensor, ...]:
        """Parts along the first dimension of at least two: the rows of a matrix.

        >>> torch.vsplit(torch.tensor([[1, 2], [3, 4]]), 2)
        (tensor([[1, 2]]), tensor([[3, 4]]))

        Raises:
            RuntimeError: the number of parts does not divide the dimension.
        """
        return self._split_along("vsplit", indices_or_sections, 0, 2)

    def dsplit(self, indices_or_sections: Any) -> tuple[Tensor, ...]:
        """Parts along the third dimension.

        >>> torch.dsplit(torch.tensor([[[1, 2]]]), 2)
        (tensor([[[1]]]), tensor([[[2]]]))

        Raises:
            RuntimeError: the number of parts does not divide the dimension.
        """
        return self._split_along("dsplit", indices_or_sections, 2, 3)

    def _split_along(self, name: str, parts: Any, dim: int, needed: int) -> tuple[Tensor, ...]:
        if self._array.ndim < needed:
            raise errors.split_needs_dims(name, needed, self._array.ndim)
        if isinstance(parts, int) and parts < 0 and self._array.shape[dim] % parts == 0:
            raise RuntimeError(f"number of sections must be larger than 0, got {parts}")
        if isinstance(parts, int) and (not parts or self._array.shape[dim] % parts):
            raise errors.split_indivisible(name, dim, self._array.shape[dim], parts)
        return self.tensor_split(parts, dim)

    # -- copies of the parts ---------------------------------------------------------------------------------

    def unsafe_split(self, split_size: Any, dim: int = 0) -> tuple[Tensor, ...]:
        """`split` into copies. PyTorch's share the tensor's memory, of which the graph knows nothing.

        >>> torch.unsafe_split(torch.arange(4), 2)
        (tensor([0, 1]), tensor([2, 3]))
        """
        return self._copied_parts(split_size, dim)

    def unsafe_split_with_sizes(self, split_sizes: Any, dim: int = 0) -> tuple[Tensor, ...]:
        """`split_with_sizes` into copies, see `unsafe_split`.

        >>> torch.unsafe_split_with_sizes(torch.arange(4), [1, 3])
        (tensor([0]), tensor([1, 2, 3]))
        """
        return self._copied_parts(list(split_sizes), dim)

    def _copied_parts(self, sizes: Any, dim: int) -> tuple[Tensor, ...]:
        return self._split((shape.UNSAFE_SPLIT, shape.UNSAFE_SPLIT_SIZES), sizes, dim)

    def unsafe_chunk(self, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
        """`chunk` into copies, see `unsafe_split`.

        >>> torch.unsafe_chunk(torch.arange(4), 2)
        (tensor([0, 1]), tensor([2, 3]))
        """
        if chunks <= 0:
            raise RuntimeError(f"chunk expects `chunks` to be greater than 0, got: {chunks}")
        whole = self._array.shape[axis(dim, self._array.ndim)]
        if not whole:
            return self.unsafe_split_with_sizes([0] * chunks, dim)
        return self.unsafe_split(max(1, -(-whole // chunks)), dim)
