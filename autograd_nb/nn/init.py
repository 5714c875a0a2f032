"""`torch.nn.init`: filling parameters with their first numbers. All change their tensor in place and return it.

>>> import autograd_nb as torch
>>> torch.nn.init.constant_(torch.empty(2), 0.5)
tensor([0.5000, 0.5000])

Source: https://pytorch.org/docs/2.7/nn.init.html
"""

from __future__ import annotations

import inspect
import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.arguments.sources import cite
from autograd_nb.engine.drawing import random
from autograd_nb.engine.modes import no_grad

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograd_nb.engine.drawing.random import Generator
    from autograd_nb.engine.tensor import Tensor

__all__ = [
    "calculate_gain",
    "constant",
    "constant_",
    "dirac",
    "dirac_",
    "eye",
    "eye_",
    "kaiming_normal",
    "kaiming_normal_",
    "kaiming_uniform",
    "kaiming_uniform_",
    "normal",
    "normal_",
    "ones_",
    "orthogonal",
    "orthogonal_",
    "sparse",
    "sparse_",
    "trunc_normal_",
    "uniform",
    "uniform_",
    "xavier_normal",
    "xavier_normal_",
    "xavier_uniform",
    "xavier_uniform_",
    "zeros_",
]

_GAINS = {"tanh": 5.0 / 3, "relu": math.sqrt(2.0), "selu": 3.0 / 4}


def _fill(tensor: Any, values: Any) -> Tensor:
    """Write over the memory of `tensor`, unrecorded."""
    with no_grad():
        return tensor.copy_(tensor._wrap(np.asarray(values, tensor._array.dtype)))


def uniform_(tensor: Tensor, a: float = 0.0, b: float = 1.0, generator: Generator | None = None) -> Tensor:
    """Numbers from [a, b), all alike.

    >>> _ = torch.manual_seed(0)
    >>> torch.nn.init.uniform_(torch.empty(3), -1.0, 1.0)
    tensor([-0.0075,  0.5364, -0.8230])
    """
    with no_grad():
        return tensor.uniform_(a, b, generator=generator)


def normal_(tensor: Tensor, mean: float = 0.0, std: float = 1.0, generator: Generator | None = None) -> Tensor:
    """Normally distributed numbers with this mean and standard deviation.

    >>> _ = torch.manual_seed(0)
    >>> torch.nn.init.normal_(torch.empty(3), std=0.01)
    tensor([ 0.0154, -0.0029, -0.0218])
    """
    with no_grad():
        return tensor.normal_(mean, std, generator=generator)


def constant_(tensor: Tensor, val: float) -> Tensor:
    """The same number everywhere.

    >>> torch.nn.init.constant_(torch.empty(2), 0.5)
    tensor([0.5000, 0.5000])
    """
    with no_grad():
        return tensor.fill_(val)


def ones_(tensor: Tensor) -> Tensor:
    """Ones.

    >>> torch.nn.init.ones_(torch.empty(2))
    tensor([1., 1.])
    """
    with no_grad():
        return tensor.fill_(1.0)


def zeros_(tensor: Tensor) -> Tensor:
    """Zeros: usual for biases. As weights of hidden layers they would keep all units alike.

    >>> torch.nn.init.zeros_(torch.empty(2))
    tensor([0., 0.])
    """
    with no_grad():
        return tensor.zero_()


def eye_(tensor: Tensor) -> Tensor:
    """The identity matrix, as far as the shape goes: a linear layer that passes its inputs on.

    >>> torch.nn.init.eye_(torch.empty(2, 3))
    tensor([[1., 0., 0.],
            [0., 1., 0.]])

    Raises:
        ValueError: the tensor has not two dimensions.
    """
    if tensor.ndimension() != 2:
        raise ValueError("Only tensors with 2 dimensions are supported")
    return _fill(tensor, np.eye(*tensor._array.shape))


