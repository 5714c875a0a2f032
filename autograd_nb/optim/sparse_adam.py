"""SparseAdam, which changes only those rows of a table that a batch has used: it needs sparse gradients.

Source: https://pytorch.org/docs/2.7/generated/torch.optim.SparseAdam.html
"""

from __future__ import annotations

from typing import Any

from .optimizer import Optimizer
from .steps import Array, check


class SparseAdam(Optimizer):
    """Adam for sparse gradients. Gradients here have all elements, and these it refuses, as PyTorch's does.

    >>> x = torch.ones(2, requires_grad=True)
    >>> optimizer = torch.optim.SparseAdam([x])
    >>> x.sum().backward()
    >>> try:
    ...     optimizer.step()
    ... except RuntimeError as error:
    ...     print(error)
    SparseAdam does not support dense gradients, please consider Adam instead
    """

    def __init__(
        self,
        params: Any,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        maximize: bool = False,
    ) -> None:
        check(
            [
                (0.0 < lr, f"Invalid learning rate: {lr}"),
                (0.0 < eps, f"Invalid epsilon value: {eps}"),
                (0.0 <= betas[0] < 1.0, f"Invalid beta parameter at index 0: {betas[0]}"),
                (0.0 <= betas[1] < 1.0, f"Invalid beta parameter at index 1: {betas[1]}"),
            ]
        )
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "maximize": maximize})

    def update(self, parameter: Any, gradient: Array, group: dict[str, Any], state: dict[str, Any]) -> None:
        """Refuse a gradient that has all elements."""
        del parameter, gradient, group, state
        raise RuntimeError("SparseAdam does not support dense gradients, please consider Adam instead")
