"""Recurrent layers: `RNN`, `LSTM`, `GRU`. They read a sequence step by step and carry a state along.

Source: https://pytorch.org/docs/2.7/nn.html#recurrent-layers
"""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.functions.joining import stack
from autograd_nb.nn import init
from autograd_nb.nn.packing import PackedSequence
from autograd_nb.nn.recurrence import Weights, sequence

from .layers import new_parameter
from .module import Module

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

_NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")
"""Of the weights, in the order of `Weights`; what follows says of which layer and direction."""

_GATES = {"RNN_TANH": 1, "RNN_RELU": 1, "GRU": 3, "LSTM": 4}


class RNNBase(Module):
    """What the three have in common: sizes, weights and their names.

    Args:
        input_size, hidden_size: numbers of features of the input and of the state.
        num_layers: how many are stacked.
        bias: whether there are biases.
        batch_first: inputs have the shape (batch, steps, features) instead of (steps, batch, features).
        dropout: share of what is dropped between layers while training.
        bidirectional: the sequence is read backwards, too.
        proj_size: size of what an LSTM shows of its state, 0 for the state itself.

    >>> torch.nn.RNNBase("GRU", 2, 3).weight_ih_l0.shape  # three gates
    torch.Size([9, 2])
    """

    _lends = ("forward",)

    def __init__(
        self,
        mode: str,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        proj_size: int = 0,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = float(dropout)
        self.bidirectional = bidirectional
        self.proj_size = proj_size
        self._check_sizes(dropout)
        directions, shown = 1 + bidirectional, proj_size or hidden_size
        for layer in range(num_layers):
            seen = input_size if layer == 0 else shown * directions
            for suffix in self._suffixes(layer):
                rows = _GATES[mode] * hidden_size
                shapes: dict[str, tuple[int, ...]] = {"weight_ih": (rows, seen), "weight_hh": (rows, shown)}
                if bias:
                    shapes |= {"bias_ih": (rows,), "bias_hh": (rows,)}
                if proj_size:
                    shapes["weight_hr"] = (proj_size, hidden_size)
                for name, shape in shapes.items():
                    setattr(self, f"{name}_l{suffix}", new_parameter(shape, dtype, device))
        self.reset_parameters()

    def _check_sizes(self, dropout: Any) -> None:
        if not isinstance(dropout, (int, float)) or isinstance(dropout, bool) or not 0 <= dropout <= 1:
            raise ValueError(
                "dropout should be a number in range [0, 1] representing the probability of an element being zeroed"
            )
        if dropout > 0 and self.num_layers == 1:
            warnings.warn(
                "dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects "
                f"num_layers greater than 1, but got dropout={dropout} and num_layers={self.num_layers}",
                stacklevel=4,
            )
        for name in ("input_size", "hidden_size"):
            size = getattr(self, name)
            if not isinstance(size, int):
                raise TypeError(f"{name} should be of type int, got: {type(size).__name__}")
            if size <= 0:
                raise ValueError(f"{name} must be greater than zero")
        if self.num_layers <= 0:
            raise ValueError("num_layers must be greater than zero")
        if self.proj_size < 0:
            raise ValueError("proj_size should be a positive integer or zero to disable projections")
        if self.proj_size >= self.hidden_size:
            raise ValueError("proj_size has to be smaller than hidden_size")

    def _suffixes(self, layer: int) -> list[str]:
        """The ends of the names of a layer's weights, one for each direction."""
        return [str(layer), f"{layer}_reverse"] if self.bidirectional else [str(layer)]

    def reset_parameters(self) -> None:
        """Draw the first numbers again, between -1/√hidden_size and 1/√hidden_size.

        >>> layer = torch.nn.RNN(2, 4)
        >>> layer.reset_parameters()
        >>> bool(layer.weight_hh_l0.abs().max() <= 0.5)
        True
        """
        bound = 1.0 / math.sqrt(self.hidden_size) if self.hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def _weights(self) -> list[Weights]:
        """One group for each layer and direction."""
        suffixes = [suffix for layer in range(self.num_layers) for suffix in self._suffixes(layer)]
        return [Weights(*(getattr(self, f"{name}_l{suffix}", None) for name in _NAMES)) for suffix in suffixes]

    @property
    def all_weights(self) -> list[list[Any]]:
        """The weights of each layer and direction.

        >>> [weight.shape for weight in torch.nn.RNN(2, 3).all_weights[0]]
        [torch.Size([3, 2]), torch.Size([3, 3]), torch.Size([3]), torch.Size([3])]
        """
        return [[weight for weight in group if weight is not None] for group in self._weights()]

    @property
    def _flat_weights_names(self) -> list[str]:
        """The names of all weights in order: what functions that fill in first numbers go over."""
        return [name for name, _ in self.named_parameters(recurse=False)]

    @property
    def _flat_weights(self) -> list[Any]:
        return [getattr(self, name) for name in self._flat_weights_names]

    def flatten_parameters(self) -> None:
        """Nothing: it is for GPUs.

        >>> torch.nn.RNN(2, 3).flatten_parameters()
        """

    def _check(self, input: Any, states: tuple[Any, ...]) -> None:
        """The input and the states fit the weights."""
        own = next(self.parameters()).dtype
        if input.dtype is not own:
            raise ValueError(f"input must have the type {own}, got type {input.dtype}")
        if input.shape[-1] != self.input_size:
            raise RuntimeError(
                f"input.size(-1) must be equal to input_size. Expected {self.input_size}, got {input.shape[-1]}"
            )
        for i, (state, size) in enumerate(zip(states, (self.proj_size or self.hidden_size, self.hidden_size))):
            wanted = (self.num_layers * (1 + self.bidirectional), input.shape[1 - self.batch_first], size)
            if state.shape != wanted:
                name = "hidden" if len(states) == 1 else f"hidden[{i}]"
                raise RuntimeError(f"Expected {name} size {wanted}, got {list(state.shape)}")

    def _states(self, input: Any, batched: bool, hx: Any) -> tuple[Any, ...]:
        """The first states, as (layers and directions, batch, features); zeros where none are given."""
        two = self.mode == "LSTM"
        if hx is None:
            lead = (self.num_layers * (1 + self.bidirectional), input.shape[1 - self.batch_first])
            sizes = (self.proj_size or self.hidden_size, self.hidden_size)[: 1 + two]
            return tuple(input.detach().new_zeros((*lead, size)) for size in sizes)
        states: tuple[Any, ...] = (hx[0], hx[1]) if two else (hx,)
        needed, kind = (3, "batched 3-D") if batched else (2, "unbatched 2-D")
        if any(state.dim() != needed for state in states):
            has = ", ".join(f"{state.ndim}-D" for state in states)
            what, has = ("hx and cx", f"({has}) tensors") if two else ("hx", f"{has} tensor")
            raise RuntimeError(f"For {kind} input, {what} should also be {needed}-D but got {has}")
        return states if batched else tuple(state.unsqueeze(1) for state in states)

    def _packed(self, packed: PackedSequence, hx: Any) -> Any:
        """The same for packed sequences: the states come back packed, too."""
        counts = packed.batch_sizes._array.tolist()
        order, back = packed.sorted_indices, packed.unsorted_indices
        step = packed.data[: counts[0]].unsqueeze(1 if self.batch_first else 0)
        given = hx if self.mode == "LSTM" else (hx,)
        states = self._states(step, True, None) if hx is None else tuple(given)
        self._check(step, states)
        if order is not None and hx is not None:
            states = tuple(state.index_select(1, order) for state in states)
        first = self._firsts(states)
        options = (self._weights(), self.bidirectional, self.dropout, self.training)
        out, last = sequence(self.mode, packed.data, first, *options, counts)
        final = self._lasts(last)
        if back is not None:
            final = tuple(state.index_select(1, back) for state in final)
        return PackedSequence(out, *packed[1:]), (final if self.mode == "LSTM" else final[0])

    def _firsts(self, states: Any) -> list[Any]:
        """The first state of each layer and direction."""
        each = [state.unbind(0) for state in states]
        return list(zip(*each)) if self.mode == "LSTM" else list(each[0])

    def _lasts(self, last: list[Any]) -> Any:
        """The last states of all layers and directions, as tensors."""
        return tuple(stack(part, 0) for part in zip(*last)) if self.mode == "LSTM" else (stack(last, 0),)

    def forward(self, input: Tensor | PackedSequence, hx: Any = None) -> Any:
        """The states at all steps, and the last states of all layers and directions.

        `hx` is the first state, 0 unless given. A `PackedSequence` gives a packed one.

        >>> output, last = torch.nn.RNN(2, 3).forward(torch.ones(4, 2))
        >>> output.shape, last.shape
        (torch.Size([4, 3]), torch.Size([1, 3]))
        """
        if isinstance(input, PackedSequence):
            return self._packed(input, hx)
        x: Any = input
        if x.dim() not in (2, 3):
            tensor = " tensor" if self.mode.startswith("RNN") else ""
            raise ValueError(f"{type(self).__name__}: Expected input to be 2D or 3D, got {x.ndim}D{tensor} instead")
        batched, batch_dim = x.ndim == 3, 0 if self.batch_first else 1
        if not batched:
            x = x.unsqueeze(batch_dim)
        states = self._states(x, batched, hx)
        self._check(x, states)
        if not x.size(1 if self.batch_first else 0):
            raise RuntimeError("Expected sequence length to be larger than 0 in RNN")
        if self.batch_first:
            x = x.transpose(0, 1)
        out, last = sequence(
            self.mode, x, self._firsts(states), self._weights(), self.bidirectional, self.dropout, self.training
        )
        final = self._lasts(last)
        if self.batch_first:
            out = out.transpose(0, 1) if self.mode == "LSTM" else out.transpose_(0, 1)
        if not batched:
            out, final = out.squeeze(batch_dim), tuple(state.squeeze(1) for state in final)
        return out, (final if self.mode == "LSTM" else final[0])

    def extra_repr(self) -> str:
        """The sizes, and what is not as usual."""
        usual = {
            "proj_size": 0,
            "num_layers": 1,
            "bias": True,
            "batch_first": False,
            "dropout": 0,
            "bidirectional": False,
        }
        other = [f"{name}={getattr(self, name)}" for name, value in usual.items() if getattr(self, name) != value]
        return ", ".join([str(self.input_size), str(self.hidden_size), *other])


class RNN(RNNBase):
    """The simplest: h' = tanh(W x + b + U h + c), or relu. See `RNNBase` for the arguments.

    What is learned, for each layer k: `weight_ih_lk` (hidden_size, inputs), `weight_hh_lk` (hidden_size, hidden_size),
    `bias_ih_lk` and `bias_hh_lk`.

    Shapes: (steps, batch, input_size) to (steps, batch, hidden_size), and the last state (layers, batch, hidden_size).

    >>> _ = torch.manual_seed(0)
    >>> out, last = torch.nn.RNN(2, 3)(torch.ones(4, 1, 2))
    >>> out.shape, last
    (torch.Size([4, 1, 3]), tensor([[[-0.4051, -0.7316,  0.6750]]], grad_fn=<StackBackward0>))

    Raises:
        RuntimeError: when it is called, with an input or state of a shape that does not fit.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.RNN.html
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if "proj_size" in kwargs:
            raise ValueError("proj_size argument is only supported for LSTM, not RNN or GRU")
        nonlinearity = args[3] if len(args) > 3 else kwargs.pop("nonlinearity", "tanh")
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or 'relu'.")
        super().__init__(f"RNN_{nonlinearity.upper()}", *args[:3], *args[4:], **kwargs)
        self.nonlinearity = nonlinearity


class LSTM(RNNBase):
    """Long short-term memory: beside its state it carries a memory that gates write to, keep and show.

    The states are pairs (h, c), both (layers · directions, batch, hidden_size). See `RNNBase` for the arguments.

    What is learned, for each layer k: `weight_ih_lk` (4 hidden_size, inputs), `weight_hh_lk` (4 hidden_size,
    hidden_size), `bias_ih_lk` and `bias_hh_lk`.

    Shapes: (steps, batch, input_size) to (steps, batch, hidden_size), twice that if bidirectional.

    >>> output, (h, c) = torch.nn.LSTM(2, 3)(torch.ones(5, 1, 2))
    >>> output.shape, h.shape, c.shape
    (torch.Size([5, 1, 3]), torch.Size([1, 1, 3]), torch.Size([1, 1, 3]))

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.LSTM.html
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__("LSTM", *args, **kwargs)


class GRU(RNNBase):
    """Gated recurrent units: gates say how far the state moves to a new one. See `RNNBase` for the arguments.

    What is learned, for each layer k: `weight_ih_lk` (3 hidden_size, inputs), `weight_hh_lk` (3 hidden_size,
    hidden_size), `bias_ih_lk` and `bias_hh_lk`.

    Shapes: (steps, batch, input_size) to (steps, batch, hidden_size), and the last state (layers, batch, hidden_size).

    >>> output, h = torch.nn.GRU(2, 3)(torch.ones(5, 1, 2))
    >>> output.shape, bool((output[-1] == h[0]).all())
    (torch.Size([5, 1, 3]), True)

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.GRU.html
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if "proj_size" in kwargs:
            raise ValueError("proj_size argument is only supported for LSTM, not RNN or GRU")
        super().__init__("GRU", *args, **kwargs)
