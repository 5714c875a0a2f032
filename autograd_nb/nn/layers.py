"""What is neither activation nor loss in `nn.functional`: linear maps, dropout, padding, tables, normalizing.

Source: https://pytorch.org/docs/2.7/nn.functional.html
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import random
from autograd_nb.engine.ops import layer as ops
from autograd_nb.engine.ops.loss import ADD_NUMBER

from .activations import check_tensor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor


def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """`input @ weight.T + bias`, for a weight of shape (out features, in features).

    >>> import autograd_nb as torch
    >>> torch.nn.functional.linear(torch.ones(1, 3), torch.ones(2, 3), torch.tensor([0.0, 1.0]))
    tensor([[3., 4.]])
    """
    x: Any = check_tensor("linear", input)
    w: Any = check_tensor("linear", weight, "weight", 2)
    if bias is None:
        found: Tensor = x.matmul(w.t())
        return found
    if x._array.ndim == 2:
        return bias.addmm(x, w.t())
    product: Tensor = x.matmul(w.t()) + bias
    return product


def dropout(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """Zeros with probability `p`; what is left is scaled up, so that the expected value stays the same.

    >>> import autograd_nb as torch
    >>> torch.nn.functional.dropout(torch.ones(3), p=0.5, training=False)
    tensor([1., 1., 1.])
    """
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    x: Any = check_tensor("dropout", input)
    if not training or p == 0 or x._array.size == 0:
        return x
    if p == 1:
        kept = np.zeros((), x._array.dtype)
    else:
        kept = random.coin_flips(x._array.shape, 1 - p).astype(x._array.dtype) / x._array.dtype.type(1 - p)
    mask = x._wrap(kept)
    return x.mul_(mask) if inplace else x * mask


def one_hot(tensor: Tensor, num_classes: int = -1) -> Tensor:
    """A 1 at the place of each class number, zeros elsewhere.

    >>> import autograd_nb as torch
    >>> torch.nn.functional.one_hot(torch.tensor([0, 2]))
    tensor([[1, 0, 0],
            [0, 0, 1]])
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
    return x._wrap((classes[..., None] == np.arange(num_classes)).astype(np.int64))


def pad(input: Tensor, pad: Sequence[int], mode: str = "constant", value: float | None = None) -> Tensor:
    """`value` around the input. `pad` holds (before, after) for the last dimension, then for the one before, ...

    Negative numbers cut off.

    >>> import autograd_nb as torch
    >>> torch.nn.functional.pad(torch.ones(2), (1, 2))
    tensor([0., 1., 1., 0., 0.])
    """
    x: Any = check_tensor("pad", input)
    if mode != "constant":
        raise NotImplementedError(f"padding mode {mode!r} is not here: index with torch.arange and torch.cat instead")
    ends = tuple(int(n) for n in pad)
    ndim = x._array.ndim
    if len(ends) % 2:
        raise RuntimeError("Padding length must be divisible by 2")
    if len(ends) > 2 * ndim:
        raise RuntimeError(
            f"Padding length should be less than or equal to two times the input dimension but got padding length "
            f"{len(ends)} and input of dimension {ndim}"
        )
    for i, n in enumerate(reversed(x._array.shape)):
        if 2 * i < len(ends) and n + ends[2 * i] + ends[2 * i + 1] < 0:
            raise RuntimeError(
                f"The input size {n}, plus negative padding {ends[2 * i]} and {ends[2 * i + 1]} resulted in a "
                f"negative output size, which is invalid. Check dimension {ndim - i - 1} of your input."
            )
    return x._apply(ops.CONSTANT_PAD, x, pad=ends, value=0 if value is None else value)


