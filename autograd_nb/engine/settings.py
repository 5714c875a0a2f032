"""Settings that scripts make at their beginning: they are taken, as far as they ask for what is so anyway.

>>> set_default_device("cpu")
>>> get_default_device()
device(type='cpu')

Source: https://pytorch.org/docs/2.7/torch.html#utilities
"""

from __future__ import annotations

from typing import Any

from . import errors
from .device import CPU, check_device, device
from .naming import type_name

_threads = [1]


def get_default_device() -> device:
    """Where new tensors are: the CPU."""
    return CPU


def set_default_device(device: Any) -> None:
    """Say where new tensors are to be: the CPU, or None for what is usual."""
    if device is not None:
        check_device(device)


def get_num_threads() -> int:
    """The number that was set; NumPy decides for itself how many threads it takes."""
    return _threads[0]


def set_num_threads(num: Any) -> None:
    """Say how many threads to take."""
    if not isinstance(num, int) or isinstance(num, bool):
        raise TypeError(f"set_num_threads expects an int, but got {type_name(num)}")
    if num <= 0:
        raise RuntimeError("set_num_threads expects a positive integer")
    _threads[0] = num


def use_deterministic_algorithms(mode: Any, *, warn_only: bool = False) -> None:
    """Ask for the same numbers in every run: they are the same anyway."""
    del warn_only
    if not isinstance(mode, bool):
        raise errors.argument_must_be("use_deterministic_algorithms", "mode", 1, "bool", type_name(mode))
