"""Methods that make many elements into one, or run along a dimension."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.signatures import METHODS, match
from autograd_nb.engine.dtypes import as_dtype, default_numpy
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import reduce as ops
from autograd_nb.engine.ops import spread
from autograd_nb.engine.warn import warn

from .base import axes, axis
from .order import Order, check_keepdim, is_int

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Reduce(Order):
    """Sums, products, spread and softmax, for all elements or along dimensions."""

    # -- sums and products -------------------------------------------------------------------------

    def sum(
        self,
        dim: Any = None,
        keepdim: bool = False,
        *excess: Any,
        dtype: Any = None,
        axis: Any = None,
        keepdims: Any = None,
    ) -> Tensor:
        """The sum of all elements, or along `dim` (an int or several).

        Each element has derivative 1: the gradient is spread to the tensor's shape. Integers and truth values are added
        as int64, or in `dtype`. `axis` and `keepdims` are NumPy's names for `dim` and `keepdim`.

        Shapes: `dim` is left out, or has length 1 with `keepdim`.

        >>> torch.sum(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
        tensor(10.)
        >>> torch.sum(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), 0)
        tensor([4., 6.])

        Raises:
            IndexError: there is no such dimension.
        """
        if axis is not None:
            if dim is not None:
                raise errors.unexpected_keyword("sum", "axis")
            dim = axis
        if keepdims is not None:
            keepdim = keepdims
        if dim is None and dtype is None and not keepdim:
            return ops.SUM.apply(self)
        if excess:
            match(METHODS, "sum", (dim, keepdim, *excess), {}, self)
        return self._total("sum", (ops.SUM, ops.SUM_DIM), dim, keepdim, dtype)

    def mean(
        self,
        dim: Any = None,
        keepdim: bool = False,
        *excess: Any,
        dtype: Any = None,
        axis: Any = None,
        keepdims: Any = None,
    ) -> Tensor:
        """The mean of all elements, or along `dim` (an int or several): the sum, divided by the number of elements.

        Each of n elements has derivative 1 / n. Shapes: `dim` is left out, or has length 1 with `keepdim`.

        >>> torch.mean(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
        tensor(2.5000)
        >>> torch.mean(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), 1, keepdim=True)
        tensor([[1.5000],
                [3.5000]])

        Raises:
            RuntimeError: for integers, unless `dtype` says how to calculate.
        """
        if axis is not None:
            if dim is not None:
                raise errors.unexpected_keyword("mean", "axis")
            dim = axis
        if keepdims is not None:
            keepdim = keepdims
        if dtype is None and self._array.dtype.kind != "f":
            raise errors.mean_dtype("mean", self.dtype.scalar_name)
        if dtype is not None and as_dtype("mean", dtype).numpy.kind != "f":
            raise errors.mean_dtype("mean", dtype.scalar_name, "Optional")
        if dim is None and dtype is None and not keepdim:
            return ops.MEAN.apply(self)
        if excess:
            match(METHODS, "mean", (dim, keepdim, *excess), {}, self)
        return self._total("mean", (ops.MEAN, ops.MEAN_DIM), dim, keepdim, dtype)

    def nansum(self, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:
        """The sum of the elements that are not nan, of all or along `dim`.

        Each of those has derivative 1, the others 0.

        >>> torch.nansum(torch.tensor([1.0, torch.nan, 3.0]))
        tensor(4.)
        """
        return self._total("nansum", (None, ops.NANSUM), dim, keepdim, dtype)

    def nanmean(self, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:
        """The mean of the elements that are not nan, of all or along `dim`; nan where all are.

        >>> torch.nanmean(torch.tensor([1.0, torch.nan, 3.0]))
        tensor(2.)

        Raises:
            RuntimeError: for integers.
        """
        if self._array.dtype.kind != "f":
            raise errors.nanmean_dtype(self.dtype.scalar_name)
        me: Any = self
        if dtype is not None:
            if not dtype.is_floating_point:
                raise errors.mean_dtype("nanmean", dtype.scalar_name, "Optional")
            me = me.to(dtype)
        mean: Tensor = me.nansum(dim, keepdim) / (~me.isnan()).sum(dim, keepdim)
        return mean

    def prod(self, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:
        """The product of all elements, or along one dimension, which is left out or has length 1 with `keepdim`.

        The derivative with respect to an element is the product of the others. Integers are multiplied as int64.

        >>> torch.prod(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
        tensor(24.)
        >>> torch.prod(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), 0)
        tensor([3., 8.])
        """
        options = {} if dtype is None else {"dtype": as_dtype("prod", dtype).numpy}
        if dim is None:
            return self._apply(ops.PROD, self, **options)
        if not is_int(dim):
            dim = _plain(self, "prod", dim)
        check_keepdim("prod", keepdim)
        where = axis(dim, self._array.ndim)
        return self._apply(ops.PROD_DIM, self, dim=where, keepdim=keepdim and self._array.ndim > 0, **options)

    def cumsum(self, dim: int, *, dtype: Any = None) -> Tensor:
        """The running sum along `dim`: `out[i] = self[0] + ... + self[i]`.

        Its gradient is the running sum from the end.

        >>> torch.cumsum(torch.tensor([1.0, 2.0, 3.0]), 0)
        tensor([1., 3., 6.])

        Raises:
            IndexError: there is no such dimension.
        """
        return self._running(ops.CUMSUM, dim, dtype)

    def cumprod(self, dim: int, *, dtype: Any = None) -> Tensor:
        """The running product along `dim`: `out[i] = self[0] * ... * self[i]`.

        >>> torch.cumprod(torch.tensor([1.0, 2.0, 3.0]), 0)
        tensor([1., 2., 6.])

        Raises:
            IndexError: there is no such dimension.
        """
        return self._running(ops.CUMPROD, dim, dtype)

    # -- norms and spread ----------------------------------------------------------------------------

    def var(
        self, dim: Any = None, unbiased: bool = True, keepdim: bool = False, *, correction: float | None = None
    ) -> Tensor:
        """The variance; divides by n - correction, which is 1 unless `unbiased` is False.

        It is the mean square of the distances to the mean. `dim`, one or several, is left out, or has length 1 with
        `keepdim`.

        >>> torch.var(torch.tensor([1.0, 2.0, 3.0]))
        tensor(1.)
        >>> torch.var(torch.tensor([1.0, 2.0, 3.0]), correction=0)
        tensor(0.6667)

        Raises:
            RuntimeError: for integers.
        """
        return self._apply(spread.VAR, self, **self._spread("var", dim, unbiased, keepdim, correction))

    def std(
        self, dim: Any = None, unbiased: bool = True, keepdim: bool = False, *, correction: float | None = None
    ) -> Tensor:
        """The standard deviation: the root of `var`, in the unit of the elements.

        >>> torch.std(torch.tensor([1.0, 2.0, 3.0]))
        tensor(1.)
        >>> torch.std(torch.tensor([[1.0, 3.0], [5.0, 9.0]]), 1, correction=0)
        tensor([1., 2.])

        Raises:
            RuntimeError: for integers.
        """
        return self._apply(spread.STD, self, **self._spread("std", dim, unbiased, keepdim, correction))

    # -- exponentials that are brought to sum 1 ----------------------------------------------------------

    def logsumexp(self, dim: Any, keepdim: bool = False) -> Tensor:
        """log(sum(exp(x))) along `dim` (an int or several), without overflow; its derivative is the `softmax`.

        >>> torch.logsumexp(torch.tensor([1000.0, 1000.0]), 0)
        tensor(1000.6932)

        Raises:
            IndexError: there is no such dimension.
        """
        x = self if self._array.dtype.kind == "f" else self._cast(default_numpy())
        return self._apply(ops.LOGSUMEXP, x, dim=self._dims("logsumexp", dim), keepdim=keepdim)

    def softmax(self, dim: int, dtype: Any = None) -> Tensor:
        """exp(x), divided by its sum along `dim`: positive numbers with sum 1, of the tensor's shape.

        The derivative of the result s_i with respect to x_j is s_i (1 - s_i) for i = j, else -s_i s_j.

        >>> torch.softmax(torch.tensor([[0.0, 0.0], [0.0, 1000.0]]), 1)
        tensor([[0.5000, 0.5000],
                [0.0000, 1.0000]])

        Raises:
            NotImplementedError: for integers, unless `dtype` says how to calculate.
        """
        return self._soft("softmax", ops.SOFTMAX, dim, dtype)

    def log_softmax(self, dim: int, dtype: Any = None) -> Tensor:
        """The logarithm of `softmax`, without loss of precision: `x - x.logsumexp(dim)`.

        >>> torch.log_softmax(torch.tensor([0.0, 0.0, 1000.0]), 0)
        tensor([-1000., -1000.,     0.])

        Raises:
            NotImplementedError: for integers, unless `dtype` says how to calculate.
        """
        return self._soft("log_softmax", ops.LOG_SOFTMAX, dim, dtype)

    # -- help ----------------------------------------------------------------------------------------------

    def _total(self, name: str, rows: tuple[Op | None, Op], dim: Any, keepdim: bool, dtype: Any) -> Tensor:
        """One of two rows: for all elements, or along dimensions."""
        check_keepdim(name, keepdim)
        options = {} if dtype is None else {"dtype": as_dtype(name, dtype).numpy}
        whole, along = rows
        if dim is None and not keepdim and whole is not None:
            return self._apply(whole, self, **options)
        return self._apply(along, self, dim=self._dims(name, dim), keepdim=keepdim, **options)

    def _dims(self, function: str, dim: Any) -> int | tuple[int, ...]:
        """`dim` as non-negative dimensions; nothing and () stand for all. A scalar has none to name."""
        ndim = self._array.ndim
        if is_int(dim):
            found = axis(dim, ndim)
            return found if ndim else ()
        if dim is None or (isinstance(dim, (tuple, list)) and not dim):
            return tuple(range(ndim))
        if not isinstance(dim, (tuple, list)) or not all(is_int(d) for d in dim):
            return self._dims(function, _plain(self, function, dim))
        several = axes(dim, ndim)
        return several if ndim else ()

    def _running(self, row: Op, dim: Any, dtype: Any) -> Tensor:
        if not is_int(dim):
            raise errors.argument_must_be(row.name, "dim", 1, "int", type_name(dim))
        options = {} if dtype is None else {"dtype": as_dtype(row.name, dtype).numpy}
        d = axis(dim, self._array.ndim)
        if dtype is not None and options["dtype"].kind == "b" and self._array.ndim and self._array.size:
            raise errors.not_for_dtype(f"{row.name}_out_cpu", "Bool")
        return self._apply(row, self, dim=d, **options)

    def _spread(self, name: str, dim: Any, unbiased: bool, keepdim: bool, correction: float | None) -> dict[str, Any]:
        """The options of the rows of variance, from PyTorch's two signatures."""
        if self._array.dtype.kind != "f":
            who = name if name.endswith("_mean") else "std and var"
            raise RuntimeError(f"{who} only support floating point and complex dtypes")
        if isinstance(dim, bool):  # var(unbiased)
            dim, unbiased = None, dim
        dims = self._dims(name, dim)
        correction = correction if correction is not None else int(unbiased)
        averaged = (dims,) if isinstance(dims, int) else dims
        if correction >= (math.prod(self._array.shape[d] for d in averaged) if self._array.size else 0):
            warn(errors.no_degrees_of_freedom(name))
        return {"dim": dims, "correction": correction, "keepdim": keepdim}

    def _soft(self, name: str, row: Op, dim: Any, dtype: Any) -> Tensor:
        if not is_int(dim):
            raise errors.argument_must_be(name, "dim", 1, "int", type_name(dim))
        where = axis(dim, self._array.ndim)
        x = self if dtype is None else self._cast(as_dtype(name, dtype).numpy)
        if x._array.dtype.kind != "f":
            last = "_lastdim" if where >= self._array.ndim - 1 else ""
            kernel = f"{name}{last}_kernel_impl"
            raise NotImplementedError(f"\"{kernel}\" not implemented for '{x.dtype.scalar_name}'")
        return self._apply(row, x, dim=where)


def _plain(x: Any, function: str, dim: Any) -> Any:
    """Dimensions that are tensors or NumPy's numbers as Python's; anything else is refused as PyTorch does."""
    found = match(METHODS, function, (dim,), {}, x)
    plain = found and found.plain((dim,), {})
    if plain is None:
        raise TypeError(f"{function}(): {type_name(dim)} is no dimension")
    return plain[0][0]
