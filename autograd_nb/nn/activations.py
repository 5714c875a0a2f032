"""The activation functions of `nn.functional` that are smooth curves, and those whose results add up to 1.

Source: https://pytorch.org/docs/2.7/nn.functional.html#non-linear-activation-functions
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.arguments.calling import as_pytorch, besides
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.methods.base import axis
from autograd_nb.engine.ops import nn as ops

from .operands import activation, check_tensor, in_place

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


# -- smooth ----------------------------------------------------------------------------------------


@besides("inplace")
def elu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """The positive part, below 0 `alpha * (exp(x) - 1)`.

    Its derivative is 1 above 0 and `alpha * exp(x)` below: large negative inputs end at `-alpha`, and learn no more.

    >>> torch.nn.functional.elu(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([-0.6321,  0.0000,  1.0000])
    """
    return activation("elu", ops.ELU, "elu_cpu", input, inplace, alpha=float(alpha), scale=1.0, input_scale=1.0)


@besides("inplace")
def selu(input: Tensor, inplace: bool = False) -> Tensor:
    """`elu` with the two constants for which deep networks keep mean 0 and variance 1.

    These are `alpha` = 1.6733 and a factor of 1.0507 on everything (Klambauer and others, 2017). Weights are
    to be drawn with variance 1 / inputs, and dropout is `alpha_dropout`.

    >>> torch.nn.functional.selu(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([-1.1113,  0.0000,  1.0507])
    """
    alpha, scale = 1.6732632423543772848170429916717, 1.0507009873554804934193349852946
    return activation("selu", ops.ELU, "elu_cpu", input, inplace, alpha=alpha, scale=scale, input_scale=1.0)


@besides("inplace")
def celu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """`elu` that has a derivative at 0 for every `alpha`: below 0 it is `alpha * (exp(x / alpha) - 1)`.

    >>> torch.nn.functional.celu(torch.tensor([-1.0, 1.0]), alpha=2.0)
    tensor([-0.7869,  1.0000])

    Raises:
        RuntimeError: `alpha` is 0.
    """
    if alpha == 0:
        raise RuntimeError("ZeroDivisionError: alpha cannot be 0 for CELU")
    return activation("celu", ops.CELU, "elu_cpu", input, inplace, alpha=float(alpha))


@as_pytorch
def gelu(input: Tensor, approximate: str = "none") -> Tensor:
    """The input times the share of the normal distribution below it; `approximate="tanh"` is quicker.

    That is x Φ(x), with derivative Φ(x) + x φ(x): distribution and density of the normal distribution.

    >>> torch.nn.functional.gelu(torch.tensor([0.5, 1.0]))
    tensor([0.3457, 0.8413])

    Raises:
        RuntimeError: `approximate` is neither "none" nor "tanh".
    """
    if approximate not in ("none", "tanh"):
        raise RuntimeError("approximate argument must be either none or tanh.")
    return activation("gelu", ops.GELU, "GeluKernelImpl", input, approximate=approximate)


@besides("inplace")
def silu(input: Tensor, inplace: bool = False) -> Tensor:
    """The input times its sigmoid, x / (1 + exp(-x)); also known as swish.

    Its derivative is s(x) (1 + x (1 - s(x))), where s is the sigmoid: it falls to the left of x = -1.28.

    >>> torch.nn.functional.silu(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([-0.2689,  0.0000,  0.7311])
    """
    return activation("silu", ops.SILU, "silu_cpu", input, inplace)


@besides("inplace")
def mish(input: Tensor, inplace: bool = False) -> Tensor:
    """The input times tanh of its `softplus`: x tanh(log(1 + exp(x))), a smooth curve close to `silu`.

    >>> torch.nn.functional.mish(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([-0.3034,  0.0000,  0.8651])
    """
    return activation("mish", ops.MISH, "mish_cpu", input, inplace)


@as_pytorch
def softplus(input: Tensor, beta: float = 1, threshold: float = 20) -> Tensor:
    """log(1 + exp(beta x)) / beta: a relu without its kink.

    Its derivative is the sigmoid of `beta * x`. Where `beta * x` exceeds `threshold` the result is x itself.

    >>> torch.nn.functional.softplus(torch.tensor([-1.0, 0.0, 30.0]))
    tensor([ 0.3133,  0.6931, 30.0000])
    """
    return activation("softplus", ops.SOFTPLUS, "softplus_cpu", input, beta=beta, threshold=threshold)


@over_batches
def softsign(input: Tensor) -> Tensor:
    """The input over 1 + its absolute value: it stays between -1 and 1, and nears them more slowly than tanh.

    Its derivative is 1 / (1 + |x|)².

    >>> torch.nn.functional.softsign(torch.tensor([-3.0, 0.0, 1.0]))
    tensor([-0.7500,  0.0000,  0.5000])
    """
    x = check_tensor("softsign", input)
    return x / (x.abs() + 1)


@over_batches
def tanhshrink(input: Tensor) -> Tensor:
    """The input less its tanh: almost 0 around 0, a line far from it. Its derivative is tanh(x)².

    >>> torch.nn.functional.tanhshrink(torch.tensor([-2.0, 0.1, 2.0]))
    tensor([-1.0360e+00,  3.3201e-04,  1.0360e+00])
    """
    x = check_tensor("tanhshrink", input)
    return x - x.tanh()


@over_batches
def logsigmoid(input: Tensor) -> Tensor:
    """The logarithm of the sigmoid, without overflow. Its derivative is the sigmoid of -x.

    >>> torch.nn.functional.logsigmoid(torch.tensor([-100.0, 0.0, 2.0]))
    tensor([-100.0000,   -0.6931,   -0.1269])
    """
    return activation("log_sigmoid", ops.LOG_SIGMOID, "log_sigmoid_cpu", input)


def sigmoid(input: Tensor) -> Tensor:
    """1 / (1 + exp(-x)): between 0 and 1, as a probability is.

    Its derivative is s(x) (1 - s(x)), 1/4 at most.

    >>> torch.nn.functional.sigmoid(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([0.2689, 0.5000, 0.7311])
    """
    return check_tensor("sigmoid", input).sigmoid()


def tanh(input: Tensor) -> Tensor:
    """The hyperbolic tangent, between -1 and 1. Its derivative is 1 less its square.

    >>> torch.nn.functional.tanh(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([-0.7616,  0.0000,  0.7616])
    """
    return check_tensor("tanh", input).tanh()


@over_batches
def glu(input: Tensor, dim: int = -1) -> Tensor:
    """The first half along `dim`, let through by the sigmoid of the second: a · sigmoid(b).

    Shapes: `dim` of the result is half as long as that of `input`.

    >>> torch.nn.functional.glu(torch.tensor([1.0, 2.0, 0.0, 100.0]))
    tensor([0.5000, 2.0000])

    Raises:
        RuntimeError: the dimension is of odd length.
    """
    x = check_tensor("glu", input)
    if x._array.ndim == 0:
        raise RuntimeError("glu does not support scalars because halving size must be even")
    d = axis(dim, x._array.ndim)
    if x._array.shape[d] % 2:
        raise RuntimeError(f"Halving dimension must be even, but dimension {d} is size {x._array.shape[d]}")
    return activation("glu", ops.GLU, "glu_cpu", x, dim=d)


# -- sums of 1 -------------------------------------------------------------------------------------


def _dim(name: str, input: Any, dim: int | None) -> int:
    """The dimension, which PyTorch guesses with a warning where none is given."""
    if dim is not None:
        return dim
    warnings.warn(
        f"Implicit dimension choice for {name} has been deprecated. Change the call to include dim=X as an argument.",
        stacklevel=4,
    )
    return 0 if input._array.ndim in (0, 1, 3) else 1


@over_batches
def softmax(input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None) -> Tensor:
    """exp(x), divided by its sum along `dim`: numbers from 0 to 1 that add up to 1.

    The derivative of share i by element j is sᵢ (δᵢⱼ - sⱼ). `dtype` is what the input is cast to beforehand.

    >>> torch.nn.functional.softmax(torch.zeros(4), dim=0)
    tensor([0.2500, 0.2500, 0.2500, 0.2500])

    Raises:
        IndexError: there is no such dimension.
    """
    x = check_tensor("softmax", input)
    return x.softmax(_dim("softmax", x, dim), dtype)


@over_batches
def softmin(input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None) -> Tensor:
    """`softmax` of the negative input: the smallest element gets the largest share of the 1 along `dim`.

    >>> torch.nn.functional.softmin(torch.tensor([0.0, 1.0]), dim=0)
    tensor([0.7311, 0.2689])
    """
    x = check_tensor("softmin", input)
    return (-x).softmax(_dim("softmin", x, dim), dtype)


@over_batches
def log_softmax(input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None) -> Tensor:
    """The logarithm of `softmax`, without loss of precision: x less the logarithm of the sum of exp(x) along `dim`.

    What networks for classes end with; `nll_loss` takes it.

    >>> torch.nn.functional.log_softmax(torch.tensor([0.0, 1000.0]), dim=0)
    tensor([-1000.,     0.])
    """
    x = check_tensor("log_softmax", input)
    return x.log_softmax(_dim("log_softmax", x, dim), dtype)


# -- in place ---------------------------------------------------------------------------------------

celu_ = in_place(
    celu,
    """`celu` in place: what is negative in `input` is written over.

    >>> x = torch.tensor([-1.0, 1.0])
    >>> _ = torch.nn.functional.celu_(x)
    >>> x
    tensor([-0.6321,  1.0000])
    """,
)
elu_ = in_place(
    elu,
    """`elu` in place: what is negative in `input` is written over.

    >>> x = torch.tensor([-1.0, 1.0])
    >>> _ = torch.nn.functional.elu_(x, 2.0)
    >>> x
    tensor([-1.2642,  1.0000])
    """,
)
selu_ = in_place(
    selu,
    """`selu` in place: every element of `input` is written over.

    >>> x = torch.tensor([-1.0, 1.0])
    >>> _ = torch.nn.functional.selu_(x)
    >>> x
    tensor([-1.1113,  1.0507])
    """,
)
