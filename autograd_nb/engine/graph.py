"""The graph that operations leave behind: nodes, edges, saved tensors, version counters.

A node is what `y.grad_fn` is. It knows its inputs' nodes (`next_functions`), how to send a gradient to them,
and what it saved for that. It does not know its result: the result refers to it.

Source: https://pytorch.org/docs/2.7/notes/autograd.html#how-autograd-encodes-the-history
"""

from __future__ import annotations

import itertools
import traceback
import weakref
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np

from . import errors
from .hooks import Hooks, RemovableHandle
from .modes import modes
from .op import INPUT, OUTPUT, SHAPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .op import Op

Edge = tuple["Node | None", int]
NO_EDGE: Edge = (None, 0)

WRITTEN_BY_HAND = frozenset({"CopySlices", "CopyBackwards", "NotImplemented"})

sequence = itertools.count()
"""Numbers the nodes in the order of creation, which decides the order of the backward walk."""


class VersionCounter:
    """Counts the in-place changes of a piece of memory; all views of it share one."""

    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value = 0


class Variable:
    """What the graph knows of a tensor. `Tensor` adds everything that a user sees."""

    _array: np.ndarray[Any, Any]
    _requires_grad: bool = False
    _grad_fn: Node | None = None
    _output_nr: int = 0
    _grad: Any = None
    _counter: VersionCounter | None = None  # None: never changed in place, nor shared
    _base: Any = None  # the tensor that this one is a view of
    _view_version: int = 0  # the version for which a view's `_grad_fn` holds
    _view_made_in: str = ""  # "no_grad", or the function that made this view together with others
    _accumulator: weakref.ref[AccumulateGrad] | None = None
    _grad_of: weakref.ref[Any] | None = None  # the leaf whose `.grad` this tensor is
    _inference: bool = False
    _retain: Any = None  # handle of retain_grad
    _trace: Any = None  # belongs to the observer

    def counter(self) -> VersionCounter:
        """The version counter, made on first need: most tensors are never changed in place."""
        if self._counter is None:
            self._counter = VersionCounter()
        return self._counter

    @property
    def _version(self) -> int:
        return 0 if self._counter is None else self._counter.value

    def accumulator(self) -> AccumulateGrad:
        """The node that adds to this leaf's `.grad`. It keeps the leaf alive, not the other way round."""
        node = self._accumulator() if self._accumulator is not None else None
        if node is None:
            node = AccumulateGrad(self)
            self._accumulator = weakref.ref(node)
        return node

    def edge(self) -> Edge:
        """Where a gradient of this tensor goes."""
        if self._base is not None:
            self.refresh_view()
        if not self._requires_grad:
            return NO_EDGE
        return (self._grad_fn or self.accumulator(), self._output_nr)

    def refresh_view(self) -> None:
        """Give a view a new history when its memory was changed in place since it was made."""


class SavedTensor(NamedTuple):
    """A description of one saved tensor, for those who look at a node from outside."""

    name: str
    shape: tuple[int, ...]
    version: int
    state: str  # "kept", "freed" or "overwritten"
    variable: Variable | None


class Node:
    """One recorded operation. `metadata` holds (shape, dtype) of every result."""

    __slots__ = (
        "__weakref__",
        "_trace",
        "anomaly",
        "hooks",
        "metadata",
        "next_functions",
        "options",
        "saved",
        "sequence_nr",
    )

    op: ClassVar[Op | None] = None
    wrap: ClassVar[Callable[..., Any]]  # an array as a Tensor; set by tensor.py, which is built on top of this

    next_functions: tuple[Edge, ...]
    metadata: tuple[tuple[tuple[int, ...], np.dtype[Any]], ...]

    def __init__(
        self,
        next_functions: tuple[Edge, ...],
        metadata: tuple[tuple[tuple[int, ...], np.dtype[Any]], ...],
    ) -> None:
        self.next_functions = next_functions
        self.metadata = metadata
        self.sequence_nr: float = next(sequence)
        self.options: dict[str, Any] = {}
        self.saved: list[Any] | None = []
        self.hooks: Hooks | None = None
        self._trace: Any = None
        if modes.anomaly:
            self.anomaly = "".join(traceback.format_stack()[:-3])

    def name(self) -> str:
        """PyTorch's name of the node; those that are written by hand there tell their namespace."""
        name = type(self).__name__
        return f"torch::autograd::{name}" if name in WRITTEN_BY_HAND else name

    def contributions(self, xp: Any, grads: list[Any]) -> list[Any]:
        """The vector-Jacobian product: the gradient for each of `next_functions`, None where there is none.

        Args:
            xp: the namespace to compute in.
            grads: the upstream gradient of each result, None where nothing came back.
        """
        raise NotImplementedError

    def release(self) -> None:
        """Let go of the saved tensors."""

    def saved_tensors(self) -> list[SavedTensor]:
        """What this node saved, in the order of its formulas."""
        return []

    def register_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """`hook(grad_inputs, grad_outputs)` runs after the node; what it returns replaces `grad_inputs`."""
        self.hooks = self.hooks or Hooks()
        return RemovableHandle(self.hooks.after, hook)

    def register_prehook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """`hook(grad_outputs)` runs before the node; what it returns replaces `grad_outputs`."""
        self.hooks = self.hooks or Hooks()
        return RemovableHandle(self.hooks.before, hook)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object at {hex(id(self))}>"


