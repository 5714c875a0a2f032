"""`torch.cuda` on a machine without a GPU: what programs ask before they choose a device, and its answers.

>>> is_available(), device_count()
(False, 0)

Source: https://pytorch.org/docs/2.7/cuda.html
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NoReturn

from autograd_nb.engine import errors

from . import amp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from autograd_nb.engine.device import device

__all__ = [
    "OutOfMemoryError",
    "amp",
    "current_device",
    "current_stream",
    "default_stream",
    "device_count",
    "empty_cache",
    "get_arch_list",
    "get_device_capability",
    "get_device_name",
    "get_device_properties",
    "get_rng_state_all",
    "init",
    "ipc_collect",
    "is_available",
    "is_bf16_supported",
    "is_initialized",
    "manual_seed",
    "manual_seed_all",
    "max_memory_allocated",
    "max_memory_reserved",
    "mem_get_info",
    "memory_allocated",
    "memory_reserved",
    "memory_stats",
    "reset_peak_memory_stats",
    "seed",
    "seed_all",
    "set_device",
    "set_rng_state_all",
    "synchronize",
]


class OutOfMemoryError(RuntimeError):
    """What a GPU says that has no more memory: for `except`, for it is never raised here.

    Example:
        >>> issubclass(torch.cuda.OutOfMemoryError, RuntimeError)
        True
    """


OutOfMemoryError.__module__ = "torch"  # PyTorch says <class 'torch.OutOfMemoryError'>


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


def memory_reserved(device: device | str | int | None = None) -> int:
    """Bytes that are kept on a GPU for tensors: 0.

    Example:
        >>> memory_reserved()
        0
    """
    del device
    return 0


def max_memory_reserved(device: device | str | int | None = None) -> int:
    """The most bytes that have been kept on a GPU for tensors: 0.

    Example:
        >>> max_memory_reserved()
        0
    """
    del device
    return 0


def memory_stats(device: device | str | int | None = None) -> OrderedDict[str, Any]:
    """How the memory of a GPU was used: nothing is known.

    Example:
        >>> memory_stats()
        OrderedDict()
    """
    del device
    return OrderedDict()


def get_arch_list() -> list[str]:
    """The kinds of GPU that there is code for: none.

    Example:
        >>> get_arch_list()
        []
    """
    return []


def get_rng_state_all() -> list[Any]:
    """The states of the random numbers of all GPUs: there are none.

    Example:
        >>> get_rng_state_all()
        []
    """
    return []


def set_rng_state_all(new_states: Iterable[Any]) -> None:
    """Set the random numbers of all GPUs to these states; there can be none.

    Example:
        >>> set_rng_state_all(torch.cuda.get_rng_state_all())

    Raises:
        RuntimeError: there is a state, in PyTorch's words for a machine without a GPU.
    """
    for _ in new_states:
        raise errors.no_cuda()


def seed() -> None:
    """Seed the random numbers of the GPU by chance, if there were one.

    Example:
        >>> seed()
    """


def seed_all() -> None:
    """Seed the random numbers of all GPUs by chance, if there were any.

    Example:
        >>> seed_all()
    """


def _of_a_gpu(name: str, what: str) -> Any:
    """A function that cannot do without a GPU."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise errors.no_cuda()

    refuse.__name__ = refuse.__qualname__ = name
    refuse.__doc__ = f"""{what} Raises as `current_device` does.

    Example:
        >>> torch.cuda.{name}(0)
        Traceback (most recent call last):
            ...
        RuntimeError: Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a \
driver from http://www.nvidia.com/Download/index.aspx
    """
    return refuse


current_stream = _of_a_gpu("current_stream", "The order of work of a GPU that is in use.")
default_stream = _of_a_gpu("default_stream", "The order of work that a GPU begins with.")
get_device_capability = _of_a_gpu("get_device_capability", "The generation of a GPU.")
get_device_properties = _of_a_gpu("get_device_properties", "Name, memory and generation of a GPU.")
init = _of_a_gpu("init", "Begin to use GPUs.")
ipc_collect = _of_a_gpu("ipc_collect", "Release memory that other processes used.")
mem_get_info = _of_a_gpu("mem_get_info", "How many bytes of a GPU are free, and how many there are.")
reset_peak_memory_stats = _of_a_gpu("reset_peak_memory_stats", "Forget the most bytes that have been in use.")
set_device = _of_a_gpu("set_device", "Choose the GPU in use.")


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
