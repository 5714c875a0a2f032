"""Methods that repeat, turn and mirror a tensor, fill diagonals and empty triangles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.dtypes import dtype_of
from autograd_nb.engine.ops import copies as ops
from autograd_nb.engine.ops import linalg
from autograd_nb.engine.ops import shape as shape_ops

from .base import Base, axes, axis, sizes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor


class Copies(Base):
    """`repeat`, `tile`, `repeat_interleave`, `flip`, `rot90`, `diag_embed`, `triu` and so on."""

    # -- repeating -----------------------------------------------------------------------------------

    def repeat(self, *repeats: Any) -> Tensor:
        """The tensor side by side with itself, so many times along each dimension. The gradients of the copies add up.

        Shapes: each size times its number; where there are more numbers than dimensions, new ones come first.

        >>> torch.tensor([1, 2]).repeat(2, 2)
        tensor([[1, 2, 1, 2],
                [1, 2, 1, 2]])

        Raises:
            RuntimeError: fewer numbers than dimensions, or a negative one.
        """
        times = sizes(repeats)
        if not repeats:
            raise errors.missing_argument("repeat", "repeats")
        if len(times) < self._array.ndim:
            raise errors.repeat_dims()
        shape = (1,) * (len(times) - self._array.ndim) + self._array.shape
        whole = [n * size for n, size in zip(times, shape)]
        for n in whole:
            if n < 0:
                raise errors.negative_size(n, whole)
        return self._apply(ops.REPEAT, self, repeats=times)

    def tile(self, *dims: Any) -> Tensor:
        """As `repeat`; dimensions that are not named come first and are not repeated.

        >>> torch.tile(torch.tensor([[1, 2], [3, 4]]), (2,))
        tensor([[1, 2, 1, 2],
                [3, 4, 3, 4]])
        """
        if not dims:
            raise errors.missing_argument("tile", "dims")
        times = sizes(dims)
        return self.repeat((1,) * (self._array.ndim - len(times)) + times)

    def repeat_interleave(
        self,
        repeats: Any = None,
        dim: int | None = None,
        *,
        output_size: int | None = None,
    ) -> Tensor:
        """Every element so many times in a row, along `dim` or through all elements.

        Args:
            repeats: how many times: one number for all, or a tensor with one for each.
            dim: the dimension; without, all elements come in one.
            output_size: how many there will be, if it is known.

        >>> torch.repeat_interleave(torch.tensor([1, 2]), 2)
        tensor([1, 1, 2, 2])
        >>> torch.repeat_interleave(torch.tensor([[1, 2], [3, 4]]), torch.tensor([1, 2]), dim=0)
        tensor([[1, 2],
                [3, 4],
                [3, 4]])

        Raises:
            RuntimeError: a negative number, another number of them than of elements, or an `output_size` that is not
                what they give.
        """
        me: Any = self
        if repeats is None and self._array.ndim != 1:
            raise RuntimeError("repeat_interleave only accept 1D vector as repeat")
        if repeats is None and self._array.dtype.name not in ("int32", "int64"):
            raise errors.not_for_dtype("repeat_interleave_cpu", dtype_of(self._array).scalar_name)
        if repeats is None:  # how often each of 0, 1, 2, ... is there
            me, repeats = me._wrap(np.arange(self._array.size)), me
        if dim is None:
            me, dim = me.reshape(-1), 0
        d = axis(dim, me._array.ndim)
        number = isinstance(repeats, int) or repeats._array.size == 1
        if isinstance(repeats, int) and repeats < 0:
            raise errors.repeats_negative()
        if not isinstance(repeats, int) and repeats._array.dtype.kind == "i" and (repeats._array < 0).any():
            raise RuntimeError("repeats can not be negative")
        if number:
            wide = me.unsqueeze(d + 1)
            shape = list(wide._array.shape)
            shape[d + 1] = int(repeats)
            repeated: Tensor = wide.expand(shape).contiguous().flatten(d, d + 1)
            return repeated
        if not me._array.ndim:
            raise errors.no_dimensions(dim)
        _check_repeats(repeats, me._array.shape[d], d)
        if output_size is not None and output_size != repeats._array.sum():
            raise RuntimeError("allocated size does not match required size")
        places = np.repeat(np.arange(me._array.shape[d]), repeats._array)
        picked: Tensor = me.index_select(d, me._wrap(places))
        return picked

    # -- turning and mirroring ---------------------------------------------------------------------------

    def flip(self, *dims: Any) -> Tensor:
        """The order of elements reversed along `dims`, as a copy.

        >>> torch.flip(torch.tensor([[1, 2], [3, 4]]), dims=[0])
        tensor([[3, 4],
                [1, 2]])
        """
        if not dims:
            raise errors.missing_argument("flip", "dims")
        return self._apply(shape_ops.FLIP, self, dims=axes(sizes(dims), self._array.ndim))

    def roll(self, shifts: Any, dims: Any = None) -> Tensor:
        """Elements moved along `dims`, or through all of them; those that fall off come back at the other end.

        >>> torch.roll(torch.arange(5), 2)
        tensor([3, 4, 0, 1, 2])
        >>> torch.roll(torch.tensor([[1, 2], [3, 4]]), 1, dims=0)
        tensor([[3, 4],
                [1, 2]])

        Raises:
            RuntimeError: `shifts` and `dims` differ in number.
        """
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
            return self._apply(shape_ops.ROLL, self, shifts=moves, dims=None)
        return self._apply(shape_ops.ROLL, self, shifts=moves, dims=axes(dims, self._array.ndim))

    def rot90(self, k: int = 1, dims: Sequence[int] = (0, 1)) -> Tensor:
        """Turned by `k` right angles in the plane of two dimensions, from the first towards the second.

        >>> torch.rot90(torch.tensor([[1, 2], [3, 4]]))
        tensor([[2, 4],
                [1, 3]])

        Raises:
            RuntimeError: fewer than two dimensions, or other than two named.
        """
        plane = tuple(dims)
        ndim = self._array.ndim
        if len(plane) != 2 or ndim < 2 or abs(plane[0] - plane[1]) in (0, ndim):
            raise errors.rotation_dims(plane, ndim)
        return self._apply(ops.ROT90, self, k=k, dims=axes(plane, ndim))

    def flipud(self) -> Tensor:
        """The first dimension in reverse, as a copy: a matrix upside down.

        >>> torch.flipud(torch.tensor([[1, 2], [3, 4]]))
        tensor([[3, 4],
                [1, 2]])

        Raises:
            RuntimeError: of a tensor without dimensions.
        """
        if self._array.ndim < 1:
            raise RuntimeError("Input must be >= 1-d.")
        me: Any = self
        return me.flip(0)

    def fliplr(self) -> Tensor:
        """The second dimension in reverse, as a copy: a matrix left to right.

        >>> torch.fliplr(torch.tensor([[1, 2], [3, 4]]))
        tensor([[2, 1],
                [4, 3]])

        Raises:
            RuntimeError: fewer than two dimensions.
        """
        if self._array.ndim < 2:
            raise errors.needs_two_dims()
        me: Any = self
        return me.flip(1)

    # -- diagonals -----------------------------------------------------------------------------------------

    def diag_embed(self, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Tensor:
        """Matrices with the last dimension as their diagonals, zeros elsewhere.

        Shapes: (..., n) becomes (..., n, n), larger by `offset`, which moves the diagonal up (positive) or down.

        >>> torch.diag_embed(torch.tensor([[1, 2], [3, 4]]))
        tensor([[[1, 0],
                 [0, 2]],
        <BLANKLINE>
                [[3, 0],
                 [0, 4]]])
        """
        ndim = self._array.ndim + 1
        first, second = axis(dim1, ndim), axis(dim2, ndim)
        if first == second:
            raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
        return self._apply(linalg.DIAG_EMBED, self, offset=offset, dim1=first, dim2=second)

    def diagflat(self, offset: int = 0) -> Tensor:
        """The matrix with all elements on its diagonal, whatever the shape they come in.

        >>> torch.diagflat(torch.tensor([[1, 2], [3, 4]]))
        tensor([[1, 0, 0, 0],
                [0, 2, 0, 0],
                [0, 0, 3, 0],
                [0, 0, 0, 4]])
        """
        me: Any = self
        return me.reshape(-1).diag(offset)

    # -- triangles ---------------------------------------------------------------------------------------

    def triu(self, diagonal: int = 0) -> Tensor:
        """The upper triangle of each matrix, zeros below.

        Args:
            diagonal: where it begins: 0 on the main diagonal, 1 right above it, -1 right below.

        >>> torch.triu(torch.ones(3, 3))
        tensor([[1., 1., 1.],
                [0., 1., 1.],
                [0., 0., 1.]])

        Raises:
            RuntimeError: fewer than two dimensions.
        """
        if self._array.ndim < 2:
            raise errors.triangle_dims("triu")
        return self._apply(shape_ops.TRIU, self, diagonal=diagonal)

    def tril(self, diagonal: int = 0) -> Tensor:
        """The lower triangle of each matrix, zeros above. `tril(torch.ones(n, n))` masks the future in attention.

        Args:
            diagonal: where it ends: 0 on the main diagonal, 1 right above it, -1 right below.

        >>> torch.tril(torch.ones(3, 3))
        tensor([[1., 0., 0.],
                [1., 1., 0.],
                [1., 1., 1.]])

        Raises:
            RuntimeError: fewer than two dimensions.
        """
        if self._array.ndim < 2:
            raise errors.triangle_dims("tril")
        return self._apply(shape_ops.TRIL, self, diagonal=diagonal)


def _check_repeats(repeats: Any, size: int, dim: int) -> None:
    """Refuse what does not say of each element how often it comes."""
    if repeats._array.dtype not in (np.int32, np.int64):
        raise errors.not_for_dtype("repeat_interleave_cpu", repeats.dtype.scalar_name)
    if repeats._array.size != size:
        raise errors.repeats_size(repeats._array.size, size, dim)
    if repeats._array.ndim > 1:
        raise RuntimeError("repeats must be 0-dim or 1-dim tensor")
