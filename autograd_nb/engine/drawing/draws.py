"""Random numbers inside of `func.vmap`: none, the same for all examples, or others for each.

Numbers that differ are drawn for the whole batch at once, which decides what they are.

Source: PyTorch's aten/src/ATen/functorch/BatchRulesRandomness.cpp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.batching.batches import Batch, batch_of, batched, example, innermost
from autograd_nb.engine.making import shape_argument
from autograd_nb.engine.modes import modes, no_grad
from autograd_nb.engine.node import Variable

from .random import default_generator

if TYPE_CHECKING:
    from collections.abc import Callable

SIZED = frozenset({"rand", "randn", "randint", "normal"})
"""Functions that are told a size; `normal` may be given tensors instead."""

LIKE = frozenset({"rand_like", "randn_like", "randint_like"})
IN_PLACE = frozenset("normal_ uniform_ random_ bernoulli_ exponential_ geometric_ cauchy_ log_normal_".split())
DROPPING = frozenset("dropout feature_dropout alpha_dropout feature_alpha_dropout native_dropout rrelu".split())
ELEMENTWISE = LIKE | IN_PLACE | DROPPING | {"normal", "bernoulli", "poisson", "binomial"}
NAMES = SIZED | ELEMENTWISE | {"randperm", "multinomial"}


def draws(function: Callable[..., Any]) -> bool:
    """Whether a function has its own way to draw for a batch."""
    return function.__name__ in NAMES and not all(b.randomness == "error" for b in modes.here.mapped)


def drawn(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """A call that draws, for the innermost batch that runs and then for those around it."""
    here = modes.here
    if not here.mapped:
        return function(*args, **kwargs)
    running = here.mapped
    batch = running[-1]
    here.mapped = running[:-1]
    try:
        if batch.randomness == "error":
            raise errors.vmap.random_refused()
        return (_same if batch.randomness == "same" else _different)(batch, function, args, kwargs)
    finally:
        here.mapped = running


def _same(batch: Batch, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    name = function.__name__
    if innermost(args, kwargs) is not batch:
        return drawn(function, args, kwargs)
    if name not in LIKE | IN_PLACE | DROPPING and name in NAMES:
        raise errors.vmap.same_of_batch()
    return _one_by_one(batch, function, args, kwargs, default_generator.get_state())


def _one_by_one(batch: Batch, function: Any, args: Any, kwargs: Any, state: Any = None) -> Any:
    """A call for each example, each from the same state of the generator if one is given."""
    results = []
    for i in range(max(batch.size, 1)):
        if state is not None:
            default_generator.set_state(state)
        results.append(drawn(function, example(batch, i, args), example(batch, i, kwargs)))
    return args[0] if function.__name__ in IN_PLACE else batch.joined(results)


def _different(batch: Batch, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    name = function.__name__
    mine = innermost(args, kwargs) is batch
    if name in IN_PLACE and not mine:
        raise errors.vmap.different_in_one()
    lie = 0  # the dimension along which the examples lie in the memory that is drawn for
    if name in SIZED and not any(isinstance(a, Variable) for a in args):
        args, kwargs = _sized(name, batch.size, args, kwargs)
    elif name in ELEMENTWISE or (name == "multinomial" and args[0].ndim == 1):
        target = args[0]
        if name != "multinomial" and batch_of(target) is batch and innermost(args[1:], kwargs) is not batch:
            lie = target._lie
        args = tuple(_whole(batch, a, lie, not mine and i == 0) for i, a in enumerate(args))
        kwargs = {key: _whole(batch, value, lie, False) for key, value in kwargs.items()}
        if name in IN_PLACE:
            return _overwritten(batch, target, drawn(function, args, kwargs), lie)
    else:
        return _one_by_one(batch, function, args, kwargs)
    whole = drawn(function, args, kwargs)
    return batched(batch, [whole.select(lie, i) for i in range(batch.size)], None, lie)


def _sized(name: str, count: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], Any]:
    """The arguments for as many times the numbers."""
    if kwargs.get("size") is not None:
        return args, {**kwargs, "size": (count, *kwargs["size"])}
    if name in ("rand", "randn"):
        return (), {**kwargs, "size": (count, *shape_argument(args))}
    return (*args[:-1], (count, *args[-1])), kwargs


def _whole(batch: Batch, value: Any, dim: int, spread: bool) -> Any:
    """All examples in one tensor; one that they share is `spread` if nothing else tells how many there are."""
    from autograd_nb.engine.functions.joining import stack

    if batch_of(value) is batch:
        return stack(value._examples, dim)
    if spread and isinstance(value, Variable):
        return value.expand(batch.size, *value.shape)  # type: ignore[attr-defined]  # variables are tensors here
    return value


def _overwritten(batch: Batch, target: Any, whole: Any, dim: int) -> Any:
    with no_grad():
        parts = [whole.detach().select(dim, i) for i in range(batch.size)]
    for one, part in zip(target._examples, parts):
        one.copy_(part)
    return target
