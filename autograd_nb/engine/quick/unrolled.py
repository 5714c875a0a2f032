"""The quick way through a row: what graph.py and tensor.py do in loops, written out once for each operation.

How many inputs there are, which of them need a gradient, and what each formula wants is known when an operation
is first used. Functions are written for it then, as text without a loop or a question whose answer is known:

- `apply`, `optional`, `unary` and `binary` compute and record, as `Tensor._apply`, `Base._unary` and `Base._binary` do;
- `finish` makes a recorded tensor of a value, as `Tensor._finish` does; they all make its node, as `OpNode(...)` does;
- `send` computes the contributions, as `OpNode.contributions` does.

Whatever is not as usual (a freed graph, hooks around saved tensors, anomaly or forward mode) they leave to the loops,
which are right in all cases and take half as long again (test_unrolled.py). `print(source(op, mask))` shows the text.
"""

from __future__ import annotations

import functools
import linecache
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import duals, events
from autograd_nb.engine.batching.batches import Met, each
from autograd_nb.engine.dtypes import default_numpy
from autograd_nb.engine.graph import node_class, only_inference
from autograd_nb.engine.memory.layouts import brought, in_order_of_first
from autograd_nb.engine.modes import modes
from autograd_nb.engine.namespaces import ARRAYS
from autograd_nb.engine.node import NO_EDGE, NO_OPTIONS, Variable, sequence
from autograd_nb.engine.op import INPUT, OPTION, OUTPUT, SHAPE, STEPS, exact, has_numbers, rounds_once
from autograd_nb.engine.overrides import of_operator
from autograd_nb.engine.saved import SavedOption

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.op import Need, Op

WITH_OPTIONS = ("optional", "finish")
"""The ways that are given options."""

_KNOWN: dict[str, Any] = {
    "ARRAYS": ARRAYS,
    "Met": Met,
    "NO_EDGE": NO_EDGE,
    "NO_OPTIONS": NO_OPTIONS,
    "SavedOption": SavedOption,
    "Variable": Variable,
    "array": np.array,
    "brought": brought,
    "asarray": np.asarray,
    "default_numpy": default_numpy,
    "duals": duals,
    "each": each,
    "events": events,
    "in_order_of_first": in_order_of_first,
    "modes": modes,
    "ndarray": np.ndarray,
    "of_operator": of_operator,
    "only_inference": only_inference,
    "new": object.__new__,
    "sequence": sequence,
}
"""The names that the written functions use, besides those of their own operation."""


def _takes_dots() -> bool:
    """Whether this NumPy (2.3 and newer) takes `out=...` as the wish for an array."""
    try:
        return type(np.negative(np.zeros(()), out=...)) is np.ndarray
    except TypeError:
        return False


_TAKES_DOTS = _takes_dots()


# ---- forward -------------------------------------------------------------------------------------------------------


def forward_source(op: Op, name: str) -> str:
    """The text of `apply`, `optional`, `unary`, `binary` or `finish`."""
    inputs = "inputs" if name == "finish" else _tuple(op.inputs)
    options = "options" if name in WITH_OPTIONS else "NO_OPTIONS"
    otherwise = "elif" if op.outputs else "if"
    return _text(
        [
            *_compute(op, name),
            *([] if name not in WITH_OPTIONS and _stays_array(op) else _as_array(inputs, options, name)),
            f"    if duals.active: return looped(op, {inputs}, {options}, z)",
            "    out = new(Tensor)",
            "    out._array = z",
            "    out._requires_grad = out._inference = False",
            "    out._grad_fn = out._grad = out._base = out._counter = out._accumulator = out._trace = None",
            "    out._output_nr = 0",
            f"    out._view_of({op.inputs[0]})" if op.view else "",
            "    if not here.grad:",
            f"        if here.inference or events.observer is not None and ({_known(op.inputs)}):",
            f"            leave_unrecorded({inputs}, (out,))",
            "        return out",
            *(_recorded(op, inputs, options) if op.outputs else []),
            f"    {otherwise} events.observer is not None: events.observer.unrecorded({inputs}, out)",
            "    return out",
        ]
    )


def _known(inputs: tuple[str, ...]) -> str:
    """Whether an observer wants to hear of what is left unrecorded; see `leave_unrecorded`."""
    return " or ".join(f"isinstance({x}, Variable) and ({x}._requires_grad or {x}._trace is not None)" for x in inputs)


