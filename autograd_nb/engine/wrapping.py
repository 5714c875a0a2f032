"""A function that stands for another: with its name and its words, at a third of the cost of `functools.wraps`.

A thousand are made when the package is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    F = TypeVar("F", bound="Callable[..., Any]")


def stand_in(function: F, original: Callable[..., Any]) -> F:
    """`function`, looking like `original`.

    >>> def double(x):
    ...     return 2 * x
    >>> stand_in(lambda x: x + x, double).__name__
    'double'
    """
    function.__name__ = original.__name__
    function.__qualname__ = original.__qualname__
    function.__module__ = original.__module__
    function.__doc__ = original.__doc__
    function.__wrapped__ = original  # type: ignore[attr-defined]  # by which `inspect` finds the signature
    return function
