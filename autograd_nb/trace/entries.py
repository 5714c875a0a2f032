"""The entries that the recorder keeps: small objects on nodes and tensors, nothing formatted.

An operation's node carries a `Made` as its `_trace`, a leaf or a constant an `OfTensor`. What may outlive a
graph refers to it weakly.
"""

from __future__ import annotations

import functools
import itertools
import weakref
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType

    from autograd_nb.engine.graph import Node, Variable
    from autograd_nb.engine.node import VersionCounter

    from .branches import Branch
    from .derived import Within
    from .jacobian import Jacobian
    from .sweeps import Sweeps

SMALL = 64  # elements up to which a value is kept whole
EDGE = 3  # elements at each end of a dimension that PyTorch's summary shows
KEPT = 256  # entries kept on a leaf
VISITS = 64  # walks kept on a node
WRITES = 8  # in-place changes kept of a piece of memory

Array = np.ndarray[Any, Any]
Place = tuple["CodeType | None", int]  # of the learner's frame: code object and last instruction


class Clock:
    """Numbers walks and changes in the order in which they happened; `now` is the last number given."""

    def __init__(self) -> None:
        self.now = 0
        self._numbers = itertools.count(1)

    def tick(self) -> int:
        """The next number."""
        self.now = number = next(self._numbers)  # `next` is atomic, so no two threads get the same
        return number


clock = Clock()


class Large:
    """The parts of a large array that PyTorch prints: both ends of each dimension and one element between."""

    __slots__ = ("dtype", "ends", "of", "shape", "version")

    def __init__(self, array: Array, of: Variable | None = None) -> None:
        shape = self.shape = array.shape
        self.dtype = array.dtype
        # By the number in memory one look-up finds them all; of an array that lies otherwise this would copy it whole.
        self.ends = array.take(_places(shape)) if array.flags.c_contiguous else array[_indices(shape)]
        if of is None:
            self.of = None
            self.version = 0
        else:
            self.of = weakref.ref(of)
            self.version = of._version


def _shown(length: int) -> Array:
    """Which indices of a dimension are kept."""
    return np.arange(length) if length <= 2 * EDGE + 1 else np.r_[: EDGE + 1, length - EDGE : length]


@functools.lru_cache(maxsize=256)
def _indices(shape: tuple[int, ...]) -> tuple[Array, ...]:
    """The indices of the kept elements."""
    return np.ix_(*map(_shown, shape))


@functools.lru_cache(maxsize=256)
def _places(shape: tuple[int, ...]) -> Array:
    """Their places in an array that lies in memory in its own order."""
    return np.ravel_multi_index(_indices(shape), shape)


Kept = Array | Large | None


WITHIN = -1
"""Stands for the instruction of a step that a module of `nn` made: one call, many steps, the same instruction."""


class Made:
    """What is known of the making of a node, and the walks that came by."""

    __slots__ = (
        "born",
        "branches",
        "code",
        "constants",
        "inner",
        "jacobian",
        "lasti",
        "name",
        "original",
        "output",
        "sweeps",
        "value",
        "visits",
        "within",
    )

    def __init__(self, code: CodeType | None, lasti: int, inner: int, value: Kept, constants: Any, output: Any) -> None:
        self.born = clock.now
        self.code = code
        self.lasti = lasti
        self.inner = inner  # the package's own instruction: tells apart the steps of one call such as `1 / x`
        self.value = value
        self.constants: dict[int, Any] | None = constants  # by input: a Constant, or a Python scalar as it is
        self.output: weakref.ref[Variable] | None = output
        self.branches: tuple[Branch, ...] = ()
        self.visits: list[Visit] | None = None
        self.jacobian: Jacobian | None = None
        self.sweeps: Sweeps | None = None
        self.name = ""  # once found
        self.within: Within | None = None  # of an operation that a walk recorded, see derived.py
        self.original: weakref.ref[Node] | None = None  # of a likeness, see remains.py


