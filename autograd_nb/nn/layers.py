"""What is neither activation nor loss in `nn.functional`: linear maps, dropout, padding, tables, normalizing.

Source: https://pytorch.org/docs/2.7/nn.functional.html
"""

from __future__ import annotations

import functools
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.accepted import is_index
from autograd_nb.engine.arguments.calling import as_pytorch, besides
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.drawing import random
from autograd_nb.engine.functions.padding import padded
from autograd_nb.engine.naming import type_name

from .images import pad_with_own
from .operands import check_tensor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor


@functools.partial(as_pytorch, look=False)
def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """`input @ weight.T + bias`, for a weight of shape (out features, in features).

    Shapes: `input` (..., in), `bias` (out); the result is (..., out). The gradient of the weight is that of the result,
    transposed, times the input; that of the bias is its sum over all but the last dimension.

    >>> torch.nn.functional.linear(torch.ones(1, 3), torch.ones(2, 3), torch.tensor([0.0, 1.0]))
    tensor([[3., 4.]])

    Raises:
        RuntimeError: the last dimension of the input is not as long as that of the weight.
    """
    x: Any = input
    w: Any = weight
    if not (x._array.ndim and w._array.ndim):
        dims = f"{x._array.ndim}D and {w._array.ndim}D"
        raise RuntimeError(f"both arguments to linear need to be at least 1D, but they are {dims}")
    if bias is None:
        found: Tensor = x.matmul(w.t())
        return found
    if x._array.ndim == 2:
        return bias.addmm(x, w.t())
    if x._array.flags.c_contiguous and bias._array.flags.c_contiguous and x._array.ndim:
        rows: Tensor = bias.addmm(x.view((-1, x._array.shape[-1])), w.t())
        return rows.view((*x._array.shape[:-1], rows._array.shape[-1]))
    product: Tensor = x.matmul(w.t()) + bias
    return product


