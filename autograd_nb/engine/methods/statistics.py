"""Quantiles and covariances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.warn import warn

from .base import Base, axis

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Statistics(Base):
    """`quantile`, `nanquantile`, `cov`, `corrcoef`."""

    def quantile(
        self, q: Any, dim: int | None = None, keepdim: bool = False, *, interpolation: str = "linear"
    ) -> Tensor:
        """The value below which the share `q` of the elements lies, of all or along `dim`; nan if one is.

        Between two elements, `interpolation` says what is taken: "linear", "lower", "higher", "midpoint" or "nearest".
        Shapes: for a vector `q`, the results come one after the other along a new first dimension.

        >>> torch.quantile(torch.tensor([1.0, 2.0, 4.0]), 0.75)
        tensor(3.)
        >>> torch.quantile(torch.tensor([1.0, 2.0, 4.0]), torch.tensor([0.0, 0.5, 1.0]))
        tensor([1., 2., 4.])

        Raises:
            RuntimeError: `q` is not from 0 to 1 or of another dtype, or the elements are integers or none.
        """
        return self._quantile("quantile", q, dim, keepdim, interpolation)

    def nanquantile(
        self, q: Any, dim: int | None = None, keepdim: bool = False, *, interpolation: str = "linear"
    ) -> Tensor:
        """`quantile` of the elements that are not nan.

        >>> torch.nanquantile(torch.tensor([1.0, torch.nan, 4.0]), 0.5)
        tensor(2.5000)

        Raises:
            RuntimeError: `q` is not from 0 to 1 or of another dtype, or the elements are integers or none.
        """
        return self._quantile("nanquantile", q, dim, keepdim, interpolation)

    def _quantile(self, name: str, q: Any, dim: int | None, keepdim: bool, interpolation: str) -> Tensor:
        if self._array.dtype.kind != "f" or self._array.dtype.itemsize < 4:
            raise errors.quantile_dtype()
        me: Any = self
        q_tensor: Any = q if isinstance(q, Variable) else me.new_tensor(q)
        share = q_tensor._array
        if share.ndim > 1:
            raise errors.quantile_share()
        if share.dtype != self._array.dtype:
            raise errors.quantile_dtypes()
        if not ((share >= 0) & (share <= 1)).all():  # nan is neither
            raise errors.quantile_range(None if isinstance(q, Variable) else q)
        if interpolation not in ("linear", "lower", "higher", "midpoint", "nearest"):
            raise errors.quantile_interpolation(interpolation)
        if self._array.size == 0:
            raise errors.quantile_empty()
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

    def cov(self, *, correction: int = 1, fweights: Any = None, aweights: Any = None) -> Tensor:
        """The covariances of the rows: each row is a variable, each column an observation.

        `fweights` says how often an observation was made, `aweights` how much it counts. The sum of products is divided
        by the number of observations - `correction`. Shapes: n rows give (n, n), a vector gives its variance.

        >>> torch.cov(torch.tensor([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]]))
        tensor([[ 1., -1.],
                [-1.,  1.]])

        Raises:
            RuntimeError: the tensor has more than 2 dimensions, or there are not as many weights as observations.
        """
        me: Any = self if self._array.ndim == 2 else self.reshape(1, -1)  # type: ignore[attr-defined]  # in Shape
        if self._array.ndim > 2:
            raise errors.cov_dims(self._array.ndim)
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
        """The correlations of the rows, from -1 to 1: the covariances, divided by both standard deviations.

        Shapes: n rows give (n, n).

        >>> torch.corrcoef(torch.tensor([[1.0, 2.0, 3.0], [6.0, 4.0, 2.0]]))
        tensor([[ 1., -1.],
                [-1.,  1.]])

        Raises:
            RuntimeError: the tensor has more than 2 dimensions.
        """
        if self._array.ndim > 2:
            raise errors.cov_dims(self._array.ndim, "corrcoef")
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
