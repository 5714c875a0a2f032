"""Which tensors move, and how: the levels of forward mode.

A dual tensor is a value with a tangent, the direction in which it moves. Tangents belong to a level and are forgotten
when it is left. What an operation does with them stands in forward.py; this file only remembers them.

Levels stand in one another where a derivative is taken of a derivative (`func.jvp` of `func.jvp`): what moves on the
inner level may move on the outer one as well. Levels of one depth are several directions of the same thing
(`func.jacfwd`) and know nothing of each other.

Source: PyTorch's torch/csrc/autograd/forward_grad.h.
"""

from __future__ import annotations

import contextlib
import threading
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np

from .memory.geometry import geometry_in
from .modes import modes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .node import Node, Variable

active = 0
"""Levels that are open in any thread, and functions of functions. Without any, they cost a look at this number."""

aids: weakref.WeakSet[Node] = weakref.WeakSet()
"""The leaves that a row read forwards had to make: they stay in the history of what was computed, and are nobody's."""

_COUNTING = threading.Lock()


class Level:
    """The tangents of one level."""

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self._tangents: dict[int, tuple[weakref.ref[Any], Any]] = {}  # by id: equality of tensors is elementwise
        self.results: weakref.WeakKeyDictionary[Node, list[Any]] = weakref.WeakKeyDictionary()

    def tangent(self, tensor: Variable) -> Any:
        """How a tensor moves, None if it does not. A view moves as its base does."""
        found = self._tangents.get(id(tensor))
        if found is not None:
            return found[1]
        base = tensor._base
        if base is None or id(base) not in self._tangents:
            return None
        part = self._part(tensor)
        self._keep(tensor, part)
        return part

    def move(self, tensor: Variable, tangent: Any) -> None:
        """Let a tensor move. The tangent lies in memory as the tensor does, so that views of both agree."""
        several = _several(tangent)
        whole = tangent._whole() if several else tangent
        array, moves = tensor._array, whole._array
        wanted = [s * moves.itemsize for s in array.strides]
        if 0 not in array.strides and wanted != [s * array.itemsize for s in moves.strides[several:]]:
            room = _in_order(len(moves), array, moves.dtype) if several else np.empty_like(array, moves.dtype)
            laid = whole._wrap(room).copy_(whole)
            tangent = tangent.of(tangent._batch, None, laid, 0) if several else laid
        self._keep(tensor, tangent)

    def rewrite(self, tensor: Variable, tangent: Any) -> None:
        """Let a tensor that was changed in place move anew, and with it what it is a view of; whole numbers do not."""
        if tensor._array.dtype.kind != "f":
            return
        mine = self.tangent(tensor)
        base = tensor._base
        if mine is None and base is not None:
            self._keep(base, tangent.new_zeros(base._array.shape))
            mine = self.tangent(tensor)
        if mine is not None and _several(tangent) and not _several(mine):
            self._become_several(tensor if base is None else base, tangent._batch)
            mine = self.tangent(tensor)
        if mine is None:
            self.move(tensor, tangent)
        else:
            threads = modes.here  # a direction that was given from outside changes with what moves along it
            around, threads.transforms = threads.transforms, ()
            try:
                mine.copy_(tangent)
            finally:
                threads.transforms = around

    def _become_several(self, base: Any, batch: Any) -> None:
        """Let a tensor, and its views, move along as many directions as a batch has, all the same so far."""
        one = self._tangents[id(base)][1]
        for key, (tensor, _) in list(self._tangents.items()):
            view = tensor()
            if view is not None and view._base is base:
                del self._tangents[key]
        self.move(base, batch.of(batch.whole(one).clone()))

    def stop(self, tensor: Variable) -> None:
        """Forget how a tensor moves."""
        self._tangents.pop(id(tensor), None)

    def clear(self) -> None:
        """Forget all tangents."""
        self._tangents.clear()
        self.results.clear()

    def _part(self, view: Any) -> Any:
        base = view._base
        return self._tangents[id(base)][1]._as_strided(geometry_in(view._array, base._array))

    def _keep(self, tensor: Variable, tangent: Any) -> None:
        tangents, key = self._tangents, id(tensor)
        tangents[key] = weakref.ref(tensor, lambda _: tangents.pop(key, None)), tangent


def _several(tangent: Any) -> bool:
    """Whether it is a batch of directions."""
    return getattr(type(tangent), "batches", False)


def _in_order(count: int, array: np.ndarray[Any, Any], dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    """Room for so many arrays, each in the order in which this one lies in memory."""
    order = sorted(range(array.ndim), key=lambda d: -array.strides[d])
    return np.empty((count, *[array.shape[d] for d in order]), dtype).transpose(0, *np.argsort(order) + 1)


class _Here(threading.local):
    """The levels of this thread: all that are open, and those on which operations move their results just now."""

    open: tuple[Level, ...] = ()
    levels: tuple[Level, ...] = ()
    enabled = True
    dual: Level | None = None  # the one that the learner opened with `dual_level`


here = _Here()


def moving() -> tuple[Level, ...]:
    """The levels on which results move just now: nothing moves in inference mode."""
    return () if modes.inference else here.levels


def tangent(tensor: Variable) -> Any:
    """How a tensor moves on the learner's level, None if it does not or there is no such level."""
    level = here.dual
    return None if level is None or level not in moving() else level.tangent(tensor)


def depth() -> int:
    """The depth of a level that is opened now: it stands inside of all that are open."""
    return here.open[-1].depth + 1 if here.open else 0


def enter(count: int, depth: int) -> tuple[Level, ...]:
    """Open so many levels of one depth."""
    global active  # noqa: PLW0603 - the count is of the whole process
    new = tuple(Level(depth) for _ in range(count))
    with _COUNTING:
        active += count
    here.open += new
    if here.enabled:
        here.levels += new
    return new


def watch(change: int) -> None:
    """Have one more function look at every operation, or one less (-1)."""
    global active  # noqa: PLW0603 - as above
    with _COUNTING:
        active += change


def leave(levels: tuple[Level, ...]) -> None:
    """Close levels; their tangents are forgotten."""
    global active  # noqa: PLW0603 - as above
    with _COUNTING:
        active -= len(levels)
    here.open = tuple(level for level in here.open if level not in levels)
    here.levels = tuple(level for level in here.levels if level not in levels)
    for level in levels:
        level.clear()


@contextlib.contextmanager
def only(levels: tuple[Level, ...]) -> Iterator[None]:
    """A block in which results move on these levels alone."""
    before = here.levels
    here.levels = levels
    try:
        yield
    finally:
        here.levels = before


def below(level: Level) -> contextlib.AbstractContextManager[None]:
    """A block in which results move on the levels that `level` stands in."""
    return only(tuple(other for other in here.levels if other.depth < level.depth))


def stop(tensor: Variable) -> None:
    """Let a tensor move no more."""
    for level in moving():
        level.stop(tensor)


def follow(tensor: Variable, other: Variable, seen: Callable[[Any], Any] = lambda tangent: tangent) -> None:
    """Let a tensor move as another one, whose tangents are `seen` in some way."""
    for level in moving():
        its = level.tangent(other)
        if its is not None:
            level.move(tensor, seen(its))


def move_again(tensor: Variable, node: Node, number: int) -> None:
    """Let a tensor that stands for a result of `node` move as that did."""
    for level in moving():
        tangents = level.results.get(node, [])
        if number < len(tangents):
            level.move(tensor, tangents[number])
