"""Optimizers that go by signs, and by means of the parameters: Rprop, ASGD.

Source: https://pytorch.org/docs/2.7/optim.html#algorithms
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import recorded_kin
from .optimizer import Optimizer
from .steps import Array, check, count_step, decayed, remembered


class Rprop(Optimizer):
    """Steps by the sign of the gradient: longer while it stays, shorter when it turns. Riedmiller and Braun, 1993.

    Each element has a step size of its own, at first lr: times `etas[1]` when the gradient has the sign that it had
    before, times `etas[0]` when it has the other, and then that element waits for one step. For gradients of all data.

    >>> x = torch.tensor([1.0, 200.0], requires_grad=True)
    >>> optimizer = torch.optim.Rprop([x], lr=0.5)
    >>> (x**2).sum().backward()
    >>> optimizer.step()
    >>> x
    tensor([  0.5000, 199.5000], requires_grad=True)
    """

    _step_recorded = staticmethod(recorded_kin.rprop)

    def __init__(
        self,
        params: Any,
        lr: float = 1e-2,
        etas: tuple[float, float] = (0.5, 1.2),
        step_sizes: tuple[float, float] = (1e-6, 50),
        *,
        capturable: bool = False,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check(
            [
                (0.0 <= lr, f"Invalid learning rate: {lr}"),
                (0.0 < etas[0] < 1.0 < etas[1], f"Invalid eta values: {etas[0]}, {etas[1]}"),
            ]
        )
        defaults = {
            "lr": lr,
            "etas": etas,
            "step_sizes": step_sizes,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def update(self, parameter: Any, gradient: Array, group: dict[str, Any], state: dict[str, Any]) -> None:
        """One step of one parameter."""
        x = parameter._array
        count_step(state)
        before, size = remembered(state, "prev", x), remembered(state, "step_size", x, group["lr"])
        shrink, grow = group["etas"]
        same = np.sign(gradient * before)
        size *= np.where(same > 0, grow, np.where(same < 0, shrink, 1)).astype(size.dtype)
        np.clip(size, *group["step_sizes"], out=size)
        kept = np.where(same < 0, 0, gradient).astype(x.dtype)
        x -= np.sign(kept) * size
        before[...] = kept


class ASGD(Optimizer):
    """Stochastic gradient descent that remembers the mean of its last parameters. Polyak and Juditsky, 1992.

    x ← (1 - lambd · η) · x - η · g,  with η = lr / (1 + lambd · lr · t)^alpha. From step `t0` on, `state[x]["ax"]` is
    the mean of all x; the parameter itself is not the mean.

    >>> x = torch.tensor([1.0, 2.0], requires_grad=True)
    >>> optimizer = torch.optim.ASGD([x], lr=0.25, lambd=0.0)
    >>> (x**2).sum().backward()
    >>> optimizer.step()
    >>> x, optimizer.state[x]["ax"]
    (tensor([0.5000, 1.0000], requires_grad=True), tensor([0.5000, 1.0000]))
    """

    _step_recorded = staticmethod(recorded_kin.asgd)

    def __init__(
        self,
        params: Any,
        lr: float = 1e-2,
        lambd: float = 1e-4,
        alpha: float = 0.75,
        t0: float = 1e6,
        weight_decay: float = 0,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
        capturable: bool = False,
    ) -> None:
        check(
            [
                (0.0 <= lr, f"Invalid learning rate: {lr}"),
                (0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}"),
            ]
        )
        defaults = {
            "lr": lr,
            "lambd": lambd,
            "alpha": alpha,
            "t0": t0,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def update(self, parameter: Any, gradient: Array, group: dict[str, Any], state: dict[str, Any]) -> None:
        """One step of one parameter."""
        x, lr = parameter._array, group["lr"]
        step = count_step(state)
        one = np.zeros((), np.float32)
        rate, share = remembered(state, "eta", one, lr), remembered(state, "mu", one, 1.0)
        mean = remembered(state, "ax", x)
        g = decayed(gradient, x, group)
        x *= 1 - group["lambd"] * float(rate)
        parameter.counter().value += 1  # a change of its own
        x -= float(rate) * g
        if float(share) == 1:
            mean[...] = x
        else:
            mean += (x - mean) * share
        rate[...] = lr / (1 + group["lambd"] * lr * step) ** group["alpha"]
        share[...] = 1 / max(1, step - group["t0"])
