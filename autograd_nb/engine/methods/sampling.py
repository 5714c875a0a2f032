"""Random numbers with a tensor as their measure: `x.multinomial(3)`, or written over it: `x.normal_(0, 0.01)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_nb.engine import dtypes, errors
from autograd_nb.engine.drawing import random, variates
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.ops import sampling as ops

from .base import Base

if TYPE_CHECKING:
    from autograd_nb.engine.drawing.random import Generator
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


ALONE: Any = object()
"""Stands for a second end that is not given; None stands for the largest number there is."""


def most(dtype: np.dtype[Any]) -> int:
    """The largest whole number up to which a dtype holds all."""
    if dtype.kind == "f":
        return int(2 ** (np.finfo(dtype).nmant + 1))
    return 1 if dtype.kind == "b" else int(np.iinfo(dtype).max)


class Sampling(Base):
    """The samplers, with PyTorch's numbers; those that end in `_` write over the tensor and return it."""

    if TYPE_CHECKING:

        def _check_inplace(self, others: tuple[Any, ...], alike: bool = False) -> None: ...

    def normal_(self, mean: float = 0, std: float = 1, *, generator: Generator | None = None) -> Tensor:
        """Fill with normally distributed numbers.

        >>> _ = torch.manual_seed(0)
        >>> torch.empty(3).normal_(0, 0.01)
        tensor([ 0.0154, -0.0029, -0.0218])

        Raises:
            RuntimeError: `std` is negative.
        """
        self._check_inplace(())
        scattered = not self._array.flags.c_contiguous
        drawn = random.normal(self._array.shape, self._array.dtype, mean, std, generator, scattered)
        return self._fill_with(ops.NORMAL, drawn)

    def uniform_(self, from_: float = 0, to: float = 1, *, generator: Generator | None = None) -> Tensor:
        """Fill with numbers from [from, to), all alike.

        >>> _ = torch.manual_seed(0)
        >>> torch.empty(3).uniform_(-1, 1)
        tensor([-0.0075,  0.5364, -0.8230])

        Raises:
            RuntimeError: `from` is more than `to`.
        """
        if self._array.dtype.kind == "f":
            greatest = np.finfo(self._array.dtype).max
            for name, bound in (("from", from_), ("to", to)):
                if not -greatest <= bound <= greatest:
                    raise RuntimeError(f"{name} is out of bounds for {self.dtype.cpp_name}")
        if from_ > to and self._array.dtype.kind == "f":
            raise RuntimeError(f"uniform_ expects to return a [from, to) range, but found from={from_:g} > to={to:g}")
        if self._array.dtype.kind == "f" and to - from_ > greatest:
            limit = f"std::numeric_limits<{self.dtype.scalar_name}>::max()"
            raise RuntimeError(
                f"uniform_ expects to-from <= {limit}, but found to={to:g} and from={from_:g} which result in to-from "
                "to exceed the limit"
            )
        self._check_inplace(())
        return self._fill_with(ops.UNIFORM, random.uniform(self._array.shape, self._array.dtype, from_, to, generator))

    def exponential_(self, lambd: float = 1, *, generator: Generator | None = None) -> Tensor:
        """Fill with exponentially distributed numbers of mean 1 / lambd: waiting times at a rate of `lambd`.

        >>> _ = torch.manual_seed(0)
        >>> torch.empty(3).exponential_(2)
        tensor([1.7542, 0.6152, 0.3075])

        Raises:
            RuntimeError: `lambd` is not positive.
        """
        if not lambd > 0:
            raise RuntimeError(f"exponential_ expects lambda > 0.0, but found lambda={lambd:g}")
        self._check_continuous("Exponential", self.dtype.scalar_name)
        self._check_inplace(())
        return self._fill_with(ops.EXPONENTIAL, variates.exponential(self._array.shape, lambd, generator))

    def geometric_(self, p: float, *, generator: Generator | None = None) -> Tensor:
        """Fill with numbers of trials until the first success of probability `p`: 1, 2, ...

        >>> _ = torch.manual_seed(0)
        >>> torch.empty(5).geometric_(0.5)
        tensor([1., 1., 2., 1., 1.])

        Raises:
            RuntimeError: `p` is not between 0 and 1.
        """
        if not 0 < p < 1:
            raise RuntimeError(f"geometric_ expects p to be in (0, 1), but got p={p:g}")
        if self._array.dtype.kind == "b" and self._array.size:
            raise errors.not_for_dtype("geometric_cpu", self.dtype.scalar_name)
        self._check_inplace(())
        return self._fill_with(ops.GEOMETRIC, variates.geometric(self._array.shape, p, generator))

    def cauchy_(self, median: float = 0, sigma: float = 1, *, generator: Generator | None = None) -> Tensor:
        """Fill with numbers from the Cauchy distribution, which has no mean.

        Half of them are within `sigma` of the median.

        >>> _ = torch.manual_seed(0)
        >>> torch.empty(3).cauchy_()
        tensor([10.5977,  0.7648, -0.1283])

        Raises:
            RuntimeError: `sigma` is not positive.
        """
        if not sigma > 0:
            raise RuntimeError(f"cauchy_ expects sigma > 0.0, but found sigma={sigma:g}")
        self._check_continuous("Cauchy", self.dtype.cpp_name)
        self._check_inplace(())
        return self._fill_with(ops.CAUCHY, variates.cauchy(self._array.shape, median, sigma, generator))

    def log_normal_(self, mean: float = 1, std: float = 2, *, generator: Generator | None = None) -> Tensor:
        """Fill with numbers whose logarithm is normally distributed; `mean` and `std` are those of the logarithm.

        >>> _ = torch.manual_seed(0)
        >>> torch.empty(3).log_normal_(0, 0.5)
        tensor([2.1608, 0.8635, 0.3364])

        Raises:
            RuntimeError: `std` is not positive.
        """
        if std <= 0:
            raise RuntimeError(f"log_normal_ expects std > 0.0, but found std={std:g}")
        if self._array.dtype.kind != "f" and self._array.size:
            raise errors.not_for_dtype("log_normal_cpu", self.dtype.scalar_name)
        self._check_inplace(())
        return self._fill_with(ops.LOG_NORMAL, variates.log_normal(self._array.shape, mean, std, generator))

    def bernoulli_(self, p: Any = 0.5, *, generator: Generator | None = None) -> Tensor:
        """Fill with 1 with probability `p` (a number, or a tensor of them), else 0.

        >>> _ = torch.manual_seed(0)
        >>> torch.empty(5).bernoulli_(0.5)
        tensor([0., 0., 1., 0., 0.])

        Raises:
            RuntimeError: `p` is not from 0 to 1.
        """
        if isinstance(p, Variable):
            self._check_inplace(())
            probabilities: Any = p
            if probabilities._array.dtype.kind != "f":
                raise errors.not_for_dtype("bernoulli_tensor_cpu_p_", probabilities.dtype.scalar_name)
            each = probabilities.detach().expand(self._array.shape)._array
            return self._fill_with(ops.BERNOULLI, random.bernoulli(each, generator))
        if not 0 <= p <= 1:
            raise errors.flip_probability(p)
        self._check_inplace(())
        return self._fill_with(ops.BERNOULLI, random.coin_flips(self._array.shape, p, generator))

    def random_(self, from_: int | None = None, to: Any = ALONE, *, generator: Generator | None = None) -> Tensor:
        """Fill with whole numbers from [from, to); from 0 where one is given, all of the dtype where none is.

        >>> _ = torch.manual_seed(0)
        >>> torch.empty(5, dtype=torch.int64).random_(1, 7)  # a die
        tensor([3, 4, 6, 1, 2])

        Raises:
            RuntimeError: `from` is not less than `to`, or the dtype does not hold them.
        """
        self._check_inplace(())
        dtype, n = self._array.dtype, self._array.size
        if from_ is None and to not in (ALONE, None):
            from_, to = to, ALONE
        if from_ is not None:
            low, high = (0, from_) if to is ALONE else (from_, most(self._array.dtype) + 1 if to is None else to)
            if low >= high:
                raise RuntimeError(f"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}")
            random.check_span(low, high, dtype)
            if dtype.kind == "f":
                low, high = random.representable_span(low, high, dtype)
            row = ops.RANDOM_BELOW if to is ALONE else ops.RANDOM_BETWEEN
            return self._fill_with(row, random.integers((n,), low, high, np.dtype(np.int64), generator))
        source = generator or random.default_generator
        if dtype.kind == "f":
            span = 2 ** (np.finfo(dtype).nmant + 1) + 1
        else:
            span = 2 if dtype.kind == "b" else int(np.iinfo(dtype).max) + 1
        raw = source.double_words(n) if dtype.itemsize == 8 else source.words(n)
        return self._fill_with(ops.RANDOM, raw % np.uint64(span))

    # -- new tensors ---------------------------------------------------------------------------------

    def bernoulli(self, p: float | None = None, *, generator: Generator | None = None) -> Tensor:
        """1 with the probabilities in this tensor (or with the probability `p` everywhere), else 0.

        The gradient is 0: a draw does not depend smoothly on its probability.

        >>> torch.bernoulli(torch.tensor([0.0, 1.0]))
        tensor([0., 1.])

        Raises:
            RuntimeError: a probability is not from 0 to 1.
        """
        array = self._array
        if p is not None:
            if not 0 <= p <= 1:
                raise errors.flip_probability(p)
            return self._apply(ops.BERNOULLI_NEW, self, values=random.coin_flips(array.shape, p, generator))
        if array.dtype.kind != "f" and array.size:
            raise errors.not_for_dtype("bernoulli_tensor_cpu_p_", self.dtype.scalar_name)
        if array.size and not (array.min() >= 0 and array.max() <= 1):
            raise errors.probability_range()
        return self._apply(ops.BERNOULLI_NEW, self, values=random.bernoulli(array, generator))

    def multinomial(self, num_samples: int, replacement: bool = False, *, generator: Generator | None = None) -> Tensor:
        """Numbers of columns, drawn in proportion to the weights in this tensor, for each of its rows.

        >>> torch.tensor([[0.0, 3.0], [1.0, 0.0]]).multinomial(2, replacement=True)
        tensor([[1, 1],
                [0, 0]])

        Raises:
            RuntimeError: for weights that are negative, infinite, not a number, or all 0 in a row.

        Source: https://pytorch.org/docs/2.7/generated/torch.multinomial.html
        """
        weights = self._array
        _check_weights(weights, num_samples, replacement)
        return self._apply(
            ops.MULTINOMIAL, self, values=variates.multinomial(weights, num_samples, replacement, generator)
        )

    # -- help ----------------------------------------------------------------------------------------

    def _check_continuous(self, name: str, dtype: str) -> None:
        if self._array.dtype.kind != "f" and self._array.size:
            raise RuntimeError(
                f"{name} distribution is a continuous probability distribution. dtype must be a floating point but you "
                f"specified {dtype}"
            )

    def _fill_with(self, row: Op, values: Any) -> Tensor:
        """Write `values` over this tensor and record that."""
        array = self._array
        return self._apply_inplace(row, self, values=random.in_memory_order(values.astype(array.dtype), array))


