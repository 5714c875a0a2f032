"""What a user has asked to be called before and after a step, and when a state is saved or loaded.

Source: https://pytorch.org/docs/2.7/generated/torch.optim.Optimizer.html
"""

from __future__ import annotations

import functools
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.hooks import RemovableHandle

if TYPE_CHECKING:
    from collections.abc import Callable

_BEFORE: dict[int, Callable[..., Any]] = {}  # hooks of the steps of all optimizers
_AFTER: dict[int, Callable[..., Any]] = {}


def register_optimizer_step_pre_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """`hook(optimizer, args, kwargs)` runs before each step of every optimizer; the handle that is returned removes it.

    >>> handle = register_optimizer_step_pre_hook(lambda optimizer, args, kwargs: print("step"))
    >>> x = torch.tensor([1.0], requires_grad=True)
    >>> torch.optim.SGD([x], lr=0.1).step()
    step
    >>> handle.remove()
    """
    return RemovableHandle(_BEFORE, hook)


def register_optimizer_step_post_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """`hook(optimizer, args, kwargs)` runs after each step of every optimizer; the handle that is returned removes it.

    >>> handle = register_optimizer_step_post_hook(lambda optimizer, args, kwargs: print("done"))
    >>> x = torch.tensor([1.0], requires_grad=True)
    >>> torch.optim.SGD([x], lr=0.1).step()
    done
    >>> handle.remove()
    """
    return RemovableHandle(_AFTER, hook)


def with_hooks(step: Callable[..., Any]) -> Callable[..., Any]:
    """A step that a subclass has written itself, with the hooks around it."""

    @functools.wraps(step)
    def call(self: Hooked, *args: Any, **kwargs: Any) -> Any:
        args, kwargs = self._run_before((self, *args), kwargs)
        result = step(*args, **kwargs)
        self._run_after(args, kwargs)
        return result

    return call


HOOKS = tuple(
    f"_optimizer_{what}_{when}_hooks" for what in ("step", "state_dict", "load_state_dict") for when in ("pre", "post")
)
"""The dictionaries of hooks that an optimizer has."""


class Hooked:
    """What optimizers know of hooks: an optimizer has its own, and there are those of all."""

    def __init__(self) -> None:
        for name in HOOKS:
            setattr(self, name, OrderedDict())

    step: Callable[..., Any]
    _optimizer_step_pre_hooks: OrderedDict[int, Callable[..., Any]]
    _optimizer_step_post_hooks: OrderedDict[int, Callable[..., Any]]
    _optimizer_state_dict_pre_hooks: OrderedDict[int, Callable[..., Any]]
    _optimizer_state_dict_post_hooks: OrderedDict[int, Callable[..., Any]]
    _optimizer_load_state_dict_pre_hooks: OrderedDict[int, Callable[..., Any]]
    _optimizer_load_state_dict_post_hooks: OrderedDict[int, Callable[..., Any]]

    def _run_before(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The arguments of a step, as the hooks before it leave them."""
        for hook in [*_BEFORE.values(), *self._optimizer_step_pre_hooks.values()]:
            changed = hook(self, args, kwargs)
            if changed is None:
                continue
            if not isinstance(changed, tuple) or len(changed) != 2:
                raise RuntimeError(
                    f"{type(self).step} must return None or a tuple of (new_args, new_kwargs), but got {changed}."
                )
            args, kwargs = changed
        return args, kwargs

    def _run_after(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        for hook in [*self._optimizer_step_post_hooks.values(), *_AFTER.values()]:
            hook(self, args, kwargs)

    def register_step_pre_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """`hook(optimizer, args, kwargs)` runs before each step; it may return both anew.

        >>> optimizer = torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=0.1)
        >>> handle = optimizer.register_step_pre_hook(lambda optimizer, args, kwargs: print("before"))
        >>> optimizer.step()
        before
        """
        return RemovableHandle(self._optimizer_step_pre_hooks, hook)

    def register_step_post_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """`hook(optimizer, args, kwargs)` runs after each step.

        >>> optimizer = torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=0.1)
        >>> handle = optimizer.register_step_post_hook(lambda optimizer, args, kwargs: print("after"))
        >>> optimizer.step()
        after
        """
        return RemovableHandle(self._optimizer_step_post_hooks, hook)

    def register_state_dict_pre_hook(self, hook: Callable[..., Any], prepend: bool = False) -> RemovableHandle:
        """`hook(optimizer)` runs before `state_dict`; with `prepend` before other such hooks."""
        return _registered(self._optimizer_state_dict_pre_hooks, hook, prepend)

    def register_state_dict_post_hook(self, hook: Callable[..., Any], prepend: bool = False) -> RemovableHandle:
        """`hook(optimizer, state_dict)` runs after `state_dict`; what it returns takes the place of the state.

        >>> optimizer = torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=0.1)
        >>> handle = optimizer.register_state_dict_post_hook(lambda optimizer, state: {**state, "epoch": 3})
        >>> optimizer.state_dict()["epoch"]
        3
        """
        return _registered(self._optimizer_state_dict_post_hooks, hook, prepend)

    def register_load_state_dict_pre_hook(self, hook: Callable[..., Any], prepend: bool = False) -> RemovableHandle:
        """`hook(optimizer, state_dict)` runs before `load_state_dict`; what it returns is loaded instead."""
        return _registered(self._optimizer_load_state_dict_pre_hooks, hook, prepend)

    def register_load_state_dict_post_hook(self, hook: Callable[..., Any], prepend: bool = False) -> RemovableHandle:
        """`hook(optimizer)` runs after `load_state_dict`."""
        return _registered(self._optimizer_load_state_dict_post_hooks, hook, prepend)


def _registered(
    hooks: OrderedDict[int, Callable[..., Any]], hook: Callable[..., Any], prepend: bool
) -> RemovableHandle:
    handle = RemovableHandle(hooks, hook)
    if prepend:
        hooks.move_to_end(handle.id, last=False)
    return handle
