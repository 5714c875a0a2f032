"""DataLoader: goes through a dataset batch by batch.

Everything happens in this process. `num_workers`, `pin_memory` and their like are taken and have no influence: with
the same seed the batches are those of PyTorch, whatever their number there.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .collate import default_collate, default_convert
from .dataset import IterableDataset, rows_at_once
from .sampler import BatchSampler, RandomSampler, SequentialSampler, draw_seed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Self

    from autograd_nb.engine.drawing.random import Generator

T = TypeVar("T", covariant=True)  # noqa: PLC0105 - PyTorch's loaders are written as DataLoader[T]


class _InfiniteConstantSampler:
    """Gives None for ever: the examples of an IterableDataset have no numbers."""

    def __iter__(self) -> Iterator[None]:
        return itertools.repeat(None)


class DataLoader(Generic[T]):
    """The batches of a dataset, in order or with `shuffle` in one drawn anew for each pass.

    Args:
        dataset: anything with `__getitem__` and `__len__`, or an IterableDataset.
        batch_size: how many examples make a batch; None gives single examples.
        shuffle: whether the order is random.
        sampler, batch_sampler: what gives the numbers of the examples, instead.
        collate_fn: makes a batch out of a list of examples.
        drop_last: leave out a last batch that is not full.
        generator: where random orders come from, instead of the default generator.

    >>> [batch.tolist() for batch in DataLoader(range(5), batch_size=2)]
    [[0, 1], [2, 3], [4]]

    >>> loader = torch.utils.data.DataLoader([(1.0, 0), (2.0, 1)], batch_size=2)
    >>> x, y = next(iter(loader))
    >>> x, y, len(loader)
    (tensor([1., 2.], dtype=torch.float64), tensor([0, 1]), 1)

    Raises:
        ValueError: for options that exclude each other.
    """

    _complete = False

    def __init__(
        self,
        dataset: Any,
        batch_size: int | None = 1,
        shuffle: bool | None = None,
        sampler: Iterable[Any] | None = None,
        batch_sampler: Iterable[Any] | None = None,
        num_workers: int = 0,
        collate_fn: Callable[[Any], Any] | None = None,
        pin_memory: bool = False,
        drop_last: bool = False,
        timeout: float = 0,
        worker_init_fn: Callable[[int], None] | None = None,
        multiprocessing_context: object = None,
        generator: Generator | None = None,
        *,
        prefetch_factor: int | None = None,
        persistent_workers: bool = False,
        pin_memory_device: str = "",
        in_order: bool = True,
    ) -> None:
        _check_workers(num_workers, timeout, prefetch_factor, persistent_workers)
        _check_order(isinstance(dataset, IterableDataset), shuffle, sampler, batch_sampler)
        _check_batches(batch_size, shuffle, sampler, batch_sampler, drop_last)
        self.dataset = dataset
        self.batch_size = None if batch_sampler is not None else batch_size
        self.drop_last = drop_last
        self.generator = generator
        self.num_workers, self.pin_memory, self.timeout = num_workers, pin_memory, timeout
        self.worker_init_fn, self.multiprocessing_context = worker_init_fn, multiprocessing_context
        self.prefetch_factor, self.persistent_workers = prefetch_factor, persistent_workers
        self.pin_memory_device, self.in_order = pin_memory_device, in_order
        if sampler is None:
            if isinstance(dataset, IterableDataset):
                sampler = _InfiniteConstantSampler()
            else:
                sampler = RandomSampler(dataset, generator=generator) if shuffle else SequentialSampler(dataset)
        if batch_sampler is None and batch_size is not None:
            numbers: Any = sampler
            batch_sampler = BatchSampler(numbers, batch_size, drop_last)
        self.sampler: Any = sampler
        self.batch_sampler: Any = batch_sampler
        self.collate_fn = collate_fn or (default_convert if batch_sampler is None else default_collate)
        self._complete = True

    def __setattr__(self, name: str, value: Any) -> None:
        if self._complete and name in _FIXED:
            raise ValueError(f"{name} attribute should not be set after {type(self).__name__} is initialized")
        super().__setattr__(name, value)

    def __iter__(self) -> Iterator[Any]:
        draw_seed(self.generator)  # PyTorch's workers would be seeded with it; the numbers after it depend on it
        in_turn = isinstance(self.dataset, IterableDataset)
        return _SingleProcessDataLoaderIter(self, self._examples_in_turn() if in_turn else self._examples_by_number())

    def _examples_by_number(self) -> Iterator[Any]:
        if self.batch_sampler is None:
            for number in self.sampler:
                yield self.collate_fn(self.dataset[number])
            return
        several = getattr(self.dataset, "__getitems__", None)
        for numbers in self.batch_sampler:
            rows = rows_at_once(self.dataset, numbers) if self.collate_fn is default_collate else None
            if rows is not None:
                yield rows
                continue
            yield self.collate_fn(several(numbers) if several else [self.dataset[number] for number in numbers])

    def _examples_in_turn(self) -> Iterator[Any]:
        examples = iter(self.dataset)
        if self.batch_size is None:
            yield from map(self.collate_fn, examples)
            return
        while batch := list(itertools.islice(examples, self.batch_size)):
            if len(batch) == self.batch_size or not self.drop_last:
                yield self.collate_fn(batch)

    def __len__(self) -> int:
        if not isinstance(self.dataset, IterableDataset):
            return len(self.sampler if self.batch_sampler is None else self.batch_sampler)
        n = len(self.dataset)  # type: ignore[arg-type]  # an iterable dataset may have a length
        if self.batch_size is None:
            return n
        return n // self.batch_size if self.drop_last else -(-n // self.batch_size)


class _SingleProcessDataLoaderIter:
    """One pass through a loader. It has the loader's length, however many batches have been taken."""

    def __init__(self, loader: DataLoader[Any], batches: Iterator[Any]) -> None:
        self._loader, self._batches = loader, batches

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        return next(self._batches)

    def __len__(self) -> int:
        return len(self._loader)


