"""Functions that PyTorch has taken away: they say what to write in their place.

Source: PyTorch's torch/_linalg_utils.py
"""

# ruff: noqa: ARG001 - the arguments are those of the functions that were

from __future__ import annotations

from typing import Any, NoReturn

_GONE = "This function was deprecated since version 1.9 and is now removed."

_TEXTS = {
    "eig": (
        " `torch.linalg.eig` returns complex tensors of dtype `cfloat` or `cdouble` rather than real tensors mimicking "
        "complex tensors.\n\nL, _ = torch.eig(A) should be replaced with:\nL_complex = "
        "torch.linalg.eigvals(A)\n\nand\n\n"
        "L, V = torch.eig(A, eigenvectors=True) should be replaced with:\nL_complex, V_complex = torch.linalg.eig(A)"
    ),
    "lstsq": (
        " `torch.lstsq` is deprecated in favor of `torch.linalg.lstsq`.\n`torch.linalg.lstsq` has reversed "
        "arguments and "
        "does not return the QR decomposition in the returned tuple (although it returns other information about the "
        "problem).\n\nTo get the QR decomposition consider using `torch.linalg.qr`.\n\nThe returned solution in "
        "`torch.lstsq` stored the residuals of the solution in the last m - n columns of the returned value whenever "
        "m > n. In torch.linalg.lstsq, the residuals are in the field 'residuals' of the returned named tuple.\n\nThe "
        "unpacking of the solution, as in\nX, _ = torch.lstsq(B, A).solution[:A.size(1)]\nshould be replaced with:\n"
        "X = torch.linalg.lstsq(A, B).solution"
    ),
    "matrix_rank": (
        "\nPlease use the `torch.linalg.matrix_rank` function instead. The parameter 'symmetric' was renamed in "
        "`torch.linalg.matrix_rank()` to 'hermitian'."
    ),
    "solve": (
        " `torch.solve` is deprecated in favor of `torch.linalg.solve`. `torch.linalg.solve` has its arguments "
        "reversed "
        "and does not return the LU factorization.\n\nTo get the LU factorization see `torch.lu`, which can be "
        "used with "
        "`torch.lu_solve` or `torch.lu_unpack`.\nX = torch.solve(B, A).solution should be replaced with:\n"
        "X = torch.linalg.solve(A, B)"
    ),
    "symeig": (
        " The default behavior has changed from using the upper triangular portion of the matrix by default to "
        "using the "
        "lower triangular portion.\n\nL, _ = torch.symeig(A, upper=upper) should be replaced with:\n"
        "L = torch.linalg.eigvalsh(A, UPLO='U' if upper else 'L')\n\nand\n\n"
        "L, V = torch.symeig(A, eigenvectors=True) should be replaced with:\n"
        "L, V = torch.linalg.eigh(A, UPLO='U' if upper else 'L')"
    ),
}


def _gone(name: str) -> RuntimeError:
    return RuntimeError(_GONE + _TEXTS[name])


def eig(self: Any, eigenvectors: bool = False, *, e: Any = None, v: Any = None) -> NoReturn:
    """Refused: it has become `linalg.eig`, whose results are complex numbers.

    >>> try:
    ...     torch.eig(torch.eye(2))
    ... except RuntimeError as error:
    ...     print("torch.linalg.eig" in str(error))
    True

    Raises:
        RuntimeError: always.
    """
    raise _gone("eig")


def lstsq(input: Any, A: Any, *, out: Any = None) -> NoReturn:
    """Refused: it has become `linalg.lstsq`, with its arguments the other way round.

    >>> try:
    ...     torch.lstsq(torch.ones(2, 1), torch.eye(2))
    ... except RuntimeError as error:
    ...     print("torch.linalg.lstsq" in str(error))
    True

    Raises:
        RuntimeError: always.
    """
    raise _gone("lstsq")


def matrix_rank(input: Any, tol: Any = None, symmetric: bool = False, *, out: Any = None) -> NoReturn:
    """Refused: it has become `linalg.matrix_rank`.

    >>> try:
    ...     torch.matrix_rank(torch.eye(2))
    ... except RuntimeError as error:
    ...     print("torch.linalg.matrix_rank" in str(error))
    True

    Raises:
        RuntimeError: always.
    """
    raise _gone("matrix_rank")


def solve(input: Any, A: Any, *, out: Any = None) -> NoReturn:
    """Refused: it has become `linalg.solve`, with its arguments the other way round.

    >>> try:
    ...     torch.solve(torch.ones(2, 1), torch.eye(2))
    ... except RuntimeError as error:
    ...     print("torch.linalg.solve" in str(error))
    True

    Raises:
        RuntimeError: always.
    """
    raise _gone("solve")


def symeig(input: Any, eigenvectors: bool = False, upper: bool = True, *, out: Any = None) -> NoReturn:
    """Refused: it has become `linalg.eigh` and `linalg.eigvalsh`.

    >>> try:
    ...     torch.symeig(torch.eye(2))
    ... except RuntimeError as error:
    ...     print("torch.linalg.eigh" in str(error))
    True

    Raises:
        RuntimeError: always.
    """
    raise _gone("symeig")
