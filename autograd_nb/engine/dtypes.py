"""The kinds of numbers a tensor can hold, and which kind comes out of an operation.

A tensor's numbers live in a NumPy array; a `dtype` is PyTorch's name for the array's ``np.dtype``. What NumPy
and PyTorch disagree about is promotion: PyTorch asks first which *category* wins (bool < integer < floating),
and within a category a tensor with dimensions beats one without, which beats a Python number. So
``float32 * 2.0`` stays float32, and so does ``float32[3] * float64[]``.

>>> promote_types(int64, float16)
torch.float16
>>> Size([2, 3]) + (4,)
torch.Size([2, 3, 4])

Source: the PyTorch documentation, "Tensor Attributes".
"""

from __future__ import annotations

import numbers
import operator
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

import numpy as np

from . import errors
from .naming import FullyNamed, type_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

BOOL, INTEGER, FLOATING = 0, 1, 2  # the categories, in the order in which they win


class dtype(metaclass=FullyNamed):  # noqa: N801 (PyTorch's name)
    """The type of a tensor's elements, such as torch.float32. There is one object of each, so `is` compares.

    Attributes:
        name: "float32".
        numpy: the np.dtype of the arrays.
        category: BOOL, INTEGER or FLOATING.
        scalar_name, cpp_name, c_name: what PyTorch's messages call it: "Long", "long int", "int64_t".
        tensor_type: what ``x.type()`` answers: "torch.LongTensor".

    >>> torch.float32.itemsize, torch.float32.is_floating_point, torch.int64.is_signed
    (4, True, True)

    Source: https://pytorch.org/docs/2.7/tensor_attributes.html#torch.dtype
    """

    __slots__ = (
        "__weakref__",
        "c_name",
        "category",
        "cpp_name",
        "is_complex",
        "is_floating_point",
        "is_signed",
        "itemsize",
        "name",
        "numpy",
        "scalar_name",
        "tensor_type",
    )

    def __init__(self, name: str, scalar_name: str, cpp_name: str, c_name: str) -> None:
        self.name, self.scalar_name, self.cpp_name, self.c_name = name, scalar_name, cpp_name, c_name
        self.numpy: np.dtype[Any] = np.dtype(name)
        self.category = {"b": BOOL, "i": INTEGER, "u": INTEGER, "f": FLOATING}[self.numpy.kind]
        self.is_floating_point = self.category == FLOATING
        self.is_complex = False
        self.is_signed = self.numpy.kind in "if"
        self.itemsize = self.numpy.itemsize
        self.tensor_type = f"torch.{scalar_name}Tensor"

    def __repr__(self) -> str:
        return f"torch.{self.name}"

    def __reduce__(self) -> Any:
        return _named, (self.name,)


float16 = dtype("float16", "Half", "c10::Half", "c10::Half")
float32 = dtype("float32", "Float", "float", "float")
float64 = dtype("float64", "Double", "double", "double")
uint8 = dtype("uint8", "Byte", "unsigned char", "uint8_t")
int8 = dtype("int8", "Char", "signed char", "int8_t")
int16 = dtype("int16", "Short", "short int", "int16_t")
int32 = dtype("int32", "Int", "int", "int")
int64 = dtype("int64", "Long", "long int", "int64_t")
bool_ = dtype("bool", "Bool", "bool", "bool")

ALL = (float16, float32, float64, uint8, int8, int16, int32, int64, bool_)


def _named(name: str) -> dtype:
    """The dtype of this name: what a pickled one comes back as."""
    return next(d for d in ALL if d.name == name)


# The second names, which would hide Python's own if they were variables here.
ALIASES = {
    "half": float16, "float": float32, "double": float64,
    "short": int16, "int": int32, "long": int64, "bool": bool_,
}  # fmt: skip


ABSENT = frozenset({"bfloat16", "chalf", "complex32", "complex64", "complex128", "cfloat", "cdouble"})


def __getattr__(name: str) -> dtype:
    """Say why the dtypes that PyTorch has and NumPy has not are missing."""
    if name in ABSENT:
        text = f"module 'autograd_nb' has no attribute '{name}': use float32 or float64"
        raise AttributeError(text)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# ---- from NumPy --------------------------------------------------------------------------------------------

# NumPy numbers its types; two numbers can mean the same type (long and long long), so both are entered.
_BY_NUMBER: dict[int, dtype] = {np.dtype(c).num: d for c in "?bBhilqefd" for d in ALL if d.numpy == np.dtype(c)}
BY_PYTHON_TYPE: dict[object, dtype] = {float: float64, int: int64, bool: bool_}
BY_TENSOR_TYPE = {d.tensor_type: d for d in ALL}


