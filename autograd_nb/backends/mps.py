"""`torch.backends.mps`: Apple's GPUs, of which none is used.

Source: https://pytorch.org/docs/2.7/backends.html#module-torch.backends.mps
"""

from __future__ import annotations

__all__ = ["is_available", "is_built"]


def is_available() -> bool:
    """Whether tensors can be put on the device "mps": False.

    Example:
        >>> "mps" if is_available() else "cpu"
        'cpu'
    """
    return False


def is_built() -> bool:
    """Whether there is code for that device: False.

    Example:
        >>> is_built()
        False
    """
    return False
