"""Methods that read or write at places named by an index tensor: `gather`, `scatter`, `index_add` and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import place_errors, tensor_errors
from autograd_nb.engine.data import fitting
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.inplace import apart, refuse_overlap, tell_overlap
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import places as ops

from .base import Base, axis, check_broadcast, fitted, must_be_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor

Call = tuple["Op", tuple[Any, ...], dict[str, Any]]
"""A row with its inputs and options: the same for an operation and its in-place form."""


class Places(Base):
    """Each writing method comes with an in-place form, whose name ends in `_`."""

    def gather(self, dim: int, index: Tensor, *, sparse_grad: bool = False) -> Tensor:  # noqa: ARG002 - PyTorch's signature
        """The elements at `index` along `dim`; other dimensions are walked in parallel.

        >>> import autograd_nb as torch
        >>> torch.arange(6).reshape(2, 3).gather(1, torch.tensor([[2], [0]]))
        tensor([[2],
                [3]])

        Source: https://pytorch.org/docs/2.7/generated/torch.gather.html
        """
        d = self._check_index("gather", dim, index)
        if self._array.ndim == 0:
            self._check_bounds(index._array, 0)
            return self._apply(ops.GATHER, self, dim=0, index=index)
        for at, (n, size) in enumerate(zip(index._array.shape, self._array.shape)):
            if at != d and n > size:
                raise tensor_errors.gather_size(at, index._array.shape, self._array.shape, d)
        self._check_bounds(index._array, d)
        return self._apply(ops.GATHER, self, dim=d, index=index)

    def take_along_dim(self, indices: Tensor, dim: int | None = None) -> Tensor:
        """As `gather`, with the sizes of the other dimensions broadcast; without `dim` through all elements."""
        me: Any = self
        if indices._array.dtype != np.int64:
            raise RuntimeError(
                f"torch.take_along_dim(): dtype of indices should be Long but got {indices.dtype.scalar_name}"
            )
        if dim is None:
            return me.reshape(-1).gather(0, indices.reshape(-1))
        if not self._array.ndim and not indices._array.ndim:
            raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
        if indices._array.ndim != self._array.ndim:
            raise tensor_errors.take_along_dims(self._array.ndim, indices._array.ndim)
        d = axis(dim, self._array.ndim)
        own, other = list(self._array.shape), list(indices._array.shape)
        shared = list(np.broadcast_shapes((*own[:d], *own[d + 1 :]), (*other[:d], *other[d + 1 :])))
        wide = me.expand((*shared[:d], own[d], *shared[d:]))
        found: Tensor = wide.gather(d, indices.expand((*shared[:d], other[d], *shared[d:])))
        return found

    def scatter(
        self, dim: int, index: Tensor, src: Any = None, *, value: Any = None, reduce: str | None = None
    ) -> Tensor:
        """A copy with `src` (or a number) written at `index` along `dim`."""
        return self._call(self._scatter_call("scatter", dim, index, src if value is None else value, reduce))

    def scatter_(
        self, dim: int, index: Tensor, src: Any = None, *, value: Any = None, reduce: str | None = None
    ) -> Tensor:
        """`scatter` in place."""
        return self._call(self._scatter_call("scatter", dim, index, src if value is None else value, reduce), True)

    def scatter_add(self, dim: int, index: Tensor, src: Tensor) -> Tensor:
        """A copy with `src` added at `index` along `dim`; what meets in one place adds up."""
        return self._call(self._scatter_add_call(dim, index, src))

    def scatter_add_(self, dim: int, index: Tensor, src: Tensor) -> Tensor:
        """`scatter_add` in place."""
        return self._call(self._scatter_add_call(dim, index, src), True)

    def scatter_reduce(self, dim: int, index: Tensor, src: Tensor, reduce: str, *, include_self: bool = True) -> Tensor:
        """A copy with `src` joined in at `index` by "sum", "prod", "mean", "amax" or "amin"."""
        return self._call(self._scatter_reduce_call(dim, index, src, reduce, include_self))

    def scatter_reduce_(
        self, dim: int, index: Tensor, src: Tensor, reduce: str, *, include_self: bool = True
    ) -> Tensor:
        """`scatter_reduce` in place."""
        return self._call(self._scatter_reduce_call(dim, index, src, reduce, include_self), True)

    # -- through all elements ------------------------------------------------------------------------------

    def take(self, index: Tensor) -> Tensor:
        """The elements at `index`, counted through all dimensions."""
        if must_be_tensor("take", index, "index")._array.dtype != np.int64:
            raise tensor_errors.take_dtype("take", index.dtype.scalar_name)
        if index._array.size and not self._array.size:
            raise tensor_errors.take_from_nothing()
        self._check_count(index._array)
        return self._apply(ops.TAKE, self, index=index)

    def put(self, index: Tensor, source: Tensor, accumulate: bool = False) -> Tensor:
        """A copy with `source` written (or added) at `index`, counted through all dimensions."""
        return self._call(self._put_call(index, source, accumulate))

    def put_(self, index: Tensor, source: Tensor, accumulate: bool = False) -> Tensor:
        """`put` in place."""
        return self._call(self._put_call(index, source, accumulate), True)

    # -- whole slices ----------------------------------------------------------------------------------------

    def index_add(self, dim: int, index: Tensor, source: Tensor, *, alpha: float = 1) -> Tensor:
        """A copy with the slices of `source` added at `index`."""
        return self._call(self._index_add_call(dim, index, source, alpha))

    def index_add_(self, dim: int, index: Tensor, source: Tensor, *, alpha: float = 1) -> Tensor:
        """`index_add` in place."""
        return self._call(self._index_add_call(dim, index, source, alpha), True)

    def index_reduce(
        self, dim: int, index: Tensor, source: Tensor, reduce: str, *, include_self: bool = True
    ) -> Tensor:
        """A copy with the slices of `source` joined in at `index` by "prod", "mean", "amax" or "amin"."""
        return self._call(self._index_reduce_call(dim, index, source, reduce, include_self))

    def index_reduce_(
        self, dim: int, index: Tensor, source: Tensor, reduce: str, *, include_self: bool = True
    ) -> Tensor:
        """`index_reduce` in place."""
        return self._call(self._index_reduce_call(dim, index, source, reduce, include_self), True)

    def index_copy(self, dim: int, index: Tensor, source: Tensor) -> Tensor:
        """A copy with the slices of `source` written at `index`."""
        return self._call(self._index_copy_call(dim, index, source))

    def index_copy_(self, dim: int, index: Tensor, source: Tensor) -> Tensor:
        """`index_copy` in place."""
        return self._call(self._index_copy_call(dim, index, source), True)

    def index_fill(self, dim: int, index: Tensor, value: Any) -> Tensor:
        """A copy with `value` in the slices at `index`."""
        return self._call(self._index_fill_call(dim, index, value))

    def index_fill_(self, dim: int, index: Tensor, value: Any) -> Tensor:
        """`index_fill` in place."""
        tell_overlap("index_fill_", self._array, "tensor[mask] = scalar")
        return self._call(self._index_fill_call(dim, index, apart(value, self)), True)

    def index_put(self, indices: Any, values: Tensor, accumulate: bool = False) -> Tensor:
        """A copy with `values` written (or added) at `indices`, a tuple as in `x[indices]`."""
        copy: Any = self.clone()
        written: Tensor = copy.index_put_(indices, values, accumulate)
        return written

    def index_put_(self, indices: Any, values: Tensor, accumulate: bool = False) -> Tensor:
        """Write (or add) `values` at `indices`, in place."""
        arrays: dict[int, Any] = {}
        dim = 0
        for place, index in enumerate(indices):
            if not isinstance(index, Variable):
                kind = type_name(index)
                raise TypeError(f"expected Tensor as element {place} in argument 0, but got {kind}")
            arrays[dim] = index._array.copy()
            dim += index._array.ndim if index._array.dtype.name in ("bool", "uint8") else 1
        me: Any = self
        if not arrays and values._array.ndim > self._array.ndim:
            raise tensor_errors.value_shape(values._array.shape, self._array.shape)
        if not arrays:
            raise place_errors.put_without_index(one=values._array.size == 1 and not accumulate)
        me._put_at(arrays, values, accumulate)
        return me

    # -- masks -------------------------------------------------------------------------------------------------

    def masked_scatter(self, mask: Tensor, source: Tensor) -> Tensor:
        """A copy with the elements of `source`, in order, where `mask` is true."""
        check_broadcast(self._array.shape, mask._array.shape)
        shape = np.broadcast_shapes(self._array.shape, mask._array.shape)
        wide: Any = self if shape == self._array.shape else self.expand(shape)  # type: ignore[attr-defined]  # in Shape
        copied: Tensor = wide._call(wide._masked_scatter_call(mask, source))
        return copied

    def masked_scatter_(self, mask: Tensor, source: Tensor) -> Tensor:
        """`masked_scatter` in place."""
        if mask._array.ndim > self._array.ndim:
            raise tensor_errors.expand_too_few(self._array.shape, mask._array.shape, f"CPU{mask.dtype.scalar_name}Type")
        seen: Any = mask
        return self._call(self._masked_scatter_call(seen.expand(self._array.shape), source), True)

    # -- calls ---------------------------------------------------------------------------------------------------

    def _call(self, call: Call, in_place: bool = False) -> Tensor:
        op, inputs, options = call
        if in_place and op is not ops.MASKED_SCATTER:
            for source in inputs:
                refuse_overlap(self._array, source._array, though_same=False)
        return (self._apply_inplace if in_place else self._apply)(op, self, *inputs, **options)

    def _scatter_call(self, name: str, dim: int, index: Any, src: Any, reduce: str | None) -> Call:
        if reduce is not None:
            if reduce not in ("add", "multiply"):
                raise tensor_errors.scatter_reduction()
            if not isinstance(src, Variable):
                src = self.new_tensor(np.full(index._array.shape, src))  # type: ignore[attr-defined]  # in Casting
            return self._scatter_reduce_call(dim, index, src, {"add": "sum", "multiply": "prod"}[reduce], True)
        d = self._check_index(name, dim, index, src)
        index = self._of_none(index)
        if isinstance(src, Variable):
            self._check_source(index._array, src, d)
            return ops.SCATTER, (src,), {"dim": d, "index": index}
        self._check_source(index._array, None, d)
        return ops.SCATTER_NUMBER, (), {"dim": d, "index": index, "value": fitting(src, self._array.dtype)}

    def _scatter_add_call(self, dim: int, index: Any, src: Any) -> Call:
        must_be_tensor("scatter_add", src, "src", 3)
        d = self._check_index("scatter_add", dim, index, src)
        index = self._of_none(index)
        self._check_source(index._array, src, d)
        return ops.SCATTER_ADD, (src,), {"dim": d, "index": index}

    def _scatter_reduce_call(self, dim: int, index: Any, src: Any, reduce: str, include_self: bool) -> Call:
        must_be_tensor("scatter_reduce", src, "src", 3)
        d = self._check_index("scatter_reduce", dim, index, src)
        index = self._of_none(index)
        if reduce not in ops.NEUTRAL:
            raise tensor_errors.scatter_reduce_reduction(reduce)
        self._check_source(index._array, src, d)
        return ops.SCATTER_REDUCE, (src,), {"dim": d, "index": index, "reduce": reduce, "include_self": include_self}

    def _put_call(self, index: Any, source: Any, accumulate: bool) -> Call:
        if index._array.dtype != np.int64:
            raise tensor_errors.take_dtype("put_", index.dtype.scalar_name)
        if source._array.dtype != self._array.dtype:
            raise tensor_errors.put_dtypes(self.dtype.scalar_name, source.dtype.scalar_name)
        if index._array.size != source._array.size:
            raise tensor_errors.put_numbers(source._array.size, index._array.size)
        if index._array.size and not self._array.size:
            raise tensor_errors.put_into_nothing()
        self._check_count(index._array)
        return ops.PUT, (source,), {"index": index, "accumulate": accumulate}

    def _index_add_call(self, dim: int, index: Any, source: Any, alpha: float) -> Call:
        must_be_tensor("index_add_", source, "source", 3)
        d = self._check_slices("index_add_", dim, index, source)
        own, other = self._array.shape, source._array.shape
        number = other[d] if other else 1
        if index._array.size != number:
            raise tensor_errors.index_add_number(index._array.size, number, d)
        if (*own[:d], *own[d + 1 :]) != (*other[:d], *other[d + 1 :]):
            raise tensor_errors.index_add_shapes(own, other)
        self._check_bounds(index._array, d)
        return ops.INDEX_ADD, (source,), {"dim": d, "index": index, "alpha": fitted(alpha, self._array.dtype)}

    def _index_reduce_call(self, dim: int, index: Any, source: Any, reduce: str, include_self: bool) -> Call:
        if reduce not in ("prod", "mean", "amax", "amin"):
            raise RuntimeError(
                f"index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got {reduce}."
            )
        must_be_tensor("index_reduce_", source, "source", 3)
        d = axis(dim, self._array.ndim)
        own, other = self._array.shape, source._array.shape
        number = other[d] if other else 1
        if index._array.dtype.kind != "i" or index._array.itemsize < 4:
            raise RuntimeError(
                f"index_reduce_(): Expected dtype int32/int64 for index but got: {index.dtype.scalar_name}"
            )
        if source._array.dtype != self._array.dtype:
            raise tensor_errors.index_slices_dtypes("index_reduce_", self.dtype.scalar_name, source.dtype.scalar_name)
        if index._array.size != number:
            raise RuntimeError(
                f"index_reduce_(): Number of indices ({index._array.size}) should be equal to source.size(dim): "
                f"({number}), for dim: {d}"
            )
        if (*own[:d], *own[d + 1 :]) != (*other[:d], *other[d + 1 :]):
            raise tensor_errors.index_add_shapes(own, other)
        if _outside(index._array, own[d] if own else 1) is not None:
            raise IndexError("index out of range in self")
        options = {"dim": d, "index": index, "reduce": reduce, "include_self": include_self}
        return ops.INDEX_REDUCE, (source,), options

    def _index_copy_call(self, dim: int, index: Any, source: Any) -> Call:
        d = axis(dim, self._array.ndim)
        own, other = self._array.shape, source._array.shape
        if index._array.ndim > 1:
            raise tensor_errors.index_copy_vector(index._array.ndim)
        if not other and index._array.size != 1:
            raise tensor_errors.index_copy_one(index._array.size)
        if other and own and len(other) != len(own):
            raise tensor_errors.index_copy_dims(len(other), len(own))
        if index._array.dtype != np.int64:
            raise tensor_errors.index_copy_dtype(index.dtype.scalar_name)
        if source._array.dtype != self._array.dtype:
            raise tensor_errors.index_copy_dtypes(self.dtype.scalar_name, source.dtype.scalar_name)
        slices = [(*size[:d], *size[d + 1 :]) for size in (own, other)]
        if slices[0] != slices[1]:
            raise tensor_errors.index_copy_slices(slices[0], slices[1], d)
        number = other[d] if other else 1
        if index._array.size != number:
            raise tensor_errors.index_copy_number(index._array.size, number)
        size = (self._array.shape or (1,))[d]
        wrong = _outside(index._array, size)
        if wrong is not None:
            raise tensor_errors.index_copy_bounds(wrong, d, size)
        return ops.INDEX_COPY, (source,), {"dim": d, "index": index}

    def _index_fill_call(self, dim: int, index: Any, value: Any) -> Call:
        if isinstance(value, Variable) and value._array.ndim:
            raise tensor_errors.index_fill_value(value._array.ndim)
        d = axis(dim, self._array.ndim)
        if index._array.dtype.kind not in "iu":
            raise tensor_errors.index_fill_dtype()
        size = (self._array.shape or (1,))[d]
        wrong = index._array[(index._array < -size) | (index._array >= size)]
        if wrong.size:
            raise tensor_errors.index_out_of_bounds(int(wrong.flat[0]), d, size)
        if not isinstance(value, Variable):
            return ops.INDEX_FILL, (), {"dim": d, "index": index, "value": fitting(value, self._array.dtype)}
        return ops.INDEX_FILL_TENSOR, (value,), {"dim": d, "index": index}

    def _masked_scatter_call(self, mask: Any, source: Any) -> Call:
        if mask._array.dtype.kind != "b":
            raise tensor_errors.mask_dtype("masked_scatter", mask.dtype.scalar_name)
        if source._array.dtype != self._array.dtype:
            raise tensor_errors.masked_scatter_dtypes(self.dtype.scalar_name, source.dtype.scalar_name)
        if int(np.broadcast_to(mask._array, self._array.shape).sum()) > source._array.size:
            raise tensor_errors.masked_scatter_number()
        return ops.MASKED_SCATTER, (source,), {"mask": mask}

    # -- checks ----------------------------------------------------------------------------------------------------

    def _check_index(self, function: str, dim: int, index: Any, src: Any = None) -> int:
        must_be_tensor(function, index, "index", 2)
        d = axis(dim, self._array.ndim)
        if index._array.dtype != np.int64:
            raise tensor_errors.index_dtype("gather" if function == "gather" else "scatter")
        if isinstance(src, Variable) and src._array.dtype != self._array.dtype:
            raise tensor_errors.scatter_dtypes()
        if max(index._array.ndim, 1) != max(self._array.ndim, 1) and index._array.size:
            raise tensor_errors.index_dims("input" if function == "gather" else "self")
        return d

    def _of_none(self, index: Any) -> Any:
        """An index without elements may have any number of dimensions; here it gets as many as there are."""
        wanted = max(self._array.ndim, 1)
        return index if index._array.size or index._array.ndim == wanted else index.new_empty((0,) * wanted)

    def _check_bounds(self, index: np.ndarray[Any, Any], dim: int) -> None:
        wrong = _outside(index, self._array.shape[dim] if self._array.ndim else 1)
        if wrong is not None:
            raise tensor_errors.place_out_of_bounds(wrong, dim, self._array.shape[dim] if self._array.ndim else 1)

    def _check_source(self, index: np.ndarray[Any, Any], src: Any, dim: int) -> None:
        if index.size and src is not None and max(src._array.ndim, 1) != max(index.ndim, 1):
            raise tensor_errors.index_dims("src")
        fits = all(n <= size for at, (n, size) in enumerate(zip(index.shape, self._array.shape)) if at != dim)
        if not fits or (src is not None and any(n > size for n, size in zip(index.shape, src._array.shape))):
            raise tensor_errors.scatter_size(index.shape, self._array.shape, dim, src and src._array.shape)
        self._check_bounds(index, dim)

    def _check_count(self, index: np.ndarray[Any, Any]) -> None:
        size = self._array.size
        wrong = index[(index < -size) | (index >= size)]
        if wrong.size:
            raise tensor_errors.take_out_of_range(int(wrong.flat[0]), size)

    def _check_slices(self, function: str, dim: int, index: Any, source: Any) -> int:
        d = axis(dim, self._array.ndim)
        if index._array.dtype not in (np.int64, np.int32):
            raise tensor_errors.index_slices_dtype(function, index.dtype.scalar_name)
        if source._array.dtype != self._array.dtype:
            raise tensor_errors.index_slices_dtypes(function, self.dtype.scalar_name, source.dtype.scalar_name)
        return d


def _outside(index: np.ndarray[Any, Any], size: int) -> int | None:
    """The first index that is not from 0 to size - 1, if any."""
    wrong = index[(index < 0) | (index >= size)]
    return int(wrong.flat[0]) if wrong.size else None
