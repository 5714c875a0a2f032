"""Rows of comparisons, logic and tests of single elements. No gradient flows through them."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.op import Op

# A table is read row by row; one argument a line would hide it.
# fmt: off

# -- comparisons and logic: no gradient ---------------------------------------------------------------------------------


def _flat(name: str, forward: Any, symbol: str) -> Op:
    return Op(name, "", forward, formula="{x} " + symbol + " {y}", symbol=symbol, inputs=("x", "y"), outputs=0)


EQ = _flat("eq", np.equal, "==")
NE = _flat("ne", np.not_equal, "!=")
LT = _flat("lt", np.less, "<")
LE = _flat("le", np.less_equal, "<=")
GT = _flat("gt", np.greater, ">")
GE = _flat("ge", np.greater_equal, ">=")
LOGICAL_AND = _flat("logical_and", np.logical_and, "and")
LOGICAL_OR = _flat("logical_or", np.logical_or, "or")
LOGICAL_XOR = _flat("logical_xor", np.logical_xor, "xor")
BITWISE_AND = _flat("bitwise_and", np.bitwise_and, "&")
BITWISE_OR = _flat("bitwise_or", np.bitwise_or, "|")
BITWISE_XOR = _flat("bitwise_xor", np.bitwise_xor, "^")
LEFT_SHIFT = _flat("bitwise_left_shift", np.left_shift, "<<")
RIGHT_SHIFT = _flat("bitwise_right_shift", np.right_shift, ">>")
GCD = _flat("gcd", np.gcd, "gcd")
LCM = _flat("lcm", np.lcm, "lcm")
ISCLOSE = _flat(
    "isclose",
    lambda x, y, rtol, atol, equal_nan: np.isclose(x, y, rtol, atol, equal_nan),
    "≈",
)


def _test(name: str, forward: Any) -> Op:
    return Op(name, "", forward, formula=name + " {x}", inputs=("x",), outputs=0)


LOGICAL_NOT = _test("logical_not", np.logical_not)
BITWISE_NOT = _test("bitwise_not", np.invert)
ISNAN = _test("isnan", np.isnan)
ISINF = _test("isinf", np.isinf)
ISFINITE = _test("isfinite", np.isfinite)
ISPOSINF = _test("isposinf", np.isposinf)
ISNEGINF = _test("isneginf", np.isneginf)
ISREAL = _test("isreal", lambda x: np.ones(x.shape, bool))
SIGNBIT = _test("signbit", lambda x: x < 0 if x.dtype.kind != "f" else np.signbit(x))
ISIN = _test("isin", lambda x, among, invert: np.isin(x, among, invert=invert))
