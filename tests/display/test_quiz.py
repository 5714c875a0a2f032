"""Predict, then check: the question, its answers, and that looking ahead leaves no trace."""

import json
import math
import re
from pathlib import Path

import jsonschema
import pytest

import autograd_nb as torch
from autograd_nb.display.quiz import numbers
from autograd_nb.engine import graph as nodes
from autograd_nb.trace import document, record
from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import complete

SCHEMA = json.loads((Path(document.__file__).parent / "schema.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def _recorded():
    with record.recording():
        yield


@pytest.fixture
def x():
    return torch.arange(4.0, requires_grad=True)


def ask(asked):
    whole = asked._repr_mimebundle_()[MIME]
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(whole, allow_nan=False)))
    return asked, complete(whole)


def test_it_asks_and_judges(x):
    y = 2 * torch.dot(x, x)
    asked, _ = ask(torch.quiz(y, of=x))
    assert repr(asked) == "What does x.grad hold after y.backward()?"
    assert asked.check("[0, 4, 8, 12]") == "Right: that is what x.grad will hold."
    assert asked.check(4 * x.detach()) == asked.check([0, 4, 8, 12])
    y.backward()
    assert asked.check(x.grad).startswith("Right")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("0 2 4 6", "A share is missing: x is used 2 times"),
        ("0 2 4 6", "Or: The local derivative of y is missing"),
        ("4 4 4 4", "The local derivative of torch.dot(x, x) is missing: the gradient does not pass it unchanged."),
        ("0 -4 -8 -12", "What the walk brings has the other sign."),
        ("0 8 16 24", "What the walk brings is half of that"),
        ("0 4 8 13", "Not yet: 3 of 4 numbers are right."),
        ("0 4 8", "x has 4 numbers, this answer has 3."),
        ("", "x has 4 numbers, this answer has 0."),
        ("a b c d", "Not yet: 0 of 4 numbers are right."),
    ],
)
def test_wrong_answers_are_understood(x, answer, words):
    y = 2 * torch.dot(x, x)
    asked, _ = ask(torch.quiz(y, of=x))
    assert words in asked.check(answer)


def test_a_forgotten_accumulation(x):
    x.grad = torch.ones(4)
    y = (x * x).sum()
    asked, whole = ask(torch.quiz(y, of=x))
    assert asked.check("1 3 5 7").startswith("Right")
    assert "is not empty: backward() adds to what it holds" in asked.check("0 2 4 6")
    assert "That is what x.grad holds now." in asked.check("1 1 1 1")
    assert whole["changes"][-1]["change"] == "add"
    assert whole["changes"][-1]["grad"]["text"] == "[1., 3., 5., 7.]"
    assert x.grad.tolist() == [1, 1, 1, 1]


def test_a_missing_path_is_named_with_its_edge():
    a = torch.tensor([1.0, 2.0], requires_grad=True)
    b = torch.sin(a) * a
    z = b.sum()
    asked, whole = ask(torch.quiz(z, of=a))
    assert "Add what comes back through torch.sin(a)." in asked.check(torch.sin(a).detach())
    case = next(each for each in whole["quiz"]["cases"] if each["edges"])
    edge = whole["edges"][case["edges"][0]]
    assert whole["nodes"][edge["from"]]["name"] == "a"


def test_the_wrong_local_derivative_is_named_with_its_rule():
    a = torch.tensor([1.0, 2.0], requires_grad=True)
    h = a.exp()
    y = (h * h * a).sum()
    asked, _ = ask(torch.quiz(y, of=a))
    wrong = h * h + 2 * h * a  # exp taken for the identity
    said = asked.check(wrong.detach())
    assert "Or: The local derivative of h is missing" in said
    assert "Of exp a it is h." in said or "Of exp(a) it is h." in said


