"""Rows of indexing by tensors, lists and masks, and of its inverse. The result is a copy."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.namespaces import ARRAYS
from autograd_nb.engine.op import Op
from autograd_nb.engine.saved import unchanged

from .reduce import plain

# A table is read row by row; one argument a line would hide it.
# fmt: off

INDEX = Op(
    "index", "IndexBackward0", lambda x, indices: np.ascontiguousarray(x[indices]),
    vjp=(lambda xp, g, x_shape, indices: xp.scatter(x_shape, unchanged(indices), g),),
    formula="{x}[indices]", local=("1 at each chosen element, else 0",), symbol="[ ]",
)


def _index_select_vjp(xp: Any, g: Any, x_shape: tuple[int, ...], dim: int, index: Any) -> Any:
    if not xp.plain and x_shape:
        return g.new_zeros(x_shape).index_add(dim, index, g)
    return xp.scatter(x_shape, (*(slice(None),) * dim, plain(index).reshape(-1)) if x_shape else (), g)


INDEX_SELECT = Op(
    "index_select", "IndexSelectBackward0",
    lambda x, dim, index: np.take(x, index.reshape(-1), dim) if x.ndim else x.copy(),
    vjp=(_index_select_vjp,),
    formula="{x}[index]", local=("1 at each chosen slice, else 0",), symbol="[ ]",
)


def _masked_select_vjp(xp: Any, g: Any, x: Any, mask: Any) -> Any:
    if not xp.plain:
        return g.new_zeros(x.shape).masked_scatter(mask, g)
    return xp.scatter(x.shape, (np.broadcast_to(mask, x.shape),), g)


MASKED_SELECT = Op(
    "masked_select", "MaskedSelectBackward0", lambda x, mask: x[np.broadcast_to(mask, x.shape)],
    vjp=(_masked_select_vjp,),
    formula="{x}[mask]", local=("1 where chosen, else 0",), symbol="[ ]",
)


def _put(x: Any, y: Any, indices: Any, accumulate: bool) -> Any:
    out = x.copy()
    if accumulate:
        np.add.at(out, indices, y)
    else:
        out[indices] = y
    return out


def _put_vjp(xp: Any, g: Any, indices: Any, accumulate: bool, x_shape: Any) -> Any:
    if accumulate:
        return g
    kept = np.ones(x_shape, bool)
    kept[unchanged(indices)] = False
    return xp.where(kept, g, 0)


INDEX_PUT = Op(
    "index_put", "IndexPutBackward0", _put,
    vjp=(_put_vjp, lambda xp, g, indices: g[unchanged(indices)]),
    formula="{x} with {y} at the indices", local=("1 elsewhere, else 0", "1"), symbol="[ ] =", alike=True, linear=True,
    saved_as={"y": "values"},
)


def _sent_back(name: str, grad_fn: str) -> Op:
    """What an operation that chooses elements sends back; recorded when gradients are differentiated again."""
    return Op(
        name, grad_fn, lambda x, shape, indices: ARRAYS.scatter(shape, indices, x),
        vjp=(lambda xp, g, indices: g[indices],),
        formula="{x} at the indices, 0 elsewhere", local=("1",), symbol="[ ] =",
    )


SENT_BACK = {
    "index": (SCATTER_ZEROS := _sent_back("index_add", "IndexPutImplBackward0")),
    "select": (SELECT_BACKWARD := _sent_back("select_backward", "SelectBackwardBackward0")),
    "embedding": (EMBEDDING_BACKWARD := _sent_back("embedding_dense_backward", "EmbeddingDenseBackwardBackward0")),
    "slice": (SLICE_BACKWARD := _sent_back("slice_backward", "SliceBackwardBackward0")),
}
