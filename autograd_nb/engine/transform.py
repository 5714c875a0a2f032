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
from .batching.batches import Batch, batch_of, batched, innermost, over_wholes
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
    outputs: Sequence[Any], inputs: Sequence[Tensor], seeds: Sequence[Any] | None = None, record: bool = True
) -> tuple[Tensor | None, ...]:
    """The gradients of outputs, with a history of their own if they are to `record` it; None where it took no part.

    Outputs that depend on nothing are passed over.
    """
    given = seeds if seeds is not None else [None] * len(outputs)
    batch = innermost((outputs, inputs), {}) if modes.here.mapped else None
    if batch is not None:
        from .batching import spreading

        def walk(outs: Any, ins: Any, ups: Any) -> Any:
            return gradients(outs, ins, ups, record)

        return tuple(spreading.gradients(batch, outputs, inputs, given, walk))
    pairs = [(out, seed) for out, seed in zip(outputs, given) if out is not None and out.requires_grad]
    if not pairs:
        return (None,) * len(inputs)
    outs, own = zip(*pairs)
    with enable_grad():
        return grad(outs, inputs, own, True, record, allow_unused=True)


def followed_further(outputs: Iterable[Any], own: Sequence[Any], seeds: Sequence[Any] = ()) -> bool:
    """Whether somebody could differentiate the gradients of outputs again: not if all leads to leaves of our `own`."""
    if duals.moving():
        return True
    ours = _known(own)
    first = [out for out in (*outputs, *seeds) if isinstance(out, Tensor)]
    return any(t.requires_grad and _leads_elsewhere(t, ours) for out in first for t in _lying(out))


def _lying(x: Any) -> list[Any]:
    """The tensors in which a tensor lies: the examples, or all of them in one."""
    if batch_of(x) is None:
        return [x]
    return [t for part in (x._own if x._source is None else [x._source]) for t in _lying(part)]


def _known(own: Sequence[Any]) -> set[int]:
    return {id(leaf if batch_of(leaf) is None else leaf._first()) for leaf in own}


def rows(outputs: Sequence[Any], inputs: Sequence[Tensor], record: bool) -> list[list[Any]]:
    """For each output the gradients of all its elements by each input, None by one that took no part.

    Shapes: that of the input, behind a dimension along which the elements lie.
    """
    sizes = [out.numel() for out in outputs]
    with Batch(sum(sizes)) as batch:
        seeds, before = [], 0
        for out, size in zip(outputs, sizes):
            unit = np.zeros((batch.size, size), out.dtype.numpy)
            unit[before : before + size] = np.eye(size)
            seeds.append(batch.of(Tensor._wrap(unit.reshape(batch.size, *out.shape))))
            before += size
        wholes = [None if g is None else batch.whole(g) for g in gradients(outputs, inputs, seeds, record)]
    if len(outputs) == 1:
        return [wholes]
    with enable_grad():  # PyTorch's are parts of one
        parts = [[None] * len(sizes) if whole is None else whole.split(sizes) for whole in wholes]
    return [list(column) for column in zip(*parts)]


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


def require_fractions(name: str, value: Tensor) -> None:
    """Only what has fractions moves."""
    if not value.is_floating_point():
        raise ValueError(f"Expected {name} to be floating point or complex, but got: {value.dtype}")


class Directions:
    """Tensors that move along each of their elements at once: on one level, along a batch of directions.

    While a tensor moves along an element of its own, the others move along zeros, which only the signs of zeros show.

    >>> x = Tensor._wrap(np.array([1.0, 2.0]))
    >>> with Directions() as directions:
    ...     dual = directions.dual(x)
    ...     directions.begin()
    ...     directions.columns(dual.square())
    [tensor([[2., 0.],
            [0., 4.]], dtype=torch.float64)]
    """

    def __init__(self, randomness: str = "error") -> None:
        self._batch = Batch(0, randomness)
        self._batch.spreads = False
        self._duals: list[Any] = []

    def __enter__(self) -> Self:
        self._levels = duals.enter(1, duals.depth())
        self._batch.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._batch.__exit__()
        duals.leave(self._levels)

    def dual(self, x: Tensor) -> Tensor:
        """A tensor with the value of `x`, which is to move."""
        size = x.numel()
        require_fractions("primal", x)
        dual = _viewed(x)
        self._duals.append(dual)
        self._batch.size += size
        return dual

    def begin(self) -> None:
        """Let the tensors move: there are no more."""
        before = 0
        for dual in self._duals:
            size = dual.numel()
            unit = np.zeros((self._batch.size, size), dual.dtype.numpy)
            unit[before : before + size] = np.eye(size)
            if size:
                self._move(dual, Tensor._wrap(unit.reshape(self._batch.size, *dual.shape)))
            before += size

    def _move(self, dual: Any, along: Any) -> None:
        """Let a tensor move along directions which lie along the first dimension; one of a batch in all examples."""
        batch = batch_of(dual)
        if batch is None:
            self._levels[0].move(dual, self._batch.of(along))
        elif dual._source is None:
            for example in dual._own:
                self._move(example, along)
        else:
            dim = dual._lie + 1
            shape = *along.shape[:dim], batch.size, *along.shape[dim:]
            self._move(dual._source, along.unsqueeze(dim).expand(shape))

    def columns(self, out: Tensor) -> list[Any]:
        """For each tensor that moves, how `out` moves with each of its elements: a tensor with these along its last."""
        moved = tangent(out, self._levels[0])
        if moved is None or not self._batch.size:
            return [out.new_zeros((*out.shape, dual.numel())) for dual in self._duals]
        whole = self._batch.whole(moved).movedim(0, -1)
        return list(whole.split([dual.numel() for dual in self._duals], -1)) if len(self._duals) > 1 else [whole]


def released(results: Iterable[Any], own: Sequence[Any]) -> list[Any]:
    """Results, without history where all that this leads to are leaves of our `own` (or nobody records)."""
    ours = _known(own)
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
    "followed_further",
    "gradients",
    "moving",
    "released",
    "require_fractions",
    "rows",
    "shared",
    "stand_in",
    "tangent",
    "units",
]
