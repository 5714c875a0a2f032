"""sweeps(y): one object, told in a terminal, as HTML, SVG and DOT, and shown by the view."""

from __future__ import annotations

import json
from importlib import resources

import pytest
from jsonschema import Draft202012Validator

import autograd_nb as torch
from autograd_nb.display import sweeptext
from autograd_nb.trace.document import MIME
from autograd_nb.trace.wire import complete, shorten
from tests.golden import from_here

SCHEMA = json.loads(resources.files("autograd_nb.trace").joinpath("schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def x():
    return torch.arange(4.0, requires_grad=True)


@pytest.mark.parametrize("name", from_here.CASES)
def test_the_golden_documents_are_what_is_written_today(name):
    made = from_here.made(name)
    assert from_here.written(made) == (from_here.HERE / f"{name}.json").read_text(encoding="utf-8")
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(made)] == []


def test_a_terminal_reads_both_sweeps_and_the_verdict(x):
    y = 2 * torch.dot(x, x)
    text = repr(torch.sweeps(y))
    assert (
        "Forward sweep from x[1] with tangent [0., 1., 0., 0.], beside the values:\n"
        "  1. x moves by [0., 1., 0., 0.].\n"
        "  2. dot moves by 1. + 1. = 2.\n"
        "  3. y = × moves by 4.\n"
        "  3 local derivatives, 1 addition; holds at most 2 tangents (5 numbers) at a time.\n"
        "  Every derivative: 4 sweeps, 12 local derivatives.\n"
    ) in text
    assert (
        "Reverse sweep from y with seed 1., after the values:\n"
        "  1. y = × receives 1. and sends 2. to dot.\n"
        "  2. dot receives 2. and sends [0., 2., 4., 6.] and [0., 2., 4., 6.] to x.\n"
        "  3. x receives [0., 4., 8., 12.].\n"
        "  3 local derivatives, 1 addition; keeps 1 value (4 numbers) until then.\n"
        "  Every derivative: 1 sweep, 3 local derivatives.\n"
    ) in text
    assert "Reverse mode wins here: y has 1 number, x has 4." in text
    assert x.grad is None
    y.backward()  # the graph is still there
    assert "Forward sweep" not in torch.graph(y).to_text()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda x: torch.sin(x[1]), "Reverse mode wins here"),
        (lambda x: x * x, "As many numbers come out as go in, 4: each mode takes 4 sweeps"),
        (lambda x: torch.outer(x, x), "Forward mode wins here: `z` has 16 numbers, `x` has 4. 4 forward sweeps"),
        (lambda x: x + 1, "Neither has to keep values: no local derivative here needs one."),
    ],
)
def test_the_verdict_is_about_this_graph(x, make, says):
    z = make(x)
    assert says in torch.sweeps(z).to_dict()["sweeps"]["says"]


def test_one_in_one_out():
    x = torch.tensor(2.0, requires_grad=True)
    y = x * x
    assert torch.sweeps(y).to_dict()["sweeps"]["says"].startswith("One number goes in and one comes out: both take one")


def test_a_direction_of_ones_own(x):
    y = torch.dot(x, x)
    both = torch.sweeps(y, of=x, direction=torch.tensor([1.0, 1.0, 0.0, 0.0])).to_dict()["sweeps"]
    (run,) = both["forward"]["runs"]
    assert run["label"] == "along x"
    assert run["seed"] == {"text": "[1., 1., 0., 0.]"}
    assert run["steps"][-1]["value"] == {"text": "2."}
    assert torch.sweeps(y, of=x).to_dict()["sweeps"]["forward"]["runs"][0]["steps"][-1]["value"] == {"text": "12."}


def test_what_cannot_be_swept_says_why(x):
    y = torch.dot(x, x)
    other = torch.ones(2, requires_grad=True)
    with pytest.raises(TypeError, match=r"^sweeps\(\) takes a tensor, not int$"):
        torch.sweeps(3)
    with pytest.raises(TypeError, match=r"^of= of sweeps\(\) takes a tensor, not int$"):
        torch.sweeps(y, of=3)
    with pytest.raises(TypeError, match=r"^direction= of sweeps\(\) takes a tensor, not list$"):
        torch.sweeps(y, of=x, direction=[1.0, 2.0])
    with pytest.raises(RuntimeError, match="element 0 of tensors does not require grad"):
        torch.sweeps(torch.ones(2))
    with pytest.raises(ValueError, match="y was not computed from"):
        torch.sweeps(y, of=other)
    with pytest.raises(ValueError, match="begins at a leaf"):
        torch.sweeps(y, of=y)
    with pytest.raises(ValueError, match="say which"):
        torch.sweeps(y, direction=x)
    with pytest.raises(RuntimeError, match="Mismatch in shape"):
        torch.sweeps(y, of=x, direction=torch.ones(3))
    y.backward()
    with pytest.raises(ValueError, match="a walk has freed the graph"):
        torch.sweeps(y)


