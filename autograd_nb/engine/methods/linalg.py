"""Methods that multiply vectors and matrices."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.batching.batches import Met, each
from autograd_nb.engine.functions import contract
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import linalg as ops
from autograd_nb.engine.ops.shape import RESHAPE_COPY

from .base import ABSENT, broadcast_error, wrong_arguments
from .matrices import Matrices

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Linalg(Matrices):
    """Products: dot, mv, mm, bmm, and matmul, which chooses among them."""

    def dot(self, tensor: Tensor = ABSENT, *excess: Any) -> Tensor:
        """The sum of the products of the elements of two vectors. Its derivative by one vector is the other.

        >>> torch.dot(torch.tensor([1., 2., 3.]), torch.tensor([4., 5., 6.]))
        tensor(32.)

        Raises:
            RuntimeError: if one is no vector, or lengths or dtypes differ.

        Source: https://pytorch.org/docs/2.7/generated/torch.dot.html
        """
        if excess or not isinstance(tensor, Variable):
            raise wrong_arguments("dot", "tensor", tensor, excess)
        try:
            a, b = self._array, tensor._array
        except Met:
            return each(Linalg.dot, (self, tensor), {})
        if a.ndim != 1 or b.ndim != 1:
            raise errors.dot_dims(a.ndim, b.ndim)
        if a.dtype is not b.dtype and a.dtype != b.dtype:
            raise errors.dot_dtypes(self.dtype.scalar_name, tensor.dtype.scalar_name)
        if a.size != b.size:
            raise errors.dot_shapes(a.size, b.size)
        if a.dtype.kind == "b":
            raise NotImplementedError("\"dot\" not implemented for 'Bool'")
        return ops.DOT.apply(self, tensor)

    def mv(self, vec: Tensor = ABSENT, *excess: Any) -> Tensor:
        """Matrix times vector: each element is a row of the matrix times the vector.

        Shapes: (n, m) times (m,) is (n,).

        >>> torch.mv(torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([1., 10.]))
        tensor([21., 43.])

        Raises:
            RuntimeError: other numbers of dimensions, sizes that do not meet, or different dtypes.
        """
        if excess or not isinstance(vec, Variable):
            raise wrong_arguments("mv", "vec", vec, excess)
        try:
            a, b = self._array, vec._array
        except Met:
            return each(Linalg.mv, (self, vec), {})
        if a.ndim != 2 or b.ndim != 1:
            raise RuntimeError(f"vector + matrix @ vector expected, got 1, {a.ndim}, {b.ndim}")
        if a.shape[1] != b.shape[0]:
            raise errors.mv_shapes(a.shape, b.shape[0])
        if a.dtype != b.dtype:
            vector, matrix = vec.dtype.scalar_name, self.dtype.scalar_name
            raise RuntimeError(
                f"addmv input tensors must have the same dtype, but got {vector}, {matrix}, and {vector}"
            )
        self._refuse_bool_product("addmv_impl_cpu")
        return ops.MV.apply(self, vec)

    def mm(self, mat2: Tensor = ABSENT, *excess: Any) -> Tensor:
        """Matrix times matrix: each element is a row of the first times a column of the second.

        Where the gradient of the product is G, that of the first matrix is `G @ mat2.T`, of the second `self.T @ G`.

        Shapes: (n, m) times (m, p) is (n, p); nothing is broadcast.

        >>> torch.mm(torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([[1., 0.], [10., 1.]]))
        tensor([[21.,  2.],
                [43.,  4.]])

        Raises:
            RuntimeError: other numbers of dimensions, sizes that do not meet, or different dtypes.
        """
        if excess or not isinstance(mat2, Variable):
            raise wrong_arguments("mm", "mat2", mat2, excess)
        try:
            self._check_mm(mat2)
        except Met:
            return each(Linalg.mm, (self, mat2), {})
        return ops.MM.apply(self, mat2)

    def bmm(self, mat2: Tensor) -> Tensor:
        """Batch of matrices times batch of matrices: `mm` of the first two, of the second two and so on.

        Shapes: (b, n, m) times (b, m, p) is (b, n, p); nothing is broadcast.

        >>> torch.bmm(torch.ones(5, 2, 3), torch.ones(5, 3, 4)).shape
        torch.Size([5, 2, 4])

        Raises:
            RuntimeError: other numbers of dimensions, sizes that do not meet, or different dtypes.
        """
        if not isinstance(mat2, Variable):
            raise errors.argument_must_be("bmm", "mat2", 1, "Tensor", type_name(mat2))
        a, b = self._array, mat2._array
        for name, array in (("batch1", a), ("batch2", b)):
            if array.ndim != 3:
                raise RuntimeError(f"{name} must be a 3D tensor")
        if a.shape[0] != b.shape[0] or a.shape[2] != b.shape[1]:
            raise RuntimeError(
                "Expected size for first two dimensions of batch2 tensor to be: "
                f"[{a.shape[0]}, {a.shape[2]}] but got: [{b.shape[0]}, {b.shape[1]}]."
            )
        if a.dtype != b.dtype:
            raise RuntimeError(f"expected scalar type {self.dtype.scalar_name} but found {mat2.dtype.scalar_name}")
        self._refuse_bool_product("bmm")
        return self._apply(ops.BMM, self, mat2)

    def matmul(self, other: Tensor = ABSENT, *excess: Any) -> Tensor:
        """The product `@`: of vectors, of matrices, or of batches of matrices, which are broadcast.

        PyTorch makes it from `dot`, `mv`, `mm` and `bmm`, and the graph shows which.

        Shapes: (..., n, m) times (..., m, p) is (..., n, p). A vector is a row on the left and a column on the right;
        the dimension that this adds is missing in the result.

        >>> x, y = torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([1., 10.])
        >>> torch.matmul(x, y), y @ x, y @ y
        (tensor([21., 43.]), tensor([31., 42.]), tensor(101.))
        >>> torch.matmul(torch.ones(5, 2, 3), torch.ones(3, 4)).shape
        torch.Size([5, 2, 4])

        Raises:
            RuntimeError: sizes that do not meet, different dtypes, or a number for a vector.

        Source: https://pytorch.org/docs/2.7/generated/torch.matmul.html
        """
        if excess or not isinstance(other, Variable):
            raise wrong_arguments("matmul", "other", other, excess)
        me: Any = self
        try:
            m, n = self._array.ndim, other._array.ndim
        except Met:
            return each(Linalg.matmul, (self, other), {})
        if m == 2:
            if n == 2:
                a, b = self._array, other._array
                if a.dtype is not b.dtype or a.dtype.kind != "f" or a.shape[1] != b.shape[0]:
                    self._check_mm(other)
                return ops.MM.apply(self, other)
            if n == 1:
                return self.mv(other)
        elif m == 1:
            if n == 1:
                return self.dot(other)
            if n == 2:
                row: Tensor = me.unsqueeze(0).mm(other)
                return self._apply(ops.SQUEEZE_OWN, row, dim=0)
        if m == 0 or n == 0:
            raise RuntimeError(f"both arguments to matmul need to be at least 1D, but they are {m}D and {n}D")
        product: Tensor = _folded(self, other) if _folds(self, other) else _batched(self, other)
        return product

    def __matmul__(self, other: Any) -> Tensor:
        return self.matmul(other) if isinstance(other, Variable) else NotImplemented  # type: ignore[arg-type]  # the other is a tensor

    def __rmatmul__(self, other: Any) -> Tensor:
        return other.matmul(self) if isinstance(other, Variable) else NotImplemented  # type: ignore[attr-defined]  # variables are tensors here

    def outer(self, vec2: Tensor) -> Tensor:
        """The matrix of all products of an element of one vector with one of the other.

        Shapes: (n,) and (m,) give (n, m).

        >>> torch.outer(torch.tensor([1., 2.]), torch.tensor([1., 10., 100.]))
        tensor([[  1.,  10., 100.],
                [  2.,  20., 200.]])

        Raises:
            RuntimeError: if one is no vector.
        """
        if not isinstance(vec2, Variable):
            raise errors.argument_must_be("outer", "vec2", 1, "Tensor", type_name(vec2))
        for name, vector in (("self", self._array), ("vec2", vec2._array)):
            if vector.ndim != 1:
                raise RuntimeError(f"outer: Expected 1-D argument {name}, but got {vector.ndim}-D")
        me: Any = self
        product: Tensor = me.reshape(-1, 1) * vec2
        return product

    ger = outer

    def inner(self, other: Tensor) -> Tensor:
        """The sum of products over the last dimension of both: `dot` of vectors, and of every row with every row.

        Shapes: (..., m) and (n, m) give (..., n).

        >>> torch.inner(torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([1., 10.]))
        tensor([21., 43.])

        Raises:
            RuntimeError: the last dimensions differ in size, or the dtypes differ.
        """
        if not isinstance(other, Variable):
            raise errors.argument_must_be("inner", "other", 1, "Tensor", type_name(other))
        a, b = self._array, other._array
        if a.ndim == 0 or b.ndim == 0:
            return self * other
        if a.shape[-1] != b.shape[-1]:
            raise RuntimeError(
                "inner() the last dimension must match on both input tensors but got shapes "
                f"{list(a.shape)} and {list(b.shape)}"
            )
        if a.dtype != b.dtype:
            raise RuntimeError("both inputs should have same dtype")
        return contract.tensordot(self, other, ([-1], [-1]))

    def addmm(self, mat1: Tensor, mat2: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
        """`beta * self + alpha * (mat1 @ mat2)`: what a linear layer computes.

        Shapes: (n, m) times (m, p), and a tensor that can be broadcast to (n, p).

        >>> torch.addmm(torch.tensor([1., 2.]), torch.eye(2), torch.tensor([[10., 0.], [0., 10.]]))
        tensor([[11.,  2.],
                [ 1., 12.]])

        Raises:
            RuntimeError: sizes that do not meet, or different dtypes.
        """
        self._check_addmm(mat1, mat2)
        return self._add_product(ops.ADDMM, mat1, mat2, beta, alpha)

    def addmv(self, mat: Tensor, vec: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
        """`beta * self + alpha * (mat @ vec)`.

        Shapes: (n, m) times (m,), and a tensor that can be broadcast to (n,).

        >>> torch.addmv(torch.tensor([1., 2.]), torch.eye(2), torch.tensor([10., 20.]), alpha=2)
        tensor([21., 42.])

        Raises:
            RuntimeError: sizes that do not meet, or different dtypes.
        """
        self._check_addmv(mat, vec)
        if mat._array.dtype.kind == "b":
            raise errors.not_for_dtype("addmv_impl_cpu", "Bool")
        return self._add_product(ops.ADDMV, mat, vec, beta, alpha)

    # -- help ----------------------------------------------------------------------------------------

    def _check_mm(self, mat2: Tensor) -> None:
        a, b = self._array, mat2._array
        if a.ndim != 2:
            raise errors.mm_needs_matrix("self")
        if b.ndim != 2:
            raise errors.mm_needs_matrix("mat2")
        if a.shape[1] != b.shape[0]:
            raise errors.matmul_shapes(a.shape, b.shape)
        if a.dtype is not b.dtype and a.dtype != b.dtype:
            raise errors.matmul_dtypes(self.dtype.cpp_name, mat2.dtype.cpp_name)
        self._refuse_bool_product("addmm_impl_cpu_")

    def _check_addmm(self, mat1: Tensor, mat2: Tensor) -> None:
        a, b = mat1._array, mat2._array
        for name, tensor, array in (("self", self, self._array), ("mat1", mat1, a)):
            if array.dtype is not b.dtype and array.dtype != b.dtype:
                raise errors.addmm_dtypes(name, tensor.dtype.scalar_name, mat2.dtype.scalar_name)
        for name, array in (("mat1", a), ("mat2", b)):
            if array.ndim != 2:
                raise RuntimeError(f"{name} must be a matrix, got {array.ndim}-D tensor")
        if a.shape[1] != b.shape[0]:
            raise errors.matmul_shapes(a.shape, b.shape)
        mat1._refuse_bool_product("addmm_impl_cpu_")

    def _check_addmv(self, mat: Tensor, vec: Tensor) -> None:
        own, matrix, vector = self._array.shape, mat._array.shape, vec._array.shape
        if len(own) > 1 or len(matrix) != 2 or len(vector) != 1:
            raise errors.addmv_dimensions(len(own), len(matrix), len(vector))
        if matrix[1] != vector[0] or (own not in ((), (1,), matrix[:1])):
            raise errors.addmv_sizes(own, matrix, vector)
        if not self.dtype == mat.dtype == vec.dtype:
            raise errors.addmv_dtypes(*(t.dtype.scalar_name for t in (self, mat, vec)))

    def _refuse_bool_product(self, kernel: str) -> None:
        if self._array.dtype.kind == "b":
            raise NotImplementedError(f"\"{kernel}\" not implemented for 'Bool'")

    def _add_product(self, row: Op, x: Tensor, y: Tensor, beta: float, alpha: float) -> Tensor:
        size = (x._array.shape[0], *y._array.shape[1:])
        own = self._array.shape
        if own not in (size, size[1:]):
            for back in range(1, len(own) + 1):
                if own[-back] not in (1, size[-back]):
                    at = len(size) - back
                    raise errors.expand_mismatch(size[at], own[-back], at, size, own)
        if self._array.dtype.kind != "f":  # whole numbers take whole factors
            beta, alpha = int(beta), int(alpha)
        if beta == 1 and alpha == 1:
            return row.apply(self, x, y)
        return self._apply(row, self, x, y, beta=beta, alpha=alpha)


# PyTorch's way with more than two dimensions (aten/src/ATen/native/LinearAlgebra.cpp): if one factor is at most a
# matrix, the batch of the other is folded into rows, so that one product of matrices does it all; else `bmm`.


def _folds(x: Any, y: Any) -> bool:
    """Whether the larger factor can be folded without a copy, or must be to keep its partner's gradient small."""
    left_larger = x.ndim >= y.ndim
    large, small = (x._array, y) if left_larger else (y._array.swapaxes(-1, -2), x)
    if large.ndim < 3 or small.ndim > 2:
        return False
    if small.requires_grad:
        return True
    if x.ndim == 2:
        return False
    if large.size == 0:
        return True
    shape, strides = large.shape, large.strides
    return all(strides[i] == strides[i + 1] * shape[i + 1] for i in range(large.ndim - 2))


