"""Rows of sums, differences, products and quotients with a number, as PyTorch's own compositions record them.

Python's operators record AddBackward0 and so on for numbers too; inside C++ the overload for numbers is taken. So do
operators in a formula whose steps are recorded, which is written with them like any other.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.op import Op


def _beside(compute: Any, x: Any, number: float) -> Any:
    """Half precision is computed beside a number in single precision, and rounded once."""
    return compute(x.astype(np.float32), number).astype(x.dtype) if x.dtype.char == "e" else compute(x, number)


# A table is read row by row; one argument a line would hide it.
# fmt: off

ADD_NUMBER = Op(
    "add", "AddBackward1", lambda x, other: _beside(np.add, x, other),
    vjp=(lambda xp, g: g,),
    formula="{x} + {other}", local=("1",), symbol="+",
)
SUB_NUMBER = Op(
    "sub", "SubBackward1", lambda x, other: _beside(np.subtract, x, other),
    vjp=(lambda xp, g: g,),
    formula="{x} − {other}", local=("1",), symbol="−",
)
MUL_NUMBER = Op(
    "mul", "MulBackward1", lambda x, other: _beside(np.multiply, x, other),
    vjp=(lambda xp, g, other: g * other,),
    formula="{x} · {other}", local=("{other}",), symbol="×",
)
DIV_NUMBER = Op(
    "div", "DivBackward1", lambda x, other: _beside(np.true_divide, x, other),
    vjp=(lambda xp, g, other: g / other,),
    formula="{x} / {other}", local=("1 / {other}",), symbol="÷",
)
