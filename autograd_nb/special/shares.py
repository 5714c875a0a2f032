"""Shares of the normal distribution, entropy, and functions of two numbers.

Source: https://pytorch.org/docs/2.7/special.html
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors as _errors
from autograd_nb.engine.ops import gammas as _gammas
from autograd_nb.engine.ops import special as _ops
from autograd_nb.engine.ops.by_number import MUL_NUMBER as _MUL_NUMBER

from .making import of_one, pair, publish

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

__all__ = [
    "entr",
    "erfcx",
    "log_ndtr",
    "ndtr",
    "ndtri",
    "xlog1py",
    "zeta",
]

entr = of_one(
    _ops.ENTR,
    """The entropy -x log(x), in nats: 0 at 0, -inf where x is negative. Its derivative is -log(x) - 1.

    >>> torch.special.entr(torch.tensor([0.0, 0.5, 1.0]))
    tensor([0.0000, 0.3466, -0.0000])
    """,
    half=True,
)

erfcx = of_one(
    _ops.ERFCX,
    """exp(x²) · erfc(x), which does not vanish with its second factor.

    >>> x = torch.tensor([0.0, 20.0])
    >>> torch.special.erfc(x), torch.special.erfcx(x)
    (tensor([1., 0.]), tensor([1.0000, 0.0282]))
    """,
)

log_ndtr = of_one(
    _ops.LOG_NDTR,
    """The logarithm of `ndtr`, exact far on the left, too.

    >>> x = torch.tensor([0.0, -20.0])
    >>> torch.special.ndtr(x).log(), torch.special.log_ndtr(x)
    (tensor([-0.6931,    -inf]), tensor([  -0.6931, -203.9172]))
    """,
)

ndtri = of_one(
    _ops.NDTRI,
    """The inverse of `ndtr`: the place below which a normal distribution has this share; nan outside of 0 to 1.

    >>> torch.special.ndtri(torch.tensor([0.5, 0.975]))
    tensor([0.0000, 1.9600])
    """,
)


def xlog1py(input: Any, other: Any) -> Tensor:
    """The product input * log(1 + other), 0 where `input` is 0. Either may be a number.

    Shapes: the result has the shape that both broadcast to.

    >>> torch.special.xlog1py(torch.tensor([0.0, 2.0]), torch.tensor([-1.0, 1.0]))
    tensor([0.0000, 1.3863])
    """
    x, y = pair(input, other)
    found: Tensor = x._floats("xlog1py", _ops.XLOG1PY, y)
    return found


def zeta(input: Any, other: Any) -> Tensor:
    """Hurwitz' zeta function: the sum of (other + n) ** -input over n = 0, 1, 2, ...

    It has a derivative with respect to `other` only.

    >>> import autograd_nb as torch
    >>> torch.special.zeta(torch.tensor(2.0), 1.0)
    tensor(1.6449)
    """
    x, y = pair(input, other)
    if x._array.dtype == np.float16:
        raise _errors.not_for_dtype("zeta_cpu", x.dtype.scalar_name)
    if input is not x:
        return y._unary(_gammas.ZETA_NUMBER, power=float(input))  # type: ignore[no-any-return]  # a tensor
    if other is not y:
        return x._unary(_gammas.ZETA_AT_NUMBER, other=float(other))  # type: ignore[no-any-return]  # a tensor
    found: Tensor = x._floats("zeta", _gammas.ZETA, y)
    return found


def ndtr(input: Tensor) -> Tensor:
    """The share of a normal distribution that lies below x. Its derivative is the density exp(-x²/2) / √(2π).

    >>> import autograd_nb as torch
    >>> torch.special.ndtr(torch.tensor(0.0))
    tensor(0.5000)

    >>> torch.special.ndtr(torch.tensor([-1.0, 1.0]))
    tensor([0.1587, 0.8413])
    """
    x: Any = input if input.is_floating_point() else input.float()
    shifted = (x * math.sqrt(0.5)).erf() + 1
    share: Tensor = shifted._apply(_MUL_NUMBER, shifted, other=0.5)
    return share


publish(globals(), __all__)
