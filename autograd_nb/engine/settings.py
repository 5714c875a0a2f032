"""Settings that scripts make at their beginning: they are taken, as far as they ask for what is so anyway.

>>> set_default_device("cpu")
>>> get_default_device()
device(type='cpu')

Source: https://pytorch.org/docs/2.7/torch.html#utilities
"""

from __future__ import annotations

import warnings
from typing import Any

from . import errors
from .device import CPU, check_device, device
from .naming import type_name
from .warn import warn

_threads = [1]


def get_default_device() -> device:
    """Where new tensors are: the CPU.

    >>> torch.get_default_device()
    device(type='cpu')
    """
    return CPU


def set_default_device(device: Any) -> None:
    """Say where new tensors are to be: the CPU, or None for what is usual.

    >>> torch.set_default_device("cpu")

    Raises:
        RuntimeError: for a device that is not here.
    """
    if device is not None:
        check_device(device)


def get_num_threads() -> int:
    """The number that was set; NumPy decides for itself how many threads it takes.

    >>> torch.set_num_threads(1)
    >>> torch.get_num_threads()
    1
    """
    return _threads[0]


def set_num_threads(num: Any) -> None:
    """Say how many threads to take.

    >>> torch.set_num_threads(1)

    Raises:
        RuntimeError: for what is no positive whole number.
    """
    if not isinstance(num, int) or isinstance(num, bool):
        raise RuntimeError(f"set_num_threads expects an int, but got {type_name(num)}")  # noqa: TRY004 - PyTorch's
    if num <= 0:
        raise RuntimeError("set_num_threads expects a positive integer")
    _threads[0] = num


_debug_mode = [0]


def use_deterministic_algorithms(mode: Any, *, warn_only: bool = False) -> None:
    """Ask for the same numbers in every run, or with `warn_only` for a warning: they are the same anyway.

    >>> torch.use_deterministic_algorithms(True)
    >>> torch.are_deterministic_algorithms_enabled()
    True
    >>> torch.use_deterministic_algorithms(False)
    """
    if not isinstance(mode, bool):
        raise errors.argument_must_be("use_deterministic_algorithms", "mode", 1, "bool", type_name(mode))
    _debug_mode[0] = (1 if warn_only else 2) if mode else 0


def are_deterministic_algorithms_enabled() -> bool:
    """Whether the same numbers in every run were asked for; they are the same anyway.

    >>> torch.are_deterministic_algorithms_enabled()
    False
    """
    return _debug_mode[0] > 0


def is_deterministic_algorithms_warn_only_enabled() -> bool:
    """Whether a warning was asked for where numbers differ, which they do nowhere.

    >>> torch.is_deterministic_algorithms_warn_only_enabled()
    False
    """
    return _debug_mode[0] == 1


def get_deterministic_debug_mode() -> int:
    """What was asked for where numbers differ: 0 nothing, 1 a warning, 2 an error.

    >>> torch.get_deterministic_debug_mode()
    0
    """
    return _debug_mode[0]


_precision = ["highest"]


def get_float32_matmul_precision() -> str:
    """The precision that was set; products are computed in the highest.

    >>> torch.get_float32_matmul_precision()
    'highest'
    """
    return _precision[0]


def set_float32_matmul_precision(precision: str) -> None:
    """Allow products of float32 matrices to be less precise ("high", "medium"); here they never are.

    >>> torch.set_float32_matmul_precision("highest")
    """
    if precision not in ("highest", "high", "medium"):
        warnings.warn(
            f"{precision} is not one of 'highest', 'high', or 'medium'; the current"
            "setFloat32MatmulPrecision call has no effect.",
            stacklevel=2,
        )
        return
    _precision[0] = precision


_between = [1]


def get_num_interop_threads() -> int:
    """The number that was set; operations run one after the other.

    >>> torch.get_num_interop_threads() > 0
    True
    """
    return _between[0]


def set_num_interop_threads(num: Any) -> None:
    """Say how many operations may run at once; it is always one.

    >>> torch.set_num_interop_threads(1)

    Raises:
        RuntimeError: a number that is not positive.
    """
    if not isinstance(num, int) or isinstance(num, bool):
        raise TypeError(f"set_num_interop_threads expects an int, but got {type(num).__name__}")
    if num <= 0:
        raise RuntimeError("set_num_interop_threads expects a positive integer")
    _between[0] = num


def is_storage(obj: Any) -> bool:
    """Whether it is the memory of a tensor, without a shape.

    >>> torch.is_storage(torch.ones(2)), torch.is_storage(torch.ones(2).untyped_storage())
    (False, True)
    """
    from .memory.storage import Storage  # few programs need it

    return isinstance(obj, Storage)


def set_default_tensor_type(t: Any) -> None:
    """Say of which dtype new tensors are, by the class of older programs or its name.

    PyTorch warns that it is deprecated: `set_default_dtype` is the present way.

    >>> torch.set_default_tensor_type("torch.DoubleTensor")
    >>> torch.get_default_dtype()
    torch.float64
    >>> torch.set_default_dtype(torch.float32)

    Raises:
        TypeError: for what is no floating point type.
    """
    from . import dtypes, tensor_types

    warn(
        "torch.set_default_tensor_type() is deprecated as of PyTorch 2.1, please use torch.set_default_dtype() and "
        "torch.set_default_device() as alternatives."
    )
    if isinstance(t, str):
        module, _, name = t.rpartition(".")
        if module != "torch":
            raise ModuleNotFoundError(f"No module named '{module or name}'")
        t = getattr(tensor_types, name)
    kind = getattr(t, "dtype", None)
    if not isinstance(kind, dtypes.dtype):
        raise TypeError("invalid type object: only floating-point types are supported as the default type")
    if not kind.is_floating_point:
        raise TypeError("only floating-point types are supported as the default type")
    dtypes.set_default_dtype(kind)


def set_deterministic_debug_mode(debug_mode: Any) -> None:
    """Ask to be told of numbers that differ from run to run: there are none.

    Args:
        debug_mode: "default" or 0 for nothing, "warn" or 1, "error" or 2.

    >>> torch.set_deterministic_debug_mode("default")

    Raises:
        RuntimeError, TypeError: another mode.
    """
    words = ("default", "warn", "error")
    if isinstance(debug_mode, str):
        if debug_mode not in words:
            raise RuntimeError(
                f"invalid value of debug_mode, expected one of `default`, `warn`, `error`, but got {debug_mode}"
            )
    elif not isinstance(debug_mode, int):
        raise TypeError(f"debug_mode must be str or int, but got {type(debug_mode)}")
    elif debug_mode not in (0, 1, 2):
        raise RuntimeError(f"invalid value of debug_mode, expected 0, 1, or 2, but got {debug_mode}")
    _debug_mode[0] = words.index(debug_mode) if isinstance(debug_mode, str) else int(debug_mode)


def set_flush_denormal(mode: Any) -> bool:
    """Whether it is so that the smallest numbers are taken for 0, or are not: NumPy keeps them.

    >>> torch.set_flush_denormal(False)
    True
    """
    if not isinstance(mode, bool):
        raise TypeError(f"flush_denormal expects a bool, but got {type_name(mode)}")
    return not mode


def init_num_threads() -> None:
    """Start threads anew: there is nothing to do.

    >>> torch.init_num_threads()
    """
