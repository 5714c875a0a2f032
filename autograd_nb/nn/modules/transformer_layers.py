"""The layers that the encoder and the decoder of a transformer are made of.

Source: https://pytorch.org/docs/2.7/nn.html#transformer-layers
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.nn import functional as F
from autograd_nb.nn.attention import additive_mask

from .attention import MultiheadAttention
from .layers import Dropout, Linear
from .module import Module
from .normalization import LayerNorm

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.tensor import Tensor


def _activation(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    known = {"relu": F.relu, "gelu": F.gelu}
    if given not in known:
        raise RuntimeError(f"activation should be relu/gelu, not {given}")
    return known[given]


class TransformerLayer(Module):
    """What both kinds of layers share: attention to oneself, and a map of each step by itself."""

    def __init__(
        self, attention: dict[str, Any], made: dict[str, Any], sizes: tuple[int, int], dropout: float, norms: int,
        eps: float,
    ) -> None:  # fmt: skip
        super().__init__()
        features, inner = sizes
        self.self_attn = MultiheadAttention(features, **attention, **made)
        if norms == 3:
            self.multihead_attn = MultiheadAttention(features, **attention, **made)
        self.linear1 = Linear(features, inner, **made)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(inner, features, **made)
        for i in range(1, norms + 1):
            setattr(self, f"norm{i}", LayerNorm(features, eps=eps, **made))
        for i in range(1, norms + 1):
            setattr(self, f"dropout{i}", Dropout(dropout))
        self.activation: Callable[[Any], Any]

    def _seen(self, part: str, drop: str, x: Any, others: Any, mask: Any, padding: Any, causal: bool) -> Any:
        attention = getattr(self, part)
        plain = (mask is not None or padding is not None) and attention.infers(x, others, others)
        options = {"attn_mask": mask, "key_padding_mask": padding, "is_causal": causal, "need_weights": plain}
        return getattr(self, drop)(attention(x, others, others, **options)[0])

    def _mapped(self, drop: str, x: Any) -> Any:
        return getattr(self, drop)(self.linear2(self.dropout(self.activation(self.linear1(x)))))


class TransformerEncoderLayer(TransformerLayer):
    """Steps that look at one another, then a map of each; what comes in is added, and all is normalized.

    Args:
        d_model: number of features of a step.
        nhead: number of heads that share them.
        dim_feedforward: number of features between the two linear maps of a step.
        dropout: share of numbers that are dropped while training.
        activation: "relu", "gelu" or a function.
        layer_norm_eps, bias: of the normalization; whether there are biases.
        batch_first: inputs have the shape (batch, steps, features) instead of (steps, batch, features).
        norm_first: normalize what goes in instead of what comes out.

    >>> import autograd_nb as torch
    >>> layer = torch.nn.TransformerEncoderLayer(d_model=4, nhead=2, dim_feedforward=8, batch_first=True)
    >>> layer(torch.ones(1, 3, 4)).shape
    torch.Size([1, 3, 4])
    """

    _ours = False  # the activation may be the learner's

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Any = F.relu,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        attention = {"num_heads": nhead, "dropout": dropout, "batch_first": batch_first}
        made = {"bias": bias, "device": device, "dtype": dtype}
        super().__init__(attention, made, (d_model, dim_feedforward), dropout, 2, layer_norm_eps)
        self.norm_first = norm_first
        self.activation = _activation(activation)

    def forward(
        self, src: Tensor, src_mask: Tensor | None = None, src_key_padding_mask: Tensor | None = None,
        is_causal: bool = False,
    ) -> Any:  # fmt: skip
        """The steps, after they have looked at one another.

        A mask is true, or minus infinity, where not to look: `src_mask` (steps, steps), `src_key_padding_mask` (batch,
        steps).

        >>> layer = torch.nn.TransformerEncoderLayer(d_model=4, nhead=2, dim_feedforward=8)
        >>> layer(torch.ones(3, 1, 4), torch.nn.Transformer.generate_square_subsequent_mask(3), is_causal=True).shape
        torch.Size([3, 1, 4])
        """
        other = None if src_mask is None else src_mask.dtype
        padding = additive_mask(src_key_padding_mask, "src_key_padding_mask", src, other)
        mask = additive_mask(src_mask, "src_mask", src)
        x: Any = src
        if self.norm_first:
            y = self.norm1(x)
            x = x + self._seen("self_attn", "dropout1", y, y, mask, padding, is_causal)
            return x + self._mapped("dropout2", self.norm2(x))
        x = self.norm1(x + self._seen("self_attn", "dropout1", x, x, mask, padding, is_causal))
        return self.norm2(x + self._mapped("dropout2", x))


class TransformerDecoderLayer(TransformerLayer):
    """Like a layer of the encoder, and in between every step looks at the encoder's.

    >>> import autograd_nb as torch
    >>> layer = torch.nn.TransformerDecoderLayer(d_model=4, nhead=2, dim_feedforward=8, batch_first=True)
    >>> layer(torch.ones(1, 3, 4), torch.ones(1, 5, 4)).shape
    torch.Size([1, 3, 4])
    """

    _ours = False  # the activation may be the learner's

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Any = F.relu,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        attention = {"num_heads": nhead, "dropout": dropout, "batch_first": batch_first}
        made = {"bias": bias, "device": device, "dtype": dtype}
        super().__init__(attention, made, (d_model, dim_feedforward), dropout, 3, layer_norm_eps)
        self.norm_first = norm_first
        self.activation = _activation(activation)

    def forward(
        self, tgt: Tensor, memory: Tensor, tgt_mask: Tensor | None = None, memory_mask: Tensor | None = None,
        tgt_key_padding_mask: Tensor | None = None, memory_key_padding_mask: Tensor | None = None,
        tgt_is_causal: bool = False, memory_is_causal: bool = False,
    ) -> Any:  # fmt: skip
        """The steps, after they have looked at one another and at `memory`.

        >>> layer = torch.nn.TransformerDecoderLayer(d_model=4, nhead=2, dim_feedforward=8)
        >>> layer(torch.ones(3, 1, 4), memory=torch.ones(5, 1, 4)).shape
        torch.Size([3, 1, 4])
        """
        own = (tgt_mask, tgt_key_padding_mask, tgt_is_causal)
        theirs = (memory_mask, memory_key_padding_mask, memory_is_causal)
        x: Any = tgt
        if self.norm_first:
            y = self.norm1(x)
            x = x + self._seen("self_attn", "dropout1", y, y, *own)
            x = x + self._seen("multihead_attn", "dropout2", self.norm2(x), memory, *theirs)
            return x + self._mapped("dropout3", self.norm3(x))
        x = self.norm1(x + self._seen("self_attn", "dropout1", x, x, *own))
        x = self.norm2(x + self._seen("multihead_attn", "dropout2", x, memory, *theirs))
        return self.norm3(x + self._mapped("dropout3", x))
