"""Spread and mean at once: `var_mean` and `std_mean`.

Source: https://pytorch.org/docs/2.7/generated/torch.var_mean.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .calling import as_pytorch
from .ops import spread as ops

if TYPE_CHECKING:
    from .tensor import Tensor


@as_pytorch
def var_mean(
    input: Tensor, dim: Any = None, unbiased: bool = True, keepdim: bool = False, *, correction: float | None = None
) -> tuple[Tensor, Tensor]:
    """The variance and the mean.

    >>> import autograd_nb as torch
    >>> torch.var_mean(torch.tensor([1.0, 2.0, 3.0]))
    (tensor(1.), tensor(2.))
    """
    options = input._spread("var_mean", dim, unbiased, keepdim, correction)
    found: Any = input._apply(ops.VAR_MEAN, input, **options)
    width, mean = found
    return width, mean


@as_pytorch
def std_mean(
    input: Tensor, dim: Any = None, unbiased: bool = True, keepdim: bool = False, *, correction: float | None = None
) -> tuple[Tensor, Tensor]:
    """The standard deviation and the mean."""
    options = input._spread("std_mean", dim, unbiased, keepdim, correction)
    found: Any = input._apply(ops.STD_MEAN, input, **options)
    width, mean = found
    return width, mean
