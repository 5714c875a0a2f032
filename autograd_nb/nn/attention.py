"""Attention as a function: means of values, weighted by how well their keys go with a query; one head, or several.

Source: https://pytorch.org/docs/2.7/nn.functional.html#attention-mechanisms
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.dtypes import get_default_dtype
from autograd_nb.engine.functions.joining import cat
from autograd_nb.engine.ops.by_number import MUL_NUMBER
from autograd_nb.engine.ops.reduce import SAFE_SOFTMAX
from autograd_nb.engine.warn import warn

from . import kernels
from .activations import softmax
from .kernels import SDPBackend, sdpa_kernel  # noqa: F401 - PyTorch's address for them
from .layers import dropout, linear, pad
from .operands import check_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


@as_pytorch
def scaled_dot_product_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> Tensor:
    """Means of the values, weighted by how well their keys go with each query: softmax(Q Kᵀ · scale) V.

    `scale` is 1/√features unless given. `attn_mask` is true where a query may look, or is added to the scores;
    `is_causal` lets each look at what is no later. With `enable_gqa` several heads of queries share one of keys and
    values. A query that may look nowhere sees zeros.

    Shapes: `query` (..., targets, features), `key` (..., sources, features), `value` (..., sources, out); the result is
    (..., targets, out).

    >>> queries, keys, values = torch.zeros(1, 2), torch.ones(3, 2), torch.arange(6.0).reshape(3, 2)
    >>> torch.nn.functional.scaled_dot_product_attention(queries, keys, values)
    tensor([[2., 3.]])

    Raises:
        RuntimeError: dtypes differ, one has fewer than two dimensions, or both a mask and `is_causal` are given.
    """
    q: Any = check_tensor("scaled_dot_product_attention", query)
    k: Any = check_tensor("scaled_dot_product_attention", key, "key", 2)
    v: Any = check_tensor("scaled_dot_product_attention", value, "value", 3)
    _check_alike(q, k, v)
    if len(kernels.allowed) < len(SDPBackend):
        kernels.check_allowed((q._array.ndim, k._array.ndim, v._array.ndim))
    if enable_gqa:
        k, v = (x.repeat_interleave(q._array.shape[-3] // x._array.shape[-3], -3) for x in (k, v))
    if attn_mask is not None and attn_mask._array.dtype.kind not in "bf":
        raise RuntimeError(
            "Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: "
            f"{attn_mask.dtype.cpp_name} and  query.dtype: {q.dtype.cpp_name} instead."
        )
    if is_causal and attn_mask is not None:
        raise RuntimeError("Explicit attn_mask should not be set when is_causal=True")
    if q._array.dtype.kind != "f":  # the scaled queries have fractions, the values have none
        raise errors.expected_scalar_type(get_default_dtype().scalar_name, v.dtype.scalar_name)
    factor = 1 / math.sqrt(q._array.shape[-1]) if scale is None else scale
    q, across = (x._apply(MUL_NUMBER, x, other=math.sqrt(factor)) for x in (q, k.transpose(-2, -1)))
    scores = q.matmul(across)
    mask: Any = attn_mask
    if is_causal:
        rows, columns = scores._array.shape[-2:]
        mask = q._wrap(np.tril(np.ones((rows, columns), bool)))
    if mask is not None:
        scores = scores + (additive_mask(~mask, "attn_mask", q) if mask._array.dtype.kind == "b" else mask)
    weights: Any = scores._soft("softmax", SAFE_SOFTMAX, -1, None)
    if dropout_p > 0:
        weights = dropout(weights, dropout_p)
    found: Tensor = weights.matmul(v)
    return found


@over_batches
def _check_alike(q: Any, k: Any, v: Any) -> None:
    """One dtype, and at least two dimensions."""
    if not q._array.dtype == k._array.dtype == v._array.dtype:
        kinds = q.dtype.cpp_name, k.dtype.cpp_name, v.dtype.cpp_name
        raise RuntimeError(
            "Expected query, key, and value to have the same dtype, but got query.dtype: {} key.dtype: {} and "
            "value.dtype: {} instead.".format(*kinds)
        )
    dims = q._array.ndim, k._array.ndim, v._array.ndim
    if min(dims) < 2:
        raise RuntimeError(
            "Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: {} key.dim: {} and "
            "value.dim: {} instead.".format(*dims)
        )


@over_batches
def multi_head_attention_forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    embed_dim_to_check: int,
    num_heads: int,
    in_proj_weight: Any,
    in_proj_bias: Any,
    bias_k: Any,
    bias_v: Any,
    add_zero_attn: bool,
    dropout_p: float,
    out_proj_weight: Any,
    out_proj_bias: Any,
    training: bool = True,
    key_padding_mask: Any = None,
    need_weights: bool = True,
    attn_mask: Any = None,
    use_separate_proj_weight: bool = False,
    q_proj_weight: Any = None,
    k_proj_weight: Any = None,
    v_proj_weight: Any = None,
    static_k: Any = None,
    static_v: Any = None,
    average_attn_weights: bool = True,
    is_causal: bool = False,
) -> tuple[Any, Any]:
    """Attention in several heads, each with a part of the features; what `nn.MultiheadAttention` computes.

    Shapes: `query` (targets, batch, features), `key` and `value` (sources, batch, features), or all without a batch;
    `in_proj_weight` (3 features, features), `out_proj_weight` (features, features).

    >>> x, out = torch.ones(3, 1, 2), torch.eye(2)
    >>> into = torch.cat([out, out, out])
    >>> result, weights = torch.nn.functional.multi_head_attention_forward(
    ...     x, x, x, 2, 1, into, None, None, None, False, 0.0, out, None
    ... )
    >>> weights
    tensor([[[0.3333, 0.3333, 0.3333],
             [0.3333, 0.3333, 0.3333],
             [0.3333, 0.3333, 0.3333]]])

    Returns:
        the result of shape (targets, batch, features), and the weights: of shape (batch, targets, sources) as means
        over the heads, or (batch, heads, targets, sources), or None if they are not needed.
    """
    if static_k is not None or static_v is not None:
        raise NotImplementedError("static_k and static_v are not part of autograd_nb. Pass the keys and values.")
    q: Any
    k: Any
    v: Any
    q, k, v, mask, padding = query, key, value, attn_mask, key_padding_mask
    batched = _check_shapes(q, k, v, padding, mask, num_heads)
    if not batched:
        q, k, v = (x.unsqueeze(1) for x in (q, k, v))
        padding = None if padding is None else padding.unsqueeze(0)
    targets, batch, features = q._array.shape
    padding = additive_mask(padding, "key_padding_mask", q, None if mask is None else mask.dtype)
    if is_causal and mask is None:
        raise RuntimeError(
            "Need attn_mask if specifying the is_causal hint. You may use the Transformer module method "
            "`generate_square_subsequent_mask` to create this mask."
        )
    causal = is_causal and padding is None and not need_weights  # the hint takes the place of the mask
    mask = None if causal else additive_mask(mask, "attn_mask", q)
    _check_features(features, embed_dim_to_check, num_heads, k, v, use_separate_proj_weight)
    if use_separate_proj_weight:
        shifts = (None,) * 3 if in_proj_bias is None else in_proj_bias.chunk(3)
        weights = (q_proj_weight, k_proj_weight, v_proj_weight)
        q, k, v = (linear(x, w, b) for x, w, b in zip((q, k, v), weights, shifts))
    else:
        q, k, v = _projected(q, k, v, in_proj_weight, in_proj_bias)
    mask = _checked_mask(mask, (targets, k._array.shape[0]), batch * num_heads)
    if bias_k is not None and bias_v is not None:
        k, v = cat([k, bias_k.repeat(1, batch, 1)]), cat([v, bias_v.repeat(1, batch, 1)])
        mask, padding = (None if m is None else pad(m, (0, 1)) for m in (mask, padding))
    size = features // num_heads
    q, k, v = (x.view((x._array.shape[0], batch * num_heads, size)).transpose(0, 1) for x in (q, k, v))
    if add_zero_attn:
        nothing = k.detach().new_zeros((batch * num_heads, 1, size))
        k, v = cat([k, nothing], 1), cat([v, nothing], 1)
        mask, padding = (None if m is None else pad(m, (0, 1)) for m in (mask, padding))
    mask = _merged(mask, padding, batch, num_heads, k._array.shape[1])
    share = dropout_p if training else 0.0
    sizes = (batch, num_heads, targets, k._array.shape[1], size)
    if need_weights:
        seen, scores = _seen_and_scores(q, k, v, mask, share, sizes)
        scores = scores.mean(1) if average_attn_weights else scores
    else:
        seen, scores = _seen(q, k, v, mask, share, sizes, causal), None
    out: Any = linear(seen, out_proj_weight, out_proj_bias)
    out = out.view((targets, batch, out._array.shape[1]))
    if batched:
        return out, scores
    return out.squeeze(1), None if scores is None else scores.squeeze(0)


def _merged(mask: Any, padding: Any, batch: int, heads: int, sources: int) -> Any:
    """The mask, and for each example which keys are padding."""
    if padding is None:
        return mask
    for dim, wanted in enumerate((batch, sources)):
        if padding._array.shape[dim] != wanted:
            raise AssertionError(
                f"Expected key_padded_mask.shape[{dim}] to be {wanted}, but got {padding._array.shape[dim]}"
            )
    wide = padding.view((batch, 1, 1, sources)).expand((-1, heads, -1, -1)).reshape((batch * heads, 1, sources))
    return wide if mask is None else mask + wide


def _seen_and_scores(q: Any, k: Any, v: Any, mask: Any, share: float, sizes: tuple[int, ...]) -> tuple[Any, Any]:
    """What the heads see, side by side, and how much of each value."""
    batch, heads, targets, sources, size = sizes
    scaled, across = q * math.sqrt(1.0 / size), k.transpose(-2, -1)
    scores: Any = softmax(scaled.bmm(across) if mask is None else mask.baddbmm(scaled, across), -1)
    if share > 0.0:
        scores = dropout(scores, share)
    seen = scores.bmm(v).transpose(0, 1).reshape((targets * batch, heads * size))
    return seen, scores.view((batch, heads, targets, sources))


def _seen(q: Any, k: Any, v: Any, mask: Any, share: float, sizes: tuple[int, ...], causal: bool) -> Any:
    """What the heads see, side by side."""
    batch, heads, targets, sources, size = sizes
    if mask is not None:
        mask = mask.unsqueeze(0) if mask._array.shape[0] == 1 else mask.view((batch, heads, -1, sources))
    q, k, v = (x.view((batch, heads, x._array.shape[1], size)) for x in (q, k, v))
    found: Any = scaled_dot_product_attention(q, k, v, mask, share, causal)
    return found.permute((2, 0, 1, 3)).reshape((batch * targets, heads * size))


def additive_mask(mask: Any, name: str, like: Any, other: Any = None) -> Any:
    """A mask of truth values as numbers to add: minus infinity where it is true. One of numbers stays as it is."""
    if mask is None:
        return None
    kind = mask._array.dtype.kind
    if kind not in "bf":
        raise AssertionError(f"only bool and floating types of {name} are supported")
    if other is not None and other is not mask.dtype:
        warn(f"Support for mismatched {name} and attn_mask is deprecated. Use same type for both instead.")
    if kind == "f":
        return mask
    return mask._wrap(np.where(mask._array, -np.inf, 0).astype(like._array.dtype))


def _check_shapes(q: Any, k: Any, v: Any, padding: Any, mask: Any, heads: int) -> bool:
    """Whether the inputs are batches; their numbers of dimensions go together."""
    ndim = q.dim()
    if ndim not in (2, 3):
        raise AssertionError(f"query should be unbatched 2D or batched 3D tensor but received {ndim}-D query tensor")
    start = f"For {'batched (3-D)' if ndim == 3 else 'unbatched (2-D)'} `query`, expected"
    if k._array.ndim != ndim or v._array.ndim != ndim:
        raise AssertionError(
            f"{start} `key` and `value` to be {ndim}-D but found {k._array.ndim}-D and {v._array.ndim}-D tensors "
            "respectively"
        )
    if padding is not None and padding._array.ndim != ndim - 1:
        raise AssertionError(
            f"{start} `key_padding_mask` to be `None` or {ndim - 1}-D but found {padding._array.ndim}-D tensor instead"
        )
    if mask is not None and mask._array.ndim not in (2, 3):
        raise AssertionError(
            f"{start} `attn_mask` to be `None`, 2-D or 3-D but found {mask._array.ndim}-D tensor instead"
        )
    if mask is not None and ndim == 2 and mask._array.ndim == 3:
        wanted = (heads, q._array.shape[0], k._array.shape[0])
        if mask._array.shape != wanted:
            raise AssertionError(f"Expected `attn_mask` shape to be {wanted} but got {mask.shape}")
    return ndim == 3


def _check_features(features: int, wanted: int, heads: int, k: Any, v: Any, separate: bool) -> None:
    if features != wanted:
        raise AssertionError(f"was expecting embedding dimension of {wanted}, but got {features}")
    if features % heads:
        raise AssertionError(f"embed_dim {features} not divisible by num_heads {heads}")
    if separate and k._array.shape[:2] != v._array.shape[:2]:
        raise AssertionError(f"key's sequence and batch dims {k.shape[:2]} do not match value's {v.shape[:2]}")
    if not separate and k._array.shape != v._array.shape:
        raise AssertionError(f"key shape {k.shape} does not match value shape {v.shape}")


def _checked_mask(mask: Any, plane: tuple[int, int], heads: int) -> Any:
    """The mask with a dimension for the heads of all examples in front."""
    if mask is None:
        return None
    wanted = plane if mask._array.ndim == 2 else (heads, *plane)
    if mask._array.shape != wanted:
        raise RuntimeError(f"The shape of the {mask._array.ndim}D attn_mask is {mask.shape}, but should be {wanted}.")
    return mask.unsqueeze(0) if mask._array.ndim == 2 else mask


def _projected(q: Any, k: Any, v: Any, weight: Any, bias: Any) -> tuple[Any, Any, Any]:
    """The three inputs through their parts of one weight; equal inputs go through theirs together."""
    features = q._array.shape[-1]
    if k is not v:
        shifts = (None,) * 3 if bias is None else bias.chunk(3)
        first, second, third = (linear(x, w, b) for x, w, b in zip((q, k, v), weight.chunk(3), shifts))
        return first, second, third
    if q is k:
        first, second, third = _together(q, weight, bias, 3, features)
        return first, second, third
    sizes = [features, 2 * features]
    own, shared = weight.split(sizes)
    b_own, b_shared = (None, None) if bias is None else bias.split(sizes)
    alone = linear(q, own, b_own)
    second, third = _together(k, shared, b_shared, 2, features)
    return alone, second, third


def _together(x: Any, weight: Any, bias: Any, parts: int, features: int) -> list[Any]:
    wide: Any = linear(x, weight, bias)
    apart = wide.unflatten(-1, (parts, features)).unsqueeze(0).transpose(0, -2).squeeze(-2).contiguous()
    return [apart[i] for i in range(parts)]
