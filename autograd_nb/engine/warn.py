"""Warnings, with the learner's line as their place, however many of our functions lie between."""

from __future__ import annotations

import sys
import warnings

_HERE = __file__.rpartition("engine")[0]
_always = [False]
_told: set[str] = set()


def warn(text: str, category: type[Warning] = UserWarning) -> None:
    """Warn at the innermost line that is not of this package."""
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_HERE):
        level, frame = level + 1, frame.f_back
    warnings.warn(text, category, stacklevel=level)


def warn_once(text: str, key: str = "") -> None:
    """Warn the first time only, even where Python is told to show every warning; of all texts with one `key` once."""
    if (key or text) not in _told or _always[0]:
        _told.add(key or text)
        warn(text)


def set_warn_always(b: bool, /) -> None:
    """Let also those warnings come every time that come once in a process.

    >>> set_warn_always(False)

    Source: https://pytorch.org/docs/2.7/generated/torch.set_warn_always.html
    """
    if not isinstance(b, bool):
        raise TypeError(f"setWarnOnlyOnce expects a bool, but got {type(b).__name__}")
    _always[0] = b


def is_warn_always_enabled() -> bool:
    """Whether warnings that come once in a process come every time.

    >>> is_warn_always_enabled()
    False

    Source: https://pytorch.org/docs/2.7/generated/torch.is_warn_always_enabled.html
    """
    return _always[0]
