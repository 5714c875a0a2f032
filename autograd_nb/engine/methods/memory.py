"""Where a tensor's numbers lie: on which device, in what kind of memory, in how much of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.memory.layouts import (
    channels_last,
    channels_last_3d,
    contiguous_format,
    in_line,
    is_in_order,
    preserve_format,
)
from autograd_nb.engine.memory.storage import place_in, whole
from autograd_nb.engine.warn import warn, warn_once

from .base import Base, must_be_tensor

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Memory(Base):
    """`is_cpu`, `get_device`, `resize_` and so on."""

    @property
    def is_cpu(self) -> bool:
        """Whether the memory is the computer's own: always.

        >>> torch.ones(2).is_cpu
        True
        """
        return True

    @property
    def is_sparse(self) -> bool:
        """Whether the tensor is of a special kind (sparse, quantized, nested) or on a special device: never.

        >>> torch.ones(2).is_sparse, torch.ones(2).is_quantized
        (False, False)
        """
        return False

    is_sparse_csr = is_ipu = is_quantized = is_mps = is_meta = is_nested = is_mkldnn = is_xla = is_xpu = is_sparse

    def get_device(self) -> int:
        """The number of the GPU that the tensor is on, -1 for none.

        >>> torch.ones(2).get_device()
        -1
        """
        return -1

    def is_pinned(self) -> bool:
        """Whether the memory is kept for copies to a GPU: never.

        >>> torch.ones(2).is_pinned()
        False
        """
        return False

    def is_shared(self) -> bool:
        """Whether other processes see the memory: never.

        >>> torch.ones(2).is_shared()
        False
        """
        return False

    def is_conj(self) -> bool:
        """Whether what is stored is the conjugate (`is_conj`) or the negative (`is_neg`) of the elements: never.

        >>> torch.is_conj(torch.ones(2))
        False
        """
        return False

    is_neg = is_conj

    def is_coalesced(self) -> bool:
        """Refused: only sparse tensors can be coalesced, and there are none here.

        >>> torch.ones(2).is_coalesced()
        Traceback (most recent call last):
            ...
        RuntimeError: is_coalesced expected sparse coordinate tensor layout but got Strided
        """
        raise RuntimeError("is_coalesced expected sparse coordinate tensor layout but got Strided")

    def dense_dim(self) -> int:
        """In how many dimensions all elements are kept: in all.

        >>> torch.ones(2, 3).dense_dim()
        2
        """
        return self._array.ndim

    def sparse_dim(self) -> int:
        """In how many dimensions only some elements are kept: in none.

        >>> torch.ones(2, 3).sparse_dim()
        0
        """
        return 0

    def to_dense(self) -> Tensor:
        """This tensor, which keeps all elements as it is.

        >>> x = torch.ones(2)
        >>> x.to_dense() is x
        True
        """
        return self  # type: ignore[return-value]  # the only implementer

    def const_data_ptr(self) -> int:
        """The address of the first element, as `data_ptr` gives it, for those who only read.

        >>> x = torch.ones(2)
        >>> x.const_data_ptr() == x.data_ptr()
        True
        """
        me: Any = self
        address: int = me.data_ptr()
        return address

    def dim_order(self) -> tuple[int, ...]:
        """The dimensions from the one with the largest steps in memory to that with the smallest.

        >>> torch.ones(2, 3).dim_order(), torch.ones(2, 3).T.dim_order()
        ((0, 1), (1, 0))
        """
        steps = self._array.strides
        return tuple(sorted(range(len(steps)), key=lambda d: -steps[d]))

    def is_set_to(self, tensor: Tensor) -> bool:
        """Whether both are the same memory, seen in the same way.

        >>> x = torch.zeros(4)
        >>> x[:].is_set_to(x), x[1:].is_set_to(x), x.clone().is_set_to(x)
        (True, False, False)
        """
        mine, other = self._array, must_be_tensor("is_set_to", tensor, "tensor")._array
        same = mine.shape == other.shape and mine.strides == other.strides
        return same and mine.ctypes.data == other.ctypes.data

    def is_same_size(self, other: Tensor) -> bool:
        """Whether both have one shape.

        >>> torch.is_same_size(torch.zeros(2, 3), torch.ones(2, 3))
        True
        """
        return self._array.shape == other._array.shape

    def resize_(self, *sizes: Any, memory_format: Any = contiguous_format) -> Tensor:
        """Another shape of the same memory; more of it, with unknown numbers, where it is too small.

        `reshape` is what one usually wants: this changes how many elements there are.

        >>> torch.tensor([[1, 2], [3, 4]]).resize_(3)
        tensor([1, 2, 3])

        Raises:
            RuntimeError: the tensor requires grad.
        """
        if self.requires_grad and not self._inference:
            raise RuntimeError("cannot resize variables that require grad")
        size = tuple(sizes[0]) if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)) else sizes
        if size == self._array.shape and memory_format is contiguous_format:
            return self  # type: ignore[return-value]  # the only implementer
        if memory_format is preserve_format:
            raise RuntimeError("Unsupported memory formatPreserve")
        if math.prod(size) >= 2**63 or min(size, default=0) < 0:
            raise RuntimeError("numel: integer multiplication overflow")
        if math.prod(size) >= 2**61:
            raise errors.size_overflow(size)
        line = whole(self._array)[place_in(self._array) :] if self._array.size else self._array.reshape(-1)
        wanted = math.prod(size)
        if wanted > line.size:
            line = np.concatenate([line, np.zeros(wanted - line.size, line.dtype)])
            self._starts_at = self.storage_offset()  # type: ignore[attr-defined]  # in Access
        self._array = in_line(line[:wanted], size, memory_format)
        self.counter().value += 1
        return self  # type: ignore[return-value]  # the only implementer

    def untyped_storage(self) -> Any:
        """The bytes of the memory that this tensor sees a part of: equal for all views of it.

        >>> torch.ones(2, 3)[1].untyped_storage().nbytes()
        24
        """
        from autograd_nb.engine.memory.storage import UntypedStorage

        return UntypedStorage(whole(self._array).view(np.uint8))

    def storage(self) -> Any:
        """The numbers of the memory that this tensor sees a part of. PyTorch is going to leave `untyped_storage` only.

        >>> x = torch.tensor([1., 2., 3.])
        >>> list(x[1:].storage())
        [1.0, 2.0, 3.0]
        """
        from autograd_nb.engine.memory.storage import TypedStorage

        warn_once(
            "TypedStorage is deprecated. It will be removed in the future and UntypedStorage will be the only storage "
            "class. This should only matter to you if you are using storages directly.  To access UntypedStorage "
            "directly, use tensor.untyped_storage() instead of tensor.storage()"
        )
        return TypedStorage(whole(self._array))

    def new_empty_strided(
        self, size: Any, stride: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False
    ) -> Tensor:
        """A tensor to be filled (it holds zeros), with these steps between neighbours in memory, in elements.

        >>> torch.ones(1).new_empty_strided((2, 3), (1, 2)).stride()
        (1, 2)
        """
        from autograd_nb.engine.arrangement import empty_strided

        me: Any = self
        kind = me.dtype if dtype is None else dtype
        found: Tensor = empty_strided(size, stride, dtype=kind, device=device, requires_grad=requires_grad)
        return found

    def set_(self, source: Any = None, storage_offset: int = 0, size: Any = None, stride: Any = None) -> Tensor:
        """Become a view of other memory: that of a tensor, or a part of a storage.

        Args:
            source: a tensor of the same dtype, a storage, or None for memory without elements.
            storage_offset: where in the storage the view begins, in elements.
            size: its shape; all of the storage if not given.
            stride: its steps, in elements; those of memory in order if not given.

        >>> x, y = torch.zeros(2), torch.tensor([1., 2., 3.])
        >>> x.set_(y)
        tensor([1., 2., 3.])

        Raises:
            RuntimeError: a source of another dtype.
        """
        me: Any = self
        me._check_inplace(())
        array: Any
        if source is None:
            array = np.empty(0, self._array.dtype)
        elif hasattr(source, "_array"):
            if source._array.dtype != self._array.dtype:
                raise RuntimeError(
                    f"Could not set tensor of type {source.dtype.cpp_name} to a tensor of type {me.dtype.cpp_name}"
                )
            array = source._array
            if size is not None:
                array = source.as_strided(size, _steps(size, stride), storage_offset)._array
        else:
            line = source._line.view(self._array.dtype)
            shape = (line.size,) if size is None else tuple(size)
            array = me._wrap(line).as_strided(shape, _steps(shape, stride), storage_offset)._array
        self._starts_at = place_in(array)
        self._array = array
        self.counter().value += 1
        if self._hooked is None:
            self._accumulator = None  # what was made of the earlier memory sends its gradient to the earlier node
        return self  # type: ignore[return-value]  # the only implementer

    def share_memory_(self) -> Tensor:
        """This tensor: other processes cannot see its memory here.

        >>> torch.ones(2).share_memory_()
        tensor([1., 1.])
        """
        return self  # type: ignore[return-value]  # the only implementer

    def as_subclass(self, cls: Any) -> Any:
        """The same memory as a tensor of another class, which inherits from `Tensor`. Gradients go through.

        >>> class Celsius(torch.Tensor):
        ...     '''Temperatures in degrees.'''
        >>> type(torch.ones(2).as_subclass(Celsius)).__name__
        'Celsius'

        Raises:
            TypeError: for a class that does not inherit from `Tensor`.
        """
        if not (isinstance(cls, type) and issubclass(cls, Memory)):
            raise TypeError(
                "Creating a Tensor subclass from a class that does not inherit from Tensor is not possible. Make sure "
                "your class inherits from Tensor."
            )
        me: Any = self
        alias = me[...]
        alias.__class__ = cls
        return alias

    def resize(self, *sizes: int) -> Tensor:
        """Another shape of as many elements. PyTorch warns that it is deprecated: `reshape` does this.

        >>> torch.arange(4.0).resize(2, 2)
        tensor([[0., 1.],
                [2., 3.]])
        """
        from autograd_nb.engine.functions.resizing import Resize

        warn("non-inplace resize is deprecated")
        found: Tensor = Resize.apply(self, sizes)
        return found

    def resize_as(self, tensor: Tensor) -> Tensor:
        """The shape of another tensor of as many elements. PyTorch warns that it is deprecated: `reshape_as` does this.

        >>> torch.arange(4.0).resize_as(torch.zeros(2, 2))
        tensor([[0., 1.],
                [2., 3.]])
        """
        from autograd_nb.engine.functions.resizing import Resize

        warn("non-inplace resize_as is deprecated")
        found: Tensor = Resize.apply(self, tensor.size())
        return found

    def resize_as_(self, the_template: Tensor, *, memory_format: Any = contiguous_format) -> Tensor:
        """`resize_` to the shape of another tensor; with `preserve_format` to its order in memory, too.

        >>> torch.tensor([1, 2, 3, 4]).resize_as_(torch.zeros(2, 2))
        tensor([[1, 2],
                [3, 4]])
        """
        shape = the_template._array.shape
        if memory_format is preserve_format:
            formats = (channels_last, channels_last_3d)
            last = (found for found in formats if is_in_order(the_template._array, found))
            memory_format = (
                contiguous_format
                if is_in_order(the_template._array, contiguous_format)
                else next(last, contiguous_format)
            )
        return self.resize_(shape, memory_format=memory_format)


def _steps(size: Any, stride: Any) -> tuple[int, ...]:
    """The steps that are given, or those of memory in order."""
    if stride is not None:
        return tuple(stride)
    shape = tuple(size)
    return tuple(math.prod(shape[d + 1 :]) for d in range(len(shape)))
