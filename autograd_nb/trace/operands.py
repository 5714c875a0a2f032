"""Which written operand stands for which input of an operation."""

from __future__ import annotations

import ast
import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .names import Operand, Site

_MODULES = frozenset({"torch", "autograd_nb", "nn", "F", "func", "linalg", "autograd", "special"})


def match_operands(
    site: Site, inputs: list[Any], namespace: Mapping[str, object], aside: tuple[int, ...] = (), turned: bool = False
) -> list[Operand | None]:
    """The written operand of each input of an operation, None where the syntax does not tell.

    Args:
        site: where the operation stands.
        inputs: one entry per input: a Python scalar, or None for a tensor.
        namespace: tells whether the part before the dot is a module (`torch.dot`) or a tensor (`x.dot`).
        aside: places among the arguments that are no inputs, see `Op`.
        turned: whether the second of two is known to be the first input.
    """
    written = list(site.operands)
    if site.receiver is not None and not _is_module(site.receiver, namespace):
        written.insert(0, site.receiver)
        aside = tuple(at or 1 for at in aside)  # before the dot stands an input, in `x.where(condition, y)` as well
    written = [operand for at, operand in enumerate(written) if at not in aside]
    backwards = written[::-1] if len(written) == 2 and (turned or len(inputs) == 2) else []  # `1 - x` is rsub(x, 1)
    orders = [
        order
        for order in ((backwards, written) if turned else (written, backwards))
        if len(order) >= len(inputs) and all(map(_fits, order, inputs))
    ]
    if not orders:
        return [None] * len(inputs)
    likely = max(orders, key=lambda order: sum(map(functools.partial(_suits, namespace), order, inputs)))
    return list(likely[: len(inputs)])


def _suits(namespace: Mapping[str, object], operand: Operand, value: Any) -> int:
    """How well an operand stands for an input: `rate * penalty(w)` multiplies the penalty, wherever that is written.

    What the namespace knows counts most; else a number is rather a name than something called.
    """
    known = namespace.get(operand.name)
    number = isinstance(known, (int, float, complex))
    if value is None:
        return -4 if number else 0
    return 4 if number and known == value else int(operand.name != "")


def _fits(operand: Operand, value: Any) -> bool:
    if value is None:
        return operand.number is None
    return operand.number is None or operand.number == value


def _is_module(receiver: Operand, namespace: Mapping[str, object]) -> bool:
    head, *rest = receiver.name.split(".")
    if head in namespace:
        found: object = namespace[head]
        for part in rest:
            found = getattr(found, part, None) if isinstance(found, _MODULE_TYPES) else None
        return isinstance(found, _MODULE_TYPES)
    return head in _MODULES


_MODULE_TYPES = (type(ast), type)  # modules and classes
