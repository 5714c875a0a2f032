"""Normalizing as functions: over the last dimensions, over a batch, over groups of channels.

Source: https://pytorch.org/docs/2.7/nn.functional.html
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.calling import besides
from autograd_nb.engine.batching.batches import batch_of, over_batches
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.methods.base import axis
from autograd_nb.engine.modes import modes
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import layer as ops
from autograd_nb.engine.ops.by_number import ADD_NUMBER
from autograd_nb.engine.outputs import with_out

from .operands import check_float, check_tensor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor


@over_batches
@functools.partial(with_out, name="div")
def normalize(input: Tensor, p: float = 2.0, dim: int = 1, eps: float = 1e-12) -> Tensor:
    """Vectors along `dim`, brought to length 1: divided by their `p`-norm, or by `eps` if that is larger.

    >>> torch.nn.functional.normalize(torch.tensor([[3.0, 4.0], [0.0, 0.0]]))
    tensor([[0.6000, 0.8000],
            [0.0000, 0.0000]])
    """
    x: Any = check_tensor("normalize", input)
    return x / x.norm(p, dim, True).clamp_min(eps).expand_as(x)


@besides("")
def layer_norm(
    input: Tensor,
    normalized_shape: Sequence[int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """Every example brought to mean 0 and variance 1 over its last dimensions, then scaled and shifted.

    That is (x - mean) / sqrt(variance + eps) · weight + bias. Examples do not touch each other, and training and
    evaluation are alike.

    Shapes: `normalized_shape` is the end of the input's; `weight` and `bias` have that shape.

    >>> torch.nn.functional.layer_norm(torch.tensor([[1.0, 3.0], [10.0, 30.0]]), (2,))
    tensor([[-1.0000,  1.0000],
            [-1.0000,  1.0000]])

    Raises:
        RuntimeError: the input does not end in `normalized_shape`, or weight or bias are of another shape.
    """
    x: Any = check_tensor("layer_norm", input)
    _check_mixed(x, weight, bias)
    shape = _normalized(x, normalized_shape, weight, bias)
    if x._array.dtype.kind not in "fc":
        raise errors.not_for_dtype("LayerNormKernelImpl", x.dtype.scalar_name)
    options = {"normalized_shape": shape, "eps": eps}
    return x._apply(ops.LAYER_NORM, x, _or(weight, 1), _or(bias, 0), **options)


def _check_mixed(x: Any, *parameters: Any) -> None:
    """Parameters are of the input's dtype, or of single precision for one of half precision."""
    if all(p is None or p._array.dtype == x._array.dtype for p in parameters):
        return
    if any(p is not None and p._array.dtype != np.float32 for p in parameters):
        raise RuntimeError("mixed dtype (CPU): expect parameter to have scalar type of Float")
    if x._array.dtype != np.float16:
        raise RuntimeError("mixed dtype (CPU): all inputs must share same datatype.")


def _normalized(x: Any, normalized_shape: Any, weight: Any, bias: Any) -> tuple[int, ...]:
    """The sizes to normalize over, checked."""
    if not isinstance(normalized_shape, (tuple, list)):
        kind = type_name(normalized_shape)
        raise TypeError(f"layer_norm(): argument 'normalized_shape' (position 2) must be tuple of ints, not {kind}")
    shape = tuple(normalized_shape)
    if not shape:
        raise RuntimeError(
            "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got "
            "normalized_shape = []"
        )
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


@besides("")
def rms_norm(
    input: Tensor, normalized_shape: Sequence[int], weight: Tensor | None = None, eps: float | None = None
) -> Tensor:
    """Every example divided by the root of its mean square, over the last dimensions; then scaled by `weight`.

    `layer_norm` without the mean, and cheaper (Zhang and Sennrich, 2019). `eps` is that of the dtype unless given.

    Shapes: `normalized_shape` is the end of the input's; `weight` has that shape.

    >>> torch.nn.functional.rms_norm(torch.tensor([[1.0, 7.0]]), (2,))
    tensor([[0.2000, 1.4000]])

    Raises:
        RuntimeError: the input does not end in `normalized_shape`, or the weight is of another shape.
    """
    x: Any = check_tensor("rms_norm", input)
    shape = tuple(normalized_shape)
    if not shape:
        raise RuntimeError(
            "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got "
            "normalized_shape = []"
        )
    if weight is not None and weight._array.shape != shape:
        raise RuntimeError(
            f"Expected weight to be of same shape as normalized_shape, but got weight of shape "
            f"{list(weight._array.shape)} and normalized_shape = {list(shape)}"
        )
    if x._array.shape[-len(shape) :] != shape:
        sizes = ", ".join(map(str, shape))
        raise RuntimeError(
            f"Given normalized_shape=[{sizes}], expected input with shape [*{sizes}], but got input of "
            f"size{list(x._array.shape)}"
        )
    dims = tuple(range(-len(shape), 0))
    check_float("rms_norm", x)
    wide = x._cast(np.promote_types(x._array.dtype, np.float32))  # squares do not fit into half precision
    small = float(np.finfo(wide._array.dtype).eps) if eps is None else eps
    square = (wide**2).mean(dims, True)
    found = (wide * square._apply(ADD_NUMBER, square, other=small).rsqrt())._cast(x._array.dtype)
    return found if weight is None else found * weight


