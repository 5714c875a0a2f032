"""The losses as modules.

Source: https://pytorch.org/docs/2.7/nn.html#loss-functions
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, ClassVar

from autograd_nb.engine.graph import Variable
from autograd_nb.engine.warn import warn
from autograd_nb.nn import functional as F

from .module import Module

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.tensor import Tensor


class Loss(Module):
    """A loss of `nn.functional`, with options that are fixed when the module is made.

    `options` names those options with their defaults; `reduction` is one of every loss.
    """

    function: ClassVar[Callable[..., Any]]
    options: ClassVar[dict[str, Any]] = {}

    def __init__(
        self,
        *args: Any,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
        **kwargs: Any,
    ) -> None:
        super().__init__()
        names = list(self.options)
        if not names:
            older: Any = (*args, *(size_average, reduce, reduction)[len(args) :])
            size_average, reduce, reduction = older
        if size_average is not None or reduce is not None:
            reduction = older_reduction(size_average, reduce)
        given = {**dict(zip(names, args)), **kwargs}
        for name in given:
            if name not in self.options:
                raise TypeError(f"{type(self).__name__}.__init__() got an unexpected keyword argument '{name}'")
        for name, default in self.options.items():
            value = given.get(name, default)
            if name in ("weight", "pos_weight") or isinstance(value, Variable):
                self.register_buffer(name, value)
            else:
                setattr(self, name, value)
        self.reduction = reduction

    def forward(self, *inputs: Any, **named: Any) -> Tensor:
        """The loss of input and target."""
        options = {name: getattr(self, name) for name in self.options}
        try:
            found: Tensor = type(self).function(*inputs, **named, **options, reduction=self.reduction)
        except TypeError:
            self._check_inputs(inputs, named)
            raise
        return found

    def _check_inputs(self, inputs: tuple[Any, ...], named: dict[str, Any]) -> None:
        """Say by the name of this class what Python says of a function when arguments are missing or too many."""
        every = inspect.signature(type(self).function).parameters
        names = [name for name in every if name not in {*self.options, "reduction", "size_average", "reduce"}]
        function = f"{type(self).__name__}.forward()"
        if len(inputs) > len(names):
            count = len(names) + 1
            raise TypeError(f"{function} takes {count} positional arguments but {len(inputs) + 1} were given") from None
        for name in named:
            if name not in names:
                raise TypeError(f"{function} got an unexpected keyword argument '{name}'") from None
        *first, last = [repr(name) for name in names[len(inputs) :] if name not in named] or [""]
        if last:
            listed = f"{', '.join(first)}{',' if len(first) > 1 else ''} and {last}" if first else last
            raise TypeError(
                f"{function} missing {len(first) + 1} required positional argument{'s' if first else ''}: {listed}"
            ) from None


def older_reduction(size_average: bool | None, reduce: bool | None) -> str:
    """The reduction that two arguments of older programs stand for."""
    each = reduce is not None and not reduce
    found = "none" if each else "mean" if size_average is None or size_average else "sum"
    warn(f"size_average and reduce args will be deprecated, please use reduction='{found}' instead.")
    return found


def _loss(name: str, function: Callable[..., Any], **options: Any) -> type[Loss]:
    text = (function.__doc__ or "").partition("\n")[0]
    body = {"function": staticmethod(function), "options": options, "__doc__": text, "__module__": __name__}
    return type(name, (Loss,), body)


MSELoss = _loss("MSELoss", F.mse_loss)
L1Loss = _loss("L1Loss", F.l1_loss)
SmoothL1Loss = _loss("SmoothL1Loss", F.smooth_l1_loss, beta=1.0)
HuberLoss = _loss("HuberLoss", F.huber_loss, delta=1.0)
BCELoss = _loss("BCELoss", F.binary_cross_entropy, weight=None)
BCEWithLogitsLoss = _loss("BCEWithLogitsLoss", F.binary_cross_entropy_with_logits, weight=None, pos_weight=None)
NLLLoss = _loss("NLLLoss", F.nll_loss, weight=None, ignore_index=-100)
CrossEntropyLoss = _loss("CrossEntropyLoss", F.cross_entropy, weight=None, ignore_index=-100, label_smoothing=0.0)
KLDivLoss = _loss("KLDivLoss", F.kl_div, log_target=False)
SoftMarginLoss = _loss("SoftMarginLoss", F.soft_margin_loss)
HingeEmbeddingLoss = _loss("HingeEmbeddingLoss", F.hinge_embedding_loss, margin=1.0)
MarginRankingLoss = _loss("MarginRankingLoss", F.margin_ranking_loss, margin=0.0)
CTCLoss = _loss("CTCLoss", F.ctc_loss, blank=0, zero_infinity=False)
TripletMarginLoss = _loss("TripletMarginLoss", F.triplet_margin_loss, margin=1.0, p=2.0, eps=1e-6, swap=False)
PoissonNLLLoss = _loss("PoissonNLLLoss", F.poisson_nll_loss, log_input=True, full=False, eps=1e-8)
GaussianNLLLoss = _loss("GaussianNLLLoss", F.gaussian_nll_loss, full=False, eps=1e-6)
CosineEmbeddingLoss = _loss("CosineEmbeddingLoss", F.cosine_embedding_loss, margin=0.0)
MultiMarginLoss = _loss("MultiMarginLoss", F.multi_margin_loss, p=1, margin=1.0, weight=None)
MultiLabelSoftMarginLoss = _loss("MultiLabelSoftMarginLoss", F.multilabel_soft_margin_loss, weight=None)

MultiLabelMarginLoss = _loss("MultiLabelMarginLoss", F.multilabel_margin_loss)


class TripletMarginWithDistanceLoss(Module):
    """`TripletMarginLoss` with any measure of distance."""

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
        """The loss of three inputs."""
        return F.triplet_margin_with_distance_loss(
            anchor, positive, negative, distance_function=self.distance_function, margin=self.margin, swap=self.swap,
            reduction=self.reduction,
        )  # fmt: skip


class CosineSimilarity(Module):
    """The cosine of the angle between vectors along `dim`."""

    def __init__(self, dim: int = 1, eps: float = 1e-8) -> None:
        super().__init__()
        self.dim = dim
        self.eps = eps

    def forward(self, x1: Tensor, x2: Tensor) -> Tensor:
        """The cosine."""
        return F.cosine_similarity(x1, x2, self.dim, self.eps)


class PairwiseDistance(Module):
    """The distance of vectors along the last dimension."""

    def __init__(self, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False) -> None:
        super().__init__()
        self.norm = p
        self.eps = eps
        self.keepdim = keepdim

    def forward(self, x1: Tensor, x2: Tensor) -> Tensor:
        """The distance."""
        return F.pairwise_distance(x1, x2, self.norm, self.eps, self.keepdim)
