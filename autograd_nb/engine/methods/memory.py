"""Where a tensor's numbers lie: on which device, in what kind of memory, in how much of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

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

    is_quantized = is_mps = is_meta = is_nested = is_mkldnn = is_xla = is_xpu = is_sparse

    def get_device(self) -> int:
        """The number of the GPU, -1 for none."""
        return -1

    def is_same_size(self, other: Tensor) -> bool:
        """Whether both have one shape."""
        return self._array.shape == other._array.shape

    def resize_(self, *sizes: Any) -> Tensor:
        """Another shape of the same memory; more of it, with unknown numbers, where it is too small."""
        if self.requires_grad:
            raise RuntimeError("cannot resize variables that require grad")
        size = tuple(sizes[0]) if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)) else sizes
        if size == self._array.shape:
            return self  # type: ignore[return-value]  # the only implementer
        line = np.ascontiguousarray(self._array).reshape(-1)
        wanted = math.prod(size)
        if wanted > line.size:
            line = np.concatenate([line, np.zeros(wanted - line.size, line.dtype)])
        self._array = line[:wanted].reshape(size)
        self.counter().value += 1
        return self  # type: ignore[return-value]  # the only implementer

    def resize_as_(self, other: Tensor) -> Tensor:
        """`resize_` to the shape of `other`."""
        return self.resize_(other._array.shape)
