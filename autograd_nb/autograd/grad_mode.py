"""`torch.autograd.grad_mode`: whether operations are recorded.

Source: https://pytorch.org/docs/2.7/autograd.html#locally-disabling-gradient-computation
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine.modes import _Mode, enable_grad, inference_mode, modes, no_grad, set_grad_enabled

if TYPE_CHECKING:
    from typing import Self

__all__ = ["enable_grad", "inference_mode", "no_grad", "set_grad_enabled", "set_multithreading_enabled"]


class set_multithreading_enabled(_Mode):  # noqa: N801 - PyTorch's name
    """Whether walks may use several threads, from now on; as a context manager, put the old setting back at the end.

    Here a walk runs in the thread that asked for it either way: the setting is remembered, and changes nothing.

    >>> import autograd_nb as torch
    >>> with torch.autograd.set_multithreading_enabled(False):
    ...     torch.autograd.is_multithreading_enabled()
    False

    Source: https://pytorch.org/docs/2.7/generated/torch.autograd.grad_mode.set_multithreading_enabled.html
    """

    def __init__(self, mode: bool) -> None:
        self.before, self.mode = modes.multithreading, mode
        modes.multithreading = mode

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        modes.multithreading = self.before

    def clone(self) -> Self:
        """Another one with the same setting."""
        return self.__class__(self.mode)


def is_multithreading_enabled() -> bool:
    """What `set_multithreading_enabled` was told last in this thread.

    >>> torch.autograd.is_multithreading_enabled()
    True
    """
    enabled: bool = modes.multithreading
    return enabled
