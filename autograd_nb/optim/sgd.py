"""Gradient descent, with momentum where asked for.

Source: https://pytorch.org/docs/2.7/generated/torch.optim.SGD.html
"""

from __future__ import annotations

from typing import Any

from autograd_nb.engine.tensor import Tensor

from . import recorded
from .optimizer import Optimizer
from .steps import Array, check, check_rate


class SGD(Optimizer):
    """A step against the gradient: x ← x - lr · g.

    With momentum the step is along a velocity v ← momentum · v + (1 - dampening) · g, which starts as the first
    gradient. Nesterov's form looks one step of the velocity ahead.

    >>> import autograd_nb as torch
    >>> x = torch.tensor([1.0, 2.0], requires_grad=True)
    >>> optimizer = torch.optim.SGD([x], lr=0.5)
    >>> (x**2).sum().backward()
    >>> optimizer.step()
    >>> x
    tensor([0., 0.], requires_grad=True)

    >>> x = torch.tensor([1.0, 2.0], requires_grad=True)
    >>> heavy = torch.optim.SGD([x], lr=0.1, momentum=0.5)
    >>> for _ in range(2):
    ...     heavy.zero_grad()
    ...     x.sum().backward()
    ...     heavy.step()
    >>> x
    tensor([0.7500, 1.7500], requires_grad=True)

    Raises:
        ValueError: for a negative `lr`, `momentum` or `weight_decay`, and `nesterov` without momentum.
    """

    _step_recorded = staticmethod(recorded.sgd)

    def __init__(
        self,
        params: Any,
        lr: float = 1e-3,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: float = 0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        check_rate(lr)
        check(
            [
                (not lr < 0.0, f"Invalid learning rate: {lr}"),
                (not momentum < 0.0, f"Invalid momentum value: {momentum}"),
                (not weight_decay < 0.0, f"Invalid weight_decay value: {weight_decay}"),
                (
                    not nesterov or (momentum > 0 and dampening == 0),
                    "Nesterov momentum requires a momentum and zero dampening",
                ),
            ]
        )
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "dampening": dampening,
            "weight_decay": weight_decay,
            "nesterov": nesterov,
            "maximize": maximize,
            "foreach": foreach,
            "differentiable": differentiable,
            "fused": fused,
        }
        super().__init__(params, defaults)

    def update(self, parameter: Any, gradient: Array, group: dict[str, Any], state: dict[str, Any]) -> None:
        """One step of one parameter."""
        x, g = parameter._array, gradient
        if group["weight_decay"]:
            g = g + group["weight_decay"] * x
        if group["momentum"]:
            if state.get("momentum_buffer") is None:
                state["momentum_buffer"] = Tensor._wrap(g.copy())
                velocity = state["momentum_buffer"]._array
            else:
                velocity = state["momentum_buffer"]._array
                velocity *= group["momentum"]
                velocity += (1 - group["dampening"]) * g
            g = g + group["momentum"] * velocity if group["nesterov"] else velocity
        x -= group["lr"] * g
