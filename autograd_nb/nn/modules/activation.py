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
    from collections.abc import Callable

    from autograd_nb.engine.tensor import Tensor


def __getattr__(name: str) -> Any:
    if name == "MultiheadAttention":  # PyTorch has it in this file
        return importlib.import_module("autograd_nb.nn.modules.attention").MultiheadAttention
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class Activation(Module):
    """A function of `nn.functional`, with options that are fixed when the module is made.

    `options` names those options with their defaults, in the order of the arguments. `shown` are those that the
    print-out names; `inplace` is shown where it is True.
    """

    _lends = ("forward",)

    function: ClassVar[Callable[..., Any]]
    options: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()
        names = list(self.options)
        for name in kwargs:
            if name not in self.options:
                raise TypeError(f"{type(self).__name__}.__init__() got an unexpected keyword argument '{name}'")
        if len(args) > len(names):
            takes = f"from 1 to {len(names) + 1} positional arguments" if names else "1 positional argument"
            raise TypeError(f"{type(self).__name__}.__init__() takes {takes} but {len(args) + 1} were given")
        given = {**dict(zip(names, args)), **kwargs}
        for name, default in self.options.items():
            setattr(self, name, given.get(name, default))

    def forward(self, input: Tensor) -> Tensor:
        """The function of the input."""
        found: Tensor = type(self).function(input, **{name: getattr(self, name) for name in self.options})
        return found

    def extra_repr(self) -> str:
        """The options."""
        shown = [f"{name}={getattr(self, name)!r}" for name in self.options if name != "inplace"]
        return ", ".join([*shown, "inplace=True"] if getattr(self, "inplace", False) else shown)


def _activation(name: str, function: Callable[..., Any], **options: Any) -> type[Activation]:
    text = (function.__doc__ or "").partition("\n")[0]
    body = {"function": staticmethod(function), "options": options, "__doc__": text, "__module__": __name__}
    return type(name, (Activation,), body)


ReLU = _activation("ReLU", F.relu, inplace=False)
LeakyReLU = _activation("LeakyReLU", F.leaky_relu, negative_slope=0.01, inplace=False)
ELU = _activation("ELU", F.elu, alpha=1.0, inplace=False)
SELU = _activation("SELU", F.selu, inplace=False)
CELU = _activation("CELU", F.celu, alpha=1.0, inplace=False)
GELU = _activation("GELU", F.gelu, approximate="none")
SiLU = _activation("SiLU", F.silu, inplace=False)
Mish = _activation("Mish", F.mish, inplace=False)
Softplus = _activation("Softplus", F.softplus, beta=1.0, threshold=20.0)
Softsign = _activation("Softsign", F.softsign)
ReLU6 = _activation("ReLU6", F.relu6, inplace=False)
Hardsigmoid = _activation("Hardsigmoid", F.hardsigmoid, inplace=False)
Hardswish = _activation("Hardswish", F.hardswish, inplace=False)
Sigmoid = _activation("Sigmoid", functions()["sigmoid"])
Tanh = _activation("Tanh", functions()["tanh"])
LogSigmoid = _activation("LogSigmoid", F.logsigmoid)
Tanhshrink = _activation("Tanhshrink", F.tanhshrink)
Softmax = _activation("Softmax", F.softmax, dim=None)
Softmin = _activation("Softmin", F.softmin, dim=None)
LogSoftmax = _activation("LogSoftmax", F.log_softmax, dim=None)
GLU = _activation("GLU", F.glu, dim=-1)


class Hardtanh(Activation):
    """Every element brought into [min_val, max_val]."""

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
    """Every element moved towards 0 by `lambd`."""

    function = staticmethod(F.softshrink)


class Hardshrink(_Shrink):
    """Elements near 0 become 0."""

    function = staticmethod(F.hardshrink)


class Threshold(Activation):
    """`value` in the place of all elements that do not exceed `threshold`."""

    function = staticmethod(F.threshold)
    options: ClassVar[dict[str, Any]] = {"threshold": 0.0, "value": 0.0, "inplace": False}

    def __init__(self, threshold: float, value: float, inplace: bool = False) -> None:
        super().__init__(threshold, value, inplace)


class PReLU(Module):
    """`leaky_relu` with a slope that is learned."""

    def __init__(self, num_parameters: Any = 1, init: float = 0.25, device: Any = None, dtype: Any = None) -> None:
        super().__init__()
        self.num_parameters = num_parameters
        shape: Any = num_parameters if isinstance(num_parameters, (tuple, list)) else (num_parameters,)
        self.weight = new_parameter(shape, dtype, device, init)

    def forward(self, input: Tensor) -> Tensor:
        """The function of the input."""
        return F.prelu(input, self.weight)

    def extra_repr(self) -> str:
        """How many slopes."""
        return f"num_parameters={self.num_parameters}"


class RReLU(Activation):
    """`leaky_relu` with slopes drawn from [lower, upper] while training, else with the mean of both."""

    function = F.rrelu
    options: ClassVar[dict[str, Any]] = {"lower": 1.0 / 8, "upper": 1.0 / 3, "inplace": False}

    def forward(self, input: Tensor) -> Tensor:
        """The function of the input."""
        return F.rrelu(input, self.lower, self.upper, self.training, self.inplace)


class Softmax2d(Module):
    """`softmax` over the channels of images, at every place."""

    def forward(self, input: Tensor) -> Tensor:
        """Numbers that add up to 1 over the channels."""
        if input.dim() not in (3, 4):
            raise ValueError(f"Softmax2d: expected input to be 3D or 4D, got {input.dim()}D instead")
        return F.softmax(input, -3)
