"""Factors of matrices by their older names, and products of reflections.

Source: https://pytorch.org/docs/2.7/torch.html#blas-and-lapack-operations
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors, return_types
from autograd_nb.engine.methods.base import check_broadcast
from autograd_nb.engine.methods.kernels import check_precision
from autograd_nb.engine.ops import reflections as ops
from autograd_nb.engine.warn import warn_once

from .factoring import lu_factor_ex

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

Sizes = tuple[int, ...]


_SUCCESSORS = {
    "chain_matmul": (
        "torch.chain_matmul is deprecated and will be removed in a future PyTorch release. Use torch.linalg.multi_dot "
        "instead, which accepts a list of two or more tensors rather than multiple parameters."
    ),
    "cholesky": (
        "torch.cholesky is deprecated in favor of torch.linalg.cholesky and will be removed in a future PyTorch "
        "release.\nL = torch.cholesky(A)\nshould be replaced with\nL = torch.linalg.cholesky(A)\nand\n"
        "U = torch.cholesky(A, upper=True)\nshould be replaced with\nU = torch.linalg.cholesky(A).mH\n"
        "This transform will produce equivalent results for all valid (symmetric positive definite) inputs."
    ),
    "lu_solve": (
        "torch.lu_solve is deprecated in favor of torch.linalg.lu_solveand will be removed in a future PyTorch release."
        "\nNote that torch.linalg.lu_solve has its arguments reversed.\nX = torch.lu_solve(B, LU, pivots)\n"
        "should be replaced with\nX = torch.linalg.lu_solve(LU, pivots, B)"
    ),
    "qr": (
        "torch.qr is deprecated in favor of torch.linalg.qr and will be removed in a future PyTorch release.\n"
        "The boolean parameter 'some' has been replaced with a string parameter 'mode'.\nQ, R = torch.qr(A, some)\n"
        "should be replaced with\nQ, R = torch.linalg.qr(A, 'reduced' if some else 'complete')"
    ),
    "triangular_solve": (
        "torch.triangular_solve is deprecated in favor of torch.linalg.solve_triangularand will be removed in a future "
        "PyTorch release.\ntorch.linalg.solve_triangular has its arguments reversed and does not return a copy of one "
        "of the inputs.\nX = torch.triangular_solve(B, A).solution\nshould be replaced with\n"
        "X = torch.linalg.solve_triangular(A, B)."
    ),
}


def tell_of(name: str) -> None:
    """Say once what is to be used in the place of a function that goes."""
    warn_once(_SUCCESSORS[name])


def lu(A: Any, pivot: bool = True, get_infos: bool = False) -> Any:
    """L and U in one matrix, and which row came to each place; on request whether a pivot is 0."""
    warnings.warn(
        "torch.lu is deprecated in favor of torch.linalg.lu_factor / torch.linalg.lu_factor_ex and will be removed in "
        "a future PyTorch release.\nLU, pivots = torch.lu(A, compute_pivots)\nshould be replaced with\n"
        "LU, pivots = torch.linalg.lu_factor(A, compute_pivots)\nand\n"
        "LU, pivots, info = torch.lu(A, compute_pivots, get_infos=True)\nshould be replaced with\n"
        "LU, pivots, info = torch.linalg.lu_factor_ex(A, compute_pivots)",
        stacklevel=3,
    )
    found = lu_factor_ex(A, pivot=pivot)
    return return_types._lu_with_info(found) if get_infos else tuple(found)[:2]


def triangular_solve(b: Any, A: Any, upper: bool = True, transpose: bool = False, unitriangular: bool = False) -> Any:
    """The solution X of A X = b, and a copy of A."""
    tell_of("triangular_solve")
    for name, given in (("b", b), ("A", A)):
        if given._array.ndim < 2:
            raise RuntimeError(
                f"torch.triangular_solve: Expected {name} to have at least 2 dimensions, but it has "
                f"{given._array.ndim} dimensions instead"
            )
    if b._array.dtype != A._array.dtype:
        raise RuntimeError(
            f"Expected b and A to have the same dtype, but found b of type {b.dtype.scalar_name} and A of type "
            f"{A.dtype.scalar_name} instead."
        )
    rows, columns = A._array.shape[-2:]
    if rows != columns:
        raise RuntimeError(f"A must be batches of square matrices, but they are {rows} by {columns} matrices")
    if b._array.shape[-2] != columns:
        wide, high = b._array.shape[-1], b._array.shape[-2]
        raise RuntimeError(
            f"Incompatible matrix sizes for triangular_solve: each A matrix is {columns} by {columns} but each b "
            f"matrix is {high} by {wide}"
        )
    check_broadcast(b._array.shape[:-2], A._array.shape[:-2])
    check_precision("triangular_solve_cpu", b)
    options = {"upper": upper, "transpose": transpose, "unitriangular": unitriangular}
    return return_types.triangular_solve(b._apply_several(ops.TRIANGULAR_SOLVE, b, A, **options))


def geqrf(A: Any) -> Any:
    """Reflections and R in one matrix, and the numbers of the reflections."""
    if A._array.ndim < 2:
        raise RuntimeError("torch.geqrf: input must have at least 2 dimensions.")
    check_precision("geqrf_cpu", A)
    return return_types.geqrf(A._apply_several(ops.GEQRF, A))


def householder_product(input: Any, tau: Any) -> Tensor:
    """The product of reflections: the Q of a QR decomposition.

    >>> import autograd_nb as torch
    >>> A = torch.tensor([[3.0, 1.0], [4.0, 2.0]])
    >>> Q = torch.linalg.householder_product(*torch.geqrf(A))
    >>> (Q.T @ Q).round(decimals=3).abs()
    tensor([[1., 0.],
            [0., 1.]])

    Raises:
        RuntimeError: for shapes that do not fit.
    """
    said = "torch.linalg.householder_product: "
    shape, numbers = input._array.shape, tau._array.shape
    if len(shape) < 2:
        raise RuntimeError(f"{said}input must have at least 2 dimensions.")
    if shape[-2] < shape[-1]:
        raise RuntimeError(f"{said}input.shape[-2] must be greater than or equal to input.shape[-1]")
    if not numbers:
        raise errors.no_dimensions(-1)
    if numbers[-1] > shape[-1]:
        raise RuntimeError(f"{said}input.shape[-1] must be greater than or equal to tau.shape[-1]")
    if len(numbers) != len(shape) - 1:
        raise RuntimeError(
            f"{said}Expected tau to have one dimension less than input, but got tau.ndim equal to {len(numbers)} and "
            f"input.ndim is equal to {len(shape)}"
        )
    if numbers[:-1] != shape[:-2]:
        raise RuntimeError(
            f"{said}Expected batch dimensions of tau to be equal to input.shape[:-2], but got {list(numbers[:-1])}"
        )
    if input._array.dtype != tau._array.dtype:
        raise RuntimeError(
            f"{said}tau dtype {tau.dtype.scalar_name} does not match input dtype {input.dtype.scalar_name}"
        )
    check_precision("orgqr_cpu", input)
    found: Tensor = input._apply(ops.HOUSEHOLDER_PRODUCT, input, tau)
    return found


def ormqr(input: Any, tau: Any, other: Any, left: bool = True, transpose: bool = False) -> Tensor:
    """The product of reflections with another matrix: Q B, Qᵀ B, B Q or B Qᵀ.

    Raises:
        RuntimeError: for shapes that do not fit.
    """
    _check_sides(input._array.shape, tau._array.shape, other._array.shape, left)
    _check_batches(input, tau, other)
    check_precision("ormqr_cpu", input)
    found: Tensor = input._apply(ops.ORMQR, input, tau, other, left=left, transpose=transpose)
    return found


def _check_sides(shape: Sizes, numbers: Sizes, matrix: Sizes, left: bool) -> None:
    for name, sizes in (("input", shape), ("other", matrix)):
        if len(sizes) < 2:
            raise RuntimeError(f"torch.ormqr: {name} must have at least 2 dimensions.")
    if not numbers:
        raise errors.no_dimensions(-1)
    side = -2 if left else -1
    if matrix[side] < numbers[-1]:
        raise RuntimeError(f"torch.ormqr: other.shape[{side}] must be greater than or equal to tau.shape[-1]")
    if numbers[-1] > shape[-1]:
        raise RuntimeError("torch.ormqr: tau.shape[-1] must be equal to min(other.shape[-2], input.shape[-1])")
    if matrix[side] != shape[-2]:
        raise RuntimeError(f"torch.ormqr: other.shape[{side}] must be equal to input.shape[-2]")


def _check_batches(input: Any, tau: Any, other: Any) -> None:
    shape, numbers, matrix = input._array.shape, tau._array.shape, other._array.shape
    if len(numbers) != len(shape) - 1:
        raise RuntimeError(
            "torch.ormqr: Expected tau to have one dimension less than input, but got tau.ndim equal to "
            f"{len(numbers)} and input.ndim is equal to {len(shape)}"
        )
    if len(matrix) != len(shape):
        raise RuntimeError(
            "torch.ormqr: Expected other to have the same number of dimensions as input, but got other.ndim equal to "
            f"{len(matrix)} and input.ndim is equal to {len(shape)}"
        )
    for name, sizes in (("tau", numbers[:-1]), ("other", matrix[:-2])):
        if sizes != shape[:-2]:
            raise RuntimeError(
                f"torch.ormqr: Expected batch dimensions of {name} to be equal to input.shape[:-2], but got "
                f"{list(sizes)}"
            )
    for name, given in (("tau", tau), ("other", other)):
        if given._array.dtype != input._array.dtype:
            raise RuntimeError(
                f"torch.ormqr: Expected input and {name} to have the same dtype, but input has dtype"
                f"{input.dtype.scalar_name} and {name} has dtype {given.dtype.scalar_name}"
            )
