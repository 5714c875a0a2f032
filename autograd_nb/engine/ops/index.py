"""Rows of indexing by tensors, lists and masks, and of its inverse. The result is a copy."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.namespaces import ARRAYS
from autograd_nb.engine.op import Op

# A table is read row by row; one argument a line would hide it.
# fmt: off

INDEX = Op(
    "index", "IndexBackward0", lambda x, indices: np.ascontiguousarray(x[indices]),
    vjp=(lambda xp, g, x_shape, indices: xp.scatter(x_shape, indices, g),),
    formula="{x}[indices]", local=("1 at each chosen element, else 0",), symbol="[ ]",
)


def _index_select_vjp(xp: Any, g: Any, x_shape: tuple[int, ...], indices: Any) -> Any:
    if xp.plain or not indices:
        return xp.scatter(x_shape, indices, g)
    return g.new_zeros(x_shape).index_add(len(indices) - 1, g._wrap(indices[-1]), g)


INDEX_SELECT = Op(
    "index_select", "IndexSelectBackward0", lambda x, indices: np.ascontiguousarray(x[indices]) if x.ndim else x.copy(),
    vjp=(_index_select_vjp,),
    formula="{x}[indices]", local=("1 at each chosen slice, else 0",), symbol="[ ]",
)
MASKED_SELECT = Op(
    "masked_select", "MaskedSelectBackward0", lambda x, indices: x[indices],
    vjp=(lambda xp, g, x, indices: xp.scatter(x.shape, indices, g),),
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
    kept[indices] = False
    return xp.where(kept, g, 0)


INDEX_PUT = Op(
    "index_put", "IndexPutBackward0", _put,
    vjp=(_put_vjp, lambda xp, g, indices: g[indices]),
    formula="{x} with {y} at the indices", local=("1 elsewhere, else 0", "1"), symbol="[ ] =", alike=True, linear=True,
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
