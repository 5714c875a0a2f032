"""The entries that the recorder keeps: small objects on nodes and tensors, nothing formatted.

An operation's node carries the bare facts of its making as its `_trace`, a leaf or a constant an `OfTensor`. Most
graphs go without anybody having looked at them, so facts are tuples; `made_of` makes a `Made` of them, once. What may
outlive a graph refers to it weakly.
"""

from __future__ import annotations

import itertools
import weakref
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import CodeType

    from autograd_nb.engine.graph import Node, Variable

    from .branches import Branch
    from .derived import Within
    from .jacobian import Jacobian
    from .remains import Bones
    from .sweeps import Sweeps

SMALL = 64  # elements up to which a value is kept whole
COPIED = 2048  # elements up to which to copy all is quicker than to look up those that are kept
EDGE = 3  # elements at each end of a dimension that PyTorch's summary shows
KEPT = 256  # entries kept on a leaf
VISITS = 64  # walks kept on a node
WRITES = 8  # in-place changes kept of a piece of memory

Array = np.ndarray[Any, Any]
Place = tuple["CodeType | None", int]  # of the learner's frame: code object and last instruction


new: Any = object.__new__
as_tuple: Any = tuple.__new__  # makes a named tuple in half the time that its own class takes


class Clock:
    """Numbers walks and changes in the order in which they happened; `now` is the last number given."""

    def __init__(self) -> None:
        self.now = 0
        self.next = itertools.count(1).__next__  # atomic, so no two threads get the same


clock = Clock()


class Large:
    """The parts of a large array that PyTorch prints: both ends of each dimension and one element between."""

    __slots__ = ("ends", "of", "shape", "version")

    def __init__(self, array: Array, of: Variable | None = None) -> None:
        self.shape = array.shape
        self.ends = ends(array)
        self.of = None if of is None else weakref.ref(of)
        self.version = 0 if of is None or of._counter is None else of._counter.value

    @property
    def dtype(self) -> Any:
        """The type of the elements."""
        return self.ends.dtype


def ends(array: Array) -> Array:
    """What is kept of a large array."""
    flags = array.flags
    # By the number in memory one look-up finds them all; of an array that lies otherwise this would copy it whole.
    if flags.c_contiguous:
        return array.take(_places[array.shape])
    if flags.f_contiguous:
        return array.T.take(_places[array.shape[::-1]]).T
    return array[_indices[array.shape]]


def _shown(length: int) -> Array:
    """Which indices of a dimension are kept."""
    return np.arange(length) if length <= 2 * EDGE + 1 else np.r_[: EDGE + 1, length - EDGE : length]


class _Indices(dict[tuple[int, ...], tuple[Array, ...]]):
    """By shape, the indices of the kept elements."""

    def __missing__(self, shape: tuple[int, ...]) -> tuple[Array, ...]:
        if len(self) >= KEPT:
            self.clear()
        self[shape] = found = np.ix_(*map(_shown, shape))
        return found


class _Places(dict[tuple[int, ...], Array]):
    """Their places in an array that lies in memory in its own order."""

    def __missing__(self, shape: tuple[int, ...]) -> Array:
        if len(self) >= KEPT:
            self.clear()
        self[shape] = places = np.ravel_multi_index(_indices[shape], shape)
        return places


_indices = _Indices()
_places = _Places()

Kept = Array | Large | None


class Made:
    """What is known of the making of a node.

    Entries like this one have their defaults in the class: to set what differs is a third of the time of setting all.
    """

    code: CodeType | None = None
    lasti: int = 0
    inner: int = 0  # the package's own instruction: tells apart the steps of one call such as `1 / x`
    value: Kept = None
    constants: dict[int, Any] | None = None  # by input: a Constant, or a Python scalar as it is
    output: weakref.ref[Variable] | None = None
    branches: tuple[Branch, ...] = ()
    jacobian: Jacobian | None = None
    sweeps: Sweeps | None = None
    name: str = ""  # once found
    within: Within | None = None  # of an operation that a walk recorded, see derived.py
    original: weakref.ref[Node] | None = None  # of a likeness, see remains.py
    unseen: dict[str, Place] | None = None  # saved tensors that were changed, see unseen.py

    @classmethod
    def of(cls, facts: Facts, results: Results) -> Made:
        """The same in words, of a node with these results."""
        made = cls()
        made.code, made.lasti, made.inner, value, made.output, made.constants, made.branches = facts
        made.value = whole(value, *results[0], made.output)
        return made

    @property
    def facts(self) -> Facts:
        """What `of` makes the like of this of, without the decisions that were about it."""
        return self.code, self.lasti, self.inner, self.value, self.output, self.constants, ()