def _stays_array(op: Op) -> bool:
    """Whether NumPy can be told to give an array and no number: making one of it takes half as long again."""
    return _TAKES_DOTS and op.ufunc is not None and op.ufunc.nout == 1


def _as_array(inputs: str, options: str, name: str) -> list[str]:
    return [
        "    if type(z) is not ndarray:",
        "" if name == "finish" else f"        if type(z) is tuple: return several(op, {inputs}, {options}, z)",
        "        z = asarray(z)",
    ]


def _compute(op: Op, name: str) -> list[str]:
    """Each way to apply an operation begins in its own manner, and then has a value `z`."""
    names = ", ".join(op.inputs)
    first, dots = "    here = modes.here", ", out=..." if _stays_array(op) else ""
    forward = "forward if {}.dtype.char in 'fd' else op.forward" if rounds_once(op.forward) else "forward"
    if name == "finish":
        return ["def finish(inputs, options, z):", first, f"    {_tuple(op.inputs)} = inputs"]
    arrays = [f"{x}._array if isinstance({x}, Variable) else {x}" for x in op.inputs[1:]]
    call = ", ".join([f"here.quiet({forward.format(f'{op.inputs[0]}._array')}", f"{op.inputs[0]}._array", *arrays])
    if name == "apply":
        return [f"def apply({names}):", first, f"    z = {call}{dots})"]
    if name == "optional":
        return [
            f"def optional(options, {names}):",
            first,
            "    plain = options",
            "    for value in options.values():",
            "        if isinstance(value, Variable): plain = arrays_of(options)",
            f"    z = {call}, **plain)",
        ]
    if name == "unary":
        return [
            f"def unary({names}):",
            first,
            f"    a = {names}._array",
            "    if a.dtype.kind != 'f': a = brought(a, default_numpy())",
            f"    z = here.quiet({forward.format('a')}, a{dots})",
        ]
    x, y = op.inputs
    beside_number = f"if here.formula: return op.by_number.optional({{'other': {y}}}, {x})"
    return [
        f"def binary({names}):",
        first,
        f"    if type({x}) is Tensor and type({y}) is Tensor and {x}._array.dtype is {y}._array.dtype:",
        f"        a, b = {x}._array, {y}._array",
        (
            f"    elif type({x}) is Tensor and (type({y}) is float or type({y}) is int) "
            f"and (dtype := (a := {x}._array).dtype).char in 'fd':"
        ),
        f"        {beside_number}" if op.by_number else "",
        f"        b = here.quiet(array, {y}, dtype)",  # one too large for float32 means infinity
        "    else:",
        f"        try: pair = operands({names})",
        f"        except Met: return each(op.binary, ({names}), {{}})",
        f"        if pair is None: return of_operator(op.name, {names})",
        "        a, b = pair",
        f"        if type({x}) is Tensor and a.dtype.char == 'e' and (z := beside_number(op, {x}, {y})) is not None:",
        f"            {beside_number}" if op.by_number else "",
        f"            return op.finish(({x}, {y}), NO_OPTIONS, z)",
        "    try:",
        f"        z = here.quiet({forward.format('a')}, a, b{dots})",
        "    except ValueError:",
        "        raise broadcast_error(a.shape, b.shape) from None",
        # Of views only: to ask every array for its order would take longer than all else that is asked.
        "    if type(a) is ndarray and a.base is not None and a.ndim > 1 and not a.flags.c_contiguous:",
        "        z = in_order_of_first(z, a)",
    ]


def _target(x: str) -> str:
    """The node that a gradient of `x` goes to; `accumulator` is called only where the leaf has none yet."""
    return f"{x}._grad_fn or {x}._accumulator and {x}._accumulator() or {x}.accumulator()"


def _recorded(op: Op, inputs: str, options: str) -> list[str]:
    """What is done where an input asks for a gradient: the node is made in the same breath, not in a call."""
    single = len(op.inputs) == 1
    return [
        *(_one_edge if single else _edges)(op),
        f"        edges = {_tuple([f'{x}_edge' for x in op.inputs])}",
        "        if careful:",
        f"            node = node_class(edges, {1 if single else 'mask'}, {inputs}, {options}, (out,))",
        "        else:",
        "            node = new(node_class)",
        f"            node.plan, node.send = {'plan, send' if single else 'ways[mask]'}",
        "            node.next_functions = edges",
        "            node.results = ((z.shape, z.dtype),)",
        "            node.sequence_nr = next(sequence)",
        f"            node.options = {options}",
        "            node.hooks = node._trace = node._visits = None",
        *[f"            {line}" for line in _by_mask(op, options)],
        "        out._grad_fn = node",
        "        out._requires_grad = True",
        f"        if events.observer is not None: events.observer.applied(node, {inputs}, out)",
    ]


