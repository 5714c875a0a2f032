"""The learner's variables that hold tensors, by name."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from .names import NAME, usable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEEP = 8  # lists in lists, objects in objects
MOST = 2000  # things in them that are looked at


def variables(namespace: Mapping[str, object], kind: type[Any]) -> Iterator[tuple[str, Any]]:
    """The learner's variables of one type, in the order in which they were made; then leaves inside of others.

    Those are parameters of modules of `nn`, and what lists, dictionaries and objects of the learner's classes hold.

    >>> import autograd_nb as torch
    >>> [name for name, _ in variables({"weights": [torch.ones(2), torch.ones(2)]}, torch.Tensor)]
    ['weights[0]', 'weights[1]']
    """
    others: list[tuple[str, object]] = []
    for name, value in list(namespace.items()):
        if not usable(name):
            continue
        if isinstance(value, kind):
            yield name[:NAME], value
            continue
        others.append((name, value))
        if hasattr(type(value), "named_parameters"):  # of the type: an object may make up what it is asked for
            yield from _parameters(name, value)
    yield from _within(others, kind, namespace.get("__name__"))


def _parameters(name: str, module: Any) -> Iterator[tuple[str, Any]]:
    try:
        for path, parameter in list(module.named_parameters()):
            yield f"{name}.{path}"[:NAME], parameter
    except Exception:  # noqa: BLE001  # a learner's class may have its own, and a name is not worth an error
        return


def _within(found: list[tuple[str, object]], kind: type[Any], home: object) -> Iterator[tuple[str, Any]]:
    """The leaves that these things hold, nearest first, under names that can be typed."""
    left = MOST
    seen: set[int] = set()
    for _ in range(DEEP):
        deeper: list[tuple[str, object]] = []
        for name, value in found:
            if not _holds(value, home) or id(value) in seen:
                continue
            seen.add(id(value))
            for key, part in itertools.islice(_parts(value), left):
                left -= 1
                if len(name) + len(key) > NAME:
                    continue
                if _holds(part, home):
                    deeper.append((name + key, part))
                elif isinstance(part, kind) and part.is_leaf:
                    yield name + key, part
        found = deeper


def _holds(value: object, home: object) -> bool:
    """Whether it is looked into: of objects whose class is not the learner's nobody knows what that does."""
    return type(value) in (list, tuple, dict) or (type(value).__module__ == home and hasattr(value, "__dict__"))


def _parts(value: Any) -> Iterator[tuple[str, object]]:
    """What it holds, by what is typed behind its name."""
    if type(value) is list or type(value) is tuple:
        return ((f"[{at}]", part) for at, part in enumerate(value))
    if type(value) is dict:
        return ((f"[{key!r}]", part) for key, part in value.items() if type(key) in (str, int))
    return ((f".{key}", part) for key, part in vars(value).items() if key[:1] != "_")
