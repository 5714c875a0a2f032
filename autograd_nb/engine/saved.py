"""What nodes keep of tensors until the way back, and the learner's hooks around that.

A pack hook gets a tensor when a node saves it and returns what is to be kept in its place; an unpack hook gets that
back and returns a tensor when the value is needed. `autograd.graph.saved_tensors_hooks` sets a pair for a block.

Source: https://pytorch.org/docs/2.7/notes/autograd.html#hooks-for-saved-tensors
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from . import errors
from .modes import modes, no_grad
from .naming import type_name

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from .graph import Edge, Node, Variable
    from .node import VersionCounter

SavedHooks = tuple["Callable[[Any], Any]", "Callable[[Any], Any]"]


class Kept(NamedTuple):
    """A description of one saved tensor, for those who look at a node from outside."""

    name: str
    shape: tuple[int, ...]
    version: int
    state: str  # "kept", "freed" or "overwritten"
    variable: Variable | None
    counter: VersionCounter | None = None  # of the memory it lies in
    array: np.ndarray[Any, Any] | None = None


class SavedOption(NamedTuple):
    """A tensor among the options (the condition of `where`) kept for the way back, with the version it had."""

    variable: Variable
    version: int


def versioned(kept: Any) -> tuple[Any, int | None]:
    """A saved tensor and the version that it had, None for a Python number. Version 0 goes without saying."""
    return kept if isinstance(kept, tuple) else (kept, 0)


class SavedIndex(tuple[Any, ...]):  # noqa: SLOT001 - Python has no slots for tuples that have something
    """An index for NumPy. A node that keeps it has saved the tensors that it was made of."""

    tensors: list[tuple[Any, int] | None]  # of each array in it, with the version; None for a list

    def saved(self) -> tuple[Any, ...]:
        """What PyTorch's node has in its place: an array and its tensor, None for a whole dimension."""
        tensors = iter(unchanged(self).tensors)
        return tuple([(part, next(tensors)) if hasattr(part, "shape") else None for part in self])


def unchanged(index: Any) -> Any:
    """An index that a node has kept.

    Raises:
        RuntimeError: one of its tensors was changed in place.
    """
    for each in index.tensors if type(index) is SavedIndex else ():
        if each is not None and each[0]._changes != each[1]:
            tensor, version = each
            shape, now = tensor._array.shape, tensor._changes
            raise errors.modified_inplace(tensor.type(), shape, None, 0, now, version, modes.anomaly)
    return index


class Packed:
    """What a pack hook made of a tensor. In-place changes of the tensor are the hook's business from then on.

    Args:
        variable: the tensor to be saved.
        hooks: how to pack and to unpack it.
        number: which result of the node it is; None for an input, which keeps its own place in the graph.

    Raises:
        RuntimeError: if the hook changes its input.
    """

    __slots__ = ("edge", "number", "shape", "unpack", "value")

    def __init__(self, variable: Variable, hooks: SavedHooks, number: int | None) -> None:
        pack, self.unpack = hooks
        self.shape = variable._array.shape
        self.number = number
        self.edge: Edge = variable.edge() if number is None else (None, 0)
        version = variable._changes
        with no_grad():
            self.value = pack(variable)
        if variable._changes != version:
            raise errors.pack_hook_inplace()

    def unpacked(self) -> Any:
        """The tensor that the unpack hook gives.

        Raises:
            TypeError: if it gives anything else.
        """
        from .graph import Variable

        value = self.unpack(self.value)
        if not isinstance(value, Variable):
            raise errors.unpack_hook_type(type_name(value))
        return value


class SavedTensor:
    """One saved tensor of a node, as `_raw_saved_...` gives it: hooks can be set for it alone.

    >>> torch.autograd.SavedTensor()
    Traceback (most recent call last):
        ...
    RuntimeError: Trying to create a SavedTensor object from Python is forbidden.
    """

    def __init__(self, node: Node | None = None, place: int | None = None) -> None:
        if node is None:
            raise RuntimeError("Trying to create a SavedTensor object from Python is forbidden.")
        self._node = node
        self._place = place

    def register_hooks(self, *hooks: Callable[[Any], Any]) -> None:
        """`register_hooks(pack, unpack)`: `pack` runs now, `unpack` when the value is needed.

        Raises:
            RuntimeError: if there are hooks already, or nothing is saved (any more).
        """
        if len(hooks) != 2 or not all(callable(hook) for hook in hooks):
            raise errors.register_hooks_arguments(self, hooks)
        if self._place is None:
            raise errors.saved_none_hooks()
        if self._node.saved is None:
            raise errors.saved_freed_hooks()
        if type(self._node.saved[self._place]) is Packed:
            raise errors.saved_hooks_set()
        self._node.pack(self._place, (hooks[0], hooks[1]))


SavedTensor.__module__ = "torch._C._autograd"
