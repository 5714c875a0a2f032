"""The losses that PyTorch has as functions of `torch` beside those of `nn.functional`; reductions are numbers there.

They are what PyTorch's own layers call: reductions are numbers, 0 none, 1 mean, 2 sum. The default is 0: Python gets
it where C++ has the mean.

>>> torch.margin_ranking_loss(torch.tensor([3.0]), torch.tensor([1.0]), torch.tensor([-1.0]), reduction=1)
tensor(2.)
"""

from __future__ import annotations

from typing import Any

from autograd_nb.engine.arguments.calling import as_pytorch

from . import functional as F

_REDUCTIONS = ("none", "mean", "sum")


def kl_div(input: Any, target: Any, reduction: int = 0, *, log_target: bool = False) -> Any:
    """The Kullback-Leibler divergence of log-probabilities from probabilities; one number per element unless asked.

    `reduction` is a number: 0 none, 1 mean, 2 sum. Otherwise it is `nn.functional.kl_div`.

    >>> model, truth = torch.tensor([[0.5, 0.5]]), torch.tensor([[1.0, 0.0]])
    >>> torch.kl_div(model.log(), truth, reduction=2)
    tensor(0.6931)
    """
    each = F.kl_div(input, target, reduction="none", log_target=log_target)
    return each if reduction == 0 else each.mean() if reduction == 1 else each.sum()


def binary_cross_entropy_with_logits(
    input: Any, target: Any, weight: Any = None, pos_weight: Any = None, reduction: int = 0
) -> Any:
    """The cross entropy between the sigmoid of the input and truths from 0 to 1; one number per element unless asked.

    `reduction` is a number: 0 none, 1 mean, 2 sum; `pos_weight` comes before it.

    >>> torch.binary_cross_entropy_with_logits(torch.tensor([0.0, 2.0]), torch.tensor([1.0, 1.0]))
    tensor([0.6931, 0.1269])
    """
    named = _REDUCTIONS[reduction]
    return F.binary_cross_entropy_with_logits(input, target, weight, reduction=named, pos_weight=pos_weight)


def cosine_embedding_loss(input1: Any, input2: Any, target: Any, margin: float = 0.0, reduction: int = 0) -> Any:
    """1 - cos for vectors that belong together (target 1); cos - margin, if positive, for others (target -1).

    `reduction` is a number: 0 none, 1 mean, 2 sum. Shapes: inputs (batch, features), target (batch).

    >>> one, other = torch.ones(1, 2), torch.tensor([[1.0, 0.0]])
    >>> torch.cosine_embedding_loss(one, other, torch.tensor([1]))
    tensor([0.2929])
    """
    return F.cosine_embedding_loss(input1, input2, target, margin, reduction=_REDUCTIONS[reduction])


def hinge_embedding_loss(input: Any, target: Any, margin: float = 1.0, reduction: int = 0) -> Any:
    """The input where the target is 1, what it lacks to `margin` where it is -1.

    `reduction` is a number: 0 none, 1 mean, 2 sum. Shapes: `target` has that of `input`.

    >>> torch.hinge_embedding_loss(torch.tensor([0.3, 0.3]), torch.tensor([1, -1]))
    tensor([0.3000, 0.7000])
    """
    return F.hinge_embedding_loss(input, target, margin, reduction=_REDUCTIONS[reduction])


def margin_ranking_loss(input1: Any, input2: Any, target: Any, margin: float = 0.0, reduction: int = 0) -> Any:
    """What the first input lacks to be ranked above the second (target 1) or below it (-1), by at least `margin`.

    `reduction` is a number: 0 none, 1 mean, 2 sum. Shapes: all three alike.

    >>> higher, lower = torch.tensor([3.0, 1.0]), torch.tensor([1.0, 2.0])
    >>> torch.margin_ranking_loss(higher, lower, torch.ones(2))
    tensor([0., 1.])
    """
    return F.margin_ranking_loss(input1, input2, target, margin, reduction=_REDUCTIONS[reduction])


def triplet_margin_loss(
    anchor: Any,
    positive: Any,
    negative: Any,
    margin: float = 1.0,
    p: float = 2.0,
    eps: float = 1e-6,
    swap: bool = False,
    reduction: int = 0,
) -> Any:
    """How much nearer than by `margin` the negative example is to the anchor than the positive one.

    `reduction` is a number: 0 none, 1 mean, 2 sum. Shapes: three times (batch, features).

    >>> anchor, positive, negative = torch.tensor([[0.0, 0.0], [0.0, 1.0], [0.0, 1.5]]).split(1)
    >>> torch.triplet_margin_loss(anchor, positive, negative)
    tensor([0.5000])
    """
    named = _REDUCTIONS[reduction]
    return F.triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, reduction=named)


def poisson_nll_loss(input: Any, target: Any, log_input: bool, full: bool, eps: float, reduction: int) -> Any:
    """The negative log-likelihood of counts with a Poisson distribution: see `nn.functional.poisson_nll_loss`.

    Nothing has a default; `reduction` is a number: 0 none, 1 mean, 2 sum.

    >>> rate, counts = torch.tensor([0.0, 1.0]), torch.tensor([1.0, 3.0])
    >>> torch.poisson_nll_loss(rate, counts, True, False, 1e-8, 0)
    tensor([ 1.0000, -0.2817])
    """
    return F.poisson_nll_loss(input, target, log_input, full, eps=eps, reduction=_REDUCTIONS[reduction])


def ctc_loss(
    log_probs: Any,
    targets: Any,
    input_lengths: Any,
    target_lengths: Any,
    blank: int = 0,
    reduction: int = 0,
    zero_infinity: bool = False,
) -> Any:
    """Minus the logarithm of the probability that a sequence says the targets; see `nn.functional.ctc_loss`.

    `reduction` is a number: 0 none, 1 mean, 2 sum. Shapes: `log_probs` (steps, batch, classes), `targets`
    (batch, longest), both lengths (batch).

    >>> even = torch.zeros(2, 1, 3).log_softmax(2)
    >>> torch.ctc_loss(even, torch.tensor([[1]]), torch.tensor([2]), torch.tensor([1]))
    tensor([1.0986])
    """
    named = _REDUCTIONS[reduction]
    return F.ctc_loss(log_probs, targets, input_lengths, target_lengths, blank, named, zero_infinity)


for _function in [value for value in globals().values() if getattr(value, "__module__", "") == __name__]:
    globals()[_function.__name__] = as_pytorch(_function)
