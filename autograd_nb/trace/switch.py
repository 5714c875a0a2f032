"""Recording on and off."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Any

from autograd_nb.engine import events

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self


class Switch:
    """What is an observer of the engine while somebody wants it to be."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._users = 0
        self._started = False
        self._before: events.Observer | None = None

    @property
    def active(self) -> bool:
        """Whether the engine tells this recorder what happens."""
        observer: Any = events.observer
        return observer is self

    def start(self) -> None:
        """Record until `stop()`. Calling it twice is calling it once."""
        with self._lock:
            self._started = True
            self._update()

    def stop(self) -> None:
        """End what `start()` began. Blocks of `recording()` that are still open go on."""
        with self._lock:
            self._started = False
            self._update()

    @contextlib.contextmanager
    def recording(self) -> Iterator[Self]:
        """Record inside the block; blocks may be nested and overlap in several threads.

        What happens meanwhile is kept on the nodes and leaves that it happened to: graphs show it, and `history` tells
        of gradients. In a notebook recording is on from `%load_ext autograd_nb` on.

        >>> x = torch.tensor(3.0, requires_grad=True)
        >>> with torch.recording():
        ...     (x * x).backward()
        >>> [(change.change, change.value) for change in torch.history(x)]
        [('fill', '6.')]
        """
        with self._lock:
            self._users += 1
            self._update()
        try:
            yield self
        finally:
            with self._lock:
                self._users -= 1
                self._update()

    def _update(self) -> None:
        wanted = self._started or self._users > 0
        me: Any = self
        if wanted and not self.active:
            self._before = events.observe(me)
        elif not wanted and self.active:
            events.observe(self._before)
            self._before = None
