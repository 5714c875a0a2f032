"""Products of matrices and vectors, and what is made of them.

Source: https://pytorch.org/docs/2.7/linalg.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .publishing import publish

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor

__all__ = [
    "cross",
    "diagonal",
    "matmul",
    "matrix_exp",
    "matrix_power",
    "vecdot",
]


def cross(input: Tensor, other: Tensor, *, dim: int = -1) -> Tensor:
    """The vector at right angles to two others, as long as the area that they enclose. `dim` has 3 elements.

    >>> torch.linalg.cross(torch.tensor([1.0, 0.0, 0.0]), torch.tensor([0.0, 1.0, 0.0]))
    tensor([0., 0., 1.])

    Raises:
        RuntimeError: for a dimension of another size than 3.
    """
    return input.cross(other, dim)


def matmul(input: Tensor, other: Tensor) -> Tensor:
    """The product `@` of matrices and vectors, see `torch.matmul`.

    >>> torch.linalg.matmul(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([1.0, 10.0]))
    tensor([21., 43.])
    """
    return input.matmul(other)


def matrix_power(A: Tensor, n: int) -> Tensor:
    """The product of `n` copies of a square matrix; of its inverse for a negative `n`, the identity for 0.

    >>> torch.linalg.matrix_power(torch.tensor([[1.0, 1.0], [0.0, 1.0]]), 3)
    tensor([[1., 3.],
            [0., 1.]])
    """
    return A.matrix_power(n)


def matrix_exp(A: Tensor) -> Tensor:
    """The exponential of a square matrix: the sum of Aⁿ / n! over all n, not the exponential of each element.

    >>> torch.linalg.matrix_exp(torch.tensor([[0.0, 1.0], [0.0, 0.0]]))
    tensor([[1., 1.],
            [0., 1.]])
    """
    return A.matrix_exp()


def vecdot(x: Tensor, y: Tensor, *, dim: int = -1) -> Tensor:
    """The dot products of vectors along `dim`.

    Shapes: what both broadcast to, without `dim`.

    >>> torch.linalg.vecdot(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([1.0, 10.0]))
    tensor([21., 43.])
    """
    if x._array.dtype.kind != "f":
        raise RuntimeError(
            f"linalg.vecdot: Expected a floating point or complex tensor as input. Got {x.dtype.scalar_name}"
        )
    if x._array.dtype != y._array.dtype:
        raise RuntimeError(
            f"linalg.vecdot: Expected x and y to have the same dtype, but found x of type {x.dtype.scalar_name} and y "
            f"of type {y.dtype.scalar_name} instead"
        )
    if x._array.ndim == y._array.ndim == 1:
        return x.vdot(y)
    products: Tensor = (x * y).sum(dim)
    return products


def diagonal(A: Tensor, *, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Tensor:
    """The diagonals of matrices, as a view: the one `offset` places above the main one, or below where it is negative.

    >>> torch.linalg.diagonal(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
    tensor([1., 4.])
    """
    return A.diagonal(offset, dim1, dim2)


publish(globals(), __all__)
