"""The ways out of a tensor: numbers, lists, NumPy arrays, sizes."""

from __future__ import annotations

import copy
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import batch_errors, errors, events, tensor_errors
from autograd_nb.engine.dtypes import size_of
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.layouts import contiguous_format, is_in_order, preserve_format, strided
from autograd_nb.engine.modes import modes
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.node import attributes
from autograd_nb.engine.signatures import METHODS, match

from .base import Base, axis, must_be_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Access(Base):
    """`item`, `tolist`, `numpy`, `len`, `bool`, ..."""

    # -- numbers -------------------------------------------------------------------------------------------

    def item(self, *excess: Any) -> Any:
        """The only element as a Python number; the graph does not follow it.

        Raises:
            RuntimeError: if there is more than one element, or none.
        """
        if excess:
            match(METHODS, "item", excess, {}, self)
        if self._array.size != 1:
            raise tensor_errors.not_a_scalar(self._array.size)
        value = self._array.item()
        if events.observer is not None and (self._requires_grad or self._trace is not None):
            events.observer.cut(value, self, "item")
        return value

    def tolist(self, *excess: Any) -> Any:
        """The elements as nested lists of Python numbers; the graph does not follow them."""
        if excess:
            match(METHODS, "tolist", excess, {}, self)
        numbers = self._array.tolist()
        if events.observer is not None and (self._requires_grad or self._trace is not None):
            events.observer.cut(numbers, self, "tolist")
        return numbers

    def _number(self) -> Any:
        if self._array.size != 1:
            raise tensor_errors.not_a_python_scalar()
        return self.item()

    def __float__(self) -> float:
        return float(self._number())

    def __int__(self) -> int:
        return int(self._number())

    def __index__(self) -> int:
        if self._array.size != 1 or self._array.dtype.kind not in "iub":
            raise TypeError("only integer tensors of a single element can be converted to an index")
        return int(self._array.item())

    def __bool__(self) -> bool:
        if self._array.size > 1:
            raise tensor_errors.ambiguous_bool(self._array.size)
        if self._array.size == 0:
            raise tensor_errors.ambiguous_bool(0)
        outcome = bool(self._array.item())
        if events.observer is not None and (self._requires_grad or self._trace is not None):
            events.observer.decided(self, outcome)
        return outcome

    def __len__(self) -> int:
        if self._array.ndim == 0:
            raise tensor_errors.len_of_scalar()
        return len(self._array)

    def __reversed__(self) -> Tensor:
        me: Any = self
        flipped: Tensor = me.flip(0) if self._array.ndim else me
        return flipped

    def __contains__(self, element: Any) -> bool:
        if not isinstance(element, (Variable, int, float, bool)):
            raise RuntimeError(  # noqa: TRY004 - PyTorch's choice
                f"Tensor.__contains__ only supports Tensor or scalar, but you passed in a {type(element)}."
            )
        matches: Any = element == self
        return bool(matches._array.any())

    def __format__(self, spec: str) -> str:
        if self._array.ndim == 0:
            return format(self._array.item(), spec)
        return object.__format__(self, spec)

    # -- by Python's own functions ---------------------------------------------------------------------------

    def apply_(self, callable: Any) -> Tensor:
        """Every element replaced by what a Python function makes of it. Slow."""
        return self._by_python("apply_", callable)

    def map_(self, tensor: Tensor, callable: Any) -> Tensor:
        """Every element replaced by what a Python function makes of it and of that of another tensor. Slow."""
        other: Any = must_be_tensor("map_", tensor)
        if not self.requires_grad:
            mine: Any = self
            if other.dtype != mine.dtype:
                raise TypeError(f"map_: expected {mine.type()} for 'other' (got {other.type()})")
            other = other.expand(self._array.shape)
        return self._by_python("map_", callable, other._array)

    def map2_(self, x: Tensor, y: Tensor, callable: Any) -> Tensor:
        """Every element replaced by what a Python function makes of it and of those of two other tensors. Slow."""
        return self._by_python("map2_", callable, *(np.broadcast_to(t._array, self._array.shape) for t in (x, y)))

    def _by_python(self, name: str, function: Any, *others: Any) -> Tensor:
        me: Any = self
        if self.requires_grad:
            raise RuntimeError(
                f"Can't call {name}() on Variable that requires grad. Use var.detach().{name}() instead."
            )
        if not callable(function):
            raise TypeError(f"{type_name(function)!r} object is not callable")
        found = np.frompyfunc(function, 1 + len(others), 1)(self._array, *others)
        wrong = next((value for value in np.asarray(found, object).flat if isinstance(value, str)), None)
        if wrong is not None:
            raise TypeError(f"must be real number, not {type_name(wrong)}")
        self._array[...] = np.asarray(found, self._array.dtype)
        if events.observer is not None:
            events.observer.overwritten(me)
        return self  # type: ignore[return-value]  # the only implementer is Tensor

    # -- NumPy ---------------------------------------------------------------------------------------------

    def is_inference(self) -> bool:
        """Whether this tensor was made in inference mode."""
        return self._inference

    def numpy(self, *, force: bool = False) -> Any:
        """The elements as a NumPy array in the same memory.

        Raises:
            RuntimeError: if this tensor requires grad, since NumPy would leave the graph unseen.
        """
        if self.requires_grad and modes.grad and not force:
            raise errors.cannot_call_numpy()
        if self._born and modes.here.transforms:
            raise batch_errors.no_storage()
        if events.observer is not None and (self._requires_grad or self._trace is not None):
            events.observer.cut(self._array, self, "numpy")
        return self._array

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        array = self.numpy()
        return array if dtype is None else array.astype(dtype, copy=False)

    def __array_wrap__(self, array: Any, context: Any = None, return_scalar: bool = False) -> Tensor:
        """What NumPy's functions of a tensor give is a tensor again, in bytes where it is true or false."""
        del context, return_scalar
        me: Any = self
        result: Tensor = me._wrap(array.astype(np.uint8) if array.dtype.kind == "b" else array)
        return result

    def __dlpack__(self, **options: Any) -> Any:
        if self.requires_grad:
            raise BufferError("Can't export tensors that require gradient, use tensor.detach()")
        return self._array.__dlpack__(**{name: value for name, value in options.items() if value is not None})

    def __dlpack_device__(self) -> tuple[int, int]:
        return (1, 0)

    # -- sizes ---------------------------------------------------------------------------------------------

    def size(self, dim: int | None = None) -> Any:
        """The shape, or the size of one dimension."""
        if dim is None:
            return size_of(self._array.shape)
        if not self._array.ndim:
            raise IndexError("Dimension specified as 0 but tensor has no dimensions")
        if type(dim) is not int:
            match(METHODS, "size", (dim,), {}, self)
        return self._array.shape[axis(dim, self._array.ndim)]

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return self._array.ndim

    def dim(self, *excess: Any) -> int:
        """The number of dimensions."""
        if excess:
            match(METHODS, "dim", excess, {}, self)
        return self._array.ndim

    ndimension = dim

    def numel(self, *excess: Any) -> int:
        """The number of elements."""
        if excess:
            match(METHODS, "numel", excess, {}, self)
        return self._array.size

    nelement = numel

    def element_size(self) -> int:
        """Bytes of one element."""
        return self._array.itemsize

    def stride(self, dim: int | None = None) -> Any:
        """Steps in memory between neighbours of each dimension, in elements."""
        steps = tuple(s // self._array.itemsize for s in self._array.strides)
        if not self._array.size and (not any(steps) or min(steps) < 0):  # NumPy's, of an array without elements
            steps = tuple(math.prod(max(n, 1) for n in self._array.shape[d + 1 :]) for d in range(len(steps)))
        if dim is None:
            return steps
        if type(dim) is not int:
            match(METHODS, "stride", (dim,), {}, self)
        return steps[axis(dim, self._array.ndim)]

    def storage_offset(self) -> int:
        """Where this view begins in its base, in elements."""
        base = self._array if self._base is None else self._base._array
        return int((_address(self._array) - _address(base)) // (self._array.itemsize or 1))

    def is_contiguous(self, memory_format: Any = contiguous_format) -> bool:
        """Whether the memory lies in the order of the elements."""
        if memory_format is contiguous_format:  # the usual one, without a call
            return bool(self._array.flags.c_contiguous)
        if memory_format is preserve_format:
            raise RuntimeError("preserve memory format is unsupported by the contiguous operator")
        return is_in_order(self._array, memory_format)

    @property
    def layout(self) -> Any:
        """The way in which the elements are kept: always `torch.strided`."""
        return strided

    @property
    def nbytes(self) -> int:
        """Bytes of all elements."""
        return self._array.nbytes

    @property
    def itemsize(self) -> int:
        """Bytes of one element."""
        return self._array.itemsize

    @property
    def is_cuda(self) -> bool:
        """Whether the memory is on a GPU: never."""
        return False

    def is_complex(self) -> bool:
        """Whether the dtype is complex: never."""
        return False

    def is_signed(self) -> bool:
        """Whether the dtype has negative numbers."""
        return self._array.dtype.kind in "if"

    def is_nonzero(self) -> bool:
        """Whether the only element is not 0."""
        if self._array.size != 1:
            raise tensor_errors.ambiguous_bool(self._array.size)
        return bool(self._array.item())

    def data_ptr(self) -> int:
        """The address of the first element: equal for tensors that share it."""
        return _address(self._array)

    def is_floating_point(self) -> bool:
        """Whether the dtype has fractions."""
        return bool(self._array.dtype.kind == "f")

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _rebuilt, (self._array, self.requires_grad), attributes(self) or None

    def __deepcopy__(self, memo: dict[int, Any]) -> Tensor:
        if self._grad_fn is not None:
            raise errors.deepcopy_non_leaf()
        out: Any = self.detach().clone()
        out._written()  # as in PyTorch, which puts the copied memory into an empty tensor
        memo[id(self)] = out
        if self._requires_grad:
            out.requires_grad_()
        if self._grad is not None:
            out._grad = copy.deepcopy(self._grad, memo)
        vars(out).update(copy.deepcopy(attributes(self), memo))
        return out


def _rebuilt(array: Any, requires_grad: bool) -> Tensor:
    """A leaf around this array: what a pickled tensor comes back as."""
    from autograd_nb.engine.tensor import Tensor

    tensor = Tensor._wrap(array, requires_grad)
    tensor._written()
    return tensor


def _address(array: np.ndarray[Any, Any]) -> int:
    return int(array.__array_interface__["data"][0])
