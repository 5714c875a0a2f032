"""The ways out of a tensor: numbers, lists, NumPy arrays, copies by Python."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors, events
from autograd_nb.engine.arguments.signatures import METHODS, match
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.memory.overlaps import opened
from autograd_nb.engine.memory.storage import copied
from autograd_nb.engine.modes import modes
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.node import attributes

from .base import Base, must_be_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Access(Base):
    """`item`, `tolist`, `numpy`, `len`, `bool`, ..."""

    # -- numbers -------------------------------------------------------------------------------------------

    def item(self, *excess: Any) -> Any:
        """The only element as a Python number; the graph does not follow it.

        >>> torch.tensor([2.5]).item()
        2.5

        Raises:
            RuntimeError: if there is more than one element, or none.
        """
        if excess:
            match(METHODS, "item", excess, {}, self)
        if self._array.size != 1:
            raise errors.not_a_scalar(self._array.size)
        value = self._array.item()
        if events.observer is not None and (self._requires_grad or self._trace is not None):
            events.observer.cut(value, self, "item")
        return value

    def tolist(self, *excess: Any) -> Any:
        """The elements as nested lists of Python numbers; the graph does not follow them.

        >>> torch.tensor([[1, 2], [3, 4]]).tolist()
        [[1, 2], [3, 4]]
        """
        if excess:
            match(METHODS, "tolist", excess, {}, self)
        numbers = self._array.tolist()
        if events.observer is not None and (self._requires_grad or self._trace is not None):
            events.observer.cut(numbers, self, "tolist")
        return numbers

    def _number(self) -> Any:
        if self._array.size != 1:
            raise errors.not_a_python_scalar()
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
            raise errors.ambiguous_bool(self._array.size)
        if self._array.size == 0:
            raise errors.ambiguous_bool(0)
        outcome = bool(self._array.item())
        if events.observer is not None and (self._requires_grad or self._trace is not None):
            events.observer.decided(self, outcome)
        return outcome

    def __len__(self) -> int:
        if self._array.ndim == 0:
            raise errors.len_of_scalar()
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
        """Every element replaced by what a Python function makes of it. Slow, and no operation of the graph.

        >>> torch.tensor([1., 2., 3.]).apply_(lambda x: x * x)
        tensor([1., 4., 9.])

        Raises:
            TypeError: for what cannot be called, or does not give numbers.
            RuntimeError: the tensor requires grad.
        """
        return self._by_python("apply_", callable)

    def map_(self, tensor: Tensor, callable: Any) -> Tensor:
        """Every element replaced by what a Python function makes of it and of that of another tensor. Slow.

        >>> torch.tensor([1., 2.]).map_(torch.tensor([10., 20.]), lambda x, y: x + y)
        tensor([11., 22.])

        Raises:
            TypeError: another dtype, or what cannot be called.
            RuntimeError: the tensor requires grad.
        """
        other: Any = must_be_tensor("map_", tensor)
        if not self.requires_grad:
            mine: Any = self
            if other.dtype != mine.dtype:
                raise TypeError(f"map_: expected {mine.type()} for 'other' (got {other.type()})")
            other = other.expand(self._array.shape)
        return self._by_python("map_", callable, other._array)

    def map2_(self, x: Tensor, y: Tensor, callable: Any) -> Tensor:
        """Every element replaced by what a Python function makes of it and of those of two other tensors. Slow.

        >>> torch.tensor([1., 2.]).map2_(torch.ones(2), torch.ones(2), lambda x, y, z: x + y + z)
        tensor([3., 4.])
        """
        return self._by_python("map2_", callable, *(np.broadcast_to(t._array, self._array.shape) for t in (x, y)))

    def _by_python(self, name: str, function: Any, *others: Any) -> Tensor:
        me: Any = self
        if self.requires_grad:
            raise RuntimeError(
                f"Can't call {name}() on Variable that requires grad. Use var.detach().{name}() instead."
            )
        if not callable(function):
            raise TypeError(f"{type_name(function)!r} object is not callable")
        if not self._array.flags.writeable:
            raise errors.shared_elements_inplace()
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
        """Whether this tensor was made in inference mode, and may not take part in a recorded operation.

        >>> with torch.inference_mode():
        ...     x = torch.ones(2)
        >>> torch.is_inference(x), torch.is_inference(torch.ones(2))
        (True, False)
        """
        return self._inference

    def numpy(self, *, force: bool = False) -> Any:
        """The elements as a NumPy array in the same memory: what is written into one is in the other.

        Args:
            force: of a tensor that requires grad as well, as `detach().numpy()` gives it.

        >>> x = torch.zeros(2)
        >>> x.numpy()[0] = 5
        >>> x
        tensor([5., 0.])

        Raises:
            RuntimeError: if this tensor requires grad, since NumPy would leave the graph unseen.
        """
        if self.requires_grad and modes.grad and not force:
            raise errors.cannot_call_numpy()
        if self._born and modes.here.transforms:
            raise errors.vmap.no_storage()
        if events.observer is not None and (self._requires_grad or self._trace is not None):
            events.observer.cut(self._array, self, "numpy")
        return opened(self._array)

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

    # -- copies by Python --------------------------------------------------------------------------------------

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _rebuilt, (self._array, self.requires_grad), attributes(self) or None

    def __deepcopy__(self, memo: dict[int, Any]) -> Tensor:
        if self._grad_fn is not None:
            raise errors.deepcopy_non_leaf()
        out: Any = self.detach()
        out._array, out._counter = copied(self._array, memo), None
        out._written()  # as in PyTorch, which puts the copied memory into an empty tensor
        memo[id(self)] = out
        if self._requires_grad:
            out._asking(True)
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
