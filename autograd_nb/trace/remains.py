"""What is left of operations whose graph is gone: enough to draw what lies beyond a cut.

`u = (x * x).detach()` drops the product at once, and with it all that was recorded of it. So a cut keeps a likeness of
the operation that it cut off, and of a few behind it: their names, places and shown values. It holds no tensor, no leaf
and nothing that they saved, and only the latest cuts have one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import ref

from autograd_nb.engine.graph import NO_EDGE, AccumulateGrad, Node, Variable
from autograd_nb.engine.ops.recurrent import Steps

from .entries import Constant, Leaf, Made, made_of, used
from .kept import new, whole

if TYPE_CHECKING:
    from .entries import Place

MOST = 6
"""Operations of which one cut keeps a likeness."""


Bones = list[tuple[Any, ...]]
"""What a likeness is made of, when somebody looks: plain facts of each operation, for cuts are many and looks are few.

They are a weak reference, kind, results, number, options, facts and name, and of each input: None for a number, what
`used` gives of a leaf, (place in this list, number of the result) of an operation; of one beyond them its value as
`whole` takes it, its output, and shape and dtype of that.
"""

PLAIN = frozenset({int, float, bool, str, type(None)})
"""Kinds of options that hold nothing."""


def bones_of(start: Node, most: int) -> Bones:
    """The facts of an operation, and of up to `most - 1` behind it; beyond these stand values."""
    places = {} if most == 1 else _near(start, most)
    parts = []
    for node in places or (start,):
        inputs: list[Any] = []
        for following, number in node.next_functions:
            if following is None:
                inputs.append(None)
            elif type(following) is AccumulateGrad:
                inputs.append(used(following.variable, None))
            elif places and following in places:
                inputs.append((places[following], number))
            else:
                known = following._trace
                if type(known) is tuple:
                    inputs.append((None if number else known[3], known[4], following.results[number]))
                else:
                    inputs.append((None if number or known is None else known.value, None, following.results[number]))
        options = node.options
        for value in options.values():
            if type(value) not in PLAIN:
                options = _plain(options)
                break
        facts: Any = node._trace
        name = ""
        if type(facts) is Made:
            name, facts = facts.name, facts.facts
        parts.append((ref(node), type(node), node.results, node.sequence_nr, options, facts, name, inputs))
    return parts


def _near(start: Node, most: int) -> dict[Node, int]:
    """An operation and the nearest behind it, with their places in this order."""
    chosen = [start]
    places = {start: 0}
    for node in chosen:  # it grows
        for following, _ in node.next_functions:
            beyond = following is None or type(following) is AccumulateGrad or following in places
            if following is not None and not beyond and len(chosen) < most:
                places[following] = len(chosen)
                chosen.append(following)
    return places


def likeness_of(bones: Bones) -> Node:
    """A node that looks like the first of those whose facts these are.

    >>> import autograd_nb as torch
    >>> x = torch.tensor([1., 2.], requires_grad=True)
    >>> like = likeness_of(bones_of((x * x).grad_fn, MOST))
    >>> like.name(), like.saved is None, like.next_functions[0][0] is None
    ('MulBackward0', True, True)
    """
    copies: list[Any] = [new(kind) for _, kind, *_ in bones]
    for copy, (original, _, results, sequence_nr, options, facts, name, inputs) in zip(copies, bones, strict=True):
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
                made.operands[index] = _bare(known.get(index, each), each)
        copy.next_functions = tuple(edges)
    first: Node = copies[0]
    return first


class Cut:
    """Where a value comes from whose gradient was stopped. Never keeps that graph alive.

    Made by `Cuts.cut`.
    """

    __slots__ = ("behind", "bones", "how", "leaf", "node", "place")

    how: str
    place: Place
    node: ref[Node] | None
    leaf: ref[Variable] | None
    behind: tuple[ref[Node], ...]  # of a comparison, see branches.py
    bones: Bones | Node | None  # what a likeness is made of, or that

    @property
    def remains(self) -> Node | None:
        """A likeness of what was cut off, always the same; None if this is not one of the latest cuts."""
        if type(self.bones) is list:
            self.bones = likeness_of(self.bones)
        return self.bones  # type: ignore[return-value]  # of a list it has just been made


def _plain(options: dict[str, Any]) -> dict[str, Any]:
    """The options of an operation, but for tensors and what else would keep arrays."""
    for value in options.values():
        if isinstance(value, (Variable, Steps)):
            return {name: value for name, value in options.items() if not isinstance(value, (Variable, Steps))}
    return options


def _bare(value: Any, leaf: Any) -> Any:
    """An input as a value without history: with its own cuts, a loop of cuts would keep all that ever was."""
    if not isinstance(value, tuple):
        return value
    if isinstance(value, Leaf):
        return Constant(*leaf)._replace(told=value.told, version=value.version, cuts=())
    if len(value) > 3:
        return Constant(*value)._replace(cuts=())
    told, of, (shape, dtype) = value
    return Constant(whole(told, shape, dtype, of), shape, dtype, _Nobody())


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
