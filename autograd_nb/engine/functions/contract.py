"""Products of several tensors that are made from the simple ones: `tensordot`, `multi_dot`, `cosine_similarity`.

Their graphs are PyTorch's, step by step: permutations, and one product of matrices.

Source: PyTorch's aten/src/ATen/native/Linear.cpp.
"""

from __future__ import annotations

import functools
import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.arguments.signatures import check_tensors
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.dtypes import from_numpy_dtype, promote_arrays
from autograd_nb.engine.methods.base import check_broadcast
from autograd_nb.engine.modes import no_grad
from autograd_nb.engine.outputs import with_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor


@with_out
@over_batches
def tensordot(a: Any, b: Any, dims: Any = 2) -> Tensor:
    """The sum of products over the last `dims` dimensions of `a` and the first of `b`, or over two lists of them.

    Shapes: what is left of `a`, followed by what is left of `b`. With `dims=1` of matrices it is their product.

    >>> torch.tensordot(torch.ones(2, 3), torch.ones(4, 3), dims=([1], [1])).shape
    torch.Size([2, 4])
    >>> torch.tensordot(torch.tensor([[1., 2.]]), torch.tensor([[3.], [4.]]), dims=1)
    tensor([[11.]])

    Raises:
        RuntimeError: the sizes of what is summed over differ.

    Source: https://pytorch.org/docs/2.7/generated/torch.tensordot.html
    """
    x, y = a, b
    first, second = _contracted(x, y, dims)
    if x._array.dtype != y._array.dtype:
        raise RuntimeError("both inputs should have same dtype")
    if len(first) != len(second):
        raise RuntimeError("both dimension lists should have same length")
    for i, j in zip(first, second, strict=True):
        m, n = x._array.shape[i], y._array.shape[j]
        if n == 1:
            x = x.sum(i, True, dtype=x.dtype)
        elif m == 1:
            y = y.sum(j, True, dtype=y.dtype)
        elif m != n:
            raise RuntimeError(
                f"contracted dimensions need to match, but first has size {m} in dim {i} and second has size {n} "
                f"in dim {j}"
            )
    here, there = x._array.shape, y._array.shape
    over, under = [d % len(here) for d in first], [d % len(there) for d in second]
    rows = [d for d in range(len(here)) if d not in over]
    columns = [d for d in range(len(there)) if d not in under]
    inner = math.prod(here[d] for d in over)
    left = x.permute((*rows, *over)).reshape((math.prod(here[d] for d in rows), inner))
    right = y.permute((*under, *columns)).reshape((inner, math.prod(there[d] for d in columns)))
    size = (*(here[d] for d in rows), *(there[d] for d in columns))
    return left.mm(right).reshape(size)


def _contracted(x: Any, y: Any, dims: Any) -> tuple[list[int], list[int]]:
    """The dimensions of both factors over which `tensordot` sums."""
    if not isinstance(dims, int):
        found = tuple([d] if isinstance(d, int) else list(d) for d in dims)
        for t, given in zip((x, y), found):
            for d in given:
                if not -t.dim() <= d < t.dim():
                    raise errors.dim_out_of_range(d, t.dim())
        return found[0], found[1]
    if dims < 0:
        raise RuntimeError(f"tensordot expects dims >= 0, but got dims={dims}")
    if dims > min(x.dim(), y.dim()):
        raise RuntimeError(f"tensordot expects dims < ndim_a or ndim_b, but got dims={dims}")
    return list(range(-dims, 0)), list(range(dims))


