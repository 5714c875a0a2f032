"""What is left of complex numbers where all tensors are real."""

from __future__ import annotations

from typing import Any

from . import errors
from .calling import as_pytorch
from .naming import type_name
from .tensor import Tensor


@as_pytorch
def real(input: Any) -> Tensor:
    """The tensor itself: it has no imaginary part."""
    if not isinstance(input, Tensor):
        raise errors.argument_must_be("real", "input", 1, "Tensor", type_name(input))
    return input


def imag(input: Any) -> Tensor:
    """Refused: PyTorch gives the imaginary part of complex tensors only."""
    if not isinstance(input, Tensor):
        raise errors.argument_must_be("imag", "input", 1, "Tensor", type(input).__name__)
    return input.imag
