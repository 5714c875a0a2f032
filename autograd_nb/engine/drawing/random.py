"""PyTorch's random numbers: the same seed gives the same numbers as on PyTorch's CPU.

The source is the Mersenne Twister that NumPy also has; what is made of its 32-bit outputs is PyTorch's own:

* uniform floats take the lowest 24 bits of one output (float64: 53 bits of two),
* normal floats turn pairs of uniforms into pairs of normals (Box and Muller), singly below 16 elements, else in 16s,
* integers are remainders, permutations are Fisher-Yates shuffles.

>>> _ = default_generator.manual_seed(0)
>>> uniform((2,))
array([0.4962566, 0.7682218], dtype=float32)

Source: G. E. P. Box and M. E. Muller, "A note on the generation of random normal deviates" (1958).
"""

from __future__ import annotations

import functools
import math
import os
from typing import Any

import numpy as np

from autograd_nb.engine import dtypes, errors, warn
from autograd_nb.engine.batching.batches import asked
from autograd_nb.engine.device import CPU, check_device
from autograd_nb.engine.modes import modes
from autograd_nb.engine.naming import FullyNamed, type_name
from autograd_nb.engine.node import Node, Variable
from autograd_nb.engine.numerics import cephes
from autograd_nb.engine.numerics.ranges import fused

from . import random_state

Array = np.ndarray[Any, Any]

_DEFAULT_SEED = 67280421310721  # PyTorch's, for a generator that was never seeded


def check_span(low: int, high: int, dtype: np.dtype[Any]) -> None:
    """Refuse whole numbers from `low` to `high` - 1 that the dtype cannot hold."""
    if dtype.kind == "f":
        most = int(np.finfo(dtype).max)
        least = -most
    else:
        least, most = (0, 1) if dtype.kind == "b" else (int(np.iinfo(dtype).min), int(np.iinfo(dtype).max))
    for name, number in (("from", low), ("to - 1", high - 1)):
        if not least <= number <= most:
            raise errors.number_out_of_bounds(name, dtypes.from_numpy_dtype(dtype).cpp_name)


def representable_span(low: int, high: int, dtype: np.dtype[Any]) -> tuple[int, int]:
    """The span that PyTorch draws whole numbers for a dtype with fractions from, which rounds the ends it cannot hold.

    >>> representable_span(0, 2**40, np.dtype(np.float32))
    (0, 1099511562240)
    """
    digits = np.finfo(dtype).nmant + 1
    for name, number in (("from", low), ("to - 1", high - 1)):
        if abs(number) > 2**digits:
            warn.warn(
                f"{name} is out of bounds [-(2^{digits}), 2^{digits}]. Due to precision limitations "
                f"{dtypes.from_numpy_dtype(dtype).cpp_name} can support discrete uniform distribution only within this "
                "range. This warning will become an error in version 1.7 release, please fix the code in advance"
            )
    if int(dtype.type(low + 1)) < low:
        low = int(dtype.type(low + 1)) + 2 ** (abs(low + 1).bit_length() - digits)
    if int(dtype.type(high - 1)) >= high:
        high -= 2 ** (abs(high - 1).bit_length() - digits)
    return low, high


