"""New tensors of numbers in even steps: `ranges` computes them, here they get PyTorch's arguments.

>>> arange(4.0)
tensor([0., 1., 2., 3.])
>>> linspace(-1, 1, 3)
tensor([-1.,  0.,  1.])

Source: the PyTorch documentation, "Creation Ops".
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from . import dtypes, errors
from .arguments.calling import as_pytorch
from .data import fitting
from .graph import Variable
from .making import made, number_argument, numpy_dtype
from .modes import modes
from .numerics.ranges import counted, how_many, spaced
from .outputs import into_out
from .warn import warn

if TYPE_CHECKING:
    from .tensor import Tensor


@as_pytorch
@into_out
def arange(
    *args: Any,
    start: Any = 0,
    end: Any = None,
    step: Any = 1,
    dtype: Any = None,
    device: Any = None,
    requires_grad: Any = False,
) -> Tensor:
    """Count from `start` (0) up to but not including `end`, by `step` (1); int64 if all arguments are whole numbers.

    >>> torch.arange(4), torch.arange(1, 5, 2)
    (tensor([0, 1, 2, 3]), tensor([1, 3]))
    >>> torch.arange(0, 1, 0.25)
    tensor([0.0000, 0.2500, 0.5000, 0.7500])

    Raises:
        RuntimeError: a step of 0, or one in the other direction.
    """
    if len(args) == 1:
        if end is None:
            end = args[0]
        else:
            start = args[0]
    elif args:
        start, end, *rest = args
        step = rest[0] if rest else step
    first = number_argument(start)
    last = number_argument(end)
    pace = number_argument(step)
    whole = not (isinstance(first, float) or isinstance(last, float) or isinstance(pace, float))
    chosen = dtypes.int64.numpy if dtype is None and whole else numpy_dtype(dtype)
    given = first, last, pace, whole
    if chosen.kind in "iu" and not whole:
        first, last, pace, whole = int(first), int(last), int(pace), True
    if chosen.kind == "b":
        raise errors.not_for_dtype("arange_cpu", "Bool")
    count = how_many(first, last, pace, whole)
    if chosen.kind in "iu" and chosen.itemsize < 8:  # PyTorch counts before it cuts, but for int64
        count = how_many(*given)
    if whole:
        array = np.arange(first, first + count * pace, pace, dtype=np.int64).astype(chosen, copy=False)
    else:
        array = modes.quiet(counted, float(first), float(pace), count, chosen)
    return made(array, device, requires_grad)


def _steps(name: str, start: Any, end: Any, steps: Any) -> tuple[float, float, int]:
    """Read the arguments that linspace and logspace share."""
    dims = [getattr(value, "ndim", 0) for value in (start, end)]
    if any(dims):
        if all(isinstance(value, Variable) for value in (start, end)):
            text = f"start and end tensors, but got start with {dims[0]} dimension(s) and end with {dims[1]}"
        elif dims[0]:
            text = f"start and end tensors, but got start with {dims[0]}"
        else:
            text = f"start and end tensors, but got end with {dims[1]}"
        raise RuntimeError(f"{name} only supports 0-dimensional {text} dimension(s).")
    first, last = number_argument(start), number_argument(end)
    count = int(steps)
    if count < 0:
        raise errors.negative_steps()
    return first, last, count


@as_pytorch
@into_out
def range(
    start: Any = 0, end: Any = None, step: Any = 1, *, dtype: Any = None, device: Any = None, requires_grad: Any = False
) -> Tensor:
    """`arange` with its end, of the default dtype. PyTorch is going to remove it, and warns of that.

    >>> torch.range(1, 3)
    tensor([1., 2., 3.])

    Raises:
        RuntimeError: a step of 0, or one in the other direction.
    """
    warn(
        "torch.range is deprecated and will be removed in a future release because its behavior is inconsistent with "
        "Python's range builtin. Instead, use torch.arange, which produces values in [start, end)."
    )
    if end is None:
        start, end = 0, start
    first, last, pace = number_argument(start), number_argument(end), number_argument(step)
    if pace == 0:
        raise RuntimeError("step must be nonzero")
    if not (math.isfinite(first) and math.isfinite(last)):
        raise errors.arange_range(first, last)
    if (last - first) * pace < 0:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")
    chosen = numpy_dtype(dtype)
    if chosen.kind == "b":
        raise errors.not_for_dtype("range_cpu", "Bool")
    count = int((last - first) / pace + 1)
    found = counted(float(first), float(pace), count, np.dtype(np.float64)).astype(chosen)
    return made(found, device, requires_grad)


@as_pytorch
@into_out
def linspace(
    start: Any, end: Any, steps: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False
) -> Tensor:
    """Return `steps` numbers in even steps from `start` to `end`, both included.

    >>> torch.linspace(-1, 1, 5)
    tensor([-1.0000, -0.5000,  0.0000,  0.5000,  1.0000])

    Raises:
        RuntimeError: a negative number of steps.
    """
    first, last, count = _steps("linspace", start, end, steps)
    chosen = numpy_dtype(dtype)
    if chosen.kind == "b":
        raise errors.not_for_dtype("linspace_cpu", "Bool")
    exact = chosen if chosen.itemsize > 2 and chosen.kind == "f" else np.dtype(np.float64)
    first, last = fitting(first, chosen), fitting(last, chosen)  # whole ends first
    return made(modes.quiet(spaced, first, last, count, exact).astype(chosen), device, requires_grad)


@as_pytorch
@into_out
def logspace(
    start: Any,
    end: Any,
    steps: Any,
    base: float = 10.0,
    *,
    dtype: Any = None,
    device: Any = None,
    requires_grad: Any = False,
) -> Tensor:
    """Return `base` to the powers that are evenly spaced from `start` to `end`: from `base**start` to `base**end`.

    >>> torch.logspace(0, 2, 3)
    tensor([  1.,  10., 100.])
    >>> torch.logspace(0, 3, 4, base=2)
    tensor([1., 2., 4., 8.])

    Raises:
        RuntimeError: a negative number of steps.
    """
    first, last, count = _steps("logspace", start, end, steps)
    chosen = numpy_dtype(dtype)
    if chosen.kind == "b":
        raise errors.not_for_dtype("logspace_cpu", "Bool")
    if chosen.kind != "f":  # whole ends first
        first, last = int(first), int(last)
    elif chosen.itemsize > 2:  # the ends are rounded, what is between them is not
        first, last = float(chosen.type(first)), float(chosen.type(last))
    powers = modes.quiet(np.power, np.float64(base), spaced(first, last, count, np.dtype(np.float64)))
    return made(powers.astype(chosen), device, requires_grad)
