"""Rows of the losses of `nn.functional`: how far a prediction `x` is from its target `y`.

Option `reduction` is PyTorch's number: 0 keeps every element ("none"), 1 takes the mean, 2 the sum.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.dtypes import from_numpy_dtype, promote_arrays
from autograd_nb.engine.namespaces import ARRAYS
from autograd_nb.engine.op import Op, once

from . import nn
from .elementwise import SIGMOID
from .norms import NORM
from .reduce import add, average, by_row, plain

# A table is read row by row; one argument a line would hide it.
# fmt: off

NONE, MEAN, SUM = range(3)


def _reduced(each: Any, reduction: int) -> Any:
    return each if reduction == NONE else average(each) if reduction == MEAN else add(each, None)


def _share(g: Any, x: Any, reduction: int) -> Any:
    """What arrives at every element: of a mean only its part."""
    return g / plain(x).size if reduction == MEAN else g


# -- a distance of numbers ------------------------------------------------------------------------------------------
# The derivative of each is a row of its own: of the upstream gradient `x`, the prediction `y` and the target `w`. That
# of the target is the same one, with the two exchanged.


def _away(x: Any, y: Any) -> Any:
    """How far a prediction is from a target, which may be of another dtype."""
    if x.dtype is y.dtype:
        return x - y
    common = promote_arrays(x, y)
    return x.astype(common) - y.astype(common)


def check_one_dtype(x: Any, y: Any) -> None:
    """Refuse a target `y` of another dtype than the prediction `x`."""
    if x.dtype is not y.dtype and x.dtype != y.dtype:
        raise errors.found_dtype(*(from_numpy_dtype(array.dtype).scalar_name for array in (y, x)))


def _of_distance(name: str, grad_fn: str, slope: Any, bend: Any, local: tuple[str, str, str]) -> Op:
    """The row of a derivative; `slope` is that of the loss of one element, `bend` a share times the derivative of it."""
    code = slope.__code__
    options = code.co_varnames[2 : code.co_argcount]

    def forward(x: Any, y: Any, w: Any, reduction: int, *more: Any, **named: Any) -> Any:
        check_one_dtype(y, w)
        return _share(x, y, reduction) * slope(ARRAYS, y - w, *more, **named)

    def upstream(xp: Any, g: Any, y: Any, w: Any, reduction: int, *more: Any) -> Any:
        return _share(g, y, reduction) * slope(xp, y - w, *more)

    def prediction(xp: Any, g: Any, x: Any, y: Any, w: Any, reduction: int, *more: Any) -> Any:
        return bend(xp, g * _share(x, y, reduction), y - w, *more)

    def target(xp: Any, *values: Any) -> Any:
        return -prediction(xp, *values)

    upstream.names = ("y", "w", "reduction", *options)  # type: ignore[attr-defined]  # what each of them saves
    prediction.names = target.names = ("x", *upstream.names)  # type: ignore[attr-defined]  # variables are tensors here
    return Op(
        f"{name}_backward", grad_fn, once(forward) if options else forward, vjp=(upstream, prediction, target),
        formula="{x} · " + local[0], local=local, symbol=f"{name} ′",
        saved_as={"x": "grad_output", "y": "self", "w": "target"},
    )


MSE_BACKWARD = _of_distance(
    "mse_loss", "MseLossBackwardBackward0",
    lambda xp, away: 2 * away, lambda xp, share, away: 2 * share, ("2 · ({y} − {w}) / n", "2 · {x} / n", "−2 · {x} / n"),
)
MSE = Op(
    "mse_loss", "MseLossBackward0", lambda x, y, reduction: _reduced(np.square(_away(x, y)), reduction),
    vjp=(
        MSE_BACKWARD.of("x", "y", "reduction"),
        MSE_BACKWARD.of("y", "x", "reduction"),
    ),
    formula="mean(({x} − {y})²)", local=("2 · ({x} − {y}) / n", "2 · ({y} − {x}) / n"),
    saved_as={"y": "target"},
)


def _smooth_l1(x: Any, y: Any, reduction: int, beta: float) -> Any:
    away = np.abs(x - y)
    return _reduced(np.where(away < beta, 0.5 * away * away / beta, away - 0.5 * beta), reduction)


SMOOTH_L1_BACKWARD = _of_distance(
    "smooth_l1_loss", "SmoothL1LossBackwardBackward0",
    lambda xp, away, beta: xp.where(xp.abs(away) >= beta, xp.sign(away), away / beta),
    lambda xp, share, away, beta: xp.where(xp.abs(away) < beta, share / beta, 0),
    ("sign({y} − {w}) / n, ({y} − {w}) / ({beta} · n) within {beta}", "{x} / ({beta} · n) within {beta}, else 0",
     "−{x} / ({beta} · n) within {beta}, else 0"),
)
SMOOTH_L1 = Op(
    "smooth_l1_loss", "SmoothL1LossBackward0", _smooth_l1,
    vjp=(SMOOTH_L1_BACKWARD.of("x", "y", "reduction", "beta"), SMOOTH_L1_BACKWARD.of("y", "x", "reduction", "beta")),
    formula="mean of |{x} − {y}|, rounded off within {beta}",
    local=("sign({x} − {y}) / n, ({x} − {y}) / ({beta} · n) within {beta}",
           "sign({y} − {x}) / n, ({y} − {x}) / ({beta} · n) within {beta}"),
    symbol="smooth_l1", saved_as={"y": "target"},
)


def _huber(x: Any, y: Any, reduction: int, delta: float) -> Any:
    return _reduced(_rounded_off(x, y, delta).astype(x.dtype, copy=False), reduction)


@once
def _rounded_off(x: Any, y: Any, delta: float) -> Any:
    away = np.abs(_away(x, y))
    return np.where(away <= delta, 0.5 * away * away, delta * (away - 0.5 * delta))


HUBER_BACKWARD = _of_distance(
    "huber_loss", "HuberLossBackwardBackward0",
    lambda xp, away, delta: xp.where(xp.abs(away) >= delta, delta * xp.sign(away), away),
    lambda xp, share, away, delta: xp.where(xp.abs(away) < delta, share, 0),
    ("({y} − {w}) / n, at most {delta} / n", "{x} / n within {delta}, else 0", "−{x} / n within {delta}, else 0"),
)
HUBER = Op(
    "huber_loss", "HuberLossBackward0", _huber,
    vjp=(HUBER_BACKWARD.of("x", "y", "reduction", "delta"), HUBER_BACKWARD.of("y", "x", "reduction", "delta")),
    formula="mean of ({x} − {y})² / 2, a line beyond {delta}",
    local=("({x} − {y}) / n, at most {delta} / n", "({y} − {x}) / n, at most {delta} / n"),
    symbol="huber", saved_as={"y": "target"},
)
def _soft_margin(x: Any, reduction: int, target: Any) -> Any:
    return _reduced(np.log1p(np.exp(-x * target)).astype(x.dtype, copy=False), reduction)


def _soft_margin_bend(xp: Any, g: Any, x: Any, y: Any, reduction: int, target: Any) -> Any:
    rest = by_row(xp, SIGMOID, -target * y)
    return g * _share(x, y, reduction) * (target * target) * rest * (1 - rest)


SOFT_MARGIN_BACKWARD: Op = Op(
    "soft_margin_loss_backward", "SoftMarginLossBackwardBackward0",
    lambda x, y, reduction, target: -_share(x, y, reduction) * target * SIGMOID.forward(-target * y),
    vjp=(
        lambda xp, g, y, reduction, target: -_share(g, y, reduction) * target * by_row(xp, SIGMOID, -target * y),
        _soft_margin_bend,
    ),
    formula="−{x} · target · σ(−target · {y}) / n",
    local=("−target · σ(−target · {y}) / n", "{x} · target² · σ(target · {y}) · σ(−target · {y}) / n"),
    symbol="soft_margin ′", saved_as={"x": "grad_output", "y": "self"},
)
SOFT_MARGIN = Op(
    "soft_margin_loss", "SoftMarginLossBackward0", _soft_margin,
    vjp=(SOFT_MARGIN_BACKWARD.of("x", "reduction", "target"),),
    formula="mean(log(1 + exp(−target · {x})))", local=("−target · σ(−target · {x}) / n",), symbol="soft_margin",
)

# -- a probability and a truth ----------------------------------------------------------------------------------------


def _weighted(each: Any, weight: Any) -> Any:
    return each if weight is None else each * weight


def _sent(xp: Any, g: Any, x: Any, reduction: int, slope: Any, weight: Any) -> Any:
    """What is sent back along a slope; of a mean the share of each is taken last, as PyTorch records it."""
    if (xp.plain and g.dtype.itemsize != 2) or reduction != MEAN:
        return _weighted(_share(g, x, reduction) * slope, weight)
    return _weighted(slope * g, weight) / plain(x).size


def _bce(x: Any, y: Any, reduction: int, weight: Any) -> Any:
    """Logarithms count as -100 at least, so that a certain but wrong prediction has a finite loss."""
    each = (y - 1) * np.maximum(np.log1p(-x), -100) - y * np.maximum(np.log(x), -100)
    return _reduced(_weighted(each, weight).astype(x.dtype, copy=False), reduction)


def _spread(xp: Any, x: Any) -> Any:
    """How much a truth varies whose probability is `x`; not quite 0 for what is certain."""
    spread = (1 - x) * x
    return xp.where(spread > 1e-12, spread, 1e-12)


def _bce_upstream(xp: Any, g: Any, y: Any, w: Any, reduction: int, weight: Any) -> Any:
    if xp.plain and g.dtype.itemsize == 2:
        return _share(_weighted(g * (y - w) / _spread(xp, y), weight), y, reduction)
    return _weighted(_share(g, y, reduction) * ((y - w) / _spread(xp, y)), weight)


def _bce_prediction(xp: Any, g: Any, x: Any, y: Any, w: Any, reduction: int, weight: Any) -> Any:
    bend = (y * y - 2 * y * w + w) / ((y + 1e-12) ** 2 * (1 - y + 1e-12) ** 2)
    return _weighted(g * _share(x, y, reduction) * bend, weight)


BCE_BACKWARD: Op = Op(
    "binary_cross_entropy_backward", "BinaryCrossEntropyBackwardBackward0",
    lambda x, y, w, reduction, weight: _bce_upstream(ARRAYS, x, y, w, reduction, weight),
    vjp=(
        _bce_upstream, _bce_prediction,
        lambda xp, g, x, y, reduction, weight: _weighted(-g * _share(x, y, reduction) / _spread(xp, y), weight),
    ),
    formula="{x} · ({y} − {w}) / ({y} · (1 − {y}) · n)",
    local=("({y} − {w}) / ({y} · (1 − {y}) · n)", "{x} · ({y}² − 2 · {y} · {w} + {w}) / ({y} · (1 − {y}))² / n",
           "−{x} / ({y} · (1 − {y}) · n)"),
    symbol="bce ′", saved_as={"x": "grad_output", "y": "self", "w": "target"},
)


def _bce_target_vjp(xp: Any, g: Any, x: Any, reduction: int, weight: Any) -> Any:
    return _sent(xp, g, x, reduction, xp.log(1 - x) - xp.log(x), weight)


BCE = Op(
    "binary_cross_entropy", "BinaryCrossEntropyBackward0", _bce,
    vjp=(BCE_BACKWARD.of("x", "y", "reduction", "weight"), _bce_target_vjp),
    formula="mean of −{y} · log {x} − (1 − {y}) · log(1 − {x})",
    local=("({x} − {y}) / ({x} · (1 − {x}) · n)", "(log(1 − {x}) − log {x}) / n"),
    symbol="bce", saved_as={"y": "target"},
)


@once
def _log_of_rest(x: Any) -> Any:
    """-log σ(x), without overflow."""
    return np.log1p(np.exp(-np.abs(x))) + np.maximum(-x, 0)


def _bce_logits(x: Any, y: Any, reduction: int, weight: Any, pos_weight: Any) -> Any:
    rest = _log_of_rest(x)
    each = (1 - y) * x + (rest if pos_weight is None else ((pos_weight - 1) * y + 1) * rest)
    return _reduced(_weighted(each, weight).astype(y.dtype, copy=False), reduction)


def _bce_logits_vjp(xp: Any, g: Any, x: Any, y: Any, reduction: int, weight: Any, pos_weight: Any) -> Any:
    s = by_row(xp, SIGMOID, x)
    slope = s - y if pos_weight is None else (pos_weight * y + 1 - y) * s - pos_weight * y
    return _sent(xp, g, x, reduction, slope, weight)


def _bce_logits_target_vjp(xp: Any, g: Any, x: Any, reduction: int, weight: Any, pos_weight: Any) -> Any:
    slope = -x if pos_weight is None else by_row(xp, nn.LOG_SIGMOID, -x) - by_row(xp, nn.LOG_SIGMOID, x) * pos_weight
    return _sent(xp, g, x, reduction, slope, weight)


BCE_WITH_LOGITS = Op(
    "binary_cross_entropy_with_logits", "BinaryCrossEntropyWithLogitsBackward0", _bce_logits,
    vjp=(_bce_logits_vjp, _bce_logits_target_vjp),
    formula="mean of −{y} · log σ({x}) − (1 − {y}) · log(1 − σ({x}))",
    local=("(σ({x}) − {y}) / n", "−{x} / n"),
    symbol="bce", saved_as={"y": "target"},
)

# -- log-probabilities and a class --------------------------------------------------------------------------------------


def _chosen(shape: tuple[int, ...], target: Any, weight: Any, ignore_index: int, dtype: Any) -> tuple[Any, Any]:
    """Where the classes stand in an array of `shape`, and what each counts (None: all count 1)."""
    classes = plain(target)
    ignored = classes == ignore_index
    some = ignored.any()
    if some:
        classes = np.where(ignored, 0, classes)
    counts = None if weight is None else plain(weight)[classes]
    if some:
        counts = (~ignored).astype(dtype) if counts is None else counts * ~ignored
    if len(shape) == 1:
        return (classes,), counts
    if len(shape) == 2:
        return (np.arange(shape[0]), classes), counts
    places: list[Any] = list(np.indices(classes.shape, sparse=True))
    return (places[0], classes, *places[1:]), counts


def _nll(x: Any, target: Any, weight: Any, reduction: int, ignore_index: int) -> Any:
    index, counts = _chosen(x.shape, target, weight, ignore_index, x.dtype)
    each = -x[index]
    if counts is None:
        return _reduced(each, reduction)
    each = each * counts + 0  # that of a class that does not count is 0 and not -0
    return each if reduction == NONE else add(each, None) / (add(counts, None) if reduction == MEAN else 1)


def _nll_backward(x: Any, y: Any, target: Any, weight: Any, reduction: int, ignore_index: int) -> Any:
    index, counts = _chosen(y.shape, target, weight, ignore_index, x.dtype)
    if counts is None:
        counts = np.full(index[-1].shape if len(index) < 3 else index[1].shape, 1, x.dtype)
    counts = -(counts / add(counts, None) if reduction == MEAN else counts)
    full = np.zeros(y.shape, x.dtype)
    full[index] += x * counts  # every place stands there once; added, so that -0 becomes 0
    return full


def _nll_rows(name: str, grad_fn: str) -> tuple[Op, Op]:
    def upstream(xp: Any, g: Any, target: Any, weight: Any, reduction: int, ignore_index: int) -> Any:
        options = {"target": target, "weight": weight, "reduction": reduction, "ignore_index": ignore_index}
        return by_row(xp, loss, g, **options)

    backward = Op(
        f"{name}_backward", f"{grad_fn}BackwardBackward0", _nll_backward,
        vjp=(upstream, lambda xp, g, y_shape: xp.zeros(y_shape, g)),
        formula="−{x} / n at the target, else 0", local=("−1 / n at the target, else 0", "0"),
        symbol="nll ′", saved_as={"x": "grad_output", "y": "self"},
    )
    loss = Op(
        name, f"{grad_fn}Backward0", _nll,
        vjp=(backward.of("x", "target", "weight", "reduction", "ignore_index"),),
        formula="mean of −{x}[i, target[i]]", local=("−1 / n at the target, else 0",), symbol="nll",
    )
    return loss, backward


NLL, NLL_BACKWARD = _nll_rows("nll_loss", "NllLoss")
NLL_2D, NLL_2D_BACKWARD = _nll_rows("nll_loss2d", "NllLoss2D")

# -- what only PyTorch's own compositions record --------------------------------------------------------------------------

NORM_DIM = Op(
    "norm", "NormBackward1", NORM.forward,
    vjp=NORM.vjp,
    formula=NORM.formula, local=NORM.local, symbol="norm",
)
