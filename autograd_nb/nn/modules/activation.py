"""The activation functions as modules, for use in `Sequential`.

Source: https://pytorch.org/docs/2.7/nn.html#non-linear-activations-weighted-sum-nonlinearity
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, ClassVar

from autograd_nb.engine.functional import functions
from autograd_nb.nn import functional as F

from .layers import new_parameter
from .module import Module

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor
from .activation_layer import Activation, activation


def __getattr__(name: str) -> Any:
    if name == "MultiheadAttention":  # PyTorch has it in this file
        return importlib.import_module("autograd_nb.nn.modules.attention").MultiheadAttention
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


ReLU = activation(
    "ReLU",
    F.relu,
    """The positive part, max(0, x), as a layer. Its derivative is 1 where x > 0, and 0 elsewhere.

    `ReLU(inplace=True)` writes over its input, which saves memory.

    >>> torch.nn.ReLU()(torch.tensor([-1.0, 2.0]))
    tensor([0., 2.])
    """,
    inplace=False,
)
LeakyReLU = activation(
    "LeakyReLU",
    F.leaky_relu,
    """The positive part and a little of the negative one: `negative_slope` times x below 0, so that a unit never stops
    learning.

    >>> torch.nn.LeakyReLU(0.1)(torch.tensor([-1.0, 2.0]))
    tensor([-0.1000,  2.0000])
    """,
    negative_slope=0.01,
    inplace=False,
)
ELU = activation(
    "ELU",
    F.elu,
    """The positive part, below 0 `alpha * (exp(x) - 1)`: outputs have a mean closer to 0 than those of `ReLU`.

    >>> torch.nn.ELU()(torch.tensor([-1.0, 2.0]))
    tensor([-0.6321,  2.0000])
    """,
    alpha=1.0,
    inplace=False,
)
SELU = activation(
    "SELU",
    F.selu,
    """`ELU` with the two constants for which deep networks keep mean 0 and variance 1; see `AlphaDropout`.

    >>> torch.nn.SELU()(torch.tensor([-1.0, 2.0]))
    tensor([-1.1113,  2.1014])
    """,
    inplace=False,
)
CELU = activation(
    "CELU",
    F.celu,
    """`ELU` that has a derivative at 0 for every `alpha`: below 0 it is `alpha * (exp(x / alpha) - 1)`.

    >>> torch.nn.CELU(alpha=2.0)(torch.tensor([-1.0, 2.0]))
    tensor([-0.7869,  2.0000])
    """,
    alpha=1.0,
    inplace=False,
)
GELU = activation(
    "GELU",
    F.gelu,
    """The input times the share of the normal distribution below it; what transformers use.

    `approximate="tanh"` computes it with tanh, which is quicker.

    >>> torch.nn.GELU()(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([-0.1587,  0.0000,  0.8413])
    """,
    approximate="none",
)
SiLU = activation(
    "SiLU",
    F.silu,
    """The input times its sigmoid; also known as swish.

    >>> torch.nn.SiLU()(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([-0.2689,  0.0000,  0.7311])
    """,
    inplace=False,
)
Mish = activation(
    "Mish",
    F.mish,
    """The input times tanh of its `Softplus`: a smooth curve close to `SiLU`.

    >>> torch.nn.Mish()(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([-0.3034,  0.0000,  0.8651])
    """,
    inplace=False,
)
Softplus = activation(
    "Softplus",
    F.softplus,
    """log(1 + exp(beta x)) / beta: a relu without its kink, always positive.

    Its derivative is the sigmoid of `beta * x`. Where `beta * x` exceeds `threshold` the result is x itself.

    >>> torch.nn.Softplus()(torch.tensor([-1.0, 0.0, 30.0]))
    tensor([ 0.3133,  0.6931, 30.0000])
    """,
    beta=1.0,
    threshold=20.0,
)
Softsign = activation(
    "Softsign",
    F.softsign,
    """The input over 1 + its absolute value: between -1 and 1, which it nears more slowly than `Tanh`.

    >>> torch.nn.Softsign()(torch.tensor([-3.0, 0.0, 1.0]))
    tensor([-0.7500,  0.0000,  0.5000])
    """,
)
ReLU6 = activation(
    "ReLU6",
    F.relu6,
    """Every element brought into [0, 6]. Its derivative is 1 between, and 0 elsewhere.

    >>> torch.nn.ReLU6()(torch.tensor([-1.0, 3.0, 8.0]))
    tensor([0., 3., 6.])
    """,
    inplace=False,
)
Hardsigmoid = activation(
    "Hardsigmoid",
    F.hardsigmoid,
    """A line that looks like a sigmoid: (x + 3) / 6, brought into [0, 1].

    >>> torch.nn.Hardsigmoid()(torch.tensor([-4.0, 0.0, 1.5]))
    tensor([0.0000, 0.5000, 0.7500])
    """,
    inplace=False,
)
Hardswish = activation(
    "Hardswish",
    F.hardswish,
    """The input times its `Hardsigmoid`: 0 below -3, x above 3, a parabola between.

    >>> torch.nn.Hardswish()(torch.tensor([-4.0, 1.0, 4.0]))
    tensor([-0.0000, 0.6667, 4.0000])
    """,
    inplace=False,
)
Sigmoid = activation(
    "Sigmoid",
    functions()["sigmoid"],
    """1 / (1 + exp(-x)), between 0 and 1. Its derivative is s(x) (1 - s(x)), 1/4 at most.

    For a network that ends with probabilities of yes and no use `BCEWithLogitsLoss` in the place of this and `BCELoss`.

    >>> torch.nn.Sigmoid()(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([0.2689, 0.5000, 0.7311])
    """,
)
Tanh = activation(
    "Tanh",
    functions()["tanh"],
    """The hyperbolic tangent, between -1 and 1. Its derivative is 1 less its square.

    >>> torch.nn.Tanh()(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([-0.7616,  0.0000,  0.7616])
    """,
)
LogSigmoid = activation(
    "LogSigmoid",
    F.logsigmoid,
    """The logarithm of the sigmoid, without overflow.

    >>> torch.nn.LogSigmoid()(torch.tensor([-100.0, 0.0, 2.0]))
    tensor([-100.0000,   -0.6931,   -0.1269])
    """,
)
Tanhshrink = activation(
    "Tanhshrink",
    F.tanhshrink,
    """The input less its tanh: almost 0 around 0, a line far from it.

    >>> torch.nn.Tanhshrink()(torch.tensor([-2.0, 0.1, 2.0]))
    tensor([-1.0360e+00,  3.3201e-04,  1.0360e+00])
    """,
)
Softmax = activation(
    "Softmax",
    F.softmax,
    """exp(x), divided by its sum along `dim`: numbers from 0 to 1 that add up to 1.

    `CrossEntropyLoss` has it inside: a network that is trained with that ends without it.

    >>> torch.nn.Softmax(dim=1)(torch.tensor([[0.0, 0.0], [0.0, 1.0]]))
    tensor([[0.5000, 0.5000],
            [0.2689, 0.7311]])
    """,
    dim=None,
)
Softmin = activation(
    "Softmin",
    F.softmin,
    """`Softmax` of the negative input: the smallest element gets the largest share.

    >>> torch.nn.Softmin(dim=0)(torch.tensor([0.0, 1.0]))
    tensor([0.7311, 0.2689])
    """,
    dim=None,
)
LogSoftmax = activation(
    "LogSoftmax",
    F.log_softmax,
    """The logarithm of `Softmax`, without loss of precision; `NLLLoss` takes it.

    >>> torch.nn.LogSoftmax(dim=0)(torch.tensor([0.0, 1000.0]))
    tensor([-1000.,     0.])
    """,
    dim=None,
)
GLU = activation(
    "GLU",
    F.glu,
    """The first half along `dim`, let through by the sigmoid of the second: half as long as the input.

    >>> torch.nn.GLU()(torch.tensor([1.0, 2.0, 0.0, 100.0]))
    tensor([0.5000, 2.0000])
    """,
    dim=-1,
)


class Hardtanh(Activation):
    """Every element brought into [min_val, max_val]. Its derivative is 1 between, and 0 elsewhere.

    >>> torch.nn.Hardtanh(0.0, 2.0)(torch.tensor([-3.0, 0.5, 3.0]))
    tensor([0.0000, 0.5000, 2.0000])

    Raises:
        AssertionError: `max_val` does not exceed `min_val`.
    """

    function = staticmethod(F.hardtanh)
    options: ClassVar[dict[str, Any]] = {"min_val": -1.0, "max_val": 1.0, "inplace": False}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.max_val > self.min_val:
            raise AssertionError

    max_val: float
    min_val: float


class _Shrink(Activation):
    options: ClassVar[dict[str, Any]] = {"lambd": 0.5}
    lambd: float

    def extra_repr(self) -> str:
        """The threshold."""
        return str(self.lambd)


class Softshrink(_Shrink):
    """Every element moved towards 0 by `lambd`; those that are nearer become 0.

    >>> torch.nn.Softshrink(0.5)(torch.tensor([-2.0, 0.3, 2.0]))
    tensor([-1.5000,  0.0000,  1.5000])
    """

    function = staticmethod(F.softshrink)


class Hardshrink(_Shrink):
    """Elements near 0, of an absolute value up to `lambd`, become 0. The others stay as they are.

    >>> torch.nn.Hardshrink(0.5)(torch.tensor([-2.0, 0.3, 2.0]))
    tensor([-2.,  0.,  2.])
    """

    function = staticmethod(F.hardshrink)


class Threshold(Activation):
    """`value` in the place of all elements that do not exceed `threshold`.

    >>> torch.nn.Threshold(1.0, -5.0)(torch.tensor([0.5, 1.0, 2.0]))
    tensor([-5., -5.,  2.])
    """

    function = staticmethod(F.threshold)
    options: ClassVar[dict[str, Any]] = {"threshold": 0.0, "value": 0.0, "inplace": False}

    def __init__(self, threshold: float, value: float, inplace: bool = False) -> None:
        super().__init__(threshold, value, inplace)


class PReLU(Module):
    """`leaky_relu` with a slope that is learned.

    What is learned: `weight`, of shape (num_parameters): 1 slope for all, or one for each feature (dimension 1). They
    begin with `init`.

    >>> torch.nn.PReLU()(torch.tensor([-1.0, 2.0]))
    tensor([-0.2500,  2.0000], grad_fn=<PreluKernelBackward0>)
    """

    def __init__(self, num_parameters: Any = 1, init: float = 0.25, device: Any = None, dtype: Any = None) -> None:
        super().__init__()
        self.num_parameters = num_parameters
        shape: Any = num_parameters if isinstance(num_parameters, (tuple, list)) else (num_parameters,)
        self.weight = new_parameter(shape, dtype, device, init)

    def forward(self, input: Tensor) -> Tensor:
        """The function of the input.

        >>> torch.nn.PReLU(init=0.5).forward(torch.tensor([-2.0])).item()
        -1.0
        """
        return F.prelu(input, self.weight)

    def extra_repr(self) -> str:
        """How many slopes."""
        return f"num_parameters={self.num_parameters}"


class RReLU(Activation):
    """`leaky_relu` with slopes drawn from [lower, upper] while training, else with the mean of both.

    >>> torch.nn.RReLU(0.1, 0.3).eval()(torch.tensor([-1.0, 2.0]))
    tensor([-0.2000,  2.0000])
    """

    function = F.rrelu
    options: ClassVar[dict[str, Any]] = {"lower": 1.0 / 8, "upper": 1.0 / 3, "inplace": False}

    def forward(self, input: Tensor) -> Tensor:
        """The function of the input.

        >>> torch.nn.RReLU(0.5, 0.5).forward(torch.tensor([-2.0]))
        tensor([-1.])
        """
        return F.rrelu(input, self.lower, self.upper, self.training, self.inplace)


class Softmax2d(Module):
    """`softmax` over the channels of images, at every place.

    Shapes: (batch, channels, height, width) or (channels, height, width), and the same.

    >>> torch.nn.Softmax2d()(torch.zeros(2, 1, 3))
    tensor([[[0.5000, 0.5000, 0.5000]],
    <BLANKLINE>
            [[0.5000, 0.5000, 0.5000]]])

    Raises:
        ValueError: the input has another number of dimensions.
    """

    def forward(self, input: Tensor) -> Tensor:
        """Numbers that add up to 1 over the channels.

        >>> torch.nn.Softmax2d().forward(torch.randn(3, 2, 2)).sum(0).shape
        torch.Size([2, 2])

        Raises:
            ValueError: for an input that has not three or four dimensions.
        """
        if input.dim() not in (3, 4):
            raise ValueError(f"Softmax2d: expected input to be 3D or 4D, got {input.dim()}D instead")
        return F.softmax(input, -3)
