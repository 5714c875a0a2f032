"""`torch.utils.benchmark`: how long a statement takes, measured as often as is needed, and shown as PyTorch shows it.

Source: https://pytorch.org/docs/2.7/benchmark_utils.html
"""

from __future__ import annotations

import dataclasses
import math
import statistics
import textwrap
import timeit
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Measurement", "TaskSpec", "Timer"]

_UNITS = {-3: ("ns", 1e-9), -2: ("us", 1e-6), -1: ("ms", 1e-3)}
_FLUCTUATING, _INFLUENCED = 0.1, 0.25  # of the median
_NEGLIGIBLE = 1e-4


@dataclasses.dataclass(frozen=True)
class TaskSpec:
    """What is measured, and how it is called."""

    stmt: str
    setup: str
    global_setup: str = ""
    label: str | None = None
    sub_label: str | None = None
    description: str | None = None
    env: str | None = None
    num_threads: int = 1

    @property
    def title(self) -> str:
        """The label, or the statement.

        >>> TaskSpec("x + 1", "pass", sub_label="small").title
        'x + 1: small'
        """
        if self.label is None and "\n" in self.stmt:
            note = f" ({self.sub_label})" if self.sub_label else ""
            return f"stmt:{note}\n{textwrap.indent(self.stmt, '  ')}"
        name = self.stmt if self.label is None else self.label
        return f"{name}: {self.sub_label}" if self.sub_label else name

    def setup_str(self) -> str:
        """What is done before, as it is shown.

        >>> TaskSpec("x", "x = 1").setup_str()
        'setup: x = 1'
        """
        if not self.setup or self.setup == "pass":
            return ""
        return f"setup:\n{textwrap.indent(self.setup, '  ')}" if "\n" in self.setup else f"setup: {self.setup}"

    def summarize(self) -> str:
        """All that is shown of it.

        >>> print(TaskSpec("x + 1", "x = 1", description="plain").summarize())
        x + 1
        plain
        setup: x = 1
        """
        sections = (self.title, self.description or "", self.setup_str())
        return "\n".join(f"{section}\n" if "\n" in section else section for section in sections if section)


@dataclasses.dataclass(repr=False)
class Measurement:
    """The times that a statement took: `number_per_run` times in a row, and that as often as there are `raw_times`.

    >>> Measurement(10, [0.2, 0.4], TaskSpec("x + 1", "pass")).mean
    0.03
    """

    number_per_run: int
    raw_times: list[float]
    task_spec: TaskSpec
    metadata: dict[Any, Any] | None = None

    def __getattr__(self, name: str) -> Any:
        if name in {field.name for field in dataclasses.fields(TaskSpec)}:
            return getattr(self.task_spec, name)
        raise AttributeError(f"'Measurement' object has no attribute '{name}'")

    @property
    def times(self) -> list[float]:
        """The time of one execution, in each run.

        >>> Measurement(10, [0.2], TaskSpec("x", "pass")).times
        [0.02]
        """
        return [time / self.number_per_run for time in self.raw_times]

    @property
    def mean(self) -> float:
        """The mean of the times.

        >>> Measurement(1, [1.0, 2.0, 6.0], TaskSpec("x", "pass")).mean
        3.0
        """
        return statistics.fmean(self.times)

    @property
    def median(self) -> float:
        """The median of the times.

        >>> Measurement(1, [1.0, 2.0, 6.0], TaskSpec("x", "pass")).median
        2.0
        """
        return statistics.median(self.times)

    @property
    def iqr(self) -> float:
        """The range in which the middle half of the times lie.

        >>> Measurement(1, [1.0, 2.0, 6.0], TaskSpec("x", "pass")).iqr
        2.5
        """
        low, high = self._quartiles()
        return high - low

    @property
    def title(self) -> str:
        """What was measured.

        >>> Measurement(1, [1.0], TaskSpec("x + 1", "pass")).title
        'x + 1'
        """
        return self.task_spec.title

    @property
    def as_row_name(self) -> str:
        """What was measured, in a table of several.

        >>> Measurement(1, [1.0], TaskSpec("x + 1", "pass", sub_label="small")).as_row_name
        'small'
        """
        return self.task_spec.sub_label or self.task_spec.stmt or "[Unknown]"

    @property
    def has_warnings(self) -> bool:
        """Whether the times lie far apart.

        >>> Measurement(1, [1.0, 1.0, 2.0, 2.0], TaskSpec("x", "pass")).has_warnings
        True
        """
        return bool(self._warnings())

    def meets_confidence(self, threshold: float = _FLUCTUATING) -> bool:
        """Whether the middle half of the times lie close together, measured by the median.

        >>> Measurement(1, [1.0, 1.01], TaskSpec("x", "pass")).meets_confidence()
        True
        """
        return self.iqr / self.median < threshold

    def _quartiles(self) -> tuple[float, float]:
        low, high = np.quantile(self.times, (0.25, 0.75))
        return float(low), float(high)

    def _warnings(self) -> str:
        if self.meets_confidence():
            return ""
        strong = not self.meets_confidence(_INFLUENCED)
        reason = "suggests significant environmental influence" if strong else "could indicate system fluctuation"
        share = self.iqr / self.median * 100
        return f"\n  WARNING: Interquartile range is {share:.1f}% of the median measurement.\n           This {reason}."

    def __repr__(self) -> str:
        unit, scale = _UNITS.get(math.floor(math.log10(self.median) / 3), ("s", 1.0))
        n, threads = len(self.raw_times), self.task_spec.num_threads
        lines = [
            f"<torch.utils.benchmark.utils.common.Measurement object at {id(self):#x}>",
            self.task_spec.summarize(),
            f"  {'Median: ' if n > 1 else ''}{self.median / scale:.2f} {unit}",
        ]
        if n >= 4:
            low, high = (time / scale for time in self._quartiles())
            lines.append(f"  IQR:    {self.iqr / scale:.2f} {unit} ({low:.2f} to {high:.2f})")
        runs = "per measurement," if n > 1 else ","
        lines.append(
            f"  {n} measurement{'s' if n > 1 else ''}, {self.number_per_run} runs {runs} "
            f"{threads} thread{'s' if threads > 1 else ''}"
        )
        return "\n".join(lines) + self._warnings()


