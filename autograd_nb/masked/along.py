"""What keeps the shape of the input: along one dimension, or element by element.

Source: https://pytorch.org/docs/2.7/masked.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .counting import counting, dims_of
from .reductions import norm

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


def cumsum(input: Any, dim: Any, *, dtype: Any = None, mask: Any = None) -> Tensor:
    """The sums of what counts up to each place.

    >>> torch.masked.cumsum(torch.tensor([1.0, 10.0, 2.0]), 0, mask=torch.tensor([True, False, True]))
    tensor([1., 1., 3.])
    """
    d = dims_of(dim, input.ndim)[0]
    result: Tensor = counting("sum", input, mask).cumsum(d, dtype=dtype or input.dtype)
    return result


def cumprod(input: Any, dim: Any, *, dtype: Any = None, mask: Any = None) -> Tensor:
    """The products of what counts up to each place.

    >>> torch.masked.cumprod(torch.tensor([2.0, 10.0, 3.0]), 0, mask=torch.tensor([True, False, True]))
    tensor([2., 2., 6.])
    """
    d = dims_of(dim, input.ndim)[0]
    result: Tensor = counting("prod", input, mask).cumprod(d, dtype=dtype or input.dtype)
    return result


def softmax(input: Any, dim: Any, *, dtype: Any = None, mask: Any = None) -> Tensor:
    """The softmax of what counts; 0 elsewhere, as in attention.

    >>> torch.masked.softmax(torch.zeros(3), 0, mask=torch.tensor([True, True, False]))
    tensor([0.5000, 0.5000, 0.0000])
    """
    d = dims_of(dim, input.ndim)[0]
    result: Tensor = counting("amax", input, mask).softmax(d, dtype=dtype or input.dtype)
    return result


def log_softmax(input: Any, dim: Any, *, dtype: Any = None, mask: Any = None) -> Tensor:
    """The logarithm of `softmax`; -inf where nothing counts.

    >>> torch.masked.log_softmax(torch.zeros(3), 0, mask=torch.tensor([True, True, False]))
    tensor([-0.6931, -0.6931,    -inf])
    """
    d = dims_of(dim, input.ndim)[0]
    result: Tensor = counting("amax", input, mask).log_softmax(d, dtype=dtype or input.dtype)
    return result


def softmin(input: Any, dim: Any, *, dtype: Any = None, mask: Any = None) -> Tensor:
    """The softmax of the negative input: the smallest of what counts gets the most.

    >>> torch.masked.softmin(torch.tensor([0.0, 0.0, -9.0]), 0, mask=torch.tensor([True, True, False]))
    tensor([0.5000, 0.5000, 0.0000])
    """
    d = dims_of(dim, input.ndim)[0]
    result: Tensor = (-counting("amin", input, mask)).softmax(d, dtype=dtype or input.dtype)
    return result


def normalize(input: Any, ord: Any, dim: Any, *, eps: float = 1e-12, dtype: Any = None, mask: Any = None) -> Tensor:
    """What counts divided by its norm, or by `eps` if that is larger; 0 elsewhere.

    >>> torch.masked.normalize(torch.tensor([3.0, 100.0, 4.0]), 2.0, 0, mask=torch.tensor([True, False, True]))
    tensor([0.6000, 0.0000, 0.8000])
    """
    those = counting("sum", input, mask)
    length: Any = norm(input, ord, dim, keepdim=True, dtype=dtype or input.dtype, mask=mask)
    result: Tensor = those.divide(length.maximum(length.new_full([], eps)))
    return result


def logaddexp(input: Any, other: Any, *, dtype: Any = None, input_mask: Any = None, other_mask: Any = None) -> Tensor:
    """The logarithm of exp(input) + exp(other), in which what a mask leaves out adds 0.

    Shapes: what both broadcast to.

    >>> x = torch.tensor([0.0, 0.0])
    >>> torch.masked.logaddexp(x, x, other_mask=torch.tensor([True, False]))
    tensor([0.6931, 0.0000])
    """
    x, y = counting("logaddexp", input, input_mask), counting("logaddexp", other, other_mask)
    result: Tensor = x.logaddexp(y).to(dtype=dtype or input.dtype)
    return result