Facts = tuple[
    "CodeType | None", int, int, Any, "weakref.ref[Variable] | None", "dict[int, Any] | None", "tuple[Branch, ...]"
]
"""The first seven of these; a value as `whole` takes it."""

Results = tuple[tuple[tuple[int, ...], "np.dtype[Any]"], ...]


def made_of(node: Node) -> Made | None:
    """What is known of the making of a node, None if nothing is."""
    facts = node._trace
    if type(facts) is tuple:
        facts = node._trace = Made.of(facts, node.results)
    elif facts is None and node._visits is not None:
        facts = node._trace = Made()  # it was made before anybody listened
    made: Made | None = facts
    return made


def whole(value: Any, shape: tuple[int, ...], dtype: np.dtype[Any], of: weakref.ref[Variable] | None = None) -> Kept:
    """A value as an entry has it, of one as facts have it: bytes, which are copied quickest, or what is of a large one.

    A large one is told by its bytes or its ends, by its shape and its version.
    """
    if type(value) is bytes:
        return np.ndarray(shape, dtype, value)
    if type(value) is not tuple:
        return value  # type: ignore[no-any-return]  # an array, or None
    large: Large = new(Large)
    numbers, large.shape, large.version = value
    large.ends = ends(np.ndarray(shape, dtype, numbers)) if type(numbers) is bytes else numbers
    large.of = of
    return large


def told(array: Array) -> Any:
    """An array as it is now; `own` makes what is kept of it, if somebody looks."""
    return (array.tobytes(), array.shape, array.dtype) if array.size <= COPIED else Large(array)


class Constant(NamedTuple):
    """A tensor without gradient at the moment when it was used."""

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
        return whole(self.told, self.shape, self.dtype, of)


def constant(tensor: Variable, overwritten: bool = False) -> Constant:
    """A tensor as it is now; of one that was `overwritten` since it was used, the value is not known."""
    array = tensor._array
    shape, size = array.shape, array.size
    counter, trace = tensor._counter, tensor._trace
    version = 0 if counter is None else counter.value
    told: Any = None
    if not overwritten:
        told = array.tobytes() if size <= COPIED else ends(array)
        if size > SMALL:
            told = told, shape, version
    cuts = () if trace is None else trace.cuts
    made: Constant = as_tuple(Constant, (told, shape, array.dtype, weakref.ref(tensor), version, cuts))
    return made


class Cut:
    """Where a value comes from whose gradient was stopped. Never keeps that graph alive.

    `remains` is a likeness of what was cut off, of the latest cuts.
    """

    bones: Bones | None = None
    behind: tuple[weakref.ref[Node], ...] = ()  # of a comparison, see branches.py
    node: weakref.ref[Node] | None = None
    leaf: weakref.ref[Variable] | None = None

    def __init__(self, source: Variable, how: str, place: Place) -> None:
        self.how = how
        self.place = place
        if source._grad_fn is None:
            self.leaf = weakref.ref(source)
        else:
            self.node = weakref.ref(source._grad_fn)

    @property
    def remains(self) -> Node | None:
        """See remains.py."""
        return None if self.bones is None else self.bones.likeness()


_NOTHING: deque[Any] = deque(maxlen=0)


