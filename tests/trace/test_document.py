"""Documents from the real engine, above all the chapter's section 2.5 step by step."""

from __future__ import annotations

import gc
import json
import threading
import weakref
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import autograd_nb as torch
from autograd_nb.engine import events
from autograd_nb.trace import document, record
from autograd_nb.trace.collect import LIMIT

collect = document.collect  # without the check that each test's documents get
SCHEMA = json.loads((Path(document.__file__).parent / "schema.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def _every_document_is_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test makes is checked against the schema, and to be JSON."""
    check = jsonschema.Draft202012Validator(SCHEMA)

    def checked(*arguments: Any) -> dict[str, Any]:
        made = collect(*arguments)
        check.validate(json.loads(json.dumps(made, allow_nan=False)))
        return made

    monkeypatch.setattr(document, "collect", checked)


def chapter(session: Any) -> Any:
    session.cell("x = torch.arange(4.0, requires_grad=True)")
    return session.cell("y = 2 * torch.dot(x, x)")


# ---- section 2.5.1 -------------------------------------------------------------------------------


def test_y_is_displayed(session: Any) -> None:
    made = chapter(session).document("y")
    assert made["text"] == "tensor(28., grad_fn=<MulBackward0>)"
    x, dot, two, y = made["nodes"]
    assert made["root"] == y["id"] == 3
    assert (x["kind"], x["name"], x["value"]["text"], x["grad"]) == ("leaf", "x", "[0., 1., 2., 3.]", None)
    assert (dot["op"], dot["symbol"], dot["formula"], dot["value"]) == (
        "DotBackward0",
        "dot",
        "x · x",
        {"text": "14."},
    )
    assert dot["source"]["expression"] == "torch.dot(x, x)"
    assert (two["kind"], two["value"], two["dtype"]) == ("constant", {"text": "2"}, "")
    assert (y["name"], y["formula"]) == ("y", "torch.dot(x, x) · 2")
    assert y["local"] == ["2", "torch.dot(x, x)"]
    assert y["source"] == {
        "line": "y = 2 * torch.dot(x, x)",
        "expression": "2 * torch.dot(x, x)",
        "start": 4,
        "end": 23,
        "lineno": 1,
        "iteration": None,
    }
    assert [(e["from"], e["to"], e["input"]) for e in made["edges"]] == [
        (0, 1, 0),
        (0, 1, 1),
        (1, 3, 0),
        (2, 3, 1),
    ]
    assert [(s["label"], s["state"]) for s in dot["saved"]] == [("x", "kept"), ("x", "kept")]
    assert made["backwards"] == made["changes"] == []


def test_backward_is_one_walk_of_three_steps(session: Any) -> None:
    made = chapter(session).cell("y.backward()").document("y")
    (walk,) = made["backwards"]
    assert (walk["call"], walk["kind"], walk["at"], walk["seed"]) == (
        "y.backward()",
        "backward",
        0,
        {"text": "1."},
    )
    assert [(s["kind"], s["node"], s["order"], s["upstream"]["text"]) for s in walk["steps"]] == [
        ("visit", 3, 1, "1."),
        ("visit", 1, 2, "2."),
        ("accumulate", 0, 3, "[ 0.,  4.,  8., 12.]"),
    ]
    assert walk["steps"][0]["sends"] == [{"edge": 2, "value": {"text": "2."}}]
    assert [s["value"]["text"] for s in walk["steps"][1]["sends"]] == ["[0., 2., 4., 6.]"] * 2
    assert walk["steps"][2]["change"] == 0
    assert (walk["root"], walk["zeroings"], walk["error"]) == (3, [], None)
    (change,) = made["changes"]
    assert (change["node"], change["change"], change["by"], change["backward"]) == (
        0,
        "fill",
        "y.backward()",
        0,
    )
    assert made["nodes"][0]["grad"] == {"text": "[ 0.,  4.,  8., 12.]"}
    assert {s["state"] for s in made["nodes"][1]["saved"]} == {"freed"}


def test_zeroing_a_second_graph_and_none_are_in_the_ledger(session: Any) -> None:
    chapter(session).cell("y.backward()").cell("x.grad.zero_()\ns = x.sum()\ns.backward()")
    session.cell("x.sum().backward()").cell("x.grad = None")
    made = session.document("y")
    assert [(c["change"], c["grad"] and c["grad"]["text"], c["by"], c["backward"]) for c in made["changes"]] == [
        ("fill", "[ 0.,  4.,  8., 12.]", "y.backward()", 0),
        ("zero", "[0., 0., 0., 0.]", "x.grad.zero_()", None),
        ("add", "[1., 1., 1., 1.]", "s.backward()", None),  # walks of other graphs: here they visit nothing
        ("add", "[2., 2., 2., 2.]", "x.sum().backward()", None),
        ("none", None, "x.grad = None", None),
    ]
    assert [(w["at"], w["root"], w["zeroings"]) for w in made["backwards"]] == [(0, 3, [1, 2, 3, 4])]


def test_a_second_backward_is_an_error_at_a_node_and_changes_nothing(session: Any) -> None:
    chapter(session).cell("y.backward()")
    with pytest.raises(RuntimeError, match="second time"):
        session.cell("y.backward()")
    made = session.document("y")
    first, second = made["backwards"]
    assert first["error"] is None
    assert second["error"]["type"] == "RuntimeError"
    assert second["error"]["text"].startswith("Trying to backward through the graph a second time")
    assert second["error"]["node"] == 3
    assert second["root"] == 3
    assert len(made["changes"]) == 1


def test_a_walk_that_a_hook_interrupts_leaves_no_change(session: Any) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    session.names["stop"] = stop
    chapter(session).cell("t = x * 3; h = t * 2; t.register_hook(stop); z = h.sum()")
    with pytest.raises(KeyboardInterrupt):
        session.cell("z.backward()")
    (walk,) = session.document("z")["backwards"]
    assert walk["error"]["type"] == "KeyboardInterrupt"
    assert {s["kind"] for s in walk["steps"]} == {"visit"}
    assert session.document("z")["changes"] == []


# ---- the rest of the chapter ---------------------------------------------------------------------


def test_detach_draws_the_cut_and_what_lies_behind(session: Any) -> None:
    session.cell("x = torch.arange(4.0, requires_grad=True)").cell("y = x * x\nu = y.detach()\nz = u * x")
    made = session.document("z")
    by_name = {n["name"]: n for n in made["nodes"]}
    assert (by_name["u"]["kind"], by_name["u"]["value"]) == ("constant", {"text": "[0., 1., 4., 9.]"})
    assert by_name["z"]["formula"] == "u · x"
    (cut,) = [edge for edge in made["edges"] if edge["cut"]]
    assert (cut["from"], cut["to"], cut["cut"]) == (by_name["y"]["id"], by_name["u"]["id"], "detach")
    assert (cut["source"]["line"], cut["source"]["expression"]) == ("u = y.detach()", "y.detach()")
    assert [n["name"] for n in made["nodes"]] == ["x", "y", "u", "z"]


def test_a_cut_keeps_no_graph_alive(session: Any) -> None:
    session.cell("x = torch.arange(4.0, requires_grad=True); y = x * x; u = y.detach(); z = u * x")
    node = weakref.ref(session.names["y"].grad_fn)
    del session.names["y"]
    assert node() is None
    made = session.document("z")
    assert [n["name"] for n in made["nodes"]] == ["x", "y", "u", "z"]
    assert [n["name"] for n in made["nodes"] if n.get("gone")] == ["y"]  # a likeness of what was cut off


def test_no_grad_data_and_item_are_cuts_too(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True); y = x * 3; s = x.sum()")
    session.cell("with torch.no_grad():\n    a = y * 2\nb = y.data\nc = s.item()\nz = (a * x + b * x) * c")
    cuts = [e["cut"] for e in session.document("z")["edges"] if e["cut"] is not None]
    assert sorted(cuts) == ["data", "item", "no_grad"]


def test_control_flow_counts_the_turns_and_names_the_result(session: Any) -> None:
    session.cell(
        "def f(a):\n    b = a * 2\n    while b.norm() < 1000:\n        b = b * 2\n"
        "    if b.sum() > 0:\n        c = b\n    else:\n        c = 100 * b\n    return c"
    )
    session.cell("a = torch.tensor(-1.0, requires_grad=True)\nd = f(a)\nd.backward()")
    made = session.document("d")
    ops = [n for n in made["nodes"] if n["kind"] == "op"]
    assert [n["source"]["iteration"] for n in ops] == [None, *range(1, 10), None]
    assert [n["name"] for n in ops] == ["b"] * 10 + ["d"]
    assert ops[-1]["formula"] == "b · 100"


# ---- names ---------------------------------------------------------------------------------------


def test_code_without_source_keeps_values_and_variables(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\ny = x * 3\ny.sum().backward()", readable=False)
    made = session.document("y")
    assert [n["name"] for n in made["nodes"]] == ["x", "", "y"]
    assert [n["source"] for n in made["nodes"]] == [None] * 3
    assert made["backwards"][0]["call"] == "backward()"
    assert made["changes"][0]["by"] == "backward()"


# ---- tensors of other kinds ----------------------------------------------------------------------


def test_leaves_and_plain_tensors_are_documents_of_one_node(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\nc = torch.ones(2)")
    assert [n["kind"] for n in session.document("x")["nodes"]] == ["leaf"]
    assert [(n["kind"], n["name"]) for n in session.document("c")["nodes"]] == [("constant", "c")]


def test_retained_gradients_are_shown(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\ny = x * 3\ny.retain_grad()\nz = y.sum()\nz.backward()")
    node = session.nodes("z")["y"]
    assert (node["retains_grad"], node["grad"]) == (True, {"text": "[1., 1.]"})


def test_saved_tensors_that_were_overwritten(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\ny = x.exp()\nz = y.sum()\nwith torch.no_grad(): y.add_(1)")
    (saved,) = session.nodes("z")["y"]["saved"]
    assert (saved["name"], saved["label"], saved["version"], saved["state"]) == (
        "result",
        "y",
        0,
        "overwritten",
    )
    assert session.nodes("z")["y"]["version"] == 1
    assert (saved["now"], saved["by"], saved["source"]["line"]) == (1, "y.add_(1)", "with torch.no_grad(): y.add_(1)")


@pytest.mark.parametrize(
    ("change", "now", "by"),
    [
        ("with torch.no_grad():\n    w -= 0.1\n    w.mul_(2)", 2, "w -= 0.1"),
        ("with torch.no_grad():\n    w[0] = 3.0", 1, "w[0] = 3.0"),
        ("w.detach().mul_(2)", 1, "w.detach().mul_(2)"),
        (
            "z.backward(retain_graph=True)\ntorch.optim.SGD([w], lr=0.1).step()",
            1,
            "torch.optim.SGD([w], lr=0.1).step()",
        ),
    ],
)
def test_the_line_that_overwrote_a_saved_tensor_first(session: Any, change: str, now: int, by: str) -> None:
    session.cell("w = torch.ones(2, requires_grad=True)\ny = w * 2\nz = (w * y).sum()")
    session.cell(change)
    product = session.nodes("z")["w · y"]
    assert [(s["label"], s["state"], s.get("now"), s.get("by")) for s in product["saved"]] == [
        ("w", "overwritten", now, by),
        ("y", "kept", None, None),
    ]


def test_nobody_is_named_for_what_was_not_recorded(session: Any) -> None:
    session.cell("y = torch.ones(2, requires_grad=True).exp()\nz = y.sum()")
    before = events.observe(None)
    session.cell("with torch.no_grad(): y.add_(1)")
    events.observe(before)
    (saved,) = session.nodes("z")["y"]["saved"]
    assert (saved["state"], saved["now"], saved["by"], saved["source"]) == ("overwritten", 1, "", None)


def test_operations_with_several_results(session: Any) -> None:
    session.cell("x = torch.tensor([[1., 5.], [3., 2.]], requires_grad=True)\nvalues, places = x.max(dim=1)")
    session.cell("a, b = x.unbind()\ny = (a * b).sum() + values.sum()")
    nodes = session.nodes("y")
    assert nodes["values"]["op"] == "MaxBackward0"  # the graph takes no places
    assert nodes["a · b"]["formula"] == "a · b"
    assert nodes["a, b"]["op"] == "UnbindBackward0"


def test_custom_functions_and_slices_have_their_names(session: Any) -> None:
    session.cell(
        "class Double(torch.autograd.Function):\n"
        "    @staticmethod\n    def forward(ctx, v): return v * 2\n"
        "    @staticmethod\n    def backward(ctx, g): return g * 2\n"
        "x = torch.ones(2, requires_grad=True)\ny = Double.apply(x)\nc = y * 1\nc[0] = 5\nz = c.sum()"
    )
    nodes = session.document("z")["nodes"]
    double = next(n for n in nodes if n["op"] == "DoubleBackward")
    assert (double["symbol"], double["formula"], double["local"]) == ("Double", "", [])
    assert any(n["op"] == "CopySlices" for n in nodes)


def test_autograd_grad_captures_and_leaves_grad_alone(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\ny = x * x\nz = y.sum()\n(g,) = torch.autograd.grad(z, x)")
    made = session.document("z")
    (walk,) = made["backwards"]
    assert (walk["kind"], [s["kind"] for s in walk["steps"]]) == ("grad", ["visit", "visit", "capture"])
    assert made["changes"] == []


def test_second_derivatives_are_a_graph_of_their_own(session: Any) -> None:
    session.cell("x = torch.tensor(2.0, requires_grad=True)\ny = x ** 3")
    session.cell("(g,) = torch.autograd.grad(y, x, create_graph=True)")
    made = session.document("g")
    assert made["nodes"][made["root"]]["name"] == "g"
    assert [n["name"] for n in made["nodes"] if n["kind"] == "op"].count("g") == 1


def test_what_was_not_recorded_is_still_drawn() -> None:
    x = torch.ones(2, requires_grad=True)
    y = (x * 3).sum()
    y.backward()
    made = document.collect(y, {"x": x, "y": y})
    x_, mul, three, y_ = (made["nodes"][i] for i in (0, 2, 1, 3))
    assert (x_["name"], x_["grad"]["text"]) == ("x", "[3., 3.]")
    assert (mul["value"], mul["formula"], mul["source"]) == (None, "x · constant", None)
    assert (three["kind"], three["value"]) == ("constant", None)
    assert (y_["name"], y_["shape"]) == ("y", [])
    assert made["backwards"] == []


def test_large_values_are_summarised_with_statistics(session: Any) -> None:
    session.cell("x = torch.arange(100.0, requires_grad=True)\ny = x * 2")
    value = session.nodes("y")["y"]["value"]
    assert value["text"] == "[  0.,   2.,   4.,  ..., 194., 196., 198.]"
    assert value["stats"] == {"min": "0.", "max": "198.", "mean": "99.", "finite": "100", "numel": "100"}


# ---- the document as a whole ---------------------------------------------------------------------


def test_two_runs_give_the_same_bytes(session: Any) -> None:
    def run() -> str:
        again = type(session)()
        chapter(again).cell("y.backward()").cell("x.grad.zero_()\nx.sum().backward()")
        again.cell("u = y.detach()\nz = sum([u * x[i] for i in range(4)])\nz.backward()")
        whole = document.make_document(again.names["z"], again.names)
        return json.dumps(whole, ensure_ascii=False)

    assert run() == run()


def test_the_whole_document_with_folding_and_layout(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\ny = x\nfor _ in range(30):\n    y = y * 2")
    made = document.make_document(session.names["y"], session.names)
    assert made["folded"] > 0
    assert made["layout"]["nodes"]
    assert made["unfolded"]["layout"]["nodes"]
    jsonschema.validate(made, SCHEMA)


def test_a_graph_of_200_000_nodes(session: Any) -> None:
    x = torch.ones(2, requires_grad=True)
    y = x
    for _ in range(200_000):
        y = y * 1.0
    made = collect(y, {"x": x, "y": y})
    assert len(made["nodes"]) == LIMIT
    assert made["omitted"] == 400_001 - LIMIT
    assert made["nodes"][made["root"]]["name"] == "y"
    del y
    gc.collect()


def test_ids_are_in_creation_order_and_edges_point_forward(session: Any) -> None:
    session.cell("w = torch.ones(2, requires_grad=True)\na = w * 2\nb = w + 1\nc = b * a")
    made = session.document("c")
    assert [n["id"] for n in made["nodes"]] == list(range(len(made["nodes"])))
    assert all(e["from"] < e["to"] for e in made["edges"])


def test_documents_can_be_made_while_another_thread_walks(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\ny = (x * x).sum()")
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(100):
                (session.names["x"] * 2).sum().backward()
        except BaseException as error:  # noqa: BLE001  # reported by the main thread
            failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    for _ in range(20):
        collect(session.names["y"], session.names)
    thread.join()
    assert failures == []
    assert record.recorder.active


def test_a_walk_that_fails_on_the_way_began_elsewhere(session: Any) -> None:
    session.cell("x = torch.ones(2, requires_grad=True)\ny = x.exp()\ny.add_(1)")
    with pytest.raises(RuntimeError, match="inplace"):
        session.cell("y.sum().backward()")
    (walk,) = session.document("y")["backwards"]
    assert walk["root"] is None  # `y.sum()` is not in the graph of y
    assert [step["node"] for step in walk["steps"]] == [3]
    assert walk["error"]["node"] == 1
