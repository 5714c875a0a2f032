"""Recorded steps of the other optimizers, operation by operation as PyTorch has them.

What is remembered is made in the first step, and is part of the graph from then on.

Source: PyTorch's torch/optim/rmsprop.py, adagrad.py, adadelta.py, adamax.py, nadam.py, radam.py, asgd.py and rprop.py.
"""

from __future__ import annotations

from typing import Any

from autograd_nb.engine.functions.joining import stack

from .recorded import decayed

Group = dict[str, Any]
State = dict[str, Any]


def _remembered(x: Any, state: State, *names: str) -> tuple[Any, ...]:
    """The number of this step, and what is remembered by these names: zeros in the first."""
    state.setdefault("step", x.new_zeros(()))
    state["step"] += 1
    return (state["step"].item(), *[state.setdefault(name, x.new_zeros(x.shape)) for name in names])


def adagrad(x: Any, g: Any, group: Group, state: State) -> None:
    """A step of Adagrad."""
    step, total = _remembered(x, state, "sum")
    g = decayed(x, g, group["weight_decay"])
    total.addcmul_(g, g, value=1)
    rate = group["lr"] / (1 + (step - 1) * group["lr_decay"])
    x.addcdiv_(g, total.sqrt() + group["eps"], value=-rate)


def rmsprop(x: Any, g: Any, group: Group, state: State) -> None:
    """A step of RMSprop."""
    _, square = _remembered(x, state, "square_avg")
    alpha, g = group["alpha"], decayed(x, g, group["weight_decay"])
    square.mul_(alpha).addcmul_(g, g, value=1 - alpha)
    if group["centered"]:
        mean = state.setdefault("grad_avg", x.new_zeros(x.shape))
        mean.lerp_(g, 1 - alpha)
        root = square.addcmul(mean, mean, value=-1).sqrt_()
    else:
        root = square.sqrt()
    root = root.add(group["eps"])
    if group["momentum"]:
        velocity = state.setdefault("momentum_buffer", x.new_zeros(x.shape))
        velocity.mul_(group["momentum"]).addcdiv_(g, root)
        x.add_(velocity, alpha=-group["lr"])
    else:
        x.addcdiv_(g, root, value=-group["lr"])


def adadelta(x: Any, g: Any, group: Group, state: State) -> None:
    """A step of Adadelta."""
    _, square, steps = _remembered(x, state, "square_avg", "acc_delta")
    rho, eps, g = group["rho"], group["eps"], decayed(x, g, group["weight_decay"])
    square.mul_(rho).addcmul_(g, g, value=1 - rho)
    change = steps.add(eps).sqrt_().clone()
    change.div_(square.add(eps).sqrt_()).mul_(g)
    steps.mul_(rho).addcmul_(change, change, value=1 - rho)
    x.add_(change, alpha=-group["lr"])


def adamax(x: Any, g: Any, group: Group, state: State) -> None:
    """A step of Adamax."""
    step, mean, largest = _remembered(x, state, "exp_avg", "exp_inf")
    (beta1, beta2), g = group["betas"], decayed(x, g, group["weight_decay"])
    mean.lerp_(g, 1 - beta1)
    both = stack([largest.mul_(beta2), g.abs().add_(group["eps"])])
    largest.copy_(both.amax(0))
    x.addcdiv_(mean, largest, value=-group["lr"] / (1 - beta1**step))


def nadam(x: Any, g: Any, group: Group, state: State) -> None:
    """A step of NAdam."""
    step, mean, square = _remembered(x, state, "exp_avg", "exp_avg_sq")
    product = state.setdefault("mu_product", x.new_ones(()))
    lr, (beta1, beta2) = group["lr"], group["betas"]
    g = _shrunk(x, g, group)
    now, ahead = (beta1 * (1.0 - 0.5 * 0.96 ** (n * group["momentum_decay"])) for n in (step, step + 1))
    product *= now
    mean.lerp_(g, 1 - beta1)
    square.mul_(beta2).addcmul_(g, g, value=1 - beta2)
    root = square.div(1 - beta2**step).sqrt().add(group["eps"])
    x.addcdiv_(g * (-lr * (1.0 - now) / (1.0 - product)), root)
    x.addcdiv_(mean * (-lr * ahead / (1.0 - product * ahead)), root)


def radam(x: Any, g: Any, group: Group, state: State) -> None:
    """A step of RAdam."""
    step, mean, square = _remembered(x, state, "exp_avg", "exp_avg_sq")
    lr, (beta1, beta2) = group["lr"], group["betas"]
    g = _shrunk(x, g, group)
    mean.lerp_(g, 1 - beta1)
    square.mul_(beta2).addcmul_(g, g, value=1 - beta2)
    change, left = mean / (1 - beta1**step) * lr, 1 - beta2**step
    most = 2 / (1 - beta2) - 1
    seen = most - 2 * step * beta2**step / left  # how many gradients the mean square rests on
    if seen > 5.0:
        trust = ((seen - 4) * (seen - 2) * most / ((most - 4) * (most - 2) * seen)) ** 0.5
        change = change * (left**0.5 / square.sqrt().add(group["eps"])) * trust
    x.add_(change, alpha=-1.0)


def asgd(x: Any, g: Any, group: Group, state: State) -> None:
    """A step of ASGD."""
    step, mean = _remembered(x, state, "ax")
    rate, share = state.setdefault("eta", x.new_full((), group["lr"])), state.setdefault("mu", x.new_ones(()))
    lr, g = group["lr"], decayed(x, g, group["weight_decay"])
    x.mul_(1 - group["lambd"] * rate.item())
    x.add_(g, alpha=-rate.item())
    if share.item() == 1:
        mean.copy_(x)
    else:
        mean.add_(x.sub(mean).mul_(share))
    rate.fill_(lr / (1 + group["lambd"] * lr * step) ** group["alpha"])
    share.fill_(1 / max(1, step - group["t0"]))


def rprop(x: Any, g: Any, group: Group, state: State) -> None:
    """A step of Rprop."""
    _, before = _remembered(x, state, "prev")
    size = state.setdefault("step_size", x.new_full(x.shape, group["lr"]))
    shrink, grow = group["etas"]
    same = g.mul(before.clone()).sign()
    same[same.gt(0)] = grow
    same[same.lt(0)] = shrink
    same[same.eq(0)] = 1
    size.mul_(same).clamp_(*group["step_sizes"])
    g = g.clone()
    g[same.eq(shrink)] = 0
    x.addcmul_(g.sign(), size, value=-1)
    before.copy_(g)


def _shrunk(x: Any, g: Any, group: Group) -> Any:
    """The gradient with weight decay; decoupled from it, the parameter shrinks by itself."""
    if group["weight_decay"] and group["decoupled_weight_decay"]:
        x.mul_(1 - group["lr"] * group["weight_decay"])
        return g
    return decayed(x, g, group["weight_decay"])
