"""Functions that are asked for now and then: differences over a grid, windows, numbers of places, memory of others."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from . import dtypes, errors, tensor_errors
from .creation import as_tensor
from .graph import Variable
from .joining import cat
from .making import made, numpy_dtype
from .tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Sequence


def gradient(input: Any, *, spacing: Any = 1, dim: Any = None, edge_order: int = 1) -> tuple[Tensor, ...]:
    """The slopes of a function of which the values on a grid are known, one tensor for each dimension.

    >>> gradient(tensor([1.0, 4.0, 9.0]), spacing=1.0)
    (tensor([3., 4., 5.]),)

    Source: https://pytorch.org/docs/2.7/generated/torch.gradient.html
    """
    ndim = input._array.ndim
    dims = list(range(ndim)) if dim is None else [dim] if isinstance(dim, int) else list(dim)
    given = spacing if isinstance(spacing, (tuple, list)) else [1 if spacing is None else spacing] * len(dims)
    repeated = next((d for i, d in enumerate(dims) if d % max(ndim, 1) in [e % max(ndim, 1) for e in dims[:i]]), None)
    if repeated is not None:
        raise tensor_errors.repeated_dim(repeated)
    if len(given) != len(dims) and dim is not None:
        raise RuntimeError(
            "torch.gradient expected spacing to be unspecified, a scalar or it's spacing and dim arguments to have the "
            f"same length, but got a spacing argument of length {len(given)} and a dim argument of length {len(dims)}."
        )
    if len(given) != len(dims):
        raise RuntimeError(
            f"torch.gradient expected spacing to be unspecified, a scalar, or a list of length equal to 'self.dim() = "
            f"{ndim}', since dim argument was not given, but got a list of length {len(given)}"
        )
    if edge_order not in (1, 2):
        raise RuntimeError("torch.gradient only supports edge_order=1 and edge_order=2.")
    for d in dims:
        if input._array.shape[d] < edge_order + 1:
            raise RuntimeError("torch.gradient expected each dimension size to be at least edge_order+1")
    return tuple(_slope(input, d % ndim, step, edge_order) for d, step in zip(dims, given))


def _slope(y: Any, dim: int, step: Any, order: int) -> Any:
    """The slopes along one dimension, at even steps or at given places."""
    size = y._array.shape[dim]

    def at(start: int, length: int) -> Any:
        return y.narrow(dim, start, length)

    if isinstance(step, Variable) and step._array.ndim == 1:
        shape = [-1 if d == dim else 1 for d in range(y._array.ndim)]
        gaps = np.diff(step._array).astype(y._array.dtype)
        near, far = (y.new_tensor(g).reshape(shape) for g in (gaps[:-1], gaps[1:]))
        first, last = float(gaps[0]), float(gaps[-1])
        middle = (
            at(0, size - 2) * (-far / (near * (near + far)))
            + at(1, size - 2) * ((far - near) / (near * far))
            + at(2, size - 2) * (near / (far * (near + far)))
        )
        second, before = float(gaps[1]) if size > 2 else first, float(gaps[-2]) if size > 2 else last
    else:
        step = float(step)
        first = second = last = before = step
        middle = (at(2, size - 2) - at(0, size - 2)) / (2 * step)
    if order == 1:
        begin, end = (at(1, 1) - at(0, 1)) / first, (at(size - 1, 1) - at(size - 2, 1)) / last
    else:
        begin = _parabola(at(0, 1), at(1, 1), at(2, 1), first, second)
        end = -_parabola(at(size - 1, 1), at(size - 2, 1), at(size - 3, 1), last, before)
    return cat((begin, middle, end), dim)


def _parabola(a: Any, b: Any, c: Any, h: float, k: float) -> Any:
    """The slope at `a` of the parabola through three values, h and then k apart."""
    return a * (-(2 * h + k) / (h * (h + k))) + b * ((h + k) / (h * k)) - c * (h / (k * (h + k)))


def unravel_index(indices: Any, shape: Sequence[int] | int) -> tuple[Tensor, ...]:
    """Numbers of elements as their places in a tensor of this shape.

    >>> unravel_index(tensor(5), (2, 3))
    (tensor(1), tensor(2))
    """
    if not isinstance(indices, Variable) or indices._array.dtype.kind not in "iu":
        kind = indices.dtype if isinstance(indices, Tensor) else type(indices).__name__
        raise ValueError(f"expected 'indices' to be integer dtype, but got {kind}")
    sizes = (shape,) if isinstance(shape, int) else tuple(int(n) for n in shape)
    if any(n < 0 for n in sizes):
        raise ValueError(f"'shape' cannot have negative values, but got {sizes}")
    found, rest = [], indices._array
    for n in reversed(sizes):
        found.append(Tensor._wrap(np.asarray(rest % n, rest.dtype)))
        rest = rest // n
    return tuple(reversed(found))


def asarray(
    obj: Any, *, dtype: Any = None, device: Any = None, copy: bool | None = None, requires_grad: bool = False
) -> Tensor:
    """`obj` as a tensor, in the same memory where that is possible (never with `copy`)."""
    found: Any = as_tensor(obj, dtype=dtype, device=device)
    if isinstance(obj, Variable) and not requires_grad:
        found = found.detach()
    if copy:
        found = found.clone()
    elif copy is False and not isinstance(obj, (Variable, np.ndarray)):
        raise ValueError("can't alias arbitrary sequence into a tensor.")
    return found.requires_grad_() if requires_grad else found


def frombuffer(buffer: Any, *, dtype: Any, count: int = -1, offset: int = 0, requires_grad: bool = False) -> Tensor:
    """The numbers in an object's memory, such as bytes."""
    array = np.frombuffer(buffer, numpy_dtype("frombuffer", dtype), count, offset)
    return made("frombuffer", array, None, requires_grad)


