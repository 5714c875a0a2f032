"""The gradient history of a leaf as data, for programs and for those who like tables better than pictures."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from . import given
from .ledger import source_of
from .preview import preview

if TYPE_CHECKING:
    from autograd_nb.engine.graph import Variable

    from .entries import OfTensor, OfWalk


@dataclasses.dataclass(frozen=True)
class GradChange:
    """One change of a leaf's `.grad`.

    Attributes:
        change: "fill" (None became a gradient), "add", "zero", "none", "assign" or "inplace".
        value: the gradient after the change as PyTorch prints its numbers, None if it is None.
        by: the call that did it, as written; empty where the source is not known.
        line: the line of code in which that stands.
        backward: the number of the backward call that did it, counting from 0 those in this history;
            None if none did.
    """

    change: str
    value: str | None
    by: str
    line: str
    backward: int | None


def history(leaf: Variable) -> list[GradChange]:
    """What happened to `leaf.grad` while recording was on, oldest first: at most the last 256 changes.

    >>> import autograd_nb as torch
    >>> x = torch.ones(2, requires_grad=True)
    >>> with torch.recording():
    ...     (x * x).sum().backward()
    ...     x.grad = None
    >>> [(change.change, change.value) for change in history(x)]
    [('fill', '[2., 2.]'), ('none', None)]

    Raises:
        TypeError: if it is no tensor.
        ValueError: if the tensor is the result of an operation: only leaves keep a gradient.
    """
    given.tensor(leaf, "history()")
    if leaf._grad_fn is not None:
        raise ValueError(
            "history() tells of a leaf: a tensor that you made with requires_grad=True. This one is the result "
            "of an operation; look at the leaves that it was computed from."
        )
    trace: OfTensor | None = leaf._trace
    walks: dict[OfWalk, int] = {}
    changes = []
    for change in list(trace.ledger) if trace is not None else ():
        source, by = source_of(change.place)
        shown = preview(change.value)
        changes.append(
            GradChange(
                change.change,
                None if shown is None else shown["text"],
                by,
                source["line"] if source is not None else "",
                None if change.walk is None else walks.setdefault(change.walk, len(walks)),
            )
        )
    return changes
