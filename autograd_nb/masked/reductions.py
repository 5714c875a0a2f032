"""Sums, means and their like over some dimensions, or all.

Source: https://pytorch.org/docs/2.7/masked.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb import linalg as _linalg
from autograd_nb.engine import creation as _creation
from autograd_nb.engine import dtypes as _dtypes
from autograd_nb.engine import functional as _functional

from .counting import counting, dims_of, spread, summed

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

_torch = _functional.functions()


def sum(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """The sum of what counts; 0 where nothing does.

    >>> x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    >>> s = torch.masked.sum(x, mask=torch.tensor([True, False, True]))
    >>> s.backward()
    >>> s, x.grad
    (tensor(4., grad_fn=<SumBackward1>), tensor([1., 0., 1.]))
    """
    dtype = dtype or summed(input.dtype)
    dims = dims_of(dim, input.ndim)
    result: Tensor = counting("sum", input, mask).sum(dims, bool(keepdim), dtype=dtype)
    return result


def prod(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """The product of what counts; 1 where nothing does.

    >>> torch.masked.prod(torch.tensor([2.0, 3.0, 4.0]), mask=torch.tensor([True, False, True]))
    tensor(8.)
    """
    dtype = dtype or summed(input.dtype)
    dims = dims_of(dim, input.ndim)
    result: Tensor = counting("prod", input, mask).to(dtype=dtype)
    for d in reversed(dims):
        result = result.prod(dim=d, keepdim=bool(keepdim))
    return result


def amax(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """The largest of what counts; several that are equal share the gradient.

    >>> torch.masked.amax(torch.tensor([[1.0, 9.0], [3.0, 2.0]]), 1, mask=torch.tensor([True, False]))
    tensor([1., 3.])
    """
    those = counting("amax", input, mask)
    result: Tensor = those.amax(dims_of(dim, input.ndim), bool(keepdim)).to(dtype=dtype or input.dtype)
    return result


def amin(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """The smallest of what counts; several that are equal share the gradient.

    >>> torch.masked.amin(torch.tensor([[9.0, 1.0], [2.0, 3.0]]), 1, mask=torch.tensor([True, False]))
    tensor([9., 2.])
    """
    those = counting("amin", input, mask)
    result: Tensor = those.amin(dims_of(dim, input.ndim), bool(keepdim)).to(dtype=dtype or input.dtype)
    return result


def argmax(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """Where the largest of what counts is, in the dtype of the input if no other is given.

    >>> torch.masked.argmax(torch.tensor([1.0, 9.0, 3.0]), mask=torch.tensor([True, False, True]))
    tensor(2.)
    """
    those = counting("argmax", input, mask)
    result: Tensor = _torch["argmax"](those, dim, bool(keepdim)).to(dtype=dtype or input.dtype)
    return result


def argmin(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """Where the smallest of what counts is, in the dtype of the input if no other is given.

    >>> torch.masked.argmin(torch.tensor([5.0, 1.0, 3.0]), mask=torch.tensor([True, False, True]))
    tensor(2.)
    """
    those = counting("argmin", input, mask)
    result: Tensor = _torch["argmin"](those, dim, bool(keepdim)).to(dtype=dtype or input.dtype)
    return result


def _counted(input: Any, dim: Any, keepdim: Any, dtype: Any, mask: Any) -> tuple[Any, Tensor, Any]:
    """How many elements count, their sum, and the mask in the shape of the input."""
    if mask is None:
        count = sum(_creation.ones(input.shape, dtype=_dtypes.int64), dim, keepdim=keepdim)
        return count, sum(input, dim, keepdim=keepdim, dtype=dtype), None
    where = spread(input, mask)
    count = where.sum(dim=dim, keepdim=bool(keepdim))
    return count, sum(input, dim, keepdim=keepdim, dtype=dtype, mask=where), where


def mean(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """The mean of what counts; nan where nothing does.

    >>> torch.masked.mean(torch.tensor([[1.0, 5.0, 9.0], [1.0, 2.0, 3.0]]), 1, mask=torch.tensor([True, False, True]))
    tensor([5., 2.])

    Raises:
        ValueError: when whole numbers are to have a whole mean.
    """
    source = "Input" if dtype is None else "Optional"
    dtype = dtype or input.dtype
    if not dtype.is_floating_point:
        raise ValueError(
            f"mean(): Could not infer output dtype. {source} dtype must be either "
            f"a floating point or complex dtype. Got: {dtype}"
        )
    count, total, _ = _counted(input, dim, keepdim, dtype, mask)
    result: Tensor = total / count
    return result


def median(input: Any, dim: int = -1, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """The median of what counts in a dimension, the lower of two; nan where nothing does.

    >>> torch.masked.median(torch.tensor([1.0, 100.0, 2.0, 3.0]), mask=torch.tensor([True, False, True, True]))
    tensor(2.)

    Raises:
        ValueError: when the median of whole numbers would be nan.
    """
    d = dims_of(dim, input.ndim)[0]
    floats = input.dtype.is_floating_point
    those = counting("median", input if floats else input.to(dtype=_dtypes.float32), mask)
    result: Tensor = those.nanmedian(d, keepdim).values
    if floats:
        return result
    if result.isnan().any():
        raise ValueError("masked median expects no fully masked out rows if dtype is not floating point")
    return result.to(dtype=dtype or input.dtype)


def logsumexp(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """The logarithm of the sum of the exponentials of what counts.

    >>> torch.masked.logsumexp(torch.tensor([0.0, 50.0, 0.0]), mask=torch.tensor([True, False, True]))
    tensor(0.6931)
    """
    dims = dims_of(dim, input.ndim)
    those = counting("logsumexp", input, mask)
    result: Tensor = those.logsumexp(dims, keepdim=keepdim).to(dtype=dtype or input.dtype)
    return result


def norm(
    input: Any, ord: Any = 2.0, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None
) -> Tensor:
    """The norm of the vectors of what counts, see `torch.linalg.vector_norm`.

    >>> torch.masked.norm(torch.tensor([3.0, 100.0, 4.0]), mask=torch.tensor([True, False, True]))
    tensor(5.)
    """
    those = counting("norm", input, mask, ord)
    dims = dims_of(dim, input.ndim)
    return _linalg.vector_norm(those, ord, dims, bool(keepdim), dtype=dtype or input.dtype)


def _variance(input: Any, dim: Any, unbiased: Any, correction: Any, keepdim: Any, dtype: Any, mask: Any) -> Tensor:
    if unbiased is not None and correction is not None:
        raise AssertionError("Only one of unbiased and correction may be given")
    less = 1.0 if unbiased is None else float(bool(unbiased))
    if correction is not None:
        less = float(correction)
    if dtype is None:
        dtype = input.dtype if input.dtype.is_floating_point else _dtypes.float32
    compute_dtype = dtype if dtype.is_floating_point else _dtypes.float32
    count, total, where = _counted(input, dim, True, dtype, mask)
    away = input.subtract(total.divide(count))
    squares = sum(away * away, dim, keepdim=keepdim, dtype=compute_dtype, mask=where)
    if not keepdim:
        count = count.reshape(squares.shape)
    if less:
        count = count.to(compute_dtype).subtract(less)
        count = count.maximum(count.new_zeros([]))
    result: Tensor = squares.divide(count).to(dtype=dtype)
    return result


def var(
    input: Any, dim: Any = None, unbiased: Any = None, *,
    correction: Any = None, keepdim: Any = False, dtype: Any = None, mask: Any = None,
) -> Tensor:  # fmt: skip
    """The variance of what counts: of a sample if not said otherwise, with `unbiased` or a `correction`.

    >>> x, mask = torch.tensor([1.0, 100.0, 3.0]), torch.tensor([True, False, True])
    >>> torch.masked.var(x, mask=mask), torch.masked.var(x, mask=mask, unbiased=False)
    (tensor(2.), tensor(1.))

    Raises:
        AssertionError: when both are given.
    """
    return _variance(input, dim, unbiased, correction, keepdim, dtype, mask)


def std(
    input: Any, dim: Any = None, unbiased: Any = None, *,
    correction: Any = None, keepdim: Any = False, dtype: Any = None, mask: Any = None,
) -> Tensor:  # fmt: skip
    """The square root of `var`, with its arguments.

    >>> torch.masked.std(torch.tensor([1.0, 100.0, 3.0]), unbiased=False, mask=torch.tensor([True, False, True]))
    tensor(1.)
    """
    return _variance(input, dim, unbiased, correction, keepdim, dtype, mask).sqrt()
