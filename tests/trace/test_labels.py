"""Names and formulas in documents from the real engine."""

from __future__ import annotations

from typing import Any

import pytest

from autograd_nb.trace.document import make_document
from autograd_nb.trace.sentences import to_form
from autograd_nb.trace.wire import shorten


def test_a_name_stays_when_the_variable_moves_on(session: Any) -> None:
    session.cell("x = torch.arange(4.0, requires_grad=True)")
    session.cell("y = 2 * torch.dot(x, x)").document("y")
    session.cell("z = y + 1").document("z")
    session.cell("y = x * 5")
    assert [n["name"] for n in session.document("z")["nodes"] if n["kind"] == "op"] == ["", "y", "z"]


def test_one_call_that_makes_two_operations_names_the_last(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\nz = 1 / (2 + x)")
    made = session.document("z")
    assert [(n["op"], n["name"]) for n in made["nodes"] if n["kind"] == "op"] == [
        ("AddBackward0", ""),
        ("ReciprocalBackward0", ""),
        ("MulBackward0", "z"),
    ]
    assert made["nodes"][-1]["source"]["iteration"] is None
    assert session.nodes("z")["z"]["formula"] == "(1 / (2 + x)) · 1"


MANY_STEPS = """\
F.cross_entropy(A, torch.tensor([0, 2]))
F.cross_entropy(A, torch.tensor([0, 2]), label_smoothing=0.1)
F.normalize(A)
F.triplet_margin_loss(A, A + 1, A + 2)
F.cosine_similarity(A, A + 1)
F.kl_div(A, A * 2, reduction="batchmean")
F.scaled_dot_product_attention(A, A, A)
torch.einsum("ij,kj->ik", A, A)
torch.tensordot(A, A, dims=([1], [1]))
torch.cov(A)
torch.diff(A)
torch.trapezoid(A)
A[0, 1:]
A[0, 2]
torch.nn.CrossEntropyLoss()(A, torch.tensor([0, 2]))
torch.nn.TransformerEncoderLayer(3, 1, 4)(A)
torch.nn.MultiheadAttention(3, 1)(A, A, A)[0]
torch.distributions.Normal(A, 1.0).log_prob(torch.ones(2, 3))
"""


@pytest.mark.parametrize("call", MANY_STEPS.splitlines())
def test_of_many_steps_in_one_call_the_last_has_the_name_of_the_result(session: Any, call: str) -> None:
    session.cell("F = torch.nn.functional\nA = torch.arange(6.0).reshape(2, 3).requires_grad_()")
    session.cell(f"o = {call}")
    made = session.document("o")
    *before, last = [node for node in made["nodes"] if node["kind"] == "op"]
    assert before
    assert (last["id"], last["name"]) == (made["root"], "o")
    assert not {node["name"] for node in before} & {"o", "A"}
    assert not any(node["source"]["iteration"] for node in before)


@pytest.mark.parametrize("call", ["cell(x, h)", "F.normalize(h)"])
def test_a_loop_counts_calls_of_many_steps(session: Any, call: str) -> None:
    session.cell("F = torch.nn.functional\ncell = torch.nn.RNNCell(2, 2)\nx = torch.ones(1, 2, requires_grad=True)")
    session.cell(f"h = x * 1\nfor _ in range(3):\n    h = {call}")
    made = [node for node in session.document("h")["nodes"] if node["kind"] == "op"][1:]
    turns = [node["source"]["iteration"] for node in made]
    steps = len(made) // 3
    assert steps > 1
    assert turns == [turn for turn in (1, 2, 3) for _ in range(steps)]
    assert [node["name"] for node in made] == (["", *[""] * (steps - 2), "h"] * 3)


def test_operands_get_the_names_they_are_written_with(session: Any) -> None:
    session.cell("def f(w, v):\n    return (w * v).sum()\n")
    session.cell("y = f(torch.ones(2, requires_grad=True), torch.ones(2))")
    assert [n["name"] for n in session.document("y")["nodes"]] == ["w", "v", "", "y"]


def test_an_argument_that_is_no_input_lends_its_name_to_none(session: Any) -> None:
    session.cell("F = torch.nn.functional\ni, j = torch.tensor([0, 1]), torch.tensor([0])")
    session.cell("def f(c, x, y):\n    return torch.where(c, x, -x) + x.where(c, y * 2) + F.embedding(j, x[None])")
    session.cell("def g(d, x, y):\n    return x.scatter(d, i, y) + x.masked_scatter(i > 0, y) + x.index_add(0, i, y)")
    session.cell("a = torch.ones(2, requires_grad=True)\nb = torch.ones(2, requires_grad=True)")
    session.cell("z = f(i > 0, a * 1, b * 1) + g(0, a * 3, b * 3)")
    made = [(node["op"], node["name"]) for node in session.document("z")["nodes"] if node["name"] and node["op"]]
    assert made == [("MulBackward0", "x"), ("MulBackward0", "y")] * 2 + [("AddBackward0", "z")]


def test_operands_are_put_in_parentheses_where_needed(session: Any) -> None:
    session.cell("a = torch.ones(2, requires_grad=True)\ny = (a + 1) * -2 - (a - 3)")
    formulas = [n["formula"] for n in session.document("y")["nodes"] if n["kind"] == "op"]
    assert formulas == ["a + 1", "(a + 1) · (-2)", "a − 3", "(a + 1) * -2 − (a - 3)"]


def test_a_call_inside_of_a_function_without_brackets_gets_some(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\ny = torch.log(x.exp().sum())")
    formulas = {n["op"]: n["formula"] for n in session.document("y")["nodes"]}
    assert formulas["SumBackward0"] == "sum (x.exp())"
    assert formulas["LogBackward0"] == "log (x.exp().sum())"


def test_a_number_in_front_of_a_call_does_not_lend_that_its_name(session: Any) -> None:
    session.cell("def penalty(w):\n    return (w ** 2).sum() / 2\nw = torch.ones(2, requires_grad=True)\nrate = 3")
    session.cell("y = rate * penalty(w)\nz = penalty(w) * rate")
    for name in "yz":
        assert "rate" not in {node["name"] for node in session.document(name)["nodes"]}
    session.cell("def f(w, much):\n    return much * penalty(w)\ny = f(w, 5)")
    assert "much" not in {node["name"] for node in session.document("y")["nodes"]}


def test_a_parameter_is_not_called_as_another_thing_in_the_picture(session: Any) -> None:
    session.cell("def soft(X):\n    return X.exp()\nX = torch.ones(2)\nw = torch.ones(2, requires_grad=True)")
    session.cell("y = soft(X * w)\nz = soft(w * 2)")
    assert [n["name"] for n in session.document("y")["nodes"]].count("X") == 1
    assert session.nodes("y")["y"]["formula"] == "exp (X * w)"
    assert "X" in session.nodes("z")


def test_a_result_without_a_name_has_a_letter_that_nothing_else_has(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\ny = x.exp().sum()\nz = x * 3\nu = (x.exp() * z).sum()")
    local = {n["op"]: n["local"] for n in session.document("y")["nodes"]}
    assert local["ExpBackward0"] == ["z"]
    local = {n["op"]: n["local"] for n in session.document("u")["nodes"]}
    assert local["ExpBackward0"] == ["r"]


def test_without_source_an_operand_is_its_formula(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\ny = 2 * torch.dot(x, x)", readable=False)
    assert session.nodes("y")["y"]["formula"] == "(x · x) · 2"


def test_a_cut_inside_an_expression_is_drawn_and_written_as_it_stands(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\ny = x * 2\nz = y.detach() * x")
    made = session.document("z")
    assert session.nodes("z")["z"]["formula"] == "y.detach() · x"
    assert [e["cut"] for e in made["edges"]] == [None, None, "detach", None, None]


def test_operands_without_a_name_have_a_word_that_can_be_translated(session: Any) -> None:
    session.cell("y = torch.ones(65, requires_grad=True) * torch.arange(65.0).reshape(5, 13).flatten()")
    (node,) = (node for node in session.document("y")["nodes"] if node["kind"] == "op")
    assert node["formula"] == "leaf · constant"
    assert node["formula"].form == ["%1%2", ["leaf"], ["%1%2", " · ", ["constant"]]]
    assert [to_form(line) for line in node["local"]] == [["constant"], ["leaf"]]
    assert [to_form(saved["label"]) for saved in node["saved"]] == [["constant"]]
    short = shorten(make_document(session.names["y"], session.names))["nodes"][-1]
    assert (short["formula"], short["local"]) == (node["formula"].form, [["constant"], ["leaf"]])


@pytest.mark.parametrize(
    ("call", "first"),
    [
        ("torch.func.grad(f)(x)", "v"),
        ("torch.func.grad_and_value(f)(x)[0]", "v"),
        ("torch.func.vjp(f, x)[0]", "v"),
        ("torch.func.vmap(torch.func.grad(f))(torch.stack([x, x]))", "v"),
        ("torch.func.hessian(f)(x)", ""),
        ("torch.autograd.functional.jacobian(f, x, create_graph=True)", "v"),
    ],
)
def test_what_a_transform_hands_to_a_function_is_named_as_the_argument(session: Any, call: str, first: str) -> None:
    session.cell("x = torch.tensor([1., 2.], requires_grad=True)\ndef f(v):\n    s = v * v * v\n    return s.sum()")
    session.cell(f"for turn in range(2):\n    y = {call}")
    made = session.document("y")
    operations = [node for node in made["nodes"] if node["kind"] == "op"]
    handed = next(node for node in operations if node["op"] == "ViewBackward0")
    assert handed["name"] == first
    named = [node["id"] for node in operations if node["name"] == "y"]
    assert named == [made["root"]]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("total = total - torch.sin(x)", ["", "total", "", "total"]),
        ("total = total + torch.sin(x)", ["", "total", "", "total"]),
        ("total -= torch.sin(x)", ["", "total", "", "total"]),
        ("s = torch.sin(x)\n    total = total * s", ["s", "total", "s", "total"]),
        ("total = total - x", ["total", "total"]),
        ("total = x - total", ["total", "total"]),
    ],
)
def test_a_sum_that_begins_as_a_number_gives_its_name_to_nothing_else(
    session: Any, line: str, names: list[str]
) -> None:
    session.cell("x = torch.tensor(3., requires_grad=True)\ntotal = 0")
    session.cell(f"for turn in range(2):\n    {line}")
    nodes = session.document("total")["nodes"]
    assert [node["name"] for node in nodes if node["kind"] == "op"] == names
    assert [node["name"] for node in nodes if node["kind"] == "leaf"] == ["x"]


@pytest.mark.parametrize(
    ("cell", "root", "cards"),
    [
        ("v, i = A.max(1)\ny = (v * v).sum()", "y", ["v", "", "y"]),
        ("v, i = A.max(1)\ny = v * v", "v", ["v"]),
        ("U, S, Vh = torch.linalg.svd(A)\ny = S.sum() + U[0, 0]", "y", ["U, S", "", "", "", "y"]),
        ("U, S, Vh = torch.linalg.svd(A)\ny = S.sum()", "y", ["S", "y"]),
        ("p, q = A.chunk(2)\ny = p - q", "y", ["p, q", "y"]),
    ],
)
def test_of_several_results_those_in_the_graph_have_their_names_on_the_card(
    session: Any, cell: str, root: str, cards: list[str]
) -> None:
    session.cell(f"A = torch.tensor([[2., 1.], [1., 3.]], requires_grad=True)\n{cell}")
    assert [node["name"] for node in session.document(root)["nodes"] if node["kind"] == "op"] == cards


def test_the_weight_of_a_layer_is_not_transposed_twice(session: Any) -> None:
    session.cell("net = torch.nn.Linear(2, 1)\ny = net(torch.ones(3, 2))")
    (product,) = (n for n in session.document("y")["nodes"] if n["op"] == "AddmmBackward0")
    assert product["local"][1] == "∂ @ net.weight"


def test_in_formulas_a_result_is_not_called_as_what_it_was_made_of(session):
    session.cell("w = torch.tensor(3.0, requires_grad=True)\ny = w * 2\ny = y * w\ny = y.exp()\nu = y.tanh()")
    ops = [node for node in session.document("u")["nodes"] if node["kind"] == "op"]
    assert [node["name"] for node in ops] == ["y", "y", "y", "u"]
    assert [node["local"] for node in ops] == [["2", "w"], ["w", "y"], ["z"], ["1 − u²"]]
    assert ops[1]["formula"] == "y · w"
