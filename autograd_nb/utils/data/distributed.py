"""A sampler for one of several processes, each of which sees its own share of the examples."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from autograd_nb.engine.drawing import random
from autograd_nb.engine.drawing.random import Generator

from .sampler import Sampler

if TYPE_CHECKING:
    from collections.abc import Iterator, Sized


class DistributedSampler(Sampler[int]):
    """Every `num_replicas`-th number, from `rank` on, of all numbers in an order that is the same for all processes.

    What is lacking for shares of one size comes from the beginning again; with `drop_last` what is over is left out.

    >>> list(DistributedSampler(range(5), num_replicas=2, rank=1, shuffle=False))
    [1, 3, 0]

    Raises:
        ValueError: for a rank that is not below `num_replicas`; and if one of both is not given, for there is no group
            of processes that could be asked.

    Source: https://pytorch.org/docs/2.7/data.html#torch.utils.data.distributed.DistributedSampler
    """

    def __init__(
        self,
        dataset: Sized,
        num_replicas: int | None = None,
        rank: int | None = None,
        shuffle: bool = True,
        seed: int = 0,
        drop_last: bool = False,
    ) -> None:
        if num_replicas is None or rank is None:
            raise ValueError(
                "Default process group has not been initialized, please make sure to call init_process_group."
            )
        if rank >= num_replicas or rank < 0:
            raise ValueError(f"Invalid rank {rank}, rank should be in the interval [0, {num_replicas - 1}]")
        self.dataset, self.num_replicas, self.rank = dataset, num_replicas, rank
        self.epoch, self.drop_last = 0, drop_last
        size = len(dataset)
        kept = size - num_replicas if drop_last and size % num_replicas else size
        self.num_samples = math.ceil(kept / num_replicas)
        self.total_size = self.num_samples * num_replicas
        self.shuffle, self.seed = shuffle, seed

    def __iter__(self) -> Iterator[int]:
        numbers = list(range(len(self.dataset)))
        if self.shuffle:
            numbers = random.permutation(len(numbers), Generator().manual_seed(self.seed + self.epoch)).tolist()
        if not self.drop_last:
            numbers *= max(1, math.ceil(self.total_size / len(numbers)))
        return iter(numbers[self.rank : self.total_size : self.num_replicas])

    def __len__(self) -> int:
        return self.num_samples

    def set_epoch(self, epoch: int) -> None:
        """Say which pass is to come: each has an order of its own. Without it all passes have the same.

        >>> sampler = torch.utils.data.DistributedSampler(range(5), num_replicas=1, rank=0)
        >>> first = list(sampler)
        >>> sampler.set_epoch(1)
        >>> list(sampler) == first
        False
        """
        self.epoch = epoch
