"""Hooks of a module: what runs before and after it, on the way there and back, of one module or of all.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.Module.html#torch.nn.Module.register_forward_hook
"""

from __future__ import annotations

import warnings
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.hooks import RemovableHandle

from .backward_hooks import BackwardHook
from .node_hooks import MIXED, MIXED_EVERYWHERE, hook_last_node

if TYPE_CHECKING:
    from collections.abc import Callable

    Hooks = OrderedDict[int, Callable[..., Any]]

PLACES = (
    "_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks", "_node_hooks",
    "_state_dict_hooks", "_state_dict_pre_hooks", "_load_state_dict_pre_hooks", "_load_state_dict_post_hooks",
)  # fmt: skip
"""The dictionaries of hooks that a module has."""

NOTES = ("_forward_hooks_with_kwargs", "_forward_pre_hooks_with_kwargs", "_forward_hooks_always_called")
"""Which hooks are given the named arguments too, and which run though an error was raised, by the id of the hook."""

EVERYWHERE: dict[str, Hooks] = {place: OrderedDict() for place in PLACES[:5]}
"""The hooks of all modules."""


_FORWARD, _FORWARD_PRE, _BACKWARD, _BACKWARD_PRE, _NODE = EVERYWHERE.values()
_WITH_KWARGS: dict[int, bool] = {}  # notes of the hooks of all modules
_ALWAYS_CALLED: dict[int, bool] = {}


def any_everywhere() -> bool:
    """Whether there are hooks of all modules."""
    return bool(_FORWARD or _FORWARD_PRE or _BACKWARD or _BACKWARD_PRE or _NODE)


