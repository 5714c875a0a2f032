"""`torch.autograd.graph`: looking at the graph, and hooks around several tensors.

Source: https://pytorch.org/docs/2.7/autograd.html#module-torch.autograd.graph
"""

from __future__ import annotations

import contextlib
import functools
import weakref
from typing import TYPE_CHECKING, Any, NamedTuple

from autograd_nb.engine import errors
from autograd_nb.engine.graph import AccumulateGrad, Node, Variable
from autograd_nb.engine.hooks import RemovableHandle
from autograd_nb.engine.modes import modes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = [
    "GradientEdge",
    "Node",
    "allow_mutation_on_saved_tensors",
    "disable_saved_tensors_hooks",
    "get_gradient_edge",
    "increment_version",
    "register_multi_grad_hook",
    "save_on_cpu",
    "saved_tensors_hooks",
]


class GradientEdge(NamedTuple):
    """A place in the graph: a node and the number of its result.

    `torch.autograd.grad` and `backward` take it in the place of a tensor.

    >>> x = torch.tensor(3.0, requires_grad=True)
    >>> edge = torch.autograd.graph.get_gradient_edge(x)
    >>> torch.autograd.grad(x**2, edge)
    (tensor(6.),)
    """

    node: Node
    output_nr: int

    def edge(self) -> tuple[Node, int]:
        """The place itself: `grad` and `backward` ask a tensor the same."""
        return self.node, self.output_nr


def get_gradient_edge(tensor: Any) -> GradientEdge:
    """Where the gradient of a tensor arrives.

    >>> x = torch.tensor(3.0, requires_grad=True)
    >>> torch.autograd.graph.get_gradient_edge(x * 2).node.name()
    'MulBackward0'

    Raises:
        RuntimeError: for a tensor that has none.
    """
    node, number = tensor.edge()
    if node is None and tensor.requires_grad:
        raise AssertionError  # a view whose base alone asks for a gradient
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
    given = (tensor,) if isinstance(tensor, Variable) else tensor
    if not hasattr(given, "__iter__"):
        raise RuntimeError("increment_version expect a Iterable[Tensor] as input")
    tensors: list[Any] = list(given)
    if not all(isinstance(t, Variable) for t in tensors):
        raise RuntimeError("increment_version expects each element of the iterable to be a tensor")
    for t in tensors:
        if not t._inference:  # these have no version
            t._written()


class _MultiHandle(RemovableHandle):
    """Removes the hooks of all tensors."""

    def __init__(self, handles: tuple[RemovableHandle, ...]) -> None:
        self.handles = handles

    def remove(self) -> None:
        """Take the hooks away."""
        for handle in self.handles:
            handle.remove()


_MultiHandle.__module__ = "torch.autograd.graph"


def register_multi_grad_hook(tensors: Sequence[Any], fn: Callable[..., Any], *, mode: str = "all") -> RemovableHandle:
    """Run `fn` once a walk when gradients of several tensors are there.

    Args:
        tensors: tensors that require grad.
        fn: with "all" it gets a list of the gradients, in the order of the tensors, None for those that this walk does
            not come by; with "any" the first to come.
        mode: "all" or "any".

    >>> import autograd_nb as torch
    >>> a, b = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
    >>> handle = register_multi_grad_hook((a, b), lambda gradients: print(gradients))
    >>> (a * 2 + b).sum().backward()
    [tensor([2., 2.]), tensor([1., 1.])]
    """
    if mode not in ("all", "any"):
        raise ValueError(f"Expects mode to be one of ('all', 'any') but got {mode}")
    nodes = [tensor.edge()[0] for tensor in tensors]
    if mode == "any":
        tensors = [tensor for tensor in tensors if tensor.requires_grad]
    elif None in nodes:
        raise AssertionError("Expected gradient function to be set")
    arrived: list[Any] = []
    came: set[int] = set()
    walk: Any = lambda: None  # noqa: E731 - a reference to no walk yet

    def together(place: int, gradient: Any) -> None:
        nonlocal walk
        now = modes.walk
        if walk() is not now:
            _refuse_leaves(now, nodes)
            walk = weakref.ref(now)
            arrived[:] = [None] * len(nodes)
            came.clear()
        arrived[place] = gradient
        came.add(place)
        expected = sum(node in now.will_run or node in now.roots for node in nodes)
        if len(came) == expected:
            fn(list(arrived))

    def first(_: int, gradient: Any) -> None:
        nonlocal walk
        if walk() is not modes.walk:
            walk = weakref.ref(modes.walk)
            fn(gradient)

    hook = together if mode == "all" else first
    return _MultiHandle(tuple(t.register_hook(functools.partial(hook, i)) for i, t in enumerate(tensors)))


