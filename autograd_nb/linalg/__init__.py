"""`torch.linalg`: the part of it that a learner of automatic differentiation meets.

Source: https://pytorch.org/docs/2.7/linalg.html
"""

from autograd_nb.engine.errors import LinAlgError
from autograd_nb.engine.functions.contract import multi_dot
from autograd_nb.engine.functions.factoring import (
    cholesky_ex,
    eig,
    eigvals,
    lu,
    lu_factor,
    lu_factor_ex,
    lu_solve,
    tensorinv,
    vander,
)
from autograd_nb.engine.functions.older_factors import householder_product
from autograd_nb.engine.functions.symmetric import ldl_factor, ldl_factor_ex, ldl_solve

from .decompositions import cholesky, eigh, eigvalsh, matrix_rank, qr, svd, svdvals
from .norms import cond, matrix_norm, norm, vector_norm
from .products import cross, diagonal, matmul, matrix_exp, matrix_power, vecdot
from .publishing import publish as _publish
from .solving import det, inv, inv_ex, lstsq, pinv, slogdet, solve, solve_ex, solve_triangular, tensorsolve

__all__ = [
    "LinAlgError",
    "cholesky",
    "cholesky_ex",
    "cond",
    "cross",
    "det",
    "diagonal",
    "eig",
    "eigh",
    "eigvals",
    "eigvalsh",
    "householder_product",
    "inv",
    "inv_ex",
    "ldl_factor",
    "ldl_factor_ex",
    "ldl_solve",
    "lstsq",
    "lu",
    "lu_factor",
    "lu_factor_ex",
    "lu_solve",
    "matmul",
    "matrix_exp",
    "matrix_norm",
    "matrix_power",
    "matrix_rank",
    "multi_dot",
    "norm",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "solve_ex",
    "solve_triangular",
    "svd",
    "svdvals",
    "tensorinv",
    "tensorsolve",
    "vander",
    "vecdot",
    "vector_norm",
]

_LENT = [
    "cholesky_ex",
    "eig",
    "eigvals",
    "householder_product",
    "ldl_factor",
    "ldl_factor_ex",
    "ldl_solve",
    "lu",
    "lu_factor",
    "lu_factor_ex",
    "lu_solve",
    "multi_dot",
    "tensorinv",
    "vander",
]
"""What the engine lends, and uses itself."""

_publish(globals(), _LENT)
