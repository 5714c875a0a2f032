"""In-place changes where elements lie on top of each other: the windows of `unfold`, or of `as_strided`.

Such arrays cannot be written to by accident: `laid_over` closes them. PyTorch goes through them element by element, so
that the second of two windows is computed from what the first one left.

>>> import autograd_nb as torch
>>> x = torch.ones(4)
>>> x.unfold(0, 2, 1).mul_(2)
tensor([[2., 4.],
        [4., 4.],
        [4., 2.]])

Source: https://pytorch.org/docs/2.7/generated/torch.Tensor.unfold.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.modes import modes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from autograd_nb.engine.op import Op

Array = np.ndarray[Any, Any]


def laid_over(view: Array) -> Array:
    """A view, closed to writing if elements of it may lie on top of each other."""
    if collides(view.shape, view.strides):
        view.flags.writeable = False
    return view


def collides(shape: tuple[int, ...], steps: tuple[int, ...]) -> bool:
    """Whether elements may lie on top of each other."""
    if 0 in shape:
        return False
    reach = 0
    for step, n in sorted(zip(steps, shape)):
        if n > 1 and step <= reach:
            return True
        reach += (n - 1) * step
    return False


class _Open:
    """An array by its interface, open for writing; it keeps the owner of the memory alive."""

    def __init__(self, array: Array) -> None:
        described = array.__array_interface__
        self.base = array
        self.__array_interface__ = {**described, "data": (described["data"][0], False)}


def opened(array: Array) -> Array:
    """The same memory, with leave to write; NumPy marks as read-only what it imports, too."""
    return array if array.flags.writeable else np.asarray(_Open(array))


def overwrite_in_order(op: Op, arrays: list[Any], options: dict[str, Any], z: Array) -> None:
    """Do `op` in place on the first of `arrays` as PyTorch does it there; `z` is what it gives of all at once.

    Raises:
        RuntimeError: for an operation whose order PyTorch does not promise.
    """
    array = opened(arrays[0])
    others = [np.asarray(a) for a in arrays[1:]]
    if not collides(array.shape, array.strides):
        np.copyto(array, z, casting="unsafe")
    elif op.alike or op.linear:
        if options.get("accumulate") or any(a.size and (a != a.flat[0]).any() for a in others):
            raise errors.shared_elements_inplace()
        np.copyto(array, z, casting="unsafe", where=(array != z) & ~(np.isnan(array) & np.isnan(z)))
    elif _is_elementwise(op):
        others = [np.broadcast_to(a, array.shape) for a in others]
        for part in _layers(array, others):
            array[part] = modes.quiet(op.forward, array[part], *[a[part] for a in others], **options)
    elif op.local[:1] == ("0",):  # what was there before does not matter
        _put(array, z, others[0] if others else z)
    else:
        raise errors.shared_elements_inplace()


def put_in_order(array: Array, values: Array) -> None:
    """Write `values` over an array, whose elements may lie on top of each other: PyTorch's last one stays."""
    if collides(array.shape, array.strides):
        _put(array, values, values)
    else:
        array[...] = values


def _put(array: Array, values: Array, source: Array) -> None:
    """Write `values`, in the order that the memory of `source` has PyTorch go in."""
    for part in _layers(array, [np.broadcast_to(source, array.shape)]):
        array[part] = values[part]


def _is_elementwise(op: Op) -> bool:
    from autograd_nb.engine.batching.at_once import elementwise
    from autograd_nb.engine.batching.batch_rules import RULES

    return RULES.get(op.name.rstrip("_")) is elementwise


def _layers(array: Array, others: list[Array]) -> Iterator[tuple[Any, ...]]:
    """Indices of parts without overlap, in the order in which PyTorch comes to them."""
    order = _loops(array, others)
    inner: list[int] = []
    for d in order:
        within = [*inner, d]
        if collides(tuple(array.shape[k] for k in within), tuple(array.strides[k] for k in within)):
            break
        inner = within
    outer = order[len(inner) :][::-1]
    for place in np.ndindex(*[array.shape[d] for d in outer]):
        at = dict(zip(outer, place))
        yield tuple(at.get(d, slice(None)) for d in range(array.ndim))


def _loops(array: Array, others: list[Array]) -> list[int]:
    """The dimensions from the innermost loop to the outermost.

    Source: https://github.com/pytorch/pytorch/blob/v2.7.0/aten/src/ATen/TensorIterator.cpp (reorder_dimensions)
    """

    def later(d: int, e: int) -> int:
        for a in (array, *others):
            if not a.strides[d] or not a.strides[e]:
                continue
            if a.strides[d] != a.strides[e]:
                return 1 if a.strides[d] > a.strides[e] else -1
            if array.shape[d] > array.shape[e]:
                return 1
        return 0

    order = list(range(array.ndim))[::-1]
    for i in range(1, len(order)):
        at = i
        for k in range(i - 1, -1, -1):
            found = later(order[k], order[at])
            if found < 0:
                break
            if found > 0:
                order[k], order[at] = order[at], order[k]
                at = k
    return order
