"""What the steps of all optimizers are made of: memory, weight decay, a count of steps, and checks of the options.

Source: https://pytorch.org/docs/2.7/optim.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.graph import Variable
from autograd_nb.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Iterable

Array = np.ndarray[Any, Any]


def remembered(state: dict[str, Any], name: str, like: Array, value: float = 0.0) -> Array:
    """The memory of an entry of the state; made on first use."""
    if name not in state:
        state[name] = Tensor._wrap(np.full_like(like, value))
    found: Array = state[name]._array
    return found


def decayed(gradient: Array, x: Array, group: dict[str, Any]) -> Array:
    """The gradient with weight decay; decoupled from it, the parameter shrinks by itself."""
    if not group["weight_decay"]:
        return gradient
    if group.get("decoupled_weight_decay"):
        x *= 1 - group["lr"] * group["weight_decay"]
        return gradient
    return gradient + group["weight_decay"] * x


def count_step(state: dict[str, Any]) -> float:
    """The number of this step, counted as PyTorch does: in a float tensor."""
    if "step" not in state:
        state["step"] = Tensor._wrap(np.zeros((), np.float32))
    if not isinstance(state["step"], Variable):  # loaded from what an older version saved
        state["step"] = Tensor._wrap(np.array(state["step"], np.float32))
    state["step"]._array += 1
    return float(state["step"]._array)


def check_rate(lr: Any) -> None:
    """Refuse a learning rate, or what comes of comparing it, of several numbers."""
    if isinstance(lr, Variable) and lr._array.size != 1:
        raise ValueError("Tensor lr must be 1-element")


def check(conditions: Iterable[tuple[Any, str]]) -> None:
    """Raise PyTorch's error for the first condition that does not hold.

    Raises:
        ValueError: with its text.
    """
    for holds, text in conditions:
        check_rate(holds)
        if not holds:
            raise ValueError(text)