def test_in_a_notebook_it_is_a_graph_that_opens_with_its_sweeps(x):
    y = 2 * torch.dot(x, x)
    bundle = torch.sweeps(y)._repr_mimebundle_()
    assert bundle[MIME]["sweeps"]["open"] is True
    assert bundle["text/plain"].startswith("tensor(28.")
    assert torch.graph(y).to_dict()["sweeps"]["open"] is False
    table = bundle["text/html"]
    assert "local derivatives in all" in table
    assert "<th>tangent<th>" in table
    assert "Reverse mode wins here" in table


def test_the_picture_has_tangents_in_a_colour_and_with_a_sign_of_their_own(x):
    y = 2 * torch.dot(x, x)
    both = torch.sweeps(y)
    for theme, colour in (("light", "#1144bb"), ("dark", "#8fbcff")):
        drawn = both.to_svg(theme)
        assert f'fill="{colour}"' in drawn
        assert "→ 4." in drawn
        assert "∂ 1." in drawn
        assert "→ tangent, runs left to right" in drawn
    assert "→ 4." in both.to_dot()
    assert "→" not in torch.graph(y).to_svg()


def test_rows_of_costs_stand_beside_each_other(x):
    y = 2 * torch.dot(x, x)
    rows = sweeptext.cost_rows(torch.sweeps(y).to_dict()["sweeps"])
    assert rows == [
        ("begins at", "x[1], [0., 1., 0., 0.]", "y, 1."),
        ("local derivatives applied", "3", "3"),
        ("additions", "1", "1"),
        ("held beside the values", "2 tangents (5 numbers)", "1 saved value (4 numbers)"),
        ("sweeps for every derivative", "4", "1"),
        ("local derivatives in all", "12", "3"),
    ]


def test_a_question_does_not_give_its_answer_away(x):
    y = 2 * torch.dot(x, x)
    assert "sweeps" not in torch.quiz(y, of=x)._whole


def test_each_result_of_an_operation_has_numbers_of_its_own():
    A = torch.tensor([[1.0, 5.0, 3.0], [4.0, 2.0, 6.0]], requires_grad=True)
    with torch.recording():
        a, b, c = A.unbind(1)
        y = (a * c).sum() + b.prod()
    found = torch.sweeps(y, of=A, direction=torch.tensor([[1.0, 0.0, 0.0], [0.0, 2.0, 0.0]]))
    text = repr(found)
    assert "a, b, c = unbind moves by [1., 0.] for a and [0., 2.] for b and [0., 0.] for c.\n" in text
    assert "a, b, c = unbind receives [3., 6.] for a and [2., 5.] for b and [1., 4.] for c and sends" in text
    assert all(
        words in found.to_svg() for words in (">[1., 4.]; [5., 2.]; …<", ">→ [1., 0.]; [0., …<", ">∂ [3., 6.]; [2., …<")
    )
    made = found.to_dict()
    assert complete(shorten(made)) == made
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(shorten(made))] == []
    steps = {step["node"]: step for step in made["sweeps"]["forward"]["runs"][0]["steps"]}
    assert [each["text"] for each in steps[1]["results"]] == ["[1., 0.]", "[0., 2.]", "[0., 0.]"]


@pytest.mark.parametrize(("number", "moves"), [(0, "[1., 0.]"), (1, "[0., 2.]"), (2, "[0., 0.]")])
def test_of_the_one_result_that_is_used_it_has_the_numbers(number, moves):
    A = torch.tensor([[1.0, 5.0, 3.0], [4.0, 2.0, 6.0]], requires_grad=True)
    y = A.unbind(1)[number].sum()
    found = repr(torch.sweeps(y, of=A, direction=torch.tensor([[1.0, 0.0, 0.0], [0.0, 2.0, 0.0]])))
    assert f"unbind moves by {moves}.\n" in found
    assert "unbind receives [1., 1.] and sends" in found
