"""The losses as modules.

Source: https://pytorch.org/docs/2.7/nn.html#loss-functions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.nn import functional as F

from .module import Module

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.tensor import Tensor
from .distance import PairwiseDistance
from .loss_layer import Loss, OfAboveZero, OfCounts, OfSequences, OfSpread, OfTwo, loss

_REDUCED = {"size_average": None, "reduce": None, "reduction": "mean"}

MSELoss = loss(
    "MSELoss",
    F.mse_loss,
    """The squared error: its mean, its sum, or one for each element, as `reduction` says.

    Its derivative by the input is 2 (input - target), over the number of elements for the mean.

    >>> torch.nn.MSELoss()(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 4.0]))
    tensor(2.)
    """,
    **_REDUCED,
)
L1Loss = loss(
    "L1Loss",
    F.l1_loss,
    """The absolute error: its mean, its sum, or one for each element, as `reduction` says.

    >>> torch.nn.L1Loss(reduction="sum")(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 4.0]))
    tensor(3.)
    """,
    **_REDUCED,
)
SmoothL1Loss = loss(
    "SmoothL1Loss",
    F.smooth_l1_loss,
    """The absolute error, rounded off to a parabola where it is below `beta`: d² / (2 `beta`), then |d| - `beta` / 2.

    >>> torch.nn.SmoothL1Loss(reduction="none")(torch.tensor([0.5, 3.0]), torch.zeros(2))
    tensor([0.1250, 2.5000])
    """,
    **_REDUCED,
    beta=1.0,
)
HuberLoss = loss(
    "HuberLoss",
    F.huber_loss,
    """Half the squared error, which goes on as a line of slope `delta` beyond `delta`.

    >>> torch.nn.HuberLoss(reduction="none", delta=2.0)(torch.tensor([1.0, 4.0]), torch.zeros(2))
    tensor([0.5000, 6.0000])
    """,
    reduction="mean",
    delta=1.0,
)
BCELoss = loss(
    "BCELoss",
    F.binary_cross_entropy,
    """The cross entropy between probabilities and truths from 0 to 1. `BCEWithLogitsLoss` is more precise.

    >>> torch.nn.BCELoss()(torch.tensor([0.5, 0.5]), torch.tensor([1.0, 0.0]))
    tensor(0.6931)
    """,
    weight=None,
    **_REDUCED,
)
BCEWithLogitsLoss = loss(
    "BCEWithLogitsLoss",
    F.binary_cross_entropy_with_logits,
    """`BCELoss` of the sigmoid of the input, without its loss of precision; for networks that answer yes or no.

    `pos_weight`, one number for each output, is how much a positive example counts.

    >>> torch.nn.BCEWithLogitsLoss()(torch.tensor([0.0, 100.0]), torch.tensor([1.0, 1.0]))
    tensor(0.3466)
    """,
    weight=None,
    **_REDUCED,
    pos_weight=None,
)
NLLLoss = loss(
    "NLLLoss",
    F.nll_loss,
    """The negative log-probability of the true class: what follows `LogSoftmax`. See `nn.functional.nll_loss`.

    Shapes: input (batch, classes, ...), target (batch, ...) with the numbers of the classes.

    >>> torch.nn.NLLLoss()(torch.tensor([[0.25, 0.75]]).log(), torch.tensor([1]))
    tensor(0.2877)
    """,
    weight=None,
    size_average=None,
    ignore_index=-100,
    reduce=None,
    reduction="mean",
)
CrossEntropyLoss = loss(
    "CrossEntropyLoss",
    F.cross_entropy,
    """The cross entropy between the softmax of the input and the true classes, in nats.

    For networks that choose a class; they end without `Softmax`.

    Shapes: input (batch, classes, ...), target (batch, ...) with the numbers of the classes, or probabilities of the
    input's shape. `weight` has a factor for each class.

    >>> torch.nn.CrossEntropyLoss()(torch.zeros(2, 4), torch.tensor([1, 3]))
    tensor(1.3863)
    """,
    weight=None,
    size_average=None,
    ignore_index=-100,
    reduce=None,
    reduction="mean",
    label_smoothing=0.0,
)
KLDivLoss = loss(
    "KLDivLoss",
    F.kl_div,
    """The Kullback-Leibler divergence of log-probabilities from probabilities; `reduction="batchmean"` gives its mean.

    >>> model, truth = torch.tensor([[0.5, 0.5]]), torch.tensor([[1.0, 0.0]])
    >>> torch.nn.KLDivLoss(reduction="batchmean")(model.log(), truth)
    tensor(0.6931)
    """,
    **_REDUCED,
    log_target=False,
)
SoftMarginLoss = loss(
    "SoftMarginLoss",
    F.soft_margin_loss,
    """log(1 + exp(-target * input)) for targets -1 and 1.

    >>> torch.nn.SoftMarginLoss()(torch.tensor([0.0, 3.0]), torch.tensor([1.0, 1.0]))
    tensor(0.3709)
    """,
    **_REDUCED,
)
HingeEmbeddingLoss = loss(
    "HingeEmbeddingLoss",
    F.hinge_embedding_loss,
    """The input where the target is 1, what it lacks to `margin` where it is -1: for distances of pairs.

    >>> torch.nn.HingeEmbeddingLoss(reduction="none")(torch.tensor([0.3, 0.3]), torch.tensor([1, -1]))
    tensor([0.3000, 0.7000])
    """,
    margin=1.0,
    **_REDUCED,
)
MarginRankingLoss = loss(
    "MarginRankingLoss",
    F.margin_ranking_loss,
    """What the first input lacks to be ranked above the second (target 1) or below it (-1), by at least `margin`.

    >>> higher, lower = torch.tensor([3.0, 1.0]), torch.tensor([1.0, 2.0])
    >>> torch.nn.MarginRankingLoss()(higher, lower, torch.ones(2))
    tensor(0.5000)
    """,
    OfTwo,
    margin=0.0,
    **_REDUCED,
)
CTCLoss = loss(
    "CTCLoss",
    F.ctc_loss,
    """Minus the logarithm of the probability that a sequence says the targets, however it is spread over the steps.

    Shapes: log-probabilities (steps, batch, classes), targets (batch, longest), both lengths (batch).

    >>> even = torch.zeros(2, 1, 3).log_softmax(2)
    >>> torch.nn.CTCLoss()(even, torch.tensor([[1]]), torch.tensor([2]), torch.tensor([1]))
    tensor(1.0986)
    """,
    OfSequences,
    blank=0,
    reduction="mean",
    zero_infinity=False,
)
TripletMarginLoss = loss(
    "TripletMarginLoss",
    F.triplet_margin_loss,
    """How much nearer than by `margin` the negative example is to the anchor than the positive one.

    Shapes: three times (batch, features).

    >>> anchor, positive, negative = torch.tensor([[0.0, 0.0], [0.0, 1.0], [0.0, 1.5]]).split(1)
    >>> torch.nn.TripletMarginLoss()(anchor, positive, negative)
    tensor(0.5000)

    Raises:
        ValueError: `margin` is not positive.
    """,
    OfAboveZero,
    margin=1.0,
    p=2.0,
    eps=1e-6,
    swap=False,
    **_REDUCED,
)
PoissonNLLLoss = loss(
    "PoissonNLLLoss",
    F.poisson_nll_loss,
    """The negative log-likelihood of counts with a Poisson distribution, whose rate or its logarithm is the input.

    >>> torch.nn.PoissonNLLLoss()(torch.tensor([0.0, 1.0]), torch.tensor([1.0, 3.0]))
    tensor(0.3591)
    """,
    OfCounts,
    log_input=True,
    full=False,
    size_average=None,
    eps=1e-8,
    reduce=None,
    reduction="mean",
)
GaussianNLLLoss = loss(
    "GaussianNLLLoss",
    F.gaussian_nll_loss,
    """The negative log-likelihood of numbers with normal distributions, for networks that say how sure they are.

    It is called with the means, the numbers and the variances.

    >>> mean, seen, var = torch.tensor([1.0, 1.0]), torch.tensor([1.0, 3.0]), torch.tensor([1.0, 4.0])
    >>> torch.nn.GaussianNLLLoss(reduction="none")(mean, seen, var)
    tensor([0.0000, 1.1931])
    """,
    OfSpread,
    full=False,
    eps=1e-6,
    reduction="mean",
)
CosineEmbeddingLoss = loss(
    "CosineEmbeddingLoss",
    F.cosine_embedding_loss,
    """1 - cos for vectors that belong together (target 1); cos - margin, if positive, for others (target -1).

    >>> one, other = torch.ones(1, 2), torch.tensor([[1.0, 0.0]])
    >>> torch.nn.CosineEmbeddingLoss()(one, other, torch.tensor([1]))
    tensor(0.2929)
    """,
    OfTwo,
    margin=0.0,
    **_REDUCED,
)


class MultiMarginLoss(loss("MultiMarginLoss", F.multi_margin_loss, "", p=1, margin=1.0, weight=None, **_REDUCED)):  # type: ignore[misc]  # a class made by a function
    """The margins by which other classes come too near to the true one.

    Shapes: input (batch, classes), target (batch) with the numbers of the classes.

    >>> torch.nn.MultiMarginLoss()(torch.tensor([[1.0, 3.0, 2.5, 0.0]]), torch.tensor([1]))
    tensor(0.1250)

    Raises:
        ValueError: `p` is neither 1 nor 2, or `weight` has not one dimension.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.p not in (1, 2):
            raise ValueError("only p == 1 and p == 2 supported")
        if self.weight is not None and self.weight.dim() != 1:
            raise ValueError(
                f"MultiMarginLoss: expected weight to be None or 1D tensor, got {self.weight.dim()}D instead"
            )