def _one_edge(op: Op) -> list[str]:
    """Most operations on one tensor are asked whether that is to be recorded, and nothing else."""
    (x,) = op.inputs
    return [
        f"    leads_nowhere = {x}._base is not None and {x}.refresh_view()",
        f"    if {x}._requires_grad and not {x}._inference:",
        "        careful = here.careful or leads_nowhere",
        f"        {x}_edge = {_target(x)}, {x}._output_nr",
    ]


def _edges(op: Op) -> list[str]:
    """Which inputs need a gradient, and where it goes."""
    lines = ["    mask = 0", "    careful = here.careful"]
    for i, x in enumerate(op.inputs):
        lines += [
            f"    {x}_edge = NO_EDGE",
            f"    if type({x}) is Tensor or isinstance({x}, Variable):",
            f"        if {x}._base is not None and {x}.refresh_view(): careful = True",
            f"        if {x}._inference: careful = True",
            f"        if {x}._requires_grad:",
            f"            mask |= {1 << i}",
            f"            {x}_edge = {_target(x)}, {x}._output_nr",
        ]
    return [*lines, f"    if mask and not (careful and only_inference({_tuple(op.inputs)})):"]


def _by_mask(op: Op, options: str) -> list[str]:
    """What is saved, by which inputs need a gradient."""
    if len(op.inputs) == 1:
        return [f"node.saved = {_save_all(op, 1, options)}"]
    lines = [
        f"{'el' * (mask > 1)}if mask == {mask}: node.saved = {_save_all(op, mask, options)}"
        for mask in range(1, 1 << len(op.inputs))
    ]
    same = len({line.partition(": ")[2] for line in lines}) == 1
    return [lines[0].partition(": ")[2]] if same else lines


def _save_all(op: Op, mask: int, options: str) -> str:
    return f"[{', '.join(_save(op, mask, need, options) for need in op.plan(mask).needs)}]"


def _save(op: Op, mask: int, need: Need, options: str) -> str:
    """What is saved for a need."""
    kind, number, x = need
    if kind == OUTPUT:
        return "(z, out._counter or out.counter(), out._counter.value)"
    if kind == INPUT:
        if mask >> number & 1:
            return f"{x} if {x}._counter is None or not {x}._counter.value else ({x}, {x}._counter.value)"
        return f"({x}, None) if not isinstance({x}, Variable) else {_save(op, 1 << number, need, options)}"
    if kind == SHAPE:
        x = op.inputs[number]
        return f"{x}._array.shape" if mask >> number & 1 else f"{x}._array.shape if isinstance({x}, Variable) else ()"
    if kind == STEPS:
        return f"{op.inputs[number]}._array.strides"
    if options == "NO_OPTIONS":
        return "None"
    return f"v if not isinstance(v := options.get({x!r}), Variable) else SavedOption(v, v._changes)"


# ---- backward ------------------------------------------------------------------------------------------------------


def send_source(op: Op, mask: int) -> str:
    """The text of `send`; it gives None for what it leaves to the loops."""
    plan = op.plan(mask)
    names = [need.name for need in plan.needs]
    lines = ["def send(node, g):"]
    if plan.needs:
        freed = plan.keeps_tensors or plan.keeps_options
        lines += [
            "    saved = node.saved",
            "    if saved is None: return None" if freed else "",
            f"    {_tuple(map(_saved, plan.needs))} = saved",
        ]
    for need in plan.needs:
        lines += _check(mask, need)
    if any(need.kind == OPTION for need in plan.needs) or any(rounds_once(f) or has_numbers(f) for f in op.vjp):
        lines.append("    if g.dtype.char == 'e': return None")
    if not op.numbers:
        lines.append("    if type(g) is not ndarray: g = asarray(g)")
    else:
        arrays = ["g", *(need.name for need in plan.needs if need.kind in (INPUT, OUTPUT))]
        lines.append(f"    if not g.ndim: {_tuple(arrays)} = {_tuple([f'{name}[()]' for name in arrays])}")
    sent = []
    for i, places in enumerate(plan.arguments):
        first = ["g"] if hasattr(op.vjp[i], "forward") else ["ARRAYS", "g"]  # a row of its own is not recorded here
        arguments = ", ".join([*first, *(names[place] for place in places)])
        sent.append(f"vjp{i}({arguments})" if mask >> i & 1 else "None")
    return _text([*lines, f"    return [{', '.join(sent)}]"])


