"""Functions known on a grid: their slopes, and the areas under them.

>>> import autograd_nb as torch
>>> gradient(torch.tensor([1.0, 4.0, 9.0]), spacing=1.0)
(tensor([3., 4., 5.]),)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import dtypes, errors
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.methods.base import axis
from autograd_nb.engine.ops import by_number

from .joining import cat

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

# -- slopes ---------------------------------------------------------------------------------------------


@as_pytorch
def gradient(input: Any, *, spacing: Any = 1, dim: Any = None, edge_order: int = 1) -> tuple[Tensor, ...]:
    """The slopes of a function of which the values on a grid are known, one tensor for each dimension.

    Inside, a slope is that of the parabola through three neighbours; at the ends, that of a line or (edge_order 2)
    of a parabola.

    Args:
        input: the values.
        spacing: how far neighbours are apart, for all dimensions or one by one; or vectors of places.
        dim: along which dimensions; all if not given.
        edge_order: 1 or 2.

    >>> torch.gradient(torch.tensor([1.0, 4.0, 9.0]))
    (tensor([3., 4., 5.]),)
    >>> torch.gradient(torch.tensor([0.0, 1.0, 4.0]), spacing=0.5, edge_order=2)
    (tensor([0., 4., 8.]),)

    Raises:
        RuntimeError: too few values, or a spacing that does not fit the dimensions.

    Source: https://pytorch.org/docs/2.7/generated/torch.gradient.html
    """
    ndim = input._array.ndim
    if input._array.dtype == np.uint8:
        raise RuntimeError("torch.gradient does not support uint8 input.")
    dims = list(range(ndim)) if dim is None else [dim] if isinstance(dim, int) else list(dim)
    for d in dims:
        axis(d, ndim)
        if not ndim:
            raise errors.no_dimensions(d)
    given = spacing if isinstance(spacing, (tuple, list)) else [1 if spacing is None else spacing] * len(dims)
    repeated = next((d for i, d in enumerate(dims) if d % max(ndim, 1) in [e % max(ndim, 1) for e in dims[:i]]), None)
    if repeated is not None:
        raise errors.repeated_dim(repeated)
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
    for step in given if isinstance(spacing, (tuple, list)) else ():
        if isinstance(step, Variable) and step._array.ndim != 1:
            raise RuntimeError(
                "torch.gradient expected each element of spacing to have one dimension, but got an element with "
                f"{step._array.ndim} dimensions!"
            )
    for d in dims:
        if input._array.shape[d] < edge_order + 1:
            raise RuntimeError("torch.gradient expected each dimension size to be at least edge_order+1")
    return tuple(_slope(input, d % ndim, step, edge_order) for d, step in zip(dims, given))


def _slope(y: Any, dim: int, step: Any, order: int) -> Any:
    """The slopes along one dimension, at even steps or at given places."""
    size = y._array.shape[dim]

    def at(place: int, length: int = 1) -> Any:
        return y.narrow(dim, place % size, length)

    inner = size - 2
    if isinstance(step, Variable) and step._array.ndim:
        gaps: Any = step.diff()  # type: ignore[attr-defined]  # every Variable is a Tensor
        shape = [-1 if d == dim else 1 for d in range(y._array.ndim)]
        near, far = gaps[:-1], gaps[1:]
        weights = [w.reshape(shape) for w in _weights(near, far)]
        middle = weights[0] * at(0, inner) + weights[1] * at(1, inner) + weights[2] * at(2, inner)
        if order == 1:
            begin, end = (at(1) - at(0)) / gaps[0], (at(-1) - at(-2)) / gaps[-1]
        else:
            a, b, c = _end_weights(gaps[0], gaps[1])
            begin = a * at(0) + b * at(1) + c * at(2)
            a, b, c = _end_weights(gaps[-1], gaps[-2])
            end = -c * at(-3) - b * at(-2) - a * at(-1)
        return cat((begin, middle, end), dim)
    step = float(step)
    middle = (at(2, inner) - at(0, inner)) / step / 2
    if order == 1:
        begin, end = (at(1) - at(0)) / step, (at(-1) - at(-2)) / step
    else:
        begin = (at(0) * -1.5 + at(1) * 2 - at(2) * 0.5) / step
        end = (at(-3) * 0.5 - at(-2) * 2 + at(-1) * 1.5) / step
    return cat((begin, middle, end), dim)


def _weights(near: Any, far: Any) -> tuple[Any, Any, Any]:
    """How much the values before, at and after a place count in the slope there, with the gaps between them."""
    both = near + far
    return -far / (near * both), (far - near) / (near * far), near / (far * both)


def _end_weights(h: Any, k: Any) -> tuple[Any, Any, Any]:
    """The same at the first of three places: the slope of the parabola through the values."""
    both = h + k
    return -(2.0 * h + k) / (h * both), both / (h * k), -h / (k * both)


# -- areas ----------------------------------------------------------------------------------------------


@as_pytorch
def trapezoid(y: Any, x: Any = None, *, dx: float = 1, dim: int = -1) -> Tensor:
    """The area under a curve through points, by trapezoids: at the places `x`, or `dx` apart.

    Shapes: `dim` disappears.

    >>> torch.trapezoid(torch.tensor([1., 2., 3.]))
    tensor(4.)
    >>> torch.trapezoid(torch.tensor([1., 2., 3.]), torch.tensor([0., 1., 3.]))
    tensor(6.5000)

    Raises:
        RuntimeError: as many places as there are values are needed.
    """
    if y._array.dtype.kind == "b":
        raise RuntimeError("trapezoid: received a bool input for `y`, but bool is not supported")
    if not y._array.ndim:
        raise errors.no_dimensions(dim)
    size = y._array.shape[axis(dim, y._array.ndim)]
    if size == 0:
        return y.sum(dim)
    if x is not None:
        return _by_number(by_number.DIV_NUMBER, (_widths("trapezoid", y, x, dim) * _heights(y, dim)).sum(dim), 2.0)
    ends = y.select(dim, 0) + y.select(dim, size - 1)
    return _by_number(by_number.MUL_NUMBER, y.sum(dim) - ends * 0.5, dx)


trapz = as_pytorch(trapezoid, "trapz")


@as_pytorch
def cumulative_trapezoid(y: Any, x: Any = None, *, dx: float = 1, dim: int = -1) -> Tensor:
    """The running area under a curve through points, by trapezoids: at the places `x`, or `dx` apart.

    Shapes: `dim` gets shorter by one.

    >>> torch.cumulative_trapezoid(torch.tensor([1., 2., 3.]))
    tensor([1.5000, 4.0000])

    Raises:
        RuntimeError: as many places as there are values are needed.
    """
    if y._array.dtype.kind == "b":
        raise RuntimeError("cumulative_trapezoid: received a bool input for `y`, but bool is not supported")
    if not y._array.ndim:
        axis(dim, 0)
        raise IndexError("slice() cannot be applied to a 0-dim tensor.")
    heights = _heights(y, dim)
    if x is None:
        found: Tensor = (heights * (dx / 2.0)).cumsum(dim)
        return found
    return _by_number(by_number.DIV_NUMBER, (_widths("cumulative_trapezoid", y, x, dim) * heights).cumsum(dim), 2.0)


def _by_number(row: Any, x: Any, number: float) -> Tensor:
    """`x` times or divided by a number, as it is recorded where PyTorch itself does it."""
    if x._array.dtype.kind != "f":
        x = x.to(dtypes.get_default_dtype())
    found: Tensor = x._apply(row, x, other=number)
    return found


def _heights(y: Any, dim: int) -> Any:
    size = y._array.shape[axis(dim, y._array.ndim)]
    left = max(size - 1, 0)
    return y.narrow(dim, 0, left) + y.narrow(dim, min(size, 1), left)


def _widths(name: str, y: Any, x: Any, dim: int) -> Any:
    if x._array.ndim == 1 and x._array.shape[0] != y._array.shape[dim]:
        raise RuntimeError(f"{name}: There must be one `x` value for each sample point")
    steps = x.diff(dim=dim if x._array.ndim > 1 else -1)
    if x._array.ndim == 1 and y._array.ndim > 1:
        along = dim % y._array.ndim
        steps = steps.reshape([-1 if d == along else 1 for d in range(y._array.ndim)])
    return steps
