"""The tests' own view of Python's versions."""

import doctest

from tests import pythons


def test_answers_are_read_as_this_python_writes_them():
    assert doctest.testmod(pythons).failed == 0
