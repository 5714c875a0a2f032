"""The losses as modules.

Source: https://pytorch.org/docs/2.7/nn.html#loss-functions
"""

from __future__ import annotations

from inspect import Parameter, Signature
from types import FunctionType
from typing import TYPE_CHECKING, Any, ClassVar

from autograd_nb.engine.graph import Variable
from autograd_nb.nn import functional as F
from autograd_nb.nn.losses import chosen

from .module import Module

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.tensor import Tensor


class Loss(Module):
    """A loss of `nn.functional`, with options that are fixed when the module is made.

    `options` names those options in PyTorch's order, with their defaults.
    """

    function: ClassVar[Callable[..., Any]]
    options: ClassVar[dict[str, Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()
        given = _given(type(self).__name__, self.options, args, kwargs)
        older = given.pop("size_average", None), given.pop("reduce", None)
        if older != (None, None):
            given["reduction"] = chosen(*older)
        for name, value in given.items():
            if name in ("weight", "pos_weight") or isinstance(value, Variable):
                self.register_buffer(name, value)
            else:
                setattr(self, name, value)

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of input and target."""
        return self._of(input, target)

    def _of(self, *inputs: Any) -> Tensor:
        options = {name: getattr(self, name) for name in self.options if name not in ("size_average", "reduce")}
        found: Tensor = type(self).function(*inputs, **options)
        return found


def _given(owner: str, options: dict[str, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """The value of each option, as Python would read them, with its words for those that are too many."""
    names = list(options)
    if len(args) > len(names):
        raise TypeError(
            f"{owner}.__init__() takes from 1 to {len(names) + 1} positional arguments but {len(args) + 1} were given"
        )
    for name in kwargs:
        if name not in options:
            raise TypeError(f"{owner}.__init__() got an unexpected keyword argument '{name}'")
        if name in names[: len(args)]:
            raise TypeError(f"{owner}.__init__() got multiple values for argument '{name}'")
    return options | dict(zip(names, args)) | kwargs


class _OfTwo(Loss):
    def forward(self, input1: Tensor, input2: Tensor, target: Tensor) -> Tensor:  # type: ignore[override]
        """The loss of two inputs and a target."""
        return self._of(input1, input2, target)


class _OfTriplet(Loss):
    def forward(self, anchor: Tensor, positive: Tensor, negative: Tensor) -> Tensor:  # type: ignore[override]
        """The loss of an example, one of its kind and one of another."""
        return self._of(anchor, positive, negative)


class _OfAboveZero(_OfTriplet):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.margin <= 0:
            raise ValueError(f"{type(self).__name__}: expected margin to be greater than 0, got {self.margin} instead")


class _OfSequences(Loss):
    def forward(  # type: ignore[override]
        self, log_probs: Tensor, targets: Tensor, input_lengths: Any, target_lengths: Any
    ) -> Tensor:
        """The loss of sequences and their lengths."""
        return self._of(log_probs, targets, input_lengths, target_lengths)


class _OfCounts(Loss):
    def forward(self, log_input: Tensor, target: Tensor) -> Tensor:
        """The loss of rates, or their logarithms, and counts."""
        return self._of(log_input, target)


class _OfSpread(Loss):
    _lends = ("__init__",)

    def __init__(self, *, full: bool = False, eps: float = 1e-6, reduction: str = "mean") -> None:
        super().__init__(full=full, eps=eps, reduction=reduction)

    def forward(self, input: Tensor, target: Tensor, var: Any) -> Tensor:  # type: ignore[override]
        """The loss of means, numbers and variances."""
        return self._of(input, target, var)


def _named(function: Any, name: str) -> Any:
    """A copy of a function that Python calls by the name of a class, where arguments are missing or too many."""
    copy = FunctionType(function.__code__, function.__globals__, function.__name__)
    copy.__qualname__ = name
    return copy


def _loss(name: str, function: Callable[..., Any], base: type[Loss] = Loss, /, **options: Any) -> type[Loss]:
    text = (function.__doc__ or "").partition("\n")[0]
    parameters = [Parameter(key, Parameter.POSITIONAL_OR_KEYWORD, default=value) for key, value in options.items()]
    body = {
        "function": staticmethod(function),
        "options": options,
        "__doc__": text,
        "__module__": __name__,
        "__signature__": Signature(parameters),
        "forward": _named(base.forward, f"{name}.forward"),
    }
    return type(name, (base,), body)


_REDUCED = {"size_average": None, "reduce": None, "reduction": "mean"}

MSELoss = _loss("MSELoss", F.mse_loss, **_REDUCED)
L1Loss = _loss("L1Loss", F.l1_loss, **_REDUCED)
SmoothL1Loss = _loss("SmoothL1Loss", F.smooth_l1_loss, **_REDUCED, beta=1.0)
HuberLoss = _loss("HuberLoss", F.huber_loss, reduction="mean", delta=1.0)
BCELoss = _loss("BCELoss", F.binary_cross_entropy, weight=None, **_REDUCED)
BCEWithLogitsLoss = _loss(
    "BCEWithLogitsLoss", F.binary_cross_entropy_with_logits, weight=None, **_REDUCED, pos_weight=None
)
NLLLoss = _loss("NLLLoss", F.nll_loss, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction="mean")
CrossEntropyLoss = _loss(
    "CrossEntropyLoss", F.cross_entropy, weight=None, size_average=None, ignore_index=-100, reduce=None,
    reduction="mean", label_smoothing=0.0,
)  # fmt: skip
KLDivLoss = _loss("KLDivLoss", F.kl_div, **_REDUCED, log_target=False)
SoftMarginLoss = _loss("SoftMarginLoss", F.soft_margin_loss, **_REDUCED)
HingeEmbeddingLoss = _loss("HingeEmbeddingLoss", F.hinge_embedding_loss, margin=1.0, **_REDUCED)
MarginRankingLoss = _loss("MarginRankingLoss", F.margin_ranking_loss, _OfTwo, margin=0.0, **_REDUCED)
CTCLoss = _loss("CTCLoss", F.ctc_loss, _OfSequences, blank=0, reduction="mean", zero_infinity=False)
TripletMarginLoss = _loss(
    "TripletMarginLoss", F.triplet_margin_loss, _OfAboveZero, margin=1.0, p=2.0, eps=1e-6, swap=False, **_REDUCED
)
PoissonNLLLoss = _loss(
    "PoissonNLLLoss", F.poisson_nll_loss, _OfCounts, log_input=True, full=False, size_average=None, eps=1e-8,
    reduce=None, reduction="mean",
)  # fmt: skip
GaussianNLLLoss = _loss("GaussianNLLLoss", F.gaussian_nll_loss, _OfSpread, full=False, eps=1e-6, reduction="mean")
CosineEmbeddingLoss = _loss("CosineEmbeddingLoss", F.cosine_embedding_loss, _OfTwo, margin=0.0, **_REDUCED)


class MultiMarginLoss(_loss("MultiMarginLoss", F.multi_margin_loss, p=1, margin=1.0, weight=None, **_REDUCED)):  # type: ignore[misc]
    """The margins by which other classes come too near to the true one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.p not in (1, 2):
            raise ValueError("only p == 1 and p == 2 supported")
        if self.weight is not None and self.weight.dim() != 1:
            raise ValueError(
                f"MultiMarginLoss: expected weight to be None or 1D tensor, got {self.weight.dim()}D instead"
            )


MultiLabelSoftMarginLoss = _loss("MultiLabelSoftMarginLoss", F.multilabel_soft_margin_loss, weight=None, **_REDUCED)
MultiLabelMarginLoss = _loss("MultiLabelMarginLoss", F.multilabel_margin_loss, **_REDUCED)


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


_Loss = _WeightedLoss = Loss  # PyTorch's names
