"""Examples for the rows of `nn.functional`: see examples.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import autograd_nb as torch
import autograd_nb.nn.functional as F
from autograd_nb.engine.ops import (
    alignment,
    by_number,
    convolution,
    layer,
    loss,
    margins,
    nn,
    pooling,
    recurrent,
    sampling,
    sequences,
    tables,
    warping,
)
from autograd_nb.nn import recurrence
from autograd_nb.nn.utils import rnn
from tests.engine.examples import M, N, V, W, on

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.op import Op
    from tests.engine.examples import Example

P, Q = np.array([0.2, 0.7, 0.4]), np.array([0.9, 0.35, 0.5])
WIDE = np.array([[0.3, -4.5, 1.2], [5.1, 0.4, -1.6]])
one, two, wide = on(V), on(M, N), on(WIDE)
CLASSES = torch.tensor([2, 0])
BAGS = torch.tensor([0, 1, 1])
IMAGE = np.cos(np.arange(24.0)).reshape(2, 3, 2, 2)
PICTURE = np.cos(np.arange(40.0) ** 1.3).reshape(1, 2, 5, 4)
VOLUME = np.cos(np.arange(18.0) ** 1.3).reshape(1, 1, 3, 3, 2)
IMAGES = {1: PICTURE[0], 2: PICTURE, 3: VOLUME}
SEQUENCE = [
    np.cos(np.arange(12.0) ** 1.3).reshape(3, 2, 2),
    *(np.sin(np.arange(12.0 * k) + k).reshape(12, k) for k in (2, 3)),
]
LSTM = [*SEQUENCE, *np.sin(np.arange(24.0)).reshape(2, 12), *np.cos(np.arange(12.0)).reshape(2, 2, 3)]
GRID = np.array([[[[-0.9, 1.3], [0.1, 0.35]], [[1.7, -0.2], [0.55, -0.7]]]])
WINDOW = {"stride": (2, 2), "padding": (1, 0), "dilation": (1, 1), "groups": 1}


def drawn(change: Callable[..., Any]) -> Callable[..., Any]:
    """Random numbers over a copy, the same in every call."""

    def call(x: Any) -> Any:
        torch.manual_seed(3)
        copy = x * 1
        change(copy)
        return copy

    return call


def seeded(draw: Callable[..., Any]) -> Callable[..., Any]:
    """Random numbers, the same in every call."""

    def call(x: Any) -> Any:
        torch.manual_seed(3)
        return draw(x)

    return call


def resized(mode: str) -> Callable[..., Any]:
    """Images half as large again."""
    return lambda x: F.interpolate(x, scale_factor=1.5, mode=mode.replace("_", "-"))


def bordered(n: int, mode: str, width: int) -> Callable[..., Any]:
    """A border around n dimensions."""
    return lambda x: F.pad(x, (width,) * 2 * n, mode)


NN_EXAMPLES: dict[Op, Example] = {
    # activations
    nn.LEAKY_RELU: wide(lambda x: F.leaky_relu(x, 0.2)),
    nn.HARDTANH: wide(lambda x: F.hardtanh(x, -0.5, 0.8)),
    nn.HARDSIGMOID: wide(F.hardsigmoid),
    nn.HARDSWISH: wide(F.hardswish),
    nn.SOFTSHRINK: wide(F.softshrink),
    nn.HARDSHRINK: wide(F.hardshrink),
    nn.THRESHOLD: wide(lambda x: F.threshold(x, 0.5, 7.0)),
    nn.PRELU: on(WIDE, np.array([0.1, 0.2, 0.3]))(F.prelu),
    nn.ELU: wide(F.selu),
    nn.CELU: wide(lambda x: F.celu(x, 1.7)),
    nn.SILU: wide(F.silu),
    nn.SOFTPLUS: wide(lambda x: F.softplus(x, 1.5, 5)),
    nn.LOG_SIGMOID: wide(F.logsigmoid),
    nn.MISH: wide(F.mish),
    nn.GELU: wide(F.gelu),
    nn.GLU: one(F.glu),
    # random numbers, written over what was there
    sampling.NORMAL: one(drawn(lambda x: x.normal_())),
    sampling.UNIFORM: one(drawn(lambda x: x.uniform_())),
    sampling.BERNOULLI: one(drawn(lambda x: x.bernoulli_())),
    sampling.RANDOM: one(drawn(lambda x: x.random_())),
    sampling.RANDOM_BELOW: one(drawn(lambda x: x.random_(9))),
    sampling.RANDOM_BETWEEN: one(drawn(lambda x: x.random_(2, 9))),
    sampling.EXPONENTIAL: one(drawn(lambda x: x.exponential_())),
    sampling.GEOMETRIC: one(drawn(lambda x: x.geometric_(0.5))),
    sampling.CAUCHY: one(drawn(lambda x: x.cauchy_())),
    sampling.LOG_NORMAL: one(drawn(lambda x: x.log_normal_())),
    # random numbers with a tensor of parameters
    sampling.BERNOULLI_NEW: on(P)(seeded(torch.bernoulli)),
    sampling.POISSON: on(P)(seeded(torch.poisson)),
    sampling.MULTINOMIAL: on(P)(seeded(lambda x: x.multinomial(2))),
    # losses
    loss.MSE: two(F.mse_loss),
    loss.SMOOTH_L1: two(lambda x, y: F.smooth_l1_loss(x, y, beta=1.2)),
    loss.HUBER: two(lambda x, y: F.huber_loss(x, y, delta=1.2)),
    loss.SOFT_MARGIN: on(M)(lambda x: F.soft_margin_loss(x, torch.tensor(N).sign())),
    loss.BCE: on(P, Q)(lambda x, y: F.binary_cross_entropy(x, y, torch.tensor(Q))),
    loss.BCE_WITH_LOGITS: on(WIDE, M)(
        lambda x, y: F.binary_cross_entropy_with_logits(x, y, pos_weight=torch.tensor(P), reduction="sum")
    ),
    loss.NLL: on(M)(lambda x: F.nll_loss(x, CLASSES, torch.tensor(P))),
    loss.NLL_2D: on(IMAGE)(lambda x: F.nll_loss(x, CLASSES[:, None, None].expand(2, 2, 2))),
    loss.NORM_DIM: two(F.pairwise_distance),
    by_number.ADD_NUMBER: one(lambda x: x._apply(by_number.ADD_NUMBER, x, other=2.5)),
    by_number.MUL_NUMBER: one(lambda x: x._apply(by_number.MUL_NUMBER, x, other=2.5)),
    by_number.DIV_NUMBER: on(M)(lambda x: F.cross_entropy(x, torch.tensor(N))),
    # layers
    layer.CONSTANT_PAD: on(M)(lambda x: F.pad(x, (1, -1, 0, 2), value=3.0)),
    tables.EMBEDDING_BAG: on(M, P)(
        lambda x, y: F.embedding_bag(BAGS, x, torch.tensor([0, 2]), mode="sum", per_sample_weights=y)
    ),
    tables.EMBEDDING_BAG_MAX: on(M)(lambda x: F.embedding_bag(BAGS, x, torch.tensor([0, 2]), mode="max")),
    nn.ELU_OVER: wide(lambda x: F.elu(x * 1, 0.7, inplace=True)),
    nn.CELU_OVER: wide(lambda x: F.celu(x * 1, 0.7, inplace=True)),
    nn.LEAKY_RELU_OVER: wide(lambda x: F.leaky_relu(x * 1, 0.7, inplace=True)),
    nn.THRESHOLD_OVER: wide(lambda x: F.threshold(x * 1, 0.5, 0.7, inplace=True)),
    nn.RRELU: wide(seeded(lambda x: F.rrelu(x, training=True))),
    nn.RRELU_OVER: wide(seeded(lambda x: F.rrelu(x * 1, training=True, inplace=True))),
    margins.MULTI_MARGIN: on(M)(lambda x: F.multi_margin_loss(x, CLASSES, p=2)),
    margins.MULTILABEL_MARGIN: on(M)(lambda x: F.multilabel_margin_loss(x, torch.tensor([[2, -1, 0], [0, 1, -1]]))),
    tables.EMBEDDING: on(M)(lambda x: F.embedding(torch.tensor([1, 0, 1]), x)),
    layer.LAYER_NORM: on(M, P, Q)(lambda x, w, b: F.layer_norm(x, (3,), w, b)),
    layer.BATCH_NORM: on(IMAGE, P, Q)(lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True)),
    recurrent.LSTM: on(*LSTM)(lambda *values: recurrence.lstm_layer(*values, True)),
    # convolutions
    convolution.CONVOLUTION: on(PICTURE, np.sin(np.arange(36.0)).reshape(4, 1, 3, 3), V)(
        lambda x, w, b: F.conv2d(x, w, b, stride=(1, 2), padding=1, dilation=(2, 1), groups=2)
    ),
    convolution.TRANSPOSED: on(PICTURE, np.sin(np.arange(24.0)).reshape(2, 2, 3, 2), V)(
        lambda x, w, b: F.conv_transpose2d(x, w, b, stride=2, padding=1, output_padding=1, groups=2)
    ),
    convolution.TO_BIAS: on(PICTURE)(lambda x: x._apply(convolution.TO_BIAS, x)),
    convolution.BACK_THROUGH_TRANSPOSED: on(PICTURE, np.sin(np.arange(12.0)).reshape(1, 2, 3, 2))(
        lambda x, y: x._apply(convolution.BACK_THROUGH_TRANSPOSED, x, y, places=(3, 2), **WINDOW)
    ),
    convolution.TO_INPUT: on(PICTURE[:, :1], np.sin(np.arange(12.0)).reshape(1, 2, 3, 2))(
        lambda x, y: x._apply(convolution.TO_INPUT, x, y, shape=(9, 8), **WINDOW)
    ),
    convolution.TO_WEIGHT: on(PICTURE[:, :1], np.sin(np.arange(144.0)).reshape(1, 2, 9, 8))(
        lambda x, y: x._apply(convolution.TO_WEIGHT, x, y, kernel=(3, 2), **WINDOW)
    ),
    convolution.UNFOLD: on(PICTURE)(lambda x: F.unfold(x, (2, 3), padding=1, stride=2)),
    convolution.FOLD: on(np.sin(np.arange(36.0)).reshape(1, 6, 6))(
        lambda x: F.fold(x, (5, 3), (2, 3), padding=1, stride=2)
    ),
    # pooling and resizing
    pooling.MAX_POOL_2D: on(PICTURE)(lambda x: F.max_pool2d(x, 3, 2, 1)),
    pooling.MAX_POOL_3D: on(VOLUME)(lambda x: F.max_pool3d(x, 2, 1)),
    pooling.ADAPTIVE_MAX_2D: on(PICTURE)(lambda x: F.adaptive_max_pool2d(x, (2, 3))),
    pooling.ADAPTIVE_MAX_3D: on(VOLUME)(lambda x: F.adaptive_max_pool3d(x, (2, 1, 2))),
    pooling.MAX_UNPOOL_2D: on(PICTURE[:, :, :1, :2])(
        lambda x: F.max_unpool2d(x, torch.tensor([[[[1, 6]], [[0, 7]]]]), 2)
    ),
    pooling.MAX_UNPOOL_3D: on(VOLUME[:, :, :1, :1])(lambda x: F.max_unpool3d(x, torch.tensor([[[[[3, 8]]]]]), 2)),
    pooling.AVG_POOL_2D: on(PICTURE)(lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False)),
    pooling.AVG_POOL_3D: on(VOLUME)(lambda x: F.avg_pool3d(x, 2, 1)),
    pooling.ADAPTIVE_AVG_2D: on(PICTURE)(lambda x: F.adaptive_avg_pool2d(x, (2, 3))),
    pooling.ADAPTIVE_AVG_3D: on(VOLUME)(lambda x: F.adaptive_avg_pool3d(x, (2, 1, 2))),
    **{row: on(IMAGES[n])(resized(mode)) for (mode, n), row in pooling.UPSAMPLING.items()},
    **{row: on(IMAGES[n])(bordered(n, "reflect", 1)) for n, row in pooling.REFLECTION.items()},
    **{row: on(IMAGES[n])(bordered(n, "replicate", 2)) for n, row in pooling.REPLICATION.items()},
    pooling.CIRCULAR: on(PICTURE)(lambda x: F.pad(x, (1, 2, 0, 1), "circular")),
    pooling.PIXEL_SHUFFLE: on(np.sin(np.arange(48.0)).reshape(1, 4, 3, 4))(lambda x: F.pixel_shuffle(x, 2)),
    pooling.PIXEL_UNSHUFFLE: on(PICTURE[:, :, :4, :2])(lambda x: F.pixel_unshuffle(x, 2)),
    pooling.CHANNEL_SHUFFLE: on(IMAGE[:, :2])(lambda x: F.channel_shuffle(x, 2)),
    pooling.FRACTIONAL_MAX_2D: on(PICTURE)(
        lambda x: F.fractional_max_pool2d(x, 2, 3, _random_samples=torch.tensor([[[0.3, 0.6], [0.9, 0.1]]]))
    ),
    pooling.FRACTIONAL_MAX_3D: on(VOLUME)(
        lambda x: F.fractional_max_pool3d(x, (2, 1, 1), (1, 2, 1), _random_samples=torch.tensor([[[0.3, 0.6, 0.9]]]))
    ),
    # images read between their elements
    warping.GRID_SAMPLE_2D: on(PICTURE, GRID)(
        lambda x, y: F.grid_sample(x, y, "bicubic", "reflection", align_corners=False)
    ),
    warping.GRID_SAMPLE_3D: on(VOLUME, np.sin(np.arange(12.0) * 1.7).reshape(1, 2, 2, 1, 3))(
        lambda x, y: F.grid_sample(x, y, padding_mode="zeros", align_corners=True)
    ),
    warping.AFFINE_GRID: on(np.array([[[0.8, -0.6, 0.1], [0.6, 0.8, -0.2]]]))(
        lambda x: F.affine_grid(x, [1, 1, 2, 3], align_corners=False)
    ),
    sequences.PACK: on(np.sin(np.arange(12.0)).reshape(3, 2, 2))(lambda x: rnn.pack_padded_sequence(x, [3, 1]).data),
    sequences.WEIGHT_NORM: on(M, P)(lambda x, y: x._apply_several(sequences.WEIGHT_NORM, x, y.reshape(1, 3), dim=1)[0]),
    # its gradient holds for logarithms of probabilities
    alignment.CTC_LOSS: on(np.cos(np.arange(30.0)).reshape(5, 2, 3))(
        lambda x: F.ctc_loss(x.log_softmax(2), torch.tensor([[1, 1], [2, 0]]), (5, 4), (2, 1), reduction="none")
    ),
    layer.GROUP_NORM: on(np.sin(np.arange(32.0)).reshape(2, 4, 2, 2), V, W)(lambda x, w, b: F.group_norm(x, 2, w, b)),
}
