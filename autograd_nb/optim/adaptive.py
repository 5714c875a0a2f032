"""Optimizers that scale each element's step by the gradients it has seen: Adagrad, RMSprop, Adadelta.

Source: https://pytorch.org/docs/2.7/optim.html#algorithms
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.tensor import Tensor

from . import recorded_kin
from .optimizer import Optimizer
from .steps import Array, check, count_step, decayed, remembered


class Adagrad(Optimizer):
    """The step is divided by the root of the sum of all squared gradients. Duchi and others, 2011.

    s ← s + g²,  x ← x - lr · g / (√s + eps): the longer it runs, the shorter the steps.

    >>> x = torch.tensor([1.0, 2.0], requires_grad=True)
    >>> optimizer = torch.optim.Adagrad([x], lr=0.5)
    >>> (x**2).sum().backward()
    >>> optimizer.step()
    >>> x
    tensor([0.5000, 1.5000], requires_grad=True)
    """

    _step_recorded = staticmethod(recorded_kin.adagrad)

    def __init__(
        self,
        params: Any,
        lr: float = 1e-2,
        lr_decay: float = 0,
        weight_decay: float = 0,
        initial_accumulator_value: float = 0,
        eps: float = 1e-10,
        foreach: bool | None = None,
        *,
        maximize: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        start = initial_accumulator_value
        check(
            [
                (0.0 <= lr, f"Invalid learning rate: {lr}"),
                (0.0 <= lr_decay, f"Invalid lr_decay value: {lr_decay}"),
                (0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}"),
                (0.0 <= start, f"Invalid initial_accumulator_value value: {start}"),
                (0.0 <= eps, f"Invalid epsilon value: {eps}"),
            ]
        )
        defaults = {
            "lr": lr,
            "lr_decay": lr_decay,
            "eps": eps,
            "weight_decay": weight_decay,
            "initial_accumulator_value": start,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "fused": fused,
        }
        super().__init__(params, defaults)
        for group in self.param_groups:  # all others make their state in the first step
            for parameter in group["params"]:
                state = self.state[parameter]
                state["step"] = Tensor._wrap(np.zeros((), np.float32))
                remembered(state, "sum", parameter._array, start)

    def update(self, parameter: Any, gradient: Array, group: dict[str, Any], state: dict[str, Any]) -> None:
        """One step of one parameter."""
        x = parameter._array
        g = decayed(gradient, x, group)
        step = count_step(state)
        total = remembered(state, "sum", x, group["initial_accumulator_value"])
        total += g * g
        rate = group["lr"] / (1 + (step - 1) * group["lr_decay"])
        x -= rate * g / (np.sqrt(total) + group["eps"])


class RMSprop(Optimizer):
    """The step is divided by the root of a running mean of squared gradients. Hinton, 2012.

    v ← alpha · v + (1 - alpha) · g²,  x ← x - lr · g / (√v + eps). As v begins at 0, the first steps are long ones.
    With `centered`, v without the square of the mean gradient, which is the variance; with `momentum`, along a
    velocity.

    >>> x = torch.tensor([1.0, 2.0], requires_grad=True)
    >>> optimizer = torch.optim.RMSprop([x], lr=0.1, alpha=0.75)
    >>> (x**2).sum().backward()
    >>> optimizer.step()
    >>> x
    tensor([0.8000, 1.8000], requires_grad=True)
    """

    _step_recorded = staticmethod(recorded_kin.rmsprop)

    def __init__(
        self,
        params: Any,
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum: float = 0,
        centered: bool = False,
        capturable: bool = False,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check(
            [
                (0.0 <= lr, f"Invalid learning rate: {lr}"),
                (0.0 <= eps, f"Invalid epsilon value: {eps}"),
                (0.0 <= momentum, f"Invalid momentum value: {momentum}"),
                (0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}"),
                (0.0 <= alpha, f"Invalid alpha value: {alpha}"),
            ]
        )
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "alpha": alpha,
            "eps": eps,
            "centered": centered,
            "weight_decay": weight_decay,
            "capturable": capturable,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def update(self, parameter: Any, gradient: Array, group: dict[str, Any], state: dict[str, Any]) -> None:
        """One step of one parameter."""
        x = parameter._array
        g = decayed(gradient, x, group)
        count_step(state)
        square = remembered(state, "square_avg", x)
        square *= group["alpha"]
        square += (1 - group["alpha"]) * g * g
        velocity = remembered(state, "momentum_buffer", x) if group["momentum"] else None
        if group["centered"]:
            mean = remembered(state, "grad_avg", x)
            mean += (1 - group["alpha"]) * (g - mean)
            root = np.sqrt(square - mean * mean) + group["eps"]
        else:
            root = np.sqrt(square) + group["eps"]
        if velocity is not None:
            velocity *= group["momentum"]
            velocity += g / root
            x -= group["lr"] * velocity
        else:
            x -= group["lr"] * g / root


class Adadelta(Optimizer):
    """The step is scaled by the size of the last steps, so that lr has no unit. Zeiler, 2012.

    v ← rho · v + (1 - rho) · g²,  d = √(u + eps) / √(v + eps) · g,  u ← rho · u + (1 - rho) · d²,  x ← x - lr · d.

    >>> x = torch.tensor([1.0, 2.0], requires_grad=True)
    >>> optimizer = torch.optim.Adadelta([x], lr=1.0, rho=0.75)
    >>> (x**2).sum().backward()
    >>> optimizer.step()
    >>> x
    tensor([0.9980, 1.9980], requires_grad=True)
    """

    _step_recorded = staticmethod(recorded_kin.adadelta)

    def __init__(
        self,
        params: Any,
        lr: float = 1.0,
        rho: float = 0.9,
        eps: float = 1e-6,
        weight_decay: float = 0,
        foreach: bool | None = None,
        *,
        capturable: bool = False,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check(
            [
                (0.0 <= lr, f"Invalid learning rate: {lr}"),
                (0.0 <= rho <= 1.0, f"Invalid rho value: {rho}"),
                (0.0 <= eps, f"Invalid epsilon value: {eps}"),
                (0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}"),
            ]
        )
        defaults = {
            "lr": lr,
            "rho": rho,
            "eps": eps,
            "weight_decay": weight_decay,
            "maximize": maximize,
            "capturable": capturable,
            "foreach": foreach,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def update(self, parameter: Any, gradient: Array, group: dict[str, Any], state: dict[str, Any]) -> None:
        """One step of one parameter."""
        x = parameter._array
        g = decayed(gradient, x, group)
        rho, eps = group["rho"], group["eps"]
        count_step(state)
        square, steps = remembered(state, "square_avg", x), remembered(state, "acc_delta", x)
        square *= rho
        square += (1 - rho) * g * g
        change = np.sqrt(steps + eps) / np.sqrt(square + eps) * g
        steps *= rho
        steps += (1 - rho) * change * change
        x -= group["lr"] * change
