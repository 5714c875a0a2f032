"""Methods that write whole slices at places named by an index vector: `index_add`, `index_copy` and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.data import fitting
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.inplace import apart, refuse_overlap, tell_overlap
from autograd_nb.engine.ops import places as ops

from .base import Base, axis, fitted, must_be_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor

Call = tuple["Op", tuple[Any, ...], dict[str, Any]]
"""A row with its inputs and options: the same for an operation and its in-place form."""


class Slices(Base):
    """Each method comes with an in-place form, whose name ends in `_`."""

    def index_add(self, dim: int, index: Tensor, source: Tensor, *, alpha: float = 1) -> Tensor:
        """A copy with the slices of `source`, times `alpha`, added at `index`. What is named twice adds up.

        Shapes: `index` is a vector, as long as `source` is in `dim`; in the other dimensions both have equal sizes.

        >>> torch.index_add(torch.zeros(3, 2), 0, torch.tensor([0, 2, 0]), torch.ones(3, 2))
        tensor([[2., 2.],
                [0., 0.],
                [1., 1.]])

        Raises:
            RuntimeError: the shapes or dtypes do not fit, or an index is out of range.
        """
        return self._call(self._index_add_call(dim, index, source, alpha))

    def index_add_(self, dim: int, index: Tensor, source: Tensor, *, alpha: float = 1) -> Tensor:
        """`index_add` into this very tensor.

        >>> x = torch.zeros(3)
        >>> x.index_add_(0, torch.tensor([0, 2, 0]), torch.ones(3), alpha=2)
        tensor([4., 0., 2.])
        """
        return self._call(self._index_add_call(dim, index, source, alpha), True)

    def index_reduce(
        self, dim: int, index: Tensor, source: Tensor, reduce: str, *, include_self: bool = True
    ) -> Tensor:
        """A copy with the slices of `source` joined in at `index` by "prod", "mean", "amax" or "amin".

        Shapes: as for `index_add`.

        Args:
            dim: the dimension whose slices are meant.
            index: which of them, a vector.
            source: as many slices.
            reduce: how what meets in one place is joined.
            include_self: whether the slice that is there takes part, too.

        >>> x = torch.tensor([1., 2.])
        >>> torch.index_reduce(x, 0, torch.tensor([0, 0]), torch.tensor([5., 3.]), "amax")
        tensor([5., 2.])

        Raises:
            RuntimeError: another `reduce`, or shapes or dtypes that do not fit.
        """
        return self._call(self._index_reduce_call(dim, index, source, reduce, include_self))

    def index_reduce_(
        self, dim: int, index: Tensor, source: Tensor, reduce: str, *, include_self: bool = True
    ) -> Tensor:
        """`index_reduce` into this very tensor.

        >>> x = torch.tensor([1., 2.])
        >>> x.index_reduce_(0, torch.tensor([0, 0]), torch.tensor([5., 3.]), "prod")
        tensor([15.,  2.])
        """
        return self._call(self._index_reduce_call(dim, index, source, reduce, include_self), True)

    def index_copy(self, dim: int, index: Tensor, source: Tensor) -> Tensor:
        """A copy with the slices of `source` written at `index`.

        Shapes: `index` is a vector, as long as `source` is in `dim`; in the other dimensions both have equal sizes.

        >>> torch.index_copy(torch.zeros(3, 2), 0, torch.tensor([2, 0]), torch.tensor([[1., 2.], [3., 4.]]))
        tensor([[3., 4.],
                [0., 0.],
                [1., 2.]])

        Raises:
            RuntimeError: the shapes or dtypes do not fit.
            IndexError: an index is out of range.
        """
        return self._call(self._index_copy_call(dim, index, source))

    def index_copy_(self, dim: int, index: Tensor, source: Tensor) -> Tensor:
        """`index_copy` into this very tensor.

        >>> x = torch.zeros(3)
        >>> x.index_copy_(0, torch.tensor([2, 0]), torch.tensor([1., 2.]))
        tensor([2., 0., 1.])
        """
        return self._call(self._index_copy_call(dim, index, source), True)

    def index_fill(self, dim: int, index: Tensor, value: Any) -> Tensor:
        """A copy with `value` (a number or a tensor of one) in the slices at `index`.

        >>> torch.tensor([[1, 2, 3], [4, 5, 6]]).index_fill(1, torch.tensor([0, 2]), -1)
        tensor([[-1,  2, -1],
                [-1,  5, -1]])

        Raises:
            IndexError: an index is out of range, or not of an integer dtype.
        """
        return self._call(self._index_fill_call(dim, index, value))

    def index_fill_(self, dim: int, index: Tensor, value: Any) -> Tensor:
        """`index_fill` in this very tensor.

        >>> x = torch.zeros(3)
        >>> x.index_fill_(0, torch.tensor([0, 2]), 7.0)
        tensor([7., 0., 7.])
        """
        tell_overlap("index_fill_", self._array, "tensor[mask] = scalar")
        return self._call(self._index_fill_call(dim, index, apart(value, self)), True)

    # -- calls ---------------------------------------------------------------------------------------------------

    def _call(self, call: Call, in_place: bool = False) -> Tensor:
        op, inputs, options = call
        if in_place and op is not ops.MASKED_SCATTER:
            for source in inputs:
                refuse_overlap(self._array, source._array, though_same=False)
        return (self._apply_inplace if in_place else self._apply)(op, self, *inputs, **options)

    def _index_add_call(self, dim: int, index: Any, source: Any, alpha: float) -> Call:
        must_be_tensor("index_add_", source, "source", 3)
        d = self._check_slices("index_add_", dim, index, source)
        own, other = self._array.shape, source._array.shape
        number = other[d] if other else 1
        if index._array.size != number:
            raise errors.index_add_number(index._array.size, number, d)
        if ((*own[:d], *own[d + 1 :]) != (*other[:d], *other[d + 1 :])) if own and other else own != other:
            raise errors.index_add_shapes(own, other)
        self._check_bounds(index._array, d)
        return ops.INDEX_ADD, (source,), {"dim": d, "index": index, "alpha": fitted(alpha, self._array.dtype)}

    def _index_reduce_call(self, dim: int, index: Any, source: Any, reduce: str, include_self: bool) -> Call:
        if reduce not in ("prod", "mean", "amax", "amin"):
            raise RuntimeError(
                f"index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got {reduce}."
            )
        must_be_tensor("index_reduce_", source, "source", 3)
        d = self._check_slices("index_reduce_", dim, index, source)
        own, other = self._array.shape, source._array.shape
        number = other[d] if other else 1
        if index._array.size != number:
            raise RuntimeError(
                f"index_reduce_(): Number of indices ({index._array.size}) should be equal to source.size(dim): "
                f"({number}), for dim: {d}"
            )
        if ((*own[:d], *own[d + 1 :]) != (*other[:d], *other[d + 1 :])) if own and other else own != other:
            raise errors.index_add_shapes(own, other)
        if outside(index._array, own[d] if own else 1) is not None:
            raise IndexError("index out of range in self")
        options = {"dim": d, "index": index, "reduce": reduce, "include_self": include_self}
        return ops.INDEX_REDUCE, (source,), options

    def _index_copy_call(self, dim: int, index: Any, source: Any) -> Call:
        d = axis(dim, self._array.ndim)
        own, other = self._array.shape, source._array.shape
        if index._array.ndim > 1:
            raise errors.index_copy_vector(index._array.ndim)
        if not other and index._array.size != 1:
            raise errors.index_copy_one(index._array.size)
        if other and own and len(other) != len(own):
            raise errors.index_copy_dims(len(other), len(own))
        if index._array.dtype != np.int64:
            raise errors.index_copy_dtype(index.dtype.scalar_name)
        if source._array.dtype != self._array.dtype:
            raise errors.index_copy_dtypes(self.dtype.scalar_name, source.dtype.scalar_name)
        slices = [(*size[:d], *size[d + 1 :]) for size in (own, other)]
        if slices[0] != slices[1]:
            raise errors.index_copy_slices(slices[0], slices[1], d)
        number = other[d] if other else 1
        if index._array.size != number:
            raise errors.index_copy_number(index._array.size, number)
        size = (self._array.shape or (1,))[d]
        wrong = outside(index._array, size)
        if wrong is not None:
            raise errors.index_copy_bounds(wrong, d, size)
        return ops.INDEX_COPY, (source,), {"dim": d, "index": index}

    def _index_fill_call(self, dim: int, index: Any, value: Any) -> Call:
        if isinstance(value, Variable) and value._array.ndim:
            raise errors.index_fill_value(value._array.ndim)
        if index._array.dtype != np.int64:
            raise errors.index_fill_dtype()
        d = axis(dim, self._array.ndim)
        if index._array.ndim > 1:
            raise RuntimeError("Index has to be a vector/scalar")
        size = (self._array.shape or (1,))[d]
        wrong = index._array[(index._array < -size) | (index._array >= size)]
        if wrong.size:
            raise errors.index_out_of_bounds(int(wrong.flat[0]), d, size)
        if not isinstance(value, Variable):
            return ops.INDEX_FILL, (), {"dim": d, "index": index, "value": fitting(value, self._array.dtype)}
        return ops.INDEX_FILL_TENSOR, (value,), {"dim": d, "index": index}

    # -- checks ----------------------------------------------------------------------------------------------------

    def _check_bounds(self, index: np.ndarray[Any, Any], dim: int) -> None:
        wrong = outside(index, self._array.shape[dim] if self._array.ndim else 1)
        if wrong is not None:
            raise errors.place_out_of_bounds(wrong, dim, self._array.shape[dim] if self._array.ndim else 1)

    def _check_slices(self, function: str, dim: int, index: Any, source: Any) -> int:
        d = axis(dim, self._array.ndim)
        if index._array.ndim > 1:
            kind, shape = index.dtype.scalar_name, list(index._array.shape)
            raise IndexError(
                f"{function}(): Index is supposed to be a vector, but got dim: {len(shape)} with type: {kind} "
                f"and size: {shape}"
            )
        if index._array.dtype not in (np.int64, np.int32):
            raise errors.index_slices_dtype(function, index.dtype.scalar_name)
        if source._array.dtype != self._array.dtype:
            raise errors.index_slices_dtypes(function, self.dtype.scalar_name, source.dtype.scalar_name)
        return d


def outside(index: np.ndarray[Any, Any], size: int) -> int | None:
    """The first index that is not from 0 to size - 1, if any."""
    wrong = index[(index < 0) | (index >= size)]
    return int(wrong.flat[0]) if wrong.size else None
