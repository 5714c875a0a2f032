"""The layout: nothing overlaps, everything is drawn, always the same."""

from __future__ import annotations

import json
import re
import time
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograd_nb.trace import cards
from autograd_nb.trace.fold import fold
from autograd_nb.trace.layered import Link, arrange
from autograd_nb.trace.layout import DIRECTIONS, place, plan
from tests.trace.examples import NAMES, Builder, affine, golden, mixed

Box = tuple[int, int, int, int]


def boxes(layout: dict[str, Any]) -> list[Box]:
    found = [*layout["nodes"], *layout["refs"], *(node["grad"] for node in layout["nodes"] if "grad" in node)]
    return [(box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]) for box in found]


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def points(path: str) -> list[tuple[int, int]]:
    numbers = [int(number) for number in re.findall(r"-?\d+", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def check(document: dict[str, Any], layout: dict[str, Any]) -> None:
    drawn = boxes(layout)
    assert not [pair for pair in combinations(drawn, 2) if overlap(*pair)]
    assert not [(label, box) for label in text_boxes(layout) for box in drawn if overlap(label, box)]
    assert all(box[0] >= 0 and box[1] >= 0 for box in drawn)
    assert all(box[2] <= layout["width"] and box[3] <= layout["height"] for box in drawn)
    check_integers(layout)
    indices = sorted(index for edge in layout["edges"] for index in edge["edges"])
    assert indices == list(range(len(document["edges"])))
    for edge in layout["edges"]:
        assert all(0 <= x <= layout["width"] and 0 <= y <= layout["height"] for x, y in points(edge["path"]))
        assert bool(edge["back"]) == bool(document["nodes"][edge["from"]]["requires_grad"])
    labels = text_boxes(layout)
    assert layout["direction"] == "right" or not [pair for pair in combinations(labels, 2) if overlap(*pair)]


def check_integers(layout: dict[str, Any]) -> None:
    found = [layout["width"], layout["height"]]
    for box in boxes(layout):
        found += box
    for edge in layout["edges"]:
        found += edge["label"].values()
        assert re.fullmatch(r"M[-\d ]+([LC][-\d ]+)+", edge["path"])
        assert re.fullmatch(r"(M[-\d ]+([LC][-\d ]+)+)?", edge["back"])
    assert {type(number) for number in found} == {int}


def text_boxes(layout: dict[str, Any]) -> list[Box]:
    labels = [edge["label"] for edge in layout["edges"] if edge["back"]]
    return [(at["x"] - at["width"] // 2, at["y"] - 9, at["x"] + at["width"] // 2, at["y"] + 3) for at in labels]


@given(st.integers(1, 40), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_no_card_lies_on_another_and_every_edge_is_drawn(operations: int, seed: int) -> None:
    document = mixed(operations, seed)
    for direction in DIRECTIONS:
        check(document, place(document, direction=direction))


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_no_card_lies_on_another_in_a_large_graph(direction: str) -> None:
    document = mixed(150, 1)
    check(document, place(document, direction=direction))


@pytest.mark.parametrize("name", NAMES)
def test_golden_layouts_are_what_we_compute_now(name: str) -> None:
    document = golden(name)
    assert place(document) == document["layout"]
    assert place(document, direction="down") == document["down"]["layout"]
    if document["unfolded"]:
        assert place(document, folded=False) == document["unfolded"]["layout"]
        assert place(document, False, "down") == document["down"]["unfolded"]["layout"]


def test_the_same_graph_always_gets_the_same_layout() -> None:
    assert json.dumps(place(mixed(60, 7))) == json.dumps(place(mixed(60, 7)))


def test_values_flow_to_the_right_and_gradients_to_the_left() -> None:
    for edge in place(mixed(30, 3))["edges"]:
        way, back = points(edge["path"]), points(edge["back"])
        assert way[0][0] < way[-1][0]
        assert not back or back[0][0] > back[-1][0]


def test_values_flow_down_and_gradients_up() -> None:
    layout = place(mixed(30, 3), direction="down")
    for edge in layout["edges"]:
        way, back = points(edge["path"]), points(edge["back"])
        assert way[0][1] < way[-1][1]
        assert not back or back[0][1] > back[-1][1]
    for node in layout["nodes"]:
        assert "grad" not in node or node["grad"]["y"] + node["grad"]["height"] < node["y"]


def test_one_direction_leaves_no_trace_on_the_other() -> None:
    whole = plan(mixed(20, 5))
    assert whole.place("right") == whole.place("right")
    down = whole.place("down")
    assert whole.place("right") == place(mixed(20, 5))
    assert whole.place("down") == down


def test_there_are_two_directions() -> None:
    with pytest.raises(ValueError, match=r"direction must be 'right' or 'down', got 'up'"):
        place(golden("dot"), direction="up")


def test_two_arguments_are_two_arrows_that_never_cross() -> None:
    upper, lower = place(golden("dot"))["edges"][:2]
    assert upper["edges"] == [0]
    assert lower["edges"] == [1]
    for above, below in zip(points(upper["path"]), points(lower["path"]), strict=True):
        assert above[1] + 20 <= below[1]
    assert points(upper["back"])[0][1] == points(upper["path"])[-1][1] - 10
    assert points(lower["back"])[0][1] == points(lower["path"])[-1][1] + 10
    assert upper["label"]["y"] < points(upper["back"])[0][1] < points(lower["back"])[0][1] < lower["label"]["y"]


def test_the_spine_is_straight() -> None:
    document = golden("mlp")
    box = {node["id"]: node for node in place(document)["nodes"]}
    ops = [node["id"] for node in document["nodes"] if node["kind"] == "op"][:8]
    assert len({box[number]["y"] for number in ops}) == 1


def test_cards_do_not_move_when_gradients_come() -> None:
    before, after, history = (golden(name)["layout"] for name in ("dot", "dot_backward", "dot_history"))
    assert before == after == history


def test_a_leaf_used_often_is_drawn_once_and_tagged_elsewhere() -> None:
    document = affine(6)
    layout = place(document)
    leaves = [node for node in document["nodes"] if node["kind"] == "leaf"]
    assert [node["id"] for node in layout["nodes"]].count(leaves[0]["id"]) == 1
    assert [ref["node"] for ref in layout["refs"]].count(leaves[0]["id"]) == 5
    served = {edge["ref"]: edge for edge in layout["edges"] if "ref" in edge}
    assert all(served[number]["edges"] == [ref["edge"]] for number, ref in enumerate(layout["refs"]))


def test_a_cut_edge_has_no_way_back_and_room_for_scissors() -> None:
    layout = place(golden("detach"))
    (edge,) = [edge for edge in layout["edges"] if edge["cut"]]
    assert edge["cut"] == "detach"
    assert edge["back"] == ""
    way = points(edge["path"])
    assert way[-1][0] - way[0][0] >= 60
    assert way[0][0] < edge["label"]["x"] < way[-1][0]


def test_separate_parts_are_stacked() -> None:
    build = Builder()
    build.op("tanh", build.leaf("a"))
    build.op("tanh", build.leaf("b"))
    layout = place(build.document())
    top, bottom = ({n["id"]: n for n in layout["nodes"]}[number] for number in (1, 3))
    assert bottom["y"] > top["y"] + top["height"]
    assert len(boxes(layout)) == 6


def test_edges_to_nowhere_are_left_out() -> None:
    document = golden("dot")
    document["edges"].append({"from": 99, "to": 1, "input": 0, "cut": None})
    assert len(place(document)["edges"]) == 4


def test_a_document_of_nothing() -> None:
    layout = place({"nodes": [], "edges": []})
    assert (layout["nodes"], layout["refs"], layout["edges"]) == ([], [], [])


def test_a_card_is_no_wider_for_a_million_characters() -> None:
    short, long = Builder(), Builder()
    short.leaf("x" * 40)
    long.leaf("x" * 10**6, value={"text": "9" * 10**6})
    assert place(long.document())["width"] < 2 * place(short.document())["width"]


def test_a_cycle_is_refused() -> None:
    with pytest.raises(ValueError, match="cycle"):
        arrange([False, False], [Link(0, 1), Link(1, 0)])


def test_the_hundred_turn_loop_with_shared_leaves_takes_no_time() -> None:
    document = affine(100)
    before = time.process_time()
    fold(document)
    place(document)
    place(document, folded=False)
    assert time.process_time() - before < 1


def test_a_group_wears_the_value_of_its_last_operation() -> None:
    document = golden("loop")
    group = document["nodes"][-1]
    nodes = {node["id"]: node for node in document["nodes"]}
    assert cards.line(cards.face(group, nodes)["value"]) == "512."
