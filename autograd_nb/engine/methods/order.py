"""Methods that choose elements by their size, and questions about all elements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors, return_types
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

        >>> torch.max(torch.tensor([1.0, 3.0, 3.0]))
        tensor(3.)
        >>> torch.max(torch.tensor([1.0, 3.0, 3.0]), 0)
        torch.return_types.max(
        values=tensor(3.),
        indices=tensor(1))

        Raises:
            RuntimeError: there are no elements.
            IndexError: there is no such dimension, or it is empty.
        """
        if dim is None:
            self._refuse_empty("max")
            return self._apply(reduce.MAX, self)
        if isinstance(dim, Variable):
            return self._binary(elementwise.MAXIMUM, self, dim)
        return return_types.max(self._selected(ops.MAX_DIM, dim, keepdim=keepdim))

    def min(self, dim: Any = None, keepdim: bool = False) -> Any:
        """The smallest element; with `dim` the smallest along it and where; with a tensor the smaller of two.

        Of several that are smallest, each gets an equal part of the gradient; with `dim` the first gets it all.

        >>> torch.min(torch.tensor([2.0, 1.0, 3.0]))
        tensor(1.)
        >>> torch.min(torch.tensor([2.0, 1.0, 3.0]), 0)
        torch.return_types.min(
        values=tensor(1.),
        indices=tensor(1))

        Raises:
            RuntimeError: there are no elements.
            IndexError: there is no such dimension, or it is empty.
        """
        if dim is None:
            self._refuse_empty("min")
            return self._apply(reduce.MIN, self)
        if isinstance(dim, Variable):
            return self._binary(elementwise.MINIMUM, self, dim)
        return return_types.min(self._selected(ops.MIN_DIM, dim, keepdim=keepdim))

    def amax(self, dim: Any = (), keepdim: bool = False) -> Tensor:
        """The largest along one or several dimensions, which are left out or have length 1 with `keepdim`.

        Ties share the gradient.

        >>> torch.amax(torch.tensor([[1.0, 5.0], [7.0, 3.0]]), 1)
        tensor([5., 7.])
        """
        largest: Tensor = self._extreme(reduce.AMAX, dim, keepdim)
        return largest

    def amin(self, dim: Any = (), keepdim: bool = False) -> Tensor:
        """The smallest along one or several dimensions, which are left out or have length 1 with `keepdim`.

        Ties share the gradient.

        >>> torch.amin(torch.tensor([[1.0, 5.0], [7.0, 3.0]]), 1)
        tensor([1., 3.])
        """
        smallest: Tensor = self._extreme(reduce.AMIN, dim, keepdim)
        return smallest

    def aminmax(self, *, dim: int | None = None, keepdim: bool = False) -> Any:
        """Smallest and largest at once, of all elements or along `dim`; ties share the gradient.

        >>> torch.aminmax(torch.tensor([2.0, 1.0, 3.0]))
        torch.return_types.aminmax(
        min=tensor(1.),
        max=tensor(3.))

        Raises:
            RuntimeError: there are no elements.
        """
        return return_types.aminmax(self._extreme(reduce.AMINMAX, () if dim is None else dim, keepdim))

    def argmax(self, dim: int | None = None, keepdim: bool = False) -> Tensor:
        """Where the largest element is: its number, counted through all dimensions or along `dim`.

        Of several that are largest the first. Numbers of places have no gradient.

        >>> torch.argmax(torch.tensor([[1.0, 5.0], [7.0, 3.0]]))
        tensor(2)
        >>> torch.argmax(torch.tensor([[1.0, 5.0], [7.0, 3.0]]), 1)
        tensor([1, 0])

        Raises:
            IndexError: there are no elements, or no such dimension.
        """
        return self._place(ops.ARGMAX, dim, keepdim)

    def argmin(self, dim: int | None = None, keepdim: bool = False) -> Tensor:
        """Where the smallest element is: its number, counted through all dimensions or along `dim`.

        Of several that are smallest the first. Numbers of places have no gradient.

        >>> torch.argmin(torch.tensor([[1.0, 5.0], [7.0, 3.0]]))
        tensor(0)
        >>> torch.argmin(torch.tensor([[1.0, 5.0], [7.0, 3.0]]), 1)
        tensor([0, 1])

        Raises:
            IndexError: there are no elements, or no such dimension.
        """
        return self._place(ops.ARGMIN, dim, keepdim)

    def median(self, dim: int | None = None, keepdim: bool = False) -> Any:
        """The middle one in order of size, the lower of two; with `dim` along it and where. nan if one is.

        Elements that equal it share the gradient; with `dim` the one that was taken gets it all.

        >>> torch.median(torch.tensor([1.0, 4.0, 2.0, 100.0]))
        tensor(2.)
        >>> torch.median(torch.tensor([1.0, 4.0, 2.0]), 0)
        torch.return_types.median(
        values=tensor(2.),
        indices=tensor(2))
        """
        if dim is None:
            self._refuse_truth("median_cpu")
            return self._apply(ops.MEDIAN, self)
        axis(dim, self._array.ndim)
        self._refuse_truth("median_out")
        return return_types.median(self._selected(ops.MEDIAN_DIM, dim, keepdim=keepdim))

    def mode(self, dim: int = -1, keepdim: bool = False) -> Any:
        """The most frequent along `dim`, the smallest of several, and where it is. The gradient goes to that place.

        >>> torch.mode(torch.tensor([3, 1, 3, 2]))
        torch.return_types.mode(
        values=tensor(3),
        indices=tensor(2))
        """
        return return_types.mode(self._selected(ops.MODE, dim, keepdim=keepdim))

    def kthvalue(self, k: int, dim: int = -1, keepdim: bool = False) -> Any:
        """The k-th smallest along `dim`, counted from 1, and where it is. The gradient goes to that place.

        >>> torch.kthvalue(torch.tensor([30.0, 10.0, 20.0]), 2)
        torch.return_types.kthvalue(
        values=tensor(20.),
        indices=tensor(2))

        Raises:
            RuntimeError: `k` is less than 1 or more than there are elements.
        """
        where = axis(dim, self._array.ndim)
        if self._array.ndim and not self._array.shape[where]:
            raise errors.empty_reduction("kthvalue", where)
        if not 1 <= k <= (self._array.shape or (1,))[where]:
            raise RuntimeError(f"kthvalue(): selected number k out of range for dimension {where}")
        self._refuse_truth("kthvalue_cpu")
        return return_types.kthvalue(self._selected(ops.KTHVALUE, dim, keepdim=keepdim, k=k))

    # -- in order ------------------------------------------------------------------------------------

    def sort(self, dim: int = -1, descending: bool = False, *, stable: bool | None = None) -> Any:
        """All elements in order along `dim`, and where they were; equal ones keep their order, asked for or not.

        The gradient goes back to where the elements were; nan comes last.

        >>> torch.sort(torch.tensor([30.0, 10.0, 20.0]))
        torch.return_types.sort(
        values=tensor([10., 20., 30.]),
        indices=tensor([1, 2, 0]))
        >>> torch.sort(torch.tensor([3, 1, 2]), descending=True).values
        tensor([3, 2, 1])

        Raises:
            IndexError: there is no such dimension.
        """
        row = ops.SORT if stable is None else ops.SORT_STABLE
        return return_types.sort(self._selected(row, dim, descending=descending))

    def argsort(self, dim: int = -1, descending: bool = False, stable: bool = False) -> Tensor:  # noqa: ARG002 - PyTorch's signature; order is always kept
        """The indices that bring the elements along `dim` into order: `sort` without the values.

        >>> torch.argsort(torch.tensor([30.0, 10.0, 20.0]))
        tensor([1, 2, 0])

        Raises:
            IndexError: there is no such dimension.
        """
        return self._apply(ops.ARGSORT, self, dim=self._one("argsort", dim), descending=descending)

    def topk(self, k: int, dim: int = -1, largest: bool = True, sorted: bool = True) -> Any:
        """The `k` largest (or smallest) along `dim`, in order or not, and where they are.

        Shapes: `dim` has length `k` in both results. The gradient goes to the elements that were taken.

        >>> torch.topk(torch.tensor([1.0, 4.0, 2.0, 3.0]), 2)
        torch.return_types.topk(
        values=tensor([4., 3.]),
        indices=tensor([1, 3]))

        Raises:
            RuntimeError: `k` is more than there are elements.
        """
        if not is_int(k):
            raise errors.argument_must_be("topk", "k", 1, "int", type_name(k))
        where = axis(dim, self._array.ndim)
        if not 0 <= k <= (self._array.shape or (1,))[where]:
            raise RuntimeError("selected index k out of range")
        if self._array.dtype.kind == "b":
            raise RuntimeError("topk does not support bool dtypes on CPU")
        k = k if self._array.ndim else 1  # a number is all there is to take, also where none was asked for
        return return_types.topk(self._selected(ops.TOPK, dim, k=int(k), largest=largest, in_order=bool(sorted)))

    def cummax(self, dim: int) -> Any:
        """The largest so far along `dim`, and where it is: the last of equal ones, which gets the gradient.

        >>> torch.cummax(torch.tensor([1, 3, 2, 5]), 0)
        torch.return_types.cummax(
        values=tensor([1, 3, 3, 5]),
        indices=tensor([0, 1, 1, 3]))
        """
        return return_types.cummax(self._selected(ops.CUMMAX, dim))

    def cummin(self, dim: int) -> Any:
        """The smallest so far along `dim`, and where it is: the last of equal ones, which gets the gradient.

        >>> torch.cummin(torch.tensor([4, 2, 3, 1]), 0)
        torch.return_types.cummin(
        values=tensor([4, 2, 2, 1]),
        indices=tensor([0, 1, 1, 3]))
        """
        return return_types.cummin(self._selected(ops.CUMMIN, dim))

    # -- questions -------------------------------------------------------------------------------------

    def any(self, dim: Any = None, keepdim: bool = False) -> Tensor:
        """Whether at least one element is not 0: of all, or along `dim` (an int or several).

        >>> torch.any(torch.tensor([[True, False], [False, False]]))
        tensor(True)
        >>> torch.any(torch.tensor([[True, False], [False, False]]), 1)
        tensor([ True, False])
        """
        return self._apply(ops.ANY, self, dim=self._asked(dim), keepdim=keepdim)

    def all(self, dim: Any = None, keepdim: bool = False) -> Tensor:
        """Whether no element is 0: of all, or along `dim` (an int or several). Of no elements it is true.

        >>> torch.all(torch.tensor([[True, True], [True, False]]))
        tensor(False)
        >>> torch.all(torch.tensor([[True, True], [True, False]]), 1)
        tensor([ True, False])
        """
        return self._apply(ops.ALL, self, dim=self._asked(dim), keepdim=keepdim)

    def count_nonzero(self, dim: Any = None) -> Tensor:
        """How many elements are not 0: of all, or along `dim` (an int or several).

        >>> torch.count_nonzero(torch.tensor([[1, 0, 2], [0, 0, 3]]))
        tensor(3)
        >>> torch.count_nonzero(torch.tensor([[1, 0, 2], [0, 0, 3]]), dim=0)
        tensor([1, 0, 2])
        """
        return self._apply(ops.COUNT_NONZERO, self, dim=self._several(dim))

    # -- help --------------------------------------------------------------------------------------------

    def _one(self, function: str, dim: Any) -> int:
        if not is_int(dim):
            raise errors.argument_must_be(function, "dim", 1, "int", type_name(dim))
        return axis(int(dim), self._array.ndim)

    def _several(self, dim: Any) -> tuple[int, ...]:
        ndim = self._array.ndim
        if dim is None or (isinstance(dim, (tuple, list)) and not dim):
            return tuple(range(ndim))
        found = axes(dim, ndim)
        return found if ndim else ()

    def _asked(self, dim: Any) -> tuple[int, ...]:
        """As `_several`; but along no dimensions, `any` and `all` ask each element for itself."""
        return () if isinstance(dim, (tuple, list)) and not dim else self._several(dim)

    def _refuse_truth(self, kernel: str) -> None:
        if self._array.dtype.kind == "b":
            raise errors.not_for_dtype(kernel, "Bool")

    def _selected(self, row: Op, dim: Any, **options: Any) -> Any:
        where = self._one(row.name, dim)
        check_keepdim(row.name, options.get("keepdim", False))
        if self._array.ndim and self._array.shape[where] == 0 and not row.name.startswith(("cum", "sort", "topk")):
            raise errors.empty_reduction(row.name.removeprefix("nan"), where)
        return self._apply(row, self, dim=where, **options)

    def _extreme(self, row: Op, dim: Any, keepdim: bool) -> Any:
        dims = self._several(dim)
        check_keepdim(row.name, keepdim)
        if self._array.size == 0:
            if dim == () and row is reduce.AMINMAX:
                raise RuntimeError(
                    "aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity."
                )
            if dim in (None, (), []):
                raise errors.empty_reduction(row.name)
            for d, given in zip(dims, (dim,) if is_int(dim) else dim, strict=True):
                if self._array.shape[d] == 0:
                    if row is reduce.AMINMAX:  # which alone has no brackets
                        raise IndexError(f"aminmax: Expected reduction dim {d} to have non-zero size.")
                    raise errors.empty_reduction(row.name, given)
        return self._apply(row, self, dim=dims, keepdim=keepdim)

    def _place(self, row: Op, dim: int | None, keepdim: bool) -> Tensor:
        if self._array.dtype.kind == "b":
            raise RuntimeError(f"{row.name}(): does not support bool input")
        if dim is not None:
            dim = self._one(row.name, dim)
            if self._array.ndim and self._array.shape[dim] == 0:
                raise errors.empty_reduction(row.name, dim)
        elif self._array.size == 0:
            raise IndexError(f"{row.name}(): Expected reduction dim to be specified for input.numel() == 0.")
        return self._apply(row, self, dim=dim, keepdim=keepdim)

    def _refuse_empty(self, function: str) -> None:
        if self._array.size == 0:
            raise errors.empty_reduction(function)


def check_keepdim(function: str, keepdim: Any) -> None:
    """Refuse `x.sum(0, 1)`, which means something else than `x.sum((0, 1))`."""
    if not isinstance(keepdim, (bool, np.bool_)):
        raise errors.argument_must_be(function, "keepdim", 2, "bool", type_name(keepdim))


def is_int(value: Any) -> bool:
    """Whether `value` can name a dimension: truth values cannot."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)
