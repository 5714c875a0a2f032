"""Rows of tables of vectors that are looked up by number, one by one or in bags."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.op import Op

from .reduce import plain

# A table is read row by row; one argument a line would hide it.
# fmt: off


def _often(rows: Any, like: Any) -> Any:
    """One over how often each row is looked up, beside the places where it is."""
    numbers, places, counts = np.unique(rows, return_inverse=True, return_counts=True)
    del numbers
    return (1 / counts[places.reshape(rows.shape)]).astype(plain(like).dtype)[..., None]


def _array(xp: Any, like: Any, values: Any) -> Any:
    return values if xp.plain else like.new_tensor(values)


def _embedding_vjp(xp: Any, g: Any, weight_shape: Any, indices: Any, padding_idx: int, by_frequency: bool) -> Any:
    rows = plain(indices)
    if padding_idx >= 0:
        kept = (rows != padding_idx)[..., None]
        g = xp.where(kept, g, 0)
    if by_frequency:
        g = g * _array(xp, g, _often(rows, g))
    return xp.scatter(weight_shape, (rows,), g, "embedding")


EMBEDDING = Op(
    "embedding", "EmbeddingBackward0", lambda weight, indices, padding_idx, by_frequency: weight[indices],
    vjp=(_embedding_vjp,), inputs=("weight",),
    formula="rows of {weight} at the indices", local=("1 at each row looked up, else 0",), aside=(0,),
)

# -- in bags: `rows` are looked up, each for its bag; those that are not `kept` do not count ---------------------------------


def _shares(bags: Any, kept: Any, count: int, mean: bool, dtype: Any) -> Any:
    """What each row that is looked up counts for in its bag."""
    share = kept.astype(dtype)
    if mean:
        share = share / np.maximum(np.bincount(bags, kept, count), 1).astype(dtype)[bags]
    return share[:, None]


def _bag(x: Any, y: Any, rows: Any, bags: Any, kept: Any, count: int, mean: bool, by_frequency: bool) -> Any:
    out = np.zeros((count, x.shape[1]), x.dtype)
    np.add.at(out, bags, x[rows] * y[:, None] * _shares(bags, kept, count, mean, x.dtype))
    return out


def _bag_vjp(
    xp: Any, g: Any, x_shape: Any, y: Any, rows: Any, bags: Any, kept: Any, count: int, mean: bool, by_frequency: bool
) -> Any:
    sent = g[bags] * xp.expand_dims(y, 1) * _array(xp, g, _shares(bags, kept, count, mean, plain(g).dtype))
    if by_frequency:
        sent = sent * _array(xp, g, _often(plain(rows), g))
    return xp.scatter(x_shape, (plain(rows),), sent)


def _factor_vjp(xp: Any, g: Any, x: Any, rows: Any, bags: Any, kept: Any, count: int, mean: bool) -> Any:
    return xp.sum(g[bags] * x[plain(rows)] * _array(xp, g, _shares(bags, kept, count, mean, plain(g).dtype)), 1)


EMBEDDING_BAG = Op(
    "embedding_bag", "EmbeddingBagBackward0", _bag,
    vjp=(_bag_vjp, _factor_vjp),
    formula="sum of rows of {x} times {y}, for each of the bags",
    local=("{y} at each row looked up, else 0", "the row looked up"), saved_as={"x": "weight", "y": "per_sample_weights"},
    aside=(0,), no_forward="_embedding_bag",
)


def _first_largest(x: Any, rows: Any, bags: Any, kept: Any, count: int) -> tuple[Any, Any, Any]:
    """Which entries of the table are the largest of their bags: numbers of bags, rows and columns."""
    found = []
    for bag in range(count):
        own = rows[(bags == bag) & kept]
        if own.size:
            found.append((np.full(x.shape[1], bag), own[np.argmax(x[own], 0)], np.arange(x.shape[1])))
    if not found:
        none = np.zeros(0, int)
        return none, none, none
    numbers, chosen, columns = (np.concatenate(part) for part in zip(*found))
    return numbers, chosen, columns


def _bag_max(x: Any, rows: Any, bags: Any, kept: Any, count: int) -> Any:
    out = np.zeros((count, x.shape[1]), x.dtype)
    numbers, chosen, columns = _first_largest(x, rows, bags, kept, count)
    out[numbers, columns] = x[chosen, columns]
    return out


def _bag_max_vjp(xp: Any, g: Any, x: Any, rows: Any, bags: Any, kept: Any, count: int) -> Any:
    numbers, chosen, columns = _first_largest(plain(x), plain(rows), bags, kept, count)
    return xp.scatter(x.shape, (chosen, columns), g[numbers, columns])


EMBEDDING_BAG_MAX = Op(
    "embedding_bag", "EmbeddingBagBackward0", _bag_max,
    vjp=(_bag_max_vjp,),
    formula="largest rows of {x}, for each of the bags", local=("1 at the largest, else 0",), saved_as={"x": "weight"},
    aside=(0,), no_forward="_embedding_bag",
)
