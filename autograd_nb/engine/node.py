"""What graphs are made of: nodes, edges, version counters, and what a node knows of a tensor.

A node is what `y.grad_fn` is. It knows its inputs' nodes (`next_functions`), how to send a gradient to them,
and what it saved for that. It does not know its result: the result refers to it.

Source: https://pytorch.org/docs/2.7/notes/autograd.html#how-autograd-encodes-the-history
"""

from __future__ import annotations

import itertools
import weakref
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from . import anomaly, duals, errors
from .arriving import fit
from .dtypes import from_numpy_dtype
from .hooks import Hooks, RemovableHandle
from .modes import modes
from .namespaces import TENSORS

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable
    from typing import Self

    import numpy as np

    from .dtypes import dtype as DType
    from .op import Op
    from .saved import Kept, Packed, SavedHooks

Edge = tuple["Node | None", int]
NO_EDGE: Edge = (None, 0)

WRITTEN_BY_HAND = frozenset({"CopySlices", "CopyBackwards", "Error", "NotImplemented"})

sequence = itertools.count()
"""Numbers the nodes in the order of creation, which decides the order of the backward walk."""


class InputMetadata(NamedTuple):
    """Shape and dtype of a gradient that a node receives."""

    shape: list[int]
    dtype: DType


class VersionCounter:
    """Counts the in-place changes of a piece of memory; all views of it share one.

    `cut` says that `detach_()` took a tensor in this memory out of the graph, which nodes may have saved.
    """

    __slots__ = ("_trace", "cut", "value")

    def __init__(self) -> None:
        self.value = 0
        self.cut = False
        self._trace: Any = None  # belongs to the observer


class Variable:
    """What the graph knows of a tensor. `Tensor` adds everything that a user sees.

    What every operation looks at has a slot, filled from the beginning: Python reads it several times as fast as an
    attribute whose first value stands in the class.
    """

    __slots__ = (
        "__dict__",
        "__weakref__",
        "_accumulator",
        "_array",
        "_base",
        "_counter",
        "_grad",
        "_grad_fn",
        "_inference",
        "_output_nr",
        "_requires_grad",
        "_trace",
    )

    _array: np.ndarray[Any, Any]
    _requires_grad: bool
    _grad_fn: Node | None
    _output_nr: int
    _grad: Any
    _counter: VersionCounter | None  # None: never changed in place, nor shared
    _base: Any  # the tensor that this one is a view of
    _accumulator: weakref.ref[AccumulateGrad] | None
    _inference: bool
    _trace: Any  # belongs to the observer
    _view_version: int = 0  # the version for which a view's `_grad_fn` holds
    _view_made_in: str = ""  # "no_grad", "inference", "several" at once, or a "custom" function
    _grad_of: weakref.ref[Any] | None = None  # the leaf whose `.grad` this tensor is
    _retain: Any = None  # handle of retain_grad
    _born: tuple[Any, ...] = ()  # the functions of functions (func.grad and so on) in which it was made
    _starts_at: int | None = None  # its place in memory, where it shares that with no base that would tell
    _counted: bool = False  # of an inference tensor: detached outside of inference mode, it may be changed there
    _follows: bool = False  # a view that asks for a gradient only because its base does: it has no node
    _hooked: Node | None = None  # keeps the node of a leaf that has hooks
    _overrides: ClassVar[bool] = False  # whether its class is asked what functions do with it, see overrides.py

    def __new__(cls, *_: Any, **__: Any) -> Self:
        """A leaf that asks for no gradient, still without its array. unrolled.py writes the same lines."""
        self = object.__new__(cls)
        self._requires_grad = self._inference = False
        self._grad_fn = self._grad = self._base = self._counter = self._accumulator = self._trace = None
        self._output_nr = 0
        if duals.active and modes.here.transforms:
            self._born = modes.here.transforms
        return self

    def counter(self) -> VersionCounter:
        """The version counter, made on first need: most tensors are never changed in place."""
        counter = self._counter
        if counter is None:
            counter = self._counter = VersionCounter()
        return counter

    @property
    def _changes(self) -> int:
        return 0 if self._counter is None else self._counter.value

    @property
    def _version(self) -> int:
        if self._inference and not self._counted:
            raise errors.inference_version()
        return self._changes

    def accumulator(self) -> AccumulateGrad | None:
        """The node that adds to this leaf's `.grad`. It keeps the leaf alive, not the other way round.

        None for a view that asks for no gradient itself, only its base does: the edge to it leads nowhere.
        """
        if self._base is not None and self._follows:
            return None
        node = self._accumulator() if self._accumulator is not None else None
        if node is None:
            node = object.__new__(AccumulateGrad)  # a leaf gets a new one in each turn of a loop, so without a call
            array = self._array
            node.next_functions = ()
            node.results = ((array.shape, array.dtype),)
            node.sequence_nr = LAST
            node.options = NO_OPTIONS
            node.hooks = node.send = node.saved = node._trace = node._visits = None
            node.variable = self
            self._accumulator = weakref.ref(node)
        return node

    def edge(self) -> Edge:
        """Where a gradient of this tensor goes."""
        if self._base is not None:
            self.refresh_view()
        if not self._requires_grad:
            return NO_EDGE
        return (self._grad_fn or self.accumulator(), self._output_nr)

    def made_by(self) -> str | None:
        """The name of the node that this tensor is the result of."""
        if self._base is not None:
            self.refresh_view()
        return None if self._grad_fn is None else self._grad_fn.name()

    def refresh_view(self) -> bool:
        """Give a view a new history when its memory was changed in place since it was made."""
        return False


