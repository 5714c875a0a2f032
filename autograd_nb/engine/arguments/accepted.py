"""Which Python objects PyTorch takes for each C++ type of an argument, and what its messages call that type."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from autograd_nb.engine.dtypes import dtype
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.naming import type_name

if TYPE_CHECKING:
    from collections.abc import Callable


class Kind(NamedTuple):
    """The type's name in messages, and whether it takes a value (and how many numbers one may stand for)."""

    name: str
    takes: Callable[[Any, int], bool]


def is_int(value: Any) -> bool:
    """Whether it is a whole number: Python's or NumPy's, but no bool."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def is_index(value: Any) -> bool:
    """Whether it is as good as an int: a tensor of one whole number is."""
    if isinstance(value, bool):
        return False
    try:
        operator.index(value)
    except (TypeError, RuntimeError, ValueError):
        return False
    return True


def is_number(value: Any) -> bool:
    """Whether it is a Python number, a bool included, or one of NumPy's."""
    return isinstance(value, (int, float, complex, np.number, np.bool_))


def _is_scalar(value: Any) -> bool:
    return isinstance(value, Variable) and value._array.ndim == 0 and not value.requires_grad  # type: ignore[attr-defined]  # variables are tensors here


def _is_float(value: Any, _: int) -> bool:
    return (is_number(value) and not isinstance(value, complex)) or _is_scalar(value)


def _is_complex(value: Any, _: int) -> bool:
    return is_number(value) or _is_scalar(value)


def _is_whole(value: Any, _: int) -> bool:
    return is_int(value) or (_is_scalar(value) and value._array.dtype.kind in "iu")


def _is_ints(value: Any, size: int) -> bool:
    if isinstance(value, (list, tuple)):
        return not value or is_index(value[0])
    return size > 0 and is_index(value)


def _is_name(value: Any, _: int) -> bool:
    return value is None or isinstance(value, str)


def _is_names(value: Any, size: int) -> bool:
    if isinstance(value, (list, tuple)):
        return not value or _is_name(value[0], 0)
    return size == 1 and _is_name(value, 0)


def _is_floats(value: Any, _: int) -> bool:
    return isinstance(value, (list, tuple)) and (not value or is_number(value[0]))


def _is_scalars(value: Any, _: int) -> bool:
    return isinstance(value, (list, tuple)) and all(map(is_number, value))


def _is_dtype(value: Any, _: int) -> bool:
    return isinstance(value, dtype) or any(value is kind for kind in (float, int, bool, complex))


def _is_device(value: Any, _: int) -> bool:
    return is_int(value) or isinstance(value, str) or type_name(value) == "torch.device"


def _named(name: str) -> Kind:
    return Kind(name, lambda value, _: type_name(value) == name)


_TENSORS = Kind("tuple of Tensors", lambda value, _: isinstance(value, (list, tuple)))

KINDS = {
    "Tensor": Kind("Tensor", lambda value, _: isinstance(value, Variable)),
    "Scalar": Kind("Number", _is_complex),
    "complex": Kind("complex", _is_complex),
    "double": Kind("float", _is_float),
    "int64_t": Kind("int", _is_whole),
    "SymInt": Kind("int", lambda value, _: is_index(value)),
    "bool": Kind("bool", lambda value, _: isinstance(value, bool)),
    "TensorList": _TENSORS,
    "c10::List<::std::optional<Tensor>>": _TENSORS,
    "IntArrayRef": Kind("tuple of ints", _is_ints),
    "SymIntArrayRef": Kind("tuple of ints", _is_ints),
    "ArrayRef<double>": Kind("tuple of floats", _is_floats),
    "ScalarList": Kind("tuple of Scalars", _is_scalars),
    "Dimname": Kind("name", _is_name),
    "DimnameList": Kind("tuple of names", _is_names),
    "c10::string_view": Kind("str", lambda value, _: isinstance(value, str)),
    "PyObject*": Kind("object", lambda *_: True),
    "ScalarType": Kind("torch.dtype", _is_dtype),
    "Device": Kind("torch.device", _is_device),
    "Generator": Kind("torch.Generator", lambda value, _: type(value).__name__ == "Generator"),
    "Layout": _named("torch.layout"),
    "MemoryFormat": _named("torch.memory_format"),
}
"""By PyTorch's C++ type."""
