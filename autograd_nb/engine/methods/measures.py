"""What a tensor is like: how large it is, how its memory is stepped through, what its dtype can hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.signatures import METHODS, match
from autograd_nb.engine.dtypes import size_of
from autograd_nb.engine.memory.layouts import contiguous_format, is_in_order, preserve_format, strided

from .base import Base, axis, real_axis

if TYPE_CHECKING:
    import numpy as np


class Measures(Base):
    """`size`, `dim`, `numel`, `stride`, `is_contiguous`, `is_floating_point` and so on."""

    def size(self, dim: int | None = None) -> Any:
        """The shape, or the size of one dimension.

        >>> x = torch.zeros(2, 3)
        >>> x.size(), x.size(-1)
        (torch.Size([2, 3]), 3)

        Raises:
            IndexError: there is no such dimension.
        """
        if dim is None:
            return size_of(self._array.shape)
        if type(dim) is not int:
            match(METHODS, "size", (dim,), {}, self)
        return self._array.shape[real_axis(dim, self._array.ndim)]

    @property
    def ndim(self) -> int:
        """The number of dimensions: 0 of a number, 1 of a vector, 2 of a matrix.

        >>> torch.zeros(2, 3).ndim
        2

        Source: https://pytorch.org/docs/2.7/generated/torch.Tensor.ndim.html
        """
        return self._array.ndim

    def dim(self, *excess: Any) -> int:
        """The number of dimensions, the same as `ndim`.

        >>> torch.zeros(2, 3).dim()
        2
        """
        if excess:
            match(METHODS, "dim", excess, {}, self)
        return self._array.ndim

    ndimension = dim

    def numel(self, *excess: Any) -> int:
        """The number of elements.

        >>> torch.numel(torch.zeros(2, 3))
        6
        """
        if excess:
            match(METHODS, "numel", excess, {}, self)
        return self._array.size

    nelement = numel

    def element_size(self) -> int:
        """Bytes of one element.

        >>> torch.ones(3).element_size(), torch.ones(3, dtype=torch.int64).element_size()
        (4, 8)
        """
        return self._array.itemsize

    def stride(self, dim: int | None = None) -> Any:
        """Steps in memory between neighbours of each dimension, in elements.

        >>> x = torch.zeros(2, 3)
        >>> x.stride(), x.t().stride(), x.expand(2, 3).stride(0)
        ((3, 1), (1, 3), 3)
        """
        steps = tuple(s // self._array.itemsize for s in self._array.strides)
        if not self._array.size and (not any(steps) or min(steps) < 0):  # NumPy's, of an array without elements
            steps = tuple(math.prod(max(n, 1) for n in self._array.shape[d + 1 :]) for d in range(len(steps)))
        if dim is None:
            return steps
        if type(dim) is not int:
            match(METHODS, "stride", (dim,), {}, self)
        return steps[axis(dim, self._array.ndim)]

    def storage_offset(self) -> int:
        """Where this view begins in its memory, in elements.

        >>> torch.arange(6)[2:].storage_offset()
        2
        """
        base = self._base
        if self._starts_at is not None or base is None:
            return self._starts_at or 0
        steps = (_address(self._array) - _address(base._array)) // (self._array.itemsize or 1)
        return int(steps) + (base._starts_at or 0)

    def is_contiguous(self, memory_format: Any = contiguous_format) -> bool:
        """Whether the memory lies in the order of the elements, row after row, or in the order of `memory_format`.

        >>> x = torch.zeros(2, 3)
        >>> x.is_contiguous(), x.t().is_contiguous()
        (True, False)
        """
        if memory_format is contiguous_format:  # the usual one, without a call
            return bool(self._array.flags.c_contiguous)
        if memory_format is preserve_format:
            raise RuntimeError("preserve memory format is unsupported by the contiguous operator")
        return is_in_order(self._array, memory_format)

    @property
    def layout(self) -> Any:
        """The way in which the elements are kept: always `torch.strided`.

        >>> torch.ones(2).layout
        torch.strided

        Source: https://pytorch.org/docs/2.7/tensor_attributes.html#torch.layout
        """
        return strided

    @property
    def nbytes(self) -> int:
        """Bytes of all elements: their number times `itemsize`.

        >>> torch.zeros(2, 3).nbytes
        24

        Source: https://pytorch.org/docs/2.7/generated/torch.Tensor.nbytes.html
        """
        return self._array.nbytes

    @property
    def itemsize(self) -> int:
        """Bytes of one element.

        >>> torch.zeros(2, 3).itemsize
        4

        Source: https://pytorch.org/docs/2.7/generated/torch.Tensor.itemsize.html
        """
        return self._array.itemsize

    @property
    def is_cuda(self) -> bool:
        """Whether the memory is on a GPU: never.

        >>> torch.ones(2).is_cuda
        False

        Source: https://pytorch.org/docs/2.7/generated/torch.Tensor.is_cuda.html
        """
        return False

    def is_complex(self) -> bool:
        """Whether the dtype is complex: never.

        >>> torch.is_complex(torch.ones(2))
        False
        """
        return False

    def is_signed(self) -> bool:
        """Whether the dtype has negative numbers.

        >>> torch.is_signed(torch.tensor([1.0])), torch.is_signed(torch.tensor([1], dtype=torch.uint8))
        (True, False)
        """
        return self._array.dtype.kind in "if"

    def is_nonzero(self) -> bool:
        """Whether the only element is not 0.

        >>> torch.is_nonzero(torch.tensor([0.0])), torch.is_nonzero(torch.tensor(2))
        (False, True)

        Raises:
            RuntimeError: if there is more than one element, or none.
        """
        if self._array.size != 1:
            raise errors.ambiguous_bool(self._array.size)
        return bool(self._array.item())

    def data_ptr(self) -> int:
        """The address of the first element: equal for tensors that share it.

        >>> x = torch.zeros(4)
        >>> x.view(2, 2).data_ptr() == x.data_ptr(), x[1:].data_ptr() - x.data_ptr()
        (True, 4)
        """
        return _address(self._array)

    def is_floating_point(self) -> bool:
        """Whether the dtype has fractions. Only such tensors can require grad.

        >>> torch.is_floating_point(torch.tensor([1.0])), torch.is_floating_point(torch.tensor([1]))
        (True, False)
        """
        return bool(self._array.dtype.kind == "f")


def _address(array: np.ndarray[Any, Any]) -> int:
    return int(array.__array_interface__["data"][0])
