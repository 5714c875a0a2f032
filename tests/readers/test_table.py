"""The table of readers: each cell is backed by a test that is there, or says that it is not tested."""

import re

from tests.readers.conftest import ROOT

PAGE = (ROOT / "autograd_nb" / "docs" / "readers.md").read_text(encoding="utf-8")
NUMBER = re.compile(r"\((\d+)\)")


def rows():
    table = PAGE.partition("| reader |")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in table.splitlines()[2:]]


def listed():
    """Number of the list, and the tests it names."""
    lines = re.findall(r"^(\d+)\. (.+)$", PAGE.partition("## The tests")[2].partition("\n## ")[0], re.MULTILINE)
    return {number: re.findall(r"`(tests/[^`]+)::([^`]+)`", line) for number, line in lines}


def test_each_cell_names_its_test_or_says_that_it_has_none():
    assert len(rows()) > 20
    for reader, *cells in rows():
        assert len(cells) == 3, reader
        for cell in cells:
            assert cell == "not tested" or NUMBER.search(cell), f"{reader}: {cell}"


def test_each_number_stands_for_tests_that_are_there():
    used = {number for _, *cells in rows() for cell in cells for number in NUMBER.findall(cell)}
    assert used == set(listed())
    for number, named in listed().items():
        assert named, number
        for path, name in named:
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{name}"
