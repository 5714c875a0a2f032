"""PyTorch's texts about products of matrices and vectors (see `errors`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd_nb.engine.explain import explained

if TYPE_CHECKING:
    from collections.abc import Sequence


@explained
def matmul_shapes(a: Sequence[int], b: Sequence[int]) -> RuntimeError:
    """The first matrix needs as many columns as the second has rows; often a transpose (`.T`) is missing."""
    return RuntimeError(f"mat1 and mat2 shapes cannot be multiplied ({a[0]}x{a[1]} and {b[0]}x{b[1]})")


@explained
def mv_shapes(mat: Sequence[int], vec: int) -> RuntimeError:
    """The vector needs as many elements as the matrix has columns."""
    return RuntimeError(f"size mismatch, got input ({mat[0]}), mat ({mat[0]}x{mat[1]}), vec ({vec})")


@explained
def dot_shapes(a: int, b: int) -> RuntimeError:
    """A dot product pairs the elements of two vectors of the same length."""
    return RuntimeError(
        f"inconsistent tensor size, expected tensor [{a}] and src [{b}] to have the same number of "
        f"elements, but got {a} and {b} elements respectively"
    )


@explained
def dot_dims(a: int, b: int) -> RuntimeError:
    """`torch.dot` takes two vectors; for matrices use `@` (`torch.matmul`)."""
    return RuntimeError(f"1D tensors expected, but got {a}D and {b}D tensors")


@explained
def dot_dtypes(a: str, b: str) -> RuntimeError:
    """Products do not mix dtypes: convert one with `.float()` or `.to(other.dtype)`."""
    return RuntimeError(f"dot : expected both vectors to have same dtype, but found {a} and {b}")


@explained
def addmm_dtypes(name: str, a: str, b: str) -> RuntimeError:
    """Products do not mix dtypes: convert the input with `.float()`, or the layer with `.double()`."""
    return RuntimeError(f"{name} and mat2 must have the same dtype, but got {a} and {b}")


@explained
def matmul_dtypes(a: str, b: str) -> RuntimeError:
    """Products do not mix dtypes: convert one with `.float()` or `.to(other.dtype)`."""
    return RuntimeError(f"expected m1 and m2 to have the same dtype, but got: {a} != {b}")


class LinAlgError(RuntimeError):
    """A matrix without an inverse, or not positive definite. `torch.linalg.LinAlgError`.

    >>> try:
    ...     torch.linalg.inv(torch.zeros(2, 2))
    ... except torch.linalg.LinAlgError as error:
    ...     print(str(error).split(",")[0])
    linalg.inv: The diagonal element 1 is zero
    """


@explained
def not_converged(where: str) -> LinAlgError:
    """Somewhere before, a division by 0 or an overflow made inf or nan; `torch.isfinite` finds out where."""
    return LinAlgError(
        f"linalg.svd: {where}The algorithm failed to converge because the input matrix contained non-finite values."
    )


@explained
def not_of_full_rank(code: int) -> LinAlgError:
    """Some columns are sums of others, so that many solutions are equally near: `driver="gelsy"` gives the smallest."""
    return LinAlgError(
        "torch.linalg.lstsq: The least squares solution could not be computed because the input matrix does not have "
        f"full rank (error code: {code})."
    )


@explained
def no_inverse(function: str, where: str, pivot: int) -> LinAlgError:
    """The matrix maps different vectors to the same one, so there is no way back; see `linalg.pinv`."""
    return LinAlgError(
        f"{function}: {where}The diagonal element {pivot} is zero, the inversion could not be completed because the "
        "input matrix is singular."
    )


LinAlgError.__name__ = "_LinAlgError"  # what PyTorch prints


def mm_needs_matrix(name: str = "self") -> RuntimeError:
    """Torch.mm takes two matrices; torch.matmul (@) takes vectors as well."""
    return RuntimeError(f"{name} must be a matrix")
