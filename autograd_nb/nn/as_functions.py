"""What PyTorch has as functions of `torch` beside those of `nn.functional`: other arguments, the same results.

They are what PyTorch's own layers call: masks are drawn if `train`, and reductions are numbers: 0 none, 1 mean, 2 sum.
The default is 0: Python gets it where C++ has the mean.

>>> import autograd_nb as torch
>>> torch.dropout(torch.ones(2), 0.5, train=False)
tensor([1., 1.])
"""

from __future__ import annotations

from typing import Any

from autograd_nb.engine.batches import over_batches
from autograd_nb.engine.calling import as_pytorch

from . import functional as F

_REDUCTIONS = ("none", "mean", "sum")


def dropout(input: Any, p: float, train: bool) -> Any:
    """Elements set to 0 with probability `p`, the others made larger by as much."""
    return F.dropout(input, p, train)


def dropout_(input: Any, p: float, train: bool) -> Any:
    """The same in place."""
    return F.dropout(input, p, train, inplace=True)


@over_batches
def feature_dropout(input: Any, p: float, train: bool) -> Any:
    """Whole channels set to 0."""
    return F.dropout2d(input, p, train)


def feature_dropout_(input: Any, p: float, train: bool) -> Any:
    """The same in place."""
    return F.dropout2d(input, p, train, inplace=True)


def alpha_dropout(input: Any, p: float, train: bool) -> Any:
    """`dropout` that keeps mean and variance where the activation is `selu`."""
    return F.alpha_dropout(input, p, train)


def alpha_dropout_(input: Any, p: float, train: bool) -> Any:
    """The same in place."""
    return F.alpha_dropout(input, p, train, inplace=True)


def feature_alpha_dropout(input: Any, p: float, train: bool) -> Any:
    """The same with whole channels."""
    return F.feature_alpha_dropout(input, p, train)


def feature_alpha_dropout_(input: Any, p: float, train: bool) -> Any:
    """The same in place."""
    return F.feature_alpha_dropout(input, p, train, inplace=True)


def layer_norm(
    input: Any,
    normalized_shape: Any,
    weight: Any = None,
    bias: Any = None,
    eps: float = 1e-5,
    cudnn_enable: bool = True,
) -> Any:
    """See `nn.functional.layer_norm`."""
    del cudnn_enable
    return F.layer_norm(input, normalized_shape, weight, bias, eps)


def rms_norm(input: Any, normalized_shape: Any, weight: Any = None, eps: float | None = None) -> Any:
    """See `nn.functional.rms_norm`."""
    return F.rms_norm(input, normalized_shape, weight, eps)


def group_norm(
    input: Any, num_groups: int, weight: Any = None, bias: Any = None, eps: float = 1e-5, cudnn_enabled: bool = True
) -> Any:
    """See `nn.functional.group_norm`."""
    del cudnn_enabled
    return F.group_norm(input, num_groups, weight, bias, eps)


def batch_norm(
    input: Any,
    weight: Any,
    bias: Any,
    running_mean: Any,
    running_var: Any,
    training: bool,
    momentum: float,
    eps: float,
    cudnn_enabled: bool,
) -> Any:
    """See `nn.functional.batch_norm`."""
    del cudnn_enabled
    return F.batch_norm(input, running_mean, running_var, weight, bias, training, momentum, eps)


def instance_norm(
    input: Any,
    weight: Any,
    bias: Any,
    running_mean: Any,
    running_var: Any,
    use_input_stats: bool,
    momentum: float,
    eps: float,
    cudnn_enabled: bool,
) -> Any:
    """See `nn.functional.instance_norm`."""
    del cudnn_enabled
    return F.instance_norm(input, running_mean, running_var, weight, bias, use_input_stats, momentum, eps)


def embedding(
    weight: Any, indices: Any, padding_idx: int = -1, scale_grad_by_freq: bool = False, sparse: bool = False
) -> Any:
    """See `nn.functional.embedding`; the table comes first, and -1 stands for no padding."""
    padding = None if padding_idx == -1 else padding_idx
    return F.embedding(indices, weight, padding, scale_grad_by_freq=scale_grad_by_freq, sparse=sparse)


def kl_div(input: Any, target: Any, reduction: int = 0, *, log_target: bool = False) -> Any:
    """See `nn.functional.kl_div`."""
    each = F.kl_div(input, target, reduction="none", log_target=log_target)
    return each if reduction == 0 else each.mean() if reduction == 1 else each.sum()


