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
