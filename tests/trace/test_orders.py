"""Graphs of derivatives: which walk recorded an operation, for which one, and how much more the next walk has to do."""

from __future__ import annotations

import gc
import re
import warnings
from typing import Any

import pytest

from autograd_nb.trace import cards, document, lanes
from autograd_nb.trace.layout import Item


def whole(session: Any, name: str) -> dict[str, Any]:
    return document.make_document(session.names[name], session.names)


def cubed(session: Any) -> None:
    session.cell("x = torch.tensor(2.0, requires_grad=True)\ny = x ** 3")
    session.cell("(g,) = torch.autograd.grad(y, x, create_graph=True)")


def test_what_a_walk_recorded_knows_the_walk_and_the_operation(session: Any) -> None:
    cubed(session)
    made = whole(session, "g")
    forward = next(node for node in made["nodes"] if node["name"] == "y")
    assert "made_by" not in forward  # the learner's own, drawn beside its derivative
    derived = [node["made_by"] for node in made["nodes"] if node.get("made_by")]
    assert (
        derived
        == [
            {
                "walk": 1,
                "call": "torch.autograd.grad(y, x, create_graph=True)",
                "node": forward["id"],
                "op": "PowBackward0",
                "label": "y",
            }
        ]
        * 3
    )
    assert made["layers"] == (
        "`torch.autograd.grad(y, x, create_graph=True)` visited 1 operation and recorded 3 new: the graph of the "
        "derivative. A walk back from `g` visits 3 operations."
    )
    assert "layers" not in whole(session, "y")


def test_both_walks_are_there_to_be_played(session: Any) -> None:
    cubed(session)
    session.cell("g.backward()")
    made = whole(session, "g")
    first, second = made["backwards"]
    assert first["call"].endswith("create_graph=True)")
    assert [made["nodes"][step["node"]]["name"] for step in first["steps"]] == ["y", "x"]
    assert all(made["nodes"][step["node"]].get("made_by") for step in second["steps"][:-1])
    assert made["changes"][0]["grad"] == {"text": "12."}


def test_the_operation_is_named_when_it_is_gone(session: Any) -> None:
    cubed(session)
    del session.names["y"]
    gc.collect()
    made = whole(session, "g")
    derived = [node["made_by"] for node in made["nodes"] if node.get("made_by")]
    assert {(each["node"], each["op"]) for each in derived} == {(None, "PowBackward0")}