class AccumulateGrad(Node):
    """The end of the walk: adds what arrives to `.grad` of its leaf. Runs as soon as it is ready."""

    __slots__ = ("variable",)

    def __init__(self, variable: Variable) -> None:
        super().__init__((), ((variable._array.shape, variable._array.dtype),))
        self.sequence_nr = float("inf")
        self.variable = variable

    def name(self) -> str:
        """The name by which PyTorch's hooks and errors know it."""
        return "torch::autograd::AccumulateGrad"


class OpNode(Node):
    """A node whose formulas stand in a row of the table of operations."""

    __slots__ = ("plan",)

    op: ClassVar[Op]

    def __init__(
        self,
        edges: tuple[Edge, ...],
        mask: int,
        inputs: tuple[Any, ...],
        options: dict[str, Any],
        outputs: tuple[Variable, ...],
    ) -> None:
        # Not super().__init__: this is the hot path of every recorded operation.
        op = self.op
        plan = self.plan = op.plans.get(mask) or op.plan(mask)
        self.next_functions = edges
        if len(outputs) == 1:
            array = outputs[0]._array
            self.metadata = ((array.shape, array.dtype),)
        else:
            self.metadata = tuple([(v._array.shape, v._array.dtype) for v in outputs])
        self.sequence_nr = next(sequence)
        self.options = options
        self.hooks = self._trace = None
        saved: list[Any] = []
        for kind, index, name in plan.needs:
            if kind == INPUT:
                value = inputs[index]
                if isinstance(value, Variable):
                    if value._inference:
                        raise errors.inference_saved()
                    counter = value._counter
                    saved.append((value, 0 if counter is None else counter.value))
                else:
                    saved.append((value, None))
            elif kind == SHAPE:
                value = inputs[index]
                saved.append(value._array.shape if isinstance(value, Variable) else ())
            elif kind == OUTPUT:
                out = outputs[index]
                counter = out._counter or out.counter()
                saved.append((out._array, counter, counter.value))
            else:
                value = options.get(name)
                saved.append(SavedOption(value, value._version) if isinstance(value, Variable) else value)
        self.saved = saved
        if modes.anomaly:
            self.anomaly = "".join(traceback.format_stack()[:-3])

    def saved_before(self, written: VersionCounter) -> None:
        """Note that inputs in the memory of `written` were saved before this operation changed it in place.

        The first input is no such: it is what is written over, and was copied if a formula names it.
        """
        saved: list[Any] = self.saved or []
        for i, (kind, number, _) in enumerate(self.plan.needs):
            if kind == INPUT and number and isinstance(saved[i][0], Variable) and saved[i][0]._counter is written:
                saved[i] = (saved[i][0], saved[i][1] - 1)

    def contributions(self, xp: Any, grads: list[Any]) -> list[Any]:
        """The formulas of the row, each on what it names."""
        op = self.op
        g: Any = grads[0]
        if op.outputs != 1:
            if all(part is None for part in grads):
                return [None] * len(self.next_functions)
            if op.outputs < 0:
                g = grads
        elif g is None:
            return [None] * len(self.next_functions)
        values = self.unpack(xp)
        run = modes.quiet if xp.plain else _call
        if op.variadic:
            arguments = [values[place] for place in self.plan.arguments[0]]
            return [
                None if edge[0] is None else run(op.vjp[0], xp, g, i, *arguments)
                for i, edge in enumerate(self.next_functions)
            ]
        return [
            None if edge[0] is None else run(formula, xp, g, *[values[place] for place in places])
            for edge, formula, places in zip(self.next_functions, op.vjp, self.plan.arguments)
        ]

    def unpack(self, xp: Any) -> list[Any]:
        """The saved values in the order of the plan, checked to be what they were."""
        if self.saved is None:
            raise errors.second_backward()
        plain = xp.plain
        values: list[Any] = []
        for (kind, index, _), kept in zip(self.plan.needs, self.saved):
            if kind == INPUT or type(kept) is SavedOption:
                value, version = kept
                if version is None:  # a Python number; NumPy computes four times as fast with an array
                    values.append(np.array(value, self.metadata[0][1]) if plain else value)
                    continue
                counter = value._counter
                now = 0 if counter is None else counter.value
                if now != version:
                    fn = value._grad_fn
                    name = None if fn is None else fn.name()
                    raise self.overwritten(value._array, now, version, name, value._output_nr)
                values.append(value._array if plain else value)
            elif kind == OUTPUT:
                array, counter, version = kept
                if counter.value != version:
                    raise self.overwritten(array, counter.value, version, self.name(), index)
                values.append(array if plain else self._result(array, counter, index))
            else:
                values.append(kept)
        return values

    def _result(self, array: Any, counter: VersionCounter, index: int) -> Any:
        """The saved result as a tensor of this graph. Saving it as such would be a reference cycle."""
        tensor = Node.wrap(array)
        tensor._counter = counter
        if self.op.outputs < 0 or index < self.op.outputs:
            tensor._requires_grad, tensor._grad_fn, tensor._output_nr = True, self, index
        return tensor

    def overwritten(self, array: Any, version: int, expected: int, output_of: str | None, nr: int) -> Exception:
        """The error that says which saved tensor was changed in place."""
        return errors.modified_inplace(
            Node.wrap(array).type(), array.shape, output_of, nr, version, expected, modes.anomaly
        )

    def release(self) -> None:
        """Let go of the saved tensors; a node that saved none can be walked for ever."""
        if self.plan.keeps_tensors:
            self.saved = None

    def saved_tensors(self) -> list[SavedTensor]:
        """What the row's formulas made this node save."""
        found = []
        for (kind, index, own_name), kept in zip(self.plan.needs, self.saved or itertools.repeat(None)):
            name = self.op.saved_as.get(own_name, own_name)
            if kept is None:
                if kind in (INPUT, OUTPUT):
                    shape = self.metadata[index][0] if kind == OUTPUT else ()
                    found.append(SavedTensor(name, shape, 0, "freed", None))
            elif kind == OUTPUT:
                found.append(SavedTensor(name, kept[0].shape, kept[2], _state(kept[1].value, kept[2]), None))
            elif (kind == INPUT and kept[1] is not None) or type(kept) is SavedOption:
                variable, version = kept
                state = _state(variable._version, version)
                found.append(SavedTensor(name, variable._array.shape, version, state, variable))
        return found

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_saved_"):
            wanted = name[len("_saved_") :]
            names = self.op.saved_as
            for i, need in enumerate(self.plan.needs):
                if names.get(need.name, need.name) == wanted:
                    value = self.unpack(_Tensors)[i]
                    number = need.kind == INPUT and not isinstance(value, Variable)
                    return Node.wrap(np.array(value)) if number else value
            if wanted in self.options:
                return self.options[wanted]
            if any(names.get(need.name, need.name) == wanted for needs in self.op.needs for need in needs):
                return None  # not saved: the input that needs it takes no gradient
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __dir__(self) -> Iterator[str]:
        yield from super().__dir__()
        for need in self.plan.needs:
            yield "_saved_" + self.op.saved_as.get(need.name, need.name)


class SavedOption(NamedTuple):
    """A tensor among the options (the condition of `where`) kept for the way back, with the version it had."""

    variable: Variable
    version: int


def node_class(op: Op) -> type[OpNode]:
    """The class of an operation's nodes; made on first use."""
    if op.node_class is None:
        op.node_class = type(op.grad_fn, (OpNode,), {"__slots__": (), "op": op, "__module__": "torch.autograd"})
    made: type[OpNode] = op.node_class
    return made


def _state(now: int, then: int) -> str:
    return "kept" if now == then else "overwritten"


def _call(function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)


class _Tensors:
    """Just enough of a namespace for `unpack` to give tensors."""

    plain = False
