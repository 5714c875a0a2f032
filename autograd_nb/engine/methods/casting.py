"""Other dtypes, copies, and new tensors in the likeness of this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.data import array_from, fitting
from autograd_nb.engine.device import check_device
from autograd_nb.engine.dtypes import (
    BY_TENSOR_TYPE,
    as_dtype,
    bool_,
    dtype,
    float16,
    float32,
    float64,
    from_numpy_dtype,
    get_default_dtype,
    int8,
    int16,
    int32,
    int64,
    uint8,
)
from autograd_nb.engine.dtypes import dtype as DType
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.memory.layouts import order_of_copy, preserve_format, suggested
from autograd_nb.engine.naming import written_name
from autograd_nb.engine.ops import elementwise as ops
from autograd_nb.engine.warn import warn

from .base import Base

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Casting(Base):
    """`to`, `float`, `long`, ..., `clone`, `new_zeros`, ..."""

    def clone(self, *, memory_format: Any = None) -> Tensor:
        """A copy that is recorded: its gradient flows back to this tensor.

        `x.detach().clone()` is a copy without history.

        >>> x = torch.tensor([1.0, 2.0])
        >>> y = torch.clone(x)
        >>> y[0] = 9
        >>> x
        tensor([1., 2.])
        """
        if memory_format is None:
            return self._apply(ops.CLONE, self)
        return self._apply(ops.CLONE, self, order=order_of_copy(memory_format))

    def _copy(self) -> Tensor:
        """What `.grad` is when the walk itself is recorded."""
        empty = self.new_empty(self._array.shape)
        return self._finish(ops.COPY, (empty, self), {}, self._array.copy())

    def to(
        self, *args: Any, dtype: Any = None, device: Any = None, copy: bool = False, memory_format: Any = None, **_: Any
    ) -> Tensor:
        """This tensor in another dtype; itself if nothing changes.

        Accepts a dtype, a device (only the CPU), or a tensor to be like. Between dtypes with fractions the gradient
        flows back, cast to this tensor's dtype. Numbers become integers by cutting towards zero.

        >>> torch.tensor([1.9, -1.9]).to(torch.int64)
        tensor([ 1, -1])

        Raises:
            RuntimeError: there is no such device here.
        """
        told: list[bool] = []
        for given in args:
            if isinstance(given, Variable):
                dtype = from_numpy_dtype(given._array.dtype)
            elif isinstance(given, (DTYPE, type)):
                dtype = given
            elif isinstance(given, bool):
                told.append(given)
            else:
                device = given
        if len(told) > 1:  # the first is non_blocking
            copy = told[1]
        if device is not None:
            check_device(device)
        wanted = self._array.dtype if dtype is None else as_dtype("to", dtype).numpy
        if memory_format is not None and memory_format is not preserve_format:
            if not (copy or wanted != self._array.dtype) and suggested(self._array, memory_format):
                return self  # type: ignore[return-value]  # the only implementer is Tensor
            row = ops.CAST if wanted.kind == "f" else ops.CAST_WHOLE
            return self._apply(row, self, dtype=wanted, order=order_of_copy(memory_format))
        if wanted == self._array.dtype and not copy:
            return self  # type: ignore[return-value]  # the only implementer is Tensor
        return self._apply(ops.CAST if wanted.kind == "f" else ops.CAST_WHOLE, self, dtype=wanted)

    def _cast(self, dtype: Any) -> Tensor:
        """This tensor in a NumPy dtype."""
        return self.to(from_numpy_dtype(np.dtype(dtype)))

    def type(self, dtype: Any = None) -> Any:
        """The name of the tensor type, `'torch.FloatTensor'`; with a dtype or type, the tensor cast to it.

        >>> torch.tensor([1.5]).type()
        'torch.FloatTensor'
        >>> torch.tensor([1.5]).type(torch.int64)
        tensor([1])

        Raises:
            ValueError: there is no type of this name.
        """
        own = from_numpy_dtype(self._array.dtype)
        if dtype is None:
            return own.tensor_type
        if not isinstance(dtype, (DType, str, type)):
            raise TypeError("dtype must be a type, str, or dtype object")
        if not isinstance(dtype, DType):
            from autograd_nb.engine.tensor import Tensor

            name = "torch.Tensor" if dtype is Tensor else dtype if isinstance(dtype, str) else written_name(dtype)
            dtype = get_default_dtype() if name == "torch.Tensor" else BY_TENSOR_TYPE.get(name)
            if dtype is None:
                raise ValueError(f"invalid type: '{name}'")
        return self.to(dtype)

    def new(self, *args: Any, **kwargs: Any) -> Tensor:
        """A tensor of this dtype of given sizes or data: older programs write `x.new(2, 3)` for `x.new_empty(2, 3)`.

        >>> torch.tensor([1.5]).new([3, 4])
        tensor([3., 4.])
        """
        from autograd_nb.engine.tensor_types import made_of

        return made_of(from_numpy_dtype(self._array.dtype), args, kwargs)

    def type_as(self, other: Tensor) -> Tensor:
        """This tensor in the dtype of `other`: `self.to(other.dtype)`.

        >>> torch.tensor([1, 2]).type_as(torch.tensor([0.5]))
        tensor([1., 2.])
        """
        return self.to(other)

    def double(self, *, memory_format: Any = None) -> Tensor:
        """In float64, with 53 bits of precision: about 16 decimals.

        >>> torch.tensor([1, 2]).double()
        tensor([1., 2.], dtype=torch.float64)
        """
        return self.to(float64, memory_format=memory_format)

    def float(self, *, memory_format: Any = None) -> Tensor:
        """In float32, with 24 bits of precision: about 7 decimals.

        >>> torch.tensor([1, 2]).float()
        tensor([1., 2.])
        """
        return self.to(float32, memory_format=memory_format)

    def half(self, *, memory_format: Any = None) -> Tensor:
        """In float16, with 11 bits of precision: about 3 decimals, and nothing beyond 65504.

        >>> torch.tensor([1.0, 70000.0]).half()
        tensor([1., inf], dtype=torch.float16)
        """
        return self.to(float16, memory_format=memory_format)

    def long(self, *, memory_format: Any = None) -> Tensor:
        """In int64, cut towards zero.

        >>> torch.tensor([1.9, -1.9]).long()
        tensor([ 1, -1])
        """
        return self.to(int64, memory_format=memory_format)

    def int(self, *, memory_format: Any = None) -> Tensor:
        """In int32, cut towards zero.

        >>> torch.tensor([1.9, -1.9]).int()
        tensor([ 1, -1], dtype=torch.int32)
        """
        return self.to(int32, memory_format=memory_format)

    def short(self, *, memory_format: Any = None) -> Tensor:
        """In int16, cut towards zero; integers that do not fit begin anew at the other end.

        >>> torch.tensor([1, 32768]).short()
        tensor([     1, -32768], dtype=torch.int16)
        """
        return self.to(int16, memory_format=memory_format)

    def char(self, *, memory_format: Any = None) -> Tensor:
        """In int8, cut towards zero; integers that do not fit begin anew at the other end.

        >>> torch.tensor([1, 128]).char()
        tensor([   1, -128], dtype=torch.int8)
        """
        return self.to(int8, memory_format=memory_format)

    def byte(self, *, memory_format: Any = None) -> Tensor:
        """In uint8, cut towards zero; integers that do not fit begin anew at the other end.

        >>> torch.tensor([1, 256, 257]).byte()
        tensor([1, 0, 1], dtype=torch.uint8)
        """
        return self.to(uint8, memory_format=memory_format)

    def bool(self, *, memory_format: Any = None) -> Tensor:
        """True where an element is not zero, nan included.

        >>> torch.tensor([0.0, 0.5, -1.0]).bool()
        tensor([False,  True,  True])
        """
        return self.to(bool_, memory_format=memory_format)

    def cpu(self, *, memory_format: Any = None) -> Tensor:  # noqa: ARG002 - nothing is copied, so none is asked of it
        """This tensor: it is on the CPU.

        >>> x = torch.tensor([1.0])
        >>> x.cpu() is x
        True
        """
        return self  # type: ignore[return-value]  # the only implementer is Tensor

    def cuda(self, device: Any = None) -> Tensor:
        """Raises PyTorch's error: there is no GPU here.

        >>> torch.cuda.is_available()
        False

        Raises:
            RuntimeError: always.
        """
        return self.to(device="cuda" if device is None else f"cuda:{device}" if isinstance(device, int) else device)

    # -- new tensors ------------------------------------------------------------------------------------

    def new_tensor(self, data: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
        """A tensor of `data` in the dtype of this one, a copy without history.

        >>> torch.tensor([0.5]).new_tensor([[1, 2], [3, 4]])
        tensor([[1., 2.],
                [3., 4.]])
        """
        if device is not None:
            check_device(device)
        if isinstance(data, Variable):
            warn(errors.COPY_CONSTRUCT.replace("torch.tensor(", "tensor.new_tensor("))
        wanted = self._array.dtype if dtype is None else as_dtype("new_tensor", dtype).numpy
        return self._like(array_from(data, wanted), requires_grad)

    def new_zeros(self, *size: Any, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
        """Zeros in the dtype of this tensor, of any shape.

        >>> torch.tensor([1, 2]).new_zeros(2, 3)
        tensor([[0, 0, 0],
                [0, 0, 0]])

        Raises:
            RuntimeError: a length is negative.
        """
        return self._new(0, size, dtype, device, requires_grad)

    def new_ones(self, *size: Any, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
        """Ones in the dtype of this tensor, of any shape.

        >>> torch.tensor([1, 2]).new_ones(2, 3)
        tensor([[1, 1, 1],
                [1, 1, 1]])

        Raises:
            RuntimeError: a length is negative.
        """
        return self._new(1, size, dtype, device, requires_grad)

    def new_full(
        self, size: Any, fill_value: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False
    ) -> Tensor:
        """`fill_value` everywhere, in the dtype of this tensor, of any shape.

        >>> torch.tensor([1, 2]).new_full((2, 3), 7)
        tensor([[7, 7, 7],
                [7, 7, 7]])

        Raises:
            RuntimeError: a length is negative.
        """
        return self._new(fill_value, (size,), dtype, device, requires_grad)

    def new_empty(self, *size: Any, dtype: Any = None, device: Any = None, requires_grad: Any = False) -> Tensor:
        """A tensor in the dtype of this one whose values are not to be relied on (they are zeros).

        >>> torch.tensor([1, 2]).new_empty(2, 3).shape
        torch.Size([2, 3])

        Raises:
            RuntimeError: a length is negative.
        """
        return self._new(0, size, dtype, device, requires_grad)

    def _new(self, value: Any, size: tuple[Any, ...], dtype: Any, device: Any, requires_grad: Any) -> Tensor:
        if device is not None:
            check_device(device)
        if len(size) == 1 and not isinstance(size[0], INT):
            size = tuple(size[0])
        for n in size:
            if isinstance(n, INT) and n < 0:
                raise errors.negative_size(n, size)
        wanted = self._array.dtype if dtype is None else as_dtype("new_full", dtype).numpy
        return self._like(np.full(size, fitting(value, wanted), wanted), requires_grad)

    def _like(self, array: np.ndarray[Any, Any], requires_grad: Any) -> Tensor:
        if requires_grad and array.dtype.kind != "f":
            raise errors.only_float_requires_grad(factory=True)
        out: Any = self._wrap(array)  # type: ignore[attr-defined]  # every one of these is a Tensor
        if requires_grad:
            out._asking(True)
        return out


DTYPE = dtype
INT = int