class Generator(metaclass=FullyNamed, module="torch._C"):
    """A stream of random numbers with a state of its own, for those who must not disturb the default one.

    >>> g = torch.Generator().manual_seed(0)
    >>> torch.rand(2, generator=g)
    tensor([0.4963, 0.7682])
    >>> torch.rand(2, generator=g.manual_seed(0))
    tensor([0.4963, 0.7682])

    Source: https://pytorch.org/docs/2.7/generated/torch.Generator.html
    """

    def __init__(self, device: object = "cpu") -> None:
        check_device(device)
        self.device = CPU
        self._seed = 0
        self._spare: float | None = None  # the second normal of the last pair
        self.manual_seed(_DEFAULT_SEED)

    def manual_seed(self, seed: Any) -> Generator:
        """Start the stream that belongs to `seed`, from -2**63 to 2**64 - 1; negative ones wrap around.

        >>> torch.Generator().manual_seed(7).initial_seed()
        7
        """
        if not isinstance(seed, (int, np.integer)) or isinstance(seed, bool):
            raise errors.seed_type(type_name(seed))
        seed = int(seed)
        if not -(2**63) <= seed < 2**64:
            raise errors.integer_overflow()
        self._seed = seed % 2**64
        if "_twister" in vars(self):
            self._start(self._twister)
        self._spare = None
        return self

    @functools.cached_property
    def _twister(self) -> np.random.MT19937:
        """The source, made when the first number is drawn: `numpy.random` is slow to import."""
        twister = np.random.MT19937(0)
        self._start(twister)
        return twister

    def _start(self, twister: np.random.MT19937) -> None:
        # The twister is started from 32 bits, in the old way that NumPy keeps for its RandomState. Going through
        # a RandomState would be the public road to the same state, and a hundred times as long.
        twister._legacy_seeding(self._seed % 2**32)

    def seed(self) -> int:
        """Seed with a number that nobody can guess, and return it.

        >>> g = torch.Generator()
        >>> g.seed() == g.initial_seed()
        True
        """
        self.manual_seed(int.from_bytes(os.urandom(8), "little"))
        return self._seed

    def initial_seed(self) -> int:
        """Return the seed that the stream began with."""
        return self._seed

    def get_state(self) -> Any:
        """The state as a tensor, to be given to `set_state` later.

        >>> g = torch.Generator()
        >>> state, x = g.get_state(), torch.rand(2, generator=g)
        >>> torch.equal(torch.rand(2, generator=g.set_state(state)), x)
        True
        """
        return Node.wrap(self.state_bytes())

    def set_state(self, new_state: Any) -> Generator:
        """Go back to a state that `get_state` gave."""
        if not isinstance(new_state, Variable):
            raise errors.generator_state_type(type_name(new_state))
        if new_state._array.dtype != np.uint8:
            raise errors.generator_state_dtype()
        self.set_state_bytes(new_state._array)
        return self

    def __reduce__(self) -> Any:
        return _generator, (self._seed, self.get_state())

    def clone_state(self) -> Generator:
        """A generator that goes on as this one does."""
        return Generator().set_state(self.get_state())

    def state_bytes(self) -> Array:
        """Return the whole state as uint8 numbers, for get_state."""
        state: Any = self._twister.state["state"]
        return random_state.pack(self._seed, state["key"], int(state["pos"]), self._spare)

    def set_state_bytes(self, state: Array) -> None:
        """Return to a state that `state_bytes` gave; RuntimeError for anything else."""
        seed, key, position, spare = random_state.unpack(state)
        self._seed, self._spare = seed, spare
        self._twister.state = {"bit_generator": "MT19937", "state": {"key": key, "pos": position}}

    # ---- raw material --------------------------------------------------------------------------------------

    def words(self, n: int) -> Array:
        """Draw n outputs of 32 bits, as uint64."""
        if modes.here.mapped:
            asked()
        return self._twister.random_raw(n)

    def double_words(self, n: int) -> Array:
        """Draw n numbers of 64 bits, each from two outputs, the high half first."""
        if modes.here.mapped:
            asked()
        raw = self._twister.random_raw(2 * n)
        return (raw[0::2] << np.uint64(32)) | raw[1::2]

    def unit(self, n: int, dtype: np.dtype[Any]) -> Array:
        """Draw n floats from [0, 1): float64 with 53 random bits, anything else as float32 with 24."""
        if dtype.itemsize == 8:
            return (self.double_words(n) & np.uint64(2**53 - 1)) * 2.0**-53
        return ((self.words(n) & np.uint64(2**24 - 1)) * 2.0**-24).astype(np.float32)

    def spare_normal(self) -> float | None:
        """Take the normal number that the last pair left over, if there is one."""
        if modes.here.mapped:
            asked()
        spare, self._spare = self._spare, None
        return spare


