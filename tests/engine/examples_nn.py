"""Examples for the rows of `nn.functional`: see examples.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import autograd_nb as torch
import autograd_nb.nn.functional as F
from autograd_nb.engine.ops import layer, loss, nn, sampling
from tests.engine.examples import M, N, V, on

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.op import Op
    from tests.engine.examples import Example

P, Q = np.array([0.2, 0.7, 0.4]), np.array([0.9, 0.35, 0.5])
WIDE = np.array([[0.3, -4.5, 1.2], [5.1, 0.4, -1.6]])
one, two, wide = on(V), on(M, N), on(WIDE)
CLASSES = torch.tensor([2, 0])
IMAGE = np.cos(np.arange(24.0)).reshape(2, 3, 2, 2)


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
    nn.NORMAL_CDF: wide(lambda x: x._apply(nn.NORMAL_CDF, x)),
    nn.GELU: wide(F.gelu),
    nn.GLU: one(F.glu),
    # random numbers, written over what was there
    sampling.NORMAL: one(drawn(lambda x: x.normal_())),
    sampling.UNIFORM: one(drawn(lambda x: x.uniform_())),
    sampling.BERNOULLI: one(drawn(lambda x: x.bernoulli_())),
    sampling.RANDOM: one(drawn(lambda x: x.random_(9))),
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
    loss.ADD_NUMBER: one(lambda x: x._apply(loss.ADD_NUMBER, x, other=2.5)),
    loss.MUL_NUMBER: one(lambda x: x._apply(loss.MUL_NUMBER, x, other=2.5)),
    loss.DIV_NUMBER: on(M)(lambda x: F.cross_entropy(x, torch.tensor(N))),
    # layers
    layer.CONSTANT_PAD: on(M)(lambda x: F.pad(x, (1, -1, 0, 2), value=3.0)),
    layer.EMBEDDING: on(M)(lambda x: F.embedding(torch.tensor([1, 0, 1]), x)),
    layer.LAYER_NORM: on(M, P, Q)(lambda x, w, b: F.layer_norm(x, (3,), w, b)),
    layer.BATCH_NORM: on(IMAGE, P, Q)(lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True)),
}