def test_each_walk_has_a_lane_and_a_band_of_its_own(session: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session.cell("x = torch.tensor([1.0, 2.0], requires_grad=True)\ny = (torch.sin(x) * x).sum()")
        session.cell("y.backward(create_graph=True)\nh = x.grad.sum()")
    session.cell("(k,) = torch.autograd.grad(h, x, create_graph=True)\nz = k.sum()")
    made = whole(session, "z")
    assert {node["made_by"]["walk"] for node in made["nodes"] if node.get("made_by")} == {1, 2}
    lanes = {node["id"]: (node.get("made_by") or {"walk": 0})["walk"] for node in made["nodes"]}
    sides = (("y", "height"), ("x", "width"))
    for layout, (start, size) in zip((made["layout"], made["down"]["layout"]), sides, strict=True):
        bands = {band["walk"]: band for band in layout["bands"]}
        assert list(bands) == [1, 2]
        kinds = {node["id"]: node["kind"] for node in made["nodes"]}
        for box in layout["nodes"]:
            if kinds[box["id"]] != "op":
                continue
            for walk, band in bands.items():
                within = [band[s] <= box[s] and box[s] + box[n] <= band[s] + band[n] for s, n in sides]
                apart = [box[s] + box[n] < band[s] or band[s] + band[n] < box[s] for s, n in sides]
                assert all(within) if lanes[box["id"]] == walk else any(apart)
        assert bands[1][start] + bands[1][size] < bands[2][start]
        assert all(band["x"] >= 0 and band["x"] + band["width"] <= layout["width"] for band in bands.values())


@pytest.mark.parametrize("direction", ["right", "down"])
def test_constants_of_a_derivative_stand_within_its_frame(direction: str, session: Any) -> None:
    session.cell("x = torch.ones(3, requires_grad=True)\ny = ((x * 2) ** 3).mean()")
    session.cell("(slope,) = torch.autograd.grad(y, x, create_graph=True)\nz = (slope * 5).sum()")
    made = whole(session, "z")
    layout = made["layout"] if direction == "right" else made["down"]["layout"]
    constants = {node["id"] for node in made["nodes"] if node["kind"] == "constant"}
    derived = {node["id"] for node in made["nodes"] if node.get("made_by")}
    (band,) = layout["bands"]
    within = {
        box["id"]
        for box in layout["nodes"]
        if all(
            band[at] < box[at] and box[at] + box[size] < band[at] + band[size]
            for at, size in (("x", "width"), ("y", "height"))
        )
    }
    taken = {edge["from"] for edge in layout["edges"] if edge["from"] in constants and edge["to"] in derived}
    assert len(taken) == 2
    assert within == derived | taken


def test_a_frame_cuts_through_nothing_for_the_sake_of_a_constant() -> None:
    card = cards.card({"kind": "constant", "name": "", "value": {"text": "2"}})
    items = [Item(0, card, lane=1), Item(1, card, source=True, pill=True, lane=1), Item(2, card, source=True)]
    places = [(200, 0, 100, 80), (100, 120, 40, 26), (0, 300, 150, 60)]
    boxes = [dict(zip(("x", "y", "width", "height"), place, strict=True)) for place in places]
    around, right, bottom = lanes.BAND, 300 + lanes.BAND, 146 + lanes.BAND
    top = -lanes.BAND - lanes.LABEL
    assert lanes.bands(items, boxes) == [(1, 100 - around, top, right, bottom)]
    boxes[2]["y"] = 60
    assert lanes.bands(items, boxes) == [(1, 200 - around, top, right, 80 + around)]
    # A tag of a leaf that the walk takes stands within.
    items[2] = Item(2, card, 0, source=True, pill=True, lane=1)
    assert lanes.bands(items, boxes) == [(1, -around, top, right, bottom)]


def test_what_comes_after_a_derivative_stands_beside_its_frame(session: Any) -> None:
    session.cell("x = torch.arange(4.0, requires_grad=True)\nh = (x.sin() * x.exp()).tanh()\ny = h.sum()")
    session.cell("(slope,) = torch.autograd.grad(y, x, create_graph=True)\nz = (slope * slope).sum()")
    made = whole(session, "z")
    layout = made["layout"]
    boxes = {box["id"]: box for box in layout["nodes"]}
    (band,) = layout["bands"]
    end = boxes[made["root"]]
    assert end["x"] > band["x"] + band["width"]
    assert band["y"] < end["y"] < end["y"] + end["height"] < band["y"] + band["height"]


@pytest.mark.parametrize(
    "cell",
    [
        "y = torch.func.grad(lambda v: (v * v * v).sum())(x)",
        "u = (torch.sin(x) * x ** 3).sum()\n(y,) = torch.autograd.grad(u, x, create_graph=True)",
        "u = torch.tanh(x * w.exp()).sum()\nu = u * u\n(y,) = torch.autograd.grad(u, x, create_graph=True)",
    ],
)
def test_a_frame_comes_as_near_as_the_cards_above_it_allow(cell: str, session: Any) -> None:
    session.cell("x, w = (torch.tensor([1., 2.], requires_grad=True) for _ in range(2))\n" + cell)
    made = whole(session, "y")
    kinds = {node["id"]: node for node in made["nodes"]}
    others = [box for box in made["layout"]["nodes"] if not kinds[box["id"]].get("made_by")]
    (band,) = made["layout"]["bands"]
    first = min(box["x"] for box in made["layout"]["nodes"] if kinds[box["id"]].get("made_by"))
    beside = 150  # a column, so that lines have room to come down
    ends = [
        box["grad"]["y"] + box["grad"]["height"] if "grad" in box else box["y"] + box["height"]
        for box in others
        if kinds[box["id"]]["kind"] != "constant"
        and box["x"] + box["width"] > first - lanes.BAND - beside
        and box["x"] < band["x"] + band["width"] + beside
    ]
    assert band["y"] - max(ends) == lanes.GAP - lanes.BAND - lanes.LABEL


def test_what_leads_on_from_a_frame_does_not_climb_above_it(session: Any) -> None:
    session.cell("ws = [torch.full((2, 2), .1 * n, requires_grad=True) for n in range(1, 6)]\ny = torch.ones(2, 2)")
    session.cell("for w in ws: y = torch.tanh(y @ w)\ngs = torch.autograd.grad(y.sum(), ws, create_graph=True)")
    session.cell("z = sum((g * g).sum() for g in gs)")
    made = whole(session, "z")
    walks = {node["id"]: node.get("made_by") for node in made["nodes"]}
    layout = made["layout"]
    (band,) = layout["bands"]
    leaving = [edge for edge in layout["edges"] if walks[edge["from"]] and not walks[edge["to"]]]
    assert len(leaving) == 10
    for edge in leaving:
        heights = [int(number) for number in re.findall(r"-?\d+ (-?\d+)", edge["path"])]
        assert band["y"] < min(heights) <= max(heights) < band["y"] + band["height"]


def test_a_graph_without_such_walks_has_no_bands(session: Any) -> None:
    session.cell("x = torch.tensor(2.0, requires_grad=True)\ny = x * x\ny.backward()")
    made = whole(session, "y")
    assert "bands" not in made["layout"]
    assert "layers" not in made