MultiLabelSoftMarginLoss = loss(
    "MultiLabelSoftMarginLoss",
    F.multilabel_soft_margin_loss,
    """The mean over the labels of the cross entropy of each, true or not.

    >>> torch.nn.MultiLabelSoftMarginLoss()(torch.tensor([[0.0, 100.0]]), torch.tensor([[1.0, 1.0]]))
    tensor(0.3466)
    """,
    weight=None,
    **_REDUCED,
)
MultiLabelMarginLoss = loss(
    "MultiLabelMarginLoss",
    F.multilabel_margin_loss,
    """By how much labels that are not listed come nearer than 1 to those that are; -1 ends the list.

    >>> torch.nn.MultiLabelMarginLoss()(torch.tensor([[0.1, 0.2, 0.4, 0.8]]), torch.tensor([[3, 0, -1, 1]]))
    tensor(0.8500)
    """,
    **_REDUCED,
)


class TripletMarginWithDistanceLoss(Module):
    """`TripletMarginLoss` with any measure of distance: a function of two tensors or a module.

    >>> loss = torch.nn.TripletMarginWithDistanceLoss(distance_function=lambda a, b: (a - b).abs().sum(1))
    >>> anchor, positive, negative = torch.tensor([[0.0, 0.0], [1.0, 1.0], [0.0, 1.5]]).split(1)
    >>> loss(anchor, positive, negative)
    tensor(1.5000)

    Raises:
        ValueError: `margin` is not positive.
    """

    _ours = False  # the measure may be the learner's

    def __init__(
        self,
        *,
        distance_function: Callable[[Any, Any], Any] | None = None,
        margin: float = 1.0,
        swap: bool = False,
        reduction: str = "mean",
    ) -> None:
        super().__init__()
        if margin <= 0:
            raise ValueError(
                f"TripletMarginWithDistanceLoss: expected margin to be greater than 0, got {margin} instead"
            )
        self.distance_function = distance_function or PairwiseDistance()
        self.margin, self.swap, self.reduction = margin, swap, reduction

    def forward(self, anchor: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
        """The loss of three inputs.

        >>> x = torch.ones(1, 2)
        >>> torch.nn.TripletMarginWithDistanceLoss(margin=2.0).forward(x, x, x)
        tensor(2.)
        """
        return F.triplet_margin_with_distance_loss(
            anchor, positive, negative, distance_function=self.distance_function, margin=self.margin, swap=self.swap,
            reduction=self.reduction,
        )  # fmt: skip


_Loss = _WeightedLoss = Loss  # PyTorch's names
