"""`torch.special`: the functions of mathematics that have names of their own.

>>> import autograd_nb as torch
>>> torch.special.i0(torch.tensor([0.0, 1.0]))
tensor([1.0000, 1.2661])

Source: https://pytorch.org/docs/2.7/special.html
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from .engine import functional as _functional
from .engine import tensor_errors as _errors
from .engine.calling import as_pytorch
from .engine.graph import Variable
from .engine.ops import bessel as _bessel
from .engine.ops import gammas as _gammas
from .engine.ops import polynomials as _polynomials
from .engine.ops import special as _ops
from .engine.ops.by_number import MUL_NUMBER as _MUL_NUMBER
from .engine.outputs import with_out as _with_out
from .engine.sources import cite as _cite

if TYPE_CHECKING:
    from collections.abc import Callable

    from .engine.op import Op
    from .engine.tensor import Tensor

_torch = _functional.functions()

digamma = psi = _torch["digamma"]
erf = _torch["erf"]
erfc = _torch["erfc"]
erfinv = _torch["erfinv"]
exp2 = _torch["exp2"]
expit = _torch["sigmoid"]
expm1 = _torch["expm1"]
gammainc = _torch["igamma"]
gammaincc = _torch["igammac"]
gammaln = _torch["lgamma"]
i0 = _torch["i0"]
log1p = _torch["log1p"]
log_softmax = _torch["log_softmax"]
logit = _torch["logit"]
logsumexp = _torch["logsumexp"]
multigammaln = _torch["mvlgamma"]
polygamma = _torch["polygamma"]
round = _torch["round"]
sinc = _torch["sinc"]
softmax = _torch["softmax"]
xlogy = _torch["xlogy"]

__all__ = [
    "airy_ai",
    "bessel_j0",
    "bessel_j1",
    "bessel_y0",
    "bessel_y1",
    "chebyshev_polynomial_t",
    "chebyshev_polynomial_u",
    "chebyshev_polynomial_v",
    "chebyshev_polynomial_w",
    "digamma",
    "entr",
    "erf",
    "erfc",
    "erfcx",
    "erfinv",
    "exp2",
    "expit",
    "expm1",
    "gammainc",
    "gammaincc",
    "gammaln",
    "hermite_polynomial_h",
    "hermite_polynomial_he",
    "i0",
    "i0e",
    "i1",
    "i1e",
    "laguerre_polynomial_l",
    "legendre_polynomial_p",
    "log1p",
    "log_ndtr",
    "log_softmax",
    "logit",
    "logsumexp",
    "modified_bessel_i0",
    "modified_bessel_i1",
    "modified_bessel_k0",
    "modified_bessel_k1",
    "multigammaln",
    "ndtr",
    "ndtri",
    "polygamma",
    "psi",
    "round",
    "scaled_modified_bessel_k0",
    "scaled_modified_bessel_k1",
    "shifted_chebyshev_polynomial_t",
    "shifted_chebyshev_polynomial_u",
    "shifted_chebyshev_polynomial_v",
    "shifted_chebyshev_polynomial_w",
    "sinc",
    "softmax",
    "spherical_bessel_j0",
    "xlog1py",
    "xlogy",
    "zeta",
]


def _named(function: Any, name: str, text: str) -> Any:
    function.__name__ = function.__qualname__ = name
    function.__doc__ = text
    return function


def _of_one(row: Op, text: str, half: bool = False) -> Callable[[Tensor], Tensor]:
    """The function that applies a row to a tensor; only some know half precision."""
    name = row.name.removeprefix("special_")

    def function(input: Tensor) -> Tensor:
        if not half and input._array.dtype == np.float16:
            raise _errors.not_for_dtype(f"{name}_cpu", input.dtype.scalar_name)
        return input._unary(row)

    found: Callable[[Tensor], Tensor] = _named(function, name, text)
    return found


def _pair(input: Any, other: Any) -> tuple[Any, Any]:
    """Two tensors; a number beside a tensor becomes one."""
    like: Any = input if isinstance(input, Variable) else other
    x, y = (v if isinstance(v, Variable) else like.new_tensor(np.asarray(v)) for v in (input, other))
    return x, y


def _polynomial(row: Op, text: str) -> Callable[[Any, Any], Tensor]:
    name = row.name.removeprefix("special_")

    def function(x: Any, n: Any) -> Tensor:
        place, degree = _pair(x, n)
        if place._array.dtype == np.float16:
            raise _errors.not_for_dtype(f"{name}_cpu", place.dtype.scalar_name)
        found: Tensor = place._floats(name, row, degree)
        return found

    found: Callable[[Any, Any], Tensor] = _named(function, name, text)
    return found


# ---- of one tensor -----------------------------------------------------------------------------------------

entr = _of_one(_ops.ENTR, "The entropy -x log(x): 0 at 0, -inf where x is negative.", half=True)
erfcx = _of_one(_ops.ERFCX, "exp(x²) · erfc(x), which does not vanish with its second factor.")
i0e = _of_one(_bessel.I0E, "exp(-|x|) · i0(x), which does not grow without limit.", half=True)
i1 = _of_one(_bessel.I1, "The modified Bessel function of order 1.", half=True)
i1e = _of_one(_bessel.I1E, "exp(-|x|) · i1(x).", half=True)
log_ndtr = _of_one(_ops.LOG_NDTR, "The logarithm of `ndtr`, exact far on the left, too.")
ndtri = _of_one(_ops.NDTRI, "The inverse of `ndtr`: the place below which a normal distribution has this share.")
airy_ai = _of_one(_bessel.AIRY_AI, "Airy's function Ai.")
bessel_j0 = _of_one(_bessel.BESSEL_J0, "The Bessel function of the first kind of order 0.")
bessel_j1 = _of_one(_bessel.BESSEL_J1, "The Bessel function of the first kind of order 1.")
bessel_y0 = _of_one(_bessel.BESSEL_Y0, "The Bessel function of the second kind of order 0.")
bessel_y1 = _of_one(_bessel.BESSEL_Y1, "The Bessel function of the second kind of order 1.")
modified_bessel_i0 = _of_one(_bessel.MODIFIED_I0, "The modified Bessel function of the first kind of order 0.")
modified_bessel_i1 = _of_one(_bessel.MODIFIED_I1, "The modified Bessel function of the first kind of order 1.")
modified_bessel_k0 = _of_one(_bessel.MODIFIED_K0, "The modified Bessel function of the second kind of order 0.")
modified_bessel_k1 = _of_one(_bessel.MODIFIED_K1, "The modified Bessel function of the second kind of order 1.")
scaled_modified_bessel_k0 = _of_one(_bessel.SCALED_K0, "exp(x) times `modified_bessel_k0`.")
scaled_modified_bessel_k1 = _of_one(_bessel.SCALED_K1, "exp(x) times `modified_bessel_k1`.")
spherical_bessel_j0 = _of_one(_bessel.SPHERICAL_J0, "The spherical Bessel function of order 0: sin(x) / x.")

# ---- of one tensor and a degree ----------------------------------------------------------------------------

chebyshev_polynomial_t = _polynomial(_polynomials.CHEBYSHEV_T, "Chebyshev's polynomials of the first kind.")
chebyshev_polynomial_u = _polynomial(_polynomials.CHEBYSHEV_U, "Chebyshev's polynomials of the second kind.")
chebyshev_polynomial_v = _polynomial(_polynomials.CHEBYSHEV_V, "Chebyshev's polynomials of the third kind.")
chebyshev_polynomial_w = _polynomial(_polynomials.CHEBYSHEV_W, "Chebyshev's polynomials of the fourth kind.")
shifted_chebyshev_polynomial_t = _polynomial(_polynomials.SHIFTED_T, "`chebyshev_polynomial_t` on [0, 1].")
shifted_chebyshev_polynomial_u = _polynomial(_polynomials.SHIFTED_U, "`chebyshev_polynomial_u` on [0, 1].")
shifted_chebyshev_polynomial_v = _polynomial(_polynomials.SHIFTED_V, "`chebyshev_polynomial_v` on [0, 1].")
shifted_chebyshev_polynomial_w = _polynomial(_polynomials.SHIFTED_W, "`chebyshev_polynomial_w` on [0, 1].")
hermite_polynomial_h = _polynomial(_polynomials.HERMITE_H, "Hermite's polynomials, as physicists have them.")
hermite_polynomial_he = _polynomial(_polynomials.HERMITE_HE, "Hermite's polynomials, as statisticians have them.")
laguerre_polynomial_l = _polynomial(_polynomials.LAGUERRE_L, "Laguerre's polynomials.")
legendre_polynomial_p = _polynomial(_polynomials.LEGENDRE_P, "Legendre's polynomials.")

# ---- of two ----------------------------------------------------------------------------------------------------


def xlog1py(input: Any, other: Any) -> Tensor:
    """The product input * log(1 + other), 0 where `input` is 0."""
    x, y = _pair(input, other)
    found: Tensor = x._floats("xlog1py", _ops.XLOG1PY, y)
    return found


def zeta(input: Any, other: Any) -> Tensor:
    """Hurwitz' zeta function: the sum of (other + n) ** -input over n = 0, 1, 2, ...

    >>> import autograd_nb as torch
    >>> torch.special.zeta(torch.tensor(2.0), 1.0)
    tensor(1.6449)
    """
    x, y = _pair(input, other)
    if x._array.dtype == np.float16:
        raise _errors.not_for_dtype("zeta_cpu", x.dtype.scalar_name)
    if input is not x:
        return y._unary(_gammas.ZETA_NUMBER, power=float(input))  # type: ignore[no-any-return]
    if other is not y:
        return x._unary(_gammas.ZETA_AT_NUMBER, other=float(other))  # type: ignore[no-any-return]
    found: Tensor = x._floats("zeta", _gammas.ZETA, y)
    return found


def ndtr(input: Tensor) -> Tensor:
    """The share of a normal distribution that lies below x.

    >>> import autograd_nb as torch
    >>> torch.special.ndtr(torch.tensor(0.0))
    tensor(0.5000)
    """
    x: Any = input if input.is_floating_point() else input.float()
    shifted = (x * math.sqrt(0.5)).erf() + 1
    share: Tensor = shifted._apply(_MUL_NUMBER, shifted, other=0.5)
    return share


for _name in __all__:
    _cite(globals()[_name], "special", "")
    globals()[_name] = as_pytorch(_with_out(globals()[_name], f"special_{_name}"), f"special_{_name}")
