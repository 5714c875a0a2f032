"""What a document says of single nodes."""

from __future__ import annotations

from typing import Any


def test_what_was_given_beside_the_inputs_is_saved_by_its_own_name(session: Any) -> None:
    session.cell("x = torch.tensor([1., -2., 3.], requires_grad=True)\nchosen = x > 0\nplaces = torch.tensor([0, 1])")
    session.cell("a = torch.where(chosen, x, 0.)\nb = x.gather(0, places)\ny = a.sum() + b.sum()")
    expected = {"a": [("condition", "chosen")], "b": [("self", "x"), ("index", "places")]}

    def saved(state: str) -> dict[str, list[tuple[str, str]]]:
        nodes = session.nodes("y")
        assert {each["state"] for name in "ab" for each in nodes[name]["saved"]} == {state}
        return {name: [(each["name"], each["label"]) for each in nodes[name]["saved"]] for name in "ab"}

    assert saved("kept") == expected
    session.cell("y.backward()")
    assert saved("freed") == expected


def test_a_changed_condition_is_not_called_by_the_name_of_the_result(session: Any) -> None:
    session.cell("x = torch.tensor([1., -2., 3.], requires_grad=True)\nchosen = x > 0")
    session.cell("a = torch.where(chosen, x, 0.)\nchosen.zero_()")
    (saved,) = session.nodes("a")["a"]["saved"]
    assert (saved["label"], saved["state"], saved["by"]) == ("chosen", "overwritten", "chosen.zero_()")


def test_what_a_walk_let_go_of_keeps_the_version_at_which_it_was_saved(session: Any) -> None:
    session.cell("x = torch.ones(3, requires_grad=True)\nh = x * 2\nh.mul_(3)\ne = h.exp()\ny = (e * h).sum()")
    before = [[(each["name"], each["version"]) for each in node["saved"]] for node in session.document("y")["nodes"]]
    session.cell("y.backward()")
    freed = [node["saved"] for node in session.document("y")["nodes"]]
    assert [[(each["name"], each["version"]) for each in saved] for saved in freed] == before
    assert {each["state"] for saved in freed for each in saved} == {"freed"}
    assert [("self", 0), ("other", 1)] in before


def test_a_loop_that_walks_often_is_not_looked_at_each_time(session: Any) -> None:
    session.cell(
        "x = torch.ones(3, requires_grad=True)\nfor _ in range(20):\n    y = (x * 2).exp().sum()\n    y.backward()"
    )
    freed = [each["version"] for node in session.document("y")["nodes"] for each in node["saved"]]
    assert freed == [None, None]
