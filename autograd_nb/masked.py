"""`torch.masked`: sums, products and their like of those elements only that a mask says count.

>>> import autograd_nb as torch
>>> x = torch.tensor([[-3.0, -2.0, -1.0], [0.0, 1.0, 2.0]])
>>> mask = torch.tensor([[True, False, True], [False, False, True]])
>>> sum(x, 1, mask=mask), mean(x, 1, mask=mask)
(tensor([-4.,  2.]), tensor([-2.,  2.]))

What does not count is replaced by what the operation does not notice, 0 in a sum, and the operation of all elements is
taken, so gradients are those of `where` and of that operation. A mask has the shape of the input or one that is
broadcast to it. Where no element counts, the result is that replacement, or nan of a mean, a variance, a median.

Source: https://pytorch.org/docs/2.7/masked.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from . import linalg as _linalg
from .engine import creation as _creation
from .engine import dtypes as _dtypes
from .engine import functional as _functional
from .engine import limits as _limits
from .engine.absent import reason as _reason

if TYPE_CHECKING:
    from .engine.tensor import Tensor

__all__ = [
    "amax",
    "amin",
    "argmax",
    "argmin",
    "cumprod",
    "cumsum",
    "log_softmax",
    "logaddexp",
    "logsumexp",
    "mean",
    "median",
    "norm",
    "normalize",
    "prod",
    "softmax",
    "softmin",
    "std",
    "sum",
    "var",
]

_torch = _functional.functions()

_HIGHEST = frozenset({"amax", "argmax", "logaddexp", "logsumexp"})
"""Operations that look for the largest element, and do not notice the lowest number there is."""

_LOWEST = frozenset({"amin", "argmin"})


def __getattr__(name: str) -> NoReturn:
    why = _reason(name) if name in ("MaskedTensor", "as_masked_tensor", "is_masked_tensor", "masked_tensor") else None
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}{(why and ': ' + why) or ''}")


# ---- what does not count ---------------------------------------------------------------------------------


def _unnoticed(operation: str, input: Any, ord: float = 2.0) -> Tensor:
    """The number that `operation` does not notice among elements of this dtype.

    Raises:
        NotImplementedError: where there is none: nothing is less than both truth values.
        AssertionError: for the norm of order -inf of whole numbers, where only infinity would do.
    """
    dtype = input.dtype
    if operation in _HIGHEST or operation in _LOWEST:
        if dtype == _dtypes.bool_:
            raise NotImplementedError(f"identity of {operation} on {dtype} input")
        if dtype.is_floating_point:
            value: Any = float("-inf" if operation in _HIGHEST else "inf")
        else:
            limits = _limits.iinfo(dtype)
            value = limits.min if operation in _HIGHEST else limits.max
    elif operation == "norm" and ord == float("-inf"):
        if not dtype.is_floating_point:
            raise AssertionError(dtype)
        value = float("inf")
    else:
        value = {"sum": 0, "norm": 0, "prod": 1, "median": float("nan")}[operation]
    return _creation.tensor(value, dtype=dtype)


def _spread(input: Any, mask: Any) -> Any:
    """The mask as truth values in the shape of the input.

    Raises:
        IndexError: when it has more dimensions.
    """
    if mask.shape != input.shape:
        if mask.ndim > input.ndim:
            raise IndexError(
                "_input_mask expected broadcastable mask (got mask dimensionality higher than of the input)"
            )
        mask = mask.clone().broadcast_to(input.shape)
    return mask.to(dtype=_dtypes.bool_)


def _counting(operation: str, input: Any, mask: Any, ord: float = 2.0) -> Any:
    """`input` with what `operation` does not notice where the mask is not true."""
    if mask is None:
        return input
    where = _spread(input, mask)
    return input.where(where, _unnoticed(operation, input, ord))


def _dims(dim: Any, ndim: int) -> tuple[int, ...]:
    """The dimensions from the first to the last; all if none is given.

    Raises:
        IndexError: for one that is not there.
        RuntimeError: for one that is given twice.
    """
    if dim is None or dim == ():
        return tuple(range(ndim))
    ndim = max(ndim, 1)
    found: list[int] = []
    for d in (dim,) if isinstance(dim, int) else dim:
        if d in found:
            raise RuntimeError(f"dim={d} appears multiple times in the list of dims")
        if not -ndim <= d < ndim:
            raise IndexError(f"Dimension out of range (expected to be in range of [{-ndim}, {ndim - 1}], but got {d})")
        found.append(d % ndim)
    return tuple(sorted(found))


def _summed(dtype: Any) -> Any:
    """The dtype in which numbers of this one are added up."""
    return dtype if dtype.is_floating_point else _dtypes.int64


# ---- of some dimensions, or all -----------------------------------------------------------------------------


def sum(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """The sum of what counts.

    >>> import autograd_nb as torch
    >>> x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    >>> s = sum(x, mask=torch.tensor([True, False, True]))
    >>> s.backward()
    >>> s, x.grad
    (tensor(4., grad_fn=<SumBackward1>), tensor([1., 0., 1.]))
    """
    dtype = dtype or _summed(input.dtype)
    dims = _dims(dim, input.ndim)
    result: Tensor = _counting("sum", input, mask).sum(dims, bool(keepdim), dtype=dtype)
    return result


def prod(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """The product of what counts."""
    dtype = dtype or _summed(input.dtype)
    dims = _dims(dim, input.ndim)
    result: Tensor = _counting("prod", input, mask).to(dtype=dtype)
    for d in reversed(dims):
        result = result.prod(dim=d, keepdim=bool(keepdim))
    return result


def amax(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """The largest of what counts; several that are equal share the gradient."""
    counting = _counting("amax", input, mask)
    result: Tensor = counting.amax(_dims(dim, input.ndim), bool(keepdim)).to(dtype=dtype or input.dtype)
    return result


def amin(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """The smallest of what counts; several that are equal share the gradient."""
    counting = _counting("amin", input, mask)
    result: Tensor = counting.amin(_dims(dim, input.ndim), bool(keepdim)).to(dtype=dtype or input.dtype)
    return result


def argmax(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """Where the largest of what counts is, in the dtype of the input if no other is given."""
    counting = _counting("argmax", input, mask)
    result: Tensor = _torch["argmax"](counting, dim, bool(keepdim)).to(dtype=dtype or input.dtype)
    return result


def argmin(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """Where the smallest of what counts is, in the dtype of the input if no other is given."""
    counting = _counting("argmin", input, mask)
    result: Tensor = _torch["argmin"](counting, dim, bool(keepdim)).to(dtype=dtype or input.dtype)
    return result


def _counted(input: Any, dim: Any, keepdim: Any, dtype: Any, mask: Any) -> tuple[Any, Tensor, Any]:
    """How many elements count, their sum, and the mask in the shape of the input."""
    if mask is None:
        count = sum(_creation.ones(input.shape, dtype=_dtypes.int64), dim, keepdim=keepdim)
        return count, sum(input, dim, keepdim=keepdim, dtype=dtype), None
    where = _spread(input, mask)
    count = where.sum(dim=dim, keepdim=bool(keepdim))
    return count, sum(input, dim, keepdim=keepdim, dtype=dtype, mask=where), where


def mean(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """The mean of what counts; nan where nothing does.

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

    Raises:
        ValueError: when the median of whole numbers would be nan.
    """
    d = _dims(dim, input.ndim)[0]
    floats = input.dtype.is_floating_point
    counting = _counting("median", input if floats else input.to(dtype=_dtypes.float32), mask)
    result: Tensor = counting.nanmedian(d, keepdim).values
    if floats:
        return result
    if result.isnan().any():
        raise ValueError("masked median expects no fully masked out rows if dtype is not floating point")
    return result.to(dtype=dtype or input.dtype)


def logsumexp(input: Any, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None) -> Tensor:
    """The logarithm of the sum of the exponentials of what counts."""
    dims = _dims(dim, input.ndim)
    counting = _counting("logsumexp", input, mask)
    result: Tensor = counting.logsumexp(dims, keepdim=keepdim).to(dtype=dtype or input.dtype)
    return result


def norm(
    input: Any, ord: Any = 2.0, dim: Any = None, *, keepdim: Any = False, dtype: Any = None, mask: Any = None
) -> Tensor:
    """The norm of the vectors of what counts, see `torch.linalg.vector_norm`."""
    counting = _counting("norm", input, mask, ord)
    dims = _dims(dim, input.ndim)
    return _linalg.vector_norm(counting, ord, dims, bool(keepdim), dtype=dtype or input.dtype)


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

    Raises:
        AssertionError: when both are given.
    """
    return _variance(input, dim, unbiased, correction, keepdim, dtype, mask)


