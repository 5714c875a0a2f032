"""The state of a generator as PyTorch lays it out, in 5056 bytes: what it gave in one can be set in the other.

>>> packed = pack(7, np.zeros(624, np.uint32), 624, None)
>>> packed.size, unpack(packed)[0], unpack(packed)[2:]
(5056, 7, (624, None))

Source: PyTorch's aten/src/ATen/CPUGeneratorImpl.cpp.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np

from autograd_nb.engine import errors

Array = np.ndarray[Any, Any]

WORDS = 624

_HEAD = struct.Struct("<QiiQ")  # the seed; how many words are left, 1 for none; whether it was seeded; the next one
_TAIL = struct.Struct("<dddi4xf?3x")  # of the last pair of normal numbers: x, y, rho, whether y waits; a float, too
SIZE = _HEAD.size + 8 * WORDS + _TAIL.size


def pack(seed: int, key: Array, position: int, spare: float | None) -> Array:
    """The bytes for a seed, the words of the twister, how many of them are used up, and a normal number that waits."""
    fresh = position == WORDS and int(key[0]) == seed % 2**32  # nothing was drawn: the words are those of the seed
    head = _HEAD.pack(seed, WORDS - position + 1, 1, 0 if fresh else position)
    tail = _TAIL.pack(0.0, spare or 0.0, 0.0, spare is not None, 0.0, False)
    return np.frombuffer(head + key.astype("<u8").tobytes() + tail, np.uint8).copy()


def unpack(state: Array) -> tuple[int, Array, int, float | None]:
    """What `pack` was given; RuntimeError for bytes that are no state."""
    if not state.flags.c_contiguous:
        raise errors.generator_state_order()
    if state.size != SIZE:
        raise errors.generator_state_size(SIZE, state.size)
    data = state.tobytes()
    seed, left, seeded, following = _HEAD.unpack_from(data)
    if seeded != 1 or not 0 < left <= WORDS or following > WORDS:
        raise errors.generator_state()
    key = np.frombuffer(data, "<u8", WORDS, _HEAD.size).astype(np.uint32)
    _, spare, _, waits, _, _ = _TAIL.unpack_from(data, _HEAD.size + 8 * WORDS)
    return seed, key, WORDS - left + 1, spare if waits else None
