"""Loops fold into groups that count right."""

from __future__ import annotations

import copy
import time
from typing import Any

import pytest

from autograd_nb.trace.fold import fold, group_of
from tests.trace.examples import Builder, affine, doubling, golden, mixed, recurrent


def groups(document: dict[str, Any]) -> list[tuple[str, int, int, int]]:
    fold(document)
    found = [node for node in document["nodes"] if node["kind"] == "group"]
    assert document["folded"] == sum(len(group["members"]) for group in found)
    return [(group["name"], group["count"], group["per"], len(group["members"])) for group in found]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (doubling(9), [("b", 9, 1, 18)]),
        (doubling(8), [("b", 8, 1, 16)]),
        (doubling(7), []),
        (affine(100), [("b", 100, 2, 200)]),
        (affine(4), [("b", 4, 2, 8)]),
        (affine(3), []),
        (affine(1000), [("b", 1000, 2, 2000)]),
        (recurrent(20), [("h", 20, 4, 100)]),
        (golden("dot"), []),
        (golden("mlp"), []),
    ],
    ids=["9 x 1", "8 x 1", "7 x 1", "100 x 2", "4 x 2", "3 x 2", "1000 x 2", "recurrent", "dot", "mlp"],
)
def test_loops(document: dict[str, Any], expected: list[tuple[str, int, int, int]]) -> None:
    assert groups(document) == expected


def test_what_a_loop_starts_from_stays_outside() -> None:
    document = recurrent(6)
    fold(document)
    outside = [n["name"] for n in document["nodes"] if n["kind"] != "group" and n["id"] not in group_of(document)]
    assert outside == ["Wx", "Wh", "h0", "loss"]


def test_two_loops_one_after_the_other() -> None:
    build = Builder()
    b = build.leaf("a")
    for _ in range(10):
        b = build.op("×", b, build.constant("2"), line="b = b * 2", column=4)
    b = build.op("tanh", b, line="c = torch.tanh(b)", column=4)
    for _ in range(12):
        b = build.op("+", b, build.constant("1"), line="c = c + 1", column=4)
    assert groups(build.document()) == [("b", 10, 1, 20), ("c", 12, 1, 24)]


def test_a_loop_in_a_loop() -> None:
    build = Builder()
    b = build.leaf("a")
    for _ in range(5):
        for _ in range(3):
            b = build.op("×", b, build.constant("2"), line="b = b * 2", column=4)
        b = build.op("tanh", b, line="b = torch.tanh(b)", column=4)
    assert groups(build.document()) == [("b", 5, 4, 35)]


def test_different_lines_are_no_loop() -> None:
    build = Builder()
    b = build.leaf("a")
    for number in range(12):
        b = build.op("tanh", b, line=f"b{number} = torch.tanh(b)", column=number)
    assert groups(build.document()) == []


def test_a_detached_value_in_a_loop_belongs_to_it() -> None:
    build = Builder()
    b = build.leaf("a")
    for _ in range(6):
        y = build.op("×", b, b, line="u = (b * b).detach()", column=4)
        u = build.constant("1.")
        build.edges.append({"from": y, "to": u, "input": 0, "cut": "detach"})
        b = build.op("+", b, u, line="b = b + u", column=4)
    assert groups(build.document()) == [("b", 6, 2, 18)]


def test_folding_twice_changes_nothing() -> None:
    document = affine(20)
    fold(document)
    once = copy.deepcopy(document)
    fold(document)
    assert document == once


def test_ids_of_groups_are_new_and_members_stay() -> None:
    document = doubling(9)
    before = copy.deepcopy(document["nodes"])
    fold(document)
    assert document["nodes"][:-1] == before
    assert document["nodes"][-1]["id"] == len(before)


def test_operations_without_source_fold_only_in_large_graphs() -> None:
    def chain(length: int) -> dict[str, Any]:
        build = Builder()
        b = build.leaf("a")
        for _ in range(length):
            b = build.op("tanh", b)
        return build.document()

    assert groups(chain(30)) == []
    assert groups(chain(100)) == [("", 100, 1, 100)]


@pytest.mark.parametrize("document", [recurrent(1000), mixed(1000, 0)], ids=["recurrent", "mixed"])
def test_large_graphs_fold_quickly(document: dict[str, Any]) -> None:
    before = time.process_time()
    fold(document)
    assert time.process_time() - before < 0.5
