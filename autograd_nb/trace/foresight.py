"""The walk that has not been made: what `y.backward()` would do now, with nothing changed by looking.

>>> import autograd_nb as torch
>>> x = torch.arange(4., requires_grad=True)
>>> y = 2 * torch.dot(x, x)
>>> foreseen = Foresight(y, np.ones((), np.float32))
>>> foreseen.derivative(foreseen.root, foreseen.seed, x)
array([ 0.,  4.,  8., 12.], dtype=float32)
>>> x.grad is None
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.graph import AccumulateGrad, Node
from autograd_nb.engine.modes import set_detect_anomaly
from autograd_nb.engine.walk import Walk

from .collect import Collected, key_of
from .jacobian import Listener, look
from .preview import preview
from .record import recorder

if TYPE_CHECKING:
    from autograd_nb.engine.graph import Variable

Array = np.ndarray[Any, Any]

NODES = 2000
"""Nodes of a graph up to which it is walked in advance."""


class Visit(NamedTuple):
    """One node's part: what arrives at it, and what it sends to each of its inputs."""

    node: Node
    upstream: Array
    sends: list[Array | None]


class _Listener(Listener):
    """Keeps the visits of a walk."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []

    def visited(self, walk: Walk, node: Node, upstream: list[Any], contributions: list[Any]) -> None:  # noqa: ARG002 - the interface has it
        arrived = next((each for each in upstream if each is not None), None)
        if arrived is not None:
            sends = [None if each is None else each.copy() for each in contributions]
            self.visits.append(Visit(node, arrived.copy(), sends))


class Foresight:
    """The walk from a tensor.

    Args:
        tensor: a result that requires grad.
        seed: what the walk would begin with.

    Raises:
        RuntimeError: the graph was freed, or a value in it was changed in place; PyTorch's text.
        ValueError: the graph cannot be walked without side effects.
    """

    def __init__(self, tensor: Variable, seed: Array) -> None:
        if tensor._grad_fn is None:
            raise errors.element_no_grad(0)
        self.root: Node = tensor._grad_fn
        self.number = tensor._output_nr
        self.seed = seed
        found = look(self.root, NODES)
        if isinstance(found, str):
            raise ValueError(f"this graph cannot be walked in advance: {found}")  # noqa: TRY004 - of the graph
        self.leaves = found
        listener: Any = _Listener()
        self._walk(self.root, seed, self.number, found, listener)
        self.visits = listener.visits
        self._collected = Collected(tensor, recorder)
        self.ids = {key: number for number, key in enumerate(self._collected.things)}

    @staticmethod
    def _walk(node: Node, seed: Array, number: int, inputs: list[Variable], tell: Any = False) -> dict[Any, Any]:
        walk = Walk("grad", [((node, number), seed)], True, False, tuple(inputs))
        with set_detect_anomaly(False):  # as in `jacobian`
            walk.run(tell=tell)
        return walk.found

    def derivative(self, node: Node, seed: Array, leaf: Variable) -> Array:
        """What would arrive at `leaf` if the walk began at `node` with `seed`."""
        if isinstance(node, AccumulateGrad):
            return seed if node.variable is leaf else np.zeros_like(leaf._array)
        number = self.number if node is self.root else 0
        found = self._walk(node, seed, number, [leaf]).get(leaf.edge())
        return np.zeros_like(leaf._array) if found is None else found

    def id(self, node: Node) -> int | None:
        """The document's number of a node, or of the leaf behind it."""
        return self.ids.get(key_of(node.variable if isinstance(node, AccumulateGrad) else node))

    def steps(self, document: dict[str, Any], changes: dict[int, int]) -> list[dict[str, Any]]:
        """The visits as a document writes them.

        Args:
            document: the document of the tensor.
            changes: by leaf, the number of the change that fills its gradient.
        """
        edges = {(edge["to"], edge["input"]): number for number, edge in enumerate(document["edges"])}
        steps: list[dict[str, Any]] = []
        for visit in self.visits:
            number = self.id(visit.node)
            if number is None:
                continue
            step: dict[str, Any] = {
                "kind": "visit",
                "node": number,
                "order": len(steps) + 1,
                "upstream": preview(visit.upstream),
                "sends": [
                    {"edge": edges[number, index], "value": preview(value)}
                    for index, value in enumerate(visit.sends)
                    if value is not None and (number, index) in edges
                ],
            }
            if number in changes:
                step |= {"kind": "accumulate", "change": changes[number]}
            steps.append(step)
        return steps
