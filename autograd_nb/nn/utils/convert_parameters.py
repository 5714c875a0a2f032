"""Parameters as one vector.

Source: https://pytorch.org/docs/2.7/nn.html#utilities
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.functions.joining import cat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from autograd_nb.engine.tensor import Tensor


def parameters_to_vector(parameters: Iterable[Any]) -> Tensor:
    """All parameters in one row.

    >>> torch.nn.utils.parameters_to_vector([torch.tensor([[1.0, 2.0]]), torch.tensor([3.0])])
    tensor([1., 2., 3.])

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.parameters_to_vector.html
    """
    return cat([p.view(-1) for p in parameters])


def vector_to_parameters(vec: Any, parameters: Iterable[Any]) -> None:
    """Take the values of the parameters from one row.

    >>> layer = torch.nn.Linear(2, 1)
    >>> torch.nn.utils.vector_to_parameters(torch.tensor([1.0, 2.0, 3.0]), layer.parameters())
    >>> layer.weight.data, layer.bias.data
    (tensor([[1., 2.]]), tensor([3.]))

    Raises:
        TypeError: `vec` is no tensor.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.vector_to_parameters.html
    """
    if not hasattr(vec, "_array"):
        raise TypeError(f"expected torch.Tensor, but got: {type(vec).__name__}")
    start = 0
    for p in parameters:
        size = p.numel()
        p.data = vec[start : start + size].view_as(p).data
        start += size
