"""The classes of older programs, called with sizes or data: ``LongTensor([1, 2])``, ``FloatTensor(2, 3)``.

Their tensors are of the class `Tensor`; a type stands for a dtype, in `isinstance` and ``x.type(...)``, too.

>>> LongTensor([1, 2])
tensor([1, 2])
>>> FloatTensor(2, 0)
tensor([], size=(2, 0))

Source: the PyTorch documentation, "torch.Tensor"; what they refuse is compared with PyTorch.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np

from . import dtypes, errors
from .graph import Variable
from .memory.layouts import strided
from .naming import FullyNamed, type_name, written_name
from .ops.shape import ALIAS

if TYPE_CHECKING:
    from .tensor import Tensor

_WAYS = (
    "(*, torch.device device = None)",
    "(torch.Storage storage)",
    "(Tensor other)",
    "(tuple of ints size, *, torch.device device = None)",
    "(object data, *, torch.device device = None)",
)


def made_of(dtype: dtypes.dtype | None, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Tensor:
    """Make a tensor as the class of a dtype does; without a dtype as `Tensor` does, which takes tensors of any.

    Args:
        dtype: that of the class.
        args: sizes, or one sequence of numbers, or one tensor, whose memory is shared.
        kwargs: ``device=``, or what else PyTorch has a name for.

    Raises:
        TypeError: if they are none of these, or a tensor is of another dtype.
    """
    from .creation import as_tensor, empty

    wanted = dtype or dtypes.get_default_dtype()
    device = kwargs.get("device")
    named = kwargs.keys() - {"device"}
    if named - {"other", "size", "data"} or len(named) > (not args):
        raise errors.invalid_combination("new", args, kwargs, _WAYS)
    if not args and not named:
        return empty(0, dtype=wanted, device=device)
    first = kwargs[named.pop()] if named else args[0]
    if _is_size(first, alone=len(args) < 2):
        for number, size in enumerate(args):
            try:
                operator.index(size)
            except TypeError:
                raise errors.later_element("new", "size", number + 1, type_name(size)) from None
        return empty(args or (first,), dtype=wanted, device=device)
    if len(args) > 1:
        raise errors.invalid_combination("new", args, kwargs, _WAYS)
    if isinstance(first, Variable):
        return _alias(first, dtype, device)
    if "size" in kwargs or isinstance(first, dtypes.Size):
        return empty(first, dtype=wanted, device=device)
    if isinstance(first, str):
        raise errors.not_data(f"invalid data type '{type_name(first)}'")
    if isinstance(first, (dict, np.generic)) or not hasattr(first, "__getitem__"):
        raise errors.not_data(f"data must be a sequence (got {type_name(first)})")
    return as_tensor(first, dtype=wanted, device=device)


def _alias(first: Any, dtype: dtypes.dtype | None, device: Any) -> Tensor:
    """Another tensor with the memory of `first`."""
    if device is not None:
        raise errors.tensor_with_device(new=dtype is not None)
    own = dtypes.dtype_of(first._array)
    if dtype is not None and own is not dtype:
        raise errors.other_tensor_type(dtype.cpp_name, own.cpp_name)
    found: Tensor = first._apply(ALIAS, first)
    return found


def _is_size(value: Any, alone: bool) -> bool:
    """Whether a first argument begins the sizes; a tensor alone is data."""
    if isinstance(value, Variable):
        return not alone and value._array.ndim == 0 and value._array.dtype.kind in "iu"
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


class tensortype(FullyNamed):  # noqa: N801 (PyTorch's name)
    """The type of the classes below."""

    dtype: dtypes.dtype

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        """Make one of the classes, none of which can be inherited from."""
        if bases:
            raise errors.not_a_base(written_name(bases[0]))
        return super().__new__(cls, name, bases, body)

    def __call__(self, *args: Any, **kwargs: Any) -> Tensor:
        """Make a tensor of the dtype."""
        return made_of(self.dtype, args, kwargs)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, Variable) and dtypes.dtype_of(instance._array) is self.dtype


tensortype.__module__ = "torch"


def _type_of(dtype: dtypes.dtype, text: str) -> Any:
    """The class of this dtype; `text` is what a tensor of 1 and 0 is written as."""
    name = f"{dtype.scalar_name}Tensor"
    doc = f"""Tensors of {dtype}, as older programs make them: of sizes, or of a list of numbers.

    It makes tensors of the class `Tensor`, and `isinstance` asks for their dtype. Today one writes
    `torch.tensor(..., dtype={dtype})`.

    >>> x = torch.{name}([1, 0])
    >>> x, isinstance(x, torch.{name}), torch.{name}(2, 3).shape
    ({text}, True, torch.Size([2, 3]))

    Raises:
        TypeError: for a tensor of another dtype, or what holds no numbers.

    Source: https://pytorch.org/docs/2.7/tensors.html#data-types
    """
    return tensortype(name, (), {"dtype": dtype, "layout": strided, "is_cuda": False, "__doc__": doc})


BoolTensor = _type_of(dtypes.bool_, "tensor([ True, False])")
ByteTensor = _type_of(dtypes.uint8, "tensor([1, 0], dtype=torch.uint8)")
CharTensor = _type_of(dtypes.int8, "tensor([1, 0], dtype=torch.int8)")
DoubleTensor = _type_of(dtypes.float64, "tensor([1., 0.], dtype=torch.float64)")
FloatTensor = _type_of(dtypes.float32, "tensor([1., 0.])")
HalfTensor = _type_of(dtypes.float16, "tensor([1., 0.], dtype=torch.float16)")
IntTensor = _type_of(dtypes.int32, "tensor([1, 0], dtype=torch.int32)")
LongTensor = _type_of(dtypes.int64, "tensor([1, 0])")
ShortTensor = _type_of(dtypes.int16, "tensor([1, 0], dtype=torch.int16)")
