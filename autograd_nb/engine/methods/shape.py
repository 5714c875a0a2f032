"""Methods that give the same elements another shape."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import errors
from autograd_nb.engine.arguments.accepted import is_int
from autograd_nb.engine.dtypes import dtype as DType
from autograd_nb.engine.dtypes import from_numpy_dtype
from autograd_nb.engine.memory.layouts import contiguous_format, is_in_order, order_of_copy, preserve_format
from autograd_nb.engine.naming import type_name
from autograd_nb.engine.ops import shape as ops
from autograd_nb.engine.ops.elementwise import CLONE

from .base import axes, axis, real_axis, sizes
from .strided import Strided
from .transposing import Transposing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograd_nb.engine.tensor import Tensor


class Shape(Transposing, Strided):
    """`view`, `reshape`, `flatten`, `squeeze`, `expand`, `contiguous` and so on."""

    # -- another shape -------------------------------------------------------------------------------

    def view(self, *size: Any, dtype: Any = None) -> Tensor:
        """The same memory under another shape, in which -1 stands for the size that fits; or under another dtype.

        Args:
            size: the new sizes, which hold as many elements as before.
            dtype: read the same bytes as this type instead; the last dimension grows or shrinks with its size.

        >>> x = torch.arange(6)
        >>> y = x.view(2, -1)
        >>> y[0, 0] = 9
        >>> x
        tensor([9, 1, 2, 3, 4, 5])
        >>> torch.tensor(1.0).view(torch.int32)
        tensor(1065353216, dtype=torch.int32)

        Raises:
            RuntimeError: if the shape does not fit, or the memory does not lie so that a view is possible.
        """
        if dtype is not None or (len(size) == 1 and isinstance(size[0], (DType, type))):
            return self._view_as_dtype(size[0] if dtype is None else dtype)
        wanted = self._fitting(sizes(size))
        if not self._can_view(wanted):
            raise errors.view_incompatible()
        return self._apply(ops.VIEW, self, size=wanted)

    def reshape(self, *shape: Any) -> Tensor:
        """The same elements under another shape (-1 for the size that fits): a view where possible, else a copy.

        >>> torch.reshape(torch.arange(6), (2, -1))
        tensor([[0, 1, 2],
                [3, 4, 5]])

        Raises:
            RuntimeError: the shape holds another number of elements.
        """
        size = self._fitting(sizes(shape))
        if self._array.flags.c_contiguous:
            return self._apply(ops.VIEW, self, size=size)
        if self._can_view(size):
            return self._apply(ops.RESHAPE_ALIAS, self, size=size)
        copy = self._apply(CLONE, self, order="C")
        return copy._apply(ops.RESHAPE_COPY, copy, size=size)

    def view_as(self, other: Tensor) -> Tensor:
        """`view` with the shape of `other`.

        >>> torch.arange(4).view_as(torch.zeros(2, 2))
        tensor([[0, 1],
                [2, 3]])
        """
        return self.view(other._array.shape)

    def reshape_as(self, other: Tensor) -> Tensor:
        """`reshape` with the shape of `other`.

        >>> torch.arange(4).reshape_as(torch.zeros(2, 2))
        tensor([[0, 1],
                [2, 3]])
        """
        return self.reshape(other._array.shape)

    def flatten(self, start_dim: int = 0, end_dim: int = -1) -> Tensor:
        """Join the dimensions from `start_dim` to `end_dim` into one.

        Shapes: (A, B, C) becomes (A * B * C), or (A, B * C) with `start_dim=1`: a batch stays. A view if possible.

        >>> torch.flatten(torch.zeros(10, 3, 4), start_dim=1).shape
        torch.Size([10, 12])

        Raises:
            RuntimeError: `start_dim` comes after `end_dim`.
        """
        shape = self._array.shape
        if not shape:
            axis(start_dim, 0)
            axis(end_dim, 0)
            return self.reshape(1)
        first, last = axis(start_dim, len(shape)), axis(end_dim, len(shape))
        if first > last:
            raise RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim")
        if first == last:
            return self  # type: ignore[return-value]  # the only implementer is Tensor
        return self.reshape(*shape[:first], math.prod(shape[first : last + 1]), *shape[last + 1 :])

    def unflatten(self, dim: int, sizes: Any) -> Tensor:
        """Split one dimension into several, the opposite of `flatten`; one of `sizes` may be -1.

        >>> torch.unflatten(torch.arange(6), 0, (2, 3))
        tensor([[0, 1, 2],
                [3, 4, 5]])

        Raises:
            RuntimeError: the sizes do not multiply to that of the dimension.
        """
        shape = self._array.shape
        if not is_int(dim):
            raise errors.argument_must_be("unflatten", "dim", 1, "int", type_name(dim))
        if not isinstance(sizes, (tuple, list)):
            raise errors.argument_must_be("unflatten", "sizes", 2, "tuple of ints", type_name(sizes))
        axis(dim, len(shape))
        i = real_axis(dim, len(shape))
        if not sizes:
            raise RuntimeError("unflatten: sizes must be non-empty")
        if list(sizes).count(-1) > 1:
            raise RuntimeError("unflatten got an unexpected error:\nonly one dimension can be inferred")
        known = math.prod(n for n in sizes if n != -1)
        fits = known == shape[i] if -1 not in sizes else known and shape[i] % known == 0
        if not fits:
            raise errors.unflatten_sizes(sizes, i, shape[i])
        given = tuple(shape[i] // known if n == -1 else n for n in sizes)
        return self.view(*shape[:i], *given, *shape[i + 1 :])

    def ravel(self) -> Tensor:
        """All elements in one dimension: a view where possible, else a copy.

        >>> torch.ravel(torch.tensor([[1, 2], [3, 4]]))
        tensor([1, 2, 3, 4])
        """
        return self.contiguous().view(-1)

    def squeeze(self, dim: Any = None) -> Tensor:
        """Drop dimensions of size 1, as a view: all of them, or those named. Named ones of other sizes stay.

        >>> x = torch.zeros(1, 3, 1)
        >>> torch.squeeze(x).shape, torch.squeeze(x, 0).shape, torch.squeeze(x, 1).shape
        (torch.Size([3]), torch.Size([3, 1]), torch.Size([1, 3, 1]))
        """
        if dim is None:
            return self._apply(ops.SQUEEZE, self)
        if isinstance(dim, int):
            return self._apply(ops.SQUEEZE_DIM, self, dim=axis(dim, self._array.ndim))
        dims = axes(dim, self._array.ndim)
        return self._apply(ops.SQUEEZE_DIMS, self, dim=dims if self._array.ndim else ())

    def unsqueeze(self, dim: int) -> Tensor:
        """Put in a dimension of size 1 before `dim`, as a view; -1 puts it last.

        >>> x = torch.tensor([1, 2, 3])
        >>> torch.unsqueeze(x, 0).shape, torch.unsqueeze(x, -1).shape
        (torch.Size([1, 3]), torch.Size([3, 1]))
        """
        ndim = self._array.ndim
        if not -ndim - 1 <= dim <= ndim:
            raise errors.dim_out_of_range(dim, ndim + 1)
        return self._apply(ops.UNSQUEEZE, self, dim=dim % (ndim + 1))

    def expand(self, *size: Any) -> Tensor:
        """Repeat dimensions of size 1 without copying; -1 leaves a size as it is. New dimensions come first.

        The copies share one memory, and the gradient of the tensor is the sum over them.

        >>> torch.tensor([[1], [2]]).expand(-1, 3)
        tensor([[1, 1, 1],
                [2, 2, 2]])

        Raises:
            RuntimeError: a dimension that is to change has another size than 1.
        """
        wanted, own = sizes(size), self._array.shape
        lead = len(wanted) - len(own)
        if lead < 0:
            raise errors.expand_too_few(wanted, own, from_numpy_dtype(self._array.dtype).tensor_type)
        if -1 in wanted[:lead]:
            raise errors.expand_leading(wanted.index(-1))
        whole = list(wanted)
        for i, n in reversed(list(enumerate(own))):
            if whole[i + lead] == -1:
                whole[i + lead] = n
            elif n not in (1, whole[i + lead]):
                raise errors.expand_mismatch(whole[i + lead], n, i + lead, wanted, own)
        return self._apply(ops.EXPAND, self, size=tuple(whole))

    def expand_as(self, other: Tensor) -> Tensor:
        """`expand` to the shape of `other`.

        >>> torch.tensor([[1], [2]]).expand_as(torch.zeros(2, 3))
        tensor([[1, 1, 1],
                [2, 2, 2]])
        """
        return self.expand(other._array.shape)

    broadcast_to = expand

    def sum_to_size(self, *size: Any) -> Tensor:
        """Undo `expand`: add up what was repeated, which is how the gradient of a broadcast tensor comes about.

        Shapes: dimensions that `size` gives as 1, and leading ones that it leaves out, are summed over.

        >>> torch.tensor([[1, 2, 3], [4, 5, 6]]).sum_to_size(2, 1)
        tensor([[ 6],
                [15]])

        Raises:
            RuntimeError: the given size could not be expanded to this tensor's.
        """
        wanted, own = sizes(size), self._array.shape
        lead = len(own) - len(wanted)
        if lead < 0 or any(n not in (1, own[i + lead]) for i, n in enumerate(wanted)):
            raise RuntimeError(f"size {{{list(wanted)}}} is not expandable to size {{{list(own)}}}.")
        if not wanted:
            return self.sum()  # type: ignore[attr-defined]  # in Reduce
        dims = [*range(lead), *(i + lead for i, n in enumerate(wanted) if n == 1 != self._array.shape[i + lead])]
        found: Any = self.sum(dims, True) if dims else self  # type: ignore[attr-defined]  # in Reduce
        return found.view(wanted) if lead else found

    def contiguous(self, memory_format: Any = contiguous_format) -> Tensor:
        """This tensor if its memory lies in order, else a copy of which that is true.

        >>> x = torch.zeros(2, 3)
        >>> x.contiguous() is x, x.t().contiguous().stride()
        (True, (2, 1))
        """
        if is_in_order(self._array, memory_format):
            return self  # type: ignore[return-value]  # the only implementer is Tensor
        if memory_format is preserve_format:
            raise RuntimeError("preserve memory format is unsupported by the contiguous operator")
        return self._apply(CLONE, self, order=order_of_copy(memory_format))

    # -- help ------------------------------------------------------------------------------------------------

    def _cat(self, tensors: Sequence[Any], dim: int) -> Tensor:
        """`tensors`, one of which is `self`, joined along `dim`; `joining.cat` has checked that they fit."""
        along = tuple(
            None if t._array.shape == (0,) and self._array.ndim != 1 else t._array.shape[dim] for t in tensors
        )
        return self._apply(ops.CAT, *tensors, sizes=along, dim=dim)

    def _fitting(self, size: tuple[int, ...]) -> tuple[int, ...]:
        """`size` with its -1 worked out."""
        total = self._array.size
        unknown = size.count(-1)
        if unknown > 1:
            raise errors.only_one_inferred()
        if any(n < -1 for n in size):
            raise RuntimeError(f"invalid shape dimension {next(n for n in size if n < -1)}")
        known = math.prod(n for n in size if n != -1)
        if unknown:
            if known == 0 or total % known:
                if known == 0 == total:
                    raise RuntimeError(
                        f"cannot reshape tensor of 0 elements into shape {list(size)} because the unspecified "
                        "dimension size -1 can be any value and is ambiguous"
                    )
                raise errors.shape_invalid(size, total)
            return tuple(total // known if n == -1 else n for n in size)
        if known != total:
            raise errors.shape_invalid(size, total)
        return size

    def _can_view(self, size: tuple[int, ...]) -> bool:
        """Whether the memory lies so that `size` is possible without copying."""
        if self._array.flags.c_contiguous:
            return True
        return np.may_share_memory(self._array.reshape(size), self._array)
