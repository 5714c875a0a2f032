"""Methods that put the dimensions into another order, as views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.ops import shape as ops
from autograd_nb.engine.warn import warn_once

from .base import Base, axes, axis, sizes

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Transposing(Base):
    """`t`, `T`, `mT`, `transpose`, `permute`, `movedim` and their like."""

    def t(self) -> Tensor:
        """The transpose of a matrix, as a view; vectors and scalars stay as they are.

        >>> torch.t(torch.tensor([[1, 2, 3], [4, 5, 6]]))
        tensor([[1, 4],
                [2, 5],
                [3, 6]])

        Raises:
            RuntimeError: more than two dimensions, for which there is `mT`.
        """
        if self._array.ndim > 2:
            raise RuntimeError(f"t() expects a tensor with <= 2 dimensions, but self is {self._array.ndim}D")
        return ops.T.apply(self)

    @property
    def T(self) -> Tensor:
        """The dimensions in reverse order, as a view: the transpose of a matrix.

        >>> torch.tensor([[1, 2, 3], [4, 5, 6]]).T
        tensor([[1, 4],
                [2, 5],
                [3, 6]])

        Source: https://pytorch.org/docs/2.7/tensors.html#torch.Tensor.T
        """
        if self._array.ndim == 0:
            warn_once(errors.transposed_number("T"))
        elif self._array.ndim != 2:
            warn_once(errors.TRANSPOSED_BATCH)
        return self._apply(ops.PERMUTE, self, dims=tuple(range(self._array.ndim))[::-1])

    @property
    def mT(self) -> Tensor:
        """The transpose of the last two dimensions, as a view: of every matrix of a batch.

        >>> torch.zeros(10, 2, 3).mT.shape
        torch.Size([10, 3, 2])

        Raises:
            RuntimeError: of a vector.

        Source: https://pytorch.org/docs/2.7/tensors.html#torch.Tensor.mT
        """
        return self._last_two("mT")

    @property
    def mH(self) -> Tensor:
        """The transpose of the last two dimensions: real numbers are their own conjugates, so that this is `mT`.

        >>> torch.zeros(10, 2, 3).mH.shape
        torch.Size([10, 3, 2])

        Source: https://pytorch.org/docs/2.7/tensors.html#torch.Tensor.mH
        """
        return self._last_two("mH")

    def adjoint(self) -> Tensor:
        """The transpose of the last two dimensions: real numbers are their own conjugates, so that this is `mT`.

        >>> torch.adjoint(torch.tensor([[1, 2], [3, 4]]))
        tensor([[1, 3],
                [2, 4]])

        Raises:
            RuntimeError: of a vector.
        """
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
        """The transpose of a matrix: real numbers are their own conjugates, so that this is `T`.

        >>> torch.tensor([[1, 2], [3, 4]]).H
        tensor([[1, 3],
                [2, 4]])

        Raises:
            RuntimeError: another number of dimensions than two.

        Source: https://pytorch.org/docs/2.7/tensors.html#torch.Tensor.H
        """
        if self._array.ndim not in (0, 2):
            batches = " For batches of matrices, consider using tensor.mH" if self._array.ndim > 2 else ""
            raise RuntimeError(
                f"tensor.H is only supported on matrices (2-D tensors). Got {self._array.ndim}-D tensor.{batches}"
            )
        if self._array.ndim == 0:
            warn_once(errors.transposed_number("H"))
            return self  # type: ignore[return-value]  # the only implementer is Tensor
        return self.transpose(0, 1)

    def transpose(self, dim0: int, dim1: int) -> Tensor:
        """Swap two dimensions, as a view.

        >>> x = torch.zeros(2, 3, 5)
        >>> torch.transpose(x, 0, 2).shape
        torch.Size([5, 3, 2])
        """
        ndim = self._array.ndim
        a, b = axis(dim0, ndim), axis(dim1, ndim)
        return self._apply(ops.TRANSPOSE if ndim else ops.TRANSPOSE_SCALAR, self, dim0=a, dim1=b)

    swapdims = transpose

    def swapaxes(self, axis0: int, axis1: int) -> Tensor:
        """NumPy's name for `transpose`.

        >>> torch.swapaxes(torch.zeros(2, 3, 5), 0, 2).shape
        torch.Size([5, 3, 2])
        """
        return self.transpose(axis0, axis1)

    def permute(self, *dims: Any) -> Tensor:
        """The dimensions in the order given, as a view.

        >>> image = torch.zeros(32, 24, 3)  # height, width, channels
        >>> torch.permute(image, (2, 0, 1)).shape
        torch.Size([3, 32, 24])

        Raises:
            RuntimeError: some dimension is missing, or named twice.
        """
        order = sizes(dims)
        if len(order) != self._array.ndim:
            raise errors.permute_length(self._array.ndim, len(order))
        found = tuple(axis(d, self._array.ndim) for d in order)
        if len(set(found)) != len(found):
            raise errors.permute_repeated()
        return self._apply(ops.PERMUTE, self, dims=found)

    def movedim(self, source: Any, destination: Any) -> Tensor:
        """Move dimensions to other places; the rest keep their order. A view.

        >>> torch.movedim(torch.zeros(2, 3, 5), 0, -1).shape
        torch.Size([3, 5, 2])
        >>> torch.movedim(torch.zeros(2, 3, 5), (0, 1), (1, 2)).shape
        torch.Size([5, 2, 3])

        Raises:
            RuntimeError: a dimension is named twice, or `source` and `destination` differ in number.
        """
        ndim = self._array.ndim
        if not ndim:
            for d in (source, destination):
                axes(d, 0)
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
