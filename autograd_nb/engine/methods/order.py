"""Methods that choose elements by their size, and questions about all elements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import return_types, tensor_errors
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import elementwise, reduce
from autograd_nb.engine.ops import order as ops

from .base import Base, axes, axis

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Order(Base):
    """The largest and smallest, sorting, and truth values of many elements."""

    # -- the largest and smallest ------------------------------------------------------------------

    def max(self, dim: Any = None, keepdim: bool = False) -> Any:
        """The largest element; with `dim` the largest along it and where; with a tensor the larger of two.

        Of several that are largest, each gets an equal part of the gradient; with `dim` the first gets it all.

        >>> import autograd_nb as torch
        >>> torch.tensor([1.0, 3.0, 3.0]).max(0)
        torch.return_types.max(
        values=tensor(3.),
        indices=tensor(1))

        Source: https://pytorch.org/docs/2.7/generated/torch.max.html
        """
        if dim is None:
            self._refuse_empty("max")
            return self._apply(reduce.MAX, self)
        if isinstance(dim, Variable):
            return self._binary(elementwise.MAXIMUM, self, dim)
        return return_types.max(self._selected(ops.MAX_DIM, dim, keepdim=keepdim))

    def min(self, dim: Any = None, keepdim: bool = False) -> Any:
        """The smallest element; with `dim` the smallest along it and where; with a tensor the smaller of two."""
        if dim is None:
            self._refuse_empty("min")
            return self._apply(reduce.MIN, self)
        if isinstance(dim, Variable):
            return self._binary(elementwise.MINIMUM, self, dim)
        return return_types.min(self._selected(ops.MIN_DIM, dim, keepdim=keepdim))

    def amax(self, dim: Any = (), keepdim: bool = False) -> Tensor:
        """The largest along one or several dimensions; ties share the gradient."""
        largest: Tensor = self._extreme(reduce.AMAX, dim, keepdim)
        return largest

    def amin(self, dim: Any = (), keepdim: bool = False) -> Tensor:
        """The smallest along one or several dimensions; ties share the gradient."""
        smallest: Tensor = self._extreme(reduce.AMIN, dim, keepdim)
        return smallest

    def aminmax(self, *, dim: int | None = None, keepdim: bool = False) -> Any:
        """Smallest and largest at once."""
        return return_types.aminmax(self._extreme(reduce.AMINMAX, () if dim is None else dim, keepdim))

    def argmax(self, dim: int | None = None, keepdim: bool = False) -> Tensor:
        """Where the largest element is: its number, counted through all dimensions or along `dim`."""
        return self._place(ops.ARGMAX, dim, keepdim)

    def argmin(self, dim: int | None = None, keepdim: bool = False) -> Tensor:
        """Where the smallest element is: its number, counted through all dimensions or along `dim`."""
        return self._place(ops.ARGMIN, dim, keepdim)

    def median(self, dim: int | None = None, keepdim: bool = False) -> Any:
        """The middle one in order of size, the lower of two; with `dim` along it and where."""
        if dim is None:
            self._refuse_truth("median_cpu")
            return self._apply(ops.MEDIAN, self)
        axis(dim, self._array.ndim)
        self._refuse_truth("median_out")
        return return_types.median(self._selected(ops.MEDIAN_DIM, dim, keepdim=keepdim))

    def mode(self, dim: int = -1, keepdim: bool = False) -> Any:
        """The most frequent along `dim` and where it is."""
        return return_types.mode(self._selected(ops.MODE, dim, keepdim=keepdim))

    def kthvalue(self, k: int, dim: int = -1, keepdim: bool = False) -> Any:
        """The k-th smallest along `dim` and where it is."""
        where = axis(dim, self._array.ndim)
        if self._array.ndim and not self._array.shape[where]:
            raise tensor_errors.empty_reduction("kthvalue", where)
        if not 1 <= k <= (self._array.shape or (1,))[where]:
            raise RuntimeError(f"kthvalue(): selected number k out of range for dimension {where}")
        self._refuse_truth("kthvalue_cpu")
        return return_types.kthvalue(self._selected(ops.KTHVALUE, dim, keepdim=keepdim, k=k))

    # -- in order ------------------------------------------------------------------------------------

    def sort(self, dim: int = -1, descending: bool = False, *, stable: bool | None = None) -> Any:
        """All elements in order along `dim`, and where they were; equal ones keep their order, asked for or not."""
        row = ops.SORT if stable is None else ops.SORT_STABLE
        return return_types.sort(self._selected(row, dim, descending=descending))

    def argsort(self, dim: int = -1, descending: bool = False, stable: bool = False) -> Tensor:  # noqa: ARG002 - PyTorch's signature; order is always kept
        """The indices that bring the elements along `dim` into order."""
        return self._apply(ops.ARGSORT, self, dim=self._one("argsort", dim), descending=descending)

    def topk(self, k: int, dim: int = -1, largest: bool = True, sorted: bool = True) -> Any:
        """The `k` largest (or smallest) along `dim`, in order or not, and where they are."""
        if not is_int(k):
            raise tensor_errors.argument_must_be("topk", "k", 1, "int", type_name(k))
        where = axis(dim, self._array.ndim)
        if not 0 <= k <= (self._array.shape or (1,))[where]:
            raise RuntimeError("selected index k out of range")
        if self._array.dtype.kind == "b":
            raise RuntimeError("topk does not support bool dtypes on CPU")
        return return_types.topk(self._selected(ops.TOPK, dim, k=int(k), largest=largest, in_order=bool(sorted)))

    def cummax(self, dim: int) -> Any:
        """The largest so far along `dim`, and where it is."""
        return return_types.cummax(self._selected(ops.CUMMAX, dim))

    def cummin(self, dim: int) -> Any:
        """The smallest so far along `dim`, and where it is."""
        return return_types.cummin(self._selected(ops.CUMMIN, dim))

    # -- questions -------------------------------------------------------------------------------------

    def any(self, dim: Any = None, keepdim: bool = False) -> Tensor:
        """Whether at least one element is not 0."""
        return self._apply(ops.ANY, self, dim=self._several(dim), keepdim=keepdim)

    def all(self, dim: Any = None, keepdim: bool = False) -> Tensor:
        """Whether no element is 0."""
        return self._apply(ops.ALL, self, dim=self._several(dim), keepdim=keepdim)

    def count_nonzero(self, dim: Any = None) -> Tensor:
        """How many elements are not 0."""
        return self._apply(ops.COUNT_NONZERO, self, dim=self._several(dim))

    # -- help --------------------------------------------------------------------------------------------

    def _one(self, function: str, dim: Any) -> int:
        if not is_int(dim):
            raise tensor_errors.argument_must_be(function, "dim", 1, "int", type_name(dim))
        return axis(int(dim), self._array.ndim)

    def _several(self, dim: Any) -> tuple[int, ...]:
        ndim = self._array.ndim
        if dim is None or dim == ():
            return tuple(range(ndim))
        found = axes(dim, ndim)
        return found if ndim else ()

    def _refuse_truth(self, kernel: str) -> None:
        if self._array.dtype.kind == "b":
            raise tensor_errors.not_for_dtype(kernel, "Bool")

    def _selected(self, row: Op, dim: Any, **options: Any) -> Any:
        where = self._one(row.name, dim)
        check_keepdim(row.name, options.get("keepdim", False))
        if self._array.ndim and self._array.shape[where] == 0 and not row.name.startswith(("cum", "sort", "topk")):
            raise tensor_errors.empty_reduction(row.name, where)
        return self._apply(row, self, dim=where, **options)

    def _extreme(self, row: Op, dim: Any, keepdim: bool) -> Any:
        dims = self._several(dim)
        check_keepdim(row.name, keepdim)
        if self._array.size == 0:
            if dim == () and row is reduce.AMINMAX:
                raise RuntimeError(
                    "aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity."
                )
            if dim == ():
                raise tensor_errors.empty_reduction(row.name)
            for d in dims:
                if self._array.shape[d] == 0:
                    if row is reduce.AMINMAX:  # which alone has no brackets
                        raise IndexError(f"aminmax: Expected reduction dim {d} to have non-zero size.")
                    raise tensor_errors.empty_reduction(row.name, d)
        return self._apply(row, self, dim=dims, keepdim=keepdim)

    def _place(self, row: Op, dim: int | None, keepdim: bool) -> Tensor:
        if self._array.dtype.kind == "b":
            raise RuntimeError(f"{row.name}(): does not support bool input")
        if dim is not None:
            dim = self._one(row.name, dim)
            if self._array.ndim and self._array.shape[dim] == 0:
                raise tensor_errors.empty_reduction(row.name, dim)
        elif self._array.size == 0:
            raise IndexError(f"{row.name}(): Expected reduction dim to be specified for input.numel() == 0.")
        return self._apply(row, self, dim=dim, keepdim=keepdim)

    def _refuse_empty(self, function: str) -> None:
        if self._array.size == 0:
            raise tensor_errors.empty_reduction(function)


def check_keepdim(function: str, keepdim: Any) -> None:
    """Refuse `x.sum(0, 1)`, which means something else than `x.sum((0, 1))`."""
    if not isinstance(keepdim, (bool, np.bool_)):
        raise tensor_errors.argument_must_be(function, "keepdim", 2, "bool", type_name(keepdim))


def is_int(value: Any) -> bool:
    """Whether `value` can name a dimension: truth values cannot."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)