OWN = frozenset(Variable.__annotations__)
"""The attributes of a tensor that are the engine's."""


def attributes(variable: Variable) -> dict[str, Any]:
    """What somebody has set on a tensor beside: copies and pickles of it have that too."""
    return {name: value for name, value in vars(variable).items() if name not in OWN}


NO_OPTIONS: dict[str, Any] = {}
"""The options of every operation that was given none; nobody changes them."""

LAST = float("inf")
"""The place of leaves in the order of creation."""


class Node:
    """One recorded operation. `results` holds (shape, dtype) of every result.

    >>> x = torch.tensor(3.0, requires_grad=True)
    >>> node = (x * 2).grad_fn
    >>> node.name(), node.next_functions[0][0].name()
    ('MulBackward0', 'torch::autograd::AccumulateGrad')

    Source: https://pytorch.org/docs/2.7/autograd.html#autograd-graph
    """

    __slots__ = (
        "__weakref__",
        "_notes",
        "_trace",
        "_visits",
        "anomaly",
        "hooks",
        "next_functions",
        "options",
        "results",
        "saved",
        "send",
        "sequence_nr",
    )

    op: ClassVar[Op | None] = None
    wrap: ClassVar[Callable[..., Any]]  # an array as a Tensor; set by tensor.py, which is built on top of this

    returned: list[int | None] | None = None  # of a learner's function that returns more than tensors
    next_functions: tuple[Edge, ...]
    results: tuple[tuple[tuple[int, ...], np.dtype[Any]], ...]
    _notes: dict[Any, Any]

    def __init__(
        self,
        next_functions: tuple[Edge, ...],
        results: tuple[tuple[tuple[int, ...], np.dtype[Any]], ...],
    ) -> None:
        self.next_functions = next_functions
        self.results = results
        self.sequence_nr: float = next(sequence)
        self.options: dict[str, Any] = {}
        self.saved: list[Any] | None = []
        self.hooks: Hooks | None = None
        self.send: Callable[..., list[Any] | None] | None = None  # quicker than `contributions`, see unrolled.py
        self._trace: Any = None  # this and the next belong to the observer
        self._visits: Any = None
        if modes.here.anomaly:
            self.anomaly = anomaly.origin()

    def name(self, *excess: Any, **unknown: Any) -> str:
        """PyTorch's name of the node; those that are written by hand there tell their namespace.

        >>> (torch.ones(2, requires_grad=True) * 2).grad_fn.name()
        'MulBackward0'
        """
        name = type(self).__name__
        if excess or unknown:
            raise errors.no_arguments("name", len(excess), bool(unknown), name)
        return f"torch::autograd::{name}" if name in WRITTEN_BY_HAND else name

    def contributions(self, xp: Any, grads: list[Any]) -> list[Any]:
        """The vector-Jacobian product: the gradient for each of `next_functions`, None where there is none.

        Args:
            xp: the namespace to compute in.
            grads: the upstream gradient of each result, None where nothing came back.
        """
        raise NotImplementedError

    def contributions_to(self, wanted: Container[Node] | None, xp: Any, grads: list[Any]) -> list[Any]:  # noqa: ARG002 - the interface has it
        """Those that go to nodes that are wanted, and others if they come with them; None for all."""
        return self.contributions(xp, grads)

    def release(self) -> None:
        """Let go of the saved tensors."""

    def kept(self) -> list[Kept]:
        """What this node saved, in the order of its formulas."""
        return []

    def pack(self, place: int, hooks: SavedHooks) -> None:
        """Send one saved tensor through hooks of the learner's."""
        raise NotImplementedError

    def restored(self, packed: Packed) -> Any:
        """What an unpack hook gives, in the place in the graph of the tensor that was packed."""
        value = packed.unpacked()
        node, number = packed.edge if packed.number is None else (self, packed.number)
        if node is None:
            return value
        tensor = value._alias()
        tensor._requires_grad, tensor._output_nr = True, number
        if type(node) is AccumulateGrad:
            tensor._accumulator = weakref.ref(node)
        else:
            tensor._grad_fn = node
        return tensor

    @property
    def metadata(self) -> dict[Any, Any]:
        """The learner's own notes about this node.

        >>> node = (torch.ones(2, requires_grad=True) * 2).grad_fn
        >>> node.metadata["layer"] = 1
        >>> node.metadata
        {'layer': 1}
        """
        try:
            return self._notes
        except AttributeError:
            self._notes = {}
            return self._notes

    @property
    def requires_grad(self) -> bool:
        """Nodes are made for what requires grad only."""
        return True

    @property
    def _input_metadata(self) -> list[InputMetadata]:
        """What the gradient of each result looks like."""
        return [InputMetadata(list(shape), from_numpy_dtype(dtype)) for shape, dtype in self.results]

    def __call__(self, *grads: Any) -> Any:
        """What the node sends to its inputs when these gradients arrive; hooks and the graph take no part."""
        if len(grads) != len(self.results):
            raise TypeError(f"expected {len(self.results)} arguments, got {len(grads)} instead")
        for i, g in enumerate(grads):
            if not (g is None or isinstance(g, Variable)):
                raise TypeError(f"argument {i} is not a Variable")
        sent = [
            c if c is None or following is None else fit(c, *following.results[number], TENSORS)
            for c, (following, number) in zip(self.contributions(TENSORS, list(grads)), self.next_functions)
        ]
        return tuple(sent) if len(sent) != 1 else sent[0]

    def _sequence_nr(self) -> int:
        """The place of this node in the order of creation; the last of all for a leaf."""
        return 2**64 - 1 if self.sequence_nr == LAST else int(self.sequence_nr)

    def _set_sequence_nr(self, number: int) -> None:
        """Another place in the order in which nodes that are ready run."""
        self.sequence_nr = number

    def register_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """`hook(grad_inputs, grad_outputs)` runs after the node; what it returns replaces `grad_inputs`.

        >>> x = torch.tensor(3.0, requires_grad=True)
        >>> y = x * 2
        >>> handle = y.grad_fn.register_hook(lambda inputs, outputs: print(inputs, outputs))
        >>> y.backward()
        (tensor(2.), None) (tensor(1.),)
        """
        self.hooks = self.hooks or Hooks()
        return RemovableHandle(self.hooks.after, hook)

    def register_prehook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """`hook(grad_outputs)` runs before the node; what it returns replaces `grad_outputs`.

        >>> x = torch.tensor(3.0, requires_grad=True)
        >>> y = x * 2
        >>> handle = y.grad_fn.register_prehook(lambda outputs: (10 * outputs[0],))
        >>> y.backward()
        >>> x.grad
        tensor(20.)
        """
        self.hooks = self.hooks or Hooks()
        return RemovableHandle(self.hooks.before, hook)

    def __dir__(self) -> Iterable[str]:
        """What a learner can ask a node: PyTorch's names, without those of this engine."""
        return ["metadata", "name", "next_functions", "register_hook", "register_prehook", "requires_grad"]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object at {hex(id(self))}>"


class AccumulateGrad(Node):
    """The end of the walk: adds what arrives to `.grad` of its leaf. Runs as soon as it is ready.

    Made by `Variable.accumulator`.
    """

    __slots__ = ("variable",)

    variable: Variable

    def name(self, *excess: Any, **unknown: Any) -> str:
        """The name by which PyTorch's hooks and errors know it."""
        return f"torch::autograd::{super().name(*excess, **unknown)}"

    def contributions(self, _: Any, grads: list[Any]) -> list[Any]:
        """What a walk leaves to the end, done at once: for those who call the node."""
        from .committing import accumulate

        if grads[0] is not None:
            accumulate(self.variable, grads[0] if modes.grad else grads[0]._array, modes.grad)
        return []


Node.__module__ = "torch.autograd.graph"  # PyTorch says <class 'torch.autograd.graph.Node'>
AccumulateGrad.__module__ = "builtins"  # PyTorch says <class 'AccumulateGrad'>
