"""The table of readers in README.md: each row is backed by a test that is there, or says that it is not."""

import re

from tests.readers.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_each_row_names_its_test_or_says_that_it_has_none():
    table = README.partition("| reader | shows | seen by |")[2].partition("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]
    assert len(rows) >= 15
    for reader, shows, seen in rows:
        assert shows
        tests = re.findall(r"`(tests/[^`]+)::([^`]+)`", seen)
        assert tests or "by hand" in seen or seen == "not tested", reader
        for path, name in tests:
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{name}"
