"""Which of PyTorch's ways to compute attention may be used. Here there is one; what is forbidden is refused.

Source: https://pytorch.org/docs/2.7/nn.attention.html
"""

from __future__ import annotations

import contextlib
import enum
from typing import TYPE_CHECKING, Any

from autograd_nb.engine.warn import warn_once

if TYPE_CHECKING:
    from collections.abc import Iterator


class SDPBackend(enum.Enum):
    """A way to compute `scaled_dot_product_attention`.

    >>> SDPBackend.MATH
    <SDPBackend.MATH: 0>
    """

    ERROR = -1
    MATH = 0
    FLASH_ATTENTION = 1
    EFFICIENT_ATTENTION = 2
    CUDNN_ATTENTION = 3
    OVERRIDEABLE = 4

    def __int__(self) -> int:
        return int(self.value)


allowed: list[SDPBackend] = list(SDPBackend)
"""What may be used now."""


@contextlib.contextmanager
def sdpa_kernel(backends: list[SDPBackend] | SDPBackend, set_priority: bool = False) -> Iterator[dict[str, Any]]:
    """Allow these ways only. On the CPU that of mathematics takes everything, flash attention what has 4 dimensions.

    >>> import autograd_nb as torch
    >>> x = torch.ones(1, 1, 2, 2)
    >>> with sdpa_kernel(SDPBackend.MATH):
    ...     torch.nn.functional.scaled_dot_product_attention(x, x, x).shape
    torch.Size([1, 1, 2, 2])
    """
    del set_priority
    if not isinstance(backends, (list, SDPBackend)):
        raise AssertionError(  # noqa: TRY004 - PyTorch's type
            "Backend must be an instance of SDPBackend or a list of SDPBackend instances, got "
            f"{type(backends).__name__}"
        )
    before = list(allowed)
    allowed[:] = dict.fromkeys(backends if isinstance(backends, list) else [backends])
    try:
        yield {}
    finally:
        allowed[:] = before


def check_allowed(dims: tuple[int, int, int]) -> None:
    """Refuse tensors with so many dimensions, if nothing that is allowed takes them."""
    if SDPBackend.MATH in allowed:
        return
    if SDPBackend.FLASH_ATTENTION not in allowed:
        raise RuntimeError(
            "No viable backend for scaled_dot_product_attention was found. This is likely due to turning off both the "
            "math kernel and the fused kernels."
        )
    if dims != (4, 4, 4):
        warn_once("Flash attention kernel not used because:")
        warn_once(
            "All fused kernels requires query, key and value to be 4 dimensional, but got Query dim: {}, Key dim: {}, "
            "Value dim: {} instead.".format(*dims)
        )
        raise RuntimeError("No available kernel.  Aborting execution.")
