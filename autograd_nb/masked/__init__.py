"""`torch.masked`: sums, products and their like of those elements only that a mask says count.

>>> import autograd_nb as torch
>>> x = torch.tensor([[-3.0, -2.0, -1.0], [0.0, 1.0, 2.0]])
>>> mask = torch.tensor([[True, False, True], [False, False, True]])
>>> sum(x, 1, mask=mask), mean(x, 1, mask=mask)
(tensor([-4.,  2.]), tensor([-2.,  2.]))

What does not count is replaced by what the operation does not notice, 0 in a sum, and the operation of all elements is
taken, so gradients are those of `where` and of that operation. A mask has the shape of the input or one that is
broadcast to it. Where no element counts, the result is that replacement, or nan of a mean, a variance, a median.

Source: https://pytorch.org/docs/2.7/masked.html
"""

from __future__ import annotations

from typing import NoReturn

from autograd_nb.engine.arguments.absent import reason as _reason
from autograd_nb.engine.arguments.sources import cite_each as _cite_each

from .along import cumprod, cumsum, log_softmax, logaddexp, normalize, softmax, softmin
from .reductions import amax, amin, argmax, argmin, logsumexp, mean, median, norm, prod, std, sum, var

__all__ = [
    "amax",
    "amin",
    "argmax",
    "argmin",
    "cumprod",
    "cumsum",
    "log_softmax",
    "logaddexp",
    "logsumexp",
    "mean",
    "median",
    "norm",
    "normalize",
    "prod",
    "softmax",
    "softmin",
    "std",
    "sum",
    "var",
]

_cite_each(globals(), __all__, "masked")


def __getattr__(name: str) -> NoReturn:
    why = _reason(name) if name in ("MaskedTensor", "as_masked_tensor", "is_masked_tensor", "masked_tensor") else None
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}{(why and ': ' + why) or ''}")