def binary_cross_entropy_with_logits(
    input: Any, target: Any, weight: Any = None, pos_weight: Any = None, reduction: int = 0
) -> Any:
    """See `nn.functional.binary_cross_entropy_with_logits`."""
    named = _REDUCTIONS[reduction]
    return F.binary_cross_entropy_with_logits(input, target, weight, reduction=named, pos_weight=pos_weight)


def cosine_embedding_loss(input1: Any, input2: Any, target: Any, margin: float = 0.0, reduction: int = 0) -> Any:
    """See `nn.functional.cosine_embedding_loss`."""
    return F.cosine_embedding_loss(input1, input2, target, margin, reduction=_REDUCTIONS[reduction])


def hinge_embedding_loss(input: Any, target: Any, margin: float = 1.0, reduction: int = 0) -> Any:
    """See `nn.functional.hinge_embedding_loss`."""
    return F.hinge_embedding_loss(input, target, margin, reduction=_REDUCTIONS[reduction])


def margin_ranking_loss(input1: Any, input2: Any, target: Any, margin: float = 0.0, reduction: int = 0) -> Any:
    """See `nn.functional.margin_ranking_loss`."""
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
    """See `nn.functional.triplet_margin_loss`."""
    named = _REDUCTIONS[reduction]
    return F.triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, reduction=named)


def poisson_nll_loss(input: Any, target: Any, log_input: bool, full: bool, eps: float, reduction: int) -> Any:
    """See `nn.functional.poisson_nll_loss`."""
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
    """See `nn.functional.ctc_loss`."""
    named = _REDUCTIONS[reduction]
    return F.ctc_loss(log_probs, targets, input_lengths, target_lengths, blank, named, zero_infinity)


def native_channel_shuffle(input: Any, groups: int) -> Any:
    """See `nn.functional.channel_shuffle`."""
    return F.channel_shuffle(input, groups)


def conv_tbc(input: Any, weight: Any, bias: Any, pad: int = 0) -> Any:
    """A convolution along the first dimension: `input` is (time, batch, channels), `weight` (kernel, in, out).

    >>> import autograd_nb as torch
    >>> conv_tbc(torch.ones(4, 1, 2), torch.ones(3, 2, 5), torch.zeros(5)).shape
    torch.Size([2, 1, 5])
    """
    found = F.conv1d(input.permute(1, 2, 0), weight.permute(2, 1, 0), bias, padding=pad)
    return found.permute(2, 0, 1)


def celu(input: Any, alpha: float = 1.0) -> Any:
    """See `nn.functional.celu`."""
    return F.celu(input, alpha)


def selu(input: Any) -> Any:
    """See `nn.functional.selu`."""
    return F.selu(input)


def rrelu(input: Any, lower: float = 0.125, upper: float = 1 / 3, training: bool = False) -> Any:
    """See `nn.functional.rrelu`."""
    return F.rrelu(input, lower, upper, training)


def threshold(input: Any, threshold: float, value: float) -> Any:
    """See `nn.functional.threshold`."""
    return F.threshold(input, threshold, value)


def max_pool1d(
    input: Any, kernel_size: Any, stride: Any = (), padding: Any = 0, dilation: Any = 1, ceil_mode: bool = False
) -> Any:
    """See `nn.functional.max_pool1d`."""
    return F.max_pool1d(input, kernel_size, stride or None, padding, dilation, ceil_mode)


def max_pool2d(
    input: Any, kernel_size: Any, stride: Any = (), padding: Any = 0, dilation: Any = 1, ceil_mode: bool = False
) -> Any:
    """See `nn.functional.max_pool2d`."""
    return F.max_pool2d(input, kernel_size, stride or None, padding, dilation, ceil_mode)


def max_pool3d(
    input: Any, kernel_size: Any, stride: Any = (), padding: Any = 0, dilation: Any = 1, ceil_mode: bool = False
) -> Any:
    """See `nn.functional.max_pool3d`."""
    return F.max_pool3d(input, kernel_size, stride or None, padding, dilation, ceil_mode)


for _function in [value for value in globals().values() if getattr(value, "__module__", "") == __name__]:
    globals()[_function.__name__] = as_pytorch(_function)
