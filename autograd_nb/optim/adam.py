"""Adam: steps scaled by running means of the gradient and of its square.

Source: D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization" (2015);
https://pytorch.org/docs/2.7/generated/torch.optim.Adam.html
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine.graph import Variable

from . import recorded
from .optimizer import Optimizer
from .steps import Array, check, count_step, remembered


class Adam(Optimizer):
    """A step of about lr for every element, whatever the size of its gradient.

    m ← β₁ · m + (1 - β₁) · g,  v ← β₂ · v + (1 - β₂) · g²,  x ← x - lr · m̂ / (√v̂ + eps), where m̂ and v̂ make up for
    the start at 0. With `decoupled_weight_decay` the decay shrinks x by itself instead of being added to g.

    >>> import autograd_nb as torch
    >>> x = torch.tensor([1.0, 2.0], requires_grad=True)
    >>> optimizer = torch.optim.Adam([x], lr=0.1)
    >>> (x**2).sum().backward()
    >>> optimizer.step()
    >>> x
    tensor([0.9000, 1.9000], requires_grad=True)
    """

    _step_recorded = staticmethod(recorded.adam)

    def __init__(
        self,
        params: Any,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        amsgrad: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
        decoupled_weight_decay: bool = False,
    ) -> None:
        if foreach and not capturable and isinstance(lr, Variable):
            raise ValueError("lr as a Tensor is not supported for capturable=False and foreach=True")
        check(
            [
                (0.0 <= lr, f"Invalid learning rate: {lr}"),
                (0.0 <= eps, f"Invalid epsilon value: {eps}"),
                (0.0 <= betas[0] < 1.0, f"Invalid beta parameter at index 0: {betas[0]}"),
                (0.0 <= betas[1] < 1.0, f"Invalid beta parameter at index 1: {betas[1]}"),
                (0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}"),
            ]
        )
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "amsgrad": amsgrad,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "differentiable": differentiable,
            "fused": fused,
            "decoupled_weight_decay": decoupled_weight_decay,
        }
        super().__init__(params, defaults)

    def update(self, parameter: Any, gradient: Array, group: dict[str, Any], state: dict[str, Any]) -> None:
        """One step of one parameter."""
        x, g = parameter._array, gradient
        beta1, beta2 = group["betas"]
        step = count_step(state)
        if group["weight_decay"]:
            if group["decoupled_weight_decay"]:
                x *= 1 - group["lr"] * group["weight_decay"]
                parameter.counter().value += 1  # a change of its own: an error about a saved weight says how many
            else:
                g = g + group["weight_decay"] * x
        mean = remembered(state, "exp_avg", x)
        square = remembered(state, "exp_avg_sq", x)
        mean += (1 - beta1) * (g - mean)
        square *= beta2
        square += (1 - beta2) * g * g
        if group["amsgrad"]:
            largest = remembered(state, "max_exp_avg_sq", x)
            square = np.maximum(largest, square, out=largest)
        root = np.sqrt(square)
        root /= math.sqrt(1 - beta2**step)
        root += group["eps"]
        x -= (group["lr"] / (1 - beta1**step)) * mean / root


class AdamW(Adam):
    """Adam with weight decay that shrinks the parameters by themselves. Loshchilov and Hutter, 2019.

    x ← x - lr · weight_decay · x before each of Adam's steps. Added to the gradient, as Adam has it, the decay would be
    divided by the root of the gradient's mean square, too.

    >>> x = torch.tensor([1.0], requires_grad=True)
    >>> optimizer = torch.optim.AdamW([x], lr=0.1, weight_decay=0.5)
    >>> (0 * x).sum().backward()
    >>> optimizer.step()
    >>> x
    tensor([0.9500], requires_grad=True)

    Source: I. Loshchilov and F. Hutter, "Decoupled weight decay regularization" (2019);
    https://pytorch.org/docs/2.7/generated/torch.optim.AdamW.html
    """

    def __init__(
        self,
        params: Any,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        super().__init__(
            params, lr, betas, eps, weight_decay, amsgrad, foreach=foreach, maximize=maximize, capturable=capturable,
            differentiable=differentiable, fused=fused, decoupled_weight_decay=True,
        )  # fmt: skip
