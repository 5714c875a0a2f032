"""Spread and mean at once: `var_mean` and `std_mean`.

Source: https://pytorch.org/docs/2.7/generated/torch.var_mean.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.ops import spread as ops

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


@as_pytorch
def var_mean(
    input: Tensor, dim: Any = None, unbiased: bool = True, keepdim: bool = False, *, correction: float | None = None
) -> tuple[Tensor, Tensor]:
    """The variance and the mean, of all elements or along `dim`.

    Args:
        input: the numbers.
        dim: one dimension or several, which disappear.
        unbiased: divide by one less than how many there are, instead of by how many.
        keepdim: keep the dimensions, with size 1.
        correction: how much less to divide by, instead of `unbiased`.

    >>> torch.var_mean(torch.tensor([1., 2., 3.]))
    (tensor(1.), tensor(2.))
    >>> torch.var_mean(torch.tensor([1., 2., 3.]), correction=0)
    (tensor(0.6667), tensor(2.))
    """
    options = input._spread("var_mean", dim, unbiased, keepdim, correction)
    found: Any = input._apply(ops.VAR_MEAN, input, **options)
    width, mean = found
    return width, mean


@as_pytorch
def std_mean(
    input: Tensor, dim: Any = None, unbiased: bool = True, keepdim: bool = False, *, correction: float | None = None
) -> tuple[Tensor, Tensor]:
    """The standard deviation and the mean, of all elements or along `dim`. Arguments as of `var_mean`.

    >>> torch.std_mean(torch.tensor([1., 3., 5.]))
    (tensor(2.), tensor(3.))
    """
    options = input._spread("std_mean", dim, unbiased, keepdim, correction)
    found: Any = input._apply(ops.STD_MEAN, input, **options)
    width, mean = found
    return width, mean
