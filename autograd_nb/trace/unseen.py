"""What was changed behind autograd's back: saved numbers that were written over, and no version counted it.

`.data` shows a tensor's memory to whoever wants to write there unseen, and so does an array that `numpy()` gives. As in
PyTorch nothing fails then: the way back computes with the new numbers, and its gradients are wrong. Here it is found
out, and with it the line: before a walk frees what was saved, and when a document is made.
"""

from __future__ import annotations

import weakref
import zlib
from collections import deque
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.graph import Node
from autograd_nb.engine.node import sequence

from .entries import WRITES, Constant, made_of, touch
from .kept import SMALL, Large, keep
from .ledger import source_of
from .places import place as place_of_call
from .remains import is_gone
from .sentences import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from autograd_nb.engine.graph import Edge, Variable
    from autograd_nb.engine.saved import Kept

    from .collect import Key
    from .entries import Made, Place, Write
    from .kept import Array
    from .kept import Kept as Numbers

MOST = 32
"""Writes, and arrays in NumPy's hands, that are remembered."""

SUMMED = 2**23
"""Bytes of all arrays together of which a checksum tells whether NumPy has changed them: 3 ms at the end of a cell."""

Found = dict[str, "Place"]
"""By the name of a saved tensor, where it was written over; a place without code where nobody knows."""

NOWHERE: Place = (None, 0)


def _next_number() -> int:
    """The number of the next node, which is left to it: PyTorch's `_sequence_nr` counts operations without gaps."""
    return int(repr(sequence)[len("count(") : -1])


class _Sum:
    """The checksum of an array that is too large to be kept."""

    __slots__ = ("dtype", "shape", "sum")

    def __init__(self, array: Array) -> None:
        self.shape, self.dtype = array.shape, array.dtype
        self.sum = zlib.crc32(np.ascontiguousarray(array).data)


class _Written:
    """Memory that was, or could have been, written over since `number`, a place in the order of nodes."""

    __slots__ = ("array", "before", "number", "place")

    def __init__(self, array: Array, before: Numbers | _Sum, place: Place) -> None:
        self.number = _next_number()
        self.array = weakref.ref(array)
        self.before = before
        self.place = place

    def over(self, array: Array) -> bool:
        """Whether the numbers of `array` lie there, and are others now."""
        known = self.array()
        return known is not None and np.may_share_memory(known, array) and self.changed(known)

    def changed(self, known: Array) -> bool:
        """Whether its numbers are others now, as far as that can be told."""
        return _differ(self.before, known) is not False


class _Alias(deque["Write"]):
    """The in-place changes of what `.data` gave: each of them went unseen."""

    def __init__(self, array: Array, source: Variable, written: deque[_Written]) -> None:
        super().__init__(maxlen=WRITES)
        self._array = array
        self._source = weakref.ref(source)
        self._before = keep(array)
        self._written = written

    def append(self, write: Write) -> None:
        """Keep a change that has just been made."""
        super().append(write)
        self._written.append(_Written(self._array, self._before, write[1]))
        self._before = keep(self._array)
        source = self._source()
        if source is not None:
            touch(source)


