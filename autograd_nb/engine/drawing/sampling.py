"""New tensors of random numbers: `random` draws them, here they get sizes, dtypes and PyTorch's arguments.

>>> _ = random.manual_seed(0)
>>> rand(2)
tensor([0.4963, 0.7682])

Source: the PyTorch documentation, "Random sampling".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import dtypes, errors
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.data import fitting
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.making import made, number_argument, numpy_dtype, shape_argument
from autograd_nb.engine.memory.layouts import like
from autograd_nb.engine.methods.base import check_broadcast
from autograd_nb.engine.ops import sampling as ops
from autograd_nb.engine.outputs import into_out

from . import random, variates

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


@as_pytorch
@into_out
def rand(
    *args: Any,
    size: Any = None,
    generator: random.Generator | None = None,
    dtype: Any = None,
    device: Any = None,
    requires_grad: Any = False,
) -> Tensor:
    """Draw from the interval [0, 1), all numbers alike.

    Args:
        args: the size of the result, number by number or as one tuple.
        size: the same by its name.
        generator: whose numbers to take; the default generator's if not given.
        dtype: of the elements, a floating point type; the default dtype (float32) if not given.
        device: where the result is to be: the CPU.
        requires_grad: whether gradients are to be computed for it.

    >>> _ = torch.manual_seed(0)
    >>> torch.rand(3)
    tensor([0.4963, 0.7682, 0.0885])

    Raises:
        RuntimeError: a negative size, or an integer dtype.
    """
    shape = shape_argument(args, size)
    array = random.uniform(shape, numpy_dtype(dtype), generator=generator)
    return made(array, device, requires_grad)


@as_pytorch
@into_out
def randn(
    *args: Any,
    size: Any = None,
    generator: random.Generator | None = None,
    dtype: Any = None,
    device: Any = None,
    requires_grad: Any = False,
) -> Tensor:
    """Draw from the normal distribution with mean 0 and standard deviation 1. Arguments as of `rand`.

    >>> _ = torch.manual_seed(0)
    >>> torch.randn(3)
    tensor([ 1.5410, -0.2934, -2.1788])
    """
    shape = shape_argument(args, size)
    array = random.normal(shape, numpy_dtype(dtype), generator=generator)
    return made(array, device, requires_grad)


@as_pytorch
def rand_like(input: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """Draw from [0, 1), with the shape and dtype of another tensor.

    >>> _ = torch.manual_seed(0)
    >>> torch.rand_like(torch.zeros(3))
    tensor([0.4963, 0.7682, 0.0885])

    Raises:
        RuntimeError: of an integer tensor, unless a floating point `dtype` is given.
    """
    place = like(input._array, None if dtype is None else numpy_dtype(dtype))
    return made(random.in_memory_order(random.uniform(place.shape, place.dtype), place), device, requires_grad)


@as_pytorch
def randn_like(input: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """Draw from the standard normal distribution, with the shape and dtype of another tensor.

    >>> _ = torch.manual_seed(0)
    >>> torch.randn_like(torch.zeros(3))
    tensor([ 1.5410, -0.2934, -2.1788])

    Raises:
        RuntimeError: of an integer tensor, unless a floating point `dtype` is given.
    """
    place = like(input._array, None if dtype is None else numpy_dtype(dtype))
    order = random.memory_order(place)
    drawn = random.normal(place.shape, place.dtype, scattered=order != sorted(order))
    return made(random.in_memory_order(drawn, place), device, requires_grad)


def _bounds(args: tuple[Any, ...], low: Any, high: Any) -> tuple[int, int]:
    """Read (high) or (low, high) from positional and named arguments."""
    if len(args) == 2:
        low, high = args
    elif args:
        low, high = (0 if low is None else low, args[0]) if high is None else (args[0], high)
    return int(low or 0), int(high)


@as_pytorch
@into_out
def randint(
    *args: Any,
    low: Any = None,
    high: Any = None,
    size: Any = None,
    generator: random.Generator | None = None,
    dtype: Any = None,
    device: Any = None,
    requires_grad: Any = False,
) -> Tensor:
    """Draw whole numbers from `low` to `high` - 1; where only one of them is given it is `high`, and `low` is 0.

    The size is a tuple; the result is of dtype int64 unless another is given.

    >>> _ = torch.manual_seed(0)
    >>> torch.randint(1, 7, (5,))  # dice
    tensor([3, 4, 6, 1, 2])

    Raises:
        RuntimeError: `high` is not greater than `low`.
    """
    if size is None and args and isinstance(args[-1], (tuple, list)):
        args, size = args[:-1], args[-1]
    first, last = _bounds(args, low, high)
    shape = shape_argument((), size)
    chosen = dtypes.int64.numpy if dtype is None else numpy_dtype(dtype)
    random.check_span(first, last, chosen)
    return made(random.integers(shape, first, last, chosen, generator), device, requires_grad)


@as_pytorch
def randint_like(
    input: Any,
    *args: Any,
    low: Any = None,
    high: Any = None,
    dtype: Any = None,
    device: Any = None,
    requires_grad: Any = False,
) -> Tensor:
    """Draw whole numbers from `low` (0) to `high` - 1, with the shape and dtype of another tensor.

    >>> _ = torch.manual_seed(0)
    >>> torch.randint_like(torch.zeros(3), 10)
    tensor([4., 9., 3.])

    Raises:
        RuntimeError: `high` is not greater than `low`.
    """
    place = like(input._array, None if dtype is None else numpy_dtype(dtype))
    first, last = _bounds(args, low, high)
    random.check_span(first, last, place.dtype)
    drawn = random.integers(place.shape, first, last, place.dtype)
    return made(random.in_memory_order(drawn, place), device, requires_grad)


@as_pytorch
@into_out
def randperm(
    n: Any,
    *,
    generator: random.Generator | None = None,
    dtype: Any = None,
    device: Any = None,
    requires_grad: Any = False,
) -> Tensor:
    """Shuffle the whole numbers from 0 to n - 1, all orders alike: `x[torch.randperm(len(x))]` shuffles the rows of x.

    >>> _ = torch.manual_seed(0)
    >>> torch.randperm(5)
    tensor([4, 0, 1, 3, 2])

    Raises:
        RuntimeError: a negative number, or one that the dtype does not reach.
    """
    count = int(n)
    if count < 0:
        raise errors.negative_size(count, [count])
    if dtype is not None and numpy_dtype(dtype).kind == "b":
        raise errors.not_for_dtype("randperm", "Bool")
    if dtype is not None and count:
        _check_last(count, numpy_dtype(dtype))
    order = random.permutation(count, generator)
    if dtype is not None:
        order = order.astype(numpy_dtype(dtype))
    return made(order, device, requires_grad)


def _check_last(count: int, kind: np.dtype[Any]) -> None:
    """Refuse a dtype that cannot tell all of so many numbers apart."""
    if kind.kind != "f":
        fitting(count - 1, kind)
    elif count > 2 ** (np.finfo(kind).nmant + 1) + 1:
        limit, name = {2: ("2049", "Half"), 4: ("2^24+1", "Float"), 8: ("2^53+1", "Double")}[kind.itemsize]
        raise RuntimeError(f"n cannot be greater than {limit} for {name} type.")


@as_pytorch
@into_out
def normal(
    mean: Any = 0.0,
    std: Any = 1.0,
    size: Any = None,
    *,
    generator: random.Generator | None = None,
    dtype: Any = None,
    device: Any = None,
    requires_grad: Any = False,
) -> Tensor:
    """Draw from normal distributions: numbers with a size, or a tensor of means, of deviations, or of both.

    Gradients go to the means and deviations: a drawn number is `mean + std * e`, where e is standard normal.

    Shapes: means and deviations are broadcast.

    >>> _ = torch.manual_seed(0)
    >>> torch.normal(torch.tensor([0., 100.]), torch.tensor([1., 0.1]))
    tensor([ 1.5410, 99.9707])
    >>> torch.normal(2.0, 0.5, size=(2,))
    tensor([0.9106, 2.2842])

    Raises:
        RuntimeError: a negative standard deviation.
    """
    if size is not None:
        shape = shape_argument((), size)
        center, spread = number_argument(mean), number_argument(std)
        array = random.normal(shape, numpy_dtype(dtype), center, spread, generator)
        return made(array, device, requires_grad)
    means, deviations = (v._array if isinstance(v, Variable) else v for v in (mean, std))
    if np.min(deviations, initial=0.0) < 0:
        if isinstance(std, Variable):
            raise RuntimeError("normal expects all elements of std >= 0.0")
        raise errors.negative_std(float(np.min(deviations)))
    like = means if isinstance(mean, Variable) else deviations
    check_broadcast(np.shape(means), np.shape(deviations))
    shape = np.broadcast_shapes(np.shape(means), np.shape(deviations))
    drawn = random.normal(shape, like.dtype, generator=generator)
    values = (drawn * deviations + means).astype(like.dtype, copy=False)
    if not isinstance(std, Variable):
        return _recorded(ops.NORMAL_MEAN, mean, values=values)
    if not isinstance(mean, Variable):
        return _recorded(ops.NORMAL_STD, std, values=values)
    return _recorded(ops.NORMAL_BOTH, mean, std, values=values)


def _recorded(row: Op, *parameters: Any, values: Any) -> Tensor:
    drawn: Tensor = parameters[0]._apply(row, *parameters, values=values)
    return drawn


@as_pytorch
def poisson(input: Any, generator: random.Generator | None = None) -> Tensor:
    """Draw how many events there are, for the rates in `input`: what happens that often on average, and independently.

    >>> _ = torch.manual_seed(0)
    >>> torch.poisson(torch.tensor([0.0, 5.0, 100.0]))
    tensor([ 0.,  8., 94.])

    Raises:
        RuntimeError: a negative rate, or an integer tensor.
    """
    rates = input._array
    if rates.dtype.kind != "f":
        raise errors.not_for_dtype("poisson_cpu", dtypes.dtype_of(rates).scalar_name)
    if not (rates >= 0).all():
        raise RuntimeError("invalid Poisson rate, expected rate to be non-negative")
    drawn: Tensor = input._apply(ops.POISSON, input, values=variates.poisson(rates, generator))
    return drawn


@as_pytorch
def binomial(count: Any, prob: Any, generator: random.Generator | None = None) -> Tensor:
    """Draw how many of `count` trials succeed, for a success with probability `prob`.

    Shapes: both are broadcast.

    >>> _ = torch.manual_seed(0)
    >>> torch.binomial(torch.tensor([10.0, 10.0]), torch.tensor([0.0, 1.0]))
    tensor([ 0., 10.])

    Raises:
        RuntimeError: the dtypes differ.
    """
    counts, chances = count._array, prob._array
    if counts.dtype != chances.dtype:
        names = " and ".join(dtypes.dtype_of(a).cpp_name for a in (chances, counts))
        raise RuntimeError(f"Found dtype {names.replace(' and ', ' but expected ')}")
    shape = np.broadcast_shapes(counts.shape, chances.shape)
    wide = [np.broadcast_to(a, shape) for a in (counts, chances)]
    return made(variates.binomial(wide[0], wide[1], generator))


def get_rng_state() -> Tensor:
    """Return the state of the default generator, to be given to `set_rng_state` later: bytes, in a tensor.

    >>> state = torch.get_rng_state()
    >>> x = torch.rand(3)
    >>> torch.set_rng_state(state)
    >>> torch.equal(torch.rand(3), x)
    True
    """
    return made(random.default_generator.state_bytes())


def set_rng_state(new_state: Any) -> None:
    """Put the default generator into a state that `get_rng_state` gave: the same numbers follow again.

    >>> state = torch.get_rng_state()
    >>> x = torch.rand(3)
    >>> torch.set_rng_state(state)
    >>> torch.equal(torch.rand(3), x)
    True

    Raises:
        TypeError, RuntimeError: for what is no such state.
    """
    random.default_generator.set_state(new_state)
