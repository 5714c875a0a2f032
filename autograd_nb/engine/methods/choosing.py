"""Methods on order and counts beyond the everyday ones: quantiles, histograms, places of truth, running sums."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import return_types, tensor_errors
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.ops import order as ops
from autograd_nb.engine.ops import reduce
from autograd_nb.engine.warn import warn

from .base import Base, axis

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Choosing(Base):
    """`quantile`, `nanmedian`, `histc`, `nonzero`, `unique_consecutive`, `diff`, `logcumsumexp` and so on."""

    # -- in order ------------------------------------------------------------------------------------

    def msort(self) -> Tensor:
        """The elements in order along the first dimension."""
        me: Any = self
        return me.sort(0)[0]

    def nanmedian(self, dim: int | None = None, keepdim: bool = False) -> Any:
        """The median of the elements that are not nan; with `dim` along it and where."""
        me: Any = self
        if dim is None:
            if self._array.dtype.kind == "b":
                raise tensor_errors.not_for_dtype("median_cpu", "Bool")
            return self._apply(ops.NANMEDIAN, self)
        return return_types.nanmedian(me._selected(ops.NANMEDIAN_DIM, dim, keepdim=keepdim))

    def quantile(
        self, q: Any, dim: int | None = None, keepdim: bool = False, *, interpolation: str = "linear"
    ) -> Tensor:
        """The value below which the share `q` of the elements lies.

        >>> import autograd_nb as torch
        >>> torch.tensor([1.0, 2.0, 4.0]).quantile(0.75)
        tensor(3.)
        """
        return self._quantile("quantile", q, dim, keepdim, interpolation)

    def nanquantile(
        self, q: Any, dim: int | None = None, keepdim: bool = False, *, interpolation: str = "linear"
    ) -> Tensor:
        """`quantile` of the elements that are not nan."""
        return self._quantile("nanquantile", q, dim, keepdim, interpolation)

    def _quantile(self, name: str, q: Any, dim: int | None, keepdim: bool, interpolation: str) -> Tensor:
        if self._array.dtype.kind != "f" or self._array.dtype.itemsize < 4:
            raise tensor_errors.quantile_dtype()
        me: Any = self
        q_tensor: Any = q if isinstance(q, Variable) else me.new_tensor(q)
        share = q_tensor._array
        if share.ndim > 1:
            raise tensor_errors.quantile_share()
        if share.dtype != self._array.dtype:
            raise tensor_errors.quantile_dtypes()
        if ((share < 0) | (share > 1)).any():
            raise tensor_errors.quantile_range(None if isinstance(q, Variable) else q)
        if interpolation not in ("linear", "lower", "higher", "midpoint", "nearest"):
            raise tensor_errors.quantile_interpolation(interpolation)
        if self._array.size == 0:
            raise tensor_errors.quantile_empty()
        kept, line = list(self._array.shape), me
        if dim is None:
            kept, line = [1] * len(kept) if keepdim else [], me.flatten()
        else:
            where = axis(dim, self._array.ndim)
            if where != self._array.ndim - 1:
                line = me.unsqueeze(-1).transpose(where, -1)
            kept[where : where + 1] = [1] if keepdim and kept else []
        ordered = line.sort()[0]
        ordered = ordered.view((*kept, ordered._array.shape[-1]))
        values = _between(ordered, _ranks(name, ordered, q_tensor), interpolation)
        return values.unsqueeze_(0).transpose_(0, -1).squeeze_(-1) if share.ndim else values.squeeze_(-1)

    # -- counts ----------------------------------------------------------------------------------------

    def histc(self, bins: int = 100, min: float = 0, max: float = 0) -> Tensor:
        """How many elements lie in each of `bins` equal parts of [min, max]; of their own range unless told."""
        if bins <= 0:
            raise tensor_errors.histogram_bins(bins)
        low, high = float(min), float(max)
        if low == high and self._array.size:
            low, high = float(self._array.min()), float(self._array.max())
        if low == high and math.isfinite(low):
            low, high = low - 1, high + 1
        if not (math.isfinite(low) and math.isfinite(high)):
            raise RuntimeError(f"torch.histc: range of [{low:g}, {high:g}] is not finite")
        if low > high:
            raise tensor_errors.histogram_range()
        if self._array.dtype.kind != "f":
            raise tensor_errors.not_for_dtype("histogram_cpu", self.dtype.scalar_name)
        return self._apply(ops.HISTC, self, bins=bins, low=low, high=high)

    def histogram(self, bins: Any = 100, *, range: Any = None, weight: Any = None, density: bool = False) -> Any:
        """How many elements lie in each bin, and the edges of the bins."""
        if self._array.dtype.kind != "f":
            raise tensor_errors.not_for_dtype("histogramdd", self.dtype.scalar_name)
        if isinstance(bins, Variable):
            edges = bins._array
        else:
            if bins <= 0:
                raise RuntimeError(f"torch.histogram(): bins must be > 0, but got {bins} for dimension 0")
            low, high = map(float, range or ((self._array.min(), self._array.max()) if self._array.size else (0, 1)))
            if not (math.isfinite(low) and math.isfinite(high)):
                raise RuntimeError(f"torch.histogramdd: dimension 0's range [{low:g}, {high:g}] is not finite")
            if low == high:
                low, high = low - 0.5, high + 0.5
            edges = np.linspace(low, high, bins + 1).astype(self._array.dtype)
        weights = None if weight is None else weight._array.reshape(-1)
        options = {"edges": edges, "weights": weights, "density": density}
        return return_types.histogram(self._apply_several(ops.HISTOGRAM, self, **options))

    def unique_consecutive(
        self, return_inverse: bool = False, return_counts: bool = False, dim: int | None = None
    ) -> Any:
        """Equal neighbours as one (with `dim` equal slices); on request where each went, and how many they were."""
        if dim is None:
            values, inverse, counts = self._apply_several(ops.UNIQUE_RUNS, self)
        else:
            along = self._along_slices(dim)  # type: ignore[attr-defined]  # in Order
            values, inverse, counts = self._apply_several(ops.UNIQUE_SLICE_RUNS, self, dim=along)
        if not (return_inverse or return_counts):
            return values
        return (values, *((inverse,) if return_inverse else ()), *((counts,) if return_counts else ()))

    def nonzero(self, *, as_tuple: bool = False) -> Any:
        """The places of the elements that are not 0, one a row; as tuple one tensor for each dimension.

        >>> import autograd_nb as torch
        >>> torch.tensor([0, 5, 7]).nonzero()
        tensor([[1],
                [2]])
        """
        found = self._apply(ops.NONZERO, self)
        if not as_tuple:
            return found
        me: Any = found if self._array.ndim else self._apply(ops.NONZERO, self.reshape(1))  # type: ignore[attr-defined]  # in Shape
        return me.unbind(1)

    def nonzero_static(self, *, size: int, fill_value: int = -1) -> Tensor:
        """The places of the first `size` elements that are not 0, filled up with `fill_value`."""
        me: Any = self
        found = np.argwhere(self._array)[:size] if self._array.ndim else np.zeros((0, 0), np.int64)
        out = np.full((size, self._array.ndim), fill_value, np.int64)
        out[: len(found)] = found
        places: Tensor = me._wrap(out)
        return places

    def argwhere(self) -> Tensor:
        """The places of the elements that are not 0, one a row."""
        places: Tensor = self.nonzero()
        return places

    # -- along a dimension -------------------------------------------------------------------------------

    def logcumsumexp(self, dim: int) -> Tensor:
        """The logarithm of the running sum of exp(x) along `dim`."""
        if self._array.dtype.kind != "f":
            raise tensor_errors.not_for_dtype("logcumsumexp_out_cpu", self.dtype.scalar_name)
        return self._apply(reduce.LOGCUMSUMEXP, self, dim=axis(dim, self._array.ndim))

    def diff(self, n: int = 1, dim: int = -1, prepend: Any = None, append: Any = None) -> Tensor:
        """The differences of neighbours along `dim`, `n` times, with `prepend` and `append` put to the ends first."""
        found: Any = self
        if self._array.ndim == 0:
            raise tensor_errors.diff_of_scalar()
        where = axis(dim, self._array.ndim)
        if n < 0:
            raise RuntimeError(f"order must be non-negative but got {n}")
        if n == 0:
            return found.new_zeros(self._array.shape).copy_(self)
        parts = [part for part in (prepend, self, append) if part is not None]
        for part in parts:
            self._check_end(part, where)
        if len(parts) > 1:
            found = found._cat(parts, where)
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

    # -- statistics ----------------------------------------------------------------------------------------

    def cov(self, *, correction: int = 1, fweights: Any = None, aweights: Any = None) -> Tensor:
        """The covariances of the rows: each row is a variable, each column an observation.

        `fweights` says how often an observation was made, `aweights` how much it counts.
        """
        me: Any = self if self._array.ndim == 2 else self.reshape(1, -1)  # type: ignore[attr-defined]  # in Shape
        if self._array.ndim > 2:
            raise tensor_errors.cov_dims(self._array.ndim)
        if self._array.dtype.kind == "b":
            raise RuntimeError("cov(): bool dtype is not supported for input")
        count = me._array.shape[1]
        weights = _weights(fweights, aweights, count)
        if weights is not None:
            return _weighted_covariance(me, weights, aweights, correction)
        if count <= correction:
            warn(
                "cov(): degrees of freedom is <= 0. Correction should be strictly less than the number of observations."
            )
        mean = me.sum(1) / count
        away = me - mean.unsqueeze(1)
        spread: Tensor = (away.mm(away.t()) / max(count - correction, 0)).squeeze()
        return spread

    def corrcoef(self) -> Tensor:
        """The correlations of the rows, from -1 to 1."""
        if self._array.ndim > 2:
            raise tensor_errors.cov_dims(self._array.ndim, "corrcoef")
        spread: Any = self.cov()
        if spread._array.ndim == 0:
            return spread / spread
        width = spread.diagonal().sqrt()
        scaled: Tensor = (spread / width.view((-1, 1)) / width.view((1, -1))).clamp(-1, 1)
        return scaled


def _weights(fweights: Any, aweights: Any, count: int) -> Any:
    """The product of both kinds of weights, checked; None where there are none."""
    product: Any = None
    for name, weights, kinds, text in (
        ("fweights", fweights, "iu", "integral"), ("aweights", aweights, "f", "floating point"),
    ):  # fmt: skip
        if weights is None:
            continue
        array = weights._array
        if array.ndim > 1:
            raise RuntimeError(
                f"cov(): expected {name} to have one or fewer dimensions but got {name} with {array.ndim} dimensions"
            )
        if array.dtype.kind not in kinds:
            raise RuntimeError(
                f"cov(): expected {name} to have {text} dtype but got {name} with {weights.dtype.scalar_name} dtype"
            )
        if array.size != count:
            raise RuntimeError(
                f"cov(): expected {name} to have the same numel as there are observations in the input but got "
                f"{array.size} != {count}"
            )
        if array.size and array.min() < 0:
            raise RuntimeError(f"cov(): {name} cannot be negative")
        product = weights if product is None else product * weights
    return product


def _weighted_covariance(rows: Any, weights: Any, aweights: Any, correction: int) -> Any:
    total = weights.sum()
    if rows._array.size and float(total) == 0:
        raise RuntimeError("cov(): weights sum to zero, can't be normalized")
    away = rows - ((rows * weights).sum(1) / total).unsqueeze(1)
    if correction and aweights is not None:
        norm = total - correction * (weights * aweights).sum() / total
    else:
        norm = total - correction
    return (away.mm((away * weights).t()) / norm.clamp(min=0)).squeeze()


def _ranks(name: str, ordered: Any, q: Any) -> Any:
    """Where the quantiles lie among the ordered elements; nan is last, and taken if there is one."""
    if name == "nanquantile":
        ranks = q * (ordered.isnan().logical_not().sum(-1, True) - 1)
        return ranks.masked_fill(ranks < 0, 0)
    last = ordered._array.shape[-1] - 1
    nan = ordered.isnan().any(-1, True)
    ranks = q * last
    shape = np.broadcast_shapes(ranks._array.shape, nan._array.shape)
    return ranks.expand(shape).masked_fill(nan.expand(shape), last)


_ROUNDED = {"lower": np.floor, "higher": np.ceil, "nearest": np.rint}


def _between(ordered: Any, ranks: Any, interpolation: str) -> Any:
    """The values at `ranks`, which may lie between two elements."""

    def at(rounding: Any) -> Any:
        return ordered._wrap(rounding(ranks._array).astype(np.int64))

    if interpolation in _ROUNDED:
        return ordered.gather(-1, at(_ROUNDED[interpolation]))
    below = at(np.floor)
    weights = ranks.new_tensor(0.5).expand(ranks._array.shape) if interpolation == "midpoint" else ranks - below
    return ordered.gather(-1, below).lerp_(ordered.gather(-1, at(np.ceil)), weights)