def test_nothing_is_walked(x, monkeypatch):
    h = x * x
    y = h.sum()
    before = record.recorder.happened
    asked, whole = ask(torch.quiz(y, of=x))
    assert x.grad is None
    assert h._grad is None
    assert record.recorder.happened == before
    assert torch.graph(y).to_dict()["backwards"] == []
    assert whole["backwards"][-1]["call"] == "y.backward()"
    y.backward()  # the graph is still there
    assert asked.check(x.grad).startswith("Right")


def test_the_walk_foreseen_is_the_walk(x):
    w = torch.ones(4, requires_grad=True)
    y = (x * w).exp().mean() + w.prod()
    _, whole = ask(torch.quiz(y, of=x))
    y.backward()
    real = torch.graph(y).to_dict()
    # Only the call and its line differ.
    assert whole["backwards"][0]["steps"] == real["backwards"][0]["steps"]
    assert [c["grad"] for c in whole["changes"]] == [c["grad"] for c in real["changes"]]


def test_a_vector_with_a_gradient(x):
    y = x * x
    asked, _ = ask(torch.quiz(y, of=x, gradient=torch.tensor([1.0, 0.0, 2.0, 1.0])))
    assert repr(asked) == "What does x.grad hold after y.backward(gradient=...)?"
    assert asked.check("0 0 8 6").startswith("Right")


def test_the_answer_is_in_no_form_for_readers(x):
    x3 = torch.tensor([1.25, 3.5], requires_grad=True)
    y = (x3**3).sum()
    asked, _ = ask(torch.quiz(y, of=x3))
    right = ["4.6875", "36.7500"]
    bundle = asked._repr_mimebundle_()
    assert bundle["text/plain"] == repr(asked) == str(asked)
    for number in right:
        assert number not in bundle["text/html"]
        assert number not in bundle["text/plain"]
    page = re.sub(r"<script.*?</script>", "", asked.to_html(), flags=re.DOTALL)
    assert not any(number in page for number in right)


def test_what_cannot_be_asked(x):
    y = (x * x).sum()
    with pytest.raises(TypeError, match=r"^quiz\(\) takes a tensor, not int$"):
        torch.quiz(3, of=x)
    with pytest.raises(TypeError, match=r"^of= of quiz\(\) takes a tensor, not str$"):
        torch.quiz(y, of="x")
    with pytest.raises(TypeError, match=r"^gradient= of quiz\(\) takes a tensor, not float$"):
        torch.quiz(y, of=x, gradient=1.0)
    with pytest.raises(RuntimeError, match="grad can be implicitly created only for scalar outputs"):
        torch.quiz(x * x, of=x)
    with pytest.raises(RuntimeError, match="does not require grad"):
        torch.quiz(y.detach(), of=x)
    with pytest.raises(RuntimeError, match="Mismatch in shape"):
        torch.quiz(x * x, of=x, gradient=torch.ones(3))
    with pytest.raises(ValueError, match="asks for the gradient of a leaf"):
        torch.quiz(y, of=x * x)
    with pytest.raises(ValueError, match="y was not computed from x"):
        torch.quiz(y, of=torch.ones(2, requires_grad=True))
    w = torch.ones(100, requires_grad=True)
    with pytest.raises(ValueError, match="at most 64 numbers, and this leaf has 100"):
        torch.quiz(w.sum(), of=w)
    h = x * x
    h.retain_grad()
    with pytest.raises(ValueError, match="cannot be walked in advance: hooks"):
        torch.quiz(h.sum(), of=x)
    y.backward()
    with pytest.raises(RuntimeError, match="second time"):
        torch.quiz(y, of=x)
    assert isinstance(y.grad_fn, nodes.Node)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("[0., 4., 8.]", [0, 4, 8]),
        ("tensor([[1, 2],\n        [3, 4]], dtype=torch.float64)", [1, 2, 3, 4]),
        ("1/2 -3e-2;.5", [0.5, -0.03, 0.5]),
        ([[1, 2.5]], [1, 2.5]),
        (3, [3]),
    ],
)
def test_numbers_are_read_as_written(answer, found):
    assert numbers(answer) == found


def test_what_is_no_number():
    assert [math.isnan(number) for number in numbers("x 1/0 2")] == [True, True, False]
