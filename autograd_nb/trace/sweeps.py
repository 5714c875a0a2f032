"""Forward mode beside reverse mode: one graph swept in both directions, with what each sweep costs.

A forward sweep carries a tangent from one number of a leaf to the result, a reverse sweep carries a gradient from one
number of the result to all leaves. Both apply the same rows, one local derivative for each edge that they pass: the
engine reads a row backwards in its walk and forwards in `pushed_through`. Nothing that a learner can see changes by
it, so sweeps are only made where the graph is kept and free of the learner's own code.
"""

from __future__ import annotations

import math
import weakref
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.forward import pushed_through
from autograd_nb.engine.graph import AccumulateGrad, Node, Variable
from autograd_nb.engine.modes import set_detect_anomaly
from autograd_nb.engine.op import INPUT, OUTPUT
from autograd_nb.engine.saved import versioned
from autograd_nb.engine.walk import Walk

from .entries import made_of
from .jacobian import CHANGED, FREED, Listener, look

if TYPE_CHECKING:
    from collections.abc import Iterator


Array = np.ndarray[Any, Any]
Slot = tuple[Node, int]  # a result of an operation, or a leaf by its AccumulateGrad

FEW = 24
"""Operations up to which every displayed graph brings its sweeps along."""

MOST = 300
"""Operations up to which they are made when asked for."""

NO_FORWARD = "PyTorch does not say how one of its operations moves"
"""Why a graph is not swept whose operations PyTorch differentiates once, and in reverse mode only."""

RUNS = 8
"""Sweeps of one direction that are kept."""

STEPS = {FEW: 96, MOST: 1200}
"""Visits of all kept sweeps together."""

NUMBERS = {FEW: 2**14, MOST: 2**20}
"""Numbers in all results and leaves together: a sweep takes as long as the computation, and there are several."""


class Share(NamedTuple):
    """What goes along one edge of an operation; where it arrives, it has a part in each result of that."""

    input: int
    values: list[Array]

    @property
    def value(self) -> Array:
        """That in the first."""
        return self.values[0]


class Visit:
    """One node's part in a sweep: tangent or gradient of each of its results, and the shares along its input edges.

    In a forward sweep the shares arrive and their sum is the value, in a reverse sweep the value is sent on in shares.
    """

    __slots__ = ("shares", "shown", "thing", "values")

    def __init__(self, node: Node, values: list[Array | None], shares: list[Share], shown: int = 0) -> None:
        self.thing: weakref.ref[Any] = weakref.ref(node.variable if isinstance(node, AccumulateGrad) else node)
        self.values = values
        self.shares = shares
        self.shown = min(shown, len(values) - 1)

    @property
    def value(self) -> Array:
        """That of the result which the graph is of, else the first that there is."""
        return next(value for value in (*self.values[self.shown :], *self.values) if value is not None)

    @property
    def results(self) -> int:
        """How many results have one: these are not added."""
        return sum(value is not None for value in self.values)


class Run(NamedTuple):
    """One sweep.

    Attributes:
        start: the leaf that moves, or the operation whose result is differentiated.
        element: which of its numbers, None where `seed` is a direction of the learner's.
        seed: what the sweep begins with.
        visits: in the order of the sweep.
    """

    start: weakref.ref[Any]
    element: int | None
    seed: Array
    visits: list[Visit]


class Cost(NamedTuple):
    """What sweeps take.

    Attributes:
        products: local derivatives applied.
        sums: additions where several shares meet.
        values: results held at the same time beside the values themselves: tangents on the way, or what was saved.
        numbers: how many numbers these are.
    """

    products: int
    sums: int
    values: int
    numbers: int


class Sweeps:
    """Both directions of one graph.

    Attributes:
        inputs, outputs: how many numbers there are at the leaves and in the result.
        forward, reverse: sweeps, as many as are kept.
        tangents: cost of one forward sweep by leaf, in the order of the leaves.
        gradients: cost of one reverse sweep.
        total: local derivatives that all forward sweeps together apply.
    """

    __slots__ = ("forward", "gradients", "inputs", "outputs", "reverse", "tangents", "total")

    def __init__(
        self,
        inputs: int,
        outputs: int,
        forward: list[Run],
        reverse: list[Run],
        tangents: list[tuple[weakref.ref[Any], Cost]],
        gradients: Cost,
        total: int,
    ) -> None:
        self.inputs, self.outputs = inputs, outputs
        self.forward, self.reverse = forward, reverse
        self.tangents, self.gradients, self.total = tangents, gradients, total