def _saved(need: Need) -> str:
    """What a need was saved as."""
    return f"({need.name}, {need.name}_counter, {need.name}_version)" if need.kind == OUTPUT else need.name


def _check(mask: int, need: Need) -> list[str]:
    """Make the array of what was saved; whatever is wrong with it, the loops say."""
    kind, number, x = need
    if kind == OUTPUT:
        return [f"    if {x}_counter.value != {x}_version: return None"]
    if kind == INPUT:
        known = mask >> number & 1  # what needs a gradient is no Python number
        cut = f" or {x}._counter.cut" if known else ""
        return [
            f"    if type({x}) is tuple:",
            f"        {x}, {x}_version = {x}",
            "" if known else "        if g.dtype.char == 'e': return None",
            "" if known else f"        if {x}_version is None: {x} = array({x}, node.results[0][1])",
            f"        {'if' if known else 'elif'} {x}_version != {x}._counter.value{cut}: return None",
            f"        {'' if known else 'else: '}{x} = {x}._array",
            f"    elif {x}._counter is not None and ({x}._counter.value{cut}): return None",
            f"    else: {x} = {x}._array",
        ]
    if kind in (SHAPE, STEPS):
        return []
    changed = f"        if {x}.variable._changes != {x}.version: return None"
    return [f"    if type({x}) is SavedOption:", changed, f"        {x} = {x}.variable._array"]


# ---- from text to function -----------------------------------------------------------------------------------------


def source(op: Op, mask: int) -> str:
    """What is written for an operation when the inputs whose bits are set in `mask` need a gradient."""
    return "\n".join([forward_source(op, "apply"), send_source(op, mask)])


def write(op: Op, name: str) -> Callable[..., Any]:
    """`apply`, `optional`, `unary`, `binary` or `finish` of an operation, written when it is first asked for."""
    from autograd_nb.engine.methods.base import beside_number, broadcast_error, operands
    from autograd_nb.engine.tensor import Tensor, arrays_of, leave_unrecorded

    if not op.quick:
        loops: dict[str, Callable[..., Any]] = {
            "apply": lambda *inputs: Tensor.looped_apply(op, inputs, {}),
            "optional": lambda options, *inputs: Tensor.looped_apply(op, inputs, options),
            "unary": lambda x: Tensor._unary(x, op),
            "binary": lambda x, y: Tensor._binary(x, op, x, y),
            "finish": functools.partial(Tensor.looped_finish, op),
        }
        return loops[name]
    forward = exact(op.forward) if name == "optional" else op.ufunc or exact(op.forward)
    known: dict[str, Any] = {"Tensor": Tensor, "forward": forward, "leave_unrecorded": leave_unrecorded, "op": op}
    known |= {"beside_number": beside_number, "broadcast_error": broadcast_error, "operands": operands}
    known |= {"arrays_of": arrays_of, "looped": Tensor.looped_finish, "several": Tensor.finish_several}
    if op.outputs:
        known["node_class"] = node_class(op)
        known |= {"plan": op.plan(1), "send": _send(op, 1)} if len(op.inputs) == 1 else {"ways": _Ways(op)}
    return _function(name, op, forward_source(op, name), known)


class _Ways(dict[int, Any]):
    """The plan and `send` of an operation for each choice of inputs that need a gradient."""

    def __init__(self, op: Op) -> None:
        super().__init__()
        self.op = op

    def __missing__(self, mask: int) -> Any:
        self[mask] = way = self.op.plan(mask), _send(self.op, mask)
        return way


def _send(op: Op, mask: int) -> Callable[..., Any]:
    formulas = {f"vjp{i}": exact(formula) for i, formula in enumerate(op.vjp)}
    return _function("send", op, send_source(op, mask), formulas)


def _function(name: str, op: Op, text: str, known: dict[str, Any]) -> Callable[..., Any]:
    """The function that `text` defines; in tracebacks it has lines like any other."""
    file = f"{__file__}: {name} of {op.grad_fn or op.name}"
    linecache.cache[file] = len(text), None, text.splitlines(keepends=True), file
    names = _KNOWN | known
    exec(compile(text, file, "exec"), names)  # noqa: S102 - the text is ours, made of the names of a row
    made: Callable[..., Any] = names[name]
    return made


def _tuple(names: Any) -> str:
    return f"({''.join(f'{name}, ' for name in names)})"


def _text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines if line.strip())
