"""Methods that read or write elements at places named by an index tensor or a mask: `gather`, `scatter`, `put`, ..."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.batching.batches import batch_of, innermost
from autograd_nb.engine.data import fitting
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import places as ops

from .base import axis, check_broadcast, must_be_tensor
from .slices import Slices

if TYPE_CHECKING:
    from autograd_nb.engine.indices import Arrays
    from autograd_nb.engine.tensor import Tensor

    from .slices import Call


class Places(Slices):
    """Each writing method comes with an in-place form, whose name ends in `_`."""

    def gather(self, dim: int, index: Tensor, *, sparse_grad: bool = False) -> Tensor:  # noqa: ARG002 - PyTorch's signature
        """The elements at the positions `index` along one dimension: `out[i][j] = self[index[i][j]][j]` for `dim=0`.

        The gradient goes back to those places; where several elements come from one, it adds up.

        Shapes: `index` has as many dimensions as the tensor and is larger in `dim` at most; the result has its shape.

        >>> torch.gather(torch.tensor([[1, 2], [3, 4]]), 1, torch.tensor([[0, 0], [1, 0]]))
        tensor([[1, 1],
                [4, 3]])

        Raises:
            RuntimeError: `index` points beyond the dimension, is too large, or has another number of dimensions.

        Source: https://pytorch.org/docs/2.7/generated/torch.gather.html
        """
        d = self._check_index("gather", dim, index)
        if self._array.ndim == 0:
            self._check_bounds(index._array, 0)
            return self._apply(ops.GATHER, self, dim=0, index=index)
        for at, (n, size) in enumerate(zip(index._array.shape, self._array.shape)):
            if at != d and n > size:
                raise errors.gather_size(at, index._array.shape, self._array.shape, d)
        self._check_bounds(index._array, d)
        return self._apply(ops.GATHER, self, dim=d, index=index)

    def take_along_dim(self, indices: Tensor, dim: int | None = None) -> Tensor:
        """As `gather`, with the sizes of the other dimensions broadcast; without `dim` through all elements.

        What `argsort` and `argmax` give (with `keepdim`) are such indices.

        >>> x = torch.tensor([[30, 10, 20], [5, 6, 4]])
        >>> torch.take_along_dim(x, x.argsort(dim=1), dim=1)
        tensor([[10, 20, 30],
                [ 4,  5,  6]])

        Raises:
            RuntimeError: an index is out of range, not of dtype int64, or there is another number of dimensions.
        """
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
            raise errors.take_along_dims(self._array.ndim, indices._array.ndim)
        d = axis(dim, self._array.ndim)
        own, other = list(self._array.shape), list(indices._array.shape)
        shared = list(np.broadcast_shapes((*own[:d], *own[d + 1 :]), (*other[:d], *other[d + 1 :])))
        wide = me.expand((*shared[:d], own[d], *shared[d:]))
        found: Tensor = wide.gather(d, indices.expand((*shared[:d], other[d], *shared[d:])))
        return found

    def scatter(
        self, dim: int, index: Tensor, src: Any = None, *, value: Any = None, reduce: str | None = None
    ) -> Tensor:
        """A copy with `src` (or a number) written at `index` along `dim`: the reverse of `gather`.

        For `dim=0`, `out[index[i][j]][j] = src[i][j]`. Where two are written to one place, one of them stays.

        Args:
            dim: the dimension that `index` counts along.
            index: int64, with as many dimensions as the tensor.
            src: of the same dtype and at least as large as `index`; or a number.
            value: the number by its name.
            reduce: "add" or "multiply", to do that instead of writing.

        >>> torch.scatter(torch.zeros(2, 3), 1, torch.tensor([[2], [0]]), 1.0)  # one-hot rows
        tensor([[0., 0., 1.],
                [1., 0., 0.]])

        Raises:
            RuntimeError: `index` is out of range, or does not fit the shapes.
        """
        return self._call(self._scatter_call("scatter", dim, index, src if value is None else value, reduce))

    def scatter_(
        self, dim: int, index: Tensor, src: Any = None, *, value: Any = None, reduce: str | None = None
    ) -> Tensor:
        """`scatter` into this very tensor.

        >>> x = torch.zeros(2, 3)
        >>> x.scatter_(1, torch.tensor([[2], [0]]), 1.0)
        tensor([[0., 0., 1.],
                [1., 0., 0.]])
        """
        return self._call(self._scatter_call("scatter", dim, index, src if value is None else value, reduce), True)

    def scatter_add(self, dim: int, index: Tensor, src: Tensor) -> Tensor:
        """A copy with `src` added at `index` along `dim`; what meets in one place adds up.

        It is what `gather` sends gradients back with.

        Shapes: as for `scatter`.

        >>> torch.scatter_add(torch.zeros(3), 0, torch.tensor([0, 2, 0]), torch.tensor([1., 2., 3.]))
        tensor([4., 0., 2.])

        Raises:
            RuntimeError: `index` is out of range, or does not fit the shapes.
        """
        return self._call(self._scatter_add_call(dim, index, src))

    def scatter_add_(self, dim: int, index: Tensor, src: Tensor) -> Tensor:
        """`scatter_add` into this very tensor.

        >>> x = torch.zeros(3)
        >>> x.scatter_add_(0, torch.tensor([0, 2, 0]), torch.tensor([1., 2., 3.]))
        tensor([4., 0., 2.])
        """
        return self._call(self._scatter_add_call(dim, index, src), True)

    def scatter_reduce(self, dim: int, index: Tensor, src: Tensor, reduce: str, *, include_self: bool = True) -> Tensor:
        """A copy with `src` joined in at `index` by "sum", "prod", "mean", "amax" or "amin".

        Args:
            dim: the dimension that `index` counts along.
            index: int64, with as many dimensions as the tensor.
            src: of the same dtype and at least as large as `index`.
            reduce: how what meets in one place is joined.
            include_self: whether the element that is there takes part, too.

        >>> x, index, src = torch.zeros(2), torch.tensor([0, 0, 1]), torch.tensor([1., 3., -2.])
        >>> torch.scatter_reduce(x, 0, index, src, "amax")
        tensor([3., 0.])
        >>> torch.scatter_reduce(x, 0, index, src, "mean", include_self=False)
        tensor([ 2., -2.])

        Raises:
            RuntimeError: another `reduce`, or an `index` that is out of range or does not fit the shapes.
        """
        return self._call(self._scatter_reduce_call(dim, index, src, reduce, include_self))

    def scatter_reduce_(
        self, dim: int, index: Tensor, src: Tensor, reduce: str, *, include_self: bool = True
    ) -> Tensor:
        """`scatter_reduce` into this very tensor.

        >>> x = torch.zeros(2)
        >>> x.scatter_reduce_(0, torch.tensor([0, 0, 1]), torch.tensor([1., 3., -2.]), "amax")
        tensor([3., 0.])
        """
        return self._call(self._scatter_reduce_call(dim, index, src, reduce, include_self), True)

    # -- through all elements ------------------------------------------------------------------------------

    def take(self, index: Tensor) -> Tensor:
        """The elements at `index`, counted through all dimensions, as if the tensor were one row.

        Shapes: the result has the shape of `index`.

        >>> torch.take(torch.tensor([[1, 2], [3, 4]]), torch.tensor([0, 3]))
        tensor([1, 4])

        Raises:
            IndexError: an index is out of range; negative ones count from the end.
        """
        if must_be_tensor("take", index, "index")._array.dtype != np.int64:
            raise errors.take_dtype("take", index.dtype.scalar_name)
        if index._array.size and not self._array.size:
            raise errors.take_from_nothing()
        self._check_count(index._array)
        return self._apply(ops.TAKE, self, index=index)

    def put(self, index: Tensor, source: Tensor, accumulate: bool = False) -> Tensor:
        """A copy with `source` written (or added, with `accumulate`) at `index`, counted through all dimensions.

        Shapes: `index` and `source` hold equally many elements.

        >>> torch.tensor([[1, 2], [3, 4]]).put(torch.tensor([0, 3]), torch.tensor([9, 8]))
        tensor([[9, 2],
                [3, 8]])

        Raises:
            IndexError: an index is out of range.
            RuntimeError: `source` is of another dtype or number.
        """
        return self._call(self._put_call(index, source, accumulate))

    def put_(self, index: Tensor, source: Tensor, accumulate: bool = False) -> Tensor:
        """`put` into this very tensor.

        >>> x = torch.tensor([[1, 2], [3, 4]])
        >>> x.put_(torch.tensor([0, 0]), torch.tensor([10, 20]), accumulate=True)
        tensor([[31,  2],
                [ 3,  4]])
        """
        return self._call(self._put_call(index, source, accumulate), True)

    def index_put(self, indices: Any, values: Tensor, accumulate: bool = False) -> Tensor:
        """A copy with `values` written (or added, with `accumulate`) at `indices`, a tuple as in `x[indices]`.

        >>> rows, columns = torch.tensor([0, 1]), torch.tensor([1, 0])
        >>> torch.zeros(2, 2).index_put((rows, columns), torch.tensor([5., 6.]))
        tensor([[0., 5.],
                [6., 0.]])

        Raises:
            IndexError: an index is out of range.
            RuntimeError: the dtypes differ, or `values` cannot be broadcast to what is written to.
        """
        batch, me = innermost((self, indices, values), {}), self
        if batch is not None and batch_of(self) is not batch:
            me = batch.of(batch.whole(self))  # each example has a copy of its own
        copy: Any = me.clone()
        written: Tensor = copy.index_put_(indices, values, accumulate)
        return written

    def index_put_(self, indices: Any, values: Tensor, accumulate: bool = False) -> Tensor:
        """Write (or add, with `accumulate`) `values` at `indices`, a tuple of tensors, into this very tensor.

        >>> x = torch.zeros(3)
        >>> x.index_put_((torch.tensor([1, 1]),), torch.tensor([5., 6.]), accumulate=True)
        tensor([ 0., 11.,  0.])
        """
        arrays: Arrays = {}
        dim = 0
        for place, index in enumerate(indices):
            if not isinstance(index, Variable):
                kind = type_name(index)
                raise TypeError(f"expected Tensor as element {place} in argument 0, but got {kind}")
            arrays[dim] = index._array.copy(), (index, index._changes)
            dim += index._array.ndim if index._array.dtype.name in ("bool", "uint8") else 1
        me: Any = self
        if not arrays and values._array.ndim > self._array.ndim:
            raise errors.value_shape(values._array.shape, self._array.shape)
        if not arrays:
            raise errors.put_without_index(one=values._array.size == 1 and not accumulate)
        me._put_at(arrays, values, accumulate)
        return me

    # -- masks -------------------------------------------------------------------------------------------------

    def masked_scatter(self, mask: Tensor, source: Tensor) -> Tensor:
        """A copy with the elements of `source`, in order, where `mask` is true.

        Shapes: `mask` and the tensor are broadcast; `source` holds at least as many elements as the mask has true ones.

        >>> mask = torch.tensor([True, False, True])
        >>> torch.zeros(3).masked_scatter(mask, torch.tensor([1., 2., 3.]))
        tensor([1., 0., 2.])

        Raises:
            RuntimeError: the mask is not of dtype bool, or `source` is too short or of another dtype.
        """
        check_broadcast(mask._array.shape, self._array.shape)
        shape = np.broadcast_shapes(self._array.shape, mask._array.shape)
        wide: Any = self if shape == self._array.shape else self.expand(shape)  # type: ignore[attr-defined]  # in Shape
        copied: Tensor = wide._call(wide._masked_scatter_call(mask, source))
        return copied

    def masked_scatter_(self, mask: Tensor, source: Tensor) -> Tensor:
        """`masked_scatter` into this very tensor.

        >>> x = torch.zeros(3)
        >>> x.masked_scatter_(torch.tensor([True, False, True]), torch.tensor([1., 2.]))
        tensor([1., 0., 2.])
        """
        if mask._array.ndim > self._array.ndim:
            raise errors.expand_too_few(self._array.shape, mask._array.shape, f"CPU{mask.dtype.scalar_name}Type")
        seen: Any = mask
        return self._call(self._masked_scatter_call(seen.expand(self._array.shape), source), True)

    # -- calls ---------------------------------------------------------------------------------------------------

    def _scatter_call(self, name: str, dim: int, index: Any, src: Any, reduce: str | None) -> Call:
        if reduce is not None:
            if reduce not in ("add", "multiply"):
                raise errors.scatter_reduction()
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
            raise errors.scatter_reduce_reduction(reduce)
        self._check_source(index._array, src, d)
        if reduce == "mean" and self._array.dtype.kind == "b":
            raise errors.not_for_dtype("scatter_gather_tensor_cpu_reduce_mean", "Bool")
        return ops.SCATTER_REDUCE, (src,), {"dim": d, "index": index, "reduce": reduce, "include_self": include_self}

    def _put_call(self, index: Any, source: Any, accumulate: bool) -> Call:
        if index._array.dtype != np.int64:
            raise errors.take_dtype("put_", index.dtype.scalar_name)
        if source._array.dtype != self._array.dtype:
            raise errors.put_dtypes(self.dtype.scalar_name, source.dtype.scalar_name)
        if index._array.size != source._array.size:
            raise errors.put_numbers(source._array.size, index._array.size)
        if index._array.size and not self._array.size:
            raise errors.put_into_nothing()
        self._check_count(index._array)
        return ops.PUT, (source,), {"index": index, "accumulate": accumulate}

    def _masked_scatter_call(self, mask: Any, source: Any) -> Call:
        if mask._array.dtype.kind != "b":
            raise errors.mask_dtype("masked_scatter", mask.dtype.scalar_name)
        if source._array.dtype != self._array.dtype:
            raise errors.masked_scatter_dtypes(self.dtype.scalar_name, source.dtype.scalar_name)
        if int(np.broadcast_to(mask._array, self._array.shape).sum()) > source._array.size:
            raise errors.masked_scatter_number()
        return ops.MASKED_SCATTER, (source,), {"mask": mask}

    # -- checks ----------------------------------------------------------------------------------------------------

    def _check_index(self, function: str, dim: int, index: Any, src: Any = None) -> int:
        must_be_tensor(function, index, "index", 2)
        d = axis(dim, self._array.ndim)
        if index._array.dtype != np.int64:
            raise errors.index_dtype("gather" if function == "gather" else "scatter")
        if isinstance(src, Variable) and src._array.dtype != self._array.dtype:
            raise errors.scatter_dtypes()
        if max(index._array.ndim, 1) != max(self._array.ndim, 1) and index._array.size:
            raise errors.index_dims("input" if function == "gather" else "self")
        return d

    def _of_none(self, index: Any) -> Any:
        """An index without elements may have any number of dimensions; here it gets as many as there are."""
        wanted = max(self._array.ndim, 1)
        return index if index._array.size or index._array.ndim == wanted else index.new_empty((0,) * wanted)

    def _check_source(self, index: np.ndarray[Any, Any], src: Any, dim: int) -> None:
        if index.size and src is not None and max(src._array.ndim, 1) != max(index.ndim, 1):
            raise errors.index_dims("src")
        fits = all(n <= size for at, (n, size) in enumerate(zip(index.shape, self._array.shape)) if at != dim)
        if not fits or (src is not None and any(n > size for n, size in zip(index.shape, src._array.shape))):
            raise errors.scatter_size(index.shape, self._array.shape, dim, None if src is None else src._array.shape)
        self._check_bounds(index, dim)

    def _check_count(self, index: np.ndarray[Any, Any]) -> None:
        size = self._array.size
        wrong = index[(index < -size) | (index >= size)]
        if wrong.size:
            raise errors.take_out_of_range(int(wrong.flat[0]), size)
