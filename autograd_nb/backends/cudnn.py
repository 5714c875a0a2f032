"""`torch.backends.cudnn`: switches for convolutions on a GPU, with PyTorch's values. Setting them changes nothing.

Source: https://pytorch.org/docs/2.7/backends.html#module-torch.backends.cudnn
"""

from __future__ import annotations

__all__ = ["allow_tf32", "benchmark", "deterministic", "enabled", "is_available", "version"]

enabled: bool = True
benchmark: bool = False
deterministic: bool = False
allow_tf32: bool = True


def is_available() -> bool:
    """Whether the library is there: False.

    Example:
        >>> is_available()
        False
    """
    return False


def version() -> int | None:
    """The version of the library: None without it.

    Example:
        >>> version() is None
        True
    """
    return None
