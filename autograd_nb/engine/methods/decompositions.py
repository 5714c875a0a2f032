"""Methods on matrices beyond the everyday ones: sums with products, decompositions, the exponential."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors, return_types
from autograd_nb.engine.batching.batches import over_batches
from autograd_nb.engine.dtypes import promote_arrays
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.ops import decompositions as ops
from autograd_nb.engine.ops import singular
from autograd_nb.engine.ops.shape import RESHAPE_COPY

from .base import Base, check_broadcast, must_be_tensor
from .kernels import refuse_half

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Decompositions(Base):
    """`baddbmm`, `kron`, `svd`, `qr`, `pinverse`, `matrix_exp` and so on."""

    # -- sums with products --------------------------------------------------------------------------

    def baddbmm(self, batch1: Tensor, batch2: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
        """The sum beta * self + alpha * (batch1 @ batch2), for batches of matrices.

        Shapes: (b, n, m) times (b, m, p), and a tensor that can be broadcast to (b, n, p).

        >>> torch.baddbmm(torch.ones(1), torch.ones(2, 1, 3), torch.ones(2, 3, 1))
        tensor([[[4.]],
        <BLANKLINE>
                [[4.]]])

        Raises:
            RuntimeError: sizes that do not meet, or different dtypes.
        """
        size = self._size_of_batches(batch1, batch2)
        _check_batches(batch1, batch2)
        me: Any = self
        me._refuse_bool_product("baddbmm")
        return self._added(ops.BADDBMM, batch1, batch2, beta, alpha, size)

    def addbmm(self, batch1: Tensor, batch2: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
        """The sum beta * self + alpha * (sum of all batch1 @ batch2).

        Shapes: (b, n, m) times (b, m, p), and a tensor that can be broadcast to (n, p), the result's.

        >>> torch.addbmm(torch.ones(1, 1), torch.ones(2, 1, 3), torch.ones(2, 3, 1))
        tensor([[7.]])

        Raises:
            RuntimeError: sizes that do not meet, or different dtypes.
        """
        me: Any = self
        size = (batch1.size(1), batch2.size(2))
        me.expand(size)  # before the batches are looked at
        _check_summed(batch1, batch2)
        me._refuse_bool_product("addmm_impl_cpu_")
        return self._added(ops.ADDBMM, batch1, batch2, beta, alpha, size)

    def addr(self, vec1: Tensor, vec2: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
        """The sum beta * self + alpha * (outer product of two vectors).

        Shapes: (n,) and (m,), and a tensor that can be broadcast to (n, m).

        >>> torch.addr(torch.zeros(2, 2), torch.tensor([1., 2.]), torch.tensor([1., 10.]))
        tensor([[ 1., 10.],
                [ 2., 20.]])

        Raises:
            RuntimeError: if one is no vector, or the factors do not go with the dtype that all three have in common.
        """
        me: Any = self
        common = self._check_addr(vec1, vec2, beta, alpha)
        if not common == self._array.dtype == vec1._array.dtype == vec2._array.dtype:
            me, vec1, vec2 = (t._cast(common) for t in (self, vec1, vec2))
        added: Tensor = me._added(ops.ADDR, vec1, vec2, beta, alpha, (vec1._array.size, vec2._array.size))
        return added

    def _check_addr(self, vec1: Any, vec2: Any, beta: Any, alpha: Any) -> Any:
        """The dtype that the sum is computed in."""
        for name, vector in (("vec1", vec1), ("vec2", vec2)):
            if must_be_tensor("addr", vector, name)._array.ndim != 1:
                raise RuntimeError(f"addr: Expected 1-D argument {name}, but got {vector._array.ndim}-D")
        vectors = np.broadcast_to(np.empty((), promote_arrays(vec1._array, vec2._array)), (1,))
        common = promote_arrays(self._array, vectors)
        for name, factor in (("beta", beta), ("alpha", alpha)):
            if type(factor) is bool and common.kind != "b":
                raise RuntimeError(f"Boolean {name} only supported for Boolean results.")
        for name, factor in (("beta", beta), ("alpha", alpha)):
            if common.kind != "f" and type(factor) is float:
                raise RuntimeError(f"For integral input tensors, argument {name} must not be a floating point number.")
        return common

    def _size_of_batches(self, batch1: Any, batch2: Any) -> tuple[int, ...]:
        """The size of a product of batches, to which this tensor is expanded before they are looked at."""
        me: Any = self
        size: tuple[int, ...] = (batch1.size(0), batch1.size(1), batch2.size(2))
        me.expand(size)
        return size

    def _added(self, row: Op, x: Any, y: Any, beta: float, alpha: float, size: tuple[int, ...]) -> Tensor:
        for t in (x, y):
            if t._array.dtype != self._array.dtype:
                raise errors.expected_scalar_type(self.dtype.scalar_name, t.dtype.scalar_name)
        me: Any = self
        if self._array.shape != size and (row is not ops.ADDBMM or self._array.ndim):
            me = me.expand(size)
        if self._array.dtype.kind != "f":  # whole numbers take whole factors
            beta, alpha = int(beta), int(alpha)
        options: dict[str, Any] = {} if beta == 1 and alpha == 1 else {"beta": beta, "alpha": alpha}
        return self._apply(row, me, x, y, **options)

    # -- products --------------------------------------------------------------------------------------

    def vdot(self, other: Tensor) -> Tensor:
        """The sum of the products of the elements of two vectors: of real ones, what `dot` gives.

        >>> torch.vdot(torch.tensor([1., 2.]), torch.tensor([3., 4.]))
        tensor(11.)

        Raises:
            RuntimeError: if one is no vector, or lengths or dtypes differ.
        """
        a, b = self._array, must_be_tensor("vdot", other)._array
        if a.ndim != 1 or b.ndim != 1:
            raise errors.dot_dims(a.ndim, b.ndim)
        if a.dtype != b.dtype:
            raise errors.dot_dtypes(self.dtype.scalar_name, other.dtype.scalar_name)
        if a.size != b.size:
            raise errors.dot_shapes(a.size, b.size)
        return self._apply(ops.VDOT, self, other)

    def kron(self, other: Tensor) -> Tensor:
        """The Kronecker product: each element times all of the other tensor, block by block.

        Shapes: (a, b) and (c, d) give (a * c, b * d); missing dimensions are put in front.

        >>> torch.kron(torch.tensor([[1, 2]]), torch.tensor([[1, 1], [1, 1]]))
        tensor([[1, 1, 2, 2],
                [1, 1, 2, 2]])
        """
        must_be_tensor("kron", other)
        ndim = max(self._array.ndim, other._array.ndim)
        a = (1,) * (ndim - self._array.ndim) + self._array.shape
        b = (1,) * (ndim - other._array.ndim) + other._array.shape
        left = self._apply(RESHAPE_COPY, self, size=tuple(n for size in a for n in (size, 1)))
        right = self._apply(RESHAPE_COPY, other, size=tuple(n for size in b for n in (1, size)))
        product: Any = left * right
        return self._apply(RESHAPE_COPY, product, size=tuple(m * n for m, n in zip(a, b)))

    # -- decompositions ----------------------------------------------------------------------------------

    def svd(self, some: bool = True, compute_uv: bool = True) -> Any:
        """U, S and V with U diag(S) Vᵀ equal to this matrix (`linalg.svd` gives Vᵀ itself). The largest of S is first.

        Args:
            some: as many columns of U and V as there are singular values; else all.
            compute_uv: without, U and V are zeros.

        >>> U, S, V = torch.svd(torch.tensor([[3., 0.], [0., 4.]]))
        >>> S
        tensor([4., 3.])

        Raises:
            RuntimeError: fewer than two dimensions, or an integer dtype.
        """
        me: Any = self
        u, s, vh = me._svd(full=not some)
        if not compute_uv:
            *batch, rows, columns = self._array.shape
            u, vh = me.new_zeros((*batch, rows, rows)), me.new_zeros((*batch, columns, columns))
        return return_types.svd((u, s, vh.mT))

    def _svd(self, full: bool) -> tuple[Any, Any, Any]:
        self._check_matrix("linalg.svd")
        rows, columns = self._array.shape[-2:]
        u, s, vh = self._apply_several(singular.SVD, self, full_matrices=full and rows != columns)
        return u, s, vh

    def qr(self, some: bool = True) -> Any:
        """An orthogonal Q and an upper triangular R with Q R equal to this matrix.

        PyTorch warns that it is deprecated: `linalg.qr` is the present name.

        Shapes: (n, m) gives (n, k) and (k, m), where k is the smaller size, or n if not `some`.

        >>> A = torch.tensor([[3., 1.], [4., 2.]])
        >>> Q, R = torch.qr(A)
        >>> torch.allclose(Q @ R, A, atol=1e-5), torch.allclose(Q.T @ Q, torch.eye(2), atol=1e-5)
        (True, True)

        Raises:
            RuntimeError: fewer than two dimensions, or an integer dtype.
        """
        from autograd_nb.engine.functions import older_factors

        older_factors.tell_of("qr")
        return return_types.qr(self._qr("reduced" if some else "complete"))

    def _qr(self, mode: str) -> tuple[Any, Any]:
        self._check_matrix("linalg.qr")
        if mode not in ("reduced", "r", "complete"):
            raise RuntimeError(
                f"qr received unrecognized mode '{mode}' but expected one of 'reduced' (default), 'r', or 'complete'"
            )
        options = {} if mode == "reduced" else {"mode": mode}
        q, r = self._apply_several(ops.QR, self, **options)
        return q, r

    def pinverse(self, rcond: float = 1e-15) -> Tensor:
        """The generalised inverse by Moore and Penrose: the inverse, where there is one, else what comes nearest.

        Shapes: (..., n, m) gives (..., m, n). Singular values below rcond times the largest count as 0: by default only
        what is 0 but for rounding in double precision, while `linalg.pinv` takes the precision that there is.

        >>> torch.pinverse(torch.tensor([[2., 0.], [0., 0.]]))
        tensor([[0.5000, 0.0000],
                [0.0000, 0.0000]])

        Raises:
            RuntimeError: fewer than two dimensions, or an integer dtype.
        """
        self._check_pinv()
        return self._apply(singular.PINV, self, rtol=float(rcond))

    def matrix_exp(self) -> Tensor:
        """The exponential of a square matrix, 1 + A + A² / 2 and so on.

        >>> torch.matrix_exp(torch.tensor([[0., 1.], [0., 0.]]))
        tensor([[1., 1.],
                [0., 1.]])

        Raises:
            RuntimeError: not square, or of an integer dtype.
        """
        me: Any = self
        me._check_square("linalg.matrix_exp")
        return self._apply(ops.MATRIX_EXP, self)

    # -- help ----------------------------------------------------------------------------------------------

    def _check_matrix(self, function: str, half: bool = False) -> None:
        if self._array.ndim < 2:
            raise RuntimeError(f"{function}: The input tensor A must have at least 2 dimensions.")
        if self._array.dtype.kind != "f":
            raise RuntimeError(
                f"{function}: Expected a floating point or complex tensor as input. Got {self.dtype.scalar_name}"
            )
        if not half:
            refuse_half(function, self)

    def _check_pinv(self) -> None:
        if self._array.ndim < 2 or self._array.dtype.kind != "f" or self._array.itemsize == 2:
            raise RuntimeError(
                f"linalg.pinv({self.dtype.scalar_name}{{{list(self._array.shape)}}}): expected a tensor with 2 or more "
                "dimensions of float, double, cfloat or cdouble types"
            )


def _check_summed(x: Any, y: Any) -> None:
    (n, rows, steps), (m, others, columns) = _check_three(x, y)
    if n != m:
        raise RuntimeError(f"batch1 and batch2 must have same number of batches, got {n} and {m}")
    if steps != others:
        raise RuntimeError(f"Incompatible matrix sizes for bmm ({rows}x{steps} and {others}x{columns})")


def _check_three(x: Any, y: Any) -> tuple[Any, Any]:
    """The shapes of both, of three dimensions."""
    for name, batch in (("batch1", x), ("batch2", y)):
        if not isinstance(batch, Variable) or batch._array.ndim != 3:
            raise RuntimeError(f"{name} must be a 3D tensor")
    return x._array.shape, y._array.shape


def _check_batches(x: Any, y: Any) -> None:
    a, b = _check_three(x, y)
    if a[0] != b[0] or a[2] != b[1]:
        raise RuntimeError(
            "Expected size for first two dimensions of batch2 tensor to be: "
            f"[{a[0]}, {a[2]}] but got: [{b[0]}, {b[1]}]."
        )


MODES = ("use_mm_for_euclid_dist_if_necessary", "use_mm_for_euclid_dist", "donot_use_mm_for_euclid_dist")


@over_batches
def cdist(x1: Any, x2: Any, p: float = 2.0, compute_mode: Any = None) -> Tensor:
    """The distances of all rows of `x1` from all rows of `x2`.

    Shapes: (..., n, m) and (..., k, m) give (..., n, k); batches are broadcast.

    Args:
        x1: the points that the rows of the result stand for.
        x2: the points that its columns stand for.
        p: which norm measures: 1 adds up, 2 is Euclid's, inf takes the largest difference.
        compute_mode: whether Euclid's is computed by one product of matrices, as it is for more than 25 rows.

    >>> torch.cdist(torch.zeros(1, 2), torch.tensor([[3., 4.], [0., 1.]]))
    tensor([[5., 1.]])

    Raises:
        RuntimeError: fewer than two dimensions, rows of different lengths, integers, or a negative `p`.
    """
    must_be_tensor("cdist", x1, "x1")
    must_be_tensor("cdist", x2, "x2", 2)
    for name, x in (("X1", x1), ("X2", x2)):
        if x._array.ndim < 2:
            raise RuntimeError(f"cdist only supports at least 2D tensors, {name} got: {x._array.ndim}D")
    for name, x in (("X1", x1), ("X2", x2)):
        if x._array.dtype.kind != "f":
            raise RuntimeError(f"cdist only supports floating-point dtypes, {name} got: {x.dtype.scalar_name}")
    if x1._array.dtype != x2._array.dtype:
        raise errors.expected_scalar_type(x1.dtype.scalar_name, x2.dtype.scalar_name)
    if x1._array.shape[-1] != x2._array.shape[-1]:
        raise RuntimeError(
            f"X1 and X2 must have the same number of columns. X1: {x1._array.shape[-1]} X2: {x2._array.shape[-1]}"
        )
    if p < 0 or math.isnan(p):
        raise RuntimeError("cdist only supports non-negative p values")
    if compute_mode not in (None, *MODES):
        raise ValueError(f"{compute_mode} is not a valid value for compute_mode")
    check_broadcast(x1._array.shape[:-2], x2._array.shape[:-2])
    many = compute_mode == MODES[1] or (
        compute_mode in (None, MODES[0]) and max(x1._array.shape[-2], x2._array.shape[-2]) > 25
    )
    if p == 2 and many and x1._array.size and x2._array.size:
        return _euclidean(x1, x2)
    if x1._array.itemsize == 2:
        raise errors.not_for_dtype("cdist", x1.dtype.scalar_name)
    found: Tensor = x1._apply(ops.CDIST, x1, x2, p=float(p))
    return found


def _euclidean(x1: Any, x2: Any) -> Tensor:
    """The distances of many rows, batches one after the other."""
    check_broadcast(x1._array.shape[:-2], x2._array.shape[:-2])
    batch = np.broadcast_shapes(x1._array.shape[:-2], x2._array.shape[:-2])
    ends = [x._array.shape[-2:] for x in (x1, x2)]
    x, y = (t.expand((*batch, *end)).reshape((math.prod(batch), *end)) for t, end in zip((x1, x2), ends))
    found: Tensor = x._apply(ops.EUCLIDEAN_DIST, x, y).view((*batch, ends[0][0], ends[1][0]))
    return found


@over_batches
def pdist(input: Any, p: float = 2.0) -> Tensor:
    """The distances of all rows from one another, by the p-norm, those of the first row first.

    Shapes: (n, m) gives (n (n - 1) / 2,).

    >>> torch.pdist(torch.tensor([[0., 0.], [3., 4.], [3., 0.]]))
    tensor([5., 3., 4.])

    Raises:
        RuntimeError: another number of dimensions than two, integers, or a negative `p`.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.functional.pdist.html
    """
    must_be_tensor("pdist", input, "input")
    if input._array.ndim != 2:
        raise RuntimeError(f"pdist only supports 2D tensors, got: {input._array.ndim}D")
    if input._array.dtype.kind != "f":
        raise RuntimeError("pdist only supports floating-point dtypes")
    if p < 0 or math.isnan(p):
        raise RuntimeError("pdist only supports non-negative p values")
    found: Tensor = input._apply(ops.PDIST, input, p=float(p))
    return found
