"""New tensors: from data and of one number. Those in even steps are in `sequences`, random ones in `sampling`.

The functions have PyTorch's names and arguments. All take ``dtype=``, ``device=`` (the CPU) and
``requires_grad=``; sizes are ints or one tuple.

>>> arange(4.0)
tensor([0., 1., 2., 3.])
>>> zeros(2, dtype=dtypes.int64)
tensor([0, 0])

Source: the PyTorch documentation, "Creation Ops".
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from . import dtypes, errors, events
from .arguments.calling import as_pytorch
from .arguments.signatures import FUNCTIONS, match
from .data import array_from, check_array, fitting
from .drawing.sampling import (
    get_rng_state,
    normal,
    rand,
    rand_like,
    randint,
    randint_like,
    randn,
    randn_like,
    randperm,
    set_rng_state,
)
from .graph import Variable
from .making import made, number_argument, numpy_dtype, shape_argument
from .memory.layouts import like
from .naming import type_name
from .outputs import into_out
from .sequences import arange, linspace, logspace
from .warn import warn, warn_once

if TYPE_CHECKING:
    from .tensor import Tensor

__all__ = [
    "arange", "as_tensor", "empty", "empty_like", "eye", "from_numpy", "full", "full_like",
    "get_rng_state", "linspace", "logspace", "normal", "ones", "ones_like", "rand", "rand_like", "randint",
    "randint_like", "randn", "randn_like", "randperm", "scalar_tensor", "set_rng_state", "tensor", "zeros",
    "zeros_like",
]  # fmt: skip

# ---- from data ---------------------------------------------------------------------------------------------


@functools.partial(as_pytorch, look=False)
def tensor(data: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """Copy numbers, nested lists or an array into a tensor; floats take the default dtype, ints int64.

    Args:
        data: a number, lists of equal lengths in lists, an array; of a tensor `x.clone().detach()` is meant.
        dtype: of the elements, if not that of the data.
        device: where the tensor is to be: the CPU.
        requires_grad: whether gradients are to be computed for it.

    >>> torch.tensor([[1, 2], [3, 4]])
    tensor([[1, 2],
            [3, 4]])
    >>> torch.tensor(3.0, requires_grad=True)
    tensor(3., requires_grad=True)

    Raises:
        ValueError: lists of different lengths next to each other.
        TypeError, RuntimeError: what holds other things than numbers.
    """
    if requires_grad is not True and requires_grad is not False:
        match(FUNCTIONS, "tensor", (data,), {"requires_grad": requires_grad})
    if isinstance(data, Variable):
        warn(errors.COPY_CONSTRUCT)
        if events.observer is not None:
            events.observer.warned("copy_construct", data)
    array = array_from(data, None if dtype is None else dtypes.as_dtype("", dtype).numpy)
    return _told(made(array, device, requires_grad), data)


@as_pytorch
def as_tensor(data: Any, dtype: Any = None, device: Any = None) -> Tensor:
    """Turn data into a tensor without copying where this is possible: a tensor stays, an array is shared.

    >>> x = torch.tensor([1.0])
    >>> torch.as_tensor(x) is x
    True
    >>> torch.as_tensor([1, 2], dtype=torch.float32)
    tensor([1., 2.])
    """
    wanted = None if dtype is None else dtypes.as_dtype("", dtype)
    if isinstance(data, Variable):
        same: Any = data
        return same if wanted is None else same.to(wanted)
    if not isinstance(data, np.ndarray) and hasattr(data, "__dlpack__"):  # another library's array
        data = np.from_dlpack(data)
    if isinstance(data, np.ndarray):
        shared = from_numpy(data)._array
        shared = shared if wanted is None else shared.astype(wanted.numpy, copy=False)
        return _told(made(shared, device), data)
    return _told(made(array_from(data, None if wanted is None else wanted.numpy), device), data)


def from_numpy(ndarray: Any) -> Tensor:
    """Make a tensor that shares the memory of an array: a change of the one is seen in the other.

    >>> import numpy as np
    >>> array = np.array([1.0, 2.0])
    >>> x = torch.from_numpy(array)
    >>> array[0] = 5
    >>> x
    tensor([5., 2.], dtype=torch.float64)

    Raises:
        TypeError: for what is no array, or has elements that are not numbers.
    """
    if not isinstance(ndarray, np.ndarray):
        raise errors.not_an_array(type_name(ndarray))
    check_array(ndarray)
    if not ndarray.flags.writeable:
        warn_once(errors.NOT_WRITABLE)
    return _told(made(ndarray.view(np.ndarray)), ndarray)


def _told(out: Tensor, data: Any) -> Tensor:
    """`out` itself, after the observer was told what its numbers were taken from."""
    if events.observer is not None and not isinstance(data, (int, float)):
        events.observer.copied(out, data)
    return out


@as_pytorch
def scalar_tensor(s: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """Make a tensor without dimensions, of the default dtype even for whole numbers.

    >>> torch.scalar_tensor(2)
    tensor(2.)
    """
    number = number_argument(s)
    chosen = numpy_dtype(dtype)
    return made(np.array(fitting(number, chosen), chosen), device, requires_grad)


# ---- of one number -----------------------------------------------------------------------------------------


@as_pytorch
@into_out
def zeros(*args: Any, size: Any = None, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """Make a tensor of zeros.

    Args:
        args: its size, number by number or as one tuple.
        size: the same by its name.
        dtype: of the elements; the default dtype (float32) if not given.
        device: where it is to be: the CPU.
        requires_grad: whether gradients are to be computed for it.

    >>> torch.zeros(2, 3)
    tensor([[0., 0., 0.],
            [0., 0., 0.]])

    Raises:
        RuntimeError: a negative size.
    """
    array = np.zeros(shape_argument(args, size), numpy_dtype(dtype))
    return made(array, device, requires_grad)


@as_pytorch
@into_out
def ones(*args: Any, size: Any = None, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """Make a tensor of ones, of the default dtype (float32) unless another is given. Arguments as of `zeros`.

    >>> torch.ones(2, 3)
    tensor([[1., 1., 1.],
            [1., 1., 1.]])
    >>> torch.ones(2, dtype=torch.int64)
    tensor([1, 1])

    Raises:
        RuntimeError: a negative size.
    """
    array = np.empty(shape_argument(args, size), numpy_dtype(dtype))
    array.fill(1)  # np.ones does the same, but takes longer to begin
    return made(array, device, requires_grad)


@as_pytorch
@into_out
def empty(*args: Any, size: Any = None, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """Make a tensor to be filled. It holds zeros, so that a notebook gives the same every time.

    Arguments as of `zeros`.

    >>> torch.empty(2, 3).fill_(7)
    tensor([[7., 7., 7.],
            [7., 7., 7.]])
    """
    array = np.zeros(shape_argument(args, size), numpy_dtype(dtype))
    return made(array, device, requires_grad)


@as_pytorch
@into_out
def full(size: Any, fill_value: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """Make a tensor that holds one number everywhere; its dtype is the number's unless given.

    >>> torch.full((2, 3), 7)
    tensor([[7, 7, 7],
            [7, 7, 7]])
    >>> torch.full((2,), 0.5)
    tensor([0.5000, 0.5000])

    Raises:
        RuntimeError: a negative size, or a number too large for the dtype.
    """
    shape = shape_argument((), size)
    number = number_argument(fill_value)
    if dtype is None:
        chosen = {bool: dtypes.bool_.numpy, int: dtypes.int64.numpy}.get(type(number), dtypes.default_numpy())
    else:
        chosen = numpy_dtype(dtype)
    array = np.empty(shape, chosen)
    array.fill(fitting(number, chosen))
    return made(array, device, requires_grad)


def _filled(input: Any, number: Any, dtype: Any) -> Any:
    """An array full of one number, with the shape and order of memory of a tensor, and its dtype unless given."""
    array = like(input._array, None if dtype is None else numpy_dtype(dtype))
    array.fill(number)
    return array


@as_pytorch
def zeros_like(input: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """Make a tensor of zeros with the shape and dtype of another.

    >>> torch.zeros_like(torch.tensor([1, 2]))
    tensor([0, 0])
    """
    return made(_filled(input, 0, dtype), device, requires_grad)


@as_pytorch
def ones_like(input: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """Make a tensor of ones with the shape and dtype of another.

    >>> torch.ones_like(torch.tensor([[1, 2], [3, 4]]))
    tensor([[1, 1],
            [1, 1]])
    """
    return made(_filled(input, 1, dtype), device, requires_grad)


@as_pytorch
def empty_like(input: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """Make a tensor to be filled (it holds zeros) with the shape and dtype of another.

    >>> torch.empty_like(torch.tensor([1, 2])).fill_(7)
    tensor([7, 7])
    """
    return made(_filled(input, 0, dtype), device, requires_grad)


@as_pytorch
def full_like(
    input: Any, fill_value: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False
) -> Tensor:
    """Make a tensor that holds one number everywhere, with the shape and dtype of another.

    >>> torch.full_like(torch.ones(2), 3)
    tensor([3., 3.])
    """
    chosen = input._array.dtype if dtype is None else numpy_dtype(dtype)
    number = fitting(number_argument(fill_value), chosen)
    return made(_filled(input, number, dtype), device, requires_grad)


@as_pytorch
@into_out
def eye(n: Any, m: Any = None, *, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """Make a matrix with ones on its diagonal, and zeros elsewhere: n rows, and m columns (n if not given).

    >>> torch.eye(2)
    tensor([[1., 0.],
            [0., 1.]])
    >>> torch.eye(2, 3)
    tensor([[1., 0., 0.],
            [0., 1., 0.]])

    Raises:
        RuntimeError: a negative size.
    """
    rows = int(n)
    columns = rows if m is None else int(m)
    if rows < 0:
        raise errors.eye_size("n", rows)
    if columns < 0:
        raise errors.eye_size("m", columns)
    return made(np.eye(rows, columns, dtype=numpy_dtype(dtype)), device, requires_grad)
