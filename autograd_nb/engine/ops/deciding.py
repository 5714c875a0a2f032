"""Rows of comparisons in place: their answers are numbers in the dtype of what they overwrite."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.op import Op

from .compare import EQ, GE, GT, LE, LT, NE

# A table is read row by row; one argument a line would hide it.
# fmt: off


def _over(row: Op, grad_fn: str) -> Op:
    """`row` written over its first input; nothing of that has a slope."""
    def forward(x: Any, *others: Any) -> Any:
        return np.asarray(row.forward(x, *others), x.dtype)

    slopes = (lambda xp, g: xp.zeros_like(g), lambda xp, g, y_shape: xp.zeros(y_shape, g))[: len(row.inputs)]
    return Op(
        f"{row.name}_", grad_fn, forward,
        vjp=slopes, formula=row.formula, local=("0",) * len(slopes), symbol=row.symbol, inputs=row.inputs,
    )


def _over_number(row: Op, grad_fn: str) -> Op:
    """The same with a number."""
    def forward(x: Any, other: Any) -> Any:
        return np.asarray(row.forward(x, other), x.dtype)

    return Op(
        f"{row.name}_", grad_fn, forward,
        vjp=(lambda xp, g: xp.zeros_like(g),), formula=row.formula.replace("{y}", "{other}"), local=("0",),
        symbol=row.symbol,
    )


EQ_OVER = _over(EQ, "EqBackward1")
NE_OVER = _over(NE, "NeBackward1")
LT_OVER = _over(LT, "LtBackward1")
LE_OVER = _over(LE, "LeBackward1")
GT_OVER = _over(GT, "GtBackward1")
GE_OVER = _over(GE, "GeBackward1")
EQ_NUMBER_OVER = _over_number(EQ, "EqBackward0")
NE_NUMBER_OVER = _over_number(NE, "NeBackward0")
LT_NUMBER_OVER = _over_number(LT, "LtBackward0")
LE_NUMBER_OVER = _over_number(LE, "LeBackward0")
GT_NUMBER_OVER = _over_number(GT, "GtBackward0")
GE_NUMBER_OVER = _over_number(GE, "GeBackward0")
BY_NUMBER = {
    EQ_OVER: EQ_NUMBER_OVER,
    NE_OVER: NE_NUMBER_OVER,
    LT_OVER: LT_NUMBER_OVER,
    LE_OVER: LE_NUMBER_OVER,
    GT_OVER: GT_NUMBER_OVER,
    GE_OVER: GE_NUMBER_OVER,
}
"""The rows for a number in the place of the second tensor."""
