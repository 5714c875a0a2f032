"""What Python itself says otherwise from version to version: the tests' answers were recorded with 3.11."""

from __future__ import annotations

import re
import sys

ABSTRACT = re.compile(r"with abstract method (\w+)$", re.MULTILINE)
OPENING, CLOSING = "OrderedDict([", "])"


def today(text: str, version: tuple[int, ...] = sys.version_info[:2]) -> str:
    """A recorded answer as this Python writes it.

    >>> today("OrderedDict([('w', tensor([1.])), ('b', OrderedDict([('c', 2)]))])", (3, 12))
    "OrderedDict({'w': tensor([1.]), 'b': OrderedDict({'c': 2})})"
    >>> today("Can't instantiate abstract class A with abstract method f", (3, 12))
    "Can't instantiate abstract class A without an implementation for abstract method 'f'"
    >>> today("OrderedDict([('w', 1)])", (3, 11))
    "OrderedDict([('w', 1)])"
    """
    if version < (3, 12):
        return text
    return _braced(ABSTRACT.sub(r"without an implementation for abstract method '\1'", text))


def _braced(text: str) -> str:
    """Ordered dictionaries in braces, no longer as lists of pairs."""
    before, opening, rest = text.partition(OPENING)
    if not opening:
        return text
    pairs, depth, begin = [], 1, 0
    for at, character in enumerate(rest):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0)
        if character == "(" and depth == 2:
            begin = at + 1
        elif character == ")" and depth == 1:
            key, _, value = rest[begin:at].partition(", ")
            pairs.append(f"{key}: {_braced(value)}")
        elif not depth:
            return f"{before}OrderedDict({{{', '.join(pairs)}}}){_braced(rest[at + len(CLOSING) :])}"
    return text
