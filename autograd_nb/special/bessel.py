"""Bessel's functions and their kin.

Source: https://pytorch.org/docs/2.7/special.html
"""

from __future__ import annotations

from autograd_nb.engine.ops import bessel as _bessel

from .making import of_one, publish

__all__ = [
    "airy_ai",
    "bessel_j0",
    "bessel_j1",
    "bessel_y0",
    "bessel_y1",
    "i0e",
    "i1",
    "i1e",
    "modified_bessel_i0",
    "modified_bessel_i1",
    "modified_bessel_k0",
    "modified_bessel_k1",
    "scaled_modified_bessel_k0",
    "scaled_modified_bessel_k1",
    "spherical_bessel_j0",
]

i0e = of_one(
    _bessel.I0E,
    """exp(-|x|) · i0(x), which does not grow without limit.

    >>> torch.special.i0e(torch.tensor([0.0, 1.0, 100.0]))
    tensor([1.0000, 0.4658, 0.0399])
    """,
    half=True,
)

i1 = of_one(
    _bessel.I1,
    """The modified Bessel function I₁ of the first kind and order 1: the derivative of `i0`.

    >>> torch.special.i1(torch.tensor([0.0, 1.0]))
    tensor([0.0000, 0.5652])
    """,
    half=True,
)

i1e = of_one(
    _bessel.I1E,
    """exp(-|x|) · i1(x), which does not grow without limit.

    >>> torch.special.i1e(torch.tensor([0.0, 1.0, 100.0]))
    tensor([0.0000, 0.2079, 0.0397])
    """,
    half=True,
)

airy_ai = of_one(
    _bessel.AIRY_AI,
    """Airy's function Ai, a solution of y'' = x y: waves on the left, next to nothing on the right.

    The result has no gradient, as in PyTorch.

    >>> torch.special.airy_ai(torch.tensor([-1.0, 0.0, 5.0]))
    tensor([5.3556e-01, 3.5503e-01, 1.0834e-04])
    """,
)

bessel_j0 = of_one(
    _bessel.BESSEL_J0,
    """The Bessel function J₀ of the first kind and order 0.

    The result has no gradient, as in PyTorch.

    >>> torch.special.bessel_j0(torch.tensor([0.0, 1.0]))
    tensor([1.0000, 0.7652])
    """,
)

bessel_j1 = of_one(
    _bessel.BESSEL_J1,
    """The Bessel function J₁ of the first kind and order 1.

    The result has no gradient, as in PyTorch.

    >>> torch.special.bessel_j1(torch.tensor([0.0, 1.0]))
    tensor([0.0000, 0.4401])
    """,
)

bessel_y0 = of_one(
    _bessel.BESSEL_Y0,
    """The Bessel function Y₀ of the second kind and order 0: -inf at 0, nan on the left of it.

    The result has no gradient, as in PyTorch.

    >>> torch.special.bessel_y0(torch.tensor([0.0, 1.0]))
    tensor([  -inf, 0.0883])
    """,
)

bessel_y1 = of_one(
    _bessel.BESSEL_Y1,
    """The Bessel function Y₁ of the second kind and order 1: -inf at 0, nan on the left of it.

    The result has no gradient, as in PyTorch.

    >>> torch.special.bessel_y1(torch.tensor([0.0, 1.0]))
    tensor([   -inf, -0.7812])
    """,
)

modified_bessel_i0 = of_one(
    _bessel.MODIFIED_I0,
    """The modified Bessel function I₀ of the first kind and order 0, as `i0`.

    The result has no gradient, as in PyTorch.

    >>> torch.special.modified_bessel_i0(torch.tensor([0.0, 1.0]))
    tensor([1.0000, 1.2661])
    """,
)

modified_bessel_i1 = of_one(
    _bessel.MODIFIED_I1,
    """The modified Bessel function I₁ of the first kind and order 1, as `i1`.

    The result has no gradient, as in PyTorch.

    >>> torch.special.modified_bessel_i1(torch.tensor([0.0, 1.0]))
    tensor([0.0000, 0.5652])
    """,
)

modified_bessel_k0 = of_one(
    _bessel.MODIFIED_K0,
    """The modified Bessel function K₀ of the second kind and order 0: inf at 0, and falling like exp(-x).

    The result has no gradient, as in PyTorch.

    >>> torch.special.modified_bessel_k0(torch.tensor([0.0, 1.0]))
    tensor([   inf, 0.4210])
    """,
)

modified_bessel_k1 = of_one(
    _bessel.MODIFIED_K1,
    """The modified Bessel function K₁ of the second kind and order 1: inf at 0, and falling like exp(-x).

    The result has no gradient, as in PyTorch.

    >>> torch.special.modified_bessel_k1(torch.tensor([0.0, 1.0]))
    tensor([   inf, 0.6019])
    """,
)

scaled_modified_bessel_k0 = of_one(
    _bessel.SCALED_K0,
    """exp(x) times `modified_bessel_k0`, which does not vanish with its second factor.

    The result has no gradient, as in PyTorch.

    >>> torch.special.scaled_modified_bessel_k0(torch.tensor([1.0, 100.0]))
    tensor([1.1445, 0.1252])
    """,
)

scaled_modified_bessel_k1 = of_one(
    _bessel.SCALED_K1,
    """exp(x) times `modified_bessel_k1`, which does not vanish with its second factor.

    The result has no gradient, as in PyTorch.

    >>> torch.special.scaled_modified_bessel_k1(torch.tensor([1.0, 100.0]))
    tensor([1.6362, 0.1258])
    """,
)

spherical_bessel_j0 = of_one(
    _bessel.SPHERICAL_J0,
    """The spherical Bessel function of order 0: sin(x) / x, and 1 at 0.

    The result has no gradient, as in PyTorch.

    >>> torch.special.spherical_bessel_j0(torch.tensor([0.0, 1.0]))
    tensor([1.0000, 0.8415])
    """,
)

publish(globals(), __all__)
