"""Parameter: a tensor that a module learns.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.parameter.Parameter.html
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.signatures import FUNCTIONS, match
from autograd_nb.engine.device import check_device
from autograd_nb.engine.dtypes import default_numpy, from_numpy_dtype
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import modes
from autograd_nb.engine.node import attributes
from autograd_nb.engine.tensor import Tensor

if TYPE_CHECKING:
    from types import FrameType


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

    It shares the memory of `data`. What is computed from it is a tensor and no parameter.

    >>> torch.nn.Parameter(torch.tensor([1.0, 2.0]))
    Parameter containing:
    tensor([1., 2.], requires_grad=True)

    Raises:
        RuntimeError: `data` holds whole numbers, which have no gradients, unless `requires_grad=False`.
    """

    _overrides = False

    # What is computed from a parameter, or shares its memory, is a tensor and no parameter.
    _wrap = Tensor._wrap  # bound to Tensor on purpose

    def __init__(self, data: Any = None, requires_grad: bool = True) -> None:
        if data is None:
            data = Tensor._wrap(np.empty(0, default_numpy()))
        given: Any = data if isinstance(data, Variable) else data.detach()
        self._array = given._array
        self._inference = given._inference
        if given._base is not None or given._starts_at:
            self._starts_at = given.storage_offset()
        if requires_grad and self._array.dtype.kind != "f":
            raise RuntimeError("Only Tensors of floating point and complex dtype can require gradients")
        self._asking(requires_grad)

    def _alias(self) -> Tensor:
        alias = Tensor._wrap(self._array)
        alias._starts_at = self._starts_at
        if self._inference:
            alias._inference, alias._counted = True, not modes.inference
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
    >>> dict(module.state_dict())
    {'seen': tensor([0., 0.])}
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


class _Uninitialized:
    """A tensor whose shape is known when the first input comes: it has a dtype, and no numbers to compute with."""

    _becomes: ClassVar[Any]
    _held: np.ndarray[Any, Any]  # empty until `data` is set; what counts of it is its dtype
    _requires_grad: bool

    def __init__(self, requires_grad: bool, device: Any = None, dtype: Any = None) -> None:
        self._held = np.empty(0, numbers(dtype, device))
        self._requires_grad = requires_grad

    @property
    def _array(self) -> Any:
        """What every operation asks for.

        Raises:
            ValueError: always.
        """
        raise ValueError(
            f"Attempted to use an uninitialized parameter in {_asking(sys._getframe(1))}. This error happens when you "
            f"are using a `LazyModule` or explicitly manipulating `torch.nn.parameter.{type(self).__name__}` objects. "
            "When using LazyModules Call `forward` with a dummy batch to initialize the parameters before calling "
            "torch functions"
        )

    def materialize(self, shape: tuple[int, ...], device: Any = None, dtype: Any = None) -> None:
        """Become an ordinary tensor of this shape, its numbers still unknown."""
        del device
        kind = self.__dict__.pop("_held").dtype
        me: Any = self
        me.__class__ = self._becomes
        me._array = np.empty(shape, kind if dtype is None else dtype.numpy)

    @property
    def shape(self) -> Any:
        """Not known yet.

        Raises:
            RuntimeError: always.
        """
        raise RuntimeError(
            "Can't access the shape of an uninitialized parameter or buffer. This error usually happens in "
            "`load_state_dict` when trying to load an uninitialized parameter into an initialized one. Call `forward` "
            "to initialize the parameters before accessing their attributes."
        )

    @property
    def dtype(self) -> Any:
        """The type of the numbers to come."""
        return from_numpy_dtype(self._held.dtype)

    def is_floating_point(self) -> bool:
        """Whether the dtype has fractions."""
        return self._held.dtype.kind == "f"

    @property
    def data(self) -> Any:
        """A tensor without numbers: a learner's own initialization of it does nothing, and the first call has its."""
        return Tensor._wrap(self._held)

    @data.setter
    def data(self, value: Any) -> None:
        self._held = value._array

    def size(self, dim: int | None = None) -> Any:
        """That of `data`, whatever the shape is going to be."""
        return self.data.size(dim)

    def to(self, *args: Any, **kwargs: Any) -> Any:
        """One whose numbers are going to be of another dtype."""
        wanted = Tensor._wrap(self._held).to(*args, **kwargs).dtype
        return self if wanted is self.dtype else type(self)(self._requires_grad, None, wanted)

    def requires_grad_(self, requires_grad: bool = True) -> Any:
        """PyTorch does not let a lazy layer be frozen before its first input: ValueError."""
        del requires_grad
        return self._array

    def share_memory_(self) -> Any:
        """There is no memory to share yet: RuntimeError."""
        raise RuntimeError(
            "Can't share memory on an uninitialized parameter or buffer. Call `forward` to initialize the parameters "
            "before calling `module.share_memory()`."
        )

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        copy = memo[id(self)] = type(self)(self._requires_grad, None, self.dtype)
        return copy

    def __reduce_ex__(self, protocol: Any) -> Any:
        return type(self), (self._requires_grad, None, self.dtype)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class UninitializedParameter(_Uninitialized, Parameter):  # type: ignore[override]  # no array, on purpose
    """A parameter whose shape is known when the first input comes; see `LazyLinear`.

    >>> torch.nn.LazyLinear(3).weight
    <UninitializedParameter>

    Raises:
        RuntimeError: something asks for its numbers before that.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.parameter.UninitializedParameter.html
    """

    _becomes = Parameter

    def __init__(self, requires_grad: bool = True, device: Any = None, dtype: Any = None) -> None:
        super().__init__(requires_grad, device, dtype)


class UninitializedBuffer(_Uninitialized, Tensor):  # type: ignore[override]  # no array, on purpose
    """A buffer whose shape is known when the first input comes; see `LazyBatchNorm1d`.

    >>> torch.nn.LazyBatchNorm1d().running_mean
    <UninitializedBuffer>

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.parameter.UninitializedBuffer.html
    """

    _overrides = False
    _becomes = Tensor

    def __init__(
        self, requires_grad: bool = False, device: Any = None, dtype: Any = None, persistent: bool = True
    ) -> None:
        super().__init__(requires_grad, device, dtype)
        self.persistent = persistent
        self._is_buffer = True

    @property
    def data(self) -> Any:
        """Another one of the same dtype: unlike a parameter, it knows no tensor without numbers."""
        return type(self)(False, None, self.dtype)

    @data.setter
    def data(self, value: Any) -> None:
        self._held = np.empty(0, value.dtype.numpy)


def is_lazy(param: Any) -> bool:
    """Whether this is a parameter or buffer without a shape.

    >>> is_lazy(UninitializedParameter()), is_lazy(Parameter())
    (True, False)
    """
    return isinstance(param, _Uninitialized)


def _asking(frame: FrameType | None) -> str:
    """What PyTorch calls the method or function that asked for the numbers."""
    while frame is not None:
        name = frame.f_code.co_name
        operator = name.strip("_")
        if isinstance(frame.f_locals.get("self"), Tensor) and not (name.startswith("_") and name == f"_{operator}"):
            short = next((n for n in (operator, operator.removeprefix("r")) if hasattr(Tensor, n)), name)
            return f"<method '{name if name[0] != '_' else short}' of 'torch._C.TensorBase' objects>"
        if not name.startswith("_") and hasattr(sys.modules["autograd_nb.nn.functional"], name):
            return f"<built-in function {name}>"
        frame = frame.f_back
    return "a function"


UninitializedParameter.__module__ = UninitializedBuffer.__module__ = "torch.nn.parameter"
