"""`torch.autograd.graph`: looking at the graph, and hooks around several tensors.

Source: https://pytorch.org/docs/2.7/autograd.html#module-torch.autograd.graph
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

from autograd_nb.engine.graph import Node, Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from typing_extensions import Self

__all__ = ["GradientEdge", "Node", "get_gradient_edge", "increment_version", "register_multi_grad_hook"]


class GradientEdge(NamedTuple):
    """A place in the graph: a node and the number of its result."""

    node: Node
    output_nr: int


def get_gradient_edge(tensor: Any) -> GradientEdge:
    """Where the gradient of a tensor arrives.

    Raises:
        RuntimeError: for a tensor that has none.
    """
    node, number = tensor.edge()
    if node is None:
        raise RuntimeError("It is not possible to get the gradient edge for a Tensor that does not require gradients")
    return GradientEdge(node, number)


def increment_version(tensor: Any) -> None:
    """Count an in-place change that was made where nobody could see it.

    >>> import autograd_nb as torch
    >>> x = torch.ones(2)
    >>> increment_version(x)
    >>> x._version
    1
    """
    for t in (tensor,) if isinstance(tensor, Variable) else tensor:
        if t._inference:
            raise RuntimeError("Inference tensors do not track version counter.")
        t.counter().value += 1


class _Handle:
    """Removes the hooks of all tensors."""

    def __init__(self, handles: list[Any]) -> None:
        self._handles = handles

    def remove(self) -> None:
        """Take the hooks away."""
        for handle in self._handles:
            handle.remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


def register_multi_grad_hook(tensors: Sequence[Any], fn: Callable[..., Any], *, mode: str = "all") -> _Handle:
    """Run `fn` once a walk when gradients of several tensors are there.

    Args:
        tensors: tensors that require grad.
        fn: with "all" it gets a list of the gradients, in the order of the tensors; with "any" the first to come.
        mode: "all" or "any".

    In a walk that reaches only some of the tensors, "all" does not run here (PyTorch runs it, with None for those).

    >>> import autograd_nb as torch
    >>> a, b = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
    >>> handle = register_multi_grad_hook((a, b), lambda gradients: print(gradients))
    >>> (a * 2 + b).sum().backward()
    [tensor([2., 2.]), tensor([1., 1.])]
    """
    if mode not in ("all", "any"):
        raise ValueError(f"Expects mode to be one of ('all', 'any') but got {mode}")
    arrived: list[Any] = [None] * len(tensors)

    def together(place: int, gradient: Any) -> None:
        arrived[place] = gradient
        if all(g is not None for g in arrived):
            gradients = list(arrived)
            arrived[:] = [None] * len(tensors)
            fn(gradients)

    seen: list[Any] = []  # which tensors have had their gradient since `fn` ran

    def first(place: int, gradient: Any) -> None:
        if not seen or place in seen:
            seen.clear()
            fn(gradient)
        seen.append(place)
        if len(seen) == len(tensors):
            seen.clear()

    hook = together if mode == "all" else first
    return _Handle([t.register_hook(functools.partial(hook, i)) for i, t in enumerate(tensors)])
