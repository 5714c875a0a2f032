"""`torch.accelerator` on a machine without one: what programs ask before they choose a device, and its answers.

>>> is_available(), device_count()
(False, 0)

Source: https://pytorch.org/docs/2.7/accelerator.html
"""

from __future__ import annotations

__all__ = ["current_accelerator", "device_count", "is_available"]


def is_available() -> bool:
    """Whether tensors can be put on a device other than the CPU: False.

    Example:
        >>> current_accelerator().type if is_available() else "cpu"
        'cpu'
    """
    return False


def device_count() -> int:
    """How many such devices there are: 0.

    Example:
        >>> device_count()
        0
    """
    return 0


def current_accelerator(check_available: bool = False) -> None:
    """The device that stands for them: None.

    Example:
        >>> current_accelerator() is None
        True
    """
    del check_available
