"""What is left of operations whose graph is gone: enough to draw what lies beyond a cut.

`u = (x * x).detach()` drops the product at once, and with it all that was recorded of it. So a cut keeps a likeness of
the operation that it cut off, and of a few behind it: their names, places and shown values. It holds no tensor, no leaf
and nothing that they saved, and only the latest cuts have one.
"""

from __future__ import annotations

import weakref
from typing import Any

from autograd_nb.engine.graph import NO_EDGE, AccumulateGrad, Node, Variable
from autograd_nb.engine.ops.recurrent import Steps

from .entries import Constant, Made, made_of, used
from .kept import new, whole

MOST = 6
"""Operations of which one cut keeps a likeness."""


class Bones:
    """What a likeness is made of, when somebody looks: plain facts, for cuts are many and looks are few."""

    __slots__ = ("_likeness", "_parts")

    def __init__(self, start: Node, most: int) -> None:
        self._likeness: Node | None = None
        chosen = [start]
        places = {start: 0}
        for node in () if most == 1 else chosen:  # it grows
            for following, _ in node.next_functions:
                beyond = following is None or type(following) is AccumulateGrad or following in places
                if following is not None and not beyond and len(chosen) < most:
                    places[following] = len(chosen)
                    chosen.append(following)
        parts = []
        for node in chosen:
            inputs: list[Any] = []
            for following, number in node.next_functions:
                if following is None:
                    inputs.append(None)
                elif type(following) is AccumulateGrad:
                    inputs.append(Constant(*used(following.variable, None)))
                elif following in places:
                    inputs.append((places[following], number))
                else:
                    inputs.append((None if number else _value(following), *following.results[number]))
            options = node.options and _plain(node.options)
            facts: Any = node._trace
            name = ""
            if type(facts) is Made:
                name, facts = facts.name, facts.facts
            parts.append((weakref.ref(node), type(node), node.results, node.sequence_nr, options, facts, name, inputs))
        self._parts = parts

    def likeness(self) -> Node:
        """A node that looks like the first; always the same."""
        if self._likeness is None:
            copies: list[Any] = [new(kind) for _, kind, *_ in self._parts]
            for copy, (original, _, results, sequence_nr, options, facts, name, inputs) in zip(
                copies, self._parts, strict=True
            ):
                copy.results, copy.sequence_nr, copy.options = results, sequence_nr, options
                copy.hooks = copy.saved = copy.send = copy._visits = None
                made = copy._trace = Made() if facts is None else Made.of(facts, results)
                known = made.operands or {}
                made.output = None
                made.name = name
                made.original = original
                made.operands = {}
                edges = []
                for index, each in enumerate(inputs):
                    inside = type(each) is tuple and len(each) == 2
                    edges.append((copies[each[0]], each[1]) if inside else NO_EDGE)
                    if not inside:
                        made.operands[index] = _bare(known.get(index, each))
                copy.next_functions = tuple(edges)
            self._likeness = copies[0]
        return self._likeness


def likeness(start: Node, most: int = MOST) -> Node:
    """A node that looks like `start`, with up to `most - 1` operations behind it; beyond these stand values.

    >>> import autograd_nb as torch
    >>> x = torch.tensor([1., 2.], requires_grad=True)
    >>> like = likeness((x * x).grad_fn)
    >>> like.name(), like.saved is None, like.next_functions[0][0] is None
    ('MulBackward0', True, True)
    """
    return Bones(start, most).likeness()


def _value(node: Node) -> Any:
    """What an operation gave, as far as it is known."""
    facts = node._trace
    if type(facts) is not tuple:
        return None if facts is None else facts.value
    value = facts[3]
    return value if type(value) is bytes else whole(value, *node.results[0], facts[4])


def _plain(options: dict[str, Any]) -> dict[str, Any]:
    """The options of an operation, but for tensors and what else would keep arrays."""
    for value in options.values():
        if isinstance(value, (Variable, Steps)):
            return {name: value for name, value in options.items() if not isinstance(value, (Variable, Steps))}
    return options


def _bare(value: Any) -> Any:
    """An input as a value without history: with its own cuts, a loop of cuts would keep all that ever was."""
    if not isinstance(value, tuple):
        return value
    if isinstance(value, Constant):
        return value._replace(cuts=())
    told, shape, dtype = value
    return Constant(told, shape, dtype, _Nobody())


class _Nobody:
    """Stands for a reference to a tensor that is gone; each is another."""

    def __call__(self) -> None:
        return None


def living(node: Node) -> Node:
    """The operation that a likeness is of, as long as it is there; any other node is itself."""
    made = made_of(node)
    original = None if made is None or made.original is None else made.original()
    return node if original is None else original


def is_gone(node: Node) -> bool:
    """Whether a node is nothing but a likeness."""
    made = made_of(node)
    return made is not None and made.original is not None
