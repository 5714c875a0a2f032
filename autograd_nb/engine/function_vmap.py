"""How a batch goes through a function of the learner's (`autograd.Function`): by its `vmap`, or example by example.

Source: https://pytorch.org/docs/2.7/notes/extending.func.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from . import errors
from .batches import Batch, batch_of, batched, each, innermost
from .joining import stack
from .modes import modes

if TYPE_CHECKING:
    from .function import Function


class VmapInfo(NamedTuple):
    """What the static method `vmap` is told of the batch."""

    batch_size: int
    randomness: str


def apply(cls: type[Function], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """The results for a batch that is among the arguments.

    Raises:
        RuntimeError: `vmap` has not given outputs and their dimensions.
    """
    if cls.generate_vmap_rule:
        return each(cls.apply, args, kwargs)
    batch: Any = innermost(args, kwargs)
    dims = tuple(a._lie if batch_of(a) is batch else None for a in args)
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


def _whole(batch: Batch, value: Any) -> Any:
    if batch_of(value) is not batch:
        return value
    return stack(value._examples, value._lie) if value._source is None else value._source


def _split(batch: Batch, out: Any, dim: int | None) -> Any:
    return out if dim is None else batched(batch, [out.select(dim, i) for i in range(batch.size)], out, dim)