def _check_weights(weights: Any, count: int, replacement: bool) -> None:
    if weights.ndim not in (1, 2):
        raise RuntimeError("prob_dist must be 1 or 2 dim")
    if weights.dtype.kind != "f":
        name = dtypes.dtype_of(weights).scalar_name
        raise RuntimeError(f"multinomial only supports floating-point dtypes for input, got: {name}")
    if count <= 0:
        raise RuntimeError("cannot sample n_sample <= 0 samples")
    if not replacement and count > weights.shape[-1]:
        raise RuntimeError("cannot sample n_sample > prob_dist.size(-1) samples without replacement")
    if weights.shape[-1] > 2**24:
        raise RuntimeError("number of categories cannot exceed 2^24")
    if replacement and count > 1:
        if not (weights >= 0).all():
            raise RuntimeError("invalid multinomial distribution (encountering probability entry < 0)")
        if not np.isfinite(weights).all():
            raise RuntimeError("invalid multinomial distribution (encountering probability entry = infinity or NaN)")
    elif not ((weights < np.inf) & (weights >= 0)).all():
        raise RuntimeError("probability tensor contains either `inf`, `nan` or element < 0")
    if (weights.sum(-1) == 0).any():
        raise RuntimeError("invalid multinomial distribution (sum of probabilities <= 0)")
