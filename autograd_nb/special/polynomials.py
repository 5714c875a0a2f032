"""Families of polynomials, each by its degree.

Source: https://pytorch.org/docs/2.7/special.html
"""

from __future__ import annotations

from autograd_nb.engine.ops import polynomials as _polynomials

from .making import of_degree, publish

__all__ = [
    "chebyshev_polynomial_t",
    "chebyshev_polynomial_u",
    "chebyshev_polynomial_v",
    "chebyshev_polynomial_w",
    "hermite_polynomial_h",
    "hermite_polynomial_he",
    "laguerre_polynomial_l",
    "legendre_polynomial_p",
    "shifted_chebyshev_polynomial_t",
    "shifted_chebyshev_polynomial_u",
    "shifted_chebyshev_polynomial_v",
    "shifted_chebyshev_polynomial_w",
]

chebyshev_polynomial_t = of_degree(
    _polynomials.CHEBYSHEV_T,
    """Chebyshev's polynomials of the first kind, of degree `n`: cos(n θ) at x = cos(θ).

    The result has no gradient, as in PyTorch.

    >>> torch.special.chebyshev_polynomial_t(torch.tensor([0.5, 2.0]), 2)
    tensor([-0.5000,  7.0000])
    """,
)

chebyshev_polynomial_u = of_degree(
    _polynomials.CHEBYSHEV_U,
    """Chebyshev's polynomials of the second kind, of degree `n`: sin((n + 1) θ) / sin(θ) at x = cos(θ).

    The result has no gradient, as in PyTorch.

    >>> torch.special.chebyshev_polynomial_u(torch.tensor([0.5, 2.0]), 2)
    tensor([ 0., 15.])
    """,
)

chebyshev_polynomial_v = of_degree(
    _polynomials.CHEBYSHEV_V,
    """Chebyshev's polynomials of the third kind, of degree `n`: cos((n + ½) θ) / cos(θ / 2) at x = cos(θ).

    The result has no gradient, as in PyTorch.

    >>> torch.special.chebyshev_polynomial_v(torch.tensor([0.5, 2.0]), 2)
    tensor([-1., 11.])
    """,
)

chebyshev_polynomial_w = of_degree(
    _polynomials.CHEBYSHEV_W,
    """Chebyshev's polynomials of the fourth kind, of degree `n`: sin((n + ½) θ) / sin(θ / 2) at x = cos(θ).

    The result has no gradient, as in PyTorch.

    >>> torch.special.chebyshev_polynomial_w(torch.tensor([0.5, 2.0]), 2)
    tensor([ 1., 19.])
    """,
)

shifted_chebyshev_polynomial_t = of_degree(
    _polynomials.SHIFTED_T,
    """`chebyshev_polynomial_t` on [0, 1]: at 2 x - 1.

    The result has no gradient, as in PyTorch.

    >>> torch.special.shifted_chebyshev_polynomial_t(torch.tensor([0.75, 1.5]), 2)
    tensor([-0.5000,  7.0000])
    """,
)

shifted_chebyshev_polynomial_u = of_degree(
    _polynomials.SHIFTED_U,
    """`chebyshev_polynomial_u` on [0, 1]: at 2 x - 1.

    The result has no gradient, as in PyTorch.

    >>> torch.special.shifted_chebyshev_polynomial_u(torch.tensor([0.75, 1.5]), 2)
    tensor([ 0., 15.])
    """,
)

shifted_chebyshev_polynomial_v = of_degree(
    _polynomials.SHIFTED_V,
    """`chebyshev_polynomial_v` on [0, 1]: at 2 x - 1.

    The result has no gradient, as in PyTorch.

    >>> torch.special.shifted_chebyshev_polynomial_v(torch.tensor([0.75, 1.5]), 2)
    tensor([-1., 11.])
    """,
)

shifted_chebyshev_polynomial_w = of_degree(
    _polynomials.SHIFTED_W,
    """`chebyshev_polynomial_w` on [0, 1]: at 2 x - 1.

    The result has no gradient, as in PyTorch.

    >>> torch.special.shifted_chebyshev_polynomial_w(torch.tensor([0.75, 1.5]), 2)
    tensor([ 1., 19.])
    """,
)

hermite_polynomial_h = of_degree(
    _polynomials.HERMITE_H,
    """Hermite's polynomials, as physicists have them: 1, 2 x, 4 x² - 2, ...

    The result has no gradient, as in PyTorch.

    >>> torch.special.hermite_polynomial_h(torch.tensor(3.0), torch.tensor([0, 1, 2]))
    tensor([ 1.,  6., 34.])
    """,
)

hermite_polynomial_he = of_degree(
    _polynomials.HERMITE_HE,
    """Hermite's polynomials, as statisticians have them: 1, x, x² - 1, ...

    The result has no gradient, as in PyTorch.

    >>> torch.special.hermite_polynomial_he(torch.tensor(3.0), torch.tensor([0, 1, 2]))
    tensor([1., 3., 8.])
    """,
)

laguerre_polynomial_l = of_degree(
    _polynomials.LAGUERRE_L,
    """Laguerre's polynomials: 1, 1 - x, (x² - 4 x + 2) / 2, ...

    The result has no gradient, as in PyTorch.

    >>> torch.special.laguerre_polynomial_l(torch.tensor(2.0), torch.tensor([0, 1, 2]))
    tensor([ 1., -1., -1.])
    """,
)

legendre_polynomial_p = of_degree(
    _polynomials.LEGENDRE_P,
    """Legendre's polynomials: 1, x, (3 x² - 1) / 2, ...

    The result has no gradient, as in PyTorch.

    >>> torch.special.legendre_polynomial_p(torch.tensor(2.0), torch.tensor([0, 1, 2]))
    tensor([1.0000, 2.0000, 5.5000])
    """,
)

publish(globals(), __all__)
