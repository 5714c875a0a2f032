"""Rows of losses that ask the right classes to be ahead of the others by a margin."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd_nb.engine.namespaces import ARRAYS
from autograd_nb.engine.op import Op

from .derivatives import final
from .reduce import plain

# A table is read row by row; one argument a line would hide it.
# fmt: off

NONE, MEAN, SUM = range(3)


def _reduced(each: Any, x: Any, reduction: int) -> Any:
    """The losses of all examples as PyTorch's `reduction` has them."""
    if reduction == NONE:
        return each.reshape(()) if x.ndim < 2 else each
    return np.asarray(each.sum() if reduction == SUM else each.mean(), x.dtype)


def _back(xp: Any, g: Any, count: int, reduction: int) -> Any:
    """The gradient of the loss of each example, as a column."""
    return xp.reshape(g, (count, 1)) if reduction == NONE else g / count if reduction == MEAN else g


def _lines(xp: Any, x: Any) -> Any:
    return xp.reshape(x, (1, math.prod(x.shape))) if len(x.shape) < 2 else x


def _gaps(xp: Any, x: Any, target: Any, margin: float) -> tuple[Any, Any]:
    """By how much each class is too near to the right one; and where that counts."""
    count, classes = x.shape
    right = plain(target).reshape(-1, 1)
    gaps = x - x[np.arange(count)[:, None], right] + margin
    return gaps, (plain(gaps) > 0) & (np.arange(classes) != right)


def _multi_margin(x: Any, target: Any, weight: Any, p: int, margin: float, reduction: int) -> Any:
    rows = _lines(ARRAYS, x)
    gaps, counts = _gaps(ARRAYS, rows, target, margin)
    near = np.where(counts, gaps, 0) ** p
    if weight is not None:
        near = near * plain(weight)[plain(target).reshape(-1, 1)]
    each = (near.sum(1) / rows.shape[1]).astype(x.dtype)
    return each.reshape(plain(target).shape) if reduction == NONE else _reduced(each, x, reduction)


def _multi_margin_vjp(
    xp: Any, g: Any, x: Any, target: Any, weight: Any, p: int, margin: float, reduction: int
) -> Any:
    rows = _lines(xp, x)
    count, classes = rows.shape
    gaps, counts = _gaps(xp, rows, target, margin)
    right = plain(target).reshape(-1, 1)
    factor = _back(xp, g, count, reduction) / classes
    if weight is not None:
        factor = factor * (plain(weight)[right] if xp.plain else weight[right])
    slope = xp.where(counts, (xp.zeros_like(gaps) + 1 if p == 1 else 2 * gaps) * factor, 0)
    back = xp.scatter(rows.shape, (np.arange(count)[:, None], right), xp.sum(slope, 1, True))
    return xp.reshape(slope - back, x.shape)


MULTI_MARGIN = Op(
    "multi_margin_loss", "MultiMarginLossBackward0", _multi_margin,
    vjp=(final("multi_margin_loss_backward", _multi_margin_vjp),),
    formula="mean of max(0, {margin} + {x} − {x} at the right one)",
    local=("1 / n where too near, minus their sum at the right one",), no_forward="multi_margin_loss",
)


def _pairs(x: Any, target: Any) -> tuple[Any, Any, Any]:
    """(example, true label, other label) of all pairs; labels are listed up to the first −1."""
    listed = np.minimum.accumulate(target >= 0, 1)
    examples, places = np.nonzero(listed)
    true = np.zeros(x.shape, bool)
    true[examples, target[examples, places]] = True
    each, others = np.nonzero(~true[examples])
    return examples[each], target[examples, places][each], others


def _ahead(xp: Any, x: Any, target: Any) -> tuple[Any, tuple[Any, Any, Any]]:
    pairs = _pairs(plain(x), plain(target).reshape(x.shape))
    return 1 - x[pairs[0], pairs[1]] + x[pairs[0], pairs[2]], pairs


def _multilabel(x: Any, target: Any, reduction: int) -> Any:
    rows = _lines(ARRAYS, x)
    gaps, pairs = _ahead(ARRAYS, rows, target)
    each = np.zeros(rows.shape[0], x.dtype)
    np.add.at(each, pairs[0], np.maximum(gaps, 0))
    return _reduced(each / rows.shape[1], x, reduction)


def _multilabel_vjp(xp: Any, g: Any, x: Any, target: Any, reduction: int) -> Any:
    rows = _lines(xp, x)
    gaps, pairs = _ahead(xp, rows, target)
    factor = _back(xp, g, rows.shape[0], reduction) / rows.shape[1]
    each = xp.reshape(xp.broadcast_to(factor, (rows.shape[0], 1)), (rows.shape[0],))[pairs[0]]
    slope = xp.where(plain(gaps) > 0, each, 0)
    back = xp.scatter(rows.shape, (pairs[0], pairs[2]), slope) - xp.scatter(rows.shape, (pairs[0], pairs[1]), slope)
    return xp.reshape(back, x.shape)


MULTILABEL_MARGIN = Op(
    "multilabel_margin_loss", "MultilabelMarginLossBackward0", _multilabel,
    vjp=(final("multilabel_margin_loss_backward", _multilabel_vjp),),
    formula="mean of max(0, 1 − {x} at the right ones + {x} at the others)",
    local=("1 / n where too near, minus as much at the right ones",), no_forward="multilabel_margin_loss_forward",
)
