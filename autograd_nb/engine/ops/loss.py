"""Rows of the losses of `nn.functional`: how far a prediction `x` is from its target `y`.

Option `reduction` is PyTorch's number: 0 keeps every element ("none"), 1 takes the mean, 2 the sum.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.op import Op

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

MSE = Op(
    "mse_loss", "MseLossBackward0", lambda x, y, reduction: _reduced((x - y) ** 2, reduction),
    vjp=(
        lambda xp, g, x, y, reduction: _share(2 * g, x, reduction) * (x - y),
        lambda xp, g, x, y, reduction: _share(2 * g, x, reduction) * (y - x),
    ),
    formula="mean(({x} − {y})²)", local=("2 · ({x} − {y}) / n", "2 · ({y} − {x}) / n"),
    saved_as={"y": "target"},
)


def _smooth_l1(x: Any, y: Any, reduction: int, beta: float) -> Any:
    away = np.abs(x - y)
    return _reduced(np.where(away < beta, 0.5 * away * away / beta, away - 0.5 * beta), reduction)


def _smooth_l1_vjp(xp: Any, g: Any, x: Any, y: Any, reduction: int, beta: float) -> Any:
    away = x - y
    slope = xp.where(xp.abs(away) < beta, away / beta, xp.sign(away))
    return _share(g, x, reduction) * slope


SMOOTH_L1 = Op(
    "smooth_l1_loss", "SmoothL1LossBackward0", _smooth_l1,
    vjp=(_smooth_l1_vjp, lambda xp, g, x, y, reduction, beta: -_smooth_l1_vjp(xp, g, x, y, reduction, beta)),
    formula="mean of |{x} − {y}|, rounded off within {beta}",
    local=("sign({x} − {y}) / n, ({x} − {y}) / ({beta} · n) within {beta}",
           "sign({y} − {x}) / n, ({y} − {x}) / ({beta} · n) within {beta}"),
    symbol="smooth_l1", saved_as={"y": "target"},
)


def _huber(x: Any, y: Any, reduction: int, delta: float) -> Any:
    away = np.abs(x - y)
    return _reduced(np.where(away <= delta, 0.5 * away * away, delta * (away - 0.5 * delta)), reduction)


def _huber_vjp(xp: Any, g: Any, x: Any, y: Any, reduction: int, delta: float) -> Any:
    away = x - y
    return _share(g, x, reduction) * xp.where(xp.abs(away) <= delta, away, delta * xp.sign(away))


HUBER = Op(
    "huber_loss", "HuberLossBackward0", _huber,
    vjp=(_huber_vjp, lambda xp, g, x, y, reduction, delta: -_huber_vjp(xp, g, x, y, reduction, delta)),
    formula="mean of ({x} − {y})² / 2, a line beyond {delta}",
    local=("({x} − {y}) / n, at most {delta} / n", "({y} − {x}) / n, at most {delta} / n"),
    symbol="huber", saved_as={"y": "target"},
)
SOFT_MARGIN = Op(
    "soft_margin_loss", "SoftMarginLossBackward0", lambda x, reduction, target: _reduced(np.log1p(np.exp(-target * x)), reduction),
    vjp=(lambda xp, g, x, reduction, target: -_share(g, x, reduction) * target * by_row(xp, SIGMOID, -target * x),),
    formula="mean(log(1 + exp(−target · {x})))", local=("−target · σ(−target · {x}) / n",), symbol="soft_margin",
)

# -- a probability and a truth ----------------------------------------------------------------------------------------


def _weighted(each: Any, weight: Any) -> Any:
    return each if weight is None else each * weight


def _bce(x: Any, y: Any, reduction: int, weight: Any) -> Any:
    """Logarithms count as -100 at least, so that a certain but wrong prediction has a finite loss."""
    each = (y - 1) * np.maximum(np.log1p(-x), -100) - y * np.maximum(np.log(x), -100)
    return _reduced(_weighted(each, weight), reduction)


def _bce_vjp(xp: Any, g: Any, x: Any, y: Any, reduction: int, weight: Any) -> Any:
    spread = (1 - x) * x
    slope = (x - y) / xp.where(spread > 1e-12, spread, 1e-12)
    return _weighted(_share(g, x, reduction) * slope, weight)


def _bce_target_vjp(xp: Any, g: Any, x: Any, reduction: int, weight: Any) -> Any:
    return _weighted(_share(g, x, reduction) * (xp.log(1 - x) - xp.log(x)), weight)


BCE = Op(
    "binary_cross_entropy", "BinaryCrossEntropyBackward0", _bce,
    vjp=(_bce_vjp, _bce_target_vjp),
    formula="mean of −{y} · log {x} − (1 − {y}) · log(1 − {x})",
    local=("({x} − {y}) / ({x} · (1 − {x}) · n)", "(log(1 − {x}) − log {x}) / n"),
    symbol="bce", saved_as={"y": "target"},
)


def _bce_logits(x: Any, y: Any, reduction: int, weight: Any, pos_weight: Any) -> Any:
    rest = np.log1p(np.exp(-np.abs(x))) + np.maximum(-x, 0)  # -log σ(x), without overflow
    each = (1 - y) * x + (rest if pos_weight is None else ((pos_weight - 1) * y + 1) * rest)
    return _reduced(_weighted(each, weight), reduction)


def _bce_logits_vjp(xp: Any, g: Any, x: Any, y: Any, reduction: int, weight: Any, pos_weight: Any) -> Any:
    s = by_row(xp, SIGMOID, x)
    slope = s - y if pos_weight is None else (pos_weight * y + 1 - y) * s - pos_weight * y
    return _weighted(_share(g, x, reduction) * slope, weight)


def _bce_logits_target_vjp(xp: Any, g: Any, x: Any, reduction: int, weight: Any, pos_weight: Any) -> Any:
    slope = -x
    if pos_weight is not None:
        slope = slope - (pos_weight - 1) * xp.log(by_row(xp, SIGMOID, x))
    return _weighted(_share(g, x, reduction) * slope, weight)


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
    each = each * counts
    return each if reduction == NONE else add(each, None) / (add(counts, None) if reduction == MEAN else 1)


def _nll_vjp(xp: Any, g: Any, x_shape: Any, target: Any, weight: Any, reduction: int, ignore_index: int) -> Any:
    index, counts = _chosen(x_shape, target, weight, ignore_index, plain(g).dtype)
    if counts is None:
        counts = np.full(index[-1].shape if len(index) < 3 else index[1].shape, 1, plain(g).dtype)
    counts = -(counts / add(counts, None) if reduction == MEAN else counts)
    if not xp.plain:
        return xp.scatter(x_shape, index, g * g._wrap(counts))
    full = np.zeros(x_shape, g.dtype)
    full[index] += g * counts  # every place stands there once; added, so that -0 becomes 0
    return full


NLL = Op(
    "nll_loss", "NllLossBackward0", _nll,
    vjp=(_nll_vjp,),
    formula="mean of −{x}[i, target[i]]", local=("−1 / n at the target, else 0",), symbol="nll",
)
NLL_2D = Op(
    "nll_loss2d", "NllLoss2DBackward0", _nll,
    vjp=(_nll_vjp,),
    formula="mean of −{x}[i, target[i]]", local=("−1 / n at the target, else 0",), symbol="nll",
)

# -- what only PyTorch's own compositions record --------------------------------------------------------------------------
# Python's operators record AddBackward0 and so on for numbers too; inside C++ the overload for numbers is taken.

NORM_DIM = Op(
    "norm", "NormBackward1", NORM.forward,
    vjp=NORM.vjp,
    formula=NORM.formula, local=NORM.local, symbol="norm",
)
ADD_NUMBER = Op(
    "add", "AddBackward1", lambda x, other: x + other,
    vjp=(lambda xp, g: g,),
    formula="{x} + {other}", local=("1",), symbol="+",
)
MUL_NUMBER = Op(
    "mul", "MulBackward1", lambda x, other: x * other,
    vjp=(lambda xp, g, other: g * other,),
    formula="{x} · {other}", local=("{other}",), symbol="×",
)
DIV_NUMBER = Op(
    "div", "DivBackward1", lambda x, other: x / other,
    vjp=(lambda xp, g, other: g / other,),
    formula="{x} / {other}", local=("1 / {other}",), symbol="÷",
)