def multi_dot(tensors: Sequence[Any]) -> Tensor:
    """The product of several matrices, multiplied in the order that takes the fewest steps.

    The first and last may be vectors.

    >>> torch.linalg.multi_dot([torch.eye(2), torch.ones(2, 3), torch.ones(3)])
    tensor([3., 3.])

    Source: https://pytorch.org/docs/2.7/generated/torch.linalg.multi_dot.html
    """
    if len(tensors) < 2:
        raise RuntimeError(f"multi_dot(): expected at least 2 tensors but got {len(tensors)}")
    factors = list(tensors)
    size = []
    for place in (0, -1):
        ndim = factors[place]._array.ndim
        if ndim not in (1, 2):
            raise RuntimeError(
                f"multi_dot(): the {'last' if place else 'first'} tensor must be 1D or 2D but got {ndim}D"
            )
    if factors[0]._array.ndim == 1:
        factors[0] = factors[0].unsqueeze(0)
    else:
        size.append(factors[0]._array.shape[0])
    if factors[-1]._array.ndim == 1:
        factors[-1] = factors[-1].unsqueeze(-1)
    else:
        size.append(factors[-1]._array.shape[1])
    for i, factor in enumerate(factors):
        if factor._array.dtype != factors[0]._array.dtype:
            raise RuntimeError(
                f"multi_dot(): all tensors must have be the same dtype but tensor 0 is {factors[0].dtype.cpp_name} and "
                f"tensor {i} {factor.dtype.cpp_name}"
            )
        if factor._array.ndim != 2:
            raise RuntimeError(f"multi_dot(): tensor {i} must be 2D but got {factor._array.ndim}D")
    for i, (one, other) in enumerate(itertools.pairwise(factors)):
        if one._array.shape[1] != other._array.shape[0]:
            raise RuntimeError(
                f"multi_dot(): tensors {i} and {i + 1} with shapes {list(one._array.shape)} and "
                f"{list(other._array.shape)} cannot be multiplied"
            )
    splits = _best_splits([f._array.shape for f in factors])
    product = _chain(factors, splits, 0, len(factors) - 1)
    return product.view(tuple(size))


@functools.partial(with_out, name="mm")
@over_batches
def chain_matmul(*matrices: Any) -> Tensor:
    """The product of several matrices; `linalg.multi_dot` says it in one list. PyTorch warns that it is deprecated.

    >>> torch.chain_matmul(torch.ones(2, 3), torch.ones(3, 4), torch.ones(4, 1))
    tensor([[12.],
            [12.]])

    Raises:
        RuntimeError: sizes that do not meet.
    """
    from .older_factors import tell_of

    check_tensors(matrices, 0)
    tell_of("chain_matmul")
    for matrix in matrices:
        if matrix._array.ndim != 2:
            raise RuntimeError(f"Tensor dimension is {matrix._array.ndim}, expected 2 instead.")
    if len(matrices) == 1:
        return matrices[0]
    return multi_dot(matrices)


def _best_splits(shapes: list[tuple[int, ...]]) -> dict[tuple[int, int], int]:
    """For each run of factors the place where to split it, by dynamic programming."""
    cost: dict[tuple[int, int], int] = {(i, i): 0 for i in range(len(shapes))}
    best: dict[tuple[int, int], int] = {}
    for length in range(1, len(shapes)):
        for i in range(len(shapes) - length):
            j = i + length
            order = range(i, j) if len(shapes) > 3 else range(j - 1, i - 1, -1)  # which of equals PyTorch takes
            ways = {k: cost[i, k] + cost[k + 1, j] + shapes[i][0] * shapes[k][1] * shapes[j][1] for k in order}
            best[i, j] = min(ways, key=ways.__getitem__)
            cost[i, j] = ways[best[i, j]]
    return best


def _chain(factors: list[Any], best: dict[tuple[int, int], int], i: int, j: int) -> Any:
    if i == j:
        return factors[i]
    k = best[i, j]
    return _chain(factors, best, i, k).mm(_chain(factors, best, k + 1, j))


@as_pytorch
def cosine_similarity(x1: Any, x2: Any, dim: int = 1, eps: float = 1e-8) -> Tensor:
    """The cosine of the angle between vectors along `dim`: 1 for one direction, 0 for right angles, -1 for opposites.

    Shapes: both are broadcast, and `dim` disappears. Lengths below `eps` count as `eps`.

    >>> x = torch.tensor([[3., 4.], [0., 2.], [-1., 0.]])
    >>> torch.cosine_similarity(x, torch.tensor([[1., 0.]]))
    tensor([ 0.6000,  0.0000, -1.0000])

    Raises:
        RuntimeError: of integers, or of shapes that do not fit.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.functional.cosine_similarity.html
    """
    common = promote_arrays(x1._array, x2._array)
    if common.kind != "f":
        name = from_numpy_dtype(common).scalar_name
        raise RuntimeError(f"expected common dtype to be floating point, yet common dtype is {name}")
    x1, x2 = x1._cast(common), x2._cast(common)
    if x1._array.shape != x2._array.shape:
        check_broadcast(x1._array.shape, x2._array.shape)
        shape = np.broadcast_shapes(x1._array.shape, x2._array.shape)
        x1, x2 = (x if x._array.shape == shape else x.expand(shape) for x in (x1, x2))
    lengths = []
    for x in (x1, x2):
        length = x.norm(2, dim, True).clone()
        with no_grad():
            length.clamp_(eps)
        lengths.append(length)
    return ((x1 / lengths[0]) * (x2 / lengths[1])).sum(dim)
