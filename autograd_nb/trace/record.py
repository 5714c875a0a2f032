"""The recorder: what the engine tells, kept on the nodes and leaves that it happened to.

It runs inside every operation of the learner, so it is thrifty: an operation costs a look at the caller's
frame and a copy of a small result. Nothing is formatted before a document is made. An entry lives on its node
and dies with its graph; a leaf, which outlives the graphs, keeps its last entries only.

>>> from autograd_nb.trace import record
>>> with record.recording() as recorder:
...     recorder.active
True
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import weakref
from collections import deque
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import events
from autograd_nb.engine.graph import NO_EDGE, AccumulateGrad, Node, Variable
from autograd_nb.engine.modes import modes

from . import branches
from .cuts import Cuts
from .derived import within
from .entries import (
    KEPT,
    SMALL,
    WITHIN,
    Change,
    Constant,
    Cut,
    Large,
    Made,
    OfWalk,
    Visit,
    clock,
    keep,
    note_write,
    of_tensor,
)
from .jacobian import jacobian
from .loops import Loops, visits_of, write_visit
from .sweeps import kept_sweeps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

    from autograd_nb.engine.node import VersionCounter
    from autograd_nb.engine.walk import Walk

    from .entries import Place

# ---- the learner's frame -------------------------------------------------------------------------


NOBODY, OURS, MODULE = range(3)


class _Ours(dict[str, int]):
    """Which files are no learner's code: this package's and NumPy's, through which some calls pass.

    What a module of `nn` does within one call of the learner's is told apart: `net(x)` makes many operations, and x
    is the operand of one of them.
    """

    modules = os.path.join(os.path.dirname(os.path.dirname(__file__)), "nn", "modules") + os.sep  # noqa: PTH118, PTH120  # as below
    folders = tuple(os.path.dirname(path) + os.sep for path in (os.path.dirname(__file__), np.__file__))  # noqa: PTH120  # code objects hold such strings

    def __missing__(self, filename: str) -> int:
        if len(self) > 4096:
            self.clear()
        answer = MODULE if filename.startswith(self.modules) else OURS if filename.startswith(self.folders) else NOBODY
        self[filename] = answer
        return answer


_ours = _Ours()


def place() -> Place:
    """Where the learner's code stands: the first frame outside this package."""
    frame: FrameType | None = sys._getframe(2)  # the engine, which called the recorder; each frame seen has its price
    while frame is not None:
        code = frame.f_code
        if not _ours[code.co_filename]:
            return code, frame.f_lasti
        frame = frame.f_back
    return None, 0


TABLES = 8
"""Jacobians that are made for the walks of one line: a loop is not slowed down by them."""

SWEEPS = 2
"""The same, of sweeps."""

# ---- the recorder --------------------------------------------------------------------------------


