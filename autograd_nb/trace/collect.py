"""Which nodes of a graph go into its document: the newest `LIMIT`, in creation order, inputs before results.

The graph is walked with a list, never by recursion: a chain of a million operations is counted like one of
three.
"""

from __future__ import annotations

import copy
import heapq
import weakref
from typing import TYPE_CHECKING, Any, NamedTuple

from autograd_nb.engine.graph import AccumulateGrad, Node, Variable

from .derived import maker
from .entries import Constant, Made, made_of, of_tensor
from .remains import Cut, is_gone, living

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .record import Recorder

LIMIT = 2000


class Scalar(NamedTuple):
    """A Python number that an operation took; `value` None where nobody recorded it.

    `cut` tells from where in a graph it was taken out.
    """

    value: Any
    cut: Cut | None = None


Thing = Node | Variable | Constant | Scalar  # an operation, a leaf, a tensor without gradient, a number
Key = tuple[object, ...]


GONE = Scalar(None)
"""Stands where an operation is that nothing holds any more, or might be."""


class Input(NamedTuple):
    """One input of an operation: its key, what it is, and which result of an operation it is."""

    key: Key
    thing: Thing
    output_nr: int


class Collected:
    """The chosen part of a graph.

    Attributes:
        things: what the document shows, by key, in the order of its ids.
        inputs: for each operation shown its inputs in order, shown or not.
        cuts: (source, target, cut) of each edge along which a gradient stops.
        omitted: how many nodes of the graph were left out.
        only: which of its results an operation is here for, where that is one, and not the first.
        several: which of its results are used, where these are more than one, in order.
    """

    def __init__(self, root: Variable, recorder: Recorder) -> None:
        self._recorder = recorder
        self._known: dict[Key, Thing] = {}
        self._size = 0  # how many of them count
        self._free = Node if of_tensor(root).counts_numbers else (Node, Scalar)
        self.inputs: dict[Key, list[Input]] = {}
        self.cuts: list[tuple[Key, Key, Cut]] = []
        self.things: dict[Key, Thing] = {}
        self.root, thing = origin(root)
        if isinstance(thing, Node):
            total = self._choose([thing])
        else:
            self._known[self.root] = thing
            self._size = total = 1
        self.omitted = total - len(self._known)
        self._follow_walks()
        self._follow_cuts()
        self._order()
        used = self._results_used(root)
        self.only = {key: numbers[0] for key, numbers in used.items() if len(numbers) == 1}
        self.several = {key: numbers for key, numbers in used.items() if len(numbers) > 1}
        of_tensor(root).shown = self._beyond_cuts()
        self._order_of_things = tuple(self.things)
        self._elsewhere: dict[Key, Callable[[], Thing | None]] = {}

    def _choose(self, starts: list[Node]) -> int:
        """Take the newest operations behind `starts`, with inputs, while there is room. Count all of them."""
        reached = _reachable(starts)
        newest = heapq.nlargest(LIMIT, reached, key=_age)
        room = True
        for node in newest:
            inputs = list(self._inputs(node))
            counted = (i.key for i in inputs if not isinstance(i.thing, self._free))
            new = {key_of(node), *counted} - self._known.keys()
            room = room and self._size + len(new) <= LIMIT
            if room:
                self._take(node, inputs)
                self._size += len(new)
        if room and len(reached) <= LIMIT:
            return len(self._known)
        return _count(reached)

    def _take(self, node: Node, inputs: list[Input]) -> None:
        self._known[key_of(node)] = node
        self.inputs[key_of(node)] = inputs
        for i in inputs:
            if not _is_op(i.thing):
                self._known.setdefault(i.key, i.thing)

    def _results_used(self, root: Variable) -> dict[Key, list[int]]:
        later = {i.key for inputs in self.inputs.values() for i in inputs if i.output_nr}
        if root._output_nr:
            later.add(self.root)
        if not later:
            return {}
        used = [(i.key, i.output_nr) for inputs in self.inputs.values() for i in inputs if i.key in later]
        used.append((self.root, root._output_nr))
        return {key: sorted({number for its, number in used if its == key}) for key in later}

    def _follow_walks(self) -> None:
        """Add what the walks visited that recorded operations of this graph, while there is room."""
        waiting = list(self._known.values())
        while waiting:
            before = set(self._known)
            for thing in waiting:
                node = maker(thing) if isinstance(thing, Node) else None
                if node is not None and key_of(node) not in self._known:
                    self._choose([node])
            waiting = [thing for key, thing in self._known.items() if key not in before]

    def _follow_cuts(self) -> None:
        """Add what a constant was cut from, as far as it is still alive and there is room."""
        waiting = list(self._known.items())
        while waiting:
            before = set(self._known)
            for key, thing in waiting:
                for cut in self._cuts(thing):
                    node = None if cut.node is None else cut.node() or cut.remains
                    leaf = None if cut.leaf is None else cut.leaf()
                    if node is not None:
                        if key_of(node) not in self._known:
                            self._choose([node])
                        source = key_of(node)
                    elif leaf is not None:
                        source = key_of(leaf)
                        if self._size < LIMIT and source not in self._known:
                            self._known[source] = leaf
                            self._size += 1
                    else:
                        continue
                    if source in self._known and source != key:
                        self.cuts.append((source, key, cut))
            waiting = [(key, thing) for key, thing in self._known.items() if key not in before]

    def _beyond_cuts(self) -> tuple[object, ...]:
        """What lies beyond a cut, which no graph holds.

        It is kept with the tensor that is shown: when the learner gives the names to something else, a later
        document of the same tensor still shows what the earlier one did.
        """
        targets = {target for _, target, _ in self.cuts}
        constants = [t.tensor() for key, t in self.things.items() if key in targets and isinstance(t, Constant)]
        sources = [self.things[source] for source, _, _ in self.cuts]
        return (*constants, *sources)

    def let_go(self, root: Variable) -> None:
        """From now on hold nothing that the tensor which is shown does not hold, such as the graph of a derivative's y.

        What is shown of it is there as long as somebody else holds it, see `whole`.
        """
        self._known = {}
        self._elsewhere = {key: weakref.ref(self.things.pop(key)) for key in self._not_held(root)}
        self._hold_inputs(dict.fromkeys(self._elsewhere, GONE))

    def whole(self) -> Collected | None:
        """The same with all that it shows; None if some of that is gone."""
        if not self._elsewhere:
            return self
        found: dict[Key, Thing] = {}
        for key, known in self._elsewhere.items():
            thing = known()
            if thing is None:
                return None
            found[key] = thing
        whole = copy.copy(self)
        whole.things = {key: found[key] if key in found else self.things[key] for key in self._order_of_things}
        whole._hold_inputs(found)
        return whole

    def _hold_inputs(self, things: dict[Key, Thing]) -> None:
        self.inputs = {
            key: [i._replace(thing=things[i.key]) if i.key in things else i for i in inputs]
            for key, inputs in self.inputs.items()
        }

    def _not_held(self, root: Variable) -> list[Key]:
        """What may be gone before the tensor that is shown."""
        kept = [thing for thing in (root._grad_fn, *of_tensor(root).shown) if isinstance(thing, Node)]
        reached = _reachable(kept)
        held = {id(each) for each in of_tensor(root).shown}
        held |= {id(f.variable) for node in reached for f, _ in node.next_functions if type(f) is AccumulateGrad}
        return [
            key
            for key, thing in self.things.items()
            if isinstance(thing, (Node, Variable))
            and not (thing in reached if isinstance(thing, Node) else id(thing) in held)
        ]

    def _cuts(self, thing: Thing) -> tuple[Cut, ...]:
        if isinstance(thing, Scalar):
            return () if thing.cut is None else (thing.cut,)
        if isinstance(thing, Constant):
            return thing.cuts
        if isinstance(thing, Variable) and thing._trace is not None:
            cuts: tuple[Cut, ...] = thing._trace.cuts
            return cuts
        return ()

    def _order(self) -> None:
        """Creation order: operations by their numbers, the others just before they are first needed."""
        sources: dict[Key, list[Key]] = {}
        for source, target, _ in self.cuts:
            sources.setdefault(target, []).append(source)

        def put(key: Key) -> None:
            waiting = [key]
            while waiting:
                last = waiting[-1]
                behind = sources.pop(last, [])
                behind = [s for s in behind if s not in self.things and not _is_op(self._known[s])]
                if behind:
                    waiting += behind
                else:
                    self.things.setdefault(last, self._known[last])
                    waiting.pop()

        for node in sorted((t for t in self._known.values() if isinstance(t, Node)), key=_age):
            for i in self.inputs[key_of(node)]:
                if not _is_op(i.thing):
                    put(i.key)
            self.things[key_of(node)] = node
        for key in self._known:
            put(key)
        self.inputs = {key: self.inputs[key] for key in self.things if key in self.inputs}

    def _inputs(self, node: Node) -> Iterator[Input]:
        made = made_of(node)
        operands = made.operands if made is not None and made.operands is not None else {}
        for index, (following, number) in enumerate(node.next_functions):
            source = None if following is None else living(following)
            if isinstance(source, AccumulateGrad):
                yield Input(key_of(source.variable), source.variable, 0)
            elif source is not None:
                yield Input(key_of(source), source, number)
            else:
                value = operands.get(index)
                leaf = value.tensor() if isinstance(value, Constant) and is_gone(node) else None
                if leaf is not None and leaf._requires_grad and leaf._grad_fn is None:
                    yield Input(key_of(leaf), leaf, 0)
                elif isinstance(value, Constant):
                    # Two uses of one tensor hold the same weak reference object: it tells them to be one.
                    yield Input((id(value.tensor), value.version), value, 0)
                else:
                    yield Input((id(node), index), Scalar(value, self._taken_out(made, value)), 0)

    def _taken_out(self, made: Made | None, value: Any) -> Cut | None:
        """The cut that a Python number comes from."""
        if made is None or type(value) not in (float, int):
            return None
        cuts = self._recorder.cuts
        return cuts.of_number(value) or cuts.of_operand(made)


