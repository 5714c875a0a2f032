"""The entries that the recorder keeps: small objects on nodes and tensors, nothing formatted.

An operation's node carries the bare facts of its making as its `_trace`, a leaf or a constant an `OfTensor`. Most
graphs go without anybody having looked at them, so facts are tuples; `made_of` makes a `Made` of them, once. What may
outlive a graph refers to it weakly.

What is made in each turn of a loop has slots and no `__init__`: it is filled by a function, in half the time.
"""

from __future__ import annotations

import itertools
import math
import weakref
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from weakref import ref

import numpy as np

from autograd_nb.engine.graph import AccumulateGrad, Variable

from .kept import COPIED, SMALL, Large, ends, from_told, own, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import CodeType

    from autograd_nb.engine.graph import Edge, Node

    from .branches import Branch
    from .derived import Within
    from .jacobian import Jacobian
    from .kept import Kept
    from .remains import Cut
    from .sweeps import Sweeps

KEPT = 256  # entries kept on a leaf
VISITS = 64  # walks kept on a node
MISSED = math.inf  # the order of a visit that was to be, but the walk failed before
WRITES = 8  # in-place changes kept of a piece of memory

Place = tuple["CodeType | None", int]  # of the learner's frame: code object and last instruction

Path = tuple[int, ...]
"""The package's own instructions, from the one that the learner called inwards: tells apart the steps of one call.

In a loop of the learner's the same path comes again; within one call later steps have greater ones.
"""

Way = int | tuple[Any, ...]
"""A path as it is kept: its one step, or its first and the way from there."""

Inside = tuple["CodeType | None", int, Path]
"""What all steps in a module's call have in common: the learner's place, and the call's number for a path."""

as_tuple: Any = tuple.__new__  # makes a named tuple in half the time that its own class takes


class Clock:
    """Numbers walks and changes in the order in which they happened; `now` is the last number given."""

    def __init__(self) -> None:
        self.now = 0
        self.next = itertools.count(1).__next__  # atomic, so no two threads get the same


clock = Clock()


class Made:
    """What is known of the making of a node.

    It has its defaults in the class: of most nodes little is known.
    """

    code: CodeType | None = None
    lasti: int = 0
    path: Path = ()
    value: Kept = None
    others: tuple[Kept, ...] = ()  # the values of further results
    operands: dict[int, Any] | None = None  # by input that no operation made: a Constant, or a Python scalar as it is
    output: weakref.ref[Variable] | None = None
    branches: tuple[Branch, ...] = ()
    jacobian: Jacobian | None = None
    sweeps: Sweeps | None = None
    name: str = ""  # once found
    within: Within | None = None  # of an operation that a walk recorded, see derived.py
    original: weakref.ref[Node] | None = None  # of a likeness, see remains.py
    unseen: dict[str, Place] | None = None  # saved tensors that were changed, see unseen.py

    @classmethod
    def of(cls, facts: Facts, results: Results, edges: tuple[Edge, ...] = ()) -> Made:
        """The same in words, of a node with these results and edges."""
        made = cls()
        made.code, made.lasti, path, value, made.output, operands, *branches = facts
        made.branches = tuple(branches)
        made.path = _steps(path)
        made.value = whole(value, *results[0], made.output)
        if operands is not None:
            inputs = zip(operands[::2], operands[1::2], strict=True)
            made.operands = {at: _operand(each, edges[at][0] if edges else None) for at, each in inputs}
        return made

    @property
    def values(self) -> tuple[Kept, ...]:
        """Of each result the value, as far as it is known."""
        return (self.value, *self.others)

    @property
    def facts(self) -> Facts:
        """What `of` makes the like of this of, without the decisions that were about it."""
        operands = None if self.operands is None else sum(self.operands.items(), ())
        return self.code, self.lasti, self.path, self.value, self.output, operands


Operands = tuple[Any, ...]
"""Places of operands, each followed by it.

A Python scalar is as it is. Of a tensor there is what `used` gives, or a `Constant`; of a leaf that the node leads to
its value and its version, two things.
"""

Facts = tuple[Any, ...]
"""Code, instruction, path, value, output and operands of a `Made`; behind them the decisions that were about it.

A path is as `Way` has it, a value as `whole` takes it.
"""

Results = tuple[tuple[tuple[int, ...], "np.dtype[Any]"], ...]


def _steps(way: Any) -> Path:
    """A path, of what is kept of it.

    >>> _steps(4), _steps((2, (3, 4))), _steps((2, 3, 4))
    ((4,), (2, 3, 4), (2, 3, 4))
    """
    return (way,) if isinstance(way, int) else (*way[:-1], *_steps(way[-1])) if way else ()


