"""`vmap`: a function of one example, applied to a batch.

PyTorch writes one operation over the whole batch for each of the function's. Here the function is called for each
example and the results are stacked: the same values and gradients, at the speed of a loop. Random numbers are drawn
anew for each example, whatever `randomness` says.

Source: https://pytorch.org/docs/2.7/generated/torch.func.vmap.html
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.graph import Variable
from autograd_nb.engine.joining import stack

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
        randomness: see the text of this module.
        chunk_size: changes nothing here.

    >>> import autograd_nb as torch
    >>> vmap(torch.dot)(torch.ones(2, 3), torch.arange(6.0).reshape(2, 3))
    tensor([ 3., 12.])
    """
    del chunk_size
    if randomness not in ("error", "different", "same"):
        raise RuntimeError(f"Only allowed values for randomness are 'error', 'different', or 'same'. Got {randomness}")
    name = getattr(func, "__name__", repr(func))

    @functools.wraps(func)
    def mapped(*args: Any, **kwargs: Any) -> Any:
        dims = _dims(name, in_dims, args)
        given = tree.leaves(args)
        size = _batch_size(name, dims, given)
        results = [
            func(*tree.like(args, [_example(x, d, i) for x, d in zip(given, dims)]), **kwargs) for i in range(size)
        ]
        return _together(name, results, out_dims)

    return mapped


def _dims(name: str, in_dims: Any, args: tuple[Any, ...]) -> list[int | None]:
    """The dimension of every tensor among the arguments."""
    if not args:
        raise ValueError(
            f"vmap({name})(<inputs>): got no inputs. Maybe you forgot to add inputs, or you are trying to vmap over a "
            "function with no inputs. The latter is unsupported."
        )
    if not isinstance(in_dims, (int, tuple, list)):
        raise ValueError(  # noqa: TRY004 - PyTorch's type
            f"vmap({name}, in_dims={in_dims}, ...)(<inputs>): expected `in_dims` to be int or a (potentially nested) "
            f"tuple matching the structure of inputs, got: {type(in_dims)}."
        )
    if not isinstance(in_dims, int) and len(in_dims) != len(args):
        raise ValueError(
            f"vmap({name}, in_dims={in_dims}, ...)(<inputs>): in_dims is not compatible with the structure of "
            f"`inputs`. in_dims has structure of {len(in_dims)} entries but inputs has {len(args)}."
        )
    return _spread(in_dims, args)


def _spread(dims: Any, part: Any) -> list[int | None]:
    if dims is None or isinstance(dims, int):
        return [dims if isinstance(leaf, Variable) else None for leaf in tree.leaves(part)]
    inner = list(part.items()) if isinstance(part, dict) else list(enumerate(part))
    return [d for key, value in inner for d in _spread(dims[key], value)]


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
        raise ValueError(f"vmap({name}, ...)(<inputs>): at least one input must be mapped over, in_dims are all None")
    if len(set(sizes)) > 1:
        raise ValueError(
            f"vmap: Expected all tensors to have the same size in the mapped dimension, got sizes {sizes} for the "
            "mapped dimension"
        )
    if not sizes[0]:
        raise ValueError(f"vmap({name}, ...)(<inputs>): the batch is empty, so there is no result to know the shape of")
    return int(sizes[0])


def _example(x: Any, dim: int | None, i: int) -> Any:
    return x if dim is None else x.select(dim, i)


def _together(name: str, results: list[Any], out_dims: Any) -> Any:
    """The results of all examples, stacked."""
    first = results[0]
    flat = [tree.leaves(result) for result in results]
    for leaf in flat[0]:
        if not isinstance(leaf, Variable):
            text = f"vmap({name}, ...): `{name}` must only return Tensors, got type {type(leaf)}."
            raise ValueError(text)  # noqa: TRY004 - PyTorch's type
    dims = list(out_dims) if isinstance(out_dims, (tuple, list)) else [out_dims] * len(flat[0])
    stacked = [parts[0] if d is None else stack(parts, d) for parts, d in zip(zip(*flat), dims)]
    return tree.like(first, stacked)
