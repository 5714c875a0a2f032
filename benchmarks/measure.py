"""Two callables, taken in turns, and how many times slower the first one is."""

import statistics
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from time import perf_counter, process_time

ROUNDS = 31
SAMPLE_SECONDS = 0.004


@dataclass(frozen=True)
class Ratio:
    """The median of the ratios of neighbouring samples, and the median times of one call in seconds."""

    ratio: float
    ours: float
    theirs: float


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
    return max(1, round(SAMPLE_SECONDS / max(seconds(call, 3, perf_counter), 1e-9)))


def compare(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = process_time,
    around: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Ratio:
    """Sample both in turns, so that a busy moment of the machine meets both; ours inside `around()`."""
    with around():
        here = repetitions(ours)
    there = repetitions(theirs)
    pairs = []
    for _ in range(rounds):
        with around():
            mine = seconds(ours, here, clock)
        pairs.append((mine, seconds(theirs, there, clock)))
    return Ratio(
        ratio=statistics.median(a / b for a, b in pairs),
        ours=statistics.median(a for a, _ in pairs),
        theirs=statistics.median(b for _, b in pairs),
    )


def show(name: str, measured: Ratio) -> None:
    """One row of the report."""
    print(f"  {name:<34}{milliseconds(measured.ours)}{milliseconds(measured.theirs)}{measured.ratio:>10.2f}")


def head(title: str, ours: str, theirs: str) -> None:
    """The head of a table of the report."""
    print(f"\n{title}\n  {'':<34}{ours:>13}{theirs:>13}{'ratio':>10}")


def milliseconds(value: float) -> str:
    """A time as a column of the report."""
    return f"{value * 1000:>10.3f} ms"
