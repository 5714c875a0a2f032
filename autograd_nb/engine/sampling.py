"""New tensors of random numbers: `random` draws them, here they get sizes, dtypes and PyTorch's arguments.

>>> _ = random.manual_seed(0)
>>> rand(2)
tensor([0.4963, 0.7682])

Source: the PyTorch documentation, "Random sampling".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from . import dtypes, errors, random, variates
from .graph import Variable
from .making import input_argument, int_argument, made, number_argument, numpy_dtype, shape_argument
from .naming import type_name
from .ops import sampling as ops

if TYPE_CHECKING:
    from .op import Op
    from .tensor import Tensor


def rand(
    *args: Any,
    size: Any = None,
    generator: random.Generator | None = None,
    dtype: Any = None,
    device: Any = None,
    requires_grad: Any = False,
) -> Tensor:
    """Draw from the interval [0, 1), all numbers alike."""
    shape = shape_argument("rand", args, size)
    array = random.uniform(shape, numpy_dtype("rand", dtype), generator=generator)
    return made("rand", array, device, requires_grad)


def randn(
    *args: Any,
    size: Any = None,
    generator: random.Generator | None = None,
    dtype: Any = None,
    device: Any = None,
    requires_grad: Any = False,
) -> Tensor:
    """Draw from the normal distribution with mean 0 and standard deviation 1.

    >>> _ = random.manual_seed(0)
    >>> randn(3)
    tensor([ 1.5410, -0.2934, -2.1788])
    """
    shape = shape_argument("randn", args, size)
    array = random.normal(shape, numpy_dtype("randn", dtype), generator=generator)
    return made("randn", array, device, requires_grad)


def rand_like(input: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """Draw from [0, 1), with the shape and dtype of another tensor."""
    like = input_argument("rand_like", input)
    chosen = like.dtype if dtype is None else numpy_dtype("rand_like", dtype)
    return made("rand_like", random.uniform(like.shape, chosen), device, requires_grad)


def randn_like(input: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
    """Draw from the standard normal distribution, with the shape and dtype of another tensor."""
    like = input_argument("randn_like", input)
    chosen = like.dtype if dtype is None else numpy_dtype("randn_like", dtype)
    return made("randn_like", random.normal(like.shape, chosen), device, requires_grad)


def _bounds(function: str, args: tuple[Any, ...], low: Any, high: Any) -> tuple[int, int]:
    """Read (high) or (low, high) from positional and named arguments."""
    if len(args) == 2:
        low, high = args
    elif args:
        low, high = (0 if low is None else low, args[0]) if high is None else (args[0], high)
    first = int_argument(function, "low", 1, 0 if low is None else low)
    return first, int_argument(function, "high", max(len(args), 1), high)


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
    """Draw whole numbers from `low` to `high` - 1; where only one of them is given it is `high`, and `low` is 0."""
    given = args
    if size is None and args and isinstance(args[-1], (tuple, list)):
        args, size = args[:-1], args[-1]
    if size is None or len(args) > 2 or (not args and high is None):
        if size is None and len(given) in {2, 3}:
            got = type_name(given[-1])
            raise errors.argument_must_be("randint", "size", len(given), "tuple of ints", got)
        names = ", ".join(type_name(a) for a in given)
        raise errors.invalid_combination(
            "randint", names, "int high, tuple of ints size, *, ...", "int low, int high, tuple of ints size, *, ..."
        )
    first, last = _bounds("randint", args, low, high)
    shape = shape_argument("randint", (), size)
    chosen = dtypes.int64.numpy if dtype is None else numpy_dtype("randint", dtype)
    return made("randint", random.integers(shape, first, last, chosen, generator), device, requires_grad)


def randint_like(
    input: Any,
    *args: Any,
    low: Any = None,
    high: Any = None,
    dtype: Any = None,
    device: Any = None,
    requires_grad: Any = False,
) -> Tensor:
    """Draw whole numbers from `low` (0) to `high` - 1, with the shape and dtype of another tensor."""
    like = input_argument("randint_like", input)
    first, last = _bounds("randint_like", args, low, high)
    chosen = like.dtype if dtype is None else numpy_dtype("randint_like", dtype)
    return made("randint_like", random.integers(like.shape, first, last, chosen), device, requires_grad)


def randperm(
    n: Any,
    *,
    generator: random.Generator | None = None,
    dtype: Any = None,
    device: Any = None,
    requires_grad: Any = False,
) -> Tensor:
    """Shuffle the whole numbers from 0 to n - 1."""
    count = int_argument("randperm", "n", 1, n)
    if count < 0:
        raise errors.negative_size(count, [count])
    order = random.permutation(count, generator)
    if dtype is not None:
        order = order.astype(numpy_dtype("randperm", dtype))
    return made("randperm", order, device, requires_grad)


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
    """Draw from normal distributions: numbers with a size, or a tensor of means, of deviations, or of both."""
    if size is None and not isinstance(mean, Variable) and not isinstance(std, Variable):
        got = f"{type_name(mean)}, {type_name(std)}"
        raise errors.invalid_combination(
            "normal",
            got,
            "Tensor mean, Tensor std, *, torch.Generator generator = None, Tensor out = None",
            "Tensor mean, float std = 1, *, torch.Generator generator = None, Tensor out = None",
            "float mean, Tensor std, *, torch.Generator generator = None, Tensor out = None",
        )
    if size is not None:
        shape = shape_argument("normal", (), size)
        center, spread = number_argument("normal", "mean", 1, mean), number_argument("normal", "std", 2, std)
        array = random.normal(shape, numpy_dtype("normal", dtype), center, spread, generator)
        return made("normal", array, device, requires_grad)
    means, deviations = (v._array if isinstance(v, Variable) else v for v in (mean, std))
    if np.min(deviations, initial=0.0) < 0:
        raise errors.negative_std(float(np.min(deviations)))
    like = means if isinstance(mean, Variable) else deviations
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


def poisson(input: Any, generator: random.Generator | None = None) -> Tensor:
    """Draw how many events there are, for the rates in `input`."""
    rates = input_argument("poisson", input)
    if rates.dtype.kind != "f":
        raise errors.not_for_dtype("poisson_cpu", dtypes.dtype_of(rates).scalar_name)
    if not (rates >= 0).all():
        raise RuntimeError("invalid Poisson rate, expected rate to be non-negative")
    drawn: Tensor = input._apply(ops.POISSON, input, values=variates.poisson(rates, generator))
    return drawn


def binomial(count: Any, prob: Any, generator: random.Generator | None = None) -> Tensor:
    """Draw how many of `count` trials succeed, for a success with probability `prob`."""
    counts, chances = input_argument("binomial", count, "count"), input_argument("binomial", prob, "prob", 2)
    if counts.dtype != chances.dtype:
        names = " and ".join(dtypes.dtype_of(a).cpp_name for a in (chances, counts))
        raise RuntimeError(f"Found dtype {names.replace(' and ', ' but expected ')}")
    shape = np.broadcast_shapes(counts.shape, chances.shape)
    wide = [np.broadcast_to(a, shape) for a in (counts, chances)]
    return made("binomial", variates.binomial(wide[0], wide[1], generator))


def get_rng_state() -> Tensor:
    """Return the state of the default generator, to be given to `set_rng_state` later."""
    return made("get_rng_state", random.default_generator.state_bytes())


def set_rng_state(new_state: Any) -> None:
    """Put the default generator into a state that `get_rng_state` gave."""
    random.default_generator.set_state_bytes(input_argument("set_rng_state", new_state, "new_state"))
