"""Sentences know how they were made, and come back from their form as they were."""

from __future__ import annotations

import copy
import json

import pytest

from autograd_nb.trace.sentences import count, from_form, known, listing, say, to_form, together

SAID = [
    say("The local derivative of `%1` is missing: the gradient does not pass it unchanged.", "a %2 b"),
    say("%1 got nothing.", listing(["`a`", "`b`", "`c`"])),
    count("%1 number", 1),
    count("%1 number", 0),
    count("%1 reverse sweep gives every derivative", 2),
    say("One number goes in and one comes out: both take one sweep of %1.", count("%1 local derivative", 1)),
    together(known("Something here is None."), say("%1 got nothing.", "x")),
]


@pytest.mark.parametrize("sentence", SAID, ids=str)
def test_the_form_gives_the_sentence(sentence: str) -> None:
    form = json.loads(json.dumps(to_form(sentence)))
    back = from_form(form)
    assert back == sentence
    assert to_form(back) == form
    assert to_form(copy.deepcopy(sentence)) == form
    assert json.loads(json.dumps(sentence)) == str(sentence)


def test_what_a_value_holds_is_no_place_for_another() -> None:
    assert say("%1 Or: %2", "%2", "%1") == "%2 Or: %1"


def test_what_is_no_form_stays() -> None:
    assert from_form("100 %1 sure") == to_form("100 %1 sure") == "100 %1 sure"