def made_of(node: Node) -> Made | None:
    """What is known of the making of a node, None if nothing is."""
    facts = node._trace
    if type(facts) is tuple:
        facts = node._trace = Made.of(facts, node.results, node.next_functions)
    elif facts is None and node._visits is not None:
        facts = node._trace = Made()  # it was made before anybody listened
    made: Made | None = facts
    return made


class Constant(NamedTuple):
    """A tensor that no operation made, at the moment when it was used."""

    told: Any  # the value, see `whole`
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    tensor: Callable[[], Variable | None]  # a weak reference
    version: int = 0
    cuts: tuple[Cut, ...] = ()

    @property
    def value(self) -> Kept:
        """What it was."""
        of = self.tensor if isinstance(self.tensor, weakref.ref) else None
        told = self.told
        if told is not None and type(told) is not tuple and math.prod(self.shape) > SMALL:
            told = told, self.shape, self.version
        return whole(told, self.shape, self.dtype, of)


def used(value: Any, output: Any) -> Any:
    """An input as it is now: what a `Constant` is made of, a Python scalar as it is.

    Of one that the operation wrote its `output` over, the value is not known any more.
    """
    try:
        array = value._array
    except AttributeError:
        return value
    counter = value._counter
    trace = value._trace
    return (
        None if value is output else array.tobytes() if array.size <= COPIED else ends(array),
        array.shape,
        array.dtype,
        ref(value),
        0 if counter is None else counter.value,
        () if trace is None else trace.cuts,
    )


def used_leaf(node: AccumulateGrad) -> tuple[Any, int]:
    """The leaf behind a node as it is now: the rest of a `Constant` the node knows."""
    leaf = node.variable
    array = leaf._array
    counter = leaf._counter
    told = array.tobytes() if array.size <= COPIED else ends(array)
    return told, 0 if counter is None else counter.value


def _operand(facts: Any, node: Node | None) -> Any:
    """An operand in words, of one that `node` leads to if it is a leaf."""
    if type(facts) is not tuple:
        return facts
    if len(facts) > 2:
        return Constant(*facts)
    told, version = facts
    if not isinstance(node, AccumulateGrad):
        return Leaf(told, version)
    shape, dtype = node.results[0]
    if (
        type(told) is bytes and len(told) != math.prod(shape) * dtype.itemsize
    ):  # `.data = ...` had given it another form
        array = node.variable._array
        shape, dtype = array.shape, array.dtype
        if len(told) != array.nbytes:
            told = None
    return Constant(told, shape, dtype, ref(node.variable), version)


def operands_of(edges: tuple[Edge, ...], inputs: tuple[Any, ...], output: Any) -> Operands | None:
    """The inputs that no operation made, by their places, as they are now."""
    found: Operands = ()
    for at, ((node, _), value) in enumerate(zip(edges, inputs)):  # of some operations only tensors are told
        if node is None:
            found += at, used(value, output)
        elif type(node) is AccumulateGrad:
            found += at, used_leaf(node)
    return found or None


class Leaf(NamedTuple):
    """The value of a leaf that an operation used, where the operation is but a likeness and leads nowhere."""

    told: Any
    version: int


NOTHING: deque[Any] = deque(maxlen=0)


class OfTensor:
    """What is kept on a tensor: the history of a leaf's gradient, or the cut that made a constant.

    Made by `of_tensor`.
    """

    __slots__ = ("changed", "counts_numbers", "cuts", "lines", "name", "shown", "standing", "told")

    lines: deque[Any]  # what happened to the gradient, as it came, see `Line`
    told: deque[Any]  # visits of which there is no line, as they came, see visits.py
    cuts: tuple[Cut, ...]
    changed: int  # the clock when the numbers of a leaf were written over, last
    name: str  # once found
    shown: tuple[object, ...]  # what a document of this tensor shows and nothing else holds
    standing: Any  # what the next document of this tensor is made from, see document.py
    counts_numbers: bool  # whether Python numbers count where a document of this tensor has no room for all

    @property
    def ledger(self) -> list[Change]:
        """The changes of the gradient."""
        return [change for change in self._in_words() if change.change]

    @property
    def visits(self) -> list[Visit]:
        """The walks that came by."""
        with_line = [change.visit for change in self._in_words() if change.visit is not None]
        return sorted([*in_words(self.told), *with_line], key=lambda visit: visit.walk.clock)

    def _in_words(self) -> deque[Change]:
        for at, line in enumerate(self.lines):
            if type(line) is tuple:
                number, how, value, where, walk, *visit = line
                if how == "inplace" and type(value) is tuple and not from_told(value).any():
                    how = "zero"
                visited = Visit(walk, visit[0], own(visit[1]), ()) if visit else None
                self.lines[at] = Change(number, how, own(value), where, walk, visited)
        return self.lines


