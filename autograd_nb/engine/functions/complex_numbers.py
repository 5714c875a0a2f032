"""What is left of complex numbers where all tensors are real."""

from __future__ import annotations

from typing import Any

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.tensor import Tensor


@as_pytorch
def real(input: Any) -> Tensor:
    """The tensor itself: real numbers have no imaginary part.

    >>> torch.real(torch.tensor([1., 2.]))
    tensor([1., 2.])
    """
    if not isinstance(input, Tensor):
        raise errors.argument_must_be("real", "input", 1, "Tensor", type_name(input))
    return input


def imag(input: Any) -> Tensor:
    """Refused: PyTorch gives the imaginary part of complex tensors only.

    >>> torch.imag(torch.ones(2))
    Traceback (most recent call last):
        ...
    RuntimeError: imag is not implemented for tensors with non-complex dtypes.
    """
    if not isinstance(input, Tensor):
        raise errors.argument_must_be("imag", "input", 1, "Tensor", type(input).__name__)
    return input.imag
