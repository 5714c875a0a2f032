"""Rows of sequences of several lengths, and of weights that are kept as a direction and a length."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.op import Op

# A table is read row by row; one argument a line would hide it.
# fmt: off


def _steps(counts: Any) -> tuple[Any, Any]:
    """The step and the sequence of each packed element."""
    return np.repeat(np.arange(len(counts)), counts), np.concatenate([np.arange(count) for count in counts])


PACK = Op(
    "_pack_padded_sequence", "PackPaddedSequenceBackward0", lambda x, counts: x[_steps(counts)],
    vjp=(lambda xp, g, x_shape, counts: xp.scatter(x_shape, _steps(counts), g),),
    formula="{x} without padding", local=("1 for each step, 0 for padding",), symbol="pack",
)


def _others(x: Any, dim: int) -> tuple[int, ...]:
    return tuple(d for d in range(x.ndim) if d != dim)


def _weight_norm(x: Any, y: Any, dim: int) -> tuple[Any, Any]:
    length = np.sqrt(np.add.reduce(x * x, _others(x, dim), keepdims=True))
    return x * (y / length), length


WEIGHT_NORM = Op(
    "_weight_norm_interface", "WeightNormInterfaceBackward0", _weight_norm,
    vjp=(
        lambda xp, g, x, y, dim: _direction_vjp(xp, g, x, y, dim),
        lambda xp, g, x, dim: xp.sum(g * x, _others(x, dim), True) / _length(xp, x, dim),
    ),
    formula="{y} · {x} / ‖{x}‖", local=("{y} · (∂ − {x} ({x} · ∂) / ‖{x}‖²) / ‖{x}‖", "{x} / ‖{x}‖"), symbol="weight_norm",
    saved_as={"x": "v", "y": "g"},
)


def _length(xp: Any, x: Any, dim: int) -> Any:
    return xp.sqrt(xp.sum(x * x, _others(x, dim), True))


def _direction_vjp(xp: Any, g: Any, x: Any, y: Any, dim: int) -> Any:
    length = _length(xp, x, dim)
    along = xp.sum(g * x, _others(x, dim), True) / (length * length)
    return y / length * (g - x * along)
