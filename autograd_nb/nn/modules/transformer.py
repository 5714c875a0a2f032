"""Transformers: layers of attention and of maps of each step, the encoder's and the decoder's, and both together.

Source: https://pytorch.org/docs/2.7/nn.html#transformer-layers
"""

from __future__ import annotations

import copy
import warnings
from typing import Any

import numpy as np

from autograd_nb.engine.modes import modes
from autograd_nb.engine.tensor import Tensor
from autograd_nb.nn import functional as F
from autograd_nb.nn import init
from autograd_nb.nn.attention import additive_mask
from autograd_nb.nn.parameter import numbers

from .activation import GELU, ReLU
from .containers import ModuleList
from .module import Module
from .normalization import LayerNorm
from .transformer_layers import TransformerDecoderLayer, TransformerEncoderLayer


def _later(size: int, dtype: Any = None, device: Any = None) -> Tensor:
    """A mask to add: minus infinity where a step would look at a later one."""
    return Tensor._wrap(np.triu(np.full((size, size), -np.inf, numbers(dtype, device)), 1))


def _is_causal(mask: Any, hint: bool | None, size: int) -> bool:
    """Whether the mask hides what is later: as the hint says, or by a look at it."""
    if hint is not None or mask is None:
        return hint is True
    return mask._array.shape == (size, size) and bool((mask._array == _later(size)._array).all())


def _steps(x: Any, batch_first: bool) -> int:
    shape: tuple[int, ...] = x.shape
    return shape[1 if batch_first and len(shape) == 3 else 0]


def _layers(layer: Module, count: int) -> ModuleList:
    """Copies that begin with the same numbers."""
    return ModuleList([copy.deepcopy(layer) for _ in range(count)])


def _slow(layer: Any) -> str:
    """Why PyTorch does not put aside what is padding; empty if it does."""
    name = "encoder_layer"
    if not isinstance(layer, TransformerEncoderLayer):
        return f"{name} was not TransformerEncoderLayer"
    if layer.norm_first:
        return f"{name}.norm_first was True"
    if not layer.self_attn.batch_first:
        return f"{name}.self_attn.batch_first was not True(use batch_first for better inference performance)"
    if layer.self_attn.in_proj_bias is None:
        return f"{name}.self_attn was passed bias=False"
    if layer.activation not in (F.relu, F.gelu) and not isinstance(layer.activation, (ReLU, GELU)):
        return f"{name}.activation_relu_or_gelu was not True"
    if layer.norm1.eps != layer.norm2.eps:
        return f"{name}.norm1.eps was not equal to {name}.norm2.eps"
    if layer.self_attn.num_heads % 2:
        return f"{name}.self_attn.num_heads is odd"
    return ""