def _check_tensors(function: str, named: dict[str, Any]) -> None:
    """Raise if one of the arguments after the first is neither a tensor nor None."""
    for place, (name, given) in enumerate(named.items(), 2):
        if given is not None and not isinstance(given, Variable):
            raise errors.argument_must_be(function, name, place, "Tensor", type_name(given))


@over_batches
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

    When training, the running mean and variance are updated; else they are what is used. They move by `momentum`
    towards those of the batch; the running variance is the unbiased one.

    Shapes: `input` (batch, features, ...); all others (features).

    >>> mean, var = torch.zeros(1), torch.ones(1)
    >>> torch.nn.functional.batch_norm(torch.tensor([[1.0], [3.0]]), mean, var, training=True)
    tensor([[-1.0000],
            [ 1.0000]])
    >>> mean, var
    (tensor([0.2000]), tensor([1.1000]))

    Raises:
        ValueError: there is a single value per feature to train on.
        RuntimeError: there are no running statistics to evaluate with, or one of the others has not as many elements
            as there are features.
    """
    if training and running_mean is not None and batch_of(input) is not None and batch_of(running_mean) is None:
        raise errors.vmap.running_statistics()
    x: Any = check_tensor("batch_norm", input)
    named = {"weight": weight, "bias": bias, "running_mean": running_mean, "running_var": running_var}
    _check_tensors("batch_norm", named)
    if not training and (running_mean is None or running_var is None):
        name = "running_mean" if running_mean is None else "running_var"
        raise RuntimeError(f"{name} must be defined in evaluation mode")
    others = (0, *range(2, x._array.ndim))
    n = math.prod(x._array.shape[d] for d in others[: x._array.ndim])
    if training and n == 1:
        raise ValueError(f"Expected more than 1 value per channel when training, got input size {x.size()}")
    if x._array.size:
        axis(1, x._array.ndim)
    for given in (weight, bias):
        if given is not None and given._array.ndim != 1 and given._array.size > 1:
            raise RuntimeError(f"TensorAccessor expected 1 dims but tensor has {given._array.ndim}")
    features = x._array.shape[1] if x._array.ndim > 1 else 0
    for name in ("running_mean", "running_var", "weight", "bias"):
        given = named[name]
        if given is not None and given._array.size != features:
            raise RuntimeError(f"{name} should contain {features} elements not {given._array.size}")
    if x._array.dtype.kind != "f":
        raise errors.not_for_dtype("batch_norm", x.dtype.scalar_name)
    _check_mixed(x, weight, bias, running_mean, running_var)
    if not x._array.size:
        copied: Tensor = x.clone()
        return copied if weight is None else copied * weight[0] + (0 if bias is None else bias[0])
    mean: Any = None if training else running_mean
    var: Any = None if training else running_var
    own: Any = modes.quiet(ops.moments, x._array) if training else None
    found: Tensor = x._apply(ops.BATCH_NORM, x, _or(weight, 1), _or(bias, 0), mean=mean, var=var, eps=eps, own=own)
    if training:
        now, spread, n = own
        _move(running_mean, now, momentum)
        _move(running_var, spread * (n / (n - 1)), momentum)
    return found


def _move(running: Any, now: Any, momentum: float) -> None:
    if running is not None:
        running._array[...] = (1 - momentum) * running._array + momentum * now
        running._written()


def _or(value: Any, number: float) -> Any:
    return number if value is None else value


@besides("")
def group_norm(
    input: Tensor, num_groups: int, weight: Tensor | None = None, bias: Tensor | None = None, eps: float = 1e-5
) -> Tensor:
    """Every example brought to mean 0 and variance 1 over groups of channels, then scaled and shifted.

    It does not depend on the batch, so that small ones do no harm (Wu and He, 2018).

    Shapes: `input` (batch, channels, ...); `weight` and `bias` (channels), one number for each channel.

    >>> torch.nn.functional.group_norm(torch.tensor([[1.0, 3.0, 10.0, 30.0]]), num_groups=2)
    tensor([[-1.0000,  1.0000, -1.0000,  1.0000]])

    Raises:
        RuntimeError: the channels cannot be divided into so many groups, or weight or bias are of another size.
    """
    x: Any = check_tensor("group_norm", input)
    shape = x._array.shape
    if len(shape) < 2:
        raise RuntimeError(f"Expected at least 2 dimensions for input tensor but received {len(shape)}")
    if num_groups <= 0:
        raise RuntimeError(f"num_groups must be greater than 0, got {num_groups}")
    if shape[1] % num_groups:
        raise RuntimeError(
            "Expected number of channels in input to be divisible by num_groups, but got input of shape "
            f"{list(shape)} and num_groups={num_groups}"
        )
    for name, given in (("weight", weight), ("bias", bias)):
        if given is not None and given._array.shape != (shape[1],):
            raise RuntimeError(
                f"Expected {name} to be a vector of size equal to the number of channels in input, but got {name} of "
                f"shape {list(given._array.shape)} and input of shape {list(shape)}"
            )
    if math.prod(shape) == num_groups:
        raise ValueError(f"Expected more than 1 value per channel when training, got input size {list(shape)}")
    _check_mixed(x, weight, bias)
    check_float("GroupNormKernelImpl", x)
    return x._apply(ops.GROUP_NORM, x, _or(weight, 1), _or(bias, 0), groups=num_groups, eps=eps)


@over_batches
def instance_norm(
    input: Tensor,
    running_mean: Tensor | None = None,
    running_var: Tensor | None = None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    use_input_stats: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Every channel of every example brought to mean 0 and variance 1, then scaled and shifted.

    Without `use_input_stats` the running mean and variance are used instead; with it they are updated, if given.

    Shapes: `input` (batch, channels, ...); all others (channels).

    >>> torch.nn.functional.instance_norm(torch.tensor([[[1.0, 3.0], [10.0, 30.0]]]))
    tensor([[[-1.0000,  1.0000],
             [-1.0000,  1.0000]]])

    Raises:
        ValueError: there is only one place per channel.
    """
    x: Any = check_tensor("instance_norm", input)
    sizes = x._array.shape[2:]
    if use_input_stats and math.prod(sizes) <= 1:
        raise ValueError(f"Expected more than 1 spatial element when training, got input size {x.size()}")
    n, channels = x._array.shape[:2]
    each: Any = [None if t is None else t.repeat(n) for t in (running_mean, running_var, weight, bias)]
    line = x.reshape(1, n * channels, *sizes)
    found: Any = batch_norm(line, each[0], each[1], each[2], each[3], use_input_stats, momentum, eps)
    for running, seen in ((running_mean, each[0]), (running_var, each[1])):
        if running is not None:
            running.copy_(seen.view(n, channels).mean(0))
    return found.view(x._array.shape)


