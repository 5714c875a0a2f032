"""One of two values by a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.data import fitting
from autograd_nb.engine.dtypes import default_numpy, promote_arrays, promote_scalar
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.modes import modes
from autograd_nb.engine.ops import elementwise as ops
from autograd_nb.engine.warn import warn_once

from .base import check_broadcast

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


def choose(condition: Any, x: Any, y: Any) -> Tensor:
    """`torch.where`: x or y by `condition`; either may be a number."""
    if condition._array.dtype == np.uint8:
        warn_once(
            "where received a uint8 condition tensor. This behavior is deprecated and will be removed in a future "
            "version of PyTorch. Use a boolean condition instead."
        )
        condition = condition.bool()
    if condition._array.dtype.kind != "b":
        raise errors.where_condition(condition.dtype.scalar_name)
    a = x._array if isinstance(x, Variable) else x
    b = y._array if isinstance(y, Variable) else y
    if isinstance(x, Variable) and isinstance(y, Variable):
        common = promote_arrays(a, b) if a.dtype is not b.dtype else a.dtype
    elif isinstance(x, Variable) or isinstance(y, Variable):
        common = promote_scalar(a, y) if isinstance(x, Variable) else promote_scalar(b, x)
    else:
        truths = isinstance(x, (bool, np.bool_)) and isinstance(y, (bool, np.bool_))
        own = np.dtype(np.bool_) if truths else default_numpy() if isinstance(x, float) else np.dtype(np.int64)
        common = promote_scalar(np.zeros((), own), y)
    a, b = (part if isinstance(part, np.ndarray) else fitting(part, common, common.itemsize > 2) for part in (a, b))
    try:
        z = np.where(condition._array, modes.quiet(np.asarray, a, common), modes.quiet(np.asarray, b, common))
    except ValueError:
        common_shape: tuple[int, ...] = ()
        for part in (v._array for v in (condition, x, y) if isinstance(v, Variable)):
            check_broadcast(common_shape, part.shape)
            common_shape = np.broadcast_shapes(common_shape, part.shape)
        raise
    return condition._finish(ops.WHERE, (x, y), {"condition": condition}, z)