class Unseen:
    """The latest of such changes."""

    def __init__(self) -> None:
        self.written: deque[_Written] = deque(maxlen=MOST)
        self._lent: deque[_Written] = deque(maxlen=MOST)

    def shared(self, output: Any, source: Variable, how: str) -> None:
        """What cut a gradient off gave `output`: by `.data` and `numpy()` it is the same memory."""
        if how == "data":
            output.counter()._trace = _Alias(output._array, source, self.written)
        elif how == "numpy":  # what happens to it is told to nobody
            self._lend(output)

    def taken(self, data: Any, output: Variable) -> None:
        """`output` was made of `data`: by `from_numpy` it is the same memory."""
        if isinstance(data, np.ndarray) and np.may_share_memory(data, output._array):
            self._lend(data)

    def _lend(self, array: Array) -> None:
        """An array that NumPy may write to from now on."""
        if array.nbytes > SUMMED:
            return
        self._lent.append(_Written(array, array.copy() if array.size <= SMALL else _Sum(array), NOWHERE))
        room = SUMMED
        for lent in reversed(self._lent):  # the latest
            known = lent.array()
            room -= 0 if known is None else known.nbytes
            if room < 0:
                self._lent.remove(lent)
                return

    def settle(self) -> None:
        """A cell has ended: what NumPy changes from now on, it changes after all the operations of that cell.

        Only here, and where a walk sets out, are arrays gone through: operations never wait for it.
        """
        now = _next_number()
        for lent in list(self._lent):
            known = lent.array()
            if lent not in self._lent:
                continue  # another has taken its room
            if known is None:
                self._lent.remove(lent)
            elif lent.changed(known):
                self._lend(known)
            else:
                lent.number = now

    def replaced(self, tensor: Variable) -> None:
        """`tensor.data = ...` put other memory into a tensor."""
        self.written.append(_Written(tensor._array, None, place_of_call(2)))
        touch(tensor)

    def look(self, starts: Iterable[tuple[Edge, Any]], *, thorough: bool) -> None:
        """Mark the nodes behind the starts of a walk of which something was changed.

        Args:
            starts: where the walk is about to begin, and with what.
            thorough: whether numbers are compared also where nothing is known to have been written.
        """
        latest = max((written.number for written in self.written), default=-1)
        if latest < 0 and not thorough:
            return
        todo = [node for (node, _), _ in starts if node is not None]
        seen = set(todo)
        while todo:
            node = todo.pop()
            if node.saved and (thorough or node.sequence_nr < latest):
                self.found(node)
            for following, _ in node.next_functions:
                if following is not None and following not in seen:
                    seen.add(following)
                    todo.append(following)

    def among(self, things: Mapping[Key, object]) -> Iterator[tuple[Key, str, Place]]:
        """What is known of all nodes of a document: node, name of what it had saved, where that was written over."""
        for key, thing in things.items():
            if isinstance(thing, Node) and not is_gone(thing):
                for name, place in self.found(thing).items():
                    yield key, name, place

    def found(self, node: Node) -> Found:
        """What is known of one node; it stays known once the node is freed."""
        made = made_of(node)
        if made is None:
            return {}
        known = made.unseen or {}
        seen: set[int] = set()
        for kept in node.kept() if node.saved else ():
            if kept.state != "kept" or kept.array is None or id(kept.array) in seen:
                continue  # of `x * x` the same tensor is saved twice
            seen.add(id(kept.array))
            if kept.name not in known:
                place = self._place(node, made, kept, kept.array)
                if place is not None:
                    made.unseen = known = known | {kept.name: place}
        return known

    def _place(self, node: Node, made: Made, kept: Kept, array: Array) -> Place | None:
        """Where a saved tensor was written over; None if it was not."""
        differs = _differ(_then(node, made, kept), array)
        if differs is False:
            return None
        producer = None if kept.variable is None else kept.variable._grad_fn
        result = None if producer is None or len(producer.results) > 1 else made_of(producer)
        if result is not None and _differ(result.value, array) is False:
            return None  # a part that was not written over
        for written in (*reversed(self.written), *reversed(self._lent)):
            if written.number > node.sequence_nr and written.over(array):
                return written.place
        return NOWHERE if differs else None


def changed_unseen(op: str, label: str, place: Place) -> dict[str, Any]:
    """What a document says of it.

    Args:
        op: name of the operation that had saved it.
        label: how the saved tensor is called.
        place: where it was written over.
    """
    source, by = source_of(place)
    if by:
        says = say(
            "%1 saved `%2`, and then `%3` changed it behind autograd's back: no version counts what is done through "
            "`.data`, so nothing fails, but a gradient that passes %1 is computed with the new numbers, and wrong. "
            "Change it under `with torch.no_grad():`, and autograd notices.",
            op,
            label,
            by,
        )
    else:
        says = say(
            "%1 saved `%2`, and then it was changed behind autograd's back, as an array of NumPy's in the same memory "
            "or through `.data`: no version counts that, so nothing fails, but a gradient that passes %1 is computed "
            "with the new numbers, and wrong. Write into a copy: `%2.detach().clone()`.",
            op,
            label,
        )
    return {"says": says, "source": source}


def _then(node: Node, made: Made, kept: Kept) -> Numbers:
    """The numbers at the moment when they were saved, if they were kept."""
    if kept.variable is None:
        return made.value if len(node.results) == 1 else None
    for used in (made.operands or {}).values():
        if isinstance(used, Constant) and used.tensor() is kept.variable and used.version == kept.version:
            return used.value
    return None


def _differ(before: Numbers | _Sum, array: Array) -> bool | None:
    """Whether an array holds other numbers than before; None where that is not known."""
    if before is None or before.shape != array.shape or before.dtype != array.dtype:
        return None
    if isinstance(before, _Sum):
        return before.sum != _Sum(array).sum
    if isinstance(before, Large):
        # Other numbers than those that are kept may have changed.
        return _differ_in(before.ends, Large(array).ends) or None
    return _differ_in(before, array)


def _differ_in(before: Array, now: Array) -> bool:
    same = before.tobytes() == now.tobytes()  # as a rule, and told in a tenth of the time
    return not same and not np.array_equal(before, now, equal_nan=before.dtype.kind in "fc")
