"""Rows of orthogonal polynomials. PyTorch gives them no derivative."""

from __future__ import annotations

from typing import Any

from autograd_nb.engine.numerics import polynomials as p
from autograd_nb.engine.op import Op


def _flat(name: str, forward: Any, letter: str) -> Op:
    place = "2 · {x} − 1" if letter.endswith("*") else "{x}"
    formula = f"{letter.rstrip('*')}({place}, {{y}})"
    return Op(f"special_{name}", "", forward, formula=formula, symbol=letter, inputs=("x", "y"), outputs=0)


CHEBYSHEV_T = _flat("chebyshev_polynomial_t", p.chebyshev_t, "T")
CHEBYSHEV_U = _flat("chebyshev_polynomial_u", p.chebyshev_u, "U")
CHEBYSHEV_V = _flat("chebyshev_polynomial_v", p.chebyshev_v, "V")
CHEBYSHEV_W = _flat("chebyshev_polynomial_w", p.chebyshev_w, "W")
SHIFTED_T = _flat("shifted_chebyshev_polynomial_t", p.shifted(p.chebyshev_t), "T*")
SHIFTED_U = _flat("shifted_chebyshev_polynomial_u", p.shifted(p.chebyshev_u), "U*")
SHIFTED_V = _flat("shifted_chebyshev_polynomial_v", p.shifted(p.chebyshev_v), "V*")
SHIFTED_W = _flat("shifted_chebyshev_polynomial_w", p.shifted(p.chebyshev_w), "W*")
HERMITE_H = _flat("hermite_polynomial_h", p.hermite_h, "H")
HERMITE_HE = _flat("hermite_polynomial_he", p.hermite_he, "He")
LAGUERRE_L = _flat("laguerre_polynomial_l", p.laguerre_l, "L")
LEGENDRE_P = _flat("legendre_polynomial_p", p.legendre_p, "P")
