"""Views as copies: `view_copy`, `expand_copy` and so on, for those who want memory of their own.

>>> from .creation import arange
>>> x = arange(4.0)
>>> view_copy(x, (2, 2)).add_(1)
tensor([[1., 2.],
        [3., 4.]])
>>> x
tensor([0., 1., 2., 3.])

Source: https://pytorch.org/docs/2.7/torch.html
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .calling import as_pytorch
from .dtypes import dtype
from .methods.base import axis
from .ops import view_copies as ops
from .outputs import with_out

_DONE_BY = {"alias": lambda x: x.detach(), "split_with_sizes": lambda x, sizes, dim=0: x.split(sizes, dim)}


def _sliced(x: Any, dim: int = 0, start: Any = None, end: Any = None, step: int = 1) -> Any:
    if not x.dim():
        raise IndexError("slice() cannot be applied to a 0-dim tensor.")
    along = axis(dim, x.dim())
    if step <= 0:
        raise RuntimeError("slice step must be positive")
    return x[(slice(None),) * along + (slice(start, end, step),)]


_DONE_BY["slice"] = _sliced


def _row(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    if name == "squeeze" and (args or kwargs):
        dim = args[0] if args else kwargs["dim"]
        return ops.ROWS["squeeze of several" if isinstance(dim, (tuple, list)) else "squeeze of one"]
    return ops.ROWS[name]


def _made(name: str) -> Any:
    view: Any = _DONE_BY.get(name)

    def copy(input: Any, *args: Any, **kwargs: Any) -> Any:
        seen = view or (lambda x, *rest, **named: getattr(x, name)(*rest, **named))
        if name == "view" and (kwargs.get("dtype") is not None or (args and isinstance(args[0], dtype))):
            kind = kwargs.get("dtype") or args[0]
            return input._wrap(input._array.view(kind.numpy).copy())
        numbers = input._wrap(np.arange(input._array.size).reshape(input._array.shape))
        found = seen(numbers, *args, **kwargs)
        several = isinstance(found, (tuple, list))
        places = tuple(part._array for part in found) if several else found._array
        row = _row(name, args, kwargs)
        return (input._apply_several if several else input._apply)(row, input, places=places)

    copy.__name__ = copy.__qualname__ = f"{name}_copy"
    copy.__doc__ = f"`{name}`, its result in memory of its own."
    copy.__module__ = "autograd_nb"
    return as_pytorch(with_out(copy), f"{name}_copy")


alias_copy = _made("alias")
as_strided_copy = _made("as_strided")
diagonal_copy = _made("diagonal")
expand_copy = _made("expand")
narrow_copy = _made("narrow")
permute_copy = _made("permute")
select_copy = _made("select")
slice_copy = _made("slice")
split_copy = _made("split")
split_with_sizes_copy = _made("split_with_sizes")
squeeze_copy = _made("squeeze")
t_copy = _made("t")
transpose_copy = _made("transpose")
unbind_copy = _made("unbind")
unfold_copy = _made("unfold")
unsqueeze_copy = _made("unsqueeze")
view_copy = _made("view")


def _detached(input: Any) -> Any:
    """`detach`, its result in memory of its own; PyTorch records it, and knows no derivative."""
    return input._apply(ops.DETACH_COPY, input)


detach_copy = as_pytorch(with_out(_detached, "detach_copy"), "detach_copy")
