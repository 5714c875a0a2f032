"""The row of an LSTM over a whole sequence: one node, as where PyTorch leaves all steps to oneDNN.

`nn/recurrence.py` writes out the same gates, each a node of its own, for all other layers and dtypes.

Source: https://docs.pytorch.org/docs/2.7/generated/torch.nn.LSTM.html
"""

from __future__ import annotations

from typing import Any, NamedTuple

from autograd_nb.engine.namespaces import ARRAYS
from autograd_nb.engine.op import Op


class Step(NamedTuple):
    """The gates of one step, the state and memory before it, and what could be shown of the memory after it."""

    enter: Any
    stay: Any
    new: Any
    show: Any
    state: Any
    memory: Any
    seen: Any


class Steps:
    """What a layer keeps of its steps, and the gradients of their gates, which lead to those of all its inputs."""

    __slots__ = ("_found", "kept")

    def __init__(self) -> None:
        self.kept: list[Step] = []
        self._found: tuple[list[Any], tuple[Any, ...]] | None = None

    def __repr__(self) -> str:
        return "Steps()"

    def gradients(self, xp: Any, g: list[Any], reverse: bool, *values: Any) -> tuple[Any, ...]:
        """Those of the gates, of the first state and memory, and the state before each step, as rows.

        They are the same for each input, so they are computed once for all that ask with the same upstream gradients.
        """
        if self._found is not None and all(mine is given for mine, given in zip(self._found[0], g)):
            return self._found[1]
        steps = self.kept if xp.plain else _steps(xp, *values, reverse=reverse)[0]
        found = _back(xp, g, steps, values[2], reverse)
        self._found = list(g), found
        return found


def _in_time(items: list[Any], reverse: bool) -> list[Any]:
    return items[::-1] if reverse else items


def _rows(xp: Any, x: Any) -> Any:
    return xp.reshape(x, (-1, x.shape[-1]))


def _steps(
    xp: Any, x: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any, h: Any, c: Any, *, reverse: bool
) -> tuple[list[Step], list[Any], Any]:
    """The steps in the order in which they are taken, the states after them, and the last memory."""
    n = h.shape[-1]
    ahead = xp.matmul(_rows(xp, x), xp.swapaxes(w_ih, 0, 1)) + (b_ih + b_hh)
    ahead = xp.reshape(ahead, (*x.shape[:-1], 4 * n))
    weights = xp.swapaxes(w_hh, 0, 1)
    steps, states = [], []
    for t in _in_time(list(range(x.shape[0])), reverse):
        before = ahead[t] + xp.matmul(h, weights)
        gates = 1 / (1 + xp.exp(-before))
        enter, stay, show = gates[:, :n], gates[:, n : 2 * n], gates[:, 3 * n :]
        new = xp.tanh(before[:, 2 * n : 3 * n])
        memory, c = c, stay * c + enter * new
        seen = xp.tanh(c)
        steps.append(Step(enter, stay, new, show, h, memory, seen))
        h = show * seen
        states.append(h)
    return steps, states, c


def _back(xp: Any, g: list[Any], steps: list[Step], w_hh: Any, reverse: bool) -> tuple[Any, ...]:
    shown, *last = g
    dh, dc = (xp.zeros(steps[0].state.shape, steps[0].state) if part is None else part for part in last)
    found = []
    for t, s in zip(_in_time(list(range(len(steps))), not reverse), reversed(steps)):
        if shown is not None:
            dh = dh + shown[t]
        dc = dc + dh * s.show * (1 - s.seen * s.seen)
        gates = (
            dc * s.new * s.enter * (1 - s.enter),
            dc * s.memory * s.stay * (1 - s.stay),
            dc * s.enter * (1 - s.new * s.new),
            dh * s.seen * s.show * (1 - s.show),
        )
        found.append(xp.cat(gates, 1))
        dh, dc = xp.matmul(found[-1], w_hh), dc * s.stay
    states = _in_time([s.state for s in steps], reverse)
    return xp.cat(_in_time(found, not reverse), 0), dh, dc, xp.cat(states, 0)


def _layer(
    x: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any, h: Any, c: Any, reverse: bool, steps: Steps
) -> tuple[Any, Any, Any]:
    steps.kept, states, memory = _steps(ARRAYS, x, w_ih, w_hh, b_ih, b_hh, h, c, reverse=reverse)
    shown = ARRAYS.cat([state[None] for state in _in_time(states, reverse)], 0)
    return shown, states[-1].copy(), memory


def _to(part: Any) -> Any:
    """The formula of one input: `part` makes its gradient of those of the gates, and of what else was found."""

    def formula(
        xp: Any, g: Any, x: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any, h: Any, c: Any, reverse: bool, steps: Steps
    ) -> Any:
        return part(xp, *steps.gradients(xp, g, reverse, x, w_ih, w_hh, b_ih, b_hh, h, c), x, w_ih)

    return formula


# A table is read row by row; one argument a line would hide it.
# fmt: off

_BIAS = _to(lambda xp, gates, dh, dc, states, x, w_ih: xp.sum(gates, 0))

LSTM = Op(
    "mkldnn_rnn_layer", "MkldnnRnnLayerBackward0", _layer,
    vjp=(
        _to(lambda xp, gates, dh, dc, states, x, w_ih: xp.reshape(xp.matmul(gates, w_ih), x.shape)),
        _to(lambda xp, gates, dh, dc, states, x, w_ih: xp.matmul(xp.swapaxes(gates, 0, 1), _rows(xp, x))),
        _to(lambda xp, gates, dh, dc, states, x, w_ih: xp.matmul(xp.swapaxes(gates, 0, 1), states)),
        _BIAS,
        _BIAS,
        _to(lambda xp, gates, dh, dc, states, x, w_ih: dh),
        _to(lambda xp, gates, dh, dc, states, x, w_ih: dc),
    ),
    inputs=("x", "w_ih", "w_hh", "b_ih", "b_hh", "h", "c"),
    formula="the states of an LSTM along {x}", local=("back through all later steps",) * 7, symbol="lstm", outputs=-1,
    saved_as={"x": "input", "w_ih": "weight0", "w_hh": "weight1", "b_ih": "weight2", "b_hh": "weight3", "h": "hx_",
              "c": "cx_", "steps": "result3"},
    no_forward="mkldnn_rnn_layer",
)
