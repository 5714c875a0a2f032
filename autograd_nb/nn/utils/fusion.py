"""A layer and the batch normalization after it as one layer, once both have been trained.

Source: PyTorch's torch/nn/utils/fusion.py.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from autograd_nb.nn.parameter import Parameter

if TYPE_CHECKING:
    from autograd_nb.nn.modules.module import Module


def _fused(weight: Any, bias: Any, bn: tuple[Any, Any, float, Any, Any], dim: int) -> tuple[Parameter, Parameter]:
    mean, variance, eps, scale, shift = bn
    if bias is None:
        bias = mean.new_zeros(mean.shape)
    factor = (variance + eps).rsqrt()
    factor = factor if scale is None else scale * factor
    moved = (bias - mean) * factor
    moved = moved if shift is None else moved + shift
    shape = [1] * weight.dim()
    shape[dim] = -1
    scaled = (weight * factor.reshape(shape)).to(weight.dtype)
    return Parameter(scaled, weight.requires_grad), Parameter(moved.to(bias.dtype), bias.requires_grad)


def fuse_conv_bn_weights(
    conv_w: Any, conv_b: Any, bn_rm: Any, bn_rv: Any, bn_eps: float, bn_w: Any, bn_b: Any, transpose: bool = False
) -> tuple[Parameter, Parameter]:
    """Weight and bias of a convolution that does what a normalization would do after it.

    >>> one, two = torch.ones(1), torch.full((1,), 2.0)
    >>> weight, bias = torch.nn.utils.fuse_conv_bn_weights(torch.ones(1, 1, 1), None, one, one, 0.0, two, None)
    >>> weight.item(), bias.item()  # 2 (x - 1)
    (2.0, -2.0)

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.fuse_conv_bn_weights.html
    """
    return _fused(conv_w, conv_b, (bn_rm, bn_rv, bn_eps, bn_w, bn_b), dim=int(transpose))


def fuse_linear_bn_weights(
    linear_w: Any, linear_b: Any, bn_rm: Any, bn_rv: Any, bn_eps: float, bn_w: Any, bn_b: Any
) -> tuple[Parameter, Parameter]:
    """Weight and bias of a linear layer that does what a normalization would do after it.

    >>> one, two = torch.ones(1), torch.full((1,), 2.0)
    >>> weight, bias = torch.nn.utils.fuse_linear_bn_weights(torch.ones(1, 1), None, one, one, 0.0, two, 0 * one)
    >>> weight.item(), bias.item()  # 2 (x - 1)
    (2.0, -2.0)

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.fuse_linear_bn_weights.html
    """
    return _fused(linear_w, linear_b, (bn_rm, bn_rv, bn_eps, bn_w, bn_b), dim=0)


def _copied(layer: Module, bn: Module) -> Any:
    if layer.training or bn.training:
        raise AssertionError("Fusion only for eval!")
    if bn.running_mean is None or bn.running_var is None:
        raise AssertionError("bn.running_mean and bn.running_var must not be None")
    return copy.deepcopy(layer)


def fuse_conv_bn_eval(conv: Module, bn: Module, transpose: bool = False) -> Module:
    """A convolution that gives what `bn(conv(x))` gives, both being in evaluation mode.

    >>> import autograd_nb as torch
    >>> conv, bn = torch.nn.Conv1d(2, 3, 2).eval(), torch.nn.BatchNorm1d(3).eval()
    >>> x = torch.randn(1, 2, 4)
    >>> fuse_conv_bn_eval(conv, bn)(x).allclose(bn(conv(x)), atol=1e-6)
    True
    """
    fused = _copied(conv, bn)
    statistics = (bn.running_mean, bn.running_var, bn.eps, bn.weight, bn.bias)
    fused.weight, fused.bias = fuse_conv_bn_weights(fused.weight, fused.bias, *statistics, transpose=transpose)
    return fused


def fuse_linear_bn_eval(linear: Module, bn: Module) -> Module:
    """A linear layer that gives what `bn(linear(x))` gives, both being in evaluation mode.

    >>> linear, bn = torch.nn.Linear(2, 3).eval(), torch.nn.BatchNorm1d(3).eval()
    >>> x = torch.randn(4, 2)
    >>> torch.nn.utils.fuse_linear_bn_eval(linear, bn)(x).allclose(bn(linear(x)), atol=1e-6)
    True

    Raises:
        AssertionError: one of them is training, or their sizes do not fit.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.fuse_linear_bn_eval.html
    """
    fused = _copied(linear, bn)
    if bn.num_features not in (fused.out_features, 1):
        raise AssertionError(
            "To fuse, linear.out_features == bn.num_features or bn.num_features == 1, got "
            f"linear.out_features={fused.out_features} and bn.num_features={bn.num_features}"
        )
    statistics = (bn.running_mean, bn.running_var, bn.eps, bn.weight, bn.bias)
    fused.weight, fused.bias = fuse_linear_bn_weights(fused.weight, fused.bias, *statistics)
    return fused