def origin(tensor: Variable) -> tuple[Key, Thing]:
    """Key and kind of what stands for `tensor`: its operation, or the tensor itself."""
    thing: Thing = tensor if tensor._grad_fn is None else tensor._grad_fn
    return key_of(thing), thing


def key_of(thing: Thing) -> Key:
    """What identifies a thing within one document."""
    return (id(thing),)


def _is_op(thing: Thing) -> bool:
    return isinstance(thing, Node)


def _age(node: Node) -> float:
    return node.sequence_nr


def _count(reached: set[Node]) -> int:
    """How many nodes a document of all of these operations would have."""
    numbers = 0
    tensors: set[tuple[int, int]] = set()
    for node in reached:
        made = made_of(node)
        operands = made.operands if made is not None and made.operands is not None else {}
        for index, (source, _) in enumerate(node.next_functions):
            if source is None:
                value = operands.get(index)
                if isinstance(value, Constant):
                    tensors.add((id(value.tensor), value.version))
                else:
                    numbers += 1
            elif isinstance(source, AccumulateGrad):
                tensors.add((id(source.variable), -1))
    return len(reached) + len(tensors) + numbers


def _reachable(starts: list[Node]) -> set[Node]:
    """All operations behind `starts`, these included."""
    seen = set(starts)
    stack = list(starts)
    while stack:
        for following, _ in stack.pop().next_functions:
            node = None if following is None else living(following)
            if node is not None and node not in seen and type(node) is not AccumulateGrad:
                seen.add(node)
                stack.append(node)
    return seen
