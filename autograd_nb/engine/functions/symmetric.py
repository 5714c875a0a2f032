"""The factors L D Lᵀ of symmetric matrices that need not be positive definite, and what follows from them.

Source: https://pytorch.org/docs/2.7/generated/torch.linalg.ldl_factor.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors, return_types
from autograd_nb.engine.methods.base import check_broadcast
from autograd_nb.engine.ops import symmetric as ops

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


def ldl_factor(A: Tensor, *, hermitian: bool = False) -> Any:
    """L and D in one matrix, and the exchanges of rows. Only the lower triangle of A is read.

    >>> import autograd_nb as torch
    >>> torch.linalg.ldl_factor(torch.tensor([[4.0, 2.0], [2.0, 3.0]])).LD
    tensor([[4.0000, 0.0000],
            [0.5000, 2.0000]])

    Raises:
        RuntimeError: if a pivot is 0.
    """
    del hermitian  # numbers are real
    return return_types.linalg_ldl_factor(_factored("ldl_factor", A, True)[:2])


def ldl_factor_ex(A: Tensor, *, hermitian: bool = False, check_errors: bool = False) -> Any:
    """`ldl_factor`, with the number of the first pivot that is 0 (0 if there is none) instead of an error.

    >>> torch.linalg.ldl_factor_ex(torch.zeros(2, 2)).info
    tensor(1, dtype=torch.int32)
    """
    del hermitian
    return return_types.linalg_ldl_factor_ex(_factored("ldl_factor_ex", A, check_errors))


def _factored(name: str, A: Any, check: bool) -> tuple[Any, ...]:
    A._check_square("torch.linalg.ldl_factor_ex")
    if A._array.itemsize == 2:
        raise errors.not_for_dtype("ldl_factor_kernel_cpu", A.dtype.scalar_name)
    found = tuple(A._apply_several(ops.LDL_FACTOR, A))
    wrong = found[2]._array.reshape(-1)
    if check and wrong.any():
        where = ""
        if found[2]._array.ndim:
            where = f"(Batch element {int((wrong != 0).argmax())}): "
        code = int(wrong[wrong != 0][0])
        raise RuntimeError(
            f"false INTERNAL ASSERT FAILED, please report a bug to PyTorch. torch.linalg.{name}: {where}Unknown error "
            f"code: {code}."
        )
    return found


def ldl_solve(LD: Tensor, pivots: Tensor, B: Tensor, *, hermitian: bool = False) -> Tensor:
    """The solution of A X = B, from what `ldl_factor` gave for A.

    >>> import autograd_nb as torch
    >>> A = torch.tensor([[0.0, 2.0], [2.0, 0.0]])
    >>> torch.linalg.ldl_solve(*torch.linalg.ldl_factor(A), torch.tensor([[2.0], [4.0]]))
    tensor([[2.],
            [1.]])

    Raises:
        RuntimeError: for shapes and dtypes that do not fit.
    """
    del hermitian
    factors: Any = LD
    order: Any = pivots
    right: Any = B
    _check_solve(factors, order, right)
    found: Tensor = factors._apply(ops.LDL_SOLVE, factors, right, pivots=order._array)
    return found


def _check_solve(factors: Any, order: Any, right: Any) -> None:
    factors._check_square("torch.linalg.ldl_solve")
    if right._array.ndim < 2:
        raise errors.dim_out_of_range(-2, right._array.ndim)
    shape, sides = factors._array.shape, right._array.shape
    if right._array.dtype != factors._array.dtype:
        raise RuntimeError(
            f"Expected b and A to have the same dtype, but found b of type {right.dtype.scalar_name} and A of type "
            f"{factors.dtype.scalar_name} instead."
        )
    if sides[-2] != shape[-1]:
        raise RuntimeError(
            f"Incompatible matrix sizes for torch.linalg.ldl_solve: each A matrix is {shape[-1]} by {shape[-1]} but "
            f"each b matrix is {sides[-2]} by {sides[-1]}"
        )
    if order._array.shape != shape[:-1]:
        raise RuntimeError(
            "torch.linalg.ldl_solve: Expected LD.shape[:-1] and pivots.shape to be the same, but got pivots with shape "
            f"{list(order._array.shape)} instead"
        )
    if order._array.dtype.kind not in "iu":
        raise RuntimeError(f"torch.linalg.ldl_solve: Expected pivots to be integers. Got {order.dtype.scalar_name}")
    check_broadcast(sides[:-2], shape[:-2])
    if factors._array.itemsize == 2:
        raise errors.not_for_dtype("ldl_solve_kernel_cpu", factors.dtype.scalar_name)
