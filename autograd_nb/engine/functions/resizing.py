"""What `resize` and `resize_as`, which PyTorch keeps for programs of its first years, do: another shape, recorded."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.function import Function

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Resize(Function):
    """Another shape of as many elements."""

    @staticmethod
    def forward(ctx: Any, tensor: Tensor, sizes: Any) -> Tensor:
        """`tensor` in the shape `sizes`: a copy only where its memory is in another order.

        Raises:
            RuntimeError: when it has another number of elements.
        """
        wanted = sizes[0] if len(sizes) == 1 and isinstance(sizes[0], tuple) else math.prod(sizes)
        if tensor.numel() != wanted:
            asked, given = ("x".join(map(str, shape)) for shape in (sizes, tensor.size()))
            raise RuntimeError(
                f"requested resize to {asked} ({wanted} elements in total), but the given tensor has a size of {given} "
                f"({tensor.numel()} elements). autograd's resize can only change the shape of a given tensor, while "
                "preserving the number of elements. "
            )
        ctx.input_sizes = tensor.size()
        result: Tensor = tensor.contiguous().view(*sizes)
        return result

    @staticmethod
    def backward(ctx: Any, grad_output: Tensor) -> Any:
        """The shape it had."""
        return grad_output.contiguous().view(ctx.input_sizes), None