class Constant:
    """A tensor without gradient at the moment when it was used."""

    __slots__ = ("cuts", "dtype", "shape", "tensor", "value", "version")

    def __init__(self, tensor: Variable, overwritten: bool) -> None:
        array = tensor._array
        self.value: Kept = None
        if not overwritten:
            self.value = array.copy() if array.size <= SMALL else Large(array, tensor)
        self.shape = array.shape
        self.dtype = array.dtype
        counter = tensor._counter
        self.version = 0 if counter is None else counter.value
        self.tensor = weakref.ref(tensor)
        trace: OfTensor | None = tensor._trace
        self.cuts: tuple[Cut, ...] = () if trace is None else trace.cuts


class Cut:
    """Where a value comes from whose gradient was stopped. Never keeps that graph alive.

    `remains` is a likeness of what was cut off, of the latest cuts.
    """

    __slots__ = ("behind", "how", "leaf", "node", "place", "remains")

    def __init__(self, source: Variable, how: str, place: Place) -> None:
        self.how = how
        self.place = place
        self.remains: Node | None = None
        self.behind: tuple[weakref.ref[Node], ...] = ()  # of a comparison, see branches.py
        self.node = None if source._grad_fn is None else weakref.ref(source._grad_fn)
        self.leaf = weakref.ref(source) if source._grad_fn is None else None


class OfTensor:
    """What is kept on a tensor: the history of a leaf's gradient, or the cut that made a constant."""

    __slots__ = ("cuts", "dropped", "ledger", "name", "shown", "visits")

    def __init__(self) -> None:
        self.ledger: deque[Change] = deque(maxlen=KEPT)
        self.dropped = 0  # changes no longer in the ledger
        self.visits: deque[Visit] = deque(maxlen=KEPT)
        self.cuts: tuple[Cut, ...] = ()
        self.name = ""  # once found
        self.shown: tuple[object, ...] = ()  # what a document of this tensor shows and nothing else holds


class Write(NamedTuple):
    """One in-place change of a piece of memory, kept on its version counter."""

    version: int  # from then on
    place: Place


def note_write(counter: VersionCounter, place: Place) -> None:
    """Keep that the memory which `counter` counts for was written over."""
    writes: deque[Write] | None = counter._trace
    if writes is None:
        writes = counter._trace = deque(maxlen=WRITES)
    writes.append(Write(counter.value, place))


class Change:
    """One change of a leaf's `.grad`, with the value after it."""

    __slots__ = ("change", "clock", "place", "value", "walk")

    def __init__(self, change: str, value: Kept, place: Place, walk: OfWalk | None) -> None:
        self.clock = clock.tick()
        self.change = change
        self.value = value
        self.place = place
        self.walk = walk


class OfWalk:
    """One call of `backward()` or `grad()`."""

    __slots__ = ("clock", "count", "error", "failed", "kind", "made", "operations", "place", "seed", "told")

    def __init__(self, kind: str, place: Place, seed: Kept) -> None:
        self.clock = clock.tick()
        self.kind = kind
        self.place = place
        self.seed = seed
        self.count = 0  # nodes visited
        self.made = 0  # operations recorded by the walk itself (create_graph)
        self.operations = 0  # operations that such a walk visited
        self.told: list[Any] | None = None  # visits that are not written down yet, see loops.py
        self.error: tuple[str, str] | None = None
        self.failed: weakref.ref[Node | Variable] | None = None


class Visit:
    """A node's part in one walk. `order` 0: it was to be visited, but the walk failed before."""

    __slots__ = ("asked", "order", "sends", "upstream", "walk")

    def __init__(self, walk: OfWalk, order: int, upstream: Kept, sends: Sequence[Kept]) -> None:
        self.walk = walk
        self.asked = False  # `grad()` hands this gradient back
        self.order = order
        self.upstream = upstream
        self.sends = sends


def keep(array: Array | None, of: Variable | None = None) -> Kept:
    """A copy of what a document may show of `array`."""
    if array is None:
        return None
    return array.copy() if array.size <= SMALL else Large(array, of)


def of_tensor(tensor: Variable) -> OfTensor:
    """The entry on a tensor, made on first need."""
    trace = tensor._trace
    if trace is None:
        trace = tensor._trace = OfTensor()
    found: OfTensor = trace
    return found