def _folded(x: Any, y: Any) -> Any:
    turned = y.ndim > x.ndim
    large, small = (y.mT, x.t() if x.ndim == 2 else x) if turned else (x, y)
    size = tuple(large._array.shape[:-1])
    rows = large.reshape((math.prod(size), large._array.shape[-1]))
    if small.ndim == 1:
        product = rows.mv(small)
        return product._apply(RESHAPE_COPY, product, size=size)
    product = rows.mm(small)
    product = product._apply(RESHAPE_COPY, product, size=(*size, small._array.shape[1]))
    return product.mT.contiguous() if turned else product


def _batched(x: Any, y: Any) -> Any:
    a, b = x._array.shape, y._array.shape
    if len(a) == len(b) == 3 and a[0] != b[0]:  # keeps the gradient of what is repeated small
        if a[0] == 1 and x.requires_grad:
            return x.squeeze(0).matmul(y)
        if b[0] == 1 and y.requires_grad:
            return x.matmul(y.squeeze(0))
    try:
        batch = np.broadcast_shapes(a[:-2], b[:-2])
    except ValueError:
        raise broadcast_error(a[:-2], b[:-2]) from None
    count = math.prod(batch)
    n, m1 = (a[-2] if len(a) > 1 else 1), a[-1]
    m2, p = (b[-2], b[-1]) if len(b) > 1 else (b[0], 1)
    left = x.expand((*batch, n, m1)).reshape((count, n, m1))
    if len(b) == 1:
        right = y.expand((*batch, m2)).reshape((count, m2)).unsqueeze(2)
        product = left.bmm(right).squeeze(-1)
    else:
        product = left.bmm(y.expand((*batch, m2, p)).reshape((count, m2, p)))
    size = (*batch, *((n,) if len(a) > 1 else ()), *((p,) if len(b) > 1 else ()))
    return product._apply(RESHAPE_COPY, product, size=size)
