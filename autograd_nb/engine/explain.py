"""From an exception to a sentence that helps: the second half of every error text in `errors`.

PyTorch's messages are kept to the letter, because learners search the web for them. What they do not say, the
docstring of the function that makes the exception does. `explained` ties the two together. It also marks the functions
of ours that are running, for IPython and pytest to leave them out of the traceback: what a learner looks for is the own
line that it begins with.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from .wrapping import stand_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

P = ParamSpec("P")
E = TypeVar("E", bound=Exception)

PACKAGE = __file__[: -len("engine/explain.py")]  # without pathlib, a tenth of the time that the engine takes to load

# What Python itself says when gradients were misunderstood.
_PLAIN_PYTHON: dict[str, str] = {
    r"'NoneType' object has no attribute '\w+'": (
        "Something here is `None`. A `.grad` stays `None` until `backward()` has reached its leaf (with its brackets: "
        "`y.backward` alone calls nothing), and it is never filled for tensors that were computed from others. A "
        "function without `return` gives `None`, too."
    ),
    r"'(float|int|bool|list|numpy\.ndarray|numpy\.\w+)' object has no attribute "
    r"'(backward|grad|grad_fn|requires_grad|requires_grad_|retain_grad|detach)'": (
        "This is a plain number or array, no tensor: it has no history to go back through. `item()`, `float()`, "
        "`tolist()`, `numpy()` and the functions of `math` take numbers out of the graph: keep the tensor, and use "
        "torch's functions."
    ),
    r"'Tensor' object is not callable": ("A tensor was called like a function: index with `[]`, multiply with `*`."),
}


sentences: list[str] = [*_PLAIN_PYTHON.values()]
"""All that is said here, for those who translate it: the page looks a sentence up by its English text."""


def explained(make: Callable[P, E]) -> Callable[P, E]:
    """Let the exceptions of `make` carry its docstring, so that `explain` finds it without reading texts."""
    told = " ".join((make.__doc__ or "").partition(">>>")[0].split())  # without the example
    if told:
        sentences.append(told)

    def explaining(*args: P.args, **kwargs: P.kwargs) -> E:
        error = make(*args, **kwargs)
        if told:
            error.__dict__["explanation"] = told
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename.startswith(PACKAGE):
                frame.f_locals["__tracebackhide__"] = True
            frame = frame.f_back
        return error

    return stand_in(explaining, make)


def explain(exception: BaseException) -> str | None:
    """Say in a sentence or two what to do about an exception, or None if there is nothing helpful to say.

    >>> explain(AttributeError("'NoneType' object has no attribute 'zero_'"))[:25]
    'Something here is `None`.'
    >>> explain(KeyError("x")) is None
    True
    """
    known = exception.__dict__.get("explanation")
    if isinstance(known, str):
        return known
    for pattern, sentence in _PLAIN_PYTHON.items():
        if re.fullmatch(pattern, str(exception)):
            return sentence
    return None