def std(
    input: Any, dim: Any = None, unbiased: Any = None, *,
    correction: Any = None, keepdim: Any = False, dtype: Any = None, mask: Any = None,
) -> Tensor:  # fmt: skip
    """The square root of `var`."""
    return _variance(input, dim, unbiased, correction, keepdim, dtype, mask).sqrt()


# ---- along one dimension: results of the shape of the input -------------------------------------------------


def cumsum(input: Any, dim: Any, *, dtype: Any = None, mask: Any = None) -> Tensor:
    """The sums of what counts up to each place."""
    d = _dims(dim, input.ndim)[0]
    result: Tensor = _counting("sum", input, mask).cumsum(d, dtype=dtype or input.dtype)
    return result


def cumprod(input: Any, dim: Any, *, dtype: Any = None, mask: Any = None) -> Tensor:
    """The products of what counts up to each place."""
    d = _dims(dim, input.ndim)[0]
    result: Tensor = _counting("prod", input, mask).cumprod(d, dtype=dtype or input.dtype)
    return result


def softmax(input: Any, dim: Any, *, dtype: Any = None, mask: Any = None) -> Tensor:
    """The softmax of what counts; 0 elsewhere, as in attention.

    >>> import autograd_nb as torch
    >>> softmax(torch.zeros(3), 0, mask=torch.tensor([True, True, False]))
    tensor([0.5000, 0.5000, 0.0000])
    """
    d = _dims(dim, input.ndim)[0]
    result: Tensor = _counting("amax", input, mask).softmax(d, dtype=dtype or input.dtype)
    return result


