"""`torch.compile` and `torch.compiler`: nothing is compiled. What is handed in runs as it is written.

PyTorch does the same with `backend="eager"`: the numbers and the graphs are those of the function itself.

Source: https://pytorch.org/docs/2.7/torch.compiler_api.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .nn.modules.module import Module

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["allow_in_graph", "compile", "disable", "is_compiling", "is_dynamo_compiling", "reset"]

_MODES = ("default", "reduce-overhead", "max-autotune-no-cudagraphs", "max-autotune")


class OptimizedModule(Module):
    """What `torch.compile` makes of a module: the module as its only part, `_orig_mod`, by which its state is named."""

    def __init__(self, module: Module) -> None:
        super().__init__()
        self._orig_mod = module

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._orig_mod(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return super().__getattr__(name) if name == "_orig_mod" else getattr(self._orig_mod, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "_orig_mod" or name in self.__dict__:
            super().__setattr__(name, value)
        else:
            setattr(self._orig_mod, name, value)

    def __len__(self) -> int:
        return len(self._orig_mod)


def compile(
    model: Callable[..., Any] | None = None,
    *,
    fullgraph: bool = False,
    dynamic: bool | None = None,
    backend: str | Callable[..., Any] = "inductor",
    mode: str | None = None,
    options: dict[str, Any] | None = None,
    disable: bool = False,
) -> Any:
    """A function or module, to be called as before. It is not compiled: it runs as with PyTorch's backend "eager".

    Args:
        model: the function, which is given back, or the module, of which an `OptimizedModule` is made; None makes a
            decorator.
        fullgraph: changes nothing here.
        dynamic: changes nothing here.
        backend: changes nothing here.
        mode: one of PyTorch's modes; changes nothing here.
        options: changes nothing here.
        disable: with True a module is given back, too.

    >>> @torch.compile
    ... def square(x):
    ...     return x * x
    >>> square(torch.tensor(3.0))
    tensor(9.)
    >>> torch.compile(torch.nn.ReLU())
    OptimizedModule(
      (_orig_mod): ReLU()
    )

    Raises:
        RuntimeError: there is no such `mode`, or it is given with `options`.
        AssertionError: `model` cannot be called.

    Source: https://pytorch.org/docs/2.7/generated/torch.compile.html
    """
    del fullgraph, dynamic, backend

    def ready(model: Any) -> Any:
        if model is None:
            raise RuntimeError("Model can't be None")
        if not callable(model):
            raise AssertionError(  # noqa: TRY004 - PyTorch's type
                f"A callable function is expected, but {type(model)} is provided."
            )
        return OptimizedModule(model) if isinstance(model, Module) and not disable else model

    if mode is not None and options is not None:
        raise RuntimeError("Either mode or options can be specified, but both can't be specified at the same time.")
    if mode is not None and mode not in _MODES:
        raise RuntimeError(f"Unrecognized mode={mode}, should be one of: {', '.join(_MODES)}")
    return ready if model is None else ready(model)


def disable(fn: Any = None, recursive: bool = True) -> Any:
    """What is never compiled: the function itself.

    >>> torch.compiler.disable(abs) is abs
    True

    Source: https://pytorch.org/docs/2.7/generated/torch.compiler.disable.html
    """
    del recursive
    return (lambda fn: fn) if fn is None else fn


def allow_in_graph(fn: Any) -> Any:
    """What would be compiled without being looked into: the function itself.

    >>> torch.compiler.allow_in_graph(abs) is abs
    True

    Source: https://pytorch.org/docs/2.7/generated/torch.compiler.allow_in_graph.html
    """
    return fn


def is_compiling() -> bool:
    """Whether it is being compiled: False.

    >>> torch.compiler.is_compiling()
    False

    Source: https://pytorch.org/docs/2.7/generated/torch.compiler.is_compiling.html
    """
    return False


def is_dynamo_compiling() -> bool:
    """Whether a graph is being made for it: False.

    >>> torch.compiler.is_dynamo_compiling()
    False

    Source: https://pytorch.org/docs/2.7/generated/torch.compiler.is_dynamo_compiling.html
    """
    return False


def reset() -> None:
    """Forget what was compiled: nothing.

    >>> torch.compiler.reset()

    Source: https://pytorch.org/docs/2.7/generated/torch.compiler.reset.html
    """
