"""Functions of the learner's that run around a node, and the handles that remove them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from . import errors
from .naming import type_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

Places = list[int | None] | None
"""Which gradient belongs to each result of a node, None to those that are no tensors; None as a whole if all are."""


class Hooks:
    """The hooks of one node. Rare, so a node has one of these only when asked for.

    A walk works with plain arrays, a hook with tensors: `wrap` makes the one of the other on the way in, and what a
    hook returns goes on in the form in which it came.
    """

    __slots__ = ("after", "before", "on_output", "retain")

    def __init__(self) -> None:
        self.on_output: dict[int, dict[int, Callable[..., Any]]] = {}  # by number of the result
        self.retain: dict[int, dict[int, Callable[..., Any]]] = {}
        self.before: dict[int, Callable[..., Any]] = {}
        self.after: dict[int, Callable[..., Any]] = {}

    def run_on_outputs(self, grads: list[Any], wrap: Callable[[Any], Any]) -> list[Any]:
        """Hooks of the tensors that the node made; then, with what these return, `retain_grad`."""
        grads = list(grads)
        for number, hooks in self.on_output.items():
            if hooks:
                grads[number] = _seen(grads[number])
            for hook in list(hooks.values()):  # also where nothing has come: the hook gets None
                grads[number] = _instead(hook, grads[number], hook(_tensor(grads[number], wrap)), wrap)
        for number, hooks in self.retain.items():
            for hook in list(hooks.values()):
                if grads[number] is not None:
                    hook(_tensor(grads[number], wrap))
        return grads

    def run_before(self, grads: list[Any], wrap: Callable[[Any], Any], returned: Places = None) -> list[Any]:
        """`hook(grad_outputs)` before the node runs."""
        given = _spread([_seen(g) for g in grads] if self.before else grads, returned)
        for hook in list(self.before.values()):
            given = _all_instead(hook, given, hook(tuple(_tensor(g, wrap) for g in given)), wrap)
        return given if returned is None else [g for g, number in zip(given, returned) if number is not None]

    def run_after(
        self, sent: list[Any], grads: list[Any], wrap: Callable[[Any], Any], returned: Places = None
    ) -> list[Any]:
        """`hook(grad_inputs, grad_outputs)` after the node has run."""
        if self.after:
            sent, grads = [_seen(c) for c in sent], [_seen(g) for g in grads]
        outputs = tuple(_tensor(g, wrap) for g in _spread(grads, returned))
        for hook in list(self.after.values()):
            sent = _all_instead(hook, sent, hook(tuple(_tensor(c, wrap) for c in sent), outputs), wrap)
        return sent


class RemovableHandle:
    """Removes a hook: by `remove`, or at the end of a `with` block.

    >>> x = torch.tensor(3.0, requires_grad=True)
    >>> with x.register_hook(lambda g: 10 * g):
    ...     (2 * x).backward()
    >>> (2 * x).backward()
    >>> x.grad
    tensor(22.)

    Source: torch.utils.hooks.RemovableHandle.
    """

    _ids = itertools.count()

    def __init__(self, hooks: dict[int, Callable[..., Any]], hook: Callable[..., Any], *notes: dict[int, bool]) -> None:
        self.id = next(self._ids)
        self._hooks = hooks
        self._notes = notes  # what else is known of the hook, by its id
        hooks[self.id] = hook
        for note in notes:
            note[self.id] = True

    def hooks_dict_ref(self) -> dict[int, Callable[..., Any]]:
        """The dictionary of hooks that this one is in."""
        return self._hooks

    def remove(self) -> None:
        """Take the hook away; harmless when it is gone.

        >>> x = torch.tensor(3.0, requires_grad=True)
        >>> handle = x.register_hook(lambda g: 10 * g)
        >>> handle.remove()
        >>> (2 * x).backward()
        >>> x.grad
        tensor(2.)
        """
        for place in (self._hooks, *self._notes):
            place.pop(self.id, None)  # type: ignore[attr-defined]  # of both kinds of dict

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


RemovableHandle.__module__ = "torch.utils.hooks"


def as_it_lies(g: Any) -> Any:
    """A gradient that a learner sees, in the order of memory in which it arrived, as PyTorch gives it.

    What is spread lies so in PyTorch, if it may not be written to. What NumPy reads backwards, numbers, and what other
    walks have as well are copied.
    """
    if type(g) is np.ndarray and g.flags.writeable != (0 in g.strides) and min(g.strides, default=0) >= 0:
        return g
    return np.array(g, order="C" if 0 in g.strides else "K") if type(g) is np.ndarray else np.asarray(g)


def _tensor(g: Any, wrap: Callable[[Any], Any]) -> Any:
    return wrap(np.asarray(g)) if isinstance(g, (np.ndarray, np.generic)) else g


def _seen(g: Any) -> Any:
    """What a hook is given of a gradient, which goes on from there: it may have been written to."""
    return as_it_lies(g) if isinstance(g, (np.ndarray, np.generic)) else g


def _spread(grads: list[Any], returned: Places) -> list[Any]:
    """A gradient for each result, as hooks see them; results that are no tensors have none."""
    return grads if returned is None else [None if number is None else grads[number] for number in returned]


def _instead(hook: Any, g: Any, returned: Any, wrap: Callable[[Any], Any]) -> Any:
    """What a hook returned, in the form of what it was given; None leaves things as they are."""
    return g if returned is None else _checked(hook, g, returned, wrap)


def _all_instead(hook: Any, grads: list[Any], returned: Any, wrap: Callable[[Any], Any]) -> list[Any]:
    """The same for a hook that returns a tuple, in which None stands for no gradient."""
    if returned is None:
        return grads
    if not isinstance(returned, tuple):
        raise errors.hook_result_tuple(type_name(returned))
    if len(returned) != len(grads):
        raise errors.hook_result_count(_name(hook), len(returned), len(grads))
    return [None if t is None else _checked(hook, g, t, wrap) for g, t in zip(grads, returned)]


def _checked(hook: Any, g: Any, tensor: Any, wrap: Callable[[Any], Any]) -> Any:
    if not hasattr(tensor, "nelement"):
        raise errors.hook_result_type(type_name(tensor))
    if g is None:
        raise errors.hook_result_for_none()
    before = _tensor(g, wrap)
    if tensor.dtype != before.dtype:
        raise errors.hook_result_dtype(_name(hook), before.type(), tensor.type())
    if tensor.shape != before.shape:
        raise errors.hook_result_shape(_name(hook))
    return tensor if before is g else tensor._array


def _name(hook: Any) -> str:
    return str(getattr(hook, "__name__", "<unknown>"))
