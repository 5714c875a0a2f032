"""The rules of products, layers and losses for all examples of a batch at once, see at_once.py."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.node import Variable

from .at_once import Call, Unfit, lined_up, numbers_of
from .batches import innermost

if TYPE_CHECKING:
    from .at_once import Rule

# -- products ---------------------------------------------------------------------------------------------------------


def product(*ranks: int) -> Rule:
    """The rule of a product of matrices and vectors, of such as have these numbers of dimensions."""

    def rule(call: Call) -> Any:
        x, y = call
        if (ranks and (x.ndim, y.ndim) != ranks) or not x.ndim or not y.ndim or x.dtype is not y.dtype:
            raise Unfit
        left, right = (t._whole() if call.has(t) else t for t in (x, y))
        row, column = x.ndim == 1, y.ndim == 1
        if row:
            left = left.unsqueeze(-2)
        if column:
            right = right.unsqueeze(-1)
        rank = max(x.ndim + row, y.ndim + column)
        left, right = (lined_up(t, rank) if call.has(own) else t for t, own in ((left, x), (right, y)))
        z = left.matmul(right)
        if column:
            z = z.squeeze(-1)
        return z.squeeze(-1 - (not column)) if row else z

    return rule


def outer(call: Call) -> Any:
    """The outer product of vectors."""
    x, y = call
    if x.ndim != 1 or y.ndim != 1:
        raise Unfit
    left, right = (t._whole() if call.has(t) else t for t in (x, y))
    return left.unsqueeze(-1) * right.unsqueeze(-2)


def linear(call: Call) -> Any:
    """A layer: of an input that is of the batch, and of weights that all examples share, or not."""
    bias: Any = call.named.get("bias") if len(call) == 2 else call[2]
    x, weight = call[:2]
    if not (call.has(weight) or call.has(bias)):
        return call.function(x._whole(), weight, bias)
    if bias is not None and bias.ndim != 1:
        raise Unfit
    z = product()(Call(call.batch, call.function, (x, weight.t()), {}))
    if bias is None:
        return z
    return z + (lined_up(bias._whole(), x.ndim) if call.has(bias) else bias)


def layer_normed(call: Call) -> Any:
    """`layer_norm`: with a scale and shift of the batch these follow on it."""
    names = ("input", "normalized_shape", "weight", "bias", "eps")
    given = dict(zip(names, call)) | call.named
    whole, weight, bias = given["input"]._whole(), given.get("weight"), given.get("bias")
    rank = whole.ndim - 1
    shared = {} if call.has(weight) or call.has(bias) else {"weight": weight, "bias": bias}
    eps = {"eps": given["eps"]} if "eps" in given else {}
    z = call.function(whole, given["normalized_shape"], **shared, **eps)
    if shared:
        return z
    weight, bias = (lined_up(t._whole(), rank) if call.has(t) else t for t in (weight, bias))  # type: ignore[union-attr]  # tensors here
    z = z if weight is None else z * weight
    return z if bias is None else z + bias


def batch_normed(call: Call) -> Any:
    """`batch_norm` without running statistics: the channels of all examples side by side."""
    names = ("input", "running_mean", "running_var", "weight", "bias", "training", "momentum", "eps")
    given = dict(zip(names, call)) | call.named
    x, mean, var, weight, bias = (call.spread(given.pop(name, None)) for name in names[:5])
    if mean is not None or var is not None or not given.get("training") or x.ndim < 3:
        raise Unfit
    x = x.transpose(0, 1)
    z = call.function(x.reshape(x.shape[0], -1, *x.shape[3:]), None, None, **given).reshape(x.shape)
    of_channels = (*x.shape[1:3], *(1,) * (x.ndim - 3))
    z = z if weight is None else z * weight.reshape(of_channels)
    z = z if bias is None else z + bias.reshape(of_channels)
    return z.transpose(0, 1)


def summed(call: Call) -> Any:
    """`einsum`: the examples get a letter of their own."""
    equation, *given = call
    if not isinstance(equation, str) or "." in equation:
        raise Unfit
    operands = list(given[0]) if len(given) == 1 and isinstance(given[0], (list, tuple)) else given
    left, arrow, right = equation.replace(" ", "").partition("->")
    if not arrow:
        right = "".join(sorted(c for c in set(left) - {","} if left.count(c) == 1))
    own = next(c for c in string.ascii_letters if c not in equation)
    terms = [own + term if call.has(t) else term for term, t in zip(left.split(","), operands, strict=True)]
    wholes = [t._whole() if call.has(t) else t for t in operands]
    return call.function(f"{','.join(terms)}->{own}{right}", *wholes)


# -- losses and images ------------------------------------------------------------------------------------------------


def loss(call: Call) -> Any:
    """A loss of what is predicted and of the target, by elements."""
    reduction = _reduction(call, "beta", "delta")
    if call[0].shape != call[1].shape:
        raise Unfit
    z = call.function(*map(call.spread, call), **call.named, reduction="none")
    if reduction == "none":
        return z
    z = z.reshape(z.shape[0], -1)
    return z.mean(1) if reduction == "mean" else z.sum(1)


def class_loss(call: Call) -> Any:
    """A loss of scores and of the number of the class, of one or of several rows."""
    reduction = _reduction(call, "label_smoothing", "ignore_index")
    scores, target = call
    if scores.ndim not in (1, 2) or target.ndim != scores.ndim - 1 or target.dtype.is_floating_point:
        raise Unfit
    if call.named.get("label_smoothing"):
        raise Unfit
    x, t = (call.spread(v) for v in call)
    z = call.function(x.reshape(-1, x.shape[-1]), t.reshape(-1), **call.named, reduction="none").view(t.shape)
    if reduction == "none" or (scores.ndim == 1 and reduction == "sum"):
        return z
    if scores.ndim == 1:
        z, t = z.unsqueeze(1), t.unsqueeze(1)
    return z.sum(1) / (t != call.named.get("ignore_index", -100)).sum(1) if reduction == "mean" else z.sum(1)


def _reduction(call: Call, *known: str) -> str:
    """How a loss of two arguments is reduced, taken out of the options, of which only these are known."""
    reduction = call.named.pop("reduction", "mean")
    if len(call) != 2 or not call.named.keys() <= {*known} or reduction not in ("none", "mean", "sum"):
        raise Unfit
    return str(reduction)


def image(rank: int) -> Rule:
    """The rule of a function of images of so many dimensions, or of batches of them."""

    def rule(call: Call) -> Any:
        whole = call.alone()
        several = whole.ndim == rank + 2
        if not several and whole.ndim != rank + 1:
            raise Unfit
        call[0] = whole.reshape(-1, *whole.shape[2:]) if several else whole
        z = call.result()
        if not isinstance(z, Variable):
            raise Unfit
        return z.reshape(*whole.shape[:2], *z.shape[1:]) if several else z  # type: ignore[attr-defined]  # variables are tensors here

    return rule


def convolved(rank: int) -> Rule:
    """The rule of a convolution over so many dimensions: of weights that differ, as groups of channels."""
    names = ("input", "weight", "bias", "stride", "padding", "dilation", "groups")
    shared = image(rank + 1)

    def rule(call: Call) -> Any:
        if call.has(call[0]) and innermost((*call[1:], *call.named.values()), {}) is not call.batch:
            return shared(call)
        given = dict(zip(names, call)) | call.named
        x, weight, bias = (call.spread(given.pop(name, None)) for name in names[:3])
        several = x.ndim == rank + 3
        if not (several or x.ndim == rank + 2) or weight.ndim != rank + 3:
            raise Unfit
        x = x.transpose(0, 1) if several else x.unsqueeze(0)
        given["groups"] = given.get("groups", 1) * call.batch.size
        z = call.function(
            x.reshape(x.shape[0], -1, *x.shape[3:]),
            weight.reshape(-1, *weight.shape[2:]),
            None if bias is None else bias.reshape(-1),
            **given,
        )
        z = z.reshape(x.shape[0], call.batch.size, -1, *z.shape[2:])
        return z.transpose(0, 1) if several else z.squeeze(0)

    return rule


def embedded(call: Call) -> Any:
    """Rows of a table."""
    numbers, table = call
    if call.named.keys() - {"padding_idx"} or call.named.get("padding_idx") is not None:
        raise Unfit
    if not call.has(table):
        return call.function(numbers._whole(), table)
    whole = table._whole()
    if not call.has(numbers):
        return whole[:, numbers]
    own = numbers._whole()
    return whole[numbers_of(call.batch, own.ndim), own]
