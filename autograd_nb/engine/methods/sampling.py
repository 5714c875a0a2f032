"""Random numbers written over a tensor: `x.normal_(0, 0.01)` and its like; each returns `self`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import random
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.ops import sampling as ops

from .base import Base

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.random import Generator
    from autograd_nb.engine.tensor import Tensor


class Sampling(Base):
    """The in-place samplers, with PyTorch's numbers."""

    if TYPE_CHECKING:

        def _check_inplace(self, others: tuple[Any, ...]) -> None: ...

    def normal_(self, mean: float = 0, std: float = 1, *, generator: Generator | None = None) -> Tensor:
        """Fill with normally distributed numbers.

        >>> import autograd_nb as torch
        >>> _ = torch.manual_seed(0)
        >>> torch.empty(3).normal_(0, 0.01)
        tensor([ 0.0154, -0.0029, -0.0218])
        """
        self._check_inplace(())
        return self._fill_with(ops.NORMAL, self._own(random.normal, mean, std, generator))

    def uniform_(self, from_: float = 0, to: float = 1, *, generator: Generator | None = None) -> Tensor:
        """Fill with numbers from [from, to), all alike."""
        if from_ > to:
            raise RuntimeError(f"uniform_ expects to return a [from, to) range, but found from={from_:g} > to={to:g}")
        self._check_inplace(())
        return self._fill_with(ops.UNIFORM, self._own(random.uniform, from_, to, generator))

    def exponential_(self, lambd: float = 1, *, generator: Generator | None = None) -> Tensor:
        """Fill with exponentially distributed numbers of mean 1 / lambd."""
        if lambd <= 0:
            raise RuntimeError(f"exponential_ expects lambda > 0.0, but found lambda={lambd:g}")
        self._check_inplace(())
        unit = (generator or random.default_generator).unit(self._array.size, np.dtype(np.float64))
        return self._fill_with(ops.EXPONENTIAL, np.log1p(-unit) / -lambd)

    def bernoulli_(self, p: Any = 0.5, *, generator: Generator | None = None) -> Tensor:
        """Fill with 1 with probability `p` (a number, or a tensor of them), else 0."""
        if isinstance(p, Variable):
            self._check_inplace(())
            each = np.broadcast_to(p._array, self._array.shape)
            return self._fill_with(ops.BERNOULLI, random.bernoulli(each, generator))
        if not 0 <= p <= 1:
            raise RuntimeError(f"bernoulli_ expects p to be in [0, 1], but got p={p:g}")
        self._check_inplace(())
        return self._fill_with(ops.BERNOULLI, random.coin_flips(self._array.shape, p, generator))

    def random_(self, from_: int | None = None, to: int | None = None, *, generator: Generator | None = None) -> Tensor:
        """Fill with whole numbers from [from, to); from 0 where one is given, all of the dtype where none is."""
        self._check_inplace(())
        dtype, n = self._array.dtype, self._array.size
        if from_ is not None:
            low, high = (0, from_) if to is None else (from_, to)
            if low >= high:
                raise RuntimeError(f"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}")
            return self._fill_with(ops.RANDOM, random.integers((n,), low, high, np.dtype(np.int64), generator))
        source = generator or random.default_generator
        if dtype.kind == "f":
            span = 2 ** (np.finfo(dtype).nmant + 1) + 1
        else:
            span = 2 if dtype.kind == "b" else int(np.iinfo(dtype).max) + 1
        raw = source.double_words(n) if dtype.itemsize == 8 else source.words(n)
        return self._fill_with(ops.RANDOM, raw % np.uint64(span))

    # -- help ----------------------------------------------------------------------------------------

    def _own(self, sampler: Any, first: float, second: float, generator: Generator | None) -> Any:
        """Numbers in the shape of this tensor."""
        return sampler(self._array.shape, self._array.dtype, first, second, generator)

    def _fill_with(self, row: Op, values: Any) -> Tensor:
        """Write `values` over this tensor and record that."""
        array = self._array
        values = values.astype(array.dtype).reshape(-1)
        if not array.flags.c_contiguous:  # PyTorch goes through the memory, in whatever order dimensions lie there
            order = np.argsort([-abs(s) for s in array.strides], kind="stable")
            values = values.reshape([array.shape[d] for d in order]).transpose(np.argsort(order))
        return self._apply_inplace(row, self, values=values)