_SingleProcessDataLoaderIter.__module__ = "torch.utils.data.dataloader"

_FIXED = frozenset("batch_size batch_sampler sampler drop_last dataset persistent_workers".split())
"""What a loader is made of, and cannot be given later: its samplers are made of it."""


def get_worker_info() -> None:
    """None: there are no workers, everything happens in the process that asks.

    >>> torch.utils.data.get_worker_info() is None
    True
    """


def _check_workers(num_workers: int, timeout: float, prefetch_factor: int | None, persistent_workers: bool) -> None:
    if num_workers < 0:
        raise ValueError("num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.")
    if timeout < 0:
        raise ValueError("timeout option should be non-negative")
    if num_workers == 0 and prefetch_factor is not None:
        raise ValueError(
            "prefetch_factor option could only be specified in multiprocessing."
            "let num_workers > 0 to enable multiprocessing, otherwise set prefetch_factor to None."
        )
    if persistent_workers and num_workers == 0:
        raise ValueError("persistent_workers option needs num_workers > 0")


def _check_order(iterable: bool, shuffle: Any, sampler: Any, batch_sampler: Any) -> None:
    start = "DataLoader with IterableDataset: expected unspecified"
    if iterable:
        if shuffle not in {False, None}:
            raise ValueError(f"{start} shuffle option, but got shuffle={shuffle}")
        if sampler is not None:
            raise ValueError(f"{start} sampler option, but got sampler={sampler}")
        if batch_sampler is not None:
            raise ValueError(f"{start} batch_sampler option, but got batch_sampler={batch_sampler}")
    elif sampler is not None and shuffle:
        raise ValueError("sampler option is mutually exclusive with shuffle")


def _check_batches(batch_size: Any, shuffle: Any, sampler: Any, batch_sampler: Any, drop_last: bool) -> None:
    if batch_sampler is not None:
        if batch_size != 1 or shuffle or sampler is not None or drop_last:
            raise ValueError(
                "batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last"
            )
    elif batch_size is None and drop_last:
        raise ValueError("batch_size=None option disables auto-batching and is mutually exclusive with drop_last")