class Hooked:
    """A module that calls its hooks."""

    _forward_hooks: Hooks
    _forward_pre_hooks: Hooks
    _backward_hooks: Hooks
    _backward_pre_hooks: Hooks
    _node_hooks: Hooks  # of the old manner
    _state_dict_hooks: Hooks
    _state_dict_pre_hooks: Hooks
    _load_state_dict_pre_hooks: Hooks
    _load_state_dict_post_hooks: Hooks
    _forward_hooks_with_kwargs: dict[int, bool]
    _forward_pre_hooks_with_kwargs: dict[int, bool]
    _forward_hooks_always_called: dict[int, bool]
    _is_full_backward_hook: bool | None = None  # which manner of backward hooks was first
    _public_hooks: set[Any]  # hooks of the state that may not return one

    if TYPE_CHECKING:
        forward: Callable[..., Any]

    def _call_with_hooks(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """`forward`, with the hooks around it."""
        called: set[int] = set()
        try:
            return self._hooked(args, kwargs, called)
        except Exception:
            for who, hooks, always in (
                ("global module", _FORWARD, _ALWAYS_CALLED),
                ("module", self._forward_hooks, self._forward_hooks_always_called),
            ):
                for key, hook in list(hooks.items()):
                    if key in always and key not in called:
                        self._call_silently(who, key, hook, args, kwargs)
            raise

    def _hooked(self, args: tuple[Any, ...], kwargs: dict[str, Any], called: set[int]) -> Any:
        for key, hook in [*EVERYWHERE["_forward_pre_hooks"].items(), *self._forward_pre_hooks.items()]:
            if key in self._forward_pre_hooks_with_kwargs or key in _WITH_KWARGS:
                changed = hook(self, args, kwargs)
                if changed is None:
                    continue
                if not isinstance(changed, tuple) or len(changed) != 2:
                    raise RuntimeError(
                        f"forward pre-hook must return None or a tuple of (new_args, new_kwargs), but got {changed}."
                    )
                args, kwargs = changed
            else:
                changed = hook(self, args)
                if changed is not None:
                    args = changed if isinstance(changed, tuple) else (changed,)
        back = [*EVERYWHERE["_backward_hooks"].values(), *self._backward_hooks.values()]
        before = [*EVERYWHERE["_backward_pre_hooks"].values(), *self._backward_pre_hooks.values()]
        around = BackwardHook(self, back, before) if back or before else None
        if around is not None:
            args = around.around_inputs(args)
        result = self.forward(*args, **kwargs)
        for key, hook in [*EVERYWHERE["_forward_hooks"].items(), *self._forward_hooks.items()]:
            called.add(key)
            changed = hook(*self._told(key, args, kwargs, result))
            if changed is not None:
                result = changed
        if around is not None:
            return around.around_outputs(result)
        at_node = [*_NODE.values(), *self._node_hooks.values()]
        if at_node:
            hook_last_node(self, at_node, args, result)
        return result

    def _told(self, key: int, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any) -> tuple[Any, ...]:
        """What a forward hook is called with."""
        named = key in self._forward_hooks_with_kwargs or key in _WITH_KWARGS
        return (self, args, kwargs, result) if named else (self, args, result)

    def _call_silently(
        self, who: str, key: int, hook: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """A hook that runs though there is no result; another error is under way, and its own is only told."""
        try:
            hook(*self._told(key, args, kwargs, None))
        except Exception as error:  # noqa: BLE001 - any error of the learner's hook
            warnings.warn(
                f"{who} forward hook with ``always_call=True`` raised an exception that was silenced as another error "
                f"was raised in forward: {error}",
                stacklevel=4,
            )

    def register_forward_hook(
        self, hook: Callable[..., Any], *, prepend: bool = False, with_kwargs: bool = False, always_call: bool = False
    ) -> RemovableHandle:
        """`hook(module, args, output)` runs after `forward`; what it returns replaces the output.

        Args:
            hook: the function; with `with_kwargs` it is called as `hook(module, args, kwargs, output)`.
            prepend: whether it runs before those that are there.
            with_kwargs: whether it is given the named arguments.
            always_call: whether it runs, with None as output, when `forward` raised an error.

        >>> layer = torch.nn.ReLU()
        >>> handle = layer.register_forward_hook(lambda module, args, output: 10 * output)
        >>> layer(torch.tensor([1.0]))
        tensor([10.])
        >>> handle.remove()
        >>> layer(torch.tensor([1.0]))
        tensor([1.])
        """
        notes = [self._forward_hooks_with_kwargs] if with_kwargs else []
        notes += [self._forward_hooks_always_called] if always_call else []
        return registered(self._forward_hooks, hook, prepend, *notes)

    def register_forward_pre_hook(
        self, hook: Callable[..., Any], *, prepend: bool = False, with_kwargs: bool = False
    ) -> RemovableHandle:
        """`hook(module, args)` runs before `forward`; what it returns replaces the arguments.

        With `with_kwargs` it is called as `hook(module, args, kwargs)`, and returns both.

        >>> layer = torch.nn.ReLU()
        >>> _ = layer.register_forward_pre_hook(lambda module, args: (args[0] - 1,))
        >>> layer(torch.tensor([1.0, 3.0]))
        tensor([0., 2.])
        """
        notes = [self._forward_pre_hooks_with_kwargs] if with_kwargs else []
        return registered(self._forward_pre_hooks, hook, prepend, *notes)

    def register_full_backward_hook(self, hook: Callable[..., Any], prepend: bool = False) -> RemovableHandle:
        """`hook(module, grad_input, grad_output)` runs on the way back; what it returns replaces `grad_input`.

        >>> import autograd_nb as torch
        >>> layer = torch.nn.ReLU()
        >>> handle = layer.register_full_backward_hook(lambda module, grad_input, grad_output: print(grad_input))
        >>> layer(torch.tensor([-1.0, 2.0], requires_grad=True)).sum().backward()
        (tensor([0., 1.]),)
        """
        self._check_manner(True)
        return registered(self._backward_hooks, hook, prepend)

    def register_backward_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """`hook(module, grad_input, grad_output)` runs behind the module's last node: the full hook is better.

        >>> layer = torch.nn.Tanh()
        >>> _ = layer.register_backward_hook(lambda module, grad_input, grad_output: print(grad_output))
        >>> layer(torch.zeros(1, requires_grad=True)).backward()
        (tensor([1.]),)
        """
        self._check_manner(False)
        return registered(self._node_hooks, hook)

    def _check_manner(self, full: bool) -> None:
        """Refuse both manners of hooks in one module, also when those of the other have been removed."""
        if self._is_full_backward_hook not in (None, full):
            raise RuntimeError(MIXED)
        self._is_full_backward_hook = full

    def register_full_backward_pre_hook(self, hook: Callable[..., Any], prepend: bool = False) -> RemovableHandle:
        """`hook(module, grad_output)` runs before the module's own way back; what it returns replaces `grad_output`.

        >>> layer = torch.nn.Identity()
        >>> _ = layer.register_full_backward_pre_hook(lambda module, grad_output: (10 * grad_output[0],))
        >>> x = torch.tensor(1.0, requires_grad=True)
        >>> layer(x).backward()
        >>> x.grad
        tensor(10.)
        """
        return registered(self._backward_pre_hooks, hook, prepend)

    def register_state_dict_pre_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """`hook(module, prefix, keep_vars)` runs before the module's state is put together.

        >>> layer = torch.nn.Linear(2, 1)
        >>> _ = layer.register_state_dict_pre_hook(lambda module, prefix, keep_vars: print("saving"))
        >>> _ = layer.state_dict()
        saving
        """
        return registered(self._state_dict_pre_hooks, hook)

    def register_state_dict_post_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """`hook(module, state_dict, prefix, local_metadata)` runs when the module's state is put together.

        >>> layer = torch.nn.Linear(2, 1)
        >>> _ = layer.register_state_dict_post_hook(lambda module, state, prefix, metadata: state.update(steps=3))
        >>> list(layer.state_dict())
        ['weight', 'bias', 'steps']
        """
        self._public_hooks.add(hook)
        return registered(self._state_dict_hooks, hook)

    def _register_state_dict_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """As the public hook; what it returns takes the place of the state."""
        return registered(self._state_dict_hooks, hook)

    def register_load_state_dict_pre_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """A hook that may change the state before it is loaded.

        It is called as `hook(module, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys,
        error_msgs)`.

        >>> def rename(module, state, prefix, metadata, strict, missing, unexpected, errors):
        ...     state["weight"] = state.pop("w")
        >>> layer = torch.nn.Linear(1, 1, bias=False)
        >>> _ = layer.register_load_state_dict_pre_hook(rename)
        >>> layer.load_state_dict({"w": torch.ones(1, 1)})
        <All keys matched successfully>
        """
        return registered(self._load_state_dict_pre_hooks, hook)

    def _register_load_state_dict_pre_hook(
        self, hook: Callable[..., Any], with_module: bool = False
    ) -> RemovableHandle:
        """As the public hook, but for the module, which is given only `with_module`."""
        called = hook if with_module else lambda _, *args: hook(*args)
        return registered(self._load_state_dict_pre_hooks, called)

    def register_load_state_dict_post_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """`hook(module, incompatible_keys)` runs when the state is loaded; it may clear the lists of keys.

        >>> layer = torch.nn.Linear(1, 1)
        >>> _ = layer.register_load_state_dict_post_hook(lambda module, keys: keys.missing_keys.clear())
        >>> layer.load_state_dict({"weight": torch.ones(1, 1)})
        <All keys matched successfully>
        """
        return registered(self._load_state_dict_post_hooks, hook)


def registered(
    hooks: Hooks, hook: Callable[..., Any], prepend: bool = False, *notes: dict[int, bool]
) -> RemovableHandle:
    """A new hook at the end, or (`prepend`) at the beginning, and the handle that removes it and the `notes` of it."""
    handle = RemovableHandle(hooks, hook, *notes)
    if prepend:
        hooks.move_to_end(handle.id, last=False)
    return handle


def register_module_forward_pre_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """`hook(module, args)` runs before `forward` of every module.

    >>> handle = register_module_forward_pre_hook(lambda module, args: None)
    >>> handle.remove()
    """
    return registered(EVERYWHERE["_forward_pre_hooks"], hook)


def register_module_forward_hook(
    hook: Callable[..., Any], *, with_kwargs: bool = False, always_call: bool = False
) -> RemovableHandle:
    """`hook(module, args, output)` runs after `forward` of every module; the options are `register_forward_hook`'s.

    >>> handle = register_module_forward_hook(lambda module, args, output: None)
    >>> handle.remove()
    """
    notes = [_WITH_KWARGS] if with_kwargs else []
    notes += [_ALWAYS_CALLED] if always_call else []
    return registered(_FORWARD, hook, False, *notes)


def register_module_backward_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """`hook(module, grad_input, grad_output)` runs behind the last node of every module: the full hook is better.

    >>> handle = register_module_backward_hook(lambda module, grad_input, grad_output: None)
    >>> handle.remove()
    """
    if _BACKWARD:
        raise RuntimeError(MIXED_EVERYWHERE)
    return registered(_NODE, hook)


def register_module_full_backward_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """`hook(module, grad_input, grad_output)` runs on the way back through every module.

    >>> handle = register_module_full_backward_hook(lambda module, grad_input, grad_output: None)
    >>> handle.remove()
    """
    if _NODE:
        raise RuntimeError(MIXED_EVERYWHERE)
    return registered(EVERYWHERE["_backward_hooks"], hook)


def register_module_full_backward_pre_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """`hook(module, grad_output)` runs before the way back through every module.

    >>> handle = register_module_full_backward_pre_hook(lambda module, grad_output: None)
    >>> handle.remove()
    """
    return registered(EVERYWHERE["_backward_pre_hooks"], hook)
