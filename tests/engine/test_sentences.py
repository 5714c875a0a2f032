"""What Python says in words can be translated by the page."""

import pytest

from autograd_nb.engine import errors, explain
from autograd_nb.trace import sentences
from tests.engine.sentences import COMMAND, explanations, files, templates, templates_in


def test_the_files_for_the_page_have_every_sentence():
    for path, content in files().items():
        assert path.read_text(encoding="utf-8") == content, f"run {COMMAND}"


@pytest.mark.parametrize("error", [errors.scalar_outputs_only(), errors.second_backward(), errors.leaf_inplace()])
def test_what_is_said_of_an_error_is_among_them(error):
    assert explain.explain(error) in explain.sentences


def test_no_explanation_looks_like_a_form_to_fill_in():
    assert not [each for each in explanations() if "%" in each or not each]


def test_what_is_counted_has_both_forms_and_is_used():
    assert templates("count") == sentences.MANY.keys()
    assert not templates("say") & sentences.MANY.keys()


def test_the_page_fills_in_five_values_at_most():
    written = templates("say") | sentences.MANY.keys() | set(sentences.MANY.values())
    assert {slot for each in written for slot in each.split("%")[1:] if slot[:1] not in "12345"} == set()


def test_a_template_that_no_translator_finds_is_refused():
    with pytest.raises(ValueError, match="no literal"):
        list(templates_in("from .sentences import say\nsay(f'{x} is new')", "say"))
