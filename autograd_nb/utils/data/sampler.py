"""Samplers: in which order the examples of a dataset come, and how they are put into batches."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from autograd_nb.engine.creation import as_tensor
from autograd_nb.engine.drawing import random
from autograd_nb.engine.drawing.random import Generator
from autograd_nb.engine.dtypes import float64

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Sized

T = TypeVar("T", covariant=True)  # noqa: PLC0105 - PyTorch's samplers are written as Sampler[int]


class Sampler(Generic[T]):
    """The base of samplers: a subclass has `__iter__`, which gives numbers of examples (or lists of them).

    >>> class EverySecond(torch.utils.data.Sampler):
    ...     def __iter__(self):
    ...         return iter(range(0, 6, 2))
    >>> list(torch.utils.data.DataLoader("abcdef", sampler=EverySecond()))
    [['a'], ['c'], ['e']]
    """

    def __init__(self, data_source: Sized | None = None) -> None:
        del data_source

    def __iter__(self) -> Iterator[T]:
        raise NotImplementedError


class SequentialSampler(Sampler[int]):
    """All numbers in their order.

    >>> list(torch.utils.data.SequentialSampler("abc"))
    [0, 1, 2]
    """

    def __init__(self, data_source: Sized) -> None:
        self.data_source = data_source

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self.data_source)))

    def __len__(self) -> int:
        return len(self.data_source)


class RandomSampler(Sampler[int]):
    """All numbers in an order drawn anew each time; with `replacement` each is drawn from all.

    The order comes from a generator of its own, seeded from the default one, unless `generator` is given.

    >>> _ = torch.manual_seed(0)
    >>> sorted(torch.utils.data.RandomSampler("abc"))
    [0, 1, 2]

    Raises:
        ValueError: for a `num_samples` that is not positive, and so for an empty dataset.
    """

    def __init__(
        self,
        data_source: Sized,
        replacement: bool = False,
        num_samples: Any = None,
        generator: Generator | None = None,
    ) -> None:
        self.data_source = data_source
        self.replacement = replacement
        self._num_samples = num_samples
        self.generator = generator
        if not isinstance(replacement, bool):
            raise TypeError(f"replacement should be a boolean value, but got replacement={replacement}")
        wanted: Any = self.num_samples
        if not isinstance(wanted, int) or wanted <= 0:
            raise ValueError(f"num_samples should be a positive integer value, but got num_samples={wanted}")

    @property
    def num_samples(self) -> int:
        """How many numbers one pass gives.

        >>> torch.utils.data.RandomSampler("abc").num_samples
        3
        """
        return len(self.data_source) if self._num_samples is None else self._num_samples

    def __iter__(self) -> Iterator[int]:
        n, wanted = len(self.data_source), self.num_samples
        source = self.generator or Generator().manual_seed(draw_seed())
        if self.replacement:
            for first in range(0, wanted, 32):  # PyTorch draws 32 at a time
                yield from random.integers((min(32, wanted - first),), 0, n, generator=source).tolist()
            return
        for first in range(0, wanted, n):
            yield from random.permutation(n, source).tolist()[: wanted - first]
        if wanted % n == 0:
            random.permutation(n, source)  # PyTorch draws a last order of which it takes nothing

    def __len__(self) -> int:
        return self.num_samples


class SubsetRandomSampler(Sampler[int]):
    """The given numbers in an order drawn anew each time.

    >>> sorted(torch.utils.data.SubsetRandomSampler([7, 3]))
    [3, 7]
    """

    def __init__(self, indices: Sequence[int], generator: Generator | None = None) -> None:
        self.indices = indices
        self.generator = generator

    def __iter__(self) -> Iterator[int]:
        for i in random.permutation(len(self.indices), self.generator).tolist():
            yield self.indices[i]

    def __len__(self) -> int:
        return len(self.indices)


class WeightedRandomSampler(Sampler[int]):
    """`num_samples` numbers, each drawn with a probability in proportion to its weight.

    >>> list(torch.utils.data.WeightedRandomSampler([0.0, 1.0, 0.0], num_samples=3))
    [1, 1, 1]

    Raises:
        ValueError: for weights of more than one dimension, and a number of samples that is not positive.
    """

    def __init__(
        self, weights: Sequence[float], num_samples: Any, replacement: Any = True, generator: Generator | None = None
    ) -> None:
        if not isinstance(num_samples, int) or isinstance(num_samples, bool) or num_samples <= 0:
            raise ValueError(f"num_samples should be a positive integer value, but got num_samples={num_samples}")
        if not isinstance(replacement, bool):
            raise ValueError(  # noqa: TRY004 - PyTorch's choice
                f"replacement should be a boolean value, but got replacement={replacement}"
            )
        self.weights = as_tensor(weights, dtype=float64)
        if self.weights.dim() != 1:
            shape = tuple(self.weights.shape)
            raise ValueError(f"weights should be a 1d sequence but given weights have shape {shape}")
        self.num_samples = num_samples
        self.replacement = replacement
        self.generator = generator

    def __iter__(self) -> Iterator[int]:
        drawn: Any = self.weights.multinomial(self.num_samples, self.replacement, generator=self.generator)
        return iter(drawn.tolist())

    def __len__(self) -> int:
        return self.num_samples


class BatchSampler(Sampler[list[int]]):
    """Lists of `batch_size` numbers each; the last is shorter, or left out with `drop_last`.

    >>> list(BatchSampler(SequentialSampler(range(5)), batch_size=2, drop_last=False))
    [[0, 1], [2, 3], [4]]
    """

    def __init__(self, sampler: Iterable[int], batch_size: Any, drop_last: Any) -> None:
        if not isinstance(batch_size, int) or isinstance(batch_size, bool) or batch_size <= 0:
            raise ValueError(f"batch_size should be a positive integer value, but got batch_size={batch_size}")
        if not isinstance(drop_last, bool):
            raise ValueError(  # noqa: TRY004 - PyTorch's choice
                f"drop_last should be a boolean value, but got drop_last={drop_last}"
            )
        self.sampler: Any = sampler
        self.batch_size = batch_size
        self.drop_last = drop_last

    def __iter__(self) -> Iterator[list[int]]:
        numbers = iter(self.sampler)
        while batch := list(itertools.islice(numbers, self.batch_size)):
            if len(batch) == self.batch_size or not self.drop_last:
                yield batch

    def __len__(self) -> int:
        n = len(self.sampler)
        return n // self.batch_size if self.drop_last else -(-n // self.batch_size)


def draw_seed(generator: Generator | None = None) -> int:
    """A seed from a generator, as PyTorch draws it: one int64 from 0 up."""
    source = generator or random.default_generator
    return int(source.double_words(1)[0] % np.uint64(2**63))
