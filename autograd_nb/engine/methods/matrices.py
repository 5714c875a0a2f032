"""Methods on matrices: determinant, inverse, powers, diagonals; and on pairs of vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors, return_types
from autograd_nb.engine.dtypes import from_numpy_dtype, promote_arrays
from autograd_nb.engine.ops import factoring
from autograd_nb.engine.ops import linalg as ops
from autograd_nb.engine.warn import warn_once

from .base import Base, check_broadcast, must_be_tensor, real_axis
from .kernels import LAPACK, ONLY_LAPACK, check_precision, refuse_half

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Matrices(Base):
    """What is asked of one matrix (or of each in a batch), and of two vectors."""

    # -- determinant and inverse -------------------------------------------------------------------

    def det(self) -> Tensor:
        """The determinant; its derivative, the transposed adjugate, is right for singular matrices as well.

        Shapes: a square matrix gives a number, (..., n, n) gives (...).

        >>> torch.det(torch.tensor([[2., 1.], [1., 3.]]))
        tensor(5.)

        Raises:
            RuntimeError: not square, or of an integer dtype.
        """
        self._check_square("linalg.det")
        return self._apply(ops.DET, self)

    def slogdet(self) -> Any:
        """The sign of the determinant and the logarithm of its absolute value, which does not overflow.

        >>> sign, logarithm = torch.slogdet(torch.tensor([[0., 1.], [1., 0.]]))
        >>> sign, logarithm
        (tensor(-1.), tensor(0.))

        Raises:
            RuntimeError: not square, or of an integer dtype.
        """
        self._check_square("linalg.slogdet")
        sign, logarithm = self._apply_several(ops.SLOGDET, self)
        return return_types.slogdet((sign, logarithm))

    def logdet(self) -> Tensor:
        """The logarithm of the determinant; nan where that is negative, -inf where it is 0.

        Its derivative is the inverse, transposed.

        >>> torch.logdet(torch.eye(2)), torch.logdet(-torch.eye(3))
        (tensor(0.), tensor(nan))

        Raises:
            RuntimeError: not square, or of an integer dtype.
        """
        self._check_square("logdet")
        sign, logarithm = self.slogdet()
        nan = sign.new_tensor(float("nan"))
        return nan.where(sign == -1, logarithm)

    def inverse(self) -> Tensor:
        """The inverse matrix, or that of each matrix of a batch.

        >>> torch.inverse(torch.tensor([[2., 0.], [0., 4.]]))
        tensor([[0.5000, 0.0000],
                [0.0000, 0.2500]])

        Raises:
            LinAlgError: for a singular matrix.
            RuntimeError: not square, or of an integer dtype.
        """
        self._check_square("linalg.inv")
        try:
            return self._apply(ops.INV, self)
        except np.linalg.LinAlgError:
            where = batch_element(self._array)
            raise errors.no_inverse("linalg.inv", where, _zero_pivot(self._array)) from None

    def matrix_power(self, n: int) -> Tensor:
        """The product of `n` copies of a square matrix; of its inverse for negative `n`; the identity for 0.

        >>> torch.matrix_power(torch.tensor([[1., 1.], [1., 0.]]), 5)  # Fibonacci numbers
        tensor([[8., 5.],
                [5., 3.]])

        Raises:
            RuntimeError: not square, or of an integer dtype.
            LinAlgError: a negative power of a singular matrix.
        """
        self._check_square("linalg.matrix_power")
        if n < 0:
            return self.inverse() if n == -1 else self.inverse().matrix_power(-n)
        me: Any = self
        if n == 0:
            return me.clone().copy_(me.new_tensor(np.eye(self._array.shape[-1])))
        if n == 1:
            return me.clone()
        if n == 3:
            return me.matmul(me).matmul(me)
        power: Any = None
        result: Any = None
        while n:
            power = me if power is None else power.matmul(power)
            if n & 1:
                result = power if result is None else result.matmul(power)
            n >>= 1
        return result

    def cholesky(self, upper: bool = False) -> Tensor:
        """The lower triangular L with L Lᵀ equal to this positive definite matrix; Lᵀ with `upper`.

        PyTorch warns that it is deprecated: `linalg.cholesky` is the present name.

        >>> torch.cholesky(torch.tensor([[4., 2.], [2., 5.]]))
        tensor([[2., 0.],
                [1., 2.]])

        Raises:
            LinAlgError: if the matrix is not positive definite.
        """
        from autograd_nb.engine.functions import older_factors

        older_factors.tell_of("cholesky")
        return self._factored(ops.CHOLESKY_METHOD, "cholesky", upper)

    def _factored(self, row: Op, name: str, upper: bool) -> Tensor:
        self._check_square(name)
        options = {"upper": True} if upper else {}
        try:
            return self._apply(row, self, **options)
        except np.linalg.LinAlgError:
            where = batch_element(self._array, np.linalg.cholesky)
            raise errors.LinAlgError(
                f"{name}: {where}The factorization could not be completed because the input is not "
                f"positive-definite (the leading minor of order {bad_minor(self._array)} is not positive-definite)."
            ) from None

    def cholesky_solve(self, input2: Tensor, upper: bool = False) -> Tensor:
        """The solution of (L Lᵀ) X = self for a Cholesky factor L (or its transpose, with `upper`).

        Shapes: (n, k) for the right sides, (n, n) for the factor; (n, k) for the solution. Batches are broadcast.

        >>> L = torch.tensor([[2., 0.], [1., 2.]])  # of [[4, 2], [2, 5]]
        >>> torch.cholesky_solve(torch.tensor([[6.], [7.]]), L)
        tensor([[1.],
                [1.]])

        Raises:
            RuntimeError: sizes that do not meet, or different dtypes.
        """
        b, u = self._array, input2._array
        for name, array in (("b", b), ("u", u)):
            if array.ndim < 2:
                raise RuntimeError(f"{name} should have at least 2 dimensions, but has {array.ndim} dimensions instead")
        if b.dtype != u.dtype:
            found = f"found b of type {self.dtype.scalar_name} and A of type {input2.dtype.scalar_name} instead."
            raise RuntimeError(f"Expected b and A to have the same dtype, but {found}")
        (m, k), (rows, columns) = u.shape[-2:], b.shape[-2:]
        if m != k:
            raise RuntimeError(f"A must be batches of square matrices, but they are {m} by {k} matrices")
        if m != rows:
            raise RuntimeError(
                f"Incompatible matrix sizes for cholesky_solve: each A matrix is {m} by {m} but each b matrix is "
                f"{rows} by {columns}"
            )
        check_broadcast(b.shape[:-2], u.shape[:-2])
        check_precision(LAPACK["cholesky_solve"], self)
        return self._apply(factoring.CHOLESKY_SOLVE, self, input2, upper=upper)

    def cholesky_inverse(self, upper: bool = False) -> Tensor:
        """The inverse of L Lᵀ, where this matrix is L (or its transpose, with `upper`).

        >>> torch.cholesky_inverse(torch.tensor([[2., 0.], [1., 2.]]))  # of [[4, 2], [2, 5]]
        tensor([[ 0.3125, -0.1250],
                [-0.1250,  0.2500]])

        Raises:
            RuntimeError: not square, or of an integer dtype.
        """
        self._check_square("cholesky_inverse")
        try:
            return self._apply(factoring.CHOLESKY_INVERSE, self, upper=upper)
        except np.linalg.LinAlgError:
            zeros = np.argwhere(np.diagonal(self._array, axis1=-2, axis2=-1) == 0)[0]
            where = "" if self._array.ndim == 2 else f"(Batch element {zeros[0]}): "
            raise errors.no_inverse("cholesky_inverse", where, int(zeros[-1]) + 1) from None

    # -- diagonals -----------------------------------------------------------------------------------

    def trace(self) -> Tensor:
        """The sum of the diagonal of a matrix. Its derivative is the identity matrix.

        >>> torch.trace(torch.tensor([[1., 2.], [3., 4.]]))
        tensor(5.)

        Raises:
            RuntimeError: another number of dimensions than two.
        """
        if self._array.dtype.kind == "b":
            raise errors.not_for_dtype("trace", "Bool")
        if self._array.ndim != 2:
            raise RuntimeError(f"trace: expected a matrix, but got tensor with dim {self._array.ndim}")
        return self._apply(ops.TRACE, self)

    def diag(self, diagonal: int = 0) -> Tensor:
        """The diagonal of a matrix, or the matrix with this diagonal.

        Args:
            diagonal: which one: 0 is the main diagonal, positive ones lie above it, negative ones below.

        >>> torch.diag(torch.tensor([1., 2.]))
        tensor([[1., 0.],
                [0., 2.]])
        >>> torch.diag(torch.tensor([[1., 2.], [3., 4.]]))
        tensor([1., 4.])

        Raises:
            RuntimeError: more than two dimensions.
        """
        ndim = self._array.ndim
        if ndim not in (1, 2):
            raise RuntimeError(f"diag(): Supports 1D or 2D tensors. Got {ndim}D")
        return self._apply(ops.DIAG_EMBED if ndim == 1 else ops.DIAG, self, offset=diagonal)

    # -- pairs -----------------------------------------------------------------------------------------

    def cross(self, other: Tensor, dim: int | None = None) -> Tensor:
        """The vector at right angles to two others, along `dim`: the first of length 3 unless told.

        >>> torch.cross(torch.tensor([1., 0., 0.]), torch.tensor([0., 1., 0.]), dim=0)
        tensor([0., 0., 1.])

        Raises:
            RuntimeError: the dimension is not of length 3, or the numbers of dimensions differ.
        """
        a, b = self._array, other._array
        if dim is None:
            warn_once(
                "Using torch.cross without specifying the dim arg is deprecated.\nPlease either pass the dim "
                "explicitly or simply use torch.linalg.cross.\nThe default value of dim will change to agree with that "
                "of linalg.cross in a future release."
            )
            dim = next((i for i, n in enumerate(a.shape) if n == 3), None)
            if dim is None:
                raise RuntimeError("no dimension of size 3 in input")
        if a.ndim != b.ndim:
            raise RuntimeError("linalg.cross: inputs must have the same number of dimensions.")
        where = real_axis(dim, a.ndim)
        if a.shape[where] != 3 or b.shape[where] != 3:
            raise RuntimeError(
                f"linalg.cross: inputs dimension {dim} must have length 3. Got {a.shape[where]} and {b.shape[where]}"
            )
        check_broadcast(a.shape, b.shape)
        if a.dtype != b.dtype:
            raise errors.expected_scalar_type(self.dtype.scalar_name, other.dtype.scalar_name)
        if a.dtype.kind == "b":
            raise errors.not_for_dtype("cross", self.dtype.scalar_name)
        return self._apply(ops.CROSS, self, other, dim=where)

    def dist(self, other: Tensor, p: float = 2) -> Tensor:
        """The p-norm of the difference: for p = 2 the distance of two points.

        Shapes: both are broadcast; the result is a number.

        >>> torch.dist(torch.tensor([0., 0.]), torch.tensor([3., 4.]))
        tensor(5.)

        Raises:
            RuntimeError: of integer tensors.
        """
        must_be_tensor("dist", other)
        check_broadcast(self._array.shape, other._array.shape)
        me: Any = self
        me._refuse_bool(other)
        common = promote_arrays(self._array, other._array)
        if common.kind != "f":
            kind = from_numpy_dtype(common).scalar_name
            raise RuntimeError(f"norm(): input dtype should be either floating point or complex. Got {kind} instead.")
        if self._array.dtype != common or other._array.dtype != common:
            return self._cast(common).dist(other._cast(common), p)
        return self._apply(ops.DIST, self, other, p=float(p))

    # -- help --------------------------------------------------------------------------------------------

    def _must_be_square(self, function: str) -> None:
        shape = self._array.shape
        if len(shape) < 2:
            raise RuntimeError(f"{function}: The input tensor A must have at least 2 dimensions.")
        if shape[-1] != shape[-2]:
            raise RuntimeError(
                f"{function}: A must be batches of square matrices, but they are {shape[-2]} by {shape[-1]} matrices"
            )

    def _check_square(self, function: str) -> None:
        self._must_be_square(function)
        if self._array.dtype.kind != "f":
            if function in ONLY_LAPACK:
                raise errors.not_for_dtype(LAPACK[function], self.dtype.scalar_name)
            raise RuntimeError(
                f"{function}: Expected a floating point or complex tensor as input. Got {self.dtype.scalar_name}"
            )
        refuse_half(function, self)


def _fails(function: Any, matrix: Any) -> bool:
    try:
        function(matrix)
    except np.linalg.LinAlgError:
        return True
    return False


def _first_bad(a: Any, function: Any = np.linalg.inv) -> int:
    """Which matrix of a batch has no inverse, or whatever else the function gives."""
    return next((i for i, one in enumerate(a.reshape(-1, *a.shape[-2:])) if _fails(function, one)), 0)


def batch_element(a: Any, function: Any = np.linalg.inv) -> str:
    """How messages name the first such matrix; a matrix by itself needs no name."""
    return "" if a.ndim == 2 else f"(Batch element {_first_bad(a, function)}): "


def _zero_pivot(a: Any) -> int:
    """Which pivot of Gaussian elimination is zero, counted from 1 as LAPACK does."""
    u = np.array(a.reshape(-1, *a.shape[-2:])[_first_bad(a)], np.float64)
    for i in range(len(u)):
        best = i + int(np.abs(u[i:, i]).argmax())
        u[[i, best]] = u[[best, i]]
        if u[i, i] == 0:
            return i + 1
        u[i + 1 :] -= np.outer(u[i + 1 :, i] / u[i, i], u[i])
    return len(u)


def bad_minor(a: Any) -> int:
    """The order of the first leading minor that is not positive definite."""
    batch = a.reshape(-1, *a.shape[-2:])
    bad = next((one for one in batch if _fails(np.linalg.cholesky, one)), batch[0])
    sizes = range(1, len(bad))
    return next((size for size in sizes if _fails(np.linalg.cholesky, bad[:size, :size])), len(bad))