def _refuse_leaves(walk: Any, nodes: list[Any]) -> None:
    """PyTorch cannot say whether a walk that only looks for gradients comes by a leaf that it looks for."""
    wanted = {edge[0] for edge in walk.targets or ()} if walk.kind == "grad" else ()
    if any(type(node) is AccumulateGrad and node in wanted for node in nodes):
        raise RuntimeError(
            "A leaf node was passed to _will_engine_execute_node but we are currently running autograd.grad(). This is "
            "currently not supported."
        )


class saved_tensors_hooks:  # noqa: N801 - PyTorch's name
    """A block in which what nodes save goes through hooks. Of blocks in one another the innermost counts.

    Args:
        pack_hook: gets a tensor when it is saved, returns what is to be kept instead.
        unpack_hook: gets that when the value is needed, returns a tensor.

    >>> import autograd_nb as torch
    >>> x = torch.tensor(3.0, requires_grad=True)
    >>> with saved_tensors_hooks(lambda t: print("saves", t.item()) or t, lambda t: t):
    ...     y = x**2
    saves 3.0

    Source: https://pytorch.org/docs/2.7/autograd.html#torch.autograd.graph.saved_tensors_hooks
    """

    def __init__(self, pack_hook: Any, unpack_hook: Any) -> None:
        self.pack_hook = pack_hook
        self.unpack_hook = unpack_hook

    def __enter__(self) -> None:
        if modes.saved_hooks_refused is not None:
            raise RuntimeError(modes.saved_hooks_refused)
        if not (callable(self.pack_hook) and callable(self.unpack_hook)):
            raise errors.default_hooks_arguments(self.pack_hook, self.unpack_hook)
        modes.set_saved_hooks((*modes.saved_hooks, (self.pack_hook, self.unpack_hook)))

    def __exit__(self, *_: object) -> None:
        modes.set_saved_hooks(modes.saved_hooks[:-1])


class save_on_cpu(saved_tensors_hooks):  # noqa: N801 - PyTorch's name
    """A block whose saved tensors are kept in the memory of the CPU, where here all of them are.

    >>> x = torch.tensor(3.0, requires_grad=True)
    >>> with torch.autograd.graph.save_on_cpu():
    ...     y = x**2
    >>> y.backward()
    >>> x.grad
    tensor(6.)
    """

    def __init__(self, pin_memory: bool = False, device_type: str = "cuda") -> None:
        del pin_memory, device_type
        super().__init__(lambda tensor: (tensor.device, tensor.cpu()), lambda packed: packed[1].to(packed[0]))


@contextlib.contextmanager
def disable_saved_tensors_hooks(error_message: str) -> Iterator[None]:
    """A block in which `saved_tensors_hooks` is refused with this message; also a decorator.

    >>> with torch.autograd.graph.disable_saved_tensors_hooks("not in here"):
    ...     try:
    ...         torch.autograd.graph.saved_tensors_hooks(lambda t: t, lambda t: t).__enter__()
    ...     except RuntimeError as error:
    ...         print(error)
    not in here
    """
    before = modes.saved_hooks_refused
    if modes.saved_hooks:
        raise RuntimeError(error_message)
    modes.saved_hooks_refused = error_message
    try:
        yield
    finally:
        modes.saved_hooks_refused = before


class _Copies(saved_tensors_hooks):
    """Saves copies. They can be had inside of the block only."""

    def __init__(self) -> None:
        super().__init__(lambda tensor: tensor.detach().clone(), self._copy)
        self.open = False

    def _copy(self, copy: Any) -> Any:
        if not self.open:
            raise AssertionError(
                "Trying to backward outside of the 'allow_mutation_on_saved_tensors' context"
                "in which the graph was originally recorded."
            )
        return copy


@contextlib.contextmanager
def allow_mutation_on_saved_tensors() -> Iterator[saved_tensors_hooks]:
    """A block in which tensors that were saved may be changed in place: nodes save copies.

    PyTorch copies when a change comes, here it is done at once.

    >>> import autograd_nb as torch
    >>> x = torch.ones(2, requires_grad=True)
    >>> with allow_mutation_on_saved_tensors():
    ...     y = x.clone()
    ...     z = y**2
    ...     _ = y.mul_(3)
    ...     z.sum().backward()
    >>> x.grad
    tensor([2., 2.])
    """
    if any(isinstance(getattr(unpack, "__self__", None), _Copies) for _, unpack in modes.saved_hooks):
        raise RuntimeError("allow_mutation_on_saved_tensors contexts cannot be nested")
    copies = _Copies()
    with copies:
        copies.open = True
        try:
            yield copies
        finally:
            copies.open = False
