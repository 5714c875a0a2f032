"""One step of recurrent networks, as layers of their own.

Source: https://pytorch.org/docs/2.7/nn.html#recurrent-layers
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.nn import init
from autograd_nb.nn.recurrence import CELLS, Weights, one_step

from .layers import new_parameter
from .module import Module

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class RNNCellBase(Module):
    """What the cells have in common: one step, with weights of their own.

    >>> torch.nn.RNNCellBase(2, 3, bias=True, num_chunks=4).weight_ih.shape
    torch.Size([12, 2])
    """

    _lends = ("forward",)

    mode: str
    nonlinearity: str | None = None

    def __init__(
        self, input_size: int, hidden_size: int, bias: bool, num_chunks: int, device: Any = None, dtype: Any = None
    ) -> None:
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        self.weight_ih = new_parameter((num_chunks * hidden_size, input_size), dtype, device)
        self.weight_hh = new_parameter((num_chunks * hidden_size, hidden_size), dtype, device)
        for name in ("bias_ih", "bias_hh"):
            self.register_parameter(name, new_parameter((num_chunks * hidden_size,), dtype, device) if bias else None)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw the first numbers again, between -1/√hidden_size and 1/√hidden_size.

        >>> cell = torch.nn.RNNCell(2, 4)
        >>> cell.reset_parameters()
        >>> bool(cell.weight_hh.abs().max() <= 0.5)
        True
        """
        bound = 1.0 / math.sqrt(self.hidden_size) if self.hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def forward(self, input: Tensor, hx: Any = None) -> Any:
        """The next state (of an `LSTMCell` and the next memory).

        >>> torch.nn.RNNCell(2, 3).forward(torch.ones(2), torch.zeros(3)).shape
        torch.Size([3])
        """
        x: Any = input
        two, name = self.mode == "LSTM", type(self).__name__
        if x.dim() not in (1, 2):
            raise ValueError(f"{name}: Expected input to be 1D or 2D, got {x.ndim}D instead")
        if two and hx is not None and not isinstance(hx, (tuple, list)):
            raise errors.argument_must_be("lstm_cell", "hx", 2, "tuple of Tensors", type(hx).__name__)
        states: tuple[Any, ...] = () if hx is None else tuple(hx) if two else (hx,)
        for i, state in enumerate(states):
            if state.dim() not in (1, 2):
                what = f"hx[{i}]" if two else "hidden"
                raise ValueError(f"{name}: Expected {what} to be 1D or 2D, got {state.ndim}D instead")
        batched = x.ndim == 2
        if not batched:
            x, states = x.unsqueeze(0), tuple(state.unsqueeze(0) for state in states)
        if not states:
            states = (x.detach().new_zeros((x.shape[0], self.hidden_size)),) * (1 + two)
        self._check(x, states)
        weights = Weights(self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)
        found = one_step(CELLS[self.mode], x, states if two else states[0], weights)
        if batched:
            return found
        return tuple(part.squeeze(0) for part in found) if two else found.squeeze(0)

    def _check(self, x: Any, states: tuple[Any, ...]) -> None:
        if x.shape[1] != self.input_size:
            raise RuntimeError(f"input has inconsistent input_size: got {x.shape[1]} expected {self.input_size}")
        for i, state in enumerate(states):
            if state.shape[0] != x.shape[0]:
                raise RuntimeError(f"Input batch size {x.shape[0]} doesn't match hidden{i} batch size {state.shape[0]}")
            if state.shape[1] != self.hidden_size:
                raise RuntimeError(
                    f"hidden{i} has inconsistent hidden_size: got {state.shape[1]}, expected {self.hidden_size}"
                )

    def extra_repr(self) -> str:
        """The sizes, and what is not as usual."""
        told = f"{self.input_size}, {self.hidden_size}"
        if self.bias is not True:
            told += f", bias={self.bias}"
        return told if self.nonlinearity in (None, "tanh") else f"{told}, nonlinearity={self.nonlinearity}"


class RNNCell(RNNCellBase):
    """One step of an `RNN`: tanh (or relu) of W x + b + V h + c, the next state.

    What is learned: `weight_ih` (hidden_size, input_size), `weight_hh` (hidden_size, hidden_size), `bias_ih`,
    `bias_hh`.

    Shapes: (batch, input_size) and (batch, hidden_size) to (batch, hidden_size), or all without the batch; a state that
    is left out is 0.

    >>> cell, h = torch.nn.RNNCell(2, 3), None
    >>> for step in torch.ones(5, 1, 2):
    ...     h = cell(step, h)
    >>> h.shape
    torch.Size([1, 3])
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        nonlinearity: str = "tanh",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, 1, device, dtype)
        self.nonlinearity = nonlinearity

    @property
    def mode(self) -> str:  # type: ignore[override]  # what it is may be changed
        """Which cell it is."""
        if self.nonlinearity not in ("tanh", "relu"):
            raise RuntimeError(f"Unknown nonlinearity: {self.nonlinearity}")
        return f"RNN_{self.nonlinearity.upper()}"


class LSTMCell(RNNCellBase):
    """One step of an `LSTM`: from the input and the pair (h, c) of state and memory to the next pair.

    What is learned: `weight_ih` (4 hidden_size, input_size), `weight_hh` (4 hidden_size, hidden_size), `bias_ih`,
    `bias_hh`.

    >>> h, c = torch.nn.LSTMCell(2, 3)(torch.ones(1, 2))
    >>> h.shape, c.shape
    (torch.Size([1, 3]), torch.Size([1, 3]))
    """

    mode = "LSTM"

    def __init__(
        self, input_size: int, hidden_size: int, bias: bool = True, device: Any = None, dtype: Any = None
    ) -> None:
        super().__init__(input_size, hidden_size, bias, 4, device, dtype)


class GRUCell(RNNCellBase):
    """One step of a `GRU`: the next state lies between the old one and a new one.

    What is learned: `weight_ih` (3 hidden_size, input_size), `weight_hh` (3 hidden_size, hidden_size), `bias_ih`,
    `bias_hh`.

    >>> torch.nn.GRUCell(2, 3)(torch.ones(1, 2), torch.zeros(1, 3)).shape
    torch.Size([1, 3])
    """

    mode = "GRU"

    def __init__(
        self, input_size: int, hidden_size: int, bias: bool = True, device: Any = None, dtype: Any = None
    ) -> None:
        super().__init__(input_size, hidden_size, bias, 3, device, dtype)
