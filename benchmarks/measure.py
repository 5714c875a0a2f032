"""Several callables, taken in turns, and how many times slower than each other one the first is."""

import statistics
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from time import perf_counter, process_time

ROUNDS = 31
SAMPLE_SECONDS = 0.004
NAME, COLUMN = 34, 22


@dataclass(frozen=True)
class Row:
    """The median time of one call in seconds, by who ran it, and the medians of the ratios of neighbouring samples."""

    ours: float
    theirs: dict[str, float] = field(default_factory=dict)
    ratios: dict[str, float] = field(default_factory=dict)


def seconds(call: Callable[[], object], times: int, clock: Callable[[], float] = process_time) -> float:
    """The time of one call, averaged over some calls in a row.

    The clock of the process does not run while other processes do; who starts processes takes `perf_counter`.
    """
    start = clock()
    for _ in range(times):
        call()
    return (clock() - start) / times


def repetitions(call: Callable[[], object]) -> int:
    """How often to call in a row so that a sample is long enough to be timed."""
    call()  # what happens only the first time is not what is measured
    quickest = min(seconds(call, 1, perf_counter) for _ in range(9))  # a busy moment here would make all samples short
    return max(1, round(SAMPLE_SECONDS / max(quickest, 1e-9)))


def compare(
    calls: dict[str, Callable[[], object]],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = process_time,
    around: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Row:
    """Sample all in turns, so that a busy moment of the machine meets all; the first, ours, inside `around()`."""
    ours, *others = calls
    with around():
        times = {ours: repetitions(calls[ours])}
    times |= {name: repetitions(calls[name]) for name in others}
    samples: list[dict[str, float]] = []
    for _ in range(rounds):
        with around():
            sample = {ours: seconds(calls[ours], times[ours], clock)}
        sample |= {name: seconds(calls[name], times[name], clock) for name in others}
        samples.append(sample)
    return summary(samples)


def summary(samples: Sequence[dict[str, float]]) -> Row:
    """The row of samples, each with a time of ours first and one of everybody else's."""
    ours, *others = samples[0]
    return Row(
        ours=statistics.median(sample[ours] for sample in samples),
        theirs={name: statistics.median(sample[name] for sample in samples) for name in others},
        ratios={name: statistics.median(sample[ours] / sample[name] for sample in samples) for name in others},
    )


def head(title: str, columns: Sequence[str], ours: str = "autograd_nb") -> None:
    """The head of a table: our time, and for each rival its time and how many times slower we are."""
    print(f"\n{title}\n  {'':<{NAME}}{ours:>13}" + "".join(f"{column + ', ratio':>{COLUMN}}" for column in columns))


def show(name: str, row: Row, columns: Sequence[str]) -> None:
    """One row of a table."""
    cells = [
        f"{milliseconds(row.theirs[column])}{row.ratios[column]:>{COLUMN - 13}.2f}" if column in row.ratios else "–"
        for column in columns
    ]
    print(f"  {name:<{NAME}}{milliseconds(row.ours)}" + "".join(f"{cell:>{COLUMN}}" for cell in cells))


def mean(name: str, rows: Sequence[Row], columns: Sequence[str]) -> None:
    """The geometric means of the ratios."""
    cells = []
    for column in columns:
        ratios = [row.ratios[column] for row in rows if column in row.ratios]
        cells.append(f"{statistics.geometric_mean(ratios):.2f}" if ratios else "–")
    print(f"  {'geometric mean, ' + name:<{NAME + 13}}" + "".join(f"{cell:>{COLUMN}}" for cell in cells))


def milliseconds(value: float) -> str:
    """A time as a column of the report."""
    return f"{value * 1000:>10.3f} ms"
