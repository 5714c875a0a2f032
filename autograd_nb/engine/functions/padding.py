"""A number around a tensor: `constant_pad_nd`, and what it has in common with `nn.functional.pad`.

>>> import autograd_nb as torch
>>> padded(torch.ones(2), (1, 2), 0)
tensor([0., 1., 1., 0., 0.])

Source: https://pytorch.org/docs/2.7/generated/torch.nn.functional.pad.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.data import fitting
from autograd_nb.engine.ops.layer import CONSTANT_PAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor


@as_pytorch
def constant_pad_nd(input: Any, pad: Sequence[int], value: float = 0) -> Tensor:
    """`value` around the input; see `nn.functional.pad`. The gradient is that of the part in the middle.

    Args:
        input: any tensor.
        pad: so many before and after for the last dimension, then for the one before, and so on; negative ones cut off.
        value: the number, in the input's dtype.

    >>> torch.constant_pad_nd(torch.tensor([1, 2]), (1, 2), 0)
    tensor([0, 1, 2, 0, 0])

    Raises:
        RuntimeError: an odd number of ends, more than two for each dimension, or more cut off than there is.
    """
    ends, ndim = tuple(pad), input._array.ndim
    if len(ends) % 2:
        raise RuntimeError(f"Length of pad must be even but instead it equals {len(ends)}")
    if len(ends) > 2 * ndim:
        raise RuntimeError(
            "Length of pad should be no more than twice the number of dimensions of the input. Pad length is "
            f"{len(ends)}while the input has {ndim}dimensions."
        )
    return padded(input, ends, value)


def padded(x: Any, ends: tuple[int, ...], value: float) -> Tensor:
    """`value` around `x`: so many before and after for the last dimension, then for the one before, and so on.

    Raises:
        RuntimeError: more is cut off than there is.
    """
    ndim = x._array.ndim
    for i, n in enumerate(reversed(x._array.shape)):
        if 2 * i < len(ends) and n + ends[2 * i] + ends[2 * i + 1] < 0:
            raise RuntimeError(
                f"The input size {n}, plus negative padding {ends[2 * i]} and {ends[2 * i + 1]} resulted in a "
                f"negative output size, which is invalid. Check dimension {ndim - i - 1} of your input."
            )
    found: Tensor = x._apply(CONSTANT_PAD, x, pad=ends, value=fitting(value, x._array.dtype))
    return found