def dtype_of(array: np.ndarray[Any, Any]) -> dtype:
    """Return the dtype of an array that is known to fit a tensor. One look-up.

    >>> dtype_of(np.arange(3))
    torch.int64
    """
    return _BY_NUMBER[array.dtype.num]


def from_numpy_dtype(numpy_dtype: np.dtype[Any]) -> dtype:
    """Return the dtype for a NumPy dtype, or raise PyTorch's TypeError where there is none.

    >>> from_numpy_dtype(np.dtype("float64"))
    torch.float64
    """
    found = _BY_NUMBER.get(numpy_dtype.num)
    if found is None:
        raise errors.numpy_type(numpy_dtype.type)
    return found


def as_dtype(function: str, given: object) -> dtype:
    """Check what was passed as ``dtype=``: one of ours, or Python's float, int or bool.

    >>> as_dtype("zeros", float)
    torch.float64
    """
    if isinstance(given, dtype):
        return given
    found = BY_PYTHON_TYPE.get(given) if isinstance(given, type) else None
    if found is None:
        raise errors.argument_must_be(function, "dtype", None, "torch.dtype", type_name(given))
    return found


# ---- the default dtype -------------------------------------------------------------------------------------

_BOOL, _INT64 = bool_.numpy, int64.numpy
# What a Python number of each category becomes when its category wins; the last one is the default dtype.
_OF_NUMBER: list[np.dtype[Any]] = [_BOOL, _INT64, float32.numpy]


def get_default_dtype(*excess: Any) -> dtype:
    """Return the dtype that Python floats get.

    >>> torch.get_default_dtype()
    torch.float32
    """
    if excess:
        raise TypeError(f"torch.get_default_dtype() takes no arguments ({len(excess)} given)")
    return _BY_NUMBER[_OF_NUMBER[FLOATING].num]


def set_default_dtype(d: dtype) -> None:
    """Set the dtype that Python floats get; must be floating point.

    >>> torch.set_default_dtype(torch.float64)
    >>> torch.tensor(0.5).dtype
    torch.float64
    >>> torch.set_default_dtype(torch.float32)

    Raises:
        TypeError: for what is no dtype, or no floating point one.
    """
    if not isinstance(d, dtype):
        raise errors.default_dtype(is_dtype=False)
    if not d.is_floating_point:
        raise errors.default_dtype(is_dtype=True)
    _OF_NUMBER[FLOATING] = d.numpy


def default_numpy() -> np.dtype[Any]:
    """Return the default dtype as NumPy's."""
    return _OF_NUMBER[FLOATING]


# ---- promotion ---------------------------------------------------------------------------------------------


def _promote(a: dtype, b: dtype) -> np.dtype[Any]:
    """Promote two equals: the higher category wins; within one, the smallest type that holds both."""
    if a.category != b.category:
        return (a if a.category > b.category else b).numpy
    return np.promote_types(a.numpy, b.numpy)


# Tables by NumPy's type numbers, filled once, so that an operation on mixed types costs two look-ups.
_CATEGORY = {n: d.category for n, d in _BY_NUMBER.items()}
_EQUALS = {(i, j): _promote(a, b) for i, a in _BY_NUMBER.items() for j, b in _BY_NUMBER.items()}
_NUMBER_CATEGORY: dict[type, int] = {bool: BOOL, int: INTEGER, float: FLOATING}


