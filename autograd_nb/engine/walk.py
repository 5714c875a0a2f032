"""The walk back through the graph: what `backward()` does.

A node runs once everything that used its result has sent its share, and of those that are ready the one made
last goes first: PyTorch's order. It knows edges and the chain rule; what an operation's derivative is stands in
its row. No recursion: a chain of a million nodes walks like one of three.

A walk is all or nothing. `.grad` is filled and saved tensors are let go only when every node has run, so an error,
a hook that raises or an interrupt leaves gradients and graph as they were.

Source: https://pytorch.org/docs/2.7/notes/autograd.html and PyTorch's torch/csrc/autograd/engine.cpp.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from . import anomaly, errors, events
from .arriving import add, fit, held_once
from .batching.batches import array_of
from .committing import accumulate, commit
from .graph import AccumulateGrad, Edge, Node, Variable
from .modes import modes
from .namespaces import ARRAYS, TENSORS
from .quick import quick_walk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable


class Walk:
    """One backward pass: what it starts from, what it is asked for, what it did."""

    __slots__ = (
        "__weakref__",
        "accumulated",
        "allow_unused",
        "arrived",
        "begun",
        "callbacks",
        "captured",
        "computed",
        "create_graph",
        "failed_node",
        "found",
        "given",
        "inputs",
        "keep_graph",
        "kind",
        "starts",
        "targets",
        "tensors",
        "trace",
        "undo",
        "visited",
        "will_run",
    )

    def __init__(
        self,
        kind: Literal["backward", "grad"],
        starts: list[tuple[Edge, Any]],
        keep_graph: bool,
        create_graph: bool,
        inputs: tuple[Variable, ...] | None = None,
        allow_unused: bool = True,
    ) -> None:
        self.kind = kind
        self.starts = starts
        self.keep_graph = keep_graph
        self.create_graph = create_graph
        self.tensors = create_graph or (bool(starts) and isinstance(starts[0][1], Variable))  # in forward mode too
        self.inputs = inputs
        self.allow_unused = allow_unused
        self.targets = None if inputs is None else [_target(tensor) for tensor in inputs]
        self.found: dict[Edge, Any] = {}
        self.accumulated: list[tuple[Variable, Literal["fill", "add"]]] = []
        self.captured: list[Node] = []
        self.failed_node: Node | None = None
        self.undo: list[tuple[Variable, Any, Any]] = []  # `.grad` that hooks were to find already, and its numbers
        self.will_run: Collection[Node] = ()
        self.given = False  # whether a seed is a tensor of the learner's
        self.visited: list[Node] = []  # the nodes that have run
        self.begun: tuple[list[tuple[Edge, Any]], quick_walk.Begun] | None = None  # what a quick walk has left and done
        self.arrived: tuple[Node, list[Any]] | None = None  # the last that hooks made something else of
        self.computed: tuple[Node, list[Any]] | None = None  # the same of what a node was to send
        self.callbacks: list[Callable[[], Any]] = []  # what is to be called when all is done
        self.trace: Any = None  # belongs to the observer

    @property
    def roots(self) -> list[Node]:
        """The nodes from which the walk starts."""
        return [edge[0] for edge, _ in self.starts if edge[0] is not None]

    @property
    def seeds(self) -> list[Any]:
        """The gradient put in at each root, as arrays."""
        return [seed._array if isinstance(seed, Variable) else seed for _, seed in self.starts]

    def run(self, *, tell: events.Observer | bool = True) -> None:
        """Walk, then commit. Raises what a node or hook raises, with nothing changed.

        `tell` says who hears of it: the observer, nobody (False), or somebody else. An observer who wants to know a
        derivative does not listen to himself.
        """
        watcher = events.observer if tell is True else tell or None
        if watcher is not None and self.trace is None:
            watcher.backward_started(self)
        gradients: list[tuple[AccumulateGrad, Any]] = []
        visited = self.visited
        starts = self.starts
        here = modes.here
        before = here.grad, here.walk
        here.grad, here.walk = self.create_graph, self
        try:
            if watcher is not None and self.targets is None and not (self.tensors or here.anomaly):
                starts = self._quickly(watcher, gradients, visited)
            if starts:
                self._visit(starts, watcher, gradients, visited)
            self.accumulated += commit(gradients, visited, self.keep_graph, self.create_graph)
            while self.callbacks:  # each may ask for another
                self.callbacks.pop(0)()
        except BaseException as error:
            for tensor, grad, numbers in reversed(self.undo):
                tensor._grad = grad
                if numbers is not None:
                    grad._array[...] = numbers
            if watcher is not None:
                watcher.backward_ended(self, error)
            raise
        finally:
            here.grad, here.walk = before
        if watcher is not None:
            watcher.backward_ended(self, None)

    def _quickly(
        self, watcher: events.Observer, gradients: list[tuple[AccumulateGrad, Any]], visited: list[Node]
    ) -> list[tuple[Edge, Any]]:
        """Walk as far as nothing is unusual, and tell of it afterwards."""
        begun: quick_walk.Begun = gradients, visited, [], {}
        left = self.starts
        try:
            if self.begun is None:
                left = modes.here.apart(quick_walk.walk, left, *begun)
            else:
                left, before = self.begun
                begun = gradients, visited, *before[2:]
                gradients += before[0]
                visited += before[1]
            due = begun[3]
            if left and due:  # the leaves to which nothing more will come
                uses = _uses([node for (node, _), _ in left if node is not None and type(node) is not AccumulateGrad])
                gradients += [(node, c) for (node, _), c in left if node in due and node not in uses]
                left = [(edge, c) for edge, c in left if edge[0] not in due or edge[0] in uses]
        except Exception:  # noqa: BLE001  # it will come again, and be said at its node
            for each in begun:
                each.clear()
        finally:
            self._tell(watcher, begun)
        return left

    def _tell(self, watcher: events.Observer, begun: quick_walk.Begun) -> None:
        for node, g, sent in quick_walk.in_order(begun):
            watcher.visited(self, node, [np.asarray(g)], [None if c is None else np.asarray(c) for c in sent])

    def broken_off(self, watcher: events.Observer, begun: quick_walk.Begun, error: BaseException) -> None:
        """Tell of a walk that was quick and did not come to its end."""
        self._tell(watcher, begun)
        watcher.backward_ended(self, error)

    def _visit(  # noqa: C901, PLR0912, PLR0915 - the walk is one loop, read from top to bottom
        self,
        starts: list[tuple[Edge, Any]],
        watcher: events.Observer | None,
        gradients: list[tuple[AccumulateGrad, Any]],
        visited: list[Node],
    ) -> None:
        """Run every node once all its gradients are there; note in `gradients` what is to be added to which leaf."""
        pending = _uses([edge[0] for edge, _ in starts if edge[0] is not None])
        wanted = None if self.targets is None else _leading_to(pending, {edge[0] for edge in self.targets})
        self.will_run = pending.keys() if wanted is None else wanted
        xp: Any = TENSORS if self.tensors else ARRAYS
        plain, quiet = xp.plain, modes.quiet
        simple = plain and wanted is None and not modes.anomaly
        buffers: dict[Node, list[Any]] = {}  # what has arrived at nodes that wait for more
        leaves: list[tuple[Node, list[Any]]] = []  # leaves that are ready go first, in the order they were reached
        ready: list[tuple[float, Node, list[Any]]] = []
        node: Any = None
        grads: list[Any] = []
        edges: Any = [edge for edge, _ in starts]  # as if a node before the roots had sent the seeds
        sent: Any = [seed for _, seed in starts]
        for start, _ in edges:
            pending[start] += 1
        try:
            while True:
                i = -1
                for (following, number), c in zip(edges, sent):
                    i += 1
                    if following is None:
                        continue
                    if c is not None:
                        if plain and type(c) is not np.ndarray:  # all that follows is twice as slow on NumPy's scalars
                            c = np.asarray(c)  # noqa: PLW2901 - the same thing in another form
                        shape, dtype = following.results[number]
                        if c.shape != shape or (c.dtype if plain else c.dtype.numpy) is not dtype:
                            c = fit(c, shape, dtype, xp, node, i)  # noqa: PLW2901 - the contribution, made to fit
                        sent[i] = c if watcher is not None else None  # the buffer's alone, it may be added to in place
                    left = pending[following] - 1
                    slots = buffers.pop(following, None) if buffers else None
                    if c is not None:
                        if slots is None and len(following.results) == 1:
                            slots = [c]
                        else:
                            slots = add(slots, following, number, c, plain)
                    if left:
                        pending[following] = left
                        if slots is not None:
                            buffers[following] = slots
                    elif wanted is None or following in wanted:
                        if slots is None:
                            slots = [None] * len(following.results)
                        if type(following) is not AccumulateGrad:
                            heapq.heappush(ready, (-following.sequence_nr, following, slots))
                        elif simple and watcher is None and following.hooks is None:
                            self._arrive(following, slots[0], gradients)
                        else:
                            leaves.append((following, slots))
                if watcher is not None and node is not None:
                    if plain:
                        watcher.visited(self, node, grads, sent)
                    else:
                        watcher.visited(self, node, [_array(g) for g in grads], [_array(c) for c in sent])
                if leaves:
                    node, grads = leaves.pop(0)
                elif ready:
                    _, node, grads = heapq.heappop(ready)
                else:
                    break
                edges = node.next_functions
                if simple and node.send is not None and node.hooks is None and grads[0] is not None:
                    sent = quiet(node.send, node, grads[0])
                    if sent is None:
                        sent = node.contributions(xp, grads)
                    visited.append(node)
                else:
                    after = self._run(node, grads, wanted, watcher, gradients, visited)
                    if after is not None:
                        grads, sent = after
                    else:
                        node, edges = None, ()
        except BaseException as error:
            self.failed_node = node
            if modes.anomaly and node is not None and isinstance(error, Exception):
                anomaly.tell_origins(node)
            raise
        self.failed_node = None
        if not self.allow_unused and any(self.found.get(edge) is None for edge in self.targets or ()):
            raise errors.unused_input()

    def _run(
        self,
        node: Node,
        grads: list[Any],
        wanted: set[Node] | None,
        watcher: events.Observer | None,
        gradients: list[tuple[AccumulateGrad, Any]],
        visited: list[Node],
    ) -> tuple[list[Any], list[Any]] | None:
        """Run a node with all that may stand around it: what arrived and what it sends, None if the walk ends here."""
        self.failed_node = node
        hooks = node.hooks
        arrived: list[Any] | None = None
        if hooks is not None:
            if watcher is not None:  # who may change what it is given, too
                arrived = [None if g is None else _array(g).copy() for g in grads]
            grads = self._hooked(node, arrived, hooks.run_on_outputs(grads, Node.wrap))
        if wanted is not None and not self._wants(node, grads, wanted, watcher):
            return None
        if hooks is not None and hooks.before:
            grads = self._hooked(node, arrived, hooks.run_before(grads, Node.wrap, node.returned))
        sent: list[Any] = []
        if type(node) is AccumulateGrad:
            alone = hooks is not None and held_once(grads, 0)
            self._arrive(node, grads[0], gradients, alone)
        else:
            visited.append(node)
            sent = self._sent_by(node, wanted, grads)
            if modes.anomaly and modes.check_nan:
                anomaly.look_for_nan(node, sent)
        if hooks is not None and hooks.after:
            sent = self._fitting(node, sent)
            computed = None if watcher is None else [None if c is None else _array(c).copy() for c in sent]
            sent = hooks.run_after(sent, grads, Node.wrap, node.returned)
            if computed is not None and any(_differ(before, _array(c)) for before, c in zip(computed, sent)):
                self.computed = node, computed
        return grads, sent

    def _sent_by(self, node: Node, wanted: set[Node] | None, grads: list[Any]) -> list[Any]:
        """What a node sends where this arrives."""
        return node.contributions_to(wanted, TENSORS if self.tensors else ARRAYS, grads)

    def _fitting(self, node: Node, sent: list[Any]) -> list[Any]:
        """What a node sends as it arrives: broadcasting is undone before hooks of the node see it."""
        xp = TENSORS if self.tensors else ARRAYS
        return [
            c if c is None or following is None else fit(c, *following.results[number], xp, node, i)
            for i, (c, (following, number)) in enumerate(zip(sent, node.next_functions))
        ]

    def _hooked(self, node: Node, arrived: list[Any] | None, grads: list[Any]) -> list[Any]:
        """Remember for who watches what arrived at a node, if hooks have made something else of it."""
        if arrived is not None and any(_differ(before, _array(g)) for before, g in zip(arrived, grads)):
            self.arrived = node, arrived
        return grads

    def _arrive(
        self, node: AccumulateGrad, gradient: Any, gradients: list[tuple[AccumulateGrad, Any]], alone: bool = False
    ) -> None:
        """A gradient has reached its leaf: note it for the commit, or hand it over where a hook is to find it.

        What nobody else has is not copied then: the hook gets the very numbers that `.grad` has by now.
        """
        if gradient is None or not node.variable._requires_grad:
            return
        if self.tensors and not self.create_graph:
            gradient = gradient._array  # `.grad` does not move
        if node.hooks is not None and node.hooks.after:
            leaf = node.variable
            before = leaf._grad
            self.undo.append((leaf, before, None if before is None else before._array.copy()))
            if alone and before is None and leaf._array.flags.c_contiguous:
                leaf._grad = Node.wrap(gradient)
                self.accumulated.append((leaf, "fill"))
            else:
                self.accumulated.append((leaf, accumulate(leaf, gradient, self.create_graph)))
        else:
            gradients.append((node, gradient))

    def _wants(self, node: Node, grads: list[Any], wanted: set[Node], watcher: events.Observer | None) -> bool:
        """Take the gradient of a target; whether the node itself is to run."""
        asked = [number for number in range(len(grads)) if (node, number) in self.targets]  # type: ignore[operator]  # asked only where there are some
        for number in asked:
            self.found[node, number] = grads[number]
        if self.kind == "grad" and asked:
            self.captured.append(node)
        if type(node) is AccumulateGrad:
            run = self.kind == "backward" and bool(asked)
        else:
            run = any(following in wanted for following, _ in node.next_functions)
            run = run or (self.kind == "backward" and bool(asked))
        if not run and asked and watcher is not None:
            watcher.visited(self, node, [_array(g) for g in grads], [])
        return run


def _target(tensor: Variable) -> Edge:
    """Where the gradient of `tensor` can be picked up."""
    edge = tensor.edge()
    if edge[0] is None and not tensor._requires_grad:
        raise errors.input_requires_no_grad()
    return edge if edge[0] is not None else (Node((), ()), 0)  # no edge leads to a view whose base alone asks for it


def _uses(roots: list[Node]) -> dict[Node, int]:
    """All nodes that can be reached, and how many gradients each of them will receive."""
    uses = dict.fromkeys(roots, 0)
    reached = list(uses)
    for node in reached:  # grows while it is read
        for following, _ in node.next_functions:
            if following is None:
                continue
            if following in uses:
                uses[following] += 1
            else:
                uses[following] = 1
                reached.append(following)
    return uses


def _leading_to(nodes: Iterable[Node], targets: set[Node | None]) -> set[Node]:
    """The nodes from which a target can be reached, the targets included."""
    wanted: set[Node] = set()
    for node in sorted(nodes, key=lambda n: n.sequence_nr if n.next_functions else -1):
        if node in targets or any(following in wanted for following, _ in node.next_functions):
            wanted.add(node)
    return wanted


def _differ(before: Any, now: Any) -> bool:
    if before is None or now is None:
        return before is not now
    return bool(before.tobytes() != np.asarray(now).tobytes())


def _array(g: Any) -> Any:
    """The numbers of a gradient: of a batch all."""
    return array_of(g) if isinstance(g, Variable) else g