def sweep(root: Node, number: int, most: int, given: tuple[Variable, Array] | None = None) -> Sweeps | str:
    """Both sweeps of result `number` of `root`, or why they cannot be made.

    Args:
        root: the operation.
        number: which of its results.
        most: operations that the graph may have, a key of `STEPS` and `NUMBERS`.
        given: a leaf and a direction to sweep along, instead of one of its numbers after the other.

    >>> import autograd_nb as torch
    >>> x = torch.tensor([1., 2., 3.], requires_grad=True)
    >>> both = sweep(torch.dot(x, x).grad_fn, 0, FEW)
    >>> [float(run.visits[-1].value) for run in both.forward]
    [2.0, 4.0, 6.0]
    >>> both.reverse[0].visits[-1].value
    array([2., 4., 6.], dtype=float32)
    """
    found = look(root, 4 * most)
    if isinstance(found, str):
        return found
    graph = _Graph(root, number)
    if len(graph.operations) > most:
        return f"it has more than {most} operations"
    if graph.size > NUMBERS[most]:
        return f"it has more than {NUMBERS[most]:,} numbers"
    if not graph.numbers:
        return "nothing in it has a number"
    try:
        with set_detect_anomaly(False):  # as in `jacobian`
            return graph.swept(STEPS[most], given)
    except RuntimeError as error:
        if "is not implemented" in str(error):
            return NO_FORWARD
        return FREED if str(error) == str(errors.second_backward()) else CHANGED


def kept_sweeps(root: Node, number: int) -> Sweeps | None:
    """The sweeps of a small graph; made on first need, and kept with the graph for when a walk has freed it."""
    made = made_of(root)
    if made is not None and made.sweeps is not None:
        return made.sweeps
    found = sweep(root, number, FEW)
    if isinstance(found, str):
        return None
    if made is not None:
        made.sweeps = found
    return found


