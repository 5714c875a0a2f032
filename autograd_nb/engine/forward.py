"""Forward mode: the rows of the table of operations, read in the direction of the computation.

A row says how a gradient g goes back, and that is linear in g. How the results move when the inputs move is the
transpose of it, so the one formula serves both:

- A view moves as it looks: the view of the tangent.
- Where each number of the result comes of one number (NumPy calls such a function a ufunc), the matrix is diagonal and
  its own transpose: the formula is read with the tangent in the place of g.
- For all others the formula, differentiated by g along the tangent, is the transpose: a walk of one operation.

`push` is called when an operation is applied while a level of duals.py is open; no graph is needed for it.

Source: J. Townsend, "A new trick for calculating Jacobian vector products" (2017).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from . import duals, errors
from .arriving import fit
from .batching.batched_walk import BatchedWalk
from .batching.batches import Met, array_of, batch_of, example, innermost
from .modes import enable_grad, modes
from .namespaces import ARRAYS, TENSORS
from .node import Node, Variable
from .op import INPUT, OUTPUT, SHAPE, STEPS
from .ops.shape import PRIMAL
from .walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .duals import Level
    from .op import Need, Op

    Send = Callable[[Any, list[Any], int], Any]  # namespace, upstream gradients, number of an input

Array = np.ndarray[Any, Any]
Form = tuple[tuple[int, ...], "np.dtype[Any]"]


class Applied(NamedTuple):
    """One operation with all that its formulas may name."""

    op: Op
    inputs: tuple[Any, ...]
    options: dict[str, Any]
    outputs: tuple[Any, ...]

    def send(self, xp: Any, grads: list[Any], i: int) -> Any:
        """The gradient for input `i`."""
        op = self.op
        arguments: tuple[Any, ...]
        if op.variadic:
            arguments = (op.vjp[0], xp, grads if op.outputs < 0 else grads[0], i)
        else:
            arguments = (op.vjp[i], xp, grads if op.outputs < 0 else grads[0])
        values = [self._value(need, xp) for need in op.needs[0 if op.variadic else i]]
        return modes.quiet(*arguments, *values) if xp.plain else arguments[0](*arguments[1:], *values)

    def _value(self, need: Need, xp: Any) -> Any:
        kind, number, name = need
        if kind == SHAPE:
            return self.inputs[number]._array.shape if isinstance(self.inputs[number], Variable) else ()
        if kind == STEPS:
            return self.inputs[number]._array.strides
        value = self.options.get(name)
        if kind in (INPUT, OUTPUT):
            value = (self.inputs if kind == INPUT else self.outputs)[number]
        if not xp.plain:
            return primal(value) if isinstance(value, Variable) and value.edge()[0] is not None else value
        if isinstance(value, Variable):
            return value._array
        return np.array(value, self.outputs[0]._array.dtype) if kind == INPUT else value


def primal(tensor: Any) -> Any:
    """The value of a tensor in the same memory and graph; it moves only on the levels on which results move now."""
    value = tensor._apply(PRIMAL, tensor)
    value._counter = tensor.counter()
    return value


# -- while operations are applied -------------------------------------------------------------------------------------


def push(op: Op, inputs: tuple[Any, ...], options: dict[str, Any], outputs: tuple[Any, ...]) -> None:
    """Let the results of an operation move as its inputs do, on every level of this thread."""
    for level in duals.moving():
        tangents = _tangents(level, inputs)
        if any(t is not None for t in tangents):
            with duals.below(level):
                moved = carried(Applied(op, inputs, options, outputs), tangents)
                for out, tangent in zip(outputs, moved):
                    level.move(out, tangent)
            node = outputs[0]._grad_fn
            if node is not None:
                level.results[node] = moved


class Overwriting:
    """An operation that changes its first input in place: how that moves afterwards.

    Made before the change, when the value from before is still there.
    """

    def __init__(self, op: Op, inputs: tuple[Any, ...], options: dict[str, Any]) -> None:
        self.op, self.options = op, options
        self.target = inputs[0]
        levels = [(level, _tangents(level, inputs)) for level in duals.moving()]
        self.levels = [(level, found) for level, found in levels if any(t is not None for t in found)]
        self.inputs = inputs
        if self.levels:
            before = self.target.clone()
            self.inputs = tuple(before if x is self.target else x for x in inputs)

    def done(self) -> None:
        """The change was made."""
        for level, tangents in self.levels:
            with duals.below(level):
                (moved,) = carried(Applied(self.op, self.inputs, self.options, (self.target,)), tangents) or (None,)
                level.rewrite(self.target, self.target.new_zeros(self.target._array.shape) if moved is None else moved)


def _tangents(level: Level, inputs: tuple[Any, ...]) -> list[Any]:
    return [level.tangent(x) if isinstance(x, Variable) else None for x in inputs]


def carried(applied: Applied, tangents: Sequence[Any]) -> list[Any]:
    """How the results of an operation move when each input moves along its tangent (None: not at all).

    The tangents of the results are tensors with a memory of their own, but for those of views. They have a history
    where the inputs or their tangents have one and it is asked for. There may be a batch of them.
    """
    batch = innermost(tangents, {}) if modes.here.mapped else None
    if batch is None:
        return _carried(applied, tangents, False)
    try:
        return _carried(applied, tangents, True)
    except Met:  # the formula looks into a tangent
        found = [carried(applied, example(batch, i, tuple(tangents))) for i in range(batch.size)]
        return [batch.joined(list(column)) for column in zip(*found)]


def _carried(applied: Applied, tangents: Sequence[Any], several: bool) -> list[Any]:
    op, inputs, options, outputs = applied
    count = len(outputs) if op.outputs < 0 else op.outputs
    if op.no_forward:
        raise errors.forward_unknown(op.no_forward)
    if not count:
        return []
    if op.grad_fn == "NotImplemented":
        raise errors.forward_undefined(op.name)
    if op.linear:
        return [_put_there(op, options, inputs, tangents)]
    if op.view:
        seen = tangents[0]._apply(op, tangents[0], **options)
        return list(seen) if isinstance(seen, tuple) else [seen]
    recorded = modes.grad and any(map(_has_history, (*inputs, *tangents)))
    forms = [(out._array.shape, out._array.dtype) for out in outputs[:count]]
    moving = [
        (i, (x._array.shape, x._array.dtype), tangent)
        for i, (x, tangent) in enumerate(zip(inputs, tangents))
        if tangent is not None
    ]
    exact = recorded or several or bool(duals.moving())
    if not exact:
        moving = [(i, form, tangent._array) for i, form, tangent in moving]
    found = []
    for column in zip(*shares(op, applied.send, forms, moving, exact, recorded)):
        total = column[0]
        for share in column[1:]:
            total = total + share
        found.append(_own(total if exact else Node.wrap(total), tangents))
    return found


def _has_history(x: Any) -> bool:
    inner = x if batch_of(x) is None else x._first()
    return isinstance(inner, Variable) and inner.edge()[0] is not None


def _put_there(op: Op, options: dict[str, Any], inputs: Sequence[Any], tangents: Sequence[Any]) -> Any:
    """The tangents put where `op` has put its inputs; 0 for those that do not move."""
    wide = np.result_type(*(t.dtype.numpy for t in tangents if t is not None))
    shapes = [x._array.shape if isinstance(x, Variable) else np.shape(x) for x in inputs]
    given = [Node.wrap(np.zeros(shape, wide)) if t is None else t for shape, t in zip(shapes, tangents)]
    return given[0]._apply(op, *given, **options)


def _own(tangent: Any, given: Sequence[Any]) -> Any:
    """A tangent that shares its memory with none of those it was made of: it may be changed in place."""
    if any(t is not None and np.may_share_memory(array_of(t), array_of(tangent)) for t in given):
        return tangent.clone()
    return tangent


# -- one row, read forwards -------------------------------------------------------------------------------------------


def shares(
    op: Op | None,
    send: Send,
    results: Sequence[Form],
    moving: Sequence[tuple[int, Form, Any]],
    exact: bool,
    recorded: bool,
) -> list[list[Any]]:
    """For each moving input of an operation its share in the movement of each result.

    Args:
        op: the row, None for a node that has none.
        send: the row read backwards: what the upstream gradients of all results send to one input.
        results: shape and dtype of each result.
        moving: number of the input, its shape and dtype, its tangent.
        exact: whether tangents are tensors, else they are arrays.
        recorded: whether their history is asked for.
    """
    if op is None or op.ufunc is None or op.ufunc.signature is not None:
        return [_transposed(send, results, *each, recorded) for each in moving]
    xp: Any = TENSORS if exact else ARRAYS
    ((shape, dtype),) = results
    found = []
    for i, (_, own), tangent in moving:
        its = tangent.dtype.numpy if exact else tangent.dtype
        wide = dtype if its == own else np.result_type(dtype, its)  # a direction may be more exact than what moves
        spread = xp.broadcast_to(fit(tangent, tangent.shape, wide, xp), shape)
        found.append([fit(send(xp, [spread], i), shape, wide, xp)])
    return found


def _transposed(send: Send, results: Sequence[Form], i: int, form: Form, tangent: Any, recorded: bool) -> list[Any]:
    """What one input sends back, differentiated by the upstream gradients u along its tangent.

    Any u gives the same; it is 1, because a formula that takes logarithms of it (`logcumsumexp`) knows nothing at 0.
    """
    exact = isinstance(tangent, Variable)
    own, its = form[1], tangent.dtype.numpy if exact else tangent.dtype
    if its != own:
        form = form[0], np.result_type(own, its)
        results = [(shape, np.result_type(dtype, its)) for shape, dtype in results]
    with enable_grad():
        ups = [Node.wrap(np.ones(*each), requires_grad=True) for each in results]
        sent = send(TENSORS, list(ups), i)
        edge = (None, 0) if sent is None else fit(sent, *form, TENSORS).edge()
    found: dict[Any, Any] = {}
    if edge[0] is not None:
        kind = Walk if batch_of(tangent) is None else BatchedWalk
        walk = kind("grad", [(edge, tangent)], True, recorded, tuple(ups))
        walk.run(tell=False)
        found = walk.found
        if recorded:
            duals.aids.update(up.accumulator() for up in ups)
    moved = [found.get(up.edge()) for up in ups]
    nothing = [np.zeros(*each) for each in results]
    return [(Node.wrap(zero) if exact else zero) if m is None else m for zero, m in zip(nothing, moved)]


def pushed_through(node: Node, tangents: Sequence[Array | None]) -> list[list[Array]]:
    """How the results of one operation of a graph move, told to no observer.

    Args:
        node: an operation that still has what it saved.
        tangents: how each of its inputs moves, parallel to `next_functions`; None where it does not.

    Returns:
        For each moving input its share in the movement of each result; the results move by the sums.

    Raises:
        RuntimeError: what the operation saved was freed, or changed in place.

    >>> import autograd_nb as torch
    >>> x = torch.tensor([1., 2.], requires_grad=True)
    >>> [[share]] = pushed_through((x * 3).grad_fn, [np.array([0., 1.], np.float32)])
    >>> share
    array([0., 3.], dtype=float32)
    """
    count = len(node.results) if node.op is None or node.op.outputs < 0 else node.op.outputs
    rest: list[None] = [None] * (len(node.results) - count)

    def send(xp: Any, grads: list[Any], i: int) -> Any:
        return node.contributions(xp, [*grads, *rest])[i]

    moving = [
        (i, following.results[number], tangent)
        for i, ((following, number), tangent) in enumerate(zip(node.next_functions, tangents))
        if following is not None and tangent is not None
    ]
    return shares(node.op, send, node.results[:count], moving, False, False)
