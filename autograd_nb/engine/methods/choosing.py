"""Methods on order and counts beyond the everyday ones: histograms, distinct elements, places of truth, differences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors, return_types
from autograd_nb.engine.arguments.accepted import is_int
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import order as ops
from autograd_nb.engine.ops import reduce

from .base import Base, axis

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


def _check_flags(function: str, **flags: Any) -> None:
    for name, told in flags.items():
        if not isinstance(told, bool):
            raise errors.argument_must_be(function, name, None, "bool", type_name(told))


class Choosing(Base):
    """`nanmedian`, `unique`, `histc`, `nonzero`, `unique_consecutive`, `diff`, `logcumsumexp` and so on."""

    # -- in order ------------------------------------------------------------------------------------

    def msort(self) -> Tensor:
        """The elements in order along the first dimension. The gradient goes back to where they were.

        >>> torch.msort(torch.tensor([[3, 1], [2, 4]]))
        tensor([[2, 1],
                [3, 4]])
        """
        me: Any = self
        return me.sort(0)[0]

    def nanmedian(self, dim: int | None = None, keepdim: bool = False) -> Any:
        """The median of the elements that are not nan, the lower of two; with `dim` along it and where.

        >>> torch.nanmedian(torch.tensor([1.0, torch.nan, 3.0, 2.0]))
        tensor(2.)
        """
        me: Any = self
        if dim is None:
            if self._array.dtype.kind == "b":
                raise errors.not_for_dtype("median_cpu", "Bool")
            return self._apply(ops.NANMEDIAN, self)
        axis(dim, self._array.ndim)
        me._refuse_truth("median_out")
        return return_types.nanmedian(me._selected(ops.NANMEDIAN_DIM, dim, keepdim=keepdim))

    # -- counts ----------------------------------------------------------------------------------------

    def unique(
        self,
        sorted: bool = True,
        return_inverse: bool = False,
        return_counts: bool = False,
        dim: int | None = None,
    ) -> Any:
        """The different elements in order; on request where each went, and how often it is there.

        With `dim` whole slices are compared. Shapes: as many as are different; where each went has the tensor's shape.

        >>> torch.unique(torch.tensor([3, 1, 3, 2]))
        tensor([1, 2, 3])
        >>> torch.unique(torch.tensor([3, 1, 3]), return_inverse=True, return_counts=True)
        (tensor([1, 3]), tensor([1, 0, 1]), tensor([1, 2]))
        """
        function = "_unique2" if dim is None else "unique_dim"
        _check_flags(function, sorted=sorted, return_inverse=return_inverse, return_counts=return_counts)
        if dim is None:
            values, inverse, counts = self._apply(ops.UNIQUE, self)
        else:
            along = self._along_slices(dim)
            values, inverse, counts = self._apply(ops.UNIQUE_SLICES, self, dim=along)
        if not (return_inverse or return_counts):
            return values
        return (values, *((inverse,) if return_inverse else ()), *((counts,) if return_counts else ()))

    def _along_slices(self, dim: int, function: str = "unique_dim", place: int | None = 2) -> int:
        """The dimension along which slices are told apart."""
        if not is_int(dim):
            raise errors.argument_must_be(function, "dim", place, "int", type_name(dim))
        along, shape = axis(dim, self._array.ndim), self._array.shape
        if not shape:
            raise errors.no_dimensions(dim)
        if 0 in shape[:along] + shape[along + 1 :]:
            raise errors.unique_of_nothing()
        return along

    def bincount(self, weights: Tensor | None = None, minlength: int = 0) -> Tensor:
        """How often each of 0, 1, 2, ... is there, or what its weights add up to.

        Shapes: a vector of integers gives one of length max + 1, or `minlength` if that is more.

        >>> torch.bincount(torch.tensor([1, 3, 1]))
        tensor([0, 2, 0, 1])
        >>> torch.bincount(torch.tensor([0, 1, 1]), weights=torch.tensor([0.5, 1.0, 2.0]))
        tensor([0.5000, 3.0000])

        Raises:
            RuntimeError: the tensor is no vector, has a negative element, or `weights` has another shape.
        """
        if self._array.dtype.kind not in "iu":
            raise errors.not_for_dtype("bincount_cpu", self.dtype.scalar_name)
        if self._array.ndim != 1 or (self._array < 0).any():
            raise errors.bincount_input()
        if minlength < 0:
            raise RuntimeError("minlength should be >= 0")
        if weights is not None:
            if weights._array.shape != self._array.shape:
                raise errors.bincount_weights()
            return self._apply(ops.BINCOUNT_WEIGHTS, self, weights=weights, minlength=minlength)
        return self._apply(ops.BINCOUNT, self, minlength=minlength)

    def histc(self, bins: int = 100, min: float = 0, max: float = 0) -> Tensor:
        """How many elements lie in each of `bins` equal parts of [min, max]; of their own range unless told.

        >>> torch.histc(torch.tensor([0.0, 1.0, 1.0, 4.0]), bins=4, min=0, max=4)
        tensor([1., 2., 0., 1.])

        Raises:
            RuntimeError: `bins` is not positive, `min` is more than `max`, or the range is not finite.
        """
        if bins <= 0:
            raise errors.histogram_bins(bins)
        low, high = float(min), float(max)
        if low == high and self._array.size:
            low, high = float(self._array.min()), float(self._array.max())
        if low == high and math.isfinite(low):
            low, high = low - 1, high + 1
        if not (math.isfinite(low) and math.isfinite(high)):
            raise RuntimeError(f"torch.histc: range of [{low:g}, {high:g}] is not finite")
        if low > high:
            raise errors.histogram_range()
        if self._array.dtype.kind != "f":
            raise errors.not_for_dtype("histogram_cpu", self.dtype.scalar_name)
        return self._apply(ops.HISTC, self, bins=bins, low=low, high=high)

    def histogram(self, bins: Any = 100, *, range: Any = None, weight: Any = None, density: bool = False) -> Any:
        """How many elements lie in each bin, and the edges of the bins.

        `bins` is how many equal ones there are in `range`, or a tensor of all their edges. `weight` says what each
        element counts; with `density` the area under the histogram is 1.

        >>> torch.histogram(torch.tensor([0.0, 1.0, 1.0, 4.0]), bins=2)
        torch.return_types.histogram(
        hist=tensor([3., 1.]),
        bin_edges=tensor([0., 2., 4.]))

        Raises:
            RuntimeError: `bins` is not positive, the range is not finite, or shapes or dtypes do not fit.
        """
        if self._array.dtype.kind != "f":
            raise errors.not_for_dtype("histogramdd", self.dtype.scalar_name)
        if weight is not None:
            self._check_weights(weight)
        if isinstance(bins, Variable):
            edges = self._checked_edges(bins)
        else:
            if bins <= 0:
                raise RuntimeError(f"torch.histogram(): bins must be > 0, but got {bins} for dimension 0")
            if range is not None and len(range) != 2:
                raise RuntimeError(
                    "torch.histogramdd: for a 1-dimensional histogram range should have 2 elements, but got "
                    f"{len(range)}"
                )
            low, high = map(float, range or ((self._array.min(), self._array.max()) if self._array.size else (0, 1)))
            if not (math.isfinite(low) and math.isfinite(high)):
                raise RuntimeError(f"torch.histogramdd: dimension 0's range [{low:g}, {high:g}] is not finite")
            if low > high:
                raise RuntimeError(
                    f"torch.histogramdd: min should not exceed max, but got min {low:g} max {high:g} for dimension 0"
                )
            if low == high:
                low, high = low - 0.5, high + 0.5
            edges = np.linspace(low, high, bins + 1).astype(self._array.dtype)
        weights = None if weight is None else weight._array.reshape(-1)
        options = {"edges": edges, "weights": weights, "density": density}
        return return_types.histogram(self._apply_several(ops.HISTOGRAM, self, **options))

    def _check_weights(self, weight: Any) -> None:
        if weight._array.shape != self._array.shape:
            raise RuntimeError(
                "torch.histogramdd: if weight tensor is provided it should have the same shape as the input tensor "
                f"excluding its innermost dimension, but got input with shape {[self._array.size, 1]} and weight with "
                f"shape {[weight._array.size]}"
            )
        if weight.dtype is not self.dtype:
            raise RuntimeError(
                "torch.histogramdd: if weight tensor is provided, input tensor and weight tensor should have the same "
                f"dtype, but got input({self.dtype.cpp_name}), and weight({weight.dtype.cpp_name})"
            )

    def _checked_edges(self, bins: Any) -> Any:
        edges = bins._array
        if bins.dtype is not self.dtype:
            raise RuntimeError(
                "torch.histogramdd: input tensor and bins tensors should have the same dtype, but got input with dtype "
                f"{self.dtype.cpp_name} and bins for dimension 0 with dtype {bins.dtype.cpp_name}"
            )
        if edges.ndim != 1:
            raise RuntimeError(
                f"torch.histogramdd: bins tensor should have one dimension, but got {edges.ndim} dimensions in the "
                "bins tensor for dimension 0"
            )
        if not edges.size:
            raise RuntimeError(
                "torch.histogramdd: bins tensor should have at least 1 element, but got 0 elements in the bins "
                "tensor for dimension 0"
            )
        if edges.size == 1:
            raise RuntimeError("torch.histogram(): bins must be > 0, but got 0 for dimension 0")
        return edges

    def unique_consecutive(
        self, return_inverse: bool = False, return_counts: bool = False, dim: int | None = None
    ) -> Any:
        """Equal neighbours as one (with `dim` equal slices); on request where each went, and how many they were.

        >>> torch.unique_consecutive(torch.tensor([1, 1, 2, 1]), return_counts=True)
        (tensor([1, 2, 1]), tensor([2, 1, 1]))
        """
        _check_flags("unique_consecutive", return_inverse=return_inverse, return_counts=return_counts)
        if dim is None:
            values, inverse, counts = self._apply_several(ops.UNIQUE_RUNS, self)
        else:
            along = self._along_slices(dim, "unique_consecutive", None)
            values, inverse, counts = self._apply_several(ops.UNIQUE_SLICE_RUNS, self, dim=along)
        if not (return_inverse or return_counts):
            return values
        return (values, *((inverse,) if return_inverse else ()), *((counts,) if return_counts else ()))

    def nonzero(self, *, as_tuple: bool = False) -> Any:
        """The places of the elements that are not 0, one a row; as tuple one tensor for each dimension.

        >>> torch.nonzero(torch.tensor([[0, 5], [7, 0]]))
        tensor([[0, 1],
                [1, 0]])
        >>> torch.nonzero(torch.tensor([[0, 5], [7, 0]]), as_tuple=True)  # as an index takes them
        (tensor([0, 1]), tensor([1, 0]))
        """
        found = self._apply(ops.NONZERO, self)
        if not as_tuple:
            return found
        me: Any = found if self._array.ndim else self._apply(ops.NONZERO, self.reshape(1))  # type: ignore[attr-defined]  # in Shape
        return me.unbind(1)

    def nonzero_static(self, *, size: int, fill_value: int = -1) -> Tensor:
        """The places of the first `size` elements that are not 0, filled up with `fill_value`.

        So the shape of the result, (size, number of dimensions), does not depend on the elements.

        >>> torch.nonzero_static(torch.tensor([0, 5, 7]), size=3)
        tensor([[ 1],
                [ 2],
                [-1]])

        Raises:
            RuntimeError: a negative size.
        """
        if size < 0:
            raise RuntimeError("nonzero_static: 'size' must be an non-negative integer")
        me: Any = self
        found = np.argwhere(self._array)[:size] if self._array.ndim else np.zeros((0, 0), np.int64)
        out = np.full((size, self._array.ndim), fill_value, np.int64)
        out[: len(found)] = found
        places: Tensor = me._wrap(out)
        return places

    def argwhere(self) -> Tensor:
        """The places of the elements that are not 0, one a row: as `nonzero`.

        >>> torch.argwhere(torch.tensor([[0, 5], [7, 0]]))
        tensor([[0, 1],
                [1, 0]])
        """
        places: Tensor = self.nonzero()
        return places

    # -- along a dimension -------------------------------------------------------------------------------

    def logcumsumexp(self, dim: int) -> Tensor:
        """The logarithm of the running sum of exp(x) along `dim`, without overflow.

        >>> torch.logcumsumexp(torch.tensor([1000.0, 1000.0, 0.0]), 0)
        tensor([1000.0000, 1000.6932, 1000.6932])
        """
        if self._array.dtype.kind != "f":
            raise errors.not_for_dtype("logcumsumexp_out_cpu", self.dtype.scalar_name)
        return self._apply(reduce.LOGCUMSUMEXP, self, dim=axis(dim, self._array.ndim))

    def diff(self, n: int = 1, dim: int = -1, prepend: Any = None, append: Any = None) -> Tensor:
        """The differences of neighbours along `dim`, `n` times, with `prepend` and `append` put to the ends first.

        Shapes: each time, `dim` is shorter by 1.

        >>> torch.diff(torch.tensor([1, 4, 9, 16]))
        tensor([3, 5, 7])
        >>> torch.diff(torch.tensor([1, 4, 9, 16]), n=2)
        tensor([2, 2])

        Raises:
            RuntimeError: the tensor has no dimension, or what is put to an end has another shape.
        """
        found: Any = self
        if self._array.ndim == 0:
            raise errors.diff_of_scalar()
        where = axis(dim, self._array.ndim)
        if n < 0:
            raise RuntimeError(f"order must be non-negative but got {n}")
        if n == 0:
            return found.new_zeros(self._array.shape).copy_(self)
        from autograd_nb.engine.functions import joining

        parts = [part for part in (prepend, self, append) if part is not None]
        for part in parts:
            self._check_end(part, where)
        if len(parts) > 1:
            found = joining.cat(parts, where)
        for _ in range(n):
            size = found._array.shape[where]
            left = max(size - 1, 0)  # of nothing, nothing is left
            later, sooner = found.narrow(where, min(size, 1), left), found.narrow(where, 0, left)
            found = later.logical_xor(sooner) if found._array.dtype.kind == "b" else later - sooner
        return found

    def _check_end(self, part: Any, dim: int) -> None:
        """Refuse what cannot be put to an end of this tensor."""
        own, other = self._array.shape, part._array.shape
        if len(own) != len(other):
            raise RuntimeError("diff expects prepend or append to be the same dimension as input")
        for d, (n, m) in enumerate(zip(own, other)):
            if d != dim and n != m:
                raise RuntimeError(
                    "diff expects the shape of tensor to prepend or append to match that of input except along the "
                    f"differencing dimension; input.size({d}) = {n}, but got tensor.size({d}) = {m}"
                )
