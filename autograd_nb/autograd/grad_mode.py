"""`torch.autograd.grad_mode`: whether operations are recorded.

Source: https://pytorch.org/docs/2.7/autograd.html#locally-disabling-gradient-computation
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine.modes import _Mode, enable_grad, inference_mode, no_grad, set_grad_enabled

if TYPE_CHECKING:
    from typing import Self

__all__ = ["enable_grad", "inference_mode", "no_grad", "set_grad_enabled", "set_multithreading_enabled"]


class set_multithreading_enabled(_Mode):  # noqa: N801 - PyTorch's name
    """Ask for one thread, or several, for walks back; on the CPU, where all is one thread, it changes nothing.

    >>> import autograd_nb as torch
    >>> x = torch.tensor(3.0, requires_grad=True)
    >>> with torch.autograd.set_multithreading_enabled(False):
    ...     (x**2).backward()
    >>> x.grad
    tensor(6.)

    Source: https://pytorch.org/docs/2.7/generated/torch.autograd.grad_mode.set_multithreading_enabled.html
    """

    def __init__(self, mode: bool) -> None:
        self.mode = mode

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass

    def clone(self) -> Self:
        """Another one with the same mode."""
        return self.__class__(self.mode)