class Timer:
    """Measures how long a statement takes.

    Args:
        stmt: the statement, as text.
        setup: what is done once before.
        global_setup: is for C++, and not used.
        timer: the clock.
        globals: the names that the statement knows.
        label: what is shown in the place of the statement.
        sub_label: is shown behind it.
        description: is shown below it.
        env: where it is measured.
        num_threads: is shown; computing is left to one thread or more by NumPy.

    >>> Timer("x.sum()", globals={"x": torch.ones(3)}, label="a sum").timeit(10).title
    'a sum'

    Raises:
        ValueError: the statement is no text.

    Source: https://pytorch.org/docs/2.7/benchmark_utils.html#torch.utils.benchmark.Timer
    """

    def __init__(
        self,
        stmt: str = "pass",
        setup: str = "pass",
        global_setup: str = "",
        timer: Callable[[], float] = timeit.default_timer,
        globals: dict[str, Any] | None = None,
        label: str | None = None,
        sub_label: str | None = None,
        description: str | None = None,
        env: str | None = None,
        num_threads: int = 1,
    ) -> None:
        if not isinstance(stmt, str):
            raise ValueError("Currently only a `str` stmt is supported.")  # noqa: TRY004 - PyTorch's type
        stmt, setup = textwrap.dedent(stmt).strip(), textwrap.dedent(setup).strip()
        self._task_spec = TaskSpec(stmt, setup, global_setup, label, sub_label, description, env, num_threads)
        self._timer = timeit.Timer(stmt, setup, timer, globals=dict(globals or {}))

    def timeit(self, number: int = 1_000_000) -> Measurement:
        """One run of `number` executions.

        >>> Timer("1 + 1").timeit(100).number_per_run
        100
        """
        self._timer.timeit(max(number // 100, 2))
        return Measurement(number, [self._timer.timeit(number)], self._task_spec)

    def blocked_autorange(
        self, callback: Callable[[int, float], None] | None = None, min_run_time: float = 0.2
    ) -> Measurement:
        """Runs until `min_run_time` seconds have gone by, each as long as makes the clock negligible.

        >>> Timer("1 + 1").blocked_autorange(min_run_time=0.001).mean < 1
        True
        """
        number = self._enough(min_run_time)
        return self._measured(number, lambda times: sum(times) >= min_run_time, callback)

    def adaptive_autorange(
        self,
        threshold: float = 0.1,
        *,
        min_run_time: float = 0.01,
        max_run_time: float = 10.0,
        callback: Callable[[int, float], None] | None = None,
    ) -> Measurement:
        """Runs until the middle half of the times lie closer together than `threshold` of the median.

        >>> len(Timer("1 + 1").adaptive_autorange(max_run_time=0.01).raw_times) >= 1
        True
        """
        number = self._enough(0.05)

        def done(times: list[float]) -> bool:
            if sum(times) > max_run_time:
                return True
            close = len(times) > 3 and Measurement(number, times, self._task_spec).meets_confidence(threshold)
            return close and sum(times) >= min_run_time

        return self._measured(number, done, callback)

    def _measured(
        self, number: int, done: Callable[[list[float]], bool], callback: Callable[[int, float], None] | None
    ) -> Measurement:
        times: list[float] = []
        while not times or not done(times):
            times.append(self._timer.timeit(number))
            if callback:
                callback(number, times[-1])
        return Measurement(number, times, self._task_spec)

    def _enough(self, min_run_time: float) -> int:
        """How many executions take so long that reading the clock does not count."""
        overhead = statistics.median(self._timer.timeit(0) for _ in range(5))
        number = 1
        while True:
            taken = self._timer.timeit(number)
            if taken > min_run_time or (overhead <= _NEGLIGIBLE * taken and taken >= min_run_time / 1000):
                return number
            number *= 10
