"""Steps that are recorded themselves, of optimizers made with `differentiable=True`: gradients flow back through them.

Parameters are results of operations then, and options such as the learning rate may be tensors that require grad. The
step overwrites the parameters: a loss that saves one of them for the way back takes a `clone()` of it.

>>> import autograd_nb as torch
>>> lr, start = torch.tensor(0.1, requires_grad=True), torch.tensor([3.0], requires_grad=True)
>>> x = start.clone()
>>> optimizer = torch.optim.SGD([x], lr=lr, differentiable=True)
>>> (x.grad,) = torch.autograd.grad((x.clone() ** 2).sum(), x, create_graph=True)
>>> optimizer.step()
>>> (x**2).sum().backward()  # of the loss after the step
>>> lr.grad, start.grad
(tensor(-28.8000), tensor([3.8400]))

Source: https://pytorch.org/docs/2.7/optim.html; PyTorch's torch/optim/sgd.py and adam.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import enable_grad

if TYPE_CHECKING:
    from collections.abc import Callable

    Step = Callable[[Any, Any, dict[str, Any], dict[str, Any]], None]
    """Changes a parameter by its gradient, the options of its group and what is remembered of it."""


def recorded(step: Step | None) -> Callable[..., None]:
    """The update of an optimizer by a step on tensors.

    Raises:
        NotImplementedError: when it is called, if there is no such step.
    """

    def update(parameter: Any, _: Any, group: dict[str, Any], state: dict[str, Any]) -> None:
        if step is None:
            raise NotImplementedError("a differentiable optimizer is not here: write the step with tensors instead")
        g = parameter._grad
        with enable_grad():
            step(parameter, -g if group["maximize"] else g, group, state)
        parameter.counter().value -= 1  # the optimizer counts a change for those who write into arrays

    return update


def sgd(x: Any, g: Any, group: dict[str, Any], state: dict[str, Any]) -> None:
    """A step of SGD."""
    g, momentum = decayed(x, g, group["weight_decay"]), group["momentum"]
    if momentum:
        if state.get("momentum_buffer") is None:
            velocity = state["momentum_buffer"] = g.detach().clone()
        else:
            velocity = state["momentum_buffer"].mul_(momentum).add_(g, alpha=1 - group["dampening"])
        g = g.add(velocity, alpha=momentum) if group["nesterov"] else velocity
    lr = group["lr"]
    if _is_learned(lr):
        x.addcmul_(g, lr, value=-1)
    else:
        x.add_(g, alpha=-float(lr))


def adam(x: Any, g: Any, group: dict[str, Any], state: dict[str, Any]) -> None:
    """A step of Adam and its kin."""
    if not state:
        names = ("exp_avg", "exp_avg_sq", *(("max_exp_avg_sq",) if group["amsgrad"] else ()))
        state.update(step=x.new_zeros(()), **{name: x.new_zeros(x.shape) for name in names})
    lr, (beta1, beta2), step = group["lr"], group["betas"], state["step"]
    mean, square = state["exp_avg"], state["exp_avg_sq"]
    step += 1
    if group["weight_decay"] and group.get("decoupled_weight_decay"):
        x.mul_(1 - lr * group["weight_decay"])
    else:
        g = decayed(x, g, group["weight_decay"])
    mean.lerp_(g, 1 - beta1)
    square.mul_(beta2).addcmul_(g, g, value=1 - beta2)
    size = (lr / (1 - beta1**step)).neg()
    if group["amsgrad"]:
        largest = state["max_exp_avg_sq"]
        square = largest.copy_(largest.clone().maximum(square))
    x.addcdiv_(mean.clone(), (square.sqrt() / ((1 - beta2**step).sqrt() * size)).add_(group["eps"] / size))


def decayed(x: Any, g: Any, decay: Any) -> Any:
    """The gradient with weight decay, which may be a tensor."""
    if _is_learned(decay):
        return g.addcmul(x.clone(), decay)
    return g.add(x, alpha=float(decay)) if decay else g


def _is_learned(option: Any) -> bool:
    return isinstance(option, Variable) and option._requires_grad
