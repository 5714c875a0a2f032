"""Methods that put the dimensions into another order, as views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors, tensor_errors
from autograd_nb.engine.ops import shape as ops
from autograd_nb.engine.warn import warn_once

from .base import Base, axes, axis, sizes

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Transposing(Base):
    """`t`, `T`, `mT`, `transpose`, `permute`, `movedim` and their like."""

    def t(self) -> Tensor:
        """The transpose of a matrix; vectors and scalars stay as they are."""
        if self._array.ndim > 2:
            raise RuntimeError(f"t() expects a tensor with <= 2 dimensions, but self is {self._array.ndim}D")
        return ops.T.apply(self)

    @property
    def T(self) -> Tensor:
        """The dimensions in reverse order."""
        if self._array.ndim == 0:
            warn_once(errors.transposed_number("T"))
        elif self._array.ndim != 2:
            warn_once(errors.TRANSPOSED_BATCH)
        return self._apply(ops.PERMUTE, self, dims=tuple(range(self._array.ndim))[::-1])

    @property
    def mT(self) -> Tensor:
        """The transpose of the last two dimensions."""
        return self._last_two("mT")

    @property
    def mH(self) -> Tensor:
        """The transpose of the last two dimensions."""
        return self._last_two("mH")

    def adjoint(self) -> Tensor:
        """The transpose of the last two dimensions."""
        return self._last_two("adjoint()")

    def _last_two(self, name: str) -> Tensor:
        if self._array.ndim == 0:
            warn_once(errors.transposed_number(name))
            return self  # type: ignore[return-value]  # the only implementer is Tensor
        if self._array.ndim < 2:
            raise RuntimeError(
                f"tensor.{name} is only supported on matrices or batches of matrices. Got {self._array.ndim}-D tensor."
            )
        return self.transpose(-2, -1)

    @property
    def H(self) -> Tensor:
        """The transpose of a matrix."""
        if self._array.ndim not in (0, 2):
            raise RuntimeError(
                f"tensor.H is only supported on matrices (2-D tensors). Got {self._array.ndim}-D tensor."
            )
        if self._array.ndim == 0:
            warn_once(errors.transposed_number("H"))
            return self  # type: ignore[return-value]  # the only implementer is Tensor
        return self.transpose(0, 1)

    def transpose(self, dim0: int, dim1: int) -> Tensor:
        """Swap two dimensions."""
        ndim = self._array.ndim
        a, b = axis(dim0, ndim), axis(dim1, ndim)
        return self._apply(ops.TRANSPOSE if ndim else ops.TRANSPOSE_SCALAR, self, dim0=a, dim1=b)

    swapdims = transpose

    def swapaxes(self, axis0: int, axis1: int) -> Tensor:
        """NumPy's name for `transpose`."""
        return self.transpose(axis0, axis1)

    def permute(self, *dims: Any) -> Tensor:
        """The dimensions in the order given."""
        order = sizes(dims)
        if len(order) != self._array.ndim:
            raise tensor_errors.permute_length(self._array.ndim, len(order))
        found = tuple(axis(d, self._array.ndim) for d in order)
        if len(set(found)) != len(found):
            raise tensor_errors.permute_repeated()
        return self._apply(ops.PERMUTE, self, dims=found)

    def movedim(self, source: Any, destination: Any) -> Tensor:
        """Move dimensions to other places; the rest keep their order."""
        ndim = self._array.ndim
        if not ndim:
            return self._apply(ops.ALIAS, self)
        given = [(d,) if isinstance(d, int) else tuple(d) for d in (source, destination)]
        if len(given[0]) != len(given[1]):
            raise RuntimeError(
                f"movedim: Invalid source or destination dims: source ({list(given[0])} dims) should contain the same "
                f"number of dims as destination ({list(given[1])} dims)"
            )
        for name, dims in zip(("source", "destination"), given):
            if len({axis(d, ndim) for d in dims}) != len(dims):
                raise RuntimeError(f"movedim: repeated dim in `{name}` ({list(dims)})")
        come, go = axes(source, ndim), axes(destination, ndim)
        order = [d for d in range(ndim) if d not in come]
        for place, d in sorted(zip(go, come)):
            order.insert(place, d)
        return self.permute(order)

    moveaxis = movedim
