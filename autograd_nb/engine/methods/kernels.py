"""Operations on bits and their like, which are not for every dtype: what PyTorch calls them when it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.dtypes import from_numpy_dtype, promote_arrays, promote_scalar
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.ops import compare, functions

from .base import check_broadcast

if TYPE_CHECKING:
    import numpy as np

    from autograd_nb.engine.op import Op

KERNELS: dict[Op, tuple[str, str]] = {
    compare.BITWISE_AND: ("bitwise_and_cpu", "f"),
    compare.BITWISE_OR: ("bitwise_or_cpu", "f"),
    compare.BITWISE_XOR: ("bitwise_xor_cpu", "f"),
    compare.LEFT_SHIFT: ("lshift_cpu", "fb"),
    compare.RIGHT_SHIFT: ("rshift_cpu", "fb"),
    compare.GCD: ("gcd_cpu", "fb"),
    compare.LCM: ("lcm_cpu", "fb"),
    functions.NEXTAFTER: ("nextafter_cpu", "iub"),
    functions.HYPOT: ("hypot_cpu", "iub"),
}
"""By the row: the name, and the kinds of dtypes that it is not for."""


def check_kernel(row: Op, common: np.dtype[Any]) -> None:
    """Refuse what the row cannot do in this dtype."""
    name, refused = KERNELS[row]
    if common.kind in refused:
        raise errors.not_for_dtype(name, from_numpy_dtype(common).scalar_name)


def check_pair(row: Op, x: Any, y: Any) -> None:
    """Refuse operands of a dtype that the row is not for; shapes that do not fit are spoken of first."""
    if isinstance(x, Variable) and isinstance(y, Variable):
        check_broadcast(x._array.shape, y._array.shape)
        check_kernel(row, promote_arrays(x._array, y._array))
    else:
        tensor, number = (x, y) if isinstance(x, Variable) else (y, x)
        check_kernel(row, promote_scalar(tensor._array, number))


LAPACK = {
    "linalg.det": "lu_cpu",
    "linalg.solve": "lu_cpu",
    "linalg.lu": "lu_cpu",
    "linalg.lu_factor": "lu_cpu",
    "linalg.svd": "linalg_svd_cpu",
    "linalg.qr": "geqrf_cpu",
    "linalg.eigh": "linalg_eigh_cpu",
    "linalg.cholesky": "cholesky_cpu",
    "linalg.cholesky_ex": "cholesky_cpu",
    "cholesky": "cholesky_cpu",
    "cholesky_inverse": "cholesky_inverse_out_cpu",
    "cholesky_solve": "cholesky_solve_cpu",
    "linalg.solve_triangular": "triangular_solve_cpu",
}
"""What PyTorch calls the part of LAPACK that a function rests on, which knows no half precision."""

ONLY_LAPACK = ("linalg.eigh", "linalg.solve_triangular", "cholesky", "cholesky_inverse")
"""Functions that leave it to LAPACK to refuse whole numbers."""


def check_precision(kernel: str, x: Any) -> None:
    """PyTorch has these in single and double precision only."""
    if x._array.dtype.kind != "f" or x._array.itemsize == 2:
        raise errors.not_for_dtype(kernel, x.dtype.scalar_name)


def refuse_half(function: str, x: Any) -> None:
    """Refuse half precision, which decompositions are not computed in."""
    if x._array.itemsize != 2:
        return
    if function in LAPACK:
        raise errors.not_for_dtype(LAPACK[function], x.dtype.scalar_name)
    if function in ("linalg.inv", "linalg.slogdet", "logdet", "linalg.matrix_norm"):
        raise RuntimeError(f"{function}: Low precision dtypes not supported. Got {x.dtype.scalar_name}")
    if function == "linalg.lstsq":
        raise RuntimeError("This function doesn't handle types other than float and double")


def rounded_to(tensor: Any, decimals: int) -> int:
    """The number of decimals, which only numbers with decimals are rounded to."""
    if tensor._array.dtype.kind != "f":
        raise errors.not_for_dtype("round_cpu" if decimals else "round_vml_cpu", tensor.dtype.scalar_name)
    return decimals