class Recorder:
    """Listens to the engine. One is enough: `recorder`. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._users = 0
        self._started = False
        self._before: events.Observer | None = None
        self._walks: dict[int, OfWalk] = {}  # by thread: the walk that is under way
        self.noticed: deque[tuple[str, weakref.ref[Variable]]] = deque(maxlen=8)  # what deserves a word
        self._tables: dict[tuple[int, int], int] = {}  # by place: Jacobians made there
        self.loops = Loops()
        self.cuts = Cuts()

    def applied(self, node: Node, inputs: tuple[Any, ...], output: Any) -> None:
        """Keep on `node` where it was made, from which constants, and its value."""
        try:
            frame = sys._getframe(2)  # the first is the engine's
            inner = 0
            code = frame.f_code
            whose = _ours[code.co_filename]
            while whose:
                if inner != WITHIN:
                    inner = frame.f_lasti if whose == OURS else WITHIN
                frame = frame.f_back  # type: ignore[assignment]  # the exception handler ends it
                code = frame.f_code
                whose = _ours[code.co_filename]
            if type(output) is tuple:
                output = output[0]
            array = output._array
            made = node._trace = Made(
                code,
                frame.f_lasti,
                inner,
                array.copy() if array.size <= SMALL else Large(array, output),
                None,
                weakref.ref(output),
            )
            if NO_EDGE in node.next_functions:
                made.constants = _constants(node, inputs, output)
            if self._walks:
                self._made_by_walk(made)
        except Exception:  # noqa: BLE001, S110  # a fault here must never reach the learner's code
            pass

    def _made_by_walk(self, made: Made) -> None:
        walk = self._walks.get(threading.get_ident())
        if walk is not None:
            walk.made += 1
            made.inner = walk.made
            made.within = within(walk, None if modes.walk is None else modes.walk.failed_node)

    def cut(self, output: Any, source: Variable, how: str) -> None:
        """Remember on `output` which node its value comes from, and what that was."""
        try:
            if source._requires_grad:
                made = Cut(source, how, place())
                self.cuts.keep(made, source)
                if how == "no_derivative":
                    made.behind = branches.behind(source._grad_fn)
                found: tuple[Cut, ...] = (made,)
            else:
                found = source._trace.cuts
            if isinstance(output, Variable):
                _inherit(output, found)
            elif found:
                self.cuts.taken_out(output, found[-1])
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def unrecorded(self, inputs: tuple[Any, ...], output: Any) -> None:
        """Let a result inherit the cuts of what it was computed from."""
        try:
            for value in inputs:
                if not isinstance(value, Variable):
                    continue
                if value._requires_grad:
                    self.cut(output, value, "no_derivative")
                    return
                trace = value._trace
                if trace is not None and trace.cuts:
                    _inherit(output, trace.cuts)
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def decided(self, tensor: Variable, outcome: bool) -> None:
        """Keep which way the program went."""
        with contextlib.suppress(Exception):  # see `applied`
            branches.decide(tensor, outcome, place())

    def copied(self, output: Variable, data: Any) -> None:
        """Let a new tensor have the cuts of the tensors, the array or the numbers that it was made of."""
        try:
            for value in (data,) if not isinstance(data, (list, tuple)) else data[:SMALL]:
                if isinstance(value, Variable):
                    if value._requires_grad:
                        self.cut(output, value, "copy")
                    elif value._trace is not None:
                        _inherit(output, value._trace.cuts)
                else:
                    cut = self.cuts.of_array(value) if isinstance(value, np.ndarray) else self.cuts.of_number(value)
                    _inherit(output, () if cut is None else (cut,))
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def backward_started(self, walk: Walk) -> None:
        """Open an entry for the walk."""
        try:
            seeds = walk.seeds
            walk.trace = trace = OfWalk(walk.kind, place(), keep(seeds[0]) if seeds else None)
            if seeds:
                self._before_freeing(walk)
            if walk.create_graph:
                self._walks[threading.get_ident()] = trace
            self.loops.begin(walk, trace)
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def _before_freeing(self, walk: Walk) -> None:
        """Make the table of derivatives and the sweeps while the graph is there; in a loop the first times only."""
        (root, number), _ = walk.starts[0]
        if type(root) is AccumulateGrad:  # it ends where it begins, without a word of PyTorch's
            self.warned("from_leaf", root.variable)
        made = None if root is None else root._trace
        if root is None or made is None:
            return
        code, instruction = walk.trace.place
        at = id(code), instruction
        times = self._tables[at] = self._tables.get(at, 0) + 1
        if times <= TABLES and made.jacobian is None and walk.seeds[0].size > 1:
            made.jacobian = jacobian(root, number)
        if times <= SWEEPS:
            kept_sweeps(root, number)
        if len(self._tables) > KEPT:
            self._tables.clear()

    def visited(self, walk: Walk, node: Node, upstream: list[Any], contributions: list[Any]) -> None:
        """Keep on the node what arrived and what it sent."""
        try:
            trace: OfWalk = walk.trace
            trace.count = order = trace.count + 1
            if walk.create_graph and type(node) is not AccumulateGrad:
                trace.operations += 1
            if trace.told is None or not self.loops.hold_back(trace, node, order, upstream, contributions):
                thing = node.variable if type(node) is AccumulateGrad else node
                write_visit(trace, thing, order, upstream, contributions)
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def backward_ended(self, walk: Walk, error: BaseException | None) -> None:
        """Write the ledgers; of a walk that failed, keep why and where."""
        try:
            if walk.create_graph:
                self._walks.pop(threading.get_ident(), None)
            trace = walk.trace
            self.loops.end(trace, failed=error is not None)
            if error is not None:
                _failed(walk, trace, error)
                return
            for leaf, how in walk.accumulated:
                write(leaf, how, trace.place, trace)
            if walk.captured:
                self.loops.settle()
            for node in walk.captured:
                visit = visits_of(node)[-1]
                visit.asked = visit.walk is trace
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def refused(self, kind: str, roots: Sequence[Any], error: Exception, culprit: Any = None) -> None:
        """Keep, at the tensors it was to begin from, a call that never became a walk."""
        try:
            things = [_thing(root) for root in roots if isinstance(root, Variable)]
            trace = OfWalk(kind, place(), None)
            trace.error = (type(error).__name__, str(error)[:2000])
            at = things[0] if culprit is None else _thing(culprit)
            trace.failed = weakref.ref(at)
            for thing in things:
                _expected(thing, trace)
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def warned(self, about: str, tensor: Variable) -> None:
        """Remember what there was a warning of."""
        self.noticed.append((about, weakref.ref(tensor)))

    def overwritten(self, counter: VersionCounter) -> None:
        """Remember which line wrote over a piece of memory: what was saved of it before is of no use any more."""
        note_write(counter, place())

    def grad_changed(self, leaf: Variable, change: str) -> None:
        """Write down a change that the learner made."""
        try:  # noqa: SIM105  # `contextlib.suppress` takes a microsecond
            write(leaf, change, place(), None)
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    @property
    def happened(self) -> int:
        """The clock of the last walk or change: tells whether a view is out of date."""
        return clock.now

    # ---- on and off ----

    @property
    def active(self) -> bool:
        """Whether the engine tells this recorder what happens."""
        return events.observer is self

    def start(self) -> None:
        """Record until `stop()`. Calling it twice is calling it once."""
        with self._lock:
            self._started = True
            self._update()

    def stop(self) -> None:
        """End what `start()` began. Blocks of `recording()` that are still open go on."""
        with self._lock:
            self._started = False
            self._update()

    @contextlib.contextmanager
    def recording(self) -> Iterator[Recorder]:
        """Record inside the block; blocks may be nested and overlap in several threads."""
        with self._lock:
            self._users += 1
            self._update()
        try:
            yield self
        finally:
            with self._lock:
                self._users -= 1
                self._update()

    def _update(self) -> None:
        wanted = self._started or self._users > 0
        if wanted and not self.active:
            self._before = events.observe(self)
        elif not wanted and self.active:
            events.observe(self._before)
            self._before = None


def _inherit(output: Variable, cuts: tuple[Cut, ...]) -> None:
    """Add cuts to those of a tensor; the latest four count."""
    own = of_tensor(output) if cuts else None
    if own is not None:
        own.cuts = (*own.cuts, *(cut for cut in cuts if cut not in own.cuts))[-4:]


def write(leaf: Variable, change: str, where: Place, walk: OfWalk | None) -> None:
    """Add a line to a leaf's ledger: its gradient is now what it is."""
    trace = of_tensor(leaf)
    if len(trace.ledger) == KEPT:
        trace.dropped += 1
    grad = leaf._grad
    trace.ledger.append(Change(change, None if grad is None else keep(grad._array), where, walk))


