"""Factors of matrices by their older names. What computes them is loaded with the first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from .base import Base

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Factors(Base):
    """`lu`, `lu_solve`, `triangular_solve`, `geqrf`, `orgqr`, `ormqr`, and what else few programs ask a tensor for."""

    def lu(self, pivot: bool = True, get_infos: bool = False) -> Any:
        """L and U in one matrix, and which row came to each place; see `linalg.lu_factor`.

        L is below the diagonal (its own is 1), U on and above it. Rows are counted from 1. Shapes: (..., m, n) gives
        (..., m, n) and (..., min(m, n)).

        >>> factors, pivots = torch.tensor([[1.0, 2.0], [4.0, 4.0]]).lu()
        >>> factors, pivots
        (tensor([[4.0000, 4.0000],
                [0.2500, 1.0000]]), tensor([2, 2], dtype=torch.int32))
        """
        from autograd_nb.engine.functions import older_factors

        return older_factors.lu(self, pivot, get_infos)

    def lu_solve(self, LU_data: Tensor, LU_pivots: Tensor) -> Tensor:
        """The solution X of A X = this, where A is known by what `linalg.lu_factor` made of it.

        Shapes: (..., n, k) for this tensor and the solution. New programs use `linalg.lu_solve`.

        >>> factors = torch.linalg.lu_factor(torch.tensor([[2.0, 0.0], [0.0, 4.0]]))
        >>> torch.tensor([[2.0], [2.0]]).lu_solve(*factors)
        tensor([[1.0000],
                [0.5000]])

        Raises:
            RuntimeError: the shapes do not fit.
        """
        from autograd_nb.engine.functions import factoring, older_factors

        older_factors.tell_of("lu_solve")
        return factoring.lu_solve(LU_data, LU_pivots, self)  # type: ignore[arg-type]  # the only implementer is Tensor

    def triangular_solve(
        self, A: Tensor, upper: bool = True, transpose: bool = False, unitriangular: bool = False
    ) -> Any:
        """The solution X of A X = this for a triangular A, and A.

        Args:
            A: (..., n, n); only one triangle of it is looked at.
            upper: whether that is the upper one.
            transpose: solve with the transpose of A instead.
            unitriangular: take the diagonal for 1.

        >>> A = torch.tensor([[2.0, 1.0], [0.0, 4.0]])
        >>> torch.tensor([[4.0], [8.0]]).triangular_solve(A).solution
        tensor([[1.],
                [2.]])

        Raises:
            RuntimeError: the shapes do not fit.
        """
        from autograd_nb.engine.functions import older_factors

        return older_factors.triangular_solve(self, A, upper, transpose, unitriangular)

    def geqrf(self) -> Any:
        """Reflections whose product is the Q of this matrix, with its R above them; and a number for each.

        Shapes: (..., m, n) gives (..., m, n) and (..., min(m, n)). `orgqr` makes Q of them, `linalg.qr` does both.

        >>> a, tau = torch.geqrf(torch.tensor([[3.0, 1.0], [4.0, 2.0]]))
        >>> a.triu()  # R
        tensor([[-5.0000, -2.2000],
                [ 0.0000,  0.4000]])
        """
        from autograd_nb.engine.functions import older_factors

        return older_factors.geqrf(self)

    def orgqr(self, input2: Tensor) -> Tensor:
        """The product of the reflections in this matrix; see `linalg.householder_product`.

        Shapes: (..., m, n) with `input2` of (..., k), k numbers as `geqrf` gives them; the result is (..., m, n).

        >>> torch.orgqr(*torch.geqrf(torch.tensor([[3.0, 1.0], [4.0, 2.0]])))
        tensor([[-0.6000, -0.8000],
                [-0.8000,  0.6000]])
        """
        from autograd_nb.engine.functions import older_factors

        return older_factors.householder_product(self, input2)

    def ormqr(self, input2: Tensor, input3: Tensor, left: bool = True, transpose: bool = False) -> Tensor:
        """The product of the reflections in this matrix with another matrix, from the left or the right.

        Args:
            input2: the numbers of the reflections, as `geqrf` gives them, (..., k).
            input3: the other matrix.
            left: whether the product is Q @ input3, else input3 @ Q.
            transpose: take the transpose of Q.

        >>> matrix = torch.tensor([[3.0, 1.0], [4.0, 2.0]])
        >>> torch.ormqr(*torch.geqrf(matrix), matrix, transpose=True)  # R
        tensor([[-5.0000, -2.2000],
                [ 0.0000,  0.4000]])
        """
        from autograd_nb.engine.functions import older_factors

        return older_factors.ormqr(self, input2, input3, left, transpose)

    def eig(self, eigenvectors: bool = False) -> NoReturn:
        """Refused: it has become `linalg.eig`.

        Raises:
            RuntimeError: always, and says what to write.

        >>> try:
        ...     torch.eye(2).eig()
        ... except RuntimeError as error:
        ...     print("torch.linalg.eig" in str(error))
        True
        """
        from autograd_nb.engine.functions import removed

        removed.eig(self, eigenvectors)

    def lstsq(self, other: Tensor) -> NoReturn:
        """Refused: it has become `linalg.lstsq`.

        Raises:
            RuntimeError: always, and says what to write.

        >>> try:
        ...     torch.ones(2, 1).lstsq(torch.eye(2))
        ... except RuntimeError as error:
        ...     print("torch.linalg.lstsq" in str(error))
        True
        """
        from autograd_nb.engine.functions import removed

        removed.lstsq(self, other)

    def solve(self, other: Tensor) -> NoReturn:
        """Refused: it has become `linalg.solve`.

        Raises:
            RuntimeError: always, and says what to write.

        >>> try:
        ...     torch.ones(2, 1).solve(torch.eye(2))
        ... except RuntimeError as error:
        ...     print("torch.linalg.solve" in str(error))
        True
        """
        from autograd_nb.engine.functions import removed

        removed.solve(self, other)

    def symeig(self, eigenvectors: bool = False, upper: bool = True) -> NoReturn:
        """Refused: it has become `linalg.eigh`.

        Raises:
            RuntimeError: always, and says what to write.

        >>> try:
        ...     torch.eye(2).symeig()
        ... except RuntimeError as error:
        ...     print("torch.linalg.eigh" in str(error))
        True
        """
        from autograd_nb.engine.functions import removed

        removed.symeig(self, eigenvectors, upper)

    def hardshrink(self, lambd: float = 0.5) -> Tensor:
        """Elements near 0, in [-lambd, lambd], become 0; the others stay. Its derivative is 0 there, else 1.

        >>> torch.hardshrink(torch.tensor([-2.0, 0.3, 0.6]))
        tensor([-2.0000,  0.0000,  0.6000])
        """
        from autograd_nb.engine.ops.nn import HARDSHRINK

        if self._array.dtype.kind != "f":
            me: Any = self
            raise NotImplementedError(f"\"hardshrink_cpu\" not implemented for '{me.dtype.scalar_name}'")
        return self._apply(HARDSHRINK, self, lambd=lambd)

    def narrow_copy(self, dim: int, start: int, length: int) -> Tensor:
        """`narrow`, its result in memory of its own: `length` slices of dimension `dim` from `start` on.

        >>> torch.narrow_copy(torch.tensor([1, 2, 3, 4]), 0, 1, 2)
        tensor([2, 3])

        Raises:
            RuntimeError: the part reaches beyond the dimension.
        """
        from autograd_nb.engine.functions import view_copies

        found: Tensor = view_copies.narrow_copy(self, dim, start, length)
        return found