def _generator(seed: int, state: Any) -> Generator:
    """A generator in this state: what a pickled one comes back as."""
    return Generator().manual_seed(seed).set_state(state)


default_generator = Generator()

_FLOAT32, _FLOAT64 = np.dtype(np.float32), np.dtype(np.float64)
_BLOCK = 16  # so many normal numbers are made at once


def in_memory_order(drawn: Array, place: Array) -> Array:
    """Numbers in the order in which they were drawn, laid out for `place`: PyTorch goes through its memory.

    >>> in_memory_order(np.arange(4), np.zeros((2, 2)).T)
    array([[0, 2],
           [1, 3]])
    """
    order = memory_order(place)
    if order == sorted(order):
        return drawn.reshape(place.shape)
    return drawn.reshape([place.shape[d] for d in order]).transpose(np.argsort(order))


def memory_order(place: Array) -> list[int]:
    """The dimensions by their steps in memory, the largest first; unchanged where several elements are one place.

    >>> memory_order(np.zeros((2, 3)).T)
    [1, 0]
    """
    if place.flags.c_contiguous or any(n > 1 and not step for n, step in zip(place.shape, place.strides)):
        return list(range(place.ndim))
    return sorted(range(place.ndim), key=lambda d: -place.strides[d])


# ---- samplers: arrays of a shape -------------------------------------------------------------------------


def uniform(
    shape: tuple[int, ...],
    dtype: np.dtype[Any] = _FLOAT32,
    low: float = 0.0,
    high: float = 1.0,
    generator: Generator | None = None,
) -> Array:
    """Draw from [low, high): what torch.rand and Tensor.uniform_ give."""
    if dtype.kind != "f":
        raise errors.not_for_dtype("check_uniform_bounds", dtypes.from_numpy_dtype(dtype).scalar_name)
    unit = (generator or default_generator).unit(math.prod(shape), dtype).reshape(shape)
    if low != 0.0 or high != 1.0:
        unit = fused(unit, unit.dtype.type(high - low), unit.dtype.type(low), unit.dtype)
    drawn = np.asarray(unit).astype(dtype, copy=False)
    drawn[drawn == high] = low  # rounding may reach the upper end, which does not belong to the interval
    return drawn


def normal(
    shape: tuple[int, ...],
    dtype: np.dtype[Any] = _FLOAT32,
    mean: float = 0.0,
    std: float = 1.0,
    generator: Generator | None = None,
    scattered: bool = False,
) -> Array:
    """Draw normally distributed numbers: what torch.randn and Tensor.normal_ give.

    They are made in blocks where they lie one after the other in memory, and one by one where they are `scattered`.
    """
    if std < 0:
        raise errors.negative_std(std)
    source = generator or default_generator
    n = math.prod(shape)
    if dtype.kind != "f" and n:
        raise errors.not_for_dtype("normal_kernel_cpu", dtypes.from_numpy_dtype(dtype).scalar_name)
    if n < _BLOCK or scattered:
        drawn = np.array([one_normal(source) for _ in range(n)])
        return fused(drawn, std, mean, _FLOAT64).astype(dtype).reshape(shape)
    return _normal_blocks(source, n, dtype, mean, std).reshape(shape)


def one_normal(source: Generator) -> float:
    """Draw one normal number; every second one is the other half of a pair."""
    spare = source.spare_normal()
    if spare is not None:
        return spare
    angle, size = source.unit(2, _FLOAT64).tolist()
    radius = math.sqrt(-2.0 * math.log1p(-size))
    source._spare = radius * math.sin(2.0 * math.pi * angle)
    return radius * math.cos(2.0 * math.pi * angle)


