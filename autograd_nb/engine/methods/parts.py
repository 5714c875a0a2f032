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
        """A mantissa from 0.5 to 1 (with the sign) and a power of 2, such that `mantissa * 2**exponent` is the element.

        >>> mantissa, exponent = torch.frexp(torch.tensor([1.0, 12.0]))
        >>> mantissa, exponent
        (tensor([0.5000, 0.7500]), tensor([1, 4], dtype=torch.int32))

        Raises:
            RuntimeError: for integer tensors.
        """
        if self._array.dtype.kind != "f":
            raise RuntimeError("torch.frexp() only supports floating-point dtypes")
        return return_types.frexp(self._apply_several(ops.FREXP, self))

    def angle(self) -> Tensor:
        """π for negative elements, 0 for others: the angle with the positive axis, in radians. Its derivative is 0.

        >>> torch.angle(torch.tensor([-1.0, 0.0, 2.0]))
        tensor([3.1416, 0.0000, 0.0000])
        """
        return self._unary(ops.ANGLE)

    def conj(self) -> Tensor:
        """This tensor: real numbers are their own conjugates, and nothing is left to be resolved.

        >>> x = torch.tensor([1.0, -2.0])
        >>> torch.conj(x) is x
        True
        """
        return self  # type: ignore[return-value]  # the only implementer

    conj_physical = resolve_conj = resolve_neg = conj

    def conj_physical_(self) -> Tensor:
        """This tensor, whose elements stay as they are, while the graph gets a node.

        >>> torch.tensor([1.0, -2.0]).conj_physical_()
        tensor([ 1., -2.])
        """
        return self._apply_inplace(ops.CONJ_PHYSICAL_OVER, self)

    @property
    def real(self) -> Tensor:
        """The real part, which is this tensor.

        >>> torch.tensor([1.0, -2.0]).real
        tensor([ 1., -2.])

        Source: https://pytorch.org/docs/2.7/generated/torch.Tensor.real.html
        """
        return self  # type: ignore[return-value]  # the only implementer

    @property
    def imag(self) -> Tensor:
        """Refused: PyTorch gives the imaginary part of complex tensors only.

        >>> torch.tensor([1.0]).imag
        Traceback (most recent call last):
            ...
        RuntimeError: imag is not implemented for tensors with non-complex dtypes.

        Source: https://pytorch.org/docs/2.7/generated/torch.Tensor.imag.html
        """
        raise RuntimeError("imag is not implemented for tensors with non-complex dtypes.")
