"""`torch.special`: the functions of mathematics that have names of their own.

Source: https://pytorch.org/docs/2.7/special.html
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from .engine import functional as _functional
from .engine.graph import Variable
from .engine.ops import loss as _loss
from .engine.ops import special as _ops

if TYPE_CHECKING:
    from .engine.tensor import Tensor

_torch = _functional.functions()

digamma = psi = _torch["digamma"]
erf = _torch["erf"]
erfc = _torch["erfc"]
erfinv = _torch["erfinv"]
exp2 = _torch["exp2"]
expit = _torch["sigmoid"]
expm1 = _torch["expm1"]
gammaln = _torch["lgamma"]
log1p = _torch["log1p"]
log_softmax = _torch["log_softmax"]
logit = _torch["logit"]
logsumexp = _torch["logsumexp"]
polygamma = _torch["polygamma"]
round = _torch["round"]
sinc = _torch["sinc"]
softmax = _torch["softmax"]
xlogy = _torch["xlogy"]

__all__ = [
    "digamma",
    "entr",
    "erf",
    "erfc",
    "erfinv",
    "exp2",
    "expit",
    "expm1",
    "gammaln",
    "log1p",
    "log_softmax",
    "logit",
    "logsumexp",
    "multigammaln",
    "ndtr",
    "polygamma",
    "psi",
    "round",
    "sinc",
    "softmax",
    "xlog1py",
    "xlogy",
]


def entr(input: Tensor) -> Tensor:
    """The entropy -x log(x): 0 at 0, -inf where x is negative."""
    return input._unary(_ops.ENTR)


def xlog1py(input: Any, other: Any) -> Tensor:
    """The product input * log(1 + other), 0 where `input` is 0."""
    like: Any = input if isinstance(input, Variable) else other
    x: Any
    y: Any
    x, y = (v if isinstance(v, Variable) else like.new_tensor(np.asarray(v)) for v in (input, other))
    found: Tensor = x._floats("xlog1py", _ops.XLOG1PY, y)
    return found


def ndtr(input: Tensor) -> Tensor:
    """The share of a normal distribution that lies below x.

    >>> import autograd_nb as torch
    >>> torch.special.ndtr(torch.tensor(0.0))
    tensor(0.5000)
    """
    x: Any = input if input.is_floating_point() else input.float()
    shifted = (x * math.sqrt(0.5)).erf() + 1
    share: Tensor = shifted._apply(_loss.MUL_NUMBER, shifted, other=0.5)
    return share


def multigammaln(input: Tensor, p: int) -> Tensor:
    """The logarithm of the gamma function of dimension `p`."""
    total: Any = p * (p - 1) / 4 * math.log(math.pi)
    for j in range(p):
        total = (input - j / 2).lgamma() + total
    found: Tensor = total
    return found
