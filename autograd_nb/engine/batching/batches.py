"""Batches: what `func.vmap` calls a function with, and how the operations in it come to each example.

The function that is mapped runs once. What it gets is a `Batched` tensor: all examples, in the place of one. That has
no array; whoever asks for it is met by `Met`, and the wrappers around PyTorch's functions (calling.py) then call the
function for all examples at once, if there is a rule for that (at_once.py), else for `each` example. So no operation
knows of batches, and all that is known of one example (its errors, its graph, its forward mode) holds for a batch.

Batches stand in one another (`vmap` of `vmap`): an example of the inner one may be a batch of the outer one.

Source: https://pytorch.org/docs/2.7/func.ux_limitations.html
"""

from __future__ import annotations

import functools
import operator
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors, overrides
from autograd_nb.engine.dtypes import bool_
from autograd_nb.engine.modes import modes
from autograd_nb.engine.node import Variable
from autograd_nb.engine.wrapping import stand_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Self, TypeVar

    F = TypeVar("F", bound="Callable[..., Any]")


class Met(RuntimeError):  # noqa: N818 - a signal, which is an error only where nobody waits for it
    """A batch, or random numbers for a batch, came to where one tensor was expected."""

    def __str__(self) -> str:  # nobody has gone through the examples: something that is no batch was to change
        return errors.vmap.INPLACE.format(operation="inplace arithmetic")


class Batch:
    """One run of `vmap`, for the time of the block: how many examples there are, and whether these draw alike.

    Raises:
        RuntimeError: for a `randomness` that is not known.
    """

    def __init__(self, size: int, randomness: str = "error") -> None:
        require_randomness(randomness)
        self.size, self.randomness = size, randomness
        self.around: tuple[Any, ...] = ()
        self.depth = 0
        self.spreads = True  # whether what all examples share is made one of them where a gradient of it is asked for
        self.spread: dict[int, tuple[Any, Any]] = {}  # what all examples share, by id, and as one of the batch

    def __enter__(self) -> Self:
        here = modes.here
        self.around, self.depth = here.transforms, len(here.transforms)
        here.transforms, here.mapped = (*here.transforms, self), (*here.mapped, self)
        return self

    def __exit__(self, *_: object) -> None:
        here = modes.here
        here.transforms, here.mapped = here.transforms[:-1], here.mapped[:-1]

    def whole(self, tensor: Any) -> Any:
        """All examples in one tensor, along its first dimension."""
        other = batch_of(tensor)
        if other is self:
            return tensor._whole()
        if other is None or other.depth > self.depth:
            return tensor.expand(self.size, *tensor.shape)
        if tensor._source is None:
            return other.joined([self.whole(part) for part in tensor._own])
        return batched(other, None, self.whole(tensor._source), tensor._lie + 1)

    def of(self, whole: Any) -> Any:
        """The examples that lie along the first dimension of a tensor, as one of this batch."""
        return batched(self, None, whole)

    def joined(self, results: list[Any]) -> Any:
        """What a call for each example gave, as one: tensors are a batch again, all else must be alike."""
        first = results[0]
        if isinstance(first, Variable):
            if all(result is first for result in results):
                return first
            return batched(self, results)
        if isinstance(first, dict):
            return {name: self.joined([result[name] for result in results]) for name in first}
        if isinstance(first, (tuple, list)) and all(type(result) is type(first) for result in results):
            parts = [self.joined(list(column)) for column in zip(*results)]
            return of_parts(type(first), parts)
        if any(result is not first and result != first for result in results):
            raise errors.vmap.data_dependent()
        return first


def require_randomness(randomness: str) -> None:
    """Only the three kinds that there are."""
    if randomness not in ("error", "different", "same"):
        raise RuntimeError(f"Only allowed values for randomness are 'error', 'different', or 'same'. Got {randomness}")


def batched(batch: Batch, examples: Iterable[Any] | None, source: Any = None, dim: int = 0) -> Any:
    """A tensor that stands for all examples of a batch; without `examples` for those in `source` along `dim`.

    Raises:
        RuntimeError: they differ in shape.
    """
    from .batched import Batched

    return Batched.of(batch, None if examples is None else list(examples), source, dim)


# ---- calls with batches --------------------------------------------------------------------------------------------


