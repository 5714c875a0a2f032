"""Where gradients were stopped: numbers that left a graph, and what the latest cuts cut off."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np

from . import names
from .branches import behind
from .entries import KEPT, of_tensor
from .remains import MOST, Cut, bones_of

if TYPE_CHECKING:
    from autograd_nb.engine.graph import Variable

    from .entries import Made, OfTensor, Place

TURNS = 16
"""Cuts of one line from which on it counts as a loop: then only the operation that was cut off is kept, and of
`losses.append(loss.item())` nothing."""


ARRAYS = 32


class Cuts:
    """The latest cuts. They are bounded, so that a loop of cuts does not grow."""

    def __init__(self) -> None:
        self._items: deque[tuple[float, Cut]] = deque(maxlen=KEPT)
        self._arrays: deque[tuple[ref[np.ndarray[Any, Any]], Cut]] = deque(maxlen=ARRAYS)
        self._latest: deque[Cut] = deque()
        self._turns: dict[int, int] = {}

    def cut(self, source: Variable, how: str, place: Place) -> Cut:
        """A cut of what has a gradient, with a likeness of what is cut off; the oldest lets go of its own."""
        cut = Cut()
        cut.how = how
        cut.place = place
        cut.behind = ()
        node = source._grad_fn
        if node is None:
            cut.node = cut.bones = None
            cut.leaf = ref(source)
            return cut
        cut.leaf = None
        cut.node = ref(node)
        at = id(place[0]) + place[1]  # to hash the code itself takes as long as all the rest
        counts = self._turns
        counts[at] = turns = counts.get(at, 0) + 1
        if turns == 1 and len(counts) > KEPT:
            counts.clear()
        loop = turns > TURNS
        if how == "no_derivative":
            cut.behind = behind(node, at, loop)
        elif loop and how == "item":
            cut.bones = None
            return cut
        cut.bones = bones_of(node, 1 if loop else MOST)
        latest = self._latest
        latest.append(cut)
        if len(latest) > KEPT:
            latest.popleft().bones = None
        return cut

    def taken_out(self, value: Any, cut: Cut) -> None:
        """Know what was taken out: a number, those of nested lists, an array."""
        if isinstance(value, np.ndarray):
            self._arrays.append((ref(value), cut))
            return
        todo = [value]
        left = KEPT
        while todo and left:
            each = todo.pop()
            if isinstance(each, list):
                todo += each[:left]
            elif isinstance(each, float):
                self._items.append((each, cut))
                left -= 1

    def of_number(self, number: object) -> Cut | None:
        """The cut by which a Python number was taken out of a graph, if this very number was."""
        for kept, cut in reversed(self._items):
            if kept is number:
                return cut
        return None

    def of_array(self, array: np.ndarray[Any, Any]) -> Cut | None:
        """The cut by which an array was taken out, or the one that this is a view of."""
        for known, cut in reversed(self._arrays):
            taken = known()
            if taken is not None and (taken is array or taken is array.base):
                found: Cut = cut
                return found
        return None

    def of_operand(self, made: Made) -> Cut | None:
        """The cut inside of how an operand is written: `math.sin(x)` makes a number of one that was taken out.

        An operand that is a name counts if the same piece of code gives it a value in the line of the cut only.

        Args:
            made: of the operation that takes the number.
        """
        code = made.code
        near = [cut for _, cut in self._items if cut.place[0] is code]
        site = names.locate(code, made.lasti) if near and code is not None else None
        if site is None or code is None:
            return None
        written = [each for each in (site.receiver, *site.operands) if each is not None and each.number is None]
        for cut in reversed(near):
            taken = names.locate(code, cut.place[1])
            if taken is None:
                continue
            for each in written:
                if taken.expression in each.text or (each.name and names.only_value(code, each.name, taken)):
                    return cut
        return None


def inherit(output: Variable, cuts: tuple[Cut, ...]) -> None:
    """Add cuts to those of a tensor; the latest four count."""
    if cuts:
        own: OfTensor = output._trace or of_tensor(output)
        own.cuts = (*own.cuts, *(cut for cut in cuts if cut not in own.cuts))[-4:] if own.cuts else cuts
