"""How measurements are shown, and that they measure."""

from __future__ import annotations

import re

import pytest

import autograd_nb as torch
from autograd_nb.utils.benchmark import Measurement, TaskSpec, Timer


def shown(number: int, times: list[float], **how) -> list[str]:
    return repr(Measurement(number, times, TaskSpec(**{"stmt": "x + 1", "setup": "pass", **how}))).split("\n")


def test_one_run_is_shown_as_by_pytorch():
    first, *lines = shown(100, [0.021256])
    assert re.fullmatch(r"<torch\.utils\.benchmark\.utils\.common\.Measurement object at 0x[0-9a-f]+>", first)
    assert lines == ["x + 1", "  212.56 us", "  1 measurement, 100 runs , 1 thread"]


def test_labels_and_what_is_done_before_are_shown():
    how = {"label": "add", "sub_label": "small", "description": "plain", "setup": "y = 2\nz = 3", "num_threads": 2}
    expected = ["add: small", "plain", "setup:", "  y = 2", "  z = 3", "", "  63.82 us"]
    assert shown(1000, [0.06382], **how)[1:] == [*expected, "  1 measurement, 1000 runs , 2 threads"]


def test_a_statement_of_several_lines_has_a_heading():
    assert shown(100, [0.05], stmt="x + 1\nx + 2")[1:4] == ["stmt:", "  x + 1", "  x + 2"]


def test_several_runs_say_how_far_apart_they_lie():
    assert shown(1, [1.0, 1.0, 1.1, 1.1])[2:] == [
        "  Median: 1.05 s",
        "  IQR:    0.10 s (1.00 to 1.10)",
        "  4 measurements, 1 runs per measurement, 1 thread",
    ]
    assert shown(1, [1.0, 1.0, 2.0, 2.0])[-2:] == [
        "  WARNING: Interquartile range is 66.7% of the median measurement.",
        "           This suggests significant environmental influence.",
    ]


def test_it_measures_what_it_is_given():
    seen = []
    timer = Timer("seen.append(x.sum())", globals={"x": torch.ones(2), "seen": seen})
    found = timer.timeit(500)
    assert len(seen) == 505
    assert found.times == [found.raw_times[0] / 500]
    assert found.stmt == "seen.append(x.sum())"
    blocks = []
    found = Timer("sum(range(100))").blocked_autorange(lambda number, time: blocks.append(time), min_run_time=0.02)
    assert found.raw_times == blocks
    assert sum(blocks) >= 0.02


def test_what_goes_wrong_is_the_learners():
    with pytest.raises(NameError, match=r"^name 'nowhere' is not defined$"):
        Timer("nowhere").timeit(1)
    with pytest.raises(ValueError, match=r"^Currently only a `str` stmt is supported\.$"):
        Timer(3)
    with pytest.raises(AttributeError, match=r"^'Measurement' object has no attribute 'nowhere'$"):
        Timer("1").timeit(1).nowhere  # noqa: B018 - the look-up is what is tested