def dirac_(tensor: Tensor, groups: int = 1) -> Tensor:
    """Weights of a convolution that keeps as many of its channels as it can, in each of the groups.

    >>> import autograd_nb as torch
    >>> dirac_(torch.empty(1, 1, 3))
    tensor([[[0., 1., 0.]]])

    Raises:
        ValueError: for what is no weight of a convolution, and groups that do not fit.
    """
    if tensor.ndimension() not in (3, 4, 5):
        raise ValueError("Only tensors with 3, 4, or 5 dimensions are supported")
    shape = tensor._array.shape
    if shape[0] % groups:
        raise ValueError("dim 0 must be divisible by groups")
    own = shape[0] // groups
    values = np.zeros(shape)
    middle = tuple(size // 2 for size in shape[2:])
    for group in range(groups):
        for d in range(min(own, shape[1])):
            values[(group * own + d, d, *middle)] = 1
    return _fill(tensor, values)


def trunc_normal_(
    tensor: Tensor,
    mean: float = 0.0,
    std: float = 1.0,
    a: float = -2.0,
    b: float = 2.0,
    generator: Generator | None = None,
) -> Tensor:
    """Normally distributed numbers from [a, b]: the distribution is inverted at uniform ones.

    >>> _ = torch.manual_seed(0)
    >>> weight = torch.nn.init.trunc_normal_(torch.empty(1000), std=2.0, a=-1.0, b=1.0)
    >>> bool(weight.abs().max() <= 1)
    True
    """
    if mean < a - 2 * std or mean > b + 2 * std:
        warnings.warn(
            "mean is more than 2 std from [a, b] in nn.init.trunc_normal_. The distribution of values may be "
            "incorrect.",
            stacklevel=2,
        )
    below, up_to = (math.erf((bound - mean) / std / math.sqrt(2.0)) for bound in (a, b))
    filled: Any = tensor
    with no_grad():
        filled.uniform_(below, up_to, generator=generator).erfinv_().mul_(std * math.sqrt(2.0)).add_(mean)
        return filled.clamp_(min=a, max=b)


# -- scaled to the size of the layer --------------------------------------------------------------------------------


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """The factor that makes up for what an activation function does to the variance.

    >>> calculate_gain("tanh")
    1.6666666666666667
    """
    convolutions = {f"conv{kind}{n}d" for kind in ("", "_transpose") for n in (1, 2, 3)}
    if nonlinearity in {"linear", "sigmoid"} | convolutions:
        return 1
    if nonlinearity in _GAINS:
        return _GAINS[nonlinearity]
    if nonlinearity == "leaky_relu":
        slope = 0.01 if param is None else param
        if isinstance(slope, bool) or not isinstance(slope, (int, float)):
            raise ValueError(f"negative_slope {param} not a valid number")
        return math.sqrt(2.0 / (1 + slope**2))
    raise ValueError(f"Unsupported nonlinearity {nonlinearity}")


def fans(tensor: Tensor) -> tuple[int, int]:
    """How many numbers go into one output, and come from one input, of a layer with this weight.

    >>> fans(torch.empty(4, 3, 5, 5))
    (75, 100)
    """
    if tensor.dim() < 2:
        raise ValueError("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions")
    shape = tensor._array.shape
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field


def _fan(tensor: Tensor, mode: str) -> int:
    if mode.lower() not in ("fan_in", "fan_out"):
        raise ValueError(f"Mode {mode.lower()} not supported, please use one of ['fan_in', 'fan_out']")
    return fans(tensor)[mode.lower() == "fan_out"]


_calculate_fan_in_and_fan_out, _calculate_correct_fan = fans, _fan
"""Their names in PyTorch, by which layers that courses write themselves call them."""


def _kaiming_std(tensor: Tensor, a: float, mode: str, nonlinearity: str) -> float | None:
    """The deviation; None for a tensor without elements."""
    if 0 in tensor.shape:
        warnings.warn("Initializing zero-element tensors is a no-op", stacklevel=3)
        return None
    return calculate_gain(nonlinearity, a) / math.sqrt(_fan(tensor, mode))


def xavier_uniform_(tensor: Tensor, gain: float = 1.0, generator: Generator | None = None) -> Tensor:
    """Uniform numbers of variance 2 / (inputs + outputs), times `gain`².

    For layers with tanh or sigmoid: outputs and gradients keep their size from layer to layer. They lie within
    ± `gain` √(6 / (inputs + outputs)). Glorot and Bengio, 2010.

    >>> _ = torch.manual_seed(0)
    >>> weight = torch.nn.init.xavier_uniform_(torch.empty(3, 3))
    >>> bool(weight.abs().max() <= 1)
    True

    Raises:
        ValueError: the tensor has fewer than two dimensions.
    """
    bound = math.sqrt(3.0) * (gain * math.sqrt(2.0 / float(sum(fans(tensor)))))
    return uniform_(tensor, -bound, bound, generator)


def xavier_normal_(tensor: Tensor, gain: float = 1.0, generator: Generator | None = None) -> Tensor:
    """Normal numbers of variance 2 / (inputs + outputs), times `gain`². Glorot and Bengio, 2010.

    >>> _ = torch.manual_seed(0)
    >>> weight = torch.nn.init.xavier_normal_(torch.empty(100, 100))
    >>> round(weight.std().item(), 2)
    0.1

    Raises:
        ValueError: the tensor has fewer than two dimensions.
    """
    return normal_(tensor, 0.0, gain * math.sqrt(2.0 / float(sum(fans(tensor)))), generator)


def kaiming_uniform_(
    tensor: Tensor,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Generator | None = None,
) -> Tensor:
    """Uniform numbers that keep the variance through a layer and its activation. He and others, 2015.

    They lie within ± gain √(3 / fan): fan is the number of inputs (`mode="fan_in"`, for the way forward) or of outputs
    ("fan_out", for the gradients), gain that of `nonlinearity` ("leaky_relu" has the slope `a`).

    >>> _ = torch.manual_seed(0)
    >>> weight = torch.nn.init.kaiming_uniform_(torch.empty(4, 6), nonlinearity="relu")
    >>> bool(weight.abs().max() <= 1)
    True

    Raises:
        ValueError: the tensor has fewer than two dimensions, or mode or nonlinearity are unknown.
    """
    std = _kaiming_std(tensor, a, mode, nonlinearity)
    if std is None:
        return tensor
    bound = math.sqrt(3.0) * std
    return uniform_(tensor, -bound, bound, generator)


def kaiming_normal_(
    tensor: Tensor,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Generator | None = None,
) -> Tensor:
    """Normal numbers that keep the variance through a layer and its activation. He and others, 2015.

    Their standard deviation is gain / √fan; see `kaiming_uniform_` for the two.

    >>> _ = torch.manual_seed(0)
    >>> weight = torch.nn.init.kaiming_normal_(torch.empty(100, 200), nonlinearity="relu")
    >>> round(weight.std().item(), 2)
    0.1

    Raises:
        ValueError: the tensor has fewer than two dimensions, or mode or nonlinearity are unknown.
    """
    std = _kaiming_std(tensor, a, mode, nonlinearity)
    return tensor if std is None else normal_(tensor, 0.0, std, generator)


def orthogonal_(tensor: Tensor, gain: float = 1, generator: Generator | None = None) -> Tensor:
    """Rows, or columns if there are fewer, that are orthogonal and of length `gain`. Saxe and others, 2013.

    >>> import autograd_nb as torch
    >>> q = orthogonal_(torch.empty(2, 3))
    >>> torch.allclose(q @ q.T, torch.eye(2), atol=1e-6)
    True
    """
    if tensor.ndimension() < 2:
        raise ValueError("Only tensors with 2 or more dimensions are supported")
    if not tensor._array.size:
        return tensor
    rows = tensor._array.shape[0]
    shape = (rows, tensor._array.size // rows)
    drawn = random.normal(shape, tensor._array.dtype, generator=generator)
    turned = rows < drawn.shape[1]
    q, r = np.linalg.qr(drawn.T if turned else drawn)
    q = q * np.sign(np.diagonal(r))  # one of all factorizations: the one with a positive diagonal
    return _fill(tensor, gain * (q.T if turned else q).reshape(tensor._array.shape))


def sparse_(tensor: Tensor, sparsity: float, std: float = 0.01, generator: Generator | None = None) -> Tensor:
    """Normal numbers, but for a part `sparsity` of each column, which is 0. Martens, 2010.

    >>> _ = torch.manual_seed(0)
    >>> (torch.nn.init.sparse_(torch.empty(4, 3), sparsity=0.5) == 0).sum(0)
    tensor([2, 2, 2])

    Raises:
        ValueError: the tensor has not two dimensions.
    """
    if tensor.ndimension() != 2:
        raise ValueError("Only tensors with 2 dimensions are supported")
    rows, columns = tensor._array.shape
    normal_(tensor, 0, std, generator)
    values = tensor._array.copy()
    for column in range(columns):
        values[random.permutation(rows, generator)[: math.ceil(sparsity * rows)], column] = 0
    return _fill(tensor, values)


# -- the names of before version 0.4 ---------------------------------------------------------------------


def _old(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """A function under its old name, without the line at the end."""
    name = function.__name__.rstrip("_")

    def call(*args: Any, **kwargs: Any) -> Tensor:
        warnings.warn(
            f"`nn.init.{name}` is now deprecated in favor of `nn.init.{function.__name__}`.",
            FutureWarning,
            stacklevel=2,
        )
        return function(*args, **kwargs)

    call.__name__ = call.__qualname__ = name
    shown = inspect.cleandoc(function.__doc__ or "").partition(">>>")[2].partition("Raises:")[0]
    shown = shown.replace(f"{function.__name__}(", f"{name}(")
    call.__doc__ = f"The old name of `{function.__name__}`; it warns.\n\n>>>{shown}"
    return call


uniform = _old(uniform_)
normal = _old(normal_)
constant = _old(constant_)
eye = _old(eye_)
dirac = _old(dirac_)
xavier_uniform = _old(xavier_uniform_)
xavier_normal = _old(xavier_normal_)
kaiming_uniform = _old(kaiming_uniform_)
kaiming_normal = _old(kaiming_normal_)
orthogonal = _old(orthogonal_)
sparse = _old(sparse_)

for _name in __all__:
    cite(globals()[_name], "nn.init", "")
