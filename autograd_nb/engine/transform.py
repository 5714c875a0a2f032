"""What derivatives of functions rest on: inputs of their own, and results cut loose from these afterwards.

`func.grad(f)(x)` computes `f` on a stand-in for `x`. When `x` itself takes part in a graph, because the call is
inside of another such function, the stand-in is tied to it and the result stays differentiable; else the stand-in
is a leaf that nobody else knows, and what depends on it alone is handed back without a history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from . import duals, errors
from .backward import grad
from .batches import batch_of, batched, innermost, over_wholes
from .graph import AccumulateGrad, Variable
from .modes import enable_grad, modes
from .ops.shape import ALIAS, VIEW
from .tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Self

    from .duals import Level


@over_wholes
def stand_in(x: Tensor) -> Tensor:
    """A tensor with the value of `x` that requires grad; tied to `x` if that requires grad as well."""
    if x.requires_grad:
        with enable_grad():
            return x.view_as(x)
    own = x.detach()
    if duals.active:
        duals.follow(own, x)
    if own._array.dtype.kind != "f":
        raise errors.only_float_requires_grad()
    own._requires_grad = True
    return own


def shared(x: Any) -> Any:
    """Another tensor in the memory of `x`: a function may change an argument by which it is not differentiated.

    What has a history, moves or is a batch is left as it is.
    """
    if not isinstance(x, Tensor) or batch_of(x) is not None or x._requires_grad or x._base is not None:
        return x
    if duals.active and any(level.tangent(x) is not None for level in duals.here.open):
        return x
    return x.detach()


def gradients(
    outputs: Sequence[Any], inputs: Sequence[Tensor], seeds: Sequence[Any] | None = None
) -> tuple[Tensor | None, ...]:
    """The gradients of outputs with a history of their own, None for inputs that took no part.

    Outputs that depend on nothing are passed over.
    """
    given = seeds if seeds is not None else [None] * len(outputs)
    batch = innermost((outputs, inputs, given), {}) if modes.here.mapped else None
    if batch is not None:
        from . import spreading

        return tuple(spreading.gradients(batch, outputs, inputs, given, gradients))
    pairs = [(out, seed) for out, seed in zip(outputs, given) if out is not None and out.requires_grad]
    if not pairs:
        return (None,) * len(inputs)
    outs, own = zip(*pairs)
    with enable_grad():
        return grad(outs, inputs, own, create_graph=True, allow_unused=True)


def units(out: Any) -> Iterator[Tensor]:
    """The upstream gradients that ask for one element of `out` each, in the order of its elements.

    Its elements themselves, unbound, would each be put together with zeros for all the others on the way back.

    >>> list(units(Tensor._wrap(np.zeros(2))))
    [tensor([1., 0.], dtype=torch.float64), tensor([0., 1.], dtype=torch.float64)]
    """
    for k in range(out.numel()):
        unit = np.zeros(out.shape, out.dtype.numpy)
        unit.flat[k] = 1
        yield Tensor._wrap(unit)


@over_wholes
def moving(x: Tensor, level: Level, tangent: Tensor) -> Tensor:
    """A tensor with the value of `x` that moves along `tangent` on a level.

    Raises:
        ValueError: for dtypes without fractions.
        RuntimeError: for a tangent of another shape, and where either moves already.
    """
    require_fractions("primal", x)
    require_fractions("tangent", tangent)
    if level.tangent(x) is not None:
        raise RuntimeError(
            "Making a dual Tensor based on a Tensor that already has a forward gradient at the same level 0 is not "
            "supported."
        )
    if x._array.shape != tangent._array.shape:
        raise errors.tangent_shape(x._array.shape, tangent._array.shape)
    if level.tangent(tangent) is not None:
        raise RuntimeError(
            "Setting a forward grad that itself has a forward gradient at the same level0 is not supported."
        )
    dual = x._apply(VIEW, x, size=x._array.shape)
    if not modes.inference:
        level.move(dual, tangent)
    return dual


@over_wholes
def _viewed(x: Tensor) -> Tensor:
    view: Tensor = x._apply(VIEW, x, size=x._array.shape)
    return view


@over_wholes
def alias(x: Tensor) -> Tensor:
    """The same tensor, as a result of its own."""
    other: Tensor = x._apply(ALIAS, x)
    return other


@over_wholes
def tangent(out: Tensor, level: Level) -> Tensor | None:
    """How a tensor moves on a level, None if it does not."""
    return level.tangent(out)


@over_wholes
def _move(x: Tensor, level: Level, along: Tensor | None) -> None:
    level.move(x, x.new_zeros(x.shape) if along is None else along)


def require_fractions(name: str, value: Tensor) -> None:
    """Only what has fractions moves."""
    if not value.is_floating_point():
        raise ValueError(f"Expected {name} to be floating point or complex, but got: {value.dtype}")


class Directions:
    """Tensors that move along each of their elements at once, each element on a level of its own.

    On the levels of the others a tensor moves by zeros, which only the signs of zeros show.

    >>> x = Tensor._wrap(np.array([1.0, 2.0]))
    >>> with Directions() as directions:
    ...     [columns] = directions.columns(directions.dual(x).square())
    >>> columns
    [tensor([2., 0.], dtype=torch.float64), tensor([0., 4.], dtype=torch.float64)]
    """

    def __enter__(self) -> Self:
        self._depth = duals.depth()
        self._levels: list[tuple[Level, ...]] = []
        self._duals: list[Tensor] = []
        return self

    def __exit__(self, *_: object) -> None:
        for levels in self._levels:
            duals.leave(levels)

    def dual(self, x: Tensor) -> Tensor:
        """The tensor that moves, with the value of `x`."""
        count = x.numel()
        require_fractions("primal", x)
        dual = _viewed(x)
        levels = duals.enter(count, self._depth)
        self._levels.append(levels)
        for level, unit in zip(levels, units(x)):
            _move(dual, level, unit)
            for other in self._duals:
                _move(other, level, None)
        for others in self._levels[:-1]:
            for level in others:
                _move(dual, level, None)
        self._duals.append(dual)
        return dual

    def columns(self, out: Tensor) -> list[list[Tensor]]:
        """For each tensor that moves, how `out` moves with each of its elements."""
        found = []
        for levels in self._levels:
            tangents = [tangent(out, level) for level in levels]
            found.append([out.new_zeros(out.shape) if t is None else t for t in tangents])
        return found


def released(results: Iterable[Any], own: Sequence[Any]) -> list[Any]:
    """Results, without history where all that this leads to are leaves of our `own` (or nobody records)."""
    ours = {id(leaf if batch_of(leaf) is None else leaf._first()) for leaf in own}
    return [_released(r, ours) for r in results]


def _released(result: Any, ours: set[int]) -> Any:
    batch = batch_of(result)
    if batch is not None:
        if result._source is None:
            return batch.joined([_released(part, ours) for part in result._own])
        return batched(batch, None, _released(result._source, ours), result._lie)
    if not (isinstance(result, Tensor) and result.requires_grad):
        return result
    if modes.grad and _leads_elsewhere(result, ours):
        return result
    cut = result.detach()
    if duals.active:
        duals.follow(cut, result, lambda tangent: _released(tangent, ours))
    return cut


def _leads_elsewhere(result: Variable, ours: set[int]) -> bool:
    """Whether the graph behind a result has a leaf that is not one of ours."""
    first = result.edge()[0]
    stack, seen = [first], {first}
    while stack:
        node = stack.pop()
        if isinstance(node, AccumulateGrad) and id(node.variable) not in ours and node not in duals.aids:
            return True
        for following, _ in node.next_functions if node is not None else ():
            if following is not None and following not in seen:
                seen.add(following)
                stack.append(following)
    return False


__all__ = [
    "Directions",
    "alias",
    "gradients",
    "moving",
    "released",
    "require_fractions",
    "shared",
    "stand_in",
    "tangent",
    "units",
]
