"""Sequences of several lengths, packed: all first steps, then all second steps, and so on, longest sequence first.

Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.rnn.PackedSequence.html
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from autograd_nb.engine.creation import as_tensor
from autograd_nb.engine.dtypes import dtype, float16, float32, float64, int8, int16, int32, int64, uint8
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.ops import sequences as ops

if TYPE_CHECKING:
    from typing import Self

    from autograd_nb.engine.tensor import Tensor


class _Fields(NamedTuple):
    data: Any
    batch_sizes: Any
    sorted_indices: Any
    unsorted_indices: Any


class PackedSequence(_Fields):
    """What `pack_padded_sequence` makes, and recurrent layers read.

    Attributes:
        data: the steps, of shape (all steps, features).
        batch_sizes: how many sequences have a first step, a second, and so on.
        sorted_indices: the order into which the sequences were brought.
        unsorted_indices: the order that brings them back.

    >>> torch.nn.utils.rnn.pack_sequence([torch.tensor([1, 2, 3]), torch.tensor([4])])
    PackedSequence(data=tensor([1, 4, 2, 3]), batch_sizes=tensor([2, 1, 1]), sorted_indices=None, unsorted_indices=None)

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.rnn.PackedSequence.html
    """

    __slots__ = ()

    def __new__(
        cls, data: Any, batch_sizes: Any = None, sorted_indices: Any = None, unsorted_indices: Any = None
    ) -> Self:
        """With the way back, if only the order is given."""
        if unsorted_indices is None:
            unsorted_indices = invert_permutation(sorted_indices)
        if batch_sizes is None:
            data, batch_sizes = data
        return super().__new__(cls, data, batch_sizes, sorted_indices, unsorted_indices)

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self))
        return f"PackedSequence({parts})"

    def to(self, *args: Any, **kwargs: Any) -> PackedSequence:
        """With the steps in another dtype; this one, if they have it already.

        >>> torch.nn.utils.rnn.pack_sequence([torch.tensor([1, 2])]).to(torch.float32).data
        tensor([1., 2.])
        """
        data = self.data.to(*args, **kwargs)
        return self if data is self.data else PackedSequence(data, *self[1:])

    def _in(self, kind: dtype) -> PackedSequence:
        return self.to(dtype=kind)

    def double(self) -> PackedSequence:
        """In double precision.

        >>> torch.nn.utils.rnn.pack_sequence([torch.tensor([1, 2])]).double().data.dtype
        torch.float64
        """
        return self._in(float64)

    def float(self) -> PackedSequence:
        """In single precision.

        >>> torch.nn.utils.rnn.pack_sequence([torch.tensor([1, 2])]).float().data
        tensor([1., 2.])
        """
        return self._in(float32)

    def half(self) -> PackedSequence:
        """In half precision.

        >>> torch.nn.utils.rnn.pack_sequence([torch.tensor([1, 2])]).half().data.dtype
        torch.float16
        """
        return self._in(float16)

    def long(self) -> PackedSequence:
        """As whole numbers of 64 bits.

        >>> torch.nn.utils.rnn.pack_sequence([torch.tensor([1.5, 2.0])]).long().data
        tensor([1, 2])
        """
        return self._in(int64)

    def short(self) -> PackedSequence:
        """As whole numbers of 16 bits.

        >>> torch.nn.utils.rnn.pack_sequence([torch.tensor([1.5, 2.0])]).short().data.dtype
        torch.int16
        """
        return self._in(int16)

    def char(self) -> PackedSequence:
        """As whole numbers of 8 bits.

        >>> torch.nn.utils.rnn.pack_sequence([torch.tensor([1.5, 2.0])]).char().data.dtype
        torch.int8
        """
        return self._in(int8)

    def byte(self) -> PackedSequence:
        """As whole numbers of 8 bits from 0.

        >>> torch.nn.utils.rnn.pack_sequence([torch.tensor([1.5, 2.0])]).byte().data.dtype
        torch.uint8
        """
        return self._in(uint8)

    def int(self) -> PackedSequence:
        """As whole numbers of 32 bits.

        >>> torch.nn.utils.rnn.pack_sequence([torch.tensor([1.5, 2.0])]).int().data.dtype
        torch.int32
        """
        return self._in(int32)

    def cpu(self) -> PackedSequence:
        """This one: it is always on the CPU.

        >>> packed = torch.nn.utils.rnn.pack_sequence([torch.tensor([1, 2])])
        >>> packed.cpu() is packed
        True
        """
        return self

    @property
    def is_cuda(self) -> bool:
        """False.

        >>> torch.nn.utils.rnn.pack_sequence([torch.tensor([1, 2])]).is_cuda
        False
        """
        return False

    def is_pinned(self) -> bool:
        """False.

        >>> torch.nn.utils.rnn.pack_sequence([torch.tensor([1, 2])]).is_pinned()
        False
        """
        return False


def invert_permutation(permutation: Any) -> Any:
    """The order that brings back what `permutation` has moved.

    >>> x, order = torch.tensor([10, 20, 30]), torch.tensor([2, 0, 1])
    >>> x[order][torch.nn.utils.rnn.invert_permutation(order)]
    tensor([10, 20, 30])
    """
    return None if permutation is None else permutation._wrap(np.argsort(permutation._array))


def pack_padded_sequence(
    input: Tensor, lengths: Any, batch_first: bool = False, enforce_sorted: bool = True
) -> PackedSequence:
    """Sequences without their padding.

    Args:
        input: of shape (steps, batch, features), or (batch, steps, features) with `batch_first`.
        lengths: how many steps of each sequence are no padding.
        batch_first: see `input`.
        enforce_sorted: refuse sequences that are not sorted by length; else they are sorted here.

    Raises:
        RuntimeError: for lengths that do not fit.

    >>> import autograd_nb as torch
    >>> pack_padded_sequence(torch.tensor([[1, 2], [3, 0]]), [2, 1], batch_first=True).data
    tensor([1, 3, 2])
    """
    x: Any = input
    known: Any = as_tensor(lengths, dtype=int64) if not isinstance(lengths, Variable) else lengths
    sizes = known._array.astype(np.int64)
    if sizes.ndim != 1:
        raise RuntimeError(f"'lengths' argument should be a 1D CPU int64 tensor, but got {sizes.ndim}D cpu Long tensor")
    order = None
    if not enforce_sorted:
        places = np.argsort(-sizes, kind="stable")
        sizes, order = sizes[places], x._wrap(places)
        x = x.index_select(0 if batch_first else 1, order)
    if batch_first:
        x = x.transpose(0, 1)
    if not x._array.size:
        raise RuntimeError("Cannot pack empty tensors.")
    if len(sizes) != x.size(1):
        raise RuntimeError(
            f"Expected `len(lengths)` to be equal to batch_size, but got {len(sizes)} (batch_size={x.size(1)})"
        )
    if (sizes <= 0).any():
        raise RuntimeError(
            "Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0"
        )
    if (np.diff(sizes) > 0).any():
        raise RuntimeError(
            "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass "
            "`enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you "
            "do not need ONNX exportability."
        )
    if sizes[0] > x.size(0):
        raise RuntimeError(f"Expected lengths of at most {x.size(0)} steps, but got {sizes[0]}")
    counts = (sizes > np.arange(sizes[0])[:, None]).sum(1)
    return PackedSequence(x._apply(ops.PACK, x, counts=counts), x._wrap(counts), order, None)


def pad_packed_sequence(
    sequence: PackedSequence, batch_first: bool = False, padding_value: float = 0.0, total_length: int | None = None
) -> tuple[Any, Any]:
    """The sequences side by side again, and their lengths.

    Shapes: (steps, batch, features), or (batch, steps, features) with `batch_first`; `total_length` makes it longer.

    >>> packed = torch.nn.utils.rnn.pack_sequence([torch.tensor([1, 2, 3]), torch.tensor([4])])
    >>> torch.nn.utils.rnn.pad_packed_sequence(packed, batch_first=True)
    (tensor([[1, 2, 3],
            [4, 0, 0]]), tensor([3, 1]))

    Raises:
        ValueError: for a `total_length` below that of the longest.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.rnn.pad_packed_sequence.html
    """
    counts = sequence.batch_sizes._array
    data: Any = sequence.data
    steps = len(counts)
    if total_length is not None:
        if total_length < steps:
            raise ValueError(
                "Expected total_length to be at least the length of the longest sequence in input, but got "
                f"total_length={total_length} and max sequence length being {steps}"
            )
        steps = total_length
    padded = data.new_full((steps, int(counts[0]), *data.shape[1:]), padding_value)
    start = 0
    for t, count in enumerate(counts.tolist()):
        padded[t, :count] = data[start : start + count]
        start += count
    lengths = data._wrap((np.arange(counts[0])[:, None] < counts).sum(1))
    if batch_first:
        padded = padded.transpose(0, 1)
    back = sequence.unsorted_indices
    if back is not None:
        return padded.index_select(0 if batch_first else 1, back), lengths[back]
    return padded, lengths


def pad_sequence(
    sequences: Any, batch_first: bool = False, padding_value: float = 0.0, padding_side: str = "right"
) -> Tensor:
    """Sequences side by side, the shorter ones with padding.

    >>> import autograd_nb as torch
    >>> pad_sequence([torch.tensor([1, 2]), torch.tensor([3])], batch_first=True)
    tensor([[1, 2],
            [3, 0]])
    """
    if not isinstance(sequences, Iterable):
        raise RuntimeError(  # noqa: TRY004 - PyTorch's type
            f"pad_sequence: Expected iterable for input sequences, but got arg of type: {type(sequences)}"
        )
    given: tuple[Any, ...] = tuple(sequences)
    if not given:
        raise RuntimeError("received an empty list of sequences")
    for i, part in enumerate(given):
        if not isinstance(part, Variable):
            raise TypeError(f"expected Tensor as element {i} in argument 0, but got {type(part).__name__}")
    if padding_side not in ("left", "right"):
        raise RuntimeError(f"Expected padding_side to be one of left or right, but got {padding_side}.")
    longest = max(part.size(0) for part in given)
    lead = (len(given), longest) if batch_first else (longest, len(given))
    padded = given[0].new_full((*lead, *given[0].shape[1:]), padding_value)
    for i, part in enumerate(given):
        place = slice(0, part.size(0)) if padding_side == "right" else slice(longest - part.size(0), longest)
        (padded[i, place] if batch_first else padded[place, i]).copy_(part)
    found: Tensor = padded
    return found


def unpad_sequence(padded_sequences: Tensor, lengths: Tensor, batch_first: bool = False) -> list[Tensor]:
    """The sequences one by one, without their padding. As in PyTorch, steps first are turned round in place.

    >>> padded = torch.tensor([[1, 2], [3, 0]])
    >>> torch.nn.utils.rnn.unpad_sequence(padded, torch.tensor([2, 1]), batch_first=True)
    [tensor([1, 2]), tensor([3])]

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.rnn.unpad_sequence.html
    """
    x: Any = padded_sequences
    if not batch_first:
        x.transpose_(0, 1)
    sizes: Any = lengths
    steps = x._wrap(np.arange(x.shape[1]))
    return [part[steps < size] for part, size in zip(x, sizes)]


def pack_sequence(sequences: Any, enforce_sorted: bool = True) -> PackedSequence:
    """Sequences of several lengths, packed: all first steps, all second ones, and so on.

    >>> torch.nn.utils.rnn.pack_sequence([torch.tensor([1, 2, 3]), torch.tensor([4])]).data
    tensor([1, 4, 2, 3])

    Raises:
        RuntimeError: they are not sorted from long to short, unless `enforce_sorted=False`.

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.rnn.pack_sequence.html
    """
    lengths = as_tensor([part.size(0) for part in sequences])
    return pack_padded_sequence(pad_sequence(sequences), lengths, enforce_sorted=enforce_sorted)


def unpack_sequence(packed_sequences: PackedSequence) -> list[Tensor]:
    """The packed sequences one by one.

    >>> packed = torch.nn.utils.rnn.pack_sequence([torch.tensor([1, 2, 3]), torch.tensor([4])])
    >>> torch.nn.utils.rnn.unpack_sequence(packed)
    [tensor([1, 2, 3]), tensor([4])]

    Source: https://pytorch.org/docs/2.7/generated/torch.nn.utils.rnn.unpack_sequence.html
    """
    padded, lengths = pad_packed_sequence(packed_sequences, batch_first=True)
    return unpad_sequence(padded, lengths, batch_first=True)
