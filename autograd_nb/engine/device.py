"""Where a tensor lives. Here this is always the CPU; other devices are named so that they can be refused.

>>> device("cpu")
device(type='cpu')
"""

from __future__ import annotations

import numbers
from typing import TYPE_CHECKING, Any

from . import errors
from .naming import FullyNamed, type_name

if TYPE_CHECKING:
    from typing import Self

_KNOWN = frozenset(
    "cpu cuda ipu xpu mkldnn opengl opencl ideep hip ve fpga maia xla lazy vulkan mps meta hpu mtia".split()
)


class device(metaclass=FullyNamed):  # noqa: N801 (PyTorch's name)
    """A device as PyTorch writes it: device("cpu"), device("cpu", 0), device("cuda:1").

    >>> torch.device("cpu"), torch.device("cuda:1").index
    (device(type='cpu'), 1)
    >>> torch.ones(2).device == torch.device("cpu")
    True

    Raises:
        RuntimeError: for a name that PyTorch does not know. Names of absent devices are fine until
            a tensor is to be put there.

    Source: https://pytorch.org/docs/2.7/tensor_attributes.html#torch.device
    """

    __slots__ = ("index", "type")
    type: str
    index: int | None

    def __init__(self, type: Any, index: Any = None) -> None:
        if isinstance(type, device):
            self.type, self.index = type.type, type.index
            return
        if index is None and isinstance(type, int) and not isinstance(type, bool):  # one of the GPUs, of which none is
            if type < 0:
                raise RuntimeError("Device index must not be negative")
            raise RuntimeError("Cannot access accelerator device when none is available.")
        if not isinstance(type, str):
            if index is not None:
                raise errors.argument_must_be("device", "type", 1, "str", type_name(type))
            raise errors.invalid_combination(
                "device", (type,), {}, ["(torch.device device)", "(str type, int index = -1)"]
            )
        if index is not None and not isinstance(index, numbers.Integral):
            raise errors.argument_must_be("device", "index", 2, "int", type_name(index))
        if index is not None and index < 0:
            raise RuntimeError("Device index must not be negative")
        self.type, colon, number = type.partition(":")
        if self.type not in _KNOWN:
            raise errors.no_such_device(self.type)
        if colon and not number.isdecimal():
            raise errors.device_string(type)
        self.index = int(number) if colon else index if index is None else int(index)

    def __repr__(self) -> str:
        index = "" if self.index is None else f", index={self.index}"
        return f"device(type='{self.type}'{index})"

    def __str__(self) -> str:
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __enter__(self) -> Self:
        """New tensors are put there inside of `with`; where everything is on the CPU, nothing has to change."""
        check_device(self)
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __eq__(self, other: object) -> bool:
        return isinstance(other, device) and (self.type, self.index) == (other.type, other.index)

    def __hash__(self) -> int:
        return hash((self.type, self.index))

    def __reduce__(self) -> Any:
        return _made, (self.type, self.index)


def _made(type: str, index: int | None) -> device:
    """A device: what a pickled one comes back as."""
    return device(type, index)


CPU = device("cpu")


def check_device(given: object) -> device:
    """Accept the CPU, as a device or its name; refuse anything else with PyTorch's words.

    >>> check_device("cpu:0")
    device(type='cpu')
    """
    if given is None or given is CPU:
        return CPU
    wanted = given if isinstance(given, device) else device(given)  # it refuses what is none
    if wanted.type == "cuda":
        raise errors.no_cuda()
    if wanted.type != "cpu":
        raise errors.not_provided(f"The device {str(wanted)!r}", "Everything is computed on the CPU.")
    return CPU
