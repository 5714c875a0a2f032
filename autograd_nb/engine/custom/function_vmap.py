"""A function of the learner's (`autograd.Function`) inside of functions of functions.

Its forward knows nothing of these. A batch goes through by its `vmap`, or example by example.

Source: https://pytorch.org/docs/2.7/notes/extending.func.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from autograd_nb.engine import errors
from autograd_nb.engine.batching.batches import Batch, batch_of, batched, each, innermost, of_parts
from autograd_nb.engine.functions.joining import stack
from autograd_nb.engine.modes import modes
from autograd_nb.engine.node import Variable

if TYPE_CHECKING:
    from autograd_nb.engine.function import Function


class VmapInfo(NamedTuple):
    """What the static method `vmap` is told of the batch."""

    batch_size: int
    randomness: str


def outside(forward: Any, args: tuple[Any, ...]) -> Any:
    """What forward gives, called as if outside of functions of functions: there it may ask for numbers and NumPy."""
    here = modes.here
    around = here.transforms
    if not around:
        return forward(*args)
    here.transforms = ()
    try:
        results = forward(*args)
    finally:
        here.transforms = around
    for result in results if isinstance(results, tuple) else (results,):
        if isinstance(result, Variable) and not any(result is a for a in args):
            result._born = around
    return results


def apply(cls: type[Function], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """The results for a batch that is among the arguments.

    Raises:
        RuntimeError: `vmap` has not given outputs and their dimensions.
    """
    if cls.generate_vmap_rule:
        return each(cls.apply, args, kwargs)
    batch: Any = innermost(args, kwargs)
    if any(isinstance(value, Variable) for value in kwargs.values()):
        raise NotImplementedError(
            "Run vmap on autograd.Function with kwarg-only Tensor args. Please do not pass kwarg-only Tensors to "
            f"autograd.Function. Got: {kwargs}"
        )
    dims = tuple(_dim(batch, a) for a in args)
    here = modes.here
    running = here.mapped
    here.mapped = tuple(other for other in running if other is not batch)
    try:
        given = [_whole(batch, a) for a in args]
        returned = cls.vmap(VmapInfo(batch.size, batch.randomness), dims, *given)
        if not isinstance(returned, tuple) or len(returned) != 2:
            raise errors.vmap.vmap_returns(returned)
        outputs, out_dims = returned
        several = outputs if isinstance(outputs, tuple) else (outputs,)
        each_dim = out_dims if isinstance(out_dims, tuple) else (out_dims,) * len(several)
        if len(each_dim) != len(several) or (each_dim is out_dims and several is not outputs):
            raise errors.vmap.vmap_dims(out_dims, outputs)
        same = {id(whole): a for whole, a in zip(given, args)}  # what is handed through is what it was
        found = [same[id(out)] if id(out) in same else _split(batch, out, dim) for out, dim in zip(several, each_dim)]
        return tuple(found) if several is outputs else found[0]
    finally:
        here.mapped = running


def _dim(batch: Batch, value: Any) -> Any:
    """Where the batch lies in an argument, in the form of that; None where it is not."""
    if isinstance(value, dict):
        return {name: _dim(batch, part) for name, part in value.items()}
    if isinstance(value, (tuple, list)):
        return of_parts(type(value), [_dim(batch, part) for part in value])
    return value._lie if batch_of(value) is batch else None


def _whole(batch: Batch, value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _whole(batch, part) for name, part in value.items()}
    if isinstance(value, (tuple, list)):
        return of_parts(type(value), [_whole(batch, part) for part in value])
    if batch_of(value) is not batch:
        return value
    return stack(value._examples, value._lie) if value._source is None else value._source


def _split(batch: Batch, out: Any, dim: Any) -> Any:
    if isinstance(out, (tuple, list)) and isinstance(dim, (tuple, list)):
        return of_parts(type(out), [_split(batch, part, where) for part, where in zip(out, dim)])
    return out if dim is None else batched(batch, [out.select(dim, i) for i in range(batch.size)], out, dim)
