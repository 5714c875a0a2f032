"""Op: the record of one operation, everything about it in one place.

A row says how the value is computed, how a gradient is sent back to each input, and how both are written
in a formula. Fixed names in every formula: `xp` the array namespace (see namespaces.py), `g` the upstream
gradient, `x, y, ...` the inputs, `z` the result (`z1, z2` further results), `x_shape` the shape of an
input, `x_steps` its steps in memory as NumPy counts them, and the operation's own options (`dim`, `keepdim`, ...).

>>> import numpy as np
>>> SQUARE = Op(
...     "square", "SquareBackward0", np.square,
...     vjp=(lambda xp, g, x: 2 * g * x,),
...     formula="{x}²", local=("2·{x}",),
... )
>>> SQUARE.vjp[0](np, 1.0, x=3.0)
6.0

**What a formula names, its node saves.** `square` names `x`: its input is kept, and checked to be unchanged
when the gradient comes back. `exp` names only `z`: its input may be overwritten freely. That is the rule by
which PyTorch's own table works (tools/autograd/derivatives.yaml), and why its in-place errors come out here.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from .tensor import Tensor


def _written_over(ufunc: np.ufunc) -> Callable[..., Any]:
    return lambda x, *others: ufunc(x, *others, out=x)


def once(compute: Callable[..., Any]) -> Callable[..., Any]:
    """What takes several steps here, and is one kernel of PyTorch's: float16 is rounded once, at the end.

    The steps are computed in float32. For forwards; `sent_once` does the same for a formula that computes.

    >>> sigmoid = lambda x: 1 / (1 + np.exp(-x))
    >>> print(sigmoid(np.float16(2)), once(sigmoid)(np.float16(2)))
    0.8804 0.881
    """

    @functools.wraps(compute)
    def rounded(x: Any, *others: Any, **options: Any) -> Any:
        if x.dtype.char != "e":
            return compute(x, *others, **options)
        return compute(*map(_single, (x, *others)), **options).astype(x.dtype)

    return rounded


def sent_once(formula: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a formula; where its steps are recorded, each of them is a kernel."""

    @functools.wraps(formula)
    def rounded(xp: Any, g: Any, *values: Any) -> Any:
        if not xp.plain or g.dtype.char != "e":
            return formula(xp, g, *values)
        return formula(xp, *map(_single, (g, *values))).astype(g.dtype)

    return rounded


def _single(value: Any) -> Any:
    return value.astype(np.float32) if getattr(value, "dtype", None) == np.float16 else value


def exact(compute: Callable[..., Any]) -> Callable[..., Any]:
    """What computes in a row, without the question of `once` whether it is given float16."""
    forward = getattr(compute, "forward", compute)  # of the row that a formula is
    found: Callable[..., Any] = getattr(forward, "__wrapped__", forward)
    return found


def rounds_once(compute: Callable[..., Any]) -> bool:
    """Whether it asks that."""
    return exact(compute) is not getattr(compute, "forward", compute)


def has_numbers(formula: Callable[..., Any]) -> bool:
    """Whether it computes with a number that float16 has not: where NumPy would round that first.

    It is asked for the formula and for those that stand beside it and are named in it.

    >>> has_numbers(lambda xp, g, z: 2 * g * z), has_numbers(lambda xp, g, z: g * z * 0.1)
    (False, True)
    """
    code = getattr(exact(formula), "__code__", None)
    if code is None:
        return False
    known: dict[str, Any] = exact(formula).__globals__
    named: list[Any] = [known.get(name, getattr(math, name, None)) for name in code.co_names]
    numbers = [value for value in (*code.co_consts, *named) if isinstance(value, float)]
    beside = [value for value in named if getattr(value, "__globals__", None) is known and value is not formula]
    return any(float(np.float16(number)) != number for number in numbers) or any(map(has_numbers, beside))


INPUT, OUTPUT, SHAPE, OPTION, PACKED, STEPS = range(6)


class Need(NamedTuple):
    """One thing that a formula names: `kind` is INPUT, OUTPUT, SHAPE, STEPS or OPTION, `number` which one.

    A node whose saved tensor went through a hook of the learner's knows it as PACKED.
    """

    kind: int
    number: int
    name: str


