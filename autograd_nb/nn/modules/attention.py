"""`MultiheadAttention`.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.MultiheadAttention.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.modes import is_grad_enabled
from autograd_nb.nn import functional as F
from autograd_nb.nn import init

from .layers import Linear, new_parameter
from .module import Module

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class NonDynamicallyQuantizableLinear(Linear):
    """A `Linear`; PyTorch's name for that of an attention shows when it is printed."""


class MultiheadAttention(Module):
    """Attention in `num_heads` heads, each of which sees the inputs through weights of its own.

    Args:
        embed_dim: number of features; the heads share them.
        dropout: share of the weights of attention that are dropped while training.
        bias: whether the maps of the inputs and of the result have biases.
        add_bias_kv, add_zero_attn: one more key and value, learned or zero.
        kdim, vdim: numbers of features of keys and values, where they are others.
        batch_first: inputs have the shape (batch, steps, features) instead of (steps, batch, features).

    >>> import autograd_nb as torch
    >>> _ = torch.manual_seed(0)
    >>> x = torch.ones(3, 1, 4)
    >>> out, weights = torch.nn.MultiheadAttention(4, 2)(x, x, x)
    >>> out.shape, weights[0, 0]
    (torch.Size([3, 1, 4]), tensor([0.3333, 0.3333, 0.3333], grad_fn=<SelectBackward0>))
    """

    bias_k: Any
    bias_v: Any
    in_proj_bias: Any

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        add_bias_kv: bool = False,
        add_zero_attn: bool = False,
        kdim: int | None = None,
        vdim: int | None = None,
        batch_first: bool = False,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        if embed_dim <= 0 or num_heads <= 0:
            raise ValueError(
                f"embed_dim and num_heads must be greater than 0, got embed_dim={embed_dim} and num_heads={num_heads} "
                "instead"
            )
        super().__init__()
        self.embed_dim = embed_dim
        self.kdim = embed_dim if kdim is None else kdim
        self.vdim = embed_dim if vdim is None else vdim
        self._qkv_same_embed_dim = self.kdim == embed_dim == self.vdim
        self.num_heads = num_heads
        self.dropout = dropout
        self.batch_first = batch_first
        self.head_dim = embed_dim // num_heads
        if self.head_dim * num_heads != embed_dim:
            raise AssertionError("embed_dim must be divisible by num_heads")
        shapes = {"q_proj_weight": embed_dim, "k_proj_weight": self.kdim, "v_proj_weight": self.vdim}
        if self._qkv_same_embed_dim:
            self.in_proj_weight = new_parameter((3 * embed_dim, embed_dim), dtype, device)
            for name in shapes:
                self.register_parameter(name, None)
        else:
            for name, size in shapes.items():
                setattr(self, name, new_parameter((embed_dim, size), dtype, device))
            self.register_parameter("in_proj_weight", None)
        self.register_parameter("in_proj_bias", new_parameter((3 * embed_dim,), dtype, device) if bias else None)
        self.out_proj = NonDynamicallyQuantizableLinear(embed_dim, embed_dim, bias, device, dtype)
        self.bias_k = new_parameter((1, 1, embed_dim), dtype, device) if add_bias_kv else None
        self.bias_v = new_parameter((1, 1, embed_dim), dtype, device) if add_bias_kv else None
        self.add_zero_attn = add_zero_attn
        self._reset_parameters()

    def _reset_parameters(self) -> None:
        for name in ("in_proj_weight", "q_proj_weight", "k_proj_weight", "v_proj_weight"):
            weight = getattr(self, name)
            if weight is not None:
                init.xavier_uniform_(weight)
        if self.in_proj_bias is not None and self.out_proj.bias is not None:
            init.constant_(self.in_proj_bias, 0.0)
            init.constant_(self.out_proj.bias, 0.0)
        if self.bias_k is not None:
            init.xavier_normal_(self.bias_k)
            init.xavier_normal_(self.bias_v)

    def forward(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        key_padding_mask: Tensor | None = None,
        need_weights: bool = True,
        attn_mask: Tensor | None = None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        """The result, and the weights if they are needed. Masks are true, or minus infinity, where not to look.

        Shapes: `query` (targets, batch, features), `key` and `value` (sources, batch, features), the batch first with
        `batch_first`, or without one; the weights are (batch, targets, sources), the means of the heads.

        >>> x, later = torch.ones(2, 1, 4), torch.tensor([[False, True], [False, False]])
        >>> _, weights = torch.nn.MultiheadAttention(4, 2)(x, x, x, attn_mask=later)
        >>> weights.detach()
        tensor([[[1.0000, 0.0000],
                 [0.5000, 0.5000]]])
        """
        q: Any = query
        k: Any = key
        v: Any = value
        swapped = self.batch_first and q.ndim == 3
        masks = [mask for mask in (key_padding_mask, attn_mask) if mask is not None]
        plain = bool(masks) and not any(m.is_floating_point() for m in masks) and self.infers(q, k, v)
        if swapped:  # what is one tensor stays one
            same, alike = k is q, v is k
            q = q.transpose(1, 0)
            k = q if same else k.transpose(1, 0)
            v = k if alike else v.transpose(1, 0)
        out, weights = F.multi_head_attention_forward(
            q,
            k,
            v,
            self.embed_dim,
            self.num_heads,
            self.in_proj_weight,
            self.in_proj_bias,
            self.bias_k,
            self.bias_v,
            self.add_zero_attn,
            self.dropout,
            self.out_proj.weight,
            self.out_proj.bias,
            training=self.training,
            key_padding_mask=key_padding_mask,
            need_weights=need_weights or plain,
            attn_mask=attn_mask,
            use_separate_proj_weight=not self._qkv_same_embed_dim,
            q_proj_weight=self.q_proj_weight,
            k_proj_weight=self.k_proj_weight,
            v_proj_weight=self.v_proj_weight,
            average_attn_weights=average_attn_weights,
            is_causal=is_causal,
        )
        return (out.transpose(1, 0) if swapped else out), weights if need_weights else None

    def infers(self, q: Any, k: Any, v: Any) -> bool:
        """Whether PyTorch computes this by one kernel, for inference: what is all masked gives nan there, not zeros."""
        if self.training or q.ndim != 3 or not (q is k is v and self.batch_first and self._qkv_same_embed_dim):
            return False
        if self.in_proj_bias is None or self.num_heads % 2 or self.bias_k is not None or self.add_zero_attn:
            return False
        return not (is_grad_enabled() and any(x.requires_grad for x in (q, *self.parameters())))
