"""Histograms in several dimensions.

Source: https://pytorch.org/docs/2.7/generated/torch.histogramdd.html
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine import return_types
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.graph import Variable


@as_pytorch
def histogramdd(input: Any, bins: Any, *, range: Any = None, weight: Any = None, density: bool = False) -> Any:
    """How many points lie in each cell of a grid; or their density, or the sum of their weights.

    Shapes: points of d coordinates, (..., d), give `hist` with d dimensions and as many `bin_edges`.

    Args:
        input: points, along the last dimension.
        bins: the number of cells, or one for each dimension, or the edges for each dimension.
        range: the least and the largest for each dimension, one after the other.
        weight: what each point counts.
        density: divide by the sum and by the volume of the cells.

    >>> torch.histogramdd(torch.tensor([[0.0, 1.0], [1.0, 0.0], [2.0, 2.0]]), bins=[2, 1]).hist
    tensor([[1.],
            [2.]])

    Raises:
        RuntimeError: fewer than two dimensions, or bins that do not fit the last of them.
    """
    points = input._array
    if points.ndim < 2:
        raise RuntimeError("torch.histogramdd: input tensor should have at least 2 dimensions")
    dims = points.shape[-1]
    given = [bins] * dims if isinstance(bins, int) else list(bins)
    if len(given) != dims:
        raise RuntimeError("histogramdd: The size of bins must be equal to the innermost dimension of the input.")
    rows = points.reshape(-1, dims)
    edges = [_edges(rows[:, d], part, range, d) for d, part in enumerate(given)]
    weights = None if weight is None else weight._array.reshape(-1)
    if weights is not None and weights.size != len(rows):
        raise RuntimeError(
            "torch.histogramdd(): if weight tensor is provided it should have the same shape as the input tensor "
            "excluding its innermost dimension"
        )
    counts = _counted(rows, edges, weights)
    if density:
        counts = counts / counts.sum()
        for along in np.ix_(*map(np.diff, edges)):
            counts = counts / along
    told = tuple(input._wrap(edge) for edge in edges)
    return return_types.histogramdd((input._wrap(np.asarray(counts, points.dtype)), told))


def _counted(rows: Any, edges: list[Any], weights: Any) -> Any:
    """What lies in each cell. Edges need not be in order, as in PyTorch: each is looked for by halving."""
    shape = tuple(edge.size - 1 for edge in edges)
    inside = np.ones(len(rows), bool)
    places = []
    for d, edge in enumerate(edges):
        values = rows[:, d]
        inside &= (values >= edge[0]) & (values <= edge[-1])
        place = np.searchsorted(edge, values, "right") - 1
        places.append(np.where(place == edge.size - 1, place - 1, place))  # the last edge belongs to the last cell
    counts = np.zeros(shape)
    kept = tuple(np.where(inside, place, 0) for place in places)
    np.add.at(counts, kept, np.where(inside, 1.0 if weights is None else weights, 0.0))
    return counts


def _edges(values: Any, part: Any, ends: Any, d: int) -> Any:
    if isinstance(part, Variable):
        edges: Any = part
        if edges._array.size < 2:
            raise RuntimeError(
                f"torch.histogram(): bins must be > 0, but got {edges._array.size - 1} for dimension {d}"
            )
        return edges._array
    if part <= 0:
        raise RuntimeError(f"torch.histogramdd(): bins must be > 0, but got {part} for dimension {d}")
    low, high = (ends[2 * d], ends[2 * d + 1]) if ends is not None else (0.0, 1.0)
    if ends is None and values.size:
        low, high = float(values.min()), float(values.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    return np.linspace(low, high, part + 1, dtype=values.dtype)
