"""What operations with several named results give back: `x.max(0).values`, `x.max(0).indices`.

A named tuple with PyTorch's print-out.

>>> max((1, 2))
torch.return_types.max(
values=1,
indices=2)

Source: torch.return_types.
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any, cast

from .naming import FullyNamed


class Results(tuple[Any, ...], metaclass=FullyNamed, module="torch.return_types"):
    """A tuple whose entries have names."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()

    def __repr__(self) -> str:
        parts = ",\n".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"torch.return_types.{type(self).__name__}(\n{parts})"


def _make(name: str, *fields: str) -> type[Results]:
    body: dict[str, Any] = {field: property(itemgetter(i)) for i, field in enumerate(fields)}
    body |= {"__slots__": (), "_fields": fields}
    return cast("type[Results]", FullyNamed(name, (Results,), body, module="torch.return_types"))


def written(kind: type[Results]) -> type[Results]:
    """The kind of results that were written into `out=`."""
    name = f"{kind.__name__}_out"
    if name not in _WRITTEN:
        _WRITTEN[name] = _make(name, *kind._fields)
    return _WRITTEN[name]


_WRITTEN: dict[str, type[Results]] = {}

max = _make("max", "values", "indices")
min = _make("min", "values", "indices")
median = _make("median", "values", "indices")
mode = _make("mode", "values", "indices")
kthvalue = _make("kthvalue", "values", "indices")
sort = _make("sort", "values", "indices")
topk = _make("topk", "values", "indices")
cummax = _make("cummax", "values", "indices")
cummin = _make("cummin", "values", "indices")
aminmax = _make("aminmax", "min", "max")
linalg_eigh = _make("linalg_eigh", "eigenvalues", "eigenvectors")
linalg_slogdet = _make("linalg_slogdet", "sign", "logabsdet")
nanmedian = _make("nanmedian", "values", "indices")
svd = _make("svd", "U", "S", "V")
qr = _make("qr", "Q", "R")
linalg_svd = _make("linalg_svd", "U", "S", "Vh")
linalg_qr = _make("linalg_qr", "Q", "R")
linalg_lstsq = _make("linalg_lstsq", "solution", "residuals", "rank", "singular_values")
linalg_lu = _make("linalg_lu", "P", "L", "U")
linalg_ldl_factor = _make("linalg_ldl_factor", "LD", "pivots")
linalg_ldl_factor_ex = _make("linalg_ldl_factor_ex", "LD", "pivots", "info")
linalg_lu_factor = _make("linalg_lu_factor", "LU", "pivots")
linalg_lu_factor_ex = _make("linalg_lu_factor_ex", "LU", "pivots", "info")
linalg_cholesky_ex = _make("linalg_cholesky_ex", "L", "info")
linalg_solve_ex = _make("linalg_solve_ex", "result", "info")
lu_unpack = _make("lu_unpack", "P", "L", "U")
triangular_solve = _make("triangular_solve", "solution", "cloned_coefficient")
geqrf = _make("geqrf", "a", "tau")
_lu_with_info = _make("_lu_with_info", "LU", "pivots", "info")
histogramdd = _make("histogramdd", "hist", "bin_edges")
frexp = _make("frexp", "mantissa", "exponent")
linalg_inv_ex = _make("linalg_inv_ex", "inverse", "info")
histogram = _make("histogram", "hist", "bin_edges")
slogdet = _make("slogdet", "sign", "logabsdet")
