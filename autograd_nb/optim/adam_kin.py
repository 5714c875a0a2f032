"""Adam's kin: with the largest gradient for the mean square, with Nesterov's momentum, with a careful start.

Source: https://pytorch.org/docs/2.7/optim.html#algorithms
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import recorded_kin
from .optimizer import Optimizer
from .steps import Array, check, count_step, decayed, remembered


def _check(lr: float, betas: tuple[float, float], eps: float, weight_decay: float) -> None:
    check(
        [
            (0.0 <= lr, f"Invalid learning rate: {lr}"),
            (0.0 <= eps, f"Invalid epsilon value: {eps}"),
            (0.0 <= betas[0] < 1.0, f"Invalid beta parameter at index 0: {betas[0]}"),
            (0.0 <= betas[1] < 1.0, f"Invalid beta parameter at index 1: {betas[1]}"),
            (0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}"),
        ]
    )


class Adamax(Optimizer):
    """Adam with a decaying maximum of the gradient's size in the place of its mean square. Kingma and Ba, 2015.

    m ← β₁ · m + (1 - β₁) · g,  u ← max(β₂ · u, |g| + eps),  x ← x - lr / (1 - β₁ᵗ) · m / u in step t.

    >>> x = torch.tensor([1.0, 2.0], requires_grad=True)
    >>> optimizer = torch.optim.Adamax([x], lr=0.1)
    >>> (x**2).sum().backward()
    >>> optimizer.step()
    >>> x
    tensor([0.9000, 1.9000], requires_grad=True)
    """

    _step_recorded = staticmethod(recorded_kin.adamax)

    def __init__(
        self,
        params: Any,
        lr: float = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        foreach: bool | None = None,
        *,
        maximize: bool = False,
        differentiable: bool = False,
        capturable: bool = False,
    ) -> None:
        _check(lr, betas, eps, weight_decay)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def update(self, parameter: Any, gradient: Array, group: dict[str, Any], state: dict[str, Any]) -> None:
        """One step of one parameter."""
        x = parameter._array
        g = decayed(gradient, x, group)
        beta1, beta2 = group["betas"]
        step = count_step(state)
        mean, largest = remembered(state, "exp_avg", x), remembered(state, "exp_inf", x)
        mean += (1 - beta1) * (g - mean)
        largest *= beta2
        np.maximum(largest, np.abs(g) + group["eps"], out=largest)
        x -= group["lr"] / (1 - beta1**step) * mean / largest


class NAdam(Optimizer):
    """Adam with Nesterov's momentum: the step looks ahead by one. Dozat, 2016.

    Where Adam's step goes along the mean m of the gradients, this one goes along what m will be after the next gradient
    if that is like the present one; how much m counts grows from step to step, as `momentum_decay` says.

    >>> x = torch.tensor([1.0, 2.0], requires_grad=True)
    >>> optimizer = torch.optim.NAdam([x], lr=0.1)
    >>> (x**2).sum().backward()
    >>> optimizer.step()
    >>> x
    tensor([0.8944, 1.8944], requires_grad=True)
    """

    _step_recorded = staticmethod(recorded_kin.nadam)

    def __init__(
        self,
        params: Any,
        lr: float = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum_decay: float = 4e-3,
        decoupled_weight_decay: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
    ) -> None:
        _check(lr, betas, eps, weight_decay)
        check([(0.0 <= momentum_decay, f"Invalid momentum_decay value: {momentum_decay}")])
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "momentum_decay": momentum_decay,
            "decoupled_weight_decay": decoupled_weight_decay,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def update(self, parameter: Any, gradient: Array, group: dict[str, Any], state: dict[str, Any]) -> None:
        """One step of one parameter."""
        x, lr = parameter._array, group["lr"]
        beta1, beta2 = group["betas"]
        step = count_step(state)
        product = remembered(state, "mu_product", np.zeros((), np.float32), 1.0)
        g = decayed(gradient, x, group)
        mean, square = remembered(state, "exp_avg", x), remembered(state, "exp_avg_sq", x)
        now, ahead = (beta1 * (1.0 - 0.5 * 0.96 ** (n * group["momentum_decay"])) for n in (step, step + 1))
        product *= now
        mean += (1 - beta1) * (g - mean)
        square *= beta2
        square += (1 - beta2) * g * g
        root = np.sqrt(square / (1 - beta2**step)) + group["eps"]
        x += -lr * (1.0 - now) / (1.0 - float(product)) * g / root
        parameter.counter().value += 1  # a change of its own
        x += -lr * ahead / (1.0 - float(product) * ahead) * mean / root


class RAdam(Optimizer):
    """Adam whose first steps are not scaled, as the mean square is not yet known well. Liu and others, 2019.

    Until the mean square rests on enough gradients (5 steps with the default `betas`) a step is lr · m̂, the mean of
    the gradients; then it is Adam's, times a factor that grows to 1.

    >>> x = torch.tensor([1.0, 2.0], requires_grad=True)
    >>> optimizer = torch.optim.RAdam([x], lr=0.1)
    >>> (x**2).sum().backward()
    >>> optimizer.step()
    >>> x
    tensor([0.8000, 1.6000], requires_grad=True)
    """

    _step_recorded = staticmethod(recorded_kin.radam)

    def __init__(
        self,
        params: Any,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        decoupled_weight_decay: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
    ) -> None:
        _check(lr, betas, eps, weight_decay)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "decoupled_weight_decay": decoupled_weight_decay,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def update(self, parameter: Any, gradient: Array, group: dict[str, Any], state: dict[str, Any]) -> None:
        """One step of one parameter."""
        x, lr = parameter._array, group["lr"]
        beta1, beta2 = group["betas"]
        step = count_step(state)
        g = decayed(gradient, x, group)
        mean, square = remembered(state, "exp_avg", x), remembered(state, "exp_avg_sq", x)
        mean += (1 - beta1) * (g - mean)
        square *= beta2
        square += (1 - beta2) * g * g
        corrected = mean / (1 - beta1**step) * lr
        left = 1 - beta2**step
        most = 2 / (1 - beta2) - 1
        seen = most - 2 * step * beta2**step / left  # how many gradients the mean square rests on
        if seen > 5.0:
            trust = ((seen - 4) * (seen - 2) * most / ((most - 4) * (most - 2) * seen)) ** 0.5
            corrected = corrected * (left**0.5 / (np.sqrt(square) + group["eps"])) * trust
        x -= corrected
