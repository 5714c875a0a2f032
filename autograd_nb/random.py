"""`torch.random`: the numbers that all functions draw, and a place where drawing leaves no trace.

>>> _ = manual_seed(0)
>>> with fork_rng():
...     _ = seed()
>>> initial_seed()
0

Source: https://pytorch.org/docs/2.7/random.html
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from .engine.drawing.random import initial_seed, manual_seed, seed
from .engine.drawing.sampling import get_rng_state, set_rng_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["fork_rng", "get_rng_state", "initial_seed", "manual_seed", "seed", "set_rng_state"]


@contextlib.contextmanager
def fork_rng(
    devices: Iterable[Any] | None = None,
    enabled: bool = True,
    _caller: str = "fork_rng",
    _devices_kw: str = "devices",
    device_type: str = "cuda",
) -> Iterator[None]:
    """Draw inside of it what one likes: after it, the numbers go on as if nothing had been drawn.

    >>> import autograd_nb as torch
    >>> _ = manual_seed(0)
    >>> with fork_rng():
    ...     _ = torch.rand(100)
    >>> torch.rand(1)
    tensor([0.4963])
    """
    del devices, _caller, _devices_kw, device_type  # there are none but the CPU
    if not enabled:
        yield
        return
    before = get_rng_state()
    try:
        yield
    finally:
        set_rng_state(before)
