"""Methods for the special functions: error, gamma and Bessel functions and their relatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine.ops import bessel, gammas, special

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


from .functions import Functions


class Special(Functions):
    """`erf`, `lgamma`, `igamma`, `i0`, `logit`, `sinc` and so on."""

    def erf(self) -> Tensor:
        """The error function.

        >>> import autograd_nb as torch
        >>> torch.tensor([0.0, 0.5]).erf()
        tensor([0.0000, 0.5205])
        """
        return self._unary(special.ERF)

    def erfc(self) -> Tensor:
        """1 - erf(x), exact where that is small."""
        return self._unary(special.ERFC)

    def erfinv(self) -> Tensor:
        """The inverse of the error function, on [-1, 1]."""
        return self._unary(special.ERFINV)

    def lgamma(self) -> Tensor:
        """The logarithm of the absolute value of the gamma function."""
        return self._unary(special.LGAMMA)

    def digamma(self) -> Tensor:
        """The derivative of `lgamma`."""
        return self._unary(special.DIGAMMA)

    def polygamma(self, n: int) -> Tensor:
        """The n-th derivative of `digamma`."""
        if n < 0:
            raise RuntimeError("polygamma(n, x) does not support negative n.")
        return self._unary(special.POLYGAMMA, n=n)

    def mvlgamma(self, p: int) -> Tensor:
        """The logarithm of the gamma function of dimension `p`."""
        if p < 1:
            raise RuntimeError("p has to be greater than or equal to 1")
        return self._unary(gammas.MVLGAMMA, p=p)

    def igamma(self, other: Tensor) -> Tensor:
        """The share of Γ(self) below `other`: the lower incomplete gamma function, from 0 to 1."""
        return self._floats("igamma", gammas.IGAMMA, other)

    def igammac(self, other: Tensor) -> Tensor:
        """The share of Γ(self) above `other`."""
        return self._floats("igammac", gammas.IGAMMAC, other)

    def i0(self) -> Tensor:
        """The modified Bessel function of order 0."""
        return self._unary(bessel.I0)

    def logit(self, eps: float | None = None) -> Tensor:
        """The inverse of the sigmoid; with `eps` the input is first brought into [eps, 1 - eps]."""
        return self._unary(special.LOGIT, eps=eps)

    def sinc(self) -> Tensor:
        """sin(πx) / (πx), 1 at 0."""
        return self._unary(special.SINC)
