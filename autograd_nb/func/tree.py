"""Tensors inside of tuples, lists and dictionaries: taken out, and put back in the same form."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.return_types import Results

if TYPE_CHECKING:
    from collections.abc import Callable


def leaves(tree: Any) -> list[Any]:
    """Everything in `tree` that is no container, from left to right.

    >>> leaves((1, {"a": 2, "b": [3]}))
    [1, 2, 3]
    """
    if isinstance(tree, dict):
        return [leaf for part in tree.values() for leaf in leaves(part)]
    if isinstance(tree, (tuple, list)):
        return [leaf for part in tree for leaf in leaves(part)]
    return [tree]


def like(tree: Any, values: list[Any]) -> Any:
    """`values` in the form of `tree`.

    >>> like((1, {"a": 2}), ["x", "y"])
    ('x', {'a': 'y'})
    """
    rest = iter(values)
    return mapped(lambda _: next(rest), tree)


def mapped(function: Callable[[Any], Any], tree: Any) -> Any:
    """`tree` with the function of each leaf in its place."""
    if isinstance(tree, dict):
        named = ((name, mapped(function, part)) for name, part in tree.items())
        return OrderedDict(named) if isinstance(tree, OrderedDict) else dict(named)
    if isinstance(tree, Results):
        return type(tree)(mapped(function, part) for part in tree)
    if isinstance(tree, tuple):
        parts = [mapped(function, part) for part in tree]
        return type(tree)(*parts) if hasattr(tree, "_fields") else tuple(parts)
    if isinstance(tree, list):
        return [mapped(function, part) for part in tree]
    return function(tree)


def spread(values: Any, tree: Any) -> list[Any] | None:
    """For each leaf of `tree` a value: `values` has the form of the tree, or stops earlier and stands for all below.

    >>> spread((0, 1), (5, [6, 7]))
    [0, 1, 1]
    >>> spread((0, 1), [5, 6])  # another form: None
    """
    if not isinstance(values, (dict, tuple, list)):
        return [values] * len(leaves(tree))
    if type(values) is not type(tree) or len(values) != len(tree):
        return None
    if isinstance(values, dict) and values.keys() != set(tree):
        return None
    pairs = [(values[name], tree[name]) for name in tree] if isinstance(tree, dict) else zip(values, tree)
    found = [spread(below, part) for below, part in pairs]
    return None if None in found else [value for part in found if part is not None for value in part]


def spec(tree: Any) -> str:
    """The form of a tree as PyTorch's messages write it, `*` for a leaf.

    >>> spec({"a": 2})
    "TreeSpec(dict, ['a'], [*])"
    """
    if not isinstance(tree, (dict, tuple, list)):
        return "*"
    parts = tree.values() if isinstance(tree, dict) else tree
    inner = ",\n".join(spec(part) for part in parts).replace("\n", "\n  ")
    return f"TreeSpec({type(tree).__name__}, {list(tree) if isinstance(tree, dict) else None}, [{inner}])"


def brief(tree: Any) -> str:
    """The form of a tree in Python's own signs, `*` for a leaf.

    >>> brief(({"a": 2}, [3]))
    "({'a': *}, [*])"
    """
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{name!r}: {brief(part)}" for name, part in tree.items()) + "}"
    if isinstance(tree, list):
        return f"[{', '.join(map(brief, tree))}]"
    if isinstance(tree, tuple):
        name = type(tree).__name__ if hasattr(tree, "_fields") else ""
        return f"{name}({', '.join(map(brief, tree))}{',' if len(tree) == 1 and not name else ''})"
    return "*"
