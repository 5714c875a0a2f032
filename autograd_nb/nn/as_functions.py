"""What PyTorch has as functions of `torch` beside those of `nn.functional`: other arguments, the same results.

They are what PyTorch's own layers call: masks are drawn if `train`, and arguments come in the order of C++. The losses
are in `losses_as_functions`.

>>> import autograd_nb as torch
>>> torch.dropout(torch.ones(2), 0.5, train=False)
tensor([1., 1.])
"""

from __future__ import annotations

from typing import Any

from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.batching.batches import over_batches

from . import functional as F


def dropout(input: Any, p: float, train: bool) -> Any:
    """Elements set to 0 with probability `p`, the others divided by 1 - p; nothing happens unless `train`.

    >>> _ = torch.manual_seed(0)
    >>> torch.dropout(torch.ones(6), 0.5, train=True)
    tensor([0., 0., 2., 0., 0., 0.])

    Raises:
        ValueError: `p` is not between 0 and 1.
    """
    return F.dropout(input, p, train)


def dropout_(input: Any, p: float, train: bool) -> Any:
    """`dropout` in place.

    >>> _ = torch.manual_seed(0)
    >>> x = torch.ones(6)
    >>> _ = torch.dropout_(x, 0.5, train=True)
    >>> x
    tensor([0., 0., 2., 0., 0., 0.])
    """
    return F.dropout(input, p, train, inplace=True)


@over_batches
def feature_dropout(input: Any, p: float, train: bool) -> Any:
    """Whole channels set to 0 with probability `p`: one decision for each (batch, channel).

    Shapes: (batch, channels, ...).

    >>> _ = torch.manual_seed(0)
    >>> torch.feature_dropout(torch.ones(1, 3, 2, 2), 0.5, train=True).sum((2, 3))
    tensor([[0., 0., 8.]])
    """
    return F.dropout2d(input, p, train)


def feature_dropout_(input: Any, p: float, train: bool) -> Any:
    """`feature_dropout` in place.

    >>> _ = torch.manual_seed(0)
    >>> x = torch.ones(1, 3, 2, 2)
    >>> _ = torch.feature_dropout_(x, 0.5, train=True)
    >>> x.sum((2, 3))
    tensor([[0., 0., 8.]])
    """
    return F.dropout2d(input, p, train, inplace=True)


def alpha_dropout(input: Any, p: float, train: bool) -> Any:
    """`dropout` that keeps mean and variance where the activation is `selu`.

    >>> _ = torch.manual_seed(0)
    >>> torch.alpha_dropout(torch.zeros(3), 0.5, train=True)
    tensor([-0.7792, -0.7792,  0.7792])
    """
    return F.alpha_dropout(input, p, train)


def alpha_dropout_(input: Any, p: float, train: bool) -> Any:
    """`alpha_dropout` in place.

    >>> _ = torch.manual_seed(0)
    >>> x = torch.zeros(3)
    >>> _ = torch.alpha_dropout_(x, 0.5, train=True)
    >>> x
    tensor([-0.7792, -0.7792,  0.7792])
    """
    return F.alpha_dropout(input, p, train, inplace=True)


def feature_alpha_dropout(input: Any, p: float, train: bool) -> Any:
    """`alpha_dropout` of whole channels: one decision for each (batch, channel).

    >>> _ = torch.manual_seed(0)
    >>> torch.feature_alpha_dropout(torch.zeros(1, 3, 2), 0.5, train=True)
    tensor([[[-0.7792, -0.7792],
             [-0.7792, -0.7792],
             [ 0.7792,  0.7792]]])
    """
    return F.feature_alpha_dropout(input, p, train)


def feature_alpha_dropout_(input: Any, p: float, train: bool) -> Any:
    """`feature_alpha_dropout` in place.

    >>> _ = torch.manual_seed(0)
    >>> x = torch.zeros(1, 3, 2)
    >>> _ = torch.feature_alpha_dropout_(x, 0.5, train=True)
    >>> x[0, :, 0]
    tensor([-0.7792, -0.7792,  0.7792])
    """
    return F.feature_alpha_dropout(input, p, train, inplace=True)


def layer_norm(
    input: Any,
    normalized_shape: Any,
    weight: Any = None,
    bias: Any = None,
    eps: float = 1e-5,
    cudnn_enable: bool = True,
) -> Any:
    """Every example brought to mean 0 and variance 1 over its last dimensions: `nn.functional.layer_norm`.

    It takes `cudnn_enable`, too, which says nothing here. Shapes: `input` ends in `normalized_shape`.

    >>> torch.layer_norm(torch.tensor([[1.0, 3.0], [10.0, 30.0]]), (2,))
    tensor([[-1.0000,  1.0000],
            [-1.0000,  1.0000]])
    """
    del cudnn_enable
    return F.layer_norm(input, normalized_shape, weight, bias, eps)


def rms_norm(input: Any, normalized_shape: Any, weight: Any = None, eps: float | None = None) -> Any:
    """Every example divided by the root of its mean square: `nn.functional.rms_norm`.

    Shapes: `input` ends in `normalized_shape`.

    >>> torch.rms_norm(torch.tensor([[1.0, 7.0]]), (2,))
    tensor([[0.2000, 1.4000]])
    """
    return F.rms_norm(input, normalized_shape, weight, eps)


