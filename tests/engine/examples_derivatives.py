"""Examples for the rows of derivatives, which only recorded walks call: see examples.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import autograd_nb as torch
from autograd_nb.engine.ops import activation_derivatives as a
from autograd_nb.engine.ops import by_number, index, layer, loss, nn, pooling
from autograd_nb.engine.ops import derivatives as d
from tests.engine.examples import M, N, on
from tests.engine.examples_nn import CLASSES, IMAGE, IMAGES, WIDE, P

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from tests.engine.examples import Example

G = np.cos(np.arange(6.0)).reshape(2, 3)
LAYER = {"normalized_shape": (3,), "eps": 1e-5}
BATCH = {"mean": None, "var": None, "eps": 1e-5}


def elementwise(row: Op, inputs: Any = WIDE, **options: Any) -> Example:
    """An upstream gradient and an input of one shape."""
    return on(G, inputs)(lambda x, y: x._apply(row, x, y, **options))


def distance(row: Op, **options: Any) -> Example:
    """The upstream gradient of a mean, a prediction and a target."""
    return on(np.array(0.7), M, N)(lambda x, y, w: x._apply(row, x, y, w, reduction=loss.MEAN, **options))


def classes(row: Op, shape: tuple[int, ...], target: Any, **options: Any) -> Example:
    """The upstream gradient of a mean, and logarithms of probabilities."""
    known = {"target": target, "weight": None, "reduction": loss.MEAN, "ignore_index": -100}
    inputs = np.cos(np.arange(np.prod(shape))).reshape(shape)
    return on(np.array(0.7), inputs)(lambda x, y: x._apply(row, x, y, **known | options))


def of_image(name: str, row: Op) -> Example:
    """The derivative of a pool or border: an upstream gradient, and the image whose share is 0 where it is given."""
    image = IMAGES[next(int(letter) for letter in name if letter.isdigit())]
    n = image.ndim - 2
    options: dict[str, Any]
    if "max" in name:
        places = tuple(size - 1 for size in image.shape[2:])
        pool = torch.nn.functional.adaptive_max_pool2d if n == 2 else torch.nn.functional.adaptive_max_pool3d
        options = {"indices": pool(torch.tensor(image), places, return_indices=True)[1], "places": places}
    elif "pad" in name:
        options = {"indices": tuple(np.array([0, 0, *range(size), size - 1]) for size in image.shape[-n:])}
        places = tuple(size + 3 for size in image.shape[-n:])
    else:
        options = {"weights": tuple(np.cos(np.arange(2.0 * size)).reshape(2, size) for size in image.shape[2:])}
        places = (2,) * n
    upstream = np.sin(np.arange(float(np.prod((*image.shape[:-n], *places))))).reshape(*image.shape[:-n], *places)
    if len(row.vjp) == 1:
        return on(upstream)(lambda x: x._apply(row, x, **options))
    return on(upstream, image)(lambda x, y: x._apply(row, x, y, **options))


DERIVATIVES: dict[Op, Example] = {
    by_number.SUB_NUMBER: on(M)(lambda x: x._apply(by_number.SUB_NUMBER, x, other=2)),
    d.TANH_BACKWARD: elementwise(d.TANH_BACKWARD, M),
    d.SIGMOID_BACKWARD: elementwise(d.SIGMOID_BACKWARD, M),
    d.RELU_BACKWARD: elementwise(d.RELU_BACKWARD, np.maximum(M, 0) + 0.1),
    d.SOFTMAX_BACKWARD: elementwise(d.SOFTMAX_BACKWARD, M, dim=1),
    d.LOG_SOFTMAX_BACKWARD: elementwise(d.LOG_SOFTMAX_BACKWARD, M, dim=0),
    a.LEAKY_RELU_BACKWARD: elementwise(a.LEAKY_RELU_BACKWARD, negative_slope=0.2),
    a.HARDTANH_BACKWARD: elementwise(a.HARDTANH_BACKWARD, min_val=-0.5, max_val=0.8),
    a.HARDSWISH_BACKWARD: elementwise(a.HARDSWISH_BACKWARD),
    a.SOFTSHRINK_BACKWARD: elementwise(a.SOFTSHRINK_BACKWARD, lambd=0.5),
    a.HARDSHRINK_BACKWARD: elementwise(a.HARDSHRINK_BACKWARD, lambd=0.5),
    a.THRESHOLD_BACKWARD: elementwise(a.THRESHOLD_BACKWARD, threshold=0.5),
    a.ELU_BACKWARD: elementwise(a.ELU_BACKWARD, alpha=1.7, scale=1.1, input_scale=0.6),
    a.SOFTPLUS_BACKWARD: elementwise(a.SOFTPLUS_BACKWARD, beta=1.5, threshold=5),
    a.LOG_SIGMOID_BACKWARD: elementwise(a.LOG_SIGMOID_BACKWARD),
    a.GELU_BACKWARD: elementwise(a.GELU_BACKWARD, approximate="none"),
    loss.MSE_BACKWARD: distance(loss.MSE_BACKWARD),
    loss.SMOOTH_L1_BACKWARD: distance(loss.SMOOTH_L1_BACKWARD, beta=1.2),
    loss.HUBER_BACKWARD: distance(loss.HUBER_BACKWARD, delta=1.2),
    loss.NLL_BACKWARD: classes(loss.NLL_BACKWARD, (2, 3), CLASSES),
    loss.NLL_2D_BACKWARD: classes(loss.NLL_2D_BACKWARD, (1, 3, 2, 1), torch.tensor([[[2], [0]]])),
    **{row: of_image(name, row) for name, row in pooling.DERIVATIVES.items()},
    nn.PRELU_BACKWARD: on(G, WIDE, M)(lambda x, y, w: x._apply(nn.PRELU_BACKWARD, x, y, w)),
    nn.RRELU_BACKWARD: on(G, WIDE)(
        lambda x, y: x._apply(nn.RRELU_BACKWARD, x, y, noise=torch.tensor(np.where(WIDE > 0, 1, np.abs(np.sin(G)))))
    ),
    nn.PRELU_TO_WEIGHT: on(G, WIDE)(lambda x, y: x._apply(nn.PRELU_TO_WEIGHT, x, y)),
    nn.GLU_BACKWARD: on(G[:, :2], np.sin(np.arange(8.0)).reshape(2, 4))(
        lambda x, y: x._apply(nn.GLU_BACKWARD, x, y, dim=1)
    ),
    loss.SOFT_MARGIN_BACKWARD: on(np.array(0.7), M)(
        lambda x, y: x._apply(loss.SOFT_MARGIN_BACKWARD, x, y, reduction=loss.MEAN, target=torch.tensor(np.sign(N)))
    ),
    loss.BCE_BACKWARD: on(np.array(0.7), 0.5 + N / 5, 0.5 + M / 5)(
        lambda x, y, w: x._apply(loss.BCE_BACKWARD, x, y, w, reduction=loss.MEAN, weight=None)
    ),
    layer.LAYER_NORM_TO_INPUT: on(G, M, P)(lambda x, y, w: x._apply(layer.LAYER_NORM_TO_INPUT, x, y, w, **LAYER)),
    layer.LAYER_NORM_TO_WEIGHT: on(G, M)(lambda x, y: x._apply(layer.LAYER_NORM_TO_WEIGHT, x, y, **LAYER)),
    layer.LAYER_NORM_TO_BIAS: on(G)(lambda x: x._apply(layer.LAYER_NORM_TO_BIAS, x, normalized_shape=(3,))),
    layer.BATCH_NORM_TO_INPUT: on(np.sin(IMAGE * 3), IMAGE, P)(
        lambda x, y, w: x._apply(layer.BATCH_NORM_TO_INPUT, x, y, w, **BATCH)
    ),
    layer.BATCH_NORM_TO_WEIGHT: on(np.sin(IMAGE * 3), IMAGE)(
        lambda x, y: x._apply(layer.BATCH_NORM_TO_WEIGHT, x, y, **BATCH)
    ),
    layer.BATCH_NORM_TO_BIAS: on(IMAGE)(lambda x: x._apply(layer.BATCH_NORM_TO_BIAS, x)),
    index.SELECT_BACKWARD: on(M[0])(lambda x: x._scatter((2, 3), (1,), "select")),
    index.EMBEDDING_BACKWARD: on(M)(lambda x: x._scatter((4, 3), (np.array([2, 0]),), "embedding")),
    index.SLICE_BACKWARD: on(M)(lambda x: x._scatter((4, 3), (slice(1, 4, 2),), "slice")),
}