class Plan:
    """What a node saves when only some inputs need a gradient, and which of it each formula gets.

    Args:
        needs: what is saved.
        arguments: for each formula the places of its arguments among `needs`.
        keeps_tensors: whether tensors are among it.
        keeps_options: whether options are, which may be tensors: indices, masks.
    """

    __slots__ = ("arguments", "keeps_options", "keeps_tensors", "needs")  # found sooner than the fields of a tuple

    def __init__(
        self, needs: tuple[Need, ...], arguments: tuple[tuple[int, ...], ...], keeps_tensors: bool, keeps_options: bool
    ) -> None:
        self.needs = needs
        self.arguments = arguments
        self.keeps_tensors = keeps_tensors
        self.keeps_options = keeps_options


class QuickWay:
    """A way to apply an operation that is written when it is first asked for, and found in the operation then.

    Not by `__getattr__`: Python looks up all attributes of a class that has it by the slow way.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, op: Op, owner: type) -> Callable[..., Tensor]:
        from .quick.unrolled import write

        made: Callable[..., Tensor] = write(op, self.name)
        setattr(op, self.name, made)
        return made


class Op:
    """One operation and overload.

    Args:
        name: PyTorch's function name, `"mul"`.
        grad_fn: the name of its node in the graph, `"MulBackward0"`.
        forward: arrays (and options by keyword) to the resulting array, or to a tuple of arrays.
        vjp: one vector-Jacobian product per input, or a single one for all inputs of a variadic operation
            (`cat`), which then gets the input's number as `i`.
        formula, local: text of the value and of each local derivative, with `{x}` for operands.
        inputs: names of the inputs; by default the first of `x, y, w`.
        symbol: what a graph shows for the operation; by default its name.
        view: the result shares memory with the first input.
        ufunc: NumPy's function that `forward` is where no option is given; known by itself where `forward` is one.
        over: the same as `forward`, written over the first input: in-place operations need no array then. Known by
            itself where there is a `ufunc`.
        numbers: the formulas take NumPy's numbers in place of arrays without dimensions, which it computes with ten
            times as fast. Known by itself where there is a `ufunc`: all inputs are numbers then, if the result is one.
        outputs: how many of the results a gradient flows back from.
        saved_as: PyTorch's names of what is saved, where they are not self, other and result.
        alike: in place, elements may lie on top of each other: all get one value, or PyTorch lets it pass.
        aside: the places among the arguments of PyTorch's function of those before an input that are none themselves,
            such as the condition of `where`.
        linear: what puts elements somewhere, the last of several in one place: in forward mode it puts tangents so.
            What it sends back is no transpose of that, for all of them get the gradient of the place.
        by_number: the row that stands for it where a formula has a number beside a tensor (see ops/by_number.py).
        no_forward: what PyTorch calls the operation where it says that forward mode does not know it.
    """

    def __init__(
        self,
        name: str,
        grad_fn: str,
        forward: Callable[..., Any],
        *,
        vjp: tuple[Callable[..., Any], ...] | Callable[..., Any] = (),
        formula: str,
        local: tuple[str, ...] = (),
        inputs: tuple[str, ...] | None = None,
        symbol: str = "",
        view: bool = False,
        ufunc: np.ufunc | None = None,
        over: Callable[..., Any] | None = None,
        numbers: bool = False,
        outputs: int = 1,
        saved_as: dict[str, str] | None = None,
        alike: bool = False,
        aside: tuple[int, ...] = (),
        linear: bool = False,
        by_number: Op | None = None,
        no_forward: str = "",
    ) -> None:
        self.name = name
        self.grad_fn = grad_fn
        self.forward = forward
        self.variadic = callable(vjp)
        self.vjp = (vjp,) if callable(vjp) else vjp
        self.inputs = inputs or ("x", "y", "w")[: len(self.vjp)]
        self.formula = formula
        self.local = local
        self.symbol = symbol or name
        self.view = view
        self.ufunc = forward if isinstance(forward, np.ufunc) else ufunc
        self.over = over or (self.ufunc and _written_over(self.ufunc))
        self.numbers = numbers or self.ufunc is not None
        self.outputs = outputs
        self.saved_as = {"x": "self", "y": "other", "z": "result", "x_shape": "self_sym_sizes"} | (saved_as or {})
        self.alike = alike
        self.aside = aside
        self.linear = linear
        self.by_number = by_number
        self.no_forward = no_forward
        self.quick = 0 <= outputs <= 1 and not self.variadic  # whether unrolled.py knows a quick way
        self.node_class: Any = None  # made by graph.py on first use
        self.plans: dict[int, Plan] = {}

    def of(self, *names: str) -> Callable[..., Any]:
        """This row as the formula of another one: of the upstream gradient, and of what that one calls `names`.

        PyTorch knows many derivatives as operations of their own, which stand in the graph of a gradient
        (`TanhBackwardBackward0`). Names beyond the inputs of this row are options, which both rows call the same.
        """
        forward, count = self.forward, len(self.inputs) - 1

        def formula(xp: Any, g: Any, *values: Any) -> Any:
            if xp.plain:
                return forward(g, *values)
            return g._apply(self, g, *values[:count], **dict(zip(names[count:], values[count:])))

        formula.names, formula.forward = names, forward  # type: ignore[attr-defined]  # for `_needs` and unrolled.py
        return formula

    @functools.cached_property
    def needs(self) -> tuple[tuple[Need, ...], ...]:
        """What each formula names."""
        return tuple(self._needs(formula) for formula in self.vjp)

    def _needs(self, formula: Callable[..., Any]) -> tuple[Need, ...]:
        names = getattr(formula, "names", None)
        if names is None:
            code = exact(formula).__code__  # inspect.signature would take a tenth of the time of the whole import
            names = code.co_varnames[2 : code.co_argcount]  # after xp and g
        return tuple(self._need(name) for name in names if not (self.variadic and name == "i"))

    def _need(self, name: str) -> Need:
        if name in self.inputs:
            return Need(INPUT, self.inputs.index(name), name)
        if name[0] == "z" and (name == "z" or name[1:].isdigit()):
            return Need(OUTPUT, int(name[1:] or 0), name)
        if name.endswith("_shape") and name[:-6] in self.inputs:
            return Need(SHAPE, self.inputs.index(name[:-6]), name)
        if name.endswith("_steps") and name[:-6] in self.inputs:
            return Need(STEPS, self.inputs.index(name[:-6]), name)
        return Need(OPTION, -1, name)

    @property
    def options(self) -> frozenset[str]:
        """The names of the options that `forward` takes; of none where it is NumPy's own."""
        code = getattr(exact(self.forward), "__code__", None)
        names = () if code is None else code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        return frozenset(names[len(self.inputs) :])

    @functools.cached_property
    def order(self) -> tuple[int, ...]:
        """In which order the contributions are computed: by PyTorch's names of the inputs, in the alphabet's.

        Where the walk is recorded, that is the order of the new nodes, and so the order in which the next walk comes.
        """
        names = [self.saved_as.get(name, name) for name in self.inputs[: len(self.vjp)]]
        return tuple(sorted(range(len(names)), key=names.__getitem__))

    def plan(self, mask: int) -> Plan:
        """What to save when the inputs whose bits are set in `mask` need a gradient."""
        plan = self.plans.get(mask)
        if plan is None:
            wanted = [n if self.variadic or mask >> i & 1 else () for i, n in enumerate(self.needs)]
            needs = tuple(dict.fromkeys(need for formula in wanted for need in formula))
            places = tuple(tuple(needs.index(need) for need in formula) for formula in wanted)
            plan = Plan(
                needs,
                places,
                any(need.kind in (INPUT, OUTPUT) for need in needs),
                any(need.kind == OPTION for need in needs),
            )
            self.plans[mask] = plan
        return plan

    # The quick ways to apply it.
    apply = QuickWay()
    unary = QuickWay()
    binary = QuickWay()
    optional = QuickWay()
    finish = QuickWay()

    def __repr__(self) -> str:
        return f"<Op {self.name}: {self.grad_fn}>"
