"""Factors of matrices by their older names. What computes them is loaded with the first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .base import Base

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Factors(Base):
    """`lu`, `lu_solve`, `triangular_solve`, `geqrf`, `orgqr`, `ormqr`, and what else few programs ask a tensor for."""

    def lu(self, pivot: bool = True, get_infos: bool = False) -> Any:
        """L and U in one matrix, and which row came to each place; see `linalg.lu_factor`."""
        from autograd_nb.engine import older_factors

        return older_factors.lu(self, pivot, get_infos)

    def lu_solve(self, LU_data: Tensor, LU_pivots: Tensor) -> Tensor:
        """The solution X of A X = this, where A is known by what `linalg.lu_factor` made of it."""
        from autograd_nb.engine import factoring, older_factors

        older_factors.tell_of("lu_solve")
        return factoring.lu_solve(LU_data, LU_pivots, self)  # type: ignore[arg-type]  # the only implementer is Tensor

    def triangular_solve(
        self, A: Tensor, upper: bool = True, transpose: bool = False, unitriangular: bool = False
    ) -> Any:
        """The solution X of A X = this for a triangular A, and A."""
        from autograd_nb.engine import older_factors

        return older_factors.triangular_solve(self, A, upper, transpose, unitriangular)

    def geqrf(self) -> Any:
        """Reflections whose product is the Q of this matrix, with its R above them; and a number for each."""
        from autograd_nb.engine import older_factors

        return older_factors.geqrf(self)

    def orgqr(self, input2: Tensor) -> Tensor:
        """The product of the reflections in this matrix; see `linalg.householder_product`."""
        from autograd_nb.engine import older_factors

        return older_factors.householder_product(self, input2)

    def ormqr(self, input2: Tensor, input3: Tensor, left: bool = True, transpose: bool = False) -> Tensor:
        """The product of the reflections in this matrix with another matrix, from the left or the right."""
        from autograd_nb.engine import older_factors

        return older_factors.ormqr(self, input2, input3, left, transpose)

    def hardshrink(self, lambd: float = 0.5) -> Tensor:
        """Elements near 0 become 0."""
        from autograd_nb.engine.ops.nn import HARDSHRINK

        if self._array.dtype.kind != "f":
            me: Any = self
            raise NotImplementedError(f"\"hardshrink_cpu\" not implemented for '{me.dtype.scalar_name}'")
        return self._apply(HARDSHRINK, self, lambd=lambd)

    def narrow_copy(self, dim: int, start: int, length: int) -> Tensor:
        """`narrow`, its result in memory of its own."""
        from autograd_nb.engine import view_copies

        found: Tensor = view_copies.narrow_copy(self, dim, start, length)
        return found
