"""The nodes that operations leave behind, and what they save for the way back.

Source: https://pytorch.org/docs/2.7/notes/autograd.html#saved-tensors
"""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from . import anomaly, duals, errors, saved_names
from .modes import modes
from .node import NO_EDGE, AccumulateGrad, Edge, Node, Variable, VersionCounter, sequence
from .numerics.half import HALF, Stepwise, stepwise
from .op import INPUT, OPTION, OUTPUT, PACKED, SHAPE, STEPS, Need, Plan
from .saved import Kept, Packed, SavedIndex, SavedOption, SavedTensor, versioned

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from .op import Op
    from .saved import SavedHooks

__all__ = ["NO_EDGE", "AccumulateGrad", "Edge", "Node", "OpNode", "Variable", "gradient_edges", "node_class"]


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
            self.results = ((array.shape, array.dtype),)
        else:
            self.results = tuple([(v._array.shape, v._array.dtype) for v in outputs])
        self.sequence_nr = next(sequence)
        self.options = options
        self.hooks = self.send = self._trace = self._visits = None
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
            elif kind == STEPS:
                saved.append(inputs[index]._array.strides)
            elif kind == OUTPUT:
                out = outputs[index]
                counter = out._counter or out.counter()
                saved.append((out._array, counter, counter.value))
            else:
                value = options.get(name)
                saved.append(SavedOption(value, value._changes) if isinstance(value, Variable) else value)
        self.saved = saved
        if modes.careful:
            if modes.anomaly:
                self.anomaly = anomaly.origin()
            if modes.saved_hooks:
                self._pack_all(modes.saved_hooks[-1])

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
        return self.contributions_to(None, xp, grads)

    def contributions_to(self, wanted: Container[Node] | None, xp: Any, grads: list[Any]) -> list[Any]:
        """Those that go to nodes that are wanted; the other formulas are left alone, one may be unknown."""
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
        run = modes.quiet if xp.plain else _recorded
        if xp.plain and getattr(g, "dtype", None) == HALF:
            run, g, values = _in_half, stepwise(g), [stepwise(value) for value in values]
        if op.variadic:
            arguments = [values[place] for place in self.plan.arguments[0]]
            return [
                None if node is None or (wanted and node not in wanted) else run(op.vjp[0], xp, g, i, *arguments)
                for i, (node, _) in enumerate(self.next_functions)
            ]
        parts = list(zip(self.next_functions, op.vjp, self.plan.arguments))
        sent: list[Any] = [None] * len(parts)
        for i in op.order:
            (node, _), formula, places = parts[i]
            if node is not None and not (wanted and node not in wanted):
                sent[i] = run(formula, xp, g, *[values[place] for place in places])
        return sent

    def unpack(self, xp: Any, only: int | None = None) -> list[Any]:
        """The saved values in the order of the plan (or the one at place `only`), checked to be what they were."""
        saved, needs = self.saved, self.plan.needs
        if saved is None:
            raise errors.second_backward()
        plain = xp.plain
        values: list[Any] = []
        for (kind, index, _), kept in zip(needs, saved) if only is None else ((needs[only], saved[only]),):
            if kind == INPUT or type(kept) is SavedOption:
                value, version = kept if kind == OPTION else versioned(kept)
                if version is None:  # a Python number; NumPy computes four times as fast with an array
                    if only is None:
                        dtype = self.results[0][1]
                        array = value if plain and dtype == HALF else np.array(value, dtype)
                        value = array if plain else Node.wrap(array)
                    values.append(value)
                    continue
                counter = value._counter
                if counter is not None and counter.cut and only is None and kind == INPUT and self._lost(value, index):
                    raise errors.saved_detached()
                now = 0 if counter is None else counter.value
                if now != version:
                    raise self.overwritten(value._array, now, version, value.made_by(), value._output_nr)
                values.append(value._array if plain else value)
            elif kind == OUTPUT:
                array, counter, version = kept
                if counter.value != version:
                    differentiable = self.op.outputs < 0 or index < self.op.outputs
                    maker = self.name() if differentiable else None
                    raise self.overwritten(array, counter.value, version, maker, index)
                values.append(array if plain else self._result(array, counter, index))
            elif kind == PACKED:
                values.append(kept.unpacked()._array if plain else self.restored(kept))
            else:
                values.append(kept)
        return values

    def _lost(self, variable: Variable, index: int) -> bool:
        """Whether an input was the result of an operation when it was saved, and is none any more."""
        node = self.next_functions[index][0]
        return variable._grad_fn is None and node is not None and type(node) is not AccumulateGrad

    def _result(self, array: Any, counter: VersionCounter, index: int) -> Any:
        """The saved result as a tensor of this graph. Saving it as such would be a reference cycle."""
        tensor = Node.wrap(array)
        tensor._counter = counter
        if self.op.outputs < 0 or index < self.op.outputs:
            tensor._requires_grad, tensor._grad_fn, tensor._output_nr = True, self, index
        if duals.active:
            duals.move_again(tensor, self, index)
        return tensor

    def overwritten(self, array: Any, version: int, expected: int, output_of: str | None, nr: int) -> Exception:
        """The error that says which saved tensor was changed in place."""
        return errors.modified_inplace(
            Node.wrap(array).type(), array.shape, output_of, nr, version, expected, modes.anomaly
        )

    def release(self) -> None:
        """Let go of the saved tensors; a node that saved none can be walked for ever."""
        plan = self.plan
        if plan.keeps_tensors or (plan.keeps_options and any(map(_holds_tensor, plan.needs, self.saved or ()))):
            self.saved = None

    def pack(self, place: int, hooks: SavedHooks) -> None:
        """Send one saved tensor through hooks of the learner's."""
        saved: list[Any] = self.saved or []
        kind, index, name = self.plan.needs[place]
        number = None
        variable = versioned(saved[place])[0]
        if kind == OUTPUT:
            variable = self._result(variable, saved[place][1], index)
            number = index if variable._requires_grad else None
        elif not isinstance(variable, Variable):
            variable = Node.wrap(np.array(variable))
        saved[place] = Packed(variable, hooks, number)
        plan = self.plan
        needs = (*plan.needs[:place], Need(PACKED, index, name), *plan.needs[place + 1 :])
        self.plan = Plan(needs, plan.arguments, plan.keeps_tensors, plan.keeps_options)
        self.send = None

    def _pack_all(self, hooks: SavedHooks) -> None:
        for place, ((kind, _, _), kept) in enumerate(zip(self.plan.needs, self.saved or ())):
            if kind == OUTPUT or type(kept) is SavedOption or (kind == INPUT and kept[1] is not None):
                self.pack(place, hooks)

    def kept(self) -> list[Kept]:
        """What the row's formulas made this node save."""
        found = []
        for (kind, index, own_name), kept in zip(self.plan.needs, self.saved or itertools.repeat(None)):
            name = self.op.saved_as.get(own_name, own_name)
            if kept is None:
                if kind in (INPUT, OUTPUT) or (kind == OPTION and isinstance(self.options.get(own_name), Variable)):
                    shape = self.results[index][0] if kind == OUTPUT else ()
                    found.append(Kept(name, shape, 0, "freed", None))
            elif kind == PACKED:
                found.append(Kept(name, kept.shape, 0, "kept", None))
            elif kind == OUTPUT:
                state = _state(kept[1].value, kept[2])
                found.append(Kept(name, kept[0].shape, kept[2], state, None, kept[1], kept[0]))
            elif type(kept) is SavedIndex:
                for tensor, then in filter(None, kept.tensors):
                    state, array = _state(tensor._changes, then), tensor._array
                    found.append(Kept(name, array.shape, then, state, tensor, tensor._counter, array))
            elif kind == INPUT or type(kept) is SavedOption:
                variable, version = kept if kind == OPTION else versioned(kept)
                if version is not None:
                    state, array = _state(variable._changes, version), variable._array
                    found.append(Kept(name, array.shape, version, state, variable, variable._counter, array))
        return found

    def saved_as(self, wanted: str, raw: bool) -> Any:
        """What a name that begins with `_saved_` or `_raw_saved_` stands for."""
        names = self.op.saved_as
        kind = (saved_names.of(type(self).__name__) or {}).get(wanted)
        if not raw and kind in ("", saved_names.TUPLE) and wanted in self.options:  # let go of by no walk
            value = self.options[wanted]
            return (value,) if kind and isinstance(value, int) else value
        for i, need in enumerate(self.plan.needs):
            if names.get(need.name, need.name) == wanted and (self.saved or kind in (None, saved_names.TENSOR)):
                if need.kind == STEPS and self.saved:
                    return tuple([step // self.results[0][1].itemsize for step in self.saved[i]])
                found = SavedTensor(self, i) if raw else self._unpacked(i)
                if found is not None or kind in (None, saved_names.TENSOR):
                    return found
        if not raw and wanted in self.options:
            return self.options[wanted]
        if not raw and kind != saved_names.TENSOR and saved_names.known(wanted, names):
            return saved_names.told(self, wanted)
        return SavedTensor(self, None) if raw else None  # the input that needs it takes no gradient

    def __dir__(self) -> Iterator[str]:
        yield from super().__dir__()
        yield from (name for name in vars(type(self)) if name.startswith(("_saved_", "_raw_saved_")))

    def _unpacked(self, place: int) -> Any:
        (value,) = self.unpack(_Tensors, place)
        if type(value) is SavedIndex:
            parts = value.saved()
            return tuple([part and (Node.wrap(part[0]) if part[1] is None else part[1][0]) for part in parts])
        number = self.plan.needs[place].kind == INPUT and not isinstance(value, Variable)
        return Node.wrap(np.array(value)) if number else value


def node_class(op: Op) -> type[OpNode]:
    """The class of an operation's nodes; made on first use."""
    if op.node_class is None:
        members = {"__slots__": (), "op": op, "__module__": "builtins"}  # PyTorch says <class 'MulBackward0'>
        op.node_class = type(op.grad_fn, (OpNode,), members | _saved_names(op))
    made: type[OpNode] = op.node_class
    return made


def _holds_tensor(need: Need, kept: Any) -> bool:
    """Whether what was saved of an option is a tensor, or an index that has some in it."""
    if need.name == "indices" and type(kept) in (tuple, SavedIndex):
        return any(isinstance(part, np.ndarray) for part in kept)
    return type(kept) is SavedOption or type(kept) is Packed


def _saved_names(op: Op) -> dict[str, Any]:
    """`_saved_self` and so on, one for each thing that a formula names and each option.

    Not by `__getattr__`: Python looks up all attributes of a class that has it by the slow way, the slots too.
    """
    needs = {need.name: need.kind for formula in op.needs for need in formula}
    needs |= dict.fromkeys(op.options.difference(needs), OPTION)
    tensors = {op.saved_as.get(name, name): kind not in (SHAPE, STEPS) for name, kind in needs.items()}
    theirs = saved_names.of(op.grad_fn)
    if theirs is not None:  # those of PyTorch's that this node can answer
        marks = {name: mark == saved_names.TENSOR for name, mark in theirs.items()}
        tensors = {
            n: mark for n, mark in marks.items() if n in tensors or (not mark and saved_names.known(n, op.saved_as))
        }
    found: dict[str, Any] = {}
    for wanted, tensor in tensors.items():
        found[f"_saved_{wanted}"] = property(functools.partial(OpNode.saved_as, wanted=wanted, raw=False))
        if tensor:
            found[f"_raw_saved_{wanted}"] = property(functools.partial(OpNode.saved_as, wanted=wanted, raw=True))
    return found


def _state(now: int, then: int) -> str:
    return "kept" if now == then else "overwritten"


def _in_half(formula: Callable[..., Any], *arguments: Any) -> Any:
    """Compute what is sent back in float16, with a rounding at the end of each step (see numerics/half.py)."""
    sent = modes.quiet(formula, *arguments)
    return sent.view(np.ndarray) if isinstance(sent, Stepwise) else sent


def _recorded(formula: Callable[..., Any], *arguments: Any) -> Any:
    """Read a formula with tensors, whose operators take the rows that PyTorch's C++ takes (see ops/by_number.py)."""
    here = modes.here
    outside, here.formula = here.formula, True
    try:
        return formula(*arguments)
    finally:
        here.formula = outside


class _Tensors:
    """Just enough of a namespace for `unpack` to give tensors."""

    plain = False


def gradient_edges(inputs: tuple[Any, ...]) -> tuple[tuple[Edge, ...], int]:
    """Where the gradient of each input goes, and which inputs need one, as bits."""
    edges = []
    mask, bit = 0, 1
    for t in inputs:
        edge = NO_EDGE
        if isinstance(t, Variable):
            if t._base is not None:
                t.refresh_view()
            if t._requires_grad and not (t._inference and only_inference(inputs)):
                node = t._grad_fn
                if node is None:
                    alive = t._accumulator
                    node = (alive and alive()) or t.accumulator()
                edge = (node, t._output_nr)
                mask |= bit
        edges.append(edge)
        bit <<= 1
    return tuple(edges), mask


def only_inference(inputs: tuple[Any, ...]) -> bool:
    """Whether all were made in inference mode: autograd does not see an operation on nothing else.

    As in PyTorch, a Python number among them is a tensor made here.
    """
    return all(isinstance(t, Variable) and t._inference for t in inputs)
