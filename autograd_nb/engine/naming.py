"""What messages call a type: PyTorch's types written in C have their full name there, others the last part of it."""

from __future__ import annotations

from typing import Any

_HEAP_TYPE = 1 << 9  # the flag Py_TPFLAGS_HEAPTYPE: a type made by a class statement
_WRITTEN_NAME: Any = type.__dict__["__name__"]  # the name that messages show, past what a metaclass says


class FullyNamed(type):
    """The type of types that PyTorch writes in C: Python's own errors about their objects give the full name.

    >>> from autograd_nb.engine.dtypes import Size
    >>> Size.__name__
    'Size'
    >>> Size([2]).grad
    Traceback (most recent call last):
    AttributeError: 'torch.Size' object has no attribute 'grad'
    """

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any], module: str = "torch") -> Any:
        """Make the class `name` of `module`, which need not be the one that it is written in."""
        body["__module__"], body["__qualname__"] = module, name
        return super().__new__(cls, f"{module}.{name}", bases, body)

    def __init__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any], module: str = "torch") -> None:  # noqa: ARG002 (`__new__` has used it)
        """Nothing is left to do: a class takes its module in `__new__`."""
        super().__init__(name, bases, body)

    @property
    def __name__(cls) -> str:  # type: ignore[override]  # a plain attribute in typeshed, a descriptor in Python
        return cls.__qualname__


def fixed(cls: Any) -> Any:
    """`cls`, whose attributes that cannot be set say so in PyTorch's words.

    >>> @fixed
    ... class Tensor:
    ...     @property
    ...     def shape(self):
    ...         return (2,)
    >>> Tensor().shape = (3,)
    Traceback (most recent call last):
    AttributeError: attribute 'shape' of 'torch._C.TensorBase' objects is not writable
    """
    own = {name: value for base in reversed(cls.__mro__) for name, value in vars(base).items()}
    for name, value in own.items():
        if isinstance(value, property) and value.fset is None:
            setattr(cls, name, property(value.fget, *_refusals(name), value.__doc__))
    return cls


def _refusals(name: str) -> tuple[Any, Any]:
    """A setter and a deleter that say no."""

    def refuse(self: Any, value: Any = None) -> None:  # noqa: ARG001 - what Python calls it with
        raise AttributeError(f"attribute '{name}' of 'torch._C.TensorBase' objects is not writable")

    return refuse, refuse


def type_name(value: object) -> str:
    """Return what a message calls the type of `value`.

    >>> import numpy as np
    >>> type_name(1), type_name(np.zeros(2)), type_name(FullyNamed("dtype", (), {})())
    ('int', 'numpy.ndarray', 'torch.dtype')
    """
    return written_name(type(value))


def written_name(kind: type) -> str:
    """Return what a message calls a type.

    >>> written_name(int), written_name(FullyNamed("Size", (), {}))
    ('int', 'torch.Size')
    """
    name: str = _WRITTEN_NAME.__get__(kind)
    return name if kind.__flags__ & _HEAP_TYPE or kind.__module__ == "builtins" else f"{kind.__module__}.{name}"
