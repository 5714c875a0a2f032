"""Objects that say themselves what PyTorch's functions do with them: the method `__torch_function__`.

Such an object is a tensor of a subclass (see subclasses.py), or is no tensor at all. Nobody else pays for them. What is
no tensor makes a function fail, and then it is asked; of tensors, functions are told when the first subclass is made:
only from then on do they look at their arguments first.

Source: https://pytorch.org/docs/2.7/notes/extending.html#extending-torch-python-api
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from .node import Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class _State(threading.local):
    off = False

    def __init__(self) -> None:
        self.modes: list[Any] = []  # those whose blocks are open, the innermost last


_state = _State()
_waiting: list[Callable[[], None]] = []
begun = False
"""Whether there is a subclass of `Tensor`."""


class DisableTorchFunctionSubclass:
    """For the time of the block, functions compute what their names say, whatever the class of their arguments."""

    def __enter__(self) -> None:
        self._before = _state.off
        _state.off = True

    def __exit__(self, *_: object) -> None:
        _state.off = self._before


def is_off() -> bool:
    """Whether objects are not asked in this thread."""
    return _state.off


def asks(value: Any) -> bool:
    """Whether this object says itself what functions do with it."""
    if isinstance(value, Variable):
        return value._overrides
    return getattr(type(value), "__torch_function__", None) is not None


def overriding(args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any]:
    """Those of the arguments, or of the lists among them, that are to be asked; one of each class, in this order.

    That is from left to right, but a class comes before those that it inherits from.
    """
    found: list[Any] = []
    if _state.off:
        return found
    for value in _each((*args, *kwargs.values()) if kwargs else args):
        kind = type(value)
        if asks(value) and all(kind is not type(other) for other in found):
            later = (i for i, other in enumerate(found) if issubclass(kind, type(other)))
            found.insert(next(later, len(found)), value)
    return found


def _each(values: tuple[Any, ...]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, (tuple, list)):
            yield from value
        else:
            yield value


def dispatched(function: Callable[..., Any], found: list[Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What the first of the objects `found` gives that knows `function`.

    Raises:
        TypeError: none does.
    """
    types = tuple(type(value) for value in found)
    for value in found:
        result = value.__torch_function__(function, types, args, kwargs)
        if result is not NotImplemented:
            return result
    if function.__module__.startswith("autograd_nb.nn."):
        raise TypeError(
            f"no implementation found for 'torch.nn.functional.{function.__name__}' on types that implement "
            f"__torch_function__: {list(types)}"
        )
    listed = "".join(f"\n\n  - tensor subclass {kind}" for kind in types)
    place = "torch.Tensor" if function.__qualname__.startswith("Tensor.") else "torch"
    raise TypeError(
        f"Multiple dispatch failed for '{place}.{function.__name__}'; all __torch_function__ handlers returned "
        f"NotImplemented:{listed}\n\nFor more information, try re-running with TORCH_LOGS=not_implemented"
    )


NOT_ASKED = frozenset("tensor as_tensor asarray is_tensor".split())
"""Functions that take anything, and ask nobody what to do with it."""


def concerned(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Whether a call that failed is to be answered by its arguments."""
    return bool(overriding(args, kwargs)) and function.__name__ not in NOT_ASKED


def after(error: Exception, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What the arguments answer to a call that has failed.

    Raises:
        Exception: `error` itself, if it is what they have answered.
    """
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code is dispatched.__code__:
            raise error
        trace = trace.tb_next
    return dispatched(function, overriding(args, kwargs), args, kwargs)


def of_operator(name: str, x: Any, y: Any) -> Any:
    """What an operand that is neither tensor nor number says to an operator, the method `name` of tensors.

    NotImplemented if it says nothing.
    """
    found = overriding((x, y), {})
    if not found:
        return NotImplemented
    try:
        return dispatched(getattr(type(x if isinstance(x, Variable) else y), name), found, (x, y), {})
    except TypeError:
        return NotImplemented


# -- functions that look before they compute -------------------------------------------------------------------------


def look_first(tell: Callable[[], None]) -> None:
    """Have `tell` called as soon as there is a subclass of `Tensor`, which may be now."""
    if begun:
        tell()
    else:
        _waiting.append(tell)


def begin() -> None:
    """There is a subclass of `Tensor`."""
    global begun  # noqa: PLW0603 - once in a process
    begun = True
    for tell in _waiting:
        tell()
    _waiting.clear()


def looking(public: Callable[..., Any], function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, before which objects among the arguments are asked; they know it as `public`."""

    def ask(*args: Any, **kwargs: Any) -> Any:
        if _state.modes:
            return by_mode(public, args, kwargs)
        found = overriding(args, kwargs)
        return dispatched(public, found, args, kwargs) if found else function(*args, **kwargs)

    return ask


# -- blocks in which all functions are asked about -------------------------------------------------------------------

plain_tensors: list[Callable[[bool], None]] = []
"""What makes methods of plain tensors ask, or not any more; `subclasses`, which knows how, says it here."""


def in_mode() -> bool:
    """Whether a mode is open in this thread."""
    return bool(_state.modes)


def open_mode(mode: Any) -> None:
    """From now on, and until it is closed, `mode` is asked first about every call of this thread."""
    begin()
    if not _state.modes:
        _let_plain_tensors_ask(True)
    _state.modes.append(mode)


def close_mode() -> Any:
    """The innermost mode, which is not asked any more."""
    mode = _state.modes.pop()
    if not _state.modes:
        _let_plain_tensors_ask(False)
    return mode


def _let_plain_tensors_ask(yes: bool) -> None:
    for tell in plain_tensors:
        tell(yes)


def by_mode(public: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What the innermost mode gives for a call; while it is asked, those around it are the innermost.

    Raises:
        TypeError: it does not know the function, and neither does an argument.
    """
    found = overriding(args, kwargs)
    mode = close_mode()
    try:
        result = mode.__torch_function__(public, tuple(type(value) for value in found), args, kwargs)
        return dispatched(public, found, args, kwargs) if result is NotImplemented else result
    finally:
        open_mode(mode)
