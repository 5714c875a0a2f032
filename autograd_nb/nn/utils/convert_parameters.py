"""Parameters as one vector.

Source: https://pytorch.org/docs/2.7/nn.html#utilities
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.joining import cat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from autograd_nb.engine.tensor import Tensor


def parameters_to_vector(parameters: Iterable[Any]) -> Tensor:
    """All parameters in one row."""
    return cat([p.view(-1) for p in parameters])


def vector_to_parameters(vec: Any, parameters: Iterable[Any]) -> None:
    """Take the values of the parameters from one row."""
    if not hasattr(vec, "_array"):
        raise TypeError(f"expected torch.Tensor, but got: {type(vec).__name__}")
    start = 0
    for p in parameters:
        size = p.numel()
        p.data = vec[start : start + size].view_as(p).data
        start += size