def group_norm(
    input: Any, num_groups: int, weight: Any = None, bias: Any = None, eps: float = 1e-5, cudnn_enabled: bool = True
) -> Any:
    """Every example brought to mean 0 and variance 1 over groups of channels: `nn.functional.group_norm`.

    Shapes: `input` (batch, channels, ...); `weight` and `bias` (channels).

    >>> torch.group_norm(torch.tensor([[1.0, 3.0, 10.0, 30.0]]), num_groups=2)
    tensor([[-1.0000,  1.0000, -1.0000,  1.0000]])
    """
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
    """Every feature brought to mean 0 and variance 1 over the batch: see `nn.functional.batch_norm`.

    `weight` and `bias` come before the running mean and variance, and nothing has a default. Shapes: `input`
    (batch, features, ...), the others (features) or None.

    >>> x = torch.tensor([[1.0], [3.0]])
    >>> torch.batch_norm(x, None, None, None, None, True, 0.1, 1e-5, False)
    tensor([[-1.0000],
            [ 1.0000]])
    """
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
    """Every channel of every example brought to mean 0 and variance 1: see `nn.functional.instance_norm`.

    `weight` and `bias` come before the running mean and variance, and nothing has a default. Shapes: `input` (batch,
    channels, ...), the others (channels) or None.

    >>> x = torch.tensor([[[1.0, 3.0], [10.0, 30.0]]])
    >>> torch.instance_norm(x, None, None, None, None, True, 0.1, 1e-5, False)
    tensor([[[-1.0000,  1.0000],
             [-1.0000,  1.0000]]])
    """
    del cudnn_enabled
    return F.instance_norm(input, running_mean, running_var, weight, bias, use_input_stats, momentum, eps)


def embedding(
    weight: Any, indices: Any, padding_idx: int = -1, scale_grad_by_freq: bool = False, sparse: bool = False
) -> Any:
    """The rows of `weight` whose numbers are in `indices`: here the table comes first, and -1 stands for no padding.

    Shapes: `weight` (rows, features), `indices` of any shape; the result is (*indices.shape, features).

    >>> torch.embedding(torch.tensor([[0.0, 0.0], [1.0, 10.0]]), torch.tensor([1, 0]))
    tensor([[ 1., 10.],
            [ 0.,  0.]])

    Raises:
        IndexError: there is no row of such a number.
    """
    padding = None if padding_idx == -1 else padding_idx
    return F.embedding(indices, weight, padding, scale_grad_by_freq=scale_grad_by_freq, sparse=sparse)


def native_channel_shuffle(input: Any, groups: int) -> Any:
    """The channels of several groups, taken in turn: `nn.functional.channel_shuffle`.

    >>> torch.native_channel_shuffle(torch.arange(6.0).reshape(1, 6, 1), 2).flatten()
    tensor([0., 3., 1., 4., 2., 5.])
    """
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
    """The positive part, below 0 `alpha * (exp(x / alpha) - 1)`: `nn.functional.celu` without `inplace`.

    >>> torch.celu(torch.tensor([-1.0, 1.0]), alpha=2.0)
    tensor([-0.7869,  1.0000])
    """
    return F.celu(input, alpha)


def selu(input: Any) -> Any:
    """`elu` with the two constants for which deep networks keep mean 0 and variance 1.

    It is `nn.functional.selu` without `inplace`.

    >>> torch.selu(torch.tensor([-1.0, 1.0]))
    tensor([-1.1113,  1.0507])
    """
    return F.selu(input)


def rrelu(input: Any, lower: float = 0.125, upper: float = 1 / 3, training: bool = False) -> Any:
    """The positive part, below 0 x times a slope: drawn from [lower, upper] if `training`, else the mean of both.

    It is `nn.functional.rrelu` without `inplace`.

    >>> torch.rrelu(torch.tensor([-1.0, 2.0]), 0.1, 0.3)
    tensor([-0.2000,  2.0000])
    """
    return F.rrelu(input, lower, upper, training)


def threshold(input: Any, threshold: float, value: float) -> Any:
    """`value` in the place of all elements that do not exceed `threshold`: `nn.functional.threshold` without `inplace`.

    >>> torch.threshold(torch.tensor([0.5, 1.0, 2.0]), 1.0, -5.0)
    tensor([-5., -5.,  2.])
    """
    return F.threshold(input, threshold, value)


def max_pool1d(
    input: Any, kernel_size: Any, stride: Any = (), padding: Any = 0, dilation: Any = 1, ceil_mode: bool = False
) -> Any:
    """The largest of each window along one dimension: `nn.functional.max_pool1d` without its places.

    Shapes: (batch, channels, length) or (channels, length).

    >>> torch.max_pool1d(torch.tensor([[1.0, 5.0, 2.0, 4.0]]), 2)
    tensor([[5., 4.]])
    """
    return F.max_pool1d(input, kernel_size, stride or None, padding, dilation, ceil_mode)


def max_pool2d(
    input: Any, kernel_size: Any, stride: Any = (), padding: Any = 0, dilation: Any = 1, ceil_mode: bool = False
) -> Any:
    """The largest of each window of an image: `nn.functional.max_pool2d` without the places.

    Shapes: (batch, channels, height, width) or without the batch.

    >>> torch.max_pool2d(torch.arange(16.0).reshape(1, 4, 4), 2)
    tensor([[[ 5.,  7.],
             [13., 15.]]])
    """
    return F.max_pool2d(input, kernel_size, stride or None, padding, dilation, ceil_mode)


def max_pool3d(
    input: Any, kernel_size: Any, stride: Any = (), padding: Any = 0, dilation: Any = 1, ceil_mode: bool = False
) -> Any:
    """The largest of each window of a volume: `nn.functional.max_pool3d` without the places.

    Shapes: (batch, channels, depth, height, width) or without the batch.

    >>> torch.max_pool3d(torch.arange(8.0).reshape(1, 2, 2, 2), 2)
    tensor([[[[7.]]]])
    """
    return F.max_pool3d(input, kernel_size, stride or None, padding, dilation, ceil_mode)


for _function in [value for value in globals().values() if getattr(value, "__module__", "") == __name__]:
    globals()[_function.__name__] = as_pytorch(_function)
