"""`torch.jit`: nothing becomes TorchScript. What is handed in is given back and runs as Python, graphs and all.

PyTorch does the same where the environment variable PYTORCH_JIT is 0. A script that cannot be saved has no `save`,
and `graph` and `code` are not there.

Source: https://pytorch.org/docs/2.7/jit.html
"""

from __future__ import annotations

from typing import Any, Final, NoReturn

from .engine.arguments.absent import reason

__all__ = ["Final", "annotate", "export", "ignore", "is_scripting", "is_tracing", "script", "trace", "unused"]


_SAVED = frozenset({"load", "save"})
_SCRIPTED = frozenset("ScriptModule ScriptFunction freeze optimize_for_inference trace_module fork wait".split())


def __getattr__(name: str) -> NoReturn:
    why = ": " + str(reason("fx" if name in _SCRIPTED else "onnx")) if name in _SCRIPTED | _SAVED else ""
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}{why}")


def script(obj: Any, *_: Any, **__: Any) -> Any:
    """The function, module or class itself.

    >>> @torch.jit.script
    ... def double(x: torch.Tensor):
    ...     return 2 * x
    >>> double(torch.ones(2))
    tensor([2., 2.])

    Source: https://pytorch.org/docs/2.7/generated/torch.jit.script.html
    """
    return obj


def trace(func: Any, *_: Any, **__: Any) -> Any:
    """The function or module itself; the example inputs are not used.

    >>> layer = torch.nn.Linear(2, 1)
    >>> torch.jit.trace(layer, torch.ones(1, 2)) is layer
    True

    Source: https://pytorch.org/docs/2.7/generated/torch.jit.trace.html
    """
    return func


def export(fn: Any) -> Any:
    """A decorator for methods that would become part of a script: the method itself.

    >>> torch.jit.export(abs) is abs
    True

    Source: https://pytorch.org/docs/2.7/jit.html
    """
    return fn


def ignore(drop: Any = False, **_: Any) -> Any:
    """A decorator for what a script would leave to Python: the function itself.

    >>> torch.jit.ignore(abs) is abs
    True

    Source: https://pytorch.org/docs/2.7/generated/torch.jit.ignore.html
    """
    return drop if callable(drop) else lambda fn: fn


def unused(fn: Any) -> Any:
    """A decorator for what a script would not have: the function itself.

    >>> torch.jit.unused(abs) is abs
    True

    Source: https://pytorch.org/docs/2.7/generated/torch.jit.unused.html
    """
    return fn


def annotate(the_type: Any, the_value: Any) -> Any:
    """The value, of which a script would know the type.

    >>> torch.jit.annotate(int, 3)
    3

    Source: https://pytorch.org/docs/2.7/generated/torch.jit.annotate.html
    """
    del the_type
    return the_value


def is_scripting() -> bool:
    """Whether a script runs: False.

    >>> torch.jit.is_scripting()
    False

    Source: https://pytorch.org/docs/2.7/jit_language_reference.html
    """
    return False


def is_tracing() -> bool:
    """Whether operations are being traced: False.

    >>> torch.jit.is_tracing()
    False

    Source: https://pytorch.org/docs/2.7/generated/torch.jit.is_tracing.html
    """
    return False
