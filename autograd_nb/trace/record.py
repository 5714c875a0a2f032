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

import itertools
import weakref
from collections import deque
from threading import get_ident
from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np

from autograd_nb.engine.graph import AccumulateGrad, Node, Variable
from autograd_nb.engine.modes import modes

from . import branches
from .cuts import Cuts, inherit
from .derived import within
from .entries import KEPT, WRITES, OfWalk, clock, made_of, operands_of, touch, used, used_leaf, write
from .failures import expected, thing_of, walk_failed
from .jacobian import jacobian
from .kept import SMALL, keep, large
from .places import WITHIN, called, files, frame_at, last, place, place_from
from .sweeps import kept_sweeps
from .switch import Switch
from .unseen import Unseen
from .visits import before_hooks, hold, saved_versions, visit_now, visits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.graph import Edge
    from autograd_nb.engine.walk import Walk

    from .entries import Inside, Place, Way
    from .kept import Kept

NUMBERS = (int, float)

TABLES = 8
"""Jacobians that are made for the walks of one line: a loop is not slowed down by them."""

SWEEPS = 2
"""The same, of sweeps."""


class Recorder(Switch):
    """Listens to the engine. One is enough: `recorder`. Safe to use from several threads."""

    def __init__(self) -> None:
        super().__init__()
        self._walks: dict[int, OfWalk] = {}  # by thread: the walk that is under way
        self._inside: dict[int, Inside | None] = {}  # by thread: where a module was called that is at work
        self._calls = itertools.count(1).__next__  # numbers those calls
        self.noticed: deque[tuple[str, weakref.ref[Variable]]] = deque(maxlen=8)  # what deserves a word
        # While a cell runs, the last tensor of each kind: `loss(net(x), y)` lets go of it before the cell ends.
        self.held: dict[str, Variable] | None = None
        self._tables: dict[int, int] = {}  # by place: walks from there
        self.cuts = Cuts()
        self.unseen = Unseen()
        self.data_set = self.unseen.replaced

    def applied(self, node: Node, inputs: tuple[Any, ...], output: Any) -> None:
        """Keep on `node` where it was made, of what that no operation made, and its value."""
        path: Way
        try:
            if self._inside and (known := self._inside.get(get_ident())) is not None:
                code, lasti, path = known
            else:
                frame = frame_at(3)  # before it come the engine's and a method of this package
                code = frame.f_code
                step = frame_at(2).f_lasti
                if code.co_filename is last.learner:
                    lasti, path = frame.f_lasti, step
                else:
                    code, lasti, path = called(frame, step)
            array = output._array
            value: Any = array.tobytes() if array.size <= SMALL else large(array, output._counter)
            edges = node.next_functions
            operands: Any = None
            if len(edges) == 2:
                (first, _), (second, _) = edges
                if second is None:
                    operand = inputs[1]
                    operands = 1, operand if type(operand) in NUMBERS else used(operand, output)
                elif type(second) is AccumulateGrad:
                    operands = 1, used_leaf(second)
                if first is None or type(first) is AccumulateGrad:
                    if first is None:
                        operand = used(inputs[0], output)
                    else:
                        operand = operands[1] if first is second else used_leaf(first)
                    operands = (0, operand) if operands is None else (0, operand, 1, operands[1])
            elif len(edges) != 1 or edges[0][0] is None:
                operands = operands_of(edges, inputs, output)
            elif type(edges[0][0]) is AccumulateGrad:
                operands = 0, used_leaf(edges[0][0])
            node._trace = code, lasti, path, value, ref(output), operands
            if self._walks:
                self._made_by_walk(node)
        except Exception:  # noqa: BLE001, S110  # a fault here must never reach the learner's code
            pass

    def several(self, node: Node, outputs: tuple[Any, ...]) -> None:
        """Keep the values of all results: the first may be the one that nobody uses."""
        try:
            if (made := made_of(node)) is not None:
                made.others = tuple(keep(output._array) for output in outputs[1:])
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def _made_by_walk(self, node: Node) -> None:
        walk = self._walks.get(get_ident())
        made = made_of(node)
        if walk is not None and made is not None:
            walk.made += 1
            made.path = (walk.made,)
            made.within = within(walk, None if modes.walk is None else modes.walk.failed_node)

    def entered(self, ours: bool) -> Inside | None:
        """Keep where the learner called a module: all operations in it are made there."""
        thread = get_ident()
        outside = self._inside.get(thread)
        try:
            if not ours:
                self._inside[thread] = None
            elif outside is None:
                frame = frame_at(2)
                number = 0 if files[frame.f_code.co_filename] else self._calls()  # 0: as `called` has for its callers
                self._inside[thread] = (*place_from(frame), (WITHIN, number))
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass
        return outside

    def left(self, outside: Inside | None) -> None:
        """Outside it is as it was."""
        if outside is None:
            self._inside.pop(get_ident(), None)
        else:
            self._inside[get_ident()] = outside

    def cut(self, output: Any, source: Variable, how: str) -> None:
        """Remember on `output` which node its value comes from, and what that was."""
        try:
            found = (self.cuts.cut(source, how, place(3)),) if source._requires_grad else source._trace.cuts
            if isinstance(output, Variable):
                inherit(output, found)
            elif found:
                self.cuts.taken_out(output, found[-1])
            self.unseen.shared(output, source, how)
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def unrecorded(self, inputs: tuple[Any, ...], output: Any) -> None:
        """Let a result inherit the cuts of what it was computed from."""
        try:
            for value in inputs:
                if not isinstance(value, Variable):
                    continue
                if value._requires_grad:
                    frame = frame_at(3)  # before it come the engine's and a method of this package
                    code = frame.f_code
                    at = (code, frame.f_lasti) if code.co_filename is last.learner else place_from(frame)
                    inherit(output, (self.cuts.cut(value, "no_derivative", at),))
                    return
                trace = value._trace
                if trace is not None and trace.cuts:
                    inherit(output, trace.cuts)
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def decided(self, tensor: Variable, outcome: bool) -> None:
        """Keep which way the program went."""
        try:  # `contextlib.suppress` takes a microsecond
            frame = frame_at(2)  # before it comes a method of this package
            code = frame.f_code
            at = (code, frame.f_lasti) if code.co_filename is last.learner else place_from(frame)
            branches.decide(tensor, outcome, at)
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def copied(self, output: Variable, data: Any) -> None:
        """Let a new tensor have the cuts of the tensors, the array or the numbers that it was made of."""
        try:
            for value in (data,) if not isinstance(data, (list, tuple)) else data[:SMALL]:
                if isinstance(value, Variable):
                    if value._requires_grad:
                        self.cut(output, value, "copy")
                    elif value._trace is not None:
                        inherit(output, value._trace.cuts)
                else:
                    cut = self.cuts.of_array(value) if isinstance(value, np.ndarray) else self.cuts.of_number(value)
                    inherit(output, () if cut is None else (cut,))
                    self.unseen.taken(value, output)
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def backward_started(self, walk: Walk) -> None:
        """Open an entry for the walk."""
        try:
            seed = walk.starts[0][1] if walk.starts else None
            if walk.tensors and seed is not None:
                seed = seed._array
            trace = walk.trace = _of_walk(place(4), keep(seed) if walk.given else seed, walk.kind)
            self.unseen.look(walk.starts, thorough=self._few(trace.place))
            if seed is not None:
                self._before_freeing(walk.starts[0][0], trace, seed.size > 1)
            if walk.create_graph:
                self._walks[get_ident()] = trace
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def set_out(self, starts: list[tuple[Edge, Any]], given: bool) -> OfWalk | None:
        """The same."""
        try:
            frame = frame_at(4)  # before it come three functions of the engine
            code = frame.f_code
            at = (code, frame.f_lasti) if code.co_filename is last.learner else place_from(frame)
            edge, seed = starts[0]
            trace = OfWalk()  # by `_of_walk` it would take half as long again
            trace.clock = clock.now = clock.next()
            trace.place = at
            trace.seed = keep(seed) if given else seed
            times = self._tables.get(id(at[0]) + at[1], 0)
            if times <= TABLES or self.unseen.written or type(edge[0]) is AccumulateGrad:
                if times < TABLES or self.unseen.written:
                    self.unseen.look(starts, thorough=times < TABLES)
                self._before_freeing(edge, trace, seed.size > 1)
        except Exception:  # noqa: BLE001  # see `applied`
            return None
        return trace

    def _few(self, at: Place) -> bool:
        """Whether no loop walks from a place."""
        return self._tables.get(id(at[0]) + at[1], 0) < TABLES

    def _before_freeing(self, start: Edge, trace: OfWalk, several: bool) -> None:
        """Make the table of derivatives and the sweeps while the graph is there; in a loop the first times only."""
        (root, number), at = start, trace.place
        if type(root) is AccumulateGrad:  # it ends where it begins, without a word of PyTorch's
            self.warned("from_leaf", root.variable)
        number_of_place = id(at[0]) + at[1]  # to hash the code itself takes as long as all the rest
        times = self._tables[number_of_place] = self._tables.get(number_of_place, 0) + 1
        if times > TABLES:
            return
        made = None if root is None else made_of(root)
        if root is None or made is None:
            return
        if several and made.jacobian is None:
            made.jacobian = jacobian(root, number)
        trace.versions = saved_versions(root)
        if times <= SWEEPS:
            kept_sweeps(root, number)
        if len(self._tables) > KEPT:
            self._tables.clear()

    def visited(self, walk: Walk, node: Node, upstream: list[Any], contributions: list[Any]) -> None:
        """Keep on the node what arrived and what it sent."""
        try:
            trace: OfWalk = walk.trace
            trace.operations += walk.create_graph and type(node) is not AccumulateGrad
            hooked, arrived = walk.arrived or (None, [])
            by, computed = walk.computed or (None, [])
            visit = visit_now(trace, node, upstream, contributions, arrived if hooked is node else [])
            if by is node:
                visit.computed = before_hooks(node, computed, contributions)
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    walked = staticmethod(hold)

    def backward_ended(self, walk: Walk, error: BaseException | None) -> None:
        """Write the ledgers; of a walk that failed, keep why and where."""
        try:
            trace = walk.trace
            if walk.create_graph:
                self._walks.pop(get_ident(), None)
            if error is not None:
                walk_failed(walk, trace, error)
                return
            for leaf, how in walk.accumulated:
                write(leaf, how, trace.place, trace)
            for node in walk.captured:
                visit = visits_of(node)[-1]
                visit.asked = visit.walk is trace
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def refused(self, kind: str, roots: Sequence[Any], error: Exception, culprit: Any = None) -> None:
        """Keep, at the tensors it was to begin from, a call that never became a walk."""
        try:
            things = [thing_of(root) for root in roots if isinstance(root, Variable)]
            trace = _of_walk(place(3), None, kind)
            trace.error = (type(error).__name__, str(error)[:2000])
            at = things[0] if culprit is None else thing_of(culprit)
            trace.failed = weakref.ref(at)
            for thing in things:
                expected(thing, trace)
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def warned(self, about: str, tensor: Variable) -> None:
        """Remember what there was a warning of."""
        self.noticed.append((about, weakref.ref(tensor)))
        if self.held is not None:
            self.held[about] = tensor

    def overwritten(self, *tensors: Variable) -> None:
        """Remember which line wrote over pieces of memory: what was saved of them before is of no use any more."""
        try:
            frame: Any = frame_at(3)  # before it come the engine's and a method of this package
            name = frame.f_code.co_filename
            if name is not last.learner and files[name]:
                frame = frame.f_back  # as a rule there is one more, which reads the arguments
            code = frame.f_code
            at = (code, frame.f_lasti) if code.co_filename is last.learner else place_from(frame)
            for tensor in tensors:
                counter: Any = tensor._counter
                writes = counter._trace
                if writes is None:
                    writes = counter._trace = deque(maxlen=WRITES)
                writes.append((counter.value, at))
                if tensor._requires_grad:
                    touch(tensor)
                of = tensor._grad_of
                if of is not None:
                    leaf = of()
                    if leaf is not None and leaf._grad is tensor:
                        write(leaf, "inplace", at, None)
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def grad_changed(self, leaf: Variable, change: str) -> None:
        """Write down a change that the learner made."""
        try:  # `contextlib.suppress` takes a microsecond
            frame = frame_at(2)  # before it comes the setter
            code = frame.f_code
            at = (code, frame.f_lasti) if code.co_filename is last.learner else place_from(frame)
            write(leaf, change, at, None)
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    def grads_dropped(self, leaves: list[Variable]) -> None:
        """Write down that the learner let go of gradients."""
        try:
            where = place(3)
            for leaf in leaves:
                write(leaf, "none", where, None)
        except Exception:  # noqa: BLE001, S110  # see `applied`
            pass

    @property
    def happened(self) -> int:
        """The clock of the last walk or change: tells whether a view is out of date."""
        return clock.now


def _of_walk(place: Place, seed: Kept, kind: str) -> OfWalk:
    """The entry of a walk that sets out now."""
    walk = OfWalk()
    walk.clock = clock.now = clock.next()
    walk.place = place
    walk.seed = seed
    walk.kind = kind
    return walk


recorder = Recorder()
start = recorder.start
stop = recorder.stop
recording = recorder.recording