@over_batches
def dropout(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """Zeros with probability `p`; what is left is divided by 1 - p, so that the expected value stays the same.

    Unless `training` it does nothing. The gradient goes through what is left.

    >>> _ = torch.manual_seed(0)
    >>> torch.nn.functional.dropout(torch.ones(6), p=0.5)
    tensor([0., 0., 2., 0., 0., 0.])
    >>> torch.nn.functional.dropout(torch.ones(3), p=0.5, training=False)
    tensor([1., 1., 1.])

    Raises:
        ValueError: `p` is not between 0 and 1.
    """
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    x: Any = check_tensor("dropout", input)
    if not training or p == 0 or x._array.size == 0:
        return x
    if p == 1:
        kept = np.zeros((), x._array.dtype)
    else:
        kept = random.coin_flips(x._array.shape, 1 - p)
        if x._array.dtype.kind != "f":
            raise errors.result_type_cast("Float", x.dtype.scalar_name)
        kept = random.in_memory_order(kept.astype(x._array.dtype) / x._array.dtype.type(1 - p), x._array)
    mask = x._wrap(kept)
    return x.mul_(mask) if inplace else x * mask


@over_batches
def dropout1d(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """`dropout` of whole channels: one decision for each (batch, channel).

    Neighbours in a sequence are alike, so that single zeros would take little away.

    Shapes: (batch, channels, length) or (channels, length).

    >>> _ = torch.manual_seed(0)
    >>> torch.nn.functional.dropout1d(torch.ones(1, 3, 2))
    tensor([[[0., 0.],
             [0., 0.],
             [2., 2.]]])

    Raises:
        ValueError: `p` is not between 0 and 1.
        RuntimeError: the input has another number of dimensions.
    """
    return _drop_channels("dropout1d", input, p, training, inplace, (2, 3))


@over_batches
def dropout2d(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """`dropout` of whole channels of images: one decision for each (batch, channel).

    Shapes: (batch, channels, height, width).

    >>> _ = torch.manual_seed(0)
    >>> torch.nn.functional.dropout2d(torch.ones(1, 3, 1, 2))
    tensor([[[[0., 0.]],
    <BLANKLINE>
             [[0., 0.]],
    <BLANKLINE>
             [[2., 2.]]]])
    """
    return _drop_channels("dropout2d", input, p, training, inplace, (3, 4))


@over_batches
def dropout3d(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """`dropout` of whole channels of volumes: one decision for each (batch, channel).

    Shapes: (batch, channels, depth, height, width).

    >>> _ = torch.manual_seed(0)
    >>> torch.nn.functional.dropout3d(torch.ones(1, 3, 1, 1, 2)).flatten()
    tensor([0., 0., 0., 0., 2., 2.])
    """
    return _drop_channels("dropout3d", input, p, training, inplace, (4, 5))


def _drop_channels(name: str, input: Any, p: float, training: bool, inplace: bool, usual: tuple[int, ...]) -> Any:
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    x: Any = check_tensor(name, input)
    ndim = x._array.ndim
    if ndim not in usual:
        if name == "dropout1d":
            raise RuntimeError(
                f"{name}: Expected 2D or 3D input, but received a {ndim}D input. Note that {name} exists to provide "
                "channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, and an optional batch "
                "dimension (i.e. 2D or 3D inputs)."
            )
        warnings.warn(
            f"{name}: Received a {ndim}-D input to {name}, which is deprecated and will result in an error in a future "
            f"release. To retain the behavior and silence this warning, please use dropout instead. Note that {name} "
            f"exists to provide channel-wise dropout on inputs with {usual[0] - 1} spatial dimensions, a channel "
            f"dimension, and an optional batch dimension (i.e. {usual[0]}D or {usual[1]}D inputs).",
            stacklevel=4,
        )
    if name == "dropout2d" and ndim == 3:
        warnings.warn(
            "dropout2d: Received a 3D input to dropout2d and assuming that channel-wise 1D dropout behavior is desired "
            "- input is interpreted as shape (N, C, L), where C is the channel dim. This behavior will change in a "
            "future release to interpret the input as one without a batch dimension, i.e. shape (C, H, W). To maintain "
            "the 1D channel-wise dropout behavior, please switch to using dropout1d instead.",
            stacklevel=4,
        )
    if training and ndim < 2:
        raise RuntimeError("Feature dropout requires at least 2 dimensions in the input")
    single = (name == "dropout3d" and ndim != 5) or (name == "dropout1d" and ndim == 2)
    wide = x.unsqueeze(0) if single else x
    if not training or p == 0 or x._array.size == 0:
        kept = wide
    else:
        shape = (*wide._array.shape[:2], *(1 for _ in wide._array.shape[2:]))
        drawn = random.coin_flips(shape, 1 - p).astype(wide._array.dtype)
        if p < 1 and drawn.dtype.kind != "f":
            raise errors.result_type_cast("Float", x.dtype.scalar_name)
        mask = x._wrap(drawn / wide._array.dtype.type(1 - p) if p < 1 else np.zeros_like(drawn))
        kept = wide.mul_(mask) if inplace else wide * mask
    return kept.squeeze(0) if single else kept


@as_pytorch
def one_hot(tensor: Tensor, num_classes: int = -1) -> Tensor:
    """A 1 at the place of each class number, zeros elsewhere.

    Shapes: whole numbers of any shape to (..., num_classes); without it one more than the largest.

    >>> torch.nn.functional.one_hot(torch.tensor([0, 2]))
    tensor([[1, 0, 0],
            [0, 0, 1]])

    Raises:
        RuntimeError: the numbers are not int64, negative, or not below `num_classes`.
    """
    x: Any = check_tensor("one_hot", tensor)
    classes = x._array
    if classes.dtype != np.int64:
        raise RuntimeError("one_hot is only applicable to index tensor of type LongTensor.")
    if classes.size == 0 and num_classes <= 0:
        raise RuntimeError("Can not infer total number of classes from empty tensor.")
    if classes.size and classes.min() < 0:
        raise RuntimeError("Class values must be non-negative.")
    if num_classes == -1:
        num_classes = int(classes.max()) + 1
    elif classes.size and classes.max() >= num_classes:
        raise RuntimeError("Class values must be smaller than num_classes.")
    if num_classes < 1:
        raise RuntimeError("num_classes should be positive")
    return x._wrap((classes[..., None] == np.arange(num_classes)).astype(np.int64, "C"))


@besides("")
@over_batches
def pad(input: Tensor, pad: Sequence[int], mode: str = "constant", value: float | None = None) -> Tensor:
    """`value` around the input. `pad` holds (before, after) for the last dimension, then for the one before, ...

    Negative numbers cut off. `mode` is "constant", "reflect" (mirrored), "replicate" (the border again) or "circular"
    (the other end).

    >>> torch.nn.functional.pad(torch.ones(2), (1, 2))
    tensor([0., 1., 1., 0., 0.])
    >>> torch.nn.functional.pad(torch.tensor([[1.0, 2.0, 3.0]]), (2, 1), mode="reflect")
    tensor([[3., 2., 1., 2., 3., 2.]])

    Raises:
        RuntimeError: `pad` has an odd number of elements, or is longer than twice the number of dimensions.
        NotImplementedError: the mode is unknown, or is not for such a number of dimensions.
    """
    x: Any = check_tensor("pad", input)
    if isinstance(pad, int):
        raise errors.argument_must_be("pad", "pad", 2, "tuple of ints", "int")
    if mode not in ("constant", "reflect", "replicate", "circular"):
        raise NotImplementedError(f"Unrecognised padding mode {mode}")
    if pad and not is_index(pad[0]):
        raise errors.first_element("pad", "pad", 2, type_name(pad[0]))
    ends = tuple(int(n) for n in pad)
    ndim = x._array.ndim
    if len(ends) % 2:
        raise RuntimeError("Padding length must be divisible by 2")
    if len(ends) > 2 * ndim:
        raise RuntimeError(
            f"Padding length should be less than or equal to two times the input dimension but got padding length "
            f"{len(ends)} and input of dimension {ndim}"
        )
    if mode != "constant":
        if value is not None and value != 0:
            raise RuntimeError(f'Padding mode "{mode}" doesn\'t take in value argument')
        return pad_with_own(x, ends, mode)
    return padded(x, ends, 0 if value is None else value)
