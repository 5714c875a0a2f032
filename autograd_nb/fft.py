"""`torch.fft`: frequencies and shifts. The transforms themselves give complex numbers, which are not here.

>>> fftfreq(4)
tensor([ 0.0000,  0.2500, -0.5000, -0.2500])

Source: https://pytorch.org/docs/2.7/fft.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from .engine.arguments.absent import reason
from .engine.arguments.calling import as_pytorch
from .engine.arguments.sources import cite_each
from .engine.making import made, numpy_dtype

if TYPE_CHECKING:
    from .engine.tensor import Tensor

__all__ = ["fftfreq", "fftshift", "ifftshift", "rfftfreq"]

_TRANSFORMS = frozenset("fft ifft fft2 ifft2 fftn ifftn rfft irfft rfft2 irfft2 rfftn irfftn hfft ihfft".split())


def __getattr__(name: str) -> NoReturn:
    why = f": {reason('stft')}" if name in _TRANSFORMS else ""
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}{why}")


def fftfreq(n: int, d: float = 1.0, *, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """The frequencies of a transform of n numbers that are `d` apart: 0, the positive ones, the negative ones.

    In cycles per unit of `d`.

    >>> torch.fft.fftfreq(4, d=0.5)
    tensor([ 0.0000,  0.5000, -1.0000, -0.5000])
    """
    order = [*range((n + 1) // 2), *range(-(n // 2), 0)]
    return _scaled(order, n, d, dtype, device, requires_grad)


def rfftfreq(n: int, d: float = 1.0, *, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """The frequencies from 0 up to half the sampling rate: those of a transform of n real numbers that are `d` apart.

    >>> torch.fft.rfftfreq(4)
    tensor([0.0000, 0.2500, 0.5000])
    """
    return _scaled([*range(n // 2 + 1)], n, d, dtype, device, requires_grad)


def _scaled(order: list[int], n: int, d: float, dtype: Any, device: Any, requires_grad: Any) -> Tensor:
    numbers = np.array(order, numpy_dtype(dtype))
    return made(numbers * numbers.dtype.type(1.0 / (n * d)), device, requires_grad)


def _shifted(input: Any, dim: Any, back: bool) -> Tensor:
    dims = range(input.dim()) if dim is None else (dim,) if isinstance(dim, int) else tuple(dim)
    sizes = [input.size(d) for d in dims]
    rolled: Tensor = input.roll([(n + back) // 2 for n in sizes], tuple(dims)) if sizes else input.clone()
    return rolled


def fftshift(input: Any, dim: Any = None) -> Tensor:
    """Turned round so that the frequency 0 is in the middle.

    >>> fftshift(fftfreq(4))
    tensor([-0.5000, -0.2500,  0.0000,  0.2500])
    """
    return _shifted(input, dim, back=False)


def ifftshift(input: Any, dim: Any = None) -> Tensor:
    """Turned back so that the frequency 0 is the first: undoes `fftshift`.

    >>> torch.fft.ifftshift(torch.tensor([-2, -1, 0, 1]))
    tensor([ 0,  1, -2, -1])
    """
    return _shifted(input, dim, back=True)


cite_each(globals(), __all__, "torch.fft.")
for _name in __all__:
    globals()[_name] = as_pytorch(globals()[_name], f"fft_{_name}")
