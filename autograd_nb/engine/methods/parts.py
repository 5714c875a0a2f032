"""Methods that take numbers apart: mantissa and exponent, and what real numbers have of complex ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import return_types
from autograd_nb.engine.ops import parts as ops

from .base import Base

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Parts(Base):
    """`frexp`, `angle`, `conj`, `real`, `imag`."""

    def frexp(self) -> Any:
        """A mantissa from 0.5 to 1 and a power of 2, whose product is the element."""
        if self._array.dtype.kind != "f":
            raise RuntimeError("torch.frexp() only supports floating-point dtypes")
        return return_types.frexp(self._apply_several(ops.FREXP, self))

    def angle(self) -> Tensor:
        """π for negative elements, 0 for others."""
        return self._unary(ops.ANGLE)

    def conj(self) -> Tensor:
        """This tensor: real numbers are their own conjugates."""
        return self  # type: ignore[return-value]  # the only implementer

    conj_physical = resolve_conj = resolve_neg = conj

    def conj_physical_(self) -> Tensor:
        """This tensor, whose history tells of it."""
        return self._apply_inplace(ops.CONJ_PHYSICAL_OVER, self)

    @property
    def real(self) -> Tensor:
        """This tensor."""
        return self  # type: ignore[return-value]  # the only implementer

    @property
    def imag(self) -> Tensor:
        """Refused: PyTorch gives the imaginary part of complex tensors only."""
        raise RuntimeError("imag is not implemented for tensors with non-complex dtypes.")
