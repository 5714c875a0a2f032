"""`torch.functional`: the functions of `torch` that PyTorch has in Python, and `F` for `nn.functional`.

>>> import autograd_nb as torch
>>> from autograd_nb.functional import F, einsum
>>> einsum("i,i->", torch.ones(3), F.relu(torch.tensor([-1.0, 2.0, 3.0])))
tensor(5.)

Source: PyTorch's torch/functional.py.
"""

from .engine.functional import function as _function
from .engine.functions.combining import (
    atleast_1d,
    atleast_2d,
    atleast_3d,
    block_diag,
    broadcast_shapes,
    cartesian_prod,
    unravel_index,
)
from .engine.functions.contract import chain_matmul, tensordot
from .engine.functions.einsum import einsum
from .engine.functions.joining import broadcast_tensors, meshgrid
from .engine.methods.decompositions import cdist
from .engine.numerics.lowrank import pca_lowrank, svd_lowrank
from .nn import functional as F  # noqa: F401 - `from torch.functional import F` is often seen

lu, norm, split, unique, unique_consecutive = map(_function, ("lu", "norm", "split", "unique", "unique_consecutive"))

__all__ = [
    "atleast_1d",
    "atleast_2d",
    "atleast_3d",
    "block_diag",
    "broadcast_shapes",
    "broadcast_tensors",
    "cartesian_prod",
    "cdist",
    "chain_matmul",
    "einsum",
    "lu",
    "meshgrid",
    "norm",
    "pca_lowrank",
    "split",
    "svd_lowrank",
    "tensordot",
    "unique",
    "unique_consecutive",
    "unravel_index",
]
