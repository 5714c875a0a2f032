"""In-place changes of shape: this tensor becomes another view of its own memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import duals, errors
from autograd_nb.engine.ops import shape

from .base import Base, axes, axis

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Reshaping(Base):
    """`squeeze_`, `unsqueeze_`, `transpose_`, `t_`."""

    def squeeze_(self, dim: int | tuple[int, ...] | None = None) -> Tensor:
        """Drop dimensions of size 1 of this very tensor: all of them, or those named.

        >>> x = torch.zeros(1, 3, 1)
        >>> x.squeeze_().shape
        torch.Size([3])
        """
        if isinstance(dim, tuple):
            dims = axes(dim, self._array.ndim)
            return self._become(shape.SQUEEZE_DIMS_OVER, dim=dims if self._array.ndim else ())
        if dim is None:
            return self._become(shape.SQUEEZE_OVER)
        return self._become(shape.SQUEEZE_DIM_OVER, dim=axis(dim, self._array.ndim))

    def unsqueeze_(self, dim: int) -> Tensor:
        """Put a dimension of size 1 into this very tensor, before `dim`.

        >>> x = torch.zeros(3)
        >>> x.unsqueeze_(0).shape
        torch.Size([1, 3])
        """
        ndim = self._array.ndim
        if not -ndim - 1 <= dim <= ndim:
            raise errors.dim_out_of_range(dim, ndim + 1)
        return self._become(shape.UNSQUEEZE_OVER, dim=dim % (ndim + 1))

    def transpose_(self, dim0: int, dim1: int) -> Tensor:
        """Swap two dimensions of this very tensor; the elements stay where they are in memory.

        >>> x = torch.tensor([[1, 2, 3], [4, 5, 6]])
        >>> x.transpose_(0, 1)
        tensor([[1, 4],
                [2, 5],
                [3, 6]])
        """
        ndim = self._array.ndim
        first, second = axis(dim0, ndim), axis(dim1, ndim)
        row = shape.TRANSPOSE_OVER if ndim else shape.TRANSPOSE_SCALAR_OVER
        return self._become(row, dim0=first, dim1=second)

    swapaxes_ = swapdims_ = transpose_

    def t_(self) -> Tensor:
        """Transpose this very matrix; vectors and scalars stay as they are.

        >>> x = torch.tensor([[1, 2], [3, 4]])
        >>> x.t_()
        tensor([[1, 3],
                [2, 4]])

        Raises:
            RuntimeError: more than two dimensions.
        """
        me: Any = self
        me._check_inplace((), True)
        if self._array.ndim > 2:
            raise RuntimeError(f"t_() expects a tensor with <= 2 dimensions, but self is {self._array.ndim}D")
        return self._become(shape.T_OVER)

    def _become(self, row: Op, **options: Any) -> Tensor:
        """Take the shape of a view of this tensor, and its place in the graph."""
        me: Any = self
        me._check_inplace((), True)
        view: Any = self._apply(row, self, **options)
        self.counter().value += 1
        self._array = view._array
        if view._grad_fn is not None:
            me._set_history(view._grad_fn)
            self._view_version = me._changes  # of a view: this is its history now, that of its base is as it was
        elif self._base is not None:
            self._view_version = -1  # its history is found anew, from its base
        if duals.active:
            duals.follow(me, view)
        return me
