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
        """The error function, from -1 to 1. Its derivative is 2 / √π · exp(-x²).

        >>> torch.erf(torch.tensor([0.0, 0.5]))
        tensor([0.0000, 0.5205])
        """
        return self._unary(special.ERF)

    def erfc(self) -> Tensor:
        """1 - erf(x), exact where that is small. Its derivative is -2 / √π · exp(-x²).

        >>> torch.erfc(torch.tensor([0.0, 0.5, 5.0]))
        tensor([1.0000e+00, 4.7950e-01, 1.5375e-12])
        """
        return self._unary(special.ERFC)

    def erfinv(self) -> Tensor:
        """The inverse of the error function, on [-1, 1]; nan outside.

        Its derivative is √π / 2 · exp(y²) for the result y.

        >>> torch.erfinv(torch.tensor([0.0, 0.5, 1.0]))
        tensor([0.0000, 0.4769,    inf])
        """
        return self._unary(special.ERFINV)

    def lgamma(self) -> Tensor:
        """The logarithm of the absolute value of the gamma function. Its derivative is `digamma`.

        >>> torch.lgamma(torch.tensor([1.0, 5.0]))  # Γ(5) = 4! = 24
        tensor([0.0000, 3.1781])
        """
        return self._unary(special.LGAMMA)

    def digamma(self) -> Tensor:
        """The derivative of `lgamma`; its own is `polygamma(1, x)`.

        >>> torch.digamma(torch.tensor([1.0, 2.0]))  # they differ by 1
        tensor([-0.5772,  0.4228])
        """
        return self._unary(special.DIGAMMA)

    def polygamma(self, n: int) -> Tensor:
        """The n-th derivative of `digamma`, which is the 0th. Its derivative is that of order n + 1.

        As a function it takes the order first: `torch.polygamma(n, x)`.

        >>> torch.polygamma(1, torch.tensor([1.0]))  # π² / 6
        tensor([1.6449])

        Raises:
            RuntimeError: `n` is negative.
        """
        if n < 0:
            raise RuntimeError("polygamma(n, x) does not support negative n.")
        return self._unary(special.POLYGAMMA, n=n)

    def mvlgamma(self, p: int) -> Tensor:
        """The logarithm of the gamma function of dimension `p`, which the Wishart distribution has.

        For `p` = 1 it is `lgamma`. It is defined where x > (p - 1) / 2.

        >>> torch.mvlgamma(torch.tensor([3.0]), p=2)  # log(√π · Γ(3) · Γ(2.5))
        tensor([1.5502])

        Raises:
            RuntimeError: `p` is less than 1.
        """
        if p < 1:
            raise RuntimeError("p has to be greater than or equal to 1")
        return self._unary(gammas.MVLGAMMA, p=p)

    def igamma(self, other: Tensor) -> Tensor:
        """The share of Γ(self) below `other`: the lower incomplete gamma function, from 0 to 1.

        Both are broadcast to one shape. PyTorch defines its derivative with respect to `other` only.

        >>> torch.igamma(torch.tensor([1.0]), torch.tensor([1.0]))  # 1 - 1 / e
        tensor([0.6321])
        """
        return self._floats("igamma", gammas.IGAMMA, other)

    def igammac(self, other: Tensor) -> Tensor:
        """The share of Γ(self) above `other`: 1 - `igamma`, exact where that is small.

        Both are broadcast to one shape. PyTorch defines its derivative with respect to `other` only.

        >>> torch.igammac(torch.tensor([1.0]), torch.tensor([1.0]))  # 1 / e
        tensor([0.3679])
        """
        return self._floats("igammac", gammas.IGAMMAC, other)

    def i0(self) -> Tensor:
        """The modified Bessel function of the first kind, of order 0. Its derivative is that of order 1.

        >>> torch.i0(torch.tensor([0.0, 1.0]))
        tensor([1.0000, 1.2661])
        """
        return self._unary(bessel.I0)

    def logit(self, eps: float | None = None) -> Tensor:
        """The inverse of the sigmoid, log(x / (1 - x)); with `eps` the input is first brought into [eps, 1 - eps].

        Its derivative is 1 / (x (1 - x)), and 0 where `eps` has cut. Without `eps` it is nan outside [0, 1].

        >>> torch.logit(torch.tensor([0.5, 0.9, 1.0]))
        tensor([0.0000, 2.1972,    inf])
        >>> torch.logit(torch.tensor([1.0]), eps=0.1)
        tensor([2.1972])
        """
        return self._unary(special.LOGIT, eps=eps)

    def sinc(self) -> Tensor:
        """sin(πx) / (πx), 1 at 0, and 0 at all other integers.

        >>> torch.sinc(torch.tensor([0.0, 0.5]))
        tensor([1.0000, 0.6366])
        """
        return self._unary(special.SINC)
