"""Views as copies: `view_copy`, `expand_copy` and so on, for those who want memory of their own.

>>> from autograd_nb.engine.creation import arange
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

from autograd_nb.engine.arguments.calling import as_pytorch
from autograd_nb.engine.dtypes import dtype
from autograd_nb.engine.methods.base import axis
from autograd_nb.engine.ops import view_copies as ops
from autograd_nb.engine.outputs import with_out

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


def _made(name: str, doc: str) -> Any:
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
    copy.__doc__ = doc
    copy.__module__ = "autograd_nb"
    return as_pytorch(with_out(copy), f"{name}_copy")


alias_copy = _made(
    "alias",
    """The tensor in memory of its own: what `clone` gives, with another node in the graph.

    >>> x = torch.tensor([1, 2])
    >>> torch.alias_copy(x).data_ptr() == x.data_ptr()
    False
    """,
)
as_strided_copy = _made(
    "as_strided",
    """What `as_strided` sees of the memory, by sizes and steps in elements, in memory of its own.

    >>> torch.as_strided_copy(torch.arange(4), (2, 2), (1, 2))
    tensor([[0, 2],
            [1, 3]])
    """,
)
diagonal_copy = _made(
    "diagonal",
    """The elements on a diagonal, as `diagonal` gives them, in memory of its own.

    >>> torch.diagonal_copy(torch.tensor([[1, 2], [3, 4]]))
    tensor([1, 4])
    """,
)
expand_copy = _made(
    "expand",
    """Dimensions of size 1 repeated, as by `expand`, each element in memory of its own.

    >>> torch.expand_copy(torch.tensor([[1], [2]]), (2, 2)).stride()
    (2, 1)
    """,
)
narrow_copy = _made(
    "narrow",
    """A part of a dimension, as `narrow` gives it, in memory of its own.

    >>> torch.narrow_copy(torch.arange(4), 0, 1, 2)
    tensor([1, 2])
    """,
)
permute_copy = _made(
    "permute",
    """The dimensions in the order given, as by `permute`, in memory of its own.

    >>> torch.permute_copy(torch.zeros(2, 3, 5), (2, 0, 1)).shape
    torch.Size([5, 2, 3])
    """,
)
select_copy = _made(
    "select",
    """One slice of a dimension, as `select` gives it, in memory of its own.

    >>> torch.select_copy(torch.tensor([[1, 2], [3, 4]]), 0, 1)
    tensor([3, 4])
    """,
)
slice_copy = _made(
    "slice",
    """Every `step`-th slice of a dimension from `start` to before `end`, in memory of its own.

    >>> torch.slice_copy(torch.arange(6), 0, 1, 6, 2)
    tensor([1, 3, 5])
    """,
)
split_copy = _made(
    "split",
    """Parts of a dimension, as `split` gives them, in memory of their own.

    >>> torch.split_copy(torch.arange(5), 2)
    (tensor([0, 1]), tensor([2, 3]), tensor([4]))
    """,
)
split_with_sizes_copy = _made(
    "split_with_sizes",
    """Parts of a dimension by their sizes, in memory of their own.

    >>> torch.split_with_sizes_copy(torch.arange(5), [1, 4])
    (tensor([0]), tensor([1, 2, 3, 4]))
    """,
)
squeeze_copy = _made(
    "squeeze",
    """Without dimensions of size 1, as `squeeze` gives it, in memory of its own.

    >>> torch.squeeze_copy(torch.zeros(1, 3, 1)).shape
    torch.Size([3])
    """,
)
t_copy = _made(
    "t",
    """The transpose of a matrix, as `t` gives it, in memory of its own.

    >>> torch.t_copy(torch.tensor([[1, 2], [3, 4]]))
    tensor([[1, 3],
            [2, 4]])
    """,
)
transpose_copy = _made(
    "transpose",
    """Two dimensions swapped, as by `transpose`, in memory of its own.

    >>> torch.transpose_copy(torch.zeros(2, 3, 5), 0, 2).shape
    torch.Size([5, 3, 2])
    """,
)
unbind_copy = _made(
    "unbind",
    """All slices of a dimension, as `unbind` gives them, in memory of their own.

    >>> torch.unbind_copy(torch.tensor([[1, 2], [3, 4]]))
    (tensor([1, 2]), tensor([3, 4]))
    """,
)
unfold_copy = _made(
    "unfold",
    """Windows of elements, as `unfold` gives them, each in memory of its own.

    >>> torch.unfold_copy(torch.arange(4), 0, 3, 1)
    tensor([[0, 1, 2],
            [1, 2, 3]])
    """,
)
unsqueeze_copy = _made(
    "unsqueeze",
    """With a dimension of size 1 put in, as by `unsqueeze`, in memory of its own.

    >>> torch.unsqueeze_copy(torch.tensor([1, 2]), 0)
    tensor([[1, 2]])
    """,
)
view_copy = _made(
    "view",
    """The elements under another shape, as by `view`, in memory of its own.

    >>> torch.view_copy(torch.arange(4), (2, 2))
    tensor([[0, 1],
            [2, 3]])
    """,
)


def _detached(input: Any) -> Any:
    """`detach`, its result in memory of its own; PyTorch records it, and knows no derivative.

    >>> x = torch.tensor([1., 2.])
    >>> torch.detach_copy(x).data_ptr() == x.data_ptr()
    False
    """
    return input._apply(ops.DETACH_COPY, input)


detach_copy = as_pytorch(with_out(_detached, "detach_copy"), "detach_copy")