def _constants(node: Node, inputs: tuple[Any, ...], output: Any) -> dict[int, Any]:
    """The inputs from which no gradient is asked, as they are now."""
    found: dict[int, Any] = {}
    for index, (edge, value) in enumerate(zip(node.next_functions, inputs)):
        if edge[0] is None:
            found[index] = Constant(value, value is output) if isinstance(value, Variable) else value
    return found


def _thing(tensor: Variable) -> Node | Variable:
    """What carries the walks of a tensor: its operation, or itself."""
    return tensor if tensor._grad_fn is None else tensor._grad_fn


def _failed(walk: Walk, trace: OfWalk, error: BaseException) -> None:
    """Keep the reason and the place of a failure, also where the walk was to begin."""
    trace.error = (type(error).__name__, str(error)[:2000])
    failed = walk.failed_node
    trace.failed = None if failed is None else weakref.ref(failed)
    for node in dict.fromkeys([*walk.roots, *([] if failed is None else [failed])]):
        _expected(node, trace)


def _expected(node: Node | Variable, walk: OfWalk) -> None:
    """Leave a mark of a walk that failed on a node that it did not reach."""
    visits = visits_of(node)
    if not any(visit.walk is walk for visit in visits):
        visits.append(Visit(walk, 0, None, []))


recorder = Recorder()
start = recorder.start
stop = recorder.stop
recording = recorder.recording
