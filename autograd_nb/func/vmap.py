"""`vmap`: a function of one example, applied to a batch.

PyTorch writes one operation over the whole batch for each of the function's. Here the function is called for each
example and the results are stacked: the same values and gradients, at the speed of a loop.

Source: https://pytorch.org/docs/2.7/generated/torch.func.vmap.html
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.graph import Variable
from autograd_nb.engine.joining import stack
from autograd_nb.engine.modes import modes
from autograd_nb.engine.sampling import get_rng_state, set_rng_state

from . import tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self


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
        size = _batch_size(name, dims, given)
        results = []
        here = modes.here
        here.transforms, here.mapped = here.transforms + 1, here.mapped + 1
        try:
            with Draws(randomness) as drawn:
                for i in range(size):
                    example = tree.like(args, [_example(x, d, i) for x, d in zip(given, dims)])
                    drawn.next()
                    results.append(func(*example, **kwargs))
            if not size:
                results.append(func(*tree.like(args, [_nothing_of(x, d) for x, d in zip(given, dims)]), **kwargs))
        finally:
            here.transforms, here.mapped = here.transforms - 1, here.mapped - 1
        return _together(name, results, out_dims, size)

    return mapped


class Draws:
    """Watches the random numbers of a batch: the same for all examples, others for each, or none."""

    def __init__(self, randomness: str) -> None:
        require_randomness(randomness)
        self.randomness = randomness
        self.before = None if randomness == "different" else get_rng_state()

    def next(self) -> None:
        """Before an example."""
        if self.randomness == "same":
            set_rng_state(self.before)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # What failed after a draw that is refused would not have been reached: PyTorch refuses at the draw.
        if self.randomness == "error" and not (get_rng_state() == self.before).all():
            set_rng_state(self.before)
            raise RuntimeError(
                "vmap: called random operation while in randomness error mode. Please either use the 'same' or "
                "'different' randomness flags on vmap or perform the randomness operation out of vmap"
            ) from None


def require_randomness(randomness: str) -> None:
    """Only the three kinds that there are."""
    if randomness not in ("error", "different", "same"):
        raise RuntimeError(f"Only allowed values for randomness are 'error', 'different', or 'same'. Got {randomness}")


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
        if d is not None and not isinstance(leaf, Variable):
            raise ValueError(
                f"vmap({name}, in_dims={in_dims}, ...)(<inputs>): Got in_dim={d} for an input but the input is of type "
                f"{type(leaf)}. We cannot vmap over non-Tensor arguments, please use None as the respective in_dim"
            )
    return dims


def _batch_size(name: str, dims: list[int | None], given: list[Any]) -> int:
    sizes = []
    for d, x in zip(dims, given):
        if d is None:
            continue
        ndim = x._array.ndim
        if not -ndim <= d < ndim:
            raise ValueError(
                f"vmap({name}, in_dims={d}, ...)(<inputs>): Got in_dim={d} for some input, but that input is a Tensor "
                f"of dimensionality {ndim} so expected in_dim to satisfy -{ndim} <= in_dim < {ndim}."
            )
        sizes.append(x._array.shape[d])
    if not sizes:
        raise ValueError("vmap: Expected at least one Tensor to vmap over")
    if len(set(sizes)) > 1:
        raise ValueError(
            f"vmap: Expected all tensors to have the same size in the mapped dimension, got sizes {sizes} for the "
            "mapped dimension"
        )
    return int(sizes[0])


def _example(x: Any, dim: int | None, i: int) -> Any:
    return x if dim is None else x.select(dim, i)


def _nothing_of(x: Any, dim: int | None) -> Any:
    """A stand-in for an example of an empty batch: what becomes of it tells the shape of the result."""
    return x if dim is None else x.new_zeros(tuple(np.delete(x._array.shape, dim)))


def _together(name: str, results: list[Any], out_dims: Any, size: int) -> Any:
    """The results of all examples, stacked."""
    first = results[0]
    flat = [tree.leaves(result) for result in results]
    dims = _out_dims(name, out_dims, first)
    stacked = []
    for parts, d in zip(zip(*flat), dims):
        if d is None:
            if any(isinstance(part, Variable) and not np.array_equal(part._array, parts[0]._array) for part in parts):
                raise ValueError(f"vmap({name}, ...): `{name}` can not return a BatchedTensor when out_dim is None")
            stacked.append(parts[0])
        elif isinstance(parts[0], Variable):
            stacked.append(stack(parts, d))
        else:
            text = f"vmap({name}, ...): `{name}` must only return Tensors, got type {type(parts[0])}. "
            text += "Did you mean to set out_dims= to None for output?"
            raise ValueError(text)
    if not size:
        stacked = [whole if d is None else whole.narrow(d, 0, 0) for whole, d in zip(stacked, dims)]
    return tree.like(first, stacked)


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
