"""How arguments are read: NumPy's names for some of them, and PyTorch's words where one is missing or unknown.

`x.sum(axis=0, keepdims=True)` is `x.sum(dim=0, keepdim=True)`, as in PyTorch. Python itself reads arguments first;
only when it refuses them is it looked at why, so that a call that is right pays nothing for it.

Source: PyTorch's torch/csrc/utils/python_arg_parser.cpp.
"""

from __future__ import annotations

import functools
import inspect
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from . import tensor_errors

if TYPE_CHECKING:
    from collections.abc import Callable

NUMPY_NAMES = {"axis": "dim", "keepdims": "keepdim", "x": "input", "a": "input", "x1": "input", "x2": "other"}

_MISSING = re.compile(r"missing \d+ required positional arguments?: (.*)")
_UNKNOWN = re.compile(r"got an unexpected keyword argument '(\w+)'")
_EXCESS = re.compile(r"takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) w")
_PLACE = re.compile(r"\(position (\d+)\)")


class Signature(NamedTuple):
    """What is known of a function's arguments: its name, theirs, and the one that takes all positional ones."""

    name: str
    parameters: frozenset[str]
    several: str
    own: bool  # whether the first is the tensor before the dot, which does not count

    @classmethod
    def of(cls, function: Callable[..., Any], name: str, *more: str, own: bool) -> Signature:
        """Read from `function`; `more` are names it has besides."""
        parameters = inspect.signature(function).parameters
        several = next((p.name for p in parameters.values() if p.kind is p.VAR_POSITIONAL), "")
        return cls(name, frozenset((*parameters, *more)), several, own)


def as_pytorch(function: Callable[..., Any], name: str = "", own: bool = False) -> Callable[..., Any]:
    """`function` with NumPy's names for its arguments, and PyTorch's texts for wrong ones."""
    called = name or function.__name__
    overwrites = own and called.endswith("_") and called != "resize_"

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except TypeError as error:
            again = again_with(error, Signature.of(function, called, own=own), kwargs)
            if again is None:
                raise
        except (RuntimeError, IndexError):
            if overwrites:  # whether the tensor may be overwritten comes before what it is overwritten with
                try:
                    args[0]._check_inplace(())
                except RuntimeError as forbidden:
                    raise forbidden from None  # one error, not one while another is handled
            raise
        return function(*args, *again[0], **again[1])

    return call


def again_with(
    error: TypeError, signature: Signature, kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
    """With what more to call again, if the names of arguments were the reason of `error`.

    Raises:
        TypeError: PyTorch's, if arguments are missing, unknown, or too many. None is for any other error.
    """
    if error.__traceback__ is None or error.__traceback__.tb_next is not None:
        return None  # the call was right; it failed inside
    name, known, several, own = signature
    renamed = {NUMPY_NAMES.get(k, k) if k not in known else k: v for k, v in kwargs.items()}
    told = renamed.keys() != kwargs.keys() or several in kwargs
    if told and renamed.keys() <= known and len(renamed) == len(kwargs):
        more = (renamed.pop(several),) if several in renamed else ()
        return more, renamed
    text = str(error)
    if found := _MISSING.search(text):
        raise tensor_errors.missing_argument(name, *re.findall(r"'(\w+)'", found[1])) from None
    if found := _UNKNOWN.search(text):
        raise tensor_errors.unexpected_keyword(name, found[1]) from None
    if found := _EXCESS.search(text):
        raise tensor_errors.too_many_arguments(name, int(found[1]) - own, int(found[2]) - own) from None
    return None


def count_input(error: TypeError, name: str) -> None:
    """Positions in the error of a method count from the tensor before the dot; those of a function count it, too."""
    text = str(error)
    if text.startswith(f"{name}(): argument '"):
        error.args = (_PLACE.sub(lambda found: f"(position {int(found[1]) + 1})", text, count=1),)
