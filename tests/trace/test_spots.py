"""spots: the texts of edges keep clear of lines, cards and each other."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import autograd_nb as torch
from autograd_nb.trace.lanes import LABEL
from autograd_nb.trace.layout import DIRECTIONS, place
from autograd_nb.trace.spots import LINE, TAKEN, Plane, Spot, choose, pieces
from tests.trace.examples import mixed

Box = tuple[float, float, float, float]

AT = Spot(100, 50, 40)


def test_the_first_spot_is_taken_where_it_is_clear() -> None:
    assert choose(Plane(), [[AT, Spot(200, 50, 40)]]) == [AT]


def test_a_line_drives_a_text_off_and_a_farther_spot_has_to_be_worth_it() -> None:
    plane = Plane()
    plane.line([(0, 45), (300, 45)], 1, down=False)
    assert choose(plane, [[AT, AT._replace(y=70)]]) == [AT._replace(y=70)]
    assert choose(plane, [[AT, AT._replace(y=50 + 40 * LINE)]]) == [AT]


def test_a_gradient_is_covered_less_gladly_than_a_value() -> None:
    plane = Plane()
    plane.line([(0, 45), (300, 45)], 3, down=False)
    plane.line([(0, 65), (300, 65)], 1, down=False)
    assert choose(plane, [[AT, AT._replace(y=70)]]) == [AT._replace(y=70)]


@pytest.mark.parametrize(("weight", "shorter"), [(1, False), (3, True)])
def test_a_text_is_made_shorter_before_it_crosses_a_gradient(weight: int, shorter: bool) -> None:
    long = Spot(300, 50, 400)
    short = long._replace(width=200)
    plane = Plane()
    plane.line([(0, 480), (300, 480)], weight, down=True)
    assert choose(plane, [[long, short]]) == [short if shorter else long]


def test_texts_stand_in_each_others_way() -> None:
    first, second = choose(Plane(), [[AT], [AT, AT._replace(y=AT.y + LINE)]])
    assert (first, second) == (AT, AT._replace(y=AT.y + LINE))


def test_a_text_is_not_put_nearer_to_the_line_of_another_gradient_than_to_its_own() -> None:
    plane = Plane()
    plane.line([(0, 80), (300, 80)], 3, down=False, edge=0)
    plane.line([(0, 62), (300, 62)], 3, down=False, edge=1)
    above, below = AT, AT._replace(y=98)
    assert choose(plane, [[above, below], [above, below]]) == [below, above]
    assert plane.strange(above, 0)
    assert not plane.strange(below, 0)
    assert not plane.strange(AT._replace(y=400), 0)  # no line is near


def test_no_text_is_no_obstacle() -> None:
    nothing = Spot(100, 50, 0)
    assert choose(Plane(), [[nothing], [AT, AT._replace(y=90)]]) == [nothing, AT]


def test_what_is_far_away_costs_nothing() -> None:
    plane = Plane()
    plane.add((500, 500, 600, 600), TAKEN)
    assert plane.cost(AT) == 0
    plane.add((100, 40, 110, 60), TAKEN)
    assert plane.cost(AT) >= TAKEN


def test_a_line_down_is_turned() -> None:
    plane = Plane()
    plane.line([(0, 100), (300, 100)], 1, down=True)
    assert plane.cost(AT) > 0
    assert plane.cost(AT._replace(x=160)) == 0


def test_a_curve_is_looked_at_where_it_runs() -> None:
    ends = pieces([(0, 0), (100, 80)])
    assert (ends[0][0], ends[-1][1]) == ((0, 0), (100, 80))
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in ends)
    assert any(45 < a[0] < 55 and 35 < a[1] < 45 for a, _ in ends)


PROGRAMS = {
    "an edge that leaves beside two others": "u, s, v = torch.svd(A); y = s.sum() + (u * u).sum()",
    "normalisation": "mu = x.mean(); var = ((x - mu) ** 2).mean(); y = ((x - mu) / torch.sqrt(var + 1e-5)).sum() + mu",
    "a leaf far above": "y = torch.binary_cross_entropy_with_logits(A @ A + x[:2], A.detach().sigmoid()).mean()",
    "a cut": "u = (x * x).detach(); y = (u * x).sum()",
    "the same leaf in two places": "y = (torch.sin(x) * x.exp() + x).sum()",
    "a derivative": "y, = torch.autograd.grad(x.sum() ** 3, x, create_graph=True); y = y.sum()",
}


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("code", PROGRAMS.values(), ids=PROGRAMS)
def test_texts_of_a_learners_graph_are_clear_of_lines(session: Any, code: str, direction: str) -> None:
    session.cell("A = torch.tensor([[2., 1.], [1., 3.]], requires_grad=True); x = torch.arange(4., requires_grad=True)")
    session.cell(code)
    layout = place(torch.graph(session.names["y"], session.names).to_dict(), direction=direction)
    assert [covered for covered in covering(layout) if covered > 3] == []


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_what_several_gradients_bring_to_one_leaf_stands_by_its_own_line(session: Any, direction: str) -> None:
    session.cell("width, height = (torch.tensor(size, requires_grad=True) for size in (2.0, 3.0))")
    session.cell("area = width * height; border = 2 * (width + height); cost = area**2 / border + width")
    layout = place(torch.graph(session.names["cost"], session.names).to_dict(), direction=direction)
    lines = [dots(edge["back"]) for edge in layout["edges"] if edge["back"]]
    for number, (left, top, right, bottom) in enumerate(texts(layout)):
        gaps = [min(max(left - x, x - right, 0) + max(top - y, y - bottom, 0) for x, y in line) for line in lines]
        assert gaps[number] <= min(gaps) + 1


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_no_text_lies_on_that_of_a_frame(session: Any, direction: str) -> None:
    session.cell("x = torch.tensor(3.0, requires_grad=True); cube = x**3")
    session.cell("y, = torch.autograd.grad(cube, x, create_graph=True)")
    layout = place(torch.graph(session.names["y"], session.names).to_dict(), direction=direction)
    (band,) = layout["bands"]
    title = (band["x"], band["y"], band["x"] + band["width"], band["y"] + LABEL)
    assert not any(meet(box, title) for box in texts(layout))


@given(st.integers(2, 25), st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_no_text_lies_on_a_card_or_another_text(operations: int, seed: int) -> None:
    for direction in DIRECTIONS:
        layout = place(mixed(operations, seed), direction=direction)
        boxes = texts(layout)
        cards = [(n["x"], n["y"], n["x"] + n["width"], n["y"] + n["height"]) for n in layout["nodes"] + layout["refs"]]
        for number, box in enumerate(boxes):
            assert not any(meet(box, other) for other in boxes[:number] + cards), json.dumps(box)


def texts(layout: dict[str, Any]) -> list[Box]:
    found = []
    for label in (edge["label"] for edge in layout["edges"] if edge["back"]):
        half = label["width"] / 2 - 4
        found.append((label["x"] - half, label["y"] - 8, label["x"] + half, label["y"] + 1))
    return found


def covering(layout: dict[str, Any]) -> list[int]:
    """How many points of lines, about three pixels apart, lie under each text."""
    on = [point for edge in layout["edges"] for way in ("path", "back") for point in dots(edge[way])]
    return [sum(a < x < c and b < y < d for x, y in on) for a, b, c, d in texts(layout)]


def dots(path: str) -> list[tuple[float, float]]:
    """Points of SVG path data: M, L and C, as layouts write them."""
    found: list[tuple[float, float]] = []
    here = (0.0, 0.0)
    for command in path.replace("L", "|L").replace("C", "|C").split("|") if path else []:
        numbers = [float(number) for number in command[1:].split()]
        corners = [here, *zip(numbers[::2], numbers[1::2], strict=True)]
        there = corners[-1]
        if command[0] != "M":
            count = max(2, round((abs(there[0] - here[0]) + abs(there[1] - here[1])) / 3))
            found += [_on(corners, step / count) for step in range(count + 1)]
        here = there
    return found


def _on(corners: list[tuple[float, float]], t: float) -> tuple[float, float]:
    while len(corners) > 1:
        corners = [(a + (c - a) * t, b + (d - b) * t) for (a, b), (c, d) in pairwise(corners)]
    return corners[0]


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
