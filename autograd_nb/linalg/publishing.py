"""What makes a function of a room one of `torch.linalg`: its source, `out=`, and arguments as PyTorch reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.arguments.sources import cite
from autograd_nb.engine.outputs import with_out

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAID = {
    "cholesky": "linalg_cholesky_ex", "det": "_linalg_det", "eigh": "_linalg_eigh", "eigvalsh": "_linalg_eigh",
    "inv": "linalg_inv_ex", "ldl_factor": "linalg_ldl_factor_ex", "lu_factor": "linalg_lu_factor_ex",
    "matmul": "matmul", "matrix_power": "matmul", "multi_dot": "mm",
    "slogdet": "_linalg_slogdet", "solve": "_linalg_solve_ex", "solve_ex": "_linalg_solve_ex",
    "svd": "_linalg_svd", "svdvals": "_linalg_svd",
}  # fmt: skip
"""What PyTorch calls by themselves functions that do the work of others, where it refuses `out=`."""

_WITHOUT_OUT = {"diagonal", "eig", "eigvals", "vander", "matrix_exp"}


def publish(names: dict[str, Any], public: Iterable[str]) -> None:
    """Put the public functions of a room in their places."""
    for name in public:
        function = names[name]
        cite(function, f"torch.linalg.{name}")
        if name not in _WITHOUT_OUT:
            function = with_out(function, _SAID.get(name, f"linalg_{name}"))
        names[name] = as_pytorch(function, f"linalg_{name}")
