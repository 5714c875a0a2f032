"""`autocast` and its like: the places where PyTorch computes in less precision, and here as ever."""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING, Any, TypeVar, overload

from autograd_nb.engine import errors
from autograd_nb.engine.device import device
from autograd_nb.engine.dtypes import float16
from autograd_nb.engine.warn import warn

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from autograd_nb.engine.dtypes import dtype as dtype_

F = TypeVar("F", bound="Callable[..., Any]")

_DEVICES = ("cpu", "cuda", "mtia", "xpu", "hpu", "maia", "mps", "xla")


class autocast(contextlib.ContextDecorator):  # noqa: N801 - PyTorch's name
    """A block, or a decorated function, that would compute in less precision where that is quicker.

    Args:
        device_type: for "cuda" it is switched off with a warning, as in PyTorch without a GPU. For "cpu" it has to be
            `enabled=False`: PyTorch would go on in bfloat16, which NumPy does not have.
        dtype: the precision; on the CPU one that PyTorch does not take switches it off with a warning.
        enabled: False leaves everything as it is.
        cache_enabled: changes nothing here.

    Raises:
        ValueError: `device_type` is no str.
        NotImplementedError: it would be in force.

    >>> with autocast("cpu", enabled=False):
    ...     print((torch.ones(2, 2) @ torch.ones(2)).dtype)
    torch.float32

    Source: https://pytorch.org/docs/2.7/amp.html#torch.autocast
    """

    def __init__(
        self,
        device_type: str,
        dtype: dtype_ | None = None,
        enabled: bool = True,
        cache_enabled: bool | None = None,
    ) -> None:
        del cache_enabled
        _require_name(device_type)
        if not is_autocast_available(device_type):
            raise RuntimeError(f"User specified an unsupported autocast device_type '{device_type}'")
        self.device = device_type
        self.fast_dtype = dtype
        if not enabled:
            return
        if device_type == "cuda":
            warn("User provided device_type of 'cuda', but CUDA is not available. Disabling")
        elif dtype is not None and dtype is not float16:
            name = device_type.upper()
            warn(
                f"In {name} autocast, but the target dtype is not supported. Disabling autocast.\n"
                f"{name} Autocast only supports dtypes of torch.bfloat16, torch.float16 currently."
            )
        else:
            raise errors.not_provided(
                f"autocast on the {device_type.upper()}", "Give enabled=False to compute as ever."
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def is_autocast_available(device_type: str) -> bool:
    """Whether PyTorch has `autocast` for devices of this type.

    >>> is_autocast_available("cuda")
    True

    Raises:
        RuntimeError: there is no such type.

    Source: https://pytorch.org/docs/2.7/amp.html#torch.amp.autocast_mode.is_autocast_available
    """
    return device(device_type).type in _DEVICES


def is_autocast_enabled(device_type: str | None = None) -> bool:
    """Whether operations compute in less precision where that is quicker: never here.

    >>> torch.is_autocast_enabled(), torch.is_autocast_enabled("cpu")
    (False, False)

    Raises:
        RuntimeError: there is no such type of device.

    Source: https://pytorch.org/docs/2.7/amp.html
    """
    if device_type is not None:
        device(device_type)
    return False


@overload
def custom_fwd(fwd: F, *, device_type: str, cast_inputs: dtype_ | None = None) -> F: ...
@overload
def custom_fwd(fwd: None = None, *, device_type: str, cast_inputs: dtype_ | None = None) -> Callable[[F], F]: ...
def custom_fwd(fwd: Any = None, *, device_type: str, cast_inputs: dtype_ | None = None) -> Any:
    """A decorator for `forward` of a custom Function, which says what to do inside of `autocast`: never here.

    >>> class Double(torch.autograd.Function):
    ...     @staticmethod
    ...     @custom_fwd(device_type="cuda")
    ...     def forward(ctx, x):
    ...         return 2 * x
    >>> Double.apply(torch.ones(2))
    tensor([2., 2.])

    Source: https://pytorch.org/docs/2.7/amp.html#torch.amp.custom_fwd
    """
    _require_name(device_type)
    return functools.partial(custom_fwd, device_type=device_type, cast_inputs=cast_inputs) if fwd is None else fwd


@overload
def custom_bwd(bwd: F, *, device_type: str) -> F: ...
@overload
def custom_bwd(bwd: None = None, *, device_type: str) -> Callable[[F], F]: ...
def custom_bwd(bwd: Any = None, *, device_type: str) -> Any:
    """A decorator for `backward` of a custom Function: it runs in the precision that `forward` ran in, as ever here.

    >>> custom_bwd(abs, device_type="cuda") is abs
    True

    Source: https://pytorch.org/docs/2.7/amp.html#torch.amp.custom_bwd
    """
    _require_name(device_type)
    return functools.partial(custom_bwd, device_type=device_type) if bwd is None else bwd


def _require_name(device_type: Any) -> None:
    if not isinstance(device_type, str):
        raise ValueError(  # noqa: TRY004 - PyTorch's type
            f"Expected `device_type` of type `str`, got: `{type(device_type)}`"
        )
