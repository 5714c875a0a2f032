"""`torch.special`: the functions of mathematics that have names of their own.

>>> import autograd_nb as torch
>>> torch.special.i0(torch.tensor([0.0, 1.0]))
tensor([1.0000, 1.2661])

Source: https://pytorch.org/docs/2.7/special.html
"""

from autograd_nb.engine import functional as _functional

from .bessel import (
    airy_ai,
    bessel_j0,
    bessel_j1,
    bessel_y0,
    bessel_y1,
    i0e,
    i1,
    i1e,
    modified_bessel_i0,
    modified_bessel_i1,
    modified_bessel_k0,
    modified_bessel_k1,
    scaled_modified_bessel_k0,
    scaled_modified_bessel_k1,
    spherical_bessel_j0,
)
from .making import publish as _publish
from .polynomials import (
    chebyshev_polynomial_t,
    chebyshev_polynomial_u,
    chebyshev_polynomial_v,
    chebyshev_polynomial_w,
    hermite_polynomial_h,
    hermite_polynomial_he,
    laguerre_polynomial_l,
    legendre_polynomial_p,
    shifted_chebyshev_polynomial_t,
    shifted_chebyshev_polynomial_u,
    shifted_chebyshev_polynomial_v,
    shifted_chebyshev_polynomial_w,
)
from .shares import entr, erfcx, log_ndtr, ndtr, ndtri, xlog1py, zeta

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

_LENT = [
    "digamma",
    "erf",
    "erfc",
    "erfinv",
    "exp2",
    "expit",
    "expm1",
    "gammainc",
    "gammaincc",
    "gammaln",
    "i0",
    "log1p",
    "log_softmax",
    "logit",
    "logsumexp",
    "multigammaln",
    "polygamma",
    "psi",
    "round",
    "sinc",
    "softmax",
    "xlogy",
]
"""Functions of torch by other names, or by their own."""

_publish(globals(), _LENT)
