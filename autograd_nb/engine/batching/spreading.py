"""Gradients inside of `func.vmap`: each example has its own, of what all examples share, too.

`vmap(grad(loss), in_dims=(None, 0))(weight, examples)` asks for the gradient of one weight for each example. Where such
a weight meets the batch it is spread: repeated for each example, without being copied. The gradient of what was spread
has one part for each example, where that of the weight would be their sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.functions.joining import stack
from autograd_nb.engine.modes import modes
from autograd_nb.engine.node import Variable

from .batches import Batch, batch_of, batched, example, of_parts
from .tracking import Tracking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def spread(batch: Batch, value: Any) -> Any:
    """Arguments with what all examples share as one of the batch, where a function inside of it asks for gradients."""
    inside = modes.here.transforms[batch.depth + 1 :]
    if not (batch.spreads and modes.grad and any(isinstance(layer, Tracking) for layer in inside)):
        return value
    return _spread(batch, value)


def _spread(batch: Batch, value: Any) -> Any:
    if isinstance(value, Variable):
        return shared(batch, value) if batch_of(value) is not batch and _followed(batch, value) else value
    if isinstance(value, dict):
        return {name: _spread(batch, part) for name, part in value.items()}
    if type(value) in (tuple, list):
        return of_parts(type(value), [_spread(batch, part) for part in value])
    return value


def _followed(batch: Batch, x: Any) -> bool:
    """Whether a gradient of it is asked for inside of the batch."""
    inner = x if batch_of(x) is None else x._first()
    return inner.requires_grad and any(isinstance(layer, Tracking) for layer in inner._born[batch.depth + 1 :])


def shared(batch: Batch, x: Any) -> Any:
    """A tensor that all examples share, as one of the batch: always the same one."""
    known = batch.spread.get(id(x))
    if known is None:
        known = batch.spread[id(x)] = x, batched(batch, None, x.expand(batch.size, *x.shape), 0)
    return known[1]


def gradients(
    batch: Batch, outputs: Sequence[Any], inputs: Sequence[Any], seeds: Sequence[Any], walk: Callable[..., Any]
) -> Sequence[Any]:
    """For each input the gradient of the outputs as one of the batch, None where it took no part.

    `walk` is the function that is to be called with tensors that are not of the batch.
    """
    if not any(batch_of(out) is batch for out in outputs):  # only how far each is to go differs
        each = [walk(outputs, inputs, example(batch, i, seeds)) for i in range(max(batch.size, 1))]
        return batch.joined(each)
    outs = [(out if batch_of(out) is batch else shared(batch, out))._whole() for out in outputs]
    ups = [_up(batch, seed, out) for seed, out in zip(seeds, outs)]
    own = [x for x in inputs if batch_of(x) is batch]
    met = list(batch.spread.values())
    lie = [[x._source] if x._own is None else x._own for x in own]
    found = iter(walk(outs, [t for tensors in lie for t in tensors] + [part._source for _, part in met], ups))
    parts: dict[int, Any] = {}
    for x, tensors in zip(own, lie):
        gs = [next(found) for _ in tensors]
        if gs[0] is None:
            parts[id(x)] = None
        else:
            parts[id(x)] = _down(batch, gs[0], x._lie) if x._own is None else batched(batch, gs)
    common = [(x, g) for (x, _), g in zip(met, found) if g is not None]
    rest = [x for x in inputs if batch_of(x) is not batch]
    for x, total in zip(rest, _of_shared(batch, rest, common, walk)):
        parts[id(x)] = total if total is None else _down(batch, total, 0)
    return [parts[id(x)] for x in inputs]


def _up(batch: Batch, seed: Any, out: Any) -> Any:
    """The upstream gradients of all examples in one tensor; of a batch of such for each, in a batch of tensors."""
    if seed is None:
        return out.new_ones(out.shape)
    inner = batch_of(seed)
    if inner is not None and inner.depth > batch.depth:
        return batched(inner, None, _up(batch, seed._whole(), out), 1)
    return batch.whole(seed)


def _down(batch: Batch, g: Any, dim: int) -> Any:
    """The gradients of all examples, which lie along a dimension, as a batch; the other way round than `_up`."""
    inner = batch_of(g)
    if inner is not None and inner.depth > batch.depth:
        return batched(inner, None, _down(batch, g._whole(), dim + 1), 0)
    return batched(batch, None, g, dim)


def _of_shared(batch: Batch, inputs: list[Any], common: list[tuple[Any, Any]], walk: Any) -> list[Any]:
    """The wholes of the gradients of what all examples share, of those of all that was spread."""
    totals: list[Any] = [None] * len(inputs)
    numbers = {id(x): k for k, x in enumerate(inputs)}

    def add(k: int, share: Any) -> None:
        totals[k] = share if totals[k] is None else totals[k] + share

    further = []  # what was computed of the inputs before it was spread
    for x, g in common:
        if id(x) in numbers:
            add(numbers[id(x)], g)
        elif x.requires_grad:
            further.append((x, g))
    if further and inputs:
        outs = [x for x, _ in further]
        each = [walk(outs, inputs, [g.select(0, i) for _, g in further]) for i in range(batch.size)]
        for k, column in enumerate(zip(*each)):
            if column[0] is not None:
                add(k, stack(column))
    return totals