def log_softmax(input: Any, dim: Any, *, dtype: Any = None, mask: Any = None) -> Tensor:
    """The logarithm of `softmax`; -inf where nothing counts."""
    d = _dims(dim, input.ndim)[0]
    result: Tensor = _counting("amax", input, mask).log_softmax(d, dtype=dtype or input.dtype)
    return result


def softmin(input: Any, dim: Any, *, dtype: Any = None, mask: Any = None) -> Tensor:
    """The softmax of the negative input."""
    d = _dims(dim, input.ndim)[0]
    result: Tensor = (-_counting("amin", input, mask)).softmax(d, dtype=dtype or input.dtype)
    return result


def normalize(input: Any, ord: Any, dim: Any, *, eps: float = 1e-12, dtype: Any = None, mask: Any = None) -> Tensor:
    """What counts divided by its norm, or by `eps` if that is larger; 0 elsewhere."""
    counting = _counting("sum", input, mask)
    length: Any = norm(input, ord, dim, keepdim=True, dtype=dtype or input.dtype, mask=mask)
    result: Tensor = counting.divide(length.maximum(length.new_full([], eps)))
    return result


def logaddexp(input: Any, other: Any, *, dtype: Any = None, input_mask: Any = None, other_mask: Any = None) -> Tensor:
    """The logarithm of exp(input) + exp(other), in which what a mask leaves out adds 0."""
    x, y = _counting("logaddexp", input, input_mask), _counting("logaddexp", other, other_mask)
    result: Tensor = x.logaddexp(y).to(dtype=dtype or input.dtype)
    return result
