"""Rows of Bessel functions and their kin. The modified ones I have derivatives, as in PyTorch; the others have none."""

from __future__ import annotations

from typing import Any

from autograd_nb.engine.numerics import bessel
from autograd_nb.engine.op import Op

from .reduce import by_row

# A table is read row by row; one argument a line would hide it.
# fmt: off


def _slope_of_i1(xp: Any, first: Any, z: Any, x: Any, more: Any = 0) -> Any:
    """The derivative of I of order 1 from order 0 and itself, ½ at 0."""
    safe = xp.where(x != 0, x, 1)
    return xp.where(x != 0, first - z * (more + 1 / safe), 0.5)


def _i1e_vjp(xp: Any, g: Any, x: Any, z: Any) -> Any:
    return g * _slope_of_i1(xp, by_row(xp, I0E, x), z, x, xp.sgn(x))


I0: Op = Op(
    "i0", "I0Backward0", lambda x: bessel.i(0, x),
    vjp=(lambda xp, g, x: g * by_row(xp, I1, x),),
    formula="I0({x})", local=("I1({x})",),
)
I0E: Op = Op(
    "special_i0e", "SpecialI0EBackward0", lambda x: bessel.i(0, x, scaled=True),
    vjp=(lambda xp, g, x, z: g * (by_row(xp, I1E, x) - xp.sgn(x) * z),),
    formula="exp(−|{x}|) · I0({x})", local=("exp(−|{x}|) · I1({x}) − sign {x} · {z}",), symbol="i0e",
)
I1: Op = Op(
    "special_i1", "SpecialI1Backward0", lambda x: bessel.i(1, x),
    vjp=(lambda xp, g, x, z: g * _slope_of_i1(xp, by_row(xp, I0, x), z, x),),
    formula="I1({x})", local=("I0({x}) − {z} / {x}",), symbol="i1",
)
I1E: Op = Op(
    "special_i1e", "SpecialI1EBackward0", lambda x: bessel.i(1, x, scaled=True),
    vjp=(_i1e_vjp,),
    formula="exp(−|{x}|) · I1({x})", local=("exp(−|{x}|) · I0({x}) − {z} · (sign {x} + 1 / {x})",), symbol="i1e",
)


def _flat(name: str, forward: Any, formula: str) -> Op:
    return Op(f"special_{name}", "", forward, formula=formula, symbol=name, inputs=("x",), outputs=0)


AIRY_AI = _flat("airy_ai", bessel.airy, "Ai({x})")
BESSEL_J0 = _flat("bessel_j0", lambda x: bessel.j(0, x), "J0({x})")
BESSEL_J1 = _flat("bessel_j1", lambda x: bessel.j(1, x), "J1({x})")
BESSEL_Y0 = _flat("bessel_y0", lambda x: bessel.y(0, x), "Y0({x})")
BESSEL_Y1 = _flat("bessel_y1", lambda x: bessel.y(1, x), "Y1({x})")
MODIFIED_I0 = _flat("modified_bessel_i0", lambda x: bessel.i(0, x), "I0({x})")
MODIFIED_I1 = _flat("modified_bessel_i1", lambda x: bessel.i(1, x), "I1({x})")
MODIFIED_K0 = _flat("modified_bessel_k0", lambda x: bessel.k(0, x), "K0({x})")
MODIFIED_K1 = _flat("modified_bessel_k1", lambda x: bessel.k(1, x), "K1({x})")
SCALED_K0 = _flat("scaled_modified_bessel_k0", lambda x: bessel.k(0, x, scaled=True), "exp {x} · K0({x})")
SCALED_K1 = _flat("scaled_modified_bessel_k1", lambda x: bessel.k(1, x, scaled=True), "exp {x} · K1({x})")
SPHERICAL_J0 = _flat("spherical_bessel_j0", bessel.spherical_j0, "sin {x} / {x}")
