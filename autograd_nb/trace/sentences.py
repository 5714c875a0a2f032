"""What a document says in words: English text that knows how it was made, so that a page says it in its own language.

The template is a literal where the sentence is made, as in `trans.__` of `labextension/src/translation.ts`: "%1" is
the first value, and what stands between backticks is code. `python -m tests.engine.sentences` collects the templates
for translators. Whoever reads the English text has a `str`; in a document that travels stands the form, see `wire.py`.
"""

from __future__ import annotations

import re
from typing import Any

Form = list[Any]
"""A sentence in JSON: the template and what is put in. After an empty template come sentences that are said one after
the other."""

MANY = {
    "%1 number": "%1 numbers",
    "%1 operation": "%1 operations",
    "%1 local derivative": "%1 local derivatives",
    "%1 forward sweep gives every derivative": "%1 forward sweeps give every derivative",
    "%1 reverse sweep gives every derivative": "%1 reverse sweeps give every derivative",
    "A share is missing: `%2` is used %3 times, and each use sends its own. Add what comes back through %4.": (
        "%1 shares are missing: `%2` is used %3 times, and each use sends its own. Add what comes back through %4."
    ),
}
"""By the template for one thing, that for many: "%1" is how many. Forms have the first; the page has this list, too
(`plurals.ts`)."""


class Sentence(str):
    """English text with the form that it was made from."""

    __slots__ = ("form",)

    form: Form


def say(template: str, *values: object) -> Sentence:
    """A sentence. Values are names, numbers, and sentences.

    >>> said = say("`%1` has %2.", "x", count("%1 number", 3))
    >>> said
    '`x` has 3 numbers.'
    >>> said.form
    ['`%1` has %2.', 'x', ['%1 number', 3]]
    """
    return _made(template, template, values)


def count(one: str, number: int, *values: object) -> Sentence:
    """A sentence about so many things; `one` is a key of `MANY`."""
    return _made(one if number == 1 else MANY[one], one, (number, *values))


def known(sentence: str) -> Sentence:
    """What `autograd_nb.engine.explain` says of an error: the page knows it whole."""
    return _made(sentence, sentence, ())


def together(*sentences: str) -> Sentence:
    """Sentences, one after the other."""
    return _with_form(" ".join(sentences), ["", *map(to_form, sentences)])


def joined(*parts: str) -> str:
    """Parts with nothing between them, of which some are sentences.

    >>> text = joined("2 · ", say("leaf"))
    >>> text, text.form
    ('2 · leaf', ['%1%2', '2 · ', ['leaf']])
    """
    *before, whole = [part for part in parts if part] or [""]
    for part in reversed(before):
        whole = _made("%1%2", "%1%2", (part, whole))
    return whole


def listing(words: list[str]) -> str:
    """Words in one.

    >>> listing(["a", "b", "c"])
    'a, b and c'
    >>> listing(["a"])
    'a'
    """
    *before, last = words
    if not before:
        return last
    so = before[0]
    for word in before[1:]:
        so = say("%1, %2", so, word)
    return say("%1 and %2", so, last)


def from_form(form: Any) -> Any:
    """The sentence of a form; anything else stays as it is.

    >>> from_form(["%1 number", 2])
    '2 numbers'
    """
    if not isinstance(form, list):
        return form
    template, *values = form
    values = [from_form(value) for value in values]
    if template == "":
        return together(*values)
    return count(template, *values) if template in MANY else say(template, *values)


def to_form(text: Any) -> Any:
    """The form of a sentence; anything else stays as it is."""
    return text.form if isinstance(text, Sentence) else text


def _made(english: str, template: str, values: tuple[object, ...]) -> Sentence:
    def put(slot: re.Match[str]) -> str:
        at = int(slot[1])
        return str(values[at - 1]) if 0 < at <= len(values) else slot[0]

    return _with_form(re.sub(r"%(\d)", put, english), [template, *map(to_form, values)])


def _with_form(text: str, form: Form) -> Sentence:
    sentence = Sentence(text)
    sentence.form = form
    return sentence