def promote_arrays(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> np.dtype[Any]:
    """Return the dtype of an operation on two tensors. Callers test ``a.dtype is b.dtype`` first.

    >>> promote_arrays(np.ones(3, np.float32), np.array(2.0))
    dtype('float32')
    >>> promote_arrays(np.arange(3), np.array(2.0))
    dtype('float64')
    """
    own: np.dtype[Any] = a.dtype
    other: np.dtype[Any] = b.dtype
    m, n = own.num, other.num
    if a.ndim == 0:
        if b.ndim and _CATEGORY[n] >= _CATEGORY[m]:
            return other
    elif b.ndim == 0 and _CATEGORY[m] >= _CATEGORY[n]:
        return own
    return _EQUALS[m, n]


def castable(source: np.dtype[Any], target: np.dtype[Any]) -> bool:
    """Whether results of one dtype may be written over a tensor of another: not to a lower category."""
    return _CATEGORY[source.num] <= _CATEGORY[target.num]


def number_category(number: object) -> int:
    """Return the category of a Python number (or NumPy scalar); TypeError for anything else."""
    found = _NUMBER_CATEGORY.get(type(number))
    if found is not None:
        return found
    if isinstance(number, numbers.Integral):
        return INTEGER
    if isinstance(number, (numbers.Real, np.bool_)):  # neither int nor complex: a float, to PyTorch's parser
        return FLOATING
    if isinstance(number, numbers.Complex):
        raise errors.not_provided("A complex number", "Keep real and imaginary parts in tensors of their own.")
    raise TypeError(f"not a number: {type_name(number)}")


def promote_scalar(a: np.ndarray[Any, Any], scalar: object) -> np.dtype[Any]:
    """Return the dtype of an operation on a tensor and a number: the tensor's, if its category holds it.

    >>> promote_scalar(np.arange(3), 2)
    dtype('int64')
    >>> promote_scalar(np.arange(3), 0.5)
    dtype('float32')
    """
    own: np.dtype[Any] = a.dtype
    category = _NUMBER_CATEGORY.get(type(scalar))
    if category is None:
        category = number_category(scalar)
    return own if category <= _CATEGORY[own.num] else _OF_NUMBER[category]


def promote_types(type1: dtype, type2: dtype) -> dtype:
    """Return the smallest dtype that holds both, by PyTorch's rules.

    >>> torch.promote_types(torch.int64, torch.float16), torch.promote_types(torch.uint8, torch.int8)
    (torch.float16, torch.int16)

    Raises:
        TypeError: for what is no dtype.
    """
    type1, type2 = (BY_PYTHON_TYPE.get(given, given) for given in (type1, type2))
    for i, given in enumerate((type1, type2), 1):
        if not isinstance(given, dtype):
            raise errors.argument_must_be("promote_types", f"type{i}", i, "torch.dtype", type_name(given))
    return _BY_NUMBER[_EQUALS[type1.numpy.num, type2.numpy.num].num]


def result_type(tensor1: Any, tensor2: Any) -> dtype:
    """Return the dtype that an arithmetic operation on two tensors or numbers has.

    >>> torch.result_type(torch.tensor([1, 2]), 0.5), torch.result_type(torch.tensor([1, 2]), 3)
    (torch.float32, torch.int64)
    """
    a, b = getattr(tensor1, "_array", None), getattr(tensor2, "_array", None)
    if a is not None and b is not None:
        found = promote_arrays(a, b)
    elif a is not None:
        found = promote_scalar(a, tensor2)
    elif b is not None:
        found = promote_scalar(b, tensor1)
    else:
        found = _OF_NUMBER[max(number_category(tensor1), number_category(tensor2))]
    return _BY_NUMBER[found.num]


def can_cast(from_: dtype, to: dtype) -> bool:
    """Say whether a cast stays in its category or goes up: bool, integers, floating point numbers.

    >>> torch.can_cast(torch.float32, torch.int64), torch.can_cast(torch.int64, torch.float16)
    (False, True)

    Raises:
        TypeError: for what is no dtype.
    """
    from_, to = (BY_PYTHON_TYPE.get(given, given) for given in (from_, to))
    for i, (name, given) in enumerate((("from_", from_), ("to", to)), 1):
        if not isinstance(given, dtype):
            raise errors.argument_must_be("can_cast", name, i, "torch.dtype", type_name(given))
    return from_.category <= to.category


# ---- Size --------------------------------------------------------------------------------------------------


class Size(tuple[int, ...], metaclass=FullyNamed):
    """The shape of a tensor: a tuple that stays a Size when it is sliced or extended.

    >>> size = torch.zeros(2, 3).shape
    >>> size, size[1:], size.numel()
    (torch.Size([2, 3]), torch.Size([3]), 6)

    Source: https://pytorch.org/docs/2.7/size.html
    """

    __slots__ = ()

    def __new__(cls, sizes: Iterable[SupportsIndex] = ()) -> Self:
        """Take any iterable of whole numbers; TypeError for anything else in it."""
        found = []
        for i, size in enumerate(sizes):
            try:
                found.append(operator.index(size))
            except TypeError:
                raise errors.size_item(i, type_name(size)) from None
        return tuple.__new__(cls, found)

    def __repr__(self) -> str:
        return f"torch.Size({list(self)})"

    def numel(self) -> int:
        """Return the number of elements of a tensor of this shape.

        >>> torch.Size([2, 3]).numel()
        6
        """
        product = 1
        for size in self:
            product *= size
        return product

    @overload
    def __getitem__(self, index: SupportsIndex) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Size: ...
    def __getitem__(self, index: Any) -> Any:
        item = tuple.__getitem__(self, index)
        return tuple.__new__(Size, item) if isinstance(index, slice) else item

    def __add__(self, other: Any) -> Size:
        return tuple.__new__(Size, tuple.__add__(self, other))

    def __mul__(self, times: SupportsIndex) -> Size:
        return tuple.__new__(Size, tuple.__mul__(self, times))

    __rmul__ = __mul__

    def __reduce__(self) -> Any:
        return size_of, (tuple(self),)


def size_of(shape: tuple[int, ...]) -> Size:
    """Make a Size of a shape that NumPy gave: as quick as it can be, without checks."""
    return tuple.__new__(Size, shape)
