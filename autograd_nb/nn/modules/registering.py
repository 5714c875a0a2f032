"""Hooks of all modules that see what becomes a parameter, a buffer or a part of one, and may put another in its place.

Source: https://pytorch.org/docs/2.7/nn.html#global-hooks-for-module
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.hooks import RemovableHandle

if TYPE_CHECKING:
    from collections.abc import Callable

    Hooks = OrderedDict[int, Callable[..., Any]]

OF_PARAMETERS: Hooks = OrderedDict()
OF_BUFFERS: Hooks = OrderedDict()
OF_MODULES: Hooks = OrderedDict()


def seen(hooks: Hooks, module: Any, name: str, value: Any) -> Any:
    """`value`, or what the hooks return in place of it."""
    for hook in list(hooks.values()):
        changed = hook(module, name, value)
        if changed is not None:
            value = changed
    return value


def register_module_parameter_registration_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """`hook(module, name, param)` runs when a parameter is set on any module.

    >>> import autograd_nb as torch
    >>> with register_module_parameter_registration_hook(lambda module, name, param: print(name)):
    ...     layer = torch.nn.Linear(2, 1)
    weight
    bias
    """
    return RemovableHandle(OF_PARAMETERS, hook)


def register_module_buffer_registration_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """`hook(module, name, buffer)` runs when a buffer is set on any module.

    >>> handle = torch.nn.modules.module.register_module_buffer_registration_hook(
    ...     lambda module, name, buffer: print(name)
    ... )
    >>> torch.nn.Module().register_buffer("mean", torch.zeros(1))
    mean
    >>> handle.remove()
    """
    return RemovableHandle(OF_BUFFERS, hook)


def register_module_module_registration_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """`hook(module, name, submodule)` runs when a module becomes part of another.

    >>> handle = torch.nn.modules.module.register_module_module_registration_hook(
    ...     lambda module, name, submodule: print(name, submodule)
    ... )
    >>> torch.nn.Module().add_module("act", torch.nn.ReLU())
    act ReLU()
    >>> handle.remove()
    """
    return RemovableHandle(OF_MODULES, hook)
