"""`torch.cuda.amp`: the older names of what is in `torch.amp`, for GPUs only.

>>> GradScaler(enabled=False).is_enabled()
False

Source: https://pytorch.org/docs/2.7/amp.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb import amp
from autograd_nb.engine.dtypes import float16
from autograd_nb.engine.warn import warn

if TYPE_CHECKING:
    from autograd_nb.engine.dtypes import dtype as dtype_

__all__ = ["GradScaler", "autocast", "custom_bwd", "custom_fwd"]


def _told(name: str, args: str = "'cuda', args...") -> None:
    warn(
        f"`torch.cuda.amp.{name}(args...)` is deprecated. Please use `torch.amp.{name}({args})` instead.", FutureWarning
    )


class autocast(amp.autocast):  # noqa: N801 - PyTorch's name
    """`torch.amp.autocast("cuda")`.

    >>> with torch.cuda.amp.autocast(enabled=False):
    ...     print(torch.ones(2).sum())
    tensor(2.)

    Source: https://pytorch.org/docs/2.7/amp.html#torch.cuda.amp.autocast
    """

    def __init__(self, enabled: bool = True, dtype: dtype_ = float16, cache_enabled: bool = True) -> None:
        _told("autocast")
        super().__init__("cuda", dtype, enabled, cache_enabled)


class GradScaler(amp.GradScaler):
    """`torch.amp.GradScaler("cuda")`.

    >>> torch.cuda.amp.GradScaler(enabled=False).get_scale()
    1.0

    Source: https://pytorch.org/docs/2.7/amp.html#torch.cuda.amp.GradScaler
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        _told("GradScaler")
        super().__init__("cuda", *args, **kwargs)


def custom_fwd(fwd: Any = None, *, cast_inputs: dtype_ | None = None) -> Any:
    """`torch.amp.custom_fwd(device_type="cuda")`.

    >>> custom_fwd(abs) is abs
    True

    Source: https://pytorch.org/docs/2.7/amp.html#torch.cuda.amp.custom_fwd
    """
    _told("custom_fwd", "args..., device_type='cuda'")
    return amp.custom_fwd(fwd, device_type="cuda", cast_inputs=cast_inputs)


def custom_bwd(bwd: Any = None) -> Any:
    """`torch.amp.custom_bwd(device_type="cuda")`.

    >>> custom_bwd(abs) is abs
    True

    Source: https://pytorch.org/docs/2.7/amp.html#torch.cuda.amp.custom_bwd
    """
    _told("custom_bwd", "args..., device_type='cuda'")
    return amp.custom_bwd(bwd, device_type="cuda")
