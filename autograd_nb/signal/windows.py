"""`torch.signal.windows`: bells of `M` numbers, at most 1.

What `torch.hann_window` and its like have as `periodic` is here the opposite of `sym`.

>>> cosine(3), cosine(3, sym=False)
(tensor([0.5000, 1.0000, 0.5000]), tensor([0.3827, 0.9239, 0.9239]))

All of them take `dtype=` (float32 or float64), `device=` and `requires_grad=`, and refuse a negative `M` and another
dtype with a ValueError.

Source: https://pytorch.org/docs/2.7/signal.html
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import creation as _creation
from autograd_nb.engine import dtypes as _dtypes
from autograd_nb.engine.arguments.sources import cite_each as _cite_each
from autograd_nb.engine.memory.layouts import strided

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

__all__ = [
    "bartlett",
    "blackman",
    "cosine",
    "exponential",
    "gaussian",
    "general_cosine",
    "general_hamming",
    "hamming",
    "hann",
    "kaiser",
    "nuttall",
]


class _Window:
    """A window of `M` numbers that is asked for: what each of the functions checks, and what it makes tensors with."""

    def __init__(
        self, name: str, M: int, sym: bool = True, *,
        dtype: Any = None, layout: Any = strided, device: Any = None, requires_grad: bool = False,
    ) -> None:  # fmt: skip
        dtype = dtype or _dtypes.get_default_dtype()
        if M < 0:
            raise ValueError(f"{name} requires non-negative window length, got M={M}")
        if layout is not strided:
            raise ValueError(f"{name} is implemented for strided tensors only, got: {layout}")
        if dtype not in (_dtypes.float32, _dtypes.float64):
            raise ValueError(f"{name} expects float32 or float64 dtypes, got: {dtype}")
        self.M, self.sym = M, sym
        self.options = {"dtype": dtype, "device": device, "requires_grad": requires_grad}

    def ones(self) -> Tensor:
        """The window where there is no room for a bell."""
        ones: Tensor = _creation.ones((self.M,), **self.options)
        return ones

    def steps(self, start: Any, end: Any) -> Any:
        """The places at which the bell is computed, in even steps."""
        return _creation.linspace(start, end, self.M, **self.options)

    def between(self) -> int:
        """Into how many steps the whole bell is divided: one more for a bell that goes on with the next window."""
        return self.M - 1 if self.sym else self.M

    def middle(self) -> float:
        """Half of that, which is where the bell is highest; a single number is."""
        return (self.M - 1 if self.sym or self.M <= 1 else self.M) / 2.0


def exponential(M: int, *, center: float | None = None, tau: float = 1.0, sym: bool = True, **options: Any) -> Tensor:
    """exp(-|k - center| / tau), a peak.

    >>> exponential(3)
    tensor([0.3679, 1.0000, 0.3679])

    >>> torch.signal.windows.exponential(5, tau=2.0)
    tensor([0.3679, 0.6065, 1.0000, 0.6065, 0.3679])

    Raises:
        ValueError: for a `tau` that is not positive, and a `center` of a symmetric window.
    """
    window = _Window("exponential", M, sym, **options)
    if tau <= 0:
        raise ValueError(f"Tau must be positive, got: {tau} instead.")
    if sym and center is not None:
        raise ValueError("Center must be None for symmetric windows")
    if M == 0:
        return window.ones()
    if center is None:
        center = window.middle()
    constant = 1 / tau
    k = window.steps(-center * constant, (-center + (M - 1)) * constant)
    result: Tensor = (-k.abs()).exp()
    return result


def cosine(M: int, *, sym: bool = True, **options: Any) -> Tensor:
    """Half a wave of the sine. It does not begin at 0, but half a step further.

    >>> torch.signal.windows.cosine(3)
    tensor([0.5000, 1.0000, 0.5000])
    """
    window = _Window("cosine", M, sym, **options)
    if M == 0:
        return window.ones()
    constant = math.pi / (M + 1 if not sym and M > 1 else M)
    result: Tensor = window.steps(0.5 * constant, (0.5 + (M - 1)) * constant).sin()
    return result


def gaussian(M: int, *, std: float = 1.0, sym: bool = True, **options: Any) -> Tensor:
    """The bell exp(-(k / std)² / 2) of a normal distribution, k places from the middle.

    >>> torch.signal.windows.gaussian(5)
    tensor([0.1353, 0.6065, 1.0000, 0.6065, 0.1353])
    """
    window = _Window("gaussian", M, sym, **options)
    if std <= 0:
        raise ValueError(f"Standard deviation must be positive, got: {std} instead.")
    if M == 0:
        return window.ones()
    start = -window.middle()
    constant = 1 / (std * math.sqrt(2))
    k = window.steps(start * constant, (start + (M - 1)) * constant)
    result: Tensor = (-(k**2)).exp()
    return result


def kaiser(M: int, *, beta: float = 12.0, sym: bool = True, **options: Any) -> Tensor:
    """A bell of the Bessel function I0, the narrower the larger `beta`.

    >>> torch.signal.windows.kaiser(5, beta=5.0)
    tensor([0.0367, 0.5529, 1.0000, 0.5529, 0.0367])

    Raises:
        ValueError: for a `beta` below 0.
    """
    window = _Window("kaiser", M, sym, **options)
    if beta < 0:
        raise ValueError(f"beta must be non-negative, got: {beta} instead.")
    if M <= 1:
        return window.ones()
    # A tensor of the window's dtype: rounded any other way, the root below would be of a negative number at the ends.
    rounded: Any = _creation.tensor(beta, dtype=window.options["dtype"])
    step = 2.0 * rounded / window.between()
    k = window.steps(-rounded, rounded.minimum(-rounded + (M - 1) * step))
    result: Tensor = (rounded * rounded - k.pow(2)).sqrt().i0() / rounded.i0()
    return result


def bartlett(M: int, *, sym: bool = True, **options: Any) -> Tensor:
    """A triangle from 0 to 1 and back.

    >>> torch.signal.windows.bartlett(5)
    tensor([0.0000, 0.5000, 1.0000, 0.5000, 0.0000])
    """
    window = _Window("bartlett", M, sym, **options)
    if M <= 1:
        return window.ones()
    step = 2 / window.between()
    result: Tensor = 1 - window.steps(-1, -1 + (M - 1) * step).abs()
    return result


def general_cosine(M: int, *, a: Iterable[float], sym: bool = True, **options: Any) -> Tensor:
    """Waves of the cosine with the heights `a`, every other of them turned over, added up.

    >>> general_cosine(3, a=[0.5, 0.5])
    tensor([0., 1., 0.])

    Raises:
        TypeError, ValueError: when `a` is no list, or an empty one.
    """
    window = _Window("general_cosine", M, sym, **options)
    if M <= 1:
        return window.ones()
    if not isinstance(a, Iterable):
        raise TypeError("Coefficients must be a list/tuple")
    if not a:
        raise ValueError("Coefficients cannot be empty")
    k = window.steps(0, (M - 1) * (2 * math.pi / window.between()))
    heights: Any = _creation.tensor([(-1) ** i * height for i, height in enumerate(a)], **window.options)
    i: Any = _creation.arange(len(heights), **window.options)
    result: Tensor = (heights.unsqueeze(-1) * (i.unsqueeze(-1) * k).cos()).sum(0)
    return result


def general_hamming(M: int, *, alpha: float = 0.54, sym: bool = True, **options: Any) -> Tensor:
    """A cosine bell on a step of the height 2 alpha - 1: alpha - (1 - alpha) cos(2 π k / (M - 1)).

    >>> torch.signal.windows.general_hamming(5, alpha=0.75)
    tensor([0.5000, 0.7500, 1.0000, 0.7500, 0.5000])
    """
    return general_cosine(M, a=[alpha, 1.0 - alpha], sym=sym, **options)


def hamming(M: int, *, sym: bool = True, **options: Any) -> Tensor:
    """A cosine bell on a step of 0.08.

    >>> torch.signal.windows.hamming(5)
    tensor([0.0800, 0.5400, 1.0000, 0.5400, 0.0800])
    """
    return general_hamming(M, sym=sym, **options)


def hann(M: int, *, sym: bool = True, **options: Any) -> Tensor:
    """A cosine bell from 0 to 1 and back.

    >>> hann(4, sym=False)
    tensor([0.0000, 0.5000, 1.0000, 0.5000])
    """
    return general_hamming(M, alpha=0.5, sym=sym, **options)


def blackman(M: int, *, sym: bool = True, **options: Any) -> Tensor:
    """A narrow bell of two cosines.

    >>> torch.signal.windows.blackman(5).round(decimals=4).abs()
    tensor([0.0000, 0.3400, 1.0000, 0.3400, 0.0000])
    """
    _Window("blackman", M, sym, **options)
    return general_cosine(M, a=[0.42, 0.5, 0.08], sym=sym, **options)


def nuttall(M: int, *, sym: bool = True, **options: Any) -> Tensor:
    """A narrow bell of three cosines that leaves little of other waves.

    >>> torch.signal.windows.nuttall(5)
    tensor([3.6280e-04, 2.2698e-01, 1.0000e+00, 2.2698e-01, 3.6280e-04])
    """
    return general_cosine(M, a=[0.3635819, 0.4891775, 0.1365995, 0.0106411], sym=sym, **options)


_cite_each(globals(), __all__, "torch.signal.windows.")
