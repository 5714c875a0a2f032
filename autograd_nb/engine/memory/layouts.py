"""How the elements of a tensor lie in memory. Here every tensor is strided: its elements are found by steps.

>>> strided, preserve_format
(torch.strided, torch.preserve_format)

Source: https://pytorch.org/docs/2.7/tensor_attributes.html#torch-layout
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd_nb.engine.naming import FullyNamed


class _Named:
    """One of a few objects, of which `is` tells which."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"torch.{self.name}"

    def __reduce__(self) -> Any:
        return _found, (self.name,)


class layout(_Named, metaclass=FullyNamed):  # noqa: N801 (PyTorch's name)
    """The way in which a tensor keeps its elements: `torch.strided` here, which finds them by steps in memory.

    >>> torch.ones(2).layout is torch.strided
    True

    Source: https://pytorch.org/docs/2.7/tensor_attributes.html#torch.layout
    """

    __slots__ = ()


class memory_format(_Named, metaclass=FullyNamed):  # noqa: N801 (PyTorch's name)
    """The order of the elements in memory that is asked for.

    `torch.contiguous_format` is that of the indices, `torch.preserve_format` that of the original, and
    `torch.channels_last` that of images whose channels are next to each other.

    >>> torch.zeros(1, 3, 4, 4).contiguous(memory_format=torch.channels_last).stride()
    (48, 1, 12, 3)

    Source: https://pytorch.org/docs/2.7/tensor_attributes.html#torch.memory_format
    """

    __slots__ = ()


strided, sparse_coo = layout("strided"), layout("sparse_coo")
contiguous_format, preserve_format = memory_format("contiguous_format"), memory_format("preserve_format")
channels_last, channels_last_3d = memory_format("channels_last"), memory_format("channels_last_3d")


def _found(name: str) -> Any:
    return globals()[name]


def order_of_copy(wanted: Any) -> Any:
    """Return what `copied` takes: NumPy's letters, K for the order of the original, C for that of indices."""
    if wanted is channels_last or wanted is channels_last_3d:
        return wanted
    return "C" if wanted is contiguous_format else "K"


def like(array: Any, dtype: Any = None) -> Any:
    """Room for as many elements, in the order of memory of `array`, without the gaps and repetitions that it may have.

    >>> like(np.zeros((2, 3)).T).strides
    (8, 24)
    """
    dtype = array.dtype if dtype is None else dtype
    return _room(array, dtype) if 0 in array.strides else np.empty_like(array, dtype)


def in_order_of_first(z: Any, first: Any) -> Any:
    """The result of two operands in the order of memory of the first: it wins where they differ, as in PyTorch.

    >>> in_order_of_first(np.zeros((2, 3)), np.zeros((3, 2)).T).strides
    (8, 16)
    """
    if first.shape != z.shape or 0 in first.strides:
        return z
    made = np.empty_like(first, z.dtype)
    if made.strides == z.strides:
        return z
    made[...] = z
    return made


def copied(array: Any, order: Any = "K") -> Any:
    """A copy of an array in an order of memory.

    Raises:
        RuntimeError: for channels last and another number of dimensions than images have.
    """
    if type(order) is str:
        if order == "K" and 0 in array.strides:
            return cast(array, array.dtype)
        return array.copy(order)
    return _in_format(array, array.dtype, order)


def in_line(line: Any, shape: tuple[int, ...], wanted: memory_format) -> Any:
    """The elements of a vector in a shape, whose order of memory is that of a format."""
    if wanted is contiguous_format:
        return line.reshape(shape)
    rank = 4 if wanted is channels_last else 5
    if len(shape) != rank:
        raise RuntimeError(f"required rank {rank} tensor to use {wanted.name} format")
    return np.moveaxis(line.reshape(shape[0], *shape[2:], shape[1]), -1, 1)


def following(z: Any, *inputs: Any) -> Any:
    """`z` with its channels last in memory, if those of one of the inputs are.

    >>> image = copied(np.zeros((2, 3, 4, 4)), channels_last)
    >>> is_in_order(following(np.zeros((2, 5, 2, 2)), image), channels_last)
    True
    """
    for array in inputs:
        if not array.flags.c_contiguous and has_channels_last(array):
            return copied(z, channels_last if array.ndim == 4 else channels_last_3d)
    return z


def has_channels_last(array: Any) -> bool:
    """Whether PyTorch takes it for an image whose channels are last in memory, gaps or not."""
    if array.ndim not in (4, 5):
        return False
    steps, shape = array.strides, array.shape
    least = 0
    for d in (1, *range(array.ndim - 1, 1, -1), 0):
        if not shape[d] or not steps[1] or steps[d] < least or (d == 0 and least == steps[1]):
            return False
        least = steps[d] * max(shape[d], 1)
    return True


def by_columns(z: Any) -> Any:
    """Matrices that lie in memory column by column, as LAPACK leaves them.

    >>> by_columns(np.eye(3)).strides
    (8, 24)
    """
    return z.swapaxes(-1, -2).copy().swapaxes(-1, -2)


def cast(array: Any, dtype: Any, order: Any = "K") -> Any:
    """A copy in another dtype; in the order of memory of the original, if no other is asked for."""
    if type(order) is not str:
        return _in_format(array, dtype, order)
    if order == "C" or 0 not in array.strides:
        return array.astype(dtype, order)
    made = _room(array, dtype)
    made[...] = array
    return made


def brought(array: Any, dtype: Any) -> Any:
    """An array in a dtype: itself, or a copy in its order of memory.

    >>> brought(np.broadcast_to(np.arange(3), (2, 3)), np.float32).flags.c_contiguous
    True
    """
    return array if array.dtype == dtype else cast(array, dtype)


def _in_format(array: Any, dtype: Any, wanted: memory_format) -> Any:
    made = in_line(np.empty(array.size, dtype), array.shape, wanted)
    made[...] = array
    return made


def _room(array: Any, dtype: Any) -> Any:
    """Room for a copy of an expanded array. A dimension without steps stays where it is; NumPy would put it last.

    As PyTorch's `infer_dense_strides` sorts dimensions: of two the one with longer steps is the outer one.
    """
    steps, shape = array.strides, array.shape
    axes = list(range(array.ndim))[::-1]  # from the innermost to the outermost
    for at in range(1, len(axes)):
        place = at
        for before in range(at - 1, -1, -1):
            inner, outer = axes[before], axes[place]
            if not steps[inner] or not steps[outer]:
                continue
            if (steps[inner], shape[inner]) > (steps[outer], shape[outer]):
                axes[before], axes[place] = outer, inner
                place = before
            elif steps[inner] < steps[outer]:
                break
    axes.reverse()
    return np.empty([array.shape[axis] for axis in axes], dtype).transpose(np.argsort(axes))


def suggested(array: Any, wanted: memory_format) -> bool:
    """Whether `to` takes memory for what is wanted: whatever has not its channels last counts as contiguous."""
    if wanted is channels_last or wanted is channels_last_3d:
        return array.ndim == (4 if wanted is channels_last else 5) and has_channels_last(array)
    return not has_channels_last(array)


def is_in_order(array: Any, wanted: memory_format) -> bool:
    """Whether memory lies in the order of a format."""
    if wanted is channels_last or wanted is channels_last_3d:
        rank = 4 if wanted is channels_last else 5
        return array.ndim == rank and bool(np.moveaxis(array, 1, -1).flags.c_contiguous)
    return bool(array.flags.c_contiguous)
