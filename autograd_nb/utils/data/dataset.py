"""Datasets: what has examples, by number or one after the other."""

from __future__ import annotations

import bisect
import itertools
import math
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from autograd_nb.engine import duals
from autograd_nb.engine.drawing import random
from autograd_nb.engine.modes import modes
from autograd_nb.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from autograd_nb.engine.drawing.random import Generator

T = TypeVar("T", covariant=True)  # noqa: PLC0105 - PyTorch's datasets are written as Dataset[T]


class Dataset(Generic[T]):
    """The base of datasets with numbered examples: a subclass has `__getitem__`, and mostly `__len__`.

    >>> class Squares(Dataset):
    ...     def __getitem__(self, i):
    ...         return i * i
    >>> Squares()[3]
    9
    """

    def __getitem__(self, index: Any) -> T:
        raise NotImplementedError("Subclasses of Dataset should implement __getitem__.")

    def __add__(self, other: Dataset[Any]) -> ConcatDataset:
        return ConcatDataset([self, other])


class IterableDataset(Dataset[T], Iterable[T]):
    """The base of datasets that are read one example after the other: a subclass has `__iter__`.

    >>> class Countdown(torch.utils.data.IterableDataset):
    ...     def __iter__(self):
    ...         return iter([3, 2, 1])
    >>> list(torch.utils.data.DataLoader(Countdown(), batch_size=2))
    [tensor([3, 2]), tensor([1])]
    """

    def __add__(self, other: Any) -> Any:
        return ChainDataset([self, other])


class TensorDataset(Dataset[Any]):
    """Tensors side by side: example i is the tuple of their slices i along the first dimension.

    >>> import autograd_nb as torch
    >>> TensorDataset(torch.eye(2), torch.tensor([5, 6]))[1]
    (tensor([0., 1.]), tensor(6))

    Raises:
        AssertionError: for several numbers of examples.
    """

    def __init__(self, *tensors: Any) -> None:
        if any(tensors[0].size(0) != tensor.size(0) for tensor in tensors):
            raise AssertionError("Size mismatch between tensors")
        self.tensors = tensors

    def __getitem__(self, index: Any) -> tuple[Any, ...]:
        return tuple(tensor[index] for tensor in self.tensors)

    def __len__(self) -> int:
        return int(self.tensors[0].size(0))


def rows_at_once(dataset: Any, numbers: list[Any]) -> list[Any] | None:
    """The batch of these examples of a TensorDataset, in one step for each tensor; it takes a tenth of the time.

    None where examples are to be taken one by one: another dataset, or what is more than a row to be copied.
    """
    while type(dataset) is Subset and type(dataset.indices) is list:
        try:
            numbers, dataset = [dataset.indices[n] for n in numbers], dataset.dataset
        except (IndexError, TypeError):
            return None
    if type(dataset) is not TensorDataset or not numbers or duals.active or modes.here.inference:
        return None
    n = len(dataset)
    tensors = dataset.tensors
    if not all(type(number) is int and -n <= number < n for number in numbers):
        return None
    if any(t._overrides or t._trace is not None or t.requires_grad for t in tensors):
        return None
    return [Tensor._wrap(np.take(t._array, numbers, 0)) for t in tensors]


def _examples(dataset: Any, indices: list[Any]) -> list[Any]:
    """Several examples, of a dataset that may have a way of its own to give them."""
    several = getattr(dataset, "__getitems__", None)
    return several(indices) if callable(several) else [dataset[i] for i in indices]


