"""`vmap`: a function of one example, applied to a batch.

The function is called once, with tensors that stand for all examples: see engine/batching/batches.py. Each of its
operations is one over the whole batch where there is a rule for that (batch_rules.py beside it), as in PyTorch, and
else computed example by example: the same values and gradients, at the speed of a loop.

Source: https://pytorch.org/docs/2.7/generated/torch.func.vmap.html
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.batching.batches import Batch, Met, batch_of, batched, require_randomness
from autograd_nb.engine.functions.joining import stack
from autograd_nb.engine.graph import Variable

from . import tree

if TYPE_CHECKING:
    from collections.abc import Callable


def vmap(
    func: Callable[..., Any],
    in_dims: Any = 0,
    out_dims: Any = 0,
    randomness: str = "error",
    *,
    chunk_size: int | None = None,
) -> Callable[..., Any]:
    """The function that applies `func` to every example along a dimension of its arguments.

    Args:
        func: takes and returns tensors, or tuples, lists and dictionaries of them.
        in_dims: the dimension of each argument along which the examples lie; None for an argument that all share.
        out_dims: the dimension of each output along which the results will lie.
        randomness: whether all examples get the "same" random numbers or "different" ones; with "error" drawing some
            is refused.
        chunk_size: changes nothing here.

    >>> import autograd_nb as torch
    >>> vmap(torch.dot)(torch.ones(2, 3), torch.arange(6.0).reshape(2, 3))
    tensor([ 3., 12.])
    """
    if chunk_size is not None and chunk_size <= 0:
        raise ValueError(f"vmap: chunk_size should be None or greater than 0. (got {chunk_size})")
    require_randomness(randomness)
    name = getattr(func, "__name__", repr(func))

    @functools.wraps(func)
    def mapped(*args: Any, **kwargs: Any) -> Any:
        dims = _dims(name, in_dims, args)
        given = tree.leaves(args)
        with Batch(_batch_size(name, in_dims, dims, given), randomness) as batch:
            own = [x if d is None else batched(batch, None, x, d % x.ndim) for x, d in zip(given, dims)]
            try:
                result = func(*tree.like(args, own), **kwargs)
            except Met as met:
                raise RuntimeError(str(met)) from None
        return _unwrapped(name, result, out_dims, batch)

    return mapped


def _dims(name: str, in_dims: Any, args: tuple[Any, ...]) -> list[int | None]:
    """The dimension of every tensor among the arguments."""
    if not args:
        raise ValueError(
            f"vmap({name})(<inputs>): got no inputs. Maybe you forgot to add inputs, or you are trying to vmap over a "
            "function with no inputs. The latter is unsupported."
        )
    if not isinstance(in_dims, (int, tuple)):
        raise ValueError(  # noqa: TRY004 - PyTorch's type
            f"vmap({name}, in_dims={in_dims}, ...)(<inputs>): expected `in_dims` to be int or a (potentially nested) "
            f"tuple matching the structure of inputs, got: {type(in_dims)}."
        )
    dims = tree.spread(in_dims, args)
    if dims is None:
        raise ValueError(
            f"vmap({name}, in_dims={in_dims}, ...)(<inputs>): in_dims is not compatible with the structure of "
            f"`inputs`. in_dims has structure {tree.spec(in_dims)} but inputs has structure {tree.spec(args)}."
        )
    for d, leaf in zip(dims, tree.leaves(args)):
        if d is not None and not isinstance(d, int):
            raise ValueError(
                f"vmap({name}, in_dims={in_dims}, ...)(<inputs>): Got in_dim={d} for an input but in_dim must be "
                "either an integer dimension or None."
            )
        if d is not None and not isinstance(leaf, Variable):
            raise ValueError(
                f"vmap({name}, in_dims={in_dims}, ...)(<inputs>): Got in_dim={d} for an input but the input is of type "
                f"{type(leaf)}. We cannot vmap over non-Tensor arguments, please use None as the respective in_dim"
            )
    return dims


def _batch_size(name: str, in_dims: Any, dims: list[int | None], given: list[Any]) -> int:
    sizes = []
    for d, x in zip(dims, given):
        if d is None:
            continue
        ndim = x.ndim
        if not -ndim <= d < ndim:
            raise ValueError(
                f"vmap({name}, in_dims={in_dims}, ...)(<inputs>): Got in_dim={d} for some input, but that input is a "
                f"Tensor of dimensionality {ndim} so expected in_dim to satisfy -{ndim} <= in_dim < {ndim}."
            )
        sizes.append(x.shape[d])
    if not sizes:
        raise ValueError("vmap: Expected at least one Tensor to vmap over")
    if len(set(sizes)) > 1:
        raise ValueError(
            f"vmap: Expected all tensors to have the same size in the mapped dimension, got sizes {sizes} for the "
            "mapped dimension"
        )
    return int(sizes[0])


def _unwrapped(name: str, result: Any, out_dims: Any, batch: Batch) -> Any:
    """The result with the examples along a dimension of its own."""
    found = []
    for out, d in zip(tree.leaves(result), _out_dims(name, out_dims, result)):
        if d is None:
            if batch_of(out) is batch:
                raise ValueError(f"vmap({name}, ...): `{name}` can not return a BatchedTensor when out_dim is None")
            found.append(out)
        elif isinstance(out, Variable):
            found.append(_whole(batch, out, d))
        else:
            text = f"vmap({name}, ...): `{name}` must only return Tensors, got type {type(out)}. "
            text += "Did you mean to set out_dims= to None for output?"
            raise ValueError(text)
    return tree.like(result, found)


def _whole(batch: Batch, out: Any, dim: int) -> Any:
    """All examples of an output in one tensor."""
    if batch_of(out) is batch and out._source is not None:
        source, lie = out._source, out._lie
        return source if dim in (lie, lie - source.ndim) else source.movedim(lie, dim)
    if batch_of(out) is batch:
        whole = stack(out._examples, 0)
        whole = whole if batch.size else whole.narrow(0, 0, 0)
        return whole if dim in (0, -whole.ndim) else whole.movedim(0, dim)
    spread = out.unsqueeze(dim)
    shape = list(spread.shape)
    shape[dim] = batch.size
    return spread.expand(shape)


def _out_dims(name: str, out_dims: Any, result: Any) -> list[int | None]:
    """For each output the dimension along which the results of all examples lie; None for what all share."""
    if not all(d is None or isinstance(d, int) for d in tree.leaves(out_dims)):
        raise ValueError(
            f"vmap({name}, ..., out_dims={out_dims}): `out_dims` must be an int, None or a python collection of ints "
            "representing where in the outputs the vmapped dimension should appear."
        )
    if isinstance(result, Variable) and isinstance(out_dims, tuple) and len(out_dims) == 1:
        return list(out_dims)
    dims = tree.spread(out_dims, result)
    if dims is None:
        raise ValueError(
            f"vmap({name}, ..., out_dims={out_dims})(<inputs>): out_dims is not compatible with the structure of "
            f"`outputs`. out_dims has structure {tree.spec(out_dims)} but outputs has structure {tree.spec(result)}."
        )
    return dims