def _normal_blocks(source: Generator, n: int, dtype: np.dtype[Any], mean: float, std: float) -> Array:
    """Turn uniforms into normals in blocks of 16: the first eight give the radii, the last eight the angles.

    If the blocks do not come out even, the last 16 elements are drawn anew as one block; of the first drawing
    the rest is lost (except with float16, which does not draw it).
    """
    full = n - n % _BLOCK
    drawn = source.unit(full if dtype.itemsize == 2 else n, dtype)
    result = np.empty(n, dtype)
    result[:full] = _box_muller(drawn[:full], mean, std)
    if full < n:
        result[-_BLOCK:] = _box_muller(source.unit(_BLOCK, dtype), mean, std)
    return result


def _box_muller(uniforms: Array, mean: float, std: float) -> Array:
    """Apply Box and Muller's formula to blocks of 16 uniforms."""
    blocks = uniforms.reshape(-1, 2, _BLOCK // 2)
    one, two_pi = uniforms.dtype.type(1), uniforms.dtype.type(2 * math.pi)
    size, angle = one - blocks[:, 0], two_pi * blocks[:, 1]
    if uniforms.dtype == np.float32:
        logarithm, (sine, cosine) = cephes.log(size), cephes.sincos(angle)
    else:
        logarithm, sine, cosine = np.log(size), np.sin(angle), np.cos(angle)
    radius = np.sqrt(-2 * logarithm)
    pairs = np.stack([radius * cosine, radius * sine], axis=1)
    return fused(pairs, std, mean, uniforms.dtype).reshape(-1)


def integers(
    shape: tuple[int, ...],
    low: int,
    high: int,
    dtype: np.dtype[Any] | None = None,
    generator: Generator | None = None,
) -> Array:
    """Draw whole numbers from low to high - 1: what torch.randint gives."""
    if low >= high:
        raise errors.random_range(low, high)
    source, n, span = generator or default_generator, math.prod(shape), high - low
    raw = source.double_words(n) if span >= 2**28 else source.words(n)
    if span < 2**64:  # else all numbers there are
        raw = raw % np.uint64(span)
    drawn = raw.astype(np.int64) + (low if span < 2**64 else 0)
    return drawn.astype(np.int64 if dtype is None else dtype).reshape(shape)


def permutation(n: int, generator: Generator | None = None) -> Array:
    """Shuffle 0, ..., n - 1: what torch.randperm gives."""
    order = list(range(n))
    if n > 1:
        raw = (generator or default_generator).words(n - 1).tolist()
        for i, word in enumerate(raw):
            j = i + word % (n - i)
            order[i], order[j] = order[j], order[i]
    return np.array(order, np.int64)


def bernoulli(probabilities: Array, generator: Generator | None = None) -> Array:
    """Draw 1 with each of the probabilities, else 0: what torch.bernoulli gives."""
    source = generator or default_generator
    unit = source.unit(probabilities.size, probabilities.dtype).reshape(probabilities.shape)
    return (unit < probabilities).astype(probabilities.dtype)


def coin_flips(shape: tuple[int, ...], p: float, generator: Generator | None = None) -> Array:
    """Draw True with one probability for all: what Tensor.bernoulli_ and dropout do, in double precision."""
    unit = (generator or default_generator).unit(math.prod(shape), _FLOAT64)
    return (unit < p).reshape(shape)


# ---- the functions of torch ------------------------------------------------------------------------------


def manual_seed(seed: Any) -> Generator:
    """Seed the generator that all functions use unless given another: the same numbers follow as the last time.

    >>> _ = torch.manual_seed(0)
    >>> x = torch.rand(2)
    >>> _ = torch.manual_seed(0)
    >>> torch.equal(torch.rand(2), x)
    True

    Raises:
        RuntimeError: a seed that is not from -2**63 to 2**64 - 1.
    """
    return default_generator.manual_seed(int(seed))


def seed() -> int:
    """Seed the default generator with a number that nobody can guess, and return it.

    >>> number = torch.seed()
    >>> torch.initial_seed() == number
    True
    >>> _ = torch.manual_seed(0)
    """
    return default_generator.seed()


def initial_seed() -> int:
    """Return the seed of the default generator.

    >>> _ = torch.manual_seed(7)
    >>> torch.initial_seed()
    7
    """
    return default_generator.initial_seed()
