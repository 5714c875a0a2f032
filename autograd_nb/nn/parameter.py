"""Parameter: a tensor that a module learns.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.parameter.Parameter.html
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.device import check_device
from autograd_nb.engine.dtypes import default_numpy
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.node import attributes
from autograd_nb.engine.signatures import FUNCTIONS, match
from autograd_nb.engine.tensor import Tensor


def numbers(dtype: Any, device: Any, shape: tuple[int, ...] = (0,), maker: str = "empty") -> Any:
    """NumPy's type for what a layer is made of, once `maker` would take the rest of what was asked for."""
    match(FUNCTIONS, maker, (shape,), {"device": device, "dtype": dtype})
    check_device(device)
    for n in shape:
        if n < 0:
            raise errors.negative_size(n, shape)
    return default_numpy() if dtype is None else dtype.numpy


class Parameter(Tensor):
    """A leaf that a module finds among its attributes, and an optimizer changes.

    It shares the memory of `data`.

    >>> import autograd_nb as torch
    >>> Parameter(torch.tensor([1.0, 2.0]))
    Parameter containing:
    tensor([1., 2.], requires_grad=True)
    """

    # What is computed from a parameter, or shares its memory, is a tensor and no parameter.
    _wrap = Tensor._wrap  # bound to Tensor on purpose

    def __init__(self, data: Any = None, requires_grad: bool = True) -> None:
        if data is None:
            data = Tensor._wrap(np.empty(0, default_numpy()))
        self._array = (data if isinstance(data, Variable) else data.detach())._array
        if requires_grad and self._array.dtype.kind != "f":
            raise RuntimeError("Only Tensors of floating point and complex dtype can require gradients")
        self.requires_grad_(requires_grad)

    def _alias(self) -> Tensor:
        alias = Tensor._wrap(self._array)
        alias._inference = self._inference
        return alias

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _rebuilt, (self._array, self._requires_grad), attributes(self) or None

    def __deepcopy__(self, memo: dict[int, Any]) -> Parameter:
        copy = Parameter(self.detach().clone(), self._requires_grad)
        memo[id(self)] = copy
        return copy

    def __repr__(self) -> str:
        return f"Parameter containing:\n{super().__repr__()}"


class _Marked(type):
    """The type of `Buffer`, whose instances are tensors that carry a mark."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, Tensor) and getattr(instance, "_is_buffer", False)


class Buffer(metaclass=_Marked):
    """A tensor that belongs to the state of a module, but is not learned: a module that it is set on registers it.

    It is a tensor that shares the memory of `data`; `persistent` says whether it is saved.

    >>> import autograd_nb as torch
    >>> module = torch.nn.Module()
    >>> module.seen = torch.nn.Buffer(torch.zeros(2))
    >>> module.state_dict()
    OrderedDict({'seen': tensor([0., 0.])})
    """

    def __new__(cls, data: Any = None, *, persistent: bool = True) -> Any:
        """A tensor that says what it is for."""
        given = Tensor._wrap(np.empty(0, default_numpy())) if data is None else data
        tensor: Any = given.detach().requires_grad_(given.requires_grad)
        tensor.persistent = persistent
        tensor._is_buffer = True
        return tensor


def _rebuilt(array: Any, requires_grad: bool) -> Parameter:
    """A parameter around this array: what a pickled one comes back as."""
    return Parameter(Tensor._wrap(array), requires_grad)


Parameter.__module__ = "torch.nn.parameter"


class UninitializedParameter(Parameter):
    """A parameter whose shape is known when the first input comes; see `LazyLinear`."""

    def __init__(self, requires_grad: bool = True, device: Any = None, dtype: Any = None) -> None:
        super().__init__(Tensor._wrap(np.empty(0, numbers(dtype, device))), requires_grad)

    def materialize(self, shape: tuple[int, ...]) -> None:
        """Become an ordinary parameter of this shape, its numbers still unknown."""
        self._array = np.empty(shape, self._array.dtype)
        self.__class__ = Parameter  # type: ignore[assignment]  # this is what materializing means

    def __repr__(self) -> str:
        return "<UninitializedParameter>"


UninitializedParameter.__module__ = "torch.nn.parameter"