class _Graph:
    """The operations behind one result, in the order in which they were made."""

    def __init__(self, root: Node, number: int) -> None:
        self.root: Slot = (root, number)
        seen: set[Node] = {root}
        todo = [root]
        while todo:
            for node, _ in todo.pop().next_functions:
                if node is not None and node not in seen:
                    seen.add(node)
                    todo.append(node)
        self.leaves = [node for node in seen if isinstance(node, AccumulateGrad)]
        self.operations = sorted(seen.difference(self.leaves), key=lambda node: node.sequence_nr)
        first = {node: at for at, op in reversed(list(enumerate(self.operations))) for node, _ in op.next_functions}
        self.leaves.sort(
            key=lambda leaf: (first[leaf], [n for n, _ in self.operations[first[leaf]].next_functions].index(leaf))
        )

    @property
    def numbers(self) -> int:
        """Whether there is a number to begin with at both ends."""
        return math.prod(self.root[0].results[self.root[1]][0]) * sum(leaf.variable._array.size for leaf in self.leaves)

    @property
    def size(self) -> int:
        """How many numbers the results and leaves have."""
        made = sum(math.prod(shape) for node in self.operations for shape, _ in node.results)
        return made + sum(leaf.variable._array.size for leaf in self.leaves)

    def swept(self, steps: int, given: tuple[Variable, Array] | None) -> Sweeps:
        sizes = [leaf.variable._array.size for leaf in self.leaves]
        shape, dtype = self.root[0].results[self.root[1]]
        outputs = math.prod(shape)
        runs = max(1, min(RUNS, steps // (2 * len(self.operations) + 2)))
        if given is None:
            starts = [(leaf, n, _unit(leaf.variable._array, n)) for leaf, n in self._chosen(sizes, runs)]
            forward = [self.forward(leaf, n, seed) for leaf, n, seed in starts]
        else:
            forward = [self.forward(given[0].accumulator(), None, given[1])]  # type: ignore[arg-type]  # a leaf of this graph
        reverse = [self.reverse(n, _unit(np.empty(shape, dtype), n)) for n in range(min(outputs, runs, RUNS // 2))]
        costs = [self.forward_cost(leaf) for leaf in self.leaves]
        return Sweeps(
            sum(sizes),
            outputs,
            forward,
            reverse,
            [(weakref.ref(leaf.variable), cost) for leaf, cost in zip(self.leaves, costs, strict=True)],
            self.reverse_cost(reverse[0]),
            sum(size * cost.products for size, cost in zip(sizes, costs, strict=True)),
        )

    def _chosen(self, sizes: list[int], most: int) -> Iterator[tuple[AccumulateGrad, int]]:
        """The numbers that are swept from: the first of every leaf, the second of every leaf, while there is room."""
        turns = [(n, at) for at, size in enumerate(sizes) for n in range(min(size, most))]
        chosen = sorted(turns)[:most]
        yield from ((self.leaves[at], n) for at, n in sorted((at, n) for n, at in chosen))

    def forward(self, leaf: AccumulateGrad, element: int | None, seed: Array) -> Run:
        """Push `seed` through all operations that it moves."""
        moving: dict[Slot, Array] = {(leaf, 0): seed}
        visits = [Visit(leaf, [seed], [])]
        for node in self.operations:
            tangents = [None if f is None else moving.get((f, nr)) for f, nr in node.next_functions]
            moved = [at for at, tangent in enumerate(tangents) if tangent is not None]
            if not moved:
                continue
            shares = pushed_through(node, tangents)
            values: list[Array | None] = [sum(each[1:], each[0]) for each in zip(*shares, strict=True)]
            moving.update(((node, nr), value) for nr, value in enumerate(values) if value is not None)
            parts = [Share(i, share) for i, share in zip(moved, shares, strict=True)]
            visits.append(Visit(node, values, parts, self.root[1] if node is self.root[0] else 0))
        return Run(weakref.ref(leaf.variable), element, seed, visits)

    def reverse(self, element: int, seed: Array) -> Run:
        """Walk back with `seed`, as `autograd.grad` does for all leaves."""
        listener: Any = _Listener()
        walk = Walk("grad", [(self.root, seed)], True, False, tuple(leaf.variable for leaf in self.leaves))
        walk.run(tell=listener)
        return Run(weakref.ref(self.root[0]), element, seed, listener.visits)

    def forward_cost(self, leaf: AccumulateGrad) -> Cost:
        """What one sweep from a leaf takes: a tangent is held until its last use."""
        last: dict[Slot, int] = {}
        for at, node in enumerate(self.operations):
            last.update(((f, nr), at) for f, nr in node.next_functions if f is not None)
        held: dict[Slot, int] = {(leaf, 0): leaf.variable._array.size}
        products = sums = 0
        values, numbers = 1, leaf.variable._array.size
        for at, node in enumerate(self.operations):
            moved = sum((f, nr) in held for f, nr in node.next_functions if f is not None)
            if not moved:
                continue
            products += moved
            sums += moved - 1
            held.update(((node, nr), math.prod(shape)) for nr, (shape, _) in enumerate(node.results))
            values, numbers = max(values, len(held)), max(numbers, sum(held.values()))
            for slot in [slot for slot in held if last.get(slot, math.inf) <= at]:
                del held[slot]
        return Cost(products, sums, values, numbers)

    def reverse_cost(self, run: Run) -> Cost:
        """What one walk takes, and what the operations have saved for it."""
        products = sum(len(visit.shares) for visit in run.visits)
        reached = sum(visit.results for visit in run.visits) - 1
        saved = {id(array): array.size for node in self.operations for array in _saved(node)}
        return Cost(products, products - reached, len(saved), sum(saved.values()))


class _Listener(Listener):
    """Keeps the visits of a walk."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []

    def visited(self, walk: Walk, node: Node, upstream: list[Any], contributions: list[Any]) -> None:  # noqa: ARG002 - the interface has it
        gradients = [None if each is None else each.copy() for each in upstream]
        if any(each is not None for each in gradients):
            shares = [Share(i, [each.copy()]) for i, each in enumerate(contributions) if each is not None]
            self.visits.append(Visit(node, gradients, shares))


def _unit(array: Array, element: int) -> Array:
    """1 at one number of an array of this form, 0 at the others."""
    seed = np.zeros_like(array)
    seed.flat[element] = 1
    return seed


def _saved(node: Node) -> Iterator[Array]:
    """The arrays that an operation keeps for its way back; Python numbers do not count."""
    plan = getattr(node, "plan", None)
    for need, kept in zip(() if plan is None else plan.needs, node.saved or ()):
        if need.kind == OUTPUT:
            yield kept[0]
        elif need.kind == INPUT and isinstance(versioned(kept)[0], Variable):
            yield versioned(kept)[0]._array
        elif isinstance(getattr(kept, "variable", None), Variable):
            yield kept.variable._array
