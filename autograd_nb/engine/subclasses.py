"""What every subclass of `Tensor` inherits from: its methods, operators and attributes ask `__torch_function__` first.

It is put between a learner's class and `Tensor` when the first such class is made, so that plain tensors, whose
methods ask nobody, are as quick as ever.

Source: https://pytorch.org/docs/2.7/notes/extending.html#subclassing-torch-tensor
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from . import errors, overrides
from .batching.batches import of_parts
from .naming import type_name
from .node import Variable
from .tensor import Tensor
from .tensor_types import made_of
from .wrapping import stand_in

if TYPE_CHECKING:
    from collections.abc import Callable


class Subclassed(Tensor):
    """A tensor of a learner's class."""

    _overrides = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """`Tensor.__new__` has done it all; a class with its own `__init__` calls this one without arguments."""
        if type(self).__init__ is not Subclassed.__init__:
            object.__init__(self, *args, **kwargs)

    def __format__(self, spec: str) -> str:
        return object.__format__(self, spec)

    def __reduce_ex__(self, protocol: Any) -> Any:
        with overrides.DisableTorchFunctionSubclass():
            made, (array, requires_grad), notes = super().__reduce_ex__(protocol)
        return _rebuilt, (type(self), made, array, requires_grad), notes

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        with overrides.DisableTorchFunctionSubclass():
            copied = super().__deepcopy__(memo)
        copied.__class__ = type(self)
        return copied

    def as_subclass(self, cls: Any) -> Any:
        """See `Tensor.as_subclass`."""
        with overrides.DisableTorchFunctionSubclass():
            return Tensor.as_subclass(self, cls)


def _rebuilt(cls: Any, made: Any, array: Any, requires_grad: bool) -> Any:
    """What a pickled tensor comes back as."""
    tensor = made(array, requires_grad)
    tensor.__class__ = cls
    return tensor


def made_as(cls: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """A tensor of the class `cls` from sizes or data, as `Tensor` makes one."""
    made: Any = made_of(None, args, kwargs)
    made.__class__ = cls
    return made


def around(cls: Any, tensor: Any) -> Any:
    """A tensor of the class `cls` in the memory of another, without its history.

    Raises:
        TypeError: for a class that does not inherit from `Tensor`, and for what is no tensor.
    """
    if not (isinstance(cls, type) and issubclass(cls, Tensor)):
        Tensor.as_subclass(tensor, cls)  # which says so
    if not isinstance(tensor, Variable):
        raise errors.argument_must_be("_make_subclass", "data", 2, "Tensor", type_name(tensor))
    self = Variable.__new__(cls)
    self._array = tensor._array
    self._starts_at = tensor._starts_at
    return self


def by_default(cls: Any, function: Any, types: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What `Tensor.__torch_function__` does: compute as always, and give tensors among the results this class."""
    if not all(issubclass(cls, kind) for kind in types):
        return NotImplemented
    with overrides.DisableTorchFunctionSubclass():
        result = function(*args, **kwargs)
        return result if function == Tensor.grad.__get__ else _converted(result, cls)


def _converted(result: Any, cls: Any) -> Any:
    if cls is Tensor:
        return result
    if isinstance(result, Tensor):
        return result if isinstance(result, cls) else result.as_subclass(cls)
    if isinstance(result, (tuple, list)) and any(isinstance(part, (Tensor, tuple, list)) for part in result):
        return of_parts(type(result), [_converted(part, cls) for part in result])
    return result


# -- what asks -------------------------------------------------------------------------------------------------------

_CALLED = {
    "__add__": "add", "__sub__": "sub", "__mul__": "mul", "__truediv__": "div", "__mod__": "remainder",
    "__pow__": "pow", "__matmul__": "matmul", "__lt__": "lt", "__le__": "le", "__gt__": "gt", "__ge__": "ge",
    "__ne__": "ne", "__neg__": "neg", "__pos__": "positive", "__abs__": "abs", "__iadd__": "add_", "__isub__": "sub_",
    "__imul__": "mul_", "__itruediv__": "div_", "__imod__": "remainder_", "__radd__": "add", "__rmul__": "mul",
}  # fmt: skip
"""Operators that PyTorch knows as methods; the others are known under their own names."""

_TWO = "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split()
_BINARY = frozenset(
    [f"__{way}{name}__" for name in _TWO for way in ("", "r", "i")] + [f"__{n}__" for n in "lt le gt ge eq ne".split()]
)
_OTHERS = frozenset(
    """__neg__ __pos__ __abs__ __invert__ __getitem__ __setitem__ __len__ __contains__ __repr__ __format__ __float__
    __int__ __bool__ __index__ __complex__ __array__ __reversed__""".split()
)


def _asking(name: str) -> Callable[..., Any]:
    """A method that asks before it does what it does of a plain tensor."""
    function = getattr(Tensor, name)
    public = getattr(Tensor, _CALLED.get(name, name))
    return stand_in(overrides.looking(public, function), function)


def _operator(name: str) -> Callable[..., Any]:
    """A binary operator that asks; what nobody can compute is left to Python, which says so."""
    plain = getattr(Tensor, name)
    function = getattr(Tensor, _CALLED.get(name, name))
    forward = f"__{name[3:]}"
    turned = getattr(Tensor, _CALLED.get(forward, forward)) if name[2] == "r" and name != "__rshift__" else None

    def call(self: Any, other: Any) -> Any:
        asked, args = (turned, (other, self)) if turned and isinstance(other, Variable) else (function, (self, other))
        if overrides.in_mode():
            return overrides.by_mode(asked, args, {})
        found = overrides.overriding(args, {})
        if not found:
            return plain(self, other)
        try:
            return overrides.dispatched(asked, found, args, {})
        except TypeError:
            return NotImplemented

    return stand_in(call, plain)


def _attribute(own: property) -> property:
    """An attribute that asks before it is read or set: functions know it as `Tensor.shape.__get__`."""
    read = overrides.looking(own.__get__, own.__get__)
    write = overrides.looking(own.__set__, own.__set__)
    return property(read, write, own.fdel, own.__doc__)


def _asking_members() -> dict[str, Any]:
    """By name: the methods, operators and attributes of a tensor, so that they ask."""
    made: dict[str, Any] = {}
    for name in dir(Tensor):
        value = inspect.getattr_static(Tensor, name)
        if name in _OWN or name in vars(Variable) or (name[0] == "_" and name not in _BINARY | _OTHERS):
            continue
        if isinstance(value, property):
            made[name] = _attribute(value)
        elif name in _BINARY:
            made[name] = _operator(name)
        elif inspect.isfunction(value):
            made[name] = _asking(name)
    return made


_OWN = frozenset(vars(Subclassed))
_MEMBERS = _asking_members()
for _name, _value in _MEMBERS.items():
    setattr(Subclassed, _name, _value)
Subclassed.__name__ = Subclassed.__qualname__ = "Tensor"  # what a learner sees is one class
Subclassed.__module__ = "torch"

_plain = {name: vars(Tensor).get(name) for name in _MEMBERS}


def _let_plain_tensors_ask(yes: bool) -> None:
    """Give `Tensor` itself the members that ask, or take them away: so that nobody pays for them outside of a mode."""
    for name, own in _plain.items():
        if yes:
            setattr(Tensor, name, _MEMBERS[name])
        elif own is None:  # inherited
            delattr(Tensor, name)
        else:
            setattr(Tensor, name, own)


overrides.plain_tensors.append(_let_plain_tensors_ask)
