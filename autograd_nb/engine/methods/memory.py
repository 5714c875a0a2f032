"""Where a tensor's numbers lie: on which device, in what kind of memory, in how much of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine.creation_errors import size_overflow
from autograd_nb.engine.layouts import (
    channels_last,
    channels_last_3d,
    contiguous_format,
    in_line,
    is_in_order,
    preserve_format,
)
from autograd_nb.engine.storage import place_in, whole
from autograd_nb.engine.warn import warn, warn_once

from .base import Base

if TYPE_CHECKING:
    from autograd_nb.engine.tensor import Tensor


class Memory(Base):
    """`is_cpu`, `get_device`, `resize_` and so on."""

    @property
    def is_cpu(self) -> bool:
        """Whether the memory is the computer's own: always."""
        return True

    @property
    def is_sparse(self) -> bool:
        """Whether only some elements are kept: never."""
        return False

    is_sparse_csr = is_ipu = is_quantized = is_mps = is_meta = is_nested = is_mkldnn = is_xla = is_xpu = is_sparse

    def get_device(self) -> int:
        """The number of the GPU, -1 for none."""
        return -1

    def is_pinned(self) -> bool:
        """Whether the memory is kept for copies to a GPU: never."""
        return False

    def is_inference(self) -> bool:
        """Whether it was made in inference mode."""
        me: Any = self
        return bool(me._inference)

    def is_shared(self) -> bool:
        """Whether other processes see the memory: never."""
        return False

    def is_conj(self) -> bool:
        """Whether what is stored is the conjugate: never."""
        return False

    is_neg = is_conj

    def is_coalesced(self) -> bool:
        """Refused: only tensors that keep some of their elements can be."""
        raise RuntimeError("is_coalesced expected sparse coordinate tensor layout but got Strided")

    def dense_dim(self) -> int:
        """In how many dimensions all elements are kept: in all."""
        return self._array.ndim

    def sparse_dim(self) -> int:
        """In how many dimensions only some elements are kept: in none."""
        return 0

    def to_dense(self) -> Tensor:
        """This tensor, which keeps all elements."""
        return self  # type: ignore[return-value]  # the only implementer

    def const_data_ptr(self) -> int:
        """The address of the first element."""
        me: Any = self
        address: int = me.data_ptr()
        return address

    def dim_order(self) -> tuple[int, ...]:
        """The dimensions from the one with the largest steps in memory to that with the smallest.

        >>> import autograd_nb as torch
        >>> torch.ones(2, 3).T.dim_order()
        (1, 0)
        """
        steps = self._array.strides
        return tuple(sorted(range(len(steps)), key=lambda d: -steps[d]))

    def is_set_to(self, tensor: Tensor) -> bool:
        """Whether both are the same memory, seen in the same way."""
        mine, other = self._array, tensor._array
        same = mine.shape == other.shape and mine.strides == other.strides
        return same and mine.ctypes.data == other.ctypes.data

    def is_same_size(self, other: Tensor) -> bool:
        """Whether both have one shape."""
        return self._array.shape == other._array.shape

    def resize_(self, *sizes: Any, memory_format: Any = contiguous_format) -> Tensor:
        """Another shape of the same memory; more of it, with unknown numbers, where it is too small."""
        if self.requires_grad:
            raise RuntimeError("cannot resize variables that require grad")
        size = tuple(sizes[0]) if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)) else sizes
        if size == self._array.shape and memory_format is contiguous_format:
            return self  # type: ignore[return-value]  # the only implementer
        if memory_format is preserve_format:
            raise RuntimeError("Unsupported memory formatPreserve")
        if math.prod(size) >= 2**63:
            raise RuntimeError("numel: integer multiplication overflow")
        if math.prod(size) >= 2**61:
            raise size_overflow(size)
        line = whole(self._array)[place_in(self._array) :] if self._array.size else self._array.reshape(-1)
        wanted = math.prod(size)
        if wanted > line.size:
            line = np.concatenate([line, np.zeros(wanted - line.size, line.dtype)])
        self._array = in_line(line[:wanted], size, memory_format)
        self.counter().value += 1
        return self  # type: ignore[return-value]  # the only implementer

    def untyped_storage(self) -> Any:
        """The bytes of the memory that this tensor sees a part of.

        >>> import autograd_nb as torch
        >>> torch.ones(2, 3)[1].untyped_storage().nbytes()
        24
        """
        from autograd_nb.engine.storage import UntypedStorage

        return UntypedStorage(whole(self._array).view(np.uint8))

    def storage(self) -> Any:
        """The numbers of that memory. PyTorch is going to leave `untyped_storage` only."""
        from autograd_nb.engine.storage import TypedStorage

        warn_once(
            "TypedStorage is deprecated. It will be removed in the future and UntypedStorage will be the only storage "
            "class. This should only matter to you if you are using storages directly.  To access UntypedStorage "
            "directly, use tensor.untyped_storage() instead of tensor.storage()"
        )
        return TypedStorage(whole(self._array))

    def new_empty_strided(
        self, size: Any, stride: Any, *, dtype: Any = None, device: Any = None, requires_grad: Any = False
    ) -> Tensor:
        """A tensor to be filled (it holds zeros), with these steps between neighbours in memory."""
        from autograd_nb.engine.arrangement import empty_strided

        me: Any = self
        kind = me.dtype if dtype is None else dtype
        found: Tensor = empty_strided(size, stride, dtype=kind, device=device, requires_grad=requires_grad)
        return found

    def set_(self, source: Any = None, storage_offset: int = 0, size: Any = None, stride: Any = None) -> Tensor:
        """Become a view of other memory: that of a tensor, or a part of a storage."""
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
        self._array = array
        self.counter().value += 1
        if self._hooked is None:
            self._accumulator = None  # what was made of the earlier memory sends its gradient to the earlier node
        return self  # type: ignore[return-value]  # the only implementer

    def share_memory_(self) -> Tensor:
        """This tensor: other processes cannot see its memory here."""
        return self  # type: ignore[return-value]  # the only implementer

    def as_subclass(self, cls: Any) -> Any:
        """The same memory as a tensor of another class."""
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
        """Another shape of as many elements: what `reshape` is for now."""
        from autograd_nb.engine.resizing import Resize

        warn("non-inplace resize is deprecated")
        found: Tensor = Resize.apply(self, sizes)
        return found

    def resize_as(self, tensor: Tensor) -> Tensor:
        """The shape of another tensor of as many elements: what `reshape_as` is for now."""
        from autograd_nb.engine.resizing import Resize

        warn("non-inplace resize_as is deprecated")
        found: Tensor = Resize.apply(self, tensor.size())
        return found

    def resize_as_(self, the_template: Tensor, *, memory_format: Any = contiguous_format) -> Tensor:
        """`resize_` to the shape of another tensor; with `preserve_format` to its order in memory, too."""
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
