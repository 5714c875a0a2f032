"""What PyTorch's nodes can be asked for of what they saved, as `_saved_self`: for each class of nodes the names.

>>> of("MulBackward0")
{'other': '*', 'self': '*'}
>>> of("SumBackward1")
{'dim': '()', 'keepdim': '', 'self_sym_sizes': '()'}

saved_names.txt has a line for each class; a star stands behind tensors, brackets behind tuples. Rows here save less in
places: of what is no tensor, the rest is known all the same.
"""

from __future__ import annotations

import functools
import math
from typing import Any

TENSOR, TUPLE = "*", "()"

USUAL: dict[str, Any] = {"alpha": 1, "beta": 1, "keepdim": False, "sparse": False, "sparse_grad": False}
"""What options are that were not given."""

INPUTS = {"x": 0, "y": 1, "w": 2}
"""The places of inputs, by what formulas call them."""


@functools.cache
def _table() -> dict[str, dict[str, str]]:
    with open(__file__.removesuffix("py") + "txt", encoding="utf-8") as file:  # noqa: PTH123 (pathlib is slow to load)
        rows = [line.split() for line in file]
    return {name: dict(_read(word) for word in words) for name, *words in rows}


def _read(word: str) -> tuple[str, str]:
    name = word.rstrip("*()")
    return name, word[len(name) :]


def of(node: str) -> dict[str, str] | None:
    """The names for a class of nodes, and of what kind each is; None for a class that is not known."""
    return _table().get(node)


def known(name: str, saved_as: dict[str, str]) -> bool:
    """Whether it can be told of a node of such a row that did not save it."""
    whose, _, what = name.partition("_sym_")
    return name in USUAL or (what in ("sizes", "numel") and _place(whose, saved_as) is not None)


def _place(whose: str, saved_as: dict[str, str]) -> int | None:
    return next((INPUTS[own] for own, theirs in saved_as.items() if theirs == whose and own in INPUTS), None)


def told(node: Any, name: str) -> Any:
    """It: the usual value of an option, or the sizes of an input; None where nothing is known of the input."""
    if name in USUAL:
        return USUAL[name]
    whose, _, what = name.partition("_sym_")
    place: Any = _place(whose, node.op.saved_as)
    following, number = node.next_functions[place] if place < len(node.next_functions) else (None, 0)
    if following is None:
        return None
    shape = following.results[number][0]
    return tuple(shape) if what == "sizes" else math.prod(shape)
