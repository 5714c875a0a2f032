"""Norms of vectors and matrices."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.arguments.signatures import FUNCTIONS, match
from autograd_nb.engine.dtypes import as_dtype
from autograd_nb.engine.ops import norms

from .base import axis
from .order import is_int
from .reduce import Reduce

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


_OF_ALL = {"ord": 2.0, "dim": None, "keepdim": False}


class Norms(Reduce):
    """`norm`, `renorm`."""

    def norm(self, p: Any = "fro", dim: Any = None, keepdim: bool = False, dtype: Any = None) -> Tensor:
        """The p-norm of all elements as one vector, or along `dim`; p may be inf, -inf, 0 or any number.

        The gradient at 0 is 0. `p` "nuc" is the sum of the singular values of a matrix. `dim` is left out, or has
        length 1 with `keepdim`. PyTorch recommends `linalg.vector_norm` and `linalg.matrix_norm` instead.

        >>> torch.norm(torch.tensor([3.0, 4.0]))
        tensor(5.)
        >>> torch.norm(torch.tensor([[3.0, 4.0], [-6.0, 8.0]]), p=1, dim=1)
        tensor([ 7., 14.])

        Raises:
            RuntimeError: for integers, and for more than two dimensions of the usual `p`.
        """
        if isinstance(p, str):
            if p == "fro" and dim is None and not keepdim and dtype is None and self._array.dtype.kind == "f":
                return norms.NORM_2.optional(_OF_ALL, self)  # by far the most common
            if p == "nuc":
                every = tuple(range(self._array.ndim)) if dim is None else dim
                return self._singular_norm("nuc", self._of_matrices(every), keepdim)
            if p != "fro":
                raise RuntimeError(f"linalg.matrix_norm: Order {p} not supported.")
            if type(dim) in (list, tuple) and len(dim) > 2:
                raise RuntimeError(f"linalg.matrix_norm: dim must be a 2-tuple. Got {' '.join(map(str, dim))}")
            p = 2.0
        return self._vector_norm(2.0 if p is None else p, dim, keepdim, dtype)

    def _of_matrices(self, dim: Any, half: bool = False) -> tuple[int, int]:
        """The two dimensions that matrices lie in, of which norms are taken."""
        me: Any = self
        me._check_matrix("linalg.matrix_norm", half=half)
        dims = (dim,) if is_int(dim) else tuple(dim)
        if len(dims) != 2:
            raise RuntimeError(f"linalg.matrix_norm: dim must be a 2-tuple. Got {' '.join(map(str, dims))}")
        rows, columns = (axis(d, self._array.ndim) for d in dims)
        if rows == columns:
            raise RuntimeError(f"linalg.matrix_norm: dims must be different. Got ({rows}, {columns})")
        return rows, columns

    def _singular_norm(self, ord: Any, dims: tuple[int, ...], keepdim: bool) -> Tensor:
        """The sum of the singular values of the matrices along `dims`, the largest (`ord` 2) or the smallest (-2)."""
        order = [*(d for d in range(self._array.ndim) if d not in dims), *dims]
        me: Any = self
        values = me.permute(order)._svd(False)[1]
        empty = ord == 2 and not values._array.shape[-1]  # 0 for matrices without elements
        reduced = values.sum if empty or ord == "nuc" else values.amax if ord == 2 else values.amin
        size: Any = reduced(-1, keepdim)
        return size.unsqueeze(-1).permute([order.index(d) for d in range(len(order))]) if keepdim else size

    def _vector_norm(self, ord: Any, dim: Any, keepdim: bool, dtype: Any = None) -> Tensor:
        if type(ord) not in _NUMBERS or type(dim) not in _DIMENSIONS or type(keepdim) is not bool:
            match(FUNCTIONS, "linalg_vector_norm", (self, ord, dim, keepdim), {})
        if self._array.dtype.kind != "f":
            raise _whole_norm(self.dtype.scalar_name)
        if dtype is not None and not dtype.is_floating_point:
            raise RuntimeError(
                "linalg.vector_norm: dtype should be floating point or complex, but got "
                f"{as_dtype('norm', dtype).scalar_name}"
            )
        if dtype is not None and np.promote_types(self._array.dtype, dtype.numpy) != dtype.numpy:
            raise RuntimeError(
                f"linalg.vector_norm: the dtype of the input ({self.dtype.scalar_name}) should be convertible without "
                f"narrowing to the specified dtype ({dtype.scalar_name})"
            )
        if dtype is not None:
            return self._cast(as_dtype("norm", dtype).numpy)._vector_norm(ord, dim, keepdim)
        order = float(ord)
        if self._array.size == 0 and (order < 0 or math.isinf(order)):
            self._norm_of_nothing(order, dim)
        row = norms.NORM_2 if order == 2 else norms.NORM
        return self._apply(row, self, ord=order, dim=self._dims("norm", dim), keepdim=keepdim)

    def _norm_of_nothing(self, order: float, dim: Any) -> None:
        """Refuse an order whose norm of no numbers would not be 0, along dimensions that have none."""
        self._dims("norm", dim)
        dims = (dim,) if is_int(dim) else tuple(dim or ())
        empty = [d for d in dims if not self._array.shape[d]]
        if empty or not dims:
            where = (
                f"the dimension {empty[0]}because this dimension is empty and" if empty else "an empty tensor because"
            )
            cannot = f"linalg.vector_norm cannot compute the {order:g} norm on"
            raise RuntimeError(f"{cannot} {where} the operation does not have an identity")

    def renorm(self, p: float, dim: int, maxnorm: float) -> Tensor:
        """Every slice along `dim` scaled down to the p-norm `maxnorm`, if it is longer.

        >>> torch.renorm(torch.tensor([[3.0, 4.0], [0.3, 0.4]]), p=2, dim=0, maxnorm=1)
        tensor([[0.6000, 0.8000],
                [0.3000, 0.4000]])

        Raises:
            RuntimeError: the tensor has fewer than 2 dimensions, or is of integers.
        """
        return self._apply(norms.RENORM, self, **self._checked_renorm(p, dim, maxnorm))

    def renorm_(self, p: float, dim: int, maxnorm: float) -> Tensor:
        """`renorm` in place.

        >>> x = torch.tensor([[3.0, 4.0], [0.3, 0.4]])
        >>> x.renorm_(p=2, dim=0, maxnorm=1)
        tensor([[0.6000, 0.8000],
                [0.3000, 0.4000]])

        Raises:
            RuntimeError: the tensor has fewer than 2 dimensions, or is of integers.
        """
        return self._apply_inplace(norms.RENORM, self, **self._checked_renorm(p, dim, maxnorm))

    def _checked_renorm(self, p: float, dim: int, maxnorm: float) -> dict[str, Any]:
        """The options of `renorm`, in PyTorch's order of complaints."""
        d = axis(dim, self._array.ndim)
        if p <= 0:
            raise RuntimeError("renorm: non-positive-norm not supported")
        if maxnorm < 0:
            raise RuntimeError(f"renorm: expected maxnorm to be >= 0 but got {maxnorm:g}")
        if self._array.ndim < 2:
            raise RuntimeError(f"renorm: input needs at least 2 dimensions, got {self._array.ndim} dimensions")
        if self._array.dtype.kind != "f":
            raise _whole_norm(self.dtype.scalar_name)
        return {"p": float(p), "dim": d, "maxnorm": float(maxnorm)}


_OF_ALL = {"ord": 2.0, "dim": None, "keepdim": False}
_NUMBERS = frozenset((float, int))
_DIMENSIONS = frozenset((int, tuple, list, type(None)))


def _whole_norm(got: str) -> RuntimeError:
    return RuntimeError(f"linalg.vector_norm: Expected a floating point or complex tensor as input. Got {got}")