def embedding(
    input: Tensor,
    weight: Tensor,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Tensor:
    """The rows of `weight` whose numbers are in `input`; the row `padding_idx` gets no gradient."""
    x: Any = check_tensor("embedding", input, "indices", 2)
    w: Any = check_tensor("embedding", weight, "weight", 1)
    if max_norm is not None or scale_grad_by_freq or sparse or norm_type != 2.0:
        raise NotImplementedError("embedding has no max_norm, scale_grad_by_freq and sparse here: use the plain form")
    if x._array.dtype.kind != "i":
        raise RuntimeError(
            "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got "
            f"{x.type()} instead (while checking arguments for embedding)"
        )
    rows = w._array.shape[0]
    if ((x._array < 0) | (x._array >= rows)).any():
        raise IndexError("index out of range in self")
    if padding_idx is not None:
        if not -rows <= padding_idx < rows:
            raise AssertionError("Padding_idx must be within num_embeddings")
        padding_idx %= rows
    number = -1 if padding_idx is None else padding_idx
    return w._apply(ops.EMBEDDING, w, indices=x, padding_idx=number)


# -- normalizing -----------------------------------------------------------------------------------


def normalize(input: Tensor, p: float = 2.0, dim: int = 1, eps: float = 1e-12) -> Tensor:
    """Vectors along `dim`, brought to length 1."""
    x: Any = check_tensor("normalize", input)
    return x / x.norm(p, dim, True).clamp_min(eps).expand_as(x)


def layer_norm(
    input: Tensor,
    normalized_shape: Sequence[int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """Every example brought to mean 0 and variance 1 over its last dimensions, then scaled and shifted."""
    x: Any = check_tensor("layer_norm", input)
    shape = _normalized(x, normalized_shape, weight, bias)
    options = {"normalized_shape": shape, "eps": eps}
    return x._apply(ops.LAYER_NORM, x, _or(weight, 1), _or(bias, 0), **options)


def _normalized(x: Any, normalized_shape: Any, weight: Any, bias: Any) -> tuple[int, ...]:
    """The sizes to normalize over, checked."""
    if not isinstance(normalized_shape, (tuple, list)):
        kind = type(normalized_shape).__name__
        raise TypeError(f"layer_norm(): argument 'normalized_shape' (position 2) must be tuple of ints, not {kind}")
    shape = tuple(normalized_shape)
    for name, value in (("weight", weight), ("bias", bias)):
        if value is not None and value._array.shape != shape:
            raise RuntimeError(
                f"Expected {name} to be of same shape as normalized_shape, but got {name} of shape "
                f"{list(value._array.shape)} and normalized_shape = {list(shape)}"
            )
    if x._array.shape[x._array.ndim - len(shape) :] != shape or len(shape) > x._array.ndim:
        sizes = ", ".join(str(n) for n in shape)
        raise RuntimeError(
            f"Given normalized_shape=[{sizes}], expected input with shape [*, {sizes}], but got input of "
            f"size{list(x._array.shape)}"
        )
    return shape


def rms_norm(
    input: Tensor, normalized_shape: Sequence[int], weight: Tensor | None = None, eps: float | None = None
) -> Tensor:
    """Every example divided by the root of its mean square."""
    x: Any = check_tensor("rms_norm", input)
    dims = tuple(range(-len(normalized_shape), 0))
    small = float(np.finfo(x._array.dtype).eps) if eps is None else eps
    square = (x**2).mean(dims, True)
    found = x * square._apply(ADD_NUMBER, square, other=small).rsqrt()
    return found if weight is None else found * weight


def batch_norm(
    input: Tensor,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Every feature (dimension 1) brought to mean 0 and variance 1 over the batch, then scaled and shifted.

    When training, the running mean and variance are updated; else they are what is used.
    """
    x: Any = check_tensor("batch_norm", input)
    if not training and (running_mean is None or running_var is None):
        raise RuntimeError("Expected running_mean and running_var to be defined when training=False")
    others = (0, *range(2, x._array.ndim))
    n = math.prod(x._array.shape[d] for d in others)
    if training and n <= 1:
        raise ValueError(f"Expected more than 1 value per channel when training, got input size {x.size()}")
    mean: Any = None if training else running_mean
    var: Any = None if training else running_var
    found: Tensor = x._apply(ops.BATCH_NORM, x, _or(weight, 1), _or(bias, 0), mean=mean, var=var, eps=eps)
    if training:
        wide = x._array.astype(np.float64)
        _move(running_mean, wide.mean(others), momentum)
        _move(running_var, wide.var(others, ddof=1), momentum)
    return found


def _move(running: Any, now: Any, momentum: float) -> None:
    if running is not None:
        running._array[...] = (1 - momentum) * running._array + momentum * now
        running.counter().value += 1


def _or(value: Any, number: float) -> Any:
    return number if value is None else value
