"""What is left of operations whose graph is gone: enough to draw what lies beyond a cut.

`u = (x * x).detach()` drops the product at once, and with it all that was recorded of it. So a cut keeps a likeness of
the operation that it cut off, and of a few behind it: their names, places and shown values. It holds no tensor, no leaf
and nothing that they saved, and only the latest cuts have one.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.graph import NO_EDGE, AccumulateGrad, Node, Variable

from .entries import Constant, Made

if TYPE_CHECKING:
    from .entries import Kept

MOST = 6
"""Operations of which one cut keeps a likeness."""


def likeness(start: Node, most: int = MOST) -> Node:
    """A node that looks like `start`, with up to `most - 1` operations behind it; beyond these stand values.

    >>> import autograd_nb as torch
    >>> x = torch.tensor([1., 2.], requires_grad=True)
    >>> like = likeness((x * x).grad_fn)
    >>> like.name(), like.saved is None, like.next_functions[0][0] is None
    ('MulBackward0', True, True)
    """
    chosen = [start]
    known: set[Node] = {start}
    for node in chosen:
        for following, _ in node.next_functions:
            if following is None or following in known or isinstance(following, AccumulateGrad):
                continue
            if len(chosen) < most:
                known.add(following)
                chosen.append(following)
    copies: dict[Node, Any] = {node: object.__new__(type(node)) for node in chosen}
    for node, copy in copies.items():
        edges, constants = [], {}
        for index, (following, number) in enumerate(node.next_functions):
            if following in copies:
                edges.append((copies[following], number))
            else:
                edges.append(NO_EDGE)
                constants[index] = _value(node, index, following, number)
        copy.next_functions = tuple(edges)
        copy.results = node.results
        copy.sequence_nr = node.sequence_nr
        copy.options = {name: value for name, value in node.options.items() if not isinstance(value, Variable)}
        copy.hooks = copy.saved = copy.send = None
        copy._trace = _gone(node, constants)
    like: Node = copies[start]
    return like


def _value(node: Node, index: int, following: Node | None, number: int) -> Any:
    """An input as a value without history: the leaf, what an operation beyond gave, a number."""
    if isinstance(following, AccumulateGrad):
        return _without_cuts(Constant(following.variable, False))
    if following is not None:
        made: Made | None = following._trace
        shape, dtype = following.results[number]
        return _constant(None if made is None or number else made.value, shape, dtype)
    made = node._trace
    found = None if made is None or made.constants is None else made.constants.get(index)
    return _without_cuts(found) if isinstance(found, Constant) else found


def _without_cuts(constant: Constant) -> Constant:
    """The same value: with its own cuts, a loop of cuts would keep all that ever was."""
    bare = _constant(constant.value, constant.shape, constant.dtype)
    bare.version = constant.version
    bare.tensor = constant.tensor
    return bare


def _constant(value: Kept, shape: tuple[int, ...], dtype: Any) -> Constant:
    bare = object.__new__(Constant)
    bare.value, bare.shape, bare.dtype, bare.version, bare.cuts = value, shape, dtype, 0, ()
    bare.tensor = _Nobody()  # type: ignore[assignment]  # asked like a weak reference, and by identity
    return bare


class _Nobody:
    """Stands for a reference to a tensor that is gone; each is another."""

    def __call__(self) -> None:
        return None


def _gone(node: Node, constants: dict[int, Any]) -> Made:
    made: Made | None = node._trace
    copy = Made(None, 0, 0, None, constants, None)
    if made is not None:
        copy.born, copy.code, copy.lasti, copy.inner = made.born, made.code, made.lasti, made.inner
        copy.value, copy.name = made.value, made.name
    copy.original = weakref.ref(node)
    return copy


def living(node: Node) -> Node:
    """The operation that a likeness is of, as long as it is there; any other node is itself."""
    made: Made | None = node._trace
    original = None if made is None or made.original is None else made.original()
    return node if original is None else original


def is_gone(node: Node) -> bool:
    """Whether a node is nothing but a likeness."""
    made: Made | None = node._trace
    return made is not None and made.original is not None
