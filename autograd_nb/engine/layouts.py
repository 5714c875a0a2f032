"""How the elements of a tensor lie in memory. Here every tensor is strided: its elements are found by steps.

>>> strided, preserve_format
(torch.strided, torch.preserve_format)

Source: https://pytorch.org/docs/2.7/tensor_attributes.html#torch-layout
"""

from __future__ import annotations

from typing import Any

from . import errors
from .naming import FullyNamed


class _Named:
    """One of a few objects, of which `is` tells which."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"torch.{self.name}"

    def __reduce__(self) -> Any:
        return _found, (self.name,)


class layout(_Named, metaclass=FullyNamed):  # noqa: N801 (PyTorch's name)
    """The way in which a tensor keeps its elements."""

    __slots__ = ()


class memory_format(_Named, metaclass=FullyNamed):  # noqa: N801 (PyTorch's name)
    """The order of the elements in memory that is asked for."""

    __slots__ = ()


strided, sparse_coo = layout("strided"), layout("sparse_coo")
contiguous_format, preserve_format = memory_format("contiguous_format"), memory_format("preserve_format")
channels_last, channels_last_3d = memory_format("channels_last"), memory_format("channels_last_3d")


def _found(name: str) -> Any:
    return globals()[name]


def order_of_copy(wanted: memory_format | None) -> str:
    """Return NumPy's letter for the order of a copy: K for that of the original, C for that of the elements."""
    if wanted is channels_last or wanted is channels_last_3d:
        raise errors.not_provided(f"The memory format {wanted}", "Leave it out: it changes no number.")
    return "C" if wanted is contiguous_format else "K"
