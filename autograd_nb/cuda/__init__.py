"""`torch.cuda` on a machine without a GPU: what programs ask before they choose a device, and its answers.

>>> is_available(), device_count()
(False, 0)

Source: https://pytorch.org/docs/2.7/cuda.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from autograd_nb.engine import errors

from . import amp

if TYPE_CHECKING:
    from autograd_nb.engine.device import device

__all__ = [
    "amp",
    "current_device",
    "device_count",
    "empty_cache",
    "get_device_name",
    "is_available",
    "is_bf16_supported",
    "is_initialized",
    "manual_seed",
    "manual_seed_all",
    "max_memory_allocated",
    "memory_allocated",
    "synchronize",
]


def is_available() -> bool:
    """Whether tensors can be put on a GPU: False.

    Example:
        >>> "cuda" if is_available() else "cpu"
        'cpu'
    """
    return False


def device_count() -> int:
    """How many GPUs there are: 0.

    Example:
        >>> device_count()
        0
    """
    return 0


def is_initialized() -> bool:
    """Whether a GPU has been used: False.

    Example:
        >>> is_initialized()
        False
    """
    return False


def is_bf16_supported() -> bool:
    """Whether a GPU computes with bfloat16: False.

    Example:
        >>> is_bf16_supported()
        False
    """
    return False


def manual_seed(seed: int) -> None:
    """Seed the random numbers of the GPU, if there were one. Those of the CPU stay as they are.

    Example:
        >>> manual_seed(0)
    """
    int(seed)


def manual_seed_all(seed: int) -> None:
    """Seed the random numbers of all GPUs, if there were any.

    Example:
        >>> manual_seed_all(0)
    """
    int(seed)


def empty_cache() -> None:
    """Release the memory that is kept on a GPU: there is none.

    Example:
        >>> empty_cache()
    """


def memory_allocated(device: device | str | int | None = None) -> int:
    """Bytes that tensors occupy on a GPU: 0.

    Example:
        >>> memory_allocated()
        0
    """
    del device
    return 0


def max_memory_allocated(device: device | str | int | None = None) -> int:
    """The most bytes that tensors have occupied on a GPU: 0.

    Example:
        >>> max_memory_allocated()
        0
    """
    del device
    return 0


def current_device() -> NoReturn:
    """The number of the GPU in use.

    Raises:
        RuntimeError: always, in PyTorch's words for a machine without one.

    Example:
        >>> current_device()
        Traceback (most recent call last):
            ...
        RuntimeError: Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a \
driver from http://www.nvidia.com/Download/index.aspx
    """
    raise errors.no_cuda()


def get_device_name(device: device | str | int | None = None) -> NoReturn:
    """The name of a GPU. Raises as `current_device` does.

    Example:
        >>> get_device_name(0)
        Traceback (most recent call last):
            ...
        RuntimeError: Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a \
driver from http://www.nvidia.com/Download/index.aspx
    """
    del device
    raise errors.no_cuda()


def synchronize(device: device | str | int | None = None) -> NoReturn:
    """Wait for a GPU. Raises as `current_device` does.

    Example:
        >>> synchronize()
        Traceback (most recent call last):
            ...
        RuntimeError: Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a \
driver from http://www.nvidia.com/Download/index.aspx
    """
    del device
    raise errors.no_cuda()
