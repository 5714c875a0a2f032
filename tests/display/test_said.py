"""The documents with which the page's translations are tested are those that cells show."""

import pytest

from tests.golden.said import CASES, COMMAND, FOLDER, text


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", CASES)
def test_documents_with_sentences_are_of_today(name):
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == text(name), f"run {COMMAND}"


def test_there_are_no_others():
    assert {path.stem for path in FOLDER.iterdir()} == set(CASES)