class StackDataset(Dataset[Any]):
    """Datasets of one length side by side: an example is the tuple (or dict, for named ones) of theirs.

    >>> pairs = torch.utils.data.StackDataset(x=[1.0, 2.0], y=["a", "b"])
    >>> pairs[1]
    {'x': 2.0, 'y': 'b'}

    Raises:
        ValueError: for no dataset, named and unnamed ones together, and several lengths.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if args and kwargs:
            raise ValueError(
                "Supported either ``tuple``- (via ``args``) or"
                "``dict``- (via ``kwargs``) like input/output, but both types are given."
            )
        if not args and not kwargs:
            raise ValueError("At least one dataset should be passed")
        self.datasets: Any = args or kwargs
        parts = args or tuple(kwargs.values())
        self._length = len(parts[0])
        if any(len(part) != self._length for part in parts):
            raise ValueError("Size mismatch between datasets")

    def __getitem__(self, index: Any) -> Any:
        if isinstance(self.datasets, dict):
            return {name: part[index] for name, part in self.datasets.items()}
        return tuple(part[index] for part in self.datasets)

    def __getitems__(self, indices: list[Any]) -> list[Any]:
        """The examples with these numbers, which a `DataLoader` asks for at once."""
        if isinstance(self.datasets, dict):
            columns = [_examples(part, indices) for part in self.datasets.values()]
            return [dict(zip(self.datasets, parts)) for parts in zip(*columns)]
        return list(zip(*[_examples(part, indices) for part in self.datasets]))

    def __len__(self) -> int:
        return self._length


class ConcatDataset(Dataset[Any]):
    """Datasets one after the other. Also written `a + b`.

    >>> ConcatDataset(["ab", "cde"])[3]
    'd'
    """

    def __init__(self, datasets: Iterable[Any]) -> None:
        self.datasets = list(datasets)
        if not self.datasets:
            raise AssertionError("datasets should not be an empty iterable")
        if any(isinstance(part, IterableDataset) for part in self.datasets):
            raise AssertionError("ConcatDataset does not support IterableDataset")
        self.cumulative_sizes = list(itertools.accumulate(len(part) for part in self.datasets))

    def __len__(self) -> int:
        return self.cumulative_sizes[-1]

    def __getitem__(self, idx: int) -> Any:
        if idx < 0:
            if -idx > len(self):
                raise ValueError("absolute value of index should not exceed dataset length")
            idx += len(self)
        part = bisect.bisect_right(self.cumulative_sizes, idx)
        return self.datasets[part][idx - (self.cumulative_sizes[part - 1] if part else 0)]


class ChainDataset(IterableDataset[Any]):
    """Iterable datasets one after the other. Also written `a + b`.

    >>> class Letters(torch.utils.data.IterableDataset):
    ...     def __init__(self, word):
    ...         self.word = word
    ...
    ...     def __iter__(self):
    ...         return iter(self.word)
    >>> list(torch.utils.data.ChainDataset([Letters("ab"), Letters("c")]))
    ['a', 'b', 'c']

    Raises:
        AssertionError: for what is no `IterableDataset`, when its turn comes.
    """

    def __init__(self, datasets: Iterable[Any]) -> None:
        self.datasets = datasets

    def _parts(self) -> Iterator[Any]:
        for part in self.datasets:
            if not isinstance(part, IterableDataset):
                raise AssertionError("ChainDataset only supports IterableDataset")  # noqa: TRY004 - PyTorch's choice
            yield part

    def __iter__(self) -> Iterator[Any]:
        for part in self._parts():
            yield from part

    def __len__(self) -> int:
        parts: Iterator[Any] = self._parts()
        return sum(len(part) for part in parts)


class Subset(Dataset[T]):
    """The examples of a dataset that have these numbers.

    >>> letters = torch.utils.data.Subset("abcd", [3, 0])
    >>> letters[0], len(letters)
    ('d', 2)
    """

    def __init__(self, dataset: Any, indices: Sequence[int]) -> None:
        self.dataset = dataset
        self.indices = indices

    def __getitem__(self, idx: Any) -> Any:
        if isinstance(idx, list):
            return self.dataset[[self.indices[i] for i in idx]]
        return self.dataset[self.indices[idx]]

    def __getitems__(self, indices: list[int]) -> list[Any]:
        """The examples with these numbers, which a `DataLoader` asks for at once."""
        return _examples(self.dataset, [self.indices[i] for i in indices])

    def __len__(self) -> int:
        return len(self.indices)


def random_split(dataset: Any, lengths: Sequence[float], generator: Generator | None = None) -> list[Subset[Any]]:
    """Subsets of these lengths, drawn at random without overlap. Fractions that add up to 1 may stand for lengths.

    >>> _ = random.manual_seed(0)
    >>> [list(part.indices) for part in random_split(range(5), [3, 2])]
    [[4, 0, 1], [3, 2]]
    """
    sizes: Any = list(lengths)
    if math.isclose(sum(sizes), 1) and sum(sizes) <= 1:
        sizes = _sizes_of(sizes, len(dataset))
    if sum(sizes) != len(dataset):
        raise ValueError("Sum of input lengths does not equal the length of the input dataset!")
    indices = random.permutation(sum(sizes), generator).tolist()
    ends = itertools.accumulate(sizes)
    return [Subset(dataset, indices[end - size : end]) for end, size in zip(ends, sizes)]


def _sizes_of(fractions: list[float], total: int) -> list[int]:
    """Whole lengths for fractions; what rounding leaves over goes to the first ones."""
    sizes = []
    for i, fraction in enumerate(fractions):
        if not 0 <= fraction <= 1:
            raise ValueError(f"Fraction at index {i} is not between 0 and 1")
        sizes.append(math.floor(total * fraction))
    for i in range(total - sum(sizes)):
        sizes[i % len(sizes)] += 1
    for i, size in enumerate(sizes):
        if size == 0:
            warnings.warn(f"Length of split at index {i} is 0. This might result in an empty dataset.", stacklevel=3)
    return sizes
