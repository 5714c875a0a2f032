"""What is done to many tensors in one call, and told in one go: it is one line of the learner's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import events

if TYPE_CHECKING:
    from collections.abc import Iterable


def zero_gradients(tensors: Iterable[Any], set_to_none: bool) -> None:
    """Let go of all gradients, or make them 0."""
    dropped = []
    for tensor in tensors:
        if tensor._grad is None:
            continue
        if set_to_none:
            tensor._grad = None
            dropped.append(tensor)
        else:
            tensor.grad.detach_().zero_()
    if dropped and events.observer is not None:
        events.observer.grads_dropped(dropped)


def written(tensors: list[Any]) -> None:
    """Tell that the memory of tensors was changed, not by one of their methods. It is counted already."""
    if tensors and events.observer is not None:
        events.observer.overwritten(*tensors)
