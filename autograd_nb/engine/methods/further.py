"""Methods that are asked for now and then."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import return_types, tensor_errors
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.ops import compare
from autograd_nb.engine.ops import further as ops

from .base import Base, axis

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Further(Base):
    """`select_scatter`, `frexp`, `renorm`, `histogram`, `resize_` and so on."""

    # -- a copy with a part replaced -------------------------------------------------------------------

    def select_scatter(self, src: Tensor, dim: int, index: int) -> Tensor:
        """A copy whose slice at `index` of dimension `dim` is `src`."""
        part = self._part("select", dim, index)
        return self._replaced(ops.SELECT_SCATTER, src, part)

    def slice_scatter(
        self, src: Tensor, dim: int = 0, start: int | None = None, end: int | None = None, step: int = 1
    ) -> Tensor:
        """A copy whose slices from `start` to `end` of dimension `dim` are `src`."""
        d = axis(dim, self._array.ndim)
        return self._replaced(ops.SLICE_SCATTER, src, ((slice(None),) * d + (slice(start, end, step),)))

    def diagonal_scatter(self, src: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor:
        """A copy whose diagonal is `src`."""
        first, second = axis(dim1, self._array.ndim), axis(dim2, self._array.ndim)
        rows, columns = self._array.shape[first], self._array.shape[second]
        size = max(0, min(rows + min(offset, 0), columns - max(offset, 0)))
        own = np.arange(size)
        where: list[Any] = [slice(None)] * self._array.ndim
        where[first], where[second] = own - min(offset, 0), own + max(offset, 0)
        if abs(first - second) == 1:  # NumPy leaves indices that are neighbours in their place: the diagonal goes last
            moved: Any = src
            src = moved.movedim(-1, min(first, second))
        else:
            moved = src
            src = moved.movedim(-1, 0)
        return self._replaced(ops.DIAGONAL_SCATTER, src, tuple(where), size)

    def _part(self, name: str, dim: int, index: int) -> tuple[Any, ...]:
        if not self._array.ndim:
            raise IndexError(f"{name}() cannot be applied to a 0-dim tensor.")
        d = axis(dim, self._array.ndim)
        if not -self._array.shape[d] <= index < self._array.shape[d]:
            raise tensor_errors.index_out_of_bounds(index, dim, self._array.shape[d])
        return ((slice(None),) * d) + (index,)

    def _replaced(self, row: Any, src: Tensor, where: tuple[Any, ...], size: int | None = None) -> Tensor:
        del size
        wanted = self._array[where].shape
        if src._array.shape != wanted:
            raise RuntimeError(
                f"expected src to have a size equal to the slice of self. src size = {list(src._array.shape)}, slice "
                f"size = {list(wanted)}"
            )
        return self._apply(row, self, src, where=where)

    def fill(self, value: Any) -> Tensor:
        """A copy with `value` everywhere."""
        if isinstance(value, Variable):
            return self._apply(ops.FILL_COPY_TENSOR, self, value)
        return self._apply(ops.FILL_COPY, self, value=value)

    # -- parts of numbers --------------------------------------------------------------------------------

    def frexp(self) -> Any:
        """A mantissa from 0.5 to 1 and a power of 2, whose product is the element."""
        if self._array.dtype.kind != "f":
            raise RuntimeError("torch.frexp() only supports floating-point dtypes")
        return return_types.frexp(self._apply_several(ops.FREXP, self))

    def angle(self) -> Tensor:
        """π for negative elements, 0 for others."""
        return self._unary(ops.ANGLE)

    def conj(self) -> Tensor:
        """This tensor: real numbers are their own conjugates."""
        return self  # type: ignore[return-value]  # the only implementer

    conj_physical = resolve_conj = resolve_neg = conj

    @property
    def real(self) -> Tensor:
        """This tensor."""
        return self  # type: ignore[return-value]  # the only implementer

    @property
    def imag(self) -> Tensor:
        """Refused: PyTorch gives the imaginary part of complex tensors only."""
        raise RuntimeError("imag is not implemented for tensors with non-complex dtypes.")

    @property
    def is_cpu(self) -> bool:
        """Whether the memory is the computer's own: always."""
        return True

    @property
    def is_sparse(self) -> bool:
        """Whether only some elements are kept: never."""
        return False

    is_quantized = is_mps = is_meta = is_nested = is_mkldnn = is_xla = is_xpu = is_sparse

    def get_device(self) -> int:
        """The number of the GPU, -1 for none."""
        return -1

    def bitwise_left_shift(self, other: Any) -> Tensor:
        """The bits moved up."""
        return self._binary(compare.LEFT_SHIFT, self, other)

    def bitwise_right_shift(self, other: Any) -> Tensor:
        """The bits moved down."""
        return self._binary(compare.RIGHT_SHIFT, self, other)

    def mvlgamma(self, p: int) -> Tensor:
        """The logarithm of the gamma function of dimension `p`."""
        if p < 1:
            raise RuntimeError("p has to be greater than or equal to 1")
        me: Any = self
        total: Any = p * (p - 1) / 4 * math.log(math.pi)
        for j in range(p):
            total = (me - j / 2).lgamma() + total
        found: Tensor = total
        return found

    # -- shapes ------------------------------------------------------------------------------------------

    def renorm(self, p: float, dim: int, maxnorm: float) -> Tensor:
        """Every slice along `dim` scaled down to the p-norm `maxnorm`, if it is longer."""
        d = axis(dim, self._array.ndim)
        if self._array.ndim < 2:
            raise RuntimeError(f"renorm: input needs at least 2 dimensions, got {self._array.ndim} dimensions")
        return self._apply(ops.RENORM, self, p=float(p), dim=d, maxnorm=float(maxnorm))

    def renorm_(self, p: float, dim: int, maxnorm: float) -> Tensor:
        """`renorm` in place."""
        d = axis(dim, self._array.ndim)
        return self._apply_inplace(ops.RENORM, self, p=float(p), dim=d, maxnorm=float(maxnorm))

    def split_with_sizes(self, split_sizes: Any, dim: int = 0) -> tuple[Tensor, ...]:
        """Parts of the sizes given."""
        me: Any = self
        parts: tuple[Tensor, ...] = me.split(list(split_sizes), dim)
        return parts

    def is_same_size(self, other: Tensor) -> bool:
        """Whether both have one shape."""
        return self._array.shape == other._array.shape

    def resize_(self, *sizes: Any) -> Tensor:
        """Another shape of the same memory; more of it, with unknown numbers, where it is too small."""
        if self.requires_grad:
            raise RuntimeError("cannot resize variables that require grad")
        size = tuple(sizes[0]) if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)) else sizes
        line = np.ascontiguousarray(self._array).reshape(-1)
        wanted = math.prod(size)
        if wanted > line.size:
            line = np.concatenate([line, np.zeros(wanted - line.size, line.dtype)])
        self._array = line[:wanted].reshape(size)
        return self  # type: ignore[return-value]  # the only implementer

    def resize_as_(self, other: Tensor) -> Tensor:
        """`resize_` to the shape of `other`."""
        return self.resize_(other._array.shape)

    def nonzero_static(self, *, size: int, fill_value: int = -1) -> Tensor:
        """The places of the first `size` elements that are not 0, filled up with `fill_value`."""
        me: Any = self
        found = np.argwhere(self._array)[:size] if self._array.ndim else np.zeros((0, 0), np.int64)
        out = np.full((size, self._array.ndim), fill_value, np.int64)
        out[: len(found)] = found
        places: Tensor = me._wrap(out)
        return places

    def histogram(self, bins: Any, *, range: Any = None, weight: Any = None, density: bool = False) -> Any:
        """How many elements lie in each bin, and the edges of the bins."""
        if self._array.dtype.kind != "f":
            raise tensor_errors.not_for_dtype("histogram_cpu", self.dtype.scalar_name)
        dtype = self._array.dtype
        if isinstance(bins, Variable):
            edges = bins._array
        else:
            if bins <= 0:
                raise RuntimeError(f"torch.histogram(): bins must be > 0, but got {bins} for dimension 0")
            low, high = range or ((self._array.min(), self._array.max()) if self._array.size else (0, 0))
            if low == high:
                low, high = low - 0.5, high + 0.5
            edges = np.linspace(low, high, bins + 1).astype(dtype)
        weights = None if weight is None else weight._array.reshape(-1)
        counts, _ = np.histogram(self._array.reshape(-1), edges.astype(np.float64), weights=weights)
        counts = counts.astype(np.float64)
        if density:
            counts = counts / counts.sum() / np.diff(edges.astype(np.float64))
        me: Any = self
        return return_types.histogram((me._wrap(counts.astype(dtype)), me._wrap(edges)))
