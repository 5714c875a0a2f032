"""What recurrent layers compute: one step of a cell, and cells over whole sequences in one or both directions.

The graphs are those of PyTorch: every gate is a node of its own. Of an LSTM in single precision, whose steps PyTorch
leaves to oneDNN, each layer and direction is one node, `MkldnnRnnLayerBackward0`.

Source: PyTorch's aten/src/ATen/native/RNN.cpp.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.dtypes import float32
from autograd_nb.engine.functions.joining import cat, stack
from autograd_nb.engine.ops.recurrent import LSTM, Steps

from .layers import dropout, linear


class Weights(NamedTuple):
    """Those of one cell: of its input, of its state, of what is shown of the state (for an LSTM with projections)."""

    w_ih: Any
    w_hh: Any
    b_ih: Any = None
    b_hh: Any = None
    w_hr: Any = None


def tanh_cell(x: Any, h: Any, weights: Weights) -> Any:
    """The next state: tanh(x + W h). `x` has been through its own weights already."""
    return (linear(h, weights.w_hh, weights.b_hh) + x).tanh()


def relu_cell(x: Any, h: Any, weights: Weights) -> Any:
    """The next state: relu(x + W h)."""
    return (linear(h, weights.w_hh, weights.b_hh) + x).relu()


def gru_cell(x: Any, h: Any, weights: Weights) -> Any:
    """The next state, between the old one and a new one: gates say how far, and what the new one sees of the old."""
    x_reset, x_update, x_new = x.unsafe_chunk(3, 1)
    h_reset, h_update, h_new = linear(h, weights.w_hh, weights.b_hh).unsafe_chunk(3, 1)
    reset = (h_reset + x_reset).sigmoid()
    update = (h_update + x_update).sigmoid()
    new = (x_new + h_new * reset).tanh()
    return (h - new) * update + new


def lstm_cell(x: Any, state: tuple[Any, Any], weights: Weights) -> tuple[Any, Any]:
    """The next state and memory: gates say what enters the memory, what stays in it, and what is shown of it."""
    h, memory = state
    enter, stay, new, show = (linear(h, weights.w_hh, weights.b_hh) + x).unsafe_chunk(4, 1)
    enter, stay, new, show = enter.sigmoid(), stay.sigmoid(), new.tanh(), show.sigmoid()
    memory = stay * memory + enter * new
    h = show * memory.tanh()
    return (h if weights.w_hr is None else h.matmul(weights.w_hr.t())), memory


CELLS = {"RNN_TANH": tanh_cell, "RNN_RELU": relu_cell, "GRU": gru_cell, "LSTM": lstm_cell}


def one_step(cell: Any, input: Any, state: Any, weights: Weights) -> Any:
    """A cell on its own: the input goes through its weights here."""
    return cell(linear(input, weights.w_ih, weights.b_ih), state, weights)


@over_batches
def lstm_layer(x: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any, h: Any, c: Any, reverse: bool) -> Any:
    """The states of an LSTM at all steps, the last one, and the last memory: all steps are one node."""
    return x._apply(LSTM, x, w_ih, w_hh, b_ih, b_hh, h, c, reverse=reverse, steps=Steps())


def _is_one(mode: str, inputs: Any, state: Any, weights: Weights) -> bool:
    """Whether PyTorch leaves all steps to oneDNN, which knows single precision and no projections.

    Weights that do not fit are left to the gates, which say so.
    """
    if mode != "LSTM" or weights.w_hr is not None or not inputs.numel():
        return False
    if not all(part is None or part.dtype is float32 for part in (inputs, *state, *weights)):
        return False
    n = state[0].shape[-1]
    wanted = ((4 * n, inputs.shape[-1]), (4 * n, n), (4 * n,), (4 * n,))
    return all(part is None or part.shape == shape for part, shape in zip(weights, wanted))


def _as_one(inputs: Any, state: tuple[Any, Any], weights: Weights, backwards: bool) -> tuple[Any, Any]:
    b_ih, b_hh = weights.b_ih, weights.b_hh
    if b_ih is None:
        b_ih = b_hh = weights.w_ih.new_zeros(weights.w_ih.shape[0])
    shown, h, c = lstm_layer(inputs, weights.w_ih, weights.w_hh, b_ih, b_hh, *state, backwards)
    return shown, (h, c)


def _along(cell: Any, inputs: Any, state: Any, weights: Weights, backwards: bool) -> tuple[Any, Any]:
    """The states at all steps of a sequence as one tensor, and the last one."""
    steps = list(linear(inputs, weights.w_ih, weights.b_ih).unbind(0))
    shown = []
    for x in reversed(steps) if backwards else steps:
        state = cell(x, state, weights)
        shown.append(state[0] if isinstance(state, tuple) else state)
    return stack(shown[::-1] if backwards else shown, 0), state


def _along_packed(cell: Any, inputs: Any, state: Any, weights: Weights, backwards: bool, counts: list[int]) -> Any:
    """The same for packed sequences, of which `counts` are there at each step; the longest are the first."""
    steps = list(linear(inputs, weights.w_ih, weights.b_ih).split(counts))
    first = counts[-1] if backwards else counts[0]
    whole, state = state, _rows(state, 0, first)
    shown, ended = [], []
    for x, count in zip(reversed(steps), reversed(counts)) if backwards else zip(steps, counts):
        if count < first:  # those that end here
            ended.append(_rows(state, count, first))
            state = _rows(state, 0, count)
        elif count > first:  # those that begin here, read from the end
            state = _joined([state, _rows(whole, first, count)])
        first = count
        state = cell(x, state, weights)
        shown.append(state[0] if isinstance(state, tuple) else state)
    last = _joined([state, *ended[::-1]]) if ended else state
    return cat(shown[::-1] if backwards else shown, 0), last


def _rows(state: Any, start: int, stop: int) -> Any:
    if isinstance(state, tuple):
        return tuple(part[start:stop] for part in state)
    return state[start:stop]


def _joined(states: list[Any]) -> Any:
    if isinstance(states[0], tuple):
        return tuple(cat(list(parts), 0) for parts in zip(*states))
    return cat(states, 0)


def sequence(
    mode: str,
    inputs: Any,
    states: list[Any],
    weights: list[Weights],
    both: bool,
    drop: float,
    training: bool,
    counts: list[int] | None = None,
) -> tuple[Any, list[Any]]:
    """Layer upon layer of cells over a sequence of shape (steps, batch, features), or a packed one with its counts.

    `states` and `weights` are one for each layer and direction; so are the last states that come back.
    """
    cell, last = CELLS[mode], []
    directions = 2 if both else 1
    for layer in range(0, len(weights), directions):
        if layer and drop:
            inputs = dropout(inputs, drop, training)
        shown = []
        for i in range(layer, layer + directions):
            if counts is None and _is_one(mode, inputs, states[i], weights[i]):
                out, state = _as_one(inputs, states[i], weights[i], i > layer)
            elif counts is None:
                out, state = _along(cell, inputs, states[i], weights[i], i > layer)
            else:
                out, state = _along_packed(cell, inputs, states[i], weights[i], i > layer, counts)
            shown.append(out)
            last.append(state)
        inputs = cat(shown, -1) if both else shown[0]
    return inputs, last
