"""What Python says of errors can be translated by the page."""

import pytest

from autograd_nb.engine import errors, explain
from tests.engine.sentences import COMMAND, PAGE, text


def test_the_file_for_translators_has_every_sentence():
    assert PAGE.read_text(encoding="utf-8") == text(), f"run {COMMAND}"


@pytest.mark.parametrize("error", [errors.scalar_outputs_only(), errors.second_backward(), errors.leaf_inplace()])
def test_what_is_said_of_an_error_is_among_them(error):
    assert explain.explain(error) in explain.sentences


def test_none_of_them_looks_like_a_form_to_fill_in():
    assert not [each for each in explain.sentences if "%" in each or not each]