def constant_pad_nd(input: Any, pad: Sequence[int], value: float = 0) -> Tensor:
    """`value` around the input; see `nn.functional.pad`."""
    from .ops.layer import CONSTANT_PAD

    found: Tensor = input._apply(CONSTANT_PAD, input, pad=tuple(pad), value=value)
    return found


# -- windows -------------------------------------------------------------------------------------------


def _window(name: str, length: int, periodic: bool, options: dict[str, Any], shape: Any) -> Tensor:
    if length < 0:
        raise RuntimeError(f"{name} requires non-negative window_length, got window_length={length}")
    dtype = numpy_dtype(name, options.get("dtype"))
    if dtype.kind != "f":
        raise RuntimeError(f"{name} expects floating point dtypes, got: {dtypes.from_numpy_dtype(dtype)}")
    n = length + 1 if periodic else length
    values = np.ones(1) if length == 1 else shape(np.arange(n) / max(n - 1, 1))[:length]
    made_of = {key: value for key, value in options.items() if key in ("device", "requires_grad")}
    return made(name, np.asarray(values).astype(dtype), **made_of)


def hann_window(window_length: int, periodic: bool = True, **options: Any) -> Tensor:
    """A cosine bell from 0 to 1 and back.

    >>> hann_window(4)
    tensor([0.0000, 0.5000, 1.0000, 0.5000])
    """
    return _window("hann_window", window_length, periodic, options, lambda t: 0.5 - 0.5 * np.cos(2 * math.pi * t))


def hamming_window(
    window_length: int, periodic: bool = True, alpha: float = 0.54, beta: float = 0.46, **options: Any
) -> Tensor:
    """A cosine bell on a step."""
    return _window("hamming_window", window_length, periodic, options, lambda t: alpha - beta * np.cos(2 * math.pi * t))


def bartlett_window(window_length: int, periodic: bool = True, **options: Any) -> Tensor:
    """A triangle from 0 to 1 and back."""
    return _window("bartlett_window", window_length, periodic, options, lambda t: 1 - np.abs(2 * t - 1))


def blackman_window(window_length: int, periodic: bool = True, **options: Any) -> Tensor:
    """A narrow bell of two cosines."""
    return _window(
        "blackman_window", window_length, periodic, options,
        lambda t: 0.42 - 0.5 * np.cos(2 * math.pi * t) + 0.08 * np.cos(4 * math.pi * t),
    )  # fmt: skip


def real(input: Any) -> Tensor:
    """The tensor itself: it has no imaginary part."""
    if not isinstance(input, Tensor):
        raise errors.argument_must_be("real", "input", 1, "Tensor", type(input).__name__)
    return input