def met(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """A call that was met by `Met`: for each example, or for numbers that all examples draw."""
    from autograd_nb.engine.drawing import draws

    found = overrides.overriding(args, kwargs)
    if found:
        return overrides.dispatched(function, found, args, kwargs)
    alone = bool(args) and batch_of(args[0]) is not None and innermost(args[1:], kwargs) is None
    said = errors.vmap.refused(function.__name__, len(args) + len(kwargs), alone)
    if said is not None:
        raise said
    if function.__name__ == "as_strided" and batch_of(args[0]) is not None:
        from .batched import as_strided

        return as_strided(*args, **kwargs)
    if innermost(args, kwargs) is None or draws.draws(function):
        return draws.drawn(function, args, kwargs)
    return each(function, args, kwargs)


def each(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """A call for the innermost batch among the arguments: for all examples at once, or else for each.

    Raises:
        RuntimeError: for `out=`, and for changing a tensor that is not one of the batch.
    """
    from . import batch_rules, spreading

    batch = innermost(args, kwargs)
    if batch is None:
        return function(*args, **kwargs)
    name = function.__name__
    if batch not in modes.here.mapped:
        raise errors.vmap.escaped()
    if kwargs.get("out") is not None:
        raise errors.vmap.out(name)
    changing = changes(name)
    if changing and batch_of(args[0]) is not batch:
        if len(modes.here.transforms) > batch.depth + 1 and batch_of(args[0]) is None:
            from . import tracking

            tracking.refuse_captured(args[0], name, args[-1])
        raise errors.vmap.inplace(name)
    if name in TAKES_ANOTHER_SHAPE:
        target, other = args[0], getattr(args[0], name[:-1])(*args[1:], **kwargs)
        vars(target).update(vars(other))  # the examples, which lie in the same memory
        return target
    args, kwargs = spreading.spread(batch, args), spreading.spread(batch, kwargs)
    found = batch_rules.at_once(batch, function, args, kwargs)
    if found is not NotImplemented and not isinstance(found, RuntimeError):
        return found
    numbers = range(max(batch.size, 1))  # where there is no example, one that is thought of tells the shape
    if changing and modes.grad and batch.size and args[0]._source is not None:
        return _changed(batch, function, args, kwargs)
    running = modes.here.mapped
    if batch.randomness == "different" and name != "apply":  # what it draws inside is drawn for this example
        modes.here.mapped = tuple(other for other in running if other is not batch)
    try:
        results = [function(*example(batch, i, args), **example(batch, i, kwargs)) for i in numbers]
    except RuntimeError:
        if found is not NotImplemented:
            raise found from None
        raise
    finally:
        modes.here.mapped = running
    return args[0] if changing and results[0] is not None else batch.joined(results)


def _changed(batch: Batch, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """A call that changes its first argument, whose examples lie in one tensor.

    Each is changed apart and all are written back: what one operation keeps for its gradient, the next would change.
    """
    from autograd_nb.engine.functions.joining import stack

    target = args[0]
    target._first()._check_history(())
    apart = [example(batch, i, target).clone() for i in range(batch.size)]
    for i, one in enumerate(apart):
        function(one, *example(batch, i, args[1:]), **example(batch, i, kwargs))
    target._whole().copy_(stack(apart))
    return target


def asked() -> None:
    """A generator is asked for numbers while functions are mapped.

    Raises:
        RuntimeError: it was not said whether all examples get the same.
        Met: each example gets numbers of its own, and these are not drawn for all of them.
    """
    kinds = {batch.randomness for batch in modes.here.mapped}
    if "error" in kinds:
        raise errors.vmap.random_refused()
    if "different" in kinds:
        raise Met


def over_wholes(function: F) -> F:
    """A function of the engine that takes all examples of a batch for one tensor."""

    @functools.wraps(function)
    def call(*args: Any) -> Any:
        batch = innermost(args, {}) if modes.here.mapped else None
        if batch is None:
            return function(*args)
        tensors = [a for a in args if isinstance(a, Variable)]
        dim = tensors[0]._lie if len(tensors) == 1 and tensors[0]._source is not None else 0  # type: ignore[attr-defined]  # variables are tensors here
        wholes = [a if not isinstance(a, Variable) else _laid(batch, a, dim) for a in args]
        result = call(*wholes)
        return result if result is None else batched(batch, None, result, dim)

    return call  # type: ignore[return-value]  # called with whatever `function` is


def _laid(batch: Batch, x: Any, dim: int) -> Any:
    """All examples in one tensor, along this dimension."""
    if batch_of(x) is not batch:
        return x.expand(batch.size, *x.shape)
    return x._source if x._source is not None and x._lie == dim else x._whole()


def over_batches(function: F) -> F:
    """A function of PyTorch's, called for each example where it is met by a batch."""

    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except Met:
            return met(call, args, kwargs)
        except Exception as error:
            if overrides.concerned(call, args, kwargs):
                return overrides.after(error, call, args, kwargs)
            raise

    def tell() -> None:
        nonlocal function
        function = overrides.looking(call, function)  # type: ignore[assignment]  # called as `function` is

    made = stand_in(call, function)
    overrides.look_first(tell)
    return made  # type: ignore[return-value]  # called with whatever `function` is


def changes(name: str) -> bool:
    """Whether a method of this name changes its tensor in place."""
    return name in IN_PLACE_OPERATORS or (name.endswith("_") and name[0] != "_")


IN_PLACE_OPERATORS = frozenset(
    f"__i{name}__" for name in "add sub mul truediv floordiv mod pow and or xor lshift rshift".split()
)


TAKES_ANOTHER_SHAPE = frozenset(("squeeze_", "swapaxes_", "swapdims_", "t_", "transpose_", "unsqueeze_"))
"""Methods after which a tensor is another view of its memory."""


def batch_of(value: Any) -> Batch | None:
    """The batch that a tensor stands for."""
    return value._batch if getattr(type(value), "batches", False) else None


def array_of(tensor: Any) -> Any:
    """The numbers of a tensor; of one that stands for a batch those of all examples, along the first dimension."""
    return tensor._array if batch_of(tensor) is None else array_of(tensor._whole())


def examples_of(value: Any) -> list[Any]:
    """The tensors that one stands for, of all batches."""
    return [value] if batch_of(value) is None else [one for part in value._examples for one in examples_of(part)]


def innermost(args: Any, kwargs: dict[str, Any]) -> Batch | None:
    """The innermost batch among arguments, which may be in lists and dictionaries."""
    found = None
    for value in _tensors((*args, *kwargs.values())):
        batch = batch_of(value)
        if batch is not None and (found is None or batch.depth > found.depth):
            found = batch
    return found


def picked(x: Any, index: Any) -> Any:
    """`x[index]`, where one of the two is a batch.

    Raises:
        RuntimeError: for an index of truth values: how many elements it gives differs from example to example.
    """
    _refuse_masks(index)
    return each(operator.getitem, (x, index), {})


def assign(x: Any, index: Any, value: Any) -> None:
    """`x[index] = value`, where one of the three is a batch.

    Raises:
        RuntimeError: for an index of truth values, and for a tensor that all examples share.
    """
    batch, mine = innermost((index, value), {}), batch_of(x)
    if batch is not None and (mine is None or mine.depth < batch.depth):
        raise errors.vmap.inplace("index_put_" if innermost((index,), {}) is not None else "copy_")
    _refuse_masks(index)
    each(operator.setitem, (x, index, value), {})


def _refuse_masks(index: Any) -> None:
    for part in index if isinstance(index, tuple) else (index,):
        if batch_of(part) is not None and part.dtype is bool_:
            raise errors.vmap.boolean_mask()


def _tensors(values: Any) -> Iterator[Any]:
    for value in values:
        if isinstance(value, Variable):
            yield value
        elif isinstance(value, (tuple, list)):
            yield from _tensors(value)
        elif isinstance(value, dict):
            yield from _tensors(value.values())
        elif isinstance(value, slice):
            yield from _tensors((value.start, value.stop, value.step))


def of_parts(kind: type, parts: list[Any]) -> Any:
    """A list or tuple of this kind."""
    return kind(*parts) if hasattr(kind, "_field_defaults") else kind(parts)


def example(batch: Batch, i: int, value: Any) -> Any:
    """An argument as example `i` sees it."""
    if batch_of(value) is batch:
        return value._example(i)
    if isinstance(value, dict):
        return {name: example(batch, i, part) for name, part in value.items()}
    if isinstance(value, (tuple, list)) and innermost(value, {}) is not None:
        return of_parts(type(value), [example(batch, i, part) for part in value])
    return value