Line = tuple[Any, ...]
"""The first five of a `Change` as they came, of a walk told in one go with order and gradient of the visit."""

Write = tuple[int, Place]
"""One in-place change of a piece of memory, kept on its version counter: the version from then on, and where."""


class Change(NamedTuple):
    """One change of a leaf's `.grad`, with the value after it, and the visit of the walk that made it.

    The change is empty where a leaf was visited that is frozen by now.
    """

    clock: int
    change: str
    value: Kept
    place: Place
    walk: OfWalk | None
    visit: Visit | None = None


class OfWalk:
    """One call of `backward()` or `grad()`. Made by `_of_walk` of record.py.

    It has its defaults in the class: most walks are of one kind and end well.
    """

    clock: int
    place: Place
    seed: Kept
    kind: str = "backward"
    count: int = 0  # nodes visited, but for those of a walk that was told in one go
    first: float = MISSED  # the `order` of the first visit
    made: int = 0  # operations recorded by the walk itself (create_graph)
    operations: int = 0  # operations that such a walk visited
    error: tuple[str, str] | None = None
    failed: weakref.ref[Node | Variable] | None = None
    versions: Mapping[float, Mapping[str, int]] | None = None  # see `saved_versions`; None: nobody has looked


class Visit:
    """A node's part in one walk. `order` tells which visit comes before which, and nothing else."""

    __slots__ = ("arrived", "asked", "computed", "each", "order", "sends", "upstream", "walk")

    def __init__(self, walk: OfWalk, order: float, upstream: Kept, sends: Sequence[Kept], arrived: Kept = None) -> None:
        self.walk = walk
        self.asked = False  # `grad()` hands this gradient back
        self.order = order
        self.upstream = upstream
        self.sends = sends
        self.arrived = arrived  # what hooks made `upstream` of; None if there were none, or they left it as it was
        self.computed: Sequence[Kept] = ()  # the same of `sends`, if hooks changed any of them
        self.each: Sequence[Kept] = ()  # the gradient of each result, of an operation that has several


Told = tuple[OfWalk, float, Any, "Sequence[Any]"]
"""A visit as the engine tells it, with its own arrays."""

_Visits = TypeVar("_Visits", list[Any], deque[Any])


def in_words(visits: _Visits) -> _Visits:
    """The same visits, all of them as such: those that nobody has looked at are still as they were told."""
    for at, visit in enumerate(visits):
        if type(visit) is tuple:
            walk, order, arrived, sent = visit
            visits[at] = Visit(walk, order, own(arrived), [own(c) for c in sent])
    return visits


def write(leaf: Variable, change: str, place: Place, walk: OfWalk | None) -> None:
    """Add a line to a leaf's ledger: its gradient is now what it is."""
    value: Any = None
    if leaf._grad is not None:
        array = leaf._grad._array
        if array.size <= COPIED:
            value = array.tobytes(), (array.shape, array.dtype)
        else:
            value = Large(array)
            if change == "inplace" and not np.count_nonzero(array):
                change = "zero"
    trace = leaf._trace
    if trace is None or trace.lines is NOTHING:
        trace = of_leaf(leaf)
    clock.now = number = clock.next()
    trace.lines.append((number, change, value, place, walk))


def touch(tensor: Variable) -> None:
    """Note that the numbers of a leaf are others now; of an operation's result the versions tell that."""
    if tensor._requires_grad and tensor._grad_fn is None:
        (tensor._trace or of_tensor(tensor)).changed = clock.now = clock.next()


def of_leaf(leaf: Variable) -> OfTensor:
    """The entry on a tensor, with room for what happens to its gradient."""
    found = of_tensor(leaf)
    if found.lines is NOTHING:
        found.lines, found.told = deque(maxlen=KEPT), deque(maxlen=KEPT)
    return found


def of_tensor(tensor: Variable) -> OfTensor:
    """The entry on a tensor, made on first need."""
    found: OfTensor | None = tensor._trace
    if found is None:
        found = tensor._trace = OfTensor()
        found.lines = found.told = NOTHING
        found.cuts = found.shown = ()
        found.changed = 0
        found.name = ""
        found.standing = None
        found.counts_numbers = True
    return found
