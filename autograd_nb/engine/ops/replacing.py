"""Rows of copies in which a part is replaced."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.op import Op

# A table is read row by row; one argument a line would hide it.
# fmt: off


def _replaced(x: Any, y: Any, where: Any) -> Any:
    out = x.copy()
    out[where] = y
    return out


def _outside(xp: Any, g: Any, where: Any) -> Any:
    kept = np.ones(g.shape, bool)
    kept[where] = False
    return xp.where(kept, g, 0)


def _replacing(name: str, grad_fn: str) -> Op:
    return Op(
        name, grad_fn, _replaced,
        vjp=(
            lambda xp, g, where: _outside(xp, g, where),
            lambda xp, g, y_shape, where: xp.reshape(g[where], y_shape),
        ),
        formula="{x} with {y} in its place", local=("0 where replaced, else 1", "1"), saved_as={"y": "src"},
    )


SELECT_SCATTER = _replacing("select_scatter", "SelectScatterBackward0")
SLICE_SCATTER = _replacing("slice_scatter", "SliceScatterBackward0")
DIAGONAL_SCATTER = _replacing("diagonal_scatter", "DiagonalScatterBackward0")
FILL_COPY = Op(
    "fill", "FillBackward0", lambda x, value: np.full_like(x, value),
    vjp=(lambda xp, g: xp.zeros_like(g),),
    formula="{value}", local=("0",),
)
FILL_COPY_TENSOR = Op(
    "fill", "FillBackward1", lambda x, y: np.full_like(x, y.astype(x.dtype)),
    vjp=(lambda xp, g: xp.zeros_like(g), lambda xp, g: xp.sum(g)),
    formula="{y}", local=("0", "1"), saved_as={"y": "value"},
)
