"""Window functions: weights that fade a signal in and out before it is taken apart into waves.

>>> hann_window(4)
tensor([0.0000, 0.5000, 1.0000, 0.5000])

Source: https://pytorch.org/docs/2.7/torch.html#spectral-ops
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import dtypes
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.making import made, numpy_dtype
from autograd_nb.engine.numerics import bessel

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


def _window(name: str, length: int, periodic: bool, options: dict[str, Any], shape: Any) -> Tensor:
    if length < 0:
        raise RuntimeError(f"{name} requires non-negative window_length, got window_length={length}")
    dtype = numpy_dtype(options.get("dtype"))
    if dtype.kind != "f":
        raise RuntimeError(f"{name} expects floating point dtypes, got: {dtypes.from_numpy_dtype(dtype)}")
    steps = length if periodic else length - 1
    places = np.arange(steps + 1).astype(dtype if dtype.itemsize > 2 else np.float32)  # PyTorch computes in it, too
    values = np.ones(length) if length < 2 else shape(places, steps)[:length]
    made_of = {key: value for key, value in options.items() if key in ("device", "requires_grad")}
    return made(values.astype(dtype), **made_of)


def _wave(places: Any, steps: int, times: int = 1) -> Any:
    """The cosine, that many times around from the first place to the last."""
    return np.cos(places * (times * 2 * math.pi / steps))


def _cosine_bell(alpha: float, beta: float) -> Any:
    return lambda places, steps: alpha - beta * _wave(places, steps)


def _triangle(places: Any, steps: int) -> Any:
    rising = places * (2 / steps)
    falling = 2 - rising
    return np.where(places > steps // 2, falling, rising)


@as_pytorch
def hann_window(window_length: int, periodic: bool = True, **options: Any) -> Tensor:
    """A cosine bell from 0 to 1 and back.

    Args:
        window_length: how many weights.
        periodic: for pieces of a longer signal, one step short of the 0 at the end; else with it.
        options: `dtype`, `device` and `requires_grad`.

    >>> torch.hann_window(4), torch.hann_window(3, periodic=False)
    (tensor([0.0000, 0.5000, 1.0000, 0.5000]), tensor([0., 1., 0.]))

    Raises:
        RuntimeError: a negative length, or an integer dtype.
    """
    return _window("hann_window", window_length, periodic, options, _cosine_bell(0.5, 0.5))


@as_pytorch
def hamming_window(
    window_length: int, periodic: bool = True, alpha: float = 0.54, beta: float = 0.46, **options: Any
) -> Tensor:
    """A cosine bell on a step: `alpha - beta * cos(...)`. Other arguments as of `hann_window`.

    >>> torch.hamming_window(4)
    tensor([0.0800, 0.5400, 1.0000, 0.5400])
    """
    return _window("hamming_window", window_length, periodic, options, _cosine_bell(alpha, beta))


@as_pytorch
def bartlett_window(window_length: int, periodic: bool = True, **options: Any) -> Tensor:
    """A triangle from 0 to 1 and back. Arguments as of `hann_window`.

    >>> torch.bartlett_window(4)
    tensor([0.0000, 0.5000, 1.0000, 0.5000])
    """
    return _window("bartlett_window", window_length, periodic, options, _triangle)


@as_pytorch
def blackman_window(window_length: int, periodic: bool = True, **options: Any) -> Tensor:
    """A narrow bell of two cosines, `0.42 - 0.5 cos + 0.08 cos` of twice that. Arguments as of `hann_window`.

    >>> torch.blackman_window(4)[1:]
    tensor([0.3400, 1.0000, 0.3400])
    """
    return _window(
        "blackman_window", window_length, periodic, options,
        lambda places, steps: 0.08 * _wave(places, steps, 2) - 0.5 * _wave(places, steps) + 0.42,
    )  # fmt: skip


@as_pytorch
def kaiser_window(window_length: int, periodic: bool = True, beta: float = 12.0, **options: Any) -> Tensor:
    """A bell of the Bessel function I0, the narrower the larger `beta`. Other arguments as of `hann_window`.

    >>> torch.kaiser_window(3, periodic=False, beta=2.0)
    tensor([0.4387, 1.0000, 0.4387])
    """

    def bell(places: Any, steps: int) -> Any:
        along = 2 * places.astype(np.float64) / steps - 1
        return bessel.i(0, beta * np.sqrt(np.maximum(1 - along**2, 0))) / bessel.i(0, float(beta))

    return _window("kaiser_window", window_length, periodic, options, bell)
