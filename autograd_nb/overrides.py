"""`torch.overrides`: objects that say themselves what PyTorch's functions do with them.

>>> import autograd_nb as torch
>>> class Celsius(torch.Tensor):
...     pass
>>> torch.stack([Celsius([20.0, 21.0]), Celsius([18.0, 30.0])]).amax(dim=1)
Celsius([21., 30.])

Source: https://pytorch.org/docs/2.7/torch.overrides.html
"""

from __future__ import annotations

import functools
import inspect
import sys
from typing import TYPE_CHECKING, Any

from .engine.overrides import DisableTorchFunctionSubclass, asks, close_mode, open_mode, overriding
from .engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "BaseTorchFunctionMode",
    "TorchFunctionMode",
    "handle_torch_function",
    "has_torch_function",
    "is_tensor_like",
    "is_tensor_method_or_property",
    "resolve_name",
    "wrap_torch_function",
]

enable_reentrant_dispatch = DisableTorchFunctionSubclass


def has_torch_function(relevant_args: Iterable[Any]) -> bool:
    """Whether one of these objects says itself what functions do with it. Plain tensors and parameters do not.

    >>> import autograd_nb as torch
    >>> class Celsius(torch.Tensor):
    ...     pass
    >>> has_torch_function((torch.ones(1), 2)), has_torch_function((torch.ones(1), Celsius([20.0])))
    (False, True)
    """
    return bool(overriding(tuple(relevant_args), {}))


def handle_torch_function(
    public_api: Callable[..., Any], relevant_args: Iterable[Any], *args: Any, **kwargs: Any
) -> Any:
    """What the first of the objects gives that knows the function `public_api`, called with the other arguments.

    For functions of one's own, which ask `has_torch_function` first.

    >>> class Table:
    ...     @classmethod
    ...     def __torch_function__(cls, func, types, args=(), kwargs=None):
    ...         return f"{func.__name__} of a table"
    >>> def rows(table):
    ...     if has_torch_function((table,)):
    ...         return handle_torch_function(rows, (table,), table)
    ...     return table.shape[0]
    >>> rows(Table())
    'rows of a table'

    Raises:
        TypeError: none of them knows it.
    """
    found = overriding(tuple(relevant_args), {})
    types = tuple(type(value) for value in found)
    for value in found:
        result = value.__torch_function__(public_api, types, args, kwargs)
        if result is not NotImplemented:
            return result
    name = f"{public_api.__module__}.{public_api.__name__}"
    raise TypeError(f"no implementation found for '{name}' on types that implement __torch_function__: {list(types)}")


class TorchFunctionMode:
    """A block in which every function, method and attribute of tensors is handed to `__torch_function__` first.

    While that is called the mode is off, so that it can compute what it was asked for. A mode inside of another comes
    first. What layers and optimizers do inside is handed over as it is computed here, which may be by other functions
    than in PyTorch; `torch.tensor`, `torch.as_tensor` and `torch.autograd.grad` are not handed over, and a method that
    a mode calls of a tensor of a subclass does not ask that class.

    >>> import autograd_nb as torch
    >>> class Telling(TorchFunctionMode):
    ...     def __torch_function__(self, func, types, args=(), kwargs=None):
    ...         print(func.__name__)
    ...         return func(*args, **(kwargs or {}))
    >>> with Telling():
    ...     y = torch.ones(2).sum() * 3
    ones
    sum
    mul

    Source: https://pytorch.org/docs/2.7/notes/extending.html#extending-all-torch-api-with-modes
    """

    def __init__(self) -> None:
        pass

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """What a call gives in the block; a subclass says it.

        >>> TorchFunctionMode().__torch_function__(torch.add, ())
        Traceback (most recent call last):
            ...
        NotImplementedError
        """
        raise NotImplementedError

    def __enter__(self) -> Any:
        from .engine import subclasses  # noqa: F401 - which knows how plain tensors ask

        open_mode(self)
        return self

    def __exit__(self, *_: object) -> None:
        close_mode()


class BaseTorchFunctionMode(TorchFunctionMode):
    """A mode that computes everything as always.

    >>> import autograd_nb as torch
    >>> with BaseTorchFunctionMode():
    ...     torch.ones(1) + 1
    tensor([2.])
    """

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """The result of the function.

        >>> BaseTorchFunctionMode().__torch_function__(abs, (), (-1,))
        1
        """
        return func(*args, **(kwargs or {}))


def wrap_torch_function(dispatcher: Callable[..., Iterable[Any]]) -> Callable[[Any], Any]:
    """A decorator for functions that ask before they compute; `dispatcher` gives the arguments that are to be asked.

    >>> @wrap_torch_function(lambda a: (a,))
    ... def double(a):
    ...     return a + a
    >>> import autograd_nb as torch
    >>> double(torch.ones(2))
    tensor([2., 2.])
    """

    def around(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            relevant = tuple(dispatcher(*args, **kwargs))
            if has_torch_function(relevant):
                return handle_torch_function(call, relevant, *args, **kwargs)
            return function(*args, **kwargs)

        return call

    return around


def is_tensor_like(inp: Any) -> bool:
    """Whether this is a tensor, or says what functions do with it.

    >>> import autograd_nb as torch
    >>> is_tensor_like(torch.ones(2)), is_tensor_like([1.0, 1.0])
    (True, False)
    """
    return isinstance(inp, Tensor) or asks(inp)


def is_tensor_method_or_property(func: Callable[..., Any]) -> bool:
    """Whether this is a method of tensors, or reads or sets an attribute: what a class cannot find among functions.

    >>> import autograd_nb as torch
    >>> is_tensor_method_or_property(torch.Tensor.add), is_tensor_method_or_property(torch.add)
    (True, False)
    >>> is_tensor_method_or_property(torch.Tensor.shape.__get__)
    True
    """
    return func.__name__ in ("__get__", "__set__") or inspect.getattr_static(Tensor, func.__name__, None) is func


def resolve_name(f: Callable[..., Any]) -> str | None:
    """The name under which `__torch_function__` has been given a function; None for what is none of PyTorch's.

    >>> import autograd_nb as torch
    >>> resolve_name(torch.Tensor.add), resolve_name(torch.nn.functional.linear)
    ('torch.Tensor.add', 'torch.nn.functional.linear')
    >>> resolve_name(torch.Tensor.shape.__get__)
    'torch.Tensor.shape.__get__'
    """
    if f.__name__ in ("__get__", "__set__"):
        own = getattr(f, "__self__", None)
        found = (name for name in dir(Tensor) if inspect.getattr_static(Tensor, name) is own)
        return next((f"torch.Tensor.{name}.{f.__name__}" for name in found), None)
    torch: Any = sys.modules[__package__]  # whose rooms lie above this one
    places = {
        "torch": torch,
        "torch.Tensor": Tensor,
        "torch.nn.functional": torch.nn.functional,
        "torch.linalg": torch.linalg,
        "torch.special": torch.special,
    }
    for place, room in places.items():
        if getattr(room, f.__name__, None) is f:
            return f"{place}.{f.__name__}"
    return None