@over_batches
def local_response_norm(input: Tensor, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> Tensor:
    """Every element divided by how strong the channels around it are.

    The divisor is (k + alpha · m)^beta, where m is the mean of the squares of `size` channels around it, zeros beyond
    the first and the last (Krizhevsky and others, 2012).

    Shapes: (batch, channels, ...).

    >>> torch.nn.functional.local_response_norm(torch.ones(1, 3, 1), size=3, alpha=3.0, beta=1.0)
    tensor([[[0.3333],
             [0.2500],
             [0.3333]]])

    Raises:
        ValueError: the input has fewer than three dimensions.
    """
    from .layers import pad
    from .pooling import avg_pool2d, avg_pool3d

    x: Any = check_tensor("local_response_norm", input)
    shape = x._array.shape
    if len(shape) < 3:
        raise ValueError(f"Expected 3D or higher dimensionality input (got {len(shape)} dimensions)")
    if not x._array.size:
        return x
    square: Any = (x * x).unsqueeze(1)
    around = (size // 2, (size - 1) // 2)
    if len(shape) == 3:
        means: Any = avg_pool2d(pad(square, (0, 0, *around)), (size, 1), 1).squeeze(1)
    else:
        line = square.view(shape[0], 1, shape[1], shape[2], -1)
        means = avg_pool3d(pad(line, (0, 0, 0, 0, *around)), (size, 1, 1), 1).squeeze(1).view(shape)
    found: Tensor = x / (means.mul(alpha).add(k).pow(beta))
    return found