class TransformerEncoder(Module):
    """Layers of an encoder, one after the other, then a normalization if there is one.

    In evaluation, where no gradient is recorded, steps that are padding come out as zeros, as in PyTorch. The layers
    are copies of `encoder_layer`, with parameters of their own that begin alike.

    Shapes: those of the layer: (steps, batch, features), or (batch, steps, features) with `batch_first`.

    >>> layer = torch.nn.TransformerEncoderLayer(d_model=4, nhead=2, dim_feedforward=8, batch_first=True)
    >>> torch.nn.TransformerEncoder(layer, num_layers=2)(torch.ones(1, 3, 4)).shape
    torch.Size([1, 3, 4])
    """

    def __init__(
        self,
        encoder_layer: Module,
        num_layers: int,
        norm: Module | None = None,
        enable_nested_tensor: bool = True,
        mask_check: bool = True,
    ) -> None:
        super().__init__()
        self.layers = _layers(encoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm
        self.enable_nested_tensor = self.use_nested_tensor = enable_nested_tensor
        self.mask_check = mask_check
        slow = _slow(encoder_layer)
        if enable_nested_tensor and slow:
            warnings.warn(
                f"enable_nested_tensor is True, but self.use_nested_tensor is False because {slow}", stacklevel=2
            )
            self.use_nested_tensor = False

    def forward(
        self, src: Tensor, mask: Tensor | None = None, src_key_padding_mask: Tensor | None = None,
        is_causal: bool | None = None,
    ) -> Any:  # fmt: skip
        """The steps, after all layers. Masks are true, or minus infinity, where not to look.

        >>> layer = torch.nn.TransformerEncoderLayer(d_model=4, nhead=2, dim_feedforward=8)
        >>> padding = torch.tensor([[False, False, True]])
        >>> torch.nn.TransformerEncoder(layer, 1)(torch.ones(3, 1, 4), src_key_padding_mask=padding).shape
        torch.Size([3, 1, 4])
        """
        other = None if mask is None else mask.dtype
        padding: Any = additive_mask(src_key_padding_mask, "src_key_padding_mask", src, other)
        mask = additive_mask(mask, "mask", src)
        first: Any = self.layers[0]
        apart = padding is not None and mask is None and self._puts_aside(first, src, padding)
        causal = _is_causal(mask, is_causal, _steps(src, first.self_attn.batch_first))
        x: Any = src
        for layer in self.layers:
            x = layer(x, src_mask=mask, is_causal=causal, src_key_padding_mask=padding)
        if apart:
            x = x.masked_fill((padding != 0).unsqueeze(-1), 0.0)
        return x if self.norm is None else self.norm(x)

    def _puts_aside(self, first: Any, src: Any, padding: Any) -> bool:
        """Whether padding comes out as zeros: in evaluation without gradients, where it is at the ends."""
        if not self.use_nested_tensor or first.training or src.ndim != 3:
            return False
        real = padding._array == 0
        if (np.diff(real.astype(int), axis=1) > 0).any():
            return False
        return not (modes.grad and any(x.requires_grad for x in (src, *first.parameters())))


class TransformerDecoder(Module):
    """Layers of a decoder, one after the other, then a normalization if there is one.

    It is called with the decoder's steps and with the encoder's results. The layers are copies of `decoder_layer`.

    >>> layer = torch.nn.TransformerDecoderLayer(d_model=4, nhead=2, dim_feedforward=8, batch_first=True)
    >>> torch.nn.TransformerDecoder(layer, num_layers=2)(torch.ones(1, 3, 4), torch.ones(1, 5, 4)).shape
    torch.Size([1, 3, 4])
    """

    def __init__(self, decoder_layer: Module, num_layers: int, norm: Module | None = None) -> None:
        super().__init__()
        self.layers = _layers(decoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm

    def forward(
        self,
        tgt: Tensor,
        memory: Tensor,
        tgt_mask: Tensor | None = None,
        memory_mask: Tensor | None = None,
        tgt_key_padding_mask: Tensor | None = None,
        memory_key_padding_mask: Tensor | None = None,
        tgt_is_causal: bool | None = None,
        memory_is_causal: bool = False,
    ) -> Any:
        """The steps, after all layers. Masks are true, or minus infinity, where not to look.

        >>> layer = torch.nn.TransformerDecoderLayer(d_model=4, nhead=2, dim_feedforward=8)
        >>> later = torch.nn.Transformer.generate_square_subsequent_mask(3)
        >>> torch.nn.TransformerDecoder(layer, 1)(torch.ones(3, 1, 4), torch.ones(5, 1, 4), tgt_mask=later).shape
        torch.Size([3, 1, 4])
        """
        first: Any = self.layers[0]
        options = {
            "tgt_mask": tgt_mask,
            "memory_mask": memory_mask,
            "tgt_key_padding_mask": tgt_key_padding_mask,
            "memory_key_padding_mask": memory_key_padding_mask,
            "tgt_is_causal": _is_causal(tgt_mask, tgt_is_causal, _steps(tgt, first.self_attn.batch_first)),
            "memory_is_causal": memory_is_causal,
        }
        x: Any = tgt
        for layer in self.layers:
            x = layer(x, memory, **options)
        return x if self.norm is None else self.norm(x)


class Transformer(Module):
    """An encoder that reads `src`, and a decoder that reads `tgt` and what the encoder made.

    It has no embedding and no map to words: both are the user's. See `TransformerEncoderLayer` for the arguments.

    Shapes: `src` (sources, batch, features) and `tgt` (targets, batch, features) to (targets, batch, features); the
    batch first with `batch_first`.

    >>> model = torch.nn.Transformer(d_model=4, nhead=2, num_encoder_layers=1, num_decoder_layers=1, dim_feedforward=8)
    >>> model(torch.ones(5, 1, 4), torch.ones(3, 1, 4)).shape
    torch.Size([3, 1, 4])

    Raises:
        RuntimeError: when it is called, with batches or numbers of features that differ.
    """

    def __init__(
        self,
        d_model: int = 512,
        nhead: int = 8,
        num_encoder_layers: int = 6,
        num_decoder_layers: int = 6,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Any = F.relu,
        custom_encoder: Any = None,
        custom_decoder: Any = None,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        layer = (d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first, bias)
        if custom_encoder is None:
            one: Module = TransformerEncoderLayer(*layer, device, dtype)
            norm = LayerNorm(d_model, eps=layer_norm_eps, bias=bias, device=device, dtype=dtype)
            custom_encoder = TransformerEncoder(one, num_encoder_layers, norm)
        self.encoder = custom_encoder
        if custom_decoder is None:
            one = TransformerDecoderLayer(*layer, device, dtype)
            norm = LayerNorm(d_model, eps=layer_norm_eps, bias=bias, device=device, dtype=dtype)
            custom_decoder = TransformerDecoder(one, num_decoder_layers, norm)
        self.decoder = custom_decoder
        for parameter in self.parameters():
            if parameter._array.ndim > 1:
                init.xavier_uniform_(parameter)
        self.d_model, self.nhead, self.batch_first = d_model, nhead, batch_first

    def forward(
        self,
        src: Tensor,
        tgt: Tensor,
        src_mask: Tensor | None = None,
        tgt_mask: Tensor | None = None,
        memory_mask: Tensor | None = None,
        src_key_padding_mask: Tensor | None = None,
        tgt_key_padding_mask: Tensor | None = None,
        memory_key_padding_mask: Tensor | None = None,
        src_is_causal: bool | None = None,
        tgt_is_causal: bool | None = None,
        memory_is_causal: bool = False,
    ) -> Any:
        """The decoder's steps.

        `tgt_mask` usually hides what is later: `generate_square_subsequent_mask`.

        >>> model = torch.nn.Transformer(d_model=4, nhead=2, num_encoder_layers=1, num_decoder_layers=1)
        >>> later = model.generate_square_subsequent_mask(3)
        >>> model(torch.ones(5, 1, 4), torch.ones(3, 1, 4), tgt_mask=later).shape
        torch.Size([3, 1, 4])
        """
        batch = 0 if self.batch_first else 1
        if src.size(batch) != tgt.size(batch) and src.dim() == 3:
            raise RuntimeError("the batch number of src and tgt must be equal")
        if src.size(-1) != self.d_model or tgt.size(-1) != self.d_model:
            raise RuntimeError("the feature number of src and tgt must be equal to d_model")
        memory = self.encoder(src, mask=src_mask, src_key_padding_mask=src_key_padding_mask, is_causal=src_is_causal)
        return self.decoder(
            tgt,
            memory,
            tgt_mask=tgt_mask,
            memory_mask=memory_mask,
            tgt_key_padding_mask=tgt_key_padding_mask,
            memory_key_padding_mask=memory_key_padding_mask,
            tgt_is_causal=tgt_is_causal,
            memory_is_causal=memory_is_causal,
        )

    @staticmethod
    def generate_square_subsequent_mask(sz: int, device: Any = None, dtype: Any = None) -> Tensor:
        """A mask to add: minus infinity where a step would look at a later one.

        >>> Transformer.generate_square_subsequent_mask(2)
        tensor([[0., -inf],
                [0., 0.]])
        """
        return _later(sz, dtype, device)