class OfTensor:
    """What is kept on a tensor: the history of a leaf's gradient, or the cut that made a constant."""

    lines: deque[Any] = _NOTHING  # of the ledger, as they came
    told: deque[Any] = _NOTHING  # visits as they came, see visits.py
    cuts: tuple[Cut, ...] = ()
    name: str = ""  # once found
    shown: tuple[object, ...] = ()  # what a document of this tensor shows and nothing else holds
    counts_numbers: bool = True  # whether Python numbers count where a document of this tensor has no room for all

    @property
    def ledger(self) -> deque[Change]:
        """The changes of the gradient."""
        for at, line in enumerate(self.lines):
            if type(line) is tuple:
                number, how, value, where, walk = line
                if how == "inplace" and type(value) is tuple and not _array(value).any():
                    how = "zero"
                self.lines[at] = Change(number, how, own(value), where, walk)
        return self.lines

    @property
    def visits(self) -> deque[Visit]:
        """The walks that came by."""
        return in_words(self.told)


Write = tuple[int, Place]
"""One in-place change of a piece of memory, kept on its version counter: the version from then on, and where."""


class Change(NamedTuple):
    """One change of a leaf's `.grad`, with the value after it."""

    clock: int
    change: str
    value: Kept
    place: Place
    walk: OfWalk | None


class OfWalk:
    """One call of `backward()` or `grad()`."""

    kind = "backward"
    count = 0  # nodes visited; of a walk that was told in one go, 1 for all
    made = 0  # operations recorded by the walk itself (create_graph)
    operations = 0  # operations that such a walk visited
    error: tuple[str, str] | None = None
    failed: weakref.ref[Node | Variable] | None = None

    def __init__(self, place: Place, seed: Kept, kind: str = "backward") -> None:
        self.clock = clock.now = clock.next()
        self.place = place
        self.seed = seed
        if kind != "backward":
            self.kind = kind


class Visit:
    """A node's part in one walk. `order` 0: it was to be visited, but the walk failed before.

    Leaves may stand between the operations with a number that is not whole.
    """

    __slots__ = ("asked", "order", "sends", "upstream", "walk")

    def __init__(self, walk: OfWalk, order: float, upstream: Kept, sends: Sequence[Kept]) -> None:
        self.walk = walk
        self.asked = False  # `grad()` hands this gradient back
        self.order = order
        self.upstream = upstream
        self.sends = sends


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


def own(array: Any) -> Kept:
    """What is kept of an array that is the engine's own, or that was `told`: if it is small, itself."""
    if type(array) is tuple:
        array = _array(array)
        return array if array.size <= SMALL else Large(array)
    whole = type(array) is np.ndarray and array.size <= SMALL and array.base is None
    return array if whole else keep(array)


def _array(told: tuple[bytes, tuple[int, ...], np.dtype[Any]]) -> Array:
    numbers, shape, dtype = told
    return np.ndarray(shape, dtype, numbers)


def keep(array: Any) -> Kept:
    """A copy of what a document may show of an array, or of a number of NumPy's."""
    if type(array) is np.ndarray:
        return array.copy() if array.size <= SMALL else Large(array)
    return array if array is None or type(array) is Large else np.array(array)


def write(leaf: Variable, change: str, place: Place, walk: OfWalk | None) -> None:
    """Add a line to a leaf's ledger: its gradient is now what it is."""
    value: Any = None
    if leaf._grad is not None:
        array = leaf._grad._array
        value = told(array)
        if change == "inplace" and array.size > COPIED and not np.count_nonzero(array):
            change = "zero"
    trace = leaf._trace
    if trace is None or trace.lines is _NOTHING:
        trace = of_leaf(leaf)
    clock.now = number = clock.next()
    trace.lines.append((number, change, value, place, walk))


def of_leaf(leaf: Variable) -> OfTensor:
    """The entry on a tensor, with room for what happens to its gradient."""
    found = of_tensor(leaf)
    if found.lines is _NOTHING:
        found.lines = deque(maxlen=KEPT)
    if found.told is _NOTHING:
        found.told = deque(maxlen=KEPT)
    return found


def of_tensor(tensor: Variable) -> OfTensor:
    """The entry on a tensor, made on first need."""
    found: OfTensor | None = tensor._trace
    if found is None:
        found = tensor._trace = OfTensor()
    return found
