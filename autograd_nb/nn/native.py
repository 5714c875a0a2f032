"""What layers are called inside of PyTorch, where tracebacks and graphs name them: `native_layer_norm` and its kin.

Each gives, besides the result, what its derivative is computed from.

>>> import autograd_nb as torch
>>> out, mean, rstd = torch.native_layer_norm(torch.tensor([[1.0, 3.0]]), (2,), None, None, 0.0)
>>> out, mean, rstd
(tensor([[-1.,  1.]]), tensor([[2.]]), tensor([[1.]]))
"""

from __future__ import annotations

from typing import Any

from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.modes import no_grad

from . import functional as F


@over_batches
def native_layer_norm(input: Any, normalized_shape: Any, weight: Any, bias: Any, eps: float) -> tuple[Any, Any, Any]:
    """`nn.functional.layer_norm`, the means, and 1 / √(variance + eps).

    Shapes: `input` (..., *normalized_shape), `weight` and `bias` (*normalized_shape) or None; means and the third have
    ones in the place of the last dimensions.

    >>> torch.native_layer_norm(torch.tensor([2.0, 4.0]), [2], torch.tensor([1.0, 10.0]), None, 0.0)
    (tensor([-1., 10.]), tensor([3.]), tensor([1.]))

    Raises:
        RuntimeError: the last dimensions of the input are not those of `normalized_shape`.
    """
    shape = tuple(normalized_shape)
    out = F.layer_norm(input, shape, weight, bias, eps)
    return (out, *_moments(input, tuple(range(-len(shape), 0)), eps, keepdim=True))


@over_batches
def native_batch_norm(
    input: Any,
    weight: Any,
    bias: Any,
    running_mean: Any,
    running_var: Any,
    training: bool,
    momentum: float,
    eps: float,
) -> tuple[Any, Any, Any]:
    """`nn.functional.batch_norm`, the means of the batch, and 1 / √(variance + eps); these are empty unless `training`.

    Shapes: `input` (batch, features, ...), the others (features) or None.

    >>> torch.native_batch_norm(torch.tensor([[1.0], [3.0]]), None, None, None, None, True, 0.1, 0.0)
    (tensor([[-1.],
            [ 1.]]), tensor([2.]), tensor([1.]))

    Raises:
        RuntimeError: a tensor has not as many elements as there are features.
    """
    out = F.batch_norm(input, running_mean, running_var, weight, bias, training, momentum, eps)
    if not training:
        return out, input.new_empty(0), input.new_empty(0)
    dims = tuple(d for d in range(input.dim()) if d != 1)
    return (out, *_moments(input, dims, eps, keepdim=False))


@over_batches
def native_group_norm(
    input: Any, weight: Any, bias: Any, N: int, C: int, HxW: int, group: int, eps: float
) -> tuple[Any, Any, Any]:
    """`nn.functional.group_norm`, the means of the groups, and 1 / √(variance + eps); a gradient flows from all three.

    Shapes: `input` (N, C, ...) with HxW elements in each channel, `weight` and `bias` (C) or None; means and the third
    (N, group).

    >>> torch.native_group_norm(torch.tensor([[[1.0], [3.0]]]), None, None, 1, 2, 1, 1, 0.0)
    (tensor([[[-1.],
             [ 1.]]]), tensor([[2.]]), tensor([[1.]]))

    Raises:
        RuntimeError: the channels do not make groups of one size.
    """
    del C, HxW  # the input says as much
    out = F.group_norm(input, group, weight, bias, eps)
    rows = input.reshape(N, group, -1)
    return out, rows.mean(2), (rows.var(2, correction=0) + eps).rsqrt()


@no_grad()
def _moments(input: Any, dims: tuple[int, ...], eps: float, keepdim: bool) -> tuple[Any, Any]:
    """The means, and 1 / √(variance + eps)."""
    var = input.var(dims, correction=0, keepdim=keepdim)
    return input.mean(dims, keepdim), (var + eps).rsqrt()
